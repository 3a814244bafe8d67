"""What a page says about itself: title, date of publication, address."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from corpus_tools.reading.columns import first_cell
from corpus_tools.reading.repairs import unescape_entities

# Names of ``meta`` elements (``name``, ``property`` or ``itemprop``), the surest first.
_TITLES = ("og:title", "articletitle")
_DATES = ("article:published_time", "datepublished", "pubdate", "publishdate", "publish_date", "dc.date", "date")
_ADDRESSES = ("canonical", "og:url")

_DATE = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})"
_LEADING_DATE = re.compile(rf"\s*{_DATE}")
# A bare 日期： or 时间： is also what plans print of an activity.
_PRINTED_DATE = re.compile(rf"(?:发布|发表|发文|上传|录入|添加|更新)(?:时间|日期|于)?\s*[:：]?\s*[\[【(（]?\s*{_DATE}")
_LINKED_DATE = re.compile(rf'"datePublished"\s*:\s*"{_DATE}')
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_HEAD_CHARACTERS = 4096


def read_meta(title: str, named: Mapping[str, str], lines: Iterable[str], markup: str) -> dict[str, str]:
    """Return what is known of ``title``, ``date`` (ISO 8601) and ``url``.

    Parameters
    ----------
    title
        Of the element of that name.
    named
        Contents of ``meta`` elements by their names in lower case, the address of the ``canonical`` link, and the
        first ``time``.
    lines
        That the page prints.
    markup
        Of the whole page.
    """
    found = {
        "title": " ".join(
            unescape_entities(title.strip() or first_cell(named, _TITLES)).split()
        ),  # many are escaped twice
        "date": next(_dates(named, lines, markup), ""),
        "url": next(_addresses(named, markup), ""),
    }
    return {name: value for name, value in found.items() if value}


def _dates(named: Mapping[str, str], lines: Iterable[str], markup: str) -> Iterator[str]:
    """Yield the dates that a page gives, the surest first."""
    stated = (_LEADING_DATE.match(named.get(name, "")) for name in _DATES)
    printed = (_PRINTED_DATE.search(line) for line in lines)
    for found in (*stated, _LINKED_DATE.search(markup), *printed, _LEADING_DATE.match(named.get("time", ""))):
        if found:
            try:
                yield date(int(found[1]), int(found[2]), int(found[3])).isoformat()
            except ValueError:  # no such day
                continue


def _addresses(named: Mapping[str, str], markup: str) -> Iterator[str]:
    saved = _SAVED_FROM.search(markup[:_HEAD_CHARACTERS])
    for address in (*(named.get(name, "") for name in _ADDRESSES), saved[1] if saved else ""):
        if _ADDRESS.fullmatch(address.strip()):
            yield address.strip()
