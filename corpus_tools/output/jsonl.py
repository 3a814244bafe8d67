"""JSON: how documents are written, and to how many digits."""

from math import floor, isfinite, log10

import orjson

# Both hold: a share of a rare word has as many digits that say something as one of a common word.
_DECIMALS = 4
_SIGNIFICANT_DIGITS = 6


def to_json(document: object, *, indented: bool = False) -> bytes:
    """Return a document as UTF-8 JSON with a line end."""
    return orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE | (orjson.OPT_INDENT_2 if indented else 0))


def rounded(value: object) -> object:
    """Return a float as short as documents show it, None where it is not finite; any other value as it is.

    >>> rounded(2 / 3), rounded(2 / 3e5), rounded(1234.56789)
    (0.666667, 6.66667e-06, 1234.5679)
    """
    if not isinstance(value, float):
        return value
    if not isfinite(value):
        return None
    return round(value, max(_DECIMALS, _SIGNIFICANT_DIGITS - 1 - floor(log10(abs(value))))) if value else value
