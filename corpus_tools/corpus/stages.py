"""The verbs of the lower floors run over many inputs, in order; what fails is a value among the results."""

import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus_tools.errors import InputFailedWarning, NoSuchPlanError, NothingReadError
from corpus_tools.reading.files import InputFile, find_files, read_files
from corpus_tools.reading.source import Failure
from corpus_tools.structure.plans import ParsedSource, Plan, parse_source


def parse_files(files: Iterable[InputFile]) -> Iterator[ParsedSource | Failure]:
    """Read and parse files in turn; a file that was asked for with ``#n`` keeps that plan only."""
    files = list(files)
    for file, source in zip(files, read_files(files), strict=True):
        if isinstance(source, Failure):
            yield source
            continue
        parsed = parse_source(source)
        if file.ordinal is None:
            yield parsed
        elif file.ordinal <= len(parsed.plans):
            yield parsed._replace(plans=parsed.plans[file.ordinal - 1 : file.ordinal])
        else:
            error = NoSuchPlanError(path=file.path, ordinal=file.ordinal, n_plans=len(parsed.plans))
            yield Failure(file.path, "parse", error, source.n_bytes)


def read_plans(paths: str | Path | Iterable[str | Path]) -> list[Plan]:
    """Return the plans of files and folders.

    Parameters
    ----------
    paths
        A file, a folder, ``PATH#n`` for one plan of a file, or several of these.

    Warns
    -----
    InputFailedWarning
        For every input that gave nothing, with the reason; the others are returned.

    Raises
    ------
    UsageError
        When there is nothing at the paths.
    NothingReadError
        When no input could be read.
    """
    files, failures = find_files([paths] if isinstance(paths, str | Path) else paths)
    plans: list[Plan] = []
    for result in (*failures, *parse_files(files)):
        if isinstance(result, Failure):
            warnings.warn(str(result.error), InputFailedWarning, stacklevel=2)
        else:
            plans.extend(result.plans)
    if not plans:
        raise NothingReadError(n_inputs=len(files) + len(failures))
    return plans
