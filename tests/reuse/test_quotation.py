"""Quotation: what plans have from references is found, marked, and no copying."""

import re

import pytest

from corpus_tools.reading.source import Source, source_of_text
from corpus_tools.reuse.quotation import find_quotations
from corpus_tools.reuse.verdicts import find_reuse
from tests.oracles.reuse import covered, edit_distance
from tests.reuse.texts import changed, made, plans_of


def references_of(*texts: str) -> list[Source]:
    return [source_of_text(text, f"law{i}.txt") for i, text in enumerate(texts)]


def test_exact_quotation_is_all_found() -> None:
    law = made(1, 3000)
    texts = [f"一、{made(2 + i, 300)}{law[400 * i : 400 * i + 13 + 20 * i]}{made(20 + i, 300)}" for i in range(5)]
    plans = plans_of(*texts)
    found = find_quotations(plans, references_of(made(40, 500), law))
    assert {one.plan for one in found} == set(range(5))
    for one in found:
        plan = plans[one.plan]
        wanted = covered(law, plan.text, 13)
        assert set(range(one.start, one.end)) >= wanted
        assert one.end - one.start <= len(wanted) + 2
        assert one.reference == "law1.txt"
        assert law[one.reference_start : one.reference_end] == plan.text[one.start : one.end]


def test_near_quotation_with_other_marks_of_width_and_breaks() -> None:
    law = "第八条　单位应当每季度公开一次收支账目，并在显著位置设置意见箱，由专人负责登记、答复和归档。"
    near = "单位应当每季度公开一次收支账目,并在醒目位置设置意见箱,由专人负责登记,答复和存档。"
    [plan] = plans_of(f"一、{made(2, 100)}\n{near}\n二、{made(3, 100)}")
    [one] = find_quotations([plan], references_of(law))
    assert near.startswith(plan.text[one.start : one.end])
    assert one.end - one.start >= 38
    assert law[one.reference_start : one.reference_end].startswith("单位应当每季度")


def test_twelve_characters_are_no_quotation() -> None:
    law = made(1, 200)
    assert find_quotations(plans_of(made(2, 50) + law[:12] + made(3, 50)), references_of(law)) == []
    assert find_quotations([], references_of(law)) == find_quotations(plans_of("一、读书"), []) == []
    assert find_quotations(plans_of("一、读书"), references_of("读", law)) == []


def test_the_reference_with_the_longest_stretch_is_named() -> None:
    law = made(1, 100)
    plans = plans_of(made(2, 50) + law + made(3, 50))
    found = find_quotations(plans, references_of(law[30:60], law, law))
    assert [(one.reference, one.n_matched) for one in found] == [("law1.txt", 100)]


LAW = """各单位：
现将有关要求通知如下。
一、总则
值班人员应当每小时巡查一次仓库，并在登记簿上签名。不得离岗。
各部门应当在月底前交回钥匙。

松河县仓储管理局
2021年5月6日
"""
RULES = "值班人员应当每小时巡查一次仓库，并在登记簿上签名"
# what is quoted stands in braces
ENDS = [
    (
        "我们照章办事。{值班人员应当每小时巡查一次仓库，并在登记簿上签名。}分两班轮流。",
        "a stop before it is the plan's own",
    ),
    ("一、守则：{" + RULES + "。不得离岗。}门卫照做。", "a short clause that is whole is quoted"),
    ("我们照这份规定做，安排如下。\n{一、总则\n" + RULES + "}", "the end of another clause is the same by chance"),
    ("{" + RULES + "。不得离岗。}\n各组轮流打扫。", "so is the beginning of another"),
    ("小刘说：“{" + RULES + "。}”大家照办。", "marks of quotation are no words"),
    ("按{" + RULES + "}，分两班轮流。", "nor are commas at its end"),
    ("按松河县仓储管理局2021年5月6日通知的要求，分两班轮流。", "who names a notice by its signature does not quote it"),
]


@pytest.mark.parametrize(("marked", "why"), ENDS)
def test_a_quotation_begins_and_ends_with_what_the_reference_says(marked: str, why: str) -> None:
    [plan] = plans_of(f"东山粮站工作计划\n{marked.replace('{', '').replace('}', '')}")
    found = find_quotations([plan], references_of(LAW))
    assert [plan.text[one.start : one.end] for one in found] == re.findall("{(.*)}", marked, re.DOTALL), why
    assert [LAW[one.reference_start : one.reference_end] for one in found] == re.findall("{(.*)}", marked, re.DOTALL)


def test_items_that_are_quoted_with_one_left_out_lie_apart() -> None:
    first, left_out, last = (f"{number}、{made(i, 40)}。\n" for i, number in enumerate("一二三"))
    [plan] = plans_of(f"某校计划\n{first}{last}{made(9, 60)}")
    found = find_quotations([plan], references_of(first + left_out + last))
    assert [plan.text[one.start : one.end] for one in found] == [first.strip(), last.strip()]


@pytest.mark.parametrize("seed", range(6))
def test_both_ends_of_a_changed_quotation_belong_together(seed: int) -> None:
    law = "。".join(made(seed + i, 4 + 3 * i % 25) for i in range(30))
    [plan] = plans_of(f"一、{made(91, 60)}{changed(seed, law, 0.08)}{made(92, 60)}")
    found = find_quotations([plan], references_of(law))
    assert found
    for one in found:
        own, there = plan.text[one.start : one.end], law[one.reference_start : one.reference_end]
        assert (own[0] + there[0]).isalnum() and not {own[-1], there[-1]} & {"，", "："}
        assert one.n_matched <= min(len(own), len(there))
        assert edit_distance(own, there) <= max(len(own), len(there)) - one.n_matched


def test_batches_of_plans_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    law = made(1, 2000)
    plans = plans_of(*(made(10 + i, 200) + changed(i, law[i * 90 : i * 90 + 80], 0.05) for i in range(20)))
    whole = find_quotations(plans, references_of(law))
    monkeypatch.setattr("corpus_tools.reuse.quotation._MOST_CHARACTERS", 1000)
    assert find_quotations(plans, references_of(law)) == whole
    assert {one.plan for one in whole} == set(range(20))


def test_quotation_alone_makes_no_partial_copy() -> None:
    law, own = made(1, 400), made(9, 120)
    texts = [f"一、{made(2, 300)}{law[:200]}", f"一、{made(3, 300)}{law[:200]}{own}", f"一、{made(4, 300)}{own}"]
    plans = plans_of(*texts)
    without = find_reuse(plans)
    reuse = find_reuse(plans, quotations=find_quotations(plans, references_of(law)))

    def verdicts(pairs: object) -> object:
        return {(p.score.a, p.score.b): p.verdict for p in pairs}  # type: ignore[attr-defined]

    assert verdicts(without.pairs) == {(0, 1): "partial", (1, 2): "partial"}
    assert verdicts(reuse.pairs) == {(0, 1): "boilerplate", (1, 2): "partial"}
    marks = {(p.score.a, p.score.b): [passage.is_quoted for passage in p.passages] for p in reuse.pairs}
    assert marks == {(0, 1): [True], (1, 2): [False]}
    assert [round(own.quoted_share, 2) for own in reuse.plans] == [round(200 / 502, 2), round(200 / 622, 2), 0]
    assert [own.copied_share > 0 for own in reuse.plans] == [False, True, True]


def test_what_stands_between_quotations_alike_is_no_partial_copy() -> None:
    """Plans that answer each paragraph of a notice share the stops before them, and what they say in two characters."""
    law = [made(i, 40) for i in range(6)]
    texts = [
        "\n".join(f"{made(20 * i + j, 30)}如下。\n{text}。我校{made(30 * i + j, 25)}" for j, text in enumerate(law))
        for i in (1, 2)
    ]
    plans = plans_of(*(f"一、{text}" for text in texts))
    reuse = find_reuse(plans, quotations=find_quotations(plans, references_of("。\n".join(law))))
    assert [pair.verdict for pair in reuse.pairs] == ["boilerplate"]


def test_a_whole_copy_stays_one_though_it_quotes() -> None:
    law = made(1, 300)
    text = f"一、{law}"
    plans = plans_of(text, text)
    [pair] = find_reuse(plans, quotations=find_quotations(plans, references_of(law))).pairs
    assert (pair.verdict, [passage.is_quoted for passage in pair.passages]) == ("exact", [True])
