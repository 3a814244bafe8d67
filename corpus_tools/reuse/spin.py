"""Spin without its source: words that stand where others belong, and those others wholly absent.

A word of a plan is odd where its neighbours are those of another word that normal language uses much, that the plan
never uses, and that plans at hand do not use beside it. For each pair of such words the log odds that one was swapped
for the other are a weighted sum of few measures (``WEIGHTS``); what exceeds ``_LEAST_ODDS`` counts for the plan, up to
a limit a word, so that only several independent words make it suspected. No pair of words is known beforehand; pairs
that aligned copies or other suspected plans show count more.

The measure of a context is the pointwise mutual information of a word and its neighbour with counts smoothed towards
independence (a Dirichlet prior); where the odd word itself stands in normal language beside that neighbour, its own is
taken off.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from corpus_tools.folding import fold
from corpus_tools.reuse.usage import BORDER, NUMBER, cut_tokens, gather_usage, may_be_swapped
from corpus_tools.spans import Span
from corpus_tools.structure.plans import Plan
from corpus_tools.words.segmenting import dictionary_share, word_frequency


class SpunPlace(NamedTuple):
    """A place where a word stands for another; the span counts in the plan's text."""

    original: str
    replacement: str
    span: Span


class Spin(NamedTuple):
    """What a plan shows of spinning, whether or not its source is at hand.

    Attributes
    ----------
    suspected
        Whether several words speak for it.
    score
        0 to 1, and 0.5 where suspicion begins; an order, no probability of guilt.
    lexicon
        Number of the lexicon that the plan shows, from 0; None where it is not suspected.
    evidence
        In the order of the text; empty where it is not suspected.
    """

    suspected: bool = False
    score: float = 0.0
    lexicon: int | None = None
    evidence: tuple[SpunPlace, ...] = ()


class Measures(NamedTuple):
    """What speaks for a word standing for another in one plan.

    Attributes
    ----------
    contexts
        Sum over different contexts of how much better the absent word fits them.
    best, second
        The two contexts that say most.
    shared
        1 where the two words have a character in common.
    same
        1 where they have one in the same place.
    expected
        Logarithm of how often a text of this length has the absent word.
    everywhere
        The same for the kind of text that has it least.
    overused
        How much more often the word is met than expected, as the absent word would explain it.
    general, official
        Logarithm of how often a text of this length has the word in general language (jieba's dictionary), and in the
        table.
    vouched
        Logarithm of the share of other plans with the absent word that have this word, too.
    held
        Logarithm of the share of other plans that have this word.
    """

    contexts: float
    best: float
    second: float
    shared: float
    same: float
    expected: float
    everywhere: float
    overused: float
    general: float
    official: float
    vouched: float
    held: float


# Fitted by scripts/fit_spin.py on plans that were spun for it, with words that the package does not hold.
WEIGHTS = Measures(
    contexts=0.17,
    best=0.35,
    second=0.23,
    shared=3.68,
    same=0.17,
    expected=0.24,
    everywhere=0.57,
    overused=0.19,
    general=-0.15,
    official=-0.33,
    vouched=-0.56,
    held=-0.11,
)
INTERCEPT = -12.9

_PRIOR = 200.0  # strength of the prior of independence, in occurrences
_LEAST_RATE = 4e-5  # of an absent word in normal text
_LEAST_EXPECTED = 0.1  # occurrences of it in the plan
_LEAST_FREQUENCY = 50  # of an odd word in jieba's dictionary: what is rarer there is a name or a term
_LOWEST, _HIGHEST = -1.5, 6.0  # of what one neighbour says
_WEAK = 1.0  # the most that a border or a number says
_MOST = 20.0
_N_RIVALS = 2  # absent words that are weighed for each odd one
_ALIKE = 3.0  # what a common character counts when they are chosen

_KNOWN = 4.0  # what is added for a pair that others show; it also counts as a word more
_LEAST_ODDS, _MOST_ODDS = -2.0, 4.0
_FEWEST_WORDS = 3
_SUSPECTED = 2.0  # no natural plan of those that the weights were fitted on comes so far
_TOKENS = 1000

_Words = tuple[str, str]


class Pair(NamedTuple):
    """Words of which the second may stand for the first in a plan, with what speaks for it."""

    original: str
    replacement: str
    measures: Measures

    @property
    def words(self) -> _Words:
        """The original and the replacement."""
        return self.original, self.replacement

    def odds(self, known: Set[_Words] = frozenset()) -> float:
        """Return the log odds of a swap; ``known`` are pairs that others show."""
        weighed = INTERCEPT + sum(weight * measure for weight, measure in zip(WEIGHTS, self.measures, strict=True))
        return weighed + (_KNOWN if self.words in known else 0.0)


@dataclass(frozen=True)
class _Reading:
    """The words of a plan.

    Attributes
    ----------
    clauses
        Tokens of each.
    places
        For each word that may be swapped the neighbours and spans of its occurrences.
    """

    clauses: tuple[tuple[str, ...], ...]
    places: Mapping[str, tuple[tuple[str, str, Span], ...]]
    n_tokens: int
    text: str


def _read(plan: Plan) -> _Reading:
    clauses = []
    places: defaultdict[str, list[tuple[str, str, Span]]] = defaultdict(list)
    texts = []
    for clause in plan.clauses:
        folded = fold(plan.text[clause.start : clause.end])
        tokens = cut_tokens(folded.text)
        clauses.append(tuple(token.word for token in tokens))
        texts.append(folded.text)
        for left, token, right in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if may_be_swapped(token.word):
                start, end = folded.original(token.at, token.at + len(token.word))
                span = Span(clause.start + start, clause.start + end)
                places[token.word].append((left.word, right.word, span))
    n_tokens = sum(len(clause) - 2 for clause in clauses)
    return _Reading(
        tuple(clauses), {word: tuple(found) for word, found in places.items()}, n_tokens, BORDER.join(texts)
    )


class _Judge:
    """Compares the words of plans with normal usage."""

    def __init__(self, readings: Sequence[_Reading], groups: Sequence[int], known: Set[_Words] = frozenset()) -> None:
        self._usage = usage = gather_usage({clause for reading in readings for clause in reading.clauses})
        self._groups = groups
        self._n_groups = len(set(groups))
        self._holders: defaultdict[str, set[int]] = defaultdict(set)
        for number, reading in enumerate(readings):
            for word in reading.places:
                self._holders[word].add(number)
        originals = {original for original, _ in known if original in usage.numbers}
        frequent = {word for word, number in usage.numbers.items() if usage.rates[number] >= _LEAST_RATE}
        self._words = sorted(originals | {word for word in frequent if may_be_swapped(word)})
        columns = np.array([usage.numbers[word] for word in self._words])
        self._rates, self._lowest = usage.rates[columns], usage.lowest_rates[columns]
        self._base = np.log(_PRIOR / (usage.counts[columns] + _PRIOR))
        self._gains = [_gains(counts, columns, usage.shares) for counts in (usage.behind, usage.before)]
        self._by_character: defaultdict[str, list[int]] = defaultdict(list)
        for i, word in enumerate(self._words):
            for character in word:
                self._by_character[character].append(i)

    def pairs(self, plan: int, reading: _Reading, known: Set[_Words] = frozenset()) -> Iterator[Pair]:
        """Yield the words of a plan that may stand for absent ones; those ``known`` to do so in any case."""
        expected = self._rates * reading.n_tokens
        originals: defaultdict[str, set[str]] = defaultdict(set)
        for original, replacement in known:
            originals[replacement].add(original)
        awaited = np.flatnonzero((expected >= _LEAST_EXPECTED) | np.isin(self._words, [words[0] for words in known]))
        absent = np.array([i for i in awaited.tolist() if self._words[i] not in reading.text], dtype=np.int64)
        rank = 0.3 * np.log(expected[absent])
        for word, places in reading.places.items():
            if word_frequency(word) < _LEAST_FREQUENCY:
                continue
            contexts = self._fit(word, dict.fromkeys(place[:2] for place in places))[:, absent]
            total = contexts.sum(axis=0)
            alike = np.zeros(len(self._words))
            alike[[i for character in word for i in self._by_character.get(character, ())]] = _ALIKE
            fitting = np.flatnonzero(total > 0)
            likeliest = np.argsort(-(total + alike[absent] + rank)[fitting], kind="stable")[:_N_RIVALS]
            chosen = set(fitting[likeliest].tolist())
            if word in originals:
                chosen |= {i for i, j in enumerate(absent.tolist()) if self._words[j] in originals[word]}
            for i in sorted(chosen):
                best = sorted(contexts[:, i].tolist(), reverse=True)
                yield self._pair(plan, reading, word, int(absent[i]), float(total[i]), [*best, 0.0])

    def _fit(self, word: str, contexts: Iterable[tuple[str, str]]) -> NDArray[np.float64]:
        """Return for each context how much better each frequent word fits it."""
        seen: set[tuple[int, str]] = set()
        rows = []
        for context in contexts:
            row = np.zeros(len(self._words))
            for side, neighbour in enumerate(context):
                fits = self._base.copy()
                number = self._usage.numbers.get(neighbour)
                if number is not None:
                    gains = self._gains[side]
                    known = slice(gains.indptr[number], gains.indptr[number + 1])
                    fits[gains.indices[known]] += gains.data[known]
                if neighbour in (BORDER, NUMBER):
                    fits = fits.clip(-_WEAK, _WEAK)
                if (side, neighbour) in seen:  # the same neighbour again is no other evidence
                    fits = np.minimum(fits, 0)
                seen.add((side, neighbour))
                row += fits.clip(_LOWEST, _HIGHEST) - self._own(word, side, neighbour)
            rows.append(row.clip(-2, _HIGHEST))
        return np.array(rows)

    def _own(self, word: str, side: int, neighbour: str) -> float:
        """Return how well a word fits a neighbour in the table, whose texts nobody spun."""
        usage = self._usage
        number, beside = usage.numbers[word], usage.numbers.get(neighbour)
        n = 0.0
        if beside is not None:
            table = (usage.table_behind, usage.table_before)[side]
            n = _entry(table, beside, number) / usage.shares[beside]
        return log((n + _PRIOR) / (usage.table_counts[number] + _PRIOR))

    def _pair(self, plan: int, reading: _Reading, word: str, i: int, total: float, best: Sequence[float]) -> Pair:
        original = self._words[i]
        number = self._usage.numbers[word]
        expected = float(self._rates[i]) * reading.n_tokens
        official = float(self._usage.table_rates[number]) * reading.n_tokens
        general = dictionary_share(word) * reading.n_tokens
        n_with, n_both = (self._count_families(plan, *words) for words in ((original,), (original, word)))
        measures = Measures(
            contexts=min(total, _MOST),
            best=best[0],
            second=best[1],
            shared=float(not set(original).isdisjoint(word)),
            same=float(any(a == b for a, b in zip(original, word, strict=False))),
            expected=log(expected + 1e-4),
            everywhere=log(float(self._lowest[i]) * reading.n_tokens + 0.01),
            overused=min(10.0, len(reading.places[word]) * log(1 + expected / (official + 0.05))),
            general=log(general),
            official=log(official + 0.002),
            vouched=log((n_both + 0.5) / (n_with + 5)),
            held=log((self._count_families(plan, word) + 0.5) / (self._n_groups + 4)),
        )
        return Pair(original, word, measures)

    def _count_families(self, plan: int, *words: str) -> int:
        """Return how many other families have a plan with all of these words.

        A plan that has the replacement alone may be spun with the same lexicon: it vouches for nothing.
        """
        holders = set.intersection(*(self._holders.get(word, set()) for word in words))
        return len({self._groups[holder] for holder in holders} - {self._groups[plan]})


def _gains(counts: csr_array, columns: NDArray[np.int64], shares: NDArray[np.float64]) -> csr_array:
    gains = csr_array(diags_array(1 / (_PRIOR * shares)) @ counts[:, columns])
    gains.data = np.log1p(gains.data)
    return gains


def _entry(counts: csr_array, row: int, column: int) -> float:
    known = slice(counts.indptr[row], counts.indptr[row + 1])
    found = np.flatnonzero(counts.indices[known] == column)
    return float(counts.data[known][found[0]]) if len(found) else 0.0


def find_spin(plans: Sequence[Plan], groups: Sequence[int], known: Set[_Words] = frozenset()) -> list[Spin]:
    """Return for each plan whether it looks spun, judged by the plans at hand and by the table of the package.

    Parameters
    ----------
    groups
        A number for each plan, equal within a family of copies: its members do not vouch for each other.
    known
        Originals and replacements that spun copies of known sources show; another plan with such a pair is likelier to
        be spun.
    """
    readings = [_read(plan) for plan in plans]
    judge = _Judge(readings, groups, known)
    candidates = [list(judge.pairs(number, reading, known)) for number, reading in enumerate(readings)]
    suspicions = [_weigh(pairs, reading, known) for pairs, reading in zip(candidates, readings, strict=True)]
    known = known | {pair.words for found in suspicions for pair in found.shown if pair.odds() > 0}
    suspicions = [_weigh(pairs, reading, known) for pairs, reading in zip(candidates, readings, strict=True)]
    lexicons = group_lexicons([dict(pair.words for pair in found.shown) for found in suspicions])
    return [
        Spin(
            lexicon is not None,
            found.score / (found.score + _SUSPECTED),
            lexicon,
            tuple(_places(found.shown, reading)),
        )
        for found, reading, lexicon in zip(suspicions, readings, lexicons, strict=True)
    ]


def find_candidates(plans: Sequence[Plan], groups: Sequence[int], wanted: Iterable[int]) -> list[list[Pair]]:
    """Return the pairs of words that are weighed in the plans ``wanted``, given by their places among ``plans``."""
    readings = [_read(plan) for plan in plans]
    judge = _Judge(readings, groups)
    return [list(judge.pairs(number, readings[number])) for number in wanted]


class _Suspicion(NamedTuple):
    """The pairs of words that count against a plan, and their sum."""

    pairs: tuple[Pair, ...]
    score: float

    @property
    def shown(self) -> tuple[Pair, ...]:
        """The pairs, if they are enough for suspicion."""
        return self.pairs if self.score >= _SUSPECTED else ()


def _weigh(candidates: Iterable[Pair], reading: _Reading, known: Set[_Words]) -> _Suspicion:
    """Return the likeliest pairs, in which each word is met once, and what they say together.

    A long plan has more words that look odd by chance.
    """
    odds = {pair: pair.odds(known) for pair in candidates}
    pairs: list[Pair] = []
    for pair in sorted(odds, key=lambda pair: (-odds[pair], pair.words)):
        is_new = not {word for other in pairs for word in other.words} & set(pair.words)
        if odds[pair] > _LEAST_ODDS and is_new and pair.words[::-1] not in known:
            pairs.append(pair)
    total = sum(min(odds[pair] - _LEAST_ODDS, _MOST_ODDS) for pair in pairs)
    n_words = len(pairs) + any(pair.words in known for pair in pairs)
    score = total / (1 + reading.n_tokens / _TOKENS) if n_words >= _FEWEST_WORDS else 0.0
    return _Suspicion(tuple(pairs), score)


def _places(pairs: Iterable[Pair], reading: _Reading) -> list[SpunPlace]:
    found = (SpunPlace(*pair.words, span) for pair in pairs for _, _, span in reading.places[pair.replacement])
    return sorted(found, key=lambda place: place.span)


def group_lexicons(shown: Sequence[Mapping[str, str]]) -> list[int | None]:
    """Return for each plan the number of the lexicon that it shows; None for a plan that shows nothing.

    A plan joins the lexicon that it agrees with at most words, if these are more than it contradicts: the same
    original with another replacement. The plans that show most come first.

    >>> group_lexicons([{"甲": "乙", "丙": "丁"}, {}, {"甲": "乙", "戊": "己"}, {"甲": "丁", "戊": "己"}])
    [0, None, 0, 1]
    """
    lexicons: list[dict[str, str]] = []
    joined: dict[int, int] = {}
    for plan in sorted((i for i, words in enumerate(shown) if words), key=lambda i: (-len(shown[i]), i)):
        agreed = [_agreement(shown[plan], lexicon) for lexicon in lexicons]
        best = max(range(len(lexicons)), key=agreed.__getitem__, default=None)
        if best is None or agreed[best] <= 0:
            best = len(lexicons)
            lexicons.append({})
        lexicons[best] = {**shown[plan], **lexicons[best]}
        joined[plan] = best
    numbers = {lexicon: number for number, lexicon in enumerate(dict.fromkeys(joined[plan] for plan in sorted(joined)))}
    return [numbers[joined[plan]] if plan in joined else None for plan in range(len(shown))]


def _agreement(words: Mapping[str, str], lexicon: Mapping[str, str]) -> int:
    met = [lexicon[original] == replacement for original, replacement in words.items() if original in lexicon]
    return 2 * sum(met) - len(met)


def count_words(spins: Iterable[Spin]) -> list[tuple[_Words, int]]:
    """Return the pairs of words that plans show and how many plans show each, those of most plans first."""
    shown = Counter(words for spin in spins for words in {place[:2] for place in spin.evidence})
    return sorted(shown.items(), key=lambda item: (-item[1], item[0]))
