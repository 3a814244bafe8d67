"""Hand-made truth as values: plans with their titles, lines and marked lines."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

NO_LINE = 0  # of a marker that stands at the beginning of no line of the text


class MarkedLine(NamedTuple):
    """A line that begins with a number, and its place.

    Attributes
    ----------
    line
        From 1.
    level
        1 + the number of marked lines around it.
    parent
        The line of the nearest marker around it; None at the top.
    """

    line: int
    level: int
    parent: int | None


class PlanLines(NamedTuple):
    """A plan by its lines; ``first`` and ``last`` are None where the truth does not give them."""

    title: str | None
    first: int | None
    last: int | None


class TrueFile(NamedTuple):
    """What is true of one file."""

    source: str
    plans: tuple[PlanLines, ...]
    marked: tuple[MarkedLine, ...]
    automatic: frozenset[
        int
    ]  # lines whose number only Word or the browser prints: no marker is asked for there, and none false


def read_truth(path: Path, text_of: Callable[[str], str]) -> list[TrueFile]:
    """Read a truth file, of one source or of several.

    Parameters
    ----------
    text_of
        Gives the text of a source by its name; markers without a line number are looked for in it.
    """
    truth = json.loads(path.read_text("utf-8"))
    return [_true_file(entry, text_of(entry["source"])) for entry in truth.get("files", [truth])]


def _true_file(entry: dict[str, Any], text: str) -> TrueFile:
    lines = text.split("\n")
    plans, marked, automatic = [], [], set()
    reached = 0
    for plan in entry["plans"]:
        first, last = plan["lines"] or (None, None)
        plans.append(PlanLines(plan["title"], first, last))
        placed = []
        for line, marker, level, head in plan["markers"]:
            if line is None:
                line = _find_line(lines, reached, marker, head)
                reached = max(reached, line)
            placed.append((line, level))
        marked.extend(nest_by_depth(placed))
        automatic |= {_find_line(lines, 0, marker, head) for marker, head in plan.get("automatic", ())}
    return TrueFile(entry["source"], tuple(plans), tuple(marked), frozenset(automatic))


class TruePage(NamedTuple):
    """The text of a page and its marked lines; ``unsure`` are lines that are neither asked for nor wrong."""

    text: str
    marked: tuple[MarkedLine, ...]
    unsure: frozenset[int]


def read_pages_truth(path: Path, text_of: Callable[[str], str]) -> list[TruePage]:
    """Read the truth about pages that are not in the project: their markers, known by what is printed behind them."""
    pages = json.loads(path.read_text("utf-8"))["pages"]
    return [_true_page(text_of(page["member"]), page["markers"]) for page in pages]


def _true_page(text: str, markers: Sequence[tuple[str, int, int, str]]) -> TruePage:
    lines = text.split("\n")
    numbers: list[int] = []
    marked = []
    for marker, level, back, digest in markers:
        numbers.append(_find_digest(lines, numbers[-1] if numbers else 0, marker, digest))
        marked.append(MarkedLine(numbers[-1], level, numbers[-1 - back] if back else None))
    unsure = frozenset(number for number, line in enumerate(lines, 1) if line.lstrip().startswith("——"))
    return TruePage(text, tuple(marked), unsure)


def _find_digest(lines: Sequence[str], after: int, marker: str, digest: str) -> int:
    for number in range(after + 1, len(lines) + 1):
        content = lines[number - 1].lstrip(" \t\u00a0\u3000>")
        head = content.removeprefix(marker).strip()[:12]
        if content.startswith(marker) and sha256(head.encode()).hexdigest().startswith(digest):
            return number
    return NO_LINE


def _find_line(lines: Sequence[str], after: int, marker: str, head: str) -> int:
    """Return the first line behind line ``after`` that begins with ``marker`` and ``head``."""
    beginning = re.compile(rf"[\s>]*{re.escape(marker)}\s*{re.escape(head)}")
    numbers = range(after + 1, len(lines) + 1)
    return next((number for number in numbers if beginning.match(lines[number - 1])), NO_LINE)


def nest_by_depth(lines: Iterable[tuple[int, int]]) -> list[MarkedLine]:
    """Nest lines by a depth known for each: a line stands below the nearest one before it that is less deep.

    >>> nest_by_depth([(1, 1), (2, 3)])
    [MarkedLine(line=1, level=1, parent=None), MarkedLine(line=2, level=2, parent=1)]
    """
    nested = []
    opened: list[tuple[int, int]] = []
    for line, depth in lines:
        while opened and opened[-1][1] >= depth:
            opened.pop()
        nested.append(MarkedLine(line, len(opened) + 1, opened[-1][0] if opened else None))
        opened.append((line, depth))
    return nested
