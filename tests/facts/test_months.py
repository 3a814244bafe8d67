"""Months: those that a plan or a date is of."""

import pytest

from corpus_tools.facts.months import Months, read_months
from tests.conftest import load_cases


@pytest.mark.parametrize(("first", "last", "printed", "start", "end"), load_cases("months"))
def test_months(first: int, last: int, printed: str, start: str, end: str) -> None:
    months = read_months((first, last), printed)
    assert [str(months), str(Months(months.last, months.last))] == [start, end]


@pytest.mark.parametrize(("date", "plan", "wanted"), load_cases("months", "far"))
def test_far_from_a_plan(date: tuple[int, int, str], plan: tuple[int, int, str], wanted: bool) -> None:
    stated, own = (read_months((first, last), printed) for first, last, printed in (date, plan))
    assert stated.is_far_from(own) == wanted
