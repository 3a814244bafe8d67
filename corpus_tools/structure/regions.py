"""Regions of a plan: its main part, its attachments, and the paragraphs and the signature that end each of them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from corpus_tools.structure.lines import (
    Line,
    announces,
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
_MOST_NAMES = 3  # above a date, or without one
_BETWEEN_NAMES = re.compile(r"[、\s]+")
_NAME = re.compile(r"[^\W\d](?:[ \u3000]?[^\W\d]){1,3}")  # 李 某
_AUTHOR = r"[^\W\d]{1,5}[人者长师任笔稿制编审核门位][:：]\s?[^\W\d](?:\s?[^\W\d]){1,11}"
_AUTHORS = re.compile(rf"{_AUTHOR}(?:\s+{_AUTHOR})*")  # 计划人：张三  审核：李四
_LABEL = re.compile(r"[^\W\d_]{1,8}[:：]\s*")
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
    lines = list(_with_labels_apart(text, lines))
    starts = [i for i, line in enumerate(lines) if not line.marker and is_attachment_heading(line.of(text))]
    lines = _without_signature_months(text, lines, starts)
    for start, end in zip([0, *starts], [*starts, len(lines)], strict=True):
        if end > start:
            signed = start + _signed_end(text, lines[start:end])
            closing = start + _closing_start(text, lines[start:signed])
            yield Region(lines[start:closing], lines[closing:signed], start in starts)
            if signed < end:
                yield Region(lines[signed:end], (), is_attachment=False)


def _with_labels_apart(text: str, lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines, those of the kind ``附件：1.名单`` as two: a heading and the first of a list.

    So are those with another label (``注：1.``) where the list goes on on the next line.
    """
    for line, below in zip_longest(lines, lines[1:]):
        found = _LABEL.match(text, line.start, line.end) if line.marker is None else None
        marker = scan_marker(text, found.end(), line.end) if found and found.end() < line.end else None
        goes_on = marker and below and below.marker and below.marker[1:3] == (marker.style, 2)
        is_attachment = found is not None and _ATTACHMENT_LABEL.match(found.group()) is not None
        if found and marker and marker.value == 1 and (goes_on or is_attachment):
            yield line._replace(end=found.start() + len(found.group().rstrip()))
            yield Line(marker.start, line.end, marker, is_joined=not is_attachment)
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
    """Return how many lines end with a dated signature below the last marked one; all where there is none.

    Without a mark, the heading of an attachment stands for one.
    """
    is_attachment = is_attachment_heading(lines[0].of(text))
    last_marked = max((i for i, line in enumerate(lines) if line.marker), default=0 if is_attachment else len(lines))
    return next((i + 1 for i in range(last_marked + 2, len(lines)) if _is_signature(text, lines, i)), len(lines))


def _is_signature(text: str, lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line is a date below the name of an office."""
    above, line = lines[max(index - 1, 0)], lines[index]
    return is_date(line.of(text)) and above.marker is None and _names_office(above.of(text))


def _closing_start(text: str, lines: Sequence[Line]) -> int:
    """Return the index of the first line of the closing paragraphs and the signature below the last marked line.

    A paragraph below the last item may also belong to that item. The plan's own habit decides: where no other item that
    is a full sentence has text below it, the last one has none either, and where a blank line parts no other text from
    what stands above it, one that does ends the item.
    """
    last_marked = max((i for i, line in enumerate(lines) if line.marker), default=None)
    if last_marked is None:
        return _signature_start(text, lines, 1, dated=True)
    first = last_marked + 1 + _n_before_closing([line.of(text) for line in lines[last_marked + 1 :]])
    if first == last_marked + 1 and _heads_text(text, lines, last_marked):
        first += 1
    signature = _unlike_text_start(text, lines, first, _signature_start(text, lines, first))
    contents = [line.of(text) for line in lines[first:signature]]
    parted = _first_parted(text, lines, first, signature)
    closing = next((i for i, content in enumerate(contents, first) if i == parted or opens_closing(content)), signature)
    ends_items = first == last_marked + 1 and is_sentence(lines[last_marked].of(text))
    if closing > first and ends_items and not _has_text_below_items(text, lines[:first]):
        return first
    return closing


def _heads_text(text: str, lines: Sequence[Line], index: int) -> bool:
    """Tell whether a marked line heads the line below it: it is no sentence, and most others of its style head some.

    The name above a date signs.
    """
    line = lines[index]
    n_below = len(lines) - index - 1
    if not n_below or is_sentence(line.of(text)) or (n_below > 1 and _is_signature(text, lines, index + 2)):
        return False
    heads = [_opens(one, below) for one, below in pairwise(lines[: index + 1]) if _is_like(one, line)]
    return 2 * sum(heads) > len(heads)


def _is_like(line: Line, other: Line) -> bool:
    return line.marker is not None and other.marker is not None and line.marker.style == other.marker.style


def _opens(line: Line, below: Line) -> bool:
    """Tell whether text or a list of another style begins below a marked line."""
    return below.marker is None or (below.marker.value in (1, None) and not _is_like(line, below))


def _signature_start(text: str, lines: Sequence[Line], first: int, *, dated: bool = False) -> int:
    """Return the index of the first line of a signature that ends some lines, not above ``first``; else their number.

    A date has the name of its author right above it, and offices above that; a signature without one begins with an
    office, and is no list of many.

    Parameters
    ----------
    dated
        Whether there must be a date.
    """
    start = end = len(lines)
    lasts = range(end - 1, max(first, end - _MOST_NAMES) - 1, -1)
    date = next((i for i in lasts if _dates(lines[i].of(text))), None)
    if date is not None and all(_may_sign(line.of(text)) for line in lines[date + 1 :]):
        start = date
        if start > first and date == end - 1 and is_date(lines[date].of(text)) and _may_name(lines[date - 1].of(text)):
            start -= 1
        while start > first and date - start < _MOST_NAMES and _names_office(lines[start - 1].of(text)):
            start -= 1
    elif not dated:
        names = [i for i in lasts if _names_office(lines[i].of(text))]
        start = names[-1] if names and all(_is_name(lines[i].of(text)) for i in range(names[-1], end)) else end
        above = lines[start - 1]
        if above.marker is None and _names_office(above.of(text)):  # a list of offices
            return end
    return start


def _unlike_text_start(text: str, lines: Sequence[Line], first: int, signature: int) -> int:
    """Return the first of the short lines right above a signature where the plan's habit tells that they are no text.

    They stand below a sentence without a stop, and what stands below sentences elsewhere has one; else ``signature``.
    """
    start = signature
    while start > first and _may_sign(lines[start - 1].of(text)):
        start -= 1
    if not is_sentence(lines[start - 1].of(text)):
        return signature
    texts = [below.of(text) for _above, below in _texts_below_sentences(text, lines[:start])]
    return start if 2 * sum(map(is_sentence, texts)) > len(texts) else signature


def _dates(content: str) -> bool:
    """Tell whether a line is a date, or short and ends in one behind a blank: ``后勤处 2024年2月``."""
    return is_date(content) or (len(content) <= _LONGEST_SIGNATURE and is_date(content.split()[-1]))


def _names_office(content: str) -> bool:
    """Tell whether a line names one or more offices, or one and those who signed for it: ``教导处、团委  李某某``."""
    if is_byline(content):
        return True
    names = _BETWEEN_NAMES.split(content)
    return any(map(is_byline, names)) and all(is_byline(name) or _NAME.fullmatch(name) for name in names)


def _is_name(content: str) -> bool:
    """Tell whether a line names offices or a person."""
    return _NAME.fullmatch(content) is not None or _names_office(content)


def _may_name(content: str) -> bool:
    """Tell whether a line above a date may say whose it is."""
    return _may_sign(content) or _AUTHORS.fullmatch(content) is not None


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
    """Tell whether an item that is a full sentence has a line of text below it."""
    return any(above.marker for above, _below in _texts_below_sentences(text, lines))


def _texts_below_sentences(text: str, lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Yield the lines that are full sentences, each with the line of text below it: no row of a table, no lead-in."""
    for above, below in pairwise(lines):
        content = below.of(text)
        if not below.marker and is_sentence(above.of(text)) and "\t" not in content and not announces(content):
            yield above, below


def _may_sign(content: str) -> bool:
    return len(content) <= _LONGEST_SIGNATURE and is_unnumbered_heading(content[:16]) and content[-1] not in "：:，。；"
