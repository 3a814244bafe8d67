"""Reuse: verdicts, families, boilerplate."""

import random
from typing import Any

import pytest

from benchmarks.corpora import make_corpus, read_sample_plans
from corpus_tools.reading.source import source_of_text
from corpus_tools.reuse.bodies import folded_body
from corpus_tools.reuse.direction import Direction
from corpus_tools.reuse.families import find_families
from corpus_tools.reuse.results import Pair, Reuse, Thresholds, Verdict
from corpus_tools.reuse.scores import PairScore
from corpus_tools.reuse.shares import PlanReuse
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.structure.plans import parse_source
from tests.conftest import load_cases
from tests.reuse.texts import made, plans_of


def test_title_and_noise_are_not_compared() -> None:
    [plan] = plans_of("某校工会工作计划\n某校工会工作计划\n>　　一、读书\n- 3 -\n>　　二、徒步")
    body = folded_body(plan)
    assert body.text == "一,读书二,徒步"
    assert "".join(plan.text[position] for position in body.positions) == "一、读书二、徒步"


def test_what_the_site_says_below_the_title_is_not_compared() -> None:
    lines = "来源：本站整理 作者：佚名 发布时间：2019年03月{}日 点击数： 次\n字号：大 中 小"
    plans = plans_of(*(f"某校工会工作计划\n{lines.format(i)}\n一、{made(i, 90)}" for i in (1, 2)))
    assert [plan.text[slice(*span)] for plan in plans for span in plan.site_lines] == [
        line for i in (1, 2) for line in lines.format(i).split("\n")
    ]
    assert find_reuse(plans).pairs == ()


def test_verdicts() -> None:
    text = made(1, 900)
    same, near = "一、" + text, "一、" + text[:800] + made(2, 100)
    partial = "一、" + made(3, 600) + text[:100] + made(4, 300)
    independent = "一、" + made(5, 900)
    plans = plans_of(same, same.replace("、", "， ", 1).replace("，", "、"), near, partial, independent)
    reuse = find_reuse(plans)
    verdicts = {(pair.score.a, pair.score.b): pair.verdict for pair in reuse.pairs}
    assert verdicts == {
        (0, 1): "exact",
        (0, 2): "near",
        (1, 2): "near",
        (0, 3): "partial",
        (1, 3): "partial",
        (2, 3): "partial",
    }
    assert [family.members for family in reuse.families] == [(0, 1, 2)]
    assert reuse.plans[0].copied_share == 1
    assert reuse.plans[3].copied_share == pytest.approx(100 / 1002, abs=0.002)
    assert reuse.plans[4][:4] == (None, 0, 0, 0)


def test_boilerplate_counts_families_not_copies() -> None:
    clause = "全面贯彻上级部署扎实推进各项任务"
    texts = [f"一、{clause}。{made(10 + i, 300)}" for i in range(5)]
    few = find_reuse(plans_of(*texts[:4], *texts[:3]))
    assert few.boilerplate == ()
    many = find_reuse(plans_of(*texts))
    assert [(b.text, b.n_plans, b.n_families) for b in many.boilerplate] == [(clause, 5, 5)]
    assert {pair.verdict for pair in many.pairs} == {"boilerplate"}
    assert all(own.copied_share == 0 and own.boilerplate_share > 0 for own in many.plans)
    assert find_reuse(plans_of(*texts), Thresholds(boilerplate_families=6)).boilerplate == ()


@pytest.mark.parametrize("case", load_cases("boilerplate"), ids=lambda case: case["note"])
def test_boilerplate_with_what_is_each_plans_own(case: dict[str, Any]) -> None:
    texts = (
        f"一、{made(90 + i, 200)}。{sentence}。{made(190 + i, 100)}。" for i, sentence in enumerate(case["sentences"])
    )
    found = find_reuse(plans_of(*texts)).boilerplate
    assert [[clause.text, clause.n_plans] for clause in found] == case["found"]


def test_each_copy_has_the_source_that_holds_most_of_it() -> None:
    """A plan of the school's own last year, and one of another school that took less from either: it stands first."""
    text = made(1, 600)
    olders = (
        f"松坡小学{year}年工作计划\n一、{own}。\n松坡小学" for year, own in ((2021, text), (2022, text + made(2, 60)))
    )
    taken = f"梅渚小学2023年工作计划\n一、{text[:400]}{made(3, 300)}。"
    reuse = find_reuse(plans_of(*olders, taken))
    assert [(pair.copy, pair.source, pair.relation) for pair in reuse.copied] == [
        (2, 0, "other_school"),
        (1, 0, "same_school"),
    ]
    shared, all_of_it = (398, 599), (699, 663)  # runs of five characters of 一, and so many; the signature is one
    assert [pair.containment for pair in reuse.copied] == [
        n / total for n, total in zip(shared, all_of_it, strict=True)
    ]


def test_headings_between_boilerplate_go_with_it() -> None:
    """Too short for boilerplate themselves, they are as widespread; a heading that only two plans have is their own."""
    heads, clauses = [made(40 + i, 6) for i in range(4)], [made(50 + i, 40) for i in range(4)]
    stock = "\n".join(
        f"（{number}）{head}。{clause}。" for number, head, clause in zip("一二三四", heads, clauses, strict=True)
    )
    texts = [f"一、{made(10 + i, 100 + 60 * i)}。\n二、{made(60, 6)}\n{stock}" for i in range(6)]
    reuse = find_reuse(plans_of(*texts))
    assert [len(clause.text) for clause in reuse.boilerplate] == [40] * 4
    assert [pair.verdict for pair in reuse.pairs] == ["boilerplate"] * 15
    assert {own.copied_share for own in reuse.plans} == {0}
    own = made(70, 60)
    shared = find_reuse(plans_of(*(f"{text}\n{own}。" if i < 2 else text for i, text in enumerate(texts))))
    assert [(pair.score.a, pair.score.b) for pair in shared.pairs if pair.verdict == "partial"] == [(0, 1)]


def test_little_beside_much_boilerplate_is_listed_as_such() -> None:
    """More than a passage, less than a tenth of the plan: too little for a partial copy."""
    stock, own = "。".join(made(50 + i, 40) for i in range(4)), made(70, 20)
    texts = [f"一、{made(10 + i, 300)}。\n{stock}。" for i in range(6)]
    reuse = find_reuse(
        plans_of(*(f"{text}\n{made(80 + i, 9)}，{own}" if i < 2 else text for i, text in enumerate(texts)))
    )
    assert {pair.verdict for pair in reuse.pairs} == {"boilerplate"}
    assert len(reuse.pairs) == 15


def test_families_are_connected_sets() -> None:
    families = find_families(6, {(0, 2): 0.9, (2, 5): 0.8, (3, 4): 1.0})
    assert [(family.members, family.representative) for family in families] == [((0, 2, 5), 2), ((3, 4), 3)]
    assert find_families(3, {}) == []


def test_order_of_the_plans_does_not_matter() -> None:
    text = made(1, 500)
    texts = [text, text[:450] + made(2, 50), made(3, 500), made(4, 400) + text[:100]]
    forward, backward = find_reuse(plans_of(*texts)), find_reuse(plans_of(*reversed(texts)))
    last = len(texts) - 1
    assert {(last - p.score.b, last - p.score.a, p.verdict, round(p.score.jaccard, 9)) for p in backward.pairs} == {
        (p.score.a, p.score.b, p.verdict, round(p.score.jaccard, 9)) for p in forward.pairs
    }


@pytest.mark.slow
def test_order_does_not_matter_for_what_is_learnt_either() -> None:
    made_plans = make_corpus(9, 120, read_sample_plans()).documents
    plans = [
        plan for document in made_plans for plan in parse_source(source_of_text(document.text, document.path)).plans
    ]
    shuffled = random.Random(1).sample(plans, len(plans))
    forward, other = find_reuse(plans), find_reuse(shuffled)
    assert other.substitutions == forward.substitutions
    assert other.uncompared == forward.uncompared
    ids, other_ids = [p.plan_id for p in plans], [p.plan_id for p in shuffled]
    own = dict(zip(other_ids, other.plans, strict=True))
    assert [own[plan_id][:4] for plan_id in ids] == [one[:4] for one in forward.plans]
    assert [_sources(own[plan_id], other_ids) for plan_id in ids] == [_sources(one, ids) for one in forward.plans]
    named = {
        frozenset((other_ids[p.score.a], other_ids[p.score.b])): (
            p.verdict,
            len(p.passages),
            [s[:3] for s in p.substitutions],
        )
        for p in other.pairs
    }
    assert named == {
        frozenset((ids[p.score.a], ids[p.score.b])): (p.verdict, len(p.passages), [s[:3] for s in p.substitutions])
        for p in forward.pairs
    }
    assert {frozenset(other_ids[i] for i in family.members) for family in other.families} == {
        frozenset(ids[i] for i in family.members) for family in forward.families
    }
    assert all(other.plans[i].family == n for n, family in enumerate(other.families) for i in family.members)


def _sources(own: PlanReuse, ids: list[str]) -> list[tuple[float, float, str | None]]:
    return [(s.total, s.largest, None if s.source is None else ids[s.source]) for s in own.shares]


def test_a_passage_that_stands_twice_counts_alike_in_both_orders() -> None:
    passage = made(20, 40)
    twice = f"一、{passage}{made(21, 150)}{passage}{made(22, 150)}"
    once = f"一、{made(23, 200)}{passage}{made(24, 200)}"
    forward, backward = find_reuse(plans_of(twice, once)), find_reuse(plans_of(once, twice))
    assert [own[:4] for own in forward.plans] == [own[:4] for own in backward.plans[::-1]]
    assert [pair.verdict for pair in forward.pairs] == [pair.verdict for pair in backward.pairs]
    assert forward.plans[0].copied_share == pytest.approx(80 / 382)


def test_plans_of_nothing_but_a_title() -> None:
    reuse = find_reuse(plans_of("某校工会工作计划", "某校工会工作计划", "另一校德育工作计划"))
    assert [(pair.score.a, pair.score.b, pair.verdict) for pair in reuse.pairs] == [(0, 1, "exact")]
    assert [own.copied_share for own in reuse.plans] == [1, 1, 0]  # however short they are


def test_nothing_to_compare() -> None:
    assert find_reuse([])[:5] == ((), (), (), (), ())
    [alone] = find_reuse(plans_of("一、读书")).plans
    assert alone[:4] == (None, 0, 0, 0)


def copied_pair(source: int, copy: int, containment: float, verdict: Verdict = "near") -> Pair:
    """Return a pair of which the source is known, and how much of the copy it holds."""
    a, b = sorted((source, copy))
    shares = (containment, 0.5) if copy == a else (0.5, containment)
    return Pair(PairScore(a, b, 0.8, *shares), verdict, (), direction=Direction((a, b).index(source), 0.9))


@pytest.mark.parametrize(
    ("pairs", "source"),
    [
        ([copied_pair(0, 2, 0.9), copied_pair(1, 2, 0.9)], 0),  # of equals the first
        ([copied_pair(0, 2, 0.9), copied_pair(1, 2, 0.9), copied_pair(1, 0, 1.0)], 1),  # the other is its copy
        ([copied_pair(0, 2, 0.902), copied_pair(1, 2, 0.9), copied_pair(1, 0, 1.0)], 1),  # as much, to two digits
        ([copied_pair(0, 2, 0.95), copied_pair(1, 2, 0.9), copied_pair(1, 0, 1.0)], 0),  # by far the nearer
        ([copied_pair(0, 2, 0.902), copied_pair(1, 2, 0.9), copied_pair(1, 0, 0.4, "partial")], 0),
    ],
)
def test_of_sources_that_hold_as_much_the_original_is_named(pairs: list[Pair], source: int) -> None:
    reuse = Reuse((), tuple(pairs), (), (), ())
    assert [pair.source for pair in reuse.copied if pair.copy == 2] == [source]
