"""Files to parsed sources: what runs on one file, in this process or in a worker."""

from collections.abc import Callable, Container, Iterable, Iterator

from corpus_tools.errors import NoSuchPlanError
from corpus_tools.reading.files import InputFile, read_file
from corpus_tools.reading.limited import read_limited
from corpus_tools.reading.limits import USUAL, Limits
from corpus_tools.reading.source import Failure, Source, Step, reader_failed
from corpus_tools.structure.plans import ParsedSource, parse_source


def parse_files(files: Iterable[InputFile], limits: Limits = USUAL) -> Iterator[ParsedSource | Failure]:
    """Read and parse files in turn, each document within the limits."""
    for file in files:
        yield from read_limited(parse_file, file, limits)


def read_sources(files: Iterable[InputFile], limits: Limits = USUAL) -> Iterator[Source | Failure]:
    """Read files in turn, each document within the limits, and parse none of them."""
    for file in files:
        yield from read_limited(read_file, file, limits)


def parse_file(
    file: InputFile, raw: bytes | None, announce: Callable[[Step], None], done: Container[str]
) -> Iterator[ParsedSource | Failure]:
    """Read and parse what is in a file; where it was asked for with ``#n``, that plan only."""
    for result in read_file(file, raw, announce, done):
        if isinstance(result, Failure):
            yield result
        else:
            announce(Step(result.path, "parse", result.n_bytes))
            yield _parse(result, file.ordinal)


def _parse(source: Source, ordinal: int | None) -> ParsedSource | Failure:
    try:
        parsed = parse_source(source)
    except MemoryError:
        raise
    except Exception as error:  # one text that the parser was not made for must not end the run
        return Failure(source.path, "parse", reader_failed(source.path, error), source.n_bytes)
    if ordinal is None:
        return parsed
    if ordinal <= len(parsed.plans):
        return parsed._replace(plans=parsed.plans[ordinal - 1 : ordinal])
    missing = NoSuchPlanError(path=source.path, ordinal=ordinal, n_plans=len(parsed.plans))
    return Failure(source.path, "parse", missing, source.n_bytes)
