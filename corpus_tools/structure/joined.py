"""Lines that hold more than one item.

Several of a list (``1、…；2、…``), a marker right behind another (``一、（一）…``), or the next section behind the end
of a text (``…。二、…``), where a break was lost.
"""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus_tools.structure.lines import Line
from corpus_tools.structure.markers import Marker, scan_marker

# The styles of such lists; what is read as a number of people or things by the scanner is none of their markers.
_STYLES = frozenset(
    ("cjk", "cjk-paren", "arabic", "arabic-paren", "arabic-half", "circled", "latin", "latin-paren", "latin-small")
)
_NUMERAL = "[（(0-9０-９A-Za-z一二三四五六七八九十百㈠-㈩①-⒛]"
_COMMAS = "，、"  # between items of a few words
_BEHIND_ITEM = re.compile(f"(?:[。；;！!？?{_COMMAS}][ \u3000]*+|(?<![ \u3000])[ \u3000]++)(?={_NUMERAL})")
_CIRCLED = re.compile("(?=[①-⑳❶-❿])")
_FEWEST_BEHIND_COMMAS = 3
_WORD = re.compile(r"\w")
_BEHIND_TEXT = re.compile(f"。[ \u3000]*+(?={_NUMERAL})")


def split_glued(text: str, lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines with every marker at the start of one that stands behind a text and fills a gap.

    It does where the markers of its style above and below count on to it and from it.
    """
    glued = list(_find_glued(text, lines))
    if not glued:
        return lines
    printed = [line.marker for line in lines if line.marker]
    filling = deque(sorted(_fill_gaps(printed, glued), key=_start))
    split: list[Line] = []
    for line in lines:
        while filling and filling[0].start < line.end:
            marker = filling.popleft()
            split.append(line._replace(end=line.start + len(text[line.start : marker.start].rstrip())))
            line = Line(marker.start, line.end, marker)
        split.append(line)
    return split


def _find_glued(text: str, lines: Sequence[Line]) -> Iterator[Marker]:
    """Yield what may be markers behind the texts of other lists."""
    starts = [line.start for line in lines]
    for stop in _BEHIND_TEXT.finditer(text):
        index = bisect_right(starts, stop.start()) - 1
        if index >= 0 and stop.end() < lines[index].end:
            own, marker = lines[index].marker, scan_marker(text, stop.end(), lines[index].end)
            if marker and marker.style in _STYLES and not (own and own.style == marker.style):
                yield marker


def _fill_gaps(printed: Sequence[Marker], glued: Sequence[Marker]) -> Iterator[Marker]:
    """Yield those of ``glued`` that lead from one printed marker to the next of the same style, counting by one."""
    runs: dict[str, tuple[int | None, list[Marker]]] = {}
    certain = {marker.start for marker in printed}
    for marker in sorted([*printed, *glued], key=_start):
        last, run = runs.get(marker.style, (None, []))
        goes_on = last is not None and marker.value == last + len(run) + 1
        if marker.start in certain:
            if goes_on:
                yield from run
            runs[marker.style] = marker.value, []
        elif goes_on:
            run.append(marker)


def _start(marker: Marker) -> int:
    return marker.start


def split_joined(text: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines with every marker at the start of one; ``is_joined`` tells those that are printed behind others.

    A number inside a line is a marker where it goes on from the one that opens the line, and no line below claims it.
    """
    split: list[Line] = []
    below: dict[str, int | None] = {}  # of each style, the number of the nearest line further down
    for line in reversed(lines):
        if line.marker and line.marker.style in _STYLES:
            split += reversed(list(_split(text, line, line.marker, below)))
            below[line.marker.style] = line.marker.value
        else:
            split.append(line)
    return split[::-1]


def _split(text: str, line: Line, marker: Marker, below: Mapping[str, int | None]) -> Iterator[Line]:
    first = _first_below(text, marker, line.end, below)
    if first:
        yield line._replace(end=marker.end)
        line, marker = line._replace(start=first.start, marker=first), first
    for follower in _followers(text, marker, line.end, below):
        yield line._replace(end=line.start + len(text[line.start : follower.start].rstrip()))
        line = line._replace(start=follower.start, marker=follower, is_joined=True)
    yield line


def _first_below(text: str, marker: Marker, end: int, below: Mapping[str, int | None]) -> Marker | None:
    """Return the marker that stands right behind another, if it opens a list of another style that goes on."""
    first = scan_marker(text, marker.end, end) if marker.end < end else None
    if not first or first.value != 1 or first.style not in _STYLES - {marker.style}:
        return None
    goes_on = below.get(first.style) == first.value + 1 or bool(_followers(text, first, end, below))
    return first if goes_on else None


def _followers(text: str, marker: Marker, end: int, below: Mapping[str, int | None]) -> Sequence[Marker]:
    """Return the markers behind ``marker`` in its line that go on counting from it.

    Circled ones stand anywhere, the others where an item ends: at a stop, or at a comma where enough of them do.
    """
    found: list[Marker] = []
    behind_commas: set[Marker] = set()
    for ending in (_CIRCLED if marker.style == "circled" else _BEHIND_ITEM).finditer(text, marker.end, end):
        following = scan_marker(text, ending.end(), end) if ending.end() < end else None
        if following and following.style == marker.style:
            found.append(following)
            if text[ending.start()] in _COMMAS:
                behind_commas.add(following)
    run = _count_on(text, marker, found, below)
    if not behind_commas.isdisjoint(run):
        at_stops = _count_on(text, marker, [one for one in found if one not in behind_commas], below)
        return run if len(run) > len(at_stops) and 1 + len(run) >= _FEWEST_BEHIND_COMMAS else at_stops
    return run


def _count_on(text: str, marker: Marker, found: Iterable[Marker], below: Mapping[str, int | None]) -> Sequence[Marker]:
    """Return those of ``found`` that go on counting from ``marker``, with words between, up to one claimed below."""
    run = [marker]
    for following in found:
        if following.value == (run[-1].value or 0) + 1 and _WORD.search(text, run[-1].end, following.start):
            if below.get(following.style) == following.value:
                break
            run.append(following)
    return run[1:]
