"""Families: plans connected by verified copies, each with the member that stands for it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from corpus_tools.reuse.scores import PairScore


class Family(NamedTuple):
    """Two or more plans that are copies of each other; indexes of plans.

    Attributes
    ----------
    members
        In the order of the corpus.
    representative
        The member most like the others.
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
    likeness = [0.0] * n_plans
    for (a, b), score in copies.items():
        likeness[a] += score
        likeness[b] += score
    return [
        Family(tuple(group), max(group, key=lambda plan: (round(likeness[plan], 9), -plan)))
        for group in groups.values()
        if len(group) > 1
    ]


def find_forest(n_plans: int, scores: Iterable[PairScore]) -> list[tuple[int, int]]:
    """Return the pairs that connect all plans which share anything, each to what it is likest to, without a circle.

    Of equal scores that of the first plans is taken (Kruskal's algorithm).
    """
    sets = list(range(n_plans))

    def root(plan: int) -> int:
        while sets[plan] != plan:
            sets[plan] = sets[sets[plan]]
            plan = sets[plan]
        return plan

    forest = []
    for score in sorted(scores, key=lambda score: (-score.jaccard, score.a, score.b)):
        one, other = root(score.a), root(score.b)
        if score.jaccard and one != other:
            sets[one] = other
            forest.append((score.a, score.b))
    return forest


def family_of_plans(n_plans: int, families: Sequence[Family]) -> list[int]:
    """Return a number for each plan, equal within a family and different otherwise."""
    numbers = list(range(n_plans))
    for family in families:
        for plan in family.members:
            numbers[plan] = family.members[0]
    return numbers
