"""Markers: the printed numbers of sections and items, and the time expressions that head a calendar.

The scanner answers one question about the start of a line: where does a marker end, and what is its value. It knows
nothing of levels; a table of styles is all there is to it. What looks like a marker and is none (``2.4公顷``,
``三、四年级``, ``（二）组``) is kept out by the second table.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple


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
    rank: int
    pattern: str
    value: Callable[[str], int | None]


_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_TENS = {"十": 10, "廿": 20, "卅": 30, "百": 100}


def read_number(numeral: str) -> int | None:
    """Return the value of a Chinese or Arabic numeral up to 999, or None.

    >>> [read_number(n) for n in ("十二", "廿一", "一百零三", "２４")]
    [12, 21, 103, 24]
    """
    if numeral.isdecimal():
        return int(numeral)
    total, digit = 0, None
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in ("十", "百"):
            total += (1 if digit is None else digit) * _TENS[character]
            digit = None
        elif character in _TENS:
            total, digit = total + _TENS[character], None
        else:
            return None
    return total + (digit or 0)


def read_numbers(marker: Marker) -> tuple[int, ...] | None:
    """Return all the numbers of a marker: (1, 2) of ``1.2``, (3,) of ``三、``; None where it has none."""
    if marker.style == "decimal":
        return tuple(int(digits) for digits in re.findall("[0-9０-９]+", marker.text))
    return None if marker.value is None else (marker.value,)


def _read_month(expression: str) -> int | None:
    """Return the first month that a time expression names, 1 or 7 for half years, else None."""
    if "半年" in expression:
        return 1 if "上半年" in expression else 7
    named = _FIRST_MONTH.search(expression)
    if named is None:
        return None
    return 1 if named["month"] in ("元", "正") else read_number(named["month"])


def _within(first: str) -> Callable[[str], int | None]:
    """Return a reader of characters that stand for 1, 2, 3 ... from ``first`` on."""
    return lambda character: ord(character) - ord(first) + 1


def _no_number(_: str) -> None:
    return None


_CJK = "[〇零一二三四五六七八九十百廿卅两]{1,5}"
_ARABIC = "[0-9０-９]{1,3}"
_EITHER = f"(?:{_CJK}|{_ARABIC})"
_OPEN, _CLOSE = "[（(]", "[）)]"
_SEPARATOR = "[、．.]"
_COLON = "[：:]"
_BLANK = "[ \\t\u00a0\u3000]"

_MASKED_YEAR = "(?:20|19)?(?:[0-9０-９]{2}|[_＿*＊xXｘＸ×]{1,4}|[○〇]{2})"
_YEAR = f"(?:{_MASKED_YEAR}|[二〇○零一]{{2}}[〇○零一二三四五六七八九]{{2}}|[今明本]|次)年度?"
_MONTH_SCRIPTS = ("(?:1[0-2]|0?[1-9])", "(?:１[０-２]|[１-９])", "(?:十[一二]?|[一二三四五六七八九元正])")
_MONTH = f"(?:{'|'.join(_MONTH_SCRIPTS)})"
_TO = f"{_BLANK}?(?:至|到|[-—–－~～、，,]|——){_BLANK}?"
_PART_OF_MONTH = "(?:[上中下]旬|月?初|月?[中底末])?"
# Both ends of a range are written alike: 3、十一月 is the third item and begins with a month.
_MONTHS = "|".join(
    f"(?:{month}(?:月份?)?{_TO})?{month}月份?{_PART_OF_MONTH}(?:{_TO}{month}月份?{_PART_OF_MONTH})?"
    for month in _MONTH_SCRIPTS
)
_WEEKS = f"第{_EITHER}周?(?:{_TO}第?{_EITHER})?周"
_SEASON = "(?:上半年|下半年|第?[一二三四1-4]季度|第[一二]学期|[上下]学期|[春秋]季学期|学期[初中末]|[寒暑]假(?:期间)?)"
_TIME = f"(?:{_YEAR}{_BLANK}?)?(?:{_MONTHS}|{_WEEKS}|{_SEASON})"
_FIRST_MONTH = re.compile(f"(?<![0-9])(?P<month>{_MONTH})(?=月|{_TO}{_MONTH}月)")

# A month or another time that heads a part of a calendar. 七、八月： holds what looks like a number with its separator,
# so periods are tried before all that follows.
_PERIOD = Style("period", 0, f"{_TIME}{_BLANK}*(?:{_COLON}|(?={_BLANK}*$))", _read_month)

# Tried in this order: the first that fits is the marker. ``rank`` follows GB/T 9704-2012 (一、 （一） 1. （1）), the
# usual order from the top; it only weighs in where the sequence of the numbers does not decide.
STYLES = (
    Style("part", 0, f"第(?P<n>{_EITHER})(?:部分|编|篇)(?:{_SEPARATOR}|{_COLON}|(?={_BLANK}|$))", read_number),
    Style("chapter", 1, f"第(?P<n>{_EITHER})章(?:{_SEPARATOR}|{_COLON}|(?={_BLANK}|$))", read_number),
    Style("chapter-section", 2, f"第(?P<n>{_EITHER})节(?:{_SEPARATOR}|{_COLON}|(?={_BLANK}|$))", read_number),
    Style("article", 3, f"第(?P<n>{_EITHER})条(?:{_COLON}|(?={_BLANK}|$))", read_number),
    Style("cjk", 4, f"(?P<n>{_CJK})(?:{_SEPARATOR}|{_COLON})", read_number),
    Style("cjk-paren", 5, f"{_OPEN}{_BLANK}?(?P<n>{_CJK}){_BLANK}?{_CLOSE}(?:{_SEPARATOR}|{_COLON})?", read_number),
    Style("cjk-paren", 5, "(?P<n>[㈠-㈩])", _within("㈠")),
    Style("cjk-half", 5, f"(?P<n>{_CJK}){_CLOSE}{_SEPARATOR}?", read_number),
    Style(
        "decimal",
        7,
        f"(?P<n>{_ARABIC}(?:[.．]{_ARABIC}){{1,3}})(?:[、．.](?!\\d)|(?={_BLANK}|$))",
        lambda n: read_number(re.split("[.．]", n)[-1]),
    ),
    Style("arabic", 6, f"(?P<n>{_ARABIC})(?:、|[．.](?!{_ARABIC})|[．.](?={_YEAR}|[0-9]{{1,2}}月))", read_number),
    Style("arabic", 6, "(?P<n>[⒈-⒛])", _within("⒈")),
    Style("arabic-paren", 8, f"{_OPEN}{_BLANK}?(?P<n>{_ARABIC}){_BLANK}?{_CLOSE}{_SEPARATOR}?", read_number),
    Style("arabic-paren", 8, "(?P<n>[⑴-⒇])", _within("⑴")),
    Style("arabic-half", 9, f"(?P<n>{_ARABIC}){_CLOSE}{_SEPARATOR}?", read_number),
    Style("circled", 10, "(?P<n>[①-⑳])", _within("①")),
    Style("latin", 11, f"(?P<n>[A-Z])(?:{_SEPARATOR}|{_CLOSE})(?![A-Za-z])", _within("A")),
    Style("latin-small", 12, f"(?P<n>[a-z])(?:{_SEPARATOR}|{_CLOSE})(?![A-Za-z])", _within("a")),
    Style("bullet", 13, "[■●◆▲★○□▪◇•·➢➤✦-](?=[^-]|$)|——", _no_number),
)
RANKS = {style.name: style.rank for style in (_PERIOD, *STYLES)}

# What follows a number that counts something, and so makes no marker.
_COUNTED = (
    "(?:年级|年内|个|名|次|届|期|班|组|中队|等奖|线城市|类|级|楼|号|轮|位|项|学期|季度|月|周|日|天|小时|分|层|批|大"
    "|支部|中学|小学)"
)
_CONSECUTIVE = "|".join(f"{a}、{b}" for a, b in pairwise("一二三四五六七八九十"))
_GROUP = "(?:班(?![级会主子风])|组(?![织建成合长])|期(?![末中初间望])|年级|中队|届|单元)"
_MEASURE = "(?:节|章|公|万|亿|元|米|平|吨|%|％|倍|前|后|以)"
_NOT_MARKERS = re.compile(
    "|".join(
        (
            f"(?:{_CONSECUTIVE})+(?:、{_CJK})*{_COUNTED}",  # 三、四年级
            f"{_OPEN}{_EITHER}{_CLOSE}{_GROUP}",  # （二）组
            f"{_ARABIC}[.．]{_ARABIC}{_BLANK}*(?!月)(?:{_COUNTED}|{_MEASURE})",  # 2.4公顷, 5.1节
            f"{_EITHER}[：:]{_ARABIC}",  # 8：05
        )
    )
)
# What is tried at the start of a line, in this order; None stands for "no marker".
_ATTEMPTS: tuple[tuple[Style | None, re.Pattern[str]], ...] = (
    (_PERIOD, re.compile(_PERIOD.pattern)),
    (None, _NOT_MARKERS),
    *((style, re.compile(style.pattern)) for style in STYLES),
)


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
    line = text[start:end]
    for style, pattern in _ATTEMPTS:
        found = pattern.match(line)
        if found and style is None:
            return None
        if found and style:
            numeral = found["n"] if "n" in pattern.groupindex else found.group()
            return Marker(found.group(), style.name, style.value(numeral), start, start + found.end())
    return None


def _first_characters() -> Iterator[str]:
    yield from "第〇零一二三四五六七八九十百廿卅两○（(元正今明本次上下春秋学寒暑"
    yield from "0123456789０１２３４５６７８９_＿*＊×■●◆▲★□▪◇•·➢➤✦-—"
    yield from "".join(map(chr, (*range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1))))
    yield from "".join(map(chr, (*range(ord("①"), ord("⒛") + 1), *range(ord("㈠"), ord("㈩") + 1))))
    yield from "ｘＸ"


_FIRST_CHARACTERS = frozenset(_first_characters())
