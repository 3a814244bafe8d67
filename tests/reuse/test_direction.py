"""Direction: who copied from whom, how sure that is, and why."""

import json
from functools import cache, reduce
from pathlib import Path
from typing import Any

import pytest

from corpus_tools import read_plans
from corpus_tools.reading.source import Source, source_of_text
from corpus_tools.reuse.clues import read_clues
from corpus_tools.reuse.direction import Direction, drop_indirect
from corpus_tools.reuse.evidence import Evidence, word_evidence
from corpus_tools.reuse.substitutions import Swap
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.structure.plans import Plan, parse_source
from tests.conftest import CASES, DATA, load_cases

_TEXT = json.loads((CASES / "directions.json").read_text("utf-8"))["plan"]


def _plan(path: str, wanted: dict[str, Any]) -> Plan:
    filled = _TEXT.format(**{name: wanted[name] for name in ("school", "year", "place")})
    text = reduce(lambda text, words: text.replace(*words), wanted.get("swap", ()), filled)
    lines = text.split("\n")[slice(*wanted.get("lines", (None,)))]
    lines[1:1] = wanted.get("site_lines", ())
    lines[:0] = wanted.get("above", ())
    lines += [wanted["signed"]] if "signed" in wanted else []
    made = source_of_text("\n".join(lines), path)
    fields = {name: getattr(made, name) for name in Source.__slots__}
    [plan] = parse_source(Source(**{**fields, "meta": wanted.get("meta", {})})).plans
    return plan


@pytest.mark.parametrize(
    ("what", "first", "second", "source", "relation", "evidence"),
    load_cases("directions"),
    ids=[case[0] for case in load_cases("directions")],
)
def test_direction(
    what: str, first: dict[str, Any], second: dict[str, Any], source: str | None, relation: str, evidence: list[str]
) -> None:
    [pair] = find_reuse([_plan("a.txt", first), _plan("b.txt", second)]).pairs
    assert pair.source == {"a": 0, "b": 1, None: None}[source]
    assert pair.relation == relation
    reasons = list(word_evidence(pair.direction.evidence, ("A", "B")))
    assert len(reasons) == len(evidence)
    assert all(map(str.startswith, reasons, evidence))
    assert (pair.direction.confidence == 0) == (source is None)
    [turned] = find_reuse([_plan("b.txt", second), _plan("a.txt", first)]).pairs
    assert turned.source == {"a": 1, "b": 0, None: None}[source]
    assert turned.direction.turned == pair.direction


def test_the_day_of_a_page_is_that_of_all_its_plans() -> None:
    head = "工会工作计划两篇\n发布时间：2019-03-01\n"
    page = head + "工会工作计划 篇一\n一、修好水槽和灯。\n时间：2024-05-06\n工会工作计划 篇二\n一、办好换书的活动。\n"
    first, second = parse_source(source_of_text(page)).plans
    assert read_clues(first).published == read_clues(second).published == (2019, 3, 1)


def test_blanks_between_characters_hold_no_other_plan() -> None:
    line = "一、每周四下午开放书屋，由各年级轮流值班，借出的书登记在册，两个星期内归还。"
    plans = [parse_source(source_of_text(text, path)).plans[0] for text, path in ((line, "a"), ("　".join(line), "b"))]
    [pair] = find_reuse(plans).pairs
    assert (pair.verdict, pair.direction.evidence) == ("exact", ())


def test_copies_of_one_source_are_no_sources_of_each_other() -> None:
    spun = Evidence("spun words", 2.2, 0)
    first, older = Direction(0, 0.9, (spun,)), Direction(0, 0.8, (Evidence("implied year", 1.4, 0),))
    settled = drop_indirect({(0, 1): (0.8, first), (0, 2): (0.8, first), (1, 2): (0.7, first), (3, 4): (0.7, older)})
    assert [direction.source for direction in settled.values()] == [0, 0, None, 0]
    assert settled[1, 2] == Direction(None, 0, (spun,))
    chain = drop_indirect({(0, 1): (0.9, first), (0, 2): (0.7, first), (1, 2): (0.8, first)})
    assert [direction.source for direction in chain.values()] == [0, 0, 0]
    unknown = drop_indirect({(0, 1): (0.9, Direction()), (0, 2): (0.8, older), (1, 2): (0.7, older)})
    assert [direction.source for direction in unknown.values()] == [None, 0, None]
    alike = drop_indirect({(0, 1): (0.780, older), (0, 2): (0.890, older), (1, 2): (0.782, Direction())})
    assert [direction.source for direction in alike.values()] == [0, 0, None]
    nearer = drop_indirect({(0, 1): (0.8, first), (0, 2): (0.5, Direction()), (1, 2): (0.3, first.turned)})
    assert [direction.source for direction in nearer.values()] == [0, None, None]  # 1 has it from 0, as 2 perhaps
    part = older._replace(evidence=(*older.evidence, Evidence("contained", 0.4, 1)))
    parts = drop_indirect({(0, 1): (0.9, older), (0, 2): (0.8, Direction()), (1, 2): (0.7, part)})
    assert [direction.source for direction in parts.values()] == [0, None, None]


def test_who_has_words_of_the_origin_is_no_copy_of_a_spun_copy() -> None:
    """However alike two spun copies are: the second has the words of the origin where the first has others."""
    first = Direction(0, 0.9, (Evidence("spun words", 2.2, 0),))
    found = {(0, 1): (0.6, first), (0, 2): (0.7, first), (1, 2): (0.8, first)}
    spun = [Swap(("教师", "教员"), 10, 10), Swap(("认真", "用心"), 20, 20), Swap(("及时", "适时"), 30, 30)]
    again = [Swap(("教员", "教师"), 10, 10), Swap(("用心", "认真"), 20, 20), Swap(("每周", "每月"), 40, 40)]
    named = [drop_indirect(found, {(0, 1): spun, (1, 2): own})[1, 2].source for own in (again[:1], again[1:], again)]
    assert named == [0, 0, None]


def test_time_names_one_source_at_most() -> None:
    older = Direction(0, 0.8, (Evidence("implied year", 1.5, 0),))
    spun = Direction(0, 0.9, (Evidence("spun words", 2.2, 0),))

    def sources(found: dict[tuple[int, int], tuple[float, Direction]]) -> list[int | None]:
        return [direction.source for direction in drop_indirect(found).values()]

    assert sources({(0, 1): (0.9, older), (0, 2): (0.9, older), (1, 2): (0.9, older)}) == [0, None, None]
    assert sources({(0, 1): (0.94, older), (0, 2): (0.590, older), (1, 2): (0.594, older)}) == [0, None, None]
    assert sources({(0, 1): (0.9, older), (0, 2): (0.65, older), (1, 2): (0.7, older)}) == [0, None, 0]
    assert sources({(0, 1): (0.9, older), (0, 2): (0.9, spun), (1, 2): (0.9, older)}) == [0, 0, None]
    assert sources({(0, 2): (0.9, older), (1, 2): (0.9, older)}) == [None, None]  # as 0 and 1 must be alike
    assert sources({(0, 1): (0.1, older), (0, 2): (0.5, older), (1, 2): (0.4, older)}) == [None, 0, 0]  # other parts


@cache
def _sources(folder: Path) -> dict[tuple[str, str], str | None]:
    plans = read_plans(folder)
    ids = [plan.plan_id for plan in plans]
    return {
        (ids[pair.score.a], ids[pair.score.b]): None if pair.source is None else ids[pair.source]
        for pair in find_reuse(plans).pairs
        if pair.verdict != "boilerplate"
    }


def test_directions_of_made_plans() -> None:
    truth = json.loads((DATA / "truth" / "copies.json").read_text("utf-8"))
    wanted = {tuple(sorted((copy["copy"], copy["source"]))): copy["source"] for copy in truth["copies"]}
    found = {pair: source for pair, source in _sources(DATA / "plans").items() if pair in wanted and source}
    assert found.items() <= wanted.items()
    assert len(found) >= 7
    siblings = {tuple(sorted(pair)) for pair in truth["same_source"]}
    named = {pair for pair, source in _sources(DATA / "plans").items() if pair in siblings and source}
    assert all("21_baihe_union_crawled.txt#1" in pair for pair in named)  # the same text as the source


def test_direction_of_a_real_copy(shared: Path) -> None:
    [source] = [source for source in _sources(shared / "corpus" / "seeds").values()]
    assert source is not None
    assert source.startswith("000")
    assert source.endswith("#1")
