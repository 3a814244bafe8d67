"""Names of files as text: not every system writes them in UTF-8."""

import os


def printable_name(name: str) -> str:
    """Return a file's name without surrogates: one whose bytes are no UTF-8 was most likely written in GB18030.

    >>> printable_name(os.fsdecode("计划.txt".encode("gb18030")))
    '计划.txt'
    """
    is_utf8 = not any("\ud800" <= character <= "\udfff" for character in name)
    return name if is_utf8 else os.fsencode(name).decode("gb18030", "replace")
