"""Lists inside a paragraph: 一是...；二是..., （1）...；（2）..., ①...②..."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from corpus_tools.spans import Span
from corpus_tools.structure.markers import CLASS_OR_GROUP, Marker
from corpus_tools.structure.numerals import ARABIC, CJK, EITHER, read_letter, read_number, read_sign


class InlineItem(NamedTuple):
    """An item of a list inside a paragraph: its marker, and its text up to the next item, a span a line."""

    marker: Marker
    body: tuple[Span, ...]


class InlineList(NamedTuple):
    """A list inside a paragraph: the spans before it, from the list above on, and its items."""

    before: tuple[Span, ...]
    items: tuple[InlineItem, ...]


class InlineText(NamedTuple):
    """A paragraph taken apart: its lists, and the lines below the last one."""

    lists: tuple[InlineList, ...]
    below: tuple[Span, ...]


_STOPS = "。！？；：，、!?;:,.．）)"
_LAST = -1
_IN_WORDS = {"首先": 1, "其次": 2, "再次": 3, "最后": _LAST}
_NONE, _FIRST_ONE, _ALL = range(3)
_FEWEST_WITHOUT_STOPS = 3


class _Style(NamedTuple):
    """Markers of such lists.

    Attributes
    ----------
    name
        Of the style of the markers.
    free
        Which of them may follow any word: none, the first or all; the others follow a stop.
    pattern, value
        What they look like, and how the value of their numeral is read.
    """

    name: str
    free: int
    pattern: re.Pattern[str]
    value: Callable[[str], int | None]


_UNIT = "(?:步骤?|阶段|环节|方面|轮|批|层)"
_STYLES = tuple(
    _Style(name, free, re.compile(pattern), value)
    for name, free, pattern, value in (
        ("ordinal", _NONE, f"({CJK})是", read_number),
        ("ordinal", _NONE, f"({CJK})要", read_number),
        ("ordinal", _NONE, f"第({CJK})[，,、：:是]", read_number),
        ("ordinal", _NONE, f"第({EITHER}){_UNIT}(?:[，,：:]|(?=[（(]))", read_number),
        ("ordinal", _NONE, f"其({CJK})[，,、：:是]", read_number),
        ("ordinal", _NONE, "(首先|其次|再次|最后)[，,、]", _IN_WORDS.get),
        ("circled", _ALL, "([①-⑳])", read_sign),
        ("circled", _ALL, "([❶-❿])", read_sign),
        ("arabic-paren", _FIRST_ONE, f"[（(]({ARABIC})[）)]", read_number),
        ("arabic-paren", _FIRST_ONE, "([⑴-⒇])", read_sign),
        ("cjk-paren", _FIRST_ONE, f"[（(]({CJK})[）)]", read_number),
        ("cjk-paren", _FIRST_ONE, "([㈠-㈩])", read_sign),
        ("cjk", _NONE, f"({CJK})、", read_number),
        ("arabic-half", _NONE, f"({ARABIC})[）)]", read_number),
        ("arabic", _FIRST_ONE, f"({ARABIC})(?:、|[.．](?![0-9０-９]))", read_number),
        ("arabic", _NONE, "([⒈-⒛])", read_sign),
        ("latin", _NONE, "([A-Z])[、.．）)](?![A-Za-z])", read_letter),
        ("latin-paren", _FIRST_ONE, "[（(]([A-Ja-j])[）)]", read_letter),
        ("latin-small", _NONE, "([a-z])[、.．）)](?![A-Za-z])", read_letter),
    )
)
# What looks like a marker and is none: 一、二年级; 2、3月; （二）班 ...
_NUMERALS = (*"一二三四五六七八九十", *(f"0?{number}" for number in range(1, 12)))
_PAIRS = "|".join(f"{a}、{b}" for a, b in pairwise(_NUMERALS))
_NO_MARKER = re.compile(f"(?:{_PAIRS})(?![0-9])|[（(]{EITHER}[）)]{CLASS_OR_GROUP}")
_NO_FIRST = re.compile("第|[0-9A-Za-z][0-9０-９]")  # ... and, with the character before it: 第（一）项, M1、
# Every list has a second item; a paragraph without one is soon passed over.
_SECOND = re.compile(
    "[二2２bB②❷⑵㈡⒉次](?:(?<=[②❷⑵㈡⒉])|(?<=其次)|(?<=[（(其]二)|(?<=二)[是要、]"
    f"|(?<=第[二2２])(?:[，,：:是]|{_UNIT})|(?<=[（(、。；;：:，,.．）)\\s][2２bB])|(?<=[2２])[、.．])"
)
_FIRST = re.compile("[一1①❶⑴㈠⒈Aa１]|首先")
_WORD = re.compile(r"\w")


def may_begin_list(text: str, start: int, end: int) -> bool:
    """Tell whether the first marker of a list may stand between two offsets."""
    return _FIRST.search(text, start, end) is not None


def split_inline(text: str, spans: Sequence[Span], around: Set[str] = frozenset()) -> InlineText | None:
    """Take the lines of a paragraph apart; None if they hold no list.

    Of lists in the same lines the one that begins first is taken; those inside its items are found by splitting them
    in turn, ``around`` being the styles of the lists that they stand in.
    """
    if not spans:
        return None
    start, end = spans[0].start, spans[-1].end
    if not _SECOND.search(text, start, end):
        return None
    starts = [span.start for span in spans]
    styles = (style for style in _STYLES if style.name not in around)
    found = sorted((run for style in styles for run in _find_runs(text, starts, end, style)), key=_start)
    lists: list[InlineList] = []
    n_lines = 0  # that are taken apart
    for markers in found:
        if n_lines < len(spans) and markers[0].start >= starts[n_lines]:
            lines = spans[n_lines : bisect_right(starts, markers[-1].start)]
            lists.append(_cut(text, lines, markers))
            n_lines += len(lines)
    return InlineText(tuple(lists), tuple(spans[n_lines:])) if lists else None


def _start(markers: Sequence[Marker]) -> int:
    return markers[0].start


def _find_runs(text: str, starts: Sequence[int], end: int, style: _Style) -> list[list[Marker]]:
    """Return the lists of one style; where enough items count on, none of them needs a stop before it."""
    strict = list(_count_on(text, starts, end, style, style.free))
    if style.free != _FIRST_ONE:
        return strict
    free = [run for run in _count_on(text, starts, end, style, _ALL) if len(run) >= _FEWEST_WITHOUT_STOPS]
    return free if sum(map(len, free)) > sum(map(len, strict)) else strict


def _count_on(text: str, starts: Sequence[int], end: int, style: _Style, free: int) -> Iterator[list[Marker]]:
    """Yield the lists of markers 1, 2, 3 ... of one style in lines that begin at ``starts``; each has a second.

    1 on a line further down begins another. Words stand between a marker and the next.
    """
    markers: list[Marker] = []
    for found in style.pattern.finditer(text, starts[0], end):
        number, start, following = style.value(found[1]), found.start(), len(markers) + 1
        if number == 1 and markers and bisect_right(starts, start) > bisect_right(starts, markers[-1].start):
            following = 1
        if number != following and not (number == _LAST and following > 2):
            continue
        if not _may_stand(text, start, free >= (_FIRST_ONE if following == 1 else _ALL)):
            continue
        if following == 1:
            if len(markers) > 1:
                yield markers
            markers = []
        elif not _WORD.search(text, markers[-1].end, start):
            continue
        markers.append(Marker(found.group(), style.name, following, *found.span()))
    if len(markers) > 1:
        yield markers


def _may_stand(text: str, start: int, is_free: bool) -> bool:
    """Tell whether a marker may begin at ``start``; a free one behind any word."""
    if _NO_MARKER.match(text, start):
        return False
    before = text[start - 1] if start else "\n"
    return before in _STOPS or before.isspace() or (is_free and not _NO_FIRST.match(text, start - 1))


def _cut(text: str, lines: Sequence[Span], markers: Sequence[Marker]) -> InlineList:
    ends = [*(marker.start for marker in markers[1:]), lines[-1].end]
    return InlineList(
        before=tuple(_clip(text, lines, lines[0].start, markers[0].start)),
        items=tuple(
            InlineItem(marker, tuple(_clip(text, lines, marker.end, end)))
            for marker, end in zip(markers, ends, strict=True)
        ),
    )


def _clip(text: str, spans: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    """Yield what lies of ``spans`` between two offsets, without outer blanks."""
    for span in spans:
        left, right = max(start, span.start), min(end, span.end)
        piece = text[left:right]
        if piece.strip():
            left += len(piece) - len(piece.lstrip())
            yield Span(left, left + len(piece.strip()))
