"""Nodes: the sections, items, paragraphs, periods, attachments and tables of a plan, as flat rows.

The rows are the truth; the tree is a view of them. Title, marker, heading, body and noise spans tile the plan.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from corpus_tools.spans import Span, gaps
from corpus_tools.structure.lines import (
    CRAWL_MARKS,
    Line,
    announces,
    is_attachment_heading,
    is_date,
    is_page_number,
    is_sentence,
    is_unnumbered_heading,
    may_head,
    opens_closing,
    run_in_heading,
)
from corpus_tools.structure.markers import Marker
from corpus_tools.structure.nesting import Marked, nest

Kind = Literal["section", "item", "period", "paragraph", "attachment", "table"]
NoiseKind = Literal["blank", "mark", "page", "label", "repeat"]

_LONGEST_SIGNATURE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
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
    children: list["_Draft"] = field(default_factory=list)  # the marked ones
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
    drafts: list[_Draft] = []
    for region in _split_regions(text, _without_signature_month(text, lines)):
        drafts.extend(_draft_region(text, region))
    return _freeze(text, drafts)


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


def _without_signature_month(text: str, lines: Sequence[Line]) -> Sequence[Line]:
    """Take the marker from a last line that is a year and a month: it dates the plan and heads no calendar."""
    if not lines or not is_date(text[lines[-1].start : lines[-1].end]):
        return lines
    return [*lines[:-1], lines[-1]._replace(marker=None)]


class _Region(NamedTuple):
    """The main part of a plan, or one attachment with its heading line first; what ends it stands apart."""

    lines: Sequence[Line]
    closing: Sequence[Line]
    is_attachment: bool


def _split_regions(text: str, lines: Sequence[Line]) -> Iterator[_Region]:
    starts = [
        i for i, line in enumerate(lines) if not line.marker and is_attachment_heading(text[line.start : line.end])
    ]
    for start, end in zip([0, *starts], [*starts, len(lines)], strict=True):
        closing = _closing_start(text, lines[start:end]) + start
        if end > start:
            yield _Region(lines[start:closing], lines[closing:end], start in starts)


def _closing_start(text: str, lines: Sequence[Line]) -> int:
    """Return the index of the first line of the closing paragraphs and the signature below the last marked line.

    A paragraph below the last item may also belong to that item. The plan's own habit decides: where no other item that
    is a full sentence has text below it, the last one has none either.
    """
    contents = [text[line.start : line.end] for line in lines]
    last_marked = max((i for i, line in enumerate(lines) if line.marker), default=None)
    if last_marked is None:
        return len(lines)
    first = last_marked + 1
    signed = len(lines)
    while signed > first and (is_date(contents[signed - 1]) or _may_sign(contents[signed - 1])):
        signed -= 1
    closing = next((i for i in range(first, signed) if opens_closing(contents[i])), signed)
    has_text_below = any(
        is_sentence(contents[i]) and lines[i].marker and not lines[i + 1].marker and "\t" not in contents[i + 1]
        for i in range(last_marked)
    )
    return first if is_sentence(contents[last_marked]) and not has_text_below else closing


def _may_sign(content: str) -> bool:
    return len(content) <= _LONGEST_SIGNATURE and is_unnumbered_heading(content[:16]) and content[-1] not in "：:，。；"


def _draft_region(text: str, region: _Region) -> Iterator[_Draft]:
    scope: _Draft | None = None
    start = 0
    if region.is_attachment:
        scope = _Draft(None, "attachment", 0, [_content(region.lines[0])])
        yield scope
        start = 1
    for index in (*_unnumbered_headings(text, region.lines, start), len(region.lines)):
        yield from _draft_scope(text, region.lines[start:index], scope)
        if index < len(region.lines):
            parent = scope if scope and scope.kind == "attachment" else None
            scope = _Draft(parent, "section", 0, [_content(region.lines[index])])
            yield scope
            start = index + 1
    for line in region.closing:
        yield _Draft(None, "paragraph", 0, [_content(line)])


def _unnumbered_headings(text: str, lines: Sequence[Line], start: int) -> Iterator[int]:
    """Yield the unmarked lines that head a part of the plan: below them numbering starts again or prose follows."""
    places: dict[str, list[int]] = {}  # of each style, the lines that it marks
    for index, line in enumerate(lines):
        if line.marker:
            places.setdefault(line.marker.style, []).append(index)
    top: str | None = None  # the style of the first marker since the last heading
    for index in range(start, len(lines) - 1):
        marker = lines[index].marker
        if marker:
            top = top or marker.style
        elif _may_head_part(text, lines[index], lines[index + 1]) and not _goes_on(
            lines, places.get(top or "", []), index
        ):
            yield index
            top = None


def _may_head_part(text: str, line: Line, below: Line) -> bool:
    if below.marker:
        heads = below.marker.value in (1, None) or below.marker.style == "period"
    else:
        heads = below.end - below.start > _LONGEST_SIGNATURE
    return heads and is_unnumbered_heading(text[line.start : line.end])


def _goes_on(lines: Sequence[Line], places: Sequence[int], index: int) -> bool:
    """Tell whether the list whose markers stand at ``places`` continues below the line ``index``."""
    following = bisect_right(places, index)
    if following == len(places):
        return False
    marker = lines[places[following]].marker
    return marker is not None and marker.value != 1


def _draft_scope(text: str, lines: Sequence[Line], scope: _Draft | None) -> Iterator[_Draft]:
    """Yield the drafts of lines whose numbers form one nesting; ``scope`` is the unnumbered heading above them."""
    rows = _table_rows(text, lines)
    marked = [i for i, line in enumerate(lines) if line.marker and i not in rows]
    places = iter(nest([_as_marked(text, lines, i) for i in marked]))
    opened: list[_Draft] = []
    table: _Draft | None = None
    interrupted: _Draft | None = None  # the node that a table stands in: text below it is no body any more
    for index, line in enumerate(lines):
        current = opened[-1] if opened else scope
        if index in rows:
            if table is None:
                table = _Draft(current, "table", 0, [])
                if current:
                    current.has_table = True
                interrupted = current
                yield table
            table.lines.append(Span(line.start, line.end))  # a number in the first cell is no marker
            continue
        table = None
        if line.marker:
            place = next(places)
            del opened[place.depth :]
            parent = opened[-1] if opened else scope
            kind: Kind = "period" if line.marker.style == "period" else "item"
            draft = _Draft(parent, kind, place.depth + 1, [_content(line)], line.marker, place.confidence)
            opened.append(draft)
            if len(opened) > 1:
                opened[-2].children.append(draft)
            yield draft
        elif current and current is not interrupted:
            current.lines.append(_content(line))
        else:
            yield _Draft(current, "paragraph", 0, [_content(line)])


def _table_rows(text: str, lines: Sequence[Line]) -> set[int]:
    """Return the lines with tab-separated cells that have another such line beside them."""
    tabbed = [False, *("\t" in text[slice(*_content(line))].strip() for line in lines), False]
    return {i for i in range(len(lines)) if tabbed[i + 1] and (tabbed[i] or tabbed[i + 2])}


def _as_marked(text: str, lines: Sequence[Line], index: int) -> Marked:
    line = lines[index]
    assert line.marker is not None
    content = text[line.marker.end : line.end].strip()
    own_text = content != "" and (is_sentence(content) or not may_head(content))
    text_below = index + 1 < len(lines) and lines[index + 1].marker is None
    return Marked(line.marker.style, line.marker.value, own_text or text_below)


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
        kind: Kind = "section" if draft.kind == "item" and (draft.children or is_title) else draft.kind
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
        if announces(content) or ((below or draft.children or heads_table) and may_head(content)):
            return first, tuple(below)
        run_in = run_in_heading(content)
        if run_in:
            rest = content[run_in.end :]
            body_start = first.end - len(rest.lstrip())
            return Span(first.start, first.start + run_in.end), (Span(body_start, first.end), *below)
    return None, (first, *below)
