"""Decisions: whether a clause has a theme, of what its rules show, what its characters say, and the clauses beside it.

The log odds that a reader gives a clause a theme are a weighted sum of few measures: one for themes that a rule shows
in it, one for all others. Their weights were fitted by ``scripts/fit_weights.py`` on clauses that neither the rules nor
the weights of characters had been made with (Wolpert 1992, Stacked generalization; the clauses beside: Cohen and
Carvalho 2005, Stacked sequential learning); the limits were set by hand. They are of no theme, so they serve other
codebooks with weights, too.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from corpus_tools.arrays import Flags, Numbers

Odds = NDArray[np.float64]
Cells = tuple[Numbers, Numbers]  # regions, and a theme of each


class Measures(NamedTuple):
    """What speaks for some themes on some regions; a row is a region and a theme.

    Attributes
    ----------
    always
        1.
    own
        What the weights of its characters say: log odds.
    rival
        What they say for the likeliest other theme, within ``_RIVAL``.
    beside
        Log odds of the mean chance that the clauses beside it have the theme, each by itself; not below
        ``_LEAST_BESIDE`` where a rule shows the theme: they hardly speak against a rule.
    length
        Natural logarithm of its number of characters.
    """

    always: Odds
    own: Odds
    rival: Odds
    beside: Odds
    length: Odds


# In the order of the measures.
_SHOWN = np.array([0.63, 0.53, -0.22, 2.64, 0.4])
_NOT_SHOWN = np.array([-2.45, 0.78, -0.22, 1.46, 1.43])
_LEAST_OWN = -2.0
_RIVAL = -3.0, 1.0
# What the clauses one, two, three places before and behind count; as if one more had been seen, with this chance.
_BESIDE = 1.0, 0.5, 0.25
_UNSEEN_CHANCE = 0.2
_LEAST_BESIDE = -0.5
# What a rule adds to the log odds of a clause beside.
_BY_RULE = 3.0


def decide(own: Odds, is_shown: Flags, plans: Numbers, lengths: Numbers) -> Flags:
    """Return whether each region has each theme: where it is likelier than not.

    Where no rule shows it, its own characters must not speak strongly against it, whatever stands beside it.

    Parameters
    ----------
    own : shape (regions, themes)
        Log odds by the weights of its characters; minus infinity for themes without weights.
    is_shown : shape (regions, themes)
        Whether a rule shows the theme.
    plans
        The plan of each clause, the clauses of a plan in order; -1 for a region that is none.
    lengths
        Characters of each region.
    """
    regions, themes = cells = (is_shown | (own > _LEAST_OWN)).nonzero()  # few of very many
    weights = np.where(is_shown[cells], _SHOWN[:, np.newaxis], _NOT_SHOWN[:, np.newaxis])
    is_given = np.zeros_like(is_shown)
    measures = np.stack(measure(own, is_shown, plans, lengths, (regions, themes)))
    is_given[cells] = (weights * measures).sum(axis=0) > 0
    return is_given


def measure(own: Odds, is_shown: Flags, plans: Numbers, lengths: Numbers, cells: Cells) -> Measures:
    """Return the measures of some regions and themes; see ``decide``."""
    regions, themes = cells
    others = own[regions]
    others[np.arange(len(regions)), themes] = -np.inf
    beside = _look_beside(own, is_shown, plans, cells)
    return Measures(
        always=np.ones(len(regions)),
        own=own[cells],
        rival=others.max(axis=1, initial=-np.inf).clip(*_RIVAL),
        beside=beside.clip(np.where(is_shown[cells], _LEAST_BESIDE, -np.inf)),
        length=np.log(np.maximum(lengths[regions], 1)),
    )


def _look_beside(own: Odds, is_shown: Flags, plans: Numbers, cells: Cells) -> Odds:
    """Return the log odds of the mean chance of the clauses beside each region, of its theme."""
    regions, themes = cells
    total, n = np.full(len(regions), _UNSEEN_CHANCE), np.ones(len(regions))
    for distance, weight in enumerate(_BESIDE, 1):
        for step in (distance, -distance):
            others = (regions + step).clip(0, len(plans) - 1)
            is_beside = (others == regions + step) & (plans[others] == plans[regions]) & (plans[others] >= 0)
            near = weight * is_beside
            total += near * expit(own[others, themes] + _BY_RULE * is_shown[others, themes])
            n += near
    beside: Odds = logit(total / n)
    return beside
