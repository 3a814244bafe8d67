"""Patterns: where a regular expression matches in very many lines, each line by itself."""

import re
from collections.abc import Iterator

# Without sets of all but some characters, looking around, and the like no match goes beyond a line.
_STAYS_IN_LINE = re.compile(r"(?:[^\\\[(\n]|\\[\Wdwb]|\[(?!\^)|\((?:\?:|(?!\?)))*")


class Pattern:
    """A regular expression, ready to be put to lines; case does not count.

    Parameters
    ----------
    written
        As Python has them.
    """

    def __init__(self, written: str) -> None:
        self._stays = bool(_STAYS_IN_LINE.fullmatch(written))
        self._pattern = re.compile(written, re.IGNORECASE | (re.MULTILINE if self._stays else 0))

    def find(self, lines: str) -> Iterator[tuple[int, int]]:
        """Yield from where to where each match reaches; the pattern sees nothing beyond the ends of a line."""
        if self._stays:  # all lines at once are many times faster than one by one
            yield from (match.span() for match in self._pattern.finditer(lines))
            return
        start = 0
        for line in lines.split("\n"):
            if self._pattern.search(line):  # most have none: to ask first is faster
                yield from ((start + match.start(), start + match.end()) for match in self._pattern.finditer(line))
            start += len(line) + 1
