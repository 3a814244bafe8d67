"""DOCX: paragraphs and tables of the main text, a paragraph or row a line; automatic numbers are not printed yet."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from corpus_tools.errors import DamagedFileError
from corpus_tools.reading.formats.archives import BROKEN
from corpus_tools.reading.repairs import remove_invisible

_BODY = "word/document.xml"
_LARGEST_PART = 64 << 20
_PRINTED = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Elements that hold nothing that is printed in the text: deleted and moved text, second forms, properties, notes.
_SKIPPED = frozenset(
    {"del", "moveFrom", "Fallback", "delText", "instrText", "pPr", "rPr", "tblPr", "tcPr", "trPr", "sdtPr"}
)


def read_docx(raw: bytes, path: str) -> tuple[str, dict[str, str]]:
    """Return the text of a Word file.

    Raises
    ------
    DamagedFileError
        When the bytes are no such file, hold a DTD, or unpack to more than 64 MiB.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if archive.getinfo(_BODY).file_size > _LARGEST_PART:
                raise DamagedFileError(path=path, reason="its text unpacks to more than 64 MiB")
            part = archive.read(_BODY)
    except (*BROKEN, KeyError) as error:
        raise DamagedFileError(path=path, reason=error) from error
    try:
        # No DTD, no entity, no file but the part itself.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedFileError(path=path, reason=error) from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise DamagedFileError(path=path, reason="a Word file must not hold a DTD")
    lines = [line for body in root if _name(body) == "body" for line in _lines(body)]
    return remove_invisible("\n".join(lines)), {}


def _lines(block: etree._Element) -> Iterator[str]:
    """Yield the lines that the children of a block print: a paragraph or a table's row each."""
    for child in block:
        name = _name(child)
        if name == "p":
            yield "".join(_characters(child))
        elif name == "tr":
            yield "\t".join(" ".join(_lines(cell)).replace("\t", " ") for cell in _cells(child))
        elif name not in _SKIPPED:  # tables, content controls, inserted and moved blocks
            yield from _lines(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if _name(child) == "tc":
            yield child
        elif _name(child) not in _SKIPPED:
            yield from _cells(child)


def _characters(paragraph: etree._Element) -> Iterator[str]:
    """Yield the characters of a paragraph: runs, tabs, breaks; deleted text is out, inserted text is in."""
    for child in paragraph:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _PRINTED:
            yield _PRINTED[name]
        elif name not in _SKIPPED:
            yield from _characters(child)


def _name(element: etree._Element) -> str:
    """Return an element's name without its namespace: strict and transitional files differ in that."""
    return str(element.tag).rpartition("}")[2]
