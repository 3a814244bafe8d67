"""Comparison: group means with copies once, intervals that do not depend on order, distances between known bounds."""

import math

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon

from corpus_tools.themes.comparison import GroupThemes, compare_groups, measure_distances

SHARES = [
    {"师德": 0.2, "维权": 0.0},
    {"师德": 0.4, "维权": 0.1},
    {"师德": 0.4, "维权": 0.1},
    {"师德": 0.0, "维权": 0.3},
]
VALUES = ["甲校", "甲校", "甲校", "乙校"]


def test_a_family_of_copies_counts_once_in_a_group() -> None:
    first, second = compare_groups(SHARES, VALUES, [0, 1, 1, 1])
    assert (first.value, first.n_plans, first.n_counted) == ("乙校", 1, 1)
    assert first.intervals == {"师德": None, "维权": None}
    assert (second.n_plans, second.n_counted) == (3, 2)
    assert second.shares == pytest.approx({"师德": 0.3, "维权": 0.05})
    [_, every_copy] = compare_groups(SHARES, VALUES)
    assert every_copy.n_counted == 3
    assert every_copy.shares["师德"] == pytest.approx(1 / 3)


def test_intervals_hold_the_mean_and_the_order_of_plans_is_of_no_matter() -> None:
    shares = [{"师德": share} for share in np.random.default_rng(5).beta(2, 5, size=40).tolist()]

    def interval(order: list[int], seed: int = 0) -> GroupThemes:
        [group] = compare_groups([shares[i] for i in order], ["甲"] * 40, order, seed=seed)
        return group

    group = interval(list(range(40)))
    bounds = group.intervals["师德"]
    assert bounds and bounds.low < group.shares["师德"] < bounds.high
    values = np.array([own["师德"] for own in shares])
    assert bounds.high - bounds.low == pytest.approx(2 * 1.96 * values.std() / math.sqrt(40), rel=0.15)
    assert interval(list(range(40))[::-1]).intervals == group.intervals
    assert interval(list(range(40)), seed=1).intervals != group.intervals


@pytest.mark.parametrize(
    ("shares", "has_interval"),
    [
        ([0.1, 0.2], False),
        ([0.1, 0.2, 0.3, 0.4], False),
        ([0.1, 0.2, 0.3, 0.4, 0.5], True),
        ([0.0] * 40, False),
        ([0.3] * 40, False),
        ([0.0] * 4 + [0.1], True),
    ],
)
@pytest.mark.parametrize("weights", [None, [3, 7, 11, 13]])
def test_no_interval_of_few_plans_or_of_equal_shares(
    shares: list[float], has_interval: bool, weights: list[float] | None
) -> None:
    """Of four plans there are 35 draws, too few for a tail of 2.5 %; what is the same in all says nothing of others."""
    sizes = weights and (weights * 10)[: len(shares)]
    [group] = compare_groups([{"师德": share} for share in shares], ["甲"] * len(shares), weights=sizes)
    bounds = group.intervals["师德"]
    assert (bounds is not None) == has_interval
    if bounds:
        assert bounds.low < bounds.high and bounds.low <= group.shares["师德"] <= bounds.high


def test_weights_give_the_share_in_all_text() -> None:
    [_, group] = compare_groups(SHARES, VALUES, [0, 1, 1, 1], [100, 300, 100, 50])
    assert group.shares["师德"] == pytest.approx((0.2 * 100 + 0.4 * 200) / (100 + 200))  # the copies are 200 on average
    shares, weights = [{"师德": 0.4}, *[{"师德": 0.2}] * 4], [400, 100, 100, 100, 100]
    [group] = compare_groups(shares, ["甲"] * 5, weights=weights)
    assert group.shares["师德"] == pytest.approx(0.3)
    assert group.intervals["师德"] == pytest.approx((0.2, 0.2 + 0.2 * 3 * 400 / (3 * 400 + 2 * 100)), abs=0.01)


def test_plans_without_a_value_are_in_no_group() -> None:
    assert [group.n_plans for group in compare_groups(SHARES, [None, "", "甲", None])] == [1]
    assert compare_groups([], []) == []


def test_distances() -> None:
    found = measure_distances({"a": SHARES[0], "b": SHARES[1], "c": SHARES[3], "none": {"师德": 0.0, "维权": 0.0}})
    of_pair = {(pair.a, pair.b): pair.distance for pair in found}
    assert of_pair["a", "c"] == 1.0  # no theme in common
    assert of_pair["a", "b"] == pytest.approx(jensenshannon([1, 0], [0.8, 0.2], base=2))
    assert of_pair["a", "none"] is None
    assert len(found) == 6
    [same] = measure_distances({"a": SHARES[1], "b": {"师德": 0.8, "维权": 0.2}})
    assert same.distance == pytest.approx(0, abs=1e-6)
