"""Reference documents: laws, notices of a superior; what plans have from them is quotation."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from corpus_tools.corpus.parsing import read_sources
from corpus_tools.reading.files import find_files, is_standard_input
from corpus_tools.reading.limits import USUAL, Limits
from corpus_tools.reading.source import Failure, Source


class References:
    """The documents at some paths, in the order of their names; read anew whenever they are gone through.

    Parameters
    ----------
    paths
        Files, folders, archives; none is allowed.

    Attributes
    ----------
    digests
        SHA-256 of the documents that were read, by their paths.

    Raises
    ------
    UsageError
        When there is nothing at the paths.
    """

    def __init__(
        self, paths: str | Path | Iterable[str | Path] = (), text_column: str | None = None, limits: Limits = USUAL
    ) -> None:
        roots = [paths] if isinstance(paths, str | Path) else list(paths)
        files, missing = find_files(roots, text_column) if roots else ([], [])
        self._files = sorted(files)
        self._limits = limits
        self._failed = {failure.path: failure for failure in missing}
        self.digests: dict[str, str] = {}

    def __iter__(self) -> Iterator[Source]:
        for result in read_sources(self._files, self._limits):
            if isinstance(result, Failure):
                self._failed[result.path] = result
            else:
                self.digests[result.path] = result.sha256
                yield result

    def read(self) -> None:
        """Go through the documents, so that their digests and failures are known; standard input is left alone."""
        if not any(is_standard_input(file) for file in self._files):  # it can be read but once
            for _source in self:
                pass

    @property
    def failures(self) -> list[Failure]:
        """What could not be read so far."""
        return list(self._failed.values())

    def describe(self) -> dict[str, object]:
        """Return how many documents were read and one digest of all, as a manifest records them."""
        lines = "".join(f"{path}\t{digest}\n" for path, digest in sorted(self.digests.items()))
        return {
            "n_documents": len(self.digests),
            "digest": sha256(lines.encode("utf-8", "surrogatepass")).hexdigest(),
        }
