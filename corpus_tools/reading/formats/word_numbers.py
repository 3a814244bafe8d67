"""Automatic numbers of Word: which list and level a paragraph is in, and what its page prints before it.

A number depends on the numbers before it, so ``Counters`` takes the paragraphs in their order. Lists of the same
abstract definition count on from one another.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from corpus_tools.reading.formats.numerals import DEEPER, WORD_NUMERALS
from corpus_tools.reading.formats.word_package import Part, attribute, child, children, is_on, local_name, number
from corpus_tools.reading.symbols import printed_bullet

_SUFFIXES = {"tab": "\t", "space": " ", "nothing": ""}
_PLACE = re.compile(r"%([1-9])")  # in the text of a level: the number of that level, from 1
# What no document needs, and a hostile one could make long.
_N_LEVELS = 9
_LONGEST_TEXT = 64
_LONGEST_CHAIN = 50


class Level(NamedTuple):
    """One level of a list.

    Attributes
    ----------
    start
        Its first number.
    numeral
        The name of its numeral system, a key of ``WORD_NUMERALS``.
    text
        What is printed, with ``%1`` to ``%9`` for the numbers of the levels.
    suffix
        What stands between number and text.
    restart
        The level, from 1, below which this one begins again; 0 for never.
    is_legal
        Whether all its numbers are printed in Arabic digits.
    style
        The paragraph style that is always on this level.
    """

    start: int
    numeral: str
    text: str
    suffix: str
    restart: int
    is_legal: bool
    style: str | None


class WordList(NamedTuple):
    """A list (``w:num``): the definition that it counts in, its levels by depth from 0, numbers to start again from."""

    definition: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class Style(NamedTuple):
    """What a style says of numbers, of hidden text and of headings; None: that is left to the style it is based on."""

    based_on: str | None
    list_id: str | None
    level: int | None
    is_hidden: bool | None
    is_heading: bool | None


class Styles(NamedTuple):
    """The styles of a document by their ids, and the id of the paragraphs that have none."""

    styles: Mapping[str, Style]
    default: str | None

    def chain(self, style_id: str | None) -> Iterator[tuple[str, Style]]:
        """Yield a style and those that it is based on, nearest first."""
        for _ in range(_LONGEST_CHAIN):  # styles may be based on each other in a circle
            if style_id is None or style_id not in self.styles:
                return
            yield style_id, self.styles[style_id]
            style_id = self.styles[style_id].based_on

    def is_hidden(self, style_id: str | None) -> bool | None:
        """Tell whether text of a style is hidden; None where the style does not say."""
        return next((style.is_hidden for _, style in self.chain(style_id) if style.is_hidden is not None), None)

    def is_heading(self, properties: Part | None) -> bool:
        """Tell whether a paragraph with some properties is a heading: by its own outline level, or by its style."""
        own = _is_outlined(properties)
        if own is None:
            styles = (style.is_heading for _, style in self.chain(self.of_paragraph(properties)))
            own = next((is_heading for is_heading in styles if is_heading is not None), False)
        return own

    def of_paragraph(self, properties: Part | None) -> str | None:
        """Return the style that a paragraph has by its properties, or by default."""
        style_id = attribute(child(properties, "pStyle"))
        return style_id if style_id in self.styles else self.default


def read_styles(part: Part | None) -> Styles:
    """Read ``styles.xml``; without it there are none."""
    elements = {attribute(style, "styleId") or "": style for style in children(part, "style")}
    default = (
        style_id
        for style_id, style in elements.items()
        if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on")
    )
    return Styles({style_id: _read_style(style) for style_id, style in elements.items()}, next(default, None))


def _read_style(style: Part) -> Style:
    numbered = child(style, "pPr", "numPr")
    return Style(
        based_on=attribute(child(style, "basedOn")),
        list_id=attribute(child(numbered, "numId")),
        level=number(child(numbered, "ilvl")),
        is_hidden=is_on(child(style, "rPr", "vanish")),
        is_heading=_is_outlined(child(style, "pPr")),
    )


def _is_outlined(properties: Part | None) -> bool | None:
    """Tell whether paragraph properties set a level of the outline, or set that there is none; None: neither."""
    level = number(child(properties, "outlineLvl"))
    return None if level is None else level < _N_LEVELS


def read_lists(part: Part | None) -> dict[str, WordList]:
    """Read ``numbering.xml``: the lists by their ids; without it there are none."""
    definitions = {attribute(found, "abstractNumId"): found for found in children(part, "abstractNum")}
    # A definition may only name a style of lists; that which the style links to has the levels.
    named = {key: attribute(child(found, "numStyleLink")) for key, found in definitions.items()}
    linked = {attribute(child(found, "styleLink")): key for key, found in definitions.items()}
    levels = {key: dict(_read_levels(children(found, "lvl"))) for key, found in definitions.items()}
    lists = {}
    for element in children(part, "num"):
        key = attribute(child(element, "abstractNumId"))
        style = named.get(key)
        key = linked.get(style, key) if style else key
        lists[attribute(element, "numId") or ""] = _read_list(element, key or "", levels.get(key, {}))
    return lists


def _read_list(element: Part, key: str, defined: Mapping[int, Level]) -> WordList:
    levels = dict(defined)
    starts = {}
    for override in children(element, "lvlOverride"):
        for depth, level in _read_levels(children(override, "lvl")):
            # Word takes the restart from the definition always.
            levels[depth] = level._replace(restart=levels[depth].restart) if depth in levels else level
        start = number(child(override, "startOverride"))
        if start is not None:
            starts[number(override, "ilvl") or 0] = start
    return WordList(key, levels, starts)


def _read_levels(elements: Iterable[Part]) -> Iterator[tuple[int, Level]]:
    for element in elements:
        depth = number(element, "ilvl")
        if depth is not None and depth < _N_LEVELS:
            yield depth, _read_level(element, depth)


def _read_level(element: Part, depth: int) -> Level:
    # A format of Word 2010 and later stands beside an older one, which is the last.
    formats = [found for found in element.iter() if local_name(found) == "numFmt"]
    restart = number(child(element, "lvlRestart"))
    numeral = (attribute(formats[-1]) if formats else None) or "decimal"
    text = attribute(child(element, "lvlText")) or ""
    if numeral == "bullet":
        text = printed_bullet(text, attribute(child(element, "rPr", "rFonts"), "ascii") or "")
    return Level(
        start=number(child(element, "start")) or 0,
        numeral=numeral,
        text="" if is_on(child(element, "rPr", "vanish")) else text[:_LONGEST_TEXT],
        suffix=_SUFFIXES.get(attribute(child(element, "suff")) or "tab", "\t"),
        restart=depth if restart is None else restart,
        is_legal=bool(is_on(child(element, "isLgl"))),
        style=attribute(child(element, "pStyle")),
    )


class Counters:
    """The numbers of a document's paragraphs, which are given in their order."""

    def __init__(self, lists: Mapping[str, WordList], styles: Styles) -> None:
        self._lists = lists
        self._styles = styles
        self._numbers: dict[str, dict[int, int]] = defaultdict(dict)  # by definition: the last number of each level
        self._started: set[tuple[str, int]] = set()  # lists and levels that have started again from their own number

    def label(self, properties: Part | None) -> str:
        """Count a paragraph with these properties; return what is printed before its text, with the suffix."""
        list_id = self._list_id(properties)
        found = self._lists.get(list_id or "")
        if list_id is None or found is None:
            return ""
        depth = self._depth(properties, found)
        if depth not in found.levels:
            return ""
        self._count(list_id, found, depth)
        label = _PLACE.sub(lambda place: self._numeral(found, depth, int(place[1]) - 1), found.levels[depth].text)
        return DEEPER * _n_alike(found.levels, depth) + label + found.levels[depth].suffix if label else ""

    def _list_id(self, properties: Part | None) -> str | None:
        own = attribute(child(properties, "numPr", "numId"))
        inherited = (style.list_id for _, style in self._styles.chain(self._styles.of_paragraph(properties)))
        return own or next(filter(None, inherited), None)

    def _depth(self, properties: Part | None, found: WordList) -> int:
        """Return the level by the paragraph, else by its style: a level names its style, or the style its level."""
        own = number(child(properties, "numPr", "ilvl"))
        if own is not None:
            return own
        linked = {level.style: depth for depth, level in found.levels.items() if level.style}
        for style_id, style in self._styles.chain(self._styles.of_paragraph(properties)):
            depth = linked.get(style_id, style.level)
            if depth is not None:
                return depth
        return 0

    def _count(self, list_id: str, found: WordList, depth: int) -> None:
        numbers = self._numbers[found.definition]
        starts_again = depth in found.starts and (list_id, depth) not in self._started
        self._started.add((list_id, depth))
        numbers[depth] = numbers[depth] + 1 if depth in numbers and not starts_again else _start(found, depth)
        for deeper, level in found.levels.items():
            if deeper > depth and depth < level.restart:
                numbers.pop(deeper, None)

    def _numeral(self, found: WordList, depth: int, place: int) -> str:
        if place not in found.levels:
            return ""
        value = self._numbers[found.definition].get(place, _start(found, place))
        name = "decimal" if found.levels[depth].is_legal else found.levels[place].numeral
        return WORD_NUMERALS.get(name, str)(value)


def _n_alike(levels: Mapping[int, Level], depth: int) -> int:
    """Return how many levels in a row, right above a level, print numbers that look like its own."""
    own = _look(levels[depth], depth)
    if levels[depth].numeral == "bullet":
        return 0
    n_alike = 0
    while depth - n_alike - 1 in levels and _look(levels[depth - n_alike - 1], depth - n_alike - 1) == own:
        n_alike += 1
    return n_alike


def _look(level: Level, depth: int) -> tuple[str, str]:
    """Return what the numbers of a level look like, wherever it stands."""
    return level.numeral, level.text.replace(f"%{depth + 1}", "%")


def _start(found: WordList, depth: int) -> int:
    return found.starts.get(depth, found.levels[depth].start)
