"""Differences: which dates, years and names only one of two plans states, and what of the other's it still prints."""

import re
import unicodedata
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

from corpus_tools.facts.dates import FULL_YEARS, StatedDate, Years, format_years
from corpus_tools.facts.names import Name
from corpus_tools.facts.owners import names_same
from corpus_tools.han_numerals import OF_DATES
from corpus_tools.scripts import fold_simplified, simplify
from corpus_tools.spans import Span
from corpus_tools.structure.numerals import read_number

FactKind = Literal[
    "owner", "years_for", "other_name", "past_year", "year", "date", "school", "place", "organisation", "masked"
]


class Fact(NamedTuple):
    """What a plan states.

    Attributes
    ----------
    text
        As printed where it is stated first.
    places
        Where it is stated; nowhere the years that a plan is for, which are read off several things.
    """

    text: str
    places: tuple[Span, ...] = ()


class FactDifference(NamedTuple):
    """The facts of one kind that only one of two plans states, in the order of its text.

    Attributes
    ----------
    kind
        ``owner``: whose plan it is; ``years_for``: the years that it is for; ``other_name``: the name of the owner of
        the other; ``past_year``: years before those that it is for, which the other states, too; ``year``: years, also
        by an anniversary or a five-year plan, and masked ones; ``date``: months and days; else the kind of the names.
    n_both
        How many facts of the kind both of them state.
    """

    kind: FactKind
    a: tuple[Fact, ...]
    b: tuple[Fact, ...]
    n_both: int


class Stating(Protocol):
    """What states facts: a plan."""

    @property
    def dates(self) -> tuple[StatedDate, ...]: ...  # noqa: D102
    @property
    def names(self) -> tuple[Name, ...]: ...  # noqa: D102
    @property
    def implied_years(self) -> Years | None: ...  # noqa: D102
    @property
    def own_name(self) -> Name | None: ...  # noqa: D102


Facts = Mapping[Hashable, Fact]  # by what is equal where two plans state the same

_DATES = frozenset(("day", "month", "month_day"))
_NUMERALS = re.compile(f"[0-9]+|[{OF_DATES}]+")
_TERM = re.compile("([一二12上下春秋])(?:季?学期|半年)")
_FIRST = ("owner", "years_for")
_NAMES: Sequence[FactKind] = ("school", "place", "organisation", "masked")


def compare_facts(a: Stating, b: Stating) -> list[FactDifference]:
    """Return the facts that only one of two plans states; kinds of which neither has any for itself are left out.

    A date is the same in whatever numerals; a name of theirs is listed as the owner's, not again among the names. What
    one has left of a text that was the other's, its name or a past year, is listed although the other states it, too.
    """
    a, b = _stated(a), _stated(b)
    owners = {simplify(name.text) for name in (a.own_name, b.own_name) if name}
    differing = list(_differ(_read_facts(a, owners), _read_facts(b, owners)))
    past_a, past_b = _past_years(a, b), _past_years(b, a)
    left = [
        FactDifference("other_name", _other_names(a, b), _other_names(b, a), 0),
        FactDifference("past_year", tuple(past_a.values()), tuple(past_b.values()), len(past_a.keys() & past_b.keys())),
    ]
    n_first = sum(own.kind in _FIRST for own in differing)
    return differing[:n_first] + [own for own in left if own.a or own.b] + differing[n_first:]


class _Stated(NamedTuple):
    """What a plan states, read once: a plan reads it whenever it is asked for."""

    dates: tuple[StatedDate, ...]
    names: tuple[Name, ...]
    implied_years: Years | None
    own_name: Name | None


def _stated(plan: Stating) -> _Stated:
    return _Stated(plan.dates, plan.names, plan.implied_years, plan.own_name)


def _other_names(plan: Stating, other: Stating) -> tuple[Fact, ...]:
    """Return the name of the owner of another plan where this one prints it, in full or without the place before it."""
    own, foreign = plan.own_name, other.own_name
    if foreign is None or foreign.kind == "masked" or (own and names_same(own, foreign)):
        return ()
    found = (name for name in plan.names if names_same(name, foreign) and not (own and names_same(name, own)))
    return tuple(_gather(_read_name(name) for name in found).values())


def _past_years(plan: Stating, other: Stating) -> Facts:
    """Return the years before those that a plan is for, where another states them, too."""
    own = plan.implied_years
    if own is None:
        return {}
    there = {(date.year_min, date.year_max) for date in other.dates if date.kind in FULL_YEARS}
    past = (date for date in plan.dates if date.kind in FULL_YEARS and date.year_max and date.year_max < own[0])
    return _gather(_read_year(date) for date in past if (date.year_min, date.year_max) in there)


def _differ(a: Mapping[FactKind, Facts], b: Mapping[FactKind, Facts]) -> Iterator[FactDifference]:
    for kind, of_a in a.items():
        of_b = b[kind]
        only_a = tuple(fact for key, fact in of_a.items() if key not in of_b)
        only_b = tuple(fact for key, fact in of_b.items() if key not in of_a)
        if only_a or only_b:
            yield FactDifference(kind, only_a, only_b, len(of_a.keys() & of_b.keys()))


def _read_facts(plan: Stating, owners: Collection[str]) -> dict[FactKind, Facts]:
    facts: dict[FactKind, Facts] = {
        "owner": _gather(_read_name(name) for name in (plan.own_name,) if name),
        "years_for": _read_years_for(plan),
        "year": _gather(_read_year(date) for date in plan.dates if date.kind not in _DATES),
        "date": _gather(_read_date(date) for date in plan.dates if date.kind in _DATES),
    }
    for kind in _NAMES:
        facts[kind] = _gather(_read_name(n) for n in plan.names if n.kind == kind and simplify(n.text) not in owners)
    return facts


_Read = tuple[Hashable, str, int, int]


def _gather(stated: Iterable[_Read]) -> Facts:
    """Return the different facts, each with its places."""
    facts: dict[Hashable, Fact] = {}
    for key, text, start, end in stated:
        known = facts.get(key)
        facts[key] = Fact(known.text if known else text, (*(known.places if known else ()), Span(start, end)))
    return facts


def _read_name(name: Name) -> _Read:
    return fold_simplified(name.text).text, name.text, name.start, name.end


def _read_years_for(plan: Stating) -> Facts:
    years = plan.implied_years
    if years is None:
        return {}
    return {years: Fact(format_years(years))}


def _read_year(date: StatedDate) -> _Read:
    text = unicodedata.normalize("NFKC", simplify(date.text))
    term = _TERM.search(text)
    key = date.kind, date.year_min or text, date.year_max, term and (read_number(term[1]) or term[1])
    return key, date.text, date.start, date.end


def _read_date(date: StatedDate) -> _Read:
    numbers = [read_number(numeral) or 1 for numeral in _NUMERALS.findall(unicodedata.normalize("NFKC", date.text))]
    key = (date.year_min, *numbers[1:]) if date.year_min else (None, *numbers)
    return key, date.text, date.start, date.end
