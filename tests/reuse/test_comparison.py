"""Comparison: rows hold both texts whole, with the shared lines beside each other."""

import pytest

from corpus_tools.corpus.stages import read_plans
from corpus_tools.reading.source import source_of_text
from corpus_tools.reuse.comparison import Comparison, Row, compare_plans
from corpus_tools.reuse.quotation import find_quotations
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.structure.plans import Plan
from tests.conftest import DATA
from tests.reuse.texts import changed, made, plans_of


def compared(a: str, b: str, *others: str) -> Comparison:
    plans = plans_of(a, b, *others)
    return compare_plans(plans, find_reuse(plans), 0, 1)


def texts(row: Row) -> tuple[str, str]:
    left, right = ("".join(run.text for run in runs) for runs in row.printed)
    return left, right


def check_rows(comparison: Comparison) -> None:
    """Check that the rows hold every character once, and passages on both sides."""
    for side, runs in ((comparison.a, [r.a for r in comparison.rows]), (comparison.b, [r.b for r in comparison.rows])):
        assert "".join(run.text for row in runs for run in row) == side.plan.text
    for row in comparison.rows:
        if row.kind != "apart":
            assert {run.passage for run in row.a} | {None} == {run.passage for run in row.b} | {None}


def test_lines_of_a_passage_stand_beside_each_other() -> None:
    lines = [made(i, 30) for i in range(4)]
    a = "甲校工会工作计划\n一、" + "\n".join(f"　　{line}" for line in lines) + "\n二、" + made(9, 60)
    b = "乙校工会工作计划\n" + made(8, 50) + "\n一、" + "\n\n>".join(lines)
    comparison = compared(a, b)
    check_rows(comparison)
    shared = [texts(row) for row in comparison.rows if row.kind == "same" and any(row.printed)]
    assert [left.lstrip("一、　") for left, _ in shared] == lines
    assert [right.lstrip("一、>") for _, right in shared] == lines
    assert comparison.verdict == "partial"
    assert [comparison.b.plan.text[slice(*span)].strip() for span in comparison.only_b][0].startswith("乙校")


def test_words_that_differ_are_marked() -> None:
    text = "一、" + made(1, 40) + "积极" + made(2, 40) + "积极" + made(3, 40) + "积极" + made(4, 40)
    comparison = compared(text, text.replace("积极", "进取"))
    check_rows(comparison)
    [row] = [row for row in comparison.rows if row.kind == "substituted"]
    assert [run.text for run in row.a if run.is_unequal] == ["积极"] * 3
    assert [run.text for run in row.b if run.is_unequal] == ["进取"] * 3
    assert (comparison.verdict, [s[:2] for s in comparison.substitutions]) == ("spun", [("积极", "进取")])


def test_moved_passages_stay_where_they_stand() -> None:
    first, second = made(1, 100), made(2, 60)
    comparison = compared(f"一、{first}\n二、{second}", f"一、{second}\n二、{first}")
    check_rows(comparison)
    assert [texts(row)[0][-100:] for row in comparison.rows if row.kind == "substituted"] == [first]
    moved = {run.passage for row in comparison.rows if row.kind == "apart" for run in (*row.a, *row.b)}
    assert len(moved - {None}) == 1


def test_boilerplate_and_quotation_are_marked() -> None:
    phrase, law = "人人肩上有担子件件工作有回音", made(1, 40)
    others = [f"一、{made(10 + i, 200)}\n{phrase}" for i in range(4)]
    plans = plans_of(f"一、{made(30, 100)}\n{phrase}。\n{law}", f"一、{made(31, 100)}\n{phrase}。\n{law}", *others)
    quotations = find_quotations(plans, [source_of_text(law, "law.txt")])
    comparison = compare_plans(plans, find_reuse(plans, quotations=quotations), 0, 1)
    check_rows(comparison)
    marked = {run.borrowing: run.text for row in comparison.rows for run in row.a if run.borrowing}
    assert marked["boilerplate"] == phrase
    assert marked["quotation"].strip() == law


def test_pairs_without_a_verdict_still_show_what_they_share() -> None:
    loan = made(1, 30)
    comparison = compared(f"一、{made(2, 900)}{loan}", f"一、{made(3, 900)}{loan}")
    check_rows(comparison)
    assert (comparison.verdict, len(comparison.passages)) == (None, 1)
    nothing = compared("一、" + made(2, 90), "一、" + made(3, 90))
    check_rows(nothing)
    assert (nothing.verdict, nothing.passages, nothing.score.jaccard) == (None, (), 0)


def test_sides_may_be_asked_for_in_either_order() -> None:
    text = "一、" + made(1, 300)
    plans = plans_of(text, changed(2, text, 0.02), made(5, 100))
    reuse = find_reuse(plans)
    forward, backward = compare_plans(plans, reuse, 0, 1), compare_plans(plans, reuse, 1, 0)
    assert backward.only_a == forward.only_b
    assert backward.score.containment_a == forward.score.containment_b
    assert [passage.a for passage in backward.passages] == [passage.b for passage in forward.passages]


def test_a_notebook_shows_hostile_text_as_text() -> None:
    [a, b] = plans_of("一、<script>alert(1)</script>" + made(1, 50), "一、" + made(1, 50))
    html = compare_plans([a, b], find_reuse([a, b]), 0, 1)._repr_html_()
    assert "<script" not in html and "&lt;script&gt;" in html


@pytest.fixture(scope="module")
def sample() -> list[Plan]:
    return read_plans(DATA / "plans")


@pytest.mark.parametrize(("a", "b"), [("01_", "06_"), ("20_", "25_"), ("26_", "27_"), ("04_", "29_"), ("28_", "26_")])
def test_rows_of_sample_plans(sample: list[Plan], a: str, b: str) -> None:
    plans = [next(plan for plan in sample if plan.plan_id.startswith(name)) for name in (a, b)]
    check_rows(compare_plans(plans, find_reuse(plans), 0, 1))


def test_rows_end_where_clauses_end() -> None:
    shared = made(1, 60)
    a = f"甲校工作计划\n一、{made(2, 20)}。经{made(3, 6)}，{shared}，{made(4, 5)}；{made(5, 30)}\n二、{made(6, 9)}"
    b = f"乙校工作计划\n一、{made(7, 30)}！为{made(8, 9)}，{shared}，{made(9, 8)}。\n三、{made(10, 9)}"
    comparison = compared(a, b)
    check_rows(comparison)
    [row] = [row for row in comparison.rows if row.kind != "apart"]
    assert texts(row) == (
        f"经{made(3, 6)}，{shared}，{made(4, 5)}；",
        f"为{made(8, 9)}，{shared}，{made(9, 8)}。",
    )
    assert {run.is_unequal for run in row.a if run.passage is None} == {True}
    assert all(a[slice(*row.at_a)] == "".join(run.text for run in row.a) for row in comparison.rows)


def test_no_row_begins_with_a_stop_or_ends_with_the_number_of_a_line() -> None:
    shared = [made(number, 60) for number in range(1, 4)]
    a = f"一、{made(7, 30)}。\n（一）{shared[0]}。\n（二）{shared[1]}。\n（三）{made(8, 30)}。"
    b = f"一、{made(9, 50)}。\n（一）{shared[0]}。\n（二）{made(5, 40)}。\n（三）{shared[1]}。\n（四）{shared[2]}。"
    comparison = compared(a, b)
    check_rows(comparison)
    same = [texts(row) for row in comparison.rows if row.kind != "apart" and any(row.printed)]
    assert [left for left, _ in same] == [f"（一）{shared[0]}。", f"（二）{shared[1]}。"]
    assert [right for _, right in same] == [f"（一）{shared[0]}。", f"（三）{shared[1]}。"]


def test_one_clause_with_two_passages_is_one_row() -> None:
    first, second = made(1, 60), made(2, 60)
    comparison = compared(f"一、{first}甲乙丙丁{made(3, 80)}{second}。", f"一、{first}{made(4, 90)}{second}。")
    check_rows(comparison)
    [row] = [row for row in comparison.rows if any(row.printed)]
    assert (row.kind, len(comparison.passages)) == ("substituted", 2)


def test_lines_with_only_a_marker_in_common_are_apart() -> None:
    lines = [made(i, 40) for i in range(1, 6)]
    other = [*lines[:2], made(8, 38), lines[3], lines[4][:30] + made(9, 10)]
    a, b = ("\n".join(f"{number}、{line}。" for number, line in enumerate(own, 1)) for own in (lines, other))
    comparison = compared(a, b)
    check_rows(comparison)
    kinds = {texts(row)[0][:2]: row.kind for row in comparison.rows if any(row.printed)}
    assert kinds == {"1、": "same", "2、": "same", "3、": "apart", "4、": "same", "5、": "substituted"}


def test_what_is_left_of_the_other_is_marked() -> None:
    rest = "\n".join(f"{number}.{made(number, 40)}。" for number in range(1, 5))
    a = f"枫桥小学2024年工会工作计划\n一、枫桥小学每月办一次读书会，2023年的书柜换新。\n{rest}"
    comparison = compared(a, a.replace("枫桥小学2024年工会", "柳岸小学2025年工会"))
    left = [[run.text for run in runs if run.is_left_over] for runs in comparison.runs]
    assert left == [["2023年"], ["枫桥小学", "2023年"]]
    assert comparison.direction.source == 0 and comparison.relation == "other_school"
    assert "ffd56b" in comparison._repr_html_()


def test_moved_passages_have_numbers() -> None:
    first, second = made(1, 100), made(2, 60)
    comparison = compared(f"一、{first}\n二、{second}", f"一、{second}\n二、{first}")
    [moved] = comparison.moved
    assert comparison.a.plan.text[slice(*comparison.passages[moved - 1].a)].strip("二、") == second
