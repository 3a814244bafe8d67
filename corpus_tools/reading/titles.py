"""The title that a page or a table gives a text, and which printed line repeats it."""

from collections.abc import Iterable, Mapping

from corpus_tools.reading.columns import first_cell
from corpus_tools.reading.repairs import unescape_entities

_BETWEEN = " | "
_LONGEST_HEADING = 60
_COLUMNS = ("title", "标题", "题目", "name")
_SEPARATORS = "-_|—–·>»,， （("


def repeats_page_title(printed: str, page_title: str) -> bool:
    """Tell whether a printed line is what a page's title begins with, up to the end or a separator.

    >>> repeats_page_title("工会工作计划", "工会工作计划 - 青山小学")
    True
    >>> repeats_page_title("青山小学", "青山小学工会工作计划")
    False

    A line that prints character references is what they stand for: a site that escapes titles twice prints them so.

    >>> repeats_page_title("工会&nbsp;工作计划", "工会 工作计划 - 青山小学")
    True
    """
    printed, page_title = " ".join(unescape_entities(printed).split()), " ".join(page_title.split())
    rest = page_title[len(printed) :]
    return len(printed) >= 4 and page_title.startswith(printed) and (not rest or rest[0] in _SEPARATORS)


def join_headings(printed: Iterable[str]) -> str:
    """Return the lines that a file marks as headings as one value of its meta, each once; what is longer is none."""
    lines = (" ".join(line.split()) for line in printed)
    return _BETWEEN.join(dict.fromkeys(line for line in lines if 0 < len(line) <= _LONGEST_HEADING))


def split_headings(value: str) -> frozenset[str]:
    """Return the lines that ``join_headings`` put into a value."""
    return frozenset(value.split(_BETWEEN)) - {""}


def show_title(printed: str, meta: Mapping[str, str], ordinal: int) -> str:
    """Return a plan's title as people read it, or an empty string.

    It is the printed one; else, of the first plan of a source, the one that its page or row gives beside the text.
    Sites that escape titles twice print character references: people see what these stand for.

    >>> show_title("", {"年份": "2024", "标题": "工会工作计划"}, 1)
    '工会工作计划'
    """
    beside = " ".join(first_cell(meta, _COLUMNS).split()) if ordinal == 1 else ""
    return unescape_entities(printed or beside)
