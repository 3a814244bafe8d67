"""Outlines: the titles and clauses of some plans as regions, and which heading stands above each."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.arrays import Flags, Numbers
from corpus_tools.structure.clauses import ClauseColumns, cut_clauses
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.matching import Regions

Signed = NDArray[np.signedinteger[Any]]
_OPENING = 3  # clauses that say what a plan without a title is


class Outline(NamedTuple):
    """How the regions of some plans stand to each other: first the titles of all plans, then all clauses.

    Attributes
    ----------
    regions
        Where they are; a plan without a title has an empty one.
    clauses
        The same clauses, with their nodes.
    heads
        The first clause of the heading that a region is in; titles and clauses of bodies are their own.
    above
        The head of the nearest heading above a region, the title where there is none; titles are their own.
    is_heading
        Whether a region is a title or in a heading.
    openings
        The clauses that say what a plan without a title is.
    """

    regions: Regions
    clauses: ClauseColumns
    heads: Numbers
    above: Numbers
    is_heading: Flags
    openings: Numbers

    @property
    def plans(self) -> Numbers:
        """The plan of each region that is a clause; -1 for titles."""
        return np.append(np.full(len(self.above) - len(self.clauses.texts), -1), self.clauses.texts)

    @property
    def levels(self) -> list[Numbers]:
        """The titles, then level by level what stands below them: what is above a region is in an earlier level."""
        above, depths = self.above, (self.above != np.arange(len(self.above))).astype(np.int64)
        while (above[above] != above).any():
            depths, above = depths + depths[above], above[above]
        return np.split(np.argsort(depths, kind="stable"), np.cumsum(np.bincount(depths))[:-1])

    def nearest(self, values: Signed) -> Signed:
        """Return for each region the value of the nearest heading above it that has one, the title at last; else -1.

        Parameters
        ----------
        values : shape (regions,) or (regions, n)
            Of each region; of a heading the value of the first of its clauses that has one counts.
        """
        (tops,) = self.is_heading.nonzero()  # all that is above something
        numbers = np.cumsum(self.is_heading) - 1
        of_heads = np.full_like(values[tops], -1)
        rows, *columns = (column[::-1] for column in (values[tops] >= 0).nonzero())
        of_heads[numbers[self.heads[tops[rows]]], *columns] = values[tops[rows], *columns]
        nearest: Signed = _climb(numbers[self.above[tops]], of_heads)[numbers[self.above]]
        return nearest


def draw_outline(plans: Sequence[Plan], texts: Sequence[str]) -> Outline:
    """Return the outline of plans, their texts given."""
    clauses = cut_clauses(texts, [plan.nodes for plan in plans], [len(plan.site_lines) for plan in plans])
    titles = np.array([plan.title or (0, 0) for plan in plans], dtype=np.int64).reshape(-1, 2).T
    n_plans = len(plans)
    # Places are titles, then nodes; each but a title has one above it, and some have a first clause of a heading.
    above = _parents(plans)
    headings = np.flatnonzero(clauses.is_heading)[::-1]
    heads = np.full(len(above), -1)
    heads[:n_plans] = np.arange(n_plans)
    heads[n_plans + clauses.nodes[headings]] = n_plans + headings
    inside = _climb(above, heads)
    places = np.append(np.arange(n_plans), n_plans + clauses.nodes)
    is_heading = np.append(np.ones(n_plans, dtype=bool), clauses.is_heading)
    untitled = np.array([not plan.title for plan in plans], dtype=bool)
    nth = np.arange(len(clauses.texts)) - clauses.texts.searchsorted(clauses.texts)
    return Outline(
        regions=Regions(
            np.append(np.arange(n_plans), clauses.texts),
            np.append(titles[0], clauses.starts),
            np.append(titles[1], clauses.ends),
        ),
        clauses=clauses,
        heads=np.where(is_heading, heads[places], np.arange(len(places))),
        above=inside[np.where(is_heading, above[places], places)],
        is_heading=is_heading,
        openings=n_plans + np.flatnonzero((nth < _OPENING) & untitled[clauses.texts]),
    )


def _parents(plans: Sequence[Plan]) -> Numbers:
    """Return the place above each title and node, the titles first; that of a title is its own."""
    n_nodes = [len(plan.nodes) for plan in plans]
    titles = np.arange(len(plans))
    ids = np.array([node.parent_id or 0 for plan in plans for node in plan.nodes], dtype=np.int64)
    before = np.repeat(len(plans) + np.cumsum(n_nodes) - n_nodes - 1, n_nodes)  # ids count from 1
    return np.append(titles, np.where(ids > 0, before + ids, np.repeat(titles, n_nodes)))


def _climb(above: Numbers, values: Signed) -> Signed:
    """Return the value of each, else of the nearest above it that has one, else -1; steps double in length."""
    while True:
        values = np.where(values < 0, values[above], values)
        above, before = above[above], above
        if np.array_equal(above, before):
            return values
