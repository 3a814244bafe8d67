"""Tables of a corpus as files of other programs: what they hold is what the corpus holds."""

import csv
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from corpus_tools import Corpus
from corpus_tools.cli.app import run
from corpus_tools.tables import BY_NAME


def export(corpus: Path, folder: Path, format_: str, *tables: str) -> Path:
    chosen = [part for table in tables for part in ("--table", table)]
    assert run(["export", str(corpus), "-o", str(folder), "--format", format_, *chosen]) == 0
    return folder


def test_all_tables_are_written(plans_corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = export(plans_corpus, tmp_path / "new" / "tables", "parquet")
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{name}.parquet" for name in BY_NAME)
    assert capsys.readouterr().err.count(" row") == len(BY_NAME)
    assert pq.read_table(folder / "nodes.parquet").equals(Corpus.open(plans_corpus).arrow("nodes"))


def test_csv_opens_in_a_spreadsheet(plans_corpus: Path, tmp_path: Path) -> None:
    folder = export(plans_corpus, tmp_path, "csv", "nodes", "calendar")
    assert sorted(path.name for path in folder.iterdir()) == ["calendar.csv", "nodes.csv"]
    with (folder / "nodes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    nodes = Corpus.open(plans_corpus).arrow("nodes").to_pylist()
    assert len(rows) == len(nodes)
    for row, node in zip(rows, nodes, strict=True):
        assert row["parent_id"] == ("" if node["parent_id"] is None else str(node["parent_id"]))  # 3, never 3.0
        assert json.loads(row["body"]) == node["body"]
        assert row["title"] == (node["title"] or "")


def test_json_lines_keep_lists(plans_corpus: Path, tmp_path: Path) -> None:
    folder = export(plans_corpus, tmp_path, "jsonl", "calendar", "signatures")
    rows = [json.loads(line) for line in (folder / "calendar.jsonl").read_text("utf-8").splitlines()]
    assert rows == Corpus.open(plans_corpus).arrow("calendar").to_pylist()
    signatures = [json.loads(line) for line in (folder / "signatures.jsonl").read_text("utf-8").splitlines()]
    wanted = Corpus.open(plans_corpus).arrow("signatures").to_pylist()
    assert [bytes.fromhex(row["signature"]) for row in signatures] == [row["signature"] for row in wanted]


def test_xlsx_holds_the_same(plans_corpus: Path, tmp_path: Path) -> None:
    folder = export(plans_corpus, tmp_path, "xlsx", "plans", "laws")
    frame = pd.read_excel(folder / "laws.xlsx", engine="openpyxl", keep_default_na=False)
    laws = Corpus.open(plans_corpus).arrow("laws").to_pylist()
    assert frame[["plan_id", "text", "start"]].to_dict("records") == [
        {key: law[key] for key in ("plan_id", "text", "start")} for law in laws
    ]


def test_formulas_are_text_and_long_cells_are_cut(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = "读书活动。" * 8000
    (tmp_path / "a.txt").write_text(f"=1+2工作计划\n一、目标\n{long}", "utf-8")
    Corpus.build(tmp_path / "a.txt", tmp_path / "a.corpus")
    folder = export(tmp_path / "a.corpus", tmp_path / "out", "xlsx", "plans")
    head, row = openpyxl.load_workbook(folder / "plans.xlsx").active.iter_rows(values_only=True)  # type: ignore[union-attr]
    cells = dict(zip(head, row, strict=True))
    assert str(cells["text"]).startswith("=1+2工作计划")
    assert len(str(cells["text"])) == 32767
    assert "1 cell is cut" in capsys.readouterr().err


def test_what_is_no_corpus_and_what_cannot_be_written(
    plans_corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", str(tmp_path), "-o", str(tmp_path / "x")]) == 2
    assert run(["export", str(plans_corpus), "-o", str(tmp_path / "x"), "--table", "weather"]) == 2
    (tmp_path / "file").write_text("", "utf-8")
    assert run(["export", str(plans_corpus), "-o", str(tmp_path / "file"), "--table", "laws"]) == 5
    assert "file" in capsys.readouterr().err
