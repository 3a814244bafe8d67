"""Clauses coded by hand, read from files and data frames; what stands in them is ``themes.sheets``."""

from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from corpus_tools.corpus.given import csv_of_frame, table_name
from corpus_tools.errors import NoSuchPathError, NotTextError, SheetError
from corpus_tools.reading.csv_tables import split_table
from corpus_tools.reading.encoding import decode
from corpus_tools.reading.formats.records import SHEET_COLUMNS
from corpus_tools.themes.sheets import Sheet, parse_sheet

if TYPE_CHECKING:
    import pandas as pd

_HEAD = 4096


def read_sheet(sheet: "str | Path | pd.DataFrame", known: Iterable[str] = ()) -> Sheet:
    """Read a file or a frame of coded clauses; names of themes that are ``known`` may have blanks and commas inside.

    Raises
    ------
    NoSuchPathError, OptionError, SheetError
    """
    try:
        raw = Path(sheet).read_bytes() if isinstance(sheet, str | PathLike) else csv_of_frame(sheet, "sheet")
    except FileNotFoundError as error:
        raise NoSuchPathError(path=sheet) from error
    except OSError as error:
        raise SheetError(path=sheet, reason=error.strerror) from error
    return parse_sheet(raw, table_name(sheet), known)


def name_coders(sheets: "Sequence[str | Path | pd.DataFrame]") -> list[str]:
    """Return a name for each coder: that of the file, where it has no other's, else the path, and frames by number."""
    names = [Path(table_name(sheet)).name for sheet in sheets]
    if len(set(names)) < len(names):
        names = list(map(table_name, sheets))
    return [name if names.count(name) == 1 else f"{name} {number}" for number, name in enumerate(names, 1)]


def is_sheet(path: str | Path) -> bool:
    """Whether a path is a file whose first line names the columns of coded clauses, and no table of documents."""
    try:
        with Path(path).open("rb") as stream:
            head = decode(stream.read(_HEAD)).text
    except (OSError, NotTextError):
        return False
    return set(SHEET_COLUMNS).issubset(split_table(head, SHEET_COLUMNS).columns)
