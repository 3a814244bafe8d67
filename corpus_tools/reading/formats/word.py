"""DOCX: the text as the page prints it, a paragraph or a table's row a line, automatic numbers written out.

Headers, footers and comments lie in parts of their own and are not read. Footnotes follow the paragraph or row that
refers to them, endnotes the whole text; the marks that refer to them are left out, as they would stand in the words.
"""

import re
from collections.abc import Iterator, Mapping

from corpus_tools.reading.formats.cells import row_lines
from corpus_tools.reading.formats.word_numbers import Counters, read_lists, read_styles
from corpus_tools.reading.formats.word_package import (
    Part,
    attribute,
    child,
    children,
    is_on,
    local_name,
    read_parts,
)
from corpus_tools.reading.repairs import REPAIRS_OF_PRINT, repair
from corpus_tools.reading.symbols import printed_symbol
from corpus_tools.reading.titles import join_headings

_PRINTED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Elements that hold nothing that is printed: deleted and moved text, codes of fields, properties, the reading of a
# character.
_SKIPPED = frozenset("del moveFrom delText instrText rt pPr rPr tblPr tblGrid tblPrEx tcPr trPr sdtPr sectPr".split())
_CODE_POINT = re.compile("(?![dD][89a-fA-F])[0-9a-fA-F]{4}")  # no surrogate


def read_docx(raw: bytes, path: str) -> tuple[str, dict[str, str]]:
    """Return the repaired text of a Word file, and what it says about itself: its headings, and the repairs made.

    Raises
    ------
    DamagedFileError
        When the bytes are no such file, hold a DTD, or unpack to more than any text needs.
    """
    printer = _Printer(read_parts(raw, path))
    text, repairs = repair("\n".join(printer.lines()), REPAIRS_OF_PRINT)
    meta = {"repairs": ", ".join(repairs)} if repairs else {}
    headings = join_headings(printer.headings)
    if headings:
        meta["headings"], _ = repair(headings, REPAIRS_OF_PRINT)
    return text, meta


class _Printer:
    """Prints the blocks of one document in their order, in which automatic numbers count."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self._body = child(parts["document"], "body")
        self._styles = read_styles(parts.get("styles"))
        self._counters = Counters(read_lists(parts.get("numbering")), self._styles)
        self._notes = {  # that no reference has come for yet
            (local_name(note), attribute(note, "id")): note
            for kind in ("footnotes", "endnotes")
            for note in children(parts.get(kind), "footnote", "endnote")
        }
        self._footnotes: list[Part] = []  # that are referred to, and not printed yet
        self._endnotes: list[Part] = []
        self.headings: list[str] = []  # the paragraphs printed that are some

    def lines(self) -> Iterator[str]:
        """Yield the lines of the document."""
        yield from self._story(self._body)
        while self._endnotes:
            yield from self._story(self._endnotes.pop(0))

    def _story(self, story: Part | None) -> Iterator[str]:
        """Yield the lines of what holds blocks: the body, a cell, a text box, a note."""
        joined = ""  # text whose paragraph mark is not printed runs on into the next paragraph
        for block in _blocks(story, "p", "tr"):
            if local_name(block) == "tr":
                yield from self._row(block)
            else:
                pieces = list(self._pieces(block, self._is_hidden(block), []))
                text = "".join(piece for piece in pieces if isinstance(piece, str))
                is_ended = self._has_printed_mark(block)
                # A paragraph that prints nothing does not count, and one that goes on another has its number.
                if not joined and (text or is_ended):
                    joined = self._counters.label(child(block, "pPr"))
                joined += text
                if is_ended:
                    if self._styles.is_heading(child(block, "pPr")):
                        self.headings.append(joined)
                    yield from joined.split("\n")
                    joined = ""
                for piece in pieces:
                    if not isinstance(piece, str):
                        yield from self._story(piece)
            while story is self._body and self._footnotes:
                yield from self._story(self._footnotes.pop(0))
        if joined:
            yield from joined.split("\n")

    def _row(self, row: Part) -> list[str]:
        properties = child(row, "trPr")
        if child(properties, "del") is not None or is_on(child(properties, "hidden")):
            return []
        return row_lines([list(filter(None, self._story(cell))) for cell in _blocks(row, "tc")])

    def _pieces(self, element: Part, is_hidden: bool, fields: list[bool]) -> Iterator[str | Part]:
        """Yield the printed characters of a paragraph, and the text boxes in it.

        Parameters
        ----------
        element
            The paragraph, or what lies in it.
        is_hidden
            Whether its characters are hidden where they do not say otherwise.
        fields
            The complex fields that are open: for each, whether its result is reached.
        """
        for found in _printed_children(element):
            name = local_name(found)
            characters = _characters(found, name)
            if characters is not None:
                yield characters if all(fields) and not is_hidden else ""
            elif name == "fldChar":
                _follow_field(fields, attribute(found, "fldCharType"))
            elif name == "txbxContent":
                yield found
            elif name in ("footnoteReference", "endnoteReference"):
                self._refer(name.removesuffix("Reference"), attribute(found, "id"))
            else:
                yield from self._pieces(found, self._is_hidden_run(found, is_hidden), fields)

    def _refer(self, kind: str, note_id: str | None) -> None:
        note = self._notes.pop((kind, note_id), None)  # once: a note may refer to itself
        if note is not None:
            (self._footnotes if kind == "footnote" else self._endnotes).append(note)

    def _is_hidden(self, paragraph: Part) -> bool:
        return self._styles.is_hidden(self._styles.of_paragraph(child(paragraph, "pPr"))) or False

    def _is_hidden_run(self, run: Part, by_default: bool) -> bool:
        own = is_on(child(run, "rPr", "vanish"))
        if own is None:
            own = self._styles.is_hidden(attribute(child(run, "rPr", "rStyle")))
        return by_default if own is None else own

    def _has_printed_mark(self, paragraph: Part) -> bool:
        """Tell whether a paragraph ends its line: a mark that is deleted, moved away or hidden does not."""
        mark = child(paragraph, "pPr", "rPr")
        is_hidden = is_on(child(mark, "vanish"))
        is_hidden = self._is_hidden(paragraph) if is_hidden is None else is_hidden
        return not is_hidden and next(children(mark, "del", "moveFrom"), None) is None


def _blocks(container: Part | None, *names: str) -> Iterator[Part]:
    """Yield the blocks with one of the names, also from within content controls and other wrappers."""
    for found in _printed_children(container):
        if local_name(found) in names:
            yield found
        else:
            yield from _blocks(found, *names)


def _printed_children(element: Part | None) -> Iterator[Part]:
    """Yield the children that may print; of alternatives the first."""
    for found in () if element is None else element:
        name = local_name(found)
        if name == "AlternateContent":
            chosen = child(found, "Choice")
            yield from _printed_children(child(found, "Fallback") if chosen is None else chosen)
        elif name not in _SKIPPED:
            yield found


def _characters(element: Part, name: str) -> str | None:
    """Return what an element prints by itself; None for one that only holds others."""
    if name == "t":
        return element.text or ""
    if name == "sym":
        code = attribute(element, "char") or ""
        is_character = _CODE_POINT.fullmatch(code)
        return printed_symbol(int(code, 16), attribute(element, "font") or "") if is_character else ""
    return _PRINTED.get(name)


def _follow_field(fields: list[bool], boundary: str | None) -> None:
    """Open a field, reach its result, or close it."""
    if boundary == "begin":
        fields.append(False)
    elif fields and boundary == "separate":
        fields[-1] = True
    elif fields and boundary == "end":
        fields.pop()
