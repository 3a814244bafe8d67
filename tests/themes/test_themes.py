"""Themes: codes with evidence, shares, and codebooks that cannot be used."""

from pathlib import Path

import pytest

from corpus_tools.errors import CodebookError
from corpus_tools.reuse.lexicon import Substitution, Undoing
from corpus_tools.structure.plans import parse_text
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.coding import code_plans, measure_themes

BOOK = """name = "mine"
version = "2"
[themes."师德"]
any = ["师德", "师德师风"]
[themes."送温暖"]
any = ["慰问"]
"""


@pytest.fixture
def book(tmp_path: Path) -> Codebook:
    path = tmp_path / "mine.toml"
    path.write_text(BOOK, "utf-8")
    return Codebook.open(path)


def test_codes_have_evidence(book: Codebook) -> None:
    [plan] = parse_text("一、抓 师 德师风\n1.慰问老师，讲师德。\n2.学《师德手册》。\n二、读书")
    codes = code_plans([plan], book)
    assert [(code.theme, code.clause.part, code.via) for code in codes] == [
        ("师德", "heading", "text"),
        ("师德", "body", "text"),
        ("送温暖", "body", "text"),
    ]
    evidence = [plan.text[slice(*span)] for code in codes for span in code.evidence]
    assert evidence == ["师 德师风", "师德", "慰问"]


def test_a_heading_hands_down_what_all_its_clauses_show(book: Codebook) -> None:
    [plan] = parse_text("一、抓师德。慰问老师，学师德师风，分两步：\n1.读书。\n2.看报。\n二、读书")
    codes = code_plans([plan], book, headings=True)
    handed = [code for code in codes if code.via == "heading"]
    assert [plan.text[code.clause.start : code.clause.end] for code in handed] == ["读书", "读书", "看报", "看报"]
    evidence = [(code.theme, [plan.text[slice(*span)] for span in code.evidence]) for code in handed]
    assert evidence == [("师德", ["师德", "师德师风"]), ("送温暖", ["慰问"])] * 2


def test_shares_are_characters_of_clauses(book: Codebook) -> None:
    [plan] = parse_text("一、师德\n1.慰问老师。\n2.读书看报。")
    [measure] = measure_themes([plan], code_plans([plan], book), book)
    assert measure.counts == {"师德": 1, "送温暖": 1}
    assert measure.shares == {"师德": 2 / 10, "送温暖": 4 / 10}


def test_crawled_and_clean_text_are_coded_alike(book: Codebook) -> None:
    [clean] = parse_text("一、师德师风\n1.慰问。")
    [crawled] = parse_text(">　　一、师德＊师风\n>1．慰_问。")
    assert [c.theme for c in code_plans([crawled], book)] == [c.theme for c in code_plans([clean], book)]


def test_swapped_words_are_undone_in_spun_copies_alone(book: Codebook) -> None:
    plans = [plan for said in ("慰问", "探望", "探望") for plan in parse_text(f"一、{said}老师。")]
    undoing = Undoing((Substitution("慰问", "探望", 1, 2),), frozenset((0, 1)))
    found = code_plans(plans, book, undoing)
    assert [(code.plan, plans[code.plan].text[slice(*code.evidence[0])]) for code in found] == [
        (0, "慰问"),
        (1, "探望"),
    ]


def test_a_codebook_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="no such file; the codebooks of the package are: school-union"):
        Codebook.open(tmp_path / "none.toml")
