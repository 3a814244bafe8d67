"""The rules by cases: what is told of a plan, and what only looks like it."""

from typing import Any

import pytest

from corpus_tools.checks.rules import check_plan
from corpus_tools.structure.plans import parse_text
from tests.conftest import load_cases


@pytest.mark.parametrize("case", load_cases("findings"), ids=lambda case: case["name"])
def test_rules(case: dict[str, Any]) -> None:
    [plan] = parse_text(case["text"])
    found = [[one.code, plan.text[one.start : one.end]] for one in check_plan(plan)]
    assert sorted(found) == sorted(case["findings"])
