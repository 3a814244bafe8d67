"""Plain text: the decoded characters are the text."""

import re

from corpus_tools.reading.repairs import drop_comments, drop_markdown, repair
from corpus_tools.reading.titles import join_headings

_FIRST_HEADINGS = re.compile("^#(?=[ \\t\u3000]+\\S)", re.MULTILINE)
_HEADINGS = re.compile("^#{1,6}[ \\t\u3000]+(.+)$", re.MULTILINE)
_BOLD = "**"


def read_plain(decoded: str) -> tuple[str, dict[str, str]]:
    """Return the repaired text and what is known of it: the repairs made, title and headings in Markdown."""
    text, repairs = repair(decoded)
    meta = {"repairs": ", ".join(repairs)} if repairs else {}
    found = _HEADINGS.findall(decoded) if drop_markdown.__name__ in repairs else ()
    headings = join_headings(heading.rstrip(" \t#").removeprefix(_BOLD).removesuffix(_BOLD) for heading in found)
    if headings:
        meta["headings"], _ = repair(headings)
    if drop_markdown.__name__ in repairs and _begins_with_its_title(decoded):
        meta["title"] = text.strip().split("\n", 1)[0].strip()
    return text, meta


def _begins_with_its_title(decoded: str) -> bool:
    """Tell whether the only heading of the first level stands above all else; of several each heads a part."""
    printed = drop_comments(decoded).lstrip()
    return _FIRST_HEADINGS.match(printed) is not None and len(_FIRST_HEADINGS.findall(printed)) == 1
