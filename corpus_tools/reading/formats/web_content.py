"""Which lines of a page are its document: menus, side bars and footers go, a numbered line never does.

The *main block* is the smallest element that holds most of the page's prose, the *frame* the next one around it that
prints more. What stands in the frame beside the main block is the title, a publication line or a signature, unless it
is mostly links; what stands outside of the frame is the site's, unless it is a sentence.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

_NUMERAL = "(?:[0-9０-９]{1,3}|[〇零一二三四五六七八九十百]{1,5})"
_NUMBER = re.compile(
    f"第{_NUMERAL}[章节条编篇部项]|[（(]{_NUMERAL}[）)]|{_NUMERAL}[、：:）)]|{_NUMERAL}[.．](?![0-9０-９])"
    rf"|{_NUMERAL}(?:[.．]{_NUMERAL})+(?=[\s、]|$)|[①-⒛㈠-㈩]"
)
_SENTENCE = re.compile("[。！？；]")
_ATTACHMENT = re.compile(r"附件|.*\.(?:docx?|xlsx?|pptx?|pdf|wps|et|rar|zip)$", re.IGNORECASE)
_MAIN_SHARE = 0.85
_FEWEST_PROSE_LINES = 3  # with less, nothing is known of the page
_LINKED_SHARE = 1 / 3


class PageLine(NamedTuple):
    """A printed line of a page.

    Attributes
    ----------
    text
        With the number of a list item, and tabs between cells.
    container
        The element that holds it, as an index of the page's elements.
    n_linked, n_unlinked
        How many letters and digits of it are in links, and how many are not.
    is_title
        Whether it is a heading of the first rank, or repeats the page's title.
    is_apart
        Whether it stands in an element for what is not the document: ``nav``, ``aside``, ``footer``.
    is_heading
        Whether it is marked as a heading of any rank.
    """

    text: str
    container: int
    n_linked: int
    n_unlinked: int
    is_title: bool
    is_apart: bool
    is_heading: bool = False

    @property
    def is_numbered(self) -> bool:
        """Whether it begins with a number as lists have."""
        return is_numbered(self.text)

    @property
    def is_menu(self) -> bool:
        """Whether it is nothing but links."""
        return self.n_linked > 0 and not self.n_unlinked

    @property
    def is_attachment(self) -> bool:
        """Whether it names a file that belongs to the document."""
        return _ATTACHMENT.match(self.text.strip()) is not None

    @property
    def is_sentence(self) -> bool:
        """Whether it holds the end of a sentence, and no link."""
        return not self.n_linked and _SENTENCE.search(self.text) is not None


def is_numbered(text: str) -> bool:
    """Tell whether a line begins with a number as lists have.

    >>> [is_numbered(text) for text in ("一、读书", "（2）写字", "1.1 目标", "4.10班级考核", "2025年")]
    [True, True, True, False, False]
    """
    return _NUMBER.match(text.lstrip()) is not None


def choose_content(lines: Sequence[PageLine], parents: Sequence[int]) -> list[PageLine]:
    """Return the lines of the document, in order.

    Parameters
    ----------
    parents
        For every element the one around it; an element stands behind it. The first is its own parent.
    """
    main, frame = _find_main(lines, parents)
    in_main, in_frame = _within(main, parents), _within(frame, parents)

    def is_content(line: PageLine) -> bool:
        if line.is_numbered or line.is_title:
            return True
        if line.is_apart or (line.is_menu and not (in_main[line.container] and line.is_attachment)):
            return False
        if in_main[line.container]:
            return True
        if in_frame[line.container]:
            return line.n_linked <= _LINKED_SHARE * (line.n_linked + line.n_unlinked)
        return line.is_sentence

    return [line for line in lines if is_content(line)]


def _find_main(lines: Sequence[PageLine], parents: Sequence[int]) -> tuple[int, int]:
    """Return the main block and its frame; both are the whole page where nothing stands out."""
    prose = [
        line for line in lines if not line.is_apart and not line.is_menu and (line.is_numbered or line.is_sentence)
    ]
    if len(prose) < _FEWEST_PROSE_LINES:
        return 0, 0
    weights = _sums([(line.container, line.n_unlinked) for line in prose], parents)
    # Elements with most of the prose lie in one another: the last one is the innermost.
    main = max(element for element, weight in enumerate(weights) if weight >= _MAIN_SHARE * weights[0])
    n_lines = _sums([(line.container, 1) for line in lines], parents)
    frame = main
    while frame and n_lines[frame] == n_lines[main]:
        frame = parents[frame]
    return main, frame


def _sums(weighed: Sequence[tuple[int, int]], parents: Sequence[int]) -> list[int]:
    """Return for every element the weight in it and in all that it holds."""
    sums = [0] * len(parents)
    for element, weight in weighed:
        sums[element] += weight
    for element in range(len(parents) - 1, 0, -1):
        sums[parents[element]] += sums[element]
    return sums


def _within(ancestor: int, parents: Sequence[int]) -> list[bool]:
    """Return for every element whether it is the ancestor or lies in it."""
    within = [False] * len(parents)
    for element, parent in enumerate(parents):
        within[element] = element == ancestor or (element > 0 and within[parent])
    return within
