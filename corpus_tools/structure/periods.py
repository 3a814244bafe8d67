"""Periods: the time expressions that head the parts of a calendar (三月：, 元月至二月, 第3—6周, 20__年下半年：)."""

import re

from corpus_tools.structure.numerals import CJK, EITHER, read_number

BLANK = "[ \\t\u00a0\u2000-\u200a\u202f\u3000]"
COLON = "[：:]"
MASK = "*＊_＿xXｘＸ×"  # what stands for digits or names that were taken out

_MASKED_YEAR = f"(?:20|19)?(?:[0-9０-９]{{2}}|[{MASK}]{{1,4}}|[○〇]{{2}})"
YEAR = f"(?:{_MASKED_YEAR}|[二〇○零一]{{2}}[〇○零一二三四五六七八九]{{2}}|[今明本]|次)年度?"
_MONTH_SCRIPTS = ("(?:1[0-2]|0?[1-9])", "(?:１[０-２]|[１-９])", "(?:十[一二]?|[一二三四五六七八九元正冬腊])")
_MONTH = f"(?:{'|'.join(_MONTH_SCRIPTS)})"
_TO = f"{BLANK}?(?:至|到|[-—–－~～、，,]|——){BLANK}?"
_PART_OF_MONTH = "(?:[上中下][、和及]?[中下]?旬|月?(?:初(?![一二三中])|中(?![考秋小学华国])|[底末]))?"
# Both ends of a range are written alike: 3、十一月 is the third item and begins with a month.
_MONTHS = "|".join(
    f"(?:{month}(?:月份?)?{_TO})?{month}{BLANK}?月份?{_PART_OF_MONTH}"
    f"(?:{_TO}(?:{YEAR}{BLANK}?)?{month}月份?{_PART_OF_MONTH})?"
    for month in _MONTH_SCRIPTS
)
_DAY = f"(?:[0-9０-９]{{1,2}}|{CJK})"
_WEEKS = f"第{EITHER}周?(?:{_TO}第?{EITHER})?周"
_SEASON = (
    "(?:上半年|下半年|第?[一二三四1-4]季度|第[一二]学期|[上下]学期|[春秋]季学期|(?:学期|开学|期)[初中末]|[上中下]旬"
    "|[寒暑]假(?:期间)?)"
)
_REMARK = f"(?:{BLANK}?[（(][^（()）\\n]{{1,24}}[）)])?"  # （9.1-9.12）
TIME = f"(?:{YEAR}{BLANK}?)?(?:{_MONTHS}|{_WEEKS}|{_SEASON}){_REMARK}"
DAYS = "|".join(
    f"{month}{BLANK}?月{BLANK}?{_DAY}{BLANK}?日(?:{_TO}(?:{month}月)?{_DAY}日)?(?:[上中下]午|晚上?|前|起)?"
    for month in _MONTH_SCRIPTS
)  # 3月12日, 八月二十五日至三十一日, 3月5日前
_DAYS_NAMED = re.compile(f"(?P<day>{_DAY}){BLANK}?日|(?P<part>[上中下])[旬午]")
_NAMED_MONTHS = {"元": 1, "正": 1, "冬": 11, "腊": 12}
_FIRST_MONTH = re.compile(f"(?<![0-9])(?P<month>{_MONTH})(?={BLANK}?月|{_TO}{_MONTH}月)")
_ORDER = re.compile(f"(?P<number>{EITHER})|(?P<part>[上春初中下秋末])")
_STAGE = re.compile(f"[上下]半年|(?:第[一二三]|[上下]|[春秋]季)学期|第{EITHER}(?:季度|阶段)|年")
_LONGEST_STEP = 6  # months


def names_term(expression: str) -> bool:
    """Tell whether a time expression names a year, a half year or a term: months and weeks lie in them."""
    return re.search("半年|学期(?![初中末])|假|年度?[：:]$", expression) is not None


def names_stage(words: str) -> bool:
    """Tell whether words name a part of the time that a calendar is for, and so may head some of its months."""
    return _STAGE.search(words) is not None


def read_month(expression: str) -> int | None:
    """Return the first month that a time expression names, 1 or 7 for half years, else None."""
    if "半年" in expression:
        return 1 if "上半年" in expression else 7
    named = _FIRST_MONTH.search(expression)
    if named is None:
        return None
    return _NAMED_MONTHS.get(named["month"]) or read_number(named["month"])


def read_days(expression: str) -> tuple[int, ...]:
    """Return what tells periods of one month apart: days, thirds of the month, parts of the day."""
    return tuple(
        "上中下".index(found["part"]) if found["part"] else read_number(found["day"]) or 0
        for found in _DAYS_NAMED.finditer(expression)
    )


def may_follow_month(before: int, behind: int) -> bool:
    """Tell whether one month may follow another in a calendar: half a year on at most, also over its end."""
    return 0 < (behind - before) % 12 <= _LONGEST_STEP


def goes_on_from(before: str, behind: str) -> bool:
    """Tell whether one time expression may follow another in a calendar.

    Weeks, quarters and terms count up.
    """
    first, second = read_month(before), read_month(behind)
    if first and second:
        return may_follow_month(first, second) or (first == second and read_days(before) < read_days(behind))
    earlier, later = _read_order(before), _read_order(behind)
    return not first and not second and earlier is not None and later is not None and earlier < later


def _read_order(expression: str) -> int | None:
    """Return what tells the order of expressions without a month: the number of a week, the place in a term."""
    found = _ORDER.search(expression)
    if found is None:
        return None
    return read_number(found["number"]) if found["number"] else "上春初中下秋末".index(found["part"])
