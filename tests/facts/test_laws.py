"""Laws, rules and papers that plans cite."""

import pytest

from corpus_tools import read_plans
from corpus_tools.facts.laws import find_laws
from tests.conftest import DATA, load_cases


@pytest.mark.parametrize(("text", "wanted"), load_cases("laws"))
def test_laws(text: str, wanted: list[list[str]]) -> None:
    found = find_laws(text)
    assert [[law.text, law.name, law.kind] for law in found] == wanted
    assert all(text[law.start : law.end] == law.text for law in found)


def test_laws_of_made_plans_stand_where_they_say() -> None:
    plans = read_plans(DATA / "plans")
    assert sum(len(plan.laws) for plan in plans) > 0
    for plan in plans:
        assert all(plan.text_of(law) == law.text for law in plan.laws), plan.plan_id
