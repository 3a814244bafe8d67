"""Ordered lists of HTML: the number that a browser prints before an item.

What a page's own style sheet or an attribute says of ``list-style`` is heeded; sheets in other files are not at hand.
"""

import re
from collections.abc import Mapping

from corpus_tools.reading.formats.numerals import CSS_NUMERALS, CssNumeral

Attributes = Mapping[str, str | None]

_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;}]+)", re.IGNORECASE)
_NOT_NUMBERED = frozenset({"none", "disc", "circle", "square"})
_COMMENT = re.compile(r"(?s)/\*.*?(?:\*/|\Z)|<!--|-->")
_SIMPLE_SELECTOR = re.compile(r"\*|#[\w-]+|[a-z]*\.[\w-]+|[a-z]+")
_WHOLE_NUMBER = re.compile(r"\s*[+-]?[0-9]{1,6}\s*")


class OrderedList:
    """A list that is open, and the numbers of its items.

    Parameters
    ----------
    attributes
        Of the element ``ol``. A list that is counted backwards has its first number in ``start``.
    plain
        The selectors that the page's style sheets take the numbers from.
    """

    def __init__(self, attributes: Attributes, plain: frozenset[str]) -> None:
        by_type = CSS_NUMERALS.get(attributes.get("type") or "1", CSS_NUMERALS["decimal"])
        self._plain = plain
        self._numeral = _styled(attributes, None if _is_plain("ol", attributes, plain) else by_type)
        self._step = -1 if "reversed" in attributes else 1
        start = _whole_number(attributes.get("start"))
        self._next = 1 if start is None else start

    def label(self, attributes: Attributes) -> str:
        """Count an item with these attributes, and return what is printed before it."""
        value = _whole_number(attributes.get("value"))
        number = self._next if value is None else value
        self._next = number + self._step
        style = _styled(attributes, None if _is_plain("li", attributes, self._plain) else self._numeral)
        return style.numeral(number) + style.suffix if style else ""


def plain_selectors(sheet: str) -> frozenset[str]:
    """Return the simple selectors (``ol``, ``.a``, ``ol.a``, ``#a``) that a style sheet takes the numbers from.

    >>> sorted(plain_selectors("ul, ol.a { list-style: none } .nav ol { list-style: none } ol { color: red }"))
    ['ol.a', 'ul']
    """
    rules = (rule.rpartition("{") for rule in _COMMENT.sub("", sheet).split("}"))
    return frozenset(
        selector
        for selectors, _, declarations in rules
        if _style_words(declarations)[-1:] == ["none"]
        for selector in map(str.strip, selectors.split(","))
        if _SIMPLE_SELECTOR.fullmatch(selector)
    )


def _is_plain(tag: str, attributes: Attributes, plain: frozenset[str]) -> bool:
    classes = (attributes.get("class") or "").split()
    names = {"*", tag, f"#{attributes.get('id')}", *(f".{c}" for c in classes), *(f"{tag}.{c}" for c in classes)}
    return not plain.isdisjoint(names)


def _styled(attributes: Attributes, otherwise: CssNumeral | None) -> CssNumeral | None:
    """Return the numerals that the element's own style asks for; None for no numbers."""
    for word in reversed(_style_words(attributes.get("style") or "")):
        if word in _NOT_NUMBERED:
            return None
        if word in CSS_NUMERALS:
            return CSS_NUMERALS[word]
    return otherwise


def _style_words(declarations: str) -> list[str]:
    return [word for value in _LIST_STYLE.findall(declarations) for word in value.lower().split()]


def _whole_number(value: str | None) -> int | None:
    return int(value) if value and _WHOLE_NUMBER.fullmatch(value) else None
