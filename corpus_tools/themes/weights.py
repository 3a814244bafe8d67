"""Weights: how much characters, and pairs of them, speak for each theme of a codebook, as coded clauses have shown.

A rule knows a wording and not the rest of the clause. The weights of all that a clause is made of, each once, add up
to the log odds that a reader gave it the theme (logistic regression on which character n-grams are there, fitted by
``scripts/fit_weights.py``).
What they are worth beside a rule, and beside what stands around, is for ``decision`` to say.

Weights are whole hundredths, so that sums do not depend on the order in which they are made.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from corpus_tools.arrays import Flags, Numbers, begin_runs, expand
from corpus_tools.errors import N_, CodebookError, Reason
from corpus_tools.folding import N_CODE_POINTS, to_codes

HUNDREDTHS = 100  # of one
_LONGEST = 2
_INTEGER = re.compile("-?[0-9]{1,9}")
_NO_WEIGHTS = N_("no string of one or two characters with its weights")

_Weights = NDArray[np.int32]
_Rows = NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Weights:
    """Weights of themes.

    Attributes
    ----------
    themes
        Their names.
    strings
        Of one or two characters, folded and simplified; the first is empty: its weights count for every clause.
    values : shape (strings, themes)
        Hundredths of log odds.
    """

    themes: tuple[str, ...]
    strings: tuple[str, ...] = field(repr=False)
    values: _Weights = field(repr=False)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Weights):
            return NotImplemented
        are_named_alike = (self.themes, self.strings) == (other.themes, other.strings)
        return are_named_alike and np.array_equal(self.values, other.values)

    def __hash__(self) -> int:
        return hash((self.themes, self.strings))

    def of_themes(self, themes: Sequence[str]) -> "Weights":
        """Return the weights of some themes; nothing speaks for or against those that have none here."""
        values = np.zeros((len(self.strings), len(themes)), dtype=np.int32)
        for column, theme in enumerate(themes):
            if theme in self.themes:
                values[:, column] = self.values[:, self.themes.index(theme)]
        return Weights(tuple(themes), self.strings, values)

    def find_strings(self, text: str, regions: Numbers) -> _Rows:
        """Return the string that each character is, and the one that it is with the next; shape (2, characters).

        Strings are named by their row in ``values``; 0 is none, as for pairs that are not of one region.

        Parameters
        ----------
        text
            Folded and simplified.
        regions
            Of each character; -1 for what is of none, or says nothing.
        """
        numbers = self._numbers.take(to_codes(text))
        numbers *= regions >= 0
        behind = np.zeros_like(numbers)
        np.multiply(numbers[1:], regions[1:] == regions[:-1], out=behind[:-1])
        pairs = np.multiply(numbers, len(self._pairs), dtype=np.int64) + behind
        return np.stack((self._singles.take(numbers), self._pairs.take(pairs)))

    def weigh(self, strings: _Rows, borders: Numbers) -> _Weights:
        """Return the log odds of each theme in each region, in hundredths; shape (regions, themes).

        A string counts once in a region, however often it is there.

        Parameters
        ----------
        strings
            Of each character; none (0) of those that are of no region.
        borders : shape (2, regions)
            From where to where each region goes.
        """
        order = np.lexsort((borders[1], borders[0]))  # empty ones before those that begin there
        begins = np.append(borders[0, order], strings.shape[1])
        begins[0] = 0  # what is of no region adds nothing to the one before it, nor to the first
        held = _mark_strings(strings, begins, len(self.values))
        log_odds = np.empty((len(order), len(self.themes)), dtype=np.int32)
        log_odds[order] = held @ self._summands
        log_odds += self.values[0]
        return log_odds

    def find_stretches(self, strings: _Rows, borders: Numbers, themes: Numbers) -> tuple[Numbers, Numbers]:
        """Return from where to where characters speak most for a theme: what they say above half of the mean.

        Where none speaks more than another, it is all of them. Each is the maximal sum of a run (Bentley 1984,
        Programming pearls: algorithm design techniques).

        Parameters
        ----------
        strings : shape (2, characters)
            Of all characters.
        borders : shape (2, stretches)
            From where to where each is looked for.
        themes
            The column of each.
        """
        starts, ends = borders
        sizes = ends - starts
        singles, pairs = self._of_strings[strings[:, expand(starts, sizes)], np.repeat(themes, sizes)].astype(np.int64)
        said = 2 * singles + pairs + np.append(0, pairs)[:-1]  # twice, as a pair is of both; no pair is of two regions
        firsts = np.cumsum(sizes) - sizes
        total = np.repeat(np.add.reduceat(said, firsts), sizes) if len(sizes) else said
        above = 2 * np.repeat(sizes, sizes) * said - total  # half of the mean, in whole numbers: times twice the size
        start, stop = _find_maximal_runs(above, sizes)
        is_all = start >= stop
        return starts + np.where(is_all, 0, start), starts + np.where(is_all, sizes, stop)

    @cached_property
    def is_weighed(self) -> Flags:
        """Which themes have weights."""
        return np.asarray(self.values.any(axis=0))

    @cached_property
    def _of_strings(self) -> _Weights:
        """The weights without those that count for every clause; the first row is that of no string."""
        weights = self.values.copy()
        weights[0] = 0
        return weights

    @cached_property
    def _summands(self) -> NDArray[np.floating]:
        """The same as floating numbers, which multiply faster than whole ones, and precise enough for all sums."""
        largest_sum = np.abs(self._of_strings).sum(axis=0, dtype=np.int64).max(initial=0)
        return self._of_strings.astype(np.float32 if largest_sum < 1 << np.finfo(np.float32).nmant else np.float64)

    @cached_property
    def _characters(self) -> str:
        return "".join(sorted(set("".join(self.strings))))

    @cached_property
    def _numbers(self) -> _Rows:
        """The number of each character of the strings, from 1; 0 for all others."""
        n = len(self._characters)
        numbers = np.zeros(N_CODE_POINTS, dtype=np.min_scalar_type(n))
        numbers[to_codes(self._characters)] = np.arange(1, n + 1)
        return numbers

    @cached_property
    def _singles(self) -> _Rows:
        """The row of each character by its number."""
        rows = np.zeros(len(self._characters) + 1, dtype=np.min_scalar_type(len(self.strings)))
        for row, string in enumerate(self.strings):
            if len(string) == 1:
                rows[self._numbers[ord(string)]] = row
        return rows

    @cached_property
    def _pairs(self) -> _Rows:
        """The row of each pair of characters by their numbers."""
        rows = np.zeros((len(self._singles), len(self._singles)), dtype=self._singles.dtype)
        for row, string in enumerate(self.strings):
            if len(string) == _LONGEST:
                rows[*self._numbers[to_codes(string)]] = row
        return rows


def _mark_strings(strings: _Rows, borders: Numbers, n_strings: int) -> csr_array:
    """Return a sparse matrix with 1 for each string that a region has; one that it has again adds 0.

    Parameters
    ----------
    strings : shape (n, characters)
        Of all regions, one behind the other.
    borders
        Where among the characters each region begins, and where the last one ends.
    n_strings
    """
    n_regions, n_bits = len(borders) - 1, n_strings.bit_length()
    keys_type = np.min_scalar_type(-(n_regions << n_bits))  # the narrowest sorts fastest
    keys = (np.repeat(np.arange(n_regions, dtype=keys_type) << n_bits, np.diff(borders)) | strings).ravel()
    keys.sort()
    is_first = begin_runs(keys).astype(np.float32)
    columns, ends = (part.astype(np.int32, copy=False) for part in (keys & ((1 << n_bits) - 1), len(strings) * borders))
    return csr_array((is_first, columns, ends), (n_regions, n_strings))


def _find_maximal_runs(numbers: Numbers, sizes: Numbers) -> tuple[Numbers, Numbers]:
    """Return from where to where the sum is the greatest in each of some stretches, the first of equal ones.

    The sum of a run is what the sums from the start of all rise by from one border of a number to another, so it is
    the greatest where a border lies the furthest above the lowest one before it.

    Parameters
    ----------
    numbers
        Of all stretches, one behind the other.
    sizes
        How many numbers each has.
    """
    firsts = np.cumsum(sizes) - sizes
    # A border of two stretches is there twice, and the borders of each stretch lie below all of those before it.
    borders = expand(firsts, sizes + 1)
    of = np.repeat(np.arange(len(sizes)), sizes + 1)
    sums = np.append(0, np.cumsum(numbers))
    sums = sums[borders] - of * (np.ptp(sums) + 1)
    lowest = np.minimum.accumulate(sums)
    last_low = np.maximum.accumulate(np.where(sums == lowest, np.arange(len(sums)), 0))
    rise = sums - lowest
    highest = np.maximum.reduceat(rise, firsts + np.arange(len(sizes))) if len(sizes) else rise
    (stops,) = (rise == highest[of]).nonzero()
    stop = stops[of[stops].searchsorted(np.arange(len(sizes)))]  # the first of each
    return borders[last_low[stop]] - firsts, borders[stop] - firsts


def parse_weights(raw: bytes, path: str) -> Weights:
    """Return the weights that a file holds: CSV, a string a row, a theme a column.

    Raises
    ------
    CodebookError
        When it holds none; the message says on which line.
    """
    try:
        table = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    except (UnicodeDecodeError, csv.Error) as error:
        raise CodebookError(path=path, reason=error) from error
    if len(table) <= 1:
        raise CodebookError(path=path, reason=Reason(N_("no weights in it")))
    header, *rows = table
    for line, row in enumerate(rows, 2):
        is_string = len(row) == len(header) and len(row[0]) <= _LONGEST and bool(row[0]) == (line > 2)
        if not is_string or not all(map(_INTEGER.fullmatch, row[1:])):
            raise CodebookError(path=f"{path}, line {line}", reason=Reason(_NO_WEIGHTS))
    values = np.array([row[1:] for row in rows]).astype(np.int32)
    return Weights(tuple(header[1:]), tuple(row[0] for row in rows), values)


def format_weights(weights: Weights) -> str:
    """Return the file of some weights."""
    file = io.StringIO()
    rows = zip(weights.strings, weights.values.tolist(), strict=True)
    csv.writer(file, lineterminator="\n").writerows([["string", *weights.themes], *([one, *own] for one, own in rows)])
    return file.getvalue()
