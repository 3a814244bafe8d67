"""Traditional characters: a copy written in them is a copy like any other, and offsets count in what is printed."""

import pytest
from opencc import OpenCC

from corpus_tools.facts.differences import compare_facts
from corpus_tools.reuse.atoms import PlanAtoms
from corpus_tools.reuse.clues import read_clues
from corpus_tools.reuse.comparison import compare_plans
from corpus_tools.reuse.families import Family
from corpus_tools.reuse.quotation import find_quotations
from corpus_tools.reuse.stars import align_family
from corpus_tools.reuse.templates import find_template
from corpus_tools.reuse.verdicts import find_reuse
from tests.reuse.test_quotation import references_of
from tests.reuse.texts import made, plans_of

PLAN = """松岭小学工会工作计划
一、每周四下午开放职工书屋，由各年级轮流值班，借出的书登记在册，两个星期内归还。
二、学习身边的榜样，每个学期请三位老师讲述自己带班的经历，听的人写下一句话。
三、学习急救的办法，请医院的护士来校示范，每位会员都要亲手做一遍。
四、学习种植，后山的空地分给各办公室，收成送给退休的老教师。
"""
OTHER = PLAN.replace("三位老师", "五位老师")
TRADITIONAL = OpenCC("s2t").convert(OTHER)


def test_a_copy_is_found_and_its_spans_count_in_its_own_text() -> None:
    plans = plans_of(PLAN, TRADITIONAL)
    [pair] = find_reuse(plans).pairs
    [simplified] = find_reuse(plans_of(PLAN, OTHER)).pairs
    assert (pair.verdict, pair.score, pair.passages) == ("near", simplified.score, simplified.passages)
    assert plans[1].text[slice(*pair.passages[0].b)] == TRADITIONAL[slice(*simplified.passages[0].b)]


def test_what_differs_in_script_alone_is_exact_and_the_same() -> None:
    plans = plans_of(PLAN, TRADITIONAL.replace("五位", "三位"))
    comparison = compare_plans(plans, find_reuse(plans), 0, 1)
    assert (comparison.verdict, comparison.score.jaccard) == ("exact", 1)
    assert [passage.kind for passage in comparison.passages] == ["same"]
    assert comparison.differences == ()


def test_one_school_is_one_in_either_script_and_its_name_is_left_in_either() -> None:
    [pair] = find_reuse(plans_of(PLAN, TRADITIONAL)).pairs
    assert pair.relation == "same_school"
    named = PLAN.replace("会员", "松岭小学会员")
    [copied] = find_reuse(plans_of(named, OpenCC("s2t").convert(named).replace("松嶺小學", "苇塘小學", 1))).pairs
    assert (copied.relation, copied.source) == ("other_school", 0)
    assert [(one.kind, one.value) for one in copied.direction.evidence] == [("left-over name", "松岭小学")]


def test_only_what_differs_is_marked() -> None:
    plans = plans_of(PLAN, TRADITIONAL)
    comparison = compare_plans(plans, find_reuse(plans), 0, 1)
    found = [(PLAN[slice(*one.a)], TRADITIONAL[slice(*one.b)]) for one in comparison.differences]
    assert found == [("三", "五")]


def test_swapped_words_are_those_of_the_lexicon_in_either_script() -> None:
    spun = PLAN.replace("学习", "进修")
    [pair] = find_reuse(plans_of(PLAN, OpenCC("s2t").convert(spun))).pairs
    found = [(one.words, one.n_places) for one in pair.substitutions]
    assert (pair.verdict, found) == ("spun", [(("学习", "进修"), 3)])


def test_a_clause_of_both_scripts_is_one_boilerplate() -> None:
    clauses = ["充分发挥桥梁和纽带的作用", "充分發揮橋樑和紐帶的作用"]
    plans = plans_of(*(f"一、{clauses[i % 2]}。{made(i, 200)}" for i in range(5)))
    [shared] = find_reuse(plans).boilerplate
    assert (shared.text, shared.n_families) == (clauses[0], 5)
    assert [plans[at].text[start:end] for at, start, end in shared.occurrences] == [clauses[i % 2] for i in range(5)]


@pytest.mark.parametrize("law_is_traditional", [False, True])
def test_a_reference_is_quoted_in_the_other_script(law_is_traditional: bool) -> None:
    law, own = "职工代表大会每年至少召开两次，由工会负责筹备", "職工代表大會每年至少召開兩次，由工會負責籌備"
    if law_is_traditional:
        law, own = own, law
    [plan] = plans_of(f"一、{made(1, 50)}\n{own}\n{made(2, 50)}")
    [one] = find_quotations([plan], references_of(law))
    assert (plan.text[one.start : one.end], law[one.reference_start : one.reference_end]) == (own, law)


def test_a_template_has_slots_only_where_words_differ() -> None:
    family = Family((0, 1), 0)
    template = find_template(align_family(PlanAtoms(plans_of(PLAN, TRADITIONAL)), family, 200), 0.2)
    assert [[fill.text for fill in slot.fills] for slot in template.slots] == [["三", "五"]]


def test_what_is_filled_in_is_of_the_same_kinds() -> None:
    text = "松岭小学工会工作计划\n一、2024年3月5号前，向云水市教育工会报两万元预算。\n二、请组长王小溪登记。"
    plans = plans_of(text, OpenCC("s2t").convert(text))
    atoms = PlanAtoms(plans)
    assert atoms[0].words == atoms[1].words
    assert [atoms[0].kind(i) for i in range(len(atoms[0]))] == [atoms[1].kind(i) for i in range(len(atoms[1]))]
    other = plans_of(text, text.replace("王小溪", "李大河"))
    families = [PlanAtoms(other), PlanAtoms(plans_of(*(OpenCC("s2t").convert(plan.text) for plan in other)))]
    kinds = [
        [slot.kind for slot in find_template(align_family(own, Family((0, 1), 0), 200), 0.2).slots] for own in families
    ]
    assert kinds == [["person"], ["person"]]


def test_the_clues_to_who_was_first_are_the_same() -> None:
    text = "松岭小学2023—2024学年第二学期工会工作计划\n一、庆祝第39个教师节。\n二、到梅渚中学听课。"
    first, second = map(read_clues, plans_of(text, OpenCC("s2t").convert(text)))
    assert first.months is not None
    assert (second.years, second.months, second.own_forms) == (first.years, first.months, first.own_forms)


def test_a_name_in_the_other_script_is_the_same_name() -> None:
    a, b = plans_of("松岭小学工会工作计划\n一、向青石中学学习。", "松岭小学工会工作计划\n一、向青石中學學習。")
    assert [fact for fact in compare_facts(a, b) if fact.kind == "school"] == []
