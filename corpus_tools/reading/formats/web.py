"""HTML: the text as the page prints it, a block a line, tabs between cells, the numbers of ordered lists written out.

lxml stops without a word at deeply nested elements. So the visible characters that come out are held against those of a
second, forgiving parser from the standard library, which takes over where lxml lost text.
"""

import re
from collections import Counter
from collections.abc import Mapping
from html.parser import HTMLParser

from lxml import etree

from corpus_tools.reading.repairs import remove_invisible, unify_line_ends
from corpus_tools.reading.titles import repeats_page_title

_SKIPPED = frozenset("script style template noscript nav footer aside select button textarea iframe object svg".split())
_LISTS = frozenset({"ol", "ul"})
_READ_APART = frozenset({"a", "h1", "pre", "title"})
_BLOCKS = frozenset(
    "address article blockquote body br caption center dd div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 "
    "header hr html legend li main ol p pre section summary table tbody td tfoot th thead title tr ul".split()
)
_CELLS = frozenset({"td", "th"})
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_BLANKS = re.compile(r"[ \t\n\f\r]+")
_NUMBERED = re.compile("[(（第]?[0-9０-９一二三四五六七八九十①-⒛㈠-㈩]")
# What is left open hides the rest of the page, so that no pattern is tried twice over the same characters.
_NOT_PRINTED = re.compile(r"(?is)<(script|style|head|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[^<>]*>")
_LIST_NUMBER = re.compile(r"^\d+\. ")  # as this reader writes it
_INVISIBLE_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST_LINES_OF_A_CELL = 8
_LOST_SHARE = 0.98


class _Page:
    """Collects the printed lines and the title from a parser's events."""

    def __init__(self) -> None:
        self.title = ""
        self._lines: list[str] = []
        self._line: list[str] = []
        self._rows: list[list[list[str]]] = []  # of the tables that are open: cells, each a list of lines
        self._cells: list[list[str]] = []  # the cells that are open
        self._skipping: list[str] = []
        self._open: Counter[str] = Counter()  # elements that change how text is read
        self._counters: list[int | None] = []  # of the lists that are open; None for one without numbers
        self._n_linked = 0
        self._n_unlinked = 0

    def start(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        """Take the start of an element."""
        if self._skipping or tag in _SKIPPED or _is_hidden(attributes):
            if tag not in _VOID:
                self._skipping.append(tag)
            return
        if tag in _BLOCKS:
            self._end_line()
        if tag == "tr":
            self._rows.append([])
        elif tag in _CELLS:
            self._cells.append([])
        elif tag in _LISTS:
            self._counters.append(_first_number(attributes) - 1 if tag == "ol" else None)
        elif tag == "li" and self._counters and self._counters[-1] is not None:
            self._counters[-1] += 1
            self._line.append(f"{self._counters[-1]}. ")
        self._open[tag] += tag in _READ_APART and (tag != "a" or "href" in attributes)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if self._skipping:
            if tag in self._skipping:
                while self._skipping.pop() != tag:
                    pass
            return
        if tag in _BLOCKS:
            self._end_line()
        if tag in _CELLS and self._cells:
            cell = self._cells.pop()
            if self._rows:
                self._rows[-1].append(cell)
            else:
                self._print(cell)
        elif tag == "tr" and self._rows:
            self._print(_row_lines(self._rows.pop()))
        elif tag in _LISTS and self._counters:
            self._counters.pop()
        self._open[tag] = max(0, self._open[tag] - 1)

    def text(self, characters: str) -> None:
        """Take characters."""
        if self._open["title"]:
            self.title += characters
            return
        if self._skipping:
            return
        for number, line in enumerate(characters.split("\n") if self._open["pre"] else [characters]):
            if number:
                self._end_line()
            self._line.append(_BLANKS.sub(" ", line))
            n_characters = sum(map(str.isalnum, line))
            self._n_linked += n_characters if self._open["a"] else 0
            self._n_unlinked += 0 if self._open["a"] else n_characters

    def finish(self) -> str:
        """Return all lines; what was never closed is closed."""
        self._end_line()
        while self._cells or self._rows:
            self.end("td" if self._cells else "tr")
        return "\n".join(self._lines)

    def _end_line(self) -> None:
        line = _BLANKS.sub(" ", "".join(self._line)).strip(" ")
        printed = _LIST_NUMBER.sub("", line).strip()
        is_title = self._open["h1"] or repeats_page_title(printed, self.title)
        is_menu = self._n_linked and not self._n_unlinked and not is_title and not _NUMBERED.match(printed)
        if printed and not is_menu:
            self._print([line])
        self._line.clear()
        self._n_linked = self._n_unlinked = 0

    def _print(self, lines: list[str]) -> None:
        (self._cells[-1] if self._cells else self._lines).extend(lines)


def _row_lines(cells: list[list[str]]) -> list[str]:
    """Return a table's row as one line of cells, or as the lines in it where the table only lays out the page."""
    n_filled = sum(map(bool, cells))
    is_layout = n_filled == 1 == len(cells) or any(len(cell) > _MOST_LINES_OF_A_CELL for cell in cells)
    if is_layout:
        return [line for cell in cells for line in cell]
    return ["\t".join(" ".join(cell).replace("\t", " ") for cell in cells)] if n_filled else []


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    return "hidden" in attributes or _INVISIBLE_STYLE.search(attributes.get("style") or "") is not None


def _first_number(attributes: Mapping[str, str | None]) -> int:
    start = attributes.get("start") or ""
    return int(start) if re.fullmatch(r"\d{1,4}", start) else 1


class _ForgivingParser(HTMLParser):
    def __init__(self, page: _Page) -> None:
        super().__init__(convert_charrefs=True)
        self._page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._page.start(tag, dict(attrs))
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
            page.start(tag, dict(element.attrib))
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
    return _n_visible(_NOT_PRINTED.sub("", decoded))
