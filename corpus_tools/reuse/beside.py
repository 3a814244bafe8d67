"""Both sides of a passage beside each other, character by character: where their lines end, and what differs."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein, Opcodes

from corpus_tools.folding import Folded
from corpus_tools.han_numerals import DIGITS, UNITS
from corpus_tools.spans import Span, merge

# What is read as one thing, so that it differs as a whole or not at all.
_NUMBER = re.compile(f"[0-9０-９]+(?:[.．][0-9０-９]+)*|[{DIGITS}{UNITS}]{{2,}}")


class Beside(NamedTuple):
    """A passage with both sides aligned, with the fewest edits.

    Attributes
    ----------
    span_a, span_b
        The passage.
    a, b
        Its folded texts; positions count in the texts of the plans.
    operations
        Turn ``a`` into ``b``.
    """

    span_a: Span
    span_b: Span
    a: Folded
    b: Folded
    operations: Opcodes


class Difference(NamedTuple):
    """What two plans have in each other's place inside a passage.

    Attributes
    ----------
    passage
        Number of the passage, from 1.
    a, b
        In either text; one of them may be empty.
    """

    passage: int
    a: Span
    b: Span


def set_beside(a: Folded, span_a: Span, b: Folded, span_b: Span) -> Beside:
    """Return the stretches of two folded bodies beside each other; spans count in the texts of the plans."""
    side_a, side_b = (own.clip(*own.positions.searchsorted(span)) for own, span in ((a, span_a), (b, span_b)))
    return Beside(span_a, span_b, side_a, side_b, Levenshtein.opcodes(side_a.text, side_b.text))


def cut_lines(a: str, b: str, beside: Beside) -> list[tuple[int, int]]:
    """Return where a passage can be cut on both sides at the line ends of either, given the texts of the plans.

    Of two places that leave nothing between them on one side, the one where a line ends on both sides is taken.
    """
    span_a, span_b = beside.span_a, beside.span_b
    there, back = _Borders(beside.operations), _Borders(beside.operations.inverse())
    cuts = {(at, there.end_of(at)) for at in _line_ends(a, span_a, beside.a)}
    cuts |= {(back.end_of(at), at) for at in _line_ends(b, span_b, beside.b)}
    borders = {(_cut_before(a, span_a, beside.a, at), _cut_before(b, span_b, beside.b, to)) for at, to in cuts}
    kept: list[_Cut] = []
    for at, to in sorted(borders):
        if not (span_a.start < at < span_a.end and span_b.start < to < span_b.end):
            continue
        cut = _Cut(at, to, (a[at - 1] == "\n") + (b[to - 1] == "\n"))
        while kept and not cut.is_behind(kept[-1]) and cut.n_ends > kept[-1].n_ends:
            kept.pop()
        if not kept or cut.is_behind(kept[-1]):
            kept.append(cut)
    return [(cut.a, cut.b) for cut in kept]


class _Cut(NamedTuple):
    """Where both sides of a passage may be cut, and on how many of them a line ends there."""

    a: int
    b: int
    n_ends: int

    def is_behind(self, other: "_Cut") -> bool:
        """Tell whether something of either side lies between this cut and another before it."""
        return self.a > other.a and self.b > other.b


def _line_ends(text: str, span: Span, folded: Folded) -> list[int]:
    """Return before which characters of the folded stretch a line ends."""
    ends = [at for at in range(*span) if text[at] == "\n"]
    return [int(at) for at in folded.positions.searchsorted(np.array(ends, dtype=np.int64))]


def _cut_before(text: str, span: Span, folded: Folded, at: int) -> int:
    """Return where to cut a text before a character of its folded form: behind a line end, if one is there."""
    start = int(folded.positions[at - 1]) + 1 if at else span.start
    end = int(folded.positions[at]) if at < len(folded.text) else span.end
    line_end = text.rfind("\n", start, end)
    return end if line_end < 0 else line_end + 1


def find_whole(text: str, known: Iterable[Span]) -> list[Span]:
    """Return what differs as a whole or not at all: numbers, and what is known to be one name, date or word."""
    spans = sorted([*known, *(Span(*number.span()) for number in _NUMBER.finditer(text))])
    return list(merge(spans, lambda one, other: _cover(one, other) if other.start < one.end else None))


def find_differences(beside: Beside, whole_a: Sequence[Span], whole_b: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """Yield what differs between the sides of a passage, in order.

    Parameters
    ----------
    whole_a, whole_b
        What is not cut on either side, apart and in order, as ``find_whole`` gives it.
    """
    if not beside.a.text or not beside.b.text:
        return
    inner_a, inner_b = _folded_spans(beside.a, whole_a), _folded_spans(beside.b, whole_b)
    there, back = _Borders(beside.operations), _Borders(beside.operations.inverse())
    blocks = [
        (Span(op.src_start, op.src_end), Span(op.dest_start, op.dest_end))
        for op in beside.operations
        if op.tag != "equal"
    ]
    # What goes on across an end of the passage goes on differently, or the passage would.
    blocks += [(span, there.of(span)) for span in _folded_spans(beside.a, _across(beside.span_a, whole_a))]
    blocks += [(back.of(span), span) for span in _folded_spans(beside.b, _across(beside.span_b, whole_b))]
    grown = None
    while blocks != grown:
        grown = blocks = sorted(blocks)
        blocks = list(merge((_grow(block, inner_a, inner_b, there, back) for block in blocks), _join))
    for a, b in blocks:
        yield _original(beside.a, a, beside.span_a), _original(beside.b, b, beside.span_b)


def _folded_spans(folded: Folded, spans: Sequence[Span]) -> list[Span]:
    borders = folded.positions.searchsorted(np.array(spans, dtype=np.int64).reshape(-1, 2))
    return [Span(start, end) for start, end in borders.tolist() if start < end]


def _across(passage: Span, spans: Sequence[Span]) -> list[Span]:
    return [span for span in spans if any(span.start < end < span.end for end in passage)]


class _Borders:
    """Where borders of one text lie in the other."""

    def __init__(self, operations: Opcodes) -> None:
        self._operations = list(operations)
        self._starts = [operation.src_start for operation in self._operations]
        self._ends = [operation.src_end for operation in self._operations]

    def end_of(self, at: int) -> int:
        """Return where an offset lies, as far in what stands in its place as that goes."""
        if not self._operations:
            return 0
        operation = self._operations[bisect_left(self._ends, at)]
        return operation.dest_start + min(at - operation.src_start, operation.dest_end - operation.dest_start)

    def of(self, span: Span) -> Span:
        """Return where a stretch lies, with all of what stands in the place of its ends."""
        first = self._operations[bisect_right(self._ends, span.start)] if span.start < self._ends[-1] else None
        last = self._operations[bisect_left(self._starts, span.end) - 1] if span.end else None
        end = self._operations[-1].dest_end
        start = end if first is None else first.dest_start + (first.tag == "equal") * (span.start - first.src_start)
        if last is None:
            return Span(start, start)
        return Span(start, last.dest_end - (last.tag == "equal") * (last.src_end - span.end))


def _grow(
    block: tuple[Span, Span], whole_a: Sequence[Span], whole_b: Sequence[Span], there: _Borders, back: _Borders
) -> tuple[Span, Span]:
    a, b = block
    wider_a = _widen(a, whole_a)
    if wider_a != a:
        b = _cover(b, there.of(wider_a))
    wider_b = _widen(b, whole_b)
    if wider_b != b:
        wider_a = _cover(wider_a, back.of(wider_b))
    return wider_a, wider_b


def _widen(span: Span, whole: Sequence[Span]) -> Span:
    """Return a span with all of what it cuts or touches from within."""
    first = bisect_right(whole, span.start, key=lambda one: one.end)
    for one in whole[first:]:
        if one.start >= span.end:
            break
        span = _cover(span, one)
    return span


def _cover(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))


def _join(one: tuple[Span, Span], other: tuple[Span, Span]) -> tuple[Span, Span] | None:
    """Return two blocks as one, if they overlap or touch on both sides."""
    (a, b), (next_a, next_b) = one, other
    return (_cover(a, next_a), _cover(b, next_b)) if next_a.start <= a.end and next_b.start <= b.end else None


def _original(folded: Folded, span: Span, passage: Span) -> Span:
    if span.start < span.end:
        return Span(*folded.original(*span))
    at = int(folded.positions[span.start - 1]) + 1 if span.start else passage.start
    return Span(at, at)
