"""What is fuzzed: each reader on bytes; it may raise a named error, and nothing else."""

from collections.abc import Callable, Mapping

from corpus_tools.errors import ReadingError
from corpus_tools.reading.encoding import decode
from corpus_tools.reading.formats.archives import is_archive, is_packed_file, read_archive, unpack_file
from corpus_tools.reading.formats.messages import read_message
from corpus_tools.reading.formats.pdf import read_pdf
from corpus_tools.reading.formats.records import Row, choose_column, read_csv, read_jsonl, read_parquet, split_row
from corpus_tools.reading.formats.web import read_html
from corpus_tools.reading.formats.word import read_docx
from corpus_tools.reading.media import is_plain, sniff_bytes, sniff_text
from corpus_tools.reading.repairs import repair
from corpus_tools.structure.plans import parse_text

NAME = "fuzzed"


def _characters(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _plain(raw: bytes) -> None:
    text = decode(raw).text
    sniff_text(text, NAME)
    repair(text)


def _sniffed(raw: bytes) -> None:
    sniff_bytes(raw)
    is_plain(raw, NAME)


def _packed(raw: bytes) -> None:
    media_type = sniff_bytes(raw)
    if media_type and is_packed_file(raw, media_type):
        unpack_file(raw, media_type, NAME)


def _archive(raw: bytes) -> None:
    media_type = sniff_bytes(raw)
    for member in read_archive(raw, media_type, NAME) if media_type and is_archive(raw, media_type) else ():
        try:
            member.read()
        except ReadingError:  # one member's; the others go on
            pass


def _split(rows: list[Row]) -> None:
    column = choose_column(rows, None, NAME)
    for row in rows:
        split_row(row, column)


# A new reader is a row here.
TARGETS: Mapping[str, Callable[[bytes], object]] = {
    "plain": _plain,
    "sniff": _sniffed,
    "html": lambda raw: read_html(_characters(raw)),
    "message": lambda raw: read_message(raw, NAME),
    "docx": lambda raw: read_docx(raw, NAME),
    "pdf": lambda raw: read_pdf(raw, NAME),
    "jsonl": lambda raw: _split(read_jsonl(_characters(raw), NAME)),
    "csv": lambda raw: _split(read_csv(_characters(raw), NAME)),
    "parquet": lambda raw: _split(read_parquet(raw, NAME)),
    "archive": _archive,
    "packed": _packed,
    "parse": lambda raw: parse_text(_characters(raw)),
}


def run_target(name: str, raw: bytes) -> ReadingError | None:
    """Run one target and return the named error that it ends with; whatever else is raised is a find."""
    try:
        TARGETS[name](raw)
    except ReadingError as error:
        return error
    return None
