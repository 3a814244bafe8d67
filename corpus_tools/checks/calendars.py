"""Calendars: months and weeks printed twice, out of order, or of the other term."""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from corpus_tools.checks.findings import Finding
from corpus_tools.checks.stated import Stated
from corpus_tools.folding import fold
from corpus_tools.spans import Span
from corpus_tools.structure.nodes import Node
from corpus_tools.structure.periods import goes_on_from, names_term, read_days, read_month

_YEAR = re.compile("年")
_WEEK = re.compile("第.{1,3}周")
_AUTUMN, _SPRING = re.compile("第[一1]学期|秋[季学]|上学期"), re.compile("第[二2]学期|(?<!青)春[季学]")
_NOT_OF_AUTUMN, _NOT_OF_SPRING = frozenset((3, 4, 5, 6)), frozenset((9, 10, 11, 12))
_FEWEST_MONTHS = 3


def find_repeated_periods(stated: Stated) -> Iterator[Finding]:
    """Yield the months and weeks that head two parts of one calendar."""
    for run in _calendars(stated):
        known: dict[str, Node] = {}
        repeated = []
        for node in run:
            key = fold(_expression(stated, node).rstrip("：: ")).text
            if key in known:
                repeated.append((node, known[key]))
            known.setdefault(key, node)
        if len(repeated) == 1 and len(known) >= _FEWEST_MONTHS:  # more of them are a habit: a line an event
            [(node, first)] = repeated
            yield stated.find("repeated_period", _marker(node), other=_marker(first))


def find_period_order(stated: Stated) -> Iterator[Finding]:
    """Yield the month or week that stands out of order, if one does; a school year is in order."""
    for run in _calendars(stated):
        found = [pair for pair in pairwise(run) if not _may_follow(*(_expression(stated, node) for node in pair))]
        if len(found) == 1 and len(run) > _FEWEST_MONTHS:
            before, node = found[0]
            yield stated.find("period_order", _marker(node), stated.printed(_marker(before)), _marker(before))


def _calendars(stated: Stated) -> Iterator[list[Node]]:
    """Yield the months, and the weeks, between which nothing stands that is not of one of them; none with a year.

    A month printed twice looks like another calendar to the tree, so depth does not count.
    """
    outer: list[Node] = []
    for node in stated.plan.nodes:
        is_inside = outer and outer[-1].kind == "period" and node.start < outer[-1].end
        holds = any(child.kind == "period" for child in stated.children.get(node.node_id, ()))
        if not is_inside and not holds:
            outer.append(node)
    for kind, run in groupby(outer, lambda node: _kind_of(stated, node)):
        if kind:
            yield list(run)


def _kind_of(stated: Stated, node: Node) -> str:
    if node.kind != "period" or not node.marker:
        return ""
    expression = _expression(stated, node)
    if names_term(expression) or _YEAR.search(expression):
        return ""
    return "month" if read_month(expression) else "week" if _WEEK.search(expression) else ""


def _expression(stated: Stated, node: Node) -> str:
    return stated.text[slice(*_marker(node))]


def _marker(node: Node) -> Span:
    return Span(node.marker.start, node.marker.end) if node.marker else Span(node.start, node.end)


def _may_follow(before: str, behind: str) -> bool:
    months = read_month(before), read_month(behind)
    if months[0] and months[0] == months[1]:
        days = read_days(before), read_days(behind)
        return days[0] <= days[1] or not all(days)
    return before == behind or goes_on_from(before, behind)


def find_other_term(stated: Stated) -> Iterator[Finding]:
    """Yield the first month of a calendar that is mostly that of the other term than the title names."""
    for of_term, others in ((_AUTUMN, _NOT_OF_AUTUMN), (_SPRING, _NOT_OF_SPRING)):
        named = of_term.search(stated.title)
        if not named or (_AUTUMN.search(stated.title) and _SPRING.search(stated.title)):
            continue
        for run in _calendars(stated):
            strange = [node for node in run if read_month(_expression(stated, node)) in others]
            if 2 * len(strange) > len(run) >= _FEWEST_MONTHS:
                yield stated.find("other_term", _marker(strange[0]), named[0])
