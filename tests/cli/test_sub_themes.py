"""``themes``: parts of themes, and clauses that only their heading gives a theme, in every form of the result."""

import csv
import io
import json
from pathlib import Path

import pytest

from corpus_tools.cli.app import run

PLAN = """读书工作计划
一、慰问
1、看望住院教师。
2、张贴标语。
二、工作
1、慰问困难职工，看望老人。
2、检查消防器材。
"""
BOOK = """name = "care"
version = "1"
[themes."送温暖".sub_themes."看望"]
any = ["看望"]
[themes."送温暖".sub_themes."慰问"]
any = ["慰问"]
"""


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    (tmp_path / "a.txt").write_text(PLAN, "utf-8")
    (tmp_path / "care.toml").write_text(BOOK, "utf-8")
    return ["themes", str(tmp_path / "a.txt"), "--codebook", str(tmp_path / "care.toml")]


def test_parts_of_themes(command: list[str], capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run([*command, "--format", "json"]) == 0
    document = json.loads(capsysbinary.readouterr().out)
    [plan] = document["plans"]
    parts = plan["sub_themes"]
    assert {part["sub_theme"] for part in parts} == {"看望", "慰问"}
    assert sum(part["n_clauses"] for part in parts) == plan["counts"]["送温暖"] == 3
    assert sum(part["share"] for part in parts) == pytest.approx(plan["shares"]["送温暖"], abs=1e-3)
    assert run([*command, "--format", "csv", "--table", "sub_themes"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode("utf-8-sig"))))
    assert [(row["sub_theme"], int(row["n_clauses"])) for row in rows] == [
        (part["sub_theme"], part["n_clauses"]) for part in parts
    ]


def test_the_table_of_clauses_has_every_code(command: list[str], capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run([*command, "--format", "json"]) == 0
    codes = json.loads(capsysbinary.readouterr().out)["codes"]
    for option in (["--table", "clauses"], ["--theme", "送温暖"]):
        assert run([*command, *option, "--format", "csv"]) == 0
        rows = list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode("utf-8-sig"))))
        named = [(row["sub_theme"] or None, row["via"], int(row["start"])) for row in rows]
        assert named == [(code["sub_theme"], code["via"], code["start"]) for code in codes]
        assert [row["text"] for row in rows if row["via"] == "heading"] == ["张贴标语"]
