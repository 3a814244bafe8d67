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
from itertools import islice
from typing import NamedTuple

from corpus_tools.errors import DamagedFileError
from corpus_tools.reading.names import is_hidden, printable_name

BROKEN = (  # what the standard library raises at damaged archives and members
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,  # of zipfile, at a compression that it does not know
    ValueError,
)
_LARGEST_MEMBER = 64 << 20
_LARGEST_TOTAL = 1 << 30
_LARGEST_TAR = 1 << 28  # it is in memory as a whole
_LARGEST_ALONE = 1 << 28
_PIECE = 1 << 20
_SMALLEST_BOMB = 4 << 20
_LARGEST_RATIO = 200  # XML of Word files is packed to a 25th, seldom to a 100th
_OPENERS: Mapping[str, Callable[[io.BytesIO], io.BufferedIOBase]] = {
    "application/gzip": lambda packed: gzip.GzipFile(fileobj=packed),
    "application/x-bzip2": bz2.BZ2File,
    "application/x-xz": lzma.LZMAFile,
}


class Member(NamedTuple):
    """A file in an archive.

    Attributes
    ----------
    name
        Unique in the archive.
    size
        What it unpacks to, in bytes, as the archive says.
    read
        Gives its bytes, or raises DamagedFileError.
    """

    name: str
    size: int
    read: Callable[[], bytes]


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
            pieces = iter(partial(stream.read, _PIECE), b"")  # read(n) takes room for all n bytes at once
            content = b"".join(islice(pieces, _LARGEST_ALONE // _PIECE + 1))
    except BROKEN as error:
        raise DamagedFileError(path=path, reason=error) from error
    if len(content) > _LARGEST_ALONE or is_bomb(len(content), len(raw)):
        raise DamagedFileError(path=path, reason=f"it unpacks to {len(content)} bytes or more")
    return content


def is_bomb(size: int, packed_size: int) -> bool:
    """Tell whether a file unpacks to far more than any text would.

    >>> is_bomb(600 << 20, 1 << 20), is_bomb(20 << 20, 1 << 20)
    (True, False)
    """
    return size > _SMALLEST_BOMB and size > _LARGEST_RATIO * packed_size


def read_archive(raw: bytes, media_type: str, path: str) -> list[Member]:
    """Return the files in an archive, in the order of their names; hidden files are left out.

    Sizes are looked at before anything is unpacked. A member that is damaged, unpacks to more than 64 MiB, to more than
    200 times what it is packed, or to more than 1 GiB together with those before it, gives an error when it is read.

    Raises
    ------
    DamagedFileError
        When the archive as a whole cannot be read.
    """
    members: list[Member] = []
    try:
        for member in (_zip_members if media_type == "application/zip" else _tar_members)(raw, path):
            parts = [part for part in member.name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
            if parts and not any(map(is_hidden, parts)):
                members.append(member._replace(name="/".join(parts)))
    except BROKEN as error:
        if not members:
            raise DamagedFileError(path=path, reason=str(error).split("\n")[0]) from error
        members.append(_damaged("(the rest)", 0, path, error))
    return list(_named_apart(sorted(members, key=lambda member: member.name)))


def _damaged(name: str, size: int, path: str, reason: object) -> Member:
    def refuse() -> bytes:
        raise DamagedFileError(path=f"{path}!{name}", reason=reason)

    return Member(name, size, refuse)


def _named_apart(members: Iterable[Member]) -> Iterator[Member]:
    seen: Counter[str] = Counter()
    for member in members:
        seen[member.name] += 1
        n = seen[member.name]
        yield member if n == 1 else member._replace(name=f"{member.name}~{n}")


def _zip_members(raw: bytes, path: str) -> Iterator[Member]:
    archive, total = zipfile.ZipFile(io.BytesIO(raw)), 0
    for member in archive.infolist():
        if member.filename.endswith("/"):  # ZipInfo.is_dir fails at an empty name
            continue
        name, size = _zip_name(member), member.file_size
        total += size
        if size > _LARGEST_MEMBER or total > _LARGEST_TOTAL or is_bomb(size, member.compress_size):
            yield _damaged(name, size, path, f"{size} bytes are more than is allowed")
        else:
            yield Member(name, size, partial(_unpack, partial(_zip_content, archive, member), f"{path}!{name}"))


def _zip_content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as stream:
        return stream.read(member.file_size)  # it may hold more than it says


def _unpack(read: Callable[[], bytes], path: str) -> bytes:
    try:
        return read()
    except BROKEN as error:
        raise DamagedFileError(path=path, reason=error) from error


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


def _tar_members(raw: bytes, path: str) -> Iterator[Member]:
    """Yield members with their bytes: a packed tar can be read from front to back only."""
    total = 0
    with tarfile.open(fileobj=io.BytesIO(raw), mode="r:*") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is None:
                continue
            name, size = printable_name(member.name), member.size
            total += size
            if size > _LARGEST_MEMBER or total > _LARGEST_TAR:
                yield _damaged(name, size, path, f"{size} bytes are more than is allowed")
                continue
            try:
                yield Member(name, size, partial(bytes, stream.read()))
            except BROKEN as error:
                yield _damaged(name, size, path, error)
