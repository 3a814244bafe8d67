"""Rows on folding: its speed, with positions, beside the usual normalisation without."""

from collections.abc import Iterator

from benchmarks.documents import Documents
from benchmarks.rivals import fold_by_nfkc
from benchmarks.rows import Row
from benchmarks.timing import race
from corpus_tools.folding import fold


def measure_folding(documents: Documents) -> Iterator[Row]:
    """Compare the speed of folding."""
    ours, theirs = race(fold, fold_by_nfkc, documents.speed_texts)
    yield Row("folding/speed", "fold, with positions", "MB/s", ours, "NFKC + regex + lower, without", theirs)
