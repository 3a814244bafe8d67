"""Reading in this process, without limits, for the tests of readers."""

from collections.abc import Iterable, Iterator
from functools import partial

from corpus_tools.reading.files import InputFile, read_file
from corpus_tools.reading.source import Failure, Source, Unit, open_bytes, read_unit


def read_files(files: Iterable[InputFile]) -> Iterator[tuple[InputFile, Source | Failure]]:
    """Yield what is in each file."""
    return ((file, result) for file in files for result in read_file(file))


def sources_of_bytes(raw: bytes, path: str, text_column: str | None = None) -> Iterator[Source | Failure]:
    """Yield the source in a document, or those in its rows."""
    return read_unit(Unit(path, len(raw), partial(open_bytes, raw, path, text_column)))
