"""Rows on spun plans whose source is not at hand: natural plans, some of them spun with the lexicon of a made farm."""

import json
import random
from collections.abc import Iterator, Sequence

from benchmarks.documents import Documents, copies_truth
from benchmarks.planted import spin
from benchmarks.rows import Row
from benchmarks.spinners import HELD_OUT, draw_lexicon
from corpus_tools.reading.source import source_of_text
from corpus_tools.reuse.spin import find_spin
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.structure.plans import Plan, parse_source

_SHORTEST = 400
_FEWEST_PAIRS = 3
_SPUN_SHARE = 0.2
_LEXICONS = {"all by one lexicon of 24 words": 24, "all by one of 60": 60}
_N_SWAPPED = {"each by one of its own, 12 words": 12, "each by one of its own, 24": 24}
_RIVAL = "3 pairs of the true lexicon, original absent"

_Lexicon = dict[str, str]


def measure_spin(documents: Documents, seed: int) -> Iterator[Row]:
    """Compare the spun plans found, and natural plans suspected, with a rule that is told the spinner's word list.

    A fifth of the plans is spun, with words that no weight was fitted with, and takes the place of its source; the
    others are as they were.
    """
    sources = documents.plan_files if documents.kind == "made" else documents.page_sources
    parsed = (plan for source in sources for plan in parse_source(source).plans)
    copies = json.loads(copies_truth().read_text("utf-8"))["copies"]
    left_out = {copy["copy"] for copy in copies if copy["kind"] == "spun"}
    plans = [plan for plan in parsed if len(plan.text) >= _SHORTEST and plan.plan_id not in left_out]
    families = find_reuse(plans).family_numbers
    for measured in (*_LEXICONS, *_N_SWAPPED):
        rng = random.Random(f"{seed}/spin/{measured}")
        mixed, spun = _spin_some(rng, plans, _LEXICONS.get(measured), _N_SWAPPED.get(measured, len(HELD_OUT)))
        ours = {i for i, found in enumerate(find_spin(mixed, families)) if found.suspected}
        told = {i for lexicon in spun.values() for i, plan in enumerate(mixed) if _shows(plan.text, lexicon)}
        counts = len(ours & spun.keys()), len(told & spun.keys())
        yield Row("reuse/spin", f"spun plans found, {measured}", "count", counts[0], _RIVAL, counts[1], len(spun))
        wrong = len(ours - spun.keys()), len(told - spun.keys())
        yield Row(
            "reuse/spin",
            f"natural of {len(plans) - len(spun)} suspected (fewer is better)",
            "count",
            wrong[0],
            _RIVAL,
            wrong[1],
        )


def _spin_some(
    rng: random.Random, plans: Sequence[Plan], n_words: int | None, most: int
) -> tuple[list[Plan], dict[int, _Lexicon]]:
    """Return the plans, some of them spun, and what was swapped in these: ``most`` words, of a common list if any.

    A word whose replacement a plan has already stays.
    """
    drawn = sorted(HELD_OUT) if n_words is None else rng.sample(sorted(HELD_OUT), min(n_words, len(HELD_OUT)))
    synonyms = {word: HELD_OUT[word] if n_words is None else (rng.choice(HELD_OUT[word]),) for word in drawn}
    mixed = list(plans)
    spun: dict[int, _Lexicon] = {}
    for i in rng.sample(range(len(plans)), len(plans)):
        lexicon = draw_lexicon(rng, plans[i].text, synonyms, most)
        if len(spun) < _SPUN_SHARE * len(plans) and len(lexicon) >= _FEWEST_PAIRS:
            copy, _ = spin(rng, plans[i].text, {word: (new,) for word, new in lexicon.items()})
            mixed[i] = max(parse_source(source_of_text(copy, plans[i].plan_id)).plans, key=lambda plan: len(plan.text))
            spun[i] = lexicon
    return mixed, spun


def _shows(text: str, lexicon: _Lexicon) -> bool:
    return sum(word not in text and new in text for word, new in lexicon.items()) >= _FEWEST_PAIRS
