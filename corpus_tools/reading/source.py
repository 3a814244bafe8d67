"""One input file as a value: its decoded and repaired text with what is known about it, or why there is none."""

import hashlib
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus_tools.errors import CorpusError, EmptySourceError, NotTextError, UnreadableError, UnsupportedFormatError
from corpus_tools.reading.encoding import decode
from corpus_tools.reading.formats.plain import read_plain
from corpus_tools.reading.formats.web import read_html
from corpus_tools.reading.formats.word import read_docx
from corpus_tools.reading.media import WORD, sniff_bytes, sniff_text

_EMPTY = string.whitespace + "\u00a0\u3000>＞"  # a file of blanks and crawl marks holds no text
Text = tuple[str, dict[str, str]]

# A new format is a row here and a module in ``formats``: readers of decoded characters, and of bytes with the file's
# name.
_TEXT_READERS: Mapping[str, Callable[[str], Text]] = {"text/plain": read_plain, "text/html": read_html}
_BYTE_READERS: Mapping[str, Callable[[bytes, str], Text]] = {WORD: read_docx}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The text of one input file.

    Attributes
    ----------
    path
        The name in the corpus: the path below the root given, with ``/``; ``-`` for standard input.
    sha256
        Of the bytes, in hexadecimal.
    media_type, encoding
        As found in the bytes, such as ``text/html`` and ``gb18030``.
    n_bytes
        Size of the file.
    text
        Decoded and repaired; line ends are line feeds. It never changes, and all source offsets count in it.
    meta
        What the document says about itself (``title``, ``date`` and ``url`` of a page), for plain text its ``repairs``,
        for HTML the ``parser`` where the usual one lost text.
    """

    path: str
    sha256: str
    media_type: str
    encoding: str
    n_bytes: int
    text: str = field(repr=False)
    meta: Mapping[str, str] = field(default_factory=dict)

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


def read_source(path: str | Path) -> Source:
    """Read one file.

    Raises
    ------
    ReadingError
        One of its kinds: the file cannot be opened, is empty, is no text, or has a format without a reader.
    """
    location = Path(path)
    return source_of_bytes(read_bytes(location), location.name)


def read_bytes(location: Path) -> bytes:
    """Return the bytes of a regular file, or raise UnreadableError."""
    try:
        if not location.is_file():  # a FIFO or a device would block
            raise UnreadableError(path=location, reason="not a regular file")
        return location.read_bytes()
    except OSError as error:
        raise UnreadableError(path=location, reason=error.strerror or error) from error


def source_of_bytes(raw: bytes, path: str) -> Source:
    """Make a source of the bytes of a file that the corpus calls ``path``.

    Raises
    ------
    EmptySourceError, NotTextError, UnsupportedFormatError, DamagedFileError
    """
    media_type = sniff_bytes(raw)
    encoding = "utf-8"
    if media_type is not None and media_type in _BYTE_READERS:
        text, meta = _BYTE_READERS[media_type](raw, path)
    elif media_type is not None:
        raise UnsupportedFormatError(path=path, media_type=media_type)
    else:
        try:
            decoded = decode(raw)
        except NotTextError as error:
            raise NotTextError(path=path, n_bytes=len(raw)) from error
        encoding, media_type = decoded.encoding, sniff_text(decoded.text, path)
        text, meta = _TEXT_READERS[media_type](decoded.text)
    if not text.strip(_EMPTY):
        raise EmptySourceError(path=path)
    return Source(
        path=path,
        sha256=hashlib.sha256(raw).hexdigest(),
        media_type=media_type,
        encoding=encoding,
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
