"""CSV: one reader for all tables that people give, and one way to refuse what is none."""

import csv
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from corpus_tools.cli.app import run
from corpus_tools.corpus.meta import read_meta
from corpus_tools.corpus.review import read_review
from corpus_tools.corpus.sheets import is_sheet, read_sheet
from corpus_tools.errors import MetaError, ReviewError, SheetError, UsageError
from corpus_tools.reading.csv_tables import parse_table, split_table
from corpus_tools.reading.formats.records import read_csv
from tests.conftest import load_cases

# Whoever reads a table, what it refuses it with, the columns it needs, and a row.
READERS: tuple[tuple[Callable[[Path], Any], type[UsageError], str, str], ...] = (
    (read_meta, MetaError, "path,school", "a.txt,x"),
    (read_review, ReviewError, "a,b,decision,note", "1,2,copied,x"),
    (read_sheet, SheetError, "source,start,end,themes,note", "a,1,2,师德,x"),
)
readers = pytest.mark.parametrize(("read", "error", "header", "row"), READERS, ids=lambda value: str(value)[:20])


@pytest.mark.parametrize("case", load_cases("csv_tables"), ids=lambda case: case["name"])
def test_tables(case: dict[str, Any]) -> None:
    table = split_table(case["text"])
    assert list(table.columns) == case["columns"]
    assert [[row.line, str(row.damage) if row.damage else row.cells] for row in table.rows] == case["rows"]


@readers
def test_what_is_no_text_is_wrong_usage(
    read: Callable[[Path], Any], error: type[UsageError], header: str, row: str, tmp_path: Path
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(bytes(range(128, 256)) * 30)
    with pytest.raises(error, match=r"table\.csv: is no text in any known encoding"):
        read(path)


@pytest.mark.parametrize(
    ("option", "words"),
    [("--meta", ["trend"]), ("--review", ["duplicates"]), ("--write-review", ["duplicates"]), ("", ["agreement"])],
)
def test_what_is_no_text_is_wrong_usage_of_a_command(
    option: str, words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, path = tmp_path / "plan.txt", tmp_path / "table.csv"
    plan.write_text("一、读书\n二、慰问退休教师\n", "utf-8")
    path.write_bytes(bytes(range(128, 256)) * 30)
    given = [str(plan), option, str(path)] if option else [str(path), str(plan)]
    assert run([*words, *given]) == 2
    assert f"{path}: is no text in any known encoding" in capsys.readouterr().err


@readers
def test_long_cells_are_read(
    read: Callable[[Path], Any], error: type[UsageError], header: str, row: str, tmp_path: Path
) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"{header}\n{row}{'长' * 140_000}\n", "utf-8")
    before = csv.field_size_limit()
    assert read(path)
    assert csv.field_size_limit() == before


def test_long_cells_are_read_by_many_at_once() -> None:
    before = csv.field_size_limit()
    texts = ["a,b\n" + f"{'x' * 200_000},y\n" * 20] * 8
    with ThreadPoolExecutor(8) as pool:
        tables = list(pool.map(split_table, texts))
    assert all(row.damage is None for table in tables for row in table.rows)
    assert csv.field_size_limit() == before


@readers
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [" , ", ";", "\t"])
def test_tables_as_spreadsheets_write_them(
    read: Callable[[Path], Any],
    error: type[UsageError],
    header: str,
    row: str,
    encoding: str,
    delimiter: str,
    tmp_path: Path,
) -> None:
    path, plain = tmp_path / "table.csv", tmp_path / "plain.csv"
    plain.write_text(f"{header}\n{row}\n", "utf-8")
    written = f" {header.title()} ".replace(",", delimiter) + "\n" + row.replace(",", delimiter.strip(" "))
    path.write_bytes(f"{written},,\n".replace(",", delimiter.strip(" ")).encode(encoding))
    assert columns_of(read(path)) == columns_of(read(plain))


def columns_of(table: Any) -> object:
    """Return what a reader made of a table, with the names of columns that it does not know in small letters."""
    if hasattr(table, "of"):
        return {name.lower(): value for name, value in table.of("a.txt").items()}
    return [{k.lower(): v for k, v in row.items()} for row in table.rows] if hasattr(table, "rows") else table


@readers
@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda header, row: f"x{header}\n{row}\n", "no column (path|a|source) in its first line"),
        (lambda header, row: "", "no column (path|a, b, decision|source, start, end, themes) in its first line"),
        (lambda header, row: f'{header}\n"{row}\n', "line 2: unexpected end of data"),
        (lambda header, row: f'"{header}"x\n{row}\n', "line 1: ',' expected"),
        (lambda header, row: f"{header}\n\n{row},more\n", "line 3 has more cells than the first line"),
        (lambda header, row: f"{header},Note,note\n{row}\n", "two columns are called (note|Note)"),
    ],
)
def test_tables_that_cannot_be_used(
    read: Callable[[Path], Any],
    error: type[UsageError],
    header: str,
    row: str,
    spoil: Callable[[str, str], str],
    reason: str,
    tmp_path: Path,
) -> None:
    path = tmp_path / "table.csv"
    path.write_text(spoil(header, row), "utf-8")
    with pytest.raises(error, match=rf"table\.csv: {reason}"):
        read(path)
    with pytest.raises(UsageError, match="nowhere"):
        read(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_sheet_is_told_by_its_columns(tmp_path: Path, encoding: str) -> None:
    sheet, other, nothing = (tmp_path / name for name in ("sheet.csv", "other.csv", "nothing.csv"))
    sheet.write_bytes(" Source;START;end;Themes;备注\na;1;2;师德;很长\n".encode(encoding) * 900)
    other.write_bytes("the source, start, end and themes of a plan\n".encode(encoding))
    nothing.write_bytes(bytes(range(128, 256)) * 30)
    assert [is_sheet(path) for path in (sheet, other, nothing, tmp_path, tmp_path / "none.csv")] == [True, *[False] * 4]


def test_columns_are_known_in_any_case() -> None:
    table = parse_table("PATH;Year ;学校\na;b;c\n".encode(), "x.csv", MetaError, ("path",), ("year",))
    assert table.columns == ("path", "year", "学校")
    assert table.rows[0].cells == {"path": "a", "year": "b", "学校": "c"}


def test_rows_of_documents_have_the_same_reader() -> None:
    [row, other] = read_csv(" text ;year\n一、读书;2024\n\n二、徒步;2024;x\n", "a.csv")
    assert (row.number, row.cells) == (1, {"text": "一、读书", "year": "2024"})
    assert (other.number, other.damage) == (2, "line 4 has more cells than the first line")
