"""Passages and swapped words that are planted in unrelated plans, so that every one is known.

Like ``corpora``, this module imports nothing of the package that it measures.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from benchmarks.corpora import Document, Wording, compose

_HAN_PAIR = re.compile("[\u4e00-\u9fff]{2}")
_LETTERS = [chr(code) for code in range(0x4E00, 0x9FA6)]


class Planted(NamedTuple):
    """A stretch of a plan that another plan has, too.

    Attributes
    ----------
    copy, source
        Paths.
    start, end
        In the text of the copy.
    """

    copy: str
    source: str
    start: int
    end: int


def write_host(rng: random.Random, wording: Wording, length: int) -> str:
    """Return a plan of at least ``length`` characters of its own."""
    lines = ["一、工作安排"]
    while sum(map(len, lines)) < length:
        lines.append("".join(compose(rng, wording.parts) for _ in range(3)))
    return "\n".join(lines)


def swap_pairs(rng: random.Random, text: str, share: float) -> str:
    """Return the text with a share of its words of two characters replaced by characters of no meaning."""

    def swap(found: re.Match[str]) -> str:
        return "".join(rng.choices(_LETTERS, k=2)) if rng.random() < share else found[0]

    return _HAN_PAIR.sub(swap, text)


def plant(
    seed: int,
    wording: Wording,
    n_copies: int,
    lengths: Sequence[int],
    host_length: int,
    change: Callable[[random.Random, str], str],
) -> tuple[list[Document], list[Planted]]:
    """Return twice as many plans as copies: half are sources, each with a stretch that one of the others took."""
    rng = random.Random(f"{seed}/planted")
    documents, planted = [], []
    for number in range(n_copies):
        source, host = write_host(rng, wording, host_length), write_host(rng, wording, host_length)
        length = rng.choice(lengths)
        start = rng.randrange(len(source) - length)
        stretch = change(rng, source[start : start + length].replace("\n", ""))
        at = rng.randrange(len(host))
        paths = f"{number:05}-source.txt", f"{number:05}-copy.txt"
        documents += [Document(paths[0], source), Document(paths[1], host[:at] + stretch + host[at:])]
        planted.append(Planted(paths[1], paths[0], at, at + len(stretch)))
    return sorted(documents), planted


def multiply(rng: random.Random, wording: Wording, text: str, n_copies: int, rates: Sequence[float]) -> list[str]:
    """Return near copies of a text: of each a share of the sentences, one of ``rates``, is rewritten."""
    copies = []
    for _ in range(n_copies):
        rate = rng.choice(rates)
        sentences = text.split("。")
        chosen = rng.sample(range(len(sentences)), round(rate * len(sentences)))
        for number in chosen:
            sentences[number] = compose(rng, wording.parts).rstrip("。")
        copies.append("。".join(sentences))
    return copies


def spin(rng: random.Random, text: str, lexicon: Mapping[str, Sequence[str]]) -> tuple[str, Counter[tuple[str, str]]]:
    """Return the text with every word of the lexicon swapped for one of its replacements, and how often each was."""
    swapped: Counter[tuple[str, str]] = Counter()

    def swap(found: re.Match[str]) -> str:
        replacement = rng.choice(lexicon[found[0]])
        swapped[found[0], replacement] += 1
        return replacement

    return re.sub("|".join(map(re.escape, lexicon)), swap, text), swapped
