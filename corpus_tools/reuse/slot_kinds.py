"""Kinds of slots: what the words that plans fill in are, told by how they look and what stands around them."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from corpus_tools.han_numerals import CIRCLE, DIGITS, NUMERALS, UP_TO_TEN, ZEROS
from corpus_tools.words.segmenting import word_frequency, word_tag

SlotKind = Literal["year", "month", "date", "school", "organisation", "place", "person", "number", "other", "optional"]

# How a consensus, which is Chinese, prints a slot.
SLOT_NAMES: Mapping[SlotKind, str] = {
    "year": "年份",
    "month": "月份",
    "date": "日期",
    "school": "学校",
    "organisation": "单位",
    "place": "地名",
    "person": "人名",
    "number": "数字",
    "other": "内容",
    "optional": "可选",
}

# How many characters before and behind a slot tell of its kind, at most.
AROUND = 8

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦"
    "江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜肖詹关"
    "宣单裴甘厉戎桑桂柴瞿连茹艾古简饶冷沙查游竺骆凌缪霍丘滕柯盛童阮蓝闵应鄢符景苗费屈喻封储仇谌岑晏"
)
_ROLE = (
    "(?:组长|校长|书记|主席|主任|负责人|联系人|责任人|主管|委员|会长|园长|院长|所长|班长|队长|指挥|干事|会计|出纳|校医|老师|教师|同志"
    "|成员|主持|由|请)"
)
_BEFORE_PERSON = re.compile(f"{_ROLE}(?:[)）])?[：:、,，]?\\s*$")
_BEHIND_PERSON = re.compile(f"\\s*(?:[(（])?{_ROLE}")
_PERSON = f"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}"
_PERSONS = re.compile(f"{_PERSON}(?:[,.]?{_PERSON})*[,.]?")
# Beside these a name may stand that is no word of the dictionary.
_BEFORE_NAME = re.compile(r"(?:^|[\s：:、，,；;。（(])$")
_BEHIND_NAME = re.compile(r"[\s：:、，,；;。）)（(]|$")
_RARE_NAME = re.compile(f"{_PERSON}(?<![{UP_TO_TEN}])")
_RARE_WORD = 20
_FULL_NAME = 3  # characters
# What the fills of a slot look like that is no atom; the first kind that nearly all fit is its kind.
_LOOKS: tuple[tuple[SlotKind, str], ...] = (
    ("year", f"(?:19|20)?[0-9]{{2}}(?:年度?)?|二[{ZEROS}{CIRCLE}][{DIGITS}{CIRCLE}]{{2}}年?"),
    ("number", f"[0-9]+(?:[.:][0-9]+)?%?|[{NUMERALS}]+"),
    ("school", f".*(?:学校|小学|中学|大学|学院|幼儿园|附小|附中|[{UP_TO_TEN}][中小])"),
    ("organisation", ".*(?:医院|集团|公司|局|总?工会|委员会)"),
)
_NEARLY_ALL = 0.8


def look_of(words: Sequence[str], before: str, behind: str, *, goes_on: bool) -> SlotKind:
    """Return the kind of a slot that is no year, name or number of its own.

    Parameters
    ----------
    words
        What the plans fill in, folded; masks and empty fills left out.
    before, behind
        What is printed around it, in simplified characters.
    goes_on
        Whether a list of persons goes on with it.
    """
    for kind, pattern in _LOOKS:
        if _nearly_all(pattern, words):
            return kind
    return "person" if are_persons(words, before, behind, goes_on=goes_on) else "other"


def are_persons(words: Sequence[str], before: str, behind: str, *, goes_on: bool = False) -> bool:
    """Tell whether words are names of persons: by what stands around them, or as no words of the dictionary."""
    if not _nearly_all(_PERSONS, words):
        return False
    if goes_on or _BEFORE_PERSON.search(before) or _BEHIND_PERSON.match(behind):
        return True
    if not (_BEFORE_NAME.search(before) or _BEHIND_NAME.match(behind)):
        return False
    names = [name for word in words for name in word.rstrip(",").split(",")]
    return all(_RARE_NAME.fullmatch(name) and word_frequency(name) < _RARE_WORD for name in names)


def is_person(word: str) -> bool:
    """Tell whether a word is the name of a person by itself: no word of the dictionary, or a name in it, and rare."""
    return (
        re.fullmatch(_PERSON, word) is not None
        and (not word_tag(word) or word_tag(word).startswith("nr"))
        and (len(word) == _FULL_NAME or word_frequency(word) < _RARE_WORD)
    )


def _nearly_all(pattern: str | re.Pattern[str], words: Sequence[str]) -> bool:
    return bool(words) and sum(bool(re.fullmatch(pattern, word)) for word in words) >= _NEARLY_ALL * len(words)
