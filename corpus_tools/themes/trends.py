"""Trends: how the share of themes and of terms goes up or down from year to year.

The rise or fall of a series is Kendall's tau-b of the shares with the years, with the p of the Mann-Kendall test (Mann
1945, Kendall 1975): 1 where every year has more than those before it.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal, NamedTuple

from corpus_tools.errors import N_, PatternError, Reason
from corpus_tools.han_numerals import DIGITS, UP_TO_TEN, ZEROS
from corpus_tools.scripts import fold_simplified
from corpus_tools.structure.numerals import read_number
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.comparison import GroupThemes

_YEAR_ALONE = re.compile(r"((?:19|20)\d\d)(?:年?度?|\.0+)")  # spreadsheets and tables may have 2024.0
_DAY = re.compile(r"((?:19|20)\d\d)[-/.年]\d\d?[-/.月]\d\d?日?(?:[T\s].*)?")
_YEARS = re.compile(  # of a school year, however it is written
    r"((?:19|20)\d\d)\s*年?\s*[-‐-―─~至到/]+\s*((?:19|20)\d\d|\d\d(?=\s*学年))\s*(?:学年度?|年度)?\s*"
)
_SCHOOL_YEAR = re.compile(r"(?:19|20)\d\d(?:-\d\d)?学年度?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_HAN_YEAR = re.compile(f"(?:一九|二[{ZEROS}])[{DIGITS}]{{2}}(?![{DIGITS}十])")
_PLACE = re.compile(f"[0-9]+|[{UP_TO_TEN}]+|[上中下春夏秋冬]")  # of a term, quarter or month in its year
_PLACES = {"上": 1, "中": 2, "下": 3, "春": 1, "夏": 2, "秋": 3, "冬": 4}


TimeKind = Literal["year", "school year", "part"]


class ThemesBy(NamedTuple):
    """The themes of groups of plans by one column.

    Attributes
    ----------
    by
        The column.
    groups
        Where they are years, the shares are those of all text of a year, else the means of the plans.
    trends
        Where the groups are years, the trend of each theme, else empty.
    n_left
        Plans that are in no group.
    """

    by: str
    groups: tuple[GroupThemes, ...]
    trends: "tuple[Trend, ...]"
    n_left: int


class Trend(NamedTuple):
    """One theme or term over the years.

    Attributes
    ----------
    first, last
        Its share in the first and the last year.
    peak, highest
        The year with the highest share, the earliest of several, and that share.
    tau, p
        None where there are fewer than three times, or all shares are equal.
    peak_value
        The value that names the year of the peak, or the term of it.
    """

    name: str
    first: float
    last: float
    peak: int
    highest: float
    tau: float | None
    p: float | None
    peak_value: str


def year_of(value: str) -> int | None:
    """Return the first year from 1900 to 2099 that a value prints (``2023—2024学年``, ``二〇二四年``), or None."""
    found = _YEAR.search(_with_digits(value))
    return int(found.group()) if found else None


def place_in_time(value: str) -> tuple[int, ...]:
    """Return what puts values that print a year in order, terms, quarters and months in theirs; equal where unknown.

    >>> sorted(["2024年下半年", "2024年上半年", "2023年第四季度", "2023年第二季度"], key=place_in_time)
    ['2023年第二季度', '2023年第四季度', '2024年上半年', '2024年下半年']
    """
    written = _with_digits(value)
    found = _YEAR.search(written)
    behind = written[found.end() :] if found else ""
    return year_of(value) or 0, *(_PLACES.get(place) or read_number(place) or 0 for place in _PLACE.findall(behind))


def _with_digits(value: str) -> str:
    """Return a value in half width, with Chinese years in digits."""
    value = unicodedata.normalize("NFKC", value).replace("○", "〇")
    return _HAN_YEAR.sub(lambda year: str(read_number(year[0])), value)


def name_year(value: str) -> str | None:
    """Return a value by which plans of one year come together, or None if it prints no year.

    A year is in digits (``2024年`` is ``2024``), and so is that of a day. What prints more than a year, such as a
    term of it, stays as it is.
    """
    value = value.strip()
    written = _with_digits(value)
    year = _YEAR_ALONE.fullmatch(written) or _DAY.fullmatch(written)
    return year[1] if year else value if year_of(value) else None


def year_form(value: str) -> str:
    """Return what values have in common that write a year or a school year in different ways.

    >>> {year_form(value) for value in ("2023—2024学年", "2023至2024学年度", "2023~24学年")}
    {'2023-24学年'}
    """
    written = _with_digits(value)
    alone = _YEAR_ALONE.fullmatch(written)
    return alone[1] if alone else _YEARS.sub(lambda years: f"{years[1]}-{years[2][-2:]}学年", written)


def kind_of_time(value: str) -> TimeKind:
    """Return what a value that prints a year tells of: a year, a school year, or a part of either.

    >>> [kind_of_time(value) for value in ("2023年", "2023至2024学年度", "2023学年", "2023-2024学年第一学期")]
    ['year', 'school year', 'school year', 'part']
    """
    form = year_form(value.strip())
    if _YEAR_ALONE.fullmatch(form):
        return "year"
    return "school year" if _SCHOOL_YEAR.fullmatch(form) else "part"


def measure_terms(plans: Sequence[Plan], terms: Sequence[str]) -> list[dict[str, float]]:
    """Return for each plan the share of each term, as if it were a theme that the term alone shows.

    That is the characters of the clauses that print the term over those of all clauses. Width, case, blanks, crawl
    marks and traditional characters do not count.

    Raises
    ------
    PatternError
        When nothing of a term is left to be sought.
    """
    wanted = {term: fold_simplified(term).text for term in terms}
    for term, form in wanted.items():
        if not form:
            raise PatternError(pattern=term, reason=Reason(N_("it matches where nothing stands")))
    return [_measure_plan(plan, wanted) for plan in plans]


def _measure_plan(plan: Plan, wanted: dict[str, str]) -> dict[str, float]:
    text = plan.text
    sizes = dict.fromkeys(wanted, 0)
    n_all = 0
    for clause in plan.clauses:
        size = clause.end - clause.start
        n_all += size
        folded = fold_simplified(text[clause.start : clause.end]).text
        for term, form in wanted.items():
            if form in folded:
                sizes[term] += size
    return {term: size / max(1, n_all) for term, size in sizes.items()}


def find_trends(years: Sequence[GroupThemes]) -> list[Trend]:
    """Return the trend of every theme and term; each group is a year or a term of one, and its value prints it."""
    names = years[0].shares if years else ()
    return [_trend(name, [group.value for group in years], [group.shares[name] for group in years]) for name in names]


def _trend(name: str, values: Sequence[str], shares: Sequence[float]) -> Trend:
    from scipy.stats import kendalltau  # half a second of import

    times = [place_in_time(value) for value in values]
    highest = max(shares)
    peak = values[shares.index(highest)]
    tau = p = None
    if len(set(times)) > 2 and len(set(shares)) > 1:
        found = kendalltau([sorted(times).index(time) for time in times], shares)
        tau, p = round(float(found.statistic), 4), float(found.pvalue)
    return Trend(name, shares[0], shares[-1], year_of(peak) or 0, highest, tau, p, peak)
