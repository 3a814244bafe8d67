"""One matching form for all comparisons, with the way back to the original text.

Folding maps every code point to one code point or to none, through one lookup table:

=====================  ==========================================================
NFKC, where one to one  full width to half width, compatibility characters (UAX 15)
case                    lower
quotation marks         all become ``"``
stops and brackets      half width: ``。`` ``.``, ``、`` ``,``, ``【`` ``[``
dashes                  all become ``-``
left out                white space, controls, zero-width characters, crawl marks ``> * _``
=====================  ==========================================================

Book-title marks stay, because what stands inside them is read differently; so do list numbers.
"""

import sys
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

N_CODE_POINTS = sys.maxunicode + 1

# Blocks with one-to-one compatibility forms; Han, Hangul syllables and the rest fold to themselves.
_FOLDED_BLOCKS = (range(0x0000, 0x3400), range(0xF900, 0x10000), range(0x1D400, 0x1D800))

_REPLACED = {
    '"': "\"'`´‘’‚‛“”„‟′″「」『』﹁﹂﹃﹄〝〞〟＂＇",
    ".": "。．｡",
    ",": "、，､",
    "-": "‐‑‒–—―−－─━〜～~",
    "[": "【〔〖［",
    "]": "】〕〗］",
    "《": "〈«",
    "》": "〉»",
    "·": "•‧∙・･●⋅",
}
_CRAWL_MARKS = ">*_＞＊＿"
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_DROPPED = 0  # no text keeps U+0000, so it can stand for "none" in the table


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where its characters stood.

    Attributes
    ----------
    text
        The matching form.
    positions : ndarray of int64, shape (len(text),)
        Strictly increasing; ``positions[i]`` is the offset (code points) in the original text of ``text[i]``.
    """

    text: str
    positions: NDArray[np.int64]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open span of the original text that ``text[start:end]`` (not empty) came from."""
        return int(self.positions[start]), int(self.positions[end - 1]) + 1

    def clip(self, start: int, end: int) -> "Folded":
        """Return the stretch ``text[start:end]``."""
        return Folded(self.text[start:end], self.positions[start:end])

    def select(self, wanted: NDArray[np.bool_]) -> "Folded":
        """Keep the characters whose original position is marked in ``wanted`` (one flag a code point)."""
        kept = wanted[self.positions]
        return Folded(to_text(to_codes(self.text)[kept]), self.positions[kept])


def fold(text: str) -> Folded:
    """Return the matching form of ``text`` with positions.

    >>> fold("（一） “师德”！").text
    '(一)"师德"!'
    """
    codes, positions = fold_codes(text)
    return Folded(to_text(codes), positions)


def fold_codes(text: str) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the code points of the matching form of ``text``, and their positions."""
    codes = _table().take(to_codes(text))
    (positions,) = codes.astype(bool).nonzero()
    return codes.take(positions), positions


def to_codes(text: str) -> NDArray[np.uint32]:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def to_text(codes: NDArray[np.uint32]) -> str:
    """Return the text of code points."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


@lru_cache(maxsize=1)
def _table() -> NDArray[np.uint32]:
    table = np.arange(N_CODE_POINTS, dtype=np.uint32)
    for block in _FOLDED_BLOCKS:
        for code in block:
            table[code] = ord(_fold_character(chr(code)) or chr(_DROPPED))
    for target, characters in _REPLACED.items():
        table[[ord(character) for character in characters]] = ord(target)
    table[[ord(character) for character in _CRAWL_MARKS]] = _DROPPED
    return table


def _fold_character(character: str) -> str:
    if unicodedata.category(character) in _DROPPED_CATEGORIES:
        return ""
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character
