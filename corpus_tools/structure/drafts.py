"""Drafts: the lines of a region gathered into the nodes that print them."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from corpus_tools.spans import Span
from corpus_tools.structure.choices import HEADING, Marked, deeper, marked_by
from corpus_tools.structure.indents import depths_by_indent, indent_of
from corpus_tools.structure.lines import (
    Line,
    announces,
    is_cut_off,
    is_salutation,
    is_sentence,
    is_unnumbered_heading,
    leads_in,
    may_head,
    run_in_heading,
)
from corpus_tools.structure.markers import Marker, counts
from corpus_tools.structure.nesting import Placed, nest
from corpus_tools.structure.periods import goes_on_from, names_stage
from corpus_tools.structure.regions import Region
from corpus_tools.structure.stops import COLONS
from corpus_tools.structure.titles import is_byline

NodeKind = Literal["section", "item", "period", "paragraph", "attachment", "table"]

_SHORTEST_PROSE = 31
# What it costs to take a line for text: a short unmarked one, by what stands below it ...
_DOUBT_ABOVE_FIRST = 3.0  # numbering starts there, or a calendar
_DOUBT_ABOVE_PROSE = 2.0
_DOUBT_ABOVE_TABLE = 2.0
_DOUBT_ABOVE_HEADING = 2.0
_DOUBT_ABOVE_HEADING_OF_TEXT = 0.25  # so little that it brings no headings among sections
_DOUBT_ABOVE_NEXT = 1.0  # numbering goes on
_DOUBT_ABOVE_SENTENCE = 1.0  # prose, but a short line of it
_DOUBT_ABOVE_COUNT = 0.25  # ... that begins with a number of things, as where a line is broken
_DOUBT_OF_COLON = 1.0  # a colon may end a heading, and may lead in what a sentence lists
_DOUBT_OF_MARKED = 3.0  # the file itself marks it
_DOUBT_AMID_SENTENCE = 3.5  # ... and a marked one where the line before ends amid a sentence

_CITING = re.compile("根据|依[据照]|按照?|遵照")
_AUTHOR = re.compile("——[^\\W\\d_]{2,6}")  # ——陶行知
_WORDS = re.compile(r"[^\W\d_]+(?<![与和及或的])[:：]?")
_QUOTED = "。！？…”’」』"


@dataclass(slots=True)
class Draft:
    """A node that is being made: its lines are gathered, then what it prints itself, its number and its end are set."""

    parent: "Draft | None"
    kind: NodeKind
    level: int
    lines: list[Span]  # content without the marker; the first may be empty
    marker: Marker | None = None
    confidence: float = 1.0
    alternatives: tuple[int, ...] = ()
    inline: bool = False
    has_children: bool = False
    has_marked_children: bool = False
    has_table: bool = False
    heading: Span | None = None
    body: tuple[Span, ...] = ()
    node_id: int = 0
    end: int = 0


def draft_region(text: str, region: Region) -> list[Draft]:
    """Return the drafts of a region, in the order of the text."""
    scope = _Scope(text, region)
    scope.gather()
    return scope.drafts


class _Scope:
    """The drafts of a region, whose numbers form one nesting, and where the next line goes."""

    def __init__(self, text: str, region: Region) -> None:
        self.drafts: list[Draft] = []
        self._text = text
        self._region = region
        self._opened: list[Draft] = []  # the marked lines and headings around the next line, outermost first
        self._attachment: Draft | None = None
        self._interrupted: Draft | None = None  # a table stands in it: text below is no body of it any more

    def gather(self) -> None:
        lines = self._region.lines
        if self._region.is_attachment:
            self._attachment = self._add(Draft(None, "attachment", 0, [_content(lines[0])]))
            lines = lines[1:]
        rows = _table_rows(self._text, lines)
        places = _place(self._text, lines, rows)
        for index, line in enumerate(lines):
            place = places.get(index)
            if index in rows:
                self._add_row(line)
            elif place and place.depth is not None:
                self._open(line, place, place.depth)
            else:
                self._add_text(line)
        for line in self._region.closing:
            self._add_paragraph(None, line)

    @property
    def _current(self) -> Draft | None:
        return self._opened[-1] if self._opened else self._attachment

    def _add(self, draft: Draft) -> Draft:
        self.drafts.append(draft)
        return draft

    def _open(self, line: Line, place: Placed, depth: int) -> None:
        parent = self._opened[depth - 1] if depth else self._attachment
        draft = Draft(parent, "section", 0, [_content(line)], line.marker, place.confidence, inline=line.is_joined)
        if parent:
            parent.has_children = True
            parent.has_marked_children |= line.marker is not None
        if line.marker is None and not may_head(line.of(self._text)):
            draft.kind = "paragraph"  # sentences that lead in a list
        elif line.marker:
            draft.kind = "period" if line.marker.style == "period" else "item"
            draft.level = level_below(parent)
            if place.alternatives:
                draft.alternatives = self._levels(place.alternatives, draft.level)
        self._opened[depth:] = [self._add(draft)]

    def _levels(self, depths: Sequence[int], own: int) -> tuple[int, ...]:
        """Return the levels at some depths, each once, without a line's ``own``."""
        around = [self._attachment, *self._opened]
        levels = (level_below(around[min(depth, len(self._opened))]) for depth in depths)
        return tuple(dict.fromkeys(level for level in levels if level != own))

    def _add_row(self, line: Line) -> None:
        if not self.drafts or self.drafts[-1].kind != "table":
            if self._current:
                self._current.has_table = True
            self._interrupted = self._current
            self._add(Draft(self._current, "table", 0, []))
        self.drafts[-1].lines.append(Span(line.start, line.end))  # a number in the first cell is no marker

    def _add_text(self, line: Line) -> None:
        current = self._current
        if current and current is not self._interrupted:
            if current.kind == "item" and current.lines[0].start == current.lines[0].end:
                current.lines.clear()  # the marker alone
            current.lines.append(Span(line.start, line.end))
        else:
            self._add_paragraph(current, line)

    def _add_paragraph(self, parent: Draft | None, line: Line) -> None:
        above = self.drafts[-1] if self.drafts else None
        if above and above.kind == "paragraph" and line.continues:
            above.lines.append(Span(line.start, line.end))
        else:
            self._add(Draft(parent, "paragraph", 0, [Span(line.start, line.end)]))


def _content(line: Line) -> Span:
    """Return the span of a line without its marker; empty where the marker is all."""
    return Span(line.marker.end if line.marker else line.start, line.end)


def level_below(parent: Draft | None) -> int:
    """Return the level of a marked node below ``parent``."""
    return parent.level + 1 if parent else 1


def _table_rows(text: str, lines: Sequence[Line]) -> Set[int]:
    """Return the lines with tab-separated cells that have another such line beside them."""
    if "\t" not in text:
        return frozenset()
    tabbed = [False, *("\t" in text[slice(*_content(line))].strip() for line in lines), False]
    return {i for i in range(len(lines)) if tabbed[i + 1] and (tabbed[i] or tabbed[i + 2])}


def _place(text: str, lines: Sequence[Line], rows: Set[int]) -> Mapping[int, Placed]:
    """Return the place of every line that is marked or may be a heading, by its index."""
    asked: dict[int, Marked] = {}
    restarts = _find_restarts(text, lines)
    activities = _activities(text, lines)
    first_marked = next((index for index, line in enumerate(lines) if line.marker), len(lines))
    alone = {i for i, (line, below) in enumerate(pairwise(lines)) if _stands_alone(line, below) and i + 1 not in rows}
    for index in reversed(range(_n_bylines(text, lines), len(lines))):
        is_heading_of_marker = index - 1 in alone
        if index in rows or index in restarts.leads or index in activities or is_heading_of_marker:
            continue
        if index < first_marked and is_salutation(lines[index].of(text)):
            continue
        last = index + 1 if index in alone else index
        above = lines[index - 1] if index else None
        below = lines[last + 1] if last + 1 < len(lines) else None
        has_text = below is not None and not any(last + 1 in others for others in (asked, rows, restarts.leads))
        line = lines[index] if last == index else lines[index]._replace(end=lines[last].end)
        marked = _marked(text, above, line, below, has_text_below=has_text, heads=index in restarts.heads)
        if marked is None and below and _heads_heading(text, above, line, below, asked.get(index + 1)):
            heads_list = asked[index + 1].doubt == _DOUBT_ABOVE_FIRST
            doubt = _DOUBT_ABOVE_HEADING if heads_list else _DOUBT_ABOVE_HEADING_OF_TEXT
            marked = Marked(HEADING, None, has_text=True, doubt=doubt)
        if marked and index in restarts.shifts and marked.number:
            marked = marked._replace(number=(marked.number[0] + restarts.shifts[index], *marked.number[1:]))
        if marked:
            asked[index] = marked
    order = sorted(asked)
    in_order = [asked[index] for index in order]
    depths = depths_by_indent(in_order, [indent_of(text, lines[index]) for index in order])
    places = dict(zip(order, nest(list(map(deeper, in_order, depths))), strict=True))
    return _with_leads(places, asked, restarts.leads) if restarts.leads else places


def _with_leads(
    places: Mapping[int, Placed], asked: Mapping[int, Marked], leads: Mapping[int, int]
) -> Mapping[int, Placed]:
    """Return the places with those of lead-ins: each beside the heading of the list above it.

    Where that has none, the lead-in goes where the list below it would, and that list below it.
    """
    whole: dict[int, Placed] = {}
    around: list[int] = []  # the depths of the lead-ins around the next line
    for index in sorted({*places, *leads}):
        is_lead = index in leads
        place = places.get(index + 1 if is_lead else index)
        if place is None or place.depth is None:
            if place and not is_lead:
                whole[index] = place
            continue
        first = leads[index] if is_lead else index
        is_headed = is_lead and first in asked and asked[first].style == HEADING
        heading = places[first].depth if is_headed else None
        depth = place.depth if heading is None else heading
        ends_list = is_lead or asked[index].style == HEADING
        while around and (around[-1] > depth or (ends_list and around[-1] == depth)):
            around.pop()
        alternatives = tuple(other + sum(other >= lead for lead in around) for other in place.alternatives)
        whole[index] = Placed(depth + len(around), place.confidence, alternatives)
        if is_lead and heading is None:
            around.append(depth)
    return whole


def _stands_alone(line: Line, below: Line) -> bool:
    """Tell whether a marker fills its line, so that the line below is what it marks; a month heads that."""
    if line.marker is None or line.marker.end != line.end:
        return False
    return line.marker.style != "period" and below.marker is None


def _activities(text: str, lines: Sequence[Line]) -> Set[int]:
    """Return the unmarked lines right above a period that goes on from the nearest marked line: what that month holds.

    They look like headings of what is left of the calendar, but only one that names a term or a stage is.
    """
    period: Marker | None = None
    activities: set[int] = set()
    for index, line in enumerate(lines):
        marker = line.marker
        if marker is None:
            continue
        if period and marker.style == "period" and goes_on_from(period.text, marker.text):
            above = lines[index - 1]
            if above.marker is None and not names_stage(above.of(text)):
                activities.add(index - 1)
        period = marker if marker.style == "period" else None
    return activities


def _n_bylines(text: str, lines: Sequence[Line]) -> int:
    """Return 1 where the first line says who wrote the plan or when; offices that head their lists are several."""
    if not lines or lines[0].marker or not is_byline(lines[0].of(text)):
        return 0
    return 0 if any(not line.marker and is_byline(line.of(text)) for line in lines[1:]) else 1


class _Restarts(NamedTuple):
    """Where lists start again behind themselves, and what the lines above them and above their first starts are.

    Attributes
    ----------
    heads
        Those that look like headings, also with a comma in them: what else would start a list again?
    leads
        Those that end with a colon, whatever they say, each with the line above the first start.
    shifts
        What is added to the number of a line for the list behind a lead-in to go on from the one above.
    """

    heads: Set[int]
    leads: Mapping[int, int]
    shifts: Mapping[int, int]


class _OpenedList(NamedTuple):
    """A list around the next line: the line above it, its last marker, and what is added to its numbers."""

    above: int
    last: Marker
    shift: int


def _find_restarts(text: str, lines: Sequence[Line]) -> _Restarts:
    """Return the restarts of a region; a list that goes on behind another one holds that in one of its items."""
    heads: set[int] = set()
    leads: dict[int, int] = {}
    shifts: dict[int, int] = {}
    opened: list[_OpenedList] = []  # outermost first
    marked = [(index, line.marker) for index, line in enumerate(lines) if line.marker]
    behind = _behind_runs([marker for _index, marker in marked])
    for (index, marker), value_behind in zip(marked, behind, strict=True):
        depth = next((depth for depth, one in enumerate(opened) if one.last.style == marker.style), len(opened))
        before = opened[depth] if depth < len(opened) else None
        above, shift = (before.above, before.shift) if before and marker.value != 1 else (index - 1, 0)
        last = before.last.value if before and marker.value == 1 else None
        if before and last not in (None, 1) and value_behind != last + 1:
            may_head = {i for i in (before.above, above) if _may_head_list(text, lines, i)}
            if _leads_list(text, lines, above) and _counts_like(marker, before.last):
                shift = before.shift + last
                leads[above] = before.above
                if _leads_list(text, lines, before.above):
                    leads.setdefault(before.above, before.above)
                heads |= may_head
            elif len(may_head) == 2 and depth == len(opened) - 1:
                heads |= may_head
        if shift:
            shifts[index] = shift
        opened[depth:] = [_OpenedList(above, marker, shift)]
    return _Restarts(heads, leads, shifts)


def _behind_runs(markers: Sequence[Marker]) -> Sequence[int | None]:
    """Return for each marker the number of its style that stands behind the run which counts on from it."""
    behind: list[int | None] = []
    nexts: dict[str, tuple[int | None, int | None]] = {}  # of each style, the next number and the one behind its run
    for marker in reversed(markers):
        value, after = nexts.get(marker.style, (None, None))
        behind.append(after if value is not None and value - 1 == marker.value else value)
        nexts[marker.style] = marker.value, behind[-1]
    return behind[::-1]


def _leads_list(text: str, lines: Sequence[Line], index: int) -> bool:
    """Tell whether an unmarked line ends with a colon, is no heading, and does not go on with the line above it."""
    if index < 0 or lines[index].marker or lines[index].continues or text[lines[index].end - 1] not in COLONS:
        return False
    if not leads_in(lines[index].of(text)) and is_unnumbered_heading(lines[index].of(text)):
        return False
    above = lines[index - 1] if index else None
    if above is None:
        return True
    if above.marker:
        return text[above.end - 1] not in COLONS
    return not is_cut_off(above.of(text)[-1]) and not is_unnumbered_heading(above.of(text))


def _counts_like(marker: Marker, last: Marker) -> bool:
    """Tell whether a marker counts what another one of its style does, in numbers of one part, and no months."""
    read, before = (marked_by(one, has_text=False) for one in (marker, last))
    return marker.style != "period" and read.style == before.style and read.number == (1,)


def _may_head_list(text: str, lines: Sequence[Line], index: int) -> bool:
    """Tell whether an unmarked line may head a list: one sentence, no stop, not ``地点：操场``, not ``有三种：``."""
    if index < 0 or lines[index].marker:
        return False
    content = lines[index].of(text)
    says_more = is_sentence(content) or announces(content) or is_cut_off(content) or run_in_heading(content)
    return may_head(content) and not says_more and not is_salutation(content)


def _marked(
    text: str, above: Line | None, line: Line, below: Line | None, *, has_text_below: bool, heads: bool
) -> Marked | None:
    """Return what nesting needs to know of a line; None where it is text and nothing else."""
    content = line.of(text)
    is_amid_sentence = above is not None and (is_cut_off(above.of(text)) or _cites(above.of(text), line))
    if line.marker:
        if _names_author(text, above, line, below):
            return None
        heading = "" if has_text_below else content[len(line.marker.text) :].strip()
        has_text = has_text_below or (heading != "" and (is_sentence(heading) or not may_head(heading)))
        return marked_by(line.marker, has_text=has_text, doubt=_DOUBT_AMID_SENTENCE if is_amid_sentence else None)
    if below is None or line.continues or is_amid_sentence:
        return None
    if leads_in(content) or is_cut_off(content) or _cites(content, below):
        return None
    if line.is_heading and not below.is_heading:  # two in a row may be a title on two lines
        return Marked(HEADING, None, has_text_below, _DOUBT_OF_MARKED)
    if not (heads or is_unnumbered_heading(content)):
        return None
    doubt = _doubt_above(text, below)
    if doubt is not None and announces(content):
        doubt = min(doubt, _DOUBT_OF_COLON)
    return None if doubt is None else Marked(HEADING, None, has_text_below, doubt)


def _heads_heading(text: str, above: Line | None, line: Line, below: Line, heading: Marked | None) -> bool:
    """Tell whether a line that looks like a heading stands between a sentence and the heading of a list or a text."""
    if heading is None or heading.style != HEADING or announces(below.of(text)):
        return False
    if heading.doubt is None or heading.doubt < _DOUBT_ABOVE_SENTENCE:
        return False
    if line.marker or line.continues or above is None or not is_sentence(above.of(text)):
        return False
    return is_unnumbered_heading(line.of(text)) and _WORDS.fullmatch(line.of(text)) is not None


def _cites(content: str, below: Line) -> bool:
    """Tell whether a line breaks off before the article that it cites: ``根据《…法》`` above ``第九条``."""
    if content[-1] != "》" or below.marker is None or below.marker.style != "article":
        return False
    return _CITING.match(content) is not None


def _names_author(text: str, above: Line | None, line: Line, below: Line | None) -> bool:
    """Tell whether a line with a dash names the author of the quotation above it, and is no item."""
    if above is None or text[line.start] != "—" or not _AUTHOR.fullmatch(line.of(text)):
        return False
    if above.of(text)[-1] not in _QUOTED:
        return False
    return not any(other and other.marker and other.marker.style == "bullet" for other in (above, below))


def _doubt_above(text: str, below: Line) -> float | None:
    """Return what it costs to take a short unmarked line for text; None if it cannot head the line below it."""
    if "\t" in text[slice(*_content(below))].strip():
        return _DOUBT_ABOVE_TABLE
    if below.marker is None:
        if below.end - below.start >= _SHORTEST_PROSE:
            return _DOUBT_ABOVE_PROSE
        if not is_sentence(below.of(text)):
            return None
        return _DOUBT_ABOVE_COUNT if counts(below.of(text)) else _DOUBT_ABOVE_SENTENCE
    starts = below.marker.value in (1, None) or below.marker.style == "period"
    return _DOUBT_ABOVE_FIRST if starts else _DOUBT_ABOVE_NEXT
