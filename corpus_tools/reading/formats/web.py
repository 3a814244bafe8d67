"""HTML: the text as the page prints it, a block a line, tabs between cells, the numbers of ordered lists written out.

lxml stops without a word at deeply nested elements. So the visible characters that come out are held against those of a
second, forgiving parser from the standard library, which takes over where lxml lost text.
"""

import re
from html.parser import HTMLParser

from lxml import etree

from corpus_tools.reading.repairs import remove_invisible, unify_line_ends

_SKIPPED = frozenset(
    "script style template noscript head nav footer aside select button textarea iframe object svg math".split()
)
_BLOCKS = frozenset(
    "address article blockquote body br caption center dd div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 "
    "header hr html legend li main ol p pre section summary table tbody tfoot thead title tr ul".split()
)
_CELLS = frozenset({"td", "th"})
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_BLANKS = re.compile(r"[ \t\n\f\r]+")
_NUMBERED = re.compile("[(（第]?[0-9０-９一二三四五六七八九十①-⒛㈠-㈩]")
_LIST_NUMBER = re.compile(r"^\d+\. ")  # as this reader writes it
_LOST_SHARE = 0.98


class _Page:
    """Collects the printed lines and the title from a parser's events."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.title = ""
        self._line: list[str] = []
        self._skipping: list[str] = []
        self._in_title = False
        self._link_depth = 0
        self._n_unlinked = 0
        self._counters: list[int | None] = []  # of the lists that are open; None for one without numbers

    def start(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_line()
        if tag in ("ol", "ul"):
            self._counters.append(0 if tag == "ol" else None)
        elif tag == "li" and self._counters and self._counters[-1] is not None and not self._skipping:
            self._counters[-1] += 1
            self._line.append(f"{self._counters[-1]}. ")
        self._in_title = self._in_title or tag == "title"
        if tag in _SKIPPED or (self._skipping and tag == self._skipping[-1]):
            self._skipping.append(tag)
        self._link_depth += tag == "a"

    def end(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag == "a":
            self._link_depth = max(0, self._link_depth - 1)
        if self._skipping and tag == self._skipping[-1]:
            self._skipping.pop()
        elif tag in _CELLS and not self._skipping:
            self._line.append("\t")
        if tag in _BLOCKS:
            self.end_line()
        if tag in ("ol", "ul") and self._counters:
            self._counters.pop()

    def text(self, characters: str) -> None:
        if self._in_title:
            self.title += characters
        elif not self._skipping:
            self._line.append(_BLANKS.sub(" ", characters))
            self._n_unlinked += 0 if self._link_depth else sum(map(str.isalnum, characters))

    def end_line(self) -> None:
        cells = ("".join(self._line)).split("\t")
        line = "\t".join(cell.strip(" ") for cell in cells).rstrip("\t")
        printed = _LIST_NUMBER.sub("", line).strip()
        is_menu = self._n_unlinked == 0 and not _NUMBERED.match(printed)
        if printed and not is_menu:
            self.lines.append(line)
        self._line.clear()
        self._n_unlinked = 0

    def finish(self) -> str:
        self.end_line()
        return "\n".join(self.lines)


class _ForgivingParser(HTMLParser):
    def __init__(self, page: _Page) -> None:
        super().__init__(convert_charrefs=True)
        self._page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._page.start(tag)
        if tag in _VOID:
            self._page.end(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._page.end(tag)

    def handle_data(self, data: str) -> None:
        self._page.text(data)


def read_html(decoded: str) -> tuple[str, dict[str, str]]:
    """Return the printed text of a page and its ``title``, if it has one.

    Scripts, styles, navigation, footers and form controls print nothing of a plan and are left out, and so are lines
    that are nothing but links, unless they are numbered.
    """
    page = _read_with_lxml(decoded)
    text = page.finish()
    if _n_visible(text) < _LOST_SHARE * _n_printable(decoded):
        forgiving = _read_with_standard_parser(decoded)
        second = forgiving.finish()
        if _n_visible(text) < _LOST_SHARE * _n_visible(second):
            page, text = forgiving, second
    text = remove_invisible(unify_line_ends(text))
    title = _BLANKS.sub(" ", page.title).strip()
    return text, {"title": title} if title else {}


def _read_with_lxml(decoded: str) -> _Page:
    page = _Page()
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(decoded.encode("utf-8", "replace"), parser) if decoded.strip() else None
    if root is None:
        return page
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = str(element.tag)
        if event == "start":
            page.start(tag)
            page.text(element.text or "")
        else:
            page.end(tag)
            page.text(element.tail or "")
    return page


def _read_with_standard_parser(decoded: str) -> _Page:
    page = _Page()
    parser = _ForgivingParser(page)
    try:
        parser.feed(decoded)
        parser.close()
    except AssertionError:  # html.parser on malformed markup declarations; what came before is kept
        pass
    return page


def _n_visible(text: str) -> int:
    return sum(not character.isspace() for character in text)


def _n_printable(decoded: str) -> int:
    """Return an upper bound of the visible characters of a page: everything outside tags, scripts and comments."""
    stripped = re.sub(r"(?is)<(script|style|head|noscript)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", "", decoded)
    return _n_visible(stripped)
