"""JSON: how documents are written, and to how many digits."""

from math import isfinite

import orjson

_DIGITS = 4


def to_json(document: object, *, indented: bool = False) -> bytes:
    """Return a document as UTF-8 JSON with a line end."""
    return orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE | (orjson.OPT_INDENT_2 if indented else 0))


def rounded(value: object) -> object:
    """Return a float as short as documents show it, None where it is not finite; any other value as it is."""
    if not isinstance(value, float):
        return value
    return round(value, _DIGITS) if isfinite(value) else None
