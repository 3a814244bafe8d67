"""The front of the floor: small plain text is read where it is asked for, all else in a worker, within limits."""

from collections.abc import Callable, Container, Iterator
from functools import partial
from pathlib import Path

from corpus_tools.errors import UnreadableError
from corpus_tools.options import check_options
from corpus_tools.reading.files import InputFile, read_bytes, size_of_file
from corpus_tools.reading.limits import USUAL, Limits
from corpus_tools.reading.media import is_plain
from corpus_tools.reading.source import Failure, Source, Step, Unit, read_unit, source_of_bytes
from corpus_tools.reading.workers import Reader, Result, read_in_worker

# A plan has 3 to 30 KiB. What is as large as this is read and parsed within seconds, whatever stands in it.
_SMALL_BYTES = 64 << 10


def read_limited(read: Reader[Result], file: InputFile, limits: Limits) -> Iterator[Result | Failure]:
    """Yield what a reader finds in a file; a document that breaks a limit is a failure among the others."""
    size = size_of_file(file)
    try:
        raw = read_bytes(file) if size is None or size <= _SMALL_BYTES else None
    except UnreadableError as error:
        yield Failure(file.path, "read", error, size)
        return
    if raw is not None and len(raw) <= _SMALL_BYTES and is_plain(raw, file.path):
        yield from read(file, raw, _tell_nobody, frozenset())
    else:
        yield from read_in_worker(read, file, raw, limits)


def _tell_nobody(step: Step) -> None:
    """Take no notice of a step."""


def read_source(path: str | Path, *, time_limit: float = USUAL.seconds, memory_limit: int = USUAL.megabytes) -> Source:
    """Read one file.

    Parameters
    ----------
    time_limit
        Seconds that it may take; plain text of less than 64 KiB is not limited.
    memory_limit
        Megabytes that it may take, where the system can limit them (Linux).

    Raises
    ------
    ReadingError
        One of its kinds: the file cannot be opened, is empty, is no text, has a format without a reader, or takes more
        than it may.
    OptionError
    """
    check_options(path=path, time_limit=time_limit, memory_limit=memory_limit)
    location = Path(path)
    file = InputFile(location.name, location)
    [result] = read_limited(_read_document, file, Limits(time_limit, memory_limit))
    if isinstance(result, Failure):
        raise result.error
    return result


def _read_document(
    file: InputFile, raw: bytes | None, announce: Callable[[Step], None], done: Container[str]
) -> Iterator[Source | Failure]:
    """Yield the one document of a file."""
    return read_unit(Unit(file.path, size_of_file(file), partial(_open_document, file, raw)), announce)


def _open_document(file: InputFile, raw: bytes | None) -> Source:
    return source_of_bytes(read_bytes(file) if raw is None else raw, file.path)
