"""The parts of a Word file: XML found through its relationships, unpacked within limits, without a DTD."""

import io
import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree

from corpus_tools.errors import DamagedFileError
from corpus_tools.reading.formats.archives import BROKEN

Part = etree._Element

_MAIN = "word/document.xml"
# Parts beside the main one, by the last word of their relationship's type; where a file does not relate them, they
# lie here.
_USUAL_NAMES = {kind: f"word/{kind}.xml" for kind in ("numbering", "styles", "footnotes", "endnotes")}
_LARGEST_PART = 64 << 20
_MOST_TAGS = 2_000_000  # a book of a thousand pages has fewer; a small file can unpack to many more


def read_parts(raw: bytes, path: str) -> dict[str, Part]:
    """Return the parts of a Word file that its text depends on: ``document``, ``numbering``, ``styles``, notes.

    Raises
    ------
    DamagedFileError
        When the bytes are no such file, or a part is no XML, holds a DTD, or is larger than any text.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            main = _related(archive, "", path).get("officeDocument", _MAIN)
            names = _USUAL_NAMES | _related(archive, main, path) | {"document": main}
            packed = frozenset(archive.namelist())
            if main not in packed:
                raise DamagedFileError(path=path, reason=f"it holds no {main}")
            wanted = {kind: names[kind] for kind in ("document", *_USUAL_NAMES) if names[kind] in packed}
            return {kind: _parse(_unpack(archive, name, path), name, path) for kind, name in wanted.items()}
    except BROKEN as error:
        raise DamagedFileError(path=path, reason=error) from error


def local_name(element: Part) -> str:
    """Return an element's name without its namespace: strict and transitional files differ in that."""
    return str(element.tag).rpartition("}")[2]


def children(element: Part | None, *names: str) -> Iterator[Part]:
    """Yield the children with one of the names; none of nothing."""
    return (child for child in (() if element is None else element) if local_name(child) in names)


def child(element: Part | None, *path: str) -> Part | None:
    """Return the first child of that name, or what lies below it by further names; None where there is none."""
    for name in path:
        element = next(children(element, name), None)
    return element


def attribute(element: Part | None, name: str = "val") -> str | None:
    """Return an attribute by its name without the namespace."""
    attributes = () if element is None else element.attrib.items()
    return next((str(value) for key, value in attributes if str(key).rpartition("}")[2] == name), None)


def number(element: Part | None, name: str = "val") -> int | None:
    """Return an attribute as a number from zero on; None for what is no such number."""
    value = attribute(element, name) or ""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None


def is_on(element: Part | None) -> bool | None:
    """Return what a switch such as ``w:vanish`` says; None where it is not set."""
    return None if element is None else attribute(element) not in ("0", "false", "off")


def _related(archive: zipfile.ZipFile, name: str, path: str) -> dict[str, str]:
    """Return the names of the parts that a part (``""``: the file itself) relates to, by kind."""
    folder, base = posixpath.split(name)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    if relations not in archive.namelist():
        return {}
    related = {}
    for relation in _parse(_unpack(archive, relations, path), relations, path):
        kind = (attribute(relation, "Type") or "").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/", folder, attribute(relation, "Target") or ""))
        if attribute(relation, "TargetMode") != "External":
            related[kind] = target.lstrip("/")
    return related


def _unpack(archive: zipfile.ZipFile, name: str, path: str) -> bytes:
    with archive.open(name) as part:
        unpacked = part.read(_LARGEST_PART + 1)  # a size that the archive declares may be false
    if len(unpacked) > _LARGEST_PART:
        raise DamagedFileError(path=path, reason=f"{name} unpacks to more than {_LARGEST_PART >> 20} MiB")
    if unpacked.count(b"<") > _MOST_TAGS:
        raise DamagedFileError(path=path, reason=f"{name} holds more than {_MOST_TAGS} tags")
    return unpacked


def _parse(unpacked: bytes, name: str, path: str) -> Part:
    # No DTD, no entity, no file but the part itself.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(unpacked, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedFileError(path=path, reason=f"{name}: {error}") from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise DamagedFileError(path=path, reason=f"{name}: a Word file must not hold a DTD")
    return root
