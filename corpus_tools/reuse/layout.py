"""Layout: which stretches of two texts stand beside each other in a row, cut where clauses and lines end."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus_tools.reuse.passages import Passage
from corpus_tools.spans import Span
from corpus_tools.structure.markers import scan_marker
from corpus_tools.structure.stops import STOPS

_CLOSING, _BLANK = "”’」』）)】》", " \t\u3000>"
_BORDER = re.compile(f"(?:[{re.escape(STOPS)}]+[{_CLOSING}]*|\n)[{_BLANK}]*")
# What a passage may begin with though its clause is another's.
_STOP_BEFORE = re.compile(f"[{re.escape(STOPS)}{_CLOSING}{_BLANK}\n]*")

Cut = tuple[int, int]


class RowSpans(NamedTuple):
    """Stretches of two texts that stand beside each other; ``is_shared`` where they hold a passage or a part of one."""

    a: Span
    b: Span
    is_shared: bool


def lay_out(a: str, b: str, passages: Sequence[Passage], lines: Callable[[Passage], list[Cut]]) -> list[RowSpans]:
    """Return two texts as stretches, one below another; those of either side, one behind another, are its text.

    The first and the last clause of a passage are whole: what stands there before or behind it is in its row.

    Parameters
    ----------
    passages
        That follow each other on both sides.
    lines
        Gives where a passage can be cut at the line ends of either side.
    """
    cuts: list[Cut] = [(0, 0)]
    shared: set[Cut] = set()  # where rows begin that have a passage
    tail: Cut = (0, 0)  # where the last clause of the passage before ends
    cores = [(core_of(a, passage.a), core_of(b, passage.b)) for passage in passages]
    ends = [*((core_a.start, core_b.start) for core_a, core_b in cores), (len(a), len(b))][1:]
    for passage, (core_a, core_b), end in zip(passages, cores, ends, strict=True):
        head = _clause_start(a, tail[0], core_a.start), _clause_start(b, tail[1], core_b.start)
        if head == tail and not (_is_border(a, head[0]) or _is_border(b, head[1])):
            cuts.pop()  # the last clause of the passage before goes on in this one
        else:
            cuts.append(head)
            shared.add(head)
        inner = [
            cut for cut in lines(passage) if core_a.start < cut[0] < core_a.end and core_b.start < cut[1] < core_b.end
        ]
        shared.update(inner)
        tail = _clause_end(a, core_a.end, end[0]), _clause_end(b, core_b.end, end[1])
        cuts += [*inner, tail]
    cuts.append((len(a), len(b)))
    return list(_cut_rows(cuts, shared))


def core_of(text: str, passage: Span) -> Span:
    """Return a passage without the stop that it begins with and the number of a line that it ends with."""
    end = passage.end
    border = text.rfind("\n", passage.start, end)
    if border >= 0:
        below, _, _ = text[border + 1 :].partition("\n")
        first = border + 1 + len(below) - len(below.lstrip(_BLANK))
        marker = scan_marker(text, first, border + 1 + len(below)) if first < end else None
        if first >= end or (marker and end <= marker.end):
            end = border
    stop = _STOP_BEFORE.match(text, passage.start, end)
    return Span(stop.end() if stop else passage.start, end)


def _cut_rows(cuts: Sequence[Cut], shared: set[Cut]) -> Iterator[RowSpans]:
    for (start_a, start_b), (end_a, end_b) in pairwise(cuts):
        if (start_a, start_b) != (end_a, end_b):
            yield RowSpans(Span(start_a, end_a), Span(start_b, end_b), (start_a, start_b) in shared)


def _is_border(text: str, at: int) -> bool:
    """Tell whether no clause goes on across an offset."""
    if at in (0, len(text)) or text[at] == "\n":
        return True
    before = text[:at].rstrip(_BLANK)
    return before.endswith("\n") or before.rstrip(_CLOSING).endswith(tuple(STOPS))


def _clause_start(text: str, start: int, at: int) -> int:
    """Return where the clause begins that goes on across ``at``, not before ``start``."""
    if _is_border(text, at):
        return at
    return max((border.end() for border in _BORDER.finditer(text, start, at)), default=start)


def _clause_end(text: str, at: int, end: int) -> int:
    """Return where the clause ends that goes on across ``at``, not behind ``end``."""
    if _is_border(text, at):
        return at
    border = _BORDER.search(text, at, end)
    return end if border is None else border.start() if border[0][0] == "\n" else border.end()
