"""The title: whether there is one, and whether the plan speaks of what it names."""

import re
from collections.abc import Iterator

from corpus_tools.checks.findings import Finding
from corpus_tools.checks.stated import Stated
from corpus_tools.spans import Span

# What titles name, and by which words a plan shows that it speaks of it.
_SUBJECTS = {
    "工会": "工会|职工|教工|会员",
    "德育": "德育|道德|品德|思想|行为|养成",
    "安全": "安全|隐患|防火|消防|事故",
    "消防": "消防|防火|火灾|灭火|火警",
    "教研": "教研|备课|听课|研究|课题|教学",
    "教学": "教学|课堂|备课|上课",
    "党建": "党",
    "党支部": "党",
    "团委": "团",
    "少先队": "队",
    "心理": "心理|心态|情绪",
    "体育": "体育|运动|锻炼|比赛|健康|体质",
    "卫生": "卫生|健康|保洁|清扫|疾病",
    "防溺水": "溺水|游泳|水域|下水",
    "师德": "师德|师风|道德",
    "食堂": "食堂|食品|饮食|餐|膳",
    "后勤": "后勤|总务|维修|物资|食堂|保障|采购",
    "图书": "图书|阅读|读书|借",
    "语文": "语文|阅读|作文|识字|写字",
    "数学": "数学|计算|几何|算",
    "英语": "英语|单词|口语|听力",
    "科研": "科研|课题|研究",
    "招生": "招生|入学|报名|录取",
    "家长": "家长|家校|家庭",
    "班主任": "班主任|班级|班",
    "禁毒": "毒",
    "廉政": "廉|纪",
    "防汛": "汛|洪|水",
    "国防": "国防|军",
    "劳动": "劳动|实践|种植|家务",
}
_NAMED = re.compile(
    f"(?:{'|'.join(sorted(_SUBJECTS, key=len, reverse=True))})"
    "(?=工作|教育|计[划画]|管理|要点|方案|建设|培训|总结|规划|部|组)"
)


def find_missing_title(stated: Stated) -> Iterator[Finding]:
    """Yield the first line of a plan that has no title, neither in print nor in the row or page it is of."""
    if not stated.plan.shown_title and stated.own_lines:
        yield stated.find("no_title", stated.own_lines[0])


def find_idle_subjects(stated: Stated) -> Iterator[Finding]:
    """Yield the subjects that a title names and nothing below it speaks of."""
    title = stated.plan.title
    if title is None:
        return
    for named in _NAMED.finditer(stated.text, title.start, title.end):
        if not re.search(_SUBJECTS[named[0]], stated.text[: title.start] + stated.text[title.end :]):
            yield stated.find("idle_subject", Span(*named.span()))
