"""Strings that a segmenter may stumble over: words, marks, numbers, characters of all planes, in any order."""

import random
from collections.abc import Callable, Iterator, Sequence

_JOINED = (
    "1. 2.5% A4 iPad Wi-Fi www.a-b.com 2023-2024 O.K c++ C# T恤 e_mail 3.15 R&D +86 -- ... 12.5.3 .5 5.% a.5 a.b"
).split()
_BLANKS_AND_STOPS = "，。、；：“”（）《》 \n\r\t\u3000!?,;()'\"/*~…—·"
_ODD = "１２ＡＢａｂ％．－＿〇〆々①②③ⅠⅡ㈠㐀龦豈𠀀"


def write_strings(seed: int, n: int, words: Sequence[str]) -> Iterator[str]:
    """Yield ``n`` strings of up to 25 pieces, of one to six of the kinds of pieces each."""
    rng = random.Random(seed)
    kinds: list[Callable[[], str]] = [
        lambda: rng.choice(words),
        lambda: chr(rng.randrange(0x4E00, 0x9FD6)),
        lambda: rng.choice("+#&._%-"),
        lambda: rng.choice("abzAZ019"),
        lambda: str(rng.randrange(3000)),
        lambda: rng.choice(_BLANKS_AND_STOPS),
        lambda: "\r\n",
        lambda: rng.choice(_ODD),
        lambda: rng.choice(_JOINED),
        lambda: chr(rng.randrange(rng.choice((0x80, 0x3000, 0x10000, 0x110000)))),
    ]
    for _ in range(n):
        used = rng.sample(kinds, rng.randint(1, 6))
        yield "".join(rng.choice(used)() for _ in range(rng.randint(1, 25)))
