"""Spans: what is left between them."""

from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.spans import Span, gaps

sorted_spans = st.lists(st.integers(0, 60), max_size=12).map(
    lambda ends: [Span(a, b) for a, b in zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False)]
)


@given(sorted_spans)
def test_gaps_and_spans_tile(spans: list[Span]) -> None:
    tiles = sorted([*(s for s in spans if s.end > s.start), *gaps(spans, 0, 70)])
    assert [position for span in tiles for position in range(*span)] == list(range(70))
