"""Archives: the files in a zip or tar, and single packed files, read in place; nothing is unpacked to disk."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from corpus_tools.errors import DamagedFileError
from corpus_tools.reading.names import printable_name

_SYSTEM_FILES = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
BROKEN = (  # what the standard library raises at damaged archives and members
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)
_LARGEST_MEMBER = 64 << 20
_LARGEST_TOTAL = 1 << 30
_LARGEST_ALONE = 1 << 28
_OPENERS: Mapping[str, Callable[[io.BytesIO], io.BufferedIOBase]] = {
    "application/gzip": lambda packed: gzip.GzipFile(fileobj=packed),
    "application/x-bzip2": bz2.BZ2File,
    "application/x-xz": lzma.LZMAFile,
}


class Member(NamedTuple):
    """A file in an archive: its name, unique in it, and its bytes or why there are none."""

    name: str
    content: bytes | DamagedFileError


def is_packed_file(raw: bytes, media_type: str | None) -> bool:
    """Tell whether the bytes are one packed file (``plan.txt.gz``), not an archive of several."""
    return media_type in _OPENERS and not _is_tar(raw)


def is_archive(raw: bytes, media_type: str | None) -> bool:
    """Tell whether the bytes are an archive of files."""
    return media_type in ("application/zip", "application/x-tar") or (media_type in _OPENERS and _is_tar(raw))


def _is_tar(raw: bytes) -> bool:
    try:
        return tarfile.is_tarfile(io.BytesIO(raw))
    except BROKEN:
        return False


def unpack_file(raw: bytes, media_type: str, path: str) -> bytes:
    """Return the bytes of a packed file.

    Raises
    ------
    DamagedFileError
        When they are damaged, or more than 256 MiB.
    """
    try:
        with _OPENERS[media_type](io.BytesIO(raw)) as stream:
            content = stream.read(_LARGEST_ALONE + 1)
    except BROKEN as error:
        raise DamagedFileError(path=path, reason=error) from error
    if len(content) > _LARGEST_ALONE:
        raise DamagedFileError(path=path, reason="it unpacks to more than 256 MiB")
    return content


def read_archive(raw: bytes, media_type: str, path: str) -> list[Member]:
    """Return the files in an archive, in the order of their names; hidden files are left out.

    A member that is damaged, unpacks to more than 64 MiB, or to more than 1 GiB together with those before it, is an
    error among the others.

    Raises
    ------
    DamagedFileError
        When the archive as a whole cannot be read.
    """
    members: list[Member] = []
    try:
        for name, content in _contents(raw, media_type, path):
            parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
            if parts and not any(part.startswith(".") or part in _SYSTEM_FILES for part in parts):
                members.append(Member("/".join(parts), content))
    except BROKEN as error:
        if not members:
            raise DamagedFileError(path=path, reason=str(error).split("\n")[0]) from error
        members.append(Member("(the rest)", DamagedFileError(path=f"{path}!(the rest)", reason=error)))
    return list(_named_apart(sorted(members, key=lambda member: member.name)))


def _named_apart(members: Iterable[Member]) -> Iterator[Member]:
    seen: Counter[str] = Counter()
    for member in members:
        seen[member.name] += 1
        n = seen[member.name]
        yield member if n == 1 else member._replace(name=f"{member.name}~{n}")


def _contents(raw: bytes, media_type: str, path: str) -> Iterator[tuple[str, bytes | DamagedFileError]]:
    total = 0
    for name, size, read in (_zip_members if media_type == "application/zip" else _tar_members)(raw):
        total += size
        if size > _LARGEST_MEMBER or total > _LARGEST_TOTAL:
            yield name, DamagedFileError(path=f"{path}!{name}", reason=f"{size} bytes are more than is allowed")
            continue
        try:
            yield name, read()[:size]
        except BROKEN as error:
            yield name, DamagedFileError(path=f"{path}!{name}", reason=error)


def _zip_members(raw: bytes) -> Iterator[tuple[str, int, Callable[[], bytes]]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for member in archive.infolist():
            if not member.is_dir():
                yield _zip_name(member), member.file_size, partial(archive.read, member)


def _zip_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; where the format says code page 437, systems write UTF-8 or, in China, GBK."""
    if member.flag_bits & 0x800:
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeError:
            pass
    return member.filename


def _tar_members(raw: bytes) -> Iterator[tuple[str, int, Callable[[], bytes]]]:
    with tarfile.open(fileobj=io.BytesIO(raw), mode="r:*") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream:
                yield printable_name(member.name), member.size, stream.read
