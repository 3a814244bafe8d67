"""Titles: what the lines look like that print the title of a plan, and what stands around them."""

import re

from corpus_tools.structure.furniture import is_furniture
from corpus_tools.structure.lines import is_date
from corpus_tools.structure.periods import BLANK, MASK, TIME

PLAN_NOUN = "(?:计[划画]|方案|要点|规划|安排|打算|思路|预案|总结|意见|纲要|部署|设想|汇报|报告)(?:书|表|稿|提纲)?"
_TITLE = re.compile(
    f"(?:{PLAN_NOUN}(?:及目标)?|策划书|.{{2}}会议(?:记录|纪要)|.{{4}}工作(?:重点|目标|目标任务))"
    "(?:(?:范文|范本|样例|模板)?(?:[（(【\\[《].{1,20}[）)】\\]》]|[一二三四五六七八九十\\d]{1,2})?|范文|范本)$"
)
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
_NAME = f"[\u4e00-\u9fff0-9○{MASK}]"
_UNIT = (
    f"{_NAME}{{2,20}}(?:[校院馆所站园村镇乡社队厂局委处部]|小学|中学|大学|社区|工会|委员会|协会|商会|联合会|支部|公司|集团|银行"
    "|街道|政府|中心|车间|办公室|项目部|[大中小][一二三四五六]?班|[一二三四五六七八九]年级)"
)
_DIGIT = "[0-9〇○零一二三四五六七八九]"
_YEAR = f"(?:(?:19|20)\\d\\d|二[〇○零]{_DIGIT}{{2}}|[1一][01〇○零一]{_DIGIT}(?=学?年))"  # 113学年: of the Republic
_HALF = "(?:第[一二]学期|[春秋]季(?:学期)?|[上下]半年)"
_TERM = f"{_YEAR}(?:[-—–－~～至/]+(?:{_YEAR}|\\d\\d))?(?:年度?|学年度?)?{_HALF}?"
_TITLE_PART = re.compile(
    f"(?!(?:新闻|资讯|下载|资源|会员|用户|个人)中心$){_UNIT}(?:{BLANK}+{_UNIT})*(?:{_TERM})?|{_TERM}|关于[^，。；]{{2,20}}|[^，。；、]{{3,20}}的"
)
# Above a title that says when and not whose, a short line says whose; the names of a site's columns do not.
_TIMED = re.compile(f"{_TERM}|{_HALF}|[本新]学期|[今明]年|年度|[一二三四]季度")
_SHORT_NAME = re.compile(f"(?:{_NAME}|{BLANK}){{2,20}}")
_COLUMN = re.compile(
    "(?:工作|活动|管理|建设|教育|教学|科研|教研|党建|德育|文化|服务|信息|公开|公告|公示|通知|动态|新闻|资讯|园地|之窗|窗口|天地|风采"
    "|专栏|栏目|频道|专题|文件|文档|资料|下载|导航|首页|正文|内容|详情|目录|大全|文库|范文网?|中心|合集|精选|汇总|集锦|文章|制度|简介|概况|指南|光临)$"
)
# Lines below a title that head nothing: who wrote it, when, its status.
_BYLINE = re.compile(
    f"(?:{_UNIT}|[\u4e00-\u9fff]{{1,8}}[处科室组部园镇乡村])(?:{BLANK}+[\u4e00-\u9fff]{{2,4}})?|{TIME}"
    "|(?:讨论|征求意见|送审|初|修订|草)[稿案]|目[ \u3000]*录"
)
_SUBTITLE = re.compile("——[^。；]{2,40}|[（(][^（(）)]{2,20}[）)]|【(?:讨论|征求意见|送审|草|初|修订|试行).{0,6}】")
_BRACKETED_DATE = re.compile("[（(](?:19|20)?\\d\\d[年.．/-] ?\\d{1,2} ?[月.．/-](?: ?\\d{1,2} ?日?)?[）)]")
# What sends a plan out: 关于印发...的通知, 某校〔2024〕3号.
_COVER = re.compile("^关于(?:印发|下发|转发|发布|报送).*(?:通知|函|报告)$|[〔\\[（]20\\d\\d[〕\\]）]第?\\d+号$")
_TWO = re.compile(f"(?:总结|回顾|汇报|报告).{{0,6}}[和及暨与、].{{0,24}}{PLAN_NOUN}")
_PART_TITLE = re.compile("(?:19|20)\\d\\d年|[今明来去上下]一?(?:年|步|阶段|学[年期]|半年)|今后")
_SAYS_WHOSE = re.compile(f"{_UNIT}|.*{_YEAR}|.*工作计划$")
_KIND = re.compile(PLAN_NOUN)
_ANNOUNCES = re.compile("以下|下列|下述")
_DATED = re.compile(_YEAR)
_PATH = re.compile("^.*[_|/>»]")  # the columns of a site from the top: 校务_工会_工作计划
_TITLE_LABEL = re.compile("^(?:文章)?(?:标题|题目)[:：] ?")
_SHORTEST_TITLE = 4
_SHORTEST_LATER_TITLE = 7
LONGEST_TITLE = 45
TITLE_DASH = "——"  # before the second line of a title


def is_title(content: str) -> bool:
    """Tell whether a line names a plan."""
    return (
        len(content) >= _SHORTEST_TITLE
        and is_short(content)
        and bool(_TITLE.search("".join(content.split())))  # printed wide, or with blanks before its number
        and not _NO_TITLE.match(content)
        and not is_furniture(content)
    )


def is_short(content: str) -> bool:
    """Tell whether a line is as short as a title and does not end as a sentence does."""
    return len(content) <= LONGEST_TITLE and content[-1] not in "，。！？；：,.!?;:”"


def is_later_title(content: str) -> bool:
    """Tell whether a title below a plan may begin another one: 活动安排 and 主要工作安排 are headings of that plan."""
    return len(content) >= _SHORTEST_LATER_TITLE or content.endswith("工作计划")


def says_whose(title: str) -> bool:
    """Tell whether a title says whose plan it is, or of which year, or that it is a work plan."""
    return _SAYS_WHOSE.match(title) is not None


def announces_list(content: str) -> bool:
    """Tell whether the end of a line announces a list (``重点做三件事：``), and no plan (``特制定计划如下：``)."""
    end = re.split("[，。；]", content.rstrip("。"))[-1]
    return (end[-1:] in ("：", ":") or _ANNOUNCES.search(end) is not None) and not _KIND.search(end)


def names_two(title: str) -> bool:
    """Tell whether a title names a summary and a plan: below it each may have a heading with a plan noun."""
    return _TWO.search(title) is not None


def is_fuller_title(content: str, column: str, *, is_parted: bool) -> bool:
    """Tell whether a title says more than the name of a site's column above it: the same and when or whose.

    Where the site's own lines part the two, another title of that kind does, too, that says whose plan it is.
    """
    column = _PATH.sub("", column)
    kinds = [_KIND.findall(title)[-1:] for title in (content, column)]
    says_whose = is_parted and kinds[0] == kinds[1] and not is_part_title(content)
    return len(content) > len(column) and (says_whose or column in content)


def without_title_label(content: str) -> str:
    """Return a title without the word for it before it (``标题：``)."""
    return _TITLE_LABEL.sub("", content)


def heads_plan(content: str) -> bool:
    """Tell whether the first line of a page is a title, whatever its noun: it says of which year, and of what."""
    return (
        len(content) >= _SHORTEST_LATER_TITLE
        and is_short(content)
        and _DATED.search(content) is not None
        and not (is_title_part(content) or is_date(content) or _NO_TITLE.match(content) or is_furniture(content))
    )


def is_broken_title(first: str, second: str) -> bool:
    """Tell whether two lines are one title that says of which year in the first, and breaks off in it."""
    is_half = _DATED.search(first) and is_short(first) and not (is_title(first) or is_title_part(first))
    return bool(is_half) and not is_furniture(first) and not says_whose(second) and is_title(first + second)


def is_part_title(content: str) -> bool:
    """Tell whether a title names a time and no one whose plan it would be: 2024年工作安排."""
    return _PART_TITLE.match(content) is not None


def is_title_part(content: str) -> bool:
    """Tell whether a line above a title belongs to it: the school, the year or the term."""
    return _TITLE_PART.fullmatch(content) is not None


def names_owner(content: str, title: str) -> bool:
    """Tell whether a line right above a title says whose plan it is, and the title only when (``2024年工作计划``)."""
    return bool(_TIMED.match(title) and _SHORT_NAME.fullmatch(content) and not _COLUMN.search(content))


def is_byline(content: str) -> bool:
    """Tell whether a line right below a title may say who wrote the plan, or when."""
    return _BYLINE.fullmatch(content) is not None


def is_subtitle(content: str) -> bool:
    """Tell whether a line below a title belongs to it: what the plan is about, or its status; not its date alone."""
    return _SUBTITLE.fullmatch(content) is not None and not _BRACKETED_DATE.fullmatch(content)


def sends_plan_out(content: str) -> bool:
    """Tell whether a line heads a notice or an official letter that a plan comes with."""
    return _COVER.search(content) is not None
