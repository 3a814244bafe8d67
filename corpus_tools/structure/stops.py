"""Stops: where sentences and clauses end, outside quotation marks, book-title marks and brackets."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from sys import maxsize

from corpus_tools.spans import Span

BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001))))
STOPS = "。！？；!?;"
COLONS = "：:"
_QUOTATION = "“”‘’「」『』《》〈〉"  # quotation and book-title marks, opening and closing in turn
_ENCLOSING = _QUOTATION + "（）()【】[]"
_STOP, _BLANK, _CLOSING = re.escape(STOPS), re.escape(BLANKS), re.escape(_ENCLOSING[1::2])
_CLOSED = f"[{_STOP}]+[{_CLOSING}]+"  # what is closed behind a stop belongs to the run before it: （大风停办。）
_RUN = re.compile(f"[^{_STOP}{_BLANK}{_CLOSING}](?:[^{_STOP}]*[^{_STOP}{_BLANK}])?(?:{_CLOSED})?")
_INNER = re.compile(f"[^{_BLANK}{_CLOSING}](?:.*[^{_BLANK}])?", re.DOTALL)
_END = re.compile(f"(?:{_CLOSED})?")
_FULL_WIDTH = str.maketrans("()", "（）")


def stops(content: str, marks: str = STOPS, enclosing: str = _ENCLOSING) -> Iterator[int]:
    """Yield where ``marks`` stand outside the pairs of ``enclosing`` (opening and closing characters in turn).

    An opening character that is never closed encloses nothing.
    """
    if not _any_of(marks).search(content):
        return
    found = [(each.start(), each.group()) for each in _any_of(marks, enclosing).finditer(content)]
    opens = any(character in enclosing for _, character in found)
    spans = iter(_enclosed(found, _opening_of(enclosing)) if opens else ())
    span = next(spans, None)
    for offset, character in found:
        while span and offset >= span.end:
            span = next(spans, None)
        if character in marks and not (span and span.start <= offset) and not _is_clock(content, offset):
            yield offset


@cache
def _any_of(*characters: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(characters))}]")


@cache
def _opening_of(enclosing: str) -> Mapping[str, str]:
    """Return the opening character of every closing one."""
    return dict(zip(enclosing[1::2], enclosing[::2], strict=True))


def clause_spans(text: str, start: int = 0, end: int = maxsize) -> list[tuple[int, int]]:
    """Return from where to where the runs of ``text[start:end]`` between stops go, without outer blanks.

    Stops inside quotation and book-title marks do not count. Plain pairs, as there are very many.
    """
    runs = [run.span() for run in _RUN.finditer(text, start, end)]
    if len(runs) < 2 or not _any_of(_QUOTATION).search(text, start, end):
        return runs
    content = text[start:end]
    borders = [-1, *stops(content, enclosing=_QUOTATION), len(content)]
    inner = (_INNER.search(content, before + 1, stop) for before, stop in pairwise(borders))
    return [(start + run.start(), start + _end_of(content, run.end())) for run in inner if run]


def _end_of(content: str, end: int) -> int:
    """Return the end of a run with what is closed behind its stop."""
    closed = _END.match(content, end)
    return closed.end() if closed else end


def unclosed_marks(content: str) -> Iterator[int]:
    """Yield where the first quotation mark, book-title mark or bracket of each kind stands that is never closed."""
    opening_of = _opening_of(_ENCLOSING)
    open_marks: dict[str, list[int]] = {opening: [] for opening in opening_of.values()}
    for found in _any_of(_ENCLOSING).finditer(content.translate(_FULL_WIDTH)):
        if found.group() in open_marks:
            open_marks[found.group()].append(found.start())
        elif open_marks[opening_of[found.group()]]:
            open_marks[opening_of[found.group()]].pop()
    yield from sorted(offsets[0] for offsets in open_marks.values() if offsets)


def _enclosed(found: Iterable[tuple[int, str]], opening_of: Mapping[str, str]) -> list[Span]:
    """Return the outermost spans from an opening character to the closing one that belongs to it.

    Parameters
    ----------
    found
        Offsets and characters, in order; those that enclose nothing may be among them.
    """
    open_marks: list[tuple[str, int]] = []
    n_open = dict.fromkeys(opening_of.values(), 0)
    outer: list[Span] = []
    for offset, character in found:
        if character in n_open:
            open_marks.append((character, offset))
            n_open[character] += 1
        elif n_open.get(opening := opening_of.get(character, "")):
            mark, start = "", 0
            while mark != opening:  # what was opened inside and not closed encloses nothing
                mark, start = open_marks.pop()
                n_open[mark] -= 1
            while outer and outer[-1].start >= start:
                outer.pop()
            outer.append(Span(start, offset + 1))
    return outer


def _is_clock(content: str, offset: int) -> bool:
    """Tell whether the colon at ``offset`` stands between the digits of a time (8:05)."""
    before, after = content[offset - 1 : offset], content[offset + 1 : offset + 2]
    return content[offset] in COLONS and before.isdigit() and after.isdigit()
