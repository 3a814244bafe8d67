"""Lists inside a paragraph: 一是...；二是..., （1）...；（2）..., ①...②..."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from corpus_tools.spans import Span
from corpus_tools.structure.markers import Marker
from corpus_tools.structure.numerals import ARABIC, CJK, EITHER, read_number


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


_BEHIND_STOP = "(?:^|(?<=[。！？；：，、!?;:,.．）)\\s]))"
_NO_CLASS = "(?!年级|组|班(?!班))"
_NUMERALS = (*"一二三四五六七八九十", *map(str, range(1, 12)))
_NO_PAIR = f"(?!(?:{'|'.join(f'{a}、{b}' for a, b in pairwise(_NUMERALS))})(?![0-9]))"  # 一、二年级; 2、3月
_LAST = -1
_IN_WORDS = {"首先": 1, "其次": 2, "再次": 3, "最后": _LAST}


class _Style(NamedTuple):
    """What a marker of such lists looks like, what one of these its second item holds, and how its value is read."""

    name: str
    pattern: re.Pattern[str]
    second: frozenset[str]
    value: Callable[[str], int | None]


def _sign(character: str) -> int:
    return int(unicodedata.numeric(character))


def _letter(character: str) -> int:
    return ord(character.lower()) - ord("a") + 1


def _anywhere(first: str, others: str) -> str:
    """Return a pattern of markers whose first may follow any word but 第, the others a stop."""
    return f"(?:(?<!第){first}|{_BEHIND_STOP}{others})"


_DOT = "(?:、|[.．](?![0-9０-９]))"
_UNIT = "(?:步骤?|阶段|环节|方面|轮|批|层)"
_HAN, _DIGIT, _LATIN = frozenset("二"), frozenset("2２"), frozenset("bB")
_STYLES = tuple(
    _Style(name, re.compile(pattern, re.MULTILINE), second, value)
    for name, pattern, second, value in (
        ("ordinal", f"{_BEHIND_STOP}(?P<n>{CJK})是", _HAN, read_number),
        ("ordinal", f"{_BEHIND_STOP}(?P<n>{CJK})要", _HAN, read_number),
        ("ordinal", f"{_BEHIND_STOP}第(?P<n>{CJK})[，,、：:是]", _HAN, read_number),
        (
            "ordinal",
            f"{_BEHIND_STOP}第(?P<n>{EITHER}){_UNIT}(?:[，,：:]|(?=[（(]))",
            _HAN | _DIGIT,
            read_number,
        ),
        ("ordinal", f"{_BEHIND_STOP}其(?P<n>{CJK})[，,、：:是]", _HAN, read_number),
        ("ordinal", f"{_BEHIND_STOP}(?P<n>首先|其次|再次|最后)[，,、]", frozenset(("其次",)), _IN_WORDS.get),
        ("circled", "(?P<n>[①-⑳])", frozenset("②"), _sign),
        ("circled", "(?P<n>[❶-❿])", frozenset("❷"), _sign),
        (
            "arabic-paren",
            _anywhere("[（(](?P<n>1)[）)]", f"[（(](?P<m>{ARABIC})[）)]") + _NO_CLASS,
            _DIGIT,
            read_number,
        ),
        ("arabic-paren", _anywhere("(?P<n>⑴)", "(?P<m>[⑵-⒇])"), frozenset("⑵"), _sign),
        ("cjk-paren", _anywhere("[（(](?P<n>一)[）)]", f"[（(](?P<m>{CJK})[）)]") + _NO_CLASS, _HAN, read_number),
        ("cjk-paren", _anywhere("(?P<n>㈠)", "(?P<m>[㈡-㈩])"), frozenset("㈡"), _sign),
        ("cjk", f"{_BEHIND_STOP}{_NO_PAIR}(?P<n>{CJK})、", _HAN, read_number),
        ("arabic-half", f"{_BEHIND_STOP}(?P<n>{ARABIC})[）)]", _DIGIT, read_number),
        (
            "arabic",
            _anywhere(f"(?<![\\dA-Za-z.．]){_NO_PAIR}(?P<n>[1１]){_DOT}", f"{_NO_PAIR}(?P<m>{ARABIC}){_DOT}"),
            _DIGIT,
            read_number,
        ),
        ("arabic", f"{_BEHIND_STOP}(?P<n>[⒈-⒛])", frozenset("⒉"), _sign),
        ("latin", f"{_BEHIND_STOP}(?P<n>[A-Z])[、.．）)](?![A-Za-z])", _LATIN, _letter),
        ("latin-paren", _anywhere("[（(](?P<n>[Aa])[）)]", "[（(](?P<m>[A-Ja-j])[）)]"), _LATIN, _letter),
        ("latin-small", f"{_BEHIND_STOP}(?P<n>[a-z])[、.．）)](?![A-Za-z])", _LATIN, _letter),
    )
)
# Every list has a second item; a paragraph without one is soon passed over.
_TWO = frozenset.union(*(style.second for style in _STYLES))
_SECOND = re.compile(
    f"二[是要]|[（(其]二|第二[，,、：:是]|二、|第[二2２]{_UNIT}|其次|[②❷⑵㈡⒉]|[（(、。；;：:，,.．）)\\s][2２bB]"
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
    twos = [two for two in _TWO if text.find(two, start, end) >= 0]
    if not twos or not _SECOND.search(text, start, end):
        return None
    starts = [span.start for span in spans]
    styles = (style for style in _STYLES if style.name not in around and not style.second.isdisjoint(twos))
    found = sorted((run for style in styles for run in _count_on(text, starts, end, style)), key=_start)
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


def _count_on(text: str, starts: Sequence[int], end: int, style: _Style) -> Iterator[list[Marker]]:
    """Yield the lists of markers 1, 2, 3 ... of one style in lines that begin at ``starts``; each has a second.

    1 on a line further down begins another.
    """
    markers: list[Marker] = []
    for found in style.pattern.finditer(text, starts[0], end):
        number = style.value(found[found.lastgroup or 0])
        if number == 1 and markers and bisect_right(starts, found.start()) > bisect_right(starts, markers[-1].start):
            if len(markers) > 1:
                yield markers
            markers = []
        following = len(markers) + 1
        if number == following or (number == _LAST and following > 2):
            if not markers or _WORD.search(text, markers[-1].end, found.start()):
                markers.append(Marker(found.group(), style.name, following, *found.span()))
    if len(markers) > 1:
        yield markers


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
