"""Lines whose ends were lost: a whole plan, or whole sections, run on in one long line.

A crawl may have put blanks in the place of line ends, or nothing. A paragraph with a list in it looks much the same and
stays as it is: line ends were lost only where lists stand in lists, where blanks set headings off from their text,
where paragraphs are indented inside the line, or where it is the whole text.
"""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus_tools.han_numerals import UP_TO_TEN
from corpus_tools.structure.lines import Line, is_unnumbered_heading, set_off_heading
from corpus_tools.structure.markers import Marker, read_numbers, scan_marker, shift
from corpus_tools.structure.periods import BLANK, COLON, TIME, goes_on_from
from corpus_tools.structure.stops import BLANKS, COLONS
from corpus_tools.structure.titles import announces_list, is_subtitle, is_title

_SHORTEST = 80  # of the lines that may hold several
_WHOLE = 0.9  # so much of a text is all of it
_FEWEST = 2  # that make a list
_FEWEST_BARE = 3  # months without a colon
_FEWEST_INDENTS = 2
_LONGEST_MARKER = 64
_LONGEST_HEAD = 60  # a title or a heading
# Of a heading without a number, and of the text below it.
_SHORTEST_HEADING, _SHORTEST_PROSE = 4, 15

# The lists of plans; what else may be a marker opens no lost line.
_STYLES = frozenset(
    (
        "part chapter chapter-section article cjk cjk-paren cjk-half decimal arabic arabic-paren arabic-half circled"
    ).split()
)
_PERIOD_KIND = "period"
_NUMERAL = f"[{UP_TO_TEN}百0-9０-９]{{1,4}}"
_MARK = re.compile(
    f"(?<![0-9０-９A-Za-z.．第])(?:(?=第{_NUMERAL}(?:部分|[编篇章节条]))|(?={_NUMERAL}{BLANK}?[、.．：:)）])"
    f"|(?=[（(]{BLANK}?{_NUMERAL}{BLANK}?[）)])|(?=[①-⑳❶-❿⑴-⒛㈠-㈩]))"
)
_PERIOD = re.compile(f"(?<![0-9０-９])(?P<time>{TIME})(?:{BLANK}*(?P<colon>{COLON})|(?={BLANK}))")
_MAY_END_PERIOD = re.compile(f"[月份旬周期度末初底年假）)]{BLANK}*{COLON}|[月份旬周]{BLANK}")
_CLOSED = "[”’」』）)]"
_BEHIND_SENTENCE = f"(?:(?<=[。！？!?])|(?<=[。！？!?]{_CLOSED}))"
_BEHIND_ITEM = f"(?:(?<=[。！？!?；;])|(?<=[。！？!?；;]{_CLOSED}))"
_APART = re.compile(f"(?<=[^A-Za-z，,、]\\s)|{_BEHIND_SENTENCE}")
_LISTED = re.compile(_BEHIND_ITEM)
_INDENT = "(?:\u3000{2,}|[ \u00a0]{4,})"
_INDENTED = re.compile(f"{_INDENT}(?=\\S)")
_JOINT = re.compile(f"(?:{_BEHIND_ITEM}|(?={_INDENT}))[{BLANKS}]+(?=\\S)")
_GAP = re.compile(f"[{BLANKS}]+(?=\\S)")
_AMID_SENTENCE = "：:，,、；;（("

_Numbers = dict[str, tuple[int, ...]]  # of each kind of list, the last number


class _Mark(NamedTuple):
    """What may open a line: a marker, or a month without a colon, which is none yet."""

    start: int
    end: int
    kind: str
    marker: Marker | None


_Run = list[_Mark]


def split_run_on(text: str, lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines, each whose ends were lost as those that it once was."""
    if all(line.end - line.start < _SHORTEST for line in lines):
        return lines
    n_characters = sum(line.end - line.start for line in lines)
    split: list[Line] = []
    numbers: _Numbers = {}
    for line in lines:
        is_whole = line.end - line.start >= _WHOLE * n_characters
        pieces = list(_split(text, line, numbers, is_whole=is_whole)) if _may_run_on(text, line) else [line]
        for piece in pieces:
            number = read_numbers(piece.marker) if piece.marker else None
            if piece.marker and number:
                numbers[_kind(piece.marker)] = number
        split += pieces
    return split


def _may_run_on(text: str, line: Line) -> bool:
    is_long = line.end - line.start >= _SHORTEST and not line.is_page_number
    return is_long and text.find("\t", line.start, line.end) < 0


def _split(text: str, line: Line, numbers: _Numbers, *, is_whole: bool) -> Iterator[Line]:
    """Yield the lines that a line once was: itself, if it lost no end.

    Parameters
    ----------
    numbers
        Of the markers above.
    is_whole
        Whether it is nearly all of the text.
    """
    runs = sorted([*_find_lists(text, line, numbers), *_find_calendars(text, line)])
    body = _title_end(text, line, runs[0][0].start if runs else line.end)
    is_titled = is_whole and body > line.start
    if not (is_titled or _is_indented(text, line) or _holds_sections(text, line, runs, is_whole=is_whole)):
        yield line
        return
    marks = {mark.start: mark for run in runs for mark in run}
    headed = {mark.start for run in runs if _sets_headings_off(text, run, line.end) for mark in run}
    joints = {joint.end() for joint in _JOINT.finditer(text, body, line.end)}
    for start, end in pairwise(sorted({line.start, body, line.end, *joints, *marks})):
        mark = marks.get(start)
        marker = mark.marker if mark else line.marker if start == line.start else None
        below = 0
        if start in headed:
            below = set_off_heading(text, mark.end if mark else start, end)
        elif start >= body and not marker:
            below = set_off_heading(text, start, end, shortest=_SHORTEST_HEADING, below=_SHORTEST_PROSE)
        for first, last in pairwise(sorted({start, below or start, end})):
            yield _content(text, first, last, marker if first == start else None)


def _content(text: str, start: int, end: int, marker: Marker | None) -> Line:
    """Return a line without the blanks around it."""
    content = text[start:end]
    start += len(content) - len(content.lstrip())
    return Line(start, start + len(content.strip()), marker)


def _find_lists(text: str, line: Line, above: _Numbers) -> Iterator[_Run]:
    """Yield the lists of a line: numbers that count on, the first of them apart.

    One may go on from a number ``above``, and a number may be missing from it. A list inside a sentence is none.
    """
    runs: dict[str, _Run] = {}
    numbers, inner = dict(above), _Numbers()
    before = line.start  # the words from here on may head the next
    places = [found.start() for found in _MARK.finditer(text, line.start, line.end)]
    for start in places if len(places) >= _FEWEST else ():
        marker = scan_marker(text, start, min(line.end, start + _LONGEST_MARKER))
        number = read_numbers(marker) if marker and marker.style in _STYLES else None
        if marker is None or number is None:
            continue
        kind = _kind(marker)
        mark = _Mark(start, marker.end, kind, marker)
        is_apart = start == line.start or _is_apart(text, before, start)
        if not is_apart and (_is_amid(text, start, number) or number == _next(inner.get(kind), 1)):
            inner[kind] = number
        elif is_apart and (number[-1] == 1 or start == line.start):
            yield from _whole(runs.pop(kind, []), line)
            runs[kind], numbers[kind], before = [mark], number, marker.end
        elif (is_apart or (kind in runs and _LISTED.match(text, start))) and (
            number == _next(numbers.get(kind), 1) or (is_apart and number == _next(numbers.get(kind), 2))
        ):
            runs.setdefault(kind, []).append(mark)
            numbers[kind], before = number, marker.end
    for run in runs.values():
        yield from _whole(run, line)


def _kind(marker: Marker) -> str:
    """Return what the lists of a marker's kind are known by; decimals of each length are kinds apart."""
    return f"{marker.style}{len(read_numbers(marker) or ())}"


def _next(number: tuple[int, ...] | None, step: int) -> tuple[int, ...] | None:
    return shift(number, step) if number else None


def _is_amid(text: str, start: int, number: tuple[int, ...]) -> bool:
    """Tell whether a list begins inside a sentence."""
    return number[-1] == 1 and text[start - 1] in _AMID_SENTENCE


def _whole(run: _Run, line: Line) -> Iterator[_Run]:
    """Yield a run if it is a list, or goes on with one from above its line."""
    if len(run) >= _FEWEST or (run and run[0].start > line.start and run[0].marker and run[0].marker.value != 1):
        yield run


def _find_calendars(text: str, line: Line) -> Iterator[_Run]:
    """Yield the months of a line that go on one from the other; those without a colon are no markers yet."""
    if len(_MAY_END_PERIOD.findall(text, line.start, line.end)) < _FEWEST:
        return
    found = list(_PERIOD.finditer(text, line.start, line.end))
    for has_colon, fewest in ((True, _FEWEST), (False, _FEWEST_BARE)):
        run: _Run = []
        before = line.start
        for start, end, time in (one.span() + (one["time"],) for one in found if bool(one["colon"]) is has_colon):
            if not (_is_apart(text, before, start) or _LISTED.match(text, start)):
                continue
            if run and not goes_on_from(text[slice(*run[-1][:2])], time):
                yield from [run] if len(run) >= fewest else []
                run = []
            run.append(_Mark(start, end, _PERIOD_KIND, scan_marker(text, start, end) if has_colon else None))
            before = end
        yield from [run] if len(run) >= fewest else []


def _is_apart(text: str, before: int, start: int) -> bool:
    """Tell whether a line may begin at ``start``: behind a sentence, a blank, or the words that head it.

    Parameters
    ----------
    before
        Where those words begin at the earliest.
    """
    if _APART.match(text, start):
        return True
    words = text[max(before, start - _LONGEST_HEAD) : start].strip()
    if not words or (words[-1] in COLONS and announces_list(words)):
        return False
    is_head = is_unnumbered_heading(words) or is_title(words)
    return words[-1] in COLONS or (is_head and start - before <= _LONGEST_HEAD)


def _title_end(text: str, line: Line, first: int) -> int:
    """Return where the title ends that opens a line, with its subtitle and the blanks behind; its start if none does.

    Parameters
    ----------
    first
        Where the first marker of the line stands, which ends a title, too.
    """
    if line.marker:
        return line.start
    last = min(first, line.start + _LONGEST_HEAD)
    gaps = [(gap.start(), gap.end()) for gap in _GAP.finditer(text, line.start, last)]
    end = line.start
    for before, behind in [*gaps, (last, last)]:
        if end > line.start:
            return behind if is_subtitle(text[end:before]) else end
        if (before < last or last == first) and is_title(text[line.start : before].rstrip() or "。"):
            end = behind
    return end


def _is_indented(text: str, line: Line) -> bool:
    """Tell whether paragraphs are indented inside a line: wide blanks, many of them behind the end of a sentence."""
    ended = [_LISTED.match(text, indent.start()) is not None for indent in _INDENTED.finditer(text, *line[:2])]
    return sum(ended) >= _FEWEST_INDENTS and 3 * sum(ended) >= len(ended)


def _holds_sections(text: str, line: Line, runs: Sequence[_Run], *, is_whole: bool) -> bool:
    """Tell whether the lists of a line are sections: they hold lists, have headings set off, or are the whole text."""
    latest: dict[str, list[int]] = {}  # of each kind, where the items of the nearest list above stand
    for run in runs:
        starts = [mark.start for mark in run]
        is_list = len(run) >= _FEWEST
        if is_list and (is_whole or _sets_headings_off(text, run, line.end, fewest=_FEWEST)):
            return True
        for kind, outer in latest.items():
            is_inside = bisect(outer, starts[0]) == bisect(outer, starts[-1])
            if is_list and is_inside and kind != run[0].kind:
                return True
        latest[run[0].kind] = starts
        if line.marker and run[0].kind == _PERIOD_KIND and _heads(text, line.marker.end, starts[0]):
            return True
    return False


def _heads(text: str, start: int, end: int) -> bool:
    """Tell whether the words between two offsets are a heading and nothing else."""
    return is_unnumbered_heading(text[start:end].strip() or "。")


def _sets_headings_off(text: str, run: _Run, end: int, fewest: int = 1) -> bool:
    """Tell whether blanks set off the headings of most items of a list, and of ``fewest`` at least."""
    ends = [*(mark.start for mark in run[1:]), end]
    heads = [set_off_heading(text, mark.end, end) > 0 for mark, end in zip(run, ends, strict=True)]
    bare = [is_unnumbered_heading(text[mark.end : end].strip() or "。") for mark, end in zip(run, ends, strict=True)]
    return sum(heads) >= fewest and 2 * (sum(heads) + sum(bare)) >= len(run)
