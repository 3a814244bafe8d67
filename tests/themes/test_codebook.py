"""Codebooks by cases: what rules find, what a file may not hold, what checks tell, what the bundled ones code."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus_tools.errors import CodebookError
from corpus_tools.reuse.lexicon import Substitution, Undoing
from corpus_tools.structure.plans import Plan, parse_text
from corpus_tools.themes.codebook import Codebook, bundled_names, parse_codebook
from corpus_tools.themes.codebook_check import check_against, check_codebook
from corpus_tools.themes.coding import Code, code_plans
from corpus_tools.themes.weights import format_weights
from tests.conftest import load_cases

Case = dict[str, Any]


def ids(case: Case) -> str:
    return str(case["what"])


def printed(plan: Plan, codes: list[Code]) -> list[list[object]]:
    """Return the codes with the words that they stand on."""
    return [
        [
            plan.text[code.clause.start : code.clause.end],
            code.theme,
            code.sub_theme,
            code.via,
            [plan.text[slice(*span)] for span in code.evidence],
        ]
        for code in codes
    ]


@pytest.mark.parametrize("case", [*load_cases("codebook", "rules"), *load_cases("codebook", "spin")], ids=ids)
def test_rules(case: Case) -> None:
    book = parse_codebook(case["book"].encode(), "mine.toml")
    swapped = tuple(Substitution(original, word, 1, 1) for original, word in case.get("lexicon", ()))
    undoing = Undoing(swapped, frozenset((0,)))
    [plan] = parse_text(case["text"])
    codes = code_plans([plan], book, undoing, headings=True)
    assert printed(plan, codes) == case["codes"]
    assert code_plans([plan], book, undoing) == [code for code in codes if code.via == "text"]


@pytest.mark.parametrize("case", load_cases("codebook", "errors"), ids=ids)
def test_errors_name_file_and_line(case: Case) -> None:
    with pytest.raises(CodebookError) as caught:
        parse_codebook(case["book"].encode(), "mine.toml")
    assert str(caught.value).startswith("codebook mine.toml")
    assert case["reason"] in str(caught.value)


@pytest.mark.parametrize("case", load_cases("codebook", "checks"), ids=ids)
def test_checks(case: Case) -> None:
    book = parse_codebook(case["book"].encode(), "mine.toml")
    findings = check_codebook(book)
    if "text" in case:
        plans = parse_text(case["text"])
        findings += check_against(book, plans, code_plans(plans, book))
    assert [list(finding) for finding in findings] == case["findings"]


def test_weights_and_themes_of_other_names() -> None:
    raw = 'weights = "w.csv"\n[themes."慰问"]\nany = ["慰问"]\n[themes."师德"]\nany = ["师德"]'.encode()
    book = parse_codebook(raw, "mine.toml", lambda _: "string,送温暖,师德\n,-10,-10\n慰问,9,0\n".encode())
    assert [list(finding) for finding in check_codebook(book)] == [
        ["strange", 0, "weights", "送温暖", ""],
        ["unweighed", 2, "themes", "慰问", ""],
    ]


def test_rules_of_school_union() -> None:
    cases = load_cases("codebook", "bundled")
    rules = replace(Codebook.bundled(), weights=None)
    plans = [parse_text(f"甲校工会工作计划\n1、{clause}。")[0] for clause, _ in cases]
    found: list[list[str]] = [[] for _ in plans]
    for code in code_plans(plans, rules):
        found[code.plan].append(code.theme)
    assert [[clause, " ".join(own)] for (clause, _), own in zip(cases, found, strict=True)] == cases


@pytest.mark.parametrize("name", bundled_names())
def test_bundled_codebooks_have_no_idle_terms(name: str) -> None:
    assert {finding.code for finding in check_codebook(Codebook.open(name))} <= {"barred", "shared"}


def test_the_themes_of_the_bundled_codebooks() -> None:
    assert Codebook.bundled().themes == tuple(
        "师德 校务公开 送温暖 民主管理 文体活动 自身建设 业务素质 维权 女工 思想政治 学生关爱".split()
    )
    assert {"德育", "教研", "安全管理", "党的组织"} <= set(Codebook.bundled("school-work").themes)
    with pytest.raises(CodebookError, match="school-union"):
        Codebook.bundled("school")


def test_a_file_in_another_encoding_is_told_by_its_line() -> None:
    with pytest.raises(CodebookError, match="line 2: this is not UTF-8"):
        parse_codebook('name = "b"\n[themes."甲"]\nany = ["x"]'.encode("gb18030"), "mine.toml")


def test_codebooks_are_values(tmp_path: Path) -> None:
    bundled = Codebook.bundled()
    for name, raw in zip(("mine.toml", "school-union.weights.csv"), bundled.files, strict=True):
        (tmp_path / name).write_bytes(raw)
    opened = Codebook.open(tmp_path / "mine.toml")
    assert opened == bundled
    assert {opened: 1}[bundled] == 1
    assert bundled.weights and bundled.weights in {opened.weights}
    heavier = replace(bundled.weights, values=bundled.weights.values + 1)
    (tmp_path / "school-union.weights.csv").write_text(format_weights(heavier), "utf-8")
    changed = Codebook.open(tmp_path / "mine.toml")
    others = [changed, replace(bundled, weights=heavier), replace(bundled, weights=None), replace(bundled, gap=1)]
    others.append(Codebook.bundled("school-work"))
    assert bundled not in others
    assert len({bundled, opened, *others}) == 1 + len(others)


def test_a_codebook_shows_itself_in_a_line() -> None:
    book = parse_codebook('version = "2"\n[themes."读书"]\nany = ["读书"]'.encode(), "mine.toml")
    assert repr(book) == "<Codebook mine 2: 1 themes>"
