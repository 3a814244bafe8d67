"""Files of clauses coded by hand, read; what stands in them is ``themes.sheets``."""

from collections.abc import Iterable
from pathlib import Path

from corpus_tools.errors import NoSuchPathError, NotTextError, SheetError
from corpus_tools.reading.csv_tables import split_table
from corpus_tools.reading.encoding import decode
from corpus_tools.reading.formats.records import SHEET_COLUMNS
from corpus_tools.themes.sheets import Sheet, parse_sheet

_HEAD = 4096


def read_sheet(path: str | Path, known: Iterable[str] = ()) -> Sheet:
    """Read a file of coded clauses; names of themes that are ``known`` may have blanks and commas inside.

    Raises
    ------
    NoSuchPathError, SheetError
    """
    try:
        return parse_sheet(Path(path).read_bytes(), str(path), known)
    except FileNotFoundError as error:
        raise NoSuchPathError(path=path) from error
    except OSError as error:
        raise SheetError(path=path, reason=error.strerror) from error


def is_sheet(path: str | Path) -> bool:
    """Whether a path is a file whose first line names the columns of coded clauses, and no table of documents."""
    try:
        with Path(path).open("rb") as stream:
            head = decode(stream.read(_HEAD)).text
    except (OSError, NotTextError):
        return False
    return set(SHEET_COLUMNS).issubset(split_table(head, SHEET_COLUMNS).columns)
