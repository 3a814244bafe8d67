"""Rows on spun plans whose source is not at hand: natural plans, some of them spun with the lexicon of a made farm."""

import json
import random
from collections.abc import Iterator, Sequence

from benchmarks.corpora import SYNONYMS
from benchmarks.documents import Documents, copies_truth
from benchmarks.planted import spin
from benchmarks.rows import Row
from corpus_tools.reading.source import source_of_text
from corpus_tools.reuse.spin import find_spin
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.structure.plans import Plan, parse_source

_SHORTEST = 400
_FEWEST_PAIRS = 3
_SPUN_SHARE = 0.2
_LEXICONS = {"12 words in the lexicon": 12, "24 words": 24}
_RIVAL = "3 pairs of the true lexicon, original absent"


def measure_spin(documents: Documents, seed: int) -> Iterator[Row]:
    """Compare the spun plans found, and natural plans suspected, with a rule that is told the spinner's word list.

    A fifth of the plans is spun and takes the place of its source; the others are as they were.
    """
    sources = documents.plan_files if documents.kind == "made" else documents.page_sources
    parsed = (plan for source in sources for plan in parse_source(source).plans)
    copies = json.loads(copies_truth().read_text("utf-8"))["copies"]
    left_out = {copy["copy"] for copy in copies if copy["kind"] == "spun"}
    plans = [plan for plan in parsed if len(plan.text) >= _SHORTEST and plan.plan_id not in left_out]
    families = find_reuse(plans).family_numbers
    for measured, n_words in _LEXICONS.items():
        rng = random.Random(f"{seed}/spin/{n_words}")
        farm = {word: rng.choice(SYNONYMS[word]) for word in rng.sample(sorted(SYNONYMS), n_words)}
        mixed, spun = _spin_some(rng, plans, farm)
        ours = {i for i, found in enumerate(find_spin(mixed, families)) if found.suspected}
        theirs = {i for i, plan in enumerate(mixed) if _shows(plan.text, farm)}
        known = {i for i, plan in enumerate(plans) if _shows(plan.text, farm)}
        counts = len(ours & spun), len(theirs & spun)
        yield Row("reuse/spin", f"spun plans found, {measured}", "count", counts[0], _RIVAL, counts[1], len(spun))
        wrong = len(ours - spun), len((theirs | known) - spun)
        yield Row("reuse/spin", "natural plans suspected (fewer is better)", "count", wrong[0], _RIVAL, wrong[1])


def _spin_some(rng: random.Random, plans: Sequence[Plan], farm: dict[str, str]) -> tuple[list[Plan], set[int]]:
    """Return the plans, some of them spun, and which; a word whose replacement a plan has already stays."""
    mixed = list(plans)
    spun: set[int] = set()
    for i in rng.sample(range(len(plans)), len(plans)):
        text = plans[i].text
        usable = {word: (new,) for word, new in farm.items() if word in text and new not in text}
        if len(spun) < _SPUN_SHARE * len(plans) and len(usable) >= _FEWEST_PAIRS:
            copy, _ = spin(rng, text, usable)
            parsed = parse_source(source_of_text(copy, plans[i].plan_id)).plans
            mixed[i] = max(parsed, key=lambda plan: len(plan.text))
            spun.add(i)
    return mixed, spun


def _shows(text: str, farm: dict[str, str]) -> bool:
    return sum(word not in text and new in text for word, new in farm.items()) >= _FEWEST_PAIRS
