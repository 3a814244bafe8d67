"""Commitments: measures in their clauses, with deadlines and those responsible."""

import pytest

from corpus_tools import Plan, parse_text, read_plans
from corpus_tools.facts.commitments import Commitment, find_commitments, find_deadlines, find_responsible
from corpus_tools.spans import Span
from tests.conftest import DATA, load_cases


def commitments_of(plan: Plan) -> list[Commitment]:
    return find_commitments(plan.text, plan.nodes, plan.clauses)


def told(text: str) -> list[tuple[str, str | None, str | None]]:
    """Return the measures of a plan with their deadlines and those responsible."""
    [plan] = parse_text(text)
    return [
        (one.measure.text, one.deadline and one.deadline.text, one.responsible and one.responsible.text)
        for one in commitments_of(plan)
    ]


@pytest.mark.parametrize(("text", "deadlines", "responsible"), load_cases("commitments", "stated"))
def test_stated(text: str, deadlines: list[str], responsible: list[str]) -> None:
    whole = [Span(0, len(text))]
    for wanted, [found] in ((deadlines, find_deadlines(text, whole)), (responsible, find_responsible(text, whole))):
        assert [one.text for one in found] == wanted
        assert all(text[one.start : one.end] == one.text for one in found)


def test_a_clause_that_promises_two_things_makes_two_commitments() -> None:
    [plan] = parse_text("一、教研\n1.每人上公开课不少于2节，撰写反思3篇。\n2.加强学习。")
    first, second = commitments_of(plan)
    assert (first.start, first.end, first.node_id) == (second.start, second.end, second.node_id)
    assert plan.text_of(first) == "每人上公开课不少于2节，撰写反思3篇"
    assert [first.measure.unit, second.measure.unit] == ["节", "篇"]


def test_deadline_and_responsible_are_of_the_clause_or_of_its_node() -> None:
    assert told("一、培训\n1.6月底前开展培训2次。\n2.开展演练3次。责任人：林晓。9月1日前完成。") == [
        ("开展培训2次", "6月底前", None),
        ("开展演练3次", "9月1日前", "林晓"),
    ]


def test_a_node_with_two_deadlines_gives_none_to_its_other_clauses() -> None:
    text = "一、培训\n1.举办讲座2场。6月底前报名。9月1日前总结。\n2.加强管理。"
    assert told(text) == [("2场", None, None)]


def test_what_stands_below_a_heading_that_looks_back_is_no_promise() -> None:
    text = "一、上学期工作回顾\n1.开展讲座8场。\n2.评选先进10名。\n二、本学期任务\n1.开展讲座3场。\n2.做好总结。"
    assert told(text) == [("3场", None, None)]


def test_evidence_is_where_it_says() -> None:
    for plan in read_plans(DATA / "plans"):
        clauses = {(clause.start, clause.end, clause.node_id) for clause in plan.clauses}
        found = commitments_of(plan)
        for one in found:
            assert (one.start, one.end, one.node_id) in clauses
            assert one.start <= one.measure.start < one.measure.end <= one.end
            assert one.measure.value_min <= one.measure.value_max
            for stated in (one.measure, one.deadline, one.responsible):
                assert stated is None or plan.text_of(stated) == stated.text
