"""Regions of a plan: its main part, its attachments, and the paragraphs and the signature that end each of them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus_tools.structure.lines import (
    Line,
    is_attachment_heading,
    is_cut_off,
    is_date,
    is_sentence,
    is_unnumbered_heading,
    opens_closing,
)
from corpus_tools.structure.markers import scan_marker
from corpus_tools.structure.titles import is_byline

_LONGEST_SIGNATURE = 30
_ATTACHMENT_LABEL = re.compile(r"附件?[:：]\s*")


class Region(NamedTuple):
    """A numbering scope: the main part of a plan, or one attachment with its heading line first.

    Attributes
    ----------
    lines
        All but what ends it.
    closing
        Closing paragraphs, signature and date, which stand apart.
    is_attachment
        Whether the first line names an attachment.
    """

    lines: Sequence[Line]
    closing: Sequence[Line]
    is_attachment: bool


def split_regions(text: str, lines: Sequence[Line]) -> Iterator[Region]:
    """Yield the regions of a plan, in order.

    Parameters
    ----------
    text
        The plan's text.
    lines
        Its lines without title, label, repeats and page numbers; offsets count in ``text``.
    """
    lines = _without_date_above(text, lines)
    if "附" in text:
        lines = list(_with_attachments_apart(text, lines))
    starts = [i for i, line in enumerate(lines) if not line.marker and is_attachment_heading(line.of(text))]
    lines = _without_signature_months(text, lines, starts)
    for start, end in zip([0, *starts], [*starts, len(lines)], strict=True):
        if end > start:
            signed = start + _signed_end(text, lines[start:end])
            closing = start + _closing_start(text, lines[start:signed])
            yield Region(lines[start:closing], lines[closing:signed], start in starts)
            if signed < end:
                yield Region(lines[signed:end], (), is_attachment=False)


def _with_attachments_apart(text: str, lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines, those of the kind ``附件：1.名单`` as two: a heading and the first of a list."""
    for line in lines:
        found = _ATTACHMENT_LABEL.match(text, line.start, line.end)
        marker = scan_marker(text, found.end(), line.end) if found and found.end() < line.end else None
        if found and marker and marker.value == 1:
            yield line._replace(end=found.start() + len(found.group().rstrip()))
            yield Line(marker.start, line.end, marker)
        else:
            yield line


def _without_date_above(text: str, lines: Sequence[Line]) -> Sequence[Line]:
    """Take the marker from a first line that is a month or a term and nothing else, unless it heads a calendar.

    In a calendar another one comes below, and the list that begins under the first begins under it again.
    """
    if not lines or not _is_bare_period(lines[0]):
        return lines
    marked = [line for line in lines if line.marker]
    below = marked[1].marker if len(marked) > 1 else None
    goes_on = any(
        _is_bare_period(line) and (under.marker and below and under.marker.style == below.style)
        for line, under in pairwise(marked[1:])
    )
    if below is None or below.value != 1 or below.style == "period" or goes_on:
        return lines
    return [lines[0]._replace(marker=None), *lines[1:]]


def _is_bare_period(line: Line) -> bool:
    return line.marker is not None and line.marker.style == "period" and line.marker.end == line.end


def _without_signature_months(text: str, lines: Sequence[Line], attachments: Sequence[int]) -> Sequence[Line]:
    """Take the marker from a year and a month that end the plan, stand above an attachment or below a signature."""
    lasts = {index - 1 for index in (*attachments, len(lines)) if index and is_date(lines[index - 1].of(text))}
    dated = [index for index, line in enumerate(lines) if _is_bare_period(line) and is_date(line.of(text))]
    if len(dated) == 1 and _is_signature(text, lines, dated[0]):
        lasts.update(dated)
    return (
        [line._replace(marker=None) if index in lasts else line for index, line in enumerate(lines)] if lasts else lines
    )


def _signed_end(text: str, lines: Sequence[Line]) -> int:
    """Return how many lines end with a dated signature below the last marked one; all where there is none."""
    last_marked = max((i for i, line in enumerate(lines) if line.marker), default=len(lines))
    return next((i + 1 for i in range(last_marked + 2, len(lines)) if _is_signature(text, lines, i)), len(lines))


def _is_signature(text: str, lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line is a date below the name of an office."""
    above, line = lines[max(index - 1, 0)], lines[index]
    return is_date(line.of(text)) and above.marker is None and is_byline(above.of(text))


def _closing_start(text: str, lines: Sequence[Line]) -> int:
    """Return the index of the first line of the closing paragraphs and the signature below the last marked line.

    A paragraph below the last item may also belong to that item. The plan's own habit decides: where no other item that
    is a full sentence has text below it, the last one has none either, and where a blank line parts no other text from
    what stands above it, one that does ends the item.
    """
    last_marked = max((i for i, line in enumerate(lines) if line.marker), default=None)
    if last_marked is None:
        return len(lines)
    first = last_marked + 1 + _n_before_closing([line.of(text) for line in lines[last_marked + 1 :]])
    contents = [line.of(text) for line in lines[first:]]
    signed = len(contents)
    while signed and (is_date(contents[signed - 1]) or _may_sign(contents[signed - 1])):
        signed -= 1
    parted = _first_parted(text, lines, first, first + signed)
    closing = next((i for i in range(signed) if first + i == parted or opens_closing(contents[i])), signed)
    ends_items = first == last_marked + 1 and is_sentence(lines[last_marked].of(text))
    if closing and ends_items and not _has_text_below_items(text, lines[:first]):
        closing = 0
    return first + closing


def _first_parted(text: str, lines: Sequence[Line], first: int, end: int) -> int | None:
    """Return the first of some lines that a blank line parts from the text above it.

    None where that tells nothing: the sentence above goes on, or blank lines stand before other text below a mark, too,
    or in most places.
    """

    def is_parted(number: int) -> bool:
        above, line = lines[number - 1 : number + 1]
        return text.count("\n", above.end, line.start) > 1 and not is_cut_off(above.of(text))

    found = next(filter(is_parted, range(first, end)), None)
    if found is None:
        return None
    parted = list(filter(is_parted, range(1, len(lines))))
    first_marked = next(number for number, line in enumerate(lines) if line.marker)
    is_usual = any(first_marked < number < first and not lines[number].marker for number in parted)
    return None if is_usual or 2 * len(parted) > len(lines) else found


def _n_before_closing(contents: Sequence[str]) -> int:
    """Return how many of the lines below the last marked one go up to a row of a table or an unnumbered heading."""
    last = -1
    for number, (content, below) in enumerate(pairwise(contents)):
        ends = _may_sign(below) or is_date(below) or opens_closing(below)
        if "\t" in below or (is_unnumbered_heading(content) and not ends):
            last = number + 1
    return last + 1


def _has_text_below_items(text: str, lines: Sequence[Line]) -> bool:
    """Tell whether an item that is a full sentence has a line of text, not of a table, below it."""
    return any(
        item.marker and not below.marker and is_sentence(item.of(text)) and "\t" not in below.of(text)
        for item, below in pairwise(lines)
    )


def _may_sign(content: str) -> bool:
    return len(content) <= _LONGEST_SIGNATURE and is_unnumbered_heading(content[:16]) and content[-1] not in "：:，。；"
