"""Families: plans connected by verified copies, each with the member that stands for it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.cluster.hierarchy import DisjointSet
from scipy.sparse.csgraph import connected_components

from corpus_tools.copies import choose_counted
from corpus_tools.reuse.scores import PairScore
from corpus_tools.structure.plans import Plan


class Family(NamedTuple):
    """Two or more plans that are copies of each other; indexes of plans.

    Attributes
    ----------
    members
        In the order of the corpus.
    representative
        The likeliest original: the member that the others were copied from, as far as directions are known (see
        ``choose_representatives``); until then the member most like the others.
    """

    members: tuple[int, ...]
    representative: int


def find_families(n_plans: int, copies: Mapping[tuple[int, int], float]) -> list[Family]:
    """Return the connected sets of at least two plans, ordered by their first member.

    Parameters
    ----------
    n_plans
        Plans are numbered from 0.
    copies
        The score of every verified copy ``(a, b)``, ``a < b``.
    """
    rows, columns = np.array(list(copies), dtype=np.int64).reshape(-1, 2).T
    links = sparse.csr_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(n_plans, n_plans))
    _, labels = connected_components(links, directed=False)
    groups: dict[int, list[int]] = {}
    for plan, label in enumerate(labels.tolist()):
        groups.setdefault(label, []).append(plan)
    likeness = _sum_likeness(copies)
    return [
        Family(tuple(group), max(group, key=lambda plan: (likeness[plan], -plan)))
        for group in groups.values()
        if len(group) > 1
    ]


def _sum_likeness(copies: Mapping[tuple[int, int], float]) -> Mapping[int, float]:
    likeness: defaultdict[int, float] = defaultdict(float)
    for pair, score in copies.items():
        for plan in pair:
            likeness[plan] += score
    return defaultdict(float, {plan: round(total, 9) for plan, total in likeness.items()})


def choose_representatives(
    families: Iterable[Family], copies: Mapping[tuple[int, int], float], sources: Iterable[tuple[int, int]]
) -> list[Family]:
    """Return the families, each represented by its likeliest original.

    That is a member that half of the others at least were copied from, from itself or from its copies; of several, or
    where there is none, one that is nobody's copy; of several of those the one most like the others; of equally like
    ones the first in the corpus.

    Parameters
    ----------
    copies
        As for ``find_families``.
    sources
        Pairs of plans (source, copy).
    """
    likeness = _sum_likeness(copies)
    copies_of: defaultdict[int, set[int]] = defaultdict(set)
    for source, copy in sources:
        copies_of[source].add(copy)
    copied = set().union(*copies_of.values())

    def rank(plan: int, members: Sequence[int]) -> tuple[bool, bool, float, int]:
        n_from = len(_all_copies(copies_of, plan).intersection(members))
        return 0 < n_from >= (len(members) - 1) / 2, plan not in copied, likeness[plan], -plan

    return [
        family._replace(representative=max(family.members, key=lambda plan: rank(plan, family.members)))
        for family in families
    ]


def _all_copies(copies_of: Mapping[int, set[int]], source: int) -> set[int]:
    """Return the copies of a plan, and theirs."""
    reached: set[int] = set()
    left = [source]
    while left:
        new = copies_of.get(left.pop(), set()) - reached
        reached |= new
        left += new
    return reached - {source}


def find_forest(n_plans: int, scores: Iterable[PairScore]) -> list[tuple[int, int]]:
    """Return the pairs that connect all plans which share anything, each to what it is likest to, without a circle.

    Of equal scores that of the first plans is taken (Kruskal's algorithm).
    """
    sets = DisjointSet(range(n_plans))
    likest_first = sorted(scores, key=lambda score: (-score.jaccard, score.a, score.b))
    return [(score.a, score.b) for score in likest_first if score.jaccard and sets.merge(score.a, score.b)]


def family_of_plans(n_plans: int, families: Sequence[Family]) -> list[int]:
    """Return for each plan the number of the representative of its family; its own where it is in none."""
    numbers = list(range(n_plans))
    for family in families:
        for plan in family.members:
            numbers[plan] = family.representative
    return numbers


def count_once(
    plans: Sequence[Plan], family_numbers: Sequence[int], group: Iterable[int] | None = None
) -> tuple[list[int], list[int]]:
    """Return which plans of a group, or of all, are counted where a family counts once, and which are their copies.

    Of a family that is the plan that stands for it (see ``family_of_plans``), or where it is not of the group the
    longest. Both lists are sorted by length and text: neither the order nor the names of files matter.
    """

    def key(index: int) -> tuple[object, ...]:
        plan = plans[index]
        return family_numbers[index] != index, -len(plan.text), plan.text, plan.source.path, plan.ordinal

    order = sorted(range(len(plans)) if group is None else group, key=key)
    counted = set(choose_counted(order, family_numbers, key))
    return [index for index in order if index in counted], [index for index in order if index not in counted]
