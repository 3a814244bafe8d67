"""Scores and passages the slow way."""


def jaccard(a: str, b: str, length: int = 5) -> tuple[float, float, float]:
    """Return Jaccard and both containments of the sets of n-grams of two texts."""
    left = {a[i : i + length] for i in range(max(1, len(a) - length + 1))}
    right = {b[i : i + length] for i in range(max(1, len(b) - length + 1))}
    shared = len(left & right)
    return shared / len(left | right), shared / len(left), shared / len(right)


def covered(a: str, b: str, shortest: int) -> set[int]:
    """Return the positions of ``b`` that lie in any run of at least ``shortest`` characters that ``a`` has too."""
    positions: set[int] = set()
    for start in range(len(b) - shortest + 1):
        if b[start : start + shortest] in a:
            positions.update(range(start, start + shortest))
    return positions
