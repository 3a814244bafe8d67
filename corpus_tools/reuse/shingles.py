"""Shingles: the runs of five characters of a text, each as one number of 64 bits."""

from collections.abc import Iterable, Iterator
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from corpus_tools.folding import to_codes

# Five characters: on folded Chinese, shorter shingles are shared by chance and longer ones lost at every edit.
SHINGLE_LENGTH = 5

Hashes = NDArray[np.uint64]

# What comes out of the hash functions is kept in corpora: a change of them is a new version of signatures.
SEED = 0x5DEECE66D


def mix(hashes: Hashes) -> Hashes:
    """Return the hashes scrambled one to one, every bit of a hash in every bit of its result.

    The finalizer of SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014).
    """
    mixed = hashes ^ (hashes >> np.uint64(30))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed


def draw_odd(n: int, stream: int) -> Hashes:
    """Return ``n`` random odd numbers; the same for a stream on every machine and with every version of numpy."""
    counter = np.arange(1, n + 1, dtype=np.uint64) + np.uint64(stream << 32)
    return mix(counter * np.uint64(0x9E3779B97F4A7C15) + np.uint64(SEED)) | np.uint64(1)


_LONGEST = 16
_MULTIPLIERS = draw_odd(_LONGEST, stream=1)

# Characters that are hashed at once: so many that the calls cost little, and few enough for the processor's cache.
_BATCH = 1 << 14


def hash_shingles(text: str, length: int = SHINGLE_LENGTH) -> Hashes:
    """Return the hash of the shingle at each position of a text; a shorter text is one shingle of its own.

    Parameters
    ----------
    length
        Characters of a shingle, 16 at most.

    Notes
    -----
    Multilinear hashing (Lemire and Kaser, Strongly universal string hashing is fast, 2014), then ``mix``. Two of a
    thousand million different shingles share a hash with a probability of 3 %.
    """
    return _hash(_pad(text, length), length)


def hash_batches(texts: Iterable[str]) -> Iterator[list[Hashes]]:
    """Yield what ``hash_shingles`` returns for each of the texts, some texts at a time, which is faster."""
    batch: list[str] = []
    n_characters = 0
    for text in texts:
        batch.append(_pad(text, SHINGLE_LENGTH))
        n_characters += len(batch[-1])
        if n_characters >= _BATCH:
            yield _hash_batch(batch)
            batch, n_characters = [], 0
    if batch:
        yield _hash_batch(batch)


def _hash_batch(padded: list[str]) -> list[Hashes]:
    """Hash texts behind each other; the shingles that lie in two of them are nobody's."""
    hashes = _hash("".join(padded), SHINGLE_LENGTH)
    ends = list(accumulate(map(len, padded)))
    return [hashes[end - len(text) : max(0, end - SHINGLE_LENGTH + 1)] for text, end in zip(padded, ends, strict=True)]


def _pad(text: str, length: int) -> str:
    return text.ljust(length, "\0") if text else text  # no folded text holds U+0000


def _hash(padded: str, length: int) -> Hashes:
    characters = to_codes(padded).astype(np.uint64)
    n_shingles = max(0, len(characters) - length + 1)
    hashes = characters[:n_shingles] * _MULTIPLIERS[0]
    for offset, multiplier in enumerate(_MULTIPLIERS[1:length], 1):
        hashes += characters[offset : offset + n_shingles] * multiplier
    return mix(hashes)
