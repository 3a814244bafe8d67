"""Differences: which facts only one of two plans states."""

import json
from typing import Any

import pytest

from corpus_tools.facts.differences import compare_facts
from tests.conftest import ROOT
from tests.reuse.texts import plans_of

CASES = json.loads((ROOT / "tests" / "cases" / "fact_differences.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_differences(case: dict[str, Any], turned: bool) -> None:
    a, b = plans_of(case["a"], case["b"])
    rows = compare_facts(b, a) if turned else compare_facts(a, b)
    shown = [[row.kind, [fact.text for fact in row.a], [fact.text for fact in row.b], row.n_both] for row in rows]
    assert shown == [[kind, *((y, x) if turned else (x, y)), n] for kind, x, y, n in case["rows"]]
    plans = (b, a) if turned else (a, b)
    for row in rows:
        for plan, facts in zip(plans, (row.a, row.b), strict=True):
            for fact in facts:
                assert bool(fact.places) == (row.kind != "years_for")
                assert all(plan.text[slice(*place)] for place in fact.places)
                assert not fact.places or plan.text[slice(*fact.places[0])] == fact.text
                if row.kind != "owner":
                    assert max(1, len(fact.places)) == case.get("n_places", {}).get(fact.text, 1)
