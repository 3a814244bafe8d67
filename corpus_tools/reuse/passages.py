"""Passages: the runs of characters that two texts have in common, word for word.

From left to right in the second text, the longest match is taken and the search goes on behind it. Matches shorter than
13 characters are not taken: the rule that users of Chinese copy checkers know.
"""

from collections import defaultdict
from typing import NamedTuple

from corpus_tools.folding import Folded
from corpus_tools.spans import Span

SHORTEST_PASSAGE = 13


class Passage(NamedTuple):
    """A run that two plans share; both spans count in their plan's text.

    Attributes
    ----------
    a, b
        The run in either plan; its characters are equal once folded.
    n_matched
        Its length in folded characters.
    """

    a: Span
    b: Span
    n_matched: int


def find_passages(a: Folded, b: Folded, shortest: int = SHORTEST_PASSAGE) -> list[Passage]:
    """Return the shared runs of at least ``shortest`` folded characters, in the order of ``b``, apart in ``b``."""
    passages = []
    for start_a, start_b, length in _matches(a.text, b.text, shortest):
        span_a = Span(*a.original(start_a, start_a + length))
        passages.append(Passage(span_a, Span(*b.original(start_b, start_b + length)), length))
    return passages


def _matches(a: str, b: str, shortest: int) -> list[tuple[int, int, int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for start in range(len(a) - shortest + 1):
        places[a[start : start + shortest]].append(start)
    matches = []
    start_b = 0
    while start_b <= len(b) - shortest:
        candidates = places.get(b[start_b : start_b + shortest], ())
        length, start_a = max(((_common_length(a, b, at, start_b), -at) for at in candidates), default=(0, 0))
        if length:
            matches.append((-start_a, start_b, length))
        start_b += max(1, length)
    return matches


def _common_length(a: str, b: str, start_a: int, start_b: int) -> int:
    """Return how long the texts agree from here on: doubling steps, then halving, each one comparison of slices."""
    length, step = 0, SHORTEST_PASSAGE
    while step:
        left = a[start_a + length : start_a + length + step]
        if len(left) == step and left == b[start_b + length : start_b + length + step]:
            length += step
            step *= 2
        else:
            step //= 2
    return length
