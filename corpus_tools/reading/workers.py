"""Readers in a process of their own, as what they read may hang them, kill them or eat the memory.

A worker is this Python once more, started with a line of its own: nothing of the program that calls is run again. It
takes one file after another, tells each step before it does it, and sends what it finds as it goes, so that the caller
knows what to blame when no more comes. Its own alarm ends it at the time limit, also where the caller is gone.
"""

import atexit
import os
import pickle
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Container, Iterator
from typing import Any, BinaryIO, NamedTuple, Protocol, TypeVar

from corpus_tools.errors import MemoryLimitError, ReaderDiedError, ReadingError, TimeLimitError
from corpus_tools.reading.files import InputFile, holds
from corpus_tools.reading.limits import LATE, Limits, limit_memory, start_clock, stop_clock
from corpus_tools.reading.source import Failure, Step

Result = TypeVar("Result")
Found = TypeVar("Found", covariant=True)

_PROGRAM = "import sys; sys.path[:] = {path!r}; from corpus_tools.reading.workers import serve; serve()"
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # each thread would take memory
_OUT_OF_MEMORY = 77  # a worker's exit code
_idle: dict[Limits, list["_Worker"]] = defaultdict(list)


class Reader(Protocol[Found]):
    """A function of a module that reads a file, announces its steps and leaves out what is done."""

    def __call__(
        self, file: InputFile, raw: bytes | None, announce: Callable[[Step], None], done: Container[str]
    ) -> Iterator[Found]:
        """Yield what is in the file."""


class _Job(NamedTuple):
    read: Reader[object]
    file: InputFile
    raw: bytes | None
    done: frozenset[str]


class _End(NamedTuple):
    """A worker's last message about a file."""


def read_in_worker(
    read: Reader[Result], file: InputFile, raw: bytes | None, limits: Limits
) -> Iterator[Result | Failure]:
    """Yield what a reader finds in a file; a document that breaks a limit or kills the worker is a failure.

    The documents behind it are read by a new worker. So is itself, once, where the worker had read others before: what
    they left in memory is not its fault.
    """
    file = file._replace(location=file.location.absolute())
    done: set[str] = set()
    while True:
        worker = _take_worker(limits)
        step, has_ended = Step(file.path, "read", None), False
        try:
            for message in worker.run(_Job(read, file, raw, frozenset(done))):
                if isinstance(message, Step):
                    if not holds(step.path, message.path):
                        done.add(step.path)
                    step = message
                elif isinstance(message, _End):
                    has_ended = True
                else:
                    worker.is_fresh = False
                    yield message
        finally:
            if has_ended:
                _idle[limits].append(worker)
            else:
                worker.stop()
        if has_ended:
            return
        if worker.is_fresh or worker.is_late:
            done.add(step.path)
            yield Failure(step.path, step.stage, worker.explain(step.path), step.n_bytes)
            if step.path == file.path:
                return


def _take_worker(limits: Limits) -> "_Worker":
    try:
        return _idle[limits].pop()
    except IndexError:
        return _Worker(limits)


class _Worker:
    """A process that reads.

    Attributes
    ----------
    is_fresh
        Whether nothing was read in it yet.
    """

    def __init__(self, limits: Limits) -> None:
        self.is_fresh = True
        self._limits = limits
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-X", f"utf8={sys.flags.utf8_mode}", "-c", _PROGRAM.format(path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | _ONE_THREAD,
        )
        self._send(limits)

    def run(self, job: _Job) -> Iterator[Any]:
        """Yield the worker's messages about one file, until it ends or the worker does."""
        self._send(job)
        message: object = None
        while not isinstance(message, _End):
            try:
                message = pickle.load(self._output)
            except (EOFError, pickle.UnpicklingError):  # it died between two messages, or in one
                self._process.wait()
                return
            yield message

    def stop(self) -> None:
        """End the process; what it was reading is lost."""
        self._process.kill()
        self._process.wait()
        self._output.close()
        try:
            self._input.close()
        except BrokenPipeError:  # a job that nobody took
            pass

    @property
    def is_late(self) -> bool:
        """Whether its alarm has ended it."""
        return self._process.returncode == LATE

    def explain(self, path: str) -> ReadingError:
        """Return why it ended at a document."""
        code = self._process.returncode
        if code == LATE:
            return TimeLimitError(path=path, seconds=f"{self._limits.seconds:g}")
        if code == _OUT_OF_MEMORY:
            return MemoryLimitError(path=path, megabytes=self._limits.megabytes)
        return ReaderDiedError(path=path, reason=signal.strsignal(-code) if code < 0 else f"exit code {code}")

    @property
    def _input(self) -> BinaryIO:
        return self._process.stdin  # type: ignore[return-value]  # it is a pipe

    @property
    def _output(self) -> BinaryIO:
        return self._process.stdout  # type: ignore[return-value]

    def _send(self, message: object) -> None:
        try:
            _send(self._input, message)
        except BrokenPipeError:  # it has died: its messages end, too
            pass


def _send(pipe: BinaryIO, message: object) -> None:
    pickle.dump(message, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def serve() -> None:
    """Be a worker: read the files that standard input asks for, until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts the caller is answered by the caller
    jobs, results = _take_pipes()
    limits: Limits = pickle.load(jobs)
    limit_memory(limits.megabytes)

    path = ""  # what the clock runs for

    def send(message: object) -> None:
        nonlocal path
        left = stop_clock()  # the caller may be in no hurry to take it
        _send(results, message)
        if isinstance(message, _End):
            path = ""
            return
        is_next = isinstance(message, Step) and message.path != path
        start_clock(limits.seconds if is_next or not left else left)
        path = message.path if isinstance(message, Step) else path

    try:
        while True:
            job: _Job = pickle.load(jobs)
            for result in job.read(job.file, job.raw, send, job.done):
                send(result)
            send(_End())
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except (EOFError, BrokenPipeError):  # the caller has gone
        os._exit(0)


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return standard input and output with nothing left in their place: no library may write between messages."""
    pipes = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return pipes


@atexit.register
def _stop_idle() -> None:
    for workers in _idle.values():
        for worker in workers:
            worker.stop()
    _idle.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)  # two processes cannot talk to one worker
