"""Dates and years that a text states, and the years that a plan says it is for.

One table of rules says how they are written in simplified characters, in which texts are read; all of it is one
compiled expression. A month without a year is no date.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from corpus_tools.han_numerals import CIRCLE, FROM_TWO, NONZERO, OF_DATES, UP_TO_TEN, ZEROS
from corpus_tools.scripts import simplify
from corpus_tools.spans import Span
from corpus_tools.structure.numerals import read_number
from corpus_tools.structure.periods import MASK

DateKind = Literal[
    "day",
    "month",
    "year",
    "years",
    "school_year",
    "masked",
    "month_day",
    "anniversary",
    "congress",
    "five_year_plan",
    "decade",
]
Years = tuple[int, int]  # the first and the last


class StatedDate(NamedTuple):
    """A date or year as a text states it.

    Attributes
    ----------
    text
        As printed.
    start, end
        Span in code points.
    kind
        See ``RULES``.
    year_min, year_max
        The first and the last year that it names or implies; None where it names none.
    """

    text: str
    start: int
    end: int
    kind: DateKind
    year_min: int | None
    year_max: int | None


class Rule(NamedTuple):
    """A way to write dates: their kind, what they look like, how their years are read.

    ``read`` is given the expression in half width.
    """

    kind: DateKind
    pattern: str
    read: Callable[[str], Years | None]


# Ordinals that tell the year: the year before the first of a yearly day, the founding that is looked back on ...
_DAYS = {
    "教师节": 1984,
    "记者节": 1999,
    "护士节": 1911,
    "推普周": 1997,
    "中小学生安全教育日": 1995,
    "国家安全教育日": 2015,
    "助残日": 1990,
    "防灾减灾日": 2008,
    "国家宪法日": 2013,
    "消防日": 1991,
    "爱牙日": 1988,
    "爱眼日": 1995,
    "禁毒日": 1987,
    "无烟日": 1987,
    "读书日": 1995,
    "水日": 1992,
}
_FOUNDINGS = {
    "建党": 1921,
    "中国共产党成立": 1921,
    "建军": 1927,
    "红军长征胜利": 1936,
    "抗战胜利": 1945,
    "建国": 1949,
    "新中国成立": 1949,
    "中华人民共和国成立": 1949,
    "改革开放": 1978,
}
# ... and a congress that is held every five years: its number, and when it was. A plan that cites it is not older, and
# hardly younger than the next one.
_CONGRESSES = {"工会": (18, 2023), "团": (19, 2023), "妇女": (13, 2023), "": (20, 2022)}
_YEARS_A_TERM = 5

_BLANKS = "[ \u00a0\u3000]{0,2}"
_TO = "[-‐–—―－~～/／至到]"
_ARABIC_YEAR = "(?:(?:19|20|１９|２０)[0-9０-９]{2}(?![0-9０-９]))"
_ZEROS = f"{ZEROS}{CIRCLE}OoＯ"  # and what is typed for them
_HAN_YEAR = f"(?:(?:一九|二[{_ZEROS}0])[{_ZEROS}0{NONZERO}]{{2}})"
_YEAR = f"(?:{_ARABIC_YEAR}|{_HAN_YEAR})"
_SHORT_YEAR = "[0-9]{2}"
_ARABIC_MONTH = "(?:1[0-2]|0?[1-9]|１[０-２]|０?[１-９])"
_ARABIC_DAY = "(?:3[01]|[12][0-9]|0?[1-9]|３[０１]|[１２][０-９]|０?[１-９])"
_HAN_MONTH = f"(?:十[一二]?|[{NONZERO}元正])"
_HAN_DAY = f"(?:三十一?|[一二]?十[{NONZERO}]?|廿[{NONZERO}]?|[{NONZERO}])"
_MONTH = f"(?:{_ARABIC_MONTH}|{_HAN_MONTH})"
_DAY = f"(?:{_ARABIC_DAY}|{_HAN_DAY})"
_OF_MONTH = f"{_BLANKS}{_MONTH}{_BLANKS}月"
_OF_DAY = f"{_BLANKS}{_DAY}{_BLANKS}[日号]"
_TERM = "(?:第[一二12]学期|[上下]学期|[春秋]季?学期)"
_PART = f"(?:{_TERM}|[上下]半年)"
_MARK = f"[{MASK}]"
_MASKED_YEAR = (
    f"(?:(?:19|20)(?:{_MARK}{{1,4}}+|[○〇]{{2}}|[0-9]{_MARK})|二[{ZEROS}{CIRCLE}]{_MARK}{{2}}"
    f"|(?<!{_MARK}){_MARK}{{2,4}}+)"
)
_MASKED_NUMBER = f"(?:[0-9]|{_MARK}){{1,2}}"
_NUMBER = f"(?:[0-9]{{1,3}}|[{UP_TO_TEN}百零]{{1,6}})"
_YEARLY_DAY = f"(?:全国|国际|世界)?(?:{'|'.join(_DAYS)})"
_CONGRESS = f"(?:十[{FROM_TWO}]|二十[一二三]?)"
_NO_CONGRESS = "(?![类件项条板举亮任工行品重主歌])"  # 二十大工程
_PLAN = f"十[{NONZERO}]"  # 十四五; 十五 and 二十五 alone are numbers
_TENS = f"[{FROM_TWO}]十"
_COUNTED = "[、0-9十百个名人位条岁年月日号周节次届级项章]"

_DIGITS = str.maketrans(_ZEROS + NONZERO, "0" * len(_ZEROS) + "123456789")
_TWO_YEARS = re.compile(f"([0-9]{{4}}|[0-9]{{2}}) *年?(?:{_TO}{{1,2}}([0-9]{{4}}|[0-9]{{2}})(?![0-9]))?")
_PRINTED_DIGITS = re.compile(f"(?:19|20|二[{ZEROS}{CIRCLE}])[0-9]?")


def _read_year(text: str) -> Years:
    """Return the year that an expression begins with, twice."""
    digits = re.split("[^0-9]", text.translate(_DIGITS), maxsplit=1)[0]
    return _full_year(digits), _full_year(digits)


def _read_years(text: str) -> Years | None:
    """Return the two years that an expression begins with."""
    found = _TWO_YEARS.match(text.translate(_DIGITS))
    if not found:
        return None
    first, last = _full_year(found[1]), _full_year(found[2] or found[1])
    return (first, last) if first <= last else None


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 50 else 1900)


def _read_school_year(text: str) -> Years:
    """Return the years that a school year named by its first lies in."""
    first, _ = _read_year(text)
    return first, first + 1


def _read_masked(text: str) -> Years | None:
    """Return the years that the printed digits leave: 2000 to 2099 of 20__年, none of __年."""
    found = _PRINTED_DIGITS.match(text)
    if not found:
        return None
    digits = found[0].translate(_DIGITS)
    n_years = 10 ** (4 - len(digits))
    return int(digits) * n_years, int(digits) * n_years + n_years - 1


def _read_no_year(_: str) -> None:
    return None


def _read_anniversary(text: str) -> Years | None:
    before = next(year for name, year in (_FOUNDINGS | _DAYS).items() if name in text)
    number = _read_ordinal(text)
    return (before + number, before + number) if number else None


def _read_congress(text: str) -> Years | None:
    number = _read_ordinal(text)
    of, held = next(congress for name, congress in _CONGRESSES.items() if name in text)
    year = held + _YEARS_A_TERM * ((number or of) - of)
    return year, year + _YEARS_A_TERM


def _read_ordinal(text: str) -> int | None:
    found = re.search(_NUMBER, text)
    return read_number(found[0]) if found else None


def _read_five_years(text: str) -> Years | None:
    """Return the years of a five-year plan, of which the sixth began in 1981; those of teaching the law, in 1986."""
    number = read_number(re.sub("五.*|\\W", "", text)) or 0
    first = (1981 if "普法" in text else 1951) + 5 * number
    return first, first + 4


def _read_decade(text: str) -> Years | None:
    """Return its ten years, of the twentieth century where none is named."""
    century, _, decade = text.rpartition("世纪")
    first = 100 * ((_read_ordinal(century) or 20) - 1) + (_read_ordinal(decade) or 0)
    return first, first + 9


# The first that fits at a place is taken. These begin with a number, or with what stands for one ...
_NUMBERED = (
    Rule(
        "school_year",
        f"{_YEAR}年?+{_TO}{{1,2}}+(?>{_YEAR}|{_SHORT_YEAR})年?+(?:学年度?{_TERM}?|度?{_TERM})",
        _read_years,
    ),
    Rule("school_year", f"{_SHORT_YEAR}{_TO}{{1,2}}+{_SHORT_YEAR}学年度?{_TERM}?", _read_years),
    Rule("school_year", f"{_YEAR}学年度?{_TERM}?", _read_school_year),
    Rule("years", f"{_YEAR}年?+{_TO}{{1,2}}+{_YEAR}年(?!{_OF_MONTH}|级)", _read_years),
    Rule("day", f"(?:{_YEAR}|{_SHORT_YEAR}){_BLANKS}年{_OF_MONTH}{_OF_DAY}", _read_year),
    Rule("month", f"(?:{_YEAR}|{_SHORT_YEAR}){_BLANKS}年{_OF_MONTH}", _read_year),
    Rule("day", f"{_ARABIC_YEAR}[-－./．／]{_ARABIC_MONTH}[-－./．／]{_ARABIC_DAY}(?![0-9])", _read_year),
    Rule("month", f"{_ARABIC_YEAR}[.．]{_ARABIC_MONTH}(?=[）)\\]】\\n—~～-]|$)", _read_year),
    Rule("year", f"{_YEAR}{_BLANKS}年(?!级)度?{_PART}?", _read_year),
    Rule("year", f"{_YEAR}{_PART}", _read_year),
    Rule("year", "(?<![.．])0[0-9]年(?!级)", _read_year),
    Rule("masked", f"{_MASKED_YEAR}年?+{_TO}{{1,2}}+{_MASKED_YEAR}(?:学年度?|年度){_TERM}?", _read_masked),
    Rule("masked", f"{_MASKED_YEAR}年{_MASKED_NUMBER}月(?:{_MASKED_NUMBER}[日号])?", _read_masked),
    Rule("masked", f"{_MASKED_YEAR}(?:学年度?|年(?!级)度?){_PART}?", _read_masked),
    Rule("month_day", f"{_ARABIC_MONTH}{_BLANKS}月{_BLANKS}{_ARABIC_DAY}{_BLANKS}[日号]", _read_no_year),
    Rule("month_day", f"{_HAN_MONTH}月{_HAN_DAY}[日号]", _read_no_year),
    Rule(
        "anniversary",
        f"(?:[0-9]{{2}}|{_TENS}[{NONZERO}]?)[个届次]{_YEARLY_DAY}",
        _read_anniversary,
    ),
    Rule("congress", f"{_CONGRESS}(?:大{_NO_CONGRESS}|届[一二三四五六七]中全会)", _read_congress),
    Rule("five_year_plan", f"{_PLAN}五(?!{_COUNTED})(?:普法)?", _read_five_years),
    Rule("five_year_plan", "[六七八九]五普法", _read_five_years),
    Rule("decade", f"(?:(?:[0-9]{{2}}|二十一?)世纪)?(?:[0-9]0|{_TENS})年代", _read_decade),
)
# ... and these with a word or a quotation mark.
_WORDED = (
    Rule("anniversary", f"第{_NUMBER}[个届次]{_YEARLY_DAY}", _read_anniversary),
    Rule("anniversary", f"(?:{'|'.join(_FOUNDINGS)}){_NUMBER}周年", _read_anniversary),
    Rule("congress", f"(?:中国工会|工会|共青团|团|中国妇女|妇女){_CONGRESS}大{_NO_CONGRESS}", _read_congress),
    Rule("congress", f"(?:中国工会|共青团|中国妇女)?第{_CONGRESS}次全国(?:妇女)?代表大会", _read_congress),
    Rule("five_year_plan", f'[“"「](?:{_PLAN}|[六七八九])五[”"」]普法', _read_five_years),
    Rule("five_year_plan", f'[“"「]{_PLAN}五[”"」]', _read_five_years),
    Rule("five_year_plan", '[“"「][六七八九十]五[”"」](?:规划|计划|期间|时期)', _read_five_years),
    Rule("decade", f"上个?世纪{_TENS}年代", _read_decade),
)
RULES = _NUMBERED + _WORDED


def _any_of(rules: Iterable[Rule], first: int) -> str:
    """Return one expression for rules, with a group for each: ``r3`` is the rule of that number."""
    return "|".join(f"(?P<r{i}>{rule.pattern})" for i, rule in enumerate(rules, first))


# To look at two characters first is ten times as fast as to try all rules.
_NUMERALS = f"0-9０-９{OF_DATES}{MASK}"
_EXPRESSION = re.compile(
    f"(?<![{_NUMERALS}])(?=[{_NUMERALS}][{_NUMERALS}OoＯ \u00a0\u3000月年届大世个五])(?:{_any_of(_NUMBERED, 0)})"
    f'|(?=[第“"「上建新改红抗中共团工妇])(?:{_any_of(_WORDED, len(_NUMBERED))})'
)


def format_years(years: Years, dash: str = "-") -> str:
    """Return years as they are shown; one where the first is the last.

    >>> format_years((2023, 2024)), format_years((2024, 2024))
    ('2023-2024', '2024')
    """
    return dash.join(map(str, dict.fromkeys(years)))


def find_dates(text: str) -> list[StatedDate]:
    """Return the dates and years that a text in either script states, in order, none over another, as printed.

    >>> [(date.text, date.kind, date.year_min) for date in find_dates("2024年3月5日，第40个教师节前")]
    [('2024年3月5日', 'day', 2024), ('第40个教师节', 'anniversary', 2024)]
    """
    return [_date(text, found) for found in _EXPRESSION.finditer(simplify(text))]


def _date(text: str, found: re.Match[str]) -> StatedDate:
    rule = RULES[int((found.lastgroup or "r0")[1:])]
    first, last = rule.read(unicodedata.normalize("NFKC", found[0])) or (None, None)
    return StatedDate(text[slice(*found.span())], found.start(), found.end(), rule.kind, first, last)


FULL_YEARS = frozenset(("day", "month", "year", "years", "school_year"))  # a plan speaks so of its own time
_WHOLE_YEARS = frozenset(("year", "years"))
_TITLE_KINDS = FULL_YEARS | {"five_year_plan"}
_REACH = 4  # characters before a date that tell what it is of
# A year that stands before or behind these tells of the past: 2022年版, 创办于1952年, 1952年建校, 2010年以来.
_PAST_BEHIND = re.compile("版|以来|至今|建[校园院]|始建|(?:[创开]办|[创建成]立|组建)[的，。；]|建成的|被[评授命]|荣获")
_PAST_BEFORE = re.compile("(?:[创开]办|[创建成设]立|[始修兴扩迁创组]?建[成校园院]?|落成|诞生|更名)于$")
_FROM, _ON = re.compile("[自从]$"), re.compile("起|开始")  # but 自2021年9月1日起施行 tells of the plan


def find_implied_years(text: str, title: Span | None, dates: Sequence[StatedDate]) -> Years | None:
    """Return the first and the last year that a plan's own text says it is for, or None.

    What is printed first in this list decides: the years in the title; an anniversary or yearly day, such as
    第40个教师节, where all that are named fall in one year; the date right below the title; the date that ends the
    text; the year that the text names, where it names one only. Congresses and five-year plans in the text are cited in
    many years; when a school was founded says nothing of the plan.
    """
    text = simplify(text)
    body = [date for date in dates if not (title and date.end <= title.end)]
    named = [date for date in body if date.kind in FULL_YEARS and _may_be_own(text, date)]
    return (
        _years_of(date for date in dates if date.kind in _TITLE_KINDS and title and date.end <= title.end)
        or _one_year_of(date for date in body if date.kind == "anniversary")
        or _years_of(date for date in named[:1] if title and _fills_line_below(text, title.end, date))
        or _years_of(date for date in named if not text[date.end :].strip())
        or _one_year_of(named)
    )


def _may_be_own(text: str, date: StatedDate) -> bool:
    """Tell whether a plan may speak of its own time, and not of a year that lies behind it."""
    before = text[max(0, date.start - _REACH) : date.start]
    is_first = date.kind in _WHOLE_YEARS and _FROM.search(before) and _ON.match(text, date.end)
    return not (is_first or _PAST_BEHIND.match(text, date.end) or _PAST_BEFORE.search(before))


def _fills_line_below(text: str, title_end: int, date: StatedDate) -> bool:
    """Tell whether a date is all that the line below the title prints, in brackets or not."""
    behind = text[date.end :].partition("\n")[0]
    return not text[title_end : date.start].strip(" \n\t\u3000（(") and not behind.strip(" \t\u3000）)")


def _years_of(dates: Iterable[StatedDate]) -> Years | None:
    years = [year for date in dates for year in (date.year_min, date.year_max) if year is not None]
    return (min(years), max(years)) if years else None


def _one_year_of(dates: Iterable[StatedDate]) -> Years | None:
    """Return the years that all of the dates name, or None where they do not agree."""
    named = {(date.year_min, date.year_max) for date in dates}
    [(first, last)] = named if len(named) == 1 else [(None, None)]
    return None if first is None or last is None else (first, last)
