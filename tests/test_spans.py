"""Spans: gaps and unions."""

from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.spans import Span, gaps, union_length

sorted_spans = st.lists(st.integers(0, 60), max_size=12).map(
    lambda ends: [Span(a, b) for a, b in zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False)]
)
any_spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda s: Span(s[0], s[0] + s[1])))


@given(sorted_spans)
def test_gaps_and_spans_tile(spans: list[Span]) -> None:
    tiles = sorted([*(s for s in spans if s.end > s.start), *gaps(spans, 0, 70)])
    assert [position for span in tiles for position in range(*span)] == list(range(70))


@given(any_spans)
def test_union_length_counts_positions_once(spans: list[Span]) -> None:
    assert union_length(spans) == len({position for span in spans for position in range(*span)})
