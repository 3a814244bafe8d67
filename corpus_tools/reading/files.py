"""Files to read: folders walked in order, patterns, archives, ``PATH!MEMBER#n`` for one, ``-`` for standard input."""

import hashlib
import os
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from functools import partial
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from corpus_tools.errors import (
    EmptySourceError,
    NoInputError,
    NoSuchMemberError,
    NoSuchPathError,
    OnePlanOfFolderError,
    TextAsPathError,
    UnreadableError,
)
from corpus_tools.reading.formats.archives import Member, is_archive, read_archive
from corpus_tools.reading.media import sniff_bytes
from corpus_tools.reading.names import is_hidden, is_lock_file, printable_name
from corpus_tools.reading.source import Failure, Source, Step, Unit, open_bytes, read_unit

_CORPUS_FILES = frozenset({"manifest.json", "plans.parquet", "sources.parquet"})
_STANDARD_INPUT = Path("-")  # as a location; a file of that name is ./-
_PART = re.compile(r"(?P<path>.+?)(?:!(?P<member>.+?))?(?:#(?P<ordinal>[1-9]\d{0,5}))?")  # PATH!MEMBER#n

_SENTENCE = re.compile("[\n。；！？]")  # what no name of a file has
_LONGEST_TEXT = 20  # characters of it that a message shows
_PATTERN = re.compile(r"[*?[]")


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
        The one file wanted from an archive, or the number of the one row wanted; None for all.
    text_column
        Which column of a table holds the text; None for one with a usual name.
    """

    path: str
    location: Path
    ordinal: int | None = None
    member: str | None = None
    text_column: str | None = None


class _Root(NamedTuple):
    given: str
    location: Path
    ordinal: int | None = None
    member: str | None = None


def find_files(paths: Iterable[str | Path], text_column: str | None = None) -> tuple[list[InputFile], list[Failure]]:
    """Return the files under ``paths`` in a stable order, and what could not be looked into.

    Folders are walked sorted, links to folders are not followed, what ``is_hidden`` is left out. A path inside a folder
    is named from that folder, a file by itself by its name; where two roots give the same name, both begin with the
    root as given. Patterns (``plans/*.txt``, ``plans/**/*.docx``) stand for what they match.

    Raises
    ------
    NoSuchPathError
        When none of the paths exists.
    TextAsPathError
        When one of them is no path, but a text.
    NoInputError
        When there is no file in them.
    """
    found: list[InputFile] = []
    failures: list[Failure] = []
    paths = list(paths)
    if texts := [given for given in map(str, paths) if _SENTENCE.search(given) and not os.path.lexists(given)]:
        text = " ".join(printable_name(texts[0]).split())
        raise TextAsPathError(text=text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…")
    roots = [root for path in paths for root in _expand(_parse_root(str(path)))]
    for root in roots:
        if root.location != _STANDARD_INPUT and not os.path.lexists(root.location):
            given = printable_name(root.given)
            failures.append(Failure(given, "find", NoSuchPathError(path=given), None))
            continue
        if root.ordinal and root.location.is_dir():
            raise OnePlanOfFolderError(path=printable_name(root.given))
        for location in _walk(root, failures):
            name = location.relative_to(root.location).as_posix() if root.location.is_dir() else location.name
            found.append(InputFile(printable_name(name), location, root.ordinal, root.member, text_column))
    if not found and not failures:
        raise NoInputError(paths=", ".join(printable_name(root.given) for root in roots))
    if roots and len(failures) == len(roots) and all(isinstance(f.error, NoSuchPathError) for f in failures):
        raise failures[0].error
    return _named_apart(found), failures


def read_bytes(file: InputFile) -> bytes:
    """Return the bytes of a file, or of standard input.

    Raises
    ------
    UnreadableError
    """
    if is_standard_input(file):
        return sys.stdin.buffer.read()
    try:
        if not file.location.is_file():  # a FIFO or a device would block
            there = file.location.exists()
            raise UnreadableError(path=file.path, reason="not a regular file" if there else "no such file")
        return file.location.read_bytes()
    except OSError as error:
        raise UnreadableError(path=file.path, reason=error.strerror or error) from error


def is_standard_input(file: InputFile) -> bool:
    """Tell whether a file is standard input."""
    return file.location == _STANDARD_INPUT


def size_of_file(file: InputFile) -> int | None:
    """Return the number of bytes of a regular file, else None."""
    try:
        found = file.location.stat()
    except (OSError, ValueError):
        return None
    return found.st_size if S_ISREG(found.st_mode) else None


def digest_of_file(file: InputFile) -> str | None:
    """Return the SHA-256 of the bytes of a regular file, in hexadecimal; None where they cannot be read."""
    if size_of_file(file) is None or is_standard_input(file):
        return None
    try:
        with file.location.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def read_file(
    file: InputFile,
    raw: bytes | None = None,
    announce: Callable[[Step], None] = lambda step: None,
    done: Container[str] = frozenset(),
) -> Iterator[Source | Failure]:
    """Yield what is wanted of a file: its documents, or why there are none.

    Parameters
    ----------
    raw
        Its bytes, where they are at hand.
    announce
        Is told every step before it is done.
    done
        The paths of documents to leave out: they were read before.
    """
    wanted = file.path if file.member is None else f"{file.path}!{file.member}"
    is_there = bool(done)

    def is_wanted(path: str) -> bool:
        return path not in done and (holds(path, wanted) or holds(wanted, path))

    unit = Unit(file.path, size_of_file(file) if raw is None else len(raw), partial(_open_file, file, raw))
    for result in read_unit(unit, announce, is_wanted):
        if holds(wanted, result.path) or (isinstance(result, Failure) and holds(result.path, wanted)):
            is_there = True
            yield result
    if not is_there:
        error = NoSuchMemberError(path=file.path, member=file.member or "file")
        yield Failure(file.path, "read", error, unit.n_bytes)


def _open_file(file: InputFile, raw: bytes | None) -> Source | list[Unit]:
    """Return the source in a file, or what is in it if it is an archive or a table."""
    raw = read_bytes(file) if raw is None else raw
    media_type = sniff_bytes(raw)
    if media_type is None or not is_archive(raw, media_type):
        return open_bytes(raw, file.path, file.text_column)
    members = read_archive(raw, media_type, file.path)
    if not members:
        raise EmptySourceError(path=file.path)
    return [_unit_of_member(member, f"{file.path}!{member.name}", file.text_column) for member in members]


def _unit_of_member(member: Member, path: str, text_column: str | None) -> Unit:
    return Unit(path, member.size, lambda: open_bytes(member.read(), path, text_column))


def holds(container: str, path: str) -> bool:
    """Tell whether a path names what another names, or something in it.

    >>> holds("a.zip", "a.zip!b.txt"), holds("a.zip!b.txt", "a.zip"), holds("a", "ab")
    (True, False, False)
    """
    return f"{path}!".startswith(f"{container}!")


def _parse_root(given: str) -> _Root:
    part = _PART.fullmatch(given)
    if part is None or os.path.lexists(given):  # a file may have ! or # in its name
        return _Root(given, Path(given))
    return _Root(given, Path(part["path"]), int(part["ordinal"]) if part["ordinal"] else None, part["member"])


def _expand(root: _Root) -> list[_Root]:
    """Return what a pattern matches, in order, or the path itself; hidden files only where the pattern names them."""
    parts = root.location.parts
    fixed = next((number for number, part in enumerate(parts) if _PATTERN.search(part)), None)
    if fixed is None or os.path.lexists(root.location):
        return [root]
    folder, pattern = Path(*parts[:fixed]), parts[fixed:]
    shows_hidden = any(map(is_hidden, pattern))
    found = [
        location
        for location in folder.glob("/".join(pattern))
        if shows_hidden or not any(map(is_hidden, location.relative_to(folder).parts))
    ]
    return [root._replace(given=str(location), location=location) for location in sorted(found)] or [root]


def _walk(root: _Root, failures: list[Failure]) -> Iterator[Path]:
    if not root.location.is_dir():
        if not is_lock_file(root.location.name):  # a shell's * gives these, too
            yield root.location
        return

    def refused(error: OSError) -> None:
        path = printable_name(str(error.filename))
        failures.append(Failure(path, "find", UnreadableError(path=path, reason=error.strerror), None))

    for folder, subfolders, names in os.walk(root.location, onerror=refused):
        subfolders[:] = sorted(name for name in subfolders if not is_hidden(name))
        if _CORPUS_FILES <= set(names):  # our own output is no input
            continue
        for name in sorted(names):
            if not is_hidden(name):
                yield Path(folder, name)


def _named_apart(found: Iterable[InputFile]) -> list[InputFile]:
    """Drop what was given twice, and name files by their whole path where the short name is another's too."""
    first: dict[tuple[Path, int | None, str | None], InputFile] = {}
    for file in found:
        location = Path(os.path.realpath(file.location))  # Path.resolve raises at a link to itself
        first.setdefault((location, file.ordinal, file.member), file)
    whole = {location for location, ordinal, _member in first if ordinal is None}
    files = {key: file for key, file in first.items() if key[1] is None or key[0] not in whole}
    locations: dict[str, set[Path]] = defaultdict(set)
    for (location, _ordinal, _member), file in files.items():
        locations[file.path].add(location)
    return [
        file if len(locations[file.path]) == 1 else file._replace(path=printable_name(file.location.as_posix()))
        for file in files.values()
    ]
