"""Lines that print several items of a list (``1、…；2、…``), or a marker right behind another (``一、（一）…``)."""

import re
from collections.abc import Iterator, Mapping, Sequence

from corpus_tools.structure.lines import Line
from corpus_tools.structure.markers import Marker, scan_marker

# The styles of such lists; what is read as a number of people or things by the scanner is none of their markers.
_STYLES = frozenset(("cjk", "cjk-paren", "arabic", "arabic-paren", "arabic-half", "circled"))
_NUMERAL = "[（(0-9０-９一二三四五六七八九十百㈠-㈩①-⒛]"
_BEHIND_ITEM = re.compile(f"(?:[。；;！!？?][ \u3000]*|[ \u3000]+)(?={_NUMERAL})")  # what ends an item


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
    goes_on = below.get(first.style) == first.value + 1 or any(_followers(text, first, end, below))
    return first if goes_on else None


def _followers(text: str, marker: Marker, end: int, below: Mapping[str, int | None]) -> Iterator[Marker]:
    """Yield the markers behind ``marker`` in its line that go on counting from it."""
    for stop in _BEHIND_ITEM.finditer(text, marker.end, end):
        found = scan_marker(text, stop.end(), end) if stop.end() < end else None
        if found and found.style == marker.style and found.value == (marker.value or 0) + 1:
            if below.get(found.style) == found.value:
                return
            yield found
            marker = found
