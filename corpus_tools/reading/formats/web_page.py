"""What a page prints, collected from a parser's events: its lines, and what it says about itself."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from corpus_tools.reading.formats.cells import is_layout, join_cells
from corpus_tools.reading.formats.web_content import PageLine, is_numbered
from corpus_tools.reading.formats.web_lists import Attributes, PrintedList, has_own_mark, names_menu, plain_selectors
from corpus_tools.reading.titles import repeats_page_title

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_NO_TEXT = frozenset({"script", "style", "noscript"})
_SKIPPED = _NO_TEXT | frozenset("template select button textarea iframe object svg".split())
_APART = frozenset({"nav", "aside", "footer"})  # for what is not the document
# How text is read depends on whether it stands in one of them.
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_WATCHED = _APART | _HEADINGS | {"a", "header", "pre", "title"}
_LISTS = frozenset({"ol", "ul"})
_CELLS = frozenset({"td", "th"})
# Blocks that hold blocks; one of them is the document's.
_CONTAINERS = _CELLS | frozenset("article body center dd div dl fieldset form main ol section table tr ul".split())
_BLOCKS = (
    _CONTAINERS
    | _APART
    | frozenset(
        "address blockquote br caption dt figcaption figure h1 h2 h3 h4 h5 h6 header hr html legend li p pre summary "
        "tbody tfoot thead title".split()
    )
)
# Within an item, ahead of its text: what only layout begins with, and what may hold either its text or layout.
_LAYOUT = frozenset("dd dl fieldset form h1 h2 h3 h4 h5 h6 table td th tr".split())
_BOXES = frozenset("article center div main section".split())
_BLANKS = re.compile(r"[ \t\n\f\r]+")
_DEEPEST_TABLE = 50  # rows in deeper tables are blocks like others: each table takes its lines up into the next
_INVISIBLE_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class _Bulleted(NamedTuple):
    """A line that has a bullet: where it stands, and the bullet."""

    lines: list[PageLine]
    place: int
    bullet: str


class Page:
    """A page while its elements come in.

    Attributes
    ----------
    title
        Of the element of that name, as it stands there.
    lines
        All that is printed, in order; complete after ``finish``.
    parents
        For every container the one around it; the first, the page, is its own.
    named
        What ``meta`` elements, the canonical link and the first ``time`` say, by name.
    n_seen
        How many visible characters have come in, those apart from the document (a menu that a damaged page never
        closes) not counted.
    """

    def __init__(self) -> None:
        self.title = ""
        self.lines: list[PageLine] = []
        self.parents = [0]
        self.named: dict[str, str] = {}
        self.n_seen = 0
        self._containers = [("", 0, False)]  # that are open, with their numbers and whether they are for menus
        self._line: list[str] = []
        self._rows: list[list[list[PageLine]]] = []  # of the tables that are open: cells, each a list of lines
        self._cells: list[list[PageLine]] = []  # the cells that are open
        self._skipping: list[str] = []
        self._open: Counter[str] = Counter()  # watched elements and containers
        self._lists: list[PrintedList] = []  # that are open
        self._label = ""  # the number of an item of which no text has come yet
        self._bullet = ""  # its bullet
        self._in_box = False  # whether a box was opened in it ahead of its text
        self._boxed: _Bulleted | None = None  # its first line, if that came in a box
        self._plain: frozenset[str] = frozenset()
        self._n_linked = 0
        self._n_unlinked = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take the start of an element."""
        if self._skipping or tag in _SKIPPED or _is_hidden(attributes):
            if tag not in VOID:
                self._skipping.append(tag)
            return
        if tag in _BLOCKS:
            self._end_line()
        if tag in _CONTAINERS:
            _, parent, is_menu = self._containers[-1]
            self.parents.append(parent)
            self._containers.append((tag, len(self.parents) - 1, is_menu or (tag != "body" and names_menu(attributes))))
        if tag in _LAYOUT:
            self._bullet = ""
        self._in_box |= tag in _BOXES
        if tag == "tr" and len(self._rows) < _DEEPEST_TABLE:
            self._rows.append([])
        elif tag in _CELLS and len(self._cells) < _DEEPEST_TABLE:
            self._cells.append([])
        elif tag in _LISTS:
            self._boxed = None
            self._lists.append(PrintedList(tag, attributes, self._lists, self._plain, is_menu=self._is_in_menu()))
        elif tag == "li" and self._lists:
            label, is_bullet = self._lists[-1].label(attributes)
            self._label += "" if is_bullet else label.lstrip(" ") if self._label else label
            self._bullet = label if is_bullet else ""  # in place of that of an item which holds only this list
            self._in_box, self._boxed = False, None
        else:
            self._name(tag, attributes)
        self._open[tag] += tag in _CONTAINERS or (tag in _WATCHED and (tag != "a" or "href" in attributes))

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
            self._print(_row_lines(self._rows.pop(), self._containers[-1][1]))
        elif tag in _LISTS and self._lists:
            self._lists.pop()
            self._bullet, self._boxed = "", None
        elif tag == "li":
            self._label = self._bullet = ""
            self._boxed = None
        if tag in _CONTAINERS:
            self._close(tag)
        else:
            self._open[tag] = max(0, self._open[tag] - 1)

    def text(self, characters: str) -> None:
        """Take characters."""
        if self._skipping[-1:] == ["style"]:
            self._plain |= plain_selectors(characters)
        if self._open["title"]:
            self.title += characters
        elif _NO_TEXT.isdisjoint(self._skipping[:1]) and not self._is_apart():
            self.n_seen += n_visible(characters)
        if self._skipping or self._open["title"]:
            return
        for number, line in enumerate(characters.split("\n") if self._open["pre"] else [characters]):
            if number:
                self._end_line()
            self._line.append(_BLANKS.sub(" ", line))
            n_characters = sum(map(str.isalnum, line))
            self._n_linked += n_characters if self._open["a"] else 0
            self._n_unlinked += 0 if self._open["a"] else n_characters

    def finish(self) -> None:
        """Close what was never closed."""
        self._skipping.clear()
        self._end_line()
        while self._cells or self._rows:
            self.end("td" if self._cells else "tr")

    def _close(self, tag: str) -> None:
        """Close a container, and those in it that were never closed."""
        closed = ""
        while closed != tag and self._open[tag]:
            closed = self._containers.pop()[0]
            self._open[closed] -= 1

    def _name(self, tag: str, attributes: Attributes) -> None:
        """Keep what the page says about itself; the first of a name counts."""
        if tag == "meta":
            name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
            self.named.setdefault(name.lower(), attributes.get("content") or "")
        elif tag == "link" and attributes.get("rel") == "canonical":
            self.named.setdefault("canonical", attributes.get("href") or "")
        elif tag == "time":
            self.named.setdefault("time", attributes.get("datetime") or "")

    def _end_line(self) -> None:
        text = _BLANKS.sub(" ", "".join(self._line)).strip(" ")
        if text.strip():
            is_title = self._open["h1"] > 0 or repeats_page_title(text.strip(), self.title)
            line = PageLine(
                text=self._take_label(text, is_title) + text,
                container=self._containers[-1][1],
                n_linked=self._n_linked,
                n_unlinked=self._n_unlinked,
                is_title=is_title,
                is_apart=self._is_apart(),
                is_heading=any(self._open[tag] for tag in _HEADINGS),
            )
            self._print([line])
        self._line.clear()
        self._n_linked = self._n_unlinked = 0

    def _take_label(self, text: str, is_title: bool) -> str:
        """Return what is printed before a line; a second line of a box takes back the bullet of the first."""
        if self._boxed:
            lines, place, bullet = self._boxed
            lines[place] = lines[place]._replace(text=lines[place].text.removeprefix(bullet))
            self._boxed = None
        label, bullet = self._label, self._bullet
        self._label = self._bullet = ""
        if bullet and self._n_linked and not self._n_unlinked:
            self._lists[-1].is_menu = True
            bullet = ""
        if is_title or has_own_mark(text):
            bullet = ""
        if bullet and self._in_box and not label:
            self._boxed = _Bulleted(self._printed(), len(self._printed()), bullet)
        return ("" if is_numbered(text) else label) + bullet

    def _is_apart(self) -> bool:
        return any(self._open[tag] for tag in _APART)

    def _is_in_menu(self) -> bool:
        return self._containers[-1][2] or self._open["header"] > 0 or self._is_apart()

    def _print(self, lines: Sequence[PageLine]) -> None:
        self._printed().extend(lines)

    def _printed(self) -> list[PageLine]:
        return self._cells[-1] if self._cells else self.lines


def n_visible(text: str) -> int:
    """Return how many characters of a text are no white space."""
    return sum(not character.isspace() for character in text)


def _row_lines(cells: Sequence[Sequence[PageLine]], container: int) -> list[PageLine]:
    """Return the lines of a row; what stands apart from the document goes before cells are joined."""
    cells = [[line for line in cell if line.is_numbered or not line.is_apart] for cell in cells]
    lines = [line for cell in cells for line in cell]
    if is_layout(cells) or not lines:
        return lines
    joined = PageLine(
        text=join_cells([[line.text for line in cell] for cell in cells]),
        container=container,
        n_linked=sum(line.n_linked for line in lines),
        n_unlinked=sum(line.n_unlinked for line in lines),
        is_title=any(line.is_title for line in lines),
        is_apart=all(line.is_apart for line in lines),
    )
    return [joined]


def _is_hidden(attributes: Attributes) -> bool:
    return "hidden" in attributes or _INVISIBLE_STYLE.search(attributes.get("style") or "") is not None
