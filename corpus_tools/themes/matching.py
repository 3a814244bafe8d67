"""Matching: where the terms of a codebook stand in the regions of some texts, found in all of them at once.

Every string is found in one pass (``strings``). A term of several pieces is looked at in the regions alone that have
the piece of it that is rarest in these texts.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.folding import fold
from corpus_tools.reuse.bands import expand
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.scripts import simplify
from corpus_tools.spans import Span
from corpus_tools.structure.clauses import Clause
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.index import Index, Numbers
from corpus_tools.themes.strings import Places, Strings
from corpus_tools.themes.terms import Piece, Term

_BORDER = "\0"  # between two texts; no folded text has it
_BOOK_TITLE = re.compile(f"《(?:[^《》{_BORDER}]|《[^《》{_BORDER}]{{0,60}}》){{0,80}}》")
_FAR = np.iinfo(np.int64).max

Marks = NDArray[np.bool_]


class Occurrences(NamedTuple):
    """Where terms stand in the regions of some texts; a row is one occurrence.

    Attributes
    ----------
    terms
        The number of the term of each; the rows are in their order.
    by_term
        The rows of each term.
    regions
        In which region each is; regions are numbered through, text by text.
    starts, ends
        From where to where it reaches, gaps included, in searched characters.
    piece_starts, piece_ends : shape (rows, pieces)
        The same of its pieces; -1 where the term has fewer.
    searched
        What was searched.
    """

    terms: Numbers
    by_term: Index
    regions: Numbers
    starts: Numbers
    ends: Numbers
    piece_starts: Numbers
    piece_ends: Numbers
    searched: "Searched"

    @property
    def n_regions(self) -> int:
        """How many regions were searched."""
        return len(self.searched.offsets)

    @property
    def borders(self) -> Numbers:
        """From where to where each region goes; shape (2, regions)."""
        return self.searched.borders

    def mark_regions(self, rows: Numbers) -> Marks:
        """Return for each region whether one of the rows is in it."""
        marks = np.zeros(self.n_regions, dtype=bool)
        marks[self.regions[rows]] = True
        return marks


class Searched(NamedTuple):
    """Texts as they are searched, one behind the other.

    Attributes
    ----------
    text
        Folded, in simplified characters, substitutions undone.
    origins : shape (2, characters)
        From where to where in the texts, one behind the other, each character came from.
    offsets
        Where in the texts, one behind the other, the text of each region begins.
    borders : shape (2, regions)
        From where to where each region goes.
    regions
        The region of each character, -1 for none.
    """

    text: str
    origins: Numbers
    offsets: Numbers
    borders: Numbers
    regions: Numbers

    def original(self, regions: Numbers, starts: Numbers, ends: Numbers) -> list[Span]:
        """Return spans of characters, not empty, as spans of the text that their region is in."""
        offsets = self.offsets[regions]
        columns = self.origins[0, starts] - offsets, self.origins[1, ends - 1] - offsets
        return list(map(Span, *(column.tolist() for column in columns)))


class Matcher:
    """The terms of a codebook, ready to be searched for.

    Parameters
    ----------
    codebook
    lexicon
        Substitutions that are undone in the texts and in the terms alike.

    Attributes
    ----------
    n_terms
        How many different ones there are, patterns among them.
    """

    def __init__(self, codebook: Codebook, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._gap = codebook.gap
        undone = self._undo({piece for written in codebook.written for piece in written.term})
        terms: dict[tuple[Piece, ...], int] = {}
        self._numbers: dict[Term | str, int] = {
            written.term: terms.setdefault(tuple(undone[piece] for piece in written.term), len(terms))
            for written in codebook.written
        }
        rules = (rule for theme in codebook.all_themes for rule in theme.rules)
        self._patterns = {pattern: re.compile(pattern) for rule in rules for pattern in rule.regex}
        self._numbers |= {pattern: number for number, pattern in enumerate(self._patterns, len(terms))}
        self.n_terms = len(terms) + len(self._patterns)
        # A piece is its strings and whether they are sought in book titles; each pattern is a piece behind them.
        numbers: dict[tuple[Piece, bool], int] = {}
        rows = [[numbers.setdefault((piece, _reads_titles(term)), len(numbers)) for piece in term] for term in terms]
        rows += [[number] for number in range(len(numbers), len(numbers) + len(self._patterns))]
        self._n_pieces = len(numbers) + len(self._patterns)
        self._pieces = np.full((self.n_terms, max(map(len, rows), default=1)), self._n_pieces)
        for number, row in enumerate(rows):
            self._pieces[number, : len(row)] = row
        self._strings = Strings(tuple(dict.fromkeys(chain.from_iterable(strings for strings, _ in numbers))))
        self._pieces_of = self._index_strings(tuple(numbers))

    @property
    def strings(self) -> tuple[str, ...]:
        """All strings that the terms are made of."""
        return self._strings.strings

    def _undo(self, pieces: Collection[Piece]) -> dict[Piece, Piece]:
        """Return pieces as texts are searched: in simplified characters, substitutions undone."""
        strings = list(frozenset().union(*pieces))
        undone = self._lexicon.undo(simplify("\n".join(strings))).text.split("\n")
        of = {string: other for string, other in zip(strings, undone, strict=False) if string != other}
        return {piece: frozenset(of.get(string, string) for string in piece) if of else piece for piece in pieces}

    def _index_strings(self, pieces: Sequence[tuple[Piece, bool]]) -> Index:
        """Return the pieces of each string, behind them those of each string in a book title, and of each pattern."""
        numbers = {string: number for number, string in enumerate(self.strings)}
        n_strings, patterns = len(numbers), np.arange(len(self._patterns))
        sizes = [len(strings) for strings, _ in pieces]
        strings = np.fromiter((numbers[string] for strings, _ in pieces for string in strings), np.int64, sum(sizes))
        of = np.repeat(np.arange(len(pieces)), sizes)
        read = np.repeat(np.array([reads for _, reads in pieces], dtype=bool), sizes)
        return Index.under(
            np.concatenate((strings, strings[read] + n_strings, patterns + 2 * n_strings)),
            2 * n_strings + len(patterns),
            np.concatenate((of, of[read], patterns + len(pieces))),
        )

    def number(self, terms: Iterable[Term | str]) -> Numbers:
        """Return the numbers of terms and patterns of the codebook; terms that are one once undone have one number."""
        return np.array(list(dict.fromkeys(self._numbers[term] for term in terms)), dtype=np.int64)

    def find(self, texts: Sequence[str], spans: Sequence[Sequence[Span | Clause]]) -> Occurrences:
        """Return the terms in regions of texts.

        Parameters
        ----------
        texts
        spans
            The regions of each text, not over each other.
        """
        searched = self._join(texts, spans)
        strings, starts, ends = self._find_strings(searched)
        pieces_of = self._pieces_of.only(self._mark_pieces(strings))
        places = _PiecePlaces(*pieces_of.join(strings), len(starts), self._n_pieces)
        first, last = starts.searchsorted(searched.borders)
        terms, regions = self._find_candidates(places, searched.regions[starts], first, last)
        rows, found = places.between(self._pieces[terms, 0], first[regions], last[regions])
        terms, regions, chains = terms[rows], regions[rows], [found]
        starts, ends = np.append(starts, _FAR), np.append(ends, _FAR)
        for column in self._pieces.T[1:]:  # the nearest place of each further piece, behind the piece before
            (longer,) = np.nonzero(column[terms] != self._n_pieces)
            behind = ends[chains[-1][longer]]
            nearest = places.seek(column[terms[longer]], starts.searchsorted(behind))
            is_far = (nearest >= last[regions[longer]]) | (starts[nearest] - behind > self._gap)
            chains.append(np.full(len(terms), -1))
            chains[-1][longer] = nearest
            terms, regions, *chains = (np.delete(values, longer[is_far]) for values in (terms, regions, *chains))
        starts[-1] = ends[-1] = -1
        pieces = np.stack(chains, axis=1)
        return Occurrences(
            terms=terms,
            by_term=Index.under(terms, self.n_terms),
            regions=regions,
            starts=starts[chains[0]],
            ends=np.maximum.reduce([ends[chain_] for chain_ in chains]),
            piece_starts=starts[pieces],
            piece_ends=ends[pieces],
            searched=searched,
        )

    def _join(self, texts: Sequence[str], spans: Sequence[Sequence[Span | Clause]]) -> Searched:
        """Return texts as they are searched."""
        folded = fold("".join(texts))
        text = simplify(folded.text)
        offsets = np.cumsum([0, *map(len, texts)])
        borders = folded.positions.searchsorted(offsets[1:-1])
        undone = self._lexicon.undo(_BORDER.join(text[a:b] for a, b in pairwise([0, *borders.tolist(), len(text)])))
        positions = np.insert(folded.positions, borders, offsets[1:-1])
        origins = np.stack((positions[undone.starts], positions[undone.ends - 1] + 1))
        offsets = np.repeat(offsets[:-1], list(map(len, spans)))
        regions = [[span.start for own in spans for span in own], [span.end for own in spans for span in own]]
        first, last = origins[0].searchsorted(offsets + np.array(regions))
        owners = np.full(len(undone.text), -1)
        owners[expand(first, last - first)] = np.repeat(np.arange(len(first)), last - first)
        return Searched(undone.text, origins, offsets, np.stack((first, last)), owners)

    def _find_strings(self, searched: Searched) -> Places:
        """Return the places of strings and of patterns inside a region, numbered as in ``_index_strings``, in order."""
        text, regions = searched.text, searched.regions
        strings, starts, ends = self._strings.find(text)
        titled = np.zeros(len(text), dtype=bool)
        for title in _BOOK_TITLE.finditer(text):
            titled[slice(*title.span())] = True
        strings = np.where(titled[starts], strings + len(self.strings), strings)
        matches = np.array(list(self._find_patterns(text, titled)), dtype=np.int64).reshape(-1, 3).T
        strings, starts, ends = np.concatenate(((strings, starts, ends), matches), axis=1)
        (inside,) = np.nonzero((regions[starts] >= 0) & (regions[starts] == regions[ends - 1]))
        order = inside[np.argsort(starts[inside], kind="stable")]
        return Places(strings[order], starts[order], ends[order])

    def _find_patterns(self, text: str, titled: Marks) -> Iterator[tuple[int, int, int]]:
        """Yield the places of patterns that are not in a book title; a pattern sees one text at a time."""
        for number, pattern in enumerate(self._patterns.values(), 2 * len(self.strings)):
            offset = 0
            for one in text.split(_BORDER):
                for match in pattern.finditer(one):
                    start, end = offset + match.start(), offset + match.end()
                    if end > start and not titled[start]:
                        yield number, start, end
                offset += len(one) + len(_BORDER)

    def _mark_pieces(self, strings: Numbers) -> Marks:
        """Return which pieces are looked at: those of the terms all of whose pieces are among some strings."""
        is_there = np.zeros(self._n_pieces + 1, dtype=bool)
        is_there[self._pieces_of.of(np.flatnonzero(np.bincount(strings)))] = is_there[self._n_pieces] = True
        wanted = np.zeros(self._n_pieces + 1, dtype=bool)
        wanted[self._pieces[is_there[self._pieces].all(axis=1)]] = True
        return wanted

    def _find_candidates(
        self, places: "_PiecePlaces", regions: Numbers, first: Numbers, last: Numbers
    ) -> tuple[Numbers, Numbers]:
        """Return terms and regions that have all their pieces, in the order of terms, then of regions.

        Parameters
        ----------
        regions
            Of each place.
        first, last
            Of each region its first place, and the one behind its last.
        """
        sizes = np.append(places.by_piece.sizes(), _FAR)[self._pieces]
        rarest = np.take_along_axis(self._pieces, sizes.argmin(axis=1)[:, np.newaxis], axis=1)[:, 0]
        (there,) = np.nonzero(sizes.min(axis=1))
        rows, found = places.by_piece.join(rarest[there])
        terms, regions = there[rows], regions[found]
        new = np.ones(len(terms), dtype=bool)
        new[1:] = (terms[1:] != terms[:-1]) | (regions[1:] != regions[:-1])
        terms, regions = terms[new], regions[new]
        for column in self._pieces.T:
            pieces = column[terms]
            (others,) = np.nonzero((pieces != rarest[terms]) & (pieces != self._n_pieces))
            around = regions[others]
            lacking = others[places.seek(pieces[others], first[around]) >= last[around]]
            terms, regions = np.delete(terms, lacking), np.delete(regions, lacking)
        return terms, regions


class _PiecePlaces:
    """The places of each piece, which are numbered in the order of the text.

    Parameters
    ----------
    places, pieces
        Each place with each piece that it is.
    n_places, n_pieces

    Attributes
    ----------
    by_piece
        The places of each piece, in order.
    """

    def __init__(self, places: Numbers, pieces: Numbers, n_places: int, n_pieces: int) -> None:
        self._n_places = n_places
        self._bits = n_places.bit_length()
        self._keys = np.append(np.sort(self._key(pieces, places)), _FAR)
        borders = self._keys.searchsorted(self._key(np.arange(n_pieces + 1), np.int64(0)))
        self.by_piece = Index(borders, self._place(self._keys[:-1]))

    def _key(self, pieces: Numbers, places: Numbers | np.int64) -> Numbers:
        return pieces << self._bits | places

    def _place(self, keys: Numbers) -> Numbers:
        return keys & ((1 << self._bits) - 1)

    def seek(self, pieces: Numbers, places: Numbers) -> Numbers:
        """Return the first place of each piece that is not before a place; where there is none, ``n_places``."""
        found = self._keys[self._keys.searchsorted(self._key(pieces, places))]
        return np.where(found >> self._bits == pieces, self._place(found), self._n_places)

    def between(self, pieces: Numbers, first: Numbers, last: Numbers) -> tuple[Numbers, Numbers]:
        """Return each position in ``pieces`` with each place of its piece from ``first`` to before ``last``."""
        starts = self._keys.searchsorted(self._key(pieces, first))
        sizes = self._keys.searchsorted(self._key(pieces, last)) - starts
        return np.repeat(np.arange(len(pieces)), sizes), self.by_piece.numbers[expand(starts, sizes)]


def _reads_titles(term: tuple[Piece, ...]) -> bool:
    """Tell whether a term writes a book-title mark itself: only such terms look into titles."""
    text = "".join(chain.from_iterable(term))
    return "《" in text or "》" in text
