"""Nodes: the sections, items, paragraphs, periods, attachments and tables of a plan, as flat rows.

The rows are the truth; the tree is a view of them. Title, marker, heading, body and noise spans tile the plan.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal, NamedTuple

from corpus_tools.spans import Span, gaps
from corpus_tools.structure.lines import (
    CRAWL_MARKS,
    Line,
    announces,
    is_cut_off,
    is_page_number,
    is_sentence,
    is_unnumbered_heading,
    may_head,
    run_in_heading,
)
from corpus_tools.structure.markers import Marker
from corpus_tools.structure.nesting import HEADING, Marked, Placed, marked_by, nest
from corpus_tools.structure.regions import Region, split_regions

Kind = Literal["section", "item", "period", "paragraph", "attachment", "table"]
NoiseKind = Literal["blank", "mark", "page", "label", "repeat"]

_SHORTEST_PROSE = 31
# What it costs to take a short unmarked line for text, by what stands below it.
_DOUBT_ABOVE_FIRST = 3.0  # numbering starts there, or a calendar
_DOUBT_ABOVE_PROSE = 2.0
_DOUBT_ABOVE_NEXT = 1.0  # numbering goes on


class Node(NamedTuple):
    """One node of a plan; all spans count from the start of the plan's text.

    Attributes
    ----------
    node_id
        1, 2, 3 ... in the order of the text.
    parent_id
        The node around it; None at the top.
    kind
        ``section``: marked with marked children, or a line that is a title; ``item``: any other marked node;
        ``period``: a month, week or term of a calendar; ``paragraph``: an unmarked block beside marked nodes;
        ``attachment``; ``table``.
    level
        For a marked node 1 + the number of marked nodes around it; 0 for an unmarked one. Below an unnumbered heading
        or an attachment levels start at 1 again.
    inline
        Whether it stands inside a paragraph.
    marker, heading, body
        What it prints itself; ``body`` holds a span a line.
    start, end
        Itself and all that stands below it.
    confidence
        0 to 1, of its place in the tree.
    alternative
        Its level in the likeliest other tree; None where there is none worth a thought.
    """

    node_id: int
    parent_id: int | None
    kind: Kind
    level: int
    inline: bool
    marker: Marker | None
    heading: Span | None
    body: tuple[Span, ...]
    start: int
    end: int
    confidence: float
    alternative: int | None


class Noise(NamedTuple):
    """Characters of a plan that say nothing."""

    start: int
    end: int
    kind: NoiseKind


@dataclass(slots=True)
class _Draft:
    """A node while its lines are still being gathered."""

    parent: "_Draft | None"
    kind: Kind
    level: int
    lines: list[Span]  # content without the marker; the first may be empty
    marker: Marker | None = None
    confidence: float = 1.0
    alternative: int | None = None
    has_children: bool = False
    has_marked_children: bool = False
    has_table: bool = False


def build_nodes(text: str, lines: Sequence[Line]) -> list[Node]:
    """Return the nodes of a plan.

    Parameters
    ----------
    text
        The plan's text.
    lines
        Its lines without title, label, repeats and page numbers; offsets count in ``text``.
    """
    return _freeze(text, [draft for region in split_regions(text, lines) for draft in _draft_region(text, region)])


def find_noise(text: str, known: Iterable[Noise], pieces: Iterable[Span]) -> tuple[Noise, ...]:
    """Return all that is neither ``known`` noise nor in ``pieces``, with the known noise, in order."""
    known = list(known)
    noise = list(known)
    for gap in gaps(sorted([*(Span(n.start, n.end) for n in known), *pieces]), 0, len(text)):
        start = gap.start
        for offset in range(gap.start + 1, gap.end + 1):
            is_mark = text[start] in CRAWL_MARKS
            if offset == gap.end or (text[offset] in CRAWL_MARKS) != is_mark:
                noise.append(Noise(start, offset, "mark" if is_mark else "blank"))
                start = offset
    return tuple(sorted(noise))


def page_numbers(text: str, lines: Iterable[Line]) -> list[Noise]:
    """Return the lines that are page numbers, as noise."""
    return [Noise(line.start, line.end, "page") for line in lines if is_page_number(text[line.start : line.end])]


def _draft_region(text: str, region: Region) -> Iterator[_Draft]:
    lines, attachment = region.lines, None
    if region.is_attachment:
        attachment = _Draft(None, "attachment", 0, [_content(lines[0])])
        yield attachment
        lines = lines[1:]
    yield from _draft_scope(text, lines, attachment)
    for line in region.closing:
        yield _Draft(None, "paragraph", 0, [_content(line)])


def _draft_scope(text: str, lines: Sequence[Line], scope: _Draft | None) -> Iterator[_Draft]:
    """Yield the drafts of lines whose numbers form one nesting; ``scope`` is the attachment around them."""
    rows = _table_rows(text, lines)
    places = _place(text, lines, rows)
    opened: list[_Draft] = []
    table: _Draft | None = None
    interrupted: _Draft | None = None  # the node that a table stands in: text below it is no body any more
    for index, line in enumerate(lines):
        current = opened[-1] if opened else scope
        place = places.get(index)
        if place and place.depth is not None:
            del opened[place.depth :]
            opened.append(_draft_placed(line, place, opened, scope))
            table = None
            yield opened[-1]
        elif index in rows:
            if table is None:
                table = _Draft(current, "table", 0, [])
                if current:
                    current.has_table = True
                interrupted = current
                yield table
            table.lines.append(Span(line.start, line.end))  # a number in the first cell is no marker
        elif current and current is not interrupted:
            current.lines.append(_content(line))
            table = None
        else:
            table = None
            yield _Draft(current, "paragraph", 0, [_content(line)])


def _draft_placed(line: Line, place: Placed, opened: Sequence[_Draft], scope: _Draft | None) -> _Draft:
    """Return the draft of a marked line or a heading below the nodes that are open."""
    around = [scope, *opened]
    parent = around[-1]
    if parent:
        parent.has_children = True
        parent.has_marked_children |= line.marker is not None
    if line.marker is None:
        return _Draft(parent, "section", 0, [_content(line)], confidence=place.confidence)
    kind: Kind = "period" if line.marker.style == "period" else "item"
    level = _level_below(parent)
    other = None if place.alternative is None else _level_below(around[min(place.alternative, len(opened))])
    return _Draft(parent, kind, level, [_content(line)], line.marker, place.confidence, other)


def _level_below(parent: _Draft | None) -> int:
    return parent.level + 1 if parent else 1


def _place(text: str, lines: Sequence[Line], rows: Set[int]) -> Mapping[int, Placed]:
    """Return the place of every line that is marked or may be a heading, by its index."""
    asked: dict[int, Marked] = {}
    below: Line | None = None
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if index in rows:
            below = None
            continue
        if line.marker:
            has_text = _has_text(text, line, line.marker, below=below is not None and index + 1 not in asked)
            asked[index] = marked_by(line.marker, has_text=has_text)
        elif below:
            doubt = _doubt_of_heading(text, lines[index - 1] if index else None, line, below)
            if doubt is not None:
                asked[index] = Marked(HEADING, None, index + 1 not in asked, doubt)
        below = line
    order = sorted(asked)
    return dict(zip(order, nest([asked[index] for index in order]), strict=True))


def _has_text(text: str, line: Line, marker: Marker, *, below: bool) -> bool:
    content = text[marker.end : line.end].strip()
    return below or (content != "" and (is_sentence(content) or not may_head(content)))


def _doubt_of_heading(text: str, above: Line | None, line: Line, below: Line) -> float | None:
    """Return what it costs to pass over an unmarked line as text; None if it cannot head what stands below it."""
    if not is_unnumbered_heading(text[line.start : line.end]):
        return None
    if above and is_cut_off(text[above.start : above.end]):
        return None
    if below.marker is None:
        return _DOUBT_ABOVE_PROSE if below.end - below.start >= _SHORTEST_PROSE else None
    starts = below.marker.value in (1, None) or below.marker.style == "period"
    return _DOUBT_ABOVE_FIRST if starts else _DOUBT_ABOVE_NEXT


def _table_rows(text: str, lines: Sequence[Line]) -> Set[int]:
    """Return the lines with tab-separated cells that have another such line beside them."""
    if "\t" not in text:
        return frozenset()
    tabbed = [False, *("\t" in text[slice(*_content(line))].strip() for line in lines), False]
    return {i for i in range(len(lines)) if tabbed[i + 1] and (tabbed[i] or tabbed[i + 2])}


def _content(line: Line) -> Span:
    """Return the span of a line without its marker; empty where the marker is all."""
    return Span(line.marker.end if line.marker else line.start, line.end)


def _freeze(text: str, drafts: Sequence[_Draft]) -> list[Node]:
    ids = {id(draft): number for number, draft in enumerate(drafts, 1)}
    ends = {id(draft): draft.lines[-1].end for draft in drafts}
    for draft in reversed(drafts):
        if draft.parent:
            ends[id(draft.parent)] = max(ends[id(draft.parent)], ends[id(draft)])
    nodes = []
    for draft in drafts:
        heading, body = _split_heading(text, draft)
        is_title = heading is not None and not (draft.marker and body and body[0].start < draft.lines[0].end)
        kind: Kind = "section" if draft.kind == "item" and (draft.has_marked_children or is_title) else draft.kind
        nodes.append(
            Node(
                node_id=ids[id(draft)],
                parent_id=ids[id(draft.parent)] if draft.parent else None,
                kind=kind,
                level=draft.level,
                inline=False,
                marker=draft.marker,
                heading=heading,
                body=body,
                start=draft.marker.start if draft.marker else draft.lines[0].start,
                end=ends[id(draft)],
                confidence=round(draft.confidence, 3),
                alternative=draft.alternative,
            )
        )
    return nodes


def _split_heading(text: str, draft: _Draft) -> tuple[Span | None, tuple[Span, ...]]:
    """Return the heading and the body of a node, a span a line."""
    first, *below = draft.lines
    content = text[first.start : first.end]
    blanks = len(content) - len(content.lstrip())
    first, content = Span(first.start + blanks, first.end), content[blanks:]
    if draft.kind in ("paragraph", "table"):
        return None, tuple(draft.lines)
    if draft.marker is None:
        return first, tuple(below)
    if not content:
        return None, tuple(below)
    if draft.kind != "period":
        heads_table = draft.has_table and not is_sentence(content)
        if announces(content) or ((below or draft.has_children or heads_table) and may_head(content)):
            return first, tuple(below)
        run_in = run_in_heading(content)
        if run_in:
            rest = content[run_in.end :]
            body_start = first.end - len(rest.lstrip())
            return Span(first.start, first.start + run_in.end), (Span(body_start, first.end), *below)
    return None, (first, *below)
