"""Numerals: what Chinese, Arabic and Roman numbers look like in the scripts that plans use, and their values."""

import re
import unicodedata
from functools import lru_cache

_UNIT = "[一二三四五六七八九]"
_BELOW_100 = f"(?:{_UNIT}?十{_UNIT}?|[廿卅]{_UNIT}?|{_UNIT})"
_BELOW_1000 = f"(?:[一二三四五六七八九两]百(?:[零〇]?{_BELOW_100})?|{_BELOW_100})"

CJK = f"(?:[一二三四五六七八九两]千(?:[零〇]?{_BELOW_1000})?|{_BELOW_1000})"
POSITIONAL = "[一二三四五六七八九][〇零一二三四五六七八九]{1,2}"  # 二〇, 二一
FORMAL = "[壹贰貳叁參参肆伍陆陸柒捌玖拾]{1,3}"
ARABIC = "[0-9０-９]{1,3}"
ROMAN = "(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})"
ROMAN_SMALL = ROMAN.lower()
STEMS = "甲乙丙丁戊己庚辛壬癸"
EITHER = f"(?:{CJK}|{ARABIC})"

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_TENS = {"十": 10, "廿": 20, "卅": 30, "百": 100, "千": 1000}
_PLAIN = str.maketrans("壹贰貳叁參参肆伍陆陸柒捌玖拾", "一二二三三三四五六六七八九十")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}


@lru_cache(4096)
def read_number(numeral: str) -> int | None:
    """Return the value of a Chinese or Arabic numeral, or None.

    >>> [read_number(n) for n in ("十二", "廿一", "一百零三", "２４", "二〇", "叁")]
    [12, 21, 103, 24, 20, 3]
    """
    if numeral.isdecimal():
        return int(numeral)
    numeral = numeral.translate(_PLAIN)
    if len(numeral) > 1 and _DIGITS.keys() >= set(numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral))
    total, digit = 0, None
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in "十百千":
            total += (1 if digit is None else digit) * _TENS[character]
            digit = None
        elif character in _TENS:
            total, digit = total + _TENS[character], None
        else:
            return None
    return total + (digit or 0)


def read_last_number(decimal: str) -> int | None:
    """Return the last number of a decimal: 3 of ``1.2.3``, 1 of ``2-1``."""
    return read_number(re.split("[.．－-]", decimal)[-1])


def read_roman(numeral: str) -> int:
    """Return the value of a Roman numeral in letters, up to 39.

    >>> [read_roman(n) for n in ("IV", "IX", "xiii")]
    [4, 9, 13]
    """
    values = [_ROMAN_DIGITS[character] for character in numeral.upper()]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def read_sign(sign: str) -> int:
    """Return the value of a character that encloses a number: 3 of ③, ❸, ⑶ or ㈢."""
    return int(unicodedata.numeric(sign))


def read_letter(letter: str) -> int:
    """Return the place of a Latin letter in the alphabet, from 1."""
    return ord(letter.lower()) - ord("a") + 1
