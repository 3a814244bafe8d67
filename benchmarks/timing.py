"""Speeds of two functions on the same inputs."""

import gc
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

_N_ROUNDS = 7  # the machine may be busy for a second or two
_SHORTEST_SECONDS = 0.2
_Input = TypeVar("_Input", str, bytes)


def race(
    ours: Callable[[_Input], object], theirs: Callable[[_Input], object], inputs: Sequence[_Input]
) -> tuple[float, float]:
    """Return the MB/s of both functions over all inputs: the best of seven rounds, measured in turn.

    Parameters
    ----------
    inputs
        Texts count by their UTF-8 bytes.
    """
    n_bytes = sum(map(_size, inputs))
    repeats = [_n_repeats(function, inputs) for function in (ours, theirs)]
    seconds = [
        [_seconds(function, inputs, n) / n for function, n in zip((ours, theirs), repeats, strict=True)]
        for _ in range(_N_ROUNDS)
    ]
    best = [min(column) for column in zip(*seconds, strict=True)]
    return n_bytes / best[0] / 1e6, n_bytes / best[1] / 1e6


def _size(one: str | bytes) -> int:
    return len(one.encode() if isinstance(one, str) else one)


def _n_repeats(function: Callable[[_Input], object], inputs: Sequence[_Input]) -> int:
    """Return how often to go over the inputs so that the clock can see it; also warms the function up."""
    return 1 + int(_SHORTEST_SECONDS / max(1e-6, _seconds(function, inputs, 1)))


def _seconds(function: Callable[[_Input], object], inputs: Sequence[_Input], n_repeats: int) -> float:
    gc.collect()
    start = time.perf_counter()
    for _ in range(n_repeats):
        for one in inputs:
            function(one)
    return time.perf_counter() - start
