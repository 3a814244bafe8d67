"""The order in which people count: grade 2 before grade 10."""

import re
import unicodedata

_NUMBER = re.compile(r"(\d{1,18})")


def natural_key(value: str) -> tuple[object, ...]:
    """Return what puts values in order by the numbers that they print.

    >>> sorted(["10年级", "1年级", "2年级", "２班"], key=natural_key)
    ['1年级', '2年级', '２班', '10年级']
    """
    parts = _NUMBER.split(unicodedata.normalize("NFKC", value))  # text and numbers by turns
    return tuple(int(part) if part.isdecimal() else part for part in parts), value
