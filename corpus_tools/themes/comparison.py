"""Comparison: the themes of two plans, and of groups, such as the plans of a school or a year, with intervals.

A family of copies in a group counts as one plan: the mean of its members. Intervals draw the plans of a group so
counted (``resampling``). There is none where fewer than ``FEWEST_PLANS`` are counted, and none of a theme to which all
of them give the same share, such as nothing: draws of these say nothing of other plans. The distance of two profiles is
the Jensen-Shannon distance, the square root of the divergence to base 2 (Lin 1991; Endres and Schindelin 2003), of the
theme shares divided by their sum: 0 where the themes have the same weights, 1 where no theme is common.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from scipy.special import rel_entr

from corpus_tools.reuse.lexicon import Substitution, Undoing
from corpus_tools.sorting import natural_key
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.coding import code_plans, measure_themes
from corpus_tools.themes.resampling import Interval, Matrix, draw_sums, find_interval, sort_rows

Shares = Mapping[str, float]

FEWEST_PLANS = 5  # of four there are 35 different draws: too few for tails of 2.5 %


class GroupThemes(NamedTuple):
    """The themes of the plans that have one value of a column.

    Attributes
    ----------
    n_plans
        All of them.
    n_counted
        The same with each family of copies counted once.
    shares
        For each theme the mean share of the plans counted.
    intervals
        For each theme the interval of that mean, or None where the plans counted are too few or all alike.
    """

    value: str
    n_plans: int
    n_counted: int
    shares: Shares
    intervals: Mapping[str, Interval | None]


class Distance(NamedTuple):
    """How far apart the profiles of two plans or groups are, 0 to 1; None where one of them has no theme at all."""

    a: str
    b: str
    distance: float | None


class ThemeShares(NamedTuple):
    """The share of one theme in two plans."""

    theme: str
    a: float
    b: float


class ThemesBeside(NamedTuple):
    """The themes of two plans beside each other: those that either takes up, the largest share first."""

    codebook: Codebook
    shares: tuple[ThemeShares, ...]


def compare_themes(a: Plan, b: Plan, codebook: Codebook, swapped: Sequence[Substitution] = ()) -> ThemesBeside:
    """Code two plans and return their shares of each theme; see ``measure_themes``.

    Parameters
    ----------
    swapped
        What the one has swapped, if it is a spun copy of the other; it is undone first.
    """
    plans = [a, b]
    undoing = Undoing(tuple(swapped), frozenset((0, 1)))
    of_a, of_b = measure_themes(plans, code_plans(plans, codebook, undoing), codebook)
    shares = (ThemeShares(theme, of_a.shares[theme], of_b.shares[theme]) for theme in codebook.themes)
    taken_up = [own for own in shares if own.a or own.b]
    return ThemesBeside(codebook, tuple(sorted(taken_up, key=lambda own: -max(own.a, own.b))))


def compare_groups(
    shares: Sequence[Shares],
    values: Sequence[str | None],
    family_numbers: Sequence[int] | None = None,
    weights: Sequence[float] | None = None,
    *,
    key: Callable[[str], object] | None = None,
    seed: int = 0,
) -> list[GroupThemes]:
    """Return the mean shares for every value; plans without one are in no group.

    Parameters
    ----------
    shares
        For each plan the share of each theme; all of them have the same themes.
    values
        For each plan its value.
    family_numbers
        For each plan the number of its family of copies; None counts every copy.
    weights
        What each plan counts in the mean: its length gives the share in all text of the group. None counts all alike.
    key
        Of a value, by which groups are put in order; by default, and where it is the same, the value itself, by the
        numbers that it prints.
    """
    numbers = range(len(shares)) if family_numbers is None else family_numbers
    groups: dict[str, list[int]] = {}
    for index, value in enumerate(values):
        if value:
            groups.setdefault(value, []).append(index)
    names = list(shares[0]) if shares else []
    matrix = np.array([list(own.values()) for own in shares], dtype=np.float64).reshape(len(shares), len(names))
    weight = np.ones(len(shares)) if weights is None else np.maximum(np.asarray(weights, dtype=np.float64), 1.0)
    weighted = np.column_stack((matrix * weight[:, None], weight))
    found = []
    for value in sorted(groups, key=lambda value: (key(value) if key else (), natural_key(value))):
        members = groups[value]
        counted = _mean_families(weighted[members], [numbers[i] for i in members])
        found.append(
            GroupThemes(
                value,
                len(members),
                len(counted),
                dict(zip(names, _mean(counted.sum(axis=0)).tolist(), strict=True)),
                dict(zip(names, _find_intervals(counted, seed), strict=True)),
            )
        )
    return found


def measure_distances(profiles: Mapping[str, Shares]) -> list[Distance]:
    """Return the distance of every two profiles, in their order."""
    weights = {name: _normalise(shares) for name, shares in profiles.items()}
    return [Distance(a, b, jensen_shannon(weights[a], weights[b])) for a, b in combinations(profiles, 2)]


def jensen_shannon(p: Matrix, q: Matrix) -> float | None:
    """Return the Jensen-Shannon distance of two distributions; None where one of them is empty."""
    if not p.sum() or not q.sum():
        return None
    mean = (p + q) / 2
    divergence = (rel_entr(p, mean).sum() + rel_entr(q, mean).sum()) / (2 * np.log(2))
    return float(np.sqrt(divergence.clip(0, 1)))


def _normalise(shares: Shares) -> Matrix:
    weights = np.array(list(shares.values()), dtype=np.float64)
    return weights / (weights.sum() or 1.0)


def _mean_families(rows: Matrix, family_numbers: Sequence[int]) -> Matrix:
    """Return a row a family, the mean of its members, in an order that does not depend on that of the plans."""
    _families, number = np.unique(np.asarray(family_numbers), return_inverse=True)
    sizes = np.bincount(number)
    sums = [np.bincount(number, column) for column in rows.T]
    return sort_rows(np.stack(sums, axis=1) / sizes[:, None]) if rows.size else rows


def _find_intervals(counted: Matrix, seed: int) -> list[Interval | None]:
    """Return the interval of each theme in the plans counted, a row a plan."""
    samples = draw_sums(counted, seed) if len(counted) >= FEWEST_PLANS else None
    if samples is None:
        return [None] * (counted.shape[1] - 1)
    differ = ~np.isclose(np.ptp(_mean(counted), axis=0), 0)
    return [find_interval(drawn) if own else None for drawn, own in zip(_mean(samples).T, differ, strict=True)]


def _mean(sums: Matrix) -> Matrix:
    """Return the weighted means of sums whose last column is the sum of the weights."""
    means: Matrix = sums[..., :-1] / sums[..., -1:]
    return means
