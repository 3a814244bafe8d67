"""Passages: alignments obey their definition, and none of 13 equal characters is missed."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus_tools.arrays import cover
from corpus_tools.reuse.passages import Alignment, align, set_apart
from corpus_tools.reuse.seeds import SHORTEST_PASSAGE
from corpus_tools.reuse.shingles import hash_shingles
from corpus_tools.reuse.verdicts import find_reuse
from tests.oracles.reuse import covered, edit_distance
from tests.reuse.texts import changed, made, plans_of

PIECES = st.lists(st.sampled_from(["一会儿读书去", "走访全体同事", "甲", "，", "公开账目并留下记录"]), max_size=12)


def aligned(a: str, b: str, shortest: int = SHORTEST_PASSAGE) -> list[Alignment]:
    return align(a, b, hash_shingles(a), hash_shingles(b), shortest)


def check(a: str, b: str, found: Alignment) -> None:
    """Equal characters stand between the edits, and the edits differ."""
    at_a, at_b, n_matched = found.a.start, found.b.start, 0
    for edit in (*found.edits, None):
        end_a, end_b = (edit.a.start, edit.b.start) if edit else (found.a.end, found.b.end)
        assert a[at_a:end_a] == b[at_b:end_b] != ""
        n_matched += end_a - at_a
        if edit:
            at_a, at_b = edit.a.end, edit.b.end
            assert a[slice(*edit.a)] != b[slice(*edit.b)]
    assert n_matched == found.n_matched


@given(PIECES.map("".join), PIECES.map("".join))
@example("公开账目并留下记录走访全体同事，一会儿读书去", "公开账目并留下记录甲，甲一会儿读书去")
@example(
    "一会儿读书去甲一会儿读书去一会儿读书去公开账目并留下记录公开账目并留下记录",
    "一会儿读书去甲公开账目并留下记录公开账目并留下记录公开账目并留下记录",
)
def test_alignments_obey_their_definition(a: str, b: str) -> None:
    found = aligned(a, b)
    for alignment in found:
        check(a, b, alignment)
        assert alignment.n_matched >= SHORTEST_PASSAGE
        longer = max(alignment.a.end - alignment.a.start, alignment.b.end - alignment.b.start)
        assert 2 * (alignment.n_matched - SHORTEST_PASSAGE) >= longer - alignment.n_matched
    mirrored = aligned(b, a)
    turned = {(one.b, one.a, one.n_matched, tuple(edit[::-1] for edit in one.edits)) for one in mirrored}
    assert turned == {tuple(one) for one in found}


@given(st.integers(0, 10_000), st.integers(13, 40))
def test_every_run_of_13_characters_is_covered(seed: int, length: int) -> None:
    shared, shorter = made(seed, length), made(seed + 1, 9)
    a = made(seed + 2, 50) + shared + made(seed + 3, 30) + shorter + made(seed + 4, 20)
    b = made(seed + 5, 20) + shorter + made(seed + 6, 30) + shared + made(seed + 7, 50) + shared
    found = aligned(a, b)
    assert covered(a, b, 13) <= {i for i, flag in enumerate(cover((f.b for f in found), len(b))) if flag}
    assert covered(b, a, 13) <= {i for i, flag in enumerate(cover((f.a for f in found), len(a))) if flag}


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2])
def test_edits_are_few(share: float) -> None:
    text = made(1, 400)
    other = changed(2, text, share)
    [found] = aligned(made(3, 100) + text + made(4, 100), made(5, 60) + other + made(6, 60))
    check(made(3, 100) + text + made(4, 100), made(5, 60) + other + made(6, 60), found)
    n_edits = sum(max(edit.a.end - edit.a.start, edit.b.end - edit.b.start) for edit in found.edits)
    assert n_edits <= edit_distance(text, other) + 2
    assert found.n_matched >= 0.97 * (400 - edit_distance(text, other))


def test_longer_and_shorter_words_do_not_break_a_passage() -> None:
    a = "工会委员要关心每一位有困难的同事，并且及时为他们建立档案，然后做好详细的记录"
    b = "工会委员要体贴每一位生活有困难的同事，并且为他们建立档案，然后做好各项详细的记录"
    found = aligned(a, b)[0]
    assert (found.a, found.b) == ((0, len(a)), (0, len(b)))
    assert [(a[slice(*e.a)], b[slice(*e.b)]) for e in found.edits] == [
        ("关心", "体贴"),
        ("", "生活"),
        ("及时", ""),
        ("", "各项"),
    ]


def swapped(seed: int, text: str, look: str) -> str:
    """Return the text with the characters that ``look`` has a dot for replaced."""
    others = made(seed, len(text))
    return "".join(one if sign == "=" else other for one, other, sign in zip(text, others, look, strict=True))


@pytest.mark.parametrize("look", ["==....==....==" + "======..====..======..==" * 3, "==...===" * 12])
def test_ends_that_are_swapped_as_much_as_the_rest_are_found(look: str) -> None:
    text = made(31, len(look))
    a, b = made(32, 50) + text + made(33, 50), made(34, 70) + swapped(35, text, look) + made(36, 40)
    for one, other, starts in ((a, b, (50, 70)), (b, a, (70, 50))):
        [found] = aligned(one, other)
        check(one, other, found)
        assert found[:2] == tuple((start, start + len(look)) for start in starts)


@pytest.mark.parametrize(("number", "other"), [("二,", "三,"), ("(二)", "(四)"), ("十一,", "十二,"), ("9.", "10.")])
def test_a_list_number_that_differs_ends_a_passage(number: str, other: str) -> None:
    """The separator behind it is the same by chance; a word that differs before the last stop belongs to it."""
    text = made(51, 40) + "."
    a, b = f"{text}{number}{made(52, 30)}", f"{text}{other}{made(53, 30)}"
    [found] = aligned(a, b)
    check(a, b, found)
    assert (found.a, found.b, found.n_matched) == ((0, 41), (0, 41), 41)
    [swapped] = aligned(f"{text}好.{made(52, 30)}", f"{text}妙.{made(53, 30)}")
    assert swapped.a == (0, 43)


@pytest.mark.parametrize("n_between", [2, 3])
def test_an_equal_character_behind_a_passage_without_changes_is_chance(n_between: int) -> None:
    text, look = made(41, 60), "=" * 60 + "." * n_between + "="
    text += made(42, n_between) + "学"
    [found] = aligned(text + made(43, 30), swapped(44, text, look) + made(45, 30))
    assert (found.a, found.b) == ((0, 60), (0, 60))


def test_what_stands_twice_is_listed_once() -> None:
    passage = made(7, 40)
    a, b = made(8, 50) + passage, passage + made(9, 60) + passage
    assert [found.n_matched for found in aligned(a, b)] == [40, 40]
    assert len(set_apart(aligned(a, b))) == 1


def test_equal_characters_where_a_line_is_left_out_cost_no_passage() -> None:
    before, left_out, behind = made(21, 60), made(22, 70) + "。", made(23, 80)
    a, b = f"{before}。{left_out}{behind}", f"{before}。{behind}"
    assert [(found.a.end - found.a.start, found.b) for found in set_apart(aligned(a, b))] == [
        (60, (0, 60)),
        (81, (60, 141)),
    ]


@given(PIECES.map("".join), PIECES.map("".join))
def test_passages_set_apart_obey_their_definition(a: str, b: str) -> None:
    apart = set_apart(aligned(a, b))
    for found in apart:
        check(a, b, found)
        longer = max(found.a.end - found.a.start, found.b.end - found.b.start)
        assert 2 * (found.n_matched - SHORTEST_PASSAGE) >= longer - found.n_matched
    for spans in (sorted(found.a for found in apart), [found.b for found in apart]):
        assert all(one.end <= other.start for one, other in pairwise(spans))


ITEMS = [
    "阅览室每周三下午开放，借书要登记，月底由图书委员清点一次。",
    "走廊里的绿植由各班轮流浇水，假期请门卫师傅代为照看。",
    "每位新同事配一名师傅，第一学期互相听课不少于十节，期末交一份体会。",
    "食堂意见本放在打菜口，后勤组每周五逐条写明怎样改。",
    "趣味运动会设拔河、跳绳两项，以年级组为单位报名。",
]


@given(st.permutations(ITEMS))
@example([*ITEMS[:3], ITEMS[4], ITEMS[3]])
def test_items_in_any_order_lie_in_passages(moved: list[str]) -> None:
    a, b = ("".join(f"{number}、{item}\n" for number, item in enumerate(items, 1)) for items in (ITEMS, moved))
    flags = cover((found.b for found in set_apart(aligned(a, b))), len(b))
    for item in ITEMS:
        own = flags[b.index(item) : b.index(item) + len(item) - 1]  # the stop may go to the passage behind
        assert own.all(), item


def test_passages_report_the_original_characters() -> None:
    shared = "走访 困难教职工，并且为他们建立了一份档案"
    a, b = (
        f"一、前{made(1, 40)}。工会每学期{shared}{made(2, 40)}",
        f"一、>工会每学期{shared.replace(' ', '')}。后{made(3, 40)}",
    )
    [pair] = find_reuse(plans_of(a, b)).pairs
    [passage] = pair.passages
    assert a[slice(*passage.a)] == "工会每学期" + shared
    assert b[slice(*passage.b)] == "工会每学期" + shared.replace(" ", "")
    assert passage.kind == "same"


def test_repetitive_text_is_no_burden() -> None:
    assert aligned("甲乙" * 2000, "乙甲" * 2000) == []
