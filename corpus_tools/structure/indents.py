"""Indentation: where a list lies in another one of the same mark, and only the blanks ahead of it tell so.

Blanks ahead of lines are the least reliable of all that a page prints. They are believed only where they and the
numbers agree from the first line of a style to its last.
"""

from collections.abc import Sequence
from typing import NamedTuple

from corpus_tools.structure.choices import Marked, Number
from corpus_tools.structure.lines import CRAWL_MARKS, Line
from corpus_tools.structure.stops import BLANKS

_WIDE = "\u3000"  # as wide as two


class _Open(NamedTuple):
    """A list that is open: how far its items are indented, and its last number."""

    indent: int
    last: int


def indent_of(text: str, line: Line) -> int:
    """Return how far a line is indented, in half-width blanks; not at all where text stands before it."""
    ahead = text[text.rfind("\n", 0, line.start) + 1 : line.start]
    return 0 if ahead.strip(BLANKS + CRAWL_MARKS) else len(ahead) + ahead.count(_WIDE)


def depths_by_indent(marked: Sequence[Marked], indents: Sequence[int]) -> list[int]:
    """Return for each line of a scope in how many lists of its own style it lies.

    >>> lines = [Marked("arabic", (number,), True) for number in (1, 1, 2, 2)]
    >>> depths_by_indent(lines, [0, 2, 2, 0]), depths_by_indent(lines, [0, 2, 0, 0])
    ([0, 1, 1, 0], [0, 0, 0, 0])
    """
    depths = [0] * len(marked)
    places: dict[str, list[int]] = {}
    if len(set(indents)) > 1:
        for index, line in enumerate(marked):
            places.setdefault(line.style, []).append(index)
    for of_style in places.values():
        for index, depth in zip(of_style, _depths_of_style(of_style, marked, indents) or (), strict=False):
            depths[index] = depth
    return depths


def _depths_of_style(of_style: Sequence[int], marked: Sequence[Marked], indents: Sequence[int]) -> list[int] | None:
    """Return the depths of the lines of one style; None where blanks and numbers disagree."""
    depths = []
    lists: list[_Open] = []
    above = -1
    for index in of_style:
        found = _place(lists, marked[index].number, indents[index], is_above=above == index - 1 >= 0)
        if found is None:
            return None
        lists, above = found, index
        depths.append(len(lists) - 1)
    return depths


def _place(lists: list[_Open], number: Number, indent: int, *, is_above: bool) -> list[_Open] | None:
    """Return the lists that are open with a line in them: the next of one, the first below the line above, or anew."""
    if number is None or len(number) > 1:
        return None
    around = [one for one in lists if one.indent < indent]
    beside = lists[len(around) :]
    if beside and beside[0] == _Open(indent, number[0] - 1):
        return [*around, _Open(indent, number[0])]
    if number[0] != 1:
        return None
    if not is_above:
        return [_Open(indent, 1)]
    return None if beside else [*around, _Open(indent, 1)]
