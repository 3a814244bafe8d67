"""PDF: paragraphs put together, page numbers and running heads left out, scans named."""

import sys
from typing import Any

import pytest

from corpus_tools.errors import DamagedFileError, MissingExtraError, NoTextLayerError
from corpus_tools.reading.formats.pdf import read_pdf
from corpus_tools.reading.source import source_of_bytes
from tests.conftest import load_cases
from tests.reading.pdfs import write_pdf


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


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingExtraError, match=r"x\.pdf.*pip install 'corpus-tools\[pdf\]'"):
        read_pdf(b"%PDF-1.7", "x.pdf")


def test_a_damaged_pdf() -> None:
    with pytest.raises(DamagedFileError, match=r"x\.pdf"):
        read_pdf(b"%PDF-1.7 ...", "x.pdf")
    whole = write_pdf([[(72, 700, 12, "一、读书")]])
    try:
        assert read_pdf(whole[: len(whole) // 2], "x.pdf")[0] in ("", "一、读书")
    except (DamagedFileError, NoTextLayerError):
        pass
