"""What a model or a page left in a plan: masks, fields to be filled in, marks of a crawl, words of a site, names."""

import re
from collections.abc import Iterator

from corpus_tools.checks.findings import Finding
from corpus_tools.checks.stated import Stated, join_near
from corpus_tools.facts.names import Name
from corpus_tools.facts.owners import names_same, short_form
from corpus_tools.han_numerals import NONZERO
from corpus_tools.spans import Span, Stretch
from corpus_tools.structure.furniture import is_furniture
from corpus_tools.structure.stops import STOPS

_CJK = "[\u4e00-\u9fff]"
_SUBJECT = (
    "年|月|日|学校|小学|中学|幼儿园|省|市|县|区|镇|乡|村|街道|社区|老师|同志|单位|公司|工会|局|班|人|名|元|万|次|％|%"
)
_X = "[xXｘＸ×✕╳]"
_FIELD = "学校|单位|公司|校名|园名|班级|部门|年份|年度|日期|时间|地点|人数|姓名|数字|地名|内容"
_FILL_IN = "填写|补充|插入|填入|输入|替换|添加|注明|完善"
# What stands in the place of something that is to be filled in.
_PLACEHOLDERS = re.compile(
    "|".join(
        (
            f"(?<![A-Za-z0-9０-９.@/]){_X}{{2,}}(?![A-Za-z0-9０-９@/])(?!\\.[a-z])",
            f"{_X}{{1,4}}年{_X}{{1,2}}月(?:{_X}{{1,2}}日)?",
            f"(?<![0-9A-Za-z]){_X}月{_X}日",
            f"(?<![0-9{NONZERO}○〇])[○〇◯]{{2,}}(?![0-9{NONZERO}○〇])",
            f"(?:20|19)?[_＿]{{2,}}(?:{_SUBJECT})",
            f"(?:20|19)?(?<![0-9])[*＊]{{2,}}(?:{_SUBJECT})(?:[*＊]{{1,2}}[月日])*",
            f"(?<={_CJK})[*＊]{{2,}}(?={_CJK})",
            f"[（(【\\[](?:此处|这里|在此|请在此)[^（）()【】\n]{{0,20}}(?:{_FILL_IN})[^（）()【】\n]{{0,20}}[）)】\\]]",
            f"[（(【\\[](?:请|需|待|可)?(?:自行|另行)?(?:{_FILL_IN})(?:本校|学校|单位|具体|实际|相应)?(?:{_FIELD})[^（）()【】\n]{{0,10}}[）)】\\]]",
            "[（(【\\[]待(?:补充?|完善|填写?|添加|核实|续写)[^（）()【】\n]{0,10}[）)】\\]]",
            "(?<![有还尚亟需仍急])待(?:补充|填写|添加)(?=[。；，]|$)",
            f"[【\\[](?:您的|你的|本)?(?:{_FIELD})(?:名称|名|全称|简称)?[】\\]]",
            "某某(?:省|市|县|区|镇|乡)?(?:小学|中学|学校|幼儿园|单位|公司)",
        )
    ),
    re.MULTILINE,
)
_NAMED_SCHOOL = re.compile("(?:省|市|县|区|镇|乡)?(?:实验|中心|第.)?(?:小学|中学|学校|幼儿园|工会)")
_MASKED = re.compile("[xXｘＸ×*＊_＿○〇]")

# Words between two commas that tell why another school is named there, and what stands before such a name.
_BESIDE = re.compile(
    "结对|联合|交流|参观|考察|走进|走访|赴|前往|兄弟|帮扶|联盟|集团|共同体|片区|友好|来访|承办|主办|举办|举行|协办|比赛|联赛|赛区|考点|考场|地点|场地"
    "|支教|送教|轮岗|毕业|考入|升入|录取|招生|任教|挂职|跟岗|合作|手拉手|观摩|学习.{0,6}经验|分校|校区|领导|为例"
    "|联系|沟通|担任|[借与和及向同到往由从请邀原调等来转在跟对、：:/（(]"
)
# A site names itself and its address in sentences, too.
_SITE_SENTENCE = re.compile("小编|(?:供|为|给|对)大家|以上(?:就是|是|内容)|网友|本站|转载")
_ADDRESS = re.compile("(?:[学校]?[网站]址|网站)[：:]|《[^《》]{0,60}[<＜>＞]")
# Who fills in his name when he speaks: 宣誓人：xxx.
_SPEAKER = re.compile("(?:宣誓|承诺|保证|监誓|领誓)[人名字]{0,2}[ \u3000]*[：:][ \u3000]*$")
_LEVELS = (("幼儿园", "幼"), ("小学", "完小", "附小", "中心校", "小"), ("中学", "高中", "中", "高"), ("学校",))


def find_placeholders(stated: Stated) -> Iterator[Finding]:
    """Yield what is still to be filled in; of a form in an attachment or a table that is as it should be."""
    text = stated.text
    spans = [Span(*found.span()) for found in _PLACEHOLDERS.finditer(text)]
    masked: list[Stretch] = [date for date in stated.dates if date.kind == "masked"]
    masked += (name for name in stated.names if name.kind == "masked")
    spans += (Span(one.start, one.end) for one in masked if _MASKED.search(text, one.start, one.end))
    markers = {node.marker.start for node in stated.plan.nodes if node.marker}
    for span in join_near(spans):
        behind = _NAMED_SCHOOL.match(text, span.end)
        whole = Span(span.start, behind.end()) if behind and _MASKED.match(text, span.end - 1) else span
        is_form = "_" in text[slice(*whole)].replace("＿", "_") and stated.is_beside(whole)
        is_right = is_form or whole.start in markers or _hides_digits(text, whole)
        if not is_right and not _SPEAKER.search(text, 0, whole.start):
            yield stated.find("placeholder", whole)


def _hides_digits(text: str, span: Span) -> bool:
    """Tell whether a number is hidden on purpose: 138****5678."""
    return text[span.start] in "*＊" and text[span.start - 1 : span.start].isdigit()


def find_crawl_marks(stated: Stated) -> Iterator[Finding]:
    """Yield the first of the marks that a crawl left at the head of lines, with the number of all."""
    marks = [noise for noise in stated.plan.noise if noise.kind == "mark"]
    if marks:
        yield stated.find("crawl_mark", marks[0], str(len(marks)))


def find_site_text(stated: Stated) -> Iterator[Finding]:
    """Yield the lines in which a site speaks."""
    for line in stated.own_lines:
        content = stated.text[slice(*line)]
        is_sentence = content[-1] in STOPS and not _SITE_SENTENCE.search(content)
        if is_furniture(content) and not is_sentence and not _ADDRESS.search(content):
            yield stated.find("site_text", line)


def find_other_names(stated: Stated) -> Iterator[Finding]:
    """Yield the names of schools that stand as if the plan were theirs, and it is not."""
    own = [name for name in stated.own_names if name.kind == "school"]
    if not own:
        return
    kept = {short_form(name.text) for name in own}
    for name in stated.names:
        if name.kind != "school" or _level_of(name) != _level_of(own[0]) or stated.is_beside(name):
            continue
        form = short_form(name.text)
        if any(names_same(name, one) for one in own) or any(form in one or one in form for one in kept):
            continue
        if _stands_as_own(stated, name):
            yield stated.find("other_name", name, own[0].text)


def _level_of(name: Name) -> int:
    form = short_form(name.text)
    return next((level for level, ends in enumerate(_LEVELS) if form.endswith(ends)), len(_LEVELS))


def _stands_as_own(stated: Stated, name: Name) -> bool:
    """Tell whether nothing between two commas says why another than the own school is named."""
    sentence = stated.sentence_around(name)
    start = stated.text.rfind("，", sentence.start, name.start) + 1 or sentence.start
    end = stated.text.find("，", name.end, sentence.end)
    around = stated.text[start : name.start] + stated.text[name.end : sentence.end if end < 0 else end]
    return not _BESIDE.search(around)
