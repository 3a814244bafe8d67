"""Shingles: the runs of five characters of a text, each as one number of 64 bits."""

import numpy as np
from numpy.typing import NDArray

# Five characters: on folded Chinese, shorter shingles are shared by chance and longer ones lost at every edit.
SHINGLE_LENGTH = 5

Codes = NDArray[np.uint64]

# What comes out of the hash functions is kept in corpora: a change of them is a new version of signatures.
_SEED = 0x5DEECE66D


def mix(codes: Codes) -> Codes:
    """Return the codes scrambled one to one, every bit of a code in every bit of its result.

    The finalizer of SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014).
    """
    codes = (codes ^ (codes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    codes = (codes ^ (codes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return codes ^ (codes >> np.uint64(31))


def draw_codes(n: int, stream: int) -> Codes:
    """Return ``n`` random odd numbers; the same for a stream on every machine and with every version of numpy."""
    counter = np.arange(1, n + 1, dtype=np.uint64) + np.uint64(stream << 32)
    return mix(counter * np.uint64(0x9E3779B97F4A7C15) + np.uint64(_SEED)) | np.uint64(1)


_LONGEST = 16
_MULTIPLIERS = draw_codes(_LONGEST, stream=1)


def hash_shingles(text: str, length: int = SHINGLE_LENGTH) -> Codes:
    """Return the code of the shingle at each position of a text; a shorter text is one shingle of its own.

    Parameters
    ----------
    length
        Characters of a shingle, 16 at most.

    Notes
    -----
    Multilinear hashing (Lemire and Kaser, Strongly universal string hashing is fast, 2014), then ``mix``. Two of a
    thousand million different shingles share a code with a probability of 3 %.
    """
    padded = text + "\0" * (length - len(text)) if text else text  # no folded text holds U+0000
    characters = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    n_shingles = max(0, len(characters) - length + 1)
    codes = np.zeros(n_shingles, dtype=np.uint64)
    for offset, multiplier in enumerate(_MULTIPLIERS[:length]):
        codes += characters[offset : offset + n_shingles] * multiplier
    return mix(codes)


def distinct(codes: Codes) -> Codes:
    """Return the set of the codes, in ascending order."""
    ordered = np.sort(codes)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered
