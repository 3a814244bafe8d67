"""Measures: the numbers that a plan sets itself."""

from collections import Counter

import pytest
from opencc import OpenCC

from corpus_tools.facts.measures import Measure, find_measures, find_quantities
from corpus_tools.spans import Span
from tests.conftest import load_cases

Row = list[str | float | None]


def measures_of(text: str) -> list[Measure]:
    [found] = find_measures(text, [Span(0, len(text))])
    assert all(text[measure.start : measure.end] == measure.text for measure in found)
    return found


def row_of(measure: Measure) -> Row:
    return [measure.text, *measure[3:]]


@pytest.mark.parametrize(("text", "wanted"), load_cases("commitments"))
def test_measures(text: str, wanted: list[Row]) -> None:
    assert [row_of(measure) for measure in measures_of(text)] == wanted


def test_measures_of_clauses_that_the_rules_were_not_made_for() -> None:
    found, wanted, both = 0, 0, 0
    for text, rows in load_cases("commitments", "unseen"):
        own, truth = (Counter(tuple(row[2:5]) for row in some) for some in (map(row_of, measures_of(text)), rows))
        found, wanted, both = found + own.total(), wanted + truth.total(), both + (own & truth).total()
    assert both / found >= 0.98
    assert both / wanted >= 0.9


@pytest.mark.parametrize(("text", "wanted"), load_cases("commitments"))
def test_traditional_text_promises_the_same(text: str, wanted: list[Row]) -> None:
    printed = str(OpenCC("s2t").convert(text)).replace("瞭", "了")
    found = measures_of(printed)
    assert [row_of(measure)[1:] for measure in found] == [row[1:] for row in wanted]
    assert [text[measure.start : measure.end] for measure in found] == [row[0] for row in wanted]


def test_each_stretch_has_its_own() -> None:
    text = "每月例会一次。拨款5万元。"
    assert [[one.unit for one in own] for own in find_measures(text, [Span(0, 6), Span(7, 12), Span(3, 3)])] == [
        ["次"],
        ["元"],
        [],
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("教师58人，获奖12项", ["58人", "12项"]),
        ("开展一次活动，突出三个重点", []),
        ("2024年3月5日，第3次会议，三年级2班", []),
        ("达到95%以上，投入２万元", ["95%", "２万元"]),
    ],
)
def test_quantities(text: str, wanted: list[str]) -> None:
    assert [text[slice(*span)] for span in find_quantities(text, [Span(0, len(text))])] == wanted


def test_words_beside_a_number_make_no_quantity() -> None:
    texts = "评选10名教师并奖励200元", "评比10名同事并嘉奖200元"
    quantities = [find_quantities(text, [Span(0, len(text))]) for text in texts]
    assert quantities[0] == quantities[1]
