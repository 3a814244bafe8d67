"""A reader that does what a library might do at a hostile file: the file's text says what."""

import ctypes
import os
import sys
import time
from collections.abc import Callable, Container, Iterator, Mapping

from corpus_tools.reading.files import InputFile, read_file
from corpus_tools.reading.source import Failure, Source, Step


def _hang_in_python() -> None:
    while True:
        pass


def _hang_in_c() -> None:
    pow(7, 10**9)


def _eat_memory() -> None:
    eaten = []
    while True:
        eaten.append(bytearray(1 << 20))


def _print() -> None:
    os.write(1, b"noise\n")
    os.write(2, b"noise\n")


_DEEDS: Mapping[str, Callable[[], object]] = {
    "hang": _hang_in_python,
    "hang in c": _hang_in_c,
    "sleep": lambda: time.sleep(60),
    "eat": _eat_memory,
    "crash": lambda: ctypes.string_at(0),
    "exit": lambda: os._exit(3),
    "abort": os.abort,
    "leave": lambda: sys.exit(0),
    "print": _print,
}


def read_badly(
    file: InputFile, raw: bytes | None, announce: Callable[[Step], None], done: Container[str]
) -> Iterator[Source | Failure]:
    """Yield what is in the file, but do what a text tells first."""
    for result in read_file(file, raw, announce, done):
        if isinstance(result, Source):
            announce(Step(result.path, "parse", result.n_bytes))
            _DEEDS.get(result.text.strip("<>"), lambda: None)()
        yield result
