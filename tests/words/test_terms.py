"""Terms: which words mark a plan."""

from corpus_tools.corpus.stages import read_plans
from corpus_tools.words.terms import find_terms
from tests.conftest import DATA


def test_terms_mark_their_plan() -> None:
    plans = read_plans(DATA / "plans")
    terms = {plan.plan_id: [term for term, _weight in own] for plan, own in zip(plans, find_terms(plans), strict=True)}
    assert "教研" in terms["04_yunpu_research.html#1"] or "教研组" in terms["04_yunpu_research.html#1"]
    assert {"班级", "德育", "班主任"} & set(terms["03_songyuan_moral_gbk.txt#1"])
    assert all(len(own) == 8 for own in terms.values())
    for own in find_terms(plans):
        weights = [weight for _term, weight in own]
        assert weights == sorted(weights, reverse=True)


def test_no_terms() -> None:
    from corpus_tools.structure.plans import parse_text

    assert find_terms([]) == []
    assert find_terms(parse_text("1、a\n2、b")) == [[]]
