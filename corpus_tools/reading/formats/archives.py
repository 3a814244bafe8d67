"""Archives: the files in a zip or tar, read in place; nothing is unpacked to disk."""

import io
import tarfile
import zipfile
from collections.abc import Iterator

from corpus_tools.errors import DamagedFileError

_LARGEST_MEMBER = 64 << 20
_LARGEST_TOTAL = 1 << 30
_TAR_TYPES = ("application/gzip", "application/x-bzip2", "application/x-xz", "application/x-tar")
ARCHIVE_TYPES = ("application/zip", *_TAR_TYPES)


def read_archive(raw: bytes, media_type: str, path: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file in an archive, in the order of the names; hidden files are left out.

    Raises
    ------
    DamagedFileError
        When it cannot be read, one member unpacks to more than 64 MiB, or all together to more than 1 GiB.
    """
    try:
        members = _zip_members(raw) if media_type == "application/zip" else _tar_members(raw)
        for name, content in sorted(_limited(members, path)):
            if not any(part.startswith(".") for part in name.split("/")):
                yield name, content
    except (zipfile.BadZipFile, tarfile.TarError, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise DamagedFileError(path=path, reason=error) from error


def _limited(members: Iterator[tuple[str, int, io.BufferedIOBase]], path: str) -> Iterator[tuple[str, bytes]]:
    total = 0
    for name, size, stream in members:
        total += size
        if size > _LARGEST_MEMBER or total > _LARGEST_TOTAL:
            raise DamagedFileError(path=path, reason=f"{name} unpacks to {size} bytes, which is more than is allowed")
        yield name, stream.read(size + 1)[:size]


def _zip_members(raw: bytes) -> Iterator[tuple[str, int, io.BufferedIOBase]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for member in archive.infolist():
            if not member.is_dir():
                with archive.open(member) as stream:
                    yield _zip_name(member), member.file_size, stream  # type: ignore[misc]  # a buffered reader in all but name


def _zip_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; Chinese systems write GBK where the format says code page 437."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _tar_members(raw: bytes) -> Iterator[tuple[str, int, io.BufferedIOBase]]:
    with tarfile.open(fileobj=io.BytesIO(raw), mode="r:*") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream:
                yield member.name, member.size, stream  # type: ignore[misc]  # a buffered reader in all but name
