"""Weights: how much characters, and pairs of them, speak for each theme of a codebook, as coded clauses have shown.

A rule knows a wording and not the rest of the clause. The weights of all that a clause is made of add up to the log
odds that a reader gave it the theme (logistic regression on character n-grams, fitted by ``scripts/fit_weights.py``).
They overrule rules only where they say much: what a rule shows is dropped where fewer than 1 in 20 such clauses have
the theme, and a theme that no rule shows is given where three in five of them have it.

Weights are whole hundredths, so that sums do not depend on the order in which they are made.
"""

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from corpus_tools.errors import N_, CodebookError, Reason
from corpus_tools.folding import to_codes
from corpus_tools.themes.index import Numbers

# Log odds in hundredths: below the first what a rule shows is dropped, above the second no rule is needed.
DROPPED, GIVEN = -294, 40
_LONGEST = 2
_NO_WEIGHTS = N_("no string of one or two characters with its weights")
_N_CODES = 0x110000

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

    def only(self, themes: Collection[str]) -> "Weights":
        """Return the weights of some themes."""
        kept = [column for column, theme in enumerate(self.themes) if theme in themes]
        return Weights(tuple(self.themes[column] for column in kept), self.strings, self.values[:, kept])

    def find_strings(self, text: str, regions: Numbers) -> _Rows:
        """Return the string that each character is, and the one that it is with the next; shape (characters, 2).

        Strings are named by their row in ``values``; 0 is none, as for pairs that are not of one region.

        Parameters
        ----------
        text
            Folded and simplified.
        regions
            Of each character; -1 for what is of none, or says nothing.
        """
        numbers = np.where(regions >= 0, self._numbers[to_codes(text)], 0)
        behind = np.append(numbers[1:], numbers[:0].dtype.type(0))
        behind[:-1][regions[1:] != regions[:-1]] = 0
        return np.stack((self._singles[numbers], self._pairs[numbers, behind]), axis=1)

    def weigh(self, strings: _Rows, borders: Numbers) -> _Weights:
        """Return the log odds of each theme in each region, in hundredths; shape (regions, themes).

        Parameters
        ----------
        strings
            Of each character.
        borders : shape (2, regions)
            From where to where each region goes.
        """
        order = np.lexsort((borders[1], borders[0]))  # empty ones before those that begin there
        between = np.concatenate(([0], borders[:, order].T.ravel(), [len(strings)]))
        ones = np.ones(strings.size, dtype=np.int32)
        counts = csr_array((ones, strings.ravel(), 2 * between), (len(between) - 1, len(self.values)))
        log_odds = np.empty((len(order), len(self.themes)), dtype=np.int32)
        log_odds[order] = self.values[0] + (counts @ self._of_strings)[1::2]
        return log_odds

    def find_stretch(self, strings: _Rows, theme: str) -> tuple[int, int]:
        """Return from where to where characters speak most for a theme: what they say above half of the mean.

        Where none speaks more than another, it is all of them.
        """
        singles, pairs = self._of_strings[strings, self.themes.index(theme)].T.astype(np.int64)
        weights = 2 * singles + pairs + np.append(0, pairs[:-1])
        sums = np.append(0, np.cumsum(2 * len(weights) * weights - weights.sum()))
        end = int((sums - np.minimum.accumulate(sums)).argmax())
        start = end - int(sums[end::-1].argmin())
        return (start, end) if start < end else (0, len(strings))

    @cached_property
    def _of_strings(self) -> _Weights:
        """The weights without those that count for every clause; the first row is that of no string."""
        weights = self.values.copy()
        weights[0] = 0
        return weights

    @cached_property
    def _characters(self) -> str:
        return "".join(sorted(set("".join(self.strings))))

    @cached_property
    def _numbers(self) -> _Rows:
        """The number of each character of the strings, from 1; 0 for all others."""
        n = len(self._characters)
        numbers = np.zeros(_N_CODES, dtype=np.min_scalar_type(n))
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
        if len(row) != len(header) or len(row[0]) > _LONGEST or bool(row[0]) == (line == 2):
            raise CodebookError(path=f"{path}, line {line}", reason=Reason(_NO_WEIGHTS))
    try:
        values = np.array([[int(weight) for weight in row[1:]] for row in rows], dtype=np.int32)
    except ValueError as error:
        raise CodebookError(path=path, reason=error) from error
    return Weights(tuple(header[1:]), tuple(row[0] for row in rows), values)


def format_weights(weights: Weights) -> str:
    """Return the file of some weights."""
    file = io.StringIO()
    rows = zip(weights.strings, weights.values.tolist(), strict=True)
    csv.writer(file, lineterminator="\n").writerows([["string", *weights.themes], *([one, *own] for one, own in rows)])
    return file.getvalue()
