"""Borders: where plans begin and end in a source, their titles, and the furniture that a site put around them.

Labels that count the plans of a page (篇一, 【篇2】, 范文三：) decide first. Without them a title line begins a plan
where the numbering starts again below it, and so does any short unmarked line under which the top style starts again at
one.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus_tools.folding import fold
from corpus_tools.reading.titles import repeats_page_title
from corpus_tools.spans import Span
from corpus_tools.structure.lines import Line, is_attachment_heading, is_page_number, is_unnumbered_heading
from corpus_tools.structure.markers import Marker
from corpus_tools.structure.numerals import read_number

_NUMERAL = "[一二三四五六七八九十百0-9０-９]{1,4}"
_PLAN_NOUN = (
    "(?:计划|方案|要点|规划|安排|打算|思路|预案|总结|意见|纲要|部署|设想|汇报|报告"
    "|計劃|要點|規劃|預案|總結|意見|綱要|設想|匯報|報告)(?:书|書|表|稿)?"
)
_LABELS = tuple(
    re.compile(pattern)
    for pattern in (
        f"^[【\\[（(]?第?(?P<n>{_NUMERAL})篇[】\\]）)]?(?=[:：、.．\\s]|$)",  # 第四篇：
        f"^[【\\[（(]?(?:篇|范文|范本|例文|模板)(?P<n>{_NUMERAL})[】\\]）)]?(?![，。、个])",  # 【篇1】, 范文三：
        f"(?:[\\s（(【]|(?<=文)|(?<=划))(?:第(?P<n>{_NUMERAL})篇|篇(?P<m>{_NUMERAL}))[】）)]?[:：]?$",  # ... 篇一
        f"{_PLAN_NOUN}[（(]?(?P<n>{_NUMERAL})[）)]?$",  # ... 工作计划2, ... 工作计划（三）
    )
)
_TITLE = re.compile(f"{_PLAN_NOUN}(?:[（(【\\[《].{{1,20}}[）)】\\]》]|[一二三四五六七八九十\\d]{{1,2}})?$")
_NO_TITLE = re.compile(
    "|".join(
        (
            "附件|附[:：]|以上|下面|为了|根据|按照",
            ".*[，。！？；]",
            ".*(?:[几多]|[0-9一二三四五六七八九十]+)篇$",  # the page of a collection
            r".*\[ ?\d+-\d+ ?\]$",  # a link with its date
        )
    )
)
# Lines of a title beside the one with the plan noun: above it who and when, below it what it is about or its status.
_SCHOOL = "[\u4e00-\u9fff×]{2,20}(?:学校|小学|中学|幼儿园|学院|大学|医院|社区|工会|委员会|党支部|教育局)"
_TERM = r"(?:19|20)\d\d(?:[-—–－~～至]+(?:19|20)?\d\d)?(?:年度?|学年度?)?(?:第[一二]学期|[春秋]季(?:学期)?|[上下]半年)?"
_TITLE_PART = re.compile(f"{_SCHOOL}(?:{_TERM})?|{_TERM}")
_SUBTITLE = re.compile("——[^。；]{2,40}|[（(][^（(）)]{2,20}[）)]|【(?:讨论|征求意见|送审|草|初|修订|试行).{0,6}】")
_TOP_STYLES = ("part", "chapter", "cjk")
_SHORTEST_TITLE = 4
_SHORTEST_LATER_TITLE = 7  # below a plan, 活动安排 is a heading of it
_LONGEST_TITLE = 45

# Lines that sites print around plans, and plans do not.
_FURNITURE = re.compile(
    "|".join(
        (
            "^(?:以上|上面|这)(?:内容)?(?:就)?是.{0,40}(?:全部内容|为(?:大家|您|你)|小编|分享|整理|搜集|带来)",
            "小编.{0,60}(?:整理|带来|分享|收集|搜集|推荐)|(?:欢迎|供)大家(?:阅读|参考|借鉴|下载)",
            "^[【\\[]?(?:猜你喜欢|(?:相关|推荐|热门|延伸|更多)(?:推荐|阅读|文章|链接|内容|范文|新闻|资讯))",
            "^(?:看过|看了|喜欢).{0,40}(?:还看|的人|推荐)",
            "^(?:上一篇|下一篇|上一页|下一页|返回|打印|关闭|收藏|分享到|回到顶部|首页)(?:$|[:：| \u3000])",
            "^(?:发布|更新|发表|上传)(?:时间|日期|人|者|单位)[:：]",
            "^(?:文章|信息)?(?:来源|作者|责任编辑|责编|编辑|点击数?|点击率|浏览(?:次数)?|阅读次数|关键词|标签)[:：]",
            "^您?(?:的|现在的)?当?前?位置(?:[:：]|是)|^(?:现在的位置|本文链接|本文地址|原文链接)|[^>]>[^>]+>[^>]",
            "^(?:免责|版权)?声明[:：]|本站(?:文章|内容|资料|所有|部分)|网友(?:自行)?上传|转载请注明",
            "版权所有|(?i:copyright)|©|ICP备|https?://|www\\.",
        )
    )
)


class Border(NamedTuple):
    """Where one plan lies in its source, in code points of the source text.

    Attributes
    ----------
    lines
        Its lines, title and label among them; never empty.
    title
        The lines that print the title; None where none is printed.
    label
        A label on a line of its own (篇一).
    repeats
        The title printed again.
    """

    lines: tuple[Line, ...]
    title: Span | None
    label: Span | None
    repeats: tuple[Span, ...]


class _Head(NamedTuple):
    """Where a plan starts; all three are indexes of lines."""

    first: int
    title: int | None
    label: int | None = None


def find_borders(text: str, lines: Sequence[Line], page_title: str = "") -> list[Border]:
    """Return the plans of a source, in order; at least one if there is a line at all.

    Lines in no border are furniture. A line that ``page_title`` begins with is a title, whatever its words.
    """
    contents = [text[line.start : line.end] for line in lines]
    heads = list(_labelled_heads(lines, contents)) or list(_titled_heads(lines, contents, page_title))
    ends = [*(head.first for head in heads[1:]), len(lines)]
    return [_border(lines, contents, head, end) for head, end in zip(heads, ends, strict=True)]


def _labelled_heads(lines: Sequence[Line], contents: Sequence[str]) -> Iterator[_Head]:
    """Yield the heads of the plans that labels 1, 2, 3 ... count; none if there is no such row.

    A list of contents above, or links below, may print such a row too; the one with the most lines under it has the
    plans. A number may be missing from it.
    """
    rows: list[list[int]] = []
    last = 0
    for index, line in enumerate(lines):
        value = _label_value(contents[index]) if line.marker is None or line.marker.style == "part" else None
        if value == 1:
            rows.append([index])
            last = 1
        elif value is not None and rows and value > last:
            rows[-1].append(index)
            last = value
    ends = [*(row[0] for row in rows), len(lines)][1:]
    extents = [(end - row[0] - len(row), row) for row, end in zip(rows, ends, strict=True) if len(row) > 1]
    for index in max(extents, key=lambda extent: extent[0], default=(0, []))[1]:
        if not _is_only_label(contents[index]):
            yield _Head(index, index)
        elif index + 1 < len(lines) and lines[index + 1].marker is None and _is_title(contents[index + 1]):
            yield _Head(index, index + 1, index)
        else:
            yield _Head(index, None, index)


def _label_value(content: str) -> int | None:
    """Return the number of a label on a line that may be a title, or None."""
    if len(content) > _LONGEST_TITLE or re.search("[，。；！？]", content):
        return None
    for pattern in _LABELS:
        found = pattern.search(content)
        if found:
            return read_number(found[found.lastgroup or 0])
    return None


def _is_only_label(content: str) -> bool:
    rest = next(pattern.sub("", content) for pattern in _LABELS if pattern.search(content))
    return not rest.strip(" \u3000:：、.．")


class _Seen:
    """What the plan that is open has shown so far."""

    def __init__(self, *, titled: bool = False) -> None:
        self.top: str | None = None  # the style of its first marker
        self.n_sections = 0
        self.titled = titled
        self.headed = False  # an unnumbered heading stands above its first marker
        self.attached = False  # an attachment has begun

    def add(self, marker: Marker, above: str) -> None:
        if self.top is None:
            self.top = marker.style
            self.headed = self.titled and is_unnumbered_heading(above)
        self.n_sections += marker.style == self.top


def _titled_heads(lines: Sequence[Line], contents: Sequence[str], page_title: str) -> Iterator[_Head]:
    """Yield the heads of plans on a page without labels: the first plan may print no title."""
    starts = list(_titled_starts(lines, contents, page_title))
    first = next((index for index, content in enumerate(contents) if not _FURNITURE.search(content)), 0)
    if not starts or any(_is_plan_text(lines[i], contents[i]) for i in range(starts[0])):
        yield _Head(first, None)
    for start in starts:
        printed = _last_print(contents, start)
        above = _first_title_line(lines, contents, printed) if start == starts[0] else printed
        yield _Head(above, printed)


def _titled_starts(lines: Sequence[Line], contents: Sequence[str], page_title: str) -> Iterator[int]:
    """Yield the unmarked lines that begin a plan: the first title, later ones where numbering starts again below."""
    below = _markers_below(lines)
    seen = _Seen()
    above = ""  # the unmarked line before, if it is no title
    for index, line in enumerate(lines):
        content = contents[index]
        if line.marker:
            seen.add(line.marker, above)
            above = ""
            continue
        titled = _is_title(content) or repeats_page_title(content, page_title)
        if seen.top is None:  # a second title without a number since the first is a heading
            starts_here = titled and not seen.titled
            seen.titled = seen.titled or titled
        elif is_attachment_heading(content) or is_attachment_heading(above):
            starts_here = False
            seen.attached = True
        else:
            starts_here = _restarts(seen, below[index]) and (
                (titled and len(content) >= _SHORTEST_LATER_TITLE) or _may_head_plan(lines, contents, index, seen)
            )
        above = "" if starts_here or (titled and seen.top is None) else content
        if starts_here:
            yield index
            seen = _Seen(titled=True)


def _markers_below(lines: Sequence[Line]) -> list[Marker | None]:
    """Return for each line the first marker at or below it."""
    markers: list[Marker | None] = []
    for line in reversed(lines):
        markers.append(line.marker or (markers[-1] if markers else None))
    return markers[::-1]


def _restarts(seen: _Seen, below: Marker | None) -> bool:
    return below is not None and below.value == 1 and below.style == seen.top


def _may_head_plan(lines: Sequence[Line], contents: Sequence[str], index: int, seen: _Seen) -> bool:
    """Tell whether a line that is no title by its words may still be one: short, right above the first section."""
    if seen.headed or seen.attached or seen.top not in _TOP_STYLES or seen.n_sections < 2:
        return False
    is_heading = is_unnumbered_heading(contents[index]) and _is_short(contents[index])
    return is_heading and lines[index + 1].marker is not None


def _last_print(contents: Sequence[str], title: int) -> int:
    """Return where the title stands last, if the site put its own lines between two prints of it."""
    printed = fold(contents[title]).text
    for index in range(title + 2, min(title + 6, len(contents))):
        if _FURNITURE.search(contents[index - 1]) and fold(contents[index]).text == printed:
            return index
    return title


def _first_title_line(lines: Sequence[Line], contents: Sequence[str], title: int) -> int:
    """Return where a title begins that prints its school, year or term on lines of their own."""
    first = title
    while first and lines[first - 1].marker is None and _TITLE_PART.fullmatch(contents[first - 1]):
        first -= 1
    return first


def _is_plan_text(line: Line, content: str) -> bool:
    """Tell whether a line above the first title belongs to a plan: marked, or prose that no site prints."""
    prose = len(content) > _LONGEST_TITLE and "。" in content
    return line.marker is not None or (prose and not _FURNITURE.search(content))


def _is_title(content: str) -> bool:
    return (
        len(content) >= _SHORTEST_TITLE
        and _is_short(content)
        and bool(_TITLE.search(content))
        and not _NO_TITLE.match(content)
        and not _FURNITURE.search(content)
    )


def _is_short(content: str) -> bool:
    return len(content) <= _LONGEST_TITLE and content[-1] not in "，。！？；：,.!?;:”"


def _border(lines: Sequence[Line], contents: Sequence[str], head: _Head, end: int) -> Border:
    end = _last_own_line(lines, contents, head.first, end) + 1
    title, repeats = None, []
    if head.title is not None:
        below = head.title + 1
        printed = fold(contents[head.title]).text
        while below < end and fold(contents[below]).text == printed:
            repeats.append(_span(lines[below]))
            below += 1
        if not repeats and below < end and _SUBTITLE.fullmatch(contents[below]):
            below += 1
        last = head.title if repeats else below - 1
        title = Span(lines[head.first if head.label is None else head.title].start, lines[last].end)
    return Border(
        tuple(lines[head.first : end]), title, None if head.label is None else _span(lines[head.label]), tuple(repeats)
    )


def _last_own_line(lines: Sequence[Line], contents: Sequence[str], first: int, end: int) -> int:
    """Return the index of the plan's last own line: where the site speaks at the end, the plan is over.

    The site's lines may be numbered (links to other pages); they are when their numbers begin anew.
    """
    last = end - 1
    first_marked = next((index for index in range(first, end) if lines[index].marker), first)
    below: Marker | None = None
    for index in range(end - 1, first_marked, -1):
        below = lines[index].marker or below
        is_site = lines[index].marker is None and _FURNITURE.search(contents[index])
        if is_site and (below is None or below.value == 1):
            last = index - 1
    while last > first and lines[last].marker is None and _is_stray_number(contents[last]):
        last -= 1
    return last


def _is_stray_number(content: str) -> bool:
    return is_page_number(content) or re.fullmatch(r"[\d\s]{1,20}", content) is not None


def _span(line: Line) -> Span:
    return Span(line.start, line.end)
