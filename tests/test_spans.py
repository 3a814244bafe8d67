"""Spans: what is left between them, and neighbours put together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.arrays import find_spans
from corpus_tools.spans import Span, gaps, merge

sorted_spans = st.lists(st.integers(0, 60), max_size=12).map(
    lambda ends: [Span(a, b) for a, b in zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False)]
)


@given(sorted_spans)
def test_gaps_and_spans_tile(spans: list[Span]) -> None:
    tiles = sorted([*(s for s in spans if s.end > s.start), *gaps(spans, 0, 70)])
    assert [position for span in tiles for position in range(*span)] == list(range(70))


@given(st.lists(st.booleans(), max_size=20))
def test_neighbours_are_put_together(flags: list[bool]) -> None:
    spans = [Span(i, i + 1) for i, flag in enumerate(flags) if flag]
    merged = list(merge(spans, lambda one, other: Span(one.start, other.end) if one.end == other.start else None))
    assert merged == list(map(tuple, find_spans(np.array(flags, dtype=bool)).tolist()))
