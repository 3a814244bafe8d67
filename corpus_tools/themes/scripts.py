"""Scripts: traditional characters as simplified ones, one for one, so that one codebook reads both.

Only single characters are looked up (OpenCC's t2s), no phrases: no text gets longer or shorter.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from opencc import OpenCC

from corpus_tools.folding import to_codes, to_text

_HAN = range(0x4E00, 0xA000)


def simplify(text: str) -> str:
    """Return the text with every traditional character as its simplified one; the length stays.

    >>> simplify("會員權益")
    '会员权益'
    """
    return to_text(_table()[to_codes(text)])


@lru_cache(maxsize=1)
def _table() -> NDArray[np.uint32]:
    table = np.arange(0x110000, dtype=np.uint32)
    simple = OpenCC("t2s").convert("\n".join(map(chr, _HAN))).split("\n")
    for code, character in zip(_HAN, simple, strict=True):
        if len(character) == 1:
            table[code] = ord(character)
    return table
