"""Furniture: the lines that sites print around plans, and plans do not."""

import re
from collections.abc import Sequence

from corpus_tools.structure.lines import Line, is_page_number
from corpus_tools.structure.markers import Marker

_FURNITURE = re.compile(
    "|".join(
        (
            "^(?:以上|上面|这)(?:内容)?(?:就)?是.{0,40}(?:全部内容|为(?:大家|您|你)|小编|分享|整理|搜集|带来)",
            "小编[^小]{0,60}(?:整理|带来|分享|收集|搜集|推荐)|(?:欢迎|供)大家(?:阅读|参考|借鉴|下载)",
            "^(?:【.{1,20}】|“.{1,20}”|《.{1,20}》)?(?:的)?相关(?:文章|推荐|阅读|链接)[:：]?$",
            "^[【\\[]?(?:猜你(?:喜欢|感兴趣)|您?可能(?:还|也)?(?:感兴趣|喜欢)|(?:更多)?(?:相关|推荐|热门|延伸|更多)"
            "(?:推荐|阅读|文章|链接|内容|范文|新闻|资讯))",
            "^(?:看过|看了|喜欢).{0,40}(?:还看|的人|推荐)|^看完.{0,20}(?:不过瘾|还想|推荐)|(?:扫码|微信)关注|关注.{0,12}公众号",
            "^[【\\[]?(?:[上下]一[篇页条]|返回(?:顶部|列表|首页)?|打印(?:本页)?|关闭(?:窗口)?|收藏(?:本文|本页)?|分享到|[返回]?[回到]顶部|首页)"
            "(?:$|[:：| \u3000】\\]])",
            "^[（(]?(?:责任编辑|责编|编辑)[:：].{1,10}[）)]$|^[【\\[]?字[体号][:：]|^点击下载|^(?:网友|发表|最新|我要)评论$|^展开(?:全文|阅读)"
            "|^(?:网站地图|联系我们|关于我们)(?:$|[ |｜])|^全文共?约?[0-9]+字$",
            "^(?:发布|更新|发表|上传)(?:时间|日期|人|者|单位)[:：]|^时间[:：] ?20[0-9]{2}",
            "^20[0-9]{2}[-/][0-9]{1,2}[-/][0-9]{1,2} +[0-9]{1,2}:[0-9]{2}",
            "^(?:文章|信息)?(?:来源|作者|责任编辑|责编|编辑|点击数?|点击率|浏览(?:次数)?|阅读次数|关键词|标签)[:：]",
            "^您?(?:的|现在的)?当?前?位置(?:[:：]|是)|^(?:现在的位置|本文链接|本文地址|原文链接)|[^>]>[^>]+>[^>]",
            "^(?:免责|版权)?声明[:：]|本站(?:文章|内容|资料|所有|部分)|网友(?:自行)?上传|转载请注明",
            "版权所有|(?i:copyright)|©|ICP备|https?://|www\\.",
        )
    )
)


def is_furniture(content: str) -> bool:
    """Tell whether a site speaks in a line."""
    return _FURNITURE.search(content) is not None


def last_own_line(lines: Sequence[Line], contents: Sequence[str], first: int, end: int) -> int:
    """Return the index of the plan's last own line: where the site speaks at the end, the plan is over.

    The site's lines may be numbered (links to other pages); they are when their numbers begin anew.
    """
    last = end - 1
    first_marked = next((index for index in range(first, end) if lines[index].marker), first)
    below: Marker | None = None
    for index in range(end - 1, first_marked, -1):
        below = lines[index].marker or below
        may_end = lines[index].marker is None and (below is None or below.value == 1 or below.style == "bullet")
        if may_end and is_furniture(contents[index]):
            last = index - 1
    while last > first and lines[last].marker is None and _is_stray_number(contents[last]):
        last -= 1
    return last


def _is_stray_number(content: str) -> bool:
    return is_page_number(content) or re.fullmatch(r"[\d\s]{1,20}", content) is not None
