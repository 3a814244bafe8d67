"""Structure by cases: markers, nesting, headings, clauses, borders."""

import gc
import re
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.checks import rules
from corpus_tools.reading.source import source_of_bytes, source_of_text
from corpus_tools.structure.choices import marked_by
from corpus_tools.structure.lines import split_lines
from corpus_tools.structure.markers import scan_marker
from corpus_tools.structure.nesting import nest
from corpus_tools.structure.nodes import own_spans
from corpus_tools.structure.numerals import read_number
from corpus_tools.structure.plans import parse_source, parse_text
from corpus_tools.structure.sequences import settle_readings
from corpus_tools.structure.stops import clause_spans
from tests.conftest import load_cases
from tests.oracles.trees import check_plan
from tests.reading.word_files import word_file


@pytest.mark.parametrize("case", load_cases("markers"), ids=lambda case: case[0])
def test_markers(case: list[Any]) -> None:
    line, text, style, value = case
    marker = scan_marker(line, 0, len(line))
    assert marker is not None
    assert (marker.text, marker.style, marker.value, marker.start, marker.end) == (text, style, value, 0, len(text))


@pytest.mark.parametrize("line", load_cases("not_markers"))
def test_not_markers(line: str) -> None:
    assert scan_marker(line, 0, len(line)) is None


@pytest.mark.parametrize("case", load_cases("sequences"), ids=lambda case: case["name"])
def test_sequences(case: dict[str, Any]) -> None:
    text = "\n".join(line for line, _marker in case["lines"])
    lines = settle_readings(text, split_lines(text))
    markers = [line.marker and line.marker.text for line in lines]
    assert markers == [marker for _line, marker in case["lines"]]


def test_numbers_to_999() -> None:
    digits = "〇一二三四五六七八九"
    for number in range(1, 1000):
        hundreds, tens, units = number // 100, number // 10 % 10, number % 10
        numeral = f"{digits[hundreds]}百" if hundreds else ""
        numeral += f"{digits[tens]}十" if tens else ("零" if hundreds and units else "")
        numeral += digits[units] if units else ""
        assert read_number(numeral) == number
        assert read_number(str(number)) == number
        if 10 <= number < 20:
            assert read_number(numeral.removeprefix("一")) == number


@pytest.mark.parametrize("case", load_cases("nesting"), ids=lambda case: case["name"])
def test_nesting(case: dict[str, str]) -> None:
    marked, depths = [], []
    for token in case["lines"].split():
        printed, depth = re.fullmatch(r"(.+?)(\d)\*?", token).groups()  # type: ignore[union-attr]
        marker = scan_marker(printed, 0, len(printed))
        assert marker is not None
        marked.append(marked_by(marker, has_text=token.endswith("*")))
        depths.append(int(depth))
    assert [placed.depth for placed in nest(marked)] == depths


@pytest.mark.parametrize("case", load_cases("headings"), ids=lambda case: case["name"])
def test_headings(case: dict[str, Any]) -> None:
    [plan] = parse_text(case["text"])
    found = [
        [
            node.kind,
            node.level,
            plan.text[slice(*node.heading)] if node.heading else None,
            [plan.text[slice(*span)] for span in node.body],
        ]
        for node in plan.nodes
    ]
    assert found == case["nodes"]
    check_plan(plan.to_dict())


@pytest.mark.parametrize("case", load_cases("marked_headings"), ids=lambda case: case["is"])
def test_headings_that_the_file_marks(case: dict[str, Any]) -> None:
    markup = case["markup"]
    raw = word_file(markup) if case["file"].endswith(".docx") else markup.encode()
    [plan] = parse_source(source_of_bytes(raw, case["file"])).plans
    assert plan.title_text == "柳岸小学工会工作计划"
    check_plan(plan.to_dict())
    found = [
        [n.kind, n.level, n.marker and n.marker.text, plan.text_of(n.heading) if n.heading else None]
        for n in plan.nodes
    ]
    assert found == case["nodes"]


@pytest.mark.parametrize("case", load_cases("inline"), ids=lambda case: case["line"])
def test_inline_lists(case: dict[str, Any]) -> None:
    [plan] = parse_text(case["line"])
    check_plan(plan.to_dict())
    first, *items = plan.nodes
    printed = [
        [n.level, n.marker and n.marker.text, "".join(plan.text[slice(*span)] for span in n.body)] for n in items
    ]
    assert printed == case["items"]
    assert all(item.inline for item in items)
    if items:
        assert "".join(plan.text[slice(*span)] for span in first.body) == case["before"]


@pytest.mark.parametrize("case", load_cases("joined"), ids=lambda case: case["text"])
def test_joined_items(case: dict[str, Any]) -> None:
    [plan] = parse_text(case["text"])
    check_plan(plan.to_dict())
    printed = [
        [n.level, n.marker.text, "".join(plan.text[slice(*s)] for s in (*own_spans(n),)[1:]), n.inline]
        for n in plan.nodes
        if n.marker
    ]
    assert printed == case["nodes"]
    assert [fault.code for fault in plan.faults] == case["faults"]


@pytest.mark.parametrize("case", load_cases("run_on"), ids=lambda case: case["name"])
def test_lost_line_ends(case: dict[str, Any]) -> None:
    [plan] = parse_text(case["text"])
    check_plan(plan.to_dict())
    assert (plan.title_text or None) == case["title"]
    found = [
        [n.kind, n.level, n.inline, n.marker and n.marker.text, plan.text_of(n.heading) if n.heading else None]
        for n in plan.nodes
    ]
    assert found == case["nodes"]


@pytest.mark.parametrize("case", load_cases("faults"), ids=lambda case: case["name"])
def test_faults(case: dict[str, Any]) -> None:
    [plan] = parse_text(case["text"])
    found = [[plan.text.count("\n", 0, fault.start) + 1, fault.code] for fault in plan.faults]
    assert found == case["faults"]
    assert all(fault.message for fault in plan.faults)


@pytest.mark.parametrize("case", load_cases("clauses"), ids=lambda case: case[0])
def test_clauses(case: list[Any]) -> None:
    line, clauses = case
    _, starts, ends = clause_spans(line, np.array([0]), np.array([len(line)]))
    assert [line[start:end] for start, end in zip(starts, ends, strict=True)] == clauses


@given(st.lists(st.text("甲乙 \n。！“”‘’《》", max_size=12), min_size=1, max_size=6))
def test_clauses_of_spans_are_those_of_each(texts: list[str]) -> None:
    """Spans between a quotation mark and its other half, in any order, over no borders."""
    sizes = np.array(list(map(len, texts)))
    ends = np.cumsum(1 + sizes)
    starts = ends - sizes
    spans, *runs = clause_spans("“" + "”".join(texts), starts[::-1], ends[::-1])
    found = zip(spans.tolist(), *(run.tolist() for run in runs), strict=True)
    alone = [clause_spans(text, np.array([0]), np.array([len(text)])) for text in texts[::-1]]
    assert sorted(found) == [
        (i, starts[-1 - i] + start, starts[-1 - i] + end)
        for i, (_, *own) in enumerate(alone)
        for start, end in zip(*(run.tolist() for run in own), strict=True)
    ]


@pytest.mark.parametrize("case", load_cases("borders"), ids=lambda case: case["name"])
def test_borders(case: dict[str, Any]) -> None:
    parsed = parse_source(source_of_text(case["text"]))
    assert len(parsed.plans) == len(case["plans"])
    for plan, (title, first, last) in zip(parsed.plans, case["plans"], strict=True):
        assert (plan.title_text or None) == title
        assert plan.text.startswith(first)
        assert plan.text.endswith(last)
        check_plan(plan.to_dict())
    assert [furniture.kind for furniture in parsed.furniture] == case["furniture"]


def test_markers_are_given_as_printed() -> None:
    [plan] = parse_text("竹溪國小工作計畫\n壹、依據\n貳、目標\n參、作法\n第一條 讀書。\n第二條 健行。")
    markers = [node.marker for node in plan.nodes if node.marker]
    assert [(marker.text, marker.value) for marker in markers] == [
        ("壹、", 1),
        ("貳、", 2),
        ("參、", 3),
        ("第一條", 1),
        ("第二條", 2),
    ]
    check_plan(plan.to_dict())


LINES = st.sampled_from(
    (
        "一、 二、 （一） (二)、 1. 2、 ３． ① ⑵ 三月： 七、八月： 附件1：甲 指导思想 某校工会工作计划 篇一 【篇2】 "
        "总之，好。 2024年3月1日 - 3 - > 　 “ ” 《 。 读书；走访 甲\t乙 2.4公顷 "
        "以上就是小编整理的全部内容 \u200b \ud800"
    ).split(" ")
)
TEXTS = st.lists(st.lists(LINES, max_size=4).map("".join), max_size=30).map("\n".join)


@given(st.one_of(TEXTS, st.text()))
def test_any_text_gives_plans_that_obey_the_laws(text: str) -> None:
    parsed = parse_source(source_of_text(text))
    assert bool(parsed.plans) == bool(re.sub(r"[\s>＞]", "", text))
    covered = sorted([*((f.start, f.end) for f in parsed.furniture), *((p.start, p.end) for p in parsed.plans)])
    reached = 0
    for start, end in covered:
        assert not re.sub(r"[\s>＞]", "", text[reached:start])
        assert start >= reached
        reached = end
    assert not re.sub(r"[\s>＞]", "", text[reached:])
    for plan in parsed.plans:
        check_plan(plan.to_dict())
        for clause in plan.clauses:
            assert plan.text[clause.start : clause.end].strip() == plan.text[clause.start : clause.end] != ""


@pytest.mark.parametrize("added", ["> ", "　　", " >　", "\u00a0"])
def test_crawl_marks_do_not_change_the_tree(added: str) -> None:
    text = "某校工作计划\n一、读书\n1.每月一本。\n2.写一页。\n二、徒步\n（1）春季。\n（2）秋季。"
    [plain] = parse_text(text)
    [crawled] = parse_text("\n".join(added + line for line in text.split("\n")))
    assert [(n.kind, n.level, n.parent_id) for n in crawled.nodes] == [
        (n.kind, n.level, n.parent_id) for n in plain.nodes
    ]


# Texts that grow with n in every way that plans do not.
LONG: dict[str, Callable[[int], str]] = {
    "one sentence": lambda n: "一、" + "读书写字，" * n,
    "sentences": lambda n: "一、" + "读书。" * n,
    "brackets": lambda n: "一、" + "（" * n + "》" * n,
    "one list": lambda n: "\n".join(f"{i % 900 + 1}、甲" for i in range(n)),
    "five styles": lambda n: "一、甲\n（一）乙\n1.丙\n（1）丁\n二、戊\n" * (n // 5),
    "unnumbered headings": lambda n: "指导思想\n1.甲\n2.乙\n" * (n // 3),
    "doubtful numbers": lambda n: "\n".join(f"{i % 300 + 1} 甲乙丙" for i in range(n)),
    "an inline list": lambda n: "一、" + "".join(f"（{i % 99 + 1}）甲；" for i in range(n)),
    "plans without titles": lambda n: "一、甲\n二、乙\n三、丙\n丁戊。\n" * (n // 4),
    "plans with titles": lambda n: "某校工会工作计划\n一、抓师德\n二、读书\n附件1：表\n1.甲\n" * (n // 5),
    "furniture": lambda n: "一、甲\n二、乙\n上一篇：丙\n" * (n // 3),
    "rows": lambda n: "一、甲\n" + "\n".join(f"{i}\t乙\t丙" for i in range(n)),
    "labels": lambda n: "篇一\n某校计划\n一、甲\n二、乙\n" * (n // 4),
    "lists below lists": lambda n: "一、甲\n" + "做到（1）甲；（2）乙。\n" * (n // 2),
    "sections on one line": lambda n: (
        "某校工会工作计划 " + "一、甲乙 读书。1.丙。2.丁。二、戊己 写字。1.庚。2.辛。" * (n // 6)
    ),
    "months on one line": lambda n: "某校工会工作计划 " + "九月：甲。十月：乙。" * (n // 2),
    "indents on one line": lambda n: "读书。　　写字。　　" * (n // 2),
    "prose": lambda n: "没有编号的一段话。\n" * n,
}


@pytest.mark.slow
@pytest.mark.parametrize("write", LONG.values(), ids=LONG)
def test_time_grows_with_the_text(write: Callable[[int], str]) -> None:
    short, long = write(4_000), write(16_000)
    seconds = [min(_seconds(text) for _ in range(2)) for text in (short, long)]
    assert seconds[1] < max(0.2, 8 * seconds[0])  # four times the text; sixteen times the time would be the square


def _seconds(text: str) -> float:
    gc.freeze()  # what other tests have left in memory is not looked through again
    start = time.process_time()
    for plan in parse_text(text):
        plan.to_dict()
        rules.check_plan(plan)
    seconds = time.process_time() - start
    gc.unfreeze()
    return seconds


@pytest.mark.slow
def test_texts_of_ten_million_characters() -> None:
    [plan] = parse_text("一、" + "读书写字，" * 2_000_000)
    assert len(plan.nodes) == 1
    [plan] = parse_text("（" * 100_000 + "）" * 100_000)
    assert len(plan.nodes) == 1
    [plan] = parse_text(LONG["one list"](300_000))
    assert len(plan.nodes) == 300_000


def test_what_the_site_says_below_the_title_is_no_clause() -> None:
    site = "来源：本站 作者：佚名 发布时间：2019年03月01日\n点击数： 次"
    [plan] = parse_text(f"柳岸小学工会工作计划\n{site}\n新学期开始了。\n一、目标\n抓师德。")
    assert [plan.text_of(clause) for clause in plan.clauses] == ["新学期开始了", "目标", "抓师德"]
    assert [clause.node_id for clause in plan.clauses] == [3, 4, 4]


def test_a_title_at_the_head_of_each_page_is_noise() -> None:
    title = "云溪小学2024年工会工作计划"
    pages = ["一、指导思想\n围绕中心。", "二、重点\n1、读书。\n2、慰问。", "3、健身。"]
    text = f"{title}\n\n{pages[0]}\n- 1 -\n{title}\n{pages[1]}\n- 2 -\n 云溪小学 2024年工会工作计划\n{pages[2]}"
    [plan] = parse_text(text)
    assert [plan.text_of(noise) for noise in plan.noise if noise.kind == "repeat"] == [
        title,
        "云溪小学 2024年工会工作计划",
    ]
    assert [plan.text_of(node) for node in plan.nodes if node.level == 2] == ["1、读书。", "2、慰问。", "3、健身。"]
