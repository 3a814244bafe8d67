"""Bands: which signatures are alike enough to be compared, without comparing all of them with each other.

Locality-sensitive hashing (Indyk and Motwani, 1998; Leskovec, Rajaraman and Ullman, Mining of massive datasets,
chapter 3): a signature is cut into bands of some rows; signatures with an equal band lie in one bucket. Buckets are
found by sorting, a band at a time. Of a bucket of up to 64 all pairs are taken. In a larger one the first signature
is a star: all that are like it leave, then comes the next of the others. Where more than 64 hang on a star, they are
paired with it and not with each other.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.reuse.shingles import Codes, draw_codes, mix
from corpus_tools.reuse.signatures import N_BINS, estimate_jaccard

LARGEST_BUCKET = 64

# Which share of the pairs at the threshold itself may be missed; above it, far fewer are.
_MISSED = 0.002
# Standard errors below the threshold within which an estimate does not rule a pair out.
_N_ERRORS = 4
_MOST_STARS = 64
_BATCH = 1 << 14

Signatures = NDArray[np.uint32]  # one row a text
Pairs = NDArray[np.int64]  # shape (n, 2): row numbers, the first less than the second


class Banded(NamedTuple):
    """Pairs of signatures that are alike, and what was left out.

    Attributes
    ----------
    pairs
        Distinct and sorted.
    n_huge
        Buckets larger than 64, of which not all pairs were taken.
    n_left
        Members of such buckets that are like none of 64 stars and were compared with nothing else in the bucket.
    """

    pairs: Pairs
    n_huge: int
    n_left: int


def choose_rows(threshold: float) -> int:
    """Return the most rows a band that find all but 0.2 % of the pairs whose Jaccard is the threshold itself."""
    missed = {rows: (1 - threshold**rows) ** (N_BINS // rows) for rows in range(1, 33)}
    return max((rows for rows, share in missed.items() if share <= _MISSED), default=1)


def lowest_estimate(threshold: float) -> float:
    """Return the estimate below which a Jaccard of at least ``threshold`` is out of the question."""
    return threshold - _N_ERRORS * float(np.sqrt(threshold * (1 - threshold) / N_BINS))


def find_alike(signatures: Signatures, threshold: float) -> Banded:
    """Return the pairs of signatures whose texts may have a Jaccard of at least ``threshold``.

    Which signature of a large bucket is a star depends on their order: sort them by their texts for results that do
    not depend on the order of files.
    """
    n, lowest = len(signatures), lowest_estimate(threshold)
    stars = np.arange(n)  # of which star each signature hangs; most of none but itself
    keys = np.empty(0, dtype=np.int64)
    n_huge = n_left = 0
    for band in _cut_bands(signatures, choose_rows(threshold)):
        order, starts, sizes = group_equal(band)
        small = sizes <= LARGEST_BUCKET
        buckets = [order[start : start + size] for start, size in zip(starts[~small], sizes[~small], strict=True)]
        linked = [_link_stars(signatures, bucket, stars, lowest) for bucket in buckets]
        pairs = pairs_within(order, starts[small], sizes[small])
        pairs = _like_pairs(signatures, pairs[stars[pairs[:, 0]] != stars[pairs[:, 1]]], lowest)
        pairs = np.concatenate((pairs, *(links for links, _ in linked)))
        keys = np.union1d(keys, pairs[:, 0] * n + pairs[:, 1])
        n_huge += len(linked)
        n_left += sum(left for _, left in linked)
    pairs = np.stack(np.divmod(keys, max(1, n)), axis=1)
    first, second = pairs.T
    kept = (stars[first] != stars[second]) | (stars[first] == first)
    return Banded(pairs[kept], n_huge, n_left)


def _cut_bands(signatures: Signatures, n_rows: int) -> Iterator[Codes]:
    """Yield for each band one code a signature."""
    multipliers = draw_codes(n_rows, stream=3)
    for first in range(0, N_BINS - n_rows + 1, n_rows):
        codes = np.zeros(len(signatures), dtype=np.uint64)
        for row, multiplier in enumerate(multipliers):
            codes += signatures[:, first + row] * multiplier
        yield mix(codes)


def group_equal(codes: Codes) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return an order in which equal codes stand together, and where each run of several starts and how long it is.

    Within a run the positions ascend.
    """
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))) if len(codes) else order
    sizes = np.diff(starts, append=len(codes))
    return order, starts[sizes > 1], sizes[sizes > 1]


def pairs_within(order: NDArray[np.int64], starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> Pairs:
    """Return all pairs of members of the same run of ``order``."""
    n_later = np.repeat(sizes, sizes) - 1 - expand(np.zeros_like(sizes), sizes)
    members = expand(starts, sizes)
    seconds = expand(members + 1, n_later)
    return np.stack((order[np.repeat(members, n_later)], order[seconds]), axis=1)


def expand(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers ``start, start + 1 ...`` of all runs, one run behind the other."""
    ends = np.cumsum(sizes)
    numbers = np.arange(ends[-1] if len(ends) else 0)
    return np.asarray(numbers + np.repeat(starts - (ends - sizes), sizes), dtype=np.int64)


def _like_pairs(signatures: Signatures, pairs: Pairs, lowest: float) -> Pairs:
    """Return the pairs that the estimate of their Jaccard does not rule out."""
    batches = (pairs[start : start + _BATCH] for start in range(0, len(pairs), _BATCH))
    kept = [b[estimate_jaccard(signatures[b[:, 0]], signatures[b[:, 1]]) >= lowest] for b in batches]
    return np.concatenate(kept) if kept else pairs


def _link_stars(
    signatures: Signatures, members: NDArray[np.int64], stars: NDArray[np.int64], lowest: float
) -> tuple[Pairs, int]:
    """Return the pairs of a large bucket, and how many members were compared with stars only.

    Those that hang on a star are written into ``stars``, unless they are so few that all their pairs are taken.
    """
    links = []
    for _ in range(_MOST_STARS):
        star, others = members[0], members[1:]
        like = estimate_jaccard(signatures[others], signatures[star]) >= lowest
        group = np.append(star, others[like])
        if len(group) > LARGEST_BUCKET:
            free = stars[group] == group
            stars[group[free]] = stars[star]
            links.append(np.stack((np.full(len(group) - 1, star), group[1:]), axis=1))
        else:
            links.append(_all_pairs(signatures, group, lowest))
        members = others[~like]
        if len(members) <= LARGEST_BUCKET:
            return np.concatenate([*links, _all_pairs(signatures, members, lowest)]), 0
    return np.concatenate(links), len(members)


def _all_pairs(signatures: Signatures, members: NDArray[np.int64], lowest: float) -> Pairs:
    return _like_pairs(signatures, pairs_within(members, np.array([0]), np.array([len(members)])), lowest)
