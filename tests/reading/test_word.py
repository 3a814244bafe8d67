"""Word files: automatic numbers, and the lines that a page prints."""

import time
import zlib
from typing import Any

import pytest

from corpus_tools.errors import DamagedFileError
from corpus_tools.reading.formats.numerals import WORD_NUMERALS
from corpus_tools.reading.formats.word import read_docx
from corpus_tools.reading.source import source_of_bytes
from tests.conftest import load_cases
from tests.reading.word_files import as_strict, numbered_file, numbering_part, pack, paragraph, styles_part, word_file

LIST = numbering_part({"0": [["decimal", "%1.", {"suffix": "nothing"}]]}, {"1": ["0", {}]})
IN_LIST = "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>"
PARTS = {
    "numbering": LIST,
    "styles": '<w:style w:type="character" w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style>',
    "footnotes": '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t>脚注</w:t></w:r></w:p></w:footnote>',
    "endnotes": '<w:endnote w:id="2"><w:p><w:r><w:endnoteRef/><w:t>尾注</w:t></w:r></w:p></w:endnote>',
}


def lines(raw: bytes) -> list[str]:
    return read_docx(raw, "x.docx")[0].split("\n")


@pytest.mark.parametrize(("numeral", "number", "text"), load_cases("numerals"))
def test_numerals(numeral: str, number: int, text: str) -> None:
    assert WORD_NUMERALS.get(numeral, str)(number) == text


@pytest.mark.parametrize("case", load_cases("word_numbers"), ids=lambda case: case["is"])
def test_automatic_numbers(case: dict[str, Any]) -> None:
    assert lines(numbered_file(case)) == case["lines"]
    assert lines(as_strict(numbered_file(case))) == case["lines"]


@pytest.mark.parametrize("case", load_cases("word_text"), ids=lambda case: case["is"])
def test_lines_of_the_page(case: dict[str, Any]) -> None:
    assert lines(word_file(case["body"].replace("{1}", IN_LIST), PARTS)) == case["lines"]


def test_parts_are_found_where_the_file_says() -> None:
    renamed = {"document": "word/document2.xml", "numbering": "custom/n.xml", "styles": "word/styles2.xml"}
    body = f"<w:p>{IN_LIST}<w:r><w:t>甲</w:t></w:r></w:p>"
    assert lines(word_file(body, PARTS, renamed=renamed)) == ["1.甲"]


def test_a_list_that_names_a_style_of_lists() -> None:
    levels = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="L"/>{levels}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = paragraph("甲", {"num": 1, "level": 0}) + paragraph("乙", {"num": 2, "level": 0})
    assert lines(word_file(body, {"numbering": numbering})) == ["1、甲", "2、乙"]


def test_a_format_with_an_older_one_beside_it() -> None:
    formats = (
        "<mc:AlternateContent><mc:Choice Requires='w14'><w:numFmt w:val='custom' w:format='001, 002, ...'/></mc:Choice>"
        "<mc:Fallback><w:numFmt w:val='decimalZero'/></mc:Fallback></mc:AlternateContent>"
    )
    level = f"<w:lvl w:ilvl='0'><w:start w:val='1'/>{formats}<w:suff w:val='space'/><w:lvlText w:val='%1'/></w:lvl>"
    numbering = (
        f"<w:abstractNum w:abstractNumId='0'>{level}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    )
    assert lines(word_file(paragraph("甲", {"num": 1}), {"numbering": numbering})) == ["01 甲"]


def test_a_note_that_refers_to_itself() -> None:
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>注</w:t><w:footnoteReference w:id="2"/></w:r></w:p></w:footnote>'
    body = '<w:p><w:r><w:t>甲</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    assert lines(word_file(body, {"footnotes": note})) == ["甲", "注"]


@pytest.mark.parametrize("part", ["word/document.xml", "word/numbering.xml", "word/_rels/document.xml.rels"])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<a", "error|Couldn't|required"),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>', "DTD"),
        ('<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>', "DTD"),
        ("<a>" * 5000 + "</a>" * 5000, "depth"),
        (b"<a>" + b" " * (65 << 20) + b"</a>", "64 MiB"),
        (b"<a>" + b"<b/>" * 2_000_000 + b"</a>", "tags"),
    ],
    ids=["broken", "external entity", "entities", "deep", "large", "many"],
)
def test_a_part_that_must_not_be_read(part: str, content: str | bytes, reason: str) -> None:
    files: dict[str, str | bytes] = {"word/document.xml": "<document><body/></document>", part: content}
    with pytest.raises(DamagedFileError, match=rf"x\.docx.*({reason})"):
        read_docx(pack(files), "x.docx")


def test_a_part_whose_size_is_a_lie() -> None:
    """The size in the archive's directory says 100 bytes; the part holds 65 MiB."""
    large = b"<a>" + b" " * (65 << 20) + b"</a>"
    raw = pack({"word/document.xml": large})
    size, crc = len(large).to_bytes(4, "little"), zlib.crc32(large).to_bytes(4, "little")
    assert raw.count(size) == 2
    lie = raw.replace(size, (100).to_bytes(4, "little")).replace(crc, zlib.crc32(large[:100]).to_bytes(4, "little"))
    with pytest.raises(DamagedFileError, match=r"x\.docx"):
        read_docx(lie, "x.docx")


def test_any_single_byte_may_be_wrong() -> None:
    raw = numbered_file(load_cases("word_numbers")[0])
    for offset in range(0, len(raw), 7):
        damaged = raw[:offset] + bytes([raw[offset] ^ 0x55]) + raw[offset + 1 :]
        try:
            read_docx(damaged, "x.docx")
        except DamagedFileError as error:
            assert "x.docx" in str(error)


def test_many_paragraphs_are_quick() -> None:
    raw = word_file(f"<w:p>{IN_LIST}<w:r><w:t>甲</w:t></w:r></w:p>" * 20_000, PARTS)
    start = time.perf_counter()
    assert lines(raw)[-1] == "20000.甲"
    assert time.perf_counter() - start < 10


def test_many_lists_and_styles_are_quick() -> None:
    levels = "".join(f'<w:lvl w:ilvl="{depth}"><w:lvlText w:val="{"%1" * 100}"/></w:lvl>' for depth in range(5_000))
    lists = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in range(5_000))
    styles = {f"S{n}": {"based_on": f"S{n + 1}"} for n in range(5_000)}
    body = paragraph("甲", {"style": "S0"}) * 2_500 + paragraph("乙", {"num": 1, "level": 8}) * 2_500
    numbering = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{lists}'
    start = time.perf_counter()
    text = "".join(lines(word_file(body, {"numbering": numbering, "styles": styles_part(styles)})))
    assert time.perf_counter() - start < 10
    assert len(text) < 1_000_000


def test_a_plan_of_automatic_numbers_becomes_a_tree() -> None:
    from corpus_tools.structure.plans import parse_source

    case = load_cases("word_numbers")[0]
    [plan] = parse_source(source_of_bytes(numbered_file(case), "x.docx")).plans
    markers = [node.marker.text for node in plan.nodes if node.marker]
    assert markers == ["一、", "二、", "（一）", "1.", "2.", "（1）", "（2）", "①", "②", "（二）", "1.", "三、"]
    assert [node.level for node in plan.nodes] == [1, 1, 2, 3, 3, 4, 4, 5, 5, 2, 3, 1]
