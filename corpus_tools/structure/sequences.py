"""Sequences: numbers that may be markers are where the lines around them go on counting.

``1 总体要求`` heads a section if ``2 主要任务`` comes further on, and ``2.5月举行`` is the second item if it stands
between 1. and 3.; the same characters alone open a sentence.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus_tools.structure.days import find_days
from corpus_tools.structure.lines import Line, is_contents_entry, is_cut_off, is_sentence, is_unnumbered_heading
from corpus_tools.structure.markers import (
    LOOK_ALIKES,
    READINGS,
    SELF_NAMED,
    Marker,
    is_measure,
    read_numbers,
    read_word,
    scan_readings,
    shift,
)
from corpus_tools.structure.periods import goes_on_from
from corpus_tools.structure.titles import is_title

_Number = tuple[int, ...]
_NO_NUMBER = (0,)
_ENOUGH_SIGNS = 2

_Certain = dict[str, list[tuple[int, _Number]]]  # of each style, the lines that have a certain marker, with its numbers


class _Reading(NamedTuple):
    """One way to read the start of a line; ``form`` and ``word`` tell apart the ways to print one style."""

    line: int
    form: int
    marker: Marker
    number: _Number
    is_amid: bool  # whether the line above breaks off
    word: str  # that it counts: 任务一：


def settle_readings(text: str, lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines, with a marker on those whose doubtful number counts on, and none on those that print a day."""
    days = find_days(text, lines)
    if days:
        lines = [line._replace(marker=None) if number in days else line for number, line in enumerate(lines)]
    certain = _certain_numbers(lines)
    readings = [reading for reading in _readings(text, lines, certain) if reading.line not in days]
    if not readings:
        return lines
    numbered = (chain for chain in _chains(readings) if _n_signs(chain, certain) >= _ENOUGH_SIGNS)
    chains = [*_calendars(text, lines, readings, certain), *_stars(readings), *numbered]
    settled: dict[int, Marker] = {}
    for chain in sorted(chains, key=lambda chain: chain[0].form):
        if not any(reading.line in settled for reading in chain):
            settled.update(_markers(chain))
    return [line._replace(marker=settled.get(number, line.marker)) for number, line in enumerate(lines)]


def _readings(text: str, lines: Sequence[Line], certain: _Certain) -> Iterator[_Reading]:
    """Yield the ways to read each line.

    A measure goes on with the line above, if that ends no sentence; but not with one of a list that lacks its number.
    """
    for number, line in enumerate(lines):
        behind = text[line.marker.end : line.end] if line.marker else ""
        if (line.marker and not behind[:1].isdecimal()) or line.continues or is_contents_entry(line.of(text)):
            continue
        readings = list(scan_readings(text, line.start, line.end))
        if not readings:
            continue
        above = lines[number - 1].of(text) if number else "。"
        goes_on = is_measure(line.of(text)) and not is_sentence(above)
        for form, marker in readings:
            if _is_bare(marker) and not _stands_above_heading(text, lines, number):
                continue
            if not line.marker or marker.style == "decimal":  # 2.4月底总结 is 2., and may be 2.4
                numbers = read_numbers(marker) or _NO_NUMBER
                reading = _Reading(number, form, marker, numbers, is_cut_off(above), read_word(marker))
                if not goes_on or (not reading.is_amid and _is_lacking(reading, certain)):
                    yield reading


def _markers(chain: Sequence[_Reading]) -> Iterator[tuple[int, Marker]]:
    """Yield the lines of a chain with their markers; 最后 counts by its place, which may be the third or the fifth."""
    is_in_words = chain[0].marker.text.startswith("首先")
    for place, (line, _form, marker, *_) in enumerate(chain, 1):
        yield line, marker._replace(value=place) if is_in_words else marker


def _certain_numbers(lines: Sequence[Line]) -> _Certain:
    numbers: _Certain = {}
    for number, line in enumerate(lines):
        if line.marker:
            numbers.setdefault(line.marker.style, []).append((number, read_numbers(line.marker) or _NO_NUMBER))
    return numbers


def _around(reading: _Reading, certain: _Certain) -> tuple[_Number, _Number]:
    """Return the numbers of the nearest certain markers of its style before a reading and behind it."""
    same_style = certain.get(reading.marker.style, ())
    behind = bisect(same_style, (reading.line,))
    return (
        same_style[behind - 1][1] if behind else _NO_NUMBER,
        same_style[behind][1] if behind < len(same_style) else _NO_NUMBER,
    )


def _is_bare(marker: Marker) -> bool:
    """Tell whether a marker is nothing but a number that fills its line."""
    return marker.style == "ordinal" and marker.text.isdecimal()


def _stands_above_heading(text: str, lines: Sequence[Line], number: int) -> bool:
    """Tell whether a heading stands below a line; other numbers that fill their lines are of pages and tables."""
    below = lines[number + 1] if number + 1 < len(lines) else None
    return below is not None and below.marker is None and is_unnumbered_heading(below.of(text))


def _is_lacking(reading: _Reading, certain: _Certain) -> bool:
    """Tell whether the certain markers around a reading count on to it and from it."""
    return _around(reading, certain) == (shift(reading.number, -1), shift(reading.number, 1))


def _calendars(
    text: str, lines: Sequence[Line], readings: Sequence[_Reading], certain: _Certain
) -> Iterator[list[_Reading]]:
    """Yield the periods of each form, if there are several or the months of other forms go on from them.

    Those that look like the beginning of a sentence must follow one another, and not all be titles of plans.
    """
    forms: dict[int, list[_Reading]] = {}
    for reading in readings:
        if reading.marker.style == "period":
            forms.setdefault(reading.form, []).append(reading)
    for form, periods in forms.items():
        if form >= len(READINGS):
            yield from (row for row in _rows(periods) if not all(is_title(lines[one.line].of(text)) for one in row))
            yield from ([period] for period in periods if _is_among_months(period, certain))
        elif len({period.marker.text for period in periods}) > 1:
            yield periods
        else:
            yield from ([period] for period in periods if _goes_with_months(period, certain))


def _rows(periods: Sequence[_Reading]) -> Iterator[list[_Reading]]:
    """Yield the periods that go on one from the other: three of them, or two on lines next to each other."""
    row: list[_Reading] = []
    for period in (*periods, None):
        if row and not (period and goes_on_from(row[-1].marker.text, period.marker.text)):
            if len(row) > _ENOUGH_SIGNS or row[-1].line - row[0].line == 1:
                yield row
            row = []
        if period:
            row.append(period)


def _stars(readings: Sequence[_Reading]) -> Iterator[list[_Reading]]:
    """Yield the bullets that may be marks of another kind, if two stand on lines next to each other."""
    stars = [reading for reading in readings if reading.marker.style == "bullet"]
    if any(behind.line - before.line == 1 for before, behind in pairwise(stars)):
        yield stars


def _goes_with_months(period: _Reading, certain: _Certain) -> bool:
    [month] = period.number
    return bool(month) and any(
        (month - [*other][0]) % 12 in (1, 11) for other in _around(period, certain) if any(other)
    )


def _is_among_months(period: _Reading, certain: _Certain) -> bool:
    """Tell whether a period goes on from the months of another form, one of them on the line above or below."""
    months = certain.get("period", [])
    behind = bisect(months, (period.line,))
    is_beside = any(abs(line - period.line) == 1 for line, _number in months[max(behind - 1, 0) : behind + 1])
    return is_beside and _goes_with_months(period, certain)


def _chains(readings: Sequence[_Reading]) -> list[list[_Reading]]:
    """Return the readings of each form, and of each word, that follow one another in number.

    One number may be missing, stand twice or come late; but 第五条 behind 第五条 is a cross reference.
    """
    chains: list[list[_Reading]] = []
    awaited: dict[tuple[int, str, _Number], list[_Reading]] = {}
    for reading in readings:
        form, word, number = reading.form, reading.word, reading.number
        is_first = number[-1] == 1
        if number == _NO_NUMBER or reading.marker.style == "period":
            continue
        chain = None if is_first else awaited.pop((form, word, number), None)
        if chain is None:
            chain = []
            chains.append(chain)
        left_out = bool(chain) and chain[-1].number == shift(number, -2)
        chain.append(reading)
        awaited[form, word, shift(number, 1)] = chain
        for step in (2, *([-1] if left_out else []), *([] if reading.marker.style in SELF_NAMED else [0])):
            awaited.setdefault((form, word, shift(number, step)), chain)
    return chains


def _n_signs(chain: Sequence[_Reading], certain: _Certain) -> int:
    """Count what speaks for a chain: a number that it goes on from, each step in it, one that goes on from it.

    What stands out of order speaks against it, and a number that the nearest certain marker prints, too. Bare numbers
    begin at 1.
    """
    if _is_bare(chain[0].marker) and chain[0].number[-1] > 1:
        return 0
    before, _ = _around(chain[0], certain)
    _, behind = _around(chain[-1], certain)
    goes_from = before == shift(chain[0].number, -1)
    begins = len(before) if goes_from else chain[0].number[-1] == 1  # 2.3 behind 2.2 agrees in two numbers
    is_like = chain[0].form < len(LOOK_ALIKES) and not chain[0].is_amid
    goes_far = goes_from and before[-1] > 1 and is_like  # （三）组 behind （一） and （二）
    goes_on = behind == shift(chain[-1].number, 1)
    numbers = [reading.number for reading in chain]
    n_steps = sum(shift(number, -1) in numbers for number in set(numbers))
    n_steps += sum(_n_steps_between(*pair, certain) for pair in pairwise(chain))
    n_disorders = sum(following < number for number, following in pairwise(numbers))
    n_printed_too = sum(_is_printed(reading, certain) for reading in chain)
    return begins + goes_far + goes_on + n_steps - n_disorders - n_printed_too


def _n_steps_between(reading: _Reading, following: _Reading, certain: _Certain) -> int:
    """Count the steps to and from a certain marker that stands between two readings: 3. between 2.5S and 4.3D."""
    between = shift(reading.number, 1)
    lacks_one = following.number == shift(between, 1)
    return 2 if lacks_one and _around(reading, certain)[1] == between == _around(following, certain)[0] else 0


def _is_printed(reading: _Reading, certain: _Certain) -> bool:
    """Tell whether a certain marker beside a reading prints its number; 1 is, too, if 2 goes on from it."""
    before, behind = _around(reading, certain)
    if reading.number[-1] == 1:
        return reading.number == before and behind == shift(before, 1)
    return reading.number in (before, behind)
