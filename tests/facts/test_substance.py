"""Substance: how much of a plan states something that one can check."""

import json
from dataclasses import replace

import pytest
from opencc import OpenCC

from corpus_tools import Plan, parse_text, read_plans
from corpus_tools.facts.substance import KINDS, Substance, find_facts, measure_substance
from corpus_tools.spans import Span
from corpus_tools.structure.clauses import Clause
from corpus_tools.structure.plans import parse_source
from tests.conftest import DATA

_CONVERTER = OpenCC("s2t")


def substance_of(plan: Plan) -> Substance:
    facts = find_facts(plan.text, plan.nodes, plan.clauses, dates=plan.dates, names=plan.names, own_name=plan.own_name)
    assert tuple(facts) == KINDS
    return measure_substance(plan.clauses, facts)


def of_text(text: str) -> Substance:
    [plan] = parse_text(text)
    return substance_of(plan)


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("3月5日召开大会", "date"),
        ("第八周开展家访", "date"),
        ("每人听课20节", "quantity"),
        ("到青溪县松涛小学听课", "name"),
        ("重阳节看望老教师", "event"),
        ("进一步提高认识，加强领导", None),
        ("开展一次活动，抓好三个环节", None),
        ("贯彻二十大精神，落实十四五规划", None),
    ],
)
def test_facts_of_a_clause(clause: str, kind: str | None) -> None:
    substance = of_text(f"工会工作计划\n一、{clause}。\n二、统一思想。")
    assert {name for name, n in substance.n_facts.items() if n} == ({kind} if kind else set())
    assert substance.n_fact_clauses == (kind is not None)
    assert substance.n_fact_characters == (len(clause) if kind else 0)


def test_own_name_states_nothing_more() -> None:
    plan = "柳岸小学工会工作计划\n一、柳岸小学工会要统一思想。\n二、到{}听课。"
    own, other = (of_text(plan.format(school)) for school in ("柳岸小学", "松涛小学"))
    assert (own.n_facts["name"], other.n_facts["name"]) == (0, 1)


def test_a_period_dates_what_stands_below_it() -> None:
    substance = of_text("工会工作计划\n活动安排\n三月：\n1.组织妇女活动。\n2.学习文件。\n四月：\n1.春游。\n2.评比。")
    assert substance.n_facts["date"] == 2
    assert substance.n_fact_clauses == substance.n_clauses - 1  # its heading


def test_shares_and_counts() -> None:
    clauses = [Clause(1, "body", 0, 4), Clause(1, "body", 5, 11), Clause(2, "heading", 12, 14)]
    facts = {"date": [Span(1, 3), Span(3, 4)], "law": [Span(2, 6)], "name": [Span(4, 5)], "event": [Span(20, 25)]}
    substance = measure_substance(clauses, facts)
    assert (substance.n_clauses, substance.n_characters) == (3, 12)
    assert (substance.n_fact_clauses, substance.n_fact_characters) == (2, 10)
    assert substance.n_facts == {"date": 2, "law": 1, "name": 0, "event": 0}
    assert substance.fact_share == pytest.approx(10 / 12)
    assert substance.per_thousand("date") == pytest.approx(2000 / 12)


def test_nothing_has_no_substance() -> None:
    substance = measure_substance([], dict.fromkeys(KINDS, ()))
    assert (substance.fact_share, substance.per_thousand("date")) == (0.0, 0.0)


def test_swapped_words_leave_the_substance() -> None:
    """Of spun copies everything is the same, but for the length of their own name where a clause prints it."""
    of = {plan.plan_id: substance_of(plan) for plan in read_plans(DATA / "plans")}
    copies = json.loads((DATA / "truth" / "copies.json").read_text("utf-8"))["copies"]
    spun = [(of[copy["copy"]], of[copy["source"]]) for copy in copies if copy["kind"] == "spun"]
    assert len(spun) == 4
    for copy, source in spun:
        assert copy.n_facts == source.n_facts
        assert (copy.n_clauses, copy.n_fact_clauses) == (source.n_clauses, source.n_fact_clauses)
        assert copy.fact_share == pytest.approx(source.fact_share, abs=0.001)


def test_script_leaves_the_substance() -> None:
    for plan in read_plans(DATA / "plans"):
        printed = str(_CONVERTER.convert(plan.source.text)).replace("瞭", "了")
        other = parse_source(replace(plan.source, text=printed)).plans[plan.ordinal - 1]
        assert substance_of(other) == substance_of(plan)
