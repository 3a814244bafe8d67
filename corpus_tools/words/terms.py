"""Words and terms of plans: how often each plan has each word, and which terms mark a plan among the others.

Words are counted in simplified characters: traditional text is simplified before it is segmented, as the segmenter's
dictionary is simplified.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import log, sqrt
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.scripts import simplify
from corpus_tools.structure.plans import Plan
from corpus_tools.words.lists import NO_STOP_WORDS, NO_WORDS, StopWords, UserDictionary
from corpus_tools.words.segmenting import segmenter

# What texts are compared by: the words that the segmenter finds, or n-grams of characters.
Features = Literal["words", "characters"]

_N_TERMS = 8
_SHORTEST_TERM = 2
_NGRAMS = (2, 3)
_CHINESE_RUN = re.compile("[\u4e00-\u9fff]+")


class WordCounts(NamedTuple):
    """How often each plan has each word; the arrays have an entry for each plan and word of it.

    Attributes
    ----------
    words
        All words, in the order of their code points.
    plan, word : ndarray of int64
        Numbers of the plan and the word, from 0.
    n : ndarray of int64
        How often the plan has the word.
    sizes : ndarray of int64, shape (n_plans,)
        How many words each plan has.
    """

    words: tuple[str, ...]
    plan: NDArray[np.int64]
    word: NDArray[np.int64]
    n: NDArray[np.int64]
    sizes: NDArray[np.int64]


def count_words(plans: Sequence[Plan], dictionary: UserDictionary = NO_WORDS) -> WordCounts:
    """Count the words in the clauses of each plan. A word is a token with a letter in it: no stop, number or blank."""
    return gather_counts(Counter(cut_words(clause_text(plan), dictionary)) for plan in plans)


def gather_counts(counts: Iterable[Mapping[str, int]]) -> WordCounts:
    """Return how often each plan, or each of any other texts, has each word, as one value."""
    seen: dict[str, int] = {}  # each word with its place among those met so far
    n_entries, places, n = array("q"), array("q"), array("q")
    for entries in counts:
        own = sorted(entries.items())
        n_entries.append(len(own))
        places.extend(seen.setdefault(word, len(seen)) for word, _ in own)
        n.extend(count for _, count in own)
    words = sorted(seen)
    rank = np.zeros(len(seen), dtype=np.int64)
    rank[[seen[word] for word in words]] = np.arange(len(words))
    plan_of = np.repeat(np.arange(len(n_entries)), np.array(n_entries, dtype=np.int64))
    n_of = np.array(n, dtype=np.int64)
    sizes = np.bincount(plan_of, n_of, len(n_entries)).astype(np.int64)
    return WordCounts(tuple(words), plan_of, rank[np.array(places, dtype=np.int64)], n_of, sizes)


def clause_texts(plan: Plan) -> Iterator[str]:
    """Yield the clauses of a plan as printed."""
    text = plan.text
    return (text[clause.start : clause.end] for clause in plan.clauses)


def clause_text(plan: Plan) -> str:
    """Return the clauses of a plan, a line each; no token goes over a line end."""
    return "\n".join(clause_texts(plan))


def cut_tokens(text: str, dictionary: UserDictionary = NO_WORDS) -> list[str]:
    """Return all tokens of a text in simplified characters; each is as long as what is printed in its place."""
    return segmenter(dictionary)(simplify(text))


def cut_words(text: str, dictionary: UserDictionary = NO_WORDS) -> list[str]:
    """Return the tokens of a text, in simplified characters, that hold a letter."""
    return [token for token in cut_tokens(text, dictionary) if is_word(token)]


def cut_terms(text: str, dictionary: UserDictionary = NO_WORDS, stop_words: StopWords = NO_STOP_WORDS) -> list[str]:
    """Return the tokens of a text that may be terms: at least two characters, all of them Chinese, no stop word."""
    return [token for token in cut_tokens(text, dictionary) if is_term(token) and token not in stop_words.words]


def cut_ngrams(text: str, lengths: Sequence[int] = _NGRAMS) -> list[str]:
    """Return the n-grams of characters of the Chinese runs of a text; none crosses a stop or a number."""
    runs = _CHINESE_RUN.findall(simplify(text))
    return [run[start : start + n] for run in runs for n in lengths for start in range(len(run) - n + 1)]


def find_terms(
    plans: Sequence[Plan],
    n_terms: int = _N_TERMS,
    dictionary: UserDictionary = NO_WORDS,
    stop_words: StopWords = NO_STOP_WORDS,
) -> list[list[tuple[str, float]]]:
    """Return for each plan its ``n_terms`` heaviest terms with their TF-IDF weights, the heaviest first.

    A term that every plan holds marks none and is left out where there are several plans. Weights: those of
    ``features.TermVectorizer`` (smoothed idf, logarithmic term frequency, rows of unit length), computed here without
    scikit-learn, which takes longer to load than this to run.
    """
    counts = [Counter(cut_terms(clause_text(plan), dictionary, stop_words)) for plan in plans]
    n_holding = Counter(term for own in counts for term in own)
    idf = {term: log((1 + len(plans)) / (1 + n)) + 1 for term, n in n_holding.items()}
    rows = []
    for own in counts:
        weights = {term: (1 + log(n)) * idf[term] for term, n in own.items()}
        norm = sqrt(sum(weight * weight for weight in weights.values()))
        marking = [term for term in own if len(plans) == 1 or n_holding[term] < len(plans)]
        heaviest = sorted(marking, key=lambda term: (-weights[term], term))[:n_terms]
        rows.append([(term, round(weights[term] / norm, 4)) for term in heaviest])
    return rows


@lru_cache(maxsize=1 << 16)
def is_word(token: str) -> bool:
    """Tell whether a token holds a letter: it is no stop, number or blank."""
    return any(map(str.isalpha, token))


@lru_cache(maxsize=1 << 16)
def is_term(token: str) -> bool:
    """Tell whether a token has at least two characters, all of them Chinese."""
    return len(token) >= _SHORTEST_TERM and _CHINESE_RUN.fullmatch(token) is not None
