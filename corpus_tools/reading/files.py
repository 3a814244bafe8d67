"""Files to read: folders walked in order, ``PATH#n`` for one plan, ``-`` for standard input."""

import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from corpus_tools.errors import (
    DamagedFileError,
    NoInputError,
    NoSuchPathError,
    OnePlanOfFolderError,
    ReadingError,
    UnreadableError,
)
from corpus_tools.reading.formats.archives import ARCHIVE_TYPES, read_archive
from corpus_tools.reading.media import sniff_bytes
from corpus_tools.reading.source import Failure, Source, read_bytes, source_of_bytes

_CORPUS_FILES = frozenset({"manifest.json", "plans.parquet", "sources.parquet"})
_STANDARD_INPUT = Path("-")  # as a location; a file of that name is ./-
_PART = re.compile(r"(?P<path>.+?)(?:!(?P<member>.+?))?(?:#(?P<ordinal>[1-9]\d{0,5}))?")  # PATH!MEMBER#n


class InputFile(NamedTuple):
    """A file to read.

    Attributes
    ----------
    path
        Its name in the corpus.
    location
        Where it lies, from the root or the working folder; ``Path("-")`` is standard input.
    ordinal
        The one plan wanted from it, from 1; None for all.
    member
        The one file wanted from an archive; None for all.
    """

    path: str
    location: Path
    ordinal: int | None = None
    member: str | None = None


class _Root(NamedTuple):
    given: str
    location: Path
    ordinal: int | None = None
    member: str | None = None


def find_files(paths: Iterable[str | Path]) -> tuple[list[InputFile], list[Failure]]:
    """Return the files under ``paths`` in a stable order, and what could not be looked into.

    Folders are walked sorted, links to folders are not followed, hidden files (``.name``) are left out. A path inside a
    folder is named from that folder, a file by itself by its name; where two roots give the same name, both begin with
    the root as given.

    Raises
    ------
    NoSuchPathError
        When none of the paths exists.
    NoInputError
        When there is no file in them.
    """
    found: list[InputFile] = []
    failures: list[Failure] = []
    roots = [_parse_root(str(path)) for path in paths]
    for root in roots:
        if root.location != _STANDARD_INPUT and not os.path.lexists(root.location):
            given = _printable(root.given)
            failures.append(Failure(given, "find", NoSuchPathError(path=given), None))
            continue
        if root.ordinal and root.location.is_dir():
            raise OnePlanOfFolderError(path=_printable(root.given))
        for location in _walk(root, failures):
            name = location.relative_to(root.location).as_posix() if root.location.is_dir() else location.name
            found.append(InputFile(_printable(name), location, root.ordinal, root.member))
    if not found and not failures:
        raise NoInputError(paths=", ".join(_printable(root.given) for root in roots))
    if roots and len(failures) == len(roots) and all(isinstance(f.error, NoSuchPathError) for f in failures):
        raise failures[0].error
    return _named_apart(found), failures


def read_files(files: Iterable[InputFile]) -> Iterator[tuple[InputFile, Source | Failure]]:
    """Read the files in turn, and those in archives; one that cannot be read gives a failure instead of a source."""
    for file in files:
        raw: bytes | None = None
        try:
            raw = sys.stdin.buffer.read() if file.location == _STANDARD_INPUT else read_bytes(file.location)
            for path, content in _contents(file, raw):
                yield file, _source_or_failure(content, path)
        except UnreadableError as error:
            yield file, Failure(file.path, "read", UnreadableError(path=file.path, reason=error.fields["reason"]), None)
        except ReadingError as error:
            yield file, Failure(file.path, "read", error, None if raw is None else len(raw))


def _contents(file: InputFile, raw: bytes) -> Iterator[tuple[str, bytes | DamagedFileError]]:
    """Yield names and bytes: of the file itself, or of the files in it if it is an archive."""
    media_type = sniff_bytes(raw)
    if media_type not in ARCHIVE_TYPES:
        yield file.path, raw
        return
    members = [member for member in read_archive(raw, media_type, file.path) if file.member in (None, member.name)]
    if not members:
        reason = f"the archive holds no {file.member or 'file'}"
        raise DamagedFileError(path=file.path, reason=reason)
    for name, content in members:
        yield f"{file.path}!{name}", content


def _source_or_failure(content: bytes | DamagedFileError, path: str) -> Source | Failure:
    if isinstance(content, DamagedFileError):
        return Failure(path, "read", content, None)
    try:
        return source_of_bytes(content, path)
    except ReadingError as error:
        return Failure(path, "read", error, len(content))


def _parse_root(given: str) -> _Root:
    part = _PART.fullmatch(given)
    if part is None or os.path.lexists(given):  # a file may have ! or # in its name
        return _Root(given, Path(given))
    return _Root(given, Path(part["path"]), int(part["ordinal"]) if part["ordinal"] else None, part["member"])


def _printable(name: str) -> str:
    """Return a file's name as text: one whose bytes are no UTF-8 was most likely written in GB18030."""
    return os.fsencode(name).decode("gb18030" if any("\ud800" <= c <= "\udfff" for c in name) else "utf-8", "replace")


def _walk(root: _Root, failures: list[Failure]) -> Iterator[Path]:
    if not root.location.is_dir():
        yield root.location
        return

    def refused(error: OSError) -> None:
        path = _printable(str(error.filename))
        failures.append(Failure(path, "find", UnreadableError(path=path, reason=error.strerror), None))

    for folder, subfolders, names in os.walk(root.location, onerror=refused):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        if _CORPUS_FILES <= set(names):  # our own output is no input
            continue
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(folder, name)


def _named_apart(found: Iterable[InputFile]) -> list[InputFile]:
    """Drop what was given twice, and name files by their whole path where the short name is another's too."""
    first: dict[tuple[Path, int | None, str | None], InputFile] = {}
    for file in found:
        first.setdefault((file.location.resolve(), file.ordinal, file.member), file)
    whole = {location for location, ordinal, _member in first if ordinal is None}
    files = {key: file for key, file in first.items() if key[1] is None or key[0] not in whole}
    locations: dict[str, set[Path]] = defaultdict(set)
    for (location, _ordinal, _member), file in files.items():
        locations[file.path].add(location)
    return [
        file if len(locations[file.path]) == 1 else file._replace(path=_printable(file.location.as_posix()))
        for file in files.values()
    ]
