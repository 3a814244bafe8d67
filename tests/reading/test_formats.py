"""Formats: what a page prints, what is left out, and the repairs of plain text."""

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools.errors import (
    DamagedFileError,
    EmptySourceError,
    NotTextError,
    SpreadsheetError,
    UnsupportedFormatError,
)
from corpus_tools.reading.encoding import decode
from corpus_tools.reading.files import find_files
from corpus_tools.reading.formats.web import read_html
from corpus_tools.reading.limited import read_source
from corpus_tools.reading.media import WORD, sniff_bytes
from corpus_tools.reading.repairs import REPAIRS, repair, undo_mojibake
from corpus_tools.reading.source import Failure, Source, source_of_bytes
from tests.conftest import DATA, load_cases
from tests.reading.reads import read_files, sources_of_bytes
from tests.reading.word_files import pack

PACKAGES = load_cases("packages")


def test_html_prints_a_block_a_line() -> None:
    text, meta = read_html(
        "<html><head><title>计划 - 某校</title><script>一、不印</script></head><body><nav>首页</nav>"
        "<p>&emsp;一、<b>读书</b></p><div>二、徒步<br>三、歌咏</div><ul><li>甲</li><li>乙</li></ul><footer>版权</footer>"
    )
    assert [line.strip() for line in text.split("\n")] == ["一、读书", "二、徒步", "三、歌咏", "• 甲", "• 乙"]
    assert meta == {"title": "计划 - 某校"}


def test_html_cells_are_tabbed() -> None:
    text, _ = read_html(
        "<table><tr><th>部位</th><th>岗位</th></tr><tr><td>正门</td><td></td><td>保安</td></tr></table>"
    )
    assert text == "部位\t岗位\n正门\t\t保安"


def test_html_drops_menus_but_no_numbered_line() -> None:
    text, _ = read_html(
        "<body><div><a href=1>首页</a> | <a href=2>校务公开</a></div><p><a href=3>一、附件清单</a></p><p>正文</p>"
    )
    assert text == "一、附件清单\n正文"


@pytest.mark.parametrize("depth", [200, 300, 3000])
def test_html_nested_deeply_loses_nothing(depth: int) -> None:
    text, _ = read_html("<html><body>" + "<div>" * depth + "一、读书" + "</div>" * depth + "<p>二、徒步</p>")
    assert text.split("\n") == ["一、读书", "二、徒步"]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<h1><a href=1>青山小学工会工作计划</a></h1><p>正文</p>", "青山小学工会工作计划\n正文"),
        ("<p><a name=x>指导思想</a></p><p>正文</p>", "指导思想\n正文"),
        (
            "<p>一、目标</p><ol><li>学习</li><li>关心</li></ol><ol start=5><li>五</li></ol>",
            "一、目标\n1. 学习\n2. 关心\n5. 五",
        ),
        ("<ul><li>甲</li></ul>", "• 甲"),
        (
            "<table><tr><td><p>月份</p></td><td><div>工作</div></td></tr><tr><td>四月</td><td></td></tr></table>",
            "月份\t工作\n四月\t",
        ),
        ("<pre>一、甲\n二、乙</pre>", "一、甲\n二、乙"),
        ("<p hidden>不印</p><p style='display: none'>不印</p><p>印</p>", "印"),
        ("<p>一、<!-- 注 -->甲</p><p>——</p>", "一、甲\n——"),
        ("<nav><p>首页<div>校务</nav><p>正文</p>", "正文"),
    ],
)
def test_html_as_the_page_prints_it(page: str, text: str) -> None:
    assert read_html(f"<html><body>{page}</body></html>")[0] == text


@pytest.mark.parametrize("piece", ["<script>", "<!--", "<p>", "<", "<ol><li>", "<table><tr><td>"])
def test_html_of_many_open_elements_is_quick(piece: str) -> None:
    start = time.perf_counter()
    read_html("<html><body><p>一、读书</p>" + piece * 20_000)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("case", load_cases("repairs"))
def test_repairs_are_named_and_can_be_run_again(case: dict[str, Any]) -> None:
    text, names = repair(case["text"])
    assert (text, list(names)) == (case["repaired"], case["repairs"])
    again = case["text"]
    for step in REPAIRS:
        again = step(again) if step.__name__ in names else again
    assert again == text
    assert repair(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("# 读书月\n\n## 一、目标\n## 二、安排", "读书月", id="above all else"),
        pytest.param("<!-- 草稿\n# 一 -->\n# 读书月\n## 一、目标", "读书月", id="below a comment"),
        pytest.param("\n# **读书月**\n## 一、目标", "读书月", id="in bold"),
        pytest.param("# 读书月\n## 一、目标\n# 徒步周\n## 一、目标", None, id="one of several"),
        pytest.param("## 读书月\n# 徒步周", None, id="below another"),
        pytest.param("某校\n# 读书月\n## 一、目标", None, id="below text"),
        pytest.param("# 读书月\n\n每日一页。", "读书月", id="no other heading"),
        pytest.param("#读书月\n每日一页。", None, id="no heading"),
    ],
)
def test_the_first_heading_of_a_page_in_markdown_is_its_title(text: str, title: str | None) -> None:
    source = source_of_bytes(text.encode(), "a.md")
    assert source.meta.get("title") == title
    assert title is None or source.text.lstrip().startswith(title)


@pytest.mark.parametrize("case", load_cases("repairs", "misread"))
def test_text_decoded_wrongly_is_read_again(case: dict[str, str]) -> None:
    misread = case["text"].encode(case["written"]).decode(case["read"])
    assert repair(f"一、读书\n{misread}\n") == (f"一、读书\n{case['text']}\n", ("undo_mojibake",))


def test_no_sample_is_taken_for_misread() -> None:
    for path in sorted((DATA / "plans").glob("*.txt")):
        text = decode(path.read_bytes()).text
        assert undo_mojibake(text) == text


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"", EmptySourceError),
        (b" \r\n\xe3\x80\x80 ", EmptySourceError),
        (b"%PDF-1.7 ...", DamagedFileError),
        (b"Rar!\x1a\x07\x00....", UnsupportedFormatError),
        (b"\xd0\xcf\x11\xe0....", UnsupportedFormatError),
        (b"\xd0\xcf\x11\xe0....W\0o\0r\0k\0b\0o\0o\0k\0", SpreadsheetError),
        (b"\x89PNG\r\n\x1a\n....", UnsupportedFormatError),
        (b"PK\x03\x04....word/document.xml", DamagedFileError),
        (bytes(range(256)), NotTextError),
    ],
)
def test_what_cannot_be_read_says_so(raw: bytes, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"x\.txt"):
        source_of_bytes(raw, "x.txt")


@pytest.mark.parametrize("case", PACKAGES, ids=lambda case: case["name"])
def test_a_zip_is_the_document_that_it_holds_or_an_archive(case: dict[str, Any]) -> None:
    assert sniff_bytes(pack(case["files"])) == case["media_type"]


@pytest.mark.parametrize(
    "case",
    [case for case in PACKAGES if case["media_type"] not in (WORD, "application/zip")],
    ids=lambda case: case["name"],
)
def test_no_part_of_a_package_is_a_plan(tmp_path: Path, case: dict[str, Any]) -> None:
    """In a folder and in an archive, under a name that says nothing."""
    inner = pack(case["files"])
    (tmp_path / "a.dat").write_bytes(inner)
    (tmp_path / "b.zip").write_bytes(pack({"in.dat": inner}))
    failures = [result for _file, result in read_files(find_files([tmp_path])[0])]
    assert [failure.path for failure in failures] == ["a.dat", "b.zip!in.dat"]
    wanted = SpreadsheetError if "sheet" in case["media_type"] else UnsupportedFormatError
    for failure in failures:
        assert isinstance(failure, Failure) and type(failure.error) is wanted
        assert f"{failure.path}: " in str(failure.error) and "save" in str(failure.error)


def test_a_damaged_spreadsheet_is_no_archive() -> None:
    raw = pack(PACKAGES[0]["files"])
    [failure] = sources_of_bytes(raw[:-40], "a.xlsx")
    assert isinstance(failure, Failure)


@given(
    start=st.sampled_from(
        [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\x00", b"PAR1", b'{"text": 1}\n']
    ),
    rest=st.binary(max_size=200),
    name=st.sampled_from(["x.txt", "x.csv", "x.jsonl", "x.html", "x.gz"]),
)
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_sources_or_failures(start: bytes, rest: bytes, name: str) -> None:
    for result in sources_of_bytes(start + rest, name):
        assert result.path.startswith(name)
        if isinstance(result, Source):
            assert result.text.encode()


def test_another_opinion_on_the_encoding_is_kept() -> None:
    source = source_of_bytes("한국어 문서".encode("cp949"), "x.txt")
    assert (source.encoding, source.meta) == ("gb18030", {"second_opinion": "cp949"})


def test_sources_of_the_samples() -> None:
    html = read_source(DATA / "plans" / "04_yunpu_research.html")
    assert (html.media_type, html.encoding) == ("text/html", "utf-8")
    gbk = read_source(str(DATA / "plans" / "03_songyuan_moral_gbk.txt"))
    assert (gbk.media_type, gbk.encoding) == ("text/plain", "gb18030")
    assert "\r" not in gbk.text
