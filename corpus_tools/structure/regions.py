"""Regions of a plan: its main part, its attachments, and the paragraphs and the signature that end each of them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus_tools.structure.lines import (
    Line,
    is_attachment_heading,
    is_date,
    is_sentence,
    is_unnumbered_heading,
    opens_closing,
)

_LONGEST_SIGNATURE = 30


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
    lines = _without_signature_month(text, lines)
    starts = [
        i for i, line in enumerate(lines) if not line.marker and is_attachment_heading(text[line.start : line.end])
    ]
    for start, end in zip([0, *starts], [*starts, len(lines)], strict=True):
        if end > start:
            closing = start + _closing_start(text, lines[start:end])
            yield Region(lines[start:closing], lines[closing:end], start in starts)


def _without_signature_month(text: str, lines: Sequence[Line]) -> Sequence[Line]:
    """Take the marker from a last line that is a year and a month: it dates the plan and heads no calendar."""
    if not lines or not is_date(text[lines[-1].start : lines[-1].end]):
        return lines
    return [*lines[:-1], lines[-1]._replace(marker=None)]


def _closing_start(text: str, lines: Sequence[Line]) -> int:
    """Return the index of the first line of the closing paragraphs and the signature below the last marked line.

    A paragraph below the last item may also belong to that item. The plan's own habit decides: where no other item that
    is a full sentence has text below it, the last one has none either.
    """
    last_marked = max((i for i, line in enumerate(lines) if line.marker), default=None)
    if last_marked is None:
        return len(lines)
    first = last_marked + 1
    contents = [text[line.start : line.end] for line in lines[first:]]
    signed = len(contents)
    while signed and (is_date(contents[signed - 1]) or _may_sign(contents[signed - 1])):
        signed -= 1
    closing = next((i for i in range(signed) if opens_closing(contents[i])), signed)
    if closing and is_sentence(text[: lines[last_marked].end]) and not _has_text_below_items(text, lines[:first]):
        closing = 0
    return first + closing


def _has_text_below_items(text: str, lines: Sequence[Line]) -> bool:
    """Tell whether an item that is a full sentence has a line of text, not of a table, below it."""
    return any(
        item.marker
        and not below.marker
        and is_sentence(text[item.start : item.end])
        and "\t" not in text[slice(*below[:2])]
        for item, below in pairwise(lines)
    )


def _may_sign(content: str) -> bool:
    return len(content) <= _LONGEST_SIGNATURE and is_unnumbered_heading(content[:16]) and content[-1] not in "：:，。；"
