"""Dates and years that plans state."""

import json

import pytest

from corpus_tools import read_plans
from corpus_tools.facts.dates import find_dates
from corpus_tools.structure.plans import parse_text
from tests.conftest import DATA, load_cases


@pytest.mark.parametrize(("text", "wanted"), load_cases("dates"))
def test_dates(text: str, wanted: list[list[str | int | None]]) -> None:
    found = find_dates(text)
    assert [[date.text, date.kind, date.year_min, date.year_max] for date in found] == wanted
    assert all(text[date.start : date.end] == date.text for date in found)


@pytest.mark.parametrize(("title", "body", "wanted"), load_cases("dates", "implied"))
def test_implied_years(title: str, body: str, wanted: list[int] | None) -> None:
    [plan] = parse_text(f"{title}\n{body}")
    assert plan.title_text == title
    assert plan.to_dict()["implied_years"] == wanted


def test_made_plans_imply_their_years() -> None:
    truth = json.loads((DATA / "truth" / "facts.json").read_text("utf-8"))["plans"]
    for plan in read_plans(DATA / "plans"):
        years, implied = truth[plan.plan_id]["years"], plan.implied_years
        if years:
            assert implied == (min(years), max(years)), plan.plan_id
        masked = [date.text.partition("年")[0] + "年" for date in plan.dates if date.kind == "masked"]
        wanted = [text for text in truth[plan.plan_id]["masked"] if text.endswith("年")]
        assert list(dict.fromkeys(masked)) == wanted, plan.plan_id
