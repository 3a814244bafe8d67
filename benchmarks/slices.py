"""Short pieces of text as bytes in several encodings, some of them damaged, with the text they should give."""

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from typing import NamedTuple

LENGTHS = (30, 66, 340, 2000)
_N_EACH = 225  # of every case: 1,800 together
_BAD_BYTE = b"\xff"  # in no UTF-8
_REPLACEMENT = "\ufffd"


class Slice(NamedTuple):
    """Bytes to decode.

    Attributes
    ----------
    case
        Encoding and damage.
    raw
        The bytes.
    text
        What is right, without the characters that were damaged.
    """

    case: str
    raw: bytes
    text: str

    def is_right(self, answer: str) -> bool:
        """Tell whether an answer is the text, with or without U+FFFD for what was damaged."""
        return answer.replace(_REPLACEMENT, "") == self.text


def cut_slices(pools: Sequence[str], seed: int) -> Iterator[Slice]:
    """Yield equally many slices of every case, of each length in turn, from pools taken at random."""
    source = random.Random(seed)
    for case, encode in _CASES.items():
        for length in islice(cycle(LENGTHS), _N_EACH):
            yield Slice(case, *encode(_cut(source.choice(pools), length, source), source))


def cut_and_lose_a_byte(pools: Sequence[str], seed: int) -> Iterator[Slice]:
    """Yield slices in GB18030 of which one byte is lost; ``text`` lacks the character that it belonged to."""
    source = random.Random(seed)
    for length in islice(cycle(LENGTHS), _N_EACH):
        yield Slice("gb18030, a byte lost", *_gb_with_a_lost_byte(_cut(source.choice(pools), length, source), source))


def _cut(pool: str, length: int, source: random.Random) -> str:
    """Return ``length`` characters that begin and end with one that is printed."""
    while True:
        start = source.randrange(len(pool) - length + 1)
        text = pool[start : start + length]
        if not (text[0].isspace() or text[-1].isspace()):
            return text


_Encoded = tuple[bytes, str]
_Encode = Callable[[str, random.Random], _Encoded]


def _plain(encoding: str) -> _Encode:
    return lambda text, _: (text.encode(encoding), text)


def _big5(text: str, _: random.Random) -> _Encoded:
    """Leave out what Big5 has no code for, which is much of simplified Chinese."""
    raw = text.encode("big5", "ignore")
    return raw, raw.decode("big5")


def _with_bad_byte(text: str, source: random.Random) -> _Encoded:
    raw = text.encode("utf-8")
    at = source.randrange(len(raw))
    return _damaged(raw[:at] + _BAD_BYTE + raw[at + 1 :])


def _cut_at_both_ends(text: str, source: random.Random) -> _Encoded:
    raw = text.encode("utf-8")
    return _damaged(raw[source.choice((1, 2)) : -source.choice((1, 2))])


def _damaged(raw: bytes) -> _Encoded:
    return raw, raw.decode("utf-8", "ignore")


def _pairs(text: str) -> list[int]:
    """Return where the characters are that are two bytes in GB18030."""
    return [index for index, character in enumerate(text) if len(character.encode("gb18030")) == 2]


def _gb_cut_at_both_ends(text: str, _: random.Random) -> _Encoded:
    """Leave out the first byte of the first and the last of the last character of two bytes."""
    pairs = _pairs(text)
    if len(pairs) < 2:
        return text.encode("gb18030"), text
    first, last = pairs[0], pairs[-1]
    return text[first : last + 1].encode("gb18030")[1:-1], text[first + 1 : last]


def _gb_with_a_lost_byte(text: str, source: random.Random) -> _Encoded:
    pairs = _pairs(text)
    if not pairs:
        return text.encode("gb18030"), text
    at = source.choice(pairs)
    left = text[at].encode("gb18030")[source.choice((slice(1), slice(1, 2)))]
    return text[:at].encode("gb18030") + left + text[at + 1 :].encode("gb18030"), text[:at] + text[at + 1 :]


_CASES: dict[str, _Encode] = {
    "utf-8": _plain("utf-8"),
    "gb18030": _plain("gb18030"),
    "big5": _big5,
    "utf-16-le": _plain("utf-16-le"),
    "utf-16-be": _plain("utf-16-be"),
    "utf-8, one bad byte": _with_bad_byte,
    "utf-8, cut at both ends": _cut_at_both_ends,
    "gb18030, cut at both ends": _gb_cut_at_both_ends,
}
