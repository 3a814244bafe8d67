"""Beside: what differs inside a passage is whole numbers, names and dates, and nothing that differs is left out."""

import random
from itertools import pairwise

import pytest

from corpus_tools.folding import fold
from corpus_tools.reuse.beside import cut_lines, find_differences, find_whole, set_beside
from corpus_tools.spans import Span
from tests.reuse.texts import changed, made

CASES = [
    ("信820份", "信2100份", [], [], [("820", "2100")]),
    ("买820份", "买20份", [], [], [("820", "20")]),
    ("满3.5分", "满3.8分", [], [], [("3.5", "3.8")]),
    ("共二十六人", "共三十六人", [], [], [("二十六", "三十六")]),
    ("请东坪小学来", "请白石中学来", ["东坪小学"], ["白石中学"], [("东坪小学", "白石中学")]),
    ("请东坪小学来", "请东坪中学来", ["东坪小学"], [], [("东坪小学", "东坪中学")]),
    ("在2024年3月办", "在2025年3月办", ["2024年3月"], ["2025年3月"], [("2024年3月", "2025年3月")]),
    ("多听取意见", "多听意见", [], [], [("取", "")]),
    ("（一）读书。", "（一）读好书！", [], [], [("", "好"), ("。", "！")]),
    ("读书", "读 书", [], [], []),
]


def spans_of(text: str, words: list[str]) -> list[Span]:
    return [Span(text.index(word), text.index(word) + len(word)) for word in words]


def differing(a: str, b: str, known_a: list[Span], known_b: list[Span]) -> list[tuple[Span, Span]]:
    whole = Span(0, len(a)), Span(0, len(b))
    beside = set_beside(fold(a), whole[0], fold(b), whole[1])
    return list(find_differences(beside, find_whole(a, known_a), find_whole(b, known_b)))


@pytest.mark.parametrize(("a", "b", "known_a", "known_b", "wanted"), CASES)
def test_differences(a: str, b: str, known_a: list[str], known_b: list[str], wanted: list[tuple[str, str]]) -> None:
    found = differing(a, b, spans_of(a, known_a), spans_of(b, known_b))
    assert [(a[slice(*in_a)], b[slice(*in_b)]) for in_a, in_b in found] == wanted
    turned = differing(b, a, spans_of(b, known_b), spans_of(a, known_a))
    assert [(a[slice(*in_a)], b[slice(*in_b)]) for in_b, in_a in turned] == wanted


@pytest.mark.parametrize("seed", range(8))
def test_what_is_between_differences_is_the_same(seed: int) -> None:
    rng = random.Random(seed)
    a = "".join(made(rng.randrange(999), 30) + str(rng.randrange(9999)) + "\n" for _ in range(8))
    b = changed(seed, a, 0.1)
    names = [Span(at, at + rng.randrange(2, 6)) for at in rng.sample(range(len(b) - 6), 10)]
    found = differing(a, b, [], names)
    at_a = at_b = 0
    for in_a, in_b in [*found, (Span(len(a), len(a)), Span(len(b), len(b)))]:
        assert at_a <= in_a.start <= in_a.end and at_b <= in_b.start <= in_b.end
        assert fold(a[at_a : in_a.start]).text == fold(b[at_b : in_b.start]).text
        at_a, at_b = in_a.end, in_b.end
    for whole in find_whole(b, names):
        cut = [in_b for _, in_b in found if in_b.start < whole.end and whole.start < in_b.end]
        assert all(in_b.start <= whole.start and whole.end <= in_b.end for in_b in cut)


def test_a_date_that_goes_on_behind_a_passage_differs() -> None:
    a, b = "食堂开放2024年2月12日", "食堂开放2024年2月8日"
    passage = Span(0, 11), Span(0, 11)
    beside = set_beside(fold(a), passage[0], fold(b), passage[1])
    found = list(find_differences(beside, spans_of(a, [a[4:]]), spans_of(b, [b[4:]])))
    assert [(a[slice(*in_a)], b[slice(*in_b)]) for in_a, in_b in found] == [("2024年2月", "2024年2月")]


LINES = [
    (
        "一、读书\n二、写字，画画",
        "一、读书二、写字，\n>画画",
        [("一、读书\n", "一、读书"), ("二、写字，", "二、写字，\n"), ("画画", ">画画")],
    ),
    # the end of a word may lie on either side of what the other has not
    ("一、守规章\n写成一页", "一、新规\n写成一页", [("一、守规章\n", "一、新规\n"), ("写成一页", "写成一页")]),
    ("一、借书\n写成一页", "一、还借\n写成一页", [("一、借书\n", "一、还借\n"), ("写成一页", "写成一页")]),
    ("一、借书\n写成一页", "一、还借写成一页", [("一、借书\n", "一、还借"), ("写成一页", "写成一页")]),
    ("读书\n唱歌\n写字", "读书\n写字", [("读书\n", "读书\n"), ("唱歌\n写字", "写字")]),
]


@pytest.mark.parametrize(("a", "b", "wanted"), LINES)
def test_lines_of_either_side_are_cut(a: str, b: str, wanted: list[tuple[str, str]]) -> None:
    assert lines_of(a, b) == wanted
    assert lines_of(b, a) == [(line_b, line_a) for line_a, line_b in wanted]


def lines_of(a: str, b: str) -> list[tuple[str, str]]:
    cuts = cut_lines(a, b, set_beside(fold(a), Span(0, len(a)), fold(b), Span(0, len(b))))
    borders = [(0, 0), *cuts, (len(a), len(b))]
    return [(a[x:end_a], b[y:end_b]) for (x, y), (end_a, end_b) in pairwise(borders)]
