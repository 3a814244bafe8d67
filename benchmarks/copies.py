"""Rows on what copies share: pasted sections, swapped words; the truth is planted."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from math import log
from typing import NamedTuple

from benchmarks.corpora import SYNONYMS, Document, Wording, gather_wording, make_corpus, read_sample_plans
from benchmarks.documents import Documents
from benchmarks.planted import Planted, find_common, plant, spin, swap_pairs, write_host
from benchmarks.rivals import find_shared_runs, swap_lexicon_by_difflib
from benchmarks.rows import Row
from corpus_tools.reading.source import source_of_text
from corpus_tools.reuse.results import Reuse, Thresholds
from corpus_tools.reuse.seeds import SHORTEST_PASSAGE
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.structure.plans import Plan, parse_source

_N_PLANTED = 300
_HOST_LENGTH, _SECTION_LENGTH = 3000, 200
_N_PASSAGES, _N_CORPORA = 150, 4
_PASSAGE_LENGTHS, _SHORT_HOST_LENGTH, _COMMON_SHARE = range(20, 201), 1200, 0.25
_LEAST = 0.9  # of the characters of a passage that is found
_N_WHOLE = 750, 3000
_N_SPUN = 20
_N_WORDS = 24


def measure_sections(documents: Documents, seed: int) -> Iterator[Row]:
    """Compare how many pasted sections are found, and how much of them, as more of their words are swapped."""
    if documents.kind == "real":
        return
    wording = gather_wording(seed, read_sample_plans())
    for share in (0.0, 0.1, 0.2, 0.4):
        made = plant(seed, wording, _N_PLANTED, (_SECTION_LENGTH,), _HOST_LENGTH, partial(swap_pairs, share=share))
        what = f"{_SECTION_LENGTH} characters in {_HOST_LENGTH}, {share:.0%} swapped"
        yield from _passage_rows("reuse/sections", what, [_Corpus(*made, wording)])


def measure_passages(documents: Documents, seed: int) -> Iterator[Row]:
    """Compare how many short passages are found among plans of which a quarter is boilerplate.

    A passage of 13 characters makes a pair here, as it does for the competitor. Of one corpus the shares move by points
    from seed to seed.
    """
    if documents.kind == "real":
        return
    name, what, seeds = "reuse/passages", "20 to 200 characters", [_N_CORPORA * seed + i for i in range(_N_CORPORA)]
    for share in (0.0, 0.2, 0.4):
        swap = partial(swap_pairs, share=share)
        swapped = (_make_corpus(own, gather_wording(own, read_sample_plans()), swap) for own in seeds)
        yield from _passage_rows(name, f"{what}, {share:.0%} swapped", swapped)
    yield from _passage_rows(name, f"{what}, spun by a lexicon", map(_spin_corpus, seeds))


class _Corpus(NamedTuple):
    """Plans with the passages that are planted in them; ``known`` are copies that count as neither found nor wrong."""

    made: Sequence[Document]
    planted: Sequence[Planted]
    wording: Wording
    known: Sequence[Planted] = ()


def _make_corpus(seed: int, wording: Wording, change: Callable[[random.Random, str], str]) -> _Corpus:
    made, planted = plant(seed, wording, _N_PASSAGES, _PASSAGE_LENGTHS, _SHORT_HOST_LENGTH, change, _COMMON_SHARE)
    return _Corpus(made, planted, wording)


def _spin_corpus(seed: int) -> _Corpus:
    """Return plans with passages that are spun, and spun copies that show the words."""
    wording, rng = gather_wording(seed, read_sample_plans()), random.Random(f"{seed}/passages")
    lexicon = {word: others[:1] for word, others in SYNONYMS.items()}
    spinnable = wording._replace(parts=tuple(part for part in wording.parts if any(word in part for word in lexicon)))
    corpus = _make_corpus(seed, spinnable, lambda rng, text: spin(rng, text, lexicon)[0])
    pairs, _ = _spin_plans(rng, spinnable, lexicon)
    known = [Planted(f"spun-{i:02}-1.txt", f"spun-{i:02}-0.txt", 0, len(copy)) for i, (_, copy) in enumerate(pairs)]
    shown = (
        Document(path, text)
        for one, (source, copy) in zip(known, pairs, strict=True)
        for path, text in ((one.source, source), (one.copy, copy))
    )
    return corpus._replace(made=[*corpus.made, *shown], known=known)


def _passage_rows(name: str, what: str, corpora: Iterable[_Corpus]) -> Iterator[Row]:
    """Yield the rows of corpora of one kind; a passage is found where nine in ten of its characters lie in passages.

    Boilerplate counts as neither found nor wrong.
    """
    rival = "13-character rule"
    counts = list(map(_count_both, corpora))
    ours, theirs = (sum((count[side] for count in counts), Counter[str]()) for side in (0, 1))
    n = ours["planted"]
    yield Row(name, f"pairs listed: {what}", "share", ours["listed"] / n, rival, theirs["listed"] / n)
    yield Row(name, f"{_LEAST:.0%} of it found: {what}", "share", ours["found"] / n, rival, theirs["found"] / n)
    precisions = [count["inside"] / max(1, count["inside"] + count["outside"]) for count in (ours, theirs)]
    yield Row(name, f"precision of characters: {what}", "share", precisions[0], rival, precisions[1])
    yield Row(name, f"other pairs (fewer is better): {what}", "count", ours["others"], rival, theirs["others"])


def _count_both(corpus: _Corpus) -> tuple[Counter[str], Counter[str]]:
    """Return what is found of a corpus, ours and the competitor's."""
    made, number = corpus.made, {document.path: i for i, document in enumerate(corpus.made)}
    plans = list(map(_parse, made))
    ours = _marked(plans, find_reuse(plans, Thresholds(partial_length=SHORTEST_PASSAGE)))
    theirs = find_shared_runs([document.text for document in made])
    common = {one.copy: find_common(made[number[one.copy]].text, corpus.wording) for one in corpus.planted}
    wanted = {tuple(sorted((number[one.copy], number[one.source]))) for one in [*corpus.planted, *corpus.known]}
    counted = [_count(corpus.planted, number, found, common) for found in (ours, theirs)]
    for counts, found in zip(counted, (ours, theirs), strict=True):
        counts["others"] = len(found.keys() - wanted)
    return counted[0], counted[1]


def _parse(document: Document) -> Plan:
    return parse_source(source_of_text(document.text, document.path)).plans[0]


def _marked(plans: Sequence[Plan], reuse: Reuse) -> dict[tuple[int, int], set[int]]:
    """Return the pairs listed, with the positions in the first plan that lie in passages."""
    return {
        (pair.score.a, pair.score.b): {
            plans[pair.score.a].start + i for passage in pair.passages for i in range(*passage.a)
        }
        for pair in reuse.pairs
    }


def _count(
    planted: Sequence[Planted],
    number: Mapping[str, int],
    found: Mapping[tuple[int, int], set[int]],
    common: Mapping[str, set[int]],
) -> Counter[str]:
    counts: Counter[str] = Counter()
    for one in planted:
        counts["planted"] += 1
        marked = found.get((number[one.copy], number[one.source]), set())
        inside = marked & set(range(one.start, one.end))
        counts["listed"] += bool(marked)
        counts["found"] += len(inside) >= _LEAST * (one.end - one.start)
        counts["inside"] += len(inside)
        counts["outside"] += len(marked - inside - common[one.copy])
    return counts


def measure_whole(documents: Documents, seed: int) -> Iterator[Row]:
    """Measure the time of the whole comparison of a made corpus, parsing left out, and how it grows."""
    if documents.kind == "real":
        return
    seconds = []
    for n in _N_WHOLE:
        plans = [_parse(document) for document in make_corpus(seed, n, read_sample_plans()).documents]
        start = time.process_time()
        find_reuse(plans)
        seconds.append(time.process_time() - start)
    few, many = _N_WHOLE
    yield Row("reuse/whole", f"pairs, passages, lexicon of {many} plans", "s", seconds[1], f"{few} plans", seconds[0])
    exponent = log(seconds[1] / seconds[0]) / log(many / few)
    yield Row("reuse/whole", "exponent of that (fewer is better)", "score", exponent, "the goal", 1.15)


def measure_lexicons(documents: Documents, seed: int) -> Iterator[Row]:
    """Compare the lexicon learnt from spun plans and their sources, for spinners with one and with several choices.

    All words that were swapped are right; those swapped at two places or more are to be found.
    """
    if documents.kind == "real":
        return
    wording = gather_wording(seed, read_sample_plans())
    for kind, n_choices in (("one choice", 1), ("picks at random", 2)):
        rng = random.Random(f"{seed}/lexicon/{kind}")
        lexicon = {word: SYNONYMS[word][:n_choices] for word in rng.sample(sorted(SYNONYMS), _N_WORDS)}
        pairs, swapped = _spin_plans(rng, wording, lexicon)
        repeated = {words for words, n_places in swapped.items() if n_places >= 2}
        named = (Document(f"{i:02}-{j}.txt", text) for i, pair in enumerate(pairs) for j, text in enumerate(pair))
        learnt = find_reuse([_parse(document) for document in named]).substitutions
        ours = {(substitution.original, substitution.replacement) for substitution in learnt}
        theirs = swap_lexicon_by_difflib(pairs)
        name, rival = "reuse/lexicon", "difflib on jieba tokens, twice or more"
        shares = [len(repeated & found) / len(repeated) for found in (ours, theirs)]
        yield Row(name, f"recall from {_N_SPUN} spun pairs, {kind}", "share", shares[0], rival, shares[1])
        shares = [len(swapped.keys() & found) / max(1, len(found)) for found in (ours, theirs)]
        yield Row(name, f"precision, {kind}", "share", shares[0], rival, shares[1])


def _spin_plans(
    rng: random.Random, wording: Wording, lexicon: dict[str, tuple[str, ...]]
) -> tuple[list[tuple[str, str]], Counter[tuple[str, str]]]:
    """Return sources with their spun copies, and at how many places each pair of words was swapped."""
    pairs = []
    swapped: Counter[tuple[str, str]] = Counter()
    for _ in range(_N_SPUN):
        source = write_host(rng, wording, _HOST_LENGTH)
        copy, found = spin(rng, source, lexicon)
        pairs.append((source, copy))
        swapped += found
    return pairs, swapped
