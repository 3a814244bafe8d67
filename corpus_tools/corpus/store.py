"""Tables on disk: a folder of Parquet files with a manifest; any tool that reads Parquet can read it."""

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from corpus_tools.corpus.manifest import MANIFEST, SCHEMA, is_corpus, read_manifest
from corpus_tools.corpus.rows import Row
from corpus_tools.errors import DamagedCorpusError, OutputError
from corpus_tools.tables import BY_NAME, TABLES, Type

_ARROW_TYPES: Mapping[Type, pa.DataType] = {
    "string": pa.string(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "binary": pa.binary(),
    "list<string>": pa.list_(pa.string()),
    "list<int32>": pa.list_(pa.int32()),
    "list<int64>": pa.list_(pa.int64()),
}


def arrow_schema(name: str, extra: Sequence[str] = ()) -> pa.Schema:
    """Return the Arrow schema of a table, with ``extra`` string columns behind its own."""
    own = [(column.name, _ARROW_TYPES[column.type]) for column in BY_NAME[name].columns]
    return pa.schema([*own, *((column, pa.string()) for column in extra)])


def arrow_table(name: str, rows: Iterable[Row], extra: Sequence[str] = ()) -> pa.Table:
    """Return rows as an Arrow table with the columns of table ``name``."""
    return pa.Table.from_pylist([dict(row) for row in rows], schema=arrow_schema(name, extra))


def arrow_columns(name: str, columns: Mapping[str, Sequence[object]]) -> pa.Table:
    """Return columns as an Arrow table of table ``name``."""
    return pa.table(dict(columns), schema=arrow_schema(name))


class Store:
    """The tables of one corpus folder.

    Parameters
    ----------
    path
        The folder.

    Raises
    ------
    NotCorpusError, OtherVersionError
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.manifest = read_manifest(self.path)

    def file(self, name: str) -> Path:
        """Return the Parquet file of a table."""
        return self.path / f"{name}.parquet"

    def table(self, name: str) -> pa.Table:
        """Return a table.

        Raises
        ------
        DamagedCorpusError
            When its file is missing or cannot be read.
        """
        try:
            return pq.ParquetFile(self.file(name)).read()
        except (OSError, pa.ArrowInvalid) as error:
            raise DamagedCorpusError(path=self.path, table=name, reason=error) from error

    def rows(self, name: str) -> list[Row]:
        """Return a table as rows."""
        rows: list[Row] = self.table(name).to_pylist()
        return rows


def write_store(path: str | Path, tables: Mapping[str, pa.Table], made: Mapping[str, object]) -> Store:
    """Write a corpus folder; until all of it is written, what was there before stays.

    Parameters
    ----------
    tables
        Those that are missing are written empty.
    made
        What the corpus was made with: versions, digests, options; goes into the manifest.

    Raises
    ------
    OutputError
        When the folder cannot be written, or holds anything that is no table of a corpus.
    """
    target = Path(path).resolve()
    if target.exists() and not _may_be_replaced(target):
        raise OutputError(path=path, reason="it exists and holds more than a corpus; choose another name")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise OutputError(path=path, reason=error.strerror or error) from error
    try:
        for table in TABLES:
            rows = tables.get(table.name)
            content = arrow_table(table.name, ()) if rows is None else rows
            pq.write_table(content, building / f"{table.name}.parquet", compression="zstd")
        manifest = {"schema": SCHEMA, "made": made, "tables": [table.name for table in TABLES]}
        (building / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
        building.chmod(0o755)
        _put_in_place(building, target)
    except OSError as error:
        raise OutputError(path=path, reason=error.strerror or error) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return Store(target)


def _may_be_replaced(target: Path) -> bool:
    """Tell whether a path is an empty folder, or a corpus with nothing else in it: all else is somebody's work."""
    if not target.is_dir():
        return False
    own = {MANIFEST, *(f"{table.name}.parquet" for table in TABLES)}
    names = {entry.name for entry in target.iterdir()}
    return not names or (is_corpus(target) and names <= own)


def _put_in_place(building: Path, target: Path) -> None:
    """Rename the new folder to its place; the old one stands aside until that is done."""
    aside = building.with_name(f"{building.name}.old")
    if target.exists():
        target.rename(aside)
    try:
        building.rename(target)
    except BaseException:
        if aside.exists():
            aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)
