"""Lines of a text: their content without the blanks and crawl marks around it, and the marker they begin with.

Also what a line looks like: a heading of its own, a heading that runs into its text, a page number, a closing.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from corpus_tools.spans import Span
from corpus_tools.structure.markers import Marker, scan_marker
from corpus_tools.structure.periods import MASK
from corpus_tools.structure.stops import BLANKS, COLONS, STOPS, stops

CRAWL_MARKS = ">＞"  # at the start of a line
_NO_CONTENT = BLANKS + CRAWL_MARKS
_PAGE_NUMBER = re.compile(
    r"[-—－–]+ ?\d{1,4} ?[-—－–]+|第 ?\d{1,4} ?页(?: ?[，,/]? ?共 ?\d{1,4} ?页)?|\d{1,3} ?/ ?\d{1,3}"
)

_LONGEST_PAGE_NUMBER = 30
_CONTENTS_ENTRY = re.compile(r"(?:\.{4}|…{2}|·{4}|．{4}|-{6}|—{4})[ \u3000]*[(（]?\d{1,3}$")

_ATTACHMENT = re.compile(r"附件 ?(?:[一二三四五六七八九十\d]{0,3} ?(?:[:：]|$)|[一二三四五六七八九十\d]{1,3} )|附[:：]")
_DATE_NUMBER = rf"[\d一二三四五六七八九十元{MASK}]{{1,3}}"
_DATE_YEAR = rf"(?:[\d{MASK}]{{2,4}}|[一二三四五六七八九〇○零]{{4}})"
_DATE = re.compile(
    rf"{_DATE_YEAR} ?[年.．/-] ?(?:{_DATE_NUMBER} ?月?|{_DATE_NUMBER} ?[月.．/-] ?{_DATE_NUMBER} ?日?|[春夏秋冬]季?)"
    "(?:[（(]?星期[一二三四五六日天][)）]?)?"
)
_CLOSING_WORDS = re.compile(
    "总之|总的来说|综上|以上(?:计划|方案|打算|安排|意见|要点|总结|汇报|报告|各[条点项])|新的(?:一年|学年|学期|一学期)|让我们|我们(?:相信|坚信)|本(?:计划|方案)(?:自|由|从|未)|特此"
)
_SALUTATION = re.compile(
    "^(?:各|全体|全校|尊敬|亲爱).*[：:]$|^各位.{1,16}[！!]$|(?:师|员工|教工|职工|学生|同学|同志|主任|家长|学校|部门|科室|班级)[：:]$"
)
_IN_NO_HEADING = re.compile(r"[，。！？；,.!?;：:\t\d]")
_OF_SEVERAL = re.compile("[，,：:；;]")
_YEAR_AHEAD = re.compile(r"^(?:19|20)\d\d(?:[-—–－~～至](?:19|20)?\d\d)?学?年度?(?=.{2,8}$)")  # 2024年工作安排
_LEAD_IN = re.compile(
    "(?:如下|(?:以下|下列).{0,8}|其中|包括|主要有|分别[是为]|[几一二三四五六七八九十两]+[个点项条方].{0,5})[：:]$"
)

_SENTENCE_ENDS = STOPS + COLONS
_ENDS = _SENTENCE_ENDS + "…”’」』》〉）)】]"
_BLANKS_AHEAD = re.compile(f"[{BLANKS}]+(?=\\S)")
_SEGMENT = re.compile("[^，。！？；：,!?;:]*")
_ENDS_SENTENCE = re.compile("[。！？!?]")
_HEADING_STOPS = "。！？!?" + COLONS
_LONGEST_RUN_IN = 32
_FEWEST_HEADINGS = 2  # that a file marks
_NARROWEST = 20  # no page is printed in fewer characters a line
_FEWEST_BROKEN = 4
_MOST_LONGER = 0.05
_LONGEST_HEADING = 60
_LONGEST_UNSTOPPED_HEADING = 30
_LONGEST_UNNUMBERED_HEADING = 16


class Line(NamedTuple):
    """The content of a line, in code points: no blanks or crawl marks around it, never empty.

    Attributes
    ----------
    marker
        What it begins with; None for a page number.
    is_page_number
        Whether it is nothing else.
    continues
        Whether it only goes on with the sentence of the line before: a crawl broke the paragraph.
    is_joined
        Whether it is printed behind another item on the same line.
    is_heading
        Whether the file itself marks it as a heading.
    """

    start: int
    end: int
    marker: Marker | None
    continues: bool = False
    is_page_number: bool = False
    is_joined: bool = False
    is_heading: bool = False

    def of(self, text: str) -> str:
        """Return its characters."""
        return text[self.start : self.end]


def split_lines(text: str) -> list[Line]:
    """Return the lines of ``text`` that have content."""
    return list(_split_lines(text, text.split("\n")))


def _split_lines(text: str, printed: Sequence[str]) -> Iterator[Line]:
    width = _width_of_broken_lines(printed)
    is_broken = False  # the line before goes on
    offsets = accumulate((len(line) + 1 for line in printed), initial=0)
    for line, offset in zip(printed, offsets, strict=False):
        content = line.lstrip(_NO_CONTENT)
        start = offset + len(line) - len(content)
        content = content.rstrip(BLANKS)
        if not content:
            continue
        end = start + len(content)
        if is_page_number(content):
            yield Line(start, end, None, is_page_number=True)
            continue
        is_entry = is_contents_entry(content)
        yield Line(start, end, None if is_broken or is_entry else scan_marker(text, start, end), is_broken)
        is_broken = end - offset >= width - 1 and content[-1] not in _ENDS and not is_entry


def _width_of_broken_lines(printed: Sequence[str]) -> float:
    """Return the width at which a crawl broke the lines of a text; more than any line has if it broke none.

    Lines broken so end amid a sentence at that width or one character before it, where a stop would have begun the next
    line; hardly any line is longer.
    """
    lines = [line for line in map(str.rstrip, printed) if line]
    widths = Counter(len(line) for line in lines if len(line) >= _NARROWEST and line[-1] not in _ENDS)
    width, n_full = max(
        ((width, n + widths[width - 1]) for width, n in widths.items()), key=itemgetter(1, 0), default=(0, 0)
    )
    n_longer = sum(len(line) > width for line in lines)
    is_broken = n_full >= _FEWEST_BROKEN and n_longer <= _MOST_LONGER * len(lines)
    return width if is_broken else math.inf


def mark_headings(text: str, lines: Sequence[Line], headings: Set[str]) -> Sequence[Line]:
    """Return the lines, those marked that the file marks as headings, if there are several and they may be some.

    Pages mark one thing or another as a heading that is none, and plans have several.
    """
    if len(headings) < _FEWEST_HEADINGS:
        return lines
    return [
        line._replace(is_heading=True)
        if line.marker is None and " ".join(line.of(text).split()) in headings and _may_be_marked(line.of(text))
        else line
        for line in lines
    ]


def _may_be_marked(content: str) -> bool:
    is_short = 2 <= len(content) <= _LONGEST_UNSTOPPED_HEADING and content[0] not in "（("
    return is_short and not (is_sentence(content) or is_cut_off(content) or is_date(content) or is_salutation(content))


def is_page_number(content: str) -> bool:
    """Tell whether a line is nothing but a page number."""
    return len(content) <= _LONGEST_PAGE_NUMBER and _PAGE_NUMBER.fullmatch(content) is not None


def is_contents_entry(content: str) -> bool:
    """Tell whether a line of a table of contents leads to a page (总则......3)."""
    return content[-1].isdigit() and _CONTENTS_ENTRY.search(content) is not None


def is_attachment_heading(content: str) -> bool:
    """Tell whether a line names an attachment (附件1：...)."""
    may_be = content[:1] == "附" and len(content) <= _LONGEST_HEADING and content[-1] not in STOPS
    return may_be and _ATTACHMENT.match(content) is not None


def is_unnumbered_heading(content: str) -> bool:
    """Tell whether an unmarked line looks like a heading: short, without the punctuation of a sentence."""
    text = _YEAR_AHEAD.sub("", content.rstrip(COLONS))
    return 2 <= len(text) <= _LONGEST_UNNUMBERED_HEADING and not _IN_NO_HEADING.search(text)


def leads_in(content: str) -> bool:
    """Tell whether a line leads in a list, and is no heading of it (具体如下：)."""
    return _LEAD_IN.search(content) is not None


def is_salutation(content: str) -> bool:
    """Tell whether a line speaks to those whom a plan is for (各位老师：)."""
    return _SALUTATION.search(content) is not None


def is_date(content: str) -> bool:
    """Tell whether a line is nothing but a date, as below a signature."""
    return _DATE.fullmatch(content) is not None


def is_sentence(content: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return content[-1] in STOPS


def is_title_like(sentence: str) -> bool:
    """Tell whether a sentence looks like a heading: short, of one piece, and not one of a list (``…；``)."""
    return len(sentence) <= _LONGEST_UNNUMBERED_HEADING + 1 and not _OF_SEVERAL.search(sentence)


def is_cut_off(content: str) -> bool:
    """Tell whether a line ends amid a sentence, as where a crawl broke it."""
    return content[-1] in "，、,(（“《" or (len(content) > _LONGEST_UNSTOPPED_HEADING and content[-1] not in _ENDS)


def opens_closing(content: str) -> bool:
    """Tell whether a paragraph begins with the words that end a plan."""
    return _CLOSING_WORDS.match(content) is not None


def may_head(content: str) -> bool:
    """Tell whether a line can be the heading of what follows below it: one sentence, not too long."""
    limit = _LONGEST_HEADING if content[-1] in _SENTENCE_ENDS else _LONGEST_UNSTOPPED_HEADING
    return len(content) <= limit and next(stops(content), len(content)) >= len(content) - 1


def announces(content: str) -> bool:
    """Tell whether a line announces what comes below it: it ends with a colon."""
    return content[-1] in COLONS and len(content) <= _LONGEST_HEADING


def set_off_heading(text: str, start: int, end: int, shortest: int = 2, below: int = 6) -> int:
    """Return where the text begins below a heading that opens some words, behind a blank; 0 where none does.

    Two slogans of one length (``提高认识 统一思想。``) are one heading, or none.

    Parameters
    ----------
    shortest, below
        How long the heading and the text must be.
    """
    start += len(text[start:end]) - len(text[start:end].lstrip())
    gap = _BLANKS_AHEAD.search(text, start, min(end, start + _LONGEST_HEADING))
    if gap is None:
        return 0
    words, behind = text[start : gap.start()], gap.end()
    segment = _SEGMENT.match(text, behind, end)
    is_slogan = segment is not None and len(segment.group()) == len(words)
    is_prose = end - behind >= below and _ENDS_SENTENCE.search(text, behind, end) is not None
    is_heading = len(words) >= shortest and is_unnumbered_heading(words)
    return behind if is_heading and is_prose and not is_slogan else 0


def run_in_heading(content: str) -> Span | None:
    """Return the heading that opens a line and runs into its text, with its stop (``坚持校务公开。学校设置…``).

    Only a stop or colon outside quotation marks, book-title marks and brackets ends a heading, and only if text
    follows.
    """
    end = next(stops(content[: _LONGEST_RUN_IN + 1], _HEADING_STOPS), None)
    return None if end is None or not content[end + 1 :].strip() else Span(0, end + 1)
