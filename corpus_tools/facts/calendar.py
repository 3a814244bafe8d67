"""The calendar of a plan: its months, weeks and terms, and what is to be done in each.

An entry is a period of the tree, an item of a list whose items begin with times (``1. 9月，...``), or a row of a table
with a time in it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from corpus_tools.scripts import simplify
from corpus_tools.spans import Span
from corpus_tools.structure.dicts import printed_dict
from corpus_tools.structure.nodes import Node, own_spans
from corpus_tools.structure.numerals import read_number
from corpus_tools.structure.periods import DAYS, TIME
from corpus_tools.structure.stops import BLANKS, STOPS, clause_spans

_YEAR = 12  # months
# What names months without their numbers. In China the holidays of schools lie in these.
_NAMED = {
    "上半年": range(1, 7),
    "下半年": range(7, 13),
    "[一1]季度": range(1, 4),
    "[二2]季度": range(4, 7),
    "[三3]季度": range(7, 10),
    "[四4]季度": range(10, 13),
    "暑假": range(7, 9),
    "寒假": range(1, 3),
}
_NUMBER = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元正冬腊])"
_TO = "至到~～—–－-"
# 9 of 9月, of 9—10月, of 9、10月, and of 9.4.
_MONTH = re.compile(f"(?<![0-9.十])(?:{_NUMBER}(?=月|[、，,{_TO}]+{_NUMBER}月)|[0-9]{{1,2}}(?=\\.[0-9]))")
_SPECIAL = {"元": 1, "正": 1, "冬": 11, "腊": 12}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")

_EDGE = f"{BLANKS}：:，,、"
_LISTED = re.compile(f"(?P<label>{DAYS}|{TIME})(?:[{_EDGE}]+|$)")
_CELL = re.compile(r"[^\t]+")
_FEWEST = 2  # entries that make a list or a table a calendar
_TIME_CELLS = 2  # the first cells of a row, of which one holds the time
_TASKS = re.compile("(?!.*(?:时间|地点|责|部门|人|备注)).*(?:内容|活动|工作|项目|主题|事项|任务|要点|安排)")


class CalendarEntry(NamedTuple):
    """A period with what is to be done in it.

    Attributes
    ----------
    label
        The time as printed, without what sets it off.
    months
        1 to 12, in the order of time (12, 1): those that the label names, or else those of the period around it. 暑假
        is July and August, 寒假 January and February; weeks and terms by themselves name none.
    start, end
        Span of the whole entry in the plan's text (code points).
    activities
        Spans: the items below it, and the clauses of other text.
    """

    label: str
    months: tuple[int, ...]
    start: int
    end: int
    activities: tuple[Span, ...]

    def to_dict(self, text: str) -> dict[str, object]:
        """Return the entry as the JSON of a plan with that text has it."""
        return {
            "label": self.label,
            "months": list(self.months),
            "start": self.start,
            "end": self.end,
            "activities": [printed_dict(text, span) for span in self.activities],
        }


def find_calendar(text: str, nodes: Sequence[Node]) -> list[CalendarEntry]:
    """Return the entries of a plan's calendar, in the order of its text.

    Parameters
    ----------
    text
        Of the plan, in either script.
    nodes
        All of them, in order.
    """
    simplified = simplify(text)
    entries = (*_of_nodes(text, simplified, nodes), *_of_tables(text, simplified, nodes))
    return sorted(entries, key=lambda entry: entry.start)


def read_month_numbers(label: str) -> tuple[int, ...]:
    """Return the months that a time expression in simplified characters names, in the order of time.

    >>> read_month_numbers("12月至次年1月"), read_month_numbers("第二周（9.4-9.8）"), read_month_numbers("期末")
    ((12, 1), (9,), ())
    """
    for name, named in _NAMED.items():
        if re.search(name, label):
            return tuple(named)
    label = label.translate(_FULL_WIDTH)
    found = list(_MONTH.finditer(label))
    months = [_SPECIAL.get(month[0]) or read_number(month[0]) or 0 for month in found]
    listed = months[:1]
    for (before, behind), (first, last) in zip(pairwise(found), pairwise(months), strict=True):
        is_range = any(sign in _TO for sign in label[before.end() : behind.start()])
        n_months = (last - first) % _YEAR if is_range else 0
        listed += ((first + step - 1) % _YEAR + 1 for step in range(1, n_months)) if is_range else ()
        listed.append(last)
    return tuple(month for month in dict.fromkeys(listed) if 1 <= month <= _YEAR)


def _find_labels(text: str, nodes: Sequence[Node]) -> Mapping[int, Span]:
    """Return by id where the time of each node stands that is an entry."""
    labels = {
        node.node_id: _trim(text, Span(node.marker.start, node.marker.end))
        for node in nodes
        if node.kind == "period" and node.marker
    }
    listed = {}
    for node in nodes:
        if node.marker and node.kind in ("section", "item"):
            first = next(iter([*filter(None, [node.heading]), *node.body]), None)
            found = _LISTED.match(text, *first) if first else None
            if found:
                listed[node.node_id] = Span(*found.span("label"))
    n_children = Counter(node.parent_id for node in nodes if node.marker)
    n_listed = Counter(node.parent_id for node in nodes if node.node_id in listed)
    for node in nodes:
        n = n_listed[node.parent_id]
        if node.node_id in listed and n >= _FEWEST and 2 * n > n_children[node.parent_id]:
            labels[node.node_id] = listed[node.node_id]
    return labels


def _of_nodes(text: str, simplified: str, nodes: Sequence[Node]) -> Iterator[CalendarEntry]:
    """Yield the nodes at which a time stands, with what stands below each and below none of the others in it."""
    labels = _find_labels(simplified, nodes)
    entry_of: dict[int | None, int | None] = {None: None}  # by node: the entry that it is, or lies in
    for node in nodes:
        entry_of[node.node_id] = node.node_id if node.node_id in labels else entry_of[node.parent_id]
    activities = _find_activities(simplified, nodes, labels, entry_of)
    months: dict[int | None, tuple[int, ...]] = {None: ()}
    for node in nodes:
        if label := labels.get(node.node_id):
            own = read_month_numbers(simplified[slice(*label)])
            months[node.node_id] = own or months[entry_of[node.parent_id]]
            done = tuple(activities[node.node_id])
            yield CalendarEntry(text[slice(*label)], months[node.node_id], node.start, node.end, done)


def _find_activities(
    text: str, nodes: Iterable[Node], labels: Mapping[int, Span], entry_of: Mapping[int | None, int | None]
) -> Mapping[int, list[Span]]:
    """Return by entry what is to be done: an item as a whole, all other text clause by clause."""
    items: list[tuple[int, Span]] = []
    others: list[tuple[int, Span]] = []
    for node in nodes:
        entry, label = entry_of[node.node_id], labels.get(node.node_id)
        if entry is not None:
            is_item = node.marker is not None and label is None
            (items if is_item else others).extend((entry, span) for span in _own_text(node, label, is_item))
    activities: dict[int, list[Span]] = {node_id: [] for node_id in labels}
    for entry, span in sorted([*_trimmed(text, items), *_cut(text, others)], key=itemgetter(1)):
        activities[entry].append(span)
    return activities


def _own_text(node: Node, label: Span | None, is_item: bool) -> list[Span]:
    """Return what a node prints beside its marker and the label; of an item in one piece."""
    marker = node.marker and (node.marker.start, node.marker.end)
    printed = [span for span in own_spans(node) if span != marker]
    if label and printed and printed[0].start <= label.start:
        printed[0] = Span(label.end, printed[0].end)
    return [Span(printed[0].start, printed[-1].end)] if is_item and printed else printed


def _of_tables(text: str, simplified: str, nodes: Iterable[Node]) -> Iterator[CalendarEntry]:
    """Yield the rows of tables in which a time stands, where several of a table do."""
    labels: list[tuple[Span, Span]] = []  # the row, the time in it
    cells: list[tuple[int, Span]] = []  # by row: what is to be done
    for table in (node for node in nodes if node.kind == "table"):
        rows = [[Span(*cell.span()) for cell in _CELL.finditer(simplified, *line)] for line in table.body]
        times = [_time_cell(simplified, row) for row in rows]
        if len(times) - times.count(None) < _FEWEST:
            continue
        head = rows[0] if times[0] is None else []
        tasks = [i for i, cell in enumerate(head) if _TASKS.match(simplified[slice(*cell)])]
        for line, row, time in zip(table.body, rows, times, strict=True):
            if time is not None:
                told = [row[i] for i in tasks if time < i < len(row)] or _longest(row[time + 1 :])
                cells += ((len(labels), cell) for cell in told)
                labels.append((line, _trim(simplified, row[time])))
    activities: list[list[Span]] = [[] for _ in labels]
    for number, span in _cut(simplified, cells):
        activities[number].append(span)
    for (line, label), done in zip(labels, activities, strict=True):
        months = read_month_numbers(simplified[slice(*label)])
        yield CalendarEntry(text[slice(*label)], months, *line, tuple(done))


def _time_cell(text: str, row: Sequence[Span]) -> int | None:
    """Return which cell of a row is a time and nothing else."""
    for i, cell in enumerate(row[:_TIME_CELLS]):
        found = _LISTED.match(text, *_trim(text, cell))
        if found and found.end() == _trim(text, cell).end:
            return i
    return None


def _longest(cells: Sequence[Span]) -> list[Span]:
    """Return the longest cell, which hardly is an hour, a place or a name; none of none."""
    return [max(cells, key=lambda cell: cell.end - cell.start)] if cells else []


def _cut(text: str, owned: Sequence[tuple[int, Span]]) -> list[tuple[int, Span]]:
    """Return the clauses of some spans, each with its owner, without what sets a time off."""
    starts, ends = np.array([span for _owner, span in owned], dtype=np.int64).reshape(-1, 2).T
    spans = (column.tolist() for column in clause_spans(text, starts, ends))
    return _trimmed(text, [(owned[of][0], Span(start, end)) for of, start, end in zip(*spans, strict=True)])


def _trimmed(text: str, owned: Iterable[tuple[int, Span]]) -> list[tuple[int, Span]]:
    """Return spans without marks at their ends; what is left empty is left out."""
    trimmed = ((owner, _trim(text, span, STOPS)) for owner, span in owned)
    return [(owner, span) for owner, span in trimmed if span.start < span.end]


def _trim(text: str, span: Span, behind: str = "") -> Span:
    """Return a span without marks that set a time off at its ends, and without some more behind it."""
    printed = text[slice(*span)]
    end = span.start + len(printed.rstrip(_EDGE + behind))
    return Span(min(end, span.end - len(printed.lstrip(_EDGE))), end)
