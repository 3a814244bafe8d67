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
from corpus_tools.structure.periods import goes_on_from

# The styles of such lists and how their numerals begin; what is read as a number of people or things by the scanner is
# none of their markers.
_NUMERALS = {
    "cjk": "一二三四五六七八九十百",
    "cjk-paren": "（(㈠-㈩",
    "arabic": "0-9０-９⒈-⒛",
    "arabic-paren": "（(⑴-⒇",
    "arabic-half": "0-9０-９",
    "circled": "①-⑳❶-❿",
    "latin": "A-Z",
    "latin-paren": "（(",
    "latin-small": "a-z",
}
# Where the next item may begin: a numbered one behind anything but a number, a period behind a sentence.
_BEFORE = {style: re.compile(f"(?<![0-9０-９A-Za-z])(?=[{numerals}])") for style, numerals in _NUMERALS.items()}
_BEFORE["period"] = re.compile("(?<=[。；;])[ \u3000]*+(?=\\S)")
_ENDS_ITEM = re.compile("[。；;！!？?\\s]")
_FEWEST_WITHOUT_STOPS = 3  # items of a few words, between commas or none
_WORD = re.compile(r"\w")
_BEHIND_TEXT = re.compile(f"。[ \u3000]*+(?=[{''.join(_NUMERALS.values())}])")


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
            if marker and marker.style in _NUMERALS and not (own and own.style == marker.style):
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
        if line.marker and line.marker.style in _BEFORE:
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
    if not first or first.value != 1 or first.style == marker.style or first.style not in _NUMERALS:
        return None
    goes_on = below.get(first.style) == first.value + 1 or bool(_followers(text, first, end, below))
    return first if goes_on else None


def _followers(text: str, marker: Marker, end: int, below: Mapping[str, int | None]) -> Sequence[Marker]:
    """Return the markers behind ``marker`` in its line that go on counting from it.

    Circled ones stand anywhere, the others where an item ends: at a stop, or anywhere where enough of them do.
    """
    places = [place.end() for place in _BEFORE[marker.style].finditer(text, marker.end, end)]
    found = [one for one in (scan_marker(text, place, end) for place in places) if one and one.style == marker.style]
    run = _count_on(text, marker, found, below)
    at_stops = [one for one in found if marker.style == "circled" or _ENDS_ITEM.match(text, one.start - 1)]
    sure = run if len(at_stops) == len(found) else _count_on(text, marker, at_stops, below)
    return run if len(run) > len(sure) and 1 + len(run) >= _FEWEST_WITHOUT_STOPS else sure


def _count_on(text: str, marker: Marker, found: Iterable[Marker], below: Mapping[str, int | None]) -> Sequence[Marker]:
    """Return those of ``found`` that go on counting from ``marker``, with words between, up to one claimed below."""
    run = [marker]
    for following in found:
        if _goes_on(run[-1], following) and _WORD.search(text, run[-1].end, following.start):
            if following.value is not None and below.get(following.style) == following.value:
                break
            run.append(following)
    return run[1:]


def _goes_on(marker: Marker, following: Marker) -> bool:
    if marker.style == "period":
        return goes_on_from(marker.text, following.text)
    return following.value == (marker.value or 0) + 1
