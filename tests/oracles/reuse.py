"""Scores, pairs and passages the slow way."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from math import ceil


def shingles(text: str, length: int = 5) -> set[str]:
    """Return the set of n-grams of a text; a shorter text is one of its own."""
    return {text[i : i + length] for i in range(max(1, len(text) - length + 1))} if text else set()


def jaccard(a: str, b: str, length: int = 5) -> tuple[float, float, float]:
    """Return Jaccard and both containments of the sets of n-grams of two texts."""
    left, right = shingles(a, length), shingles(b, length)
    shared = len(left & right)
    return shared / max(1, len(left | right)), shared / max(1, len(left)), shared / max(1, len(right))


def similar_pairs(texts: Sequence[str], lowest: float) -> dict[tuple[int, int], float]:
    """Return the pairs of texts with a Jaccard of at least ``lowest`` by a join of sets.

    Two sets so much alike share one of the rarest shingles of each, as many of them as may be missing and one more: the
    prefix filter (Chaudhuri, Ganti and Kaushik, A primitive operator for similarity joins, 2006).
    """
    sets = [shingles(text) for text in texts]
    n_holders = Counter(shingle for held in sets for shingle in held)
    holders: dict[str, list[int]] = {}
    scores: dict[tuple[int, int], float] = {}
    for number, held in enumerate(sets):
        rarest_first = sorted(held, key=lambda shingle: (n_holders[shingle], shingle))
        prefix = rarest_first[: len(held) - ceil(lowest * len(held)) + 1]
        for other in {other for shingle in prefix for other in holders.get(shingle, ())}:
            score = len(held & sets[other]) / len(held | sets[other])
            if score >= lowest:
                scores[other, number] = score
        for shingle in prefix:
            holders.setdefault(shingle, []).append(number)
    return scores


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
