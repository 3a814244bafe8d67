"""Names that tell whose plan it is: schools, places, organisations, and names with marks in their place (XX小学).

There is no list of names. A name ends with what it is (小学, 区, 教育局) and begins behind what is no Chinese
character, behind a word that leads in (参观, 组织) or one that joins (和, 到); a general word is none (各学校, 城区).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from corpus_tools.spans import Span

Kind = Literal["school", "place", "organisation", "masked"]


class Name(NamedTuple):
    """A name as a text prints it; span in code points."""

    text: str
    kind: Kind
    start: int
    end: int


_HAN = "\u4e00-\u9fff"
# What a name ends with. The first two kinds of words are met in every plan, and are names in few places.
_COMMON_SCHOOL = "[学學]校|高中(?![生部组]|阶段)|[学學]院|大[学學](?!生)|技校"
_COMMON_ORGANISATION = "医院|集团|公司"
_SCHOOL = (
    f"{_COMMON_SCHOOL}|(?<!中)小[学學](?![生部段组]|阶段)|(?<!初)中[学學](?![生部段组]|阶段|高级)|幼儿[园園]|幼兒園"
    "|附[小中]|中[专專]|完小"
)
_OFFICES = "教育(?:和?体育)?局|教体局|教育工会|总工会|卫健局"  # of a place
_ORGANISATION = f"{_COMMON_ORGANISATION}|{_OFFICES}|教育集团"
_PLACE = "(?:自治[区州县]|[省市区县镇乡](?![级直属内外里长民场])|社区|街道|村)"
_ENDING = re.compile(
    f"(?=[学學高大技医集公小中幼附完教总卫自省市区县镇乡社街村])(?:(?P<school>{_SCHOOL})|(?P<organisation>{_ORGANISATION})|(?P<place>{_PLACE}))"
)
_COMMON = re.compile(f"{_COMMON_SCHOOL}|{_COMMON_ORGANISATION}")
_OFFICE = re.compile(_OFFICES)
_ALONE = "\n\t \u00a0\u3000：:、“‘「（([【"
# What stands between the name and that.
_CLASS = re.compile(
    "(?:中心|实验|實驗|第[一二三四五六七八九十百]{1,3}|外国语|外國語|职业|技术|技工|师范|師範|民族|附属|附屬|完全"
    "|高[级級]|初[级級]|九年一贯制|一贯制|寄宿制|特殊教育|双语|艺术|体育|教育)+$"
)
_MARKS = "(?:[*＊_＿xXｘＸ×○]{1,6}|某{1,2})"
_MARKED_PLACES = f"(?<![0-9a-zA-Z])(?:{_MARKS}(?:[省市区县镇乡]|街道))"
_STRETCH = re.compile(
    f"(?P<masked>{_MARKED_PLACES}*(?<![0-9a-zA-Z]){_MARKS}(?:[省市区县镇乡]|街道)?(?:中心|实验|第.)*(?:{_SCHOOL}|{_ORGANISATION}))"
    f"|(?P<places>{_MARKED_PLACES}*)(?P<run>[{_HAN}]{{3,}})"
)
_LEADING_UNIT = re.compile("[年月日号届度]+")

# A name begins behind these words, and behind these characters where at least two are left of it.
_LEADS = (
    "参观|走[进向访]|前往|组织|学习|联合|邀请|结对|支援|帮扶|慰问|看望|来自|教师|老师|师生|[职教员]工|学生|同学|子女|代表|领导|校长|书记"
    "|主席|位于|成[为立]|创[建设办]|开[展设始]|举[办行]|承[办接]|协办|召开|毕业|推[荐动进行广]|选[派送择]|观摩|联[系谊]|对接|交流|考[察上入]"
    "|根据|[按依遵]照|依据|关[于注心系]|印发|转发|通知|全[体面]|今年|明年|去年|年度|学期|[上下]半年|参[加与]|带[领动]|率领|争[创做]"
    "|建[设成好立]|[做抓搞办当用管]好|加强|维[护修]|热爱|围绕|结合|坚持|落实|贯彻|执行|服[从务]|配合|协助|支持|帮助|感[谢受]|欢迎"
    "|深[入化知]|入[驻选]|奔赴|返回|离开|以及|还有|包括|其中|升入|报[考告送经名]|就读|依托|利用|代替|评[为选]|提[高升]|完善|确保|优化"
    "|形成|实[施现行]|严明|遵守|探索|制[定订]|修订|介绍|通过|统[筹一]|了解|熟悉|体验|传承|呵护|负责|重视|调整|[荣获]获|获[得评]|降低"
    "|减少|增[加强]|丰富|密切|处理|发[现挥放]|听取|接受|检[验查]|督[查促]|树立|着眼|打造|构建|营造|设立|展示|宣传|汇报|上报|[需须]要|必须"
    "|要求|请求|促进|引领|保[证障持]|巩固|充实|改[善进革]|[放扩]大|强化|注重|适应|胜任|担任|访问|[清打]扫|审议|紧[扣跟]|针对|面[向对]"
    "|指导|监督|管理|规范|享受|穿着|佩戴|[分主]管|受过|结束|打通|播放|张贴|悬挂|符合|[超经]过|聘用|布置|[美净绿]化|表彰|奖励|充分"
    "|[一两三]次|积极|认真|努力|不断|继续|同时|进行|共谋|事关|影响|爱护|一方面|这些|哪些|各位|如果"
    "|[一二三四五六七八九十]月份?|[年的了]"
)
_JOINTS = (
    "在到赴去往与和及同向由从被把将让请给对为以于按据凡各全本我该此每两几多所等或但而且又再都也并"
    "即是有们这那其读办上进入出使借经报持送个名"
)
_CUT = re.compile(f"{_LEADS}|[{_JOINTS}]")
# With a general word before it nobody is named (家长学校, 城区学校), nor by what ends like a place and is none.
_GENERAL = re.compile(
    f"[{_JOINTS}新老大小好外原母党团军一二三四五六七八九十级类省市区县校村中初希望]+|(?:.*(?:家长|文明|示范|特色|先进|优秀|平安|绿色|和谐"
    "|书香|体育|传统|重点|农村|乡村|城镇|城乡|乡镇|城区|薄弱|寄宿制?|民办|公办|普[通高]|高[等职]|[职中]业|[中初]等|中[职专]|特殊|教育"
    "|义务|基础|成人|网[络上]|人民|老年|少年|业余|定点|基地|试点|实验|同类|兄弟|友好|姊妹|联盟|成员|对口|手拉手|片区|区域"
    "|[区市省国校]内|校际|其[他它]|有关|相关|一些|部分|[省市县区校国]级|国家|星级|一流|现代化?|智慧|数字|健康|安全|法治|无烟|节[水约]型?"
    "|学习型?|创新|科技|艺术|美术|音乐|足球|篮球|名牌|知名|著名|全国|周边|邻近|附近|所在|社区|市民|道德|党员|优质|品牌|规范|标准化?"
    "|达标|合格|样板|模范|少先队|卫生|环保|生态|园林|温馨|美丽|理想|大中小?|初中|高中|小学|中学|幼儿园|学校|中心|清廉|市[直属]|招生|考点|行政"
    "|干部|有限|传染病|社会主义|良好|心目中|最新))"
)
_NO_PLACE = re.compile(
    ".*(?:(?:[校城片辖学地山小园景厂老灾牧郊市县分雷误特专战盲街考赛院网行政包干重点图书阅览活动运动办公教学生活宿舍公共责任卫生服务展示休息开发"
    "实验示范游戏建构表演等候接送读书卸货]区)|[城超门夜都县省集区]市|[郡市区]县|[城乡小集古村]镇|[家城故下同水返异]乡|[节反]省"
    "|[农乡新山渔]村|[校街道]社区)|[各我该此每这那].*"
)
_SHORTEST, _LONGEST_PLACE, _LONGEST_COMMON, _LONGEST = 2, 3, 4, 6  # characters before the ending

# Whose plan it is: what counts first, and where a text is signed.
_OWNERS: Sequence[Kind] = ("school", "organisation", "place", "masked")
_MOST_CLOSING_LINES = 3
_LONGEST_SIGNATURE = 30


def find_names(text: str) -> list[Name]:
    """Return the names in a text, in order, none over another.

    >>> [(name.text, name.kind) for name in find_names("柳岸小学与青溪区教育局到XX中学听课")]
    [('柳岸小学', 'school'), ('青溪区教育局', 'organisation'), ('XX中学', 'masked')]
    """
    names: list[Name] = []
    for found in _STRETCH.finditer(text):
        if found["masked"]:
            names.append(Name(found[0], "masked", *found.span()))
        elif _ENDING.search(found["run"]):
            names += _names_in_run(text, found)
    return names


def _names_in_run(text: str, found: re.Match[str]) -> Iterator[Name]:
    """Yield the names in a run of Chinese characters, which marks in the place of a place may stand before."""
    first, (border, end) = found.start(), found.span("run")
    unit = _LEADING_UNIT.match(text, border, end) if text[border - 1 : border].isdigit() else None
    border = unit.end() if unit else border
    # A place goes on with a smaller one or with what lies in it, a university with its school.
    opened = Name(found["places"], "masked", first, border) if found["places"] else None
    clean, is_alone = border, bool(unit or opened) or text[first - 1 : first] in _ALONE
    for ending in _ENDING.finditer(text, border, end):
        kind: Kind = ending.lastgroup  # type: ignore[assignment]  # the groups are named so
        start = _start_of_core(text, border, ending.start())
        core = text[start : ending.start()]
        goes_on = opened is not None and opened.end == start
        if _names_somebody(core, kind, ending[0], goes_on=goes_on, is_alone=is_alone and start == clean):
            if opened and not goes_on and opened.kind != "masked":
                yield opened
            start = opened.start if opened and goes_on else start
            opened = Name(text[start : ending.end()], kind, start, ending.end())
            border = ending.end()
        elif kind != "place":
            border = ending.end()
    if opened and opened.kind != "masked":
        yield opened


def _start_of_core(text: str, border: int, end: int) -> int:
    """Return where what may be a name begins: behind the last word that leads in, or that joins."""
    start = border
    for found in _CUT.finditer(text, border, end):
        rest = text[found.end() : end]
        if len(found[0]) > 1 or len(rest) != 1 or _GENERAL.fullmatch(rest):
            start = found.end()
    return start


def _names_somebody(core: str, kind: Kind, ending: str, *, goes_on: bool, is_alone: bool) -> bool:
    """Tell whether what stands before an ending names somebody.

    Parameters
    ----------
    goes_on
        Whether a place stands before it.
    is_alone
        Whether it stands where a sentence hardly goes on: at the start of a line, behind a colon, in a list.
    """
    if kind == "place":
        return _SHORTEST <= len(core) <= _LONGEST_PLACE and not _NO_PLACE.fullmatch(core + ending)
    own = _CLASS.sub("", core)
    if goes_on and not own:
        return bool(core) or kind == "organisation" or ending.startswith("附")
    if _OFFICE.fullmatch(ending) or not _SHORTEST <= len(own) <= _LONGEST or _GENERAL.fullmatch(own):
        return False
    return own != core or not _COMMON.fullmatch(ending) or (is_alone and len(own) <= _LONGEST_COMMON)


def find_own_name(text: str, title: Span | None, names: Sequence[Name]) -> Name | None:
    """Return the name of those whose plan it is, or None.

    That is the first name in the title; else the last in the lines at the end that are as short as a signature; else
    the school or organisation that is named oftenest, at least twice and oftener than others.
    """
    in_title = [name for name in names if title and title.start <= name.start and name.end <= title.end]
    closing = _start_of_closing(text)
    signed = [name for name in reversed(names) if name.start >= closing]
    for found in (in_title, signed):
        for kind in _OWNERS:
            owner = next((name for name in found if name.kind == kind), None)
            if owner:
                return owner
    counts = Counter(name.text for name in names if name.kind in ("school", "organisation"))
    (first, n_first), (_, n_second) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return next(name for name in names if name.text == first) if n_first >= 2 and n_first > n_second else None


def _start_of_closing(text: str) -> int:
    """Return where the short lines begin that end a text."""
    start = len(text)
    for line in reversed(text.rstrip().split("\n")[-_MOST_CLOSING_LINES:]):
        if len(line.strip()) > _LONGEST_SIGNATURE or line.strip()[-1:] in "。；！？":
            break
        start = text.rindex(line, 0, start) if line.strip() else start
    return start
