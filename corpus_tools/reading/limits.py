"""What one document may cost, and how a process holds itself to it: an alarm that ends it, a ceiling on its memory."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

_CAN_ALARM = hasattr(signal, "setitimer")
_MOST_SECONDS, _MOST_BYTES = 1e9, 1 << 62  # that systems can count
_CODE_MEGABYTES = 64  # that the code of all readers' libraries takes: the system's ceiling is on data alone
LATE = -signal.SIGALRM if _CAN_ALARM else None  # the exit code of a process that its alarm ended


class Limits(NamedTuple):
    """What one document may cost.

    Attributes
    ----------
    seconds
        By the clock on the wall.
    megabytes
        Of memory, where the system can limit it (Linux).
    """

    seconds: float
    megabytes: int


USUAL = Limits(seconds=10.0, megabytes=1024)


def start_clock(seconds: float) -> None:
    """Let the system end this process after some seconds, whatever code it runs."""
    if _CAN_ALARM:
        signal.setitimer(signal.ITIMER_REAL, min(seconds, _MOST_SECONDS))


def stop_clock() -> float:
    """Call off the end and return the seconds that were left; 0 where none was near."""
    return signal.setitimer(signal.ITIMER_REAL, 0)[0] if _CAN_ALARM else 0.0


@contextmanager
def stopped_clock() -> Iterator[None]:
    """Stop the clock for a while: for another program with a time limit of its own."""
    left = stop_clock()
    try:
        yield
    finally:
        if left:
            start_clock(left)


def limit_memory(megabytes: int) -> None:
    """Let this process have no more memory than that, for all that it has read so far and will read."""
    if resource is None:
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = min(max(1, megabytes - _CODE_MEGABYTES) << 20, _MOST_BYTES)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard < 0 else min(wanted, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a death leaves no file behind
