"""Tables with a text a row (JSON, JSON lines, CSV, Parquet): one column is the text, the others what is known of it."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from corpus_tools.errors import DamagedFileError, SheetIsNoTextError, TextColumnError
from corpus_tools.reading.csv_tables import split_table

# What the column with the text is called where the user names none; the first that is there.
TEXT_COLUMNS = ("text", "content", "正文", "内容")
# Those that a sheet of clauses coded by hand has, whatever stands beside them (docs/coding.md).
SHEET_COLUMNS = ("source", "start", "end", "themes")


class Row(NamedTuple):
    """A row of a table.

    Attributes
    ----------
    number
        From 1; of JSON lines, the line.
    cells
        Values by column.
    damage
        Why there are no cells; empty where there are.
    """

    number: int
    cells: Mapping[str, object]
    damage: str = ""


def read_json(decoded: str, path: str) -> list[Row]:
    """Return the rows of a list of JSON objects."""
    return [Row(number, cells) for number, cells in enumerate(json.loads(decoded), 1)]


def read_jsonl(decoded: str, path: str) -> list[Row]:
    """Return the rows of JSON lines; blank lines are none."""
    lines = enumerate(decoded.split("\n"), 1)
    return [_json_row(number, line) for number, line in lines if line.strip()]


def _json_row(number: int, line: str) -> Row:
    try:
        cells = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Row(number, {}, f"no JSON: {error}")
    return Row(number, cells) if isinstance(cells, dict) else Row(number, {}, "no JSON object with columns")


def read_csv(decoded: str, path: str) -> list[Row]:
    """Return the rows of a CSV file whose first line names the columns."""
    rows = split_table(decoded).rows
    return [Row(number, row.cells, str(row.damage or "")) for number, row in enumerate(rows, 1)]


def read_parquet(raw: bytes, path: str) -> list[Row]:
    """Return the rows of a Parquet file.

    Raises
    ------
    DamagedFileError
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        batches = parquet.ParquetFile(io.BytesIO(raw)).iter_batches()
        rows = [row for batch in batches for row in batch.to_pylist()]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise DamagedFileError(path=path, reason=error) from error
    return [Row(number, cells) for number, cells in enumerate(rows, 1)]


def choose_column(rows: Iterable[Row], asked: str | None, path: str) -> str:
    """Return the column that holds the text: the one asked for, else the first with a usual name.

    Raises
    ------
    TextColumnError
        When rows have other columns only.
    SheetIsNoTextError
        When they are coded clauses, and no column is asked for.
    """
    columns = dict.fromkeys(column for row in rows for column in row.cells)
    if not asked and {column.strip().casefold() for column in columns}.issuperset(SHEET_COLUMNS):
        raise SheetIsNoTextError(path=path)
    wanted = (asked,) if asked else TEXT_COLUMNS
    found = next((column for column in wanted if column in columns), None)
    if found or not columns:  # rows that are all damaged say so themselves
        return found or wanted[0]
    raise TextColumnError(path=path, wanted=", ".join(wanted), columns=", ".join(columns))


def split_row(row: Row, text_column: str) -> tuple[str, dict[str, str]]:
    """Return the text of a row and its other cells as text; empty ones say nothing.

    >>> split_row(Row(1, {"text": "一、读书", "year": 2024, "school": None}), "text")
    ('一、读书', {'year': '2024'})
    """
    cells = {column: _as_text(value) for column, value in row.cells.items() if value is not None and value != ""}
    text = cells.pop(text_column, "")
    return text, cells


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # JSON may hold half characters
    if isinstance(value, bool | Mapping | Sequence) and not isinstance(value, bytes):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
