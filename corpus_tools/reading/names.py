"""Names of files as text: not every system writes them in UTF-8."""

import os

_SYSTEM_FILES = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})


def printable_name(name: str) -> str:
    """Return a file's name without surrogates: one whose bytes are no UTF-8 was most likely written in GB18030.

    >>> printable_name(os.fsdecode("计划.txt".encode("gb18030")))
    '计划.txt'
    """
    is_utf8 = not any("\ud800" <= character <= "\udfff" for character in name)
    return name if is_utf8 else os.fsencode(name).decode("gb18030", "replace")


def is_lock_file(name: str) -> bool:
    """Tell whether a file is the mark that Word leaves beside a document while it is open."""
    return name.startswith("~$")


def is_hidden(name: str) -> bool:
    """Tell whether a file or folder is none of the user's: hidden, a system's own, or a mark of Word's.

    >>> [is_hidden(name) for name in (".git", "Thumbs.db", "~$计划.docx", "~计划.docx")]
    [True, True, True, False]
    """
    return name.startswith(".") or name in _SYSTEM_FILES or is_lock_file(name)
