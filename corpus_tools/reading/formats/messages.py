"""MHT and letters: a page in one MIME message with its pictures, as browsers and office systems save it."""

import email
import email.utils
from email.errors import InvalidBase64LengthDefect
from email.message import Message
from typing import NamedTuple

from corpus_tools.errors import DamagedFileError

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# What a text part is called, so that what it is told by its own characters has a hint; the best to read first.
_SUFFIXES = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt"}
_RANKS = {media_type: rank for rank, media_type in enumerate(_SUFFIXES)}


class Page(NamedTuple):
    """The document in a message.

    Attributes
    ----------
    raw
        Its bytes, in whatever encoding.
    suffix
        How a file of such bytes would be called.
    """

    raw: bytes
    suffix: str


def read_message(raw: bytes, path: str) -> Page:
    """Return the document in a message: the part that it names as its start, else the first page, else the first text.

    Other pages beside it are frames, headers and footers.

    Raises
    ------
    DamagedFileError
        When no part is a page or a text, or its bytes cannot be read.
    """
    try:
        message = email.message_from_bytes(raw.removeprefix(_BYTE_ORDER_MARK).lstrip())
        start = email.utils.collapse_rfc2231_value(message.get_param("start", ""))
        parts = [part for part in message.walk() if _is_document(part)]
        part = min(parts, key=lambda part: _rank(part, start), default=None)
        content = part.get_payload(decode=True) if part else None
    except (ValueError, LookupError, RecursionError) as error:
        raise DamagedFileError(path=path, reason=f"{type(error).__name__}: {error}") from error
    if part is None or not isinstance(content, bytes):
        raise DamagedFileError(path=path, reason="it holds no page")
    if any(isinstance(defect, InvalidBase64LengthDefect) for defect in part.defects):
        raise DamagedFileError(path=path, reason="its page is no base64")
    return Page(content, _SUFFIXES[part.get_content_type()])


def _is_document(part: Message) -> bool:
    return part.get_content_type() in _SUFFIXES and part.get_content_disposition() != "attachment"


def _rank(part: Message, start: str) -> tuple[bool, int]:
    name = str(part.get("Content-ID", "")).strip("<> \t\r\n")
    return not name or name != start.strip("<> \t"), _RANKS[part.get_content_type()]
