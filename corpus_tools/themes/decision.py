"""Decisions: whether a clause has a theme, of what its rules show, what its characters say, and the heading above it.

The log odds that a reader gives a clause a theme are a weighted sum of few measures: one for themes that a rule shows
in it, one for all others. Their weights were fitted by ``scripts/fit_weights.py`` on clauses that neither the rules nor
the weights of characters had been made with (Wolpert 1992, Stacked generalization). They are of no theme, so they serve
other codebooks with weights, too.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.themes.index import Numbers
from corpus_tools.themes.matching import Marks

Odds = NDArray[np.float64]


class Measures(NamedTuple):
    """What speaks for a theme on a clause.

    Attributes
    ----------
    always
        1.
    own
        What the weights of its characters say: log odds.
    rival
        What they say for the likeliest other theme, within ``_RIVAL``.
    above
        What those of the nearest heading above it say for the theme, within ``_ABOVE``; titles say nothing.
    length
        Natural logarithm of its number of characters.
    """

    always: Odds
    own: Odds
    rival: Odds
    above: Odds
    length: Odds


# In the order of the measures.
_SHOWN = np.array([3.00, 0.57, -0.13, 0.37, -0.24])
_NOT_SHOWN = np.array([-0.52, 0.90, -0.27, 0.65, 0.55])
_RIVAL = -3.0, 1.0
_ABOVE = -4.0, 1.0


def decide(own: Odds, is_shown: Marks, above: Numbers, lengths: Numbers) -> Marks:
    """Return whether each region has each theme: where it is likelier than not.

    Parameters
    ----------
    own : shape (regions, themes)
        Log odds by the weights of its characters; minus infinity for themes without weights.
    is_shown : shape (regions, themes)
        Whether a rule shows the theme.
    above
        The region of the nearest heading above each; -1 for none.
    lengths
        Characters of each region.
    """
    measures = measure(own, above, lengths)
    return np.where(is_shown, _sum(_SHOWN, measures), _sum(_NOT_SHOWN, measures)) > 0


def measure(own: Odds, above: Numbers, lengths: Numbers) -> Measures:
    """Return the measures of all regions and themes; see ``decide``."""
    lowest = np.full_like(own[:, :1], -np.inf)
    second, first = np.sort(np.hstack((lowest, lowest, own)), axis=1)[:, -2:].T[:, :, np.newaxis]
    rival = np.where(own == first, second, first)
    return Measures(
        always=np.ones(()),
        own=own,
        rival=rival.clip(*_RIVAL),
        above=np.vstack((own.clip(*_ABOVE), np.full_like(own[:1], _ABOVE[0])))[above],
        length=np.log(np.maximum(lengths, 1))[:, np.newaxis],
    )


def _sum(weights: Odds, measures: Measures) -> Odds:
    return sum((weight * value for weight, value in zip(weights, measures, strict=True)), np.zeros(()))
