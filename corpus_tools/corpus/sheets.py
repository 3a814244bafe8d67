"""Clauses coded by hand, read from files and data frames; what stands in them is ``themes.sheets``."""

from collections.abc import Iterable
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


def is_sheet(path: str | Path) -> bool:
    """Whether a path is a file whose first line names the columns of coded clauses, and no table of documents."""
    try:
        with Path(path).open("rb") as stream:
            head = decode(stream.read(_HEAD)).text
    except (OSError, NotTextError):
        return False
    return set(SHEET_COLUMNS).issubset(split_table(head, SHEET_COLUMNS).columns)
