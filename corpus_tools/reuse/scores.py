"""Exact scores of a pair of texts: Jaccard and containment of their sets of shingles."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.reuse.shingles import Hashes

# Slots of a hash table: for each hash in it, and at least. Few hashes meet in one, and it fits the processor's cache.
_SLOTS, _FEWEST_SLOTS = 8, 1 << 13
_FEW = 4  # for fewer sets a table is not worth while


class PairScore(NamedTuple):
    """How much two texts share.

    Attributes
    ----------
    a, b
        Indexes of the texts, ``a < b``.
    jaccard
        Shared shingles over all shingles of both, 0 to 1.
    containment_a, containment_b
        Shared shingles over those of ``a``, of ``b``.
    """

    a: int
    b: int
    jaccard: float
    containment_a: float
    containment_b: float


def score_shingles(a: int, b: int, shingles_a: Hashes, shingles_b: Hashes) -> PairScore:
    """Return the scores of two texts from the sets of their shingles; two empty sets share nothing."""
    return next(score_each(a, shingles_a, [b], [shingles_b]))


def score_each(a: int, shingles: Hashes, others: Sequence[int], sets: Sequence[Hashes]) -> Iterator[PairScore]:
    """Yield the scores of a text and each of some others from the sets of their shingles."""
    n_a = len(shingles)
    for b, n_b, n_shared in zip(others, map(len, sets), _count_shared(shingles, sets), strict=True):
        yield PairScore(a, b, n_shared / max(1, n_a + n_b - n_shared), n_shared / max(1, n_a), n_shared / max(1, n_b))


def _count_shared(hashes: Hashes, sets: Sequence[Hashes]) -> list[int]:
    """Return how many of the hashes each of other sets holds."""
    if len(sets) < _FEW:
        return [_count_repeats(np.concatenate((hashes, own))) for own in sets]
    others = np.concatenate(sets)
    is_shared = _hold(hashes, others)
    ends = accumulate(map(len, sets), initial=0)
    return [int(np.count_nonzero(is_shared[start:end])) for start, end in pairwise(ends)]


def _count_repeats(hashes: Hashes) -> int:
    hashes.sort()
    return int(np.count_nonzero(hashes[1:] == hashes[:-1]))


def _hold(hashes: Hashes, others: Hashes) -> NDArray[np.bool_]:
    """Return which of other hashes a set of hashes holds (``isin`` sorts all of them, which takes longer)."""
    n_slots = max(_FEWEST_SLOTS, 1 << (_SLOTS * len(hashes)).bit_length())
    places = _slots(others, n_slots)
    held = np.zeros(len(others), dtype=bool)
    while len(hashes):  # those that find their slot taken go into another table
        slots = _slots(hashes, n_slots)
        table = np.zeros(n_slots, dtype=np.uint64)
        table[0] = 1  # an empty slot holds what belongs into another
        table[slots] = hashes
        held |= table.take(places) == others
        hashes = hashes[table.take(slots) != hashes]
    return held


def _slots(hashes: Hashes, n_slots: int) -> NDArray[np.int64]:
    return (hashes & np.uint64(n_slots - 1)).view(np.int64)
