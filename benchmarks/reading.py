"""Rows on the reading floor: encodings, pages of a site, automatic numbers of Word."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from benchmarks.documents import ROOT, Documents
from benchmarks.rivals import (
    decode_as_gb18030,
    decode_by_chardet,
    decode_by_charset_normalizer,
    decode_strictly,
    read_page_by_trafilatura,
    read_word_by_docx2python,
    read_word_by_python_docx,
)
from benchmarks.rows import Row
from benchmarks.slices import Slice, cut_and_lose_a_byte, cut_slices
from benchmarks.timing import race
from corpus_tools import CorpusError, decode
from corpus_tools.reading.source import source_of_bytes
from tests.oracles.pages import lost_lines, numbered_lines
from tests.reading.word_files import numbered_file

_WORD_CASES = ROOT / "tests" / "cases" / "word_numbers.json"
_WORD_RIVALS = {"python-docx": read_word_by_python_docx, "docx2python": read_word_by_docx2python}
_MANY_PAGES = 50
_N_TIMED_PAGES = 40

_RIVALS = {"chardet": decode_by_chardet, "charset-normalizer": decode_by_charset_normalizer}


def measure_encodings(documents: Documents, seed: int) -> Iterator[Row]:
    """Compare how many slices are decoded to the text they were made of, by case and together."""
    slices = list(cut_slices(documents.slice_pools, seed))
    ours = _right(slices, _decode)
    theirs = {rival: _right(slices, decode_rival) for rival, decode_rival in _RIVALS.items()}
    for case in (None, *dict.fromkeys(one.case for one in slices)):
        chosen = [index for index, one in enumerate(slices) if case in (None, one.case)]
        measured = f"{len(chosen)} slices right: {case or 'all'}"
        for rival, right in theirs.items():
            yield Row("reading/encoding", measured, "share", _share(ours, chosen), rival, _share(right, chosen))


def measure_lost_bytes(documents: Documents, seed: int) -> Iterator[Row]:
    """Compare how much of GB text comes back of which one byte is lost."""
    slices = list(cut_and_lose_a_byte(documents.slice_pools, seed))
    ours, theirs = (
        sum(_n_back(one.text, decode_one(one.raw)) for one in slices) / sum(len(one.text) for one in slices)
        for decode_one in (_decode, decode_as_gb18030)
    )
    yield Row("reading/lost byte", f"characters back, {len(slices)} slices", "share", ours, "told GB18030", theirs)


def _n_back(text: str, answer: str) -> int:
    """Return how many characters an answer has in common with the text, from both ends."""
    start = len(os.path.commonprefix((text, answer)))
    return start + len(os.path.commonprefix((text[start:][::-1], answer[start:][::-1])))


def _right(slices: Sequence[Slice], decode_one: Callable[[bytes], str]) -> list[bool]:
    return [one.is_right(decode_one(one.raw)) for one in slices]


def _share(right: Sequence[bool], chosen: Sequence[int]) -> float:
    return sum(right[index] for index in chosen) / len(chosen)


def _decode(raw: bytes) -> str:
    try:
        return decode(raw).text
    except CorpusError:
        return ""


def measure_decoding(documents: Documents) -> Iterator[Row]:
    """Compare the speed on clean UTF-8 with that of Python's own decoder, told the encoding."""
    raws = [text.encode() for text in documents.speed_texts]
    ours, theirs = race(decode, decode_strictly, raws)
    yield Row("reading/speed", "decode of clean UTF-8", "MB/s", ours, "bytes.decode, told UTF-8", theirs)
    read, theirs = race(lambda raw: source_of_bytes(raw, "-"), decode_strictly, raws)
    yield Row(
        "reading/speed", "the same, with format, digest and repairs", "MB/s", read, "bytes.decode, told UTF-8", theirs
    )


def measure_pages(documents: Documents) -> Iterator[Row]:
    """Compare what is left of the pages of a site: all numbered lines, and none of what the site prints on each."""
    if not documents.pages:
        return
    name, rival = "reading/pages", "trafilatura"
    texts = [[read(page) for page in documents.pages] for read in (_read_page, read_page_by_trafilatura)]
    total = sum(len(numbered_lines(page)) for page in documents.pages)
    ours, theirs = (total - _n_lost(documents.pages, read) for read in texts)
    yield Row(name, "numbered lines of the print areas kept", "count", ours, rival, theirs, total=total)
    measured = f"lines that {_MANY_PAGES} of {len(documents.pages)} pages share outside every plan (fewer is better)"
    yield Row(name, measured, "count", _n_shared(texts[0]), rival, _n_shared(texts[1]))
    ours_fast, theirs_fast = race(_read_page, read_page_by_trafilatura, documents.pages[:_N_TIMED_PAGES])
    yield Row(name, f"reading of {_N_TIMED_PAGES} pages", "MB/s", ours_fast, rival, theirs_fast)


def _read_page(page: str) -> str:
    return source_of_bytes(page.encode(), "page.html").text


def _n_lost(pages: Sequence[str], texts: Sequence[str]) -> int:
    return sum(len(lost_lines(page, text)) for page, text in zip(pages, texts, strict=True))


def _n_shared(texts: Iterable[str]) -> int:
    """Return how many lines stand on many pages: no plan's own line does."""
    n_pages = Counter(line for text in texts for line in {line.strip() for line in text.split("\n")} if line)
    return sum(n >= _MANY_PAGES for n in n_pages.values())


def measure_word(documents: Documents) -> Iterator[Row]:
    """Compare how many automatic numbers of Word lists are written out as the page prints them."""
    if documents.kind != "made":
        return
    cases = json.loads(_WORD_CASES.read_text("utf-8"))["cases"]
    for measured, chosen in (("one list of official writing", cases[:1]), (f"{len(cases)} lists", cases)):
        total = sum(len(_labels(case)) for case in chosen)
        ours = _n_labels(chosen, _read_word)
        for rival, read in _WORD_RIVALS.items():
            yield Row("reading/word", f"labels of {measured}", "count", ours, rival, _n_labels(chosen, read), total)


def _read_word(raw: bytes) -> list[str]:
    return source_of_bytes(raw, "lists.docx").text.split("\n")


def _n_labels(cases: Sequence[Mapping[str, Any]], read: Callable[[bytes], list[str]]) -> int:
    return sum(_n_right_labels(_labels(case), read(numbered_file(case))) for case in cases)


def _labels(case: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the labels that a page prints, each with the text behind it."""
    texts = [text for text, _ in case["paragraphs"]]
    labels = (line.removesuffix(text).strip() for line, text in zip(case["lines"], texts, strict=True))
    return [(label, text) for label, text in zip(labels, texts, strict=True) if label and text]


def _n_right_labels(labels: Iterable[tuple[str, str]], lines: Sequence[str]) -> int:
    found = [
        (line.removesuffix(text).strip(), label) for label, text in labels for line in lines if line.endswith(text)
    ]
    return sum(printed == label for printed, label in found)
