"""Passages: the runs of characters that two texts have in common, word for word.

From left to right in the second text, the longest match is taken and the search goes on behind it. Matches shorter than
13 characters are not taken: the rule that users of Chinese copy checkers know.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.folding import Folded
from corpus_tools.spans import Span

SHORTEST_PASSAGE = 13

Flags = NDArray[np.bool_]  # one a character of a folded text


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


class Indexed(NamedTuple):
    """A folded text with all its runs of one length, so that it can be compared with many others.

    Attributes
    ----------
    folded
        The text.
    starts
        Every run of ``length`` characters to where it starts.
    length
        The shortest passage to be found, in folded characters.
    """

    folded: Folded
    starts: Mapping[str, Sequence[int]]
    length: int


def index_runs(folded: Folded, length: int = SHORTEST_PASSAGE) -> Indexed:
    """Return the text with its runs of ``length`` characters."""
    starts: defaultdict[str, list[int]] = defaultdict(list)
    for start in range(len(folded.text) - length + 1):
        starts[folded.text[start : start + length]].append(start)
    return Indexed(folded, starts, length)


def share_runs(texts: Sequence[Indexed]) -> Iterator[dict[int, list[str]]]:
    """Yield for each text the later ones that share a run with it, each with the runs they share."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for run in text.starts:
            holders[run].append(number)
    for number, text in enumerate(texts):
        shared: defaultdict[int, list[str]] = defaultdict(list)
        for run in text.starts:
            held = holders[run]
            for other in held[bisect_right(held, number) :]:
                shared[other].append(run)
        yield shared


def find_passages(a: Indexed, b: Indexed, runs: Iterable[str]) -> list[Passage]:
    """Return the longest matches of the ``runs`` that both share, in the order of ``b`` and apart in ``b``."""
    passages: list[Passage] = []
    reached = 0
    for start_b in sorted(start for run in runs for start in b.starts[run]):
        if start_b < reached:
            continue
        candidates = a.starts[b.folded.text[start_b : start_b + b.length]]
        length, start_a = max((_common_length(a, b, start, start_b), -start) for start in candidates)
        reached = start_b + length
        span_a = Span(*a.folded.original(-start_a, length - start_a))
        passages.append(Passage(span_a, Span(*b.folded.original(start_b, reached)), length))
    return passages


def cover(text: Indexed, runs: Iterable[str]) -> Flags:
    """Return for each folded character whether it lies in one of the runs.

    Unlike the passages, which stand apart in the second text, this is the same for both orders of two texts.
    """
    starts = np.fromiter((start for run in runs for start in text.starts[run]), dtype=np.int64)
    edges = np.zeros(len(text.folded.text) + 1, dtype=np.int64)
    np.add.at(edges, starts, 1)
    np.subtract.at(edges, starts + text.length, 1)
    flags: Flags = edges.cumsum()[:-1] > 0
    return flags


def _common_length(a: Indexed, b: Indexed, start_a: int, start_b: int) -> int:
    """Return how long the texts agree from here on: doubling steps, then halving, each one comparison of slices."""
    length, step = 0, a.length
    while step:
        left = a.folded.text[start_a + length : start_a + length + step]
        if len(left) == step and left == b.folded.text[start_b + length : start_b + length + step]:
            length += step
            step *= 2
        else:
            step //= 2
    return length
