"""Arrays: runs of numbers, of equal values and of set flags, which numpy has no functions for."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Pairs = NDArray[np.int64]  # shape (n, 2): row numbers, the first less than the second
Flags = NDArray[np.bool_]
Number = TypeVar("Number", np.uint64, np.int64)


def expand(starts: Numbers, sizes: Numbers) -> Numbers:
    """Return the numbers ``start, start + 1 ...`` of all runs, one run behind the other."""
    ends = np.cumsum(sizes, dtype=starts.dtype)
    numbers = np.arange(ends[-1] if len(ends) else 0, dtype=starts.dtype)
    numbers += np.repeat(starts - (ends - sizes), sizes)
    return numbers


def count_later(sizes: Numbers) -> Numbers:
    """Return for each member of all runs how many of its run stand behind it, one run behind the other."""
    return np.repeat(sizes, sizes) - 1 - expand(np.zeros_like(sizes), sizes)


def pairs_within(order: Numbers, starts: Numbers, sizes: Numbers) -> Pairs:
    """Return all pairs of members of the same run of ``order``."""
    members, n_later = expand(starts, sizes), count_later(sizes)
    seconds = expand(members + 1, n_later)
    return np.stack((order[np.repeat(members, n_later)], order[seconds]), axis=1)


def cover(spans: Iterable[tuple[int, int]], length: int) -> Flags:
    """Return as many flags, those set that lie in one of the spans."""
    flags: Flags = np.zeros(length, dtype=bool)
    for start, end in spans:
        flags[start:end] = True
    return flags


def find_spans(flags: Flags) -> Numbers:
    """Return where each run of set flags starts and ends; shape (n, 2)."""
    return np.flatnonzero(np.diff(flags, prepend=False, append=False)).reshape(-1, 2)


def distinct(values: NDArray[Number]) -> NDArray[Number]:
    """Return the set of some numbers, in ascending order."""
    ordered = np.sort(values)
    return ordered.compress(begin_runs(ordered))


def distinct_of_each(batch: Sequence[NDArray[Number]]) -> list[NDArray[Number]]:
    """Return what ``distinct`` returns for each of the arrays, all at once, which is faster."""
    ends = list(accumulate(map(len, batch), initial=0))
    ordered = np.concatenate(batch)
    for start, end in pairwise(ends):
        ordered[start:end].sort()
    is_new = begin_runs(ordered)
    is_new[[end for end in ends if end < len(ordered)]] = True
    kept = ordered.compress(is_new)
    n_kept = accumulate((np.count_nonzero(is_new[start:end]) for start, end in pairwise(ends)), initial=0)
    return [kept[start:end] for start, end in pairwise(n_kept)]


def find_runs(ordered: NDArray[Any]) -> Numbers:
    """Return where each run of equal values starts."""
    return np.flatnonzero(begin_runs(ordered))


def find_long_runs(ordered: NDArray[Any]) -> tuple[Numbers, Numbers]:
    """Return where each run of several equal values starts, and how long it is."""
    starts = find_runs(ordered)
    sizes = np.diff(starts, append=len(ordered))
    return starts[sizes > 1], sizes[sizes > 1]


def begin_runs(ordered: NDArray[Any]) -> Flags:
    """Return which values are other than the one before them."""
    is_new = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    return is_new


def sort_stably(values: NDArray[Number]) -> Numbers:
    """Return the order of a stable ``argsort``, in a fraction of its time."""
    order = np.argsort(values)
    runs = np.cumsum(begin_runs(values[order]))
    return np.sort(runs * len(values) + order) % max(1, len(values))


def group_equal(values: NDArray[Number]) -> tuple[Numbers, Numbers, Numbers]:
    """Return an order in which equal values stand together, and where each run of several starts and how long it is.

    Within a run the positions ascend.
    """
    order = sort_stably(values)
    starts, sizes = find_long_runs(values[order])
    return order, starts, sizes
