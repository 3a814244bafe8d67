"""Named repairs of decoded text; each is a function on its own and leaves its name where it changed something."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

from corpus_tools.reading.encoding import score_text
from corpus_tools.reading.symbols import WITHOUT_FONT

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
# Controls but tab and line feed, zero-width characters, byte order marks in the text, the soft hyphen.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u2060\ufeff]")

# What stands for a character in one font only, and what old systems wrote where the standard has one now.
_PRIVATE_USE = {**WITHOUT_FONT, "\ue5e5": "\u3000"}  # GBK A3A0
_PRIVATE = re.compile(f"[{''.join(_PRIVATE_USE)}]")

# Radicals that fonts of PDF files give in place of the characters that look the same.
_SUPPLEMENT = "⺟母⺠民⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙"
_RADICALS = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | dict(
    zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)
)
_RADICAL = re.compile(f"[{''.join(_RADICALS)}]")

# What Markdown marks and does not print: comments, the sharps of headings, the stars of bold words, and the backslashes
# before what would mark. A comment that stands alone takes its line along.
_COMMENT = re.compile(r"<!--(?:[^<-]|<(?!!--)|-(?!->))*+-->")
_COMMENT_LINE = re.compile(rf"^[ \t]*{_COMMENT.pattern}[ \t]*\n", re.MULTILINE)
_SHARPS = re.compile("^(?:#{1,6}[ \\t\u3000]+)+(?=\\S)", re.MULTILINE)
_TITLE = re.compile("\\s*#[ \\t\u3000]+[^#\\s].*\\n[ \\t]*\\n")  # at the top, a blank line below
_BOLD_LINE = re.compile("^[*]{2}[^*\\s][^*\\n]*[*]{2}$", re.MULTILINE)
_BOLD = re.compile("[*]{2}(?=[^*\\s])([^*\\n]*[^*\\s])[*]{2}")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_FEWEST_MARKED = 2  # lines of Markdown: one may be anything


def _bytes_of_gb18030(line: str) -> bytes:
    """Return what was read as GB18030; 0x80, which is none, is printed as €."""
    return b"\x80".join(part.encode("gb18030") for part in line.split("€"))


def _bytes_of_latin(line: str) -> bytes:
    """Return what was read as Latin-1 or as Windows' extension of it."""
    return line.translate(_WINDOWS).encode("latin-1")


_WINDOWS = {ord(bytes([code]).decode("cp1252", "replace")): code for code in range(0x80, 0xA0)}
_FIRST_OF_THREE = "".join(  # what GB18030 makes of the first two bytes of most Chinese characters in UTF-8
    bytes([lead, trail]).decode("gb18030") for lead in range(0xE4, 0xEA) for trail in range(0x80, 0xC0)
)


class _Misreading(NamedTuple):
    """A wrong encoding in which bytes were read, and the one in which they were written.

    Attributes
    ----------
    sign
        What stands in a line that was misread so; others are not looked at.
    unread
        Gives a line's bytes back, or raises UnicodeEncodeError.
    written
        The right encoding of these bytes.
    """

    sign: re.Pattern[str]
    unread: Callable[[str], bytes]
    written: str


_IN_GB18030 = re.compile(r"[^\x00-\x7f]{1,3}".join([f"[{_FIRST_OF_THREE}]"] * 3))  # begins with a set: searched fast
_IN_LATIN = re.compile(r"[\x80-\xff][^\x00-\x7f]{1,2}[\x80-\xff]")
_MISREADINGS = (
    _Misreading(_IN_GB18030, _bytes_of_gb18030, "utf-8"),
    _Misreading(_IN_LATIN, _bytes_of_latin, "utf-8"),
    _Misreading(_IN_LATIN, _bytes_of_latin, "gb18030"),
)
_SURE_SCORE = 0.8
_SURE_GAIN = 0.5


def undo_mojibake(text: str) -> str:
    """Read lines again that were decoded in the wrong encoding, where the result is common Chinese beyond doubt.

    Characters of which the wrong encoding lost a byte become U+FFFD.
    """
    signs = [misreading for misreading in _MISREADINGS if misreading.sign.search(text)]
    return "\n".join(_read_again(line, signs) for line in text.split("\n")) if signs else text


def _read_again(line: str, misreadings: Iterable[_Misreading]) -> str:
    again = [text for misreading in misreadings if (text := _unread(line, misreading))]
    best = max(again, key=score_text, default=line)
    return best if again and score_text(best) >= max(_SURE_SCORE, score_text(line) + _SURE_GAIN) else line


def _unread(line: str, misreading: _Misreading) -> str | None:
    if not misreading.sign.search(line):
        return None
    try:
        return misreading.unread(line.replace("\ufffd", "")).decode(misreading.written, "replace")
    except UnicodeEncodeError:
        return None


def unescape_entities(text: str) -> str:
    """Replace character references that a crawler left in plain text (``&nbsp;``, ``&#8220;``)."""
    return _ENTITY.sub(lambda found: html.unescape(found.group()), text)


def unify_line_ends(text: str) -> str:
    """Make every line end a line feed: CRLF, lone CR, NEL, line and paragraph separators."""
    return re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", text)


def replace_private_use(text: str) -> str:
    """Replace private-use code points whose printed form is known: bullets of word processors, blanks of GBK."""
    return _PRIVATE.sub(lambda found: _PRIVATE_USE[found.group()], text)


def unify_radicals(text: str) -> str:
    """Replace radicals by the characters that look the same: ``⼯`` by ``工``."""
    return _RADICAL.sub(lambda found: _RADICALS[found.group()], text)


def remove_invisible(text: str) -> str:
    """Remove control and zero-width characters."""
    return _INVISIBLE.sub("", text)


def drop_comments(text: str) -> str:
    """Remove the comments of Markdown, which are those of HTML."""
    return _COMMENT.sub("", _COMMENT_LINE.sub("", text)) if "-->" in text else text


def drop_markdown(text: str) -> str:
    """Remove the marks of Markdown from a text that has several headings of it, or lines in bold, or a title."""
    if "#" not in text and "**" not in text:
        return text
    printed = drop_comments(text)
    n_marked = max(len(_SHARPS.findall(printed)), len(_BOLD_LINE.findall(printed)))
    if n_marked < _FEWEST_MARKED and not _TITLE.match(printed):
        return text
    return _ESCAPED.sub(r"\1", _BOLD.sub(r"\1", _SHARPS.sub("", printed)))


# In the order in which they run: misread bytes may look like controls, and an entity may stand for one.
REPAIRS: tuple[Callable[[str], str], ...] = (
    undo_mojibake,
    unescape_entities,
    unify_line_ends,
    replace_private_use,
    unify_radicals,
    remove_invisible,
    drop_markdown,
)

# What a page or a Word file prints is what it means: its entities are read, and an ampersand is an ampersand.
REPAIRS_OF_PRINT = REPAIRS[2:]


def repair(text: str, repairs: Iterable[Callable[[str], str]] = REPAIRS) -> tuple[str, tuple[str, ...]]:
    """Return the repaired text and the names of the repairs that changed it.

    Running the named repairs in order over the original gives the same text again.
    """
    names = []
    for step in repairs:
        repaired = step(text)
        if repaired != text:
            names.append(step.__name__)
        text = repaired
    return text, tuple(names)
