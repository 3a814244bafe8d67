"""Weights by cases: what they drop and give beside rules, and what their file may not hold."""

import hashlib
import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from corpus_tools.errors import CodebookError
from corpus_tools.structure.plans import parse_text
from corpus_tools.themes.codebook import Codebook, parse_codebook
from corpus_tools.themes.coding import code_plans
from corpus_tools.themes.weights import format_weights, parse_weights
from tests.conftest import load_cases

BOOK, WEIGHTS = (str(load_cases("weights", part)) for part in ("book", "weights"))


def _book(weights: str = WEIGHTS) -> Codebook:
    return parse_codebook(BOOK.encode(), "mine.toml", {"mine.csv": weights.encode()}.__getitem__)


@pytest.mark.parametrize(
    ("what", "text", "codes"), load_cases("weights"), ids=[case[0] for case in load_cases("weights")]
)
def test_weights_beside_rules(what: str, text: str, codes: list[object]) -> None:
    [plan] = parse_text(text)
    assert [
        [
            plan.text[code.clause.start : code.clause.end],
            code.theme,
            code.basis,
            [plan.text[slice(*span)] for span in code.evidence],
        ]
        for code in code_plans([plan], _book())
    ] == codes


def test_a_theme_that_every_clause_has() -> None:
    book = _book("string,文体\n,1000\n")
    [plan] = parse_text("一、植树。\n二、《论语》。\n")
    assert [(plan.text[slice(*code.evidence[0])], code.theme) for code in code_plans([plan], book)] == [
        ("植树", "文体"),
        ("《论语》", "文体"),
    ]


@pytest.mark.parametrize(("what", "weights", "reason"), load_cases("weights", "errors"))
def test_errors_name_file_and_line(what: str, weights: str, reason: str) -> None:
    with pytest.raises(CodebookError) as caught:
        parse_weights(weights.encode(), "mine.csv")
    assert str(caught.value) == f"codebook {reason}"


def test_weights_are_summed_over_all_strings_of_a_region() -> None:
    weights = parse_weights(WEIGHTS.encode(), "mine.csv")
    value = dict(zip(weights.strings, weights.values.tolist(), strict=True))
    rng = random.Random(3)
    texts = ["".join(rng.choices("慰问病生球篮比赛作文员甲", k=rng.randrange(9))) for _ in range(200)]
    ends = np.cumsum([len(text) + 1 for text in texts]) - 1
    borders = np.stack((ends - [len(text) for text in texts], ends))
    regions = np.full(int(ends[-1]) + 1, -1)
    for region, (start, end) in enumerate(borders.T):
        regions[start:end] = region
    found = weights.weigh(weights.find_strings("\0".join(texts) + "\0", regions), borders)
    for text, log_odds in zip(texts, found.tolist(), strict=True):
        strings = {"", *text, *(a + b for a, b in pairwise(text))}
        assert log_odds == [sum(value.get(s, (0, 0, 0))[theme] for s in strings) for theme in range(3)]


def test_the_stretch_that_says_most_is_the_best_of_all_runs() -> None:
    weights = parse_weights(WEIGHTS.encode(), "mine.csv")
    value = dict(zip(weights.strings, weights.values.tolist(), strict=True))
    rng = random.Random(5)
    texts = ["".join(rng.choices("慰问病生球篮比赛作文员甲", k=rng.randrange(1, 12))) for _ in range(200)]
    themes = np.array([rng.randrange(3) for _ in texts])
    ends = np.cumsum(list(map(len, texts)))
    borders = np.stack((ends - list(map(len, texts)), ends))
    strings = weights.find_strings("".join(texts), np.repeat(np.arange(len(texts)), borders[1] - borders[0]))
    found = np.stack(weights.find_stretches(strings, borders, themes)).T
    for text, theme, (start, end), offset in zip(texts, themes, found, borders[0], strict=True):
        pairs = [value.get(a + b, (0, 0, 0))[theme] for a, b in pairwise(text)]
        said = [
            2 * value.get(one, (0, 0, 0))[theme] + before + behind
            for one, before, behind in zip(text, [0, *pairs], [*pairs, 0], strict=True)
        ]
        above = [2 * len(text) * one - sum(said) for one in said]
        runs = [(sum(above[a:b]), -b, a) for a in range(len(text)) for b in range(a + 1, len(text) + 1)]
        best, stop, first = max(runs)
        assert (start - offset, end - offset) == ((first, -stop) if best > 0 else (0, len(text)))


def test_a_file_of_weights_is_read_beside_the_codebook_or_from_the_package(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(BOOK, "utf-8")
    with pytest.raises(CodebookError, match="line 1: the weights mine.csv cannot be read"):
        Codebook.open(path)
    (tmp_path / "mine.csv").write_text(WEIGHTS, "utf-8")
    book = Codebook.open(path)
    assert book.weights and format_weights(book.weights) == WEIGHTS
    assert book.digest == hashlib.sha256((BOOK + WEIGHTS).encode()).hexdigest()
    path.write_text(BOOK.replace("mine.csv", "school-union.weights.csv"), "utf-8")
    copied, bundled = Codebook.open(path).weights, Codebook.bundled().weights
    assert copied and bundled and format_weights(copied) == format_weights(bundled)
