"""The local engine: runs a map stage over batches, in this process or in a pool of processes, always in order."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

_BATCH_SIZE = 32
_FEWEST_FOR_POOL = 256  # starting workers costs as much as parsing some hundred plans


def run_map(stage: Callable[[Sequence[In]], Out], items: Sequence[In], n_workers: int | None = None) -> Iterator[Out]:
    """Yield what ``stage`` gives for each batch of the items, in their order.

    Parameters
    ----------
    stage
        A function of a module, so that workers can import it.
    n_workers
        Processes; by default one a core, and none besides this one for few items.
    """
    batches = [items[start : start + _BATCH_SIZE] for start in range(0, len(items), _BATCH_SIZE)]
    n_workers = (os.cpu_count() or 1) if n_workers is None else n_workers
    if n_workers < 2 or len(items) < _FEWEST_FOR_POOL:
        yield from map(stage, batches)
        return
    with ProcessPoolExecutor(n_workers, mp_context=get_context("spawn")) as pool:
        waiting = iter(batches)
        running = [pool.submit(stage, batch) for batch in islice(waiting, 2 * n_workers)]
        while running:  # only so many batches are in memory at once
            yield running.pop(0).result()
            running.extend(pool.submit(stage, batch) for batch in islice(waiting, 1))
