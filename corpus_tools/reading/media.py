"""What kind of document some bytes are, told by the bytes themselves; the file's name is only a hint."""

import io
import json
import re
import zipfile

from corpus_tools.reading.formats.archives import BROKEN

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OLD_WORD = "application/msword"
EXCEL = "application/vnd.ms-excel"
PDF = "application/pdf"
JSONL = "application/x-ndjson"
JSON = "application/json"
CSV = "text/csv"
PARQUET = "application/vnd.apache.parquet"
MESSAGE = "message/rfc822"
# First bytes of formats that are no text.
_SIGNATURES = (
    (b"%PDF-", PDF),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PAR1", PARQUET),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
)
_TAR_MAGIC = (b"ustar", 257)  # and where it stands
# A message begins with its fields, up to a blank line; these two are among them.
_FIRST_FIELD = re.compile(rb"(?:\xef\xbb\xbf)?\s*[!-9;-~]+:")
_END_OF_FIELDS = re.compile(rb"\r?\n\r?\n")
_FIELDS_OF_MESSAGE = tuple(re.compile(rb"(?im)^%s[ \t]*:" % name) for name in (b"MIME-Version", b"Content-Type"))
_HEAD_OF_MESSAGE = 1 << 14
# The streams in which Office up to 2003 and WPS keep a document, among other parts of the file.
_OLE_STREAMS = (("WordDocument".encode("utf-16-le"), OLD_WORD), ("Workbook".encode("utf-16-le"), EXCEL))
# Of a package of Office the type of its main part; of OpenDocument and EPUB all that their part of that name holds.
_MAIN_TYPE = re.compile(rb"""ContentType\s*=\s*["'](application/[\w.+-]+?)\.main(?:\+xml)?["']""")
_WORD_TYPES = ("application/vnd.openxmlformats-officedocument.wordprocessingml.", "application/vnd.ms-word.")
_MIMETYPE = re.compile(rb"\s*(application/[\w.+-]+)\s*")
_HEAD_OF_PART = 1 << 20
_HTML_HEAD = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE)
_HTML_ELEMENT = re.compile(r"</?(?:p|div|br|h[1-6]|table|ul|ol|li|span)\b[^<>]{0,200}>", re.IGNORECASE)
_HEAD_CHARACTERS = 4096
_JSONL_SUFFIXES = frozenset({"jsonl", "ndjson"})
_CSV_SUFFIXES = frozenset({"csv", "tsv"})
_ROW_SUFFIXES = _JSONL_SUFFIXES | _CSV_SUFFIXES
_OPENING_BRACE = re.compile(rb"\A[^!-~]*[{\[]")  # the first visible character of ASCII
_OPENING_RECORD = re.compile(r"\s*\[\s*\{")


def sniff_bytes(raw: bytes) -> str | None:
    """Return the media type that the first bytes announce, or None for what may be text."""
    media_type = next((found for signature, found in _SIGNATURES if raw.startswith(signature)), None)
    if media_type == "application/zip":
        return _sniff_zip(raw)
    if media_type == "application/x-ole-storage":
        return next((found for stream, found in _OLE_STREAMS if stream in raw), media_type)
    magic, offset = _TAR_MAGIC
    if raw.startswith(magic, offset):
        return "application/x-tar"
    return MESSAGE if media_type is None and _is_message(raw) else media_type


def _is_message(raw: bytes) -> bool:
    first = _FIRST_FIELD.match(raw[:_HEAD_OF_MESSAGE])
    if first is None:
        return False
    fields = _END_OF_FIELDS.split(raw[first.start() : first.start() + _HEAD_OF_MESSAGE].lstrip(), maxsplit=1)[0]
    return all(field.search(fields) for field in _FIELDS_OF_MESSAGE)


def _sniff_zip(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _sniff_parts(archive) or "application/zip"
    except BROKEN:  # a damaged Word file, or one packed as zipfile does not know, is still one
        return WORD if b"word/document.xml" in raw[:4096] else "application/zip"


def _sniff_parts(archive: zipfile.ZipFile) -> str | None:
    """Return the media type of the document that the parts at the root of a zip make of it; None for an archive."""
    names = frozenset(archive.namelist())
    if "word/document.xml" in names:
        return WORD
    if "[Content_Types].xml" in names:
        main = _MAIN_TYPE.search(_head_of_part(archive, "[Content_Types].xml"))
        media_type = main[1].decode() if main else "application/vnd.openxmlformats-package"
        return WORD if media_type.startswith(_WORD_TYPES) else media_type
    named = _MIMETYPE.fullmatch(_head_of_part(archive, "mimetype")) if "mimetype" in names else None
    return named[1].decode() if named else "application/ofd" if "OFD.xml" in names else None


def _head_of_part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_HEAD_OF_PART)


def is_plain(raw: bytes, name: str) -> bool:
    """Tell at a glance whether bytes can be nothing but plain text, in any encoding.

    >>> is_plain("一、读书".encode(), "a.txt"), is_plain(b"a < b", "a.txt"), is_plain(b' {"a": 1}', "a.txt")
    (True, False, False)
    """
    suffix = name.lower().rpartition(".")[2]
    may_be_rows = suffix in _ROW_SUFFIXES or _OPENING_BRACE.match(raw) is not None
    return sniff_bytes(raw) is None and not may_be_rows and b"<" not in raw


def sniff_text(text: str, name: str) -> str:
    """Return the media type of a decoded text; ``name`` is the file's name or ``-``."""
    head, suffix = text[:_HEAD_CHARACTERS], name.lower().rpartition(".")[2]
    if suffix in _JSONL_SUFFIXES or _is_json_object(text.lstrip().partition("\n")[0]):
        return JSONL
    if _OPENING_RECORD.match(head) and _is_records(text):
        return JSON
    if suffix in _CSV_SUFFIXES:
        return CSV
    if _HTML_HEAD.search(head) or (suffix in ("html", "htm", "xhtml", "shtml") and _HTML_ELEMENT.search(head)):
        return "text/html"
    return "text/plain"


def _is_records(text: str) -> bool:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return all(isinstance(row, dict) for row in found)


def _is_json_object(line: str) -> bool:
    try:
        return line.startswith("{") and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
