"""Spin without its source: what is suspected, what is natural, how plans are grouped, what the table holds."""

import hashlib
import json
import random
import re
import subprocess
import sys
from functools import reduce
from pathlib import Path

import numpy as np
import pytest

from corpus_tools.corpus.stages import read_plans
from corpus_tools.reuse.spin import Spin, find_spin, group_lexicons
from corpus_tools.reuse.usage import cut_clause, gather_usage, shipped_table
from corpus_tools.reuse.verdicts import find_reuse, with_spin
from corpus_tools.structure.plans import Plan
from tests.conftest import CASES, DATA, ROOT, load_cases
from tests.reuse.texts import plans_of

COPIES = json.loads((DATA / "truth" / "copies.json").read_text("utf-8"))["copies"]
SPUN = {copy["copy"] for copy in COPIES if copy["kind"] == "spun"}


@pytest.fixture(scope="module")
def plans() -> list[Plan]:
    return read_plans(DATA / "plans")


@pytest.fixture(scope="module")
def spins(plans: list[Plan]) -> dict[str, Spin]:
    reuse = with_spin(plans, find_reuse(plans))
    return {plan.plan_id: own.spin for plan, own in zip(plans, reuse.plans, strict=True)}


def test_spun_plans_are_suspected_and_no_other(spins: dict[str, Spin]) -> None:
    assert {plan_id for plan_id, spin in spins.items() if spin.suspected} == SPUN
    for spin in spins.values():
        assert spin.suspected == (spin.score >= 0.5) == (spin.lexicon is not None) == bool(spin.evidence)


def test_evidence_is_of_the_lexicon_and_in_its_place(plans: list[Plan], spins: dict[str, Spin]) -> None:
    texts = {plan.plan_id: plan.text for plan in plans}
    for copy in COPIES:
        if copy["kind"] == "spun":
            true = {tuple(words[:2]) for words in copy["lexicon"]}
            spin, text = spins[copy["copy"]], texts[copy["copy"]]
            shown = {(place.original, place.replacement) for place in spin.evidence}
            assert len(shown & true) >= 3
            for place in spin.evidence:
                assert text[slice(*place.span)] == place.replacement
                assert place.original not in text


def test_a_spun_copy_of_a_known_source_is_suspected_and_shows_its_words() -> None:
    """Two words say little by themselves; with the source at hand, they are swapped all the same. One may be needed."""
    lines = [
        "每月初各组把要买的器材列成单子，写明数量和价钱。",
        "单子在走廊张贴三天，谁有意见写在旁边。",
        "买来的器材由两人清点，旧的器材擦净上油再用。",
        "年底把全年的账目张贴出来，余下的钱买跳绳和毽子。",
        "低年级每天跳绳五分钟，高年级绕着操场慢跑两圈。",
    ]
    source = "溪口小学2021年体育组计划\n" + "\n".join(f"{i}、{line}" for i, line in enumerate(lines, 1))
    of_one = source.replace("器材", "器具").replace("2021", "2023")
    plans = plans_of(source, of_one)
    reuse = find_reuse(plans)
    assert [pair.verdict for pair in reuse.pairs] == ["spun"]
    assert not any(own.spin.suspected for own in with_spin(plans, reuse).plans)
    plans = plans_of(source, of_one.replace("张贴", "粘贴"))
    reuse = find_reuse(plans)
    [pair] = reuse.pairs
    assert (pair.verdict, pair.source) == ("spun", 0)
    first, second = (own.spin for own in with_spin(plans, reuse).plans)
    assert not first.suspected
    assert second.suspected and second.score >= 0.5 and second.lexicon == 0
    shown = sorted((place.original, place.replacement) for place in second.evidence)
    assert shown == [("器材", "器具")] * 3 + [("张贴", "粘贴")] * 2
    assert not any(spin.suspected for spin in find_spin(plans, [0, 0]))
    for place in second.evidence:
        assert plans[1].text[slice(*place.span)] == place.replacement


def test_a_spun_copy_of_a_part_is_suspected() -> None:
    lines = [
        "每月初把要买的器材列成单子，认真核对数量和价钱，及时张贴。",
        "活动用过的器材擦净上油，坏了的及时挂牌停用。",
        "雨天的活动放在走廊里，组长认真点名。",
    ]
    own = ["跳绳每天五分钟，跑步绕操场两圈，下雨改在走廊里踢毽子，每人每学期会踢二十个。"] * 3
    other = ["园里的白菜分三畦，浇水轮到谁谁提桶，虫子用手捉，收下来的送给门卫和食堂的师傅。"] * 3
    source = "\n".join(("溪口小学2021年体育组计划", *own, *lines))
    copy = "\n".join(("鹿鸣村小学2021年劳动计划", *other, *lines))
    for words in (("认真", "当真"), ("及时", "准时"), ("活动", "举动")):
        copy = copy.replace(*words)
    plans = plans_of(source, copy)
    reuse = find_reuse(plans)
    [pair] = reuse.pairs
    assert (pair.verdict, pair.source) == ("partial", 0)
    assert [own.spin.suspected for own in with_spin(plans, reuse).plans] == [False, True]


def test_two_spun_copies_of_one_source_are_no_originals_of_each_other() -> None:
    lines = [
        "值周老师每周巡查各层教室，检查门窗、电线和开关，发现隐患当天写明位置。",
        "总务处接到单子先整改急的，三天内整改不了的拉线封闭，写明原因。",
        "每月末检查整改的情况，敷衍整改的重新来过，结果公示一周。",
        "雨季之前检查屋顶和排水沟，组织高年级学生演练撤离，护送住校生回宿舍。",
        "消防栓前不堆东西，库房的隐患由保管员处理，事故当天上报。",
    ]
    source = "\n".join(("柳溪小学2022年校舍工作计划", *lines))
    lexicons = (
        {"整改": "改正", "检查": "查验", "隐患": "祸患", "护送": "护卫", "组织": "构造"},
        {"整改": "修正", "检查": "查看", "隐患": "隐忧", "巡查": "巡视", "处理": "处置"},
    )
    copies = (reduce(lambda text, words: text.replace(*words), lexicon.items(), source) for lexicon in lexicons)
    plans = plans_of(source, *copies)
    reuse = find_reuse(plans)
    assert [pair.source for pair in sorted(reuse.pairs, key=lambda pair: pair.score[:2])] == [0, 0, None]
    _, *copied = with_spin(plans, reuse).plans
    for own, lexicon in zip(copied, lexicons, strict=True):
        assert own.spin.suspected
        assert {place[:2] for place in own.spin.evidence} <= set(lexicon.items())


def test_two_spun_copies_show_what_is_swapped_in_either() -> None:
    """Neither is the source: of two words that stand for each other the commoner is the original, whoever has it."""
    [plan] = read_plans(DATA / "plans" / "01_qingshi_union_2024.txt")
    lexicons = [{"认真": "当真", "及时": "适时", "活动": "举动"}, {"建立": "创立", "困难": "难处", "关心": "关切"}]
    texts = [reduce(lambda text, words: text.replace(*words), own.items(), plan.text) for own in lexicons]
    plans = plans_of(*texts)
    reuse = find_reuse(plans)
    assert [(pair.verdict, pair.source) for pair in reuse.pairs] == [("spun", None)]
    for own, lexicon in zip(with_spin(plans, reuse).plans, lexicons, strict=True):
        assert own.spin.suspected
        assert lexicon.items() <= {place[:2] for place in own.spin.evidence}


def test_spun_plans_are_found_without_their_sources(plans: list[Plan]) -> None:
    sources = {plan_id for copy in COPIES if copy["kind"] in ("spun", "exact", "near") for plan_id in (copy["source"],)}
    derived = {copy["copy"] for copy in COPIES if copy["kind"] in ("exact", "near")}
    left = [plan for plan in plans if plan.plan_id not in sources | derived]
    found = find_spin(left, range(len(left)))
    suspected = {plan.plan_id for plan, spin in zip(left, found, strict=True) if spin.suspected}
    assert suspected <= SPUN
    assert "06_hexi_union_spun.txt#1" in suspected


def test_a_word_stands_for_what_the_source_has(plans: list[Plan]) -> None:
    [copy] = [plan for plan in plans if plan.plan_id == "06_hexi_union_spun.txt#1"]
    [alone] = find_spin([copy], [0])
    first = alone.evidence[0]
    [beside] = find_spin([copy], [0], seen={0: [first._replace(original="原词")]})
    assert beside.suspected
    assert first[:2] not in {place[:2] for place in beside.evidence}


def test_order_does_not_matter(plans: list[Plan]) -> None:
    some = [plan for plan in plans if plan.plan_id[:2] in ("01", "06", "08", "20", "23", "25")]

    def judged(plans: list[Plan]) -> dict[str, Spin]:
        reuse = with_spin(plans, find_reuse(plans))
        return {plan.plan_id: own.spin for plan, own in zip(plans, reuse.plans, strict=True)}

    assert judged(some) == judged(random.Random(5).sample(some, len(some)))


def test_natural_words_in_natural_places() -> None:
    natural = load_cases("spin", "natural")
    for texts in (natural, ["\n".join(natural)]):
        found = plans_of(*texts)
        assert not any(spin.suspected for spin in find_spin(found, range(len(found))))


def test_hard_plans_are_natural() -> None:
    found = read_plans(DATA / "hard" / "plans")
    assert not any(spin.suspected for spin in find_spin(found, range(len(found))))


def test_nothing_to_judge() -> None:
    assert find_spin([], []) == []
    empty = plans_of("计划", "2024 plan")
    assert [spin.suspected for spin in find_spin(empty, [0, 1])] == [False] * len(empty)


def test_words_of_any_length_and_text_of_any_kind() -> None:
    found = plans_of("工作计划\n认真组织学习\ud800，大力推进文化建设，保持良好作风。", "ab", "，")
    known = frozenset({("积极主动", "认真"), ("抓", "推进"), ("积极", "大力")})
    assert [spin.suspected for spin in find_spin(found, range(len(found)), known)] == [False] * len(found)


def test_real_samples(shared: Path) -> None:
    truth = json.loads((CASES / "spin.json").read_text("utf-8"))["samples"]
    plans = read_plans(shared / "corpus" / "seeds")
    reuse = with_spin(plans, find_reuse(plans))
    numbers = {
        plan.ordinal: own.spin.lexicon
        for plan, own in zip(plans, reuse.plans, strict=True)
        if own.spin.suspected and plan.source.sha256 == truth["sha256"]
    }
    assert sum(own.spin.suspected for own in reuse.plans) == len(numbers), "the other sample is natural"
    assert set(numbers) <= set(truth["spun"])
    assert {1, 4} <= set(numbers)
    assert numbers[1] == numbers[4]
    assert 5 not in numbers or numbers[5] != numbers[1]


@pytest.mark.slow
def test_real_pages_are_natural(shared: Path) -> None:
    pages = read_plans(shared / "corpus" / "school_site.tar.xz")
    reuse = with_spin(pages, find_reuse(pages))
    assert sum(own.spin.suspected for own in reuse.plans) == 0


def test_lexicons_of_one_spinner() -> None:
    shown = [{"甲": "乙", "丙": "丁"}, {"甲": "丁"}, {"丙": "丁", "甲": "丁"}, {"甲": "乙"}, {}]
    assert group_lexicons(shown) == [0, 1, 1, 0, None]


@pytest.mark.parametrize("text", ["每周开会2次，学习", "教师的进取性", "（一）abc 工会", "", "，，", "三、二〇二四年"])
def test_tokens_keep_their_places(text: str) -> None:
    tokens = cut_clause(text)
    assert tokens[0].word == tokens[-1].word == "|"
    for token in tokens:
        assert token.word in ("|", "#") or text.startswith(token.word, token.at)


def test_usage_counts_the_plans_at_hand() -> None:
    clause = ["|", "认真", "学习", "|"]
    usage, table = gather_usage([clause, clause[:2] + ["黉宇", "|"]]), shipped_table()
    numbers = usage.numbers
    assert tuple(numbers)[: len(table.words)] == table.words
    here = [usage.behind[[numbers["认真"]], [numbers[word]]][0] for word in ("学习", "黉宇")]
    shipped = table.pairs[[numbers["认真"]], [numbers["学习"]]][0]
    assert (here[0] - shipped, here[1]) == (5, 5)
    assert abs(usage.behind - usage.before.T).sum() == 0
    assert usage.rates.sum() == pytest.approx(1)


def test_the_table_holds_counts_of_named_origins() -> None:
    path = ROOT / "corpus_tools" / "reuse" / "usage.npz"
    assert path.stat().st_size < 1_500_000
    with np.load(path) as packed:
        about = json.loads(packed["about"].tobytes())
        words = packed["words"].tobytes().decode().split("\n")
    for origin in about["origins"]:
        assert origin["name"] and origin["source"] and "no copyright" in origin["licence"]
        assert re.fullmatch("[0-9a-f]{64}", origin["sha256"])
    assert words == sorted(set(words))
    assert max(map(len, words)) < 20


@pytest.mark.slow
def test_the_table_is_made_by_its_script(shared: Path, tmp_path: Path) -> None:
    table = ROOT / "corpus_tools" / "reuse" / "usage.npz"
    origins = [shared / "corpus" / name for name in ("laws.tar.xz", "government_work_reports.jsonl.xz")]
    target = tmp_path / "usage.npz"
    command = [sys.executable, str(ROOT / "scripts" / "count_usage.py"), *map(str, [*origins, target])]
    subprocess.run(command, check=True, capture_output=True, env={"PYTHONPATH": str(ROOT)})
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (table, target)]
    assert digests[0] == digests[1]


@pytest.mark.slow
def test_no_pair_of_words_is_written_in_the_package() -> None:
    pairs = {tuple(words[:2]) for copy in COPIES for words in copy["lexicon"] or ()}
    samples = "积极进取 快乐欢乐 通过经过 内容资料 能力本事 帮助帮忙 能力潜力 积极用心 特别个性 情况状况".split()
    pairs |= {(words[:2], words[2:]) for words in samples}
    texts = (".py", ".toml", ".json", ".html", ".txt", ".csv")
    for path in (path for path in (ROOT / "corpus_tools").rglob("*") if path.suffix in texts):
        lines = path.read_text("utf-8").splitlines()
        for original, replacement in pairs:
            # a mapping or a row of a table: a list of words in a string, and alternatives, are none
            between = r"\s*[^\w\s|]+\s*"
            beside = re.compile(rf"\b({original}{between}{replacement}|{replacement}{between}{original})\b")
            assert not any(map(beside.search, lines)), (path, original, replacement)
    words = shipped_table().words
    assert not any(original + replacement in words for original, replacement in pairs)
