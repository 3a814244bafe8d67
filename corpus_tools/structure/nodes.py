"""Nodes: the sections, items, paragraphs, periods, attachments and tables of a plan, as flat rows.

The rows are the truth; the tree is a view of them. Title, marker, heading, body and noise spans tile the plan.
"""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import groupby
from typing import Literal, NamedTuple

from corpus_tools.spans import Span, gaps
from corpus_tools.structure.drafts import Draft, NodeKind, draft_region, level_below
from corpus_tools.structure.inline import InlineList, may_begin_list, split_inline
from corpus_tools.structure.joined import split_glued, split_joined
from corpus_tools.structure.lines import (
    CRAWL_MARKS,
    Line,
    announces,
    is_sentence,
    is_title_like,
    is_unnumbered_heading,
    may_head,
    run_in_heading,
    set_off_heading,
)
from corpus_tools.structure.markers import Marker
from corpus_tools.structure.regions import split_regions

_RUN = re.compile(f"[{CRAWL_MARKS}]+|[^{CRAWL_MARKS}]+")
_FEWEST_SET_OFF = 2
_LONGEST_BEFORE_LIST = 18  # words that a blank parts from a list, and the blank
NoiseKind = Literal["blank", "mark", "page", "label", "repeat"]


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
    alternatives
        Its levels in other trees, the likeliest first; none where no other is worth a thought.
    """

    node_id: int
    parent_id: int | None
    kind: NodeKind
    level: int
    inline: bool
    marker: Marker | None
    heading: Span | None
    body: tuple[Span, ...]
    start: int
    end: int
    confidence: float
    alternatives: tuple[int, ...]


class Noise(NamedTuple):
    """Characters of a plan that say nothing."""

    start: int
    end: int
    kind: NoiseKind


def build_nodes(text: str, lines: Sequence[Line]) -> list[Node]:
    """Return the nodes of a plan.

    Parameters
    ----------
    text
        The plan's text.
    lines
        Its lines without title, label, repeats and page numbers; offsets count in ``text``.
    """
    regions = split_regions(text, split_joined(text, split_glued(text, lines)))
    return _freeze(text, [draft for region in regions for draft in draft_region(text, region)])


def own_spans(node: Node) -> Iterator[Span]:
    """Yield the spans that a node prints itself, in order: marker, heading, body."""
    if node.marker:
        yield Span(node.marker.start, node.marker.end)
    if node.heading:
        yield node.heading
    yield from node.body


def find_paths(nodes: Iterable[Node], names: Iterable[str]) -> dict[int, tuple[str, ...]]:
    """Return by id the names of each node and of those around it, the outermost first; empty names are left out.

    Parameters
    ----------
    nodes
        Of a plan, in order.
    names
        Of each of them.
    """
    paths: dict[int | None, tuple[str, ...]] = {None: ()}
    for node, name in zip(nodes, names, strict=True):
        around = paths[node.parent_id]
        paths[node.node_id] = (*around, name) if name else around
    return {node_id: path for node_id, path in paths.items() if node_id is not None}


def noise_lines(noise: Iterable[Noise]) -> tuple[Noise, ...]:
    """Return the noise that fills lines of its own: all but blanks and stray marks."""
    return tuple(one for one in noise if one.kind in ("page", "label", "repeat"))


def find_noise(text: str, lines: Sequence[Noise], pieces: Iterable[Span]) -> tuple[Noise, ...]:
    """Return all that is neither in noise ``lines`` nor in ``pieces``, with those lines, in order."""
    noise = list(lines)
    for gap in gaps(sorted([*(Span(line.start, line.end) for line in lines), *pieces]), 0, len(text)):
        if text[gap.start : gap.end].isspace():
            noise.append(Noise(gap.start, gap.end, "blank"))
            continue
        for run in _RUN.finditer(text, gap.start, gap.end):
            noise.append(Noise(run.start(), run.end(), "mark" if text[run.start()] in CRAWL_MARKS else "blank"))
    return tuple(sorted(noise))


def _freeze(text: str, drafts: Iterable[Draft]) -> list[Node]:
    whole: list[Draft] = []
    for draft in _join_listed(text, _with_headings(text, list(drafts))):
        whole += _with_inline(text, draft)
    for number, draft in enumerate(whole, 1):
        draft.node_id = number
    for draft in reversed(whole):  # what stands below a node comes after it
        last = draft.body[-1] if draft.body else draft.heading or draft.marker
        draft.end = max(draft.end, last.end if last else 0)
        if draft.parent:
            draft.parent.end = max(draft.parent.end, draft.end)
    return [_node(draft) for draft in whole]


def _join_listed(text: str, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the drafts, with paragraphs in a row made one where a list in words goes on from one to the next."""
    for (kind, _parent), group in groupby(drafts, lambda draft: (draft.kind, id(draft.parent))):
        row = list(group)
        yield from _join(text, row) if kind == "paragraph" and len(row) > 1 else row


def _join(text: str, paragraphs: Sequence[Draft]) -> Iterator[Draft]:
    """Yield paragraphs, made one from the first item of each list, or the line that announces it, to the last."""
    inline = split_inline(text, [line for draft in paragraphs for line in draft.lines])
    starts = [draft.lines[0].start for draft in paragraphs]
    done = 0
    for found in inline.lists if inline else ():
        if found.items[0].marker.style != "ordinal":  # 一、...... 1, a table of contents
            continue
        first = bisect_right(starts, found.items[0].marker.start) - 1
        behind = bisect_right(starts, found.items[-1].marker.start)
        if done < first and starts[first] == found.items[0].marker.start:
            above = paragraphs[first - 1].lines[-1]
            first -= announces(text[above.start : above.end])
        yield from paragraphs[done:first]
        lines = [line for draft in paragraphs[first:behind] for line in draft.lines]
        yield replace(paragraphs[first], lines=lines, body=tuple(lines))
        done = behind
    yield from paragraphs[done:]


def _with_inline(text: str, draft: Draft, around: Set[str] = frozenset()) -> list[Draft]:
    """Return a draft and the items of the lists inside its body; ``around`` are the styles of lists it stands in.

    What stands between two lists is a paragraph, and heads the second.
    """
    inline = split_inline(text, draft.body, around) if draft.kind != "table" else None
    if inline is None:
        return [draft]
    first, *others = inline.lists
    draft.body = first.before
    whole = [draft, *_items(text, draft, first, around)]
    for other in others:
        parent = draft
        if other.before:
            parent = _paragraph(draft, other.before)
            whole.append(parent)
        whole += _items(text, parent, other, around)
    if inline.below:
        whole.append(_paragraph(draft, inline.below))
    return whole


def _paragraph(parent: Draft, lines: tuple[Span, ...]) -> Draft:
    return Draft(parent, "paragraph", 0, list(lines), body=lines)


def _items(text: str, parent: Draft, inline: InlineList, around: Set[str]) -> Iterator[Draft]:
    """Yield the items of a list with what stands inside them."""
    parent.has_marked_children = True
    confidence = 1.0 - math.exp(-len(inline.items))
    for marker, body in inline.items:
        item = Draft(parent, "item", level_below(parent), list(body), marker, confidence, inline=True, body=body)
        yield from _with_inline(text, item, around | {marker.style})


def _node(draft: Draft) -> Node:
    kind = draft.kind
    if kind == "item":
        shares_line = draft.body and draft.body[0].start < draft.lines[0].end  # heading and text
        is_title = draft.heading and not shares_line
        kind = "section" if draft.has_marked_children or is_title else kind
    return Node(
        draft.node_id,
        draft.parent.node_id if draft.parent else None,
        kind,
        draft.level,
        draft.inline,
        draft.marker,
        draft.heading,
        draft.body,
        draft.marker.start if draft.marker else draft.lines[0].start,
        draft.end,
        round(draft.confidence, 3),
        draft.alternatives,
    )


def _with_headings(text: str, drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Return the drafts with heading and body set.

    The sentence that opens an item is its heading where it looks like one, or where lists stand below it. Else the
    plan's own habit decides: it is one where most items of its list have headings.
    """
    for draft in drafts:
        draft.heading, draft.body = _split_heading(text, draft)
    _set_headings_off(text, drafts)
    doubtful = [draft for draft in drafts if _is_headed_by_sentence(text, draft)]
    if doubtful:
        n_items = Counter(_list_of(draft) for draft in drafts)
        n_headed = Counter(_list_of(draft) for draft in drafts if draft.heading)
        for draft in doubtful:
            if 2 * n_headed[_list_of(draft)] <= n_items[_list_of(draft)]:
                draft.heading, draft.body = _split_heading(text, draft, by_sentence=False)
    return drafts


def _set_headings_off(text: str, drafts: Sequence[Draft]) -> None:
    """Give the items their headings that blanks set off from their text, where most of a list have some."""
    n_items = Counter(_list_of(draft) for draft in drafts)
    n_headed = Counter(_list_of(draft) for draft in drafts if draft.heading)
    set_off: dict[tuple[int, str], list[tuple[Draft, int]]] = {}
    for draft in drafts:
        is_open = draft.heading is None or is_sentence(text[draft.heading.end - 1])
        end = set_off_heading(text, *draft.lines[0]) if draft.kind == "item" and is_open and draft.lines else 0
        if end:
            set_off.setdefault(_list_of(draft), []).append((draft, end))
    for of_list, found in set_off.items():
        if len(found) >= _FEWEST_SET_OFF and 2 * (len(found) + n_headed[of_list]) >= n_items[of_list]:
            for draft, end in found:
                first, *below = draft.lines
                words = text[first.start : end]
                start = first.start + len(words) - len(words.lstrip())
                draft.heading = Span(start, start + len(words.strip()))
                draft.body = (Span(end, first.end), *below)


def _is_headed_by_sentence(text: str, draft: Draft) -> bool:
    """Tell whether a draft has a heading that is a whole sentence, and no more title than that."""
    if not (draft.heading and draft.marker) or draft.has_marked_children:
        return False
    return is_sentence(text[draft.heading.end - 1]) and not is_title_like(text[slice(*draft.heading)])


def _list_of(draft: Draft) -> tuple[int, str]:
    return id(draft.parent), draft.marker.style if draft.marker else ""


def _split_heading(text: str, draft: Draft, *, by_sentence: bool = True) -> tuple[Span | None, tuple[Span, ...]]:
    """Return the heading and the body of a node, a span a line.

    A heading ends before the list that begins in its line.

    Parameters
    ----------
    by_sentence
        Whether the sentence that opens it may be its heading.
    """
    if draft.kind in ("paragraph", "table"):
        return None, tuple(draft.lines)
    first, *below = draft.lines
    content = text[first.start : first.end].lstrip()
    first = Span(first.end - len(content), first.end)
    if draft.marker is None:
        return first, tuple(below)
    if not content:
        return None, tuple(below)
    if draft.kind == "period":
        return None, (first, *below)
    heads_table = draft.has_table and not is_sentence(content)
    may_head_lines = bool(below) or draft.has_children or heads_table
    end = _heading_end(content, may_head_lines=may_head_lines, by_sentence=by_sentence)
    marker = _first_of_list(text, [first, *below], first.start + (end or min(len(content), _LONGEST_BEFORE_LIST)))
    if marker:
        words = content[: marker.start - first.start]
        end = len(words.rstrip()) if words[-1:].isspace() and is_unnumbered_heading(words.rstrip()) else 0
    if not end:
        return None, (first, *below)
    body = content[end:].lstrip()
    beside = [Span(first.end - len(body), first.end)] if body else []
    return Span(first.start, first.start + end), (*beside, *below)


def _heading_end(content: str, *, may_head_lines: bool, by_sentence: bool) -> int:
    """Return where the heading ends that opens the line of a node; 0 where none does."""
    may_head_lines = may_head_lines and content[-1] not in "，," and (by_sentence or not is_sentence(content))
    if announces(content) or (may_head_lines and may_head(content)):
        return len(content)
    run_in = run_in_heading(content)
    return run_in.end if run_in and (by_sentence or not is_sentence(content[: run_in.end])) else 0


def _first_of_list(text: str, lines: Sequence[Span], end: int) -> Marker | None:
    """Return the first marker of the list that begins in some lines before ``end``.

    Words that count in a heading (``一要稳、二要准``) make no list of it.
    """
    if not may_begin_list(text, lines[0].start, end):
        return None
    inline = split_inline(text, lines)
    if inline is None:
        return None
    markers = [item.marker for item in inline.lists[0].items]
    is_worded = markers[0].style == "ordinal" and markers[-1].start < end and not is_sentence(text[end - 1])
    return None if markers[0].start >= end or is_worded else markers[0]
