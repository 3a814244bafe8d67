"""Calendars of plans: periods, lists and tables of times, with what is to be done."""

import pytest

from corpus_tools import parse_text
from corpus_tools.facts.calendar import find_calendar, read_month_numbers
from tests.conftest import load_cases


@pytest.mark.parametrize(("label", "wanted"), load_cases("calendar", "months"))
def test_months(label: str, wanted: list[int]) -> None:
    assert list(read_month_numbers(label)) == wanted


@pytest.mark.parametrize(("text", "wanted"), load_cases("calendar"))
def test_calendar(text: str, wanted: list[list[object]]) -> None:
    [plan] = parse_text(text)
    found = find_calendar(plan.text, plan.nodes)
    assert [
        [entry.label, list(entry.months), [plan.text_of(span) for span in entry.activities]] for entry in found
    ] == wanted
    assert all(plan.text_of(entry).find(entry.label) >= 0 for entry in found)
