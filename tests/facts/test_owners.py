"""Whose plan it is, and which names are of one owner."""

import json

import pytest

from corpus_tools import read_plans
from corpus_tools.facts.names import Name
from corpus_tools.facts.owners import find_own_names, find_site_name, names_same
from corpus_tools.structure.plans import parse_text
from tests.conftest import DATA, load_cases


@pytest.mark.parametrize(("title", "body", "wanted"), load_cases("names", "own"))
def test_own_name(title: str, body: str, wanted: str | None) -> None:
    [plan] = parse_text(f"{title}\n{body}")
    assert plan.title_text == title
    assert (plan.own_name.text if plan.own_name else None) == wanted


@pytest.mark.parametrize(("text", "wanted"), load_cases("names", "untitled"))
def test_own_name_without_title(text: str, wanted: str | None) -> None:
    [plan] = parse_text(text)
    assert plan.title is None
    assert (plan.own_name.text if plan.own_name else None) == wanted


@pytest.mark.parametrize(("a", "b", "wanted"), load_cases("names", "same"))
def test_one_owner(a: str, b: str, wanted: bool) -> None:
    first, second = (Name(text, "school", 0, len(text)) for text in (a, b))
    assert names_same(first, second) == names_same(second, first) == wanted


@pytest.mark.parametrize(("titled", "signed", "wanted"), load_cases("names", "signed"))
def test_own_names(titled: str, signed: str, wanted: bool) -> None:
    [plan] = parse_text(f"{titled}2024年工会工作计划\n一、目标\n学好。\n{signed}工会\n2024年2月1日")
    own = find_own_names(plan.text, plan.title, plan.names)
    assert [name.text for name in own] == [titled, *([signed] if wanted else [])]


@pytest.mark.parametrize(("page_title", "wanted"), load_cases("names", "site"))
def test_site_name(page_title: str, wanted: str | None) -> None:
    site = find_site_name(page_title)
    assert (site.text if site else None) == wanted


def test_made_plans_name_their_institution() -> None:
    truth = json.loads((DATA / "truth" / "facts.json").read_text("utf-8"))["plans"]
    named = {plan.plan_id: plan.own_name.text for plan in read_plans(DATA / "plans") if plan.own_name}
    assert named == {plan_id: truth[plan_id]["institution"] for plan_id in named}
    assert len(named) >= len(truth) - 4  # that print it once, amid the text
