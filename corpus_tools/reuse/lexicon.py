"""Lexicon: the substitutions of a corpus, and texts with them undone."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.arrays import expand
from corpus_tools.spans import Span


class Substitution(NamedTuple):
    """A word and what stands in its place in a spun copy.

    Attributes
    ----------
    original, replacement
        The source has the originals; where none is known, the side with the commoner words.
    n_pairs
        In how many pairs of plans it is met.
    n_places
        At how many places; one that several pairs show counts once.
    """

    original: str
    replacement: str
    n_pairs: int
    n_places: int


class Undoing(NamedTuple):
    """What spun copies have swapped, to be undone in them.

    Attributes
    ----------
    substitutions
    plans
        The indexes of the plans in which they are undone: spun copies and what they are copies of. Elsewhere the same
        words mean themselves.
    """

    substitutions: tuple[Substitution, ...] = ()
    plans: frozenset[int] = frozenset()


class Canonical(NamedTuple):
    """A text with substitutions undone.

    Attributes
    ----------
    text
        Every word of the lexicon is the one that stands for it.
    starts, ends
        For each character the span of the text before that it came from; characters of a word that was undone have all
        the span of that word.
    words
        Offset in ``text`` of every word of the lexicon, with the word as it was.
    """

    text: str
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    words: Mapping[int, str]

    def words_between(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        """Yield the words of the lexicon in a stretch of ``text`` with their offsets."""
        offsets = list(self.words)
        for at in offsets[bisect_left(offsets, start) : bisect_left(offsets, end)]:
            yield at, self.words[at]

    def after(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return where in ``text`` places of the text before are; one inside a word that was undone is behind it."""
        return self.starts.searchsorted(places) if self.words else places

    def before(self, span: Span) -> Span:
        """Return the span of the text before that a span (not empty) came from."""
        return Span(int(self.starts[span.start]), int(self.ends[span.end - 1]))


class Lexicon:
    """Substitutions that can be undone.

    Words that substitutions connect are one set, and the word stands for its set that is most of all an original.

    Parameters
    ----------
    substitutions
        The likeliest first.
    """

    def __init__(self, substitutions: Sequence[Substitution] = ()) -> None:
        balance: Counter[str] = Counter()
        for substitution in substitutions:
            balance[substitution.original] += substitution.n_places
            balance[substitution.replacement] -= substitution.n_places
        rank = {word: rank for rank, (word, _) in enumerate(balance.most_common())}
        self._canonical = {word: word for word in rank}
        for substitution in substitutions:
            words = substitution.original, substitution.replacement
            kept, given = sorted((self._canonical[word] for word in words), key=rank.__getitem__)
            self._canonical = {word: kept if of == given else of for word, of in self._canonical.items()}
        longest_first = sorted(self._canonical, key=lambda word: (-len(word), word))
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def __bool__(self) -> bool:
        return self._pattern is not None

    def undo(self, text: str) -> Canonical:
        """Return the text with every word of the lexicon replaced by the one that stands for it."""
        found = list(self._pattern.finditer(text)) if self._pattern else []
        if not found:
            offsets = np.arange(len(text) + 1)
            return Canonical(text, offsets[:-1], offsets[1:], {})
        pieces: list[str] = []
        words = {}
        length = 0
        borders = [0, *(offset for match in found for offset in match.span()), len(text)]
        for i, (start, end) in enumerate(pairwise(borders)):
            piece = text[start:end]
            if i % 2:
                words[length] = piece
                piece = self._canonical[piece]
            pieces.append(piece)
            length += len(piece)
        sizes = np.array([len(piece) for piece in pieces])
        starts, ends = np.repeat(borders[:-1], sizes), np.repeat(borders[1:], sizes)
        is_plain = np.repeat(np.arange(len(pieces)) % 2 == 0, sizes)
        starts[is_plain] += expand(np.zeros_like(sizes), sizes)[is_plain]
        ends[is_plain] = starts[is_plain] + 1
        return Canonical("".join(pieces), starts, ends, words)
