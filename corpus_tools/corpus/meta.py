"""The meta table: what a user knows about files beside their text (school, district, year ...), by path."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from corpus_tools.errors import MetaError
from corpus_tools.reading.encoding import decode
from corpus_tools.tables import BY_NAME

_PATH = "path"


class Meta:
    """The rows of a meta table.

    Attributes
    ----------
    columns
        Its columns but ``path``; they become columns of the table ``plans``.
    """

    def __init__(self, columns: Iterable[str] = (), rows: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.columns = tuple(columns)
        self._rows = rows or {}

    def of(self, path: str) -> dict[str, str]:
        """Return what the table says of one source; empty cells and sources it does not name say nothing."""
        row = self._rows.get(path, {})
        return {column: row[column] for column in self.columns if row.get(column)}

    def check(self, paths: Iterable[str], name: str | Path) -> None:
        """Raise MetaError if no row names any of the paths."""
        known = sorted(paths)
        if self._rows and known and not any(path in self._rows for path in known):
            example = next(iter(self._rows))
            raise MetaError(
                path=name, reason=f"no row names a file of the corpus: it has {example!r}, the corpus {known[0]!r}"
            )


def read_meta(path: str | Path) -> Meta:
    """Read a CSV file with a column ``path`` and any others, in any encoding that ``decode`` knows.

    Raises
    ------
    MetaError
        When it cannot be read, has no column ``path``, or a column with the name of one of ours.
    """
    try:
        text = decode(Path(path).read_bytes()).text
    except OSError as error:
        raise MetaError(path=path, reason=error.strerror) from error
    table = csv.DictReader(io.StringIO(text, newline=""))
    columns = [column.strip() for column in table.fieldnames or ()]
    table.fieldnames = columns
    if _PATH not in columns:
        raise MetaError(path=path, reason="its first line must name a column 'path'")
    own = sorted((set(columns) - {_PATH}) & set(BY_NAME["plans"].names))
    if own:
        raise MetaError(path=path, reason=f"the columns {', '.join(own)} have names of the table plans; rename them")
    rows = {row[_PATH].strip(): row for row in table if row.get(_PATH)}
    return Meta([column for column in columns if column != _PATH], rows)
