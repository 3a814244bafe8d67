"""``keyness`` and ``concordance`` as a user meets them."""

import csv
import io
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from corpus_tools.cli import app
from tests.conftest import ROOT

READING = "一、教师共读名著，撰写读书笔记。\n二、开展读书沙龙，评选读书标兵。"
SAFETY = "一、检查食堂，组织演练。\n二、检查校车，开展安全教育。"


class Done(NamedTuple):
    returncode: int
    stdout: bytes
    stderr: bytes


Run = Callable[..., Done]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Return what runs a command in this process."""

    def command(*arguments: str | Path) -> Done:
        code = app.run([str(argument) for argument in arguments])
        return Done(code, *capsysbinary.readouterr())

    return command


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "docs" / "schemas" / f"{name}.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans")
    years = {"a": "2023", "b": "2023", "c": "2024", "d": "2024"}
    for name, text in zip(years, (READING, READING, SAFETY, SAFETY + "\n三、急救培训。"), strict=True):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    rows = [f"{name}.txt,{year}" for name, year in years.items()]
    (folder.parent / "meta.csv").write_text("\n".join(["path,year", *rows]), "utf-8")
    return folder


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def test_keyness_by_a_column(run: Run, plans: Path) -> None:
    options = ("--meta", plans.parent / "meta.csv", "--by", "year", "--fewest", "2", "--alpha", "1", "--format", "json")
    document = json.loads(run("keyness", plans, *options).stdout)
    jsonschema.validate(document, schema("keyness"))
    first, second = document["groups"]
    assert [first["name"], second["name"]] == ["2023", "2024"]
    assert [first["n_plans"], second["n_plans"]] == [1, 1]  # copies count once
    assert "读书" in [term["term"] for term in first["terms"]]
    assert "检查" in [term["term"] for term in second["terms"]]
    everything = json.loads(run("keyness", plans, *options, "--count-copies", "-n", "1").stdout)
    jsonschema.validate(everything, schema("keyness"))
    assert [(group["n_plans"], len(group["terms"])) for group in everything["groups"]] == [(2, 1), (2, 1)]


def test_keyness_of_named_plans(run: Run, plans: Path, tmp_path: Path) -> None:
    stop = tmp_path / "stop.txt"
    stop.write_bytes("\ufeff读书\r\n".encode())
    options = ("--target", "[ab].txt", "--reference", "c*", "--alpha", "1", "--count-copies", "--fewest", "2")
    text = run("keyness", plans, *options, "--stop-words", stop).stdout.decode()
    assert text.startswith("4 plans; 2 groups\n")
    assert "[ab].txt" in text and "c*" in text and "名著" in text
    assert "读书" not in text.replace("读书笔记", "")
    rows = list(csv.reader(io.StringIO(run("keyness", plans, *options, "--format", "csv").stdout.decode("utf-8-sig"))))
    assert rows[0][:3] == ["group", "term", "n_target"]
    assert len(rows[0]) == 15


def test_keyness_of_no_groups(run: Run, plans: Path) -> None:
    done = run("keyness", plans)
    assert done.returncode == 2
    assert "--by" in done.stderr.decode()
    assert run("keyness", plans, "--target", "z*").returncode == 2
    nothing = run("keyness", plans, "--target", "a.txt", "--count-copies")
    assert (nothing.returncode, "--alpha 1" in nothing.stderr.decode()) == (0, True)


def test_concordance(run: Run, plans: Path) -> None:
    document = json.loads(run("concordance", "读书", plans, "--format", "json", "--fewest", "1").stdout)
    jsonschema.validate(document, schema("concordance"))
    assert len(document["hits"]) == 6
    assert {hit["plan_id"] for hit in document["hits"]} == {"a.txt#1", "b.txt#1"}
    assert document["hits"][0]["path"] == ["一、"]
    near = {collocate["term"]: collocate for collocate in document["collocates"]}
    assert (near["沙龙"]["n_both"], near["沙龙"]["n_words"]) == (1, 2)  # of the two copies one counts
    assert json.loads(run("concordance", "读书(?=笔)", plans, "--regex", "--format", "json").stdout)["hits"][0]["right"]


def test_hits_stand_in_one_column(run: Run, plans: Path) -> None:
    done = run("concordance", "安全|检查", plans, "--regex", "--sort", "right", "--width", "6")
    lines = done.stdout.decode().splitlines()
    assert lines[0] == "6 places in 2 of 4 plans"
    starts = [width(line.split("  安全  ")[0].split("  检查  ")[0]) for line in lines[6:]]
    assert starts == [12] * 6
    near = run("concordance", "检查", plans, "--table", "collocates", "--window", "2", "--fewest", "1").stdout.decode()
    assert "食堂" in near and "Places" not in near
    copies = run("concordance", "读书", plans, "--table", "collocates").stdout.decode()
    assert copies.startswith("6 places in 2 of 4 plans; the terms near them without 2 copies in families\n")


def test_concordance_of_what_cannot_be_sought(run: Run, plans: Path) -> None:
    done = run("concordance", "(", plans, "--regex")
    assert (done.returncode, "cannot be sought" in done.stderr.decode()) == (2, True)


def test_bad_word_lists(run: Run, plans: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("校务公开\n“一岗双责” 3 n", "utf-8")
    done = run("concordance", "安全", plans, "--user-dictionary", words)
    assert done.returncode == 2
    assert "words.txt: line 2" in done.stderr.decode()


def test_a_group_of_all_plans_has_no_name(run: Run, plans: Path) -> None:
    text, by = (run("frequencies", plans, *more).stdout.decode() for more in ((), ("--by", "path")))
    assert "group" not in text and "\nword " in text
    assert "\ngroup " in by
    rows = list(csv.reader(io.StringIO(run("frequencies", plans, "--format", "csv").stdout.decode())))
    assert (rows[0][1:3], rows[1][0]) == (["term", "n"], "")
