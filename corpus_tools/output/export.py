"""Export: the tables of a corpus as files for other programs, one file a table.

CSV and XLSX are for spreadsheets: lists are JSON in a cell, bytes are hexadecimal. JSON lines and Parquet keep lists.
All carry what data frames carry: the path and title of each row's plan.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from corpus_tools.corpus.contents import Contents
from corpus_tools.errors import MissingWriterError, OutputError
from corpus_tools.output.jsonl import to_json
from corpus_tools.spreadsheets import guard
from corpus_tools.tables import BY_NAME

_ROWS_A_BATCH = 10_000
_MOST_ROWS = 1_048_575  # of a sheet of XLSX, without its head
_MOST_CHARACTERS = 32_767  # of a cell of XLSX
_CUT = "…"


class Exported(NamedTuple):
    """A file that was written.

    Attributes
    ----------
    path
        Where.
    n_rows
        How many rows the table has.
    n_cut
        How many cells are cut, as XLSX holds no more than 32,767 characters in one.
    """

    path: Path
    n_rows: int
    n_cut: int


def export_tables(contents: Contents, folder: Path, format_: str, names: Iterable[str] = ()) -> Iterator[Exported]:
    """Write tables of a corpus into a folder, and yield each file once it is there.

    Parameters
    ----------
    contents
        The corpus.
    folder
        Made where it is missing; files of the same names are written over.
    format_
        One of ``WRITERS``.
    names
        Of tables; all by default.

    Raises
    ------
    NoSuchTableError
    OutputError
        When a file cannot be written.
    MissingWriterError
        When the format needs a package that is not installed.
    """
    for name in dict.fromkeys(names) or BY_NAME:
        table, path = contents.arrow(name), folder / f"{name}.{format_}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            n_cut = WRITERS[format_](table, path)
        except OSError as error:
            raise OutputError(path=path, reason=error.strerror or error) from error
        yield Exported(path, table.num_rows, n_cut)


def _write_csv(table: pa.Table, path: Path) -> int:
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:  # marked, for spreadsheets
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(map(guard, table.column_names))
        for row in _rows(table):
            cells = map(_cell, row.values())
            writer.writerow(guard(cell) if isinstance(cell, str) else cell for cell in cells)
    return 0


def _write_jsonl(table: pa.Table, path: Path) -> int:
    with path.open("wb") as file:
        for row in _rows(table):
            file.write(to_json({name: _hex(value) for name, value in row.items()}))
    return 0


def _write_parquet(table: pa.Table, path: Path) -> int:
    pq.write_table(table, path, compression="zstd")
    return 0


def _write_xlsx(table: pa.Table, path: Path) -> int:
    """Write sheets of at most a million rows, as XLSX holds no more, and return how many cells were cut."""
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise MissingWriterError(format="XLSX", extra="xlsx") from error
    n_cut = 0
    as_it_is = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(path, {"constant_memory": True, "in_memory": False, **as_it_is}) as book:
        bold = book.add_format({"bold": True})
        for first in range(0, max(1, table.num_rows), _MOST_ROWS):
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, table.column_names, bold)
            for number, row in enumerate(_rows(table.slice(first, _MOST_ROWS)), 1):
                cells = [_cell(value) for value in row.values()]
                n_cut += sum(isinstance(cell, str) and len(cell) > _MOST_CHARACTERS for cell in cells)
                sheet.write_row(number, 0, map(_cut, cells))
    return n_cut


WRITERS: Mapping[str, Callable[[pa.Table, Path], int]] = {
    "csv": _write_csv,
    "jsonl": _write_jsonl,
    "parquet": _write_parquet,
    "xlsx": _write_xlsx,
}


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches(_ROWS_A_BATCH):
        yield from batch.to_pylist()


def _hex(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


def _cell(value: object) -> object:
    """Return a value as a cell: text, a number, a truth value or nothing."""
    if isinstance(value, list):
        return to_json(value).decode().rstrip()
    return value if isinstance(value, str | bool | int | float | None) else str(_hex(value))


def _cut(cell: object) -> object:
    return cell[: _MOST_CHARACTERS - 1] + _CUT if isinstance(cell, str) and len(cell) > _MOST_CHARACTERS else cell
