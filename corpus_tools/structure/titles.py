"""Titles: what the lines look like that print the title of a plan, and what stands around them."""

import re

from corpus_tools.structure.furniture import is_furniture

PLAN_NOUN = (
    "(?:计划|方案|要点|规划|安排|打算|思路|预案|总结|意见|纲要|部署|设想|汇报|报告"
    "|計劃|要點|規劃|預案|總結|意見|綱要|設想|匯報|報告)(?:书|書|表|稿)?"
)
_TITLE = re.compile(f"{PLAN_NOUN}(?:[（(【\\[《].{{1,20}}[）)】\\]》]|[一二三四五六七八九十\\d]{{1,2}})?$")
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
# What sends a plan out: 关于印发...的通知, 某校〔2024〕3号.
_COVER = re.compile("^关于(?:印发|下发|转发|发布|报送).*(?:通知|函|报告)$|[〔\\[（]20\\d\\d[〕\\]）]第?\\d+号$")
_SHORTEST_TITLE = 4
_SHORTEST_LATER_TITLE = 7
LONGEST_TITLE = 45


def is_title(content: str) -> bool:
    """Tell whether a line names a plan."""
    return (
        len(content) >= _SHORTEST_TITLE
        and is_short(content)
        and bool(_TITLE.search(content))
        and not _NO_TITLE.match(content)
        and not is_furniture(content)
    )


def is_short(content: str) -> bool:
    """Tell whether a line is as short as a title and does not end as a sentence does."""
    return len(content) <= LONGEST_TITLE and content[-1] not in "，。！？；：,.!?;:”"


def is_later_title(content: str) -> bool:
    """Tell whether a title below a plan may begin another one: 活动安排 and 主要工作安排 are headings of that plan."""
    return len(content) >= _SHORTEST_LATER_TITLE or content.endswith("工作计划")


def is_title_part(content: str) -> bool:
    """Tell whether a line above a title belongs to it: the school, the year or the term."""
    return _TITLE_PART.fullmatch(content) is not None


def is_subtitle(content: str) -> bool:
    """Tell whether a line below a title belongs to it: what the plan is about, or its status."""
    return _SUBTITLE.fullmatch(content) is not None


def sends_plan_out(content: str) -> bool:
    """Tell whether a line heads a notice or an official letter that a plan comes with."""
    return _COVER.search(content) is not None
