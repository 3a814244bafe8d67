"""Stops: where sentences and clauses end, outside quotation marks, book-title marks and brackets."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corpus_tools.folding import N_CODE_POINTS, to_codes
from corpus_tools.spans import Span

BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001))))
STOPS = "。！？；!?;"
COLONS = "：:"
_QUOTATION = "“”‘’「」『』《》〈〉"  # quotation and book-title marks, opening and closing in turn
_ENCLOSING = _QUOTATION + "（）()【】[]"
_CLOSING = _ENCLOSING[1::2]
_BLANK, _STOP, _LETTER, _MARK = range(4)  # marks are numbered from _MARK on
_FULL_WIDTH = str.maketrans("()", "（）")

_Numbers = NDArray[np.int64]


def stops(content: str, marks: str = STOPS, enclosing: str = _ENCLOSING) -> Iterator[int]:
    """Yield where ``marks`` stand outside the pairs of ``enclosing`` (opening and closing characters in turn).

    An opening character that is never closed encloses nothing.
    """
    if not _any_of(marks).search(content):
        return
    found = [(each.start(), each.group()) for each in _any_of(marks, enclosing).finditer(content)]
    opens = any(character in enclosing for _, character in found)
    spans = iter(_enclosed(found, _opening_of(enclosing)) if opens else ())
    span = next(spans, None)
    for offset, character in found:
        while span and offset >= span.end:
            span = next(spans, None)
        if character in marks and not (span and span.start <= offset) and not _is_clock(content, offset):
            yield offset


@cache
def _any_of(*characters: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(characters))}]")


@cache
def _opening_of(enclosing: str) -> Mapping[str, str]:
    """Return the opening character of every closing one."""
    return dict(zip(enclosing[1::2], enclosing[::2], strict=True))


def clause_spans(text: str, starts: _Numbers, ends: _Numbers) -> tuple[_Numbers, _Numbers, _Numbers]:
    """Return the runs of some spans between stops, without outer blanks: of which span, from where, to where.

    Stops inside quotation and book-title marks do not count.

    Parameters
    ----------
    text
    starts, ends
        The spans, none over another. The runs are in the order of the text.
    """
    codes = to_codes(text)
    kinds = _kinds().take(codes)
    is_stop = kinds == _STOP
    (filled,) = np.nonzero(starts < ends)
    order = filled[np.argsort(starts[filled])]
    ordered, reach = starts[order], np.append(ends[order], 0)
    order = np.append(order, -1)  # no span, where none begins before

    def spans_at(places: _Numbers) -> _Numbers:
        before = ordered.searchsorted(places, "right") - 1
        return np.where(places < reach[before], order[before], -1)

    (marks,) = np.nonzero(kinds >= _MARK)
    numbers, around = kinds[marks] - _MARK, spans_at(marks)
    is_opening = numbers % 2 == 0
    is_near = (around[:-1] >= 0) & (around[1:] == around[:-1])  # the next one is in the same span
    is_plain = np.where(is_opening[:-1], numbers[1:] == numbers[:-1] + 1, is_opening[1:])
    (found,) = np.nonzero(is_stop)
    before = marks.searchsorted(found) - 1
    (between,) = np.nonzero(np.append(is_near, [False, False])[before])
    is_stop[found[between]] = ~is_opening[before[between]]
    unclear = np.intersect1d(around[before[between]], around[1:][is_near & ~is_plain])
    for span in unclear.tolist():  # marks in marks, or one without the other
        start, end = int(starts[span]), int(ends[span])
        is_stop[start:end] = False
        is_stop[[start + stop for stop in stops(text[start:end], enclosing=_QUOTATION)]] = True
    is_border = np.append(is_stop, False)
    opens_run = np.diff(found, prepend=-2) > 1
    first_stops = found[opens_run][np.cumsum(opens_run) - 1]
    (closed,) = np.isin(np.append(codes, 0)[found + 1], to_codes(_CLOSING)).nonzero()
    columns = (column[closed].tolist() for column in (first_stops, found + 1, spans_at(found)))
    for stop, behind, span in zip(*columns, strict=True):
        if span >= 0 and behind < ends[span]:  # what is closed behind a stop belongs to the run before it: （停办。）
            stop_run = slice(max(stop, int(starts[span])), behind)
            while behind < ends[span] and text[behind] in _CLOSING:
                behind += 1
            is_border[behind] |= is_border[stop_run].any()
            is_border[stop_run] = False
    is_border[starts] = is_border[ends] = True
    is_letter = kinds >= _LETTER
    (letters,) = is_letter.nonzero()
    at = np.append(0, np.cumsum(is_letter))[is_border.nonzero()]
    (runs,) = np.diff(at).nonzero()
    first, last = letters[at[runs]], letters[at[runs + 1] - 1] + 1
    spans = spans_at(first)
    (inside,) = np.nonzero(spans >= 0)
    return spans[inside], first[inside], last[inside]


@cache
def _kinds() -> NDArray[np.uint8]:
    """Return what each character is to clauses."""
    kinds = np.full(N_CODE_POINTS, _LETTER, dtype=np.uint8)
    kinds[list(map(ord, BLANKS))] = _BLANK
    kinds[list(map(ord, STOPS))] = _STOP
    kinds[list(map(ord, _QUOTATION))] = np.arange(len(_QUOTATION)) + _MARK
    return kinds


def unclosed_marks(content: str) -> Iterator[int]:
    """Yield where the first quotation mark, book-title mark or bracket of each kind stands that is never closed."""
    opening_of = _opening_of(_ENCLOSING)
    open_marks: dict[str, list[int]] = {opening: [] for opening in opening_of.values()}
    for found in _any_of(_ENCLOSING).finditer(content.translate(_FULL_WIDTH)):
        if found.group() in open_marks:
            open_marks[found.group()].append(found.start())
        elif open_marks[opening_of[found.group()]]:
            open_marks[opening_of[found.group()]].pop()
    yield from sorted(offsets[0] for offsets in open_marks.values() if offsets)


def _enclosed(found: Iterable[tuple[int, str]], opening_of: Mapping[str, str]) -> list[Span]:
    """Return the outermost spans from an opening character to the closing one that belongs to it.

    Parameters
    ----------
    found
        Offsets and characters, in order; those that enclose nothing may be among them.
    """
    open_marks: list[tuple[str, int]] = []
    n_open = dict.fromkeys(opening_of.values(), 0)
    outer: list[Span] = []
    for offset, character in found:
        if character in n_open:
            open_marks.append((character, offset))
            n_open[character] += 1
        elif n_open.get(opening := opening_of.get(character, "")):
            mark, start = "", 0
            while mark != opening:  # what was opened inside and not closed encloses nothing
                mark, start = open_marks.pop()
                n_open[mark] -= 1
            while outer and outer[-1].start >= start:
                outer.pop()
            outer.append(Span(start, offset + 1))
    return outer


def _is_clock(content: str, offset: int) -> bool:
    """Tell whether the colon at ``offset`` stands between the digits of a time (8:05)."""
    before, after = content[offset - 1 : offset], content[offset + 1 : offset + 2]
    return content[offset] in COLONS and before.isdigit() and after.isdigit()
