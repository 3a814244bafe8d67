"""Days that no calendar has, and weekdays on which a day does not fall."""

import re
from calendar import isleap, monthrange
from collections.abc import Iterator
from datetime import date

from corpus_tools.checks.findings import Finding
from corpus_tools.checks.stated import Stated
from corpus_tools.facts.dates import FULL_YEARS
from corpus_tools.han_numerals import NONZERO, UP_TO_TEN
from corpus_tools.spans import Span
from corpus_tools.structure.numerals import read_number
from corpus_tools.structure.periods import BLANK

_NUMBER = f"(?:[0-9０-９]{{1,2}}|[{UP_TO_TEN}]{{1,3}})"
_NO_NUMBER = f"(?<![0-9０-９{UP_TO_TEN}廿.．])"
_YEAR = f"(?:19|20)[0-9]{{2}}|二[〇○零][〇○零{NONZERO}]{{2}}"
_DAY = f"(?:(?P<year>{_YEAR}){BLANK}?年{BLANK}?)?(?P<month>{_NUMBER}){BLANK}?月{BLANK}?(?P<day>{_NUMBER}){BLANK}?[日号]"
_WRITTEN = re.compile(_NO_NUMBER + _DAY)
_TO = f"{BLANK}?(?:至|到|[-—–－~～]+){BLANK}?"
_RANGE = re.compile(
    f"{_NO_NUMBER}(?P<month>{_NUMBER}){BLANK}?月{BLANK}?{_NUMBER}{BLANK}?[日号]?{_TO}(?P<end>(?P<day>{_NUMBER}){BLANK}?[日号])"
)
_IN_FIGURES = re.compile(
    "(?<![0-9./-])(?P<year>(?:19|20)[0-9]{2})(?P<mark>[-./])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})(?![0-9./-])"
)
_MONTH = re.compile(f"{_NO_NUMBER}(?:1[3-9]|十[三四五六七八九]){BLANK}?月(?=[份底初末：:]|[上中下]旬|$)", re.MULTILINE)
_OF_THE_MOON = re.compile("[农阴旧]历[^，。；]{0,4}$")
_LEAP_DAY = 2, 29
_N_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

_WEEKDAYS = "一二三四五六日"
_WEEKDAY = re.compile(
    f"{_NO_NUMBER}{_DAY}{BLANK}?(?:[（(]{BLANK}?)?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])(?:(?P<to>{_TO}|、)|[）)])?"
)
_BEHIND_RANGE = re.compile("[至到、和及—–－~～-]\\s*$")
_OF_TERM = re.compile("学[年期]|[春秋]季")
_FEBRUARY, _AUGUST = 2, 8
_ANY_YEAR = (1, 2, 8)  # months of a term of one year that may lie in the next


def find_impossible_dates(stated: Stated) -> Iterator[Finding]:
    """Yield the days and months that are none: 2月30日, 13月; 2月29日 of a year that has none."""
    text = stated.text
    for found in _WRITTEN.finditer(text):
        month, day = (read_number(found[name]) or 0 for name in ("month", "day"))
        if not _may_be(month, day) and not _OF_THE_MOON.search(text, 0, found.start()):
            yield stated.find("impossible_date", Span(*found.span()))
        elif (month, day) == _LEAP_DAY and not _has_leap_day(stated, found):
            yield stated.find("impossible_date", Span(*found.span()))
    for found in _RANGE.finditer(text):
        month, day = (read_number(found[name]) or 0 for name in ("month", "day"))
        if 1 <= month <= len(_N_DAYS) and not _may_be(month, day):
            yield stated.find("impossible_date", Span(*found.span("end")))
    for found in _IN_FIGURES.finditer(text):
        year, month, day = (int(found[name]) for name in ("year", "month", "day"))
        is_term = month == (year + 1) % 100  # 2023-24-2: the second term
        if not is_term and not (_may_be(month, 1) and 1 <= day <= monthrange(year, month)[1]):
            yield stated.find("impossible_date", Span(*found.span()))
    for found in _MONTH.finditer(text):
        yield stated.find("impossible_date", Span(*found.span()))


def _may_be(month: int, day: int) -> bool:
    return 1 <= month <= len(_N_DAYS) and 1 <= day <= _N_DAYS[month - 1]


def _has_leap_day(stated: Stated, found: re.Match[str]) -> bool:
    year = read_number(found["year"]) if found["year"] else None
    if year is None and stated.title_years and stated.title_years[0] == stated.title_years[1]:
        year = stated.title_years[0]
        if _OF_TERM.search(stated.title):
            return isleap(year) or isleap(year + 1)
    return year is None or isleap(year)


def find_wrong_weekdays(stated: Stated) -> Iterator[Finding]:
    """Yield the days of a known year that are printed with a weekday on which they do not fall."""
    for found in _WEEKDAY.finditer(stated.text):
        if found["to"] and _BEHIND_RANGE.search(stated.text, 0, found.start()):
            continue  # 9月2日至9月6日（周一至周五）
        month, day = (read_number(found[name]) or 0 for name in ("month", "day"))
        year = read_number(found["year"]) if found["year"] else _find_year(stated, found.start(), month)
        if year is None or not _may_be(month, day) or ((month, day) == _LEAP_DAY and not isleap(year)):
            continue
        weekday = _WEEKDAYS[date(year, month, day).weekday()]
        if weekday != found["weekday"].replace("天", "日"):
            yield stated.find("wrong_weekday", Span(*found.span()), f"{year}年{month}月{day}日星期{weekday}")


def _find_year(stated: Stated, start: int, month: int) -> int | None:
    """Return the year of a month: that of a date before it in its line, else the one that the title tells."""
    line = stated.line_around(Span(start, start))
    before = [d for d in stated.dates if line.start <= d.start and d.end <= start and d.kind in FULL_YEARS]
    years = (before[-1].year_min, before[-1].year_max) if before else stated.title_years
    if years is None or years[0] is None or years[1] is None:
        return None
    if years[0] == years[1]:
        is_unsure = month <= _FEBRUARY if before else _OF_TERM.search(stated.title) and month in _ANY_YEAR
        return None if is_unsure else years[0]
    if years[1] - years[0] > 1 or month == _AUGUST:
        return None
    return years[0] if month > _AUGUST else years[1]
