"""The tables whose rows belong to files, put together: new and changed files are read, the rows of all others kept."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import pyarrow as pa

from corpus_tools.corpus.batches import PER_FILE, Batch, FileRows
from corpus_tools.corpus.rows import Row
from corpus_tools.corpus.store import arrow_schema, arrow_table
from corpus_tools.reading.files import InputFile, digest_of_file, size_of_file

Tables = Mapping[str, pa.Table]


class Piece(NamedTuple):
    """The rows of one file in tables that hold those of several.

    Attributes
    ----------
    starts
        Where they begin in each table of ``PER_FILE``.
    """

    tables: Tables
    starts: tuple[int, ...]
    rows: FileRows


class FileKey(NamedTuple):
    """By what a file is known again: what it is called, what is wanted of it, and the SHA-256 of its bytes."""

    path: str
    member: str | None
    ordinal: int | None
    sha256: str | None


class Gathered(NamedTuple):
    """The table ``files`` and those of ``PER_FILE``, and how many files were read and kept for them."""

    tables: dict[str, pa.Table]
    n_read: int
    n_kept: int


def gather(
    files: Sequence[InputFile],
    kept: Mapping[FileKey, Piece],
    parse: Callable[[Sequence[InputFile]], Iterable[Batch]],
    progress: Callable[[int], None] | None = None,
) -> Gathered:
    """Return the rows of files, in their order.

    Parameters
    ----------
    kept
        Rows that still hold; see ``settled_pieces``.
    parse
        Reads files: yields batch after batch, in their order.
    progress
        Is called with the number of files that are done.
    """
    keys = [FileKey(file.path, file.member, file.ordinal, digest_of_file(file)) for file in files]
    sizes = [size_of_file(file) for file in files]
    new = [file for file, key in zip(files, keys, strict=True) if key not in kept]
    n_kept = len(files) - len(new)
    read: list[Piece] = []
    for batch in parse(new):
        read.extend(_pieces(batch.tables, batch.files))
        if progress:
            progress(n_kept + len(read))
    waiting = iter(read)
    pieces = [kept[key] if key in kept else next(waiting) for key in keys]
    rows = [_file_row(*each) for each in zip(keys, sizes, pieces, strict=True)]
    return Gathered({"files": arrow_table("files", rows)} | _join(pieces), len(new), n_kept)


def settled_pieces(tables: Tables) -> dict[FileKey, Piece]:
    """Return what may be kept of the tables of the past: the rows of files that would be the same if read again."""
    rows: list[Row] = tables["files"].to_pylist()
    pieces = _pieces(tables, (FileRows(tuple(row["n_rows"]), row["settled"]) for row in rows))
    keys = (FileKey(*(row[name] for name in FileKey._fields)) for row in rows)
    return {key: piece for key, piece in zip(keys, pieces, strict=True) if piece.rows.is_settled and key.sha256}


def _pieces(tables: Tables, files: Iterable[FileRows]) -> Iterator[Piece]:
    starts = (0,) * len(PER_FILE)
    for rows in files:
        yield Piece(tables, starts, rows)
        starts = tuple(start + n for start, n in zip(starts, rows.n_rows, strict=True))


def _file_row(key: FileKey, n_bytes: int | None, piece: Piece) -> Row:
    rows = piece.rows
    return {**key._asdict(), "n_bytes": n_bytes, "settled": rows.is_settled, "n_rows": list(rows.n_rows)}


def _join(pieces: Sequence[Piece]) -> dict[str, pa.Table]:
    """Return the rows of files one behind another; where they lay so, they are taken at once."""
    joined = {}
    for number, name in enumerate(PER_FILE):
        schema = arrow_schema(name)
        runs: list[tuple[pa.Table, int, int]] = []
        for piece in pieces:
            table, start, n = piece.tables[name], piece.starts[number], piece.rows.n_rows[number]
            if runs and runs[-1][0] is table and runs[-1][1] + runs[-1][2] == start:
                runs[-1] = (table, runs[-1][1], runs[-1][2] + n)
            else:
                runs.append((table, start, n))
        slices = [table.select(schema.names).slice(start, n) for table, start, n in runs if n]
        joined[name] = pa.concat_tables(slices).combine_chunks() if slices else schema.empty_table()
    return joined
