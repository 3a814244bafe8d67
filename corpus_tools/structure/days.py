"""Days: lines that begin with a day of the year (``9.10 教师节``), which looks like the number of a section.

A row of days goes on by leaps; numbering counts, below the number that it divides.
"""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from corpus_tools.structure.lines import Line
from corpus_tools.structure.markers import Marker, counts, is_measure, read_numbers
from corpus_tools.structure.periods import BLANK, may_follow_month

_DAY = "(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
_TO = f"{BLANK}?[-—–－~～至到]{{1,2}}{BLANK}?(?:[0-9]{{1,2}}[.．])?{_DAY}(?![.．])"
_LINE = re.compile(
    f"(?P<month>0?[1-9]|1[0-2])[.．](?P<day>{_DAY})(?![.．])(?P<to>{_TO})?"
    f"(?P<gap>{BLANK}*[、：:，,]?{BLANK}*)(?=[一-鿿《“])(?![年月日号])"
)
_FEWEST = 2


class _Day(NamedTuple):
    """A line that may begin with a day; ``is_glued`` to its text, ``is_range`` of two days, ``is_padded`` with 0."""

    line: int
    month: int
    day: int
    is_glued: bool
    is_range: bool
    is_padded: bool


class _Row(NamedTuple):
    """Such lines with no other number between, the line above the first, and the nearest markers above."""

    days: list[_Day]
    above: str
    marker: Marker | None
    decimal: tuple[int, ...]


def find_days(text: str, lines: Sequence[Line]) -> Set[int]:
    """Return the lines that begin with a day of the year, in rows, and so with no number."""
    return {day.line for row in _rows(text, lines) if _counts_days(row) for day in row.days}


def _rows(text: str, lines: Sequence[Line]) -> Iterator[_Row]:
    row: _Row | None = None
    marker: Marker | None = None
    decimal: tuple[int, ...] = ()
    for index, line in enumerate(lines):
        day = _read_day(text, index, line)
        is_numbered = line.marker or text[line.start].isdecimal()
        if row and (is_numbered if day is None else not _may_follow(row.days[-1], day)):
            yield row
            row = None
        if day:
            row = row or _Row([], lines[index - 1].of(text) if index else "", marker, decimal)
            row.days.append(day)
            decimal = (day.month, day.day)
        elif line.marker:
            marker = line.marker
            decimal = (read_numbers(marker) or ()) if marker.style == "decimal" else decimal
    if row:
        yield row


def _read_day(text: str, index: int, line: Line) -> _Day | None:
    if not text[line.start].isdecimal() or line.continues or (line.marker and line.marker.style != "decimal"):
        return None
    content = line.of(text)
    found = _LINE.match(content)
    if found is None or is_measure(content) or (not found["gap"] and counts(content)):
        return None
    is_padded = "0" in (found["month"][0], found["day"][0])
    return _Day(index, int(found["month"]), int(found["day"]), not found["gap"], found["to"] is not None, is_padded)


def _may_follow(before: _Day, day: _Day) -> bool:
    return before.day <= day.day if before.month == day.month else may_follow_month(before.month, day.month)


def _counts_days(row: _Row) -> bool:
    """Tell whether more of a row leaps than counts on.

    Its first month is no number that the line above prints, and its months number no items (``2.3会一课``).
    """
    days = row.days
    is_divided = re.match(f"{days[0].month}(?![0-9])", row.above) is not None
    if is_divided or (all(day.is_glued for day in days) and _numbers_items(row)):
        return False
    distinct = [days[0], *(day for before, day in pairwise(days) if day[1:3] != before[1:3])]  # 2.1 and 2.1: a slip
    n_sure = sum(day.is_range or day.is_padded for day in distinct)
    n_counting = _begins(row) + sum(_goes_on(*pair) for pair in pairwise(distinct))
    return len(distinct) + n_sure >= _FEWEST and len(distinct) + n_sure > 2 * n_counting


def _begins(row: _Row) -> bool:
    """Tell whether a row begins where numbering would: at the first below its number, or behind the one before."""
    _, month, day, *_ = row.days[0]
    if row.decimal == (month, day - 1):
        return True
    return day == 1 and (month == 1 or (row.marker is not None and row.marker.value == month))


def _goes_on(before: _Day, day: _Day) -> bool:
    """Tell whether a number follows another; 6.1 does not follow 5.1, whose list would end at once."""
    if day.day == 1:
        return day.month == before.month + 1 and before.day > 1
    return (day.month, day.day) == (before.month, before.day + 1)


def _numbers_items(row: _Row) -> bool:
    """Tell whether the months count by one, from 1 or from the marker above."""
    months = [day.month for day in row.days]
    last = row.marker.value if row.marker and row.marker.style == "arabic" else 0
    return months[0] in (1, (last or 0) + 1) and all(after == month + 1 for month, after in pairwise(months))
