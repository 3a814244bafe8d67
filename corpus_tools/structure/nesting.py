"""Nesting: the depth of every marked line, found for all lines together.

A mark does not tell its depth: plans put 1. under 一、 in one place and beside it in another. So the numbers decide.
Each marked line either continues a list that is open, or opens a new one below the line before it; every choice has a
cost, and the cheapest path through all lines is taken (a beam search over the open lists, in the manner of Viterbi's
algorithm). The margin to the cheapest path, up to a line, that puts it at another depth gives its confidence,
1 - exp(-margin): 0.63 where the other reading costs 1 (months beside a section or below it), above 0.99 where the
numbers speak plainly.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus_tools.structure.markers import RANKS

# One open level: the lists in it by style, each with its last value. A level holds several where months stand beside
# sections.
_Level = tuple[tuple[str, int | None], ...]

_BEAM_WIDTH = 12
_DEEPEST = 12  # no plan goes deeper; it bounds the work of a line

# Costs of one step. Nothing is charged for what plans do all the time: the next number, and 1 in a new list.
_GAP = 2.0  # 3 follows 1
_EACH_FURTHER_GAP = 0.25
_REPEAT = 3.0  # 2 follows 2
_BACK = 5.0  # 2 follows 5
_RESTART = 6.0  # 1 follows 5 in the same list
_LATE_START = 4.0  # a new list begins at 3
_RUN_ON = 0.5  # ... which goes on counting where its style stopped elsewhere
_WRONG_MARK = 3.0  # 1、 2、 （3） 4、: the number goes on, the mark is another's
_BESIDE = 6.0  # a list of another style in an open level
_PERIODS_BESIDE = 1.0
_PERIODS_UNDER_TEXT = 3.0  # a calendar below a line that has text of its own
_STYLE_TWICE = 6.0  # a list inside another of the same style
_RANK_REVERSED = 1.5  # （一） above 一、


class Marked(NamedTuple):
    """What nesting needs to know of a marked line."""

    style: str
    value: int | None
    has_text: bool


class Placed(NamedTuple):
    """A depth from 0, and how sure it is (0 to 1)."""

    depth: int
    confidence: float


class _Path(NamedTuple):
    """The cheapest way to a set of open lists."""

    cost: float
    levels: tuple[_Level, ...]
    depth: int
    before: "_Path | None"


def nest(marked: Sequence[Marked]) -> list[Placed]:
    """Return the depth of every marked line of one numbering scope.

    Examples
    --------
    >>> lines = [Marked("cjk", 1, False), Marked("arabic", 1, True), Marked("arabic", 2, True), Marked("cjk", 2, False)]
    >>> [placed.depth for placed in nest(lines)]
    [0, 1, 1, 0]
    """
    paths = [_Path(0.0, (), -1, None)]
    cheapest: list[dict[int, float]] = []  # for each line, the cost of the best path so far at each depth
    last_values: dict[str, int | None] = {}
    above: Marked | None = None
    for line in marked:
        run_on = line.value is not None and last_values.get(line.style) == line.value - 1
        best: dict[tuple[_Level, ...], _Path] = {}
        for step in (step for path in paths for step in _steps(path, line, above, run_on)):
            if step.levels not in best or step.cost < best[step.levels].cost:
                best[step.levels] = step
        paths = sorted(best.values(), key=lambda path: path.cost)[:_BEAM_WIDTH]
        cheapest.append({path.depth: path.cost for path in reversed(paths)})
        last_values[line.style] = line.value
        above = line
    return _placed(paths[0], cheapest)


def _placed(path: _Path, cheapest: list[dict[int, float]]) -> list[Placed]:
    placed = []
    for costs in reversed(cheapest):
        others = [cost for depth, cost in costs.items() if depth != path.depth]
        margin = max(0.0, min(others, default=math.inf) - costs[path.depth])
        placed.append(Placed(path.depth, 1.0 - math.exp(-margin)))
        assert path.before is not None  # the first path, before all lines, is never reached here
        path = path.before
    return placed[::-1]


def _steps(path: _Path, line: Marked, above: Marked | None, run_on: bool) -> Iterator[_Path]:
    """Yield the path with the line placed at every depth that is open, and one below."""
    first = _cost_of_first(line, run_on)
    for depth, level in enumerate(path.levels):
        lists = dict(level)
        style = line.style
        if style in lists:
            cost = _cost_of_next(line, lists[style])
        elif slipped := _continued_by_value(level, line):
            style, cost = slipped, _WRONG_MARK
        else:
            cost = first + (_PERIODS_BESIDE if style == "period" else _BESIDE)
        lists[style] = line.value
        yield _Path(path.cost + cost, (*path.levels[:depth], tuple(lists.items())), depth, path)
    if len(path.levels) == _DEEPEST:
        return
    cost = first + (_cost_under(path, line, above) if above else 0.0)
    yield _Path(path.cost + cost, (*path.levels, ((line.style, line.value),)), len(path.levels), path)


def _continued_by_value(level: _Level, line: Marked) -> str | None:
    """Return the style of a list that the line's number continues, if only its mark did not differ."""
    if "period" in (line.style, *(style for style, _last in level)):
        return None
    return next((style for style, last in reversed(level) if last and line.value == last + 1), None)


def _cost_of_next(line: Marked, last: int | None) -> float:
    """Return the cost of the line as the next of a list whose last value is ``last``."""
    if line.value is None or last is None or line.value == last + 1:
        return 0.0
    if line.style == "period":  # months skip, overlap and run over the end of the year
        return _REPEAT if line.value == last else 0.0
    if line.value > last:
        return _GAP + _EACH_FURTHER_GAP * (line.value - last - 2)
    if line.value == last:
        return _REPEAT
    return _RESTART if line.value == 1 else _BACK


def _cost_of_first(line: Marked, run_on: bool) -> float:
    if line.value in (None, 1) or line.style == "period":
        return 0.0
    return _RUN_ON if run_on else _LATE_START


def _cost_under(path: _Path, line: Marked, above: Marked) -> float:
    """Return the cost of opening a list below the line above."""
    cost = _PERIODS_UNDER_TEXT if line.style == "period" and above.has_text else 0.0
    if any(style == line.style for level in path.levels for style, _ in level):
        return cost + _STYLE_TWICE
    if "period" not in (line.style, above.style) and RANKS[line.style] <= RANKS[above.style]:
        cost += _RANK_REVERSED
    return cost
