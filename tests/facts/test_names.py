"""Names of schools, places and organisations in plans, and whose plan it is."""

import json

import pytest

from corpus_tools import read_plans
from corpus_tools.facts.names import find_names
from corpus_tools.structure.plans import parse_text
from tests.conftest import DATA, load_cases


@pytest.mark.parametrize(("text", "wanted"), load_cases("names"))
def test_names(text: str, wanted: list[list[str]]) -> None:
    found = find_names(text)
    assert [[name.text, name.kind] for name in found] == wanted
    assert all(text[name.start : name.end] == name.text for name in found)


@pytest.mark.parametrize(("title", "body", "wanted"), load_cases("names", "own"))
def test_own_name(title: str, body: str, wanted: str | None) -> None:
    [plan] = parse_text(f"{title}\n{body}")
    assert plan.title_text == title
    assert (plan.own_name.text if plan.own_name else None) == wanted


def test_made_plans_name_their_institution() -> None:
    truth = json.loads((DATA / "truth" / "facts.json").read_text("utf-8"))["plans"]
    named = {plan.plan_id: plan.own_name.text for plan in read_plans(DATA / "plans") if plan.own_name}
    assert named == {plan_id: truth[plan_id]["institution"] for plan_id in named}
    assert len(named) >= len(truth) - 4  # that print it once, amid the text
