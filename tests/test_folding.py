"""Folding: one matching form, positions that lead back."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("（一）", "(一)"),
        ("１２．３％", "12.3%"),
        ("“师德”‘师风’「师能」", '"师德""师风""师能"'),
        ("\u3000>一、 指导\u00a0思想\u200b：", "一,指导思想:"),
        ("20__年**年", "20年年"),
        ("《工会法》〈节〉", "《工会法》《节》"),
        ("ＡＢＣ abc", "abcabc"),
        ("①㈠⑴", "1㈠⑴"),  # only what NFKC maps to one character
        ("好。坏；好？", "好.坏;好?"),
        ("", ""),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text).text == folded


@given(st.text())
def test_positions_are_increasing_and_lead_back(text: str) -> None:
    folded = fold(text)
    assert len(folded.positions) == len(folded.text)
    assert all(b > a for a, b in zip(folded.positions, folded.positions[1:], strict=False))
    for character, position in zip(folded.text, folded.positions, strict=True):
        assert fold(text[position]).text == character


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
def test_han_characters_stay(text: str) -> None:
    assert fold(text).text == text


def test_one_to_one_compatibility_forms_agree_with_unicode() -> None:
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B)):
        assert fold(chr(code)).text == unicodedata.normalize("NFKC", chr(code)).lower()


def test_original_spans() -> None:
    text = "一、 “师 德”建设"
    folded = fold(text)
    start = folded.text.index("师德")
    assert text[slice(*folded.original(start, start + 2))] == "师 德"
