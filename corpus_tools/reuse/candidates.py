"""Candidates: the pairs of plans that are worth comparing, found without comparing all pairs.

Three ways lead to a candidate: signatures that share a band, a clause that few plans hold, and a chain of seeds. Up to
64 plans are compared all with all.
"""

from itertools import combinations
from typing import NamedTuple

import numpy as np

from corpus_tools.arrays import Pairs
from corpus_tools.reuse.bands import LARGEST_BUCKET
from corpus_tools.reuse.bodies import Bodies
from corpus_tools.reuse.boilerplate import Clauses, find_sharing_clauses
from corpus_tools.reuse.families import find_families
from corpus_tools.reuse.near import find_near
from corpus_tools.reuse.seeds import MOST_TEXTS, SHORTEST_PASSAGE, find_sharing, index_seeds
from corpus_tools.reuse.shingles import hash_batches


class Candidates(NamedTuple):
    """Pairs of plans to be compared.

    Attributes
    ----------
    pairs
        Indexes of plans, ``a < b``, distinct and sorted. Of a family of more than 64 near copies not all, but those
        with one member.
    n_huge, n_left
        Buckets that were too large for all their pairs; members of them that were compared with few others.
    n_frequent
        Shingles of too many plans to be seeds.
    """

    pairs: Pairs
    n_huge: int = 0
    n_left: int = 0
    n_frequent: int = 0


def find_candidates(bodies: Bodies, clauses: Clauses, near: float) -> Candidates:
    """Return the pairs of plans that may share a passage, or have a Jaccard of at least ``near``."""
    n = len(bodies)
    if n <= LARGEST_BUCKET:
        return Candidates(np.array(list(combinations(range(n), 2)), dtype=np.int64).reshape(-1, 2))
    banded, scores = find_near(bodies.texts, near)
    # What each plan counts among those that have a seed or a clause: a family counts one. And whether it is asked for
    # seeds and clauses at all: of a large family one member is.
    weights, speaks = np.ones(n), np.ones(n, dtype=bool)
    for family in find_families(n, {(score.a, score.b): score.jaccard for score in scores}):
        members = list(family.members)
        if len(members) > LARGEST_BUCKET:
            speaks[members] = False
            speaks[family.representative] = True
        else:
            weights[members] = 1 / len(members)
    speaking = (text if speaks[i] else "" for i, text in enumerate(bodies.texts))
    seeds = index_seeds(hashes for batch in hash_batches(speaking) for hashes in batch)
    sharing = find_sharing(seeds, weights)
    by_clause = find_sharing_clauses(clauses, weights, SHORTEST_PASSAGE, MOST_TEXTS)
    by_clause = by_clause[speaks[by_clause].all(axis=1)]
    pairs = np.unique(np.concatenate((banded.pairs, sharing.pairs, by_clause)), axis=0)
    return Candidates(pairs, banded.n_huge, banded.n_left, sharing.n_frequent)
