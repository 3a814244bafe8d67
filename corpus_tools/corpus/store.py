"""Tables on disk: a folder of Parquet files with a manifest; any tool that reads Parquet can read it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from corpus_tools.corpus.manifest import KEPT, MANIFEST, SCHEMA, is_corpus, read_manifest
from corpus_tools.corpus.replacing import new_folder, put_back, take_place
from corpus_tools.corpus.rows import Row
from corpus_tools.errors import DamagedCorpusError, NotKeptError, OutputError
from corpus_tools.tables import BY_NAME, TABLES, Table, Type

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


def arrow_table(name: str, rows: Iterable[Row]) -> pa.Table:
    """Return rows as an Arrow table with the columns of table ``name``."""
    return pa.Table.from_pylist([dict(row) for row in rows], schema=arrow_schema(name))


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

    def __deepcopy__(self, _memo: dict[int, object]) -> "Store":
        """Return the same: a folder is not copied."""
        return self

    def file(self, name: str) -> Path:
        """Return the Parquet file of a table."""
        return self.path / f"{name}.parquet"

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return a table, or some columns of it.

        Raises
        ------
        DamagedCorpusError
            When its file is missing or cannot be read.
        """
        with self._reading(name), pq.ParquetFile(self.file(name)) as file:
            return file.read(columns)

    def n_rows(self, name: str) -> int:
        """Return how many rows a table has, without reading them."""
        with self._reading(name), pq.ParquetFile(self.file(name)) as file:
            return int(file.metadata.num_rows)

    def columns(self, name: str) -> list[str]:
        """Return the names of the columns of a table, without reading them."""
        with self._reading(name), pq.ParquetFile(self.file(name)) as file:
            return list(file.schema_arrow.names)

    def dataset(self, name: str) -> Any:
        """Return a table as an Arrow dataset: it is not read before it is asked for rows."""
        from pyarrow.dataset import dataset

        with self._reading(name):
            return dataset(self.file(name), format="parquet")

    @contextmanager
    def _reading(self, name: str) -> Iterator[None]:
        try:
            yield
        except (OSError, pa.ArrowInvalid) as error:
            raise DamagedCorpusError(path=self.path, table=name, reason=error) from error

    def kept(self, name: str, option: str) -> bytes:
        """Return a file that the corpus was built with and keeps; ``option`` gives another.

        Raises
        ------
        NotKeptError
            When it is not there, as in a corpus of an older version.
        """
        try:
            return (self.path / name).read_bytes()
        except OSError as error:
            raise NotKeptError(path=self.path, name=name, option=option) from error

    def rows(self, name: str) -> list[Row]:
        """Return a table as rows."""
        rows: list[Row] = self.table(name).to_pylist()
        return rows


def write_store(
    path: str | Path, tables: Mapping[str, pa.Table], made: Mapping[str, object], kept: Mapping[str, bytes]
) -> Store:
    """Write a corpus folder; until all of it is written, what was there before stays.

    Parameters
    ----------
    tables
        Those that are missing are written empty.
    made
        What the corpus was made with: versions, digests, options; goes into the manifest.
    kept
        The files of it that the corpus keeps, by their names of ``manifest.KEPT``.

    Raises
    ------
    OutputError
        When the folder cannot be written, or holds anything that is no table of a corpus.
    """
    target = prepare_target(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with new_folder(target, _holds_tables) as building:
            for table in TABLES:
                content = _as_written(table, tables.get(table.name))
                pq.write_table(content, building / f"{table.name}.parquet", compression="zstd")
            for name, raw in kept.items():
                (building / name).write_bytes(raw)
            manifest = {"schema": SCHEMA, "made": made, "tables": [table.name for table in TABLES]}
            (building / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
            take_place(building, target)
    except OSError as error:
        raise OutputError(path=path, reason=error.strerror or error) from error
    return Store(target)


def prepare_target(path: str | Path) -> Path:
    """Return the folder where a corpus may be written: nothing stands there, or an older corpus and nothing else.

    An older corpus that stood aside for a moment when a build was killed is put back.

    Raises
    ------
    OutputError
        When the folder holds anything else: that is somebody's work.
    """
    target = Path(path).resolve()
    put_back(target, is_corpus)
    if target.exists() and not (_holds_tables(target) and (is_corpus(target) or not any(target.iterdir()))):
        raise OutputError(path=path, reason="it exists and holds more than a corpus; choose another name")
    return target


def _as_written(table: Table, rows: pa.Table | None) -> pa.Table:
    """Return rows in the one form that gives the same bytes, wherever they come from: Parquet has its own of lists."""
    if rows is None:
        return arrow_table(table.name, ())
    extra = [name for name in rows.column_names if name not in table.names]
    return rows.cast(arrow_schema(table.name, extra)).combine_chunks()


def _holds_tables(folder: Path) -> bool:
    """Tell whether a path is a folder with nothing in it but what a corpus may hold: all else is somebody's work."""
    own = {MANIFEST, *KEPT, *(f"{table.name}.parquet" for table in TABLES)}
    return folder.is_dir() and {entry.name for entry in folder.iterdir()} <= own
