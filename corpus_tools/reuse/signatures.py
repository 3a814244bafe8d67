"""Signatures: 256 numbers for a text, of which two texts share about as large a part as of their shingles.

One-permutation MinHash (Li, Owen and Zhang, One permutation hashing, 2012): the hashes of the shingles are dealt into
256 bins by their highest bits, and the least hash of each bin is kept. A short text leaves bins empty. Such a bin gets
a hash function of its own and the least hash under it, so that two texts agree in any bin with a probability of exactly
their Jaccard. (The densifications of Shrivastava and Li borrow from other bins instead, which repeats errors.) With n
shingles that costs ``256 n exp(-n / 256)`` hashes, 24,000 at most.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus_tools.arrays import distinct_of_each, find_runs
from corpus_tools.reuse.shingles import Hashes, draw_odd, hash_batches

VERSION = 1  # of what comes out, the hash functions of ``shingles`` included
N_BINS = 256

Signatures = NDArray[np.uint32]  # one row a text

_BIN_BITS = 8
_BIN_KEYS = draw_odd(N_BINS, stream=2)


def sign_texts(texts: Iterable[str]) -> Signatures:
    """Return the signatures of folded texts, one a row; that of an empty text is all zeros."""
    signed = [sign_shingles(distinct_of_each(batch)) for batch in hash_batches(texts)]
    return np.concatenate(signed) if signed else np.empty((0, N_BINS), dtype=np.uint32)


def sign_shingles(batch: Sequence[Hashes]) -> Signatures:
    """Return the signatures of some texts, given the set of the hashes of each one's shingles in ascending order."""
    hashes = np.concatenate(batch)
    bins = np.repeat(np.arange(len(batch), dtype=np.uint32) << _BIN_BITS, [len(own) for own in batch])
    bins += (hashes >> np.uint64(64 - _BIN_BITS)).astype(np.uint32)
    firsts = find_runs(bins)
    least = np.zeros((len(batch), N_BINS), dtype=np.uint64)
    least.ravel()[bins[firsts]] = hashes[firsts] << np.uint64(_BIN_BITS)
    is_empty = np.ones(least.shape, dtype=bool)
    is_empty.ravel()[bins[firsts]] = False
    for number in np.flatnonzero(is_empty.any(axis=1) & ~is_empty.all(axis=1)).tolist():
        (empty,) = is_empty[number].nonzero()
        least[number, empty] = np.minimum.reduce(np.multiply.outer(_BIN_KEYS[empty], batch[number]), axis=1)
    return (least >> np.uint64(32)).astype(np.uint32)


def estimate_jaccard(a: Signatures, b: Signatures) -> NDArray[np.float64]:
    """Return the share of equal bins of signatures, row by row; its standard error is at most 1/32."""
    return np.asarray((a == b).mean(axis=-1))
