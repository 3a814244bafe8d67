"""PDF: printed lines put together to paragraphs again, without page numbers and running heads.

A page holds characters with their places, not paragraphs. A line continues the one before it where that one is full and
nothing (an indent, a larger gap or print, a number after a stop) says that something new begins.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from corpus_tools.errors import DamagedFileError, MissingExtraError, NoTextLayerError, ProtectedFileError
from corpus_tools.reading.media import PDF
from corpus_tools.reading.repairs import repair

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_HYPHENS = str.maketrans("", "", "\x02\ufffe\u00ad")  # what PDFium puts for a hyphen at a line's end
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-—–－·•\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*页)?(?:\s*[/／，,、]?\s*共?\s*\d{1,4}\s*页?)?[-—–－·•\s]*"
    r"|page\s+\d+(?:\s+of\s+\d+)?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"[（(]?[0-9０-９一二三四五六七八九十]{1,3}[、.．:：）)]|第[0-9一二三四五六七八九十百]+[章节条]|[①-⒛㈠-㈩■●◆▲•➢]"
)
_STOPS = tuple("。！？；：!?;:")
_LATIN = re.compile("[A-Za-z0-9,.;:)%]")

_MARGIN_LINES = 2  # how many lines at either end of a page may be running heads
_HEAD_SHARE = 0.4  # of the pages, left and right ones having their own
_MARGIN = 0.1  # of a page's height, where its number may stand
_SAME_PLACE = 3.0  # points
_FULL = 2.0  # characters that may lack at the end of a full line: stops do not begin lines
_NARROWEST = 0.5  # of a page's width: a page of short lines only has no full one
_INDENT = 0.8  # characters
_WIDER_GAP = 1.4  # times the usual distance of lines
_OTHER_SIZE = 1.15
_MEASURED = 8  # characters of a line: a number may be of another font, with a higher box in the same size


class Line(NamedTuple):
    """A printed line.

    Attributes
    ----------
    page
        From 0.
    width, height
        Of the page, in points, as all places are.
    left, right, baseline
        Where its first character begins, its last ends, and how high it stands.
    size
        Height of most of its print.
    """

    page: int
    width: float
    height: float
    text: str
    left: float
    right: float
    baseline: float
    size: float


def read_pdf(raw: bytes, path: str) -> tuple[str, dict[str, str]]:
    """Return the text of a PDF file with the running heads that were left out.

    Raises
    ------
    MissingExtraError, ProtectedFileError, DamagedFileError, NoTextLayerError
    """
    lines, n_pages = _read_lines(raw, path)
    if not lines:
        raise NoTextLayerError(path=path, n_pages=n_pages)
    heads = find_running_heads(lines, n_pages)
    body = [line for line in lines if line not in heads]
    text, repairs = repair("\n".join(join_lines(body)))
    meta = {"repairs": ", ".join(repairs)} if repairs else {}
    names = {_kind(line): line.text.strip() for line in reversed(lines) if line in heads}
    if names:
        meta["running_heads"] = " | ".join(sorted(set(names.values())))
    empty = sorted({*range(n_pages)} - {line.page for line in lines})
    if empty:
        meta["pages_without_text"] = ", ".join(str(page + 1) for page in empty)
    return text, meta


def is_page_number(text: str) -> bool:
    """Tell whether a line at the end of a page numbers it.

    >>> [is_page_number(text) for text in ("- 3 -", "第 3 页 共 12 页", "3/12", "3.读书")]
    [True, True, True, False]
    """
    return _PAGE_NUMBER.fullmatch(text.strip()) is not None


def find_running_heads(lines: Sequence[Line], n_pages: int) -> set[Line]:
    """Return the lines at the ends of pages that number them, or stand at one place with one text on many.

    Print larger than usual is no running head but the title of a plan on each page.
    """
    largest = _OTHER_SIZE * median(line.size for line in lines)
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: line.baseline):
        pages[line.page].append(line)
    at_ends = {line for page in pages.values() for line in (*page[:_MARGIN_LINES], *page[-_MARGIN_LINES:])}
    outermost = {line for page in pages.values() for line in (page[0], page[-1])}
    counts = Counter(map(_kind, at_ends))
    least = max(2, _HEAD_SHARE * n_pages)
    repeated = {line for line in at_ends if counts[_kind(line)] >= least and line.size <= largest}
    return repeated | {line for line in outermost if _is_in_margin(line) and is_page_number(line.text)}


def _is_in_margin(line: Line) -> bool:
    return not _MARGIN * line.height <= line.baseline <= (1 - _MARGIN) * line.height


def _kind(line: Line) -> tuple[str, int]:
    """Return what running heads of several pages have in common: the text but for numbers, and the height."""
    return _DIGITS.sub("0", "".join(line.text.split())), round(line.baseline / _SAME_PLACE)


def join_lines(lines: Sequence[Line]) -> list[str]:
    """Return the paragraphs that printed lines make."""
    if not lines:
        return []
    edges = _edges(lines)
    gap = median([one.baseline - two.baseline for one, two in pairwise(lines) if one.page == two.page] or [0.0])
    paragraphs = [lines[0].text]
    for before, line in pairwise(lines):
        if line.width in edges and _continues(before, line, *edges[line.width], gap):
            paragraphs[-1] = _joined(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
    return paragraphs


def _edges(lines: Sequence[Line]) -> dict[float, tuple[float, float]]:
    """Return where lines begin and end, for pages of each width: those that lie across have their own.

    Lines of small print (notes, a head on a single page) stand where they like.
    """
    usual = median(line.size for line in lines)
    by_width: dict[float, list[Line]] = defaultdict(list)
    for line in lines:
        if line.size * _OTHER_SIZE >= usual:
            by_width[line.width].append(line)
    edges = {}
    for width, found in by_width.items():
        left = min(line.left for line in found)
        edges[width] = left, max(left + _NARROWEST * width, *(line.right for line in found))
    return edges


def _continues(before: Line, line: Line, left: float, right: float, gap: float) -> bool:
    if before.right < right - _FULL * before.size or line.left > left + _INDENT * line.size:
        return False
    if max(before.size, line.size) > _OTHER_SIZE * min(before.size, line.size):
        return False
    if before.page == line.page and before.baseline - line.baseline > _WIDER_GAP * gap:
        return False
    return not (before.text.rstrip().endswith(_STOPS) and _NUMBERED.match(line.text.lstrip()))


def _joined(before: str, after: str) -> str:
    before, after = before.rstrip(), after.lstrip()
    words = _LATIN.match(before[-1:]) and _LATIN.match(after[:1])
    return f"{before} {after}" if words else before + after


def _read_lines(raw: bytes, path: str) -> tuple[list[Line], int]:
    try:
        import pypdfium2
    except ImportError as error:
        raise MissingExtraError(path=path, media_type=PDF, extra="pdf") from error
    try:
        with pypdfium2.PdfDocument(raw) as document:
            return list(_document_lines(document)), len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ProtectedFileError(path=path) from error
        raise DamagedFileError(path=path, reason=error) from error


def _document_lines(document: "PdfDocument") -> Iterator[Line]:
    for number in range(len(document)):
        page = document[number]
        yield from _page_lines(page, number)
        page.close()


def _page_lines(page: "PdfPage", number: int) -> Iterator[Line]:
    """Yield the lines of a page; PDFium puts a line end wherever the print goes on at another height."""
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()
    width, height = round(page.get_width()), round(page.get_height())
    codes = [pdfium.FPDFText_GetUnicode(textpage, index) for index in range(textpage.count_chars())]
    start = 0
    for end in range(len(codes) + 1):
        if end < len(codes) and codes[end] not in (10, 13):
            continue
        printed = [index for index in range(start, end) if not chr(codes[index]).isspace()]
        if printed:
            text = _characters(codes[start:end])
            measured = [*printed[:: max(1, len(printed) // _MEASURED)], printed[-1]]
            boxes = [textpage.get_charbox(index, loose=True) for index in measured]
            size = median(top - bottom for _left, bottom, _right, top in boxes)
            yield Line(number, width, height, text, boxes[0][0], boxes[-1][2], boxes[0][1], size)
        start = end + 1
    textpage.close()


def _characters(codes: Sequence[int]) -> str:
    """Return characters of the codes of UTF-16, of which two may make one character."""
    text = "".join(map(chr, codes)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.translate(_HYPHENS)
