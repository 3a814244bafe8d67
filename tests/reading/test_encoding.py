"""Decoding: the sample plans cut, damaged and written in other encodings come back as they were."""

import codecs
from pathlib import Path
from typing import Any

import chardet
import pytest

from corpus_tools.errors import NotTextError
from corpus_tools.reading.encoding import decode, find_second_opinion
from tests.conftest import DATA, load_cases

TEXT = (DATA / "plans" / "01_qingshi_union_2024.txt").read_text("utf-8")
TRADITIONAL = "學校工會會員共七十六人，分屬五個小組。去年年底發出問卷，老師們提得最多的三件事是績效、午休和體檢。"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("length", [30, 200, 1600])
def test_comes_back(encoding: str, length: int) -> None:
    decoded = decode(TEXT[:length].encode(encoding))
    assert decoded.text == TEXT[:length]
    assert decoded.encoding == codecs.lookup(encoding).name
    assert decoded.n_bad == 0


@pytest.mark.parametrize("case", load_cases("encodings"), ids=lambda case: f"{case['encoding']}{case['lost']}")
def test_bytes_lost_and_extensions(case: dict[str, Any]) -> None:
    whole = case["text"].encode(case["encoding"])
    decoded = decode(bytes(byte for at, byte in enumerate(whole) if at not in case["lost"]))
    assert (decoded.text, decoded.encoding) == (case["decoded"], case["as"])
    assert decoded.n_bad == decoded.text.count("\ufffd")


@pytest.mark.parametrize(("text", "encoding"), [("한국어 문서", "cp949"), ("Übergröße für Häuser", "cp1252")])
def test_what_a_detector_thinks_is_kept_where_the_scores_are_not_sure(text: str, encoding: str) -> None:
    raw = text.encode(encoding)
    decoded = decode(raw)
    assert decoded.confidence < 0.5
    assert find_second_opinion(raw, decoded) == encoding


def test_no_detector_is_asked_where_the_scores_are_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chardet, "detect", None)
    for raw in (TEXT.encode("gb18030"), TEXT.encode()):
        assert find_second_opinion(raw, decode(raw)) is None


def test_one_lost_byte_harms_its_own_line_only() -> None:
    raw = TEXT.encode("gb18030")
    at = next(at for at in range(len(raw) // 2, len(raw)) if raw[at] > 0x80)
    lines = decode(raw[:at] + raw[at + 1 :]).text.split("\n")
    assert sum(line != right for line, right in zip(lines, TEXT.split("\n"), strict=True)) == 1


def test_big5() -> None:
    decoded = decode(TRADITIONAL.encode("big5"))
    assert (decoded.text, decoded.encoding) == (TRADITIONAL, "big5")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_mark_decides_and_is_no_text(mark: bytes, encoding: str) -> None:
    decoded = decode(mark + "工作计划".encode(encoding))
    assert decoded == ("工作计划", encoding, 1.0, "byte order mark", 0)


def test_damaged_utf8_stays_utf8() -> None:
    raw = bytearray(TEXT.encode())
    raw[601] = 0xFF
    decoded = decode(bytes(raw))
    assert decoded.encoding == "utf-8"
    assert decoded.n_bad >= 1
    assert decoded.text[:190] == TEXT[:190]


def test_utf8_cut_inside_characters() -> None:
    decoded = decode(TEXT.encode()[1:1000])
    assert decoded.encoding == "utf-8"
    assert decoded.text.strip("\ufffd") in TEXT


def test_a_short_piece_of_utf8() -> None:
    assert decode("学校工会工作计划".encode()[1:-1]).encoding == "utf-8"


def test_gb2312_file_is_read_as_gb18030() -> None:
    decoded = decode((DATA / "plans" / "03_songyuan_moral_gbk.txt").read_bytes())
    assert decoded.encoding == "gb18030"
    assert "松园中学" in decoded.text


@pytest.mark.parametrize(
    "raw",
    [bytes(range(256)) * 8, b"\x00\x01\x02\x03" * 200, b"\x7fELF" + bytes(range(128, 256)) * 4],
    ids=["all", "low", "elf"],
)
def test_bytes_that_are_no_text(raw: bytes) -> None:
    with pytest.raises(NotTextError):
        decode(raw)


def test_empty() -> None:
    assert decode(b"").text == ""


def test_laws_cut_anywhere_come_back(shared: Path) -> None:
    import lzma
    import tarfile

    with tarfile.open(fileobj=lzma.open(shared / "corpus" / "laws.tar.xz")) as archive:
        members = [member for member in archive if member.isfile()][::100]
        texts = [archive.extractfile(member).read().decode() for member in members]  # type: ignore[union-attr]
    slices = [text[at : at + 80] for text in texts for at in (0, 500, 1500) if len(text) > at + 80]
    wrong = [s for s in slices for e in ("gb18030", "utf-16-le") if decode(s.encode(e)).text != s]
    assert len(wrong) <= 0.005 * 2 * len(slices)
