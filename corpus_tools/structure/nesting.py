"""Nesting: the depth of every marked line and unnumbered heading, found for all lines together.

A mark does not tell its depth: plans put 1. under 一、 in one place and beside it in another. So the numbers decide.
Each line either continues a list that is open, or opens a new one below the line before it, or, where it may be no
heading at all, is passed over; every choice has a cost, and the cheapest path through all lines is taken (Viterbi's
algorithm over the lists that are open, the states kept to those that may still win). The margin to the cheapest path
that puts a line elsewhere gives its confidence, 1 - exp(-margin): 0.63 where the other reading costs 1 (months beside
a section or below it), above 0.99 where the numbers speak plainly.
"""

import math
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from corpus_tools.structure.markers import RANKS, SELF_NAMED, Marker, read_numbers

HEADING = "heading"  # the style of an unnumbered heading
_PERIOD = "period"

_RANKS = {HEADING: -1.0, **RANKS, **{f"decimal-{n}": RANKS["decimal"] + n / 10 for n in (2, 3, 4)}}

# What is printed: (3,) of 三、, (1, 2) of 1.2; None of bullets, headings, and periods without a month.
Number = tuple[int, ...] | None


class _List(NamedTuple):
    """A list that is open: its style, its highest number, and the lowest that was left out before it, or 0."""

    style: str
    last: Number
    skipped: int


# The lists of one depth, the current one last: several where months stand beside sections.
_Level = tuple[_List, ...]
_Levels = tuple[_Level, ...]

_MOST_STATES = 12
_WIDEST_MARGIN = 5.0  # a path that costs so much more than the best is given up
_DEEPEST = 12  # no plan goes deeper; it bounds the work of a line

# Costs of one step. Nothing is charged for what plans do all the time: the next number, and 1 in a new list.
_GAP = 2.0  # 3 follows 1
_EACH_FURTHER_GAP = 0.25
_SWAPPED = 1.0  # 2 follows 3, which had followed 1
_REPEAT = 3.0  # 2 follows 2
_BACK = 5.0  # 2 follows 5
_RESTART = 6.0  # 1 follows 5 in the same list
_LATE_START = 5.0  # a new list begins at 3
_RUN_ON = 0.5  # ... which goes on counting where its style stopped elsewhere
_WRONG_MARK = 3.5  # 1、 2、 （3） 4、: the number goes on, the mark is another's
_WRONG_SCRIPT = 4.5  # 1、 2、 三、 4、
_WRONG_PREFIX = 4.0  # 2.1 below 1.
_BESIDE = 6.0  # a list of another style in an open level
_PERIODS_BESIDE = 1.0
_PERIODS_UNDER_TEXT = 3.0  # a calendar below a line that has text of its own
_STYLE_TWICE = 6.0  # a list inside another of the same style
_RANK_REVERSED = 1.5  # （一） above 一、
_PARTS_LATE = 0.5  # 第一条 is printed before 第一章
_HEADING_BESIDE = 1.5  # an unnumbered heading in a list of numbered ones
_HEADING_DEEPER = 0.25  # ... a little more at every depth
_AFTER_HEADING = 1.0  # the numbered list goes on beside it
_HEADING_UNDER_TEXT = 4.0  # ... below a numbered line that has text of its own
_HEADING_UNDER_NUMBER = 0.5


class Marked(NamedTuple):
    """What nesting needs to know of a line that is marked or may be a heading.

    Attributes
    ----------
    style, number
        Of its marker; ``HEADING`` and None for an unnumbered heading.
    has_text
        Whether it says more than a heading does.
    doubt
        What it costs to pass it over as text; None where it is marked for certain.
    """

    style: str
    number: Number
    has_text: bool
    doubt: float | None = None


class Placed(NamedTuple):
    """Where a line goes.

    Attributes
    ----------
    depth
        From 0; None where the line is passed over.
    confidence
        0 to 1.
    alternatives
        The depths that other paths give it, the cheapest first; none where no other path is worth a thought.
    """

    depth: int | None
    confidence: float
    alternatives: tuple[int, ...]


class _Choice(NamedTuple):
    """One way to place a line: what the step costs, its depth and what its level is then; None to pass it over."""

    cost: float
    depth: int | None
    level: _Level


class _Step(NamedTuple):
    """A step between two states that a path through all lines may take; ``cost`` counts from the first line."""

    cost: float
    origin: int
    target: int
    depth: int | None


def marked_by(marker: Marker, *, has_text: bool, doubt: float | None = None) -> Marked:
    """Return what nesting needs to know of a marked line; decimals of each length are a style of their own."""
    number = read_numbers(marker)
    style = f"{marker.style}-{len(number)}" if number and len(number) > 1 else marker.style
    return Marked(style, number, has_text, doubt)


def nest(marked: Sequence[Marked]) -> list[Placed]:
    """Return the place of every line of one numbering scope.

    Examples
    --------
    >>> lines = [Marked("cjk", (1,), False), Marked("arabic", (1,), True), Marked("arabic", (2,), True)]
    >>> [placed.depth for placed in nest([*lines, Marked("cjk", (2,), False)])]
    [0, 1, 1, 0]
    """
    states: list[_Levels] = [()]
    costs = [0.0]
    stages = []
    last_numbers: dict[str, Number] = {}
    above: Marked | None = None
    for line in marked:
        run_on = line.number is not None and last_numbers.get(line.style) == _before(line.number)
        before = costs
        states, costs, steps = _advance(states, costs, line, above, run_on)
        stages.append((before, steps))
        last_numbers[line.style] = line.number
        above = line
    return _read_back(stages, len(states))


def _advance(
    states: Sequence[_Levels], costs: Sequence[float], line: Marked, above: Marked | None, run_on: bool
) -> tuple[list[_Levels], list[float], list[_Step]]:
    """Return the states after ``line``, cheapest first, with their costs, and the steps that lead to them."""
    tried = []
    limit = math.inf
    for origin, (levels, cost) in enumerate(zip(states, costs, strict=True)):
        for choice in _choices(levels, line, above, run_on, limit - cost):
            total = cost + choice.cost
            if total <= limit:
                limit = min(limit, total + _WIDEST_MARGIN)
                tried.append((total, origin, choice))
    tried.sort(key=itemgetter(0))
    targets: dict[_Levels, int] = {}
    totals: list[float] = []
    steps = []
    for total, origin, choice in tried:
        if total > limit:
            break
        levels = states[origin]
        if choice.depth is not None:
            levels = (*levels[: choice.depth], choice.level)
        target = targets.get(levels)
        if target is None:
            if len(targets) == _MOST_STATES:
                continue
            target = targets[levels] = len(targets)
            totals.append(total)
        steps.append(_Step(total, origin, target, choice.depth))
    return list(targets), totals, steps


def _read_back(stages: Sequence[tuple[Sequence[float], Sequence[_Step]]], n_states: int) -> list[Placed]:
    """Read the cheapest path from its end, and for each line the cheapest one that puts it elsewhere."""
    placed = []
    onward = [0.0] * n_states  # what the rest costs from each state behind the line
    state = 0
    for costs, steps in reversed(stages):
        taken = next(step for step in steps if step.target == state)
        best = taken.cost + onward[state]
        others: dict[int | None, float] = {}  # what each other depth costs more
        before = [math.inf] * len(costs)
        for step in steps:
            whole = step.cost + onward[step.target]
            before[step.origin] = min(before[step.origin], whole - costs[step.origin])
            if step.depth != taken.depth:
                others[step.depth] = min(others.get(step.depth, math.inf), whole - best)
        alternatives = tuple(depth for depth in sorted(others, key=others.__getitem__) if depth is not None)
        placed.append(Placed(taken.depth, 1.0 - math.exp(-min(others.values(), default=math.inf)), alternatives))
        onward, state = before, taken.origin
    return placed[::-1]


def _choices(levels: _Levels, line: Marked, above: Marked | None, run_on: bool, most: float) -> Iterator[_Choice]:
    """Yield the line placed at every depth that is open, one below, and passed over, if that costs ``most`` or less."""
    style, number, _has_text, doubt = line
    first = _cost_of_first(line, run_on)
    outer: Number = None  # the number around the depth that is looked at
    for depth, level in enumerate(levels):
        prefix = _cost_of_prefix(number, outer)
        current = level[-1]
        outer = current.last
        for place, open_list in enumerate(level):
            if open_list.style == style:
                cost, follower = _continue(open_list, number)
                cost += prefix + (_AFTER_HEADING if current.style == HEADING != style else 0.0)
                if cost <= most:
                    yield _Choice(cost, depth, (*level[:place], *level[place + 1 :], follower))
                break
        else:
            if _closes(line, current):
                cost = first + _PARTS_LATE + (_STYLE_TWICE if _is_open(style, levels[:depth]) else 0.0)
                if cost <= most:
                    yield _Choice(cost, depth, (_open(line, run_on),))
                continue
            cost = first + prefix + _cost_beside(style, depth)
            if cost <= most:
                yield _Choice(cost, depth, (*level, _open(line, run_on)))
            if number and number == _after(outer) and not {style, current.style} & {HEADING, _PERIOD}:
                cost = _WRONG_MARK if _script(style) == _script(current.style) else _WRONG_SCRIPT
                for kept in (current.style, style):  # the odd mark is this one, or was the one before
                    yield _Choice(cost, depth, (*level[:-1], _List(kept, number, 0)))
    if len(levels) < _DEEPEST:
        cost = first + _cost_of_prefix(number, outer) + (_cost_under(levels, line, above) if above else 0.0)
        if cost <= most:
            yield _Choice(cost, len(levels), (_open(line, run_on),))
    if doubt is not None:
        yield _Choice(doubt, None, ())


def _script(style: str) -> str:
    return style.partition("-")[0]


def _is_open(style: str, levels: Sequence[_Level]) -> bool:
    return any(one.style == style for level in levels for one in level)


def _closes(line: Marked, current: _List) -> bool:
    """Tell whether a mark by its name ends a list of lower rank: no 第一章 stands beside 第一条."""
    return line.style in SELF_NAMED and _RANKS[HEADING] < _RANKS[line.style] < _RANKS[current.style]


def _open(line: Marked, run_on: bool) -> _List:
    starts_late = line.number is not None and line.number[-1] > 1 and not run_on
    return _List(line.style, line.number, 1 if starts_late else 0)


def _before(number: tuple[int, ...]) -> tuple[int, ...]:
    return (*number[:-1], number[-1] - 1)


def _after(number: Number) -> Number:
    return number and (*number[:-1], number[-1] + 1)


def _continue(open_list: _List, number: Number) -> tuple[float, _List]:
    """Return the cost of ``number`` as the next of a list, and the list with it."""
    style, last, skipped = open_list
    follower = _List(style, number, 0)
    if number is None:
        return 0.0, open_list
    if last is None:
        return 0.0, follower
    if style == _PERIOD:  # months skip, overlap and run over the end of the year
        return (_REPEAT if number == last else 0.0), follower
    if number[:-1] != last[:-1]:  # 2.1 follows 1.3 where no 2. is printed
        return (_RUN_ON if number[-1] == 1 and number > last else _BACK), follower
    step = number[-1] - last[-1]
    if step == 1:
        return 0.0, follower
    if step > 1:
        return _GAP + _EACH_FURTHER_GAP * (step - 2), _List(style, number, last[-1] + 1)
    if step == 0:
        return _REPEAT, follower
    if skipped and number[-1] >= skipped:
        return _SWAPPED, open_list
    return (_RESTART if number[-1] == 1 else _BACK), follower


def _cost_of_first(line: Marked, run_on: bool) -> float:
    if line.number is None or line.number[-1] == 1 or line.style == _PERIOD:
        return 0.0
    return _RUN_ON if run_on else _LATE_START


def _cost_of_prefix(number: Number, outer: Number) -> float:
    """Return the cost of a decimal whose prefix is not the number around it."""
    is_wrong = number and outer and len(number) > 1 and number[-2] != outer[-1]
    return _WRONG_PREFIX if is_wrong else 0.0


def _cost_beside(style: str, depth: int) -> float:
    if style == HEADING:
        return _HEADING_BESIDE + _HEADING_DEEPER * depth
    return _PERIODS_BESIDE if style == _PERIOD else _BESIDE


def _cost_under(levels: _Levels, line: Marked, above: Marked) -> float:
    """Return the cost of opening a list below the line above."""
    style = line.style
    if style == HEADING:
        if above.style == HEADING:
            return _STYLE_TWICE
        return _HEADING_UNDER_TEXT if above.has_text else _HEADING_UNDER_NUMBER
    cost = _PERIODS_UNDER_TEXT if style == _PERIOD and above.has_text else 0.0
    around = 0
    for depth, level in enumerate(levels):
        if level[-1].style == HEADING:
            around = depth + 1  # below an unnumbered heading numbering starts anew
    if _is_open(style, levels[around:]):
        return cost + _STYLE_TWICE
    if above.style != HEADING and _PERIOD not in (style, above.style) and _RANKS[style] <= _RANKS[above.style]:
        cost += _RANK_REVERSED
    return cost
