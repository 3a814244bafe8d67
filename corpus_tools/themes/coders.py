"""Coders: how far two or more agree on the same clauses, where not each has coded every clause.

Krippendorff's alpha for nominal values with values missing, as ``agreement`` has it of two: per theme a value is yes or
no; over all themes a unit is a clause and a theme; over whole sets the value of a clause is the set of its themes.
A clause counts where two have coded it. Beside it each two coders, on the clauses that both have coded.
"""

from collections.abc import Sequence
from itertools import combinations
from math import lcm
from typing import NamedTuple

import numpy as np

from corpus_tools.themes.agreement import (
    FEWEST_DRAWN,
    Agreement,
    CodedUnit,
    Counts,
    Drawn,
    Measure,
    Themes,
    binary_alpha,
    choose_drawn,
    interval_of,
    measure_agreement,
    nominal_alpha,
)
from corpus_tools.themes.resampling import draw_sums, sort_rows


class SharedUnit(NamedTuple):
    """A clause that two coders or more have coded.

    Attributes
    ----------
    document
        What it is drawn with.
    codes
        Its themes by each coder, None by one who has not coded it.
    """

    document: str
    codes: tuple[Themes | None, ...]

    @property
    def given(self) -> list[Themes]:
        """Its themes by those who have coded it."""
        return [themes for themes in self.codes if themes is not None]


class ThemeReliability(NamedTuple):
    """How far coders agree on a theme.

    Attributes
    ----------
    theme
        Its name; None for all themes together.
    n_given
        To how many clauses each coder has given it.
    n_all
        How many clauses have it by all who have coded them.
    alpha
        Krippendorff's.
    """

    theme: str | None
    n_given: tuple[int, ...]
    n_all: int
    alpha: Measure


class CoderPair(NamedTuple):
    """Two coders by their places, and how far they agree."""

    first: int
    second: int
    agreement: Agreement


class Reliability(NamedTuple):
    """How far coders agree.

    Attributes
    ----------
    n_clauses
        Clauses that two or more have coded.
    n_coded
        How many of them each has coded.
    drawn
        What the intervals draw.
    themes
        Each theme.
    overall
        All decisions together, a clause and a theme each.
    alpha_of_sets
        Alpha where a clause has one value, the set of its themes.
    pairs
        Each two of them.
    """

    n_clauses: int
    n_coded: tuple[int, ...]
    drawn: Drawn
    themes: tuple[ThemeReliability, ...]
    overall: ThemeReliability
    alpha_of_sets: float | None
    pairs: tuple[CoderPair, ...]


def measure_coders(units: Sequence[SharedUnit], themes: Sequence[str], n_coders: int, *, seed: int = 0) -> Reliability:
    """Return the agreement of coders on the themes given; what all leave out counts as agreed, too."""
    drawn, numbers = choose_drawn([unit.document for unit in units])
    scale = lcm(*(len(unit.given) - 1 for unit in units))  # whole numbers add up to the same in any order
    sums = np.zeros((max(numbers, default=-1) + 1, len(themes), 3))
    n_given = np.zeros((len(themes), n_coders), dtype=int)
    n_all = np.zeros(len(themes), dtype=int)
    for number, unit in zip(numbers, units, strict=True):
        given = unit.given
        for i, theme in enumerate(themes):
            n_yes = sum(theme in own for own in given)
            n_no = len(given) - n_yes
            sums[number, i] += n_yes * n_no * (scale // (len(given) - 1)), n_yes, n_no
            n_given[i] += [own is not None and theme in own for own in unit.codes]
            n_all[i] += not n_no
    drawn_sums = draw_sums(sort_rows(sums.reshape(len(sums), 3 * len(themes))), seed)
    samples = None if drawn_sums is None else drawn_sums.reshape(len(drawn_sums), *sums.shape[1:])
    found = [
        ThemeReliability(
            theme,
            tuple(n_given[i].tolist()),
            int(n_all[i]),
            _measure(sums[:, i], None if samples is None else samples[:, i], scale),
        )
        for i, theme in enumerate(themes)
    ]
    of_all = _measure(sums.sum(axis=1), None if samples is None else samples.sum(axis=1), scale)
    codes = list(zip(*(unit.codes for unit in units), strict=True)) or [()] * n_coders
    return Reliability(
        len(units),
        tuple(sum(own is not None for own in coder) for coder in codes),
        drawn,
        tuple(found),
        ThemeReliability(None, tuple(n_given.sum(axis=0).tolist()), int(n_all.sum()), of_all),
        nominal_alpha(codes),
        tuple(_compare_two(units, themes, pair, seed) for pair in combinations(range(n_coders), 2)),
    )


def _measure(sums: Counts, samples: Counts | None, scale: int) -> Measure:
    """Return alpha with its interval, which there is where two of what is drawn have the theme.

    Parameters
    ----------
    sums
        Of each thing drawn: unequal pairs, ``scale`` times as ``binary_alpha`` counts them, and values yes and no.
    """
    [alpha] = _alphas(sums.sum(axis=0)[None], scale)
    is_enough = np.count_nonzero(sums[:, 1]) >= FEWEST_DRAWN
    sampled = _alphas(samples, scale) if samples is not None and is_enough else None
    return Measure(None if np.isnan(alpha) else float(alpha), interval_of(sampled))


def _alphas(sums: Counts, scale: int) -> Counts:
    unequal, n_yes, n_no = sums.T
    return binary_alpha(unequal / scale, n_yes, n_no)


def _compare_two(units: Sequence[SharedUnit], themes: Sequence[str], pair: tuple[int, int], seed: int) -> CoderPair:
    both = [(unit.document, unit.codes[pair[0]], unit.codes[pair[1]]) for unit in units]
    shared = [CodedUnit(name, one, two) for name, one, two in both if one is not None and two is not None]
    return CoderPair(*pair, measure_agreement(shared, themes, seed=seed))


def themes_of_coders(units: Sequence[SharedUnit]) -> list[str]:
    """Return the themes that the units have."""
    return sorted({theme for unit in units for own in unit.given for theme in own})
