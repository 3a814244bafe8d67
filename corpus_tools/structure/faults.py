"""Faults: what is wrong in the numbering of a plan, read off its nodes.

A fault stands at the marker that shows it. One slip is one fault: where 2 is printed for 3, the 2 repeats and the 4
behind it is right. Numbers that run on across sections, months and bullets are in order.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from corpus_tools.errors import N_
from corpus_tools.structure.lines import is_cut_off, is_sentence, may_head
from corpus_tools.structure.markers import SELF_NAMED, Marker, read_numbers, scan_marker, separator_of
from corpus_tools.structure.nodes import Node
from corpus_tools.structure.stops import BLANKS, COLONS, FULL_WIDTH, STOPS, unpaired_marks

Code = Literal[
    "gap", "repeat", "out_of_order", "wrong_mark", "mixed_separators", "orphan_level", "empty_heading", "unclosed_mark"
]

MESSAGES: Mapping[Code, str] = {
    "gap": N_("{expected} is missing before {found}"),
    "repeat": N_("{found} stands twice"),
    "out_of_order": N_("{found} stands behind {expected}"),
    "wrong_mark": N_("{found} has another mark than its list, such as {expected}"),
    "mixed_separators": N_("{found} has another separator than its list, such as {expected}"),
    "orphan_level": N_("a list begins with {found}"),
    "empty_heading": N_("nothing stands below {found}"),
    "unclosed_mark": N_("{found} is never closed"),
}


_ENDS_IN_NUMBER = re.compile(r"\d[%％‰]?$")  # 建档率90% says all there is to say
_BEHIND_COLON = re.compile(rf"(?m)^[^\n{COLONS}]*+[{COLONS}][^\S\n]*+(?P<rest>[^\n]+)")
_REPEATED = "“‘「『"  # at the beginning of each paragraph of a quotation
_LONGEST_HIDING = 2000  # characters that may hide a number
_SECOND = 2
_SHORTEST_LIST = 2  # of which nothing can be said


class Fault(NamedTuple):
    """Something wrong in the numbering.

    Attributes
    ----------
    code
        See ``MESSAGES``.
    start, end
        Span in the plan's text: the marker, or the quotation mark that is never closed.
    found, expected
        What is printed, and what it is held against; the latter may be empty.
    """

    code: Code
    start: int
    end: int
    found: str
    expected: str = ""

    @property
    def message(self) -> str:
        """The fault in words."""
        return MESSAGES[self.code].format(found=self.found, expected=self.expected)


def find_faults(text: str, nodes: Sequence[Node]) -> list[Fault]:
    """Return the faults of a plan, in the order of its text."""
    lists = list(_lists(nodes))
    faults = [*_number_faults(text, lists), *_empty_headings(text, nodes, lists), *_unclosed(text, nodes)]
    for siblings in lists:
        faults += _mark_faults(siblings)
    return sorted(faults, key=lambda fault: (fault.start, fault.code))


class _Item(NamedTuple):
    """A node of a numbered list."""

    node: Node
    marker: Marker
    number: tuple[int, ...]


def _lists(nodes: Iterable[Node]) -> Iterator[list[_Item]]:
    """Yield the numbered lists; a mark that stands alone beside a list of another style is one of that list."""
    children: dict[int | None, list[_Item]] = {}
    for node in nodes:
        number = read_numbers(node.marker) if node.marker else None
        siblings = children.setdefault(node.parent_id, [])
        # A list inside a paragraph has every number; behind an item that opens a line it is the same list.
        if node.marker and number and node.marker.style != "period" and (siblings or not node.inline):
            siblings.append(_Item(node, node.marker, number))
    for items in filter(None, children.values()):
        n_of_style = Counter(item.marker.style for item in items)
        main = n_of_style.most_common(1)[0][0]
        styles = {style: main if n == 1 else style for style, n in n_of_style.items()}
        for style in dict.fromkeys(styles.values()):
            siblings = [item for item in items if styles[item.marker.style] == style]
            prefix = next(item.number[:-1] for item in siblings if item.marker.style == style)
            yield [_with_prefix(item, prefix) if item.marker.style != style else item for item in siblings]


def _with_prefix(item: _Item, prefix: tuple[int, ...]) -> _Item:
    """Return an item as one of a list of decimals."""
    return item._replace(number=(*prefix, item.number[-1]))


def _number_faults(text: str, lists: Iterable[Sequence[_Item]]) -> Iterator[Fault]:
    """Yield gaps, repeats, numbers out of order, and lists that begin late."""
    ordered = sorted(lists, key=lambda items: items[0].marker.start)
    before: dict[str, int] = {}  # the last number of each style so far
    runs_on: set[str] = set()  # the styles that go on counting across sections
    for items in ordered:
        style, first = items[0].marker.style, items[0].number[-1]
        if not _follows_hidden(text, items[0], _start_of_line_above(text, items[0].marker.start)):
            yield from _late_start(items, before.get(style), style in runs_on)
        if first > 1 and before.get(style) == first - 1:
            runs_on.add(style)
        yield from _steps(text, items)
        before[style] = items[-1].number[-1]


def _late_start(items: Sequence[_Item], before: int | None, runs_on: bool) -> Iterator[Fault]:
    """Yield what is wrong with the first number of a list; ``before`` is the last one of its style above."""
    item = items[0]
    first = item.number[-1]
    exchanged = first - 1 in _following(items, 0)
    is_excerpt = len(items) == 1 and item.node.parent_id is None and before is None
    if first <= 1 or exchanged or is_excerpt or before == first - 1:
        return
    if runs_on and before is not None and first >= before:
        yield _fault("repeat", item) if first == before else _fault("gap", item, _missing(item, before))
    elif first == _SECOND:
        yield _fault("gap", item, _missing(item, 0))
    elif item.marker.style not in SELF_NAMED:  # an excerpt of a law may begin anywhere
        yield _fault("orphan_level", item)


def _follows_hidden(text: str, item: _Item, start: int) -> bool:
    """Tell whether the number before an item's stands behind a colon since ``start``: 内容：（1）读书."""
    style, number = item.marker.style, item.number[-1]
    end = item.marker.start
    colons = _BEHIND_COLON.finditer(text, max(start, end - _LONGEST_HIDING), end)
    hidden = (scan_marker(text, *colon.span("rest")) for colon in colons)
    return any(marker and marker.style == style and marker.value == number - 1 for marker in hidden)


def _start_of_line_above(text: str, offset: int) -> int:
    """Return where the last line ahead of a line's content begins that is not blank."""
    while offset and text[offset - 1] in BLANKS:
        offset -= 1
    return text.rfind("\n", 0, offset) + 1


def _starts_again(text: str, items: Sequence[_Item], place: int) -> bool:
    """Tell whether a list starts again, 1 and 2, below a line of its own, as 第二次评选 is."""
    if [item.number[-1] for item in items[place : place + 2]] != [1, 2]:
        return False
    start = items[place].marker.start
    above = _start_of_line_above(text, start)
    return above > items[place - 1].marker.start and not is_sentence(text[above:start].rstrip())


def _steps(text: str, items: Sequence[_Item]) -> Iterator[Fault]:
    """Yield what is wrong between the numbers of a list."""
    *_, last = first = items[0].number
    missing = set(range(1, last))
    for place, item in enumerate(items[1:], 1):
        *prefix, number = item.number
        if prefix != [*first[:-1]]:  # 2.1 behind 1.3: another list
            if prefix < [*first[:-1]]:
                yield _fault("out_of_order", item, items[place - 1].marker.text)
            else:
                first, last, missing = item.number, number, set()
            continue
        is_hidden = number <= last and _follows_hidden(text, item, items[place - 1].marker.end)
        if is_hidden or _starts_again(text, items, place):
            last, missing = number, set()
            continue
        # The next one goes on from the number that should stand here: nothing but this one is wrong.
        is_misprint = number != last + 1 and [one.number for one in items[place + 1 : place + 2]] == [
            (*prefix, last + 2)
        ]
        if number > last:
            skipped = set(range(last + 1, number))
            missing |= skipped
            if is_misprint or (skipped and skipped - set(_following(items, place))):
                yield _fault("gap", item, _missing(item, last))
        elif number == last:
            yield _fault("repeat", item)
        else:
            yield _fault("out_of_order", item, items[place - 1].marker.text)
        if is_misprint:
            last += 1
        elif number == 1 and 1 not in missing:  # the list starts again
            last, missing = 1, set()
        else:
            last = max(last, number)
        missing.discard(number)


def _missing(item: _Item, before: int) -> str:
    """Return the numbers between ``before`` and an item: 2, 4-6, 2.2."""
    prefix = "".join(f"{number}." for number in item.number[:-1])
    first, last = before + 1, item.number[-1] - 1
    return f"{prefix}{first}" if first == last else f"{prefix}{first}-{prefix}{last}"


def _following(items: Sequence[_Item], place: int) -> Iterator[int]:
    """Yield the numbers behind ``place`` up to where the list starts again."""
    first = items[place].number
    for item in items[place + 1 :]:
        starts_again = item.number[-1] == 1 and first[-1] > _SECOND  # 2 1 3 is a list whose first two are exchanged
        if item.number[:-1] != first[:-1] or starts_again:
            return
        yield item.number[-1]


def _mark_faults(items: Sequence[_Item]) -> Iterator[Fault]:
    """Yield the marks and separators that differ from those of most items of a list."""
    usual = Counter(item.marker.style for item in items).most_common(1)[0][0]
    same_style = [item for item in items if item.marker.style == usual]
    for item in items:
        if item.marker.style != usual:
            yield _fault("wrong_mark", item, same_style[0].marker.text)
    separators = Counter(separator_of(item.marker) for item in same_style)
    separator, n_usual = separators.most_common(1)[0]
    if 2 * n_usual >= len(same_style):  # of two that are equally frequent the first is the usual one
        example = next(item for item in same_style if separator_of(item.marker) == separator)
        for item in same_style:
            if separator_of(item.marker) != separator:
                yield _fault("mixed_separators", item, example.marker.text)


def _empty_headings(text: str, nodes: Iterable[Node], lists: Iterable[Sequence[_Item]]) -> Iterator[Fault]:
    """Yield the headings without anything below in lists whose other items all have something."""
    parents = {node.parent_id for node in nodes}
    for items in lists:
        *others, last = items
        empty = [item for item in others if item.node.node_id not in parents and _is_bare(text, item)]
        # Items of one line need nothing below, nor do the entries of a list of contents.
        heads = [item.node.node_id in parents or _goes_on_below(text, item.node) for item in others]
        is_told = any(map(text[items[0].node.start : last.node.end].__contains__, STOPS))
        if len(empty) == 1 and heads.count(False) == 1 and is_told and len(items) > _SHORTEST_LIST:
            yield _fault("empty_heading", empty[0])


def _goes_on_below(text: str, node: Node) -> bool:
    """Tell whether a node has a heading, and text of its own on the lines below."""
    return bool(node.heading and node.body) and "\n" in text[node.start : node.body[-1].end]


def _is_bare(text: str, item: _Item) -> bool:
    """Tell whether an item prints a heading and nothing else."""
    spans = [*([item.node.heading] if item.node.heading else []), *item.node.body]
    content = text[spans[0].start : spans[0].end] if len(spans) == 1 else ""
    if not content or is_sentence(content) or is_cut_off(content) or _ENDS_IN_NUMBER.search(content):
        return False
    return may_head(content)


def _unclosed(text: str, nodes: Iterable[Node]) -> Iterator[Fault]:
    """Yield the first mark of each kind that a node opens and neither it nor a later one closes."""
    opened: list[int] = []
    for node in nodes:
        spans = [*([node.heading] if node.heading else []), *node.body]
        if spans and node.kind != "table":
            start, content = spans[0].start, text[spans[0].start : spans[-1].end]
            unclosed, closed = unpaired_marks(content)
            opened = [offset for offset in opened if text[offset].translate(FULL_WIDTH) not in closed]
            opened += [start + offset for offset in unclosed if not _opens_again(text, start + offset)]
    for offset in opened:
        yield Fault("unclosed_mark", offset, offset + 1, text[offset])


def _opens_again(text: str, offset: int) -> bool:
    """Tell whether the next paragraph begins with the same mark, as each does in a long quotation."""
    below = text.find("\n", offset)
    while 0 <= below < len(text) and text[below] in BLANKS:
        below += 1
    return below >= 0 and text.startswith(text[offset], below) and text[offset] in _REPEATED


def _fault(code: Code, item: _Item, expected: str = "") -> Fault:
    return Fault(code, item.marker.start, item.marker.end, item.marker.text, expected)
