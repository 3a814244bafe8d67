"""PDF: paragraphs put together, page numbers and running heads left out, scans named."""

import shutil
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import Any

import pytest

from corpus_tools.errors import DamagedFileError, MissingExtraError, NoTextLayerError, ProtectedFileError
from corpus_tools.reading.formats.pdf import read_pdf
from corpus_tools.reading.limited import read_source
from corpus_tools.reading.source import Failure, source_of_bytes
from tests.conftest import DATA, load_cases
from tests.reading.pdfs import write_pdf
from tests.reading.reads import sources_of_bytes


@pytest.mark.parametrize("case", load_cases("pdf"), ids=lambda case: case["name"])
def test_paragraphs_of_printed_lines(case: dict[str, Any]) -> None:
    text, meta = read_pdf(write_pdf(case["pages"]), "x.pdf")
    assert text == case["text"]
    assert meta.get("running_heads") == case.get("running_heads")


def test_a_pdf_is_a_source() -> None:
    source = source_of_bytes(write_pdf([[(72, 700, 12, "一、读书")], []]), "x.pdf")
    assert (source.media_type, source.text) == ("application/pdf", "一、读书")
    assert source.meta == {"pages_without_text": "2"}


def test_a_scan_says_that_it_has_no_text() -> None:
    with pytest.raises(NoTextLayerError, match=r"scan\.pdf: its 2 pages are pictures without text.*OCR"):
        read_pdf(write_pdf([[], []]), "scan.pdf")


@pytest.mark.browser
def test_what_a_browser_prints_comes_back(tmp_path: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium is installed")
    source = read_source(DATA / "plans" / "01_qingshi_union_2024.txt")
    lines = [line.strip() for line in source.text.split("\n") if line.strip()]
    blocks = "".join(f"<p>{escape(line)}</p>" for line in lines)
    page = f"<meta charset=utf-8><style>p {{ margin: 4px 0; text-indent: 2em }}</style>{blocks}"
    (tmp_path / "x.html").write_text(page, "utf-8")
    subprocess.run(
        [chromium, "--headless", "--no-sandbox", f"--print-to-pdf={tmp_path / 'x.pdf'}", tmp_path / "x.html"],
        check=True,
        capture_output=True,
    )
    assert read_source(tmp_path / "x.pdf").text.split("\n") == lines


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingExtraError, match=r"x\.pdf.*pip install 'corpus-tools\[pdf\]'"):
        read_pdf(b"%PDF-1.7", "x.pdf")
    [failure] = sources_of_bytes(b"%PDF-1.7", "x.pdf")
    assert isinstance(failure, Failure)


def test_a_pdf_with_a_password_says_so() -> None:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >>" % (b"00" * 32, b"00" * 32),
    ]
    body = b"".join(b"%d 0 obj %b endobj\n" % numbered for numbered in enumerate(objects, 1))
    raw = b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R /Encrypt 3 0 R /ID [<00><00>] >>\n%%EOF"
    with pytest.raises(ProtectedFileError, match=r"x\.pdf"):
        read_pdf(raw, "x.pdf")


def test_a_damaged_pdf() -> None:
    with pytest.raises(DamagedFileError, match=r"x\.pdf"):
        read_pdf(b"%PDF-1.7 ...", "x.pdf")
    whole = write_pdf([[(72, 700, 12, "一、读书")]])
    try:
        assert read_pdf(whole[: len(whole) // 2], "x.pdf")[0] in ("", "一、读书")
    except (DamagedFileError, NoTextLayerError):
        pass
