"""Keyness: which words mark one group of plans against another, how surely, how strongly and how evenly.

============  ========================================================================================================
G2            log-likelihood ratio of the 2 x 2 table of occurrences, all four cells (Dunning 1993), with its p
log ratio     log2 of the relative frequencies, zero counted as 0.5 (Hardie 2014)
low, high     its interval: exact for the binomial given both counts (Clopper and Pearson 1934), at a level that
              Bonferroni corrects for all words tested; ``low`` above 0 is the conservative log ratio (Evert 2022, LRC)
G2 of plans   the same G2 over the numbers of plans with and without the word: text dispersion keyness (Egbert and
              Biber 2019), which a word that one plan repeats cannot win
DP            deviation of proportions over the plans of the group: 0 even, towards 1 in few plans (Gries 2008); DP norm
              is 1 for a word of the smallest plan alone (Lijffijt and Gries 2012)
============  ========================================================================================================
"""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import partial
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from corpus_tools.copies import choose_counted
from corpus_tools.errors import NoGroupsError, NoPlanMatchesError, NoReferenceError
from corpus_tools.sorting import natural_key
from corpus_tools.words.lists import NO_STOP_WORDS, StopWords
from corpus_tools.words.terms import WordCounts

Order = Literal["conservative", "g2", "log_ratio", "plans"]
ORDERS: tuple[Order, ...] = get_args(Order)
Counts = NDArray[np.float64]

_ZERO = 0.5


class Contrast(NamedTuple):
    """Two groups of plans, by their numbers from 0: what is key in ``target`` is so beside ``reference``."""

    name: str
    target: tuple[int, ...]
    reference: tuple[int, ...]


class Keyword(NamedTuple):
    """A word that the target has more often than the reference, relative to their sizes.

    Attributes
    ----------
    n_target, n_reference
        Occurrences.
    n_plans_target, n_plans_reference
        Plans that have it.
    p
        Of G2, for this word alone.
    low, high
        Of the log ratio, for all words together; ``high`` is infinite where the reference has none.
    conservative
        ``low`` where it is above 0, else 0.
    dp, dp_norm
        Over the plans of the target; ``dp_norm`` is not a number where it has one plan only.
    """

    term: str
    n_target: int
    n_reference: int
    n_plans_target: int
    n_plans_reference: int
    g2: float
    p: float
    log_ratio: float
    low: float
    high: float
    conservative: float
    g2_plans: float
    dp: float
    dp_norm: float


class Keyness(NamedTuple):
    """The keywords of a group.

    Attributes
    ----------
    n_plans, n_words
        Of the target; copies that are not counted are left out.
    n_plans_reference, n_words_reference
        Of the reference.
    n_tested
        Words that were tested, key or not.
    keywords
        In the order asked for.
    """

    name: str
    n_plans: int
    n_words: int
    n_plans_reference: int
    n_words_reference: int
    n_tested: int
    keywords: tuple[Keyword, ...]


def choose_contrasts(
    names: Sequence[Sequence[str]], values: Sequence[str | None] | None, target: str | None, reference: str | None
) -> list[Contrast]:
    """Return the groups that are asked for.

    Parameters
    ----------
    names
        Of each plan: its id and path.
    values
        Of each plan in a column; None where no column is asked for. With it, patterns match values.
    target, reference
        Patterns, or None.

    Raises
    ------
    NoGroupsError, NoPlanMatchesError, NoReferenceError
    """
    if target is not None:
        matched = names if values is None else [(value,) if value else () for value in values]
        contrasts = contrast_patterns(matched, target, reference)
    elif values is None or reference is not None:
        raise NoGroupsError
    else:
        contrasts = contrast_values(values)
    if contrasts and not contrasts[0].reference:
        raise NoReferenceError(name=contrasts[0].name)
    return contrasts


def contrast_values(values: Sequence[str | None]) -> list[Contrast]:
    """Return each value's plans against those of all other values; plans without one are left out."""
    known = [i for i, value in enumerate(values) if value]
    return [
        Contrast(
            name,
            tuple(i for i in known if values[i] == name),
            tuple(i for i in known if values[i] != name),
        )
        for name in sorted({value for value in values if value}, key=natural_key)
    ]


def contrast_patterns(names: Sequence[Sequence[str]], target: str, reference: str | None = None) -> list[Contrast]:
    """Return the plans that match ``target`` against those that match ``reference``, and the other way round.

    Parameters
    ----------
    names
        For each plan what the patterns may match: its id and path, or its value of a column.
    target, reference
        Patterns as of the shell (``*``, ``?``, ``[abc]``). What matches both is in the target; without a reference,
        all other plans with a name are it, and only the target's words are asked for.

    Raises
    ------
    NoPlanMatchesError
    """

    def matching(pattern: str) -> tuple[int, ...]:
        found = tuple(i for i, own in enumerate(names) if any(fnmatchcase(name, pattern) for name in own))
        if not found:
            raise NoPlanMatchesError(pattern=pattern, example=next((own[0] for own in names if own), "-"))
        return found

    targets = matching(target)
    others = matching("*" if reference is None else reference)
    references = tuple(sorted({*others} - {*targets}))
    forth, back = Contrast(target, targets, references), Contrast(reference or "", references, targets)
    return [forth] if reference is None else [forth, back]


def find_keywords(
    counts: WordCounts,
    contrast: Contrast,
    family_numbers: Sequence[int] | None = None,
    *,
    order: Order = "conservative",
    fewest: int = 3,
    shortest: int = 2,
    stop_words: StopWords = NO_STOP_WORDS,
    alpha: float = 0.05,
) -> Keyness:
    """Return the keywords of a group of plans.

    Parameters
    ----------
    family_numbers
        For each plan the number of the one that stands for its family of copies. Of a family one plan in each group
        counts: that one, or where it is in another group the longest, whatever order plans have. None counts all.
    order
        By the ``conservative`` log ratio, ``g2``, ``log_ratio`` or the G2 of ``plans``, the highest first.
    fewest
        Occurrences in both groups together that a word must have to be tested.
    shortest
        Characters that a word must have to be tested; shorter ones count in the sizes of the groups.
    stop_words
        Words that are not tested; they count in the sizes, too.
    alpha
        The highest p of a keyword, after Bonferroni; 1 keeps every word that is commoner in the target. The intervals
        are at the level 1 - alpha, and at 95 % where alpha is 1.
    """
    from scipy.special import chdtrc  # costs what a whole listing of other commands does

    target, reference = (choose_plans(counts, group, family_numbers) for group in (contrast.target, contrast.reference))
    a, a_plans = total_words(counts, target)
    b, b_plans = total_words(counts, reference)
    n_a, n_b = int(counts.sizes[target].sum()), int(counts.sizes[reference].sum())
    may_be = np.array([len(word) >= shortest and word not in stop_words.words for word in counts.words], dtype=bool)
    tested = np.flatnonzero((a + b >= fewest) & may_be)
    g2 = log_likelihood(a[tested], b[tested], n_a, n_b)
    p = chdtrc(1, g2)
    wanted = (a[tested] * n_b > b[tested] * n_a) & (np.minimum(1, p * len(tested)) <= alpha)
    key, g2, p = tested[wanted], g2[wanted], p[wanted]
    low, high = log_ratio_interval(a[key], b[key], n_a, n_b, (alpha if alpha < 1 else 0.05) / max(1, len(tested)))
    dp, dp_norm = dispersions(counts, target, key)
    columns = {
        "n_target": a[key].astype(int),
        "n_reference": b[key].astype(int),
        "n_plans_target": a_plans[key].astype(int),
        "n_plans_reference": b_plans[key].astype(int),
        "g2": g2,
        "p": p,
        "log_ratio": log_ratio(a[key], b[key], n_a, n_b),
        "low": low,
        "high": high,
        "conservative": np.maximum(low, 0),
        "g2_plans": log_likelihood(a_plans[key], b_plans[key], len(target), len(reference)),
        "dp": dp,
        "dp_norm": dp_norm,
    }
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    keywords = [Keyword(counts.words[word], *row) for word, row in zip(key, rows, strict=True)]
    measure = "g2_plans" if order == "plans" else order
    keywords.sort(key=lambda keyword: (-getattr(keyword, measure), -keyword.g2, keyword.term))
    return Keyness(contrast.name, len(target), n_a, len(reference), n_b, len(tested), tuple(keywords))


def log_likelihood(a: Counts, b: Counts, n_a: int, n_b: int) -> Counts:
    """Return G2 of ``a`` of ``n_a`` beside ``b`` of ``n_b``."""
    from scipy.special import xlogy

    observed = np.array([[a, b], [n_a - a, n_b - b]], dtype=np.float64)
    expected = observed.sum(axis=1, keepdims=True) * observed.sum(axis=0) / max(1, n_a + n_b)
    cells = xlogy(observed, observed) - xlogy(observed, expected)
    g2: Counts = np.maximum(0.0, 2 * cells.sum(axis=(0, 1)))
    return g2


def log_ratio(a: Counts, b: Counts, n_a: int, n_b: int) -> Counts:
    """Return log2 of ``a / n_a`` over ``b / n_b``, zero as 0.5; where that turns the direction round, 0."""
    ratio = np.log2(np.maximum(a, _ZERO) / max(1, n_a)) - np.log2(np.maximum(b, _ZERO) / max(1, n_b))
    direction = np.sign(a * n_b - b * n_a)
    log_ratios: Counts = np.where(ratio * direction > 0, ratio, 0.0)
    return log_ratios


def log_ratio_interval(a: Counts, b: Counts, n_a: int, n_b: int, alpha: float) -> tuple[Counts, Counts]:
    """Return the bounds of the log ratio at the level 1 - alpha; infinite where a count is 0."""
    from scipy.special import betaincinv

    low = np.where(a > 0, betaincinv(np.maximum(a, 1), b + 1, alpha / 2), 0.0)
    high = np.where(b > 0, betaincinv(a + 1, np.maximum(b, 1), 1 - alpha / 2), 1.0)
    with np.errstate(divide="ignore"):
        lows, highs = (np.log2(share) - np.log2(1 - share) + np.log2(n_b / max(1, n_a)) for share in (low, high))
    return lows, highs


def dispersion(n: Counts, sizes: Counts) -> tuple[float, float]:
    """Return DP and DP norm of a word that is ``n`` times in the parts of a corpus with these ``sizes``."""
    shares = sizes / sizes.sum()
    dp = float(np.abs(n / n.sum() - shares).sum() / 2)
    return dp, _norm(dp, shares)


def _norm(dp: float, shares: Counts) -> float:
    most = 1 - float(shares[shares > 0].min())
    return dp / most if most > 0 else float("nan")


def choose_plans(counts: WordCounts, group: Sequence[int], family_numbers: Sequence[int] | None) -> NDArray[np.int64]:
    """Return the plans of a group that count, in their order: of a family of copies one; see ``find_keywords``."""
    numbers = range(len(counts.sizes)) if family_numbers is None else family_numbers
    return np.array(sorted(choose_counted(group, numbers, partial(_by_words, counts))), dtype=np.int64)


def _by_words(counts: WordCounts, plan: int) -> tuple[int, bytes]:
    """Return what puts the longest plan first, of several one of the same words."""
    own = counts.plan == plan
    return -int(counts.sizes[plan]), np.stack((counts.word[own], counts.n[own])).tobytes()


def total_words(counts: WordCounts, group: NDArray[np.int64]) -> tuple[Counts, Counts]:
    """Return how often a group has each word, and in how many plans."""
    own = np.isin(counts.plan, group)
    words, n_words = counts.word[own], len(counts.words)
    return _sums(words, counts.n[own], n_words), _sums(words, np.ones(len(words)), n_words)


def _sums(words: NDArray[np.int64], weights: NDArray[Any], n_words: int) -> Counts:
    return np.bincount(words, weights, n_words).astype(np.float64)  # of nothing, bincount is whole numbers


def dispersions(counts: WordCounts, group: NDArray[np.int64], words: NDArray[np.int64]) -> tuple[Counts, Counts]:
    """Return DP and DP norm of some words, all of which the group has, over the plans of the group."""
    shares = counts.sizes / max(1, counts.sizes[group].sum())
    number = np.full(len(counts.words), -1)
    number[words] = np.arange(len(words))
    own = np.isin(counts.plan, group) & (number[counts.word] >= 0)
    word, n, share = number[counts.word[own]], counts.n[own], shares[counts.plan[own]]
    totals = _sums(word, n, len(words))
    # Plans without the word are off by their share; all shares together are 1.
    dp = (1 + _sums(word, np.abs(n / totals[word] - share) - share, len(words))) / 2
    return dp, np.array([_norm(value, shares[group]) for value in dp])
