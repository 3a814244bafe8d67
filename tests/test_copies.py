"""One plan of each family counts."""

import pytest

from corpus_tools.copies import choose_counted


@pytest.mark.parametrize(
    ("plans", "counted"),
    [
        ([0, 1, 2, 3, 4], [2, 1, 4]),  # 0 and 3 are copies of 2
        ([0, 3], [3]),
        ([3, 1], [3, 1]),
        ([], []),
    ],
)
def test_who_counts(plans: list[int], counted: list[int]) -> None:
    assert choose_counted(plans, [2, 1, 2, 2, 4], rank=lambda plan: -plan) == counted
