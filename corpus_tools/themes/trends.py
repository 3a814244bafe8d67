"""Trends: how the share of themes and of terms goes up or down from year to year.

The rise or fall of a series is Kendall's tau-b of the shares with the years, with the p of the Mann-Kendall test (Mann
1945, Kendall 1975): 1 where every year has more than those before it.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus_tools.scripts import fold_simplified
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.comparison import GroupThemes

_YEAR_ALONE = re.compile(r"((?:19|20)\d\d)年?度?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


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
    """

    by: str
    groups: tuple[GroupThemes, ...]
    trends: "tuple[Trend, ...]"


class Trend(NamedTuple):
    """One theme or term over the years.

    Attributes
    ----------
    first, last
        Its share in the first and the last year.
    peak, highest
        The year with the highest share, the earliest of several, and that share.
    tau, p
        None where there are fewer than three years or all shares are equal.
    """

    name: str
    first: float
    last: float
    peak: int
    highest: float
    tau: float | None
    p: float | None


def year_of(value: str) -> int | None:
    """Return the first year from 1900 to 2099 that a value prints (``2024``, ``2023—2024学年``), or None."""
    found = _YEAR.search(value)
    return int(found.group()) if found else None


def name_year(value: str) -> str | None:
    """Return a value by which plans of one year come together (``2024年`` is ``2024``), or None if it prints no year.

    What prints more than a year, such as a term of it, stays as it is.
    """
    value = value.strip()
    alone = _YEAR_ALONE.fullmatch(value)
    return alone[1] if alone else value if year_of(value) else None


def measure_terms(plans: Sequence[Plan], terms: Sequence[str]) -> list[dict[str, float]]:
    """Return for each plan the share of each term, as if it were a theme that the term alone shows.

    That is the characters of the clauses that print the term over those of all clauses. Width, case, blanks, crawl
    marks and traditional characters do not count.
    """
    wanted = {term: fold_simplified(term).text for term in terms}
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
    """Return the trend of every theme and term; each group is a year, and its value prints it."""
    if not years:
        return []
    numbers = [year_of(group.value) or 0 for group in years]
    return [_trend(name, numbers, [group.shares[name] for group in years]) for name in years[0].shares]


def _trend(name: str, years: Sequence[int], shares: Sequence[float]) -> Trend:
    from scipy.stats import kendalltau  # half a second of import

    highest = max(shares)
    tau = p = None
    if len(years) > 2 and len(set(shares)) > 1:
        found = kendalltau(years, shares)
        tau, p = round(float(found.statistic), 4), float(found.pvalue)
    return Trend(name, shares[0], shares[-1], years[shares.index(highest)], highest, tau, p)
