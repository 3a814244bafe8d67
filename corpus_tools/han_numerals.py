"""Han numerals: the characters that Chinese numbers are written with, for whoever looks for numbers in a text.

Each is the inside of a class of a regular expression: ``f"[{UP_TO_TEN}]"``.
"""

FROM_TWO = "二三四五六七八九"  # what may stand before 十
NONZERO = "一" + FROM_TWO
ZEROS = "〇零"
CIRCLE = "○"  # typed for 〇 in years (二○二四); elsewhere it masks a word
DIGITS = ZEROS + NONZERO  # 二〇二四
UP_TO_TEN = NONZERO + "十"  # 三, 十, 二十一
UNITS = "十百千万"
NUMERALS = DIGITS + "两" + UNITS  # any number in words: 两千零一十
OF_DATES = DIGITS + CIRCLE + "十元正"  # 二○二四, 十二, 元月, 正月
