"""Rows on the reading floor: the encoding of short and damaged pieces, the speed on clean UTF-8."""

from collections.abc import Callable, Iterator, Sequence

from benchmarks.documents import Documents
from benchmarks.rivals import decode_by_chardet, decode_by_charset_normalizer, decode_strictly
from benchmarks.rows import Row
from benchmarks.slices import Slice, cut_slices
from benchmarks.timing import race
from corpus_tools import CorpusError, decode

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
