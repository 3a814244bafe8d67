"""Lists of HTML: the number or the bullet that a browser prints before an item.

Menus are lists too, and sheets that are not at hand take their bullets off; so bullets are printed only where a list is
no menu by its place, its name and its items. What a page's own style sheet or an attribute says of ``list-style`` is
heeded; sheets in other files are not at hand.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from corpus_tools.reading.formats.numerals import CSS_NUMERALS, DEEPER, CssNumeral
from corpus_tools.reading.formats.web_content import is_numbered

Attributes = Mapping[str, str | None]

_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;}]+)", re.IGNORECASE)
_BULLETS = ("disc", "circle", "square")  # by depth
_MOST_ALIKE = 9  # lists in one another that blanks tell apart
_COMMENT = re.compile(r"(?s)/\*.*?(?:\*/|\Z)|<!--|-->")
_SIMPLE_SELECTOR = re.compile(r"\*|#[\w-]+|[a-z]*\.[\w-]+|[a-z]+")
# What an element for finding one's way has in its role, and as a word of its class or id (mainNav, top_menu); but not
# beside a word that tells what an element lacks or has (no-menu).
_ROLES_OF_MENUS = frozenset("banner complementary contentinfo menu menubar navigation tablist toolbar".split())
_WORDS_OF_MENUS = frozenset(
    "nav navi navbar navigation menu submenu topmenu crumb crumbs breadcrumb breadcrumbs pager pagination".split()
)
_WORDS_OF_STATES = frozenset("has no not with without".split())
_WORD_OF_NAME = re.compile("[A-Z]?[a-z]+|[A-Z]+")
# Marks of an item's own beside numbers with a stop: a bullet or a sign, a number in a circle; words that count, months.
_CATEGORIES_OF_MARKS = frozenset({"So", "Sm", "Pd", "Po", "No", "Co"})
_CJK = "[一二三四五六七八九十]{1,3}"
_OWN_WORD = re.compile(
    f"{_CJK}是|(?:第{_CJK}|首先|其次|再次|最后)[，,、：:]|(?:[0-9]{{1,2}}|{_CJK})月(?:份|[上中下]旬)?[ \u3000：:]"
)
_WHOLE_NUMBER = re.compile(r"\s*[+-]?[0-9]{1,6}\s*")


class Label(NamedTuple):
    """What is printed before an item, with the blank behind it, and whether it is a bullet."""

    text: str
    is_bullet: bool


_NO_LABEL = Label("", is_bullet=False)


class PrintedList:
    """A list that is open, and the numbers of its items.

    Parameters
    ----------
    tag, attributes
        Of the element. A list that is counted backwards has its first number in ``start``.
    around
        The lists around it, the outermost first.
    plain
        The selectors that the page's style sheets take the numbers from.

    Attributes
    ----------
    is_menu
        Whether it is there for finding one's way, and has no bullets.
    """

    def __init__(
        self,
        tag: str,
        attributes: Attributes,
        around: Sequence["PrintedList"],
        plain: frozenset[str],
        *,
        is_menu: bool = False,
    ) -> None:
        usual = "decimal" if tag == "ol" else _BULLETS[min(len(around), len(_BULLETS) - 1)]
        by_type = CSS_NUMERALS.get(attributes.get("type") or usual, CSS_NUMERALS[usual])
        self.is_menu = is_menu
        self._plain = plain
        self._numeral = _styled(attributes, None if _is_plain(tag, attributes, plain) else by_type)
        is_alike = bool(around) and around[-1]._numeral == self._numeral
        self._n_alike: int = min(around[-1]._n_alike + 1, _MOST_ALIKE) if is_alike else 0
        self._step = -1 if "reversed" in attributes else 1
        start = _whole_number(attributes.get("start"))
        self._next = 1 if start is None else start

    def label(self, attributes: Attributes) -> Label:
        """Count an item with these attributes, and return what is printed before it."""
        value = _whole_number(attributes.get("value"))
        number = self._next if value is None else value
        self._next = number + self._step
        style = _styled(attributes, None if _is_plain("li", attributes, self._plain) else self._numeral)
        if style is None or (style.is_bullet and self.is_menu):
            return _NO_LABEL
        indent = "" if style.is_bullet else DEEPER * self._n_alike
        return Label(indent + style.numeral(number) + style.suffix, style.is_bullet)


def names_menu(attributes: Attributes) -> bool:
    """Tell whether an element is there for finding one's way, by its role, its class or its id.

    >>> [names_menu({"class": name}) for name in ("mainNav", "x top_menu", "has-menu", "unavailable")]
    [True, True, False, False]
    """
    if (attributes.get("role") or "").strip().lower() in _ROLES_OF_MENUS:
        return True
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".split()
    words = ({word.lower() for word in _WORD_OF_NAME.findall(name)} for name in names)
    return any(not of_name.isdisjoint(_WORDS_OF_MENUS) and of_name.isdisjoint(_WORDS_OF_STATES) for of_name in words)


def has_own_mark(text: str) -> bool:
    """Tell whether an item prints a mark itself, so that a bullet would hide it.

    >>> [has_own_mark(text) for text in ("①读书", "★ 读书", "一是读书", "三月：植树", "“读书月”", "2025年")]
    [True, True, True, True, False, False]
    """
    first = text.lstrip()[:1]
    is_sign = first not in "\"'" and unicodedata.category(first) in _CATEGORIES_OF_MARKS
    return is_sign or is_numbered(text) or _OWN_WORD.match(text.lstrip()) is not None


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
    """Return the numerals that the element's own style asks for; None for nothing."""
    for word in reversed(_style_words(attributes.get("style") or "")):
        if word == "none":
            return None
        if word in CSS_NUMERALS:
            return CSS_NUMERALS[word]
    return otherwise


def _style_words(declarations: str) -> list[str]:
    return [word for value in _LIST_STYLE.findall(declarations) for word in value.lower().split()]


def _whole_number(value: str | None) -> int | None:
    return int(value) if value and _WHOLE_NUMBER.fullmatch(value) else None
