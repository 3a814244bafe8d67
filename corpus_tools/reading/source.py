"""One input as a value: its decoded and repaired text with what is known about it, or why there is none."""

import hashlib
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from corpus_tools.errors import (
    CorpusError,
    DamagedFileError,
    EmptySourceError,
    NestedArchiveError,
    NotTextError,
    ReaderFailedError,
    ReadingError,
    SeveralDocumentsError,
    SpreadsheetError,
    UnsupportedFormatError,
)
from corpus_tools.reading.encoding import Decoded, decode, find_second_opinion
from corpus_tools.reading.formats.archives import is_archive, is_packed_file, unpack_file
from corpus_tools.reading.formats.legacy import read_doc
from corpus_tools.reading.formats.messages import read_message
from corpus_tools.reading.formats.pdf import read_pdf
from corpus_tools.reading.formats.plain import read_plain
from corpus_tools.reading.formats.records import (
    Row,
    choose_column,
    read_csv,
    read_json,
    read_jsonl,
    read_parquet,
    split_row,
)
from corpus_tools.reading.formats.web import read_html
from corpus_tools.reading.formats.word import read_docx
from corpus_tools.reading.media import (
    CSV,
    EXCEL,
    JSON,
    JSONL,
    MESSAGE,
    OLD_WORD,
    PARQUET,
    PDF,
    WORD,
    sniff_bytes,
    sniff_text,
)

_EMPTY = string.whitespace + "\u00a0\u3000>＞"  # a file of blanks and crawl marks holds no text
_LONGEST_REASON = 200  # characters; an error of a library may print the whole file
Text = tuple[str, dict[str, str]]

# A new format is a row here and a module in ``formats``: readers of decoded characters, and of bytes with the file's
# name; of one document, and of rows with one each.
_TEXT_READERS: Mapping[str, Callable[[str], Text]] = {"text/plain": read_plain, "text/html": read_html}
_BYTE_READERS: Mapping[str, Callable[[bytes, str], Text]] = {WORD: read_docx, OLD_WORD: read_doc, PDF: read_pdf}
_TEXT_ROW_READERS: Mapping[str, Callable[[str, str], list[Row]]] = {JSON: read_json, JSONL: read_jsonl, CSV: read_csv}
_BYTE_ROW_READERS: Mapping[str, Callable[[bytes, str], list[Row]]] = {PARQUET: read_parquet}
_SPREADSHEETS = (  # how their types begin
    "application/vnd.openxmlformats-officedocument.spreadsheetml.",
    "application/vnd.oasis.opendocument.spreadsheet",
    EXCEL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The text of one input file.

    Attributes
    ----------
    path
        The name in the corpus: the path below the root given, with ``/``; ``-`` for standard input. Behind ``!`` the
        member of an archive, or the number of a row.
    sha256
        Of the bytes of the document, unpacked, in hexadecimal; for a row, of its text in UTF-8.
    media_type, encoding
        As found in the bytes, such as ``text/html`` and ``gb18030``.
    n_bytes
        How many these bytes are.
    text
        Decoded and repaired; line ends are line feeds. It never changes, and all source offsets count in it.
    meta
        What the document says about itself (``title``, ``date`` and ``url`` of a page, the other cells of a row;
        ``headings``, the lines that it marks as some), what
        was done to read it (``repairs``, ``running_heads``, another ``parser``), and another encoding that was thought
        of (``second_opinion``).
    """

    path: str
    sha256: str
    media_type: str
    encoding: str
    n_bytes: int
    text: str
    meta: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __repr__(self) -> str:
        return f"<Source {self.path}: {self.media_type}, {len(self.text)} characters>"

    def to_dict(self) -> dict[str, object]:
        """Return what the JSON objects say of a source."""
        return {name: getattr(self, name) for name in ("path", "sha256", "media_type", "encoding", "n_bytes")}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why one input gave nothing: a row of the table ``failures``."""

    path: str
    stage: str
    error: CorpusError
    n_bytes: int | None

    def to_dict(self) -> dict[str, object]:
        """Return the row: path, stage, reason, n_bytes."""
        return {"path": self.path, "stage": self.stage, "reason": str(self.error), "n_bytes": self.n_bytes}


class Step(NamedTuple):
    """What is done next, and on what: the one to blame where it never comes to an end."""

    path: str
    stage: str
    n_bytes: int | None


class Unit(NamedTuple):
    """Something to read that is not read yet: a document, a row, or what holds several.

    Attributes
    ----------
    open
        Gives the source, or what is held, in its order; raises ReadingError.
    """

    path: str
    n_bytes: int | None
    open: Callable[[], "Source | list[Unit]"]


def source_of_bytes(raw: bytes, path: str) -> Source:
    """Make a source of the bytes of one document that the corpus calls ``path``.

    Raises
    ------
    ReadingError
        One of its kinds, SeveralDocumentsError for archives and for rows among them.
    """
    content = _content_of_bytes(raw, path)
    if is_archive(content.raw, content.media_type) or content.holds_rows:
        raise SeveralDocumentsError(path=path)
    return _source_of_content(content, path)


def open_bytes(raw: bytes, path: str, text_column: str | None = None) -> Source | list[Unit]:
    """Return the source in a document, or the rows of a table.

    Parameters
    ----------
    text_column
        Which column of a table holds the text; by default one with a usual name.

    Raises
    ------
    ReadingError
    """
    content = _content_of_bytes(raw, path)
    if is_archive(content.raw, content.media_type):
        raise NestedArchiveError(path=path)
    return _units_of_rows(content, path, text_column) if content.holds_rows else _source_of_content(content, path)


def read_unit(
    unit: Unit,
    announce: Callable[[Step], None] = lambda step: None,
    is_wanted: Callable[[str], bool] = lambda path: True,
) -> Iterator[Source | Failure]:
    """Yield the sources in a unit, and why others cannot be read.

    Parameters
    ----------
    announce
        Is told every step before it is done.
    is_wanted
        Tells by the path whether a unit is read at all.
    """
    if not is_wanted(unit.path):
        return
    announce(Step(unit.path, "read", unit.n_bytes))
    try:
        found = unit.open()
    except ReadingError as error:
        yield Failure(unit.path, "read", error, unit.n_bytes)
    except MemoryError:
        raise
    except Exception as error:  # a library's reader may raise anything at damaged bytes
        yield Failure(unit.path, "read", reader_failed(unit.path, error), unit.n_bytes)
    else:
        if isinstance(found, Source):
            yield found
        else:
            for inner in found:
                yield from read_unit(inner, announce, is_wanted)


def reader_failed(path: str, error: Exception) -> ReaderFailedError:
    """Return a named error for one that no reader should raise."""
    said = str(error).split("\n")[0]
    return ReaderFailedError(path=path, reason=f"{type(error).__name__}: {said}"[:_LONGEST_REASON])


class _Content(NamedTuple):
    """Bytes, unpacked, with their format; decoded where it is one of characters, and what is to be said of that."""

    raw: bytes
    media_type: str
    decoded: Decoded | None
    said: Mapping[str, str] = MappingProxyType({})

    @property
    def holds_rows(self) -> bool:
        return self.media_type in _TEXT_ROW_READERS or self.media_type in _BYTE_ROW_READERS


def _content_of_bytes(raw: bytes, path: str) -> _Content:
    media_type, name = sniff_bytes(raw), path
    if media_type is not None and is_packed_file(raw, media_type):
        raw, name = unpack_file(raw, media_type, path), path.rpartition(".")[0]
        media_type = sniff_bytes(raw)
    if media_type == MESSAGE:
        page = read_message(raw, path)
        raw, name, media_type = page.raw, name + page.suffix, None  # a page is text, whatever it begins with
    if media_type is not None:
        return _Content(raw, media_type, None)
    try:
        decoded = decode(raw)
    except NotTextError as error:
        raise NotTextError(path=path, n_bytes=len(raw)) from error
    other = find_second_opinion(raw, decoded)
    return _Content(raw, sniff_text(decoded.text, name), decoded, {"second_opinion": other} if other else {})


def _source_of_content(content: _Content, path: str) -> Source:
    if content.decoded:
        text, meta = _TEXT_READERS[content.media_type](content.decoded.text)
    elif content.media_type in _BYTE_READERS:
        text, meta = _BYTE_READERS[content.media_type](content.raw, path)
    else:
        refuse = SpreadsheetError if content.media_type.startswith(_SPREADSHEETS) else UnsupportedFormatError
        raise refuse(path=path, media_type=content.media_type)
    return _source(path, content.raw, content.media_type, content.decoded, text, {**meta, **content.said})


def _units_of_rows(content: _Content, path: str, text_column: str | None) -> list[Unit]:
    if content.decoded:
        rows = _TEXT_ROW_READERS[content.media_type](content.decoded.text, path)
    else:
        rows = _BYTE_ROW_READERS[content.media_type](content.raw, path)
    if not rows:
        raise EmptySourceError(path=path)
    column = choose_column(rows, text_column, path)
    names = (f"{path}!{row.number}" for row in rows)
    return [
        Unit(name, None, partial(_source_of_row, row, column, name, content))
        for name, row in zip(names, rows, strict=True)
    ]


def _source_of_row(row: Row, text_column: str, path: str, content: _Content) -> Source:
    if row.damage:
        raise DamagedFileError(path=path, reason=row.damage)
    printed, cells = split_row(row, text_column)
    media_type = sniff_text(printed, "-")
    text, meta = _TEXT_READERS.get(media_type, read_plain)(printed)
    return _source(path, printed.encode(), media_type, content.decoded, text, {**meta, **cells, **content.said})


def _source(
    path: str, raw: bytes, media_type: str, decoded: Decoded | None, text: str, meta: Mapping[str, str]
) -> Source:
    if not text.strip(_EMPTY):
        raise EmptySourceError(path=path)
    return Source(
        path=path,
        sha256=hashlib.sha256(raw).hexdigest(),
        media_type=media_type,
        encoding=decoded.encoding if decoded else "utf-8",
        n_bytes=len(raw),
        text=text,
        meta=meta,
    )


def source_of_text(text: str, path: str = "-") -> Source:
    """Make a source of characters at hand; its bytes are those of their UTF-8 form.

    Unlike a file, the text is taken as it is: no repair moves its offsets.
    """
    raw = text.encode("utf-8", "surrogatepass")
    return Source(
        path=path,
        sha256=hashlib.sha256(raw).hexdigest(),
        media_type="text/plain",
        encoding="utf-8",
        n_bytes=len(raw),
        text=text,
    )
