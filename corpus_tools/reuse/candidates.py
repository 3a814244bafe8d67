"""Candidates: the pairs of plans that are worth comparing, found without comparing all pairs.

Three ways lead to a candidate: signatures that share a band, a clause that few plans hold, and a chain of seeds. Only
signatures, clause codes and seeds are in memory; what is compared is read again. Up to 64 plans are compared all with
all.
"""

from collections.abc import Iterable
from hashlib import blake2b
from itertools import combinations
from typing import NamedTuple

import numpy as np

from corpus_tools.reuse.bands import LARGEST_BUCKET, Banded, Pairs, expand, find_alike, group_equal
from corpus_tools.reuse.bodies import Bodies
from corpus_tools.reuse.boilerplate import Clauses, find_sharing_clauses
from corpus_tools.reuse.families import Family, find_families
from corpus_tools.reuse.scores import score_shingles
from corpus_tools.reuse.seeds import MOST_TEXTS, SHORTEST_PASSAGE, find_sharing, index_seeds
from corpus_tools.reuse.signatures import N_BINS, sign_shingles


class Candidates(NamedTuple):
    """Pairs of plans to be compared.

    Attributes
    ----------
    pairs
        Indexes of plans, ``a < b``, distinct and sorted.
    families
        Verified near copies. Of a family of more than 64 the pairs with one member are candidates, not all.
    n_huge, n_left
        Buckets that were too large for all their pairs; members of them that were compared with few others.
    n_frequent
        Shingles of too many plans to be seeds.
    """

    pairs: Pairs
    families: tuple[Family, ...]
    n_huge: int = 0
    n_left: int = 0
    n_frequent: int = 0


def find_candidates(bodies: Bodies, clauses: Clauses, near: float) -> Candidates:
    """Return the pairs of plans that may share a passage, or have a Jaccard of at least ``near``."""
    n = len(bodies)
    if n <= LARGEST_BUCKET:
        pairs = np.array(list(combinations(range(n), 2)), dtype=np.int64).reshape(-1, 2)
        return Candidates(pairs, _verify(bodies, pairs, near))
    banded = _find_alike(bodies, near)
    families = _verify(bodies, banded.pairs, near)
    weights, speaks = np.ones(n), np.ones(n, dtype=bool)
    for family in families:
        members = list(family.members)
        if len(members) > LARGEST_BUCKET:
            speaks[members] = False
            speaks[family.representative] = True
        else:
            weights[members] = 1 / len(members)
    nothing = np.empty(0, dtype=np.uint64)
    seeds = index_seeds(body.shingles if speaks[i] else nothing for i, body in enumerate(bodies))
    sharing = find_sharing(seeds, weights)
    by_clause = find_sharing_clauses(clauses, weights, SHORTEST_PASSAGE, MOST_TEXTS)
    by_clause = by_clause[speaks[by_clause].all(axis=1)]
    pairs = np.unique(np.concatenate((banded.pairs, sharing.pairs, by_clause)), axis=0)
    return Candidates(pairs, families, banded.n_huge, banded.n_left, sharing.n_frequent)


def _find_alike(bodies: Bodies, near: float) -> Banded:
    """Return the pairs of plans with like signatures; of more than 64 equal plans the first is paired with each."""
    signatures = np.zeros((len(bodies), N_BINS), dtype=np.uint32)
    digests = np.zeros(len(bodies), dtype=np.uint64)
    for i, body in enumerate(bodies):
        if body.undone.text:
            signatures[i] = sign_shingles(np.sort(body.shingles))
            digests[i] = _digest(body.undone.text)
    order, starts, sizes = group_equal(digests)
    starts, sizes = starts[sizes > LARGEST_BUCKET], sizes[sizes > LARGEST_BUCKET]
    copies = expand(starts + 1, sizes - 1)
    equal = np.stack((np.repeat(order[starts], sizes - 1), order[copies]), axis=1)
    left = np.delete(order, copies)  # in the order of their texts, whatever the order of files
    left = left[digests[left] > 0]
    banded = find_alike(signatures[left], near)
    return banded._replace(pairs=np.sort(np.concatenate((equal, left[banded.pairs])), axis=1))


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") or 1


def _verify(bodies: Bodies, pairs: Iterable[Iterable[int]], near: float) -> tuple[Family, ...]:
    """Return the families of the pairs whose Jaccard is at least ``near``."""
    scores = (
        score_shingles(a, b, bodies[a].distinct_shingles, bodies[b].distinct_shingles)
        for a, b in np.asarray(pairs).tolist()
    )
    return tuple(find_families(len(bodies), {(s.a, s.b): s.jaccard for s in scores if s.jaccard >= near}))
