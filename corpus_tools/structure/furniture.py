"""Furniture: the lines that sites print around plans, and plans do not."""

import re
from collections.abc import Sequence

from corpus_tools.structure.lines import Line, is_date, is_page_number, is_unnumbered_heading
from corpus_tools.structure.markers import Marker
from corpus_tools.structure.stops import STOPS

_DAY = "(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?"
_LABEL = (
    "(?:信息|文章|稿件)?(?:来源|稿源|出处|作者|供稿|编辑|责编|责任编辑|录入|发布|更新|发表|上传|添加|投稿|点击|浏览|阅读|访问"
    "|人气|评论|推荐|收藏|点赞|分享|转发|下载|字号|字体|字数|栏目|分类|标签|关键词)(?:者|人|员|时间|日期|单位|部门|机构|次数|数|量|率)?"
    "(?:[:：]|[(（\\[][0-9]|\\s+[0-9]+(?=\\s|$))"
)

# How the lines of sites begin, and what stands anywhere in them.
_OPENINGS = re.compile(
    "|".join(
        (
            "(?:以上|上面|这)(?:内容)?(?:就)?是.{0,40}(?:全部内容|为(?:大家|您|你)|小编|分享|整理|搜集|带来)",
            "(?:【.{1,20}】|“.{1,20}”|《.{1,20}》)?(?:的)?相关(?:文章|推荐|阅读|链接)[:：]?$",
            "[【\\[]?(?:猜你(?:喜欢|感兴趣)|您?可能(?:还|也)?(?:感兴趣|喜欢)"
            "|(?:更多)?(?:相关|推荐|热门|延伸|更多)(?:推荐|阅读|文章|链接|内容|范文|新闻|资讯)(?!.*[。；]$))",
            "更多.{0,30}(?:推荐|阅读|文章|链接|内容|范文)[:：]?$",
            "更多[^，。；]{0,30}[，,]?(?:敬?请|欢迎)(?:您|大家|继续|持续|多多|随时){0,2}"
            "(?:关注|访问|浏览|收藏|登录|查看|点击)[^，。；]{0,40}[。！!]?$",
            "(?:看过|看了|喜欢).{0,40}(?:还看|的人|推荐)|看完.{0,20}(?:不过瘾|还想|推荐)",
            "[【\\[<‹«＜《 ]*(?:[上下]一[篇页条]|返回(?:顶部|列表|首页)?|打印(?:本页)?|关闭(?:窗口)?"
            "|收藏(?:本文|本页)?|分享到|[返回]?[回到]顶部|首页)(?:$|[:：| \u3000】\\]])",
            "(?=.*页)[共页第0-9\\s\\[\\]|/上下首尾末一…]+$|扫一扫|点击下载|展开(?:全文|阅读)",
            "(?:附件|文档|文件|资料)下载(?:$|[:：])|相关附件(?:$|[:：])",
            "[（(]?(?:责任编辑|责编|编辑)[:：].{1,10}[）)]$|[【\\[]?字[体号][:：]|(?:网友|发表|最新|我要)评论$",
            "(?:网站地图|联系我们|关于我们)(?:$|[ |｜])|[全本]文共? ?约?[0-9]+ ?字$",
            "(?:发布|更新|发表|上传)(?:时间|日期|人|者|单位)[:：]|时间[:：] ?20[0-9]{2}[-/]",
            "20[0-9]{2}[-/][0-9]{1,2}[-/][0-9]{1,2} +[0-9]{1,2}:[0-9]{2}",
            "(?:文章|信息)?(?:来源|作者|责任编辑|责编|编辑|点击数?|点击率|浏览(?:次数)?|阅读次数|关键词|标签)[:：]",
            # 2024-3-1 来源：教研室, 阅读(31) | 评论(0)
            f"(?:{_DAY}[^。；，]*?{_LABEL}|{_LABEL}[^。；，]*?(?:{_DAY}|{_LABEL}))[^。；，]*$",
            "您?(?:的|现在的)?当?前?位置(?:[:：]|是)|现在的位置|本文链接|本文地址|原文链接|(?:免责|版权)?声明[:：]",
        )
    )
)
_PHRASES = re.compile(
    "|".join(
        (
            "小编[^小]{0,60}(?:整理|带来|分享|收集|搜集|推荐)|(?:欢迎|供)大家(?:阅读|参考|借鉴|下载)",
            "(?:(?:扫码|微信|欢迎|请)关注|二维码.{0,6}(?:分享|关注|打开|阅读|访问|下载)|关注.{0,12}公众号)[^。；]{0,60}$",
            "本站(?:文章|内容|资料|所有|部分)|网友(?:自行)?上传|转载请注明|[^>]>[^>]+>[^>]",
            "版权所有|(?i:copyright)|©|ICP备|网站标识码|公网安备|(?:https?://|www\\.)(?!.{0,99}[。；])",
        )
    )
)

# Above what readers say, also in sentences.
_COMMENTS = re.compile("(?:网友|读者|用户|最新|热门|精彩|全部)(?:评论|留言|跟帖)[区栏]?(?:[(（]\\d+条?[)）])?[:：]?")
_LINK = re.compile(r"(?!附|抄)(?:(?:主办|承办|主管)(?:单位)?[:：])?[^\t。；，：:]{1,40}(?<!印发)")
_CONTACT_LABEL = "(?:地址|邮编|邮政编码|电话|热线|传真|邮箱|网址|主办|主办单位|承办|承办单位|技术支持)[:：]"
_CONTACT = re.compile(f"{_CONTACT_LABEL}.*{_CONTACT_LABEL}")
_RULE = re.compile(r"[^\w\t]+|[_\s]+")


def is_furniture(content: str) -> bool:
    """Tell whether a site speaks in a line."""
    return bool(_OPENINGS.match(content) or _PHRASES.search(content))


def is_rule(content: str) -> bool:
    """Tell whether a line prints signs only: ``-----``, ``* * *``."""
    return _RULE.fullmatch(content) is not None


def last_own_line(lines: Sequence[Line], contents: Sequence[str], first: int, end: int) -> int:
    """Return the index of the plan's last own line: where the site speaks at the end, the plan is over.

    Most of its lines are no sentences, but for the comments of readers; they may be numbered (links to other pages)
    where their numbers begin anew. What stands between the date below a signature and the site's own words is the
    site's, too.
    """
    last = end - 1
    first_own = next((index for index in range(first + 1, end) if not is_furniture(contents[index])), end)
    first_marked = next((index for index in range(first, end) if lines[index].marker), first_own)
    below: Marker | None = None
    n_sentences = 0
    for index in range(end - 1, first_marked, -1):
        below = lines[index].marker or below
        may_end = lines[index].marker is None and (below is None or below.value == 1 or below.style == "bullet")
        heads_comments = may_end and _COMMENTS.fullmatch(contents[index]) is not None
        speaks = heads_comments or (may_end and is_furniture(contents[index]))
        if heads_comments or (speaks and 2 * n_sentences <= last - index):
            last, n_sentences = index - 1, 0
        n_sentences += contents[index][-1] in STOPS and not speaks
    dated = last
    while dated > first and _may_be_links(lines[dated], contents[dated]):
        dated -= 1
    site_speaks = last < end - 1 or any(map(_CONTACT.search, contents[dated + 1 : end]))
    if site_speaks and dated > first and _dates_signature(contents, dated):
        last = dated
    while last > first and _is_stray(lines[last], contents[last]):
        last -= 1
    return last


def _may_be_links(line: Line, content: str) -> bool:
    is_link = _LINK.fullmatch(content) or _CONTACT.search(content)
    return line.marker is None and is_link is not None and not is_date(content)


def _dates_signature(contents: Sequence[str], index: int) -> bool:
    """Tell whether a date stands below a signature."""
    return is_date(contents[index]) and is_unnumbered_heading(contents[index - 1])


def _is_stray(line: Line, content: str) -> bool:
    """Tell whether a line prints no words: a page number, a rule."""
    is_number = line.marker is None and (is_page_number(content) or re.fullmatch(r"[\d\s]+", content) is not None)
    return is_number or is_rule(content)
