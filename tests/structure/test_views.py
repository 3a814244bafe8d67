"""What a plan shows of itself: dictionaries, Markdown, nodes found by their words."""

import json
from pathlib import Path

import pytest

from corpus_tools import Plan, parse_text, read_plans
from corpus_tools.errors import PlanFormatError
from corpus_tools.output.names import plan_title
from tests.conftest import load_cases

PLANS = read_plans(str(Path(__file__).resolve().parent.parent.parent / "data" / "plans"))


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.plan_id)
def test_a_plan_of_its_dictionary_is_the_same(plan: Plan) -> None:
    dictionary = plan.to_dict()
    again = Plan.from_dict(json.loads(json.dumps(dictionary)))
    assert again.to_dict() == dictionary
    assert again.text == plan.text
    assert again.nodes == plan.nodes
    assert again.clauses == plan.clauses


@pytest.mark.parametrize("dictionary", [{}, {"schema": "corpus-tools/plan/0"}, {"schema": "corpus-tools/plan/1"}])
def test_what_is_no_plan_is_refused(dictionary: dict[str, str]) -> None:
    with pytest.raises(PlanFormatError, match="corpus-tools/plan/1"):
        Plan.from_dict(dictionary)


@pytest.mark.parametrize("case", load_cases("markdown"), ids=lambda case: case["name"])
def test_markdown(case: dict[str, str]) -> None:
    [plan] = parse_text(case["text"])
    assert plan.to_markdown() == case["markdown"]


def test_the_title_beside_a_text_is_shown_where_it_prints_none(tmp_path: Path) -> None:
    rows = [
        {"标题": "某校工会计划", "正文": "一、读书。\n二、健身。"},
        {"标题": "登记名", "正文": "某校工会工作计划\n一、读书。"},
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    first, second = read_plans(file)
    assert [plan.shown_title for plan in (first, second)] == ["某校工会计划", "某校工会工作计划"]
    assert first.title is None
    assert first.to_dict()["title"] is None
    assert plan_title(first) == (None, "某校工会计划")
    assert first.outline().startswith("某校工会计划\n")


def test_find() -> None:
    [plan] = parse_text("某校工会工作计划\n一、师德（建设）\n1.校务公开，\n2.抓师德建设。\n二、送温暖")
    assert [node.node_id for node in plan.find("师德(建设")] == [1]
    assert [node.node_id for node in plan.find("师德")] == [1, 3]
    assert [node.node_id for node in plan.find("师德", kind="item")] == [3]
    assert [node.node_id for node in plan.find(level=1)] == [1, 4]
    assert plan.find("没有的话") == []
