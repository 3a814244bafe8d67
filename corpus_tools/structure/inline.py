"""Lists inside a paragraph: 一是...；二是..., （1）...；（2）..., ①...②..."""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from typing import NamedTuple

from corpus_tools.spans import Span
from corpus_tools.structure.markers import Marker
from corpus_tools.structure.numerals import ARABIC, CJK, read_number


class InlineItem(NamedTuple):
    """An item of a list inside a paragraph: its marker, and its text up to the next item, a span a line."""

    marker: Marker
    body: tuple[Span, ...]


class InlineList(NamedTuple):
    """A paragraph taken apart: the spans before its list, the items, and the lines below the last item's own."""

    before: tuple[Span, ...]
    items: tuple[InlineItem, ...]
    below: tuple[Span, ...]


_BEHIND_STOP = "(?:^|(?<=[。！？；：，、!?;:,.．）)\\s]))"
_NO_CLASS = "(?!年级|组|班(?!班))"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LAST = -1
_IN_WORDS = {"首先": 1, "其次": 2, "再次": 3, "最后": _LAST}


class _Style(NamedTuple):
    """What a marker of such lists looks like, what one of these its second item holds, and how its value is read."""

    name: str
    pattern: re.Pattern[str]
    second: frozenset[str]
    value: Callable[[str], int | None]


_HAN, _DIGIT = frozenset("二"), frozenset("2２")
# （1） may follow any word, （2） a stop.
_STYLES = tuple(
    _Style(name, re.compile(pattern, re.MULTILINE), second, value)
    for name, pattern, second, value in (
        ("ordinal", f"{_BEHIND_STOP}(?P<n>{CJK})是", _HAN, read_number),
        ("ordinal", f"{_BEHIND_STOP}(?P<n>{CJK})要", _HAN, read_number),
        ("ordinal", f"{_BEHIND_STOP}第(?P<n>{CJK})[，,、]", _HAN, read_number),
        ("ordinal", f"{_BEHIND_STOP}其(?P<n>{CJK})[，,、]", _HAN, read_number),
        ("ordinal", f"{_BEHIND_STOP}(?P<n>首先|其次|再次|最后)[，,、]", frozenset(("其次",)), _IN_WORDS.get),
        ("circled", f"(?P<n>[{_CIRCLED}])", frozenset("②"), lambda character: _CIRCLED.index(character) + 1),
        (
            "arabic-paren",
            f"(?:[（(](?P<n>1)[）)]|{_BEHIND_STOP}[（(](?P<m>{ARABIC})[）)]){_NO_CLASS}",
            _DIGIT,
            read_number,
        ),
        ("cjk-paren", f"(?:[（(](?P<n>一)[）)]|{_BEHIND_STOP}[（(](?P<m>{CJK})[）)]){_NO_CLASS}", _HAN, read_number),
        ("arabic-half", f"{_BEHIND_STOP}(?P<n>{ARABIC})[）)]", _DIGIT, read_number),
        ("arabic", f"{_BEHIND_STOP}(?P<n>{ARABIC})(?:、|[.．](?![0-9０-９]))", _DIGIT, read_number),
    )
)
# Every list has a second item; a paragraph without one is soon passed over.
_TWO = frozenset.union(*(style.second for style in _STYLES))
_SECOND = re.compile("[二②]|[（(、。；;：:，,\\s][2２]|其次")


def split_inline(text: str, spans: Sequence[Span], around: Set[str] = frozenset()) -> InlineList | None:
    """Take the lines of a paragraph apart; None if they hold no list.

    Of several lists the one that begins first is taken; those inside its items are found by splitting them in turn,
    ``around`` being the styles of the lists that they stand in.
    """
    if not spans:
        return None
    start, end = spans[0].start, spans[-1].end
    twos = [two for two in _TWO if text.find(two, start, end) >= 0]
    if not twos or not _SECOND.search(text, start, end):
        return None
    styles = (style for style in _STYLES if style.name not in around and not style.second.isdisjoint(twos))
    lists = (_count_on(text, start, end, style) for style in styles)
    markers = min((found for found in lists if found), key=lambda found: found[0].start, default=None)
    if markers is None:
        return None
    last_line = next(number for number, span in enumerate(spans) if markers[-1].start < span.end)
    ends = [*(marker.start for marker in markers[1:]), spans[last_line].end]
    return InlineList(
        before=tuple(_clip(text, spans, start, markers[0].start)),
        items=tuple(
            InlineItem(marker, tuple(_clip(text, spans, marker.end, end)))
            for marker, end in zip(markers, ends, strict=True)
        ),
        below=tuple(spans[last_line + 1 :]),
    )


def _count_on(text: str, start: int, end: int, style: _Style) -> list[Marker]:
    """Return the markers 1, 2, 3 ... of one style between two offsets; none if there is no second."""
    markers: list[Marker] = []
    for found in style.pattern.finditer(text, start, end):
        number = style.value(found[found.lastgroup or 0])
        following = len(markers) + 1
        if number == following or (number == _LAST and following > 2):
            markers.append(Marker(found.group(), style.name, following, *found.span()))
    return markers if len(markers) > 1 else []


def _clip(text: str, spans: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    """Yield what lies of ``spans`` between two offsets, without outer blanks."""
    for span in spans:
        left, right = max(start, span.start), min(end, span.end)
        piece = text[left:right]
        if piece.strip():
            left += len(piece) - len(piece.lstrip())
            yield Span(left, left + len(piece.strip()))
