"""Frequencies: how often groups of plans have each word, in how many plans, and how evenly it is spread over them.

A word is a token with a letter in it (``terms.count_words``); words that are not listed still count in the size of
their group, so that what is per 10,000 words does not depend on what is asked for. DP is that of ``keyness``.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from corpus_tools.sorting import natural_key
from corpus_tools.words.keyness import choose_plans, dispersions, total_words
from corpus_tools.words.lists import NO_STOP_WORDS, StopWords
from corpus_tools.words.terms import WordCounts

_PER = 10_000


class Frequency(NamedTuple):
    """How often a group has a word.

    Attributes
    ----------
    n
        Occurrences.
    n_plans
        Plans that have it.
    per_10000
        Occurrences in 10,000 words of the group.
    dp, dp_norm
        Over the plans of the group: 0 even, towards 1 in few plans; ``dp_norm`` is not a number where there is one.
    """

    term: str
    n: int
    n_plans: int
    per_10000: float
    dp: float
    dp_norm: float


class Frequencies(NamedTuple):
    """The words of a group.

    Attributes
    ----------
    name
        The value that its plans have; None where all plans are one group.
    n_plans, n_words
        Of the group; copies that are not counted are left out.
    n_different
        How many of its words are different, of those that may be listed.
    terms
        These, the commonest first.
    """

    name: str | None
    n_plans: int
    n_words: int
    n_different: int
    terms: tuple[Frequency, ...]


def count_groups(
    counts: WordCounts,
    values: Sequence[str | None] | None = None,
    family_numbers: Sequence[int] | None = None,
    *,
    fewest: int = 1,
    shortest: int = 1,
    stop_words: StopWords = NO_STOP_WORDS,
) -> list[Frequencies]:
    """Return the words of each group of plans.

    Parameters
    ----------
    values
        Of each plan in a column: those of one value are a group, those without one in none. None is one group of all.
    family_numbers
        As in ``keyness.find_keywords``: of a family of copies one plan in each group counts.
    fewest
        Occurrences in the group that a word must have to be listed.
    shortest
        Characters that a word must have to be listed.
    stop_words
        Words that are not listed.
    """
    may_be = np.array([len(word) >= shortest and word not in stop_words.words for word in counts.words], dtype=bool)
    if values is None:
        groups: list[tuple[str | None, Sequence[int]]] = [(None, range(len(counts.sizes)))]
    else:
        names = sorted({value for value in values if value}, key=natural_key)
        groups = [(name, [i for i, value in enumerate(values) if value == name]) for name in names]
    found = []
    for name, group in groups:
        own = choose_plans(counts, group, family_numbers)
        n, n_plans = total_words(counts, own)
        n_words = int(counts.sizes[own].sum())
        listed = np.flatnonzero((n >= max(1, fewest)) & may_be)
        columns = (n[listed].astype(int), n_plans[listed].astype(int), n[listed] * _PER / max(1, n_words))
        rows = zip(*(column.tolist() for column in (*columns, *dispersions(counts, own, listed))), strict=True)
        terms = [Frequency(counts.words[word], *row) for word, row in zip(listed, rows, strict=True)]
        terms.sort(key=lambda term: (-term.n, -term.n_plans, term.term))
        found.append(Frequencies(name, len(own), n_words, len(terms), tuple(terms)))
    return found
