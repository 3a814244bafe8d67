"""Comparison: the themes of groups of plans, such as the plans of a school or a year."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from corpus_tools.themes.coding import PlanThemes


class GroupThemes(NamedTuple):
    """The themes of the plans that have one value of a column: their number and the mean share of each theme."""

    value: str
    n_plans: int
    shares: Mapping[str, float]


def compare_groups(measures: Sequence[PlanThemes], values: Sequence[str | None]) -> list[GroupThemes]:
    """Return the mean shares for every value, in the order of the values; plans without one are in no group."""
    groups: dict[str, list[PlanThemes]] = {}
    for measure, value in zip(measures, values, strict=True):
        if value:
            groups.setdefault(value, []).append(measure)
    return [
        GroupThemes(
            value,
            len(group),
            {theme: sum(measure.shares[theme] for measure in group) / len(group) for theme in group[0].shares},
        )
        for value, group in sorted(groups.items())
    ]
