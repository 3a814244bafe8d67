"""Matching: where the terms of a codebook stand in the regions of some texts, found in all of them at once.

Every string is found in one pass (``strings``), and with it the terms of one piece; terms of several pieces are chains
of such strings (``chains``).
"""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from corpus_tools.arrays import Flags, Numbers, cover
from corpus_tools.folding import to_codes, to_text
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.scripts import fold_simplified, simplify
from corpus_tools.spans import Span, zip_spans
from corpus_tools.themes.chains import Chains
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.index import Index
from corpus_tools.themes.patterns import Pattern
from corpus_tools.themes.strings import Places, Strings
from corpus_tools.themes.terms import Piece, Term

_BORDER = "\0"  # between two texts; no folded text has it
_BOOK_TITLE = re.compile(f"《(?:[^《》{_BORDER}]|《[^《》{_BORDER}]{{0,60}}》){{0,80}}》")


class Occurrences(NamedTuple):
    """Where terms stand in the regions of some texts; a row is one occurrence.

    Attributes
    ----------
    terms
        The number of the term of each.
    regions
        In which region each is.
    starts, ends
        From where to where it reaches, gaps included, in searched characters.
    piece_starts, piece_ends : shape (rows, pieces)
        The same of its pieces; -1 where the term has fewer.
    searched
        What was searched.
    """

    terms: Numbers
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


class Regions(NamedTuple):
    """Spans of some texts, none over another.

    Attributes
    ----------
    texts
        Which text each is of.
    starts, ends
        From where to where it goes in its text.
    """

    texts: Numbers
    starts: Numbers
    ends: Numbers


class Searched(NamedTuple):
    """Texts as they are searched, one behind the other.

    Attributes
    ----------
    text
        Folded, in simplified characters, substitutions undone.
    positions
        Where in the texts, one behind the other, each folded character came from.
    starts, ends
        From where to where in the folded characters each character came from.
    offsets
        Where in the texts, one behind the other, the text of each region begins.
    borders : shape (2, regions)
        From where to where each region goes.
    regions
        The region of each character, -1 for none.
    titled
        Whether a character is in a book title.
    """

    text: str
    positions: Numbers
    starts: Numbers
    ends: Numbers
    offsets: Numbers
    borders: Numbers
    regions: Numbers
    titled: Flags

    @property
    def own_regions(self) -> Numbers:
        """The region of each character, -1 for none and in a book title."""
        return np.where(self.titled, -1, self.regions)

    def original(self, regions: Numbers, starts: Numbers, ends: Numbers) -> list[Span]:
        """Return spans of characters, not empty, as spans of the text that their region is in."""
        offsets = self.offsets[regions]
        first, last = self.positions[self.starts[starts]], self.positions[self.ends[ends - 1] - 1]
        return list(zip_spans((first - offsets).tolist(), (last + 1 - offsets).tolist()))


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
        written = dict.fromkeys(one.term for one in codebook.written)
        pieces = [term for term in written if not isinstance(term, str)]
        undone = self._undo({piece for term in pieces for piece in term})
        terms: dict[tuple[Piece, ...], int] = {}
        self._numbers: dict[Term | str, int] = {
            term: terms.setdefault(tuple(undone[piece] for piece in term), len(terms)) for term in pieces
        }
        self._patterns = {term: Pattern(term) for term in written if isinstance(term, str)}
        self._numbers |= {pattern: number for number, pattern in enumerate(self._patterns, len(terms))}
        self.n_terms = len(terms) + len(self._patterns)
        # A piece is its strings and whether they are sought in book titles; pieces of long terms are numbered through.
        read = [[(piece, _reads_titles("".join(chain.from_iterable(term)))) for piece in term] for term in terms]
        numbers: dict[tuple[Piece, bool], int] = {}
        long = {
            term: [numbers.setdefault(piece, len(numbers)) for piece in own] for term, own in enumerate(read) if own[1:]
        }
        short = {term: own[0] for term, own in enumerate(read) if not own[1:]}
        self._long = np.array(list(long), dtype=np.int64)
        chains = np.full((len(long), max(map(len, long.values()), default=2)), len(numbers))
        for i, own in enumerate(long.values()):
            chains[i, : len(own)] = own
        self._chains = Chains(chains, len(numbers), codebook.gap)
        strings = chain.from_iterable(strings for strings, _ in chain.from_iterable(read))
        self._strings = Strings(tuple(dict.fromkeys(strings)))
        self._pieces_of = self._index_strings(tuple(numbers), range(len(numbers)))
        self._terms_of = self._index_strings(tuple(short.values()), (*short, *range(len(terms), self.n_terms)))

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

    def _index_strings(self, pieces: Sequence[tuple[Piece, bool]], numbers: Sequence[int]) -> Index:
        """Return the numbers of pieces under each string, behind them under each string in a book title.

        Numbers that are more than the pieces are those of the patterns, behind the strings.
        """
        keys = {string: key for key, string in enumerate(self.strings)}
        sizes = [len(strings) for strings, _ in pieces]
        strings = np.fromiter((keys[string] for strings, _ in pieces for string in strings), np.int64, sum(sizes))
        of, of_patterns = np.split(np.array(numbers, dtype=np.int64), [len(pieces)])
        of = np.repeat(of, sizes)
        read = np.repeat(np.array([reads for _, reads in pieces], dtype=bool), sizes)
        patterns = np.arange(len(of_patterns)) + 2 * len(keys)
        return Index.under(
            np.concatenate((strings, strings[read] + len(keys), patterns)),
            2 * len(keys) + len(self._patterns),
            np.concatenate((of, of[read], of_patterns)),
        )

    def number(self, terms: Iterable[Term | str]) -> Numbers:
        """Return the numbers of terms and patterns of the codebook; terms that are one once undone have one number."""
        return np.array(list(dict.fromkeys(self._numbers[term] for term in terms)), dtype=np.int64)

    def find(self, texts: Sequence[str], wanted: Regions) -> Occurrences:
        """Return the terms in the wanted regions of texts."""
        searched = self.join(texts, wanted)
        places = self._find_strings(searched)
        numbers = np.full(2 * len(self.strings) + len(self._patterns), -1)
        numbers[places.string] = 0
        (found,) = (numbers == 0).nonzero()  # few of very many
        numbers[found] = np.arange(len(found))
        strings = numbers[places.string]
        short, terms = self._terms_of.pick(found).join(strings)
        long, chains = self._chains.find(
            places._replace(string=strings), self._pieces_of.pick(found), searched.regions, searched.borders
        )
        pieces = np.full((len(short) + len(long), chains.shape[1]), -1)
        pieces[: len(short), 0] = short
        pieces[len(short) :] = chains
        starts, ends = (np.append(column, -1)[pieces] for column in (places.start, places.end))
        return Occurrences(
            terms=np.append(terms, self._long[long]),
            regions=searched.regions[starts[:, 0]],
            starts=starts[:, 0],
            ends=reduce(np.maximum, ends.T),
            piece_starts=starts,
            piece_ends=ends,
            searched=searched,
        )

    def join(self, texts: Sequence[str], regions: Regions) -> Searched:
        """Return texts as they are searched."""
        folded = fold_simplified("".join(texts))
        text = folded.text
        offsets = np.cumsum([0, *map(len, texts)])
        borders = folded.positions.searchsorted(offsets)
        undone = self._lexicon.undo(_BORDER.join(text[a:b] for a, b in pairwise(borders.tolist())))
        positions = np.insert(folded.positions, borders[1:-1], offsets[1:-1])
        offsets = offsets[regions.texts]
        first, last = (
            undone.after(folded.positions.searchsorted(offsets + places) + regions.texts)
            for places in (regions.starts, regions.ends)
        )
        order = np.lexsort((last, first))  # empty ones before those that begin there
        between = np.diff(np.stack((first[order], last[order]), axis=1).ravel(), prepend=0, append=len(undone.text))
        owners = np.full(len(between), -1)
        owners[1::2] = order
        return Searched(
            text=undone.text,
            positions=positions,
            starts=undone.starts,
            ends=undone.ends,
            offsets=offsets,
            borders=np.stack((first, last)),
            regions=np.repeat(owners, between),
            titled=cover((title.span() for title in _BOOK_TITLE.finditer(undone.text)), len(undone.text)),
        )

    def _find_strings(self, searched: Searched) -> Places:
        """Return the places of strings and of patterns inside a region, by their keys, in order."""
        text, regions, titled = searched.text, searched.regions, searched.titled
        strings, starts, ends = self._strings.find(text)
        strings = np.where(titled[starts], strings + len(self.strings), strings)
        strings, starts, ends = np.concatenate(((strings, starts, ends), self._find_patterns(searched)), axis=1)
        (inside,) = np.nonzero((regions[starts] >= 0) & (regions[starts] == regions[ends - 1]))
        order = inside[np.argsort(starts[inside], kind="stable")]
        return Places(strings[order], starts[order], ends[order])

    def _find_patterns(self, searched: Searched) -> Numbers:
        """Return the places of patterns: keys, starts, ends; a pattern sees one region at a time.

        Book titles are seen by patterns that write 《 or 》; for others they are characters that no pattern names.
        """
        if not self._patterns:
            return np.empty((3, 0), dtype=np.int64)
        first, last = searched.borders
        starts = np.cumsum(last - first + 1) - (last - first + 1)  # of the lines that are the regions
        titled = _join_lines(searched.text, first, last)
        blanked = np.where(searched.titled, np.uint32(ord(_BORDER)), to_codes(searched.text))
        untitled = _join_lines(to_text(blanked), first, last)
        found = []
        for key, (written, pattern) in enumerate(self._patterns.items(), 2 * len(self.strings)):
            lines, unseen = (titled, "") if _reads_titles(written) else (untitled, _BORDER)
            # A match that is empty, or nothing but a title, is none.
            found += [(key, *span) for span in pattern.find(lines) if lines[slice(*span)].strip(unseen)]
        keys, *places = np.array(found, dtype=np.int64).reshape(-1, 3).T
        moved = (first - starts)[starts.searchsorted(places[0], "right") - 1]
        return np.stack((keys, *(column + moved for column in places)))


def _reads_titles(text: str) -> bool:
    """Tell whether a term or a pattern writes a book-title mark itself: only such ones look into titles."""
    return "《" in text or "》" in text


def _join_lines(text: str, first: Numbers, last: Numbers) -> str:
    return "\n".join(text[start:end] for start, end in zip(first.tolist(), last.tolist(), strict=True))
