"""What kind of document some bytes are, told by the bytes themselves; the file's name is only a hint."""

import io
import re
import zipfile

# First bytes of formats that are no text.
_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\xd0\xcf\x11\xe0", "application/msword"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PAR1", "application/vnd.apache.parquet"),
)
_TAR_MAGIC = (b"ustar", 257)  # and where it stands
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HTML_HEAD = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE)
_HTML_ELEMENT = re.compile(r"</?(?:p|div|br|h[1-6]|table|ul|ol|li|span)\b[^<>]{0,200}>", re.IGNORECASE)
_HEAD_CHARACTERS = 4096


def sniff_bytes(raw: bytes) -> str | None:
    """Return the media type that the first bytes announce, or None for what may be text."""
    for signature, media_type in _SIGNATURES:
        if raw.startswith(signature):
            return WORD if media_type == "application/zip" and _is_word(raw) else media_type
    magic, offset = _TAR_MAGIC
    return "application/x-tar" if raw.startswith(magic, offset) else None


def _is_word(raw: bytes) -> bool:
    try:
        return "word/document.xml" in zipfile.ZipFile(io.BytesIO(raw)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError):
        return b"word/document.xml" in raw[:4096]  # a damaged Word file is still one


def sniff_text(text: str, name: str) -> str:
    """Return ``text/html`` or ``text/plain`` for a decoded text; ``name`` is the file's name or ``-``."""
    head = text[:_HEAD_CHARACTERS]
    named_html = name.lower().endswith((".html", ".htm", ".xhtml", ".shtml"))
    if _HTML_HEAD.search(head) or (named_html and _HTML_ELEMENT.search(head)):
        return "text/html"
    return "text/plain"
