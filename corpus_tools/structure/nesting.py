"""Nesting: the depth of every marked line and unnumbered heading, found for all lines together.

A mark does not tell its depth: plans put 1. under 一、 in one place and beside it in another. So the numbers decide.
Each line either continues a list that is open, or opens a new one below the line before it, or, where it may be no
heading at all, is passed over; every choice has a cost, and the cheapest path through all lines is taken (Viterbi's
algorithm over the lists that are open, the states kept to those that may still win). The margin to the cheapest path
that puts a line elsewhere gives its confidence, 1 - exp(-margin): 0.63 where the other reading costs 1 (months beside
a section or below it), above 0.99 where the numbers speak plainly.
"""

import math
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from corpus_tools.structure.choices import Asked, Levels, Marked, Number, ask, choices, goes_on

_MOST_STATES = 12
_WIDEST_MARGIN = 5.0  # a path that costs so much more than the best is given up


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


class _Step(NamedTuple):
    """A step between two states that a path through all lines may take; ``cost`` counts from the first line."""

    cost: float
    origin: int
    target: int
    depth: int | None


def nest(marked: Sequence[Marked]) -> list[Placed]:
    """Return the place of every line of one numbering scope.

    Examples
    --------
    >>> lines = [Marked("cjk", (1,), False), Marked("arabic", (1,), True), Marked("arabic", (2,), True)]
    >>> [placed.depth for placed in nest([*lines, Marked("cjk", (2,), False)])]
    [0, 1, 1, 0]
    """
    states: list[Levels] = [()]
    costs = [0.0]
    stages = []
    last_numbers: dict[str, Number] = {}
    above: Marked | None = None
    for line in marked:
        before = costs
        states, costs, steps = _advance(states, costs, ask(line, above, last_numbers.get(line.style)))
        stages.append((before, steps))
        last_numbers[line.style] = line.number
        above = line
    return _read_back(stages, len(states))


def _advance(
    states: Sequence[Levels], costs: Sequence[float], asked: Asked
) -> tuple[list[Levels], list[float], list[_Step]]:
    """Return the states after the line, cheapest first, with their costs, and the steps that lead to them."""
    tried = []
    limit = costs[0] + _WIDEST_MARGIN if goes_on(states[0], asked) else math.inf
    for origin, (levels, cost) in enumerate(zip(states, costs, strict=True)):
        for choice in choices(levels, asked, limit - cost):
            total = cost + choice.cost
            if total <= limit:
                limit = min(limit, total + _WIDEST_MARGIN)
                tried.append((total, origin, choice))
    tried.sort(key=itemgetter(0))
    targets: dict[Levels, int] = {}
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
