"""HTML: the text as the page prints it, a block a line, tabs between cells, numbers and bullets written out.

lxml stops without a word at deeply nested elements. So the visible characters that come out are held against those that
went in, and the forgiving parser of the standard library takes over where lxml lost text.
"""

import html
import re
from html.parser import HTMLParser

from lxml import etree

from corpus_tools.reading.formats.web_content import choose_content
from corpus_tools.reading.formats.web_meta import read_meta
from corpus_tools.reading.formats.web_page import VOID, Page, n_visible
from corpus_tools.reading.repairs import REPAIRS_OF_PRINT, repair
from corpus_tools.reading.titles import join_headings

# What is left open hides the rest of the page, so that no pattern is tried twice over the same characters.
_NOT_PRINTED = re.compile(r"(?is)<(script|style|head|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[^<>]*>")
_LOST_SHARE = 0.98


class _ForgivingParser(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self._page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._page.start(tag, dict(attrs))
        if tag in VOID:
            self._page.end(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._page.end(tag)

    def handle_data(self, data: str) -> None:
        self._page.text(data)


def read_html(decoded: str) -> tuple[str, dict[str, str]]:
    """Return the printed text of a page, repaired, and what it says about itself.

    Scripts, styles and form controls print nothing of a plan and are left out, and so are menus, side bars and footers,
    but for their numbered lines. Of itself a page says ``title``, ``date`` (of publication), ``url`` and ``headings``;
    ``parser`` is ``html.parser`` where lxml lost text.
    """
    page, parser = _read_with_lxml(decoded), "lxml"
    if page.n_seen < _LOST_SHARE * _n_printable(decoded):
        second = _read_with_standard_parser(decoded)
        if page.n_seen < _LOST_SHARE * second.n_seen:
            page, parser = second, "html.parser"
    lines = choose_content(page.lines, page.parents)
    text, repairs = repair("\n".join(line.text for line in lines), REPAIRS_OF_PRINT)
    meta = read_meta(page.title, page.named, (line.text for line in page.lines), decoded)
    if parser != "lxml":
        meta["parser"] = parser
    headings = join_headings(line.text for line in lines if line.is_heading)
    if headings:
        meta["headings"], _ = repair(headings, REPAIRS_OF_PRINT)
    if repairs:
        meta["repairs"] = ", ".join(repairs)
    return text, meta


def _read_with_lxml(decoded: str) -> Page:
    page = Page()
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(decoded.encode("utf-8", "replace"), parser) if decoded.strip() else None
    if root is None:
        return page
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = str(element.tag)
        if event == "start":
            page.start(tag, _attributes(element))
            page.text(element.text or "")
        else:
            page.end(tag)
            page.text(element.tail or "")
    page.finish()
    return page


def _attributes(element: etree._Element) -> dict[str, str | None]:
    """Return the attributes; a list that is counted backwards is given the number it starts with."""
    attributes: dict[str, str | None] = {str(name): str(value) for name, value in element.attrib.items()}
    if "reversed" in attributes:
        attributes.setdefault("start", str(sum(child.tag == "li" for child in element)))
    return attributes


def _read_with_standard_parser(decoded: str) -> Page:
    page = Page()
    parser = _ForgivingParser(page)
    try:
        parser.feed(decoded)
        parser.close()
    except AssertionError:  # html.parser on malformed markup declarations; what came before is kept
        pass
    page.finish()
    return page


def _n_printable(decoded: str) -> int:
    """Return an upper bound of the visible characters of a page: everything outside tags, scripts and comments."""
    return n_visible(html.unescape(_NOT_PRINTED.sub("", decoded)))
