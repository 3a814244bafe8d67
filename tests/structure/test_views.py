"""What a plan shows of itself: dictionaries, Markdown, nodes found by their words."""

import json
from dataclasses import replace
from pathlib import Path
from textwrap import indent

import pytest

from corpus_tools import Plan, parse_text, read_plans
from corpus_tools.errors import PlanFormatError
from corpus_tools.output.names import plan_title
from corpus_tools.structure.lines import Line
from corpus_tools.structure.markers import Marker
from corpus_tools.structure.plans import _shift
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


def test_plans_are_values() -> None:
    again = read_plans(str(Path(__file__).resolve().parent.parent.parent / "data" / "plans"))
    assert {*PLANS, *again} == set(PLANS)
    assert {plan: plan.plan_id for plan in PLANS}[again[3]] == PLANS[3].plan_id
    plan = PLANS[0]
    others = (
        {"text": f"{plan.source.text} "},
        {"meta": {"school": "青石坪小学"}},
        {"path": "b.txt"},
        {"encoding": "gbk"},
    )
    for change in others:
        other = replace(plan.source, **change)
        assert plan.source != other
        assert plan != replace(plan, source=other)
    assert plan != replace(plan, nodes=plan.nodes[1:])
    assert plan != replace(plan, ordinal=2)


def test_values_show_themselves_in_a_line() -> None:
    [plan] = parse_text("某校工会工作计划\n一、师德建设\n1.校务公开，\n2.抓师德建设。\n二、送温暖")
    assert repr(plan) == "<Plan -#1 '某校工会工作计划' 4 nodes>"
    assert repr(plan.source) == "<Source -: text/plain, 38 characters>"
    assert repr(plan.tree) == "(<Branch '一、师德建设' 2 children>, <Branch '二、送温暖' 0 children>)"
    assert str(plan.tree[0]) == "一、师德建设\n  1.校务公开，\n  2.抓师德建设。"
    assert str(plan) == "某校工会工作计划\n  一、师德建设\n    1.校务公开，\n    2.抓师德建设。\n  二、送温暖"
    assert plan.tree[0].outline(width=4) == "一、师…\n  1.校…\n  2.抓…"
    assert all(len(line) <= 240 for shown in PLANS for line in (repr(shown), *map(repr, shown.tree)))


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.plan_id)
def test_branches_print_what_the_outline_does(plan: Plan) -> None:
    assert plan.outline().split("\n", plan.shown_title.count("\n") + 1)[-1] == "\n".join(
        indent(str(branch), "  ") for branch in plan.tree
    )


def test_text_of() -> None:
    [plan] = parse_text("\n某校工会工作计划\n一、师德建设\n1.校务公开，\n2.抓师德建设。\n二、送温暖")
    section, item = plan.find("师德")
    assert plan.text_of(section) == "一、师德建设\n1.校务公开，\n2.抓师德建设。"
    assert plan.text_of(item) == "2.抓师德建设。"
    assert section.heading and plan.text_of(section.heading) == "师德建设"
    assert [plan.text_of(clause) for clause in plan.clauses][-1] == "送温暖"
    assert plan.title and plan.text_of(plan.title) == plan.title_text


def test_a_line_that_is_moved_keeps_the_rest() -> None:
    line = Line(10, 20, Marker("1.", "arabic-dot", 1, 10, 12), continues=True, is_page_number=True, is_joined=True)
    assert _shift(_shift(line, -10), 10) == line
    assert _shift(line, -10) == Line(0, 10, Marker("1.", "arabic-dot", 1, 0, 2), True, True, True)
