"""PDF files for the tests, written by PDFium with the font of the package."""

import ctypes
import io
from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from tests.conftest import ROOT

_FONT = ROOT / "corpus_tools" / "output" / "fonts" / "CorpusToolsSansSC.otf"
_WIDTH, _HEIGHT = 595, 842  # A4 in points

PrintedLine = tuple[float, float, float, str]  # left, baseline, size, text


def write_pdf(pages: Sequence[Sequence[PrintedLine]]) -> bytes:
    """Return a PDF file with these lines on its pages."""
    raw = _FONT.read_bytes()
    document = pypdfium2.PdfDocument.new()
    buffer = (ctypes.c_uint8 * len(raw)).from_buffer_copy(raw)
    font = pdfium.FPDFText_LoadFont(document.raw, buffer, len(raw), pdfium.FPDF_FONT_TRUETYPE, True)
    for lines in pages:
        page = document.new_page(_WIDTH, _HEIGHT)
        for left, baseline, size, text in lines:
            printed = pdfium.FPDFPageObj_CreateTextObj(document.raw, font, size)
            codes = ctypes.create_string_buffer((text + "\0").encode("utf-16-le"))
            pdfium.FPDFText_SetText(printed, ctypes.cast(codes, ctypes.POINTER(ctypes.c_ushort)))
            pdfium.FPDFPageObj_Transform(printed, 1, 0, 0, 1, left, baseline)
            pdfium.FPDFPage_InsertObject(page.raw, printed)
        page.gen_content()
        page.close()
    stream = io.BytesIO()
    document.save(stream)
    pdfium.FPDFFont_Close(font)
    document.close()
    return stream.getvalue()
