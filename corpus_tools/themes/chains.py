"""Chains: where the pieces of long terms stand one behind the other, each within reach of the one before.

Pieces stand at far more places than chains: only the rarer one of the first two pieces of a term is looked for
everywhere, each other one around what has been found.
"""

import numpy as np

from corpus_tools.arrays import Flags, Numbers, begin_runs
from corpus_tools.themes.index import Index
from corpus_tools.themes.strings import Places

_FAR = np.iinfo(np.int64).max


class Chains:
    """Terms of two or more pieces, ready to be looked for.

    Parameters
    ----------
    pieces : shape (terms, n)
        The pieces of each term in order, behind them ``n_pieces``.
    n_pieces
        How many different ones there are.
    gap
        Between a piece and the next there are at most so many characters.
    """

    def __init__(self, pieces: Numbers, n_pieces: int, gap: int) -> None:
        self._pieces = pieces
        self._n_pieces = n_pieces
        self._gap = gap

    def find(self, places: Places, pieces_of: Index, regions: Numbers, borders: Numbers) -> tuple[Numbers, Numbers]:
        """Return the terms that are there, each with the places of its pieces, -1 where it has fewer.

        A first piece stands at all its places, each further one at the place nearest to the piece before it and at the
        farthest one within reach.

        Parameters
        ----------
        places
            Of strings, in the order of the text; each is inside a region.
        pieces_of
            Which pieces each string is.
        regions
            Of each character.
        borders : shape (2, regions)
            From where to where each region goes.
        """
        around = _Around(places, pieces_of, self._n_pieces, regions, borders, self._gap)
        terms, firsts, seconds = self._find_pairs(around, places, pieces_of)
        chains = np.full((len(terms), self._pieces.shape[1]), -1)
        chains[:, 0], chains[:, 1] = firsts, seconds
        for nth in range(2, chains.shape[1]):
            is_longer = self._pieces[terms, nth] != self._n_pieces
            (whole,), (longer,) = (~is_longer).nonzero(), is_longer.nonzero()
            ways, found = around.behind(chains[longer, nth - 1], self._pieces[terms[longer], nth])
            outer = _mark_outer(ways)
            rows = np.append(longer[ways.compress(outer)], whole)
            terms, chains = terms[rows], chains[rows]
            chains[: len(rows) - len(whole), nth] = found.compress(outer)
        return terms, chains

    def _find_pairs(self, around: "_Around", places: Places, pieces_of: Index) -> tuple[Numbers, Numbers, Numbers]:
        """Return terms with the places of their first two pieces, in the order of both."""
        first, second = self._pieces[:, :2].T
        n_strings = np.bincount(places.string, minlength=len(pieces_of.starts) - 1)
        n_places = np.bincount(pieces_of.numbers, np.repeat(n_strings, np.diff(pieces_of.starts)), self._n_pieces)
        n_places = np.append(n_places, _FAR)
        there = np.flatnonzero((n_places[self._pieces] > 0).all(axis=1))
        is_second_rarer = n_places[second] < n_places[first]
        rarer = np.where(is_second_rarer, second, first)[there]
        is_wanted = np.zeros(self._n_pieces, dtype=bool)
        is_wanted[rarer] = True
        at, found = pieces_of.only(is_wanted).join(places.string)
        nth, rows = Index.under(rarer, self._n_pieces).join(found)
        at, terms = at[nth], there[rows]
        is_second = is_second_rarer[terms]
        (of_first,), (of_second,) = (~is_second).nonzero(), is_second.nonzero()
        nth, behind = around.behind(at[of_first], second[terms[of_first]])
        rows, before = around.before(at[of_second], first[terms[of_second]])
        firsts, seconds = np.append(at[of_first[nth]], before), np.append(behind, at[of_second[rows]])
        terms = terms[np.append(of_first[nth], of_second[rows])]
        order = np.lexsort((seconds, firsts, terms))
        order = order.compress(_mark_outer((terms * len(places.start) + firsts)[order]))
        return terms[order], firsts[order], seconds[order]


class _Around:
    """What stands around places, in the same region.

    Parameters
    ----------
    places, pieces_of, n_pieces, regions, borders, gap
        As ``Chains`` has them.
    """

    def __init__(
        self, places: Places, pieces_of: Index, n_pieces: int, regions: Numbers, borders: Numbers, gap: int
    ) -> None:
        self._places = places
        self._regions = regions
        self._borders = borders
        self._gap = gap
        self._by_start = Index(np.zeros(len(regions) + 1, dtype=np.int64), np.arange(len(places.start)))
        np.cumsum(np.bincount(places.start, minlength=len(regions)), out=self._by_start.starts[1:])
        n_strings = len(pieces_of.starts) - 1
        strings = np.repeat(np.arange(n_strings), np.diff(pieces_of.starts))
        lengths = np.zeros(n_strings, dtype=np.int64)
        lengths[places.string] = places.end - places.start
        self._longest = np.zeros(n_pieces, dtype=np.int64)  # string of each piece
        np.maximum.at(self._longest, pieces_of.numbers, lengths[strings])
        self._n_bytes = n_pieces // 8 + 1
        self._bits = np.zeros(n_strings * self._n_bytes, dtype=np.uint8)  # the pieces of each string, eight a byte
        byte, bit = np.divmod(pieces_of.numbers, 8)
        np.bitwise_or.at(self._bits, strings * self._n_bytes + byte, np.uint8(1) << bit.astype(np.uint8))

    def behind(self, at: Numbers, pieces: Numbers) -> tuple[Numbers, Numbers]:
        """Return each position in ``at`` with each place within reach behind it where its piece is, in their order."""
        ends = self._places.end[at]
        region_ends = self._borders[1, self._regions[ends - 1]]
        rows, found = self._look(ends, np.minimum(ends + self._gap + 1, region_ends), pieces)
        return rows, found

    def before(self, at: Numbers, pieces: Numbers) -> tuple[Numbers, Numbers]:
        """Return each position in ``at`` with each place before it, within whose reach it is, where its piece is."""
        starts = self._places.start[at]
        region_starts = self._borders[0, self._regions[starts]]
        furthest = np.maximum(starts - self._gap - self._longest[pieces], region_starts)
        rows, found = self._look(furthest, starts, pieces)
        gaps = starts[rows] - self._places.end[found]
        is_near = (gaps >= 0) & (gaps <= self._gap)
        return rows.compress(is_near), found.compress(is_near)

    def _look(self, starts: Numbers, ends: Numbers, pieces: Numbers) -> tuple[Numbers, Numbers]:
        """Return each row with each place that begins from its start to before its end where its piece is."""
        rows, found = self._by_start.between(starts, ends)
        pieces = pieces[rows]
        byte = self._bits[self._places.string[found] * self._n_bytes + (pieces >> 3)]
        is_piece = (byte >> (pieces & 7) & 1).astype(bool)
        return rows.compress(is_piece), found.compress(is_piece)


def _mark_outer(keys: Numbers) -> Flags:
    """Return which are the first or the last of a run of equal ones."""
    return begin_runs(keys) | begin_runs(keys[::-1])[::-1]
