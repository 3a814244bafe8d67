"""Reference documents: laws, notices of a superior; what plans have from them is quotation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from corpus_tools.corpus.parsing import read_sources
from corpus_tools.reading.files import InputFile, find_files, is_standard_input
from corpus_tools.reading.limits import USUAL, Limits
from corpus_tools.reading.source import Failure, Source

_MOST_KEPT = 1 << 24  # characters of documents that stay in memory: 32 MB


@dataclass(frozen=True)
class References:
    """The documents of some files, in the order of the files; to be gone through as often as needed.

    Attributes
    ----------
    digests
        SHA-256 of the documents that could be read, by their paths.
    failures
        What could not be read.
    kept
        The documents that stay in memory; those of other files are read anew.
    """

    digests: Mapping[str, str]
    failures: Sequence[Failure]
    files: Sequence[InputFile]
    kept: Mapping[InputFile, Sequence[Source]]
    limits: Limits

    def __iter__(self) -> Iterator[Source]:
        for file in self.files:
            found = self.kept[file] if file in self.kept else read_sources([file], self.limits)
            yield from (result for result in found if isinstance(result, Source))

    def describe(self) -> dict[str, object]:
        """Return how many documents were read and one digest of all, as a manifest records them."""
        lines = "".join(f"{path}\t{digest}\n" for path, digest in sorted(self.digests.items()))
        return {
            "n_documents": len(self.digests),
            "digest": sha256(lines.encode("utf-8", "surrogatepass")).hexdigest(),
        }


def find_references(
    paths: str | Path | Iterable[str | Path], text_column: str | None = None
) -> tuple[list[InputFile], list[Failure]]:
    """Return the files at some paths, in the order of their names, and what could not be looked into.

    Parameters
    ----------
    paths
        Files, folders, archives; none is allowed.

    Raises
    ------
    UsageError
        When there is nothing at the paths.
    """
    roots = [paths] if isinstance(paths, str | Path) else list(paths)
    files, missing = find_files(roots, text_column) if roots else ([], [])
    return sorted(files), missing


def read_references(files: Sequence[InputFile], missing: Iterable[Failure] = (), limits: Limits = USUAL) -> References:
    """Read the documents of the files that ``find_references`` found."""
    failures = {failure.path: failure for failure in missing}
    digests: dict[str, str] = {}
    kept: dict[InputFile, list[Source]] = {}
    n_characters = 0
    for file in files:
        sources = []
        for result in read_sources([file], limits):
            if isinstance(result, Failure):
                failures[result.path] = result
                continue
            digests[result.path] = result.sha256
            n_characters += len(result.text)
            if _stays(file, n_characters):
                sources.append(result)
        if _stays(file, n_characters):
            kept[file] = sources
    return References(digests, tuple(failures.values()), files, kept, limits)


def _stays(file: InputFile, n_characters: int) -> bool:
    """Tell whether the documents of a file are kept; standard input can be read but once."""
    return n_characters <= _MOST_KEPT or is_standard_input(file)
