"""Named repairs of decoded text; each is a function on its own and leaves its name where it changed something."""

import html
import re
from collections.abc import Callable

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
# Controls but tab and line feed, zero-width characters, byte order marks in the text, the soft hyphen.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u2060\ufeff]")


def unify_line_ends(text: str) -> str:
    """Make every line end a line feed: CRLF, lone CR, NEL, line and paragraph separators."""
    return re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", text)


def unescape_entities(text: str) -> str:
    """Replace character references that a crawler left in plain text (``&nbsp;``, ``&#8220;``)."""
    return _ENTITY.sub(lambda found: html.unescape(found.group()), text)


def remove_invisible(text: str) -> str:
    """Remove control and zero-width characters."""
    return _INVISIBLE.sub("", text)


# In the order in which they run: an entity may stand for a control character.
REPAIRS: tuple[Callable[[str], str], ...] = (unescape_entities, unify_line_ends, remove_invisible)


def repair(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the repaired text and the names of the repairs that changed it.

    Running the named repairs in order over the original gives the same text again.
    """
    names = []
    for step in REPAIRS:
        repaired = step(text)
        if repaired != text:
            names.append(step.__name__)
        text = repaired
    return text, tuple(names)
