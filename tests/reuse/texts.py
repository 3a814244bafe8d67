"""Texts that nobody else has by chance, and plans of them."""

import random

from corpus_tools.reading.source import source_of_text
from corpus_tools.structure.plans import Plan, parse_source

HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 2000)]


def made(seed: int, length: int) -> str:
    return "".join(random.Random(seed).choices(HAN, k=length))


def changed(seed: int, text: str, share: float) -> str:
    """Return the text with about this share of its characters replaced."""
    rng = random.Random(seed)
    return "".join(rng.choice(HAN) if rng.random() < share else character for character in text)


def plans_of(*texts: str) -> list[Plan]:
    return [plan for i, text in enumerate(texts) for plan in parse_source(source_of_text(text, f"{i:05}.txt")).plans]
