"""Passages and swapped words that are planted in unrelated plans, so that every one is known.

Like ``corpora``, this module imports nothing of the package that it measures.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
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


def write_host(rng: random.Random, wording: Wording, length: int, common_share: float = 0) -> str:
    """Return a plan of at least ``length`` characters of its own, but for a share of sentences that many plans have."""
    lines = ["一、工作安排"]
    while sum(map(len, lines)) < length:
        lines.append("".join(_write_sentence(rng, wording, common_share) for _ in range(3)))
    return "\n".join(lines)


def _write_sentence(rng: random.Random, wording: Wording, common_share: float) -> str:
    return rng.choice(wording.boilerplate) if rng.random() < common_share else compose(rng, wording.parts)


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
    common_share: float = 0,
) -> tuple[list[Document], list[Planted]]:
    """Return twice as many plans as copies: half are sources, each with a stretch that one of the others took.

    What is taken is the source's own; of their other sentences, ``common_share`` are of those that many plans have.
    """
    rng = random.Random(f"{seed}/planted")
    documents, planted = [], []
    for number in range(n_copies):
        host, length = write_host(rng, wording, host_length, common_share), rng.choice(lengths)
        starts: list[int] = []
        while not starts:
            source = write_host(rng, wording, host_length, common_share)
            borders = [-1, *sorted(find_common(source, wording)), len(source)]
            starts = [at for left, right in pairwise(borders) for at in range(left + 1, right - length + 1)]
        start = rng.choice(starts)
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


def find_common(text: str, wording: Wording) -> set[int]:
    """Return the positions that lie in sentences that many plans have."""
    found = (match.span() for common in wording.boilerplate for match in re.finditer(re.escape(common), text))
    return {i for span in found for i in range(*span)}


def spin(rng: random.Random, text: str, lexicon: Mapping[str, Sequence[str]]) -> tuple[str, Counter[tuple[str, str]]]:
    """Return the text with every word of the lexicon swapped for one of its replacements, and how often each was."""
    swapped: Counter[tuple[str, str]] = Counter()

    def swap(found: re.Match[str]) -> str:
        replacement = rng.choice(lexicon[found[0]])
        swapped[found[0], replacement] += 1
        return replacement

    return re.sub("|".join(map(re.escape, lexicon)), swap, text), swapped
