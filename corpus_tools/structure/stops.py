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
FULL_WIDTH = str.maketrans("()", "（）")

_Numbers = NDArray[np.int64]
_Codes = NDArray[np.uint32]
_Kinds = NDArray[np.uint8]
_Flags = NDArray[np.bool_]


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


class _Spans:
    """Spans of a text, none over another, and which of them a place is in."""

    def __init__(self, starts: _Numbers, ends: _Numbers) -> None:
        self.starts, self.ends = starts, ends
        (filled,) = np.nonzero(starts < ends)
        order = filled[np.argsort(starts[filled])]
        self._firsts = starts[order]
        # The last of each stands for what lies before all spans.
        self._order, self._reach = np.append(order, -1), np.append(ends[order], 0)

    def at(self, places: _Numbers) -> _Numbers:
        """Return for each place the number of the span that holds it, -1 where none does."""
        before = self._firsts.searchsorted(places, "right") - 1
        return np.where(places < self._reach[before], self._order[before], -1)


def clause_spans(text: str, starts: _Numbers, ends: _Numbers) -> tuple[_Numbers, _Numbers, _Numbers]:
    """Return the runs of some spans between stops, without outer blanks: of which span, from where, to where.

    Stops inside quotation and book-title marks do not count.

    Parameters
    ----------
    text
    starts, ends
        The spans, none over another. The runs are in the order of the text.
    """
    codes, spans = to_codes(text), _Spans(starts, ends)
    kinds = _kinds().take(codes)
    is_border = np.append(_is_outer_stop(text, kinds, spans), False)
    for row, behind in _closed_behind(text, codes, kinds, spans):
        is_border[behind] |= is_border[row].any()
        is_border[row] = False
    is_border[starts] = is_border[ends] = True
    firsts, lasts = _runs_of_letters(kinds >= _LETTER, is_border)
    numbers = spans.at(firsts)
    (inside,) = np.nonzero(numbers >= 0)
    return numbers[inside], firsts[inside], lasts[inside]


def _is_outer_stop(text: str, kinds: _Kinds, spans: _Spans) -> _Flags:
    """Return which characters are stops outside the marks of their span.

    Nearly everywhere a mark that opens is followed by the one that closes it, so that the mark before a stop tells.
    """
    is_stop: _Flags = kinds == _STOP
    (found,), (marks,) = is_stop.nonzero(), np.nonzero(kinds >= _MARK)
    numbers, of_span = kinds[marks] - _MARK, spans.at(marks)
    is_opening = numbers % 2 == 0
    # Of each mark and the next: are they in the same span, and does one close the other, or open behind it?
    is_near = (of_span[:-1] >= 0) & (of_span[1:] == of_span[:-1])
    is_plain = np.where(is_opening[:-1], numbers[1:] == numbers[:-1] + 1, is_opening[1:])
    before = marks.searchsorted(found) - 1  # -1 where there is none; the last mark has no next
    (between,) = np.append(is_near, [False, False])[before].nonzero()
    is_stop[found[between]] = ~is_opening[before[between]]
    unclear = np.intersect1d(of_span[before[between]], of_span[1:][is_near & ~is_plain])
    for span in unclear.tolist():  # marks in marks, or one without the other
        start, end = int(spans.starts[span]), int(spans.ends[span])
        is_stop[start:end] = False
        is_stop[[start + stop for stop in stops(text[start:end], enclosing=_QUOTATION)]] = True
    return is_stop


def _closed_behind(text: str, codes: _Codes, kinds: _Kinds, spans: _Spans) -> Iterator[tuple[slice, int]]:
    """Yield where stops stand in a row behind which something is closed, and where the text goes on behind that.

    What is closed belongs to the run before the stops: （停办。）
    """
    (found,) = np.nonzero(kinds == _STOP)
    opens_row = np.diff(found, prepend=-2) > 1
    firsts = found[opens_row][np.cumsum(opens_row) - 1]
    (closed,) = np.isin(np.append(codes, 0)[found + 1], to_codes(_CLOSING)).nonzero()
    columns = (column[closed].tolist() for column in (firsts, found + 1, spans.at(found)))
    for first, behind, span in zip(*columns, strict=True):
        if span >= 0 and behind < spans.ends[span]:
            row = slice(max(first, int(spans.starts[span])), behind)
            while behind < spans.ends[span] and text[behind] in _CLOSING:
                behind += 1
            yield row, behind


def _runs_of_letters(is_letter: _Flags, is_border: _Flags) -> tuple[_Numbers, _Numbers]:
    """Return from its first letter to its last what stands between two borders, if there is any letter."""
    (letters,) = is_letter.nonzero()
    n_above = np.append(0, np.cumsum(is_letter))[is_border.nonzero()]
    (runs,) = np.diff(n_above).nonzero()
    return letters[n_above[runs]], letters[n_above[runs + 1] - 1] + 1


@cache
def _kinds() -> _Kinds:
    """Return what each character is to clauses."""
    kinds = np.full(N_CODE_POINTS, _LETTER, dtype=np.uint8)
    kinds[list(map(ord, BLANKS))] = _BLANK
    kinds[list(map(ord, STOPS))] = _STOP
    kinds[list(map(ord, _QUOTATION))] = np.arange(len(_QUOTATION)) + _MARK
    return kinds


def unpaired_marks(content: str) -> tuple[list[int], set[str]]:
    """Return what is opened and not closed here, and what is closed and not opened.

    Returns
    -------
    Where the first quotation mark, book-title mark or bracket of each kind stands that is never closed, and the opening
    characters, in full width, of those that only close.
    """
    opening_of = _opening_of(_ENCLOSING)
    open_marks: dict[str, list[int]] = {opening: [] for opening in opening_of.values()}
    closed: set[str] = set()
    for found in _any_of(_ENCLOSING).finditer(content.translate(FULL_WIDTH)):
        if found.group() in open_marks:
            open_marks[found.group()].append(found.start())
        elif open_marks[opening_of[found.group()]]:
            open_marks[opening_of[found.group()]].pop()
        elif not content[max(0, found.start() - 1) : found.start()].isnumeric():  # 1） counts
            closed.add(opening_of[found.group()])
    return sorted(offsets[0] for offsets in open_marks.values() if offsets), closed


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
