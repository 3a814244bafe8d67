"""DOCX: paragraphs and tables of the main text, a paragraph or row a line; automatic numbers are not printed yet."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from corpus_tools.errors import DamagedFileError
from corpus_tools.reading.repairs import remove_invisible

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
_LARGEST_PART = 64 << 20
_PRINTED = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


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
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise DamagedFileError(path=path, reason=error) from error
    if b"<!DOCTYPE" in part[:4096]:
        raise DamagedFileError(path=path, reason="a Word file must not hold a DTD")
    try:
        # No DTD, no entity, no file but the part itself.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedFileError(path=path, reason=error) from error
    body = root.find(f"{_W}body")
    lines = [] if body is None else list(_lines(body))
    return remove_invisible("\n".join(lines)), {}


def _lines(body: etree._Element) -> Iterator[str]:
    for block in body:
        if block.tag == f"{_W}p":
            yield _paragraph(block)
        elif block.tag == f"{_W}tbl":
            for row in block.iter(f"{_W}tr"):
                cells = (cell for cell in row if cell.tag == f"{_W}tc")
                yield "\t".join(" ".join(map(_paragraph, cell.iter(f"{_W}p"))) for cell in cells)
        elif block.tag == f"{_W}sdt":
            for content in block.iter(f"{_W}sdtContent"):
                yield from _lines(content)


def _paragraph(paragraph: etree._Element) -> str:
    """Return the characters of a paragraph: runs, tabs, breaks; deleted text is out, inserted text is in."""
    printed = []
    for element in paragraph.iter():
        if element.tag == f"{_W}t":
            printed.append(element.text or "")
        elif element.tag in _PRINTED:
            printed.append(_PRINTED[str(element.tag)])
    return "".join(printed)
