"""Bands: which signatures are alike enough to be compared, without comparing all of them with each other.

Locality-sensitive hashing (Indyk and Motwani, 1998; Leskovec, Rajaraman and Ullman, Mining of massive datasets,
chapter 3): a signature is cut into bands of some rows; signatures with an equal band lie in one bucket. Buckets are
found by sorting, a band at a time. Of a bucket of up to 64 all pairs are taken. In a larger one the signature most like
the others is a star: all that are like it leave, then comes the next of the others. Where more than 64 leave with a
star, they are paired with it, and those that are surely copies of it hang on it: they are not paired with each other.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from corpus_tools.arrays import Flags, Numbers, Pairs, distinct, expand, find_long_runs, group_equal, pairs_within
from corpus_tools.reuse.shingles import Hashes, draw_odd, mix
from corpus_tools.reuse.signatures import N_BINS, Signatures, estimate_jaccard

LARGEST_BUCKET = 64

# Which share of the pairs at the threshold itself may be missed; above it, far fewer are.
_MISSED = 0.002
# Standard errors below the threshold within which an estimate does not rule a pair out, and above it where it is sure.
_N_ERRORS = 4
_N_SURE = 2
_MOST_STARS = 64
_BATCH = 1 << 14


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


def estimate_at(threshold: float, n_errors: float) -> float:
    """Return the estimate that lies some standard errors above a Jaccard of ``threshold``."""
    return threshold + n_errors * float(np.sqrt(threshold * (1 - threshold) / N_BINS))


def find_alike(signatures: Signatures, threshold: float) -> Banded:
    """Return the pairs of signatures whose texts may have a Jaccard of at least ``threshold``.

    Of more than 64 equal signatures one is paired with each and stands for them. Which one does not depend on the order
    of different signatures.
    """
    order, starts, sizes = group_equal(next(_cut_bands(signatures, N_BINS)))
    starts, sizes = starts[sizes > LARGEST_BUCKET], sizes[sizes > LARGEST_BUCKET]
    copies = expand(starts + 1, sizes - 1)
    equal = np.stack((np.repeat(order[starts], sizes - 1), order[copies]), axis=1)
    left = np.delete(order, copies)
    banded = _find_alike(signatures[left], threshold)
    pairs = np.sort(np.concatenate((equal, left[banded.pairs])), axis=1)
    return banded._replace(pairs=pairs[np.lexsort(pairs.T[::-1])])


def _find_alike(signatures: Signatures, threshold: float) -> Banded:
    n = max(1, len(signatures))
    lowest, sure = estimate_at(threshold, -_N_ERRORS), min(1.0, estimate_at(threshold, _N_SURE))
    stars = np.full(n, -1)  # on which star each signature hangs, a star on itself; most on none
    tried, found = np.empty(0, dtype=np.int64), [np.empty(0, dtype=np.int64)]
    n_huge = n_left = 0
    for band in _cut_bands(signatures, choose_rows(threshold)):
        order, starts, sizes = _group_alike(band)
        small = sizes <= LARGEST_BUCKET
        firsts, seconds = pairs_within(order, starts[small], sizes[small]).T
        apart = _hang_apart(stars, firsts, seconds)
        linked = [firsts[apart] * n + seconds[apart]]
        for start, size in zip(starts[~small].tolist(), sizes[~small].tolist(), strict=True):
            bucket = _link_stars(signatures, order[start : start + size], stars, lowest, sure)
            stars[bucket.hung[:, 0]] = bucket.hung[:, 1]  # the next one has them hang already
            linked.append(bucket.pairs[:, 0] * n + bucket.pairs[:, 1])
            n_huge += 1
            n_left += bucket.n_left
        keys = distinct(np.concatenate(linked))
        keys = keys[~_stand_in(keys, tried)]
        tried = np.sort(np.concatenate((tried, keys)))
        found.append(keys[_are_alike(signatures, *np.divmod(keys, n), lowest)])
    firsts, seconds = np.divmod(np.sort(np.concatenate(found)), n)
    kept = _hang_apart(stars, firsts, seconds) | (stars[firsts] == firsts) | (stars[seconds] == seconds)
    return Banded(np.stack((firsts[kept], seconds[kept]), axis=1), n_huge, n_left)


def _stand_in(keys: Numbers, ordered: Numbers) -> Flags:
    """Return which keys stand in an array in order (``isin`` builds a table, which takes longer)."""
    return np.asarray(ordered.searchsorted(keys) < ordered.searchsorted(keys, "right"))


def _hang_apart(stars: Numbers, firsts: Numbers, seconds: Numbers) -> Flags:
    """Return which pairs do not hang on one and the same star."""
    return np.asarray((stars[firsts] < 0) | (stars[firsts] != stars[seconds]))


def _cut_bands(signatures: Signatures, n_rows: int) -> Iterator[Hashes]:
    """Yield for each band one hash a signature."""
    multipliers = draw_odd(n_rows, stream=3)
    for first in range(0, N_BINS - n_rows + 1, n_rows):
        hashes = np.zeros(len(signatures), dtype=np.uint64)
        for row, multiplier in enumerate(multipliers):
            hashes += signatures[:, first + row] * multiplier
        yield mix(hashes)


def _group_alike(hashes: Hashes) -> tuple[Numbers, Numbers, Numbers]:
    """Return what ``group_equal`` does, many times as fast, but for some runs that hold two hashes by chance.

    The position stands in the lowest bits of its hash, so that numbers are sorted that need not be looked up.
    """
    low = np.uint64((1 << max(1, len(hashes) - 1).bit_length()) - 1)
    ordered = np.sort((hashes & ~low) | np.arange(len(hashes), dtype=np.uint64))
    return (ordered & low).astype(np.int64), *find_long_runs(ordered & ~low)


def _are_alike(signatures: Signatures, firsts: Numbers, seconds: Numbers, lowest: float) -> Flags:
    """Return which pairs the estimate of their Jaccard does not rule out."""
    alike = np.empty(len(firsts), dtype=bool)
    for start in range(0, len(firsts), _BATCH):
        batch = slice(start, start + _BATCH)
        alike[batch] = estimate_jaccard(signatures[firsts[batch]], signatures[seconds[batch]]) >= lowest
    return alike


class _Linked(NamedTuple):
    """A large bucket whose members are paired with stars.

    Attributes
    ----------
    pairs
        Those that may be alike.
    hung : ndarray of int64, shape (n, 2)
        Members that surely are copies of a star, and the star; it hangs on itself.
    n_left
        How many members were compared with stars only.
    """

    pairs: Pairs
    hung: Numbers
    n_left: int


def _link_stars(signatures: Signatures, bucket: Numbers, stars: Numbers, lowest: float, sure: float) -> _Linked:
    """Pair the members of a large bucket with stars; those that hang on one already are not compared again.

    Parameters
    ----------
    stars
        On which star each signature hangs so far.
    """
    known = np.unique(stars[bucket][stars[bucket] >= 0]).tolist()
    members = bucket[stars[bucket] < 0]
    pairs = [_all_pairs(np.array(known, dtype=np.int64))]
    hung = [np.empty((0, 2), dtype=np.int64)]
    for turn in range(len(known) + _MOST_STARS):
        is_known = turn < len(known)
        if not is_known and len(members) <= LARGEST_BUCKET:
            pairs.append(_all_pairs(members))
            members = members[:0]
            break
        own = signatures[members]
        star = known[turn] if is_known else int(members[_find_middle(own)])
        likeness = estimate_jaccard(own, signatures[star])
        alike = members[likeness >= lowest]
        if is_known or len(alike) > LARGEST_BUCKET:
            copies = members[likeness >= sure]
            hung.append(np.stack((copies, np.full(len(copies), star)), axis=1))
            others = alike[alike != star]
            pairs.append(np.sort(np.stack((np.full(len(others), star), others), axis=1), axis=1))
        else:
            pairs.append(_all_pairs(alike))
        members = members[likeness < lowest]
    return _Linked(np.concatenate(pairs), np.concatenate(hung), len(members))


def _find_middle(signatures: Signatures) -> int:
    """Return the signature most like the others: what it has in a bin is, in most bins, what most of them have.

    A value that more than half of the signatures have in a bin is their median.
    """
    median = np.partition(signatures, len(signatures) // 2, axis=0)[len(signatures) // 2]
    return int(estimate_jaccard(signatures, median).argmax())


def _all_pairs(members: Numbers) -> Pairs:
    return pairs_within(members, np.array([0]), np.array([len(members)]))
