"""Matches: the themes that regions show, and the spans that show them, as columns."""

from typing import NamedTuple

import numpy as np

from corpus_tools.arrays import Flags, Numbers, begin_runs


class Matches(NamedTuple):
    """Spans that show themes in regions, in the order of the regions, then of the codebook, then of the text.

    Attributes
    ----------
    regions
    themes
        Their numbers in the codebook.
    parts
        Which part of the theme is shown, as ``Rules`` numbers them; -1 for none.
    starts, ends
        Spans in searched characters; those of a region and a theme are its evidence.
    bases
        0 where a rule shows the theme, 1 where weights do.
    """

    regions: Numbers
    themes: Numbers
    parts: Numbers
    starts: Numbers
    ends: Numbers
    bases: Numbers

    def only(self, wanted: Flags | Numbers) -> "Matches":
        """Return the wanted rows."""
        rows = wanted.nonzero()[0] if wanted.dtype == bool else wanted
        return Matches(*(column[rows] for column in self))

    def join(self, others: "Matches") -> "Matches":
        """Return these rows and others, in order."""
        both = Matches(*(np.append(own, other) for own, other in zip(self, others, strict=True)))
        return both.only(np.lexsort((both.starts, both.themes, both.regions)))

    @property
    def first(self) -> Numbers:
        """The first row of each region and theme."""
        return np.flatnonzero(begin_runs(self.regions) | begin_runs(self.themes))
