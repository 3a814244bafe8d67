"""Reuse: scores and passages against slow exact answers, verdicts, families, boilerplate."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.folding import fold
from corpus_tools.reading.source import source_of_text
from corpus_tools.reuse.bodies import folded_body
from corpus_tools.reuse.families import find_families
from corpus_tools.reuse.passages import SHORTEST_PASSAGE, Passage, cover, find_passages, index_runs, share_runs
from corpus_tools.reuse.scores import score_pairs
from corpus_tools.reuse.verdicts import Thresholds, find_reuse
from corpus_tools.structure.plans import Plan, parse_source
from tests.oracles.reuse import covered, jaccard

FEW = "甲乙丙"
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 2000)]


def made(seed: int, length: int) -> str:
    """Return ``length`` characters that nobody else has by chance."""
    return "".join(random.Random(seed).choices(HAN, k=length))


def plans_of(*texts: str) -> list[Plan]:
    return [plan for i, text in enumerate(texts) for plan in parse_source(source_of_text(text, f"{i}.txt")).plans]


def passages_of(a: str, b: str, shortest: int = SHORTEST_PASSAGE) -> list[Passage]:
    left, right = index_runs(fold(a), shortest), index_runs(fold(b), shortest)
    return find_passages(left, right, next(share_runs([left, right])).get(1, []))


@given(st.lists(st.text(alphabet=FEW, min_size=1, max_size=30), min_size=1, max_size=6))
def test_scores_agree_with_sets(texts: list[str]) -> None:
    scores = {(s.a, s.b): (s.jaccard, s.containment_a, s.containment_b) for s in score_pairs(texts)}
    for b in range(len(texts)):
        for a in range(b):
            assert scores.get((a, b), (0.0, 0.0, 0.0)) == pytest.approx(jaccard(texts[a], texts[b]))


@given(st.text(alphabet=FEW, max_size=60), st.text(alphabet=FEW, max_size=60), st.integers(3, 13))
def test_passages_cover_what_is_shared(a: str, b: str, shortest: int) -> None:
    passages = passages_of(a, b, shortest)
    for passage in passages:
        assert a[slice(*passage.a)] == b[slice(*passage.b)]
        assert passage.n_matched >= shortest
    for before, after in zip(passages, passages[1:], strict=False):
        assert before.b.end <= after.b.start
    found = {position for passage in passages for position in range(*passage.b)}
    wanted = covered(a, b, shortest)
    left, right = index_runs(fold(a), shortest), index_runs(fold(b), shortest)
    runs = next(share_runs([left, right])).get(1, [])
    assert set(np.flatnonzero(cover(right, runs)).tolist()) == wanted
    assert set(np.flatnonzero(cover(left, runs)).tolist()) == covered(b, a, shortest)
    assert found <= wanted
    # A run that overlaps the one before is cut where that ends, and dropped if too little is left.
    assert len(wanted - found) <= (shortest - 1) * max(1, len(passages))


def test_passages_report_the_original_characters() -> None:
    a, b = "前。" + "工会每学期走访 困难教职工，并建立档案", ">工会每学期走访困难教职工,并建立档案。后"
    [passage] = passages_of(a, b)
    assert a[slice(*passage.a)] == "工会每学期走访 困难教职工，并建立档案"
    assert b[slice(*passage.b)] == "工会每学期走访困难教职工,并建立档案"


def test_title_and_noise_are_not_compared() -> None:
    [plan] = plans_of("某校工会工作计划\n某校工会工作计划\n>　　一、读书\n- 3 -\n>　　二、徒步")
    body = folded_body(plan)
    assert body.text == "一,读书二,徒步"
    assert "".join(plan.text[position] for position in body.positions) == "一、读书二、徒步"


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
    assert reuse.plans[4] == (None, 0, 0)


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


def test_a_passage_that_stands_twice_counts_alike_in_both_orders() -> None:
    passage = made(20, 40)
    twice = f"一、{passage}{made(21, 150)}{passage}{made(22, 150)}"
    once = f"一、{made(23, 200)}{passage}{made(24, 200)}"
    forward, backward = find_reuse(plans_of(twice, once)), find_reuse(plans_of(once, twice))
    assert forward.plans == backward.plans[::-1]
    assert [pair.verdict for pair in forward.pairs] == [pair.verdict for pair in backward.pairs]
    assert forward.plans[0].copied_share == pytest.approx(80 / 382)


def test_plans_of_nothing_but_a_title() -> None:
    reuse = find_reuse(plans_of("某校工会工作计划", "某校工会工作计划", "另一校德育工作计划"))
    assert [(pair.score.a, pair.score.b, pair.verdict) for pair in reuse.pairs] == [(0, 1, "exact")]


def test_nothing_to_compare() -> None:
    assert find_reuse([]) == ((), (), (), ())
    [alone] = find_reuse(plans_of("一、读书")).plans
    assert alone == (None, 0, 0)
