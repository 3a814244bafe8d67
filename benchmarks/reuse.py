"""Rows on the reuse floor: a copy in the samples, and who copied whom in the made plans."""

import json
from collections.abc import Collection, Iterator

from benchmarks.corpora import make_corpus, read_sample_plans
from benchmarks.documents import Documents, copies_truth
from benchmarks.rivals import estimate_jaccard, find_pairs_by_lsh, jaccard
from benchmarks.rows import Row
from corpus_tools import Plan
from corpus_tools.arrays import distinct
from corpus_tools.reading.source import source_of_text
from corpus_tools.reuse.bodies import folded_body
from corpus_tools.reuse.scores import score_shingles
from corpus_tools.reuse.shingles import hash_shingles
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.structure.plans import parse_source

# The copy in the samples, as (file, plan), both from 0.
_REAL_COPY = ((0, 0), (1, 3))
# datasketch with its default bands, given the text as it is and the text in our matching form.
_RIVALS = ("MinHashLSH 0.7, raw", "MinHashLSH 0.7, folded")
_N_GENERATED = 300
_Pairs = Collection[tuple[str, str]]


def measure_scores(documents: Documents) -> Iterator[Row]:
    """Compare the scores of the copy in the samples."""
    if documents.kind == "made":
        return
    plans = [parse_source(source).plans for source in documents.plan_files]
    pair = [plans[file][ordinal] for file, ordinal in _REAL_COPY]
    folded = [folded_body(plan).text for plan in pair]
    raw = [plan.text for plan in pair]
    score = score_shingles(0, 1, *(distinct(hash_shingles(text)) for text in folded))
    name, ours = "reuse/score", score.jaccard
    estimate = estimate_jaccard(*folded)
    yield Row(name, "Jaccard of a true copy, folded", "score", ours, "the same, raw text", jaccard(*raw))
    yield Row(name, "the same, exact beside an estimate", "score", ours, "MinHash(128), folded", estimate)


def measure_pairs(documents: Documents) -> Iterator[Row]:
    """Compare the pairs that are listed among the made plans; pairs of boilerplate only are no finding."""
    if documents.kind == "real":
        return
    plans = [plan for source in documents.plan_files for plan in parse_source(source).plans]
    found = [pair for pair in find_reuse(plans).pairs if pair.verdict != "boilerplate"]
    ours = _named(plans, [(pair.score.a, pair.score.b) for pair in found])
    truth = json.loads(copies_truth().read_text("utf-8"))
    copies = {_ordered(pair["copy"], pair["source"]) for pair in truth["copies"]}
    alike = copies | {_ordered(*pair) for pair in truth["same_source"]}
    texts = ([plan.text for plan in plans], [folded_body(plan).text for plan in plans])
    for rival, compared in zip(_RIVALS, texts, strict=True):
        theirs = _named(plans, find_pairs_by_lsh(compared))
        yield _pairs_row("copies found, of any kind", copies, ours, rival, theirs)
        others = len(ours - alike), len(theirs - alike)
        yield Row("reuse/pairs", "other pairs listed (fewer is better)", "count", others[0], rival, others[1])


def measure_generated(documents: Documents, seed: int) -> Iterator[Row]:
    """Compare the copies found in a corpus made with the seed of this run: kinds and rates of copying are known."""
    if documents.kind == "real":
        return
    made = make_corpus(seed, _N_GENERATED, read_sample_plans())
    plans = [plan for document in made.documents for plan in _parse(document.path, document.text)[:1]]
    paths = [plan.source.path for plan in plans]
    found = [pair for pair in find_reuse(plans).pairs if pair.verdict != "boilerplate"]
    ours = {_ordered(paths[pair.score.a], paths[pair.score.b]) for pair in found}
    pairs = find_pairs_by_lsh([folded_body(plan).text for plan in plans])
    theirs = {_ordered(paths[a], paths[b]) for a, b in pairs}
    for kind in ("exact", "near", "spun", "partial"):
        copies = {_ordered(copy.copy, copy.source) for copy in made.copies if copy.kind == kind}
        yield _pairs_row(f"{kind} copies found", copies, ours, _RIVALS[1], theirs, name="reuse/generated")


def _parse(path: str, text: str) -> tuple[Plan, ...]:
    return parse_source(source_of_text(text, path)).plans


def _pairs_row(
    measured: str, wanted: set[tuple[str, str]], ours: _Pairs, rival: str, theirs: _Pairs, name: str = "reuse/pairs"
) -> Row:
    counts = len(wanted.intersection(ours)), len(wanted.intersection(theirs))
    return Row(name, measured, "count", counts[0], rival, counts[1], total=len(wanted))


def _named(plans: list[Plan], pairs: Collection[tuple[int, int]]) -> set[tuple[str, str]]:
    return {_ordered(plans[a].plan_id, plans[b].plan_id) for a, b in pairs}


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)
