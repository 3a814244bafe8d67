"""Rows on the words floor: jieba's tokens and how fast they are, and keyness beside scipy."""

import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.stats import chi2_contingency

from benchmarks.documents import Documents
from benchmarks.rows import Row
from benchmarks.timing import race
from corpus_tools import Plan, parse_text, segment
from corpus_tools.words.keyness import Contrast, find_keywords
from corpus_tools.words.terms import clause_text, count_words, is_word
from tests.words.strings import write_strings

_N_STRINGS = 20_000
_N_RACED = 40
_TOLERANCE = 1e-6


@lru_cache(maxsize=1)
def _jieba() -> Any:
    """Return a tokenizer of jieba's with the dictionary in memory."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def measure_segmenting(documents: Documents, seed: int) -> Iterator[Row]:
    """Compare tokens with those of jieba, as jieba-rs gives them and as we do."""
    from rjieba import Jieba

    texts = {"lines": sorted({line for text in _texts(documents) for line in text.splitlines()})}
    if documents.kind == "made":
        words = [word for word, count in _jieba().FREQ.items() if count]
        texts["random strings"] = list(write_strings(seed, _N_STRINGS, words))
    for what, compared in texts.items():
        wanted = [_jieba().lcut(text) for text in compared]
        ours, theirs = (
            sum(tokens(text) == expected for text, expected in zip(compared, wanted, strict=True))
            for tokens in (segment, _tolerant(Jieba().cut))
        )
        measured = f"{what} with jieba's tokens"
        yield Row("words/segmenting", measured, "count", ours, "jieba-rs as it is", theirs, total=len(compared))


def _tolerant(cut: Callable[[str], list[str]]) -> Callable[[str], list[str]]:
    """Return the function with an empty answer where it fails, as on surrogates."""

    def tokens(text: str) -> list[str]:
        try:
            return cut(text)
        except UnicodeEncodeError:
            return []

    return tokens


def measure_segmenting_speed(documents: Documents) -> Iterator[Row]:
    """Compare the speed of segmenting with jieba's, clause by clause and in whole documents."""
    texts = _texts(documents)[:_N_RACED]
    clauses = [clause for text in texts for plan in parse_text(text) for clause in clause_text(plan).split("\n")]
    for measured, inputs in (("clauses of plans", clauses), ("whole texts", texts)):
        ours, theirs = race(segment, _jieba().lcut, inputs)
        yield Row("words/speed", f"jieba's tokens of {measured}", "MB/s", ours, "jieba 0.42.1", theirs)


def _texts(documents: Documents) -> list[str]:
    return [*(source.text for source in documents.plan_files), *documents.reports]


def measure_keyness(documents: Documents) -> Iterator[Row]:
    """Compare the keywords of the newer reports beside the older with the same by jieba and scipy."""
    if documents.kind == "made":
        return
    plans = [plan for text in documents.reports for plan in parse_text(text)]
    half = len(plans) // 2
    ours, seconds = _timed(lambda: _keywords(plans, half))
    expected, their_seconds = _timed(lambda: _keywords_by_scipy(plans, half))
    agreed = sum(abs(ours.get(word, -1.0) - g2) <= _TOLERANCE * max(1.0, g2) for word, g2 in expected.items())
    name, rival = "words/keyness", "jieba + Counter + chi2_contingency"
    yield Row(name, "words with scipy's G2", "count", agreed, rival, len(expected), total=len(expected))
    yield Row(name, "keywords of the reports (fewer is better)", "s", seconds, rival, their_seconds)


def _keywords(plans: Sequence[Plan], half: int) -> dict[str, float]:
    counts = count_words(plans)
    groups = tuple(range(half)), tuple(range(half, len(plans)))
    contrasts = Contrast("newer", *groups), Contrast("older", *groups[::-1])
    found = [find_keywords(counts, contrast, order="g2", fewest=3, shortest=1, alpha=1) for contrast in contrasts]
    return {keyword.term: keyword.g2 for group in found for keyword in group.keywords}


def _keywords_by_scipy(plans: Sequence[Plan], half: int) -> dict[str, float]:
    a, b = (_count(map(clause_text, group)) for group in (plans[:half], plans[half:]))
    n_a, n_b = a.total(), b.total()
    return {
        word: float(
            chi2_contingency(
                np.array([[a[word], b[word]], [n_a - a[word], n_b - b[word]]]),
                correction=False,
                lambda_="log-likelihood",
            ).statistic
        )
        for word in {*a, *b}
        if a[word] + b[word] >= 3 and a[word] * n_b != b[word] * n_a
    }


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(token for text in texts for token in _jieba().lcut(text) if is_word(token))


def _timed(function: Callable[[], dict[str, float]]) -> tuple[dict[str, float], float]:
    start = time.perf_counter()
    found = function()
    return found, time.perf_counter() - start
