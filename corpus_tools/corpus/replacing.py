"""A folder written beside another takes its place at once: whoever is killed on the way leaves the old one whole."""

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from glob import escape
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows locks no folders
    fcntl = None  # type: ignore[assignment]

_ASIDE = ".old"
_HERE = -100  # AT_FDCWD of Linux: paths count from the working folder
_LINUX_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_MACOS_SWAP = 2  # RENAME_SWAP of renamex_np(2)


@contextmanager
def new_folder(target: Path, may_go: Callable[[Path], bool]) -> Iterator[Path]:
    """Make a folder to be written, locked as long as it is in use, and gone afterwards.

    Parameters
    ----------
    target
        Whose place it shall take.
    may_go
        Tells whether a folder of such a name that nobody uses holds what a killed process has left: it is removed.
    """
    for left in _beside(target):
        with _locked(left) as is_unused:
            if is_unused and may_go(left):
                shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=target.parent))
    try:
        with _locked(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def take_place(folder: Path, target: Path) -> None:
    """Give a folder of files the name of another, which takes its own; first all of it goes to the disk."""
    folder.chmod(0o755)
    for written in (*folder.iterdir(), folder):
        _flush(written)
    if target.exists():
        _exchange(folder, target)
    else:
        folder.rename(target)
    _flush(target.parent)


def put_back(target: Path, is_whole: Callable[[Path], bool]) -> None:
    """Give the target its name again if it stood aside when a process was killed."""
    for aside in _beside(target, _ASIDE):
        if is_whole(aside) and not target.exists():
            aside.rename(target)


def exchange_names(a: Path, b: Path) -> bool:
    """Exchange two folders of one file system in one step; tell whether the system can do that."""
    first, second = os.fsencode(a.absolute()), os.fsencode(b.absolute())
    with suppress(OSError, TypeError, AttributeError):  # a system, or a C library, that knows no such call
        library = ctypes.CDLL(None)
        if sys.platform == "linux":
            return int(library.renameat2(_HERE, first, _HERE, second, _LINUX_EXCHANGE)) == 0
        if sys.platform == "darwin":
            return int(library.renamex_np(first, second, _MACOS_SWAP)) == 0
    return False


def _exchange(folder: Path, target: Path) -> None:
    if exchange_names(folder, target):
        return
    aside = folder.with_name(f"{folder.name}{_ASIDE}")
    target.rename(aside)
    try:
        folder.rename(target)
    except BaseException:
        aside.rename(target)
        raise
    aside.rename(folder)


def _prefix(target: Path) -> str:
    return f".{target.name}.build-"


def _beside(target: Path, ending: str = "") -> list[Path]:
    return list(target.parent.glob(f"{escape(_prefix(target))}*{ending}"))


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Lock a folder for this process and tell whether that could be done; the system unlocks it if the process dies."""
    with ExitStack() as stack:
        is_ours = False
        if fcntl is not None:
            with suppress(OSError):  # another has it, or the file system knows no locks
                descriptor = os.open(folder, os.O_RDONLY)
                stack.callback(os.close, descriptor)
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                is_ours = True
        yield is_ours


def _flush(path: Path) -> None:
    """Have the system write a file, or the names in a folder, to the disk."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows flushes nothing that is only read
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
