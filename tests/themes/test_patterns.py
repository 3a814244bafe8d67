"""Patterns put to many lines at once, beside the same put to each line alone."""

import random
import re

import pytest

from corpus_tools.themes.patterns import Pattern

WRITTEN = [
    *("甲.*乙", "甲.{0,2}乙", "^乙", "乙$", "^.+$", "(?:甲|丙)+", "(甲)(乙|)丙", "[甲乙]{2,}", r"\w+乙", r"\b甲"),
    *("[^甲]+", "乙(?!.*甲)", "(?<!甲)乙", r"\A乙", r"乙\Z", r"\s*乙", r"\D+", "(?s:甲.*乙)", r"(甲|乙)\1", "A?乙"),
]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_pattern_sees_one_line_at_a_time(written: str) -> None:
    chance = random.Random(written)
    lines = ["".join(chance.choices("甲乙丙a(1", k=chance.randint(0, 7))) for _ in range(400)]
    starts = [sum(len(line) + 1 for line in lines[:nth]) for nth in range(len(lines))]
    assert list(Pattern(written).find("\n".join(lines))) == [
        (start + match.start(), start + match.end())
        for start, line in zip(starts, lines, strict=True)
        for match in re.finditer(written, line, re.IGNORECASE)
    ]
