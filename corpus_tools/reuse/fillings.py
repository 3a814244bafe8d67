"""Fillings: which words that differ are filled in by each plan in its own way, and not swapped by a spinner.

A spinner puts a word of the same meaning. Two numbers, names, dates, times, terms or school subjects never are that.
"""

import re

from corpus_tools.han_numerals import NUMERALS
from corpus_tools.reuse.slot_kinds import is_person
from corpus_tools.words.segmenting import word_frequency, word_tag

_NUMERALS = re.compile(f"[{NUMERALS}]+")
# What stands behind a name. Behind words of the dictionary, the second kind is no sign of one.
_SCHOOL = re.compile("中心|实验|第.|小学|中学|大学|学院|幼儿园|医院")
_ENDS_IN_SCHOOL = re.compile(".*(小学|中学|学校|大学|学院|幼儿园|医院)")
_PLACE = re.compile("学校|社区|街道|公司|机关|[县市镇乡村区]")
# As ICTCLAS tags names of places, of other things and of bodies; no word of the dictionary has none.
_NAME_TAGS = frozenset(("ns", "nz", "nt", ""))
_CALENDAR = re.compile("[年月日周季春夏秋冬早晨午晚夜]")
_TERM = re.compile("(?:[上下本新]|第.)个?(?:学期|学年|半年)|..+节|元旦|春节|清明|端午|中秋|重阳|国庆|除夕")
_SUBJECT = re.compile(
    "语文|数学|英语|外语|物理|化学|生物|政治|历史|地理|科学|品德|道法|音乐|美术|体育|书法|劳技|信息技术|道德与法治"
)


def are_fillings(a: str, b: str) -> bool:
    """Tell whether two wordings that stand for each other are of a kind that plans fill in; schools apart."""
    return (
        _NUMERALS.sub("", a) == _NUMERALS.sub("", b)
        or _are_places(a, b)
        or _are_persons(a, b)
        or all(map(_is_time, (a, b)))
        or all(map(_SUBJECT.fullmatch, (a, b)))
    )


def are_schools(a: str, b: str, behind: str) -> bool:
    """Tell whether two wordings name schools and the like, by themselves or with the characters behind them."""
    return (
        _SCHOOL.match(behind) is not None
        or (not (word_frequency(a) and word_frequency(b)) and _PLACE.match(behind) is not None)
        or all(map(_ENDS_IN_SCHOOL.fullmatch, (a, b)))
    )


def _are_persons(a: str, b: str) -> bool:
    """Tell whether two words are names of persons; the dictionary has one of them, or they may be any characters."""
    return all(map(is_person, (a, b))) and any(map(word_frequency, (a, b)))


def _are_places(a: str, b: str) -> bool:
    """Tell whether two words are names of places.

    The dictionary calls some common nouns so; of those, two of the same meaning mostly have a character in common.
    """
    tags = {word_tag(a), word_tag(b)}
    return "ns" in tags and tags <= _NAME_TAGS and not set(a) & set(b)


def _is_time(word: str) -> bool:
    return bool(_TERM.fullmatch(word) or (word_tag(word) == "t" and _CALENDAR.search(word)))
