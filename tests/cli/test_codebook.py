"""``corpus-tools codebook``: checks, the bundled files, and what ``themes`` says where a codebook does not fit."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from corpus_tools.cli.app import run
from corpus_tools.cli.codebook import command as codebook
from corpus_tools.cli.themes import command as themes
from corpus_tools.themes.codebook import Codebook, parse_codebook, read_bundled
from tests.cli.test_cli import schema
from tests.conftest import DATA

PLANS = DATA / "plans"
BOOK = '[themes."师德"]\nany = ["师德", "师德师风", "海上救生"]\n'


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(BOOK, "utf-8")
    return path


def run_codebook(*arguments: str | Path) -> Result:
    return CliRunner().invoke(codebook, [*map(str, arguments)], standalone_mode=False)


def test_check_of_a_file(mine: Path) -> None:
    done = run_codebook("check", mine)
    assert done.return_value == 0
    assert done.stdout.startswith("mine: 1 theme; 3 terms; 1 finding\n")
    assert "师德师风" in done.stdout


def test_check_against_plans(mine: Path) -> None:
    done = run_codebook("check", mine, PLANS / "01_qingshi_union_2024.txt", "--format", "json")
    document = json.loads(done.stdout)
    jsonschema.validate(document, schema("codebook"))
    assert [(f["code"], f["term"]) for f in document["findings"]] == [("covered", "师德师风"), ("dead", "海上救生")]
    assert document["fit"]["fits"] is False


def test_a_copy_of_a_bundled_codebook_lists_the_dead_terms_that_are_new(mine: Path) -> None:
    mine.write_text(read_bundled("school-work").decode() + '\n[themes."航海"]\nany = ["海上救生"]\n', "utf-8")
    asked = ("check", mine, PLANS / "01_qingshi_union_2024.txt")
    text, rows = run_codebook(*asked).stdout, run_codebook(*asked, "--format", "csv").stdout
    assert [line.split()[-1] for line in text.splitlines() if "in no clause  " in line] == ["海上救生"]
    n_dead = rows.count(",dead,")
    assert n_dead > 100 and f"not listed here: {n_dead - 1} terms" in text


def test_show_gives_the_bytes_of_the_file() -> None:
    done = run_codebook("show", "school-work")
    assert done.stdout_bytes == read_bundled("school-work")
    assert parse_codebook(done.stdout_bytes, "x").name == "school-work"


def test_list() -> None:
    assert "school-union" in run_codebook("list").stdout
    document = json.loads(run_codebook("list", "--format", "json").stdout)
    jsonschema.validate(document, schema("codebooks"))
    rows = list(csv.DictReader(io.StringIO(run_codebook("list", "--format", "csv").stdout.removeprefix("\ufeff"))))
    for book, row in zip(document["codebooks"], rows, strict=True):
        bundled = Codebook.bundled(book["name"])
        assert (row["name"], book["digest"], book["themes"]) == (bundled.name, bundled.digest, list(bundled.themes))


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ("01_qingshi_union_2024.txt", ""),
        ("29_yuqianpo_drowning_2023.txt", "--codebook school-work"),
    ],
)
def test_themes_says_which_codebook_fits(plan: str, told: str) -> None:
    done = CliRunner().invoke(themes, [str(PLANS / plan), "--format", "csv"], standalone_mode=False)
    assert done.return_value == 0
    assert told in done.stderr
    assert bool(done.stderr) == bool(told)


def test_themes_says_where_no_codebook_fits(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("一、修船\n1、补好船底。\n2、换两块船板。", "utf-8")
    done = CliRunner().invoke(themes, [str(path), "--format", "csv"], standalone_mode=False)
    assert "no bundled codebook fits" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("themes", "PLAN", "--table", "shares"),
        ("themes", "PLAN", "--theme", "送温暖"),
        ("trend", "PLAN", "--table", "years"),
        ("agreement", "SHEET", "PLAN"),
        ("compare", "PLAN", "OTHER", "--table", "themes"),
    ],
)
def test_csv_names_the_codebook(capsysbinary: pytest.CaptureFixture[bytes], arguments: tuple[str, ...]) -> None:
    plan, other = sorted(PLANS.glob("0*_union_*"))[:2]
    files = {"PLAN": plan, "OTHER": other, "SHEET": PLANS.parent / "coded" / "made.csv"}
    run([*(str(files.get(argument, argument)) for argument in arguments), "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode("utf-8-sig"))))
    book = Codebook.bundled()
    assert {row["codebook"] for row in rows} == {f"{book.name} {book.version} sha256:{book.digest}"}
