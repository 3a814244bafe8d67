"""Two names exchanged in one step, where the system can do that: there is no moment in which one of them is missing."""

import ctypes
import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD of Linux: paths count from the working folder
_LINUX_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_MACOS_SWAP = 2  # RENAME_SWAP of renamex_np(2)


def exchange_names(a: Path, b: Path) -> bool:
    """Exchange two files or folders of one file system; tell whether the system did."""
    first, second = os.fsencode(a.absolute()), os.fsencode(b.absolute())
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            return int(library.renameat2(_HERE, first, _HERE, second, _LINUX_EXCHANGE)) == 0
        if sys.platform == "darwin":
            return int(library.renamex_np(first, second, _MACOS_SWAP)) == 0
    except (OSError, TypeError, AttributeError):  # a system, or a C library, that knows no such call
        pass
    return False
