"""Templates: slots of families whose truth is known, and what makes one."""

import json
import random
import re
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pytest

from corpus_tools.reuse.atoms import PlanAtoms
from corpus_tools.reuse.families import Family
from corpus_tools.reuse.lexicon import Lexicon, Substitution
from corpus_tools.reuse.node_pairs import pair_family_nodes
from corpus_tools.reuse.slot_kinds import are_persons
from corpus_tools.reuse.slots import Slot, Template, format_consensus
from corpus_tools.reuse.stars import align_family
from corpus_tools.reuse.templates import find_template
from tests.conftest import ROOT
from tests.reuse.texts import plans_of

CASES = json.loads((ROOT / "tests" / "cases" / "templates.json").read_text("utf-8"))["cases"]


def fill_in(text: str, words: Sequence[str | bool | None]) -> str:
    text = re.sub(r"⟦(\d)(.*?)⟧", lambda found: found[2] if words[int(found[1]) - 1] else "", text, flags=re.DOTALL)
    return re.sub(r"<(\d)>", lambda found: str(words[int(found[1]) - 1]), text)


def texts_of(case: dict[str, Any]) -> list[str]:
    columns = [words for _, words in case["slots"]] or [case["variants"]]
    return [fill_in(case["text"], words) for words in zip(*columns, strict=True)]


def template_of(
    texts: Sequence[str], representative: int = 0, lexicon: Lexicon | None = None, most: int = 200, share: float = 0.2
) -> Template:
    family = Family(tuple(range(len(texts))), representative)
    return find_template(align_family(PlanAtoms(plans_of(*texts), lexicon), family, most), share)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
@pytest.mark.parametrize("representative", [0, 1])
def test_slots(case: dict[str, Any], representative: int) -> None:
    texts = texts_of(case)
    template = template_of(texts, representative)
    assert [slot.kind for slot in template.slots] == [kind for kind, _ in case["slots"]]
    for number, (slot, (_, words)) in enumerate(zip(template.slots, case["slots"], strict=True), 1):
        fills = {fill.plan: fill for fill in slot.fills}
        for plan, word in enumerate(words):
            if isinstance(word, bool):
                assert (fills[plan].form != "empty") == word
            elif word is None:
                assert plan not in fills
            else:
                assert fills[plan].text == word == texts[plan][fills[plan].start : fills[plan].end]
        if "forms" in case:
            assert [fill.form for fill in slot.fills] == case["forms"][str(number)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_consensus_prints_what_most_fill_in(case: dict[str, Any]) -> None:
    template = template_of(texts_of(case))
    for slot in template.slots:
        printed = template.text[slot.start : slot.end]
        assert printed in {fill.text for fill in slot.fills}
        assert slot.n_different == len(slot.fills) - len(slot.groups[0])
    assert sum(slot.n_different for slot in template.slots) > 0 or template.text in texts_of(case)


def test_what_the_representative_lacks_is_optional_though_it_is_filled_in() -> None:
    case = next(case for case in CASES if case["name"] == "a stretch that some leave out, with a slot in it")
    texts = [fill_in(case["text"], [n != "", n]) for n in ("", "", "", "19", "8")]
    template = template_of(texts)
    assert [slot.kind for slot in template.slots] == ["optional"]
    assert [fill.form for fill in template.slots[0].fills] == ["empty"] * 3 + ["filled"] * 2


@pytest.mark.parametrize("representative", [0, 1])
def test_an_optional_section_or_item_has_its_marker(representative: int) -> None:
    item = "2.弄丢了照原样买一本还上。\n"
    section = "三、花费\n一学期两千元，从班会费里出，账目贴在墙上。"
    texts = [
        "读书角工作计划\n一、选书\n1.每班自己报书名，图书室凑成一张单子，月底统一去买。\n"
        f"{item * has_item}二、管理\n借书写条子，放在信封里，还的时候划掉，一周看一本。\n{section * has_section}"
        for has_item, has_section in ((True, True), (True, True), (False, False), (True, False), (False, True))
    ]
    template = template_of(texts, representative)
    assert [template.text[slot.start : slot.end] for slot in template.slots] == [item.strip(), section.strip()]
    for slot, lines in zip(template.slots, (item, section), strict=True):
        assert {fill.text for fill in slot.fills} == {lines.strip(), ""}


def test_the_consensus_prints_words_as_most_plans_do() -> None:
    """Though they are swapped for those of the representative: it says nothing that no plan says."""
    text = CASES[0]["text"].replace("阅览室", "{}")
    lexicon = Lexicon([Substitution("库房", "仓房", 3, 3)])
    template = template_of([text.format(room) for room in ("库房", "仓房", "仓房", "画室", "画室")], lexicon=lexicon)
    [slot] = template.slots
    assert template.text[slot.start : slot.end] == "仓房"
    assert [[fill.text for fill in group] for group in slot.groups] == [["库房", "仓房", "仓房"], ["画室", "画室"]]
    assert [[fill.text for fill in group] for group in slot.printed_groups] == [
        ["仓房", "仓房"],
        ["库房"],
        ["画室"] * 2,
    ]


def test_the_odd_one_stands_for_its_family_and_is_outvoted() -> None:
    case = next(case for case in CASES if "variants" in case)
    texts = texts_of(case)
    assert "六位" in template_of(texts, len(texts) - 1).text
    assert [slot.kind for slot in template_of(texts, share=0.1).slots] == ["number"]


def test_substitutions_that_are_known_are_no_slots() -> None:
    text = CASES[0]["text"]
    words = ["柳溪小学", "2021", "41", "王芳", "柳溪小学", "3月1日"]
    texts = [fill_in(text.replace("收拾", word), words) for word in ("收拾", "整理")]
    assert [slot.kind for slot in template_of(texts).slots] == ["other"]
    lexicon = Lexicon([Substitution("收拾", "整理", 2, 3)])
    assert not template_of(texts, lexicon=lexicon).slots


def test_moved_sections_are_no_slots() -> None:
    first = "一、读书\n每周五下午各班轮流进阅览室，挑一本没读过的书，读完写一句话贴在墙上。\n"
    second = "二、跑步\n每天早上七点半绕操场跑三圈，下雨改在走廊里做操，跑完喝一杯温水再进教室。\n"
    third = "三、种菜\n楼后那块地分给六个组，种什么由组里商量，收了的菜送到食堂，中午加一道汤。\n"
    assert not template_of([first + second + third, third + first + second]).slots


def test_many_members_are_left_out_and_counted() -> None:
    texts = [
        fill_in(CASES[0]["text"] + "记" * n, ["柳溪小学", "2021", "4", "王芳", "柳溪小学", "3月1日"]) for n in range(9)
    ]
    template = template_of([*texts, *texts], representative=3, most=4)
    assert template.n_left == 2 * 5
    assert len(template.members) == 2 * 4
    assert 3 in template.members


def test_a_plan_without_text_fills_nothing_in() -> None:
    template = template_of(["工会工作计划\n一、读书\n二、跑步", "篇一", "工会工作计划\n一、读书\n二、跑步"])
    assert template.text.startswith("工会工作计划")


_INSERTED = ("20__年", "XX小学", "王芳", "\n一、", "12", "____", "2024年3月5日", "柳溪小学", "。", "**", "\n", "某某")


def mutilate(rng: random.Random, text: str) -> str:
    """Return a text after some random cuts, insertions and moves."""
    for _ in range(rng.randint(1, 20)):
        start, end = sorted(rng.choices(range(len(text) + 1), k=2))
        end = min(end, start + 60)
        to = rng.randrange(len(text) + 1)
        text = rng.choice(
            (
                text[:start] + text[end:],
                text[:start] + rng.choice(_INSERTED) + text[start:],
                text[:to] + text[start:end] + text[to:],
            )
        )
    return text


@pytest.mark.parametrize("seed", range(12))
def test_offsets_hold_whatever_the_copies_are(seed: int) -> None:
    rng = random.Random(seed)
    text = "\n".join(texts_of(rng.choice(CASES))[0] for _ in range(3))
    plans = plans_of(*(mutilate(rng, text) for _ in range(4)))[:4]
    family = align_family(PlanAtoms(plans), Family(tuple(range(len(plans))), rng.randrange(len(plans))))
    template = find_template(family, rng.choice((0.1, 0.2, 0.5)))
    for slot in template.slots:
        assert all(plans[fill.plan].text[fill.start : fill.end] == fill.text for fill in slot.fills)
        printed = template.text[slot.start : slot.end]
        assert slot.kind == "optional" or printed in {fill.text for fill in slot.fills}
    for slot, behind in combinations(template.slots, 2):  # one holds the other, or ends before it
        assert behind.start >= slot.end or (slot.kind == "optional" and behind.end <= slot.end)
    for found in pair_family_nodes(plans, family):
        assert {pair.a_node for pair in found.pairs} - {None} == {node.node_id for node in plans[found.a].nodes}
        assert {pair.b_node for pair in found.pairs} - {None} == {node.node_id for node in plans[found.b].nodes}


def test_format() -> None:
    text = "甲校2024年计划。全文。"
    slots = [Slot("school", 0, 2, ()), Slot("optional", 2, 9, ()), Slot("year", 2, 6, ()), Slot("other", 9, 9, ())]
    assert format_consensus(text, slots) == "〔学校1〕〔可选2：〔年份3〕年计划〕〔内容4〕。全文。"


@pytest.mark.parametrize(
    ("words", "before", "behind", "are"),
    [
        (["王小明", "李娟"], "组长：", "；每周", True),
        (["王小明", "李娟"], "这件事由", "牵头", True),
        (["陈志国", "赵雪梅,孙丽英"], "\n", "\n", True),
        (["高一", "高二"], "\n", "、", False),
        (["安全", "方法"], "：", "。", False),
        (["戴校牌", "戴相应的校徽"], "，", "。", False),
        (["王小明", "食堂"], "组长：", "；", False),
        (["王小明", "李娟"], "坐在", "旁边的", False),
        ([], "组长：", "；", False),
    ],
)
def test_persons(words: list[str], before: str, behind: str, are: bool) -> None:
    assert are_persons(words, before, behind) == are
