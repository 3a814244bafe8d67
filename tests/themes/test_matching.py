"""Strings and regions found all at once, beside what one finds one by one."""

import random

import numpy as np
import pytest

from corpus_tools.structure.plans import Plan, parse_text
from corpus_tools.themes import coding
from corpus_tools.themes.codebook import Codebook, parse_codebook
from corpus_tools.themes.coding import Coder, code_plans, count_terms
from corpus_tools.themes.index import Index
from corpus_tools.themes.strings import Strings
from tests.conftest import ROOT, load_cases

SEEDS = range(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_strings_are_found_wherever_they_are(seed: int) -> None:
    chance = random.Random(seed)
    letters = "甲乙丙丁"[: 1 + seed % 4]
    strings = sorted({"".join(chance.choices(letters, k=chance.randint(1, 6))) for _ in range(40)})
    text = "".join(chance.choices(letters + "戊a", k=300))
    found = list(zip(*(column.tolist() for column in Strings(strings).find(text)), strict=True))
    assert len(found) == len(set(found))
    assert set(found) == {
        (number, start, start + len(string))
        for number, string in enumerate(strings)
        for start in range(len(text))
        if text.startswith(string, start)
    }


@pytest.mark.parametrize("strings", [[], ["甲"]])
def test_few_strings_and_no_text(strings: list[str]) -> None:
    assert [len(column) for column in Strings(strings).find("")] == [0, 0, 0]
    assert [len(column) for column in Strings(strings).find("甲乙")] == [len(strings)] * 3


def test_an_index_has_the_numbers_of_each_key() -> None:
    index = Index.under(np.array([2, 0, 2, 3]), 5, np.array([10, 11, 12, 13]))
    assert index.starts.tolist() == [0, 1, 1, 3, 4, 4]
    rows, numbers = index.join(np.array([2, 1, 0, 2]))
    assert (rows.tolist(), numbers.tolist()) == ([0, 0, 2, 3, 3], [10, 12, 11, 10, 12])
    assert index.only(np.arange(14) != 10).of(np.array([2, 3])).tolist() == [12, 13]


@pytest.fixture(scope="module")
def plans() -> list[Plan]:
    names = ("01_qingshi_union_2024.txt", "05_collection_three_unions.txt", "12_qingshi_union_2022.txt")
    texts = [(ROOT / "data" / "plans" / name).read_text("utf-8") for name in names]
    texts += [case["text"] for case in load_cases("codebook", "rules")]
    return [plan for text in texts for plan in parse_text(text)]


def test_plans_are_coded_alike_together_and_alone(plans: list[Plan], monkeypatch: pytest.MonkeyPatch) -> None:
    coder = Coder(Codebook.bundled())
    together = coder.code(plans, headings=True)
    assert [code._replace(plan=0) for code in together] == [
        code for plan in plans for code in coder.code([plan], headings=True)
    ]
    monkeypatch.setattr(coding, "_BATCH", 5_000)
    assert coder.code(plans, headings=True) == together


def test_terms_are_counted_once_a_clause() -> None:
    book = parse_codebook('[themes."会"]\nany = ["工会", "会", "工…会", "没有"]'.encode(), "mine.toml")
    plans = [plan for text in ("1、工会开会，工会。\n2、会。\n3、《会》。", "1、散会。") for plan in parse_text(text)]
    counts = count_terms(plans, book)
    assert {written.text: counts[written.term] for written in book.written} == {
        "工会": 1,
        "会": 3,
        "工…会": 1,
        "没有": 0,
    }


def test_no_plans_have_no_codes() -> None:
    assert code_plans([], Codebook.bundled()) == []


def test_a_clause_without_end_is_coded_in_time() -> None:
    """Mentions, strings and rules in one clause of a hundred thousand characters: no step looks at all pairs."""
    [plan] = parse_text("甲校工会工作计划\n一、" + "教师学生关心生活" * 12_000)
    [*codes] = code_plans([plan], Codebook.bundled())
    assert {plan.text[code.clause.start : code.clause.start + 4] for code in codes} == {"教师学生"}
