"""The options and commands that compare plans: what they write, and how they say what is wrong."""

import csv
import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from corpus_tools.cli.app import USAGE, run
from tests.conftest import DATA, ROOT
from tests.oracles.agreement import alpha

PLANS = [
    DATA / "plans" / f"{name}.txt"
    for name in (
        "01_qingshi_union_2024",
        "03_songyuan_moral_gbk",
        "06_hexi_union_spun",
        "20_baihe_union_2023",
        "22_zhexi_union_edited",
    )
]


@pytest.fixture
def kinds(tmp_path: Path) -> Path:
    """Return a meta table of the plans: of what kind they are, and for what year."""
    values = ["工会,2024年", "德育,2023—2024学年第一学期", "工会,2025年", "工会,2023年", "工会,2024年"]
    path = tmp_path / "kinds.csv"
    rows = [f"{plan.name},{value}\n" for plan, value in zip(PLANS, values, strict=True)]
    path.write_text("path,kind,year\n" + "".join(rows), "utf-8")
    return path


@pytest.mark.parametrize(("command", "column"), [("themes", "kind"), ("keyness", "year")])
def test_what_a_meta_table_leaves_open_is_said(
    kinds: Path, command: str, column: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip in the name of a file costs its plan the group."""
    kinds.write_text(kinds.read_text("utf-8").replace(PLANS[0].name, "01.tx"), "utf-8")
    assert (
        run([command, *map(str, PLANS), "--meta", str(kinds), "--by", column, "--format", "json", "-o", str(kinds)])
        == 0
    )
    told = capsys.readouterr().err
    assert "1 row of the meta table names no file that was read: 01.tx" in told
    assert f"1 plan has no value of {column}" in told


def written(tmp_path: Path, *arguments: str | Path) -> str:
    """Run a command and return what it writes."""
    output = tmp_path / "output"
    assert run([*map(str, arguments), "-o", str(output)]) == 0
    return output.read_text("utf-8")


def document(tmp_path: Path, name: str, *arguments: str | Path) -> Any:
    """Run a command and return its JSON, held against the schema of that name."""
    found = json.loads(written(tmp_path, *arguments, "--format", "json"))
    jsonschema.validate(found, json.loads((ROOT / "docs" / "schemas" / f"{name}.json").read_text("utf-8")))
    return found


def test_groups_of_plans_are_compared(kinds: Path, tmp_path: Path) -> None:
    by_kind: list[str | Path] = ["themes", *PLANS, "--meta", kinds, "--by", "kind"]
    found = document(tmp_path, "themes", *by_kind)
    assert [(group["value"], group["n_plans"], group["n_counted"]) for group in found["groups"]] == [
        ("工会", 4, 2),
        ("德育", 1, 1),
    ]
    [distance] = found["distances"]
    assert (distance["a"], distance["b"]) == ("工会", "德育")
    assert document(tmp_path, "themes", *by_kind, "--count-copies")["groups"][0]["n_counted"] == 4
    text = written(tmp_path, *by_kind)
    assert "Jensen-Shannon" in text and "TF-IDF" not in text
    assert written(tmp_path, *by_kind, "--format", "csv").startswith("\ufeffvalue,n_plans,n_counted,")
    assert written(tmp_path, "themes", *PLANS, "--format", "csv", "--table", "distances").count("\n") == 11


def test_the_clauses_of_a_theme_side_by_side(kinds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    aligned: list[str | Path] = ["themes", *PLANS, "--theme", "送温暖", "--align"]
    sides = ("20_baihe_union_2023.txt#1", "22_zhexi_union_edited.txt#1")
    assert document(tmp_path, "themes", *aligned, *sides)["aligned"][0]["similarity"] == 1.0
    assert "100.0%  A  20_baihe" in written(tmp_path, *aligned, *sides)
    paths = [side.removesuffix("#1") for side in sides]
    assert document(tmp_path, "themes", *aligned, *paths) == document(tmp_path, "themes", *aligned, *sides)
    for wrong, told in (((paths[0], sides[0]), "the same plan"), ((paths[0], "x.txt"), "x.txt: no such plan here")):
        assert run([*map(str, aligned), *wrong]) == USAGE
        assert told in capsys.readouterr().err
    assert run([*map(str, aligned), "工会", "安全", "--by", "kind", "--meta", str(kinds)]) == USAGE
    assert "nothing is called 安全" in capsys.readouterr().err
    assert run(["themes", str(PLANS[0]), "--align", *sides]) == USAGE
    assert "--theme" in capsys.readouterr().err


def test_trend(kinds: Path, tmp_path: Path) -> None:
    figure = tmp_path / "trend.svg"
    trend: list[str | Path] = [
        "trend",
        *PLANS,
        "--meta",
        kinds,
        "--term",
        "慰问",
        "--theme",
        "师德",
        "--figure",
        figure,
    ]
    found = document(tmp_path, "trend", *trend)
    assert [(year["year"], year["n_plans"]) for year in found["years"]] == [(2023, 1), (2023, 1), (2024, 2), (2025, 1)]
    assert [trend["name"] for trend in found["trends"]] == ["师德", "慰问"]
    assert figure.read_bytes().startswith(b"<?xml")
    assert written(tmp_path, *trend).startswith("5 plans with a year; 3 years; 4 groups; codebook school-union ")


@pytest.mark.parametrize("table", ["groups", "intervals", "aligned", "lacking", "uncovered"])
def test_listings_that_need_an_option(table: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["themes", str(PLANS[0]), "--table", table]) == USAGE
    assert f"--table {table} needs --" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [("--figure", "x.doc"), ("--theme", "天气"), ("--by", "kind"), ("--by", "weather")])
def test_trends_that_cannot_be(kinds: Path, wrong: tuple[str, str]) -> None:
    assert run(["trend", *map(str, PLANS), "--meta", str(kinds), *wrong]) == USAGE


def test_a_corpus_is_not_compared_again(kinds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_kind = ("--by", "kind", "--format", "json")
    corpus = tmp_path / "made.corpus"
    assert run(["build", *map(str, PLANS), "--meta", str(kinds), "-o", str(corpus)]) == 0
    from_files = written(tmp_path, "themes", *PLANS, "--meta", kinds, *by_kind)
    monkeypatch.setattr("corpus_tools.reuse.verdicts.find_reuse", None)
    assert written(tmp_path, "themes", corpus, *by_kind) == from_files


def test_the_report_compares_by_a_column(kinds: Path, tmp_path: Path) -> None:
    page = written(tmp_path, "report", *PLANS[:2], "--meta", kinds, "--by", "kind", "--title", "两校")
    assert "<h1>两校</h1>" in page and "Themes by kind" in page and "Themes by year" not in page
    page = written(tmp_path, "report", *PLANS[2:], "--meta", kinds)
    assert "Themes by kind" not in page and "Themes by year" not in page  # one kind, and a year a plan
    assert run(["report", str(PLANS[0]), "--by", "weather", "-o", str(tmp_path / "x.html")]) == USAGE


def test_agreement_of_a_codebook_with_a_coder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    coded = DATA / "coded" / "eighth-made.csv"
    plans = sorted((DATA / "coded" / "eighth").iterdir())[:3]
    found = document(tmp_path, "agreement", "agreement", coded, *plans)
    assert found["n_clauses"] + found["n_only_first"] == 1083
    assert found["overall"]["precision"]["value"] > 0.5
    assert found["differences"][0]["text"]
    assert "clauses only in eighth-made.csv" in capsys.readouterr().err
    text = written(tmp_path, "agreement", coded, *plans)
    assert "bootstrap by document" in text and "(all decisions)" in text
    assert run(["agreement", str(coded)]) == USAGE
    assert run(["agreement", str(coded), str(coded), *map(str, plans)]) == USAGE
    assert run(["agreement", "nowhere.csv", str(PLANS[0])]) == USAGE


def test_a_sheet_goes_out_and_comes_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet, other = tmp_path / "sheet.csv", tmp_path / "other.csv"
    rows = written(tmp_path, "agreement", "--template", *PLANS, "-n", "20", "--seed", "3")
    assert rows.count("\n") == 21
    sheet.write_text("".join(f"{row}-\n" if i else f"{row}\n" for i, row in enumerate(rows.splitlines())), "utf-8")
    other.write_text("".join(f"{row}送温暖\n" if i else f"{row}\n" for i, row in enumerate(rows.splitlines())), "utf-8")
    found = document(tmp_path, "agreement", "agreement", sheet, other)
    assert (found["n_clauses"], found["n_only_first"], found["n_only_second"]) == (20, 0, 0)
    assert [(own["theme"], own["n_second"]) for own in found["themes"]] == [("送温暖", 20)]
    assert found["overall"]["recall"] == {"value": None, "interval": None}
    assert capsys.readouterr().err == ""
    lines = rows.splitlines()
    other.write_text("\n".join([lines[0], f"{lines[1]}送溫曖", *lines[2:]]), "utf-8")
    found = document(tmp_path, "agreement", "agreement", sheet, other)
    assert (found["n_clauses"], found["n_only_first"]) == (1, 19)
    said = capsys.readouterr().err
    assert "other.csv: 19 clauses are blank" in said and "送溫曖 (送温暖?)" in said and "--codebook" in said


def test_three_coders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = written(tmp_path, "agreement", "--template", *PLANS, "-n", "20", "--seed", "3").splitlines()
    codes = {
        "a": ["送温暖"] * 8 + ["-"] * 12,
        "b": ["送温暖"] * 6 + ["-"] * 14,
        "c": ["送温暖"] * 8 + ["-"] * 6 + [""] * 6,
    }
    sheets = [tmp_path / f"{name}.csv" for name in codes]
    for sheet, own in zip(sheets, codes.values(), strict=True):
        sheet.write_text("\n".join([lines[0], *map("".join, zip(lines[1:], own, strict=True))]), "utf-8")
    found = document(tmp_path, "coders", "agreement", *sheets)
    assert "c.csv: 6 clauses are blank" in capsys.readouterr().err
    n_coded = [(own["name"], own["n_coded"], own["n_alone"]) for own in found["coders"]]
    assert n_coded == [("a.csv", 20, 0), ("b.csv", 20, 0), ("c.csv", 14, 0)]
    assert (found["n_clauses"], found["overall"]["n_given"], found["overall"]["n_all"]) == (20, [8, 6, 8], 6)
    values = [[None if code == "" else code for code in own] for own in codes.values()]
    assert found["alpha_of_sets"] == pytest.approx(float(alpha(values) or 2), abs=1e-4)
    assert [pair["n_clauses"] for pair in found["pairs"]] == [20, 14, 14]
    assert [own["themes"] for own in found["differences"]] == [[["送温暖"], [], ["送温暖"]]] * 2
    text = written(tmp_path, "agreement", *sheets)
    assert "20 clauses coded by two or more of 3 coders" in text and "Each two coders" in text
    rows = list(
        csv.DictReader(written(tmp_path, "agreement", *sheets, "--format", "csv").lstrip("\ufeff").splitlines())
    )
    assert [row["n_c.csv"] for row in rows] == ["8", "8", ""]
    unequal = written(tmp_path, "agreement", *sheets[1:], sheets[0], "--format", "csv", "--table", "differences")
    assert unequal.splitlines()[1].split(",")[3:6] == ["-", "送温暖", "送温暖"]
    assert run(["agreement", *map(str, sheets), str(tmp_path / "d.csv")]) == USAGE
    assert "d.csv: no such file" in capsys.readouterr().err
    two = written(tmp_path, "agreement", *sheets[:2], "--format", "csv", "--table", "pairs").splitlines()
    assert two[1].startswith("a.csv,b.csv,20,")


@pytest.mark.slow
def test_what_a_codebook_lacks(tmp_path: Path) -> None:
    discover: list[str | Path] = ["themes", *PLANS, "--discover"]
    found = document(tmp_path, "themes", *discover)["discovery"]
    assert 0 < found["n_uncovered"] <= found["n_clauses"]
    text = written(tmp_path, *discover)
    assert tomllib.loads(text)["name"] == "suggestions"
    assert run([*map(str, discover), "--theme", "师德"]) == 2
    assert written(tmp_path, *discover, "--format", "csv").startswith("\ufefftheme,term,")
    assert "no theme covers" in written(tmp_path, *discover, "--table", "uncovered")
