"""Verdicts: from scores and passages to what a user asks: is this plan a copy, of which, and how much of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple

import numpy as np

from corpus_tools.folding import Folded
from corpus_tools.reuse.bodies import folded_body
from corpus_tools.reuse.boilerplate import FEWEST_FAMILIES, Boilerplate, find_boilerplate
from corpus_tools.reuse.families import Family, family_of_plans, find_families
from corpus_tools.reuse.passages import (
    SHORTEST_PASSAGE,
    Flags,
    Indexed,
    Passage,
    cover,
    find_passages,
    index_runs,
    share_runs,
)
from corpus_tools.reuse.scores import PairScore, score_pairs
from corpus_tools.structure.plans import Plan

Verdict = Literal["exact", "near", "partial", "boilerplate"]


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

    @property
    def family_numbers(self) -> list[int]:
        """A number for each plan, equal within a family and different otherwise."""
        return family_of_plans(len(self.plans), self.families)


def find_reuse(plans: Sequence[Plan], thresholds: Thresholds | None = None) -> Reuse:
    """Compare all pairs of plans."""
    thresholds = thresholds or Thresholds()
    bodies = [folded_body(plan) for plan in plans]
    scores = list(score_pairs([body.text for body in bodies]))
    copies = {(s.a, s.b): s.jaccard for s in scores if _is_copy(s, bodies, thresholds)}
    families = find_families(len(plans), copies)
    boilerplate = find_boilerplate(plans, family_of_plans(len(plans), families), fewest=thresholds.boilerplate_families)
    common = _mark_boilerplate(bodies, boilerplate)
    copied: list[Flags] = [np.zeros(len(body.text), dtype=bool) for body in bodies]
    indexed = [index_runs(body) for body in bodies]
    pairs = []
    scores_of = {a: list(own) for a, own in groupby(scores, key=attrgetter("a"))}
    for number, shared in enumerate(share_runs(indexed)):
        for score in scores_of.get(number, ()):
            a, b, runs = indexed[score.a], indexed[score.b], shared.get(score.b, [])
            if not runs and (score.a, score.b) not in copies:
                continue
            covered_a, covered_b = cover(a, runs), cover(b, runs)
            own = min(covered_a & ~common[score.a], covered_b & ~common[score.b], key=len)
            pair = _judge(score, a, b, find_passages(a, b, runs), own, thresholds)
            if pair:
                pairs.append(pair)
                if pair.verdict != "boilerplate":
                    copied[score.a] |= covered_a
                    copied[score.b] |= covered_b
    family_of = {member: number for number, family in enumerate(families) for member in family.members}
    return Reuse(
        tuple(
            PlanReuse(family_of.get(index), _share(copied[index] & ~common[index]), _share(common[index]))
            for index in range(len(plans))
        ),
        tuple(sorted(pairs, key=lambda pair: (-pair.score.jaccard, pair.score.a, pair.score.b))),
        tuple(families),
        tuple(boilerplate),
    )


def _is_copy(score: PairScore, bodies: Sequence[Folded], thresholds: Thresholds) -> bool:
    return score.jaccard >= thresholds.near or bodies[score.a].text == bodies[score.b].text


def _judge(
    score: PairScore, a: Indexed, b: Indexed, passages: Sequence[Passage], own: Flags, thresholds: Thresholds
) -> Pair | None:
    """Return the pair with the first verdict that holds, if one does.

    ``own`` marks what the shorter plan shares with the other, boilerplate left out.
    """
    n_own = int(own.sum())
    verdict: Verdict | None = None
    if a.folded.text == b.folded.text:
        verdict = "exact"
    elif score.jaccard >= thresholds.near:
        verdict = "near"
    elif n_own >= max(1.0, thresholds.partial_share * len(own)) or _longest(own) >= thresholds.partial_length:
        verdict = "partial"
    elif n_own < SHORTEST_PASSAGE:
        verdict = "boilerplate"
    return Pair(score, verdict, tuple(passages)) if verdict else None


def _mark_boilerplate(bodies: Sequence[Folded], boilerplate: Sequence[Boilerplate]) -> list[Flags]:
    """Return for each folded body which of its characters lie in boilerplate."""
    marked: list[Flags] = [np.zeros(len(body.text), dtype=bool) for body in bodies]
    for clause in boilerplate:
        for plan, start, end in clause.occurrences:
            marked[plan][slice(*bodies[plan].positions.searchsorted((start, end)))] = True
    return marked


def _share(flags: Flags) -> float:
    return float(flags.mean()) if len(flags) else 0.0


def _longest(flags: Flags) -> int:
    """Return the length of the longest run of set flags."""
    if not flags.any():
        return 0
    edges = np.flatnonzero(np.diff(flags, prepend=False, append=False))
    return int((edges[1::2] - edges[::2]).max(initial=0))
