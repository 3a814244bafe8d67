"""Engines: what runs a map stage over batches of items, in this process or in others."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")


class Engine(Protocol):
    """Runs a map stage over batches of items."""

    def __call__(self, stage: Callable[[Sequence[In]], Out], items: Sequence[In], batch_size: int) -> Iterator[Out]:
        """Yield what ``stage``, which can be pickled, gives for each batch, in their order."""


def run_here(stage: Callable[[Sequence[In]], Out], items: Sequence[In], batch_size: int) -> Iterator[Out]:
    """Yield what ``stage`` gives for each batch of the items, made in this process."""
    yield from map(stage, cut_batches(items, batch_size))


def cut_batches(items: Sequence[In], batch_size: int) -> list[Sequence[In]]:
    """Return the items in batches, all but the last of ``batch_size``."""
    return [items[start : start + batch_size] for start in range(0, len(items), batch_size)]
