"""Scripts: traditional characters as simplified ones, one for one, wherever texts are compared, sought or counted.

Only single characters are looked up (OpenCC's t2s), no phrases: no text gets longer or shorter, and what is found in
the simplified text has the same place in the text as printed.
"""

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus_tools.folding import N_CODE_POINTS, Folded, fold_codes, to_codes, to_text

_HAN = range(0x4E00, 0xA000)
_SIGN = re.compile(r"\\?(.)", re.DOTALL)  # of a regular expression
_PIECE = re.compile(r"(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\]?)|\\?.", re.DOTALL)  # a set of signs, or one
_NOTHING = "(?:)"  # matches in front of everything, however often it is asked for


def simplify(text: str) -> str:
    """Return the text with every traditional character as its simplified one; the length stays.

    A text without any is returned as it is, after a few microseconds for a plan.

    >>> simplify("會員權益")
    '会员权益'
    """
    codes = to_codes(text)
    simple = _table().take(codes)
    return text if simple.tobytes() == codes.tobytes() else to_text(simple)


def fold_simplified(text: str) -> Folded:
    """Return the matching form of a text (``folding.fold``) in simplified characters, with positions.

    >>> fold_simplified("校務 公開").text
    '校务公开'
    """
    codes, positions = fold_codes(text)
    return Folded(to_text(_table().take(codes)), positions)


def fold_regex(written: str) -> str:
    r"""Return a regular expression (Python's) as it is sought in folded and simplified texts; case must not count.

    What is no ASCII stands for itself, and full-width signs do not become signs of the expression. Blanks stand for
    nothing, as those of the texts do.

    >>> fold_regex("（讀 書.{1,3}）")
    '\\(读(?:)书.{1,3}\\)'
    """

    def fold_sign(sign: re.Match[str]) -> str:
        return sign[0] if sign[1].isascii() else re.escape(fold_simplified(sign[1]).text)

    def fold_piece(piece: re.Match[str]) -> str:
        folded = _SIGN.sub(fold_sign, piece[0])
        return folded if piece["set"] or folded[-1:].strip() else _NOTHING

    return _PIECE.sub(fold_piece, written)


@lru_cache(maxsize=1)
def _table() -> NDArray[np.uint32]:
    from opencc import OpenCC  # here, as the words of most commands need none

    table = np.arange(N_CODE_POINTS, dtype=np.uint32)
    simple = OpenCC("t2s").convert("\n".join(map(chr, _HAN))).split("\n")
    for code, character in zip(_HAN, simple, strict=True):
        if len(character) == 1:
            table[code] = ord(character)
    return table
