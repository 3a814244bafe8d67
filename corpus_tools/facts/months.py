"""Months: those that a plan is for, and those that a date names, to tell which comes first and which lies where."""

import re
from typing import NamedTuple

from corpus_tools.facts.dates import Years
from corpus_tools.scripts import simplify
from corpus_tools.structure.periods import read_month

_MONTHS_A_YEAR = 12
_SCHOOL = re.compile("学[年期]")
_AUTUMN, _SPRING = re.compile("秋季|秋学期"), re.compile("(?<!青)春季|春学期")
_FIRST, _SECOND = re.compile("第[一1]学期|上学期"), re.compile("第[二2]学期|下学期")
_MONTH = re.compile("(?<=年)[^年月]{1,4}月")
_SOON = 2  # months behind its end that a plan still speaks of: what is due in January


class Months(NamedTuple):
    """The first and the last month, both counted from the year 0."""

    first: int
    last: int

    def holds(self, other: "Months") -> bool:
        """Tell whether the other lies within it."""
        return self.first <= other.first and other.last <= self.last

    def is_far_from(self, other: "Months") -> bool:
        """Tell whether a plan for the other speaks of this neither as its own time nor as what comes soon."""
        return self.last < other.first or (other.last < self.first and other.last + _SOON < self.last)

    def __str__(self) -> str:
        """Return its first month, as 2024-02."""
        return f"{(self.first - 1) // _MONTHS_A_YEAR}-{(self.first - 1) % _MONTHS_A_YEAR + 1:02}"


def read_months(years: Years, printed: str) -> Months:
    """Return the months that lie in years, as far as what is printed, a title or a date, narrows them.

    A school year has two terms, of autumn and of spring; in a year that is no school year only the season tells which.
    """
    printed = simplify(printed)
    first, last = (year * _MONTHS_A_YEAR for year in years)
    if last == first + _MONTHS_A_YEAR and _SCHOOL.search(printed):
        is_first = _FIRST.search(printed) or _AUTUMN.search(printed)
        is_second = _SECOND.search(printed) or _SPRING.search(printed)
        return Months(last + 2 if is_second else first + 8, last + 1 if is_first else last + 7)
    if first == last and _AUTUMN.search(printed):
        return Months(first + 8, first + _MONTHS_A_YEAR + 1)
    if first == last and _SPRING.search(printed):
        return Months(first + 2, first + 7)
    month = _MONTH.search(printed) if first == last else None
    number = read_month(month[0]) if month else None
    return Months(first + number, first + number) if number else Months(first + 1, last + _MONTHS_A_YEAR)
