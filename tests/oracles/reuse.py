"""Scores, pairs and passages the slow way."""

from collections.abc import Sequence
from itertools import chain, combinations
from math import ceil

import numpy as np
from numpy.typing import NDArray

_N_SHARED = 20


def shingles(text: str, length: int = 5) -> set[str]:
    """Return the set of n-grams of a text; a shorter text is one of its own."""
    return {text[i : i + length] for i in range(max(1, len(text) - length + 1))} if text else set()


def jaccard(a: str, b: str, length: int = 5) -> tuple[float, float, float]:
    """Return Jaccard and both containments of the sets of n-grams of two texts."""
    left, right = shingles(a, length), shingles(b, length)
    shared = len(left & right)
    return shared / max(1, len(left | right)), shared / max(1, len(left)), shared / max(1, len(right))


def similar_pairs(texts: Sequence[str], lowest: float) -> dict[tuple[int, int], float]:
    """Return the pairs of texts with a Jaccard of at least ``lowest`` by a join of sets that leaves none out.

    The shingles of each text are put in one order, the rarest first. Two sets so much alike share ``k`` of those before
    the ``k`` and as many as may be missing: the prefix filter (Chaudhuri, Ganti and Kaushik, A primitive operator for
    similarity joins, 2006; with ``k`` above 1: Wang, Li and Feng, Can we beat the prefix filtering, 2012). An inverted
    index of those gives the pairs whose sets are counted.

    Raises
    ------
    ValueError
        The texts have more different characters than the numbers of shingles can tell apart.
    """
    sets, n_single = _rarest_first(texts)
    is_held = np.zeros(max((int(held[-1]) + 1 for held in sets if len(held)), default=0), dtype=bool)
    holders: dict[int, list[int]] = {}
    scores: dict[tuple[int, int], float] = {}
    for number, held in enumerate(sets):
        fewest = ceil(lowest * len(held) - 1e-9)  # shingles that a text so much alike has, too
        prefix = held[: len(held) - fewest + _N_SHARED]
        shared = prefix[prefix >= n_single].tolist()  # what one text alone holds leads nowhere
        met = np.fromiter(chain.from_iterable(holders.get(shingle, ()) for shingle in shared), dtype=np.int64)
        is_held[held] = True
        for other in np.flatnonzero(np.bincount(met) >= min(_N_SHARED, max(1, fewest))).tolist():
            n_both = int(np.count_nonzero(is_held[sets[other]]))
            score = n_both / (len(held) + len(sets[other]) - n_both)
            if score >= lowest:
                scores[other, number] = score
        is_held[held] = False
        for shingle in shared:
            holders.setdefault(shingle, []).append(number)
    return scores


def _rarest_first(texts: Sequence[str], length: int = 5) -> tuple[list[NDArray[np.int64]], int]:
    """Return the shingles of each text as ranks, that of fewest texts first, and how many are of one text only.

    Characters are numbered, and five numbers make one: nothing is hashed, and no two shingles have the same number.
    """
    numbers = {character: i for i, character in enumerate(sorted({*"".join(texts)}), 1)}
    base = len(numbers) + 1
    if base**length >= 2**63:
        raise ValueError(f"too many different characters: {len(numbers)}")
    sets = []
    for text in texts:
        padding = length - len(text) if text else 0
        digits = np.array([numbers[character] for character in text] + [0] * padding, dtype=np.int64)
        n = max(0, len(digits) - length + 1)
        codes = np.zeros(n, dtype=np.int64)
        for i in range(length):
            codes = codes * base + digits[i : i + n]
        sets.append(np.unique(codes))
    _, held, counts = np.unique(
        np.concatenate([np.empty(0, dtype=np.int64), *sets]), return_inverse=True, return_counts=True
    )
    ranks = np.empty_like(counts)
    ranks[np.argsort(counts, kind="stable")] = np.arange(len(counts))
    borders = np.cumsum([len(own) for own in sets])[:-1]
    return [np.sort(own) for own in np.split(ranks[held], borders)], int(np.count_nonzero(counts == 1))


def sharing_pairs(texts: Sequence[str], shortest: int) -> set[tuple[int, int]]:
    """Return the pairs of texts that have a run of ``shortest`` characters in common."""
    runs = [shingles(text, shortest) if len(text) >= shortest else set() for text in texts]
    return {(a, b) for a, b in combinations(range(len(texts)), 2) if runs[a] & runs[b]}


def covered(a: str, b: str, shortest: int) -> set[int]:
    """Return the positions of ``b`` that lie in any run of at least ``shortest`` characters that ``a`` has too."""
    positions: set[int] = set()
    for start in range(len(b) - shortest + 1):
        if b[start : start + shortest] in a:
            positions.update(range(start, start + shortest))
    return positions


def edit_distance(a: str, b: str) -> int:
    """Return the fewest insertions, deletions and replacements that make ``b`` of ``a``."""
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (left != right))
    return row[-1]
