"""Rows on the reading floor: the encoding of short and damaged pieces, the speed on clean UTF-8."""

import os
from collections.abc import Callable, Iterator, Sequence

from benchmarks.documents import Documents
from benchmarks.rivals import (
    decode_as_gb18030,
    decode_by_chardet,
    decode_by_charset_normalizer,
    decode_strictly,
)
from benchmarks.rows import Row
from benchmarks.slices import Slice, cut_and_lose_a_byte, cut_slices
from benchmarks.timing import race
from corpus_tools import CorpusError, decode
from corpus_tools.reading.source import source_of_bytes

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
