"""Usage: how often words stand in normal language, and beside which others.

Counts come from a table shipped with the package (``usage.npz``, made by ``scripts/count_usage.py`` from named official
texts; it holds words, counts, and counts of two words in a row, no text) and from the plans at hand.
"""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from corpus_tools.han_numerals import NUMERALS
from corpus_tools.words.segmenting import segment, word_frequency

BORDER, NUMBER = "|", "#"
WORD_LENGTH = 2  # of the words that spinners swap

_CHINESE = re.compile("[\u4e00-\u9fff]+")
_NUMBER = re.compile(f"[0-9{NUMERALS}][0-9{NUMERALS}.%]*")
_OF_NUMBERS = frozenset(NUMERALS + "第几")


class Token(NamedTuple):
    """A word of a text, or ``BORDER`` or ``NUMBER``, and where it starts."""

    word: str
    at: int


def cut_clause(text: str) -> list[Token]:
    """Return the tokens of a folded clause between two borders.

    Stops and all that is neither Chinese nor a number are borders; a longer run that is no word of the dictionary is
    taken in two where one part is such a word.

    >>> [token.word for token in cut_clause("每周开会2次,学习")]
    ['|', '每周', '开会', '#', '次', '|', '学习', '|']
    """
    tokens = [Token(BORDER, 0)]
    at = 0
    for piece in segment(text):
        start = at
        for part in _parts(piece):
            if part != BORDER or tokens[-1].word != BORDER:
                tokens.append(Token(part, start))
            start += len(part)
        at += len(piece)
    if tokens[-1].word != BORDER:
        tokens.append(Token(BORDER, at))
    return tokens


@lru_cache(maxsize=1 << 16)
def _parts(piece: str) -> tuple[str, ...]:
    """Return the tokens that a piece of the segmenter's stands for."""
    if _NUMBER.fullmatch(piece):
        return (NUMBER,)
    if not _CHINESE.fullmatch(piece):
        return (BORDER,)
    halves = None if word_frequency(piece) else next(cut_in_two(piece), None)
    return halves or (piece,)


def cut_in_two(word: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to take a word of three or four characters in two, one of them a word of two characters."""
    if len(word) in (3, 4):
        for border in dict.fromkeys((WORD_LENGTH, len(word) - WORD_LENGTH)):
            halves = word[:border], word[border:]
            if any(len(half) == WORD_LENGTH and word_frequency(half) for half in halves):
                yield halves


@lru_cache(maxsize=1 << 16)
def may_be_swapped(word: str) -> bool:
    """Tell whether a word is of the kind that spinners swap: two characters, in the dictionary, no number."""
    return len(word) == WORD_LENGTH and not _OF_NUMBERS & set(word) and word_frequency(word) > 0


def count_clause(words: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the words of a clause that count, and the words in a row; a longer word counts as its two parts, too."""
    halves = [parts for word in words for parts in cut_in_two(word)]
    inner = (half for parts in halves for half in parts if len(half) == WORD_LENGTH)
    return [*words[1:], *inner], [*pairwise(words), *halves]


class ShippedCounts(NamedTuple):
    """The counts of normal usage that are shipped.

    Attributes
    ----------
    words
        Ascending.
    counts : ndarray of int64, shape (origins, len(words))
        How often each origin has each word.
    pairs : csr_array of shape (len(words), len(words))
        How often the column's word stands behind the row's.
    """

    words: tuple[str, ...]
    counts: NDArray[np.int64]
    pairs: csr_array


@lru_cache(maxsize=1)
def shipped_table() -> ShippedCounts:
    """Return the table of the package."""
    with np.load(io.BytesIO(files("corpus_tools.reuse").joinpath("usage.npz").read_bytes())) as packed:
        words = tuple(packed["words"].tobytes().decode().split("\n"))
        n_behind = packed["n_behind"].astype(np.int64)
        starts = np.concatenate(([0], np.cumsum(n_behind)))
        steps = packed["steps"].astype(np.int64)
        ends = np.cumsum(steps)
        before = np.concatenate(([0], ends))[starts[:-1]]  # steps begin anew with every row
        columns = ends - np.repeat(before, n_behind)
        pairs = csr_array((packed["n_pairs"].astype(np.float64), columns, starts), shape=(len(words),) * 2)
        return ShippedCounts(words, packed["counts"].astype(np.int64), pairs)


@dataclass(frozen=True)
class Usage:
    """What is normal: the shipped counts and those of the plans at hand.

    Attributes
    ----------
    numbers
        Word to its column.
    table_rates, rates : ndarray of float64, shape (n_words,)
        Share of each word in normal text: of the table, and with the plans at hand.
    lowest_rates
        The lowest of the origins of the table.
    counts
        With the plans at hand, which count ``_WEIGHT`` times.
    behind, before : csr_array
        Row: a neighbour; column: a word. How often the word stands behind it, and before it.
    table_behind, table_before : csr_array
        The same in the table alone.
    shares : ndarray of float64, shape (n_words,)
        How large a part of all text each word is, as a neighbour.
    """

    numbers: dict[str, int]
    table_rates: NDArray[np.float64]
    lowest_rates: NDArray[np.float64]
    rates: NDArray[np.float64]
    table_counts: NDArray[np.float64]
    counts: NDArray[np.float64]
    behind: csr_array
    before: csr_array
    table_behind: csr_array
    table_before: csr_array
    shares: NDArray[np.float64]


# One place in the plans at hand says as much of their language as five in the table; with so many words of theirs, as
# much as the whole table does.
_WEIGHT = 5.0
_N_ENOUGH = 20_000


def gather_usage(clauses: Iterable[Sequence[str]]) -> Usage:
    """Return the usage of the table and of the distinct clauses of the plans at hand.

    Parameters
    ----------
    clauses
        Words of each clause as ``cut_clause`` gives them.
    """
    table = shipped_table()
    words: Counter[str] = Counter()
    in_a_row: Counter[tuple[str, str]] = Counter()
    for clause in clauses:
        own_words, own_pairs = count_clause(clause)
        words.update(own_words)
        in_a_row.update(own_pairs)
    own = sorted(set(chain(words, *in_a_row)) - set(table.words))
    numbers = {word: number for number, word in enumerate(chain(table.words, own))}
    n = len(numbers)
    shape = (n, n)
    table_counts = np.zeros((len(table.counts), n))
    table_counts[:, : len(table.words)] = table.counts
    here = np.zeros(n)
    for word, count in words.items():
        here[numbers[word]] = count
    by_origin = table_counts / table_counts.sum(axis=1, keepdims=True)
    n_here = here.sum()
    part = n_here / (n_here + _N_ENOUGH)
    table_rates = by_origin.mean(axis=0)
    rates = table_rates if not n_here else (1 - part) * table_rates + part * here / n_here
    counts = table_counts.sum(axis=0) + _WEIGHT * here
    coo = table.pairs.tocoo()
    rows, columns = coo.coords
    table_behind = csr_array(coo_array((coo.data, (rows, columns)), shape=shape))
    added = np.array([(numbers[a], numbers[b]) for a, b in in_a_row], dtype=np.int64).reshape(-1, 2)
    weights = _WEIGHT * np.array(list(in_a_row.values()), dtype=np.float64)
    behind = csr_array(table_behind + csr_array(coo_array((weights, (added[:, 0], added[:, 1])), shape=shape)))
    return Usage(
        numbers,
        table_rates,
        by_origin.min(axis=0),
        rates,
        table_counts.sum(axis=0),
        counts,
        behind,
        csr_array(behind.T),
        table_behind,
        csr_array(table_behind.T),
        np.maximum(counts, 1) / counts.sum(),
    )
