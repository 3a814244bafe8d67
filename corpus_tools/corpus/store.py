"""Tables on disk: a folder of Parquet files with a manifest; any tool that reads Parquet can read it."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from glob import escape
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows locks no folders
    fcntl = None  # type: ignore[assignment]

import pyarrow as pa
import pyarrow.parquet as pq

from corpus_tools.corpus.exchange import exchange_names
from corpus_tools.corpus.manifest import MANIFEST, SCHEMA, is_corpus, read_manifest
from corpus_tools.corpus.rows import Row
from corpus_tools.errors import DamagedCorpusError, OutputError
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


_ASIDE = ".old"


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
    target = prepare_target(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _new_folder(target) as building:
            for table in TABLES:
                content = _as_written(table, tables.get(table.name))
                pq.write_table(content, building / f"{table.name}.parquet", compression="zstd")
            manifest = {"schema": SCHEMA, "made": made, "tables": [table.name for table in TABLES]}
            (building / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
            building.chmod(0o755)
            for written in (*building.iterdir(), building):
                _flush(written)
            if target.exists():
                _swap(building, target)
            else:
                building.rename(target)
            _flush(target.parent)
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
    if target.exists() and not _may_be_replaced(target):
        raise OutputError(path=path, reason="it exists and holds more than a corpus; choose another name")
    for aside in target.parent.glob(f"{escape(_prefix(target))}*{_ASIDE}"):
        if is_corpus(aside) and not target.exists():
            aside.rename(target)
    return target


def _as_written(table: Table, rows: pa.Table | None) -> pa.Table:
    """Return rows in the one form that gives the same bytes, wherever they come from: Parquet has its own of lists."""
    if rows is None:
        return arrow_table(table.name, ())
    extra = [name for name in rows.column_names if name not in table.names]
    return rows.cast(arrow_schema(table.name, extra)).combine_chunks()


def _may_be_replaced(target: Path, *, is_whole: bool = True) -> bool:
    """Tell whether a path is an empty folder, or a corpus, whole or in part, with nothing else in it."""
    if not target.is_dir():
        return False
    own = {MANIFEST, *(f"{table.name}.parquet" for table in TABLES)}
    names = {entry.name for entry in target.iterdir()}
    return not names or (names <= own and (is_corpus(target) or not is_whole))


def _prefix(target: Path) -> str:
    """Return how the names of folders begin that are to take the place of another."""
    return f".{target.name}.build-"


@contextmanager
def _new_folder(target: Path) -> Iterator[Path]:
    """Make a folder beside another, locked as long as it is in use, and gone afterwards.

    Those that nobody uses any more are removed: a build that was killed has left them.
    """
    for left in target.parent.glob(f"{escape(_prefix(target))}*"):
        with _locked(left) as is_ours:
            if is_ours and _may_be_replaced(left, is_whole=False):
                shutil.rmtree(left, ignore_errors=True)
    building = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=target.parent))
    try:
        with _locked(building):
            yield building
    finally:
        shutil.rmtree(building, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Lock a folder for this process and tell whether that could be done; the system unlocks it if the process dies."""
    if fcntl is None:
        yield False
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # another has it, or the file system knows no locks
            is_ours = False
        else:
            is_ours = True
        yield is_ours
    finally:
        os.close(descriptor)


def _flush(path: Path) -> None:
    """Have the system write a file, or the names in a folder, to the disk: it may lose its power."""
    if path.is_dir() and not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _swap(building: Path, target: Path) -> None:
    """Let two folders change names: in one step where the system can do that, else the old one stands aside."""
    if exchange_names(building, target):
        return
    aside = building.with_name(f"{building.name}{_ASIDE}")
    target.rename(aside)
    try:
        building.rename(target)
    except BaseException:
        aside.rename(target)
        raise
    aside.rename(building)
