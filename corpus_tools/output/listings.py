"""Listings: rows for people, as text with aligned columns (Chinese characters are two wide) or as CSV."""

import csv
import io
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from corpus_tools.output.jsonl import rounded
from corpus_tools.spreadsheets import guard

_WIDEST_COLUMN = 44
_IDS = frozenset(("plan_id", "a", "b", "source", "largest_source", "representative"))  # to be given to other commands


class Share(float):
    """A part of a whole, 0 to 1: per cent in text, a plain number in CSV."""


class Chance(float):
    """A probability of a test: one too small to be shown is less than the least that is, never nothing."""


class Printed(str):
    """Characters of a plan, shown in full."""


class Before(Printed):
    """Characters in front of something: aligned right."""


class Name(NamedTuple):
    """Something with one name for programs and another for people."""

    code: str | None
    shown: str


Cell = str | int | float | Name | None


class Listing(NamedTuple):
    """A table for people.

    Attributes
    ----------
    name
        As ``--table`` knows it.
    title
        As people read it.
    columns
        Names for programs, as the header of CSV has them.
    headings
        The same for people.
    rows
        A cell a column.
    n_shown
        How many of the columns people see; all by default. CSV has all.
    n_hidden
        How many of the first of these they do not see, either.
    """

    name: str
    title: str
    columns: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    n_shown: int | None = None
    n_hidden: int = 0

    @property
    def shown(self) -> slice:
        """Which of the columns people see."""
        return slice(self.n_hidden, self.n_shown)

    def marked(self, column: str, value: str) -> "Listing":
        """Return the listing with one column more, the same in all rows, for programs alone."""
        return self._replace(
            columns=[*self.columns, column],
            headings=[*self.headings, column],
            rows=[[*row, value] for row in self.rows],
            n_shown=len(self.columns) if self.n_shown is None else self.n_shown,
        )


def format_text(listing: Listing) -> str:
    """Return the listing with its title, columns aligned by the width of a terminal's characters.

    Long cells are cut, but for the ids of plans.
    """
    rows = [row[listing.shown] for row in listing.rows]
    in_full = [column in _IDS for column in listing.columns[listing.shown]]
    cells = [list(listing.headings[listing.shown]), *(list(map(_show, row, in_full)) for row in rows)]
    widths = [max(map(width_of, column)) for column in zip(*cells, strict=True)]
    on_the_right = [all(map(_stands_right, column)) for column in zip(*rows, strict=True)] or [False] * len(widths)
    lines = ["  ".join(map(_pad, row, widths, on_the_right)).rstrip() for row in cells]
    rule = "  ".join("-" * width for width in widths)
    return "\n".join([listing.title, "", lines[0], rule, *lines[1:]]) + "\n"


def format_csv(listing: Listing) -> str:
    """Return the listing as CSV, with a byte order mark, so that spreadsheets read it as UTF-8.

    Cells that a spreadsheet would run as a formula begin with an apostrophe.
    """
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(listing.columns)
    writer.writerows([_write(cell) for cell in row] for row in listing.rows)
    return buffer.getvalue()


def shorten(text: str, width: int = _WIDEST_COLUMN) -> str:
    """Cut a text to ``width`` columns of a terminal, with an ellipsis where something is left out."""
    text = " ".join(text.split())
    if width_of(text) <= width:
        return text
    kept = ""
    for character in text:
        if width_of(kept + character) > width - 1:
            break
        kept += character
    return kept + "…"


def format_chance(chance: float, n_decimals: int) -> str:
    """Return a probability with so many decimals.

    >>> format_chance(0.0123, 2), format_chance(0.0049, 2)
    ('0.01', '< 0.01')
    """
    least = 10**-n_decimals
    return f"< {least:.{n_decimals}f}" if chance < least else f"{chance:.{n_decimals}f}"


def _stands_right(cell: Cell) -> bool:
    return isinstance(cell, Before) or not isinstance(cell, str | Name)


def _show(cell: Cell, in_full: bool) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, Name):
        return _show(cell.shown, in_full)
    if isinstance(cell, Share):
        return f"{cell:.1%}" if cell else "0"
    if isinstance(cell, Chance):
        return format_chance(cell, 3)
    if isinstance(cell, float):
        return f"{cell:.3f}"
    return shorten(cell) if isinstance(cell, str) and not (in_full or isinstance(cell, Printed)) else str(cell)


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes: Chinese characters two, marks above others none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def _pad(text: str, width: int, right: bool) -> str:
    blanks = " " * (width - width_of(text))
    return blanks + text if right else text + blanks


def _write(cell: Cell) -> object:
    if isinstance(cell, Name):
        return _write(cell.code)
    return guard(cell) if isinstance(cell, str) else rounded(cell)
