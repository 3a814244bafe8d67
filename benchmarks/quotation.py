"""Rows on quotation: sentences of made laws pasted into made plans, whole or with words swapped."""

import random
import time
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from benchmarks.corpora import Wording, gather_wording, read_sample_plans
from benchmarks.documents import Documents
from benchmarks.planted import swap_pairs, write_host
from benchmarks.rows import Row
from corpus_tools.reading.source import Source, source_of_text
from corpus_tools.reuse.quotation import find_quotations
from corpus_tools.structure.plans import Plan, parse_source

_N_PLANS, _HOST_LENGTH, _MOST_QUOTES = 400, 1000, 4
_N_LAWS, _N_ARTICLES = 200, 20
_RULE = 13

_WHO = "各级人民政府 教育行政部门 学校 用人单位 基层工会 幼儿园 未成年人的父母 街道办事处 卫生主管部门".split()
_DUTY = "应当建立健全 不得擅自变更 负责组织实施 可以委托第三方评估 依法承担 应当定期公布 有权监督".split()
_WHAT = "安全事故报告制度 经费收支账目 职工代表大会决议 校车使用许可 食品留样记录 劳动保护措施 档案管理办法".split()
_WHEN = "在每学年开始前十日内 自收到申请之日起二十日内 发生紧急情况时 经审查合格后 因不可抗力延期的".split()
_HOW = "逐级上报并抄送有关单位 以书面形式通知当事人 由县级以上机关责令限期改正 依照前款规定处理 给予通报批评".split()
_SENTENCES = (
    "{who}{when}，{duty}{what}，{how}。",
    "{who}{duty}{what}；{when}，{how}。",
    "{when}，{who}{duty}{what}，并{how}。",
)


class Quoting(NamedTuple):
    """A plan and where in its text sentences of laws stand."""

    plan: Plan
    quoted: frozenset[int]


def measure_quotation(documents: Documents, seed: int) -> Iterator[Row]:
    """Compare how much of what was pasted is found, and how much of what is found was pasted."""
    if documents.kind == "real":
        return
    wording = gather_wording(seed, read_sample_plans())
    for share in (0.0, 0.1, 0.2):
        rng = random.Random(f"{seed}/quotation/{share}")
        laws = _write_laws(rng)
        quoting = [_write_plan(rng, wording, laws, number, share) for number in range(_N_PLANS)]
        plans = [one.plan for one in quoting]
        start = time.perf_counter()
        ours = _found(plans, laws)
        our_seconds = time.perf_counter() - start
        start = time.perf_counter()
        theirs = _found_by_rule(plans, laws)
        their_seconds = time.perf_counter() - start
        name, rival = "reuse/quotation", f"{_RULE}-character rule"
        what = f"{_N_PLANS} plans, {_N_LAWS} laws, {share:.0%} of words swapped"
        wanted = [one.quoted for one in quoting]
        recalls, precisions = zip(*(_measure(wanted, found) for found in (ours, theirs)), strict=True)
        yield Row(name, f"recall of characters: {what}", "share", recalls[0], rival, recalls[1])
        yield Row(name, f"precision of characters: {what}", "share", precisions[0], rival, precisions[1])
        if not share:
            yield Row(name, f"time: {what}", "s", our_seconds, rival, their_seconds)


def _write_laws(rng: random.Random) -> list[Source]:
    sentences = [
        frame.format(who=who, duty=duty, what=what, when=when, how=how)
        for frame, who, duty, what, when, how in product(_SENTENCES, _WHO, _DUTY, _WHAT, _WHEN, _HOW)
    ]
    chosen = rng.sample(sentences, _N_LAWS * _N_ARTICLES)
    return [
        source_of_text(
            "\n".join(f"第{i}条　{text}" for i, text in enumerate(chosen[number::_N_LAWS], 1)), f"{number:04}.txt"
        )
        for number in range(_N_LAWS)
    ]


def _write_plan(rng: random.Random, wording: Wording, laws: Sequence[Source], number: int, share: float) -> Quoting:
    lines = write_host(rng, wording, _HOST_LENGTH).split("\n")
    quotes = [
        swap_pairs(rng, rng.choice(rng.choice(laws).text.split("\n")).split("　")[1], share)
        for _ in range(rng.randint(1, _MOST_QUOTES))
    ]
    for quote in quotes:
        lines.insert(rng.randint(1, len(lines)), quote)
    [plan] = parse_source(source_of_text("\n".join(lines), f"{number:04}.txt")).plans
    quoted: set[int] = set()
    for quote in quotes:
        at = plan.text.index(quote)
        quoted.update(range(at, at + len(quote)))
    return Quoting(plan, frozenset(quoted))


def _found(plans: Sequence[Plan], laws: Sequence[Source]) -> list[set[int]]:
    found: list[set[int]] = [set() for _ in plans]
    for quotation in find_quotations(plans, laws):
        found[quotation.plan].update(range(quotation.start, quotation.end))
    return found


def _found_by_rule(plans: Sequence[Plan], laws: Sequence[Source]) -> list[set[int]]:
    runs = {law.text[start : start + _RULE] for law in laws for start in range(len(law.text) - _RULE + 1)}
    return [
        {
            position
            for start in range(len(plan.text) - _RULE + 1)
            if plan.text[start : start + _RULE] in runs
            for position in range(start, start + _RULE)
        }
        for plan in plans
    ]


def _measure(wanted: Sequence[frozenset[int]], found: Sequence[set[int]]) -> tuple[float, float]:
    """Return recall and precision by characters."""
    n_right = sum(len(truth & own) for truth, own in zip(wanted, found, strict=True))
    return n_right / sum(map(len, wanted)), n_right / max(1, sum(map(len, found)))
