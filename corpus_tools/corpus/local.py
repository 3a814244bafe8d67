"""The local engine: runs a map stage over batches, in this process or in a pool of processes, always in order.

The workers are those of loky: unlike those of the standard library they do not run the program again that calls, so
that a script needs no guard.
"""

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from corpus_tools.engines import In, Out, cut_batches, run_here
from corpus_tools.errors import WorkerDiedError

_FEWEST_BATCHES = 8  # starting workers costs as much as some of them
# Plans that a worker keeps are no leak; and each thread of a worker would take a core from another.
_ENVIRONMENT = {"LOKY_MAX_MEMORY_LEAK_SIZE": "1e15", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

_kept: list[Callable[[Any], Any]] = []  # of a worker: its stage


def run_map(
    stage: Callable[[Sequence[In]], Out], items: Sequence[In], batch_size: int, n_workers: int | None = None
) -> Iterator[Out]:
    """Yield what ``stage`` gives for each batch of the items, in their order.

    Parameters
    ----------
    stage
        What a worker can import; it is sent to each once, with all that it holds.
    n_workers
        Processes; by default one a core, and none besides this one for few batches.

    Raises
    ------
    WorkerDiedError
    """
    n_workers = (os.cpu_count() or 1) if n_workers is None else n_workers
    if n_workers < 2 or len(items) < _FEWEST_BATCHES * batch_size:
        yield from run_here(stage, items, batch_size)
        return
    from loky import BrokenProcessPool, ProcessPoolExecutor

    keeping = {"initializer": _keep, "initargs": (pickle.dumps(stage),)}  # loky itself would take much longer for it
    try:
        with ProcessPoolExecutor(n_workers, env=_ENVIRONMENT, **keeping) as pool:
            waiting = iter(cut_batches(items, batch_size))
            running = [pool.submit(_run, batch) for batch in islice(waiting, 2 * n_workers)]
            while running:  # only so many batches are in memory at once
                yield pickle.loads(running.pop(0).result())
                running.extend(pool.submit(_run, batch) for batch in islice(waiting, 1))
    except BrokenProcessPool as error:
        raise WorkerDiedError from error


def _keep(stage: bytes) -> None:
    _kept[:] = [pickle.loads(stage)]


def _run(batch: Sequence[Any]) -> bytes:
    return pickle.dumps(_kept[0](batch))
