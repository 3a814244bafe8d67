"""Alignment: clauses find their likes wherever they stand, and what differs is told in words."""

from pathlib import Path

from corpus_tools.reading.source import source_of_text
from corpus_tools.structure.plans import parse_source
from corpus_tools.themes.alignment import ThemeClause, align_clauses, compare_words, gather_clauses
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.coding import code_plans


def side(plan_id: str, *texts: str) -> list[ThemeClause]:
    return [ThemeClause(plan_id, 100 * i, 100 * i + len(text), text) for i, text in enumerate(texts)]


def test_clauses_are_paired_wherever_they_stand() -> None:
    a = side("a#1", "春节前慰问退休教师19人", "组织登山比赛", "每月公布账目")
    b = side("b#1", "每季度公布账目", "重阳节慰问退休教师20人", "请医生来校义诊")
    found = align_clauses(a, b)
    assert [(pair.a and pair.a.text[:2], pair.b and pair.b.text[:2]) for pair in found] == [
        ("春节", "重阳"),
        ("每月", "每季"),
        ("组织", None),
        (None, "请医"),
    ]
    assert found[0].marked() == ("{春节前}慰问退休教师{19}人", "{重阳节}慰问退休教师{20}人")
    assert found[2].similarity == 0
    assert found[1].to_dict()["b"] == {
        "plan_id": "b#1", "start": 0, "end": 7, "text": "每季度公布账目", "unequal": [[0, 3]]
    }  # fmt: skip


def test_equal_clauses_have_no_difference_and_width_is_none() -> None:
    [pair] = align_clauses(side("a#1", "慰问(3次)"), side("b#1", "慰问（３次）"))
    assert (pair.similarity, pair.unequal_a, pair.unequal_b) == (1.0, (), ())


def test_of_several_likes_the_whole_decides() -> None:
    a = side("a#1", "慰问退休教师", "慰问退休教师和医生")
    b = side("b#1", "慰问退休教师和医生")
    assert [pair.b is not None for pair in align_clauses(a, b)] == [True, False]
    assert align_clauses(a, b)[0].a == a[1]


def test_pairs_do_not_depend_on_the_order_of_clauses() -> None:
    a = side("a#1", "慰问退休教师", "慰问退休医生") + side("c#1", "慰问退休教师")
    b = side("b#1", "慰问退休教师")
    for clauses in (a, a[::-1]):
        pair, *_alone = align_clauses(clauses, b)
        assert (pair.a, pair.b) == (a[0], b[0])


def test_a_family_is_aligned_once(tmp_path: Path) -> None:
    """By the plan that stands for it; where that is in the other group, by the longest."""
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\n[themes."送温暖"]\nany = ["慰问"]\n', "utf-8")
    texts = ["一、慰问职工。", "一、慰问全体职工。", "一、慰问住院的全体职工。", "一、慰问医生。"]
    plans = [plan for i, text in enumerate(texts) for plan in parse_source(source_of_text(text, f"{i}.txt")).plans]
    codes = code_plans(plans, Codebook.open(path))

    def texts_of(group: list[int], families: list[int]) -> list[str]:
        return [clause.text for clause in gather_clauses(plans, codes, group, families)]

    assert texts_of([0, 1, 3], [1, 1, 1, 3]) == ["慰问全体职工", "慰问医生"]
    assert texts_of([1, 2, 3], [0, 0, 0, 3]) == ["慰问住院的全体职工", "慰问医生"]
    assert len(texts_of([0, 1, 2], [0, 1, 2, 3])) == 3


def test_nothing_to_align() -> None:
    assert align_clauses([], []) == []
    assert [pair.a for pair in align_clauses([], side("b#1", "慰问"))] == [None]
    assert compare_words("", "慰问") == ((), ((0, 2),))
