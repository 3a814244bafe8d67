"""Tables that a user gives: a CSV file, or a data frame, which counts as the file that it would be written to."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from corpus_tools.errors import N_, OptionError, Reason, UsageError
from corpus_tools.options import check_options
from corpus_tools.reading.csv_tables import CsvTable, parse_table, read_table

if TYPE_CHECKING:
    import pandas as pd


def table_name(table: "str | Path | pd.DataFrame") -> str:
    """Return what messages call a table."""
    return str(table) if isinstance(table, str | PathLike) else "DataFrame"


def read_given(
    table: "str | Path | pd.DataFrame", option: str, error: type[UsageError], needed: Sequence[str]
) -> CsvTable:
    """Return a table of which every row is sound; ``option`` gave it. See ``csv_tables.parse_table``."""
    if isinstance(table, str | PathLike):
        return read_table(table, error, needed)
    return parse_table(csv_of_frame(table, option), table_name(table), error, needed)


@contextmanager
def files_of(
    paths: "str | Path | Iterable[str | Path] | pd.DataFrame",
) -> "Iterator[str | Path | Iterable[str | Path]]":
    """Yield paths that were given, or that of a file which holds the frame that was, as long as it is read.

    Raises
    ------
    OptionError
    """
    given: Any = paths
    if getattr(given, "ndim", 1) == 1:
        check_options(paths=given)
        yield given
        return
    with TemporaryDirectory(prefix="corpus-tools-") as folder:
        file = Path(folder, "DataFrame.csv")
        file.write_bytes(csv_of_frame(given, "paths"))
        yield file


def csv_of_frame(frame: "pd.DataFrame", option: str) -> bytes:
    """Return a frame as a CSV file, with its index where that has a name.

    Raises
    ------
    OptionError
        When it is no frame.
    """
    import pandas as pd  # commands that read files go without it

    if not isinstance(frame, pd.DataFrame):
        allowed = Reason(N_("a file or a data frame"))
        raise OptionError(name=option, value=type(frame).__name__, allowed=allowed)
    has_index = any(name is not None for name in frame.index.names)
    whole = frame.convert_dtypes()  # whole numbers beside gaps are fractions before
    return whole.to_csv(index=has_index, quoting=csv.QUOTE_ALL).encode("utf-8", "replace")
