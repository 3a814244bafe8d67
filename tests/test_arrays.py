"""Runs in arrays, against loops in plain Python."""

from itertools import groupby

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.arrays import (
    count_later,
    cover,
    distinct_of_each,
    expand,
    find_spans,
    group_equal,
    pairs_within,
    sort_stably,
)

SMALL = st.integers(0, 9)


@given(st.lists(st.tuples(SMALL, SMALL)))
def test_runs_of_numbers(runs: list[tuple[int, int]]) -> None:
    starts, sizes = np.array(runs, dtype=np.int64).reshape(-1, 2).T
    assert expand(starts, sizes).tolist() == [start + i for start, size in runs for i in range(size)]
    assert count_later(sizes).tolist() == [size - 1 - i for _, size in runs for i in range(size)]


@given(st.lists(st.booleans()))
def test_runs_of_flags(flags: list[bool]) -> None:
    runs = [[i for i, _ in run] for is_set, run in groupby(enumerate(flags), key=lambda one: one[1]) if is_set]
    spans = find_spans(np.array(flags, dtype=bool)).tolist()
    assert spans == [[run[0], run[-1] + 1] for run in runs]
    assert cover(spans, len(flags)).tolist() == flags


@given(st.lists(st.lists(SMALL), min_size=1))
def test_sets_of_several_arrays(batch: list[list[int]]) -> None:
    found = distinct_of_each([np.array(numbers, dtype=np.int64) for numbers in batch])
    assert [own.tolist() for own in found] == [sorted(set(numbers)) for numbers in batch]


@given(st.lists(SMALL, max_size=30))
def test_stable_order(numbers: list[int]) -> None:
    values = np.array(numbers, dtype=np.uint64)
    assert sort_stably(values).tolist() == np.argsort(values, kind="stable").tolist()


@given(st.lists(st.integers(0, 4), max_size=12))
def test_pairs_of_equal_values(numbers: list[int]) -> None:
    found = pairs_within(*group_equal(np.array(numbers, dtype=np.uint64))).tolist()
    wanted = [[a, b] for b in range(len(numbers)) for a in range(b) if numbers[a] == numbers[b]]
    assert sorted(found) == sorted(wanted)
