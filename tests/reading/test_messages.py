"""Pages in one file (MHT): which part is the document, how it is written, and what cannot be read."""

import base64
import gzip
import quopri
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from corpus_tools import errors
from corpus_tools.reading.media import is_plain
from corpus_tools.reading.source import source_of_bytes
from tests.conftest import load_cases

CASES = load_cases("messages")
_TRANSFERS: Mapping[str, Callable[[bytes], bytes]] = {
    "8bit": bytes,
    "base64": base64.encodebytes,
    "quoted-printable": quopri.encodestring,
}


def write_message(lines: Sequence[str | Sequence[str]], line_end: str = "\r\n") -> bytes:
    """Return a message of these lines; a piece is written as its transfer encoding and character set say."""
    written = [
        line.encode() if isinstance(line, str) else _TRANSFERS[line[0]](line[2].encode(line[1])) for line in lines
    ]
    return line_end.encode().join(line.rstrip(b"\n").replace(b"\n", line_end.encode()) for line in written)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["is"])
def test_a_page_in_one_file(case: dict[str, Any], line_end: str) -> None:
    source = source_of_bytes(write_message(case["message"], line_end), "a.doc")
    assert (source.encoding, source.text.split("\n")) == (case["encoding"], case["lines"])


def test_it_is_known_by_the_page_in_it() -> None:
    raw = write_message(CASES[0]["message"])
    source = source_of_bytes(raw, "a.mht")
    assert (source.media_type, source.meta["title"]) == ("text/html", "青山小学读书计划")
    assert source_of_bytes(gzip.compress(raw), "a.mht.gz").sha256 == source.sha256
    assert not is_plain(raw, "a.txt")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
def test_a_byte_order_mark_above_it_is_none_of_its_fields(mark: bytes) -> None:
    assert source_of_bytes(mark + write_message(CASES[1]["message"]), "a.mht").text == "一、读书\n1. 徒步"


@pytest.mark.parametrize("case", load_cases("messages", "broken"), ids=lambda case: case["is"])
def test_a_broken_one_says_so(case: dict[str, Any]) -> None:
    with pytest.raises(getattr(errors, case["error"]), match=case["says"]):
        source_of_bytes(write_message(case["message"]), "a.mht")


@pytest.mark.parametrize("case", load_cases("messages", "others"), ids=lambda case: case["is"])
def test_what_is_no_message(case: dict[str, str]) -> None:
    source = source_of_bytes(case["text"].encode(), "a.txt")
    assert (source.media_type, source.text) == ("text/plain", case["text"])
