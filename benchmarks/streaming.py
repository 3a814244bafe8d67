"""Near copies of texts in a file, in a process of its own: ``python -m benchmarks.streaming FILE LOWEST``.

The texts stand behind each other with U+0000 between them. They are read whenever they are needed; only where each of
them begins stays in memory. Printed are the seconds of the processor, the peak memory of the process in bytes and the
number of pairs.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

from corpus_tools.folding import fold
from corpus_tools.reuse.near import find_near


class FoldedTexts(Sequence[str]):
    """The folded texts of a file."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._starts = [0, *_find_starts(path)]

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if index >= len(self):
            raise IndexError(index)
        start, end = self._starts[index : index + 2]
        self._file.seek(start)
        return fold(self._file.read(end - start - 1).decode()).text


def _find_starts(path: Path) -> Iterator[int]:
    """Yield where the texts begin, but for the first, and where one behind the last would."""
    reached = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            at = block.find(b"\0")
            while at >= 0:
                yield reached + at + 1
                at = block.find(b"\0", at + 1)
            reached += len(block)
    yield reached + 1


def main(path: str, lowest: str) -> None:
    """Find the near copies and print what it took."""
    start = time.process_time()
    near = find_near(FoldedTexts(Path(path)), float(lowest))
    seconds = time.process_time() - start
    print(json.dumps({"seconds": seconds, "bytes": _peak_memory(), "pairs": len(near.scores)}))


def _peak_memory() -> int:
    """Return the peak resident memory in bytes; Linux keeps that of the parent in ``getrusage`` (getrusage(2))."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    [peak] = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return 1024 * int(peak.split()[1])


if __name__ == "__main__":
    main(*sys.argv[1:])
