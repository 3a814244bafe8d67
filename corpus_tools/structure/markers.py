"""Markers: the printed numbers of sections and items, and the time expressions that head a calendar.

The scanner answers one question about the start of a line: where does a marker end, and what is its value. It knows
nothing of levels; tables are all there is to it. ``STYLES`` are markers wherever they stand; their look-alikes
(``三、四年级``, ``（二）组``), all ``READINGS`` (``1 总体要求``, ``2.1班级文化``) and ``ROWS`` (``三月植树``) are
markers only where the lines around count on: see ``sequences``.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from corpus_tools.structure.numerals import (
    ARABIC,
    CJK,
    EITHER,
    FORMAL,
    POSITIONAL,
    ROMAN,
    ROMAN_SMALL,
    STEMS,
    read_last_number,
    read_letter,
    read_number,
    read_roman,
    read_sign,
)
from corpus_tools.structure.periods import BLANK, COLON, DAYS, TIME, YEAR, read_month


class Marker(NamedTuple):
    """A marker and its span.

    Attributes
    ----------
    text
        As printed, with its separator: ``一、``, ``（1）``, ``七、八月：``.
    style
        The name of its family, see ``STYLES``.
    value
        Its number; the first month (1-12) of a period; None for bullets and periods without a month.
    start, end
        Span in code points.
    """

    text: str
    style: str
    value: int | None
    start: int
    end: int


class Style(NamedTuple):
    """A family of markers: its name, its usual depth among others, what it looks like, how its number is read."""

    name: str
    rank: float
    pattern: str
    value: Callable[[str], int | None]


def read_numbers(marker: Marker) -> tuple[int, ...] | None:
    """Return the numbers that others count on from: (1, 2) of ``1.2``, (3,) of ``三、``, None of ``第三条之一``."""
    if marker.style == "decimal":
        return tuple(int(digits) for digits in re.findall("[0-9０-９]+", marker.text))
    if marker.value is None or "之" in marker.text:
        return None
    return (marker.value,)


def shift(numbers: tuple[int, ...], step: int) -> tuple[int, ...]:
    """Return the numbers so many steps on in their list: (1, 3) is one behind (1, 2)."""
    return (*numbers[:-1], numbers[-1] + step)


def read_word(marker: Marker) -> str:
    """Return the word that a marker counts: ``任务`` of ``任务一：``; empty where it counts none."""
    found = _HAS_WORD.match(marker.text) if marker.style == "ordinal" else None
    return found[found.lastindex or 0] if found else ""


def separator_of(marker: Marker) -> str:
    """Return what follows the numeral of a marker, in half width: ``.`` of ``1．``, ``)、`` of ``（一）、``."""
    return re.sub(rf"^(?:\W*\w+(?:[ .-]\w+)*|[（(]?{_DASH})", "", unicodedata.normalize("NFKC", marker.text))


def _within(first: str) -> Callable[[str], int | None]:
    """Return a reader of characters that stand for 1, 2, 3 ... from ``first`` on."""
    return lambda character: ord(character) - ord(first) + 1


def _one(_: str) -> int:
    return 1


def _no_number(_: str) -> None:
    return None


# Words that number, and stems.
_IN_WORDS = {"首先": 1, "其次": 2, "再次": 3, "最后": 4} | {stem: n for n, stem in enumerate(STEMS, 1)}
# What follows a number that counts or measures something, and so makes no marker.
_COUNTED = (
    "(?:年级|年|个|名|次|届|期|班|组|中队|等奖|线城市|类|级|楼|号|轮|位|项|条|学期|季度|月|周|日|天|小时|学时|课时|分|层|批|大"
    "|支部|中学|小学|节|章|公|万|亿|元|米|平|吨|倍|前|后|以|多|余|千|百|人|[处户座盏所家场册台本篇套张件份亩岁辆间棵株]"
    "|[-+＋×*/~～%％‰℃])"
)
# Words that begin like one of these units: 2大力宣传, 3家访.
_LIKE_UNITS = (
    "(?:人[员才事文人民居口]|名[师校著优]|大[力胆型队家扫兴抓]|大课间|组[织建成合长员]|班[级会主子风长车干组容]|班班(?![会级主])|项目|类比|级部|轮[流岗训]"
    "|分(?!钟|[，,。；、]|$)|层层|批[改评阅]|号召|楼[道层长]|节[约能日水电假]|章程|条件|位置|日常|天天|周[密末]|月[月考末]"
    "|年[度终底初轻]|期[末中初间望满滿]|支部[委党书]|公(?![里顷斤尺分])|平(?![方米])|前[期置往]|后[勤期进续备]|以(?![上下内外前后])"
    "|多(?![名个人次年所家项条元])|千方|百花|元[旦宵月]|处[理置分室]|户[外籍]|座谈|所有|家[长访庭校教委风园政属]|场[地馆所]|台账"
    "|本[学着校年期周月]|张贴|岁末)"
)

# What a number in brackets names: （二）组, and not （二）组织活动.
CLASS_OR_GROUP = f"(?!{_LIKE_UNITS})(?:班|组|年级)"

STARS = "*＊"
BULLETS = "■●◆▲★☆○◎□▪◇•◦·‧・∙⦁◉◈※►▶▸→√§☞♦➢➤➔➣✦❖⬥◻❑✔☑✓\u00a8\uf06c\uf0b7\uf0d8"
_MEASURED = "(?:[万亿元米吨亩倍%％‰℃]|公[里顷斤尺分]|平方|小时|分钟|个百分点|人次)"
_WHOLE = "(?:周?岁|[名户个家所年项条位届]|人(?!次)|小时|分钟)"  # of these there are no hundredths: 3.65岁以上老人
# Figures behind a stop that are no part of a decimal: 3.24小时值班, 3.10万元以上, 3.5项制度, 2.5S管理.
_NO_FRACTION = (
    f"(?:[0-9０-９]{{2,3}}{_WHOLE}|[0-9０-９]{{1,2}}[0０]{_MEASURED}|[0-9０-９][户项条届名]|[0-9０-９][A-Z](?=[一-鿿]))"
)

_OPEN, _CLOSE = "[（(]", "[）)]"
_SEPARATOR = "[、．.]"
_BLANKS = f"{BLANK}{{,3}}"  # before it
_DECIMAL = f"{ARABIC}(?:[.．]{ARABIC}){{1,3}}"
_AFTER_NAME = f"(?:{_SEPARATOR}|{COLON}|(?={BLANK}|[（(]|$))"  # behind 第一章, which names itself

# Tried in this order: the first that fits is the marker. ``rank`` follows GB/T 9704-2012 (一、 （一） 1. （1）), the
# usual order from the top; it only weighs in where the sequence of the numbers does not decide.
STYLES = (
    # A month or another time that heads a part of a calendar. 七、八月： holds what looks like a number with its
    # separator, so periods are tried before all that follows.
    Style("period", 0, f"(?:{TIME}{BLANK}*(?:{COLON}|(?={BLANK}*$))|(?:{DAYS}){COLON}|【{TIME}】{COLON}?)", read_month),
    Style("part", 0, f"第(?P<n>{EITHER})(?:部分|编|篇){_AFTER_NAME}", read_number),
    Style("subpart", 0, f"第(?P<n>{EITHER})分编{_AFTER_NAME}", read_number),
    Style("chapter", 1, f"第(?P<n>{EITHER})章{_AFTER_NAME}", read_number),
    Style("chapter-section", 2, f"第(?P<n>{EITHER})节{_AFTER_NAME}", read_number),
    Style("article", 4.5, f"第(?P<n>{EITHER})条(?:之{CJK})?(?:{COLON}|(?={BLANK}|$))", read_number),
    Style("roman", 4, f"(?P<n>[Ⅰ-Ⅻ])(?:{_SEPARATOR}|{COLON})?", _within("Ⅰ")),
    Style("cjk-formal", 4, f"(?P<n>{FORMAL})(?:{_SEPARATOR}|{COLON})", read_number),
    Style("cjk", 4, f"(?P<n>{CJK}){_BLANKS}(?:{_SEPARATOR}|{COLON})", read_number),
    Style("cjk-paren", 5, f"{_OPEN}{BLANK}?(?P<n>{CJK}){BLANK}?{_CLOSE}(?:{_SEPARATOR}|{COLON})?", read_number),
    Style("cjk-paren", 5, "(?P<n>[㈠-㈩㊀-㊉])", read_sign),
    Style("cjk-half", 5, f"(?P<n>{CJK}){_CLOSE}{_SEPARATOR}?", read_number),
    Style(
        "decimal", 7, f"(?P<n>{_DECIMAL})(?:[、．.](?!\\d)|(?={BLANK}+\\S)(?!{BLANK}+{_MEASURED}))", read_last_number
    ),
    Style("arabic", 6, f"(?P<n>{ARABIC}){_BLANKS}(?:、|[．.](?!{ARABIC})|[．.](?={YEAR}|[0-9]{{1,2}}月))", read_number),
    Style("arabic", 6, "(?P<n>[⒈-⒛])", _within("⒈")),
    Style("arabic-paren", 8, f"{_OPEN}{BLANK}?(?P<n>{ARABIC}){BLANK}?{_CLOSE}{_SEPARATOR}?", read_number),
    Style("arabic-paren", 8, "(?P<n>[⑴-⒇])", _within("⑴")),
    Style("arabic-half", 9, f"(?P<n>{ARABIC}){_CLOSE}{_SEPARATOR}?", read_number),
    Style("circled", 10, "(?P<n>[①-⑳㉑-㉟㊱-㊿⓵-⓾❶-❿➀-➓])", read_sign),
    Style("roman-small", 10, f"(?P<n>[ⅰ-ⅻ])(?:{_SEPARATOR}|{COLON})?", _within("ⅰ")),
    Style("latin", 11, f"(?P<n>[A-HJ-UWYZ])(?:{_SEPARATOR}|{_CLOSE})(?![A-Za-z])", _within("A")),
    Style("latin-paren", 11.5, f"{_OPEN}(?P<n>[A-HJa-hj]){_CLOSE}", read_letter),
    Style("latin-small", 12, f"(?P<n>[a-hjkm-uwyz])(?:{_SEPARATOR}|{_CLOSE})(?![A-Za-z])", _within("a")),
    Style("bullet", 13, f"-{BLANK}?\\[[ xX]\\](?={BLANK})|[{BULLETS}-](?=[^-、]|$)|——|—(?={BLANK}(?!、))", _no_number),
)

_TEXT = "(?:[^\\W\\d_]|[《“‘（(])"
_BEFORE_ONE_CELL = f"(?={BLANK}{{1,4}}{_TEXT}(?!.*(?:\\t|[ \u3000]{{2}}|\u3000\\S)))"
_FIRST = "(?:[1１一](?:、|[.．](?![0-9０-９]))|[①⑴])"  # of a list that begins on the same line
_BEFORE_NAME = "(?=[A-Za-z](?![A-Za-z]?[.．]))"  # in letters, and not U.S.A.
_STEP = "(?:阶段|步骤?|环节|方面|[轮期批次讲课站])"
_STARRED = "(?:老师|校长|主任|书记|同志|[校村镇乡县市区班年月日某]|备?注)"  # *老师, a name taken out; *注, a footnote
_LETTERED = "[级类组班等档区楼座栋型股卷线角馆队版面段证照方场点路片岗]"  # A级
_DASH = "[—－―-]"  # typed for 一, or read so by a scanner
_ENGLISH = "(?i:step|part|phase|stage|unit|no[.．]?)"
# 任务一： and 【任务1】 count, whatever the word; but attachments, days and the labels of plans on a page do not.
_NUMERALS = "0-9０-９〇零一二三四五六七八九十百千两廿卅"
_LETTER = f"[^\\W_a-zA-Z{_NUMERALS}]"
_NO_DAY = "(?<![周初])(?<!星期|礼拜)"
_NO_LABEL = "(?<!篇)(?<!范文|例文|样文|范本|样本|版本|模板|样例)(?<!..(?:计[划画]|方案|总结|规划|报告|汇报))"
_NO_CLOCK = f"(?!(?<=[0-9０-９]{COLON}){BLANK}?[0-5０-５][0-9０-９](?![0-9０-９]))"  # 上午8：40
_WORD = f"(?!附){_LETTER}{{2,4}}{_NO_DAY}{_NO_LABEL}(?={BLANK}?[{_NUMERALS}])"
_BEHIND_WORD = f"(?:{COLON}{_NO_CLOCK}|、(?![{_NUMERALS}])|{_BEFORE_ONE_CELL})"
_COUNTED_WORD = f"{_WORD}{BLANK}?(?P<n>{EITHER}){_BEHIND_WORD}"
_COUNTED_IN_BRACKETS = f"[【〔\\[]{_WORD}{BLANK}?(?P<n>{EITHER})[】〕\\]]{COLON}?"
# What may be a marker: it is one where the lines around go on counting. ``rank`` says nothing here.
LOOK_ALIKES = (  # printed in full; the text behind makes them doubtful, or the separator
    Style("cjk", 0, f"(?P<n>{CJK}){_SEPARATOR}", read_number),
    Style("cjk-paren", 0, f"{_OPEN}(?P<n>{CJK}){_CLOSE}", read_number),
    Style("arabic-paren", 0, f"{_OPEN}(?P<n>{ARABIC}){_CLOSE}", read_number),
    Style("arabic", 0, f"(?P<n>{ARABIC})、", read_number),
    Style("arabic", 0, f"(?P<n>{ARABIC})[．.](?={_NO_FRACTION})", read_number),
    Style("arabic", 0, f"(?P<n>{ARABIC})(?:[，,](?![0-9]{{3}})|[。·•]|{COLON}(?![0-9]))(?=.)", read_number),
    Style("cjk", 0, f"(?P<n>{CJK})[，,。·•](?=.)", read_number),
    Style("cjk-formal", 0, f"(?P<n>{FORMAL})[·•](?=.)", read_number),
    Style("latin", 0, f"(?P<n>[A-Z]){_SEPARATOR}{_BEFORE_NAME}", read_letter),  # A、OA系统
    Style("latin-small", 0, f"(?P<n>[a-z]){_SEPARATOR}{_BEFORE_NAME}", read_letter),
)
READINGS = (
    *LOOK_ALIKES,
    Style("cjk", 0, f"(?P<n>{CJK}){_BEFORE_ONE_CELL}", read_number),
    Style("cjk", 0, f"(?P<n>{POSITIONAL})(?:{_SEPARATOR}|{COLON})", read_number),
    Style("cjk-paren", 0, f"[【〔\\[<＜〈](?P<n>{CJK})[】〕\\]>＞〉]", read_number),
    Style("cjk", 0, f"(?P<n>{_DASH}){BLANK}?、", _one),
    Style("cjk-paren", 0, f"{_OPEN}{BLANK}?(?P<n>{_DASH}){BLANK}?{_CLOSE}", _one),
    Style("ordinal", 0, f"第(?P<n>{CJK})[，,、：:]", read_number),
    Style("ordinal", 0, f"第(?P<n>{EITHER}){_STEP}(?:[，,]|(?=[（(]|{BLANK}))", read_number),
    Style("ordinal", 0, f"第(?P<n>{EITHER})[^\\W\\d_]{{1,2}}{COLON}", read_number),  # 第一步：, 第二块：
    Style("ordinal", 0, _COUNTED_WORD, read_number),
    Style("ordinal", 0, _COUNTED_IN_BRACKETS, read_number),
    Style("ordinal", 0, f"{_ENGLISH}{BLANK}?(?P<n>{ARABIC})(?:{_BEHIND_WORD}|(?={BLANK}*$))", read_number),
    Style("ordinal", 0, f"(?P<n>0[1-9]|[1-9][0-9])(?={BLANK}*$)", read_number),  # 01, above its heading
    Style("ordinal", 0, "(?P<n>首先|其次|再次|最后)[，,：:]", _IN_WORDS.get),
    Style("roman", 0, f"(?P<n>{ROMAN})(?:{_SEPARATOR}|{_CLOSE}|[,，])(?![A-Za-z])", read_roman),
    Style("roman-small", 0, f"{_OPEN}?(?P<n>{ROMAN_SMALL})(?:{_SEPARATOR}|{_CLOSE})(?![A-Za-z])", read_roman),
    Style("latin", 0, f"(?P<n>[IVX])(?:{_SEPARATOR}|{_CLOSE})(?![A-Za-z])", _within("A")),
    Style("latin", 0, f"(?P<n>[A-Z])(?=[一-鿿])(?!{_LETTERED})", _within("A")),
    Style("latin-paren", 0, f"{_OPEN}(?P<n>[Ii]){_CLOSE}", read_letter),
    Style("arabic", 0, f"(?P<n>l){_SEPARATOR}(?![A-Za-z])", {"l": 1}.get),  # l、 for 1、, as scanners read it
    Style("latin-small", 0, f"(?P<n>[ilvx])(?:{_SEPARATOR}|{_CLOSE})(?![A-Za-z])", _within("a")),
    Style("stem", 0, f"(?P<n>[{STEMS}])[、．.：:，,](?![{STEMS}])", _IN_WORDS.get),
    Style("decimal", 0, f"(?P<n>{_DECIMAL})(?={BLANK}*{_TEXT})", read_last_number),
    Style("decimal", 0, f"(?P<n>{ARABIC}[－-]{ARABIC})(?!{_COUNTED})(?={BLANK}*{_TEXT})", read_last_number),
    Style("arabic", 0, f"(?P<n>{ARABIC})[．.](?=[0-9０-９])", read_number),
    Style("arabic", 0, f"(?P<n>{ARABIC}){_BEFORE_ONE_CELL}", read_number),
    Style("arabic", 0, f"(?P<n>{ARABIC})(?=[^\\W\\d_]|[《“‘])", read_number),
    Style("arabic-paren", 0, f"[【〔\\[<＜〈](?P<n>{ARABIC})[】〕\\]>＞〉]", read_number),
    Style("part", 0, f"第(?P<n>{EITHER})(?:部分|编|篇)(?=\\w)", read_number),
    Style("subpart", 0, f"第(?P<n>{EITHER})分编(?=\\w)", read_number),
    Style("chapter", 0, f"第(?P<n>{EITHER})章(?=\\w)", read_number),
    Style("chapter-section", 0, f"第(?P<n>{EITHER})节(?=\\w)", read_number),
    Style("article", 0, f"第(?P<n>{EITHER})条(?:、(?!第)|(?=[\\w《“]))", read_number),
    Style("period", 0, f"{TIME}(?=[ \u00a0\u3000]+(?:{_TEXT}|{_FIRST}))", read_month),
    Style("period", 0, f"{TIME}(?:主要|重点)?(?:工作|活动|主题)(?:安排|重点|内容)?{COLON}", read_month),
    Style("period", 0, f"{_OPEN}{TIME}{_CLOSE}{COLON}?", read_month),
    Style("period", 0, f"(?=.*[-—–－~～至到])(?:{DAYS})(?={BLANK}*$)", read_month),
    Style("bullet", 0, f"[*＊](?={BLANK}*{_TEXT})(?!{_STARRED}|.*[*＊])", _no_number),
    Style("period", 0, f"(?:(?:19|20)[0-9]{{2}}年度?|(?:周|星期)[一二三四五六日天]){COLON}", _no_number),
    Style("period", 0, f"(?:周|星期)[一二三四五六日天]{_BEFORE_ONE_CELL}", _no_number),
)

_BEGINS_TEXT = (
    "(?<![前起])(?!前(?!往)|后(?!勤)|[以之][前后内来]|[起里内间的份是来])"
    f"(?!(?<=[一二三四五六七八九十元正冬腊]月){CJK})(?={_TEXT})"  # 三月三歌会
)
# Periods that look like the beginning of a sentence: they are some where several in a row go on (``goes_on_from``).
ROWS = (
    Style("period", 0, f"(?!期)(?>{TIME}){_BEGINS_TEXT}", read_month),  # 期中考试 is an exam
    Style("period", 0, f"(?!{YEAR})(?>{TIME})(?:[、，,]|[-—–－]{{1,2}})(?={_TEXT})", read_month),
    Style("period", 0, f"(?>{DAYS})(?:[、，,](?={_TEXT})|(?={BLANK}|$)|{_BEGINS_TEXT})", read_month),
)

SELF_NAMED = frozenset(("subpart", "chapter", "chapter-section", "article"))  # the mark says what it is: 第一章
RANKS = {style.name: style.rank for style in STYLES} | {"ordinal": 7, "stem": 9.5}

_CONSECUTIVE = "|".join(f"{a}、{b}" for a, b in pairwise("一二三四五六七八九十"))
_CONSECUTIVE_ARABIC = "|".join(f"{n}、{n + 1}" for n in range(1, 12))
_GROUP = f"(?:{CLASS_OR_GROUP}|(?!{_LIKE_UNITS})(?:期|中队|届|单元|支部))"
# What begins like a marker and may be none: these are read as doubtful ...
_DOUBTFUL = "|".join(
    (
        f"(?:{_CONSECUTIVE})(?![十百〇○])",  # 三、四年级, 一、二把手
        f"(?:{_CONSECUTIVE_ARABIC})(?:、{ARABIC})*(?!月){_COUNTED}",  # 3、4年级
        f"(?:{ARABIC}、{ARABIC}|[3-9３-９][0-9０-９]|[0-9０-９]{{3}})、",  # 5、12、19日; 45、46班; 110、119
        f"{_OPEN}{EITHER}{_CLOSE}{_GROUP}",  # （二）组
    )
)
# ... and these are none.
_DEGREES = "[Ⅰ-Ⅻ](?:[、，,]?[Ⅰ-Ⅻ])*[级类型度期]"
_NOT_MARKERS = f"{ARABIC}(?:[：:]{ARABIC}|{_COUNTED})|{_DEGREES}"  # 8：05, 3个, 20%, Ⅱ级
_NO_READINGS = f"{ARABIC}(?:[：:]{ARABIC}|(?!{_LIKE_UNITS}|[－-]{ARABIC}){_COUNTED})|{_DEGREES}"


def _scanner() -> re.Pattern[str]:
    """Return one expression for all styles in their order: group ``s1`` is the second style, ``n1`` its numeral."""
    period, *numbered = (f"(?P<s{i}>{style.pattern.replace('<n>', f'<n{i}>')})" for i, style in enumerate(STYLES))
    return re.compile("|".join((period, _DOUBTFUL, _NOT_MARKERS, *numbered)))


_SCANNER = _scanner()
# Of each style's group, the style and the group of its numeral; what has none is read as a whole.
_GROUPS = {f"s{i}": (style, f"n{i}" if f"n{i}" in _SCANNER.groupindex else f"s{i}") for i, style in enumerate(STYLES)}
_NEVER = re.compile(_NO_READINGS)
_COUNTS_WORD = re.compile(f"[【〔\\[]?({_WORD})")
_HAS_WORD = re.compile(f"{_COUNTS_WORD.pattern}|({_ENGLISH})")
_COUNT = re.compile(f"{ARABIC}(?:[.．]{ARABIC})?{BLANK}?(?!年级|[-年月日号])(?:{_MEASURED}|{_COUNTED})")
_MEASURE = re.compile(f"(?!{ARABIC}[.．][0-9０-９]{{2}}(?:小时|分钟)){ARABIC}[.．]{ARABIC}{BLANK}?{_MEASURED}")
# All periods begin with a time, which takes long to compile: once will do.
_MAY_BE_READ = re.compile(
    "|".join(
        (
            f"{_OPEN}?(?:{TIME}|{DAYS})|(?:(?:19|20)[0-9]{{2}}年|(?:周|星期)[一二三四五六日天])",
            *(style.pattern.replace("?P<n>", "?:") for style in READINGS if style.name != "period"),
        )
    )
)
_READ = tuple((style, re.compile(style.pattern)) for style in (*READINGS, *ROWS))


def scan_marker(text: str, start: int, end: int) -> Marker | None:
    """Return the marker at ``start`` of the line ``text[start:end]`` (no blanks before it), or None.

    Parameters
    ----------
    text
        The text that the line is part of.
    start, end
        Span of the line's content in code points.
    """
    if text[start] not in _FIRST_CHARACTERS:
        return None
    found = _SCANNER.match(text[start:end])
    if found is None or found.lastgroup is None:
        return None
    style, numeral = _GROUPS[found.lastgroup]
    return _marker(style, found, found[numeral], start)


def is_measure(line: str) -> bool:
    """Tell whether a line begins with a decimal that measures something: 3.5万元."""
    return _MEASURE.match(line) is not None


def counts(line: str) -> bool:
    """Tell whether a line begins with a number of things, and no date: 40学时."""
    return _COUNT.match(line) is not None


def scan_readings(text: str, start: int, end: int) -> Iterator[tuple[int, Marker]]:
    """Yield what the start of a line may be read as, each with its place in ``READINGS`` and ``ROWS``."""
    line = text[start:end]
    if (line[0] in _FIRST_CHARACTERS or _COUNTS_WORD.match(line)) and _MAY_BE_READ.match(line):
        is_counted = _NEVER.match(line) is not None
        for form, (style, pattern) in enumerate(_READ):
            found = pattern.match(line) if style.name == "period" or not is_counted else None
            if found:
                yield form, _marker(style, found, found["n" if "n" in pattern.groupindex else 0], start)


def _marker(style: Style, found: re.Match[str], numeral: str, start: int) -> Marker:
    return Marker(found.group(), style.name, style.value(numeral), start, start + found.end())


def _first_characters() -> Iterator[str]:
    yield from "第〇零一二三四五六七八九十百千廿卅两○壹贰貳叁參肆伍陆陸柒捌玖拾（(【〔[<＜〈"
    yield from "元正冬腊今明本次上下春秋学寒暑周星"
    yield from "0123456789０１２３４５６７８９_＿*＊×-—－―ｘＸ首其再最" + BULLETS + STEMS
    for first, last in ("AZ", "az", "①⒛", "⓵⓾", "❶➓", "㈠㈩", "㉑㊉", "㊱㊿", "Ⅰⅻ"):
        yield from map(chr, range(ord(first), ord(last) + 1))
    yield "参"  # 參, simplified


_FIRST_CHARACTERS = frozenset(_first_characters())
