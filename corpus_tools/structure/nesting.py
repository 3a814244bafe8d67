"""Nesting: the depth of every marked line and unnumbered heading, found for all lines together.

A mark does not tell its depth: plans put 1. under 一、 in one place and beside it in another. So the numbers decide.
Each line either continues a list that is open, or opens a new one below the line before it, or, where it may be no
heading at all, is passed over; every choice has a cost, and the cheapest path through all lines is taken (Viterbi's
algorithm over the lists that are open, the states kept to those that may still win). The margin to the cheapest path
that puts a line elsewhere gives its confidence, 1 - exp(-margin): 0.63 where the other reading costs 1 (months beside
a section or below it), above 0.99 where the numbers speak plainly.
"""

import math
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from corpus_tools.structure.choices import Asked, Level, Levels, Marked, Number, ask, choices, goes_on, plain_choice

_MOST_STATES = 8
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


# A step that a path may take: its cost from the first line on, the states that it leads from and to, and the depth.
_Step = tuple[float, int, int, int | None]
# One that is tried: its cost, the state that it leads from, the depth, and what its level is then.
_Tried = tuple[float, int, int | None, Level]


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
    tried, limit = _plain_steps(states, costs, asked), math.inf
    if not tried:
        tried, limit = _all_steps(states, costs, asked)
    if len(tried) == 1:  # most lines
        [(total, origin, depth, level)] = tried
        return [_with(states[origin], depth, level)], [total], [(total, origin, 0, depth)]
    targets: dict[Levels, int] = {}
    totals: list[float] = []
    steps = []
    for total, origin, depth, level in tried:
        if total > limit:
            break
        levels = _with(states[origin], depth, level)
        target = targets.get(levels)
        if target is None:
            if len(targets) == _MOST_STATES:
                continue
            target = targets[levels] = len(targets)
            totals.append(total)
        steps.append((total, origin, target, depth))
    return list(targets), totals, steps


def _with(levels: Levels, depth: int | None, level: Level) -> Levels:
    """Return what is open behind a line that was placed at ``depth``."""
    return levels if depth is None else (*levels[:depth], level)


def _plain_steps(states: Sequence[Levels], costs: Sequence[float], asked: Asked) -> list[_Tried]:
    """Return the one step from each state, if the line has a plain place in all of them, at the same cost."""
    tried: list[_Tried] = []
    plain_cost = 0.0
    for origin, levels in enumerate(states):
        plain = plain_choice(levels, asked)
        if plain is None or (origin and plain[0] != plain_cost):
            return []
        plain_cost, depth, level = plain
        tried.append((costs[origin] + plain_cost, origin, depth, level))
    return tried


def _all_steps(states: Sequence[Levels], costs: Sequence[float], asked: Asked) -> tuple[list[_Tried], float]:
    """Return the steps from all states, cheapest first, and what the dearest may cost in all."""
    limit = costs[0] + _WIDEST_MARGIN if goes_on(states[0], asked) else math.inf
    tried: list[_Tried] = []
    for origin, (levels, so_far) in enumerate(zip(states, costs, strict=True)):
        for cost, depth, level in choices(levels, asked, limit - so_far):
            total = so_far + cost
            limit = min(limit, total + _WIDEST_MARGIN)
            tried.append((total, origin, depth, level))
    tried.sort(key=itemgetter(0))
    return tried, limit


def _read_back(stages: Sequence[tuple[Sequence[float], Sequence[_Step]]], n_states: int) -> list[Placed]:
    """Read the cheapest path from its end, and for each line the cheapest one that puts it elsewhere."""
    placed = []
    onward = [0.0] * n_states  # what the rest costs from each state behind the line
    state = 0
    for costs, steps in reversed(stages):
        if len(steps) == len(costs) == 1:  # no other way
            placed.append(Placed(steps[0][3], 1.0, ()))
            onward, state = [steps[0][0] - costs[0] + onward[0]], 0
            continue
        taken, best_origin = next((depth, origin) for _, origin, target, depth in steps if target == state)
        others: dict[int | None, float] = {}  # the whole cost with the line at another depth
        before = [math.inf] * len(costs)
        best = math.inf
        for cost, origin, target, depth in steps:
            whole = cost + onward[target]
            if whole - costs[origin] < before[origin]:
                before[origin] = whole - costs[origin]
            if depth == taken:
                best = min(best, whole)
            elif whole < others.get(depth, math.inf):
                others[depth] = whole
        placed.append(_placed(taken, best, others))
        onward, state = before, best_origin
    return placed[::-1]


def _placed(depth: int | None, cost: float, others: Mapping[int | None, float]) -> Placed:
    """Return a place with how much more the whole path costs that has another."""
    if not others:
        return Placed(depth, 1.0, ())
    alternatives = tuple(other for other in sorted(others, key=others.__getitem__) if other is not None)
    return Placed(depth, 1.0 - math.exp(cost - min(others.values())), alternatives)
