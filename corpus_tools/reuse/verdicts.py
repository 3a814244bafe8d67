"""Verdicts: from scores and passages to what a user asks: is this plan a copy, of which, and how much of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from corpus_tools.folding import Folded
from corpus_tools.reuse.bodies import folded_body
from corpus_tools.reuse.boilerplate import FEWEST_FAMILIES, Boilerplate, find_boilerplate
from corpus_tools.reuse.families import Family, family_of_plans, find_families
from corpus_tools.reuse.passages import SHORTEST_PASSAGE, Indexed, Passage, find_passages, index_runs
from corpus_tools.reuse.scores import SHINGLE_LENGTH, PairScore, score_pairs
from corpus_tools.spans import Span, union_length
from corpus_tools.structure.plans import Plan

Verdict = Literal["exact", "near", "partial", "boilerplate"]
# A passage has at least so many shingles; pairs with fewer in common need not be aligned.
_FEWEST_SHARED = SHORTEST_PASSAGE - SHINGLE_LENGTH + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """What makes a verdict; lengths in folded characters.

    Attributes
    ----------
    near
        Lowest Jaccard of a near copy.
    partial_length
        Shortest single passage of a partial copy ...
    partial_share
        ... or the lowest share of the shorter plan in passages; boilerplate does not count for either.
    boilerplate_families
        In how many families a clause must stand to be boilerplate.
    """

    near: float = 0.7
    partial_length: int = 80
    partial_share: float = 0.1
    boilerplate_families: int = FEWEST_FAMILIES


class Pair(NamedTuple):
    """Two plans that share text; ``a`` and ``b`` are indexes of plans."""

    score: PairScore
    verdict: Verdict
    passages: tuple[Passage, ...]


class PlanReuse(NamedTuple):
    """What one plan shares with the rest of the corpus.

    Attributes
    ----------
    family
        Index in ``Reuse.families``, or None.
    copied_share
        Share of the folded body in passages of pairs that are more than boilerplate, with boilerplate left out.
    boilerplate_share
        Share of the folded body in boilerplate clauses.
    """

    family: int | None
    copied_share: float
    boilerplate_share: float


class Reuse(NamedTuple):
    """Who shares text with whom in a corpus; ``plans`` runs parallel to the plans compared."""

    plans: tuple[PlanReuse, ...]
    pairs: tuple[Pair, ...]
    families: tuple[Family, ...]
    boilerplate: tuple[Boilerplate, ...]


def find_reuse(plans: Sequence[Plan], thresholds: Thresholds | None = None) -> Reuse:
    """Compare all pairs of plans."""
    thresholds = thresholds or Thresholds()
    bodies = [folded_body(plan) for plan in plans]
    scores = list(score_pairs([body.text for body in bodies]))
    copies = {(s.a, s.b): s.jaccard for s in scores if _is_copy(s, bodies, thresholds)}
    families = find_families(len(plans), copies)
    numbers = family_of_plans(len(plans), families)
    boilerplate = find_boilerplate(plans, numbers, fewest=thresholds.boilerplate_families)
    masks = _spans_by_plan(len(plans), boilerplate)
    indexed = [index_runs(body) for body in bodies]
    pairs = [pair for score in scores if (pair := _judge(score, indexed, masks, thresholds))]
    return Reuse(
        tuple(_shares(index, bodies, pairs, families, masks) for index in range(len(plans))),
        tuple(sorted(pairs, key=lambda pair: (-pair.score.jaccard, pair.score.a, pair.score.b))),
        tuple(families),
        tuple(boilerplate),
    )


def _is_copy(score: PairScore, bodies: Sequence[Folded], thresholds: Thresholds) -> bool:
    return score.jaccard >= thresholds.near or bodies[score.a].text == bodies[score.b].text


def _judge(
    score: PairScore, indexed: Sequence[Indexed], masks: Sequence[Sequence[Span]], thresholds: Thresholds
) -> Pair | None:
    a, b = indexed[score.a].folded, indexed[score.b].folded
    if score.n_shared < _FEWEST_SHARED and a.text != b.text:
        return None
    passages = tuple(find_passages(indexed[score.a], indexed[score.b]))
    own = [_outside(passage.b, b, masks[score.b]) for passage in passages]
    shorter = min(len(a.text), len(b.text))
    if a.text == b.text:
        return Pair(score, "exact", passages)
    if score.jaccard >= thresholds.near:
        return Pair(score, "near", passages)
    if max(own, default=0) >= thresholds.partial_length or sum(own) >= max(1, thresholds.partial_share * shorter):
        return Pair(score, "partial", passages)
    if passages and sum(own) < SHORTEST_PASSAGE:
        return Pair(score, "boilerplate", passages)
    return None


def _shares(
    index: int,
    bodies: Sequence[Folded],
    pairs: Sequence[Pair],
    families: Sequence[Family],
    masks: Sequence[Sequence[Span]],
) -> PlanReuse:
    body = bodies[index]
    copied = [
        passage.a if pair.score.a == index else passage.b
        for pair in pairs
        if index in (pair.score.a, pair.score.b) and pair.verdict != "boilerplate"
        for passage in pair.passages
    ]
    n_mask = _n_folded(body, masks[index])
    n_copied = _n_folded(body, [*copied, *masks[index]]) - n_mask
    size = max(1, len(body.text))
    family = next((number for number, family in enumerate(families) if index in family.members), None)
    return PlanReuse(family, n_copied / size, n_mask / size)


def _outside(span: Span, body: Folded, mask: Sequence[Span]) -> int:
    """Return how many folded characters of ``span`` no span of ``mask`` covers."""
    return _n_folded(body, [span, *mask]) - _n_folded(body, mask)


def _n_folded(body: Folded, spans: Sequence[Span]) -> int:
    """Return how many folded characters the spans of the plan's text cover together."""
    folded = (Span(*body.positions.searchsorted((span.start, span.end)).tolist()) for span in spans)
    return union_length(folded)


def _spans_by_plan(n_plans: int, boilerplate: Sequence[Boilerplate]) -> list[list[Span]]:
    spans: list[list[Span]] = [[] for _ in range(n_plans)]
    for clause in boilerplate:
        for occurrence in clause.occurrences:
            spans[occurrence.plan].append(Span(occurrence.start, occurrence.end))
    return spans
