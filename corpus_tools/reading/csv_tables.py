"""Tables as CSV: any encoding, a comma, semicolon or tab between cells, blanks around the names of columns.

A row has the line on which it begins. Cells that a row lacks are empty, blank ones beyond the columns are none.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from corpus_tools.errors import N_, NotTextError, Reason, UsageError
from corpus_tools.reading.encoding import decode

_DELIMITERS = ",;\t"
_FIRST_LINE = re.compile(r"[\r\n]*([^\r\n]*)")
_QUOTED = re.compile(r'"[^"]*"')
_LONGEST_CELL = 64 << 20
_limit_in_use = Lock()


class CsvRow(NamedTuple):
    """A row by the names of its columns.

    Attributes
    ----------
    line
        On which it begins, from 1.
    damage
        Why there are no cells; None where there are.
    """

    line: int
    cells: dict[str, str]
    damage: Reason | None = None


class CsvTable(NamedTuple):
    """The columns that the first line names, and the rows below it."""

    columns: tuple[str, ...]
    rows: tuple[CsvRow, ...]


def read_table(path: str | Path, error: type[UsageError], needed: Sequence[str], known: Sequence[str] = ()) -> CsvTable:
    """Read a file; see ``parse_table``. One that cannot be opened is refused, too."""
    try:
        raw = Path(path).read_bytes()
    except OSError as cause:
        raise error(path=path, reason=cause.strerror) from cause
    return parse_table(raw, path, error, needed, known)


def parse_table(
    raw: bytes, path: str | Path, error: type[UsageError], needed: Sequence[str], known: Sequence[str] = ()
) -> CsvTable:
    """Return a table of which every row is sound.

    Parameters
    ----------
    error
        What to raise, with the fields ``path`` and ``reason``, where it is no such table.
    needed, known
        Columns that it must have, and that it may have: they have these names however the file writes capitals.
    """
    try:
        text = decode(raw).text
    except NotTextError as cause:
        raise error(path=path, reason=Reason(N_("is no text in any known encoding"))) from cause
    table = split_table(text, (*needed, *known))
    if reason := _find_fault(table, needed):
        raise error(path=path, reason=reason)
    return table


def split_table(text: str, known: Sequence[str] = ()) -> CsvTable:
    """Return the table that a text holds; a damaged row does not take the others with it."""
    text = text.removeprefix("\ufeff")  # a spreadsheet may put a second one behind that of the file
    first = _FIRST_LINE.match(text)
    delimiter = max(_DELIMITERS, key=_QUOTED.sub("", first[1] if first else "").count)
    names = {name.casefold(): name for name in known}
    with _long_cells():
        lines = _split_lines(text, delimiter)
        line, header = next(lines, (1, []))
        if isinstance(header, Reason):
            return CsvTable((), (CsvRow(line, {}, header),))
        columns = tuple(names.get(name.casefold(), name) for name in map(str.strip, header))
        return CsvTable(columns, tuple(_row(line, columns, cells) for line, cells in lines))


def _split_lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | Reason]]:
    """Yield the cells of each row that is not empty, or why there are none, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, Reason(N_("line {line}: {reason}"), line=line, reason=error)
        else:
            if cells:
                yield line, cells


def _row(line: int, columns: Sequence[str], cells: Sequence[str] | Reason) -> CsvRow:
    if isinstance(cells, Reason):
        return CsvRow(line, {}, cells)
    if len(cells) == len(columns):
        return CsvRow(line, dict(zip(columns, cells, strict=True)))
    if any(cell.strip() for cell in cells[len(columns) :]):
        return CsvRow(line, {}, Reason(N_("line {line} has more cells than the first line"), line=line))
    return CsvRow(line, dict(zip_longest(columns, cells[: len(columns)], fillvalue="")))


def _find_fault(table: CsvTable, needed: Sequence[str]) -> Reason | None:
    """Return why a table cannot be used; what is wrong with its first line comes first."""
    damaged = [row.damage for row in table.rows if row.damage]
    if damaged and not table.columns:
        return damaged[0]
    if missing := [name for name in needed if name not in table.columns]:
        return Reason(N_("no column {columns} in its first line"), columns=", ".join(missing))
    seen: set[str] = set()
    for name in filter(None, table.columns):
        if name.casefold() in seen:
            return Reason(N_("two columns are called {column}"), column=name)
        seen.add(name.casefold())
    return damaged[0] if damaged else None


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let the library read long cells for a while: its limit holds for the whole process, which is not ours."""
    with _limit_in_use:
        before = csv.field_size_limit(_LONGEST_CELL)
        try:
            yield
        finally:
            csv.field_size_limit(before)
