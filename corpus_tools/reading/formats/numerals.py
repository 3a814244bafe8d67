"""Numbers as lists print them: one function a numeral system, and the names that Word and CSS have for it.

What Word prints follows ISO/IEC 29500-1, 17.18.59, and where Word differs from it, what Word does.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

Numeral = Callable[[int], str]
DEEPER = "  "  # ahead of a number, for each list around its own whose numbers look the same


class _Counting(NamedTuple):
    """A system with words for ten, hundred and thousand.

    Attributes
    ----------
    digits
        From zero to nine.
    units
        The words of the places, from the ones up; the word of the ones is empty.
    gap
        What stands for places left out (一百零一); empty where nothing does.
    without_one
        Units that need no 一 before them at the head of a number (十一), or anywhere (千百十一).
    """

    digits: str
    units: tuple[str, ...]
    gap: str
    without_one: str
    anywhere: bool = False


_CHINESE = _Counting("零一二三四五六七八九", ("", "十", "百", "千"), gap="零", without_one="十")
_JAPANESE = _Counting("〇一二三四五六七八九", ("", "十", "百", "千"), gap="", without_one="十百千", anywhere=True)
_LEGAL_SIMPLIFIED = _Counting("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), gap="零", without_one="")
_LEGAL_TRADITIONAL = _Counting("零壹貳參肆伍陸柒捌玖", ("", "拾", "佰", "仟"), gap="零", without_one="")

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    ("m", 1000),
    ("cm", 900),
    ("d", 500),
    ("cd", 400),
    ("c", 100),
    ("xc", 90),
    ("l", 50),
    ("xl", 40),
    ("x", 10),
    ("ix", 9),
    ("v", 5),
    ("iv", 4),
    ("i", 1),
)
_MOST_LETTERS = 30  # as many as Word repeats


def _within(first: int, last: int, numeral: Numeral) -> Numeral:
    """Print numbers that a system does not reach in Arabic digits."""
    return lambda number: numeral(number) if first <= number <= last else str(number)


def _symbols(symbols: str) -> Numeral:
    return _within(1, len(symbols), lambda number: symbols[number - 1])


def _run(first: str, length: int) -> Numeral:
    """Return the numerals of characters in a row, such as ① to ⑳."""
    return _symbols("".join(chr(ord(first) + offset) for offset in range(length)))


def _positional(digits: str) -> Numeral:
    return _within(0, 10**9, lambda number: "".join(digits[int(digit)] for digit in str(number)))


def _counted(system: _Counting) -> Numeral:
    return _within(0, 9999, lambda number: _count(number, system))


def _count(number: int, system: _Counting) -> str:
    """Write a number below ten thousand in words.

    >>> [_count(number, _CHINESE) for number in (10, 21, 101, 1010)]
    ['十', '二十一', '一百零一', '一千零一十']
    """
    if number == 0:
        return system.digits[0]
    words = ""
    for digit, unit in zip(f"{number:04}", reversed(system.units), strict=True):
        is_bare = digit == "1" and unit and unit in system.without_one and (system.anywhere or not words)
        if digit != "0":
            words += ("" if is_bare else system.digits[int(digit)]) + unit
        elif words and not words.endswith(system.gap):
            words += system.gap
    return words.removesuffix(system.gap)


def _below_hundred_in_words(number: int) -> str:
    """Count in words up to 99, then digit by digit: 九十九, 一○○."""
    return _count(number, _CHINESE) if 0 < number < 100 else _positional("○一二三四五六七八九")(number)


def _repeated(number: int) -> str:
    """Continue after z as Word does: aa, bb, cc."""
    return _LETTERS[(number - 1) % 26] * ((number - 1) // 26 + 1)


def _alphabetic(number: int) -> str:
    """Continue after z as browsers do: aa, ab, ac."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = _LETTERS[rest] + letters
    return letters


def _roman(number: int) -> str:
    letters = ""
    for letter, value in _ROMAN:
        letters += letter * (number // value)
        number %= value
    return letters


def _upper(numeral: Numeral) -> Numeral:
    return lambda number: numeral(number).upper()


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"} if number % 100 not in (11, 12, 13) else {}
    return f"{number}{endings.get(number % 10, 'th')}"


def _pair(number: int) -> str:
    """Join a stem and a branch, which together come round after sixty."""
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]


_ROMAN_NUMERAL = _within(1, 3999, _roman)
_LETTER_OF_WORD = _within(1, 26 * _MOST_LETTERS, _repeated)
_LETTER_OF_CSS = _within(1, 9999, _alphabetic)
_TWO_DIGITS: Numeral = "{:02}".format
_FULL_WIDTH = _positional("０１２３４５６７８９")

# ``w:numFmt``. What is not listed is printed in Arabic digits.
WORD_NUMERALS: Mapping[str, Numeral] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": _TWO_DIGITS,
    "decimalFullWidth": _FULL_WIDTH,
    "decimalFullWidth2": _FULL_WIDTH,
    "decimalEnclosedCircle": _run("①", 20),
    "decimalEnclosedCircleChinese": _run("①", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "decimalEnclosedParen": _run("⑴", 20),
    "ideographEnclosedCircle": _run("㈠", 10),  # brackets in Word, whatever its name and the standard say
    "chineseCounting": _below_hundred_in_words,
    "chineseCountingThousand": _counted(_CHINESE),
    "chineseLegalSimplified": _counted(_LEGAL_SIMPLIFIED),
    "taiwaneseCounting": _below_hundred_in_words,
    "taiwaneseCountingThousand": _counted(_CHINESE),
    "taiwaneseDigital": _positional("○一二三四五六七八九"),
    "ideographLegalTraditional": _counted(_LEGAL_TRADITIONAL),
    "japaneseCounting": _counted(_JAPANESE),
    "japaneseDigitalTenThousand": _positional("〇一二三四五六七八九"),
    "ideographDigital": _positional("〇一二三四五六七八九"),
    "ideographTraditional": _symbols(_STEMS),
    "ideographZodiac": _symbols(_BRANCHES),
    "ideographZodiacTraditional": _within(1, 9999, _pair),
    "upperRoman": _upper(_ROMAN_NUMERAL),
    "lowerRoman": _ROMAN_NUMERAL,
    "upperLetter": _upper(_LETTER_OF_WORD),
    "lowerLetter": _LETTER_OF_WORD,
    "ordinal": _ordinal,
    "hex": "{:X}".format,
    "numberInDash": "- {} -".format,
    "none": lambda _: "",
}


class CssNumeral(NamedTuple):
    """A numeral system of CSS, what a browser prints behind its numbers, and whether all are the same bullet."""

    numeral: Numeral
    suffix: str
    is_bullet: bool = False


def _bullet(character: str) -> CssNumeral:
    return CssNumeral(lambda _: character, " ", is_bullet=True)


# ``list-style-type``, also by the letters of the attribute ``type``.
CSS_NUMERALS: Mapping[str, CssNumeral] = {
    "1": CssNumeral(str, ". "),
    "a": CssNumeral(_LETTER_OF_CSS, ". "),
    "A": CssNumeral(_upper(_LETTER_OF_CSS), ". "),
    "i": CssNumeral(_ROMAN_NUMERAL, ". "),
    "I": CssNumeral(_upper(_ROMAN_NUMERAL), ". "),
    "decimal": CssNumeral(str, ". "),
    "decimal-leading-zero": CssNumeral(_TWO_DIGITS, ". "),
    "lower-alpha": CssNumeral(_LETTER_OF_CSS, ". "),
    "lower-latin": CssNumeral(_LETTER_OF_CSS, ". "),
    "upper-alpha": CssNumeral(_upper(_LETTER_OF_CSS), ". "),
    "upper-latin": CssNumeral(_upper(_LETTER_OF_CSS), ". "),
    "lower-roman": CssNumeral(_ROMAN_NUMERAL, ". "),
    "upper-roman": CssNumeral(_upper(_ROMAN_NUMERAL), ". "),
    "cjk-ideographic": CssNumeral(_counted(_CHINESE), "、"),
    "simp-chinese-informal": CssNumeral(_counted(_CHINESE), "、"),
    "trad-chinese-informal": CssNumeral(_counted(_CHINESE), "、"),
    "simp-chinese-formal": CssNumeral(_counted(_LEGAL_SIMPLIFIED), "、"),
    "trad-chinese-formal": CssNumeral(_counted(_LEGAL_TRADITIONAL), "、"),
    "japanese-informal": CssNumeral(_counted(_JAPANESE), "、"),
    "cjk-decimal": CssNumeral(_positional("〇一二三四五六七八九"), "、"),
    "cjk-heavenly-stem": CssNumeral(_symbols(_STEMS), "、"),
    "cjk-earthly-branch": CssNumeral(_symbols(_BRANCHES), "、"),
    "disc": _bullet("•"),
    "circle": _bullet("◦"),
    "square": _bullet("▪"),
}
