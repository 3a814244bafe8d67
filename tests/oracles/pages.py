"""The numbered lines of the print area of a school's pages, cut out of the markup by hand; slow and simple.

The pages mark the area with comments for their own print button, which tells what their authors take for the document.
"""

import html
import re

_START, _END = "<!--startprint-->", "<!--endprint-->"
_BLOCK = (
    r"(?is)</?(?:address|blockquote|br|center|dd|div|dl|dt|h[1-6]|hr|li|ol|p|pre|table|tbody|td|th|thead|tr|ul)"
    r"\b[^<>]*>"
)
_NUMERAL = "(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})"
_NUMBERED = f"{_NUMERAL}、|[（(]{_NUMERAL}[）)]|{_NUMERAL}[.．](?![0-9０-９])|第{_NUMERAL}[章节条]|[①②③④⑤⑥⑦⑧⑨⑩]"


def print_area(page: str) -> str:
    """Return the markup that the page itself would print."""
    start = page.index(_START) + len(_START)
    return page[start : page.index(_END, start)]


def numbered_lines(page: str) -> list[str]:
    """Return the numbered lines of the print area without their blanks, in order."""
    area = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>|<!--.*?-->", "", print_area(page))
    pieces = re.split(_BLOCK, area)
    lines = (without_blanks(html.unescape(re.sub(r"(?s)<[^<>]*>", "", piece))) for piece in pieces)
    return [line for line in lines if re.match(_NUMBERED, line)]


def without_blanks(text: str) -> str:
    """Return a text without white space and characters that have no width."""
    return re.sub("[\\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff]+", "", text)


def lost_lines(page: str, text: str) -> list[str]:
    """Return the numbered lines of the print area that ``text`` does not hold, in their order.

    Signs are left out of the comparison: a reader may print what stands for a private-use code point.
    """
    printed, reached, lost = _words(without_blanks(text)), 0, []
    for line in numbered_lines(page):
        found = printed.find(_words(line), reached)
        if found < 0:
            lost.append(line)
        else:
            reached = found + len(_words(line))
    return lost


def _words(text: str) -> str:
    return re.sub(r"[^\w（）()、.．①-⑩]", "", text)
