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
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
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

_WORD_LENGTH = 2  # of the words that are weighed
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
_Integers = NDArray[np.int64]


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


class _Place(NamedTuple):
    """Where a word stands: its neighbours, its clause's number, and its offset in the folded clause."""

    left: str
    right: str
    clause: int
    at: int


@dataclass(frozen=True)
class _Reading:
    """The words of a plan.

    Attributes
    ----------
    clauses
        Tokens of each.
    places
        For each word that may be swapped the places where it stands.
    """

    clauses: tuple[tuple[str, ...], ...]
    places: Mapping[str, tuple[_Place, ...]]
    n_tokens: int
    text: str


def _read(plan: Plan) -> _Reading:
    clauses = []
    places: defaultdict[str, list[_Place]] = defaultdict(list)
    texts = []
    for number, clause in enumerate(plan.clauses):
        text = fold(plan.text[clause.start : clause.end]).text
        tokens = cut_tokens(text)
        clauses.append(tuple(token.word for token in tokens))
        texts.append(text)
        for left, token, right in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if may_be_swapped(token.word):
                places[token.word].append(_Place(left.word, right.word, number, token.at))
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
        self._known = known
        self._holders: defaultdict[str, set[int]] = defaultdict(set)
        self._families: defaultdict[str, set[int]] = defaultdict(set)
        for number, (group, reading) in enumerate(zip(groups, readings, strict=True)):
            for word in reading.places:
                self._holders[word].add(number)
                self._families[word].add(group)
        originals = {original for original, _ in known if original in usage.numbers and len(original) == _WORD_LENGTH}
        frequent = {word for word, number in usage.numbers.items() if usage.rates[number] >= _LEAST_RATE}
        self._words = sorted(originals | {word for word in frequent if may_be_swapped(word)})
        self._characters = _characters(self._words)
        self._columns = columns = self._numbers(self._words)
        self._awaited = np.where(np.isin(self._words, list(originals)), np.inf, usage.rates[columns])
        self._base = np.log(_PRIOR / (usage.counts[columns] + _PRIOR)).astype(np.float32)
        self._gains = [_gains(counts, columns, usage.shares) for counts in (usage.behind, usage.before)]

    def _numbers(self, words: Iterable[str]) -> _Integers:
        return np.array([self._usage.numbers[word] for word in words], dtype=np.int64)

    def pairs(self, plan: int, reading: _Reading, least: float = -np.inf) -> list[Pair]:
        """Return the words of a plan with the absent words that they likeliest stand for, and the known pairs.

        Those whose log odds are below the least are left out.
        """
        words = [word for word in reading.places if word_frequency(word) >= _LEAST_FREQUENCY]
        if not words:
            return []
        in_text = _as_one(_characters(map("".join, pairwise(reading.text))))
        is_absent = ~np.isin(_as_one(self._characters), in_text)
        absent = np.flatnonzero(is_absent & (self._awaited * reading.n_tokens >= _LEAST_EXPECTED))
        if not len(absent):
            return []
        fits, starts = self._fit(words, reading, absent)
        total = np.asarray(csr_array((np.ones(len(fits), np.float32), np.arange(len(fits)), starts)) @ fits)
        (a, b), (c, d) = _characters(words).T, self._characters[absent].T
        alike = np.equal.outer(a, c) | np.equal.outer(b, d) | np.equal.outer(a, d) | np.equal.outer(b, c)
        expected = 0.3 * np.log(self._usage.rates[self._columns[absent]] * reading.n_tokens + 1e-9)
        rank = np.where(total > 0, total + _ALIKE * alike + expected, -np.inf)
        at = self._choose(words, absent, rank)
        pairs = [(self._words[absent[j]], words[i]) for i, j in at]
        best = [[*sorted(fits[starts[i] : starts[i + 1], j].tolist(), reverse=True), 0.0] for i, j in at]
        measures: dict[str, ArrayLike] = {
            "contexts": [min(float(total[i, j]), _MOST) for i, j in at],
            "best": [first for first, *_ in best],
            "second": [second for _, second, *_ in best],
            "shared": [alike[i, j] for i, j in at],
            "same": [any(a == b for a, b in zip(*words, strict=True)) for words in pairs],
            **self._compare_rates(pairs, reading),
            **self._vouch(pairs, self._groups[plan]),
        }
        values = np.column_stack([np.asarray(measures[name]) for name in Measures._fields])
        kept = np.flatnonzero(INTERCEPT + values @ np.array(WEIGHTS) >= least)
        return [Pair(*pairs[i], Measures(*values[i].tolist())) for i in kept]

    def _fit(self, words: Sequence[str], reading: _Reading, absent: _Integers) -> tuple[NDArray[np.float32], _Integers]:
        """Return how much better each absent word (columns) fits each context, and where those of each word start."""
        usage = self._usage
        different = [dict.fromkeys((place.left, place.right) for place in reading.places[word]) for word in words]
        n_contexts = [len(contexts) for contexts in different]
        owners = np.repeat(np.arange(len(words)), n_contexts)
        numbers = self._numbers(words)[owners]
        fits = np.zeros((len(owners), len(absent)), dtype=np.float32)
        for side, table in enumerate((usage.table_behind, usage.table_before)):
            neighbours = self._numbers(context[side] for contexts in different for context in contexts)
            rows, row = np.unique(neighbours, return_inverse=True)
            said = self._gains[side][rows].toarray()[:, absent] + self._base[absent]
            weak = np.isin(rows, self._numbers((BORDER, NUMBER)))
            said[weak] = said[weak].clip(-_WEAK, _WEAK)
            said = said.clip(_LOWEST, _HIGHEST)[row]
            again = np.ones(len(row), dtype=bool)  # the same neighbour again is no other evidence
            again[np.unique(owners * len(usage.shares) + neighbours, return_index=True)[1]] = False
            said[again] = np.minimum(said[again], 0)
            # how well the word itself fits this neighbour in the table, whose texts nobody spun
            n_beside = table[neighbours, numbers] / usage.shares[neighbours]
            own = np.log((n_beside + _PRIOR) / (usage.table_counts[numbers] + _PRIOR))
            fits += said - own.astype(np.float32)[:, None]
        return fits.clip(-2, _HIGHEST), np.cumsum([0, *n_contexts])

    def _choose(self, words: Sequence[str], absent: _Integers, rank: NDArray[np.float64]) -> list[tuple[int, int]]:
        """Return rows and columns: those of the highest finite ranks for each word, and of the known pairs."""
        chosen: set[tuple[int, int]] = set()
        left = rank.copy()
        for _ in range(_N_RIVALS):
            likeliest = left.argmax(axis=1)
            chosen |= {(i, j) for i, j in enumerate(likeliest.tolist()) if left[i, j] > -np.inf}
            left[np.arange(len(words)), likeliest] = -np.inf
        rows = {word: i for i, word in enumerate(words)}
        columns = {self._words[i]: j for j, i in enumerate(absent)}
        return sorted(chosen | {(rows[b], columns[a]) for a, b in self._known if b in rows and a in columns})

    def _compare_rates(self, pairs: Sequence[_Words], reading: _Reading) -> dict[str, ArrayLike]:
        """Return the measures of how often the words are met and expected."""
        usage, n = self._usage, reading.n_tokens
        originals = self._numbers(original for original, _ in pairs)
        replacements = self._numbers(replacement for _, replacement in pairs)
        n_places = np.array([len(reading.places[replacement]) for _, replacement in pairs])
        expected, official = usage.rates[originals] * n, usage.table_rates[replacements] * n
        return {
            "expected": np.log(expected + 1e-4),
            "everywhere": np.log(usage.lowest_rates[originals] * n + 0.01),
            "overused": np.minimum(10, n_places * np.log1p(expected / (official + 0.05))),
            "general": np.log([dictionary_share(replacement) * n for _, replacement in pairs]),
            "official": np.log(official + 0.002),
        }

    def _vouch(self, pairs: Sequence[_Words], group: int) -> dict[str, ArrayLike]:
        """Return the measures of how many other families have the words.

        A plan that has the replacement alone may be spun with the same lexicon: it vouches for nothing.
        """
        both = [self._holders[original] & self._holders[replacement] for original, replacement in pairs]
        n_both = np.array([len({self._groups[holder] for holder in holders} - {group}) for holders in both])
        n_with = self._count_families((original for original, _ in pairs), group)
        n_held = self._count_families((replacement for _, replacement in pairs), group)
        return {
            "vouched": np.log((n_both + 0.5) / (n_with + 5)),
            "held": np.log((n_held + 0.5) / (self._n_groups + 4)),
        }

    def _count_families(self, words: Iterable[str], group: int) -> _Integers:
        """Return how many families other than the group have each word."""
        families = (self._families[word] for word in words)
        return np.array([len(groups) - (group in groups) for groups in families], dtype=np.int64)


def _characters(words: Iterable[str]) -> _Integers:
    """Return the code points of words of two characters, a word in a row."""
    joined = "".join(words).encode("utf-32-le", "surrogatepass")
    return np.frombuffer(joined, dtype=np.uint32).reshape(-1, _WORD_LENGTH).astype(np.int64)


def _as_one(characters: _Integers) -> _Integers:
    return characters[:, 0] << 32 | characters[:, 1]


def _gains(counts: csr_array, columns: _Integers, shares: NDArray[np.float64]) -> csr_array:
    gains = csr_array(diags_array(1 / (_PRIOR * shares)) @ counts[:, columns])
    gains.data = np.log1p(gains.data).astype(np.float32)
    return gains


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
    candidates = [judge.pairs(number, reading, _LEAST_ODDS - _KNOWN) for number, reading in enumerate(readings)]
    suspicions = [_weigh(pairs, reading, known) for pairs, reading in zip(candidates, readings, strict=True)]
    known = known | {pair.words for found in suspicions for pair in found.shown if pair.odds() > 0}
    suspicions = [_weigh(pairs, reading, known) for pairs, reading in zip(candidates, readings, strict=True)]
    lexicons = group_lexicons([dict(pair.words for pair in found.shown) for found in suspicions])
    return [
        Spin(
            lexicon is not None,
            found.score / (found.score + _SUSPECTED),
            lexicon,
            tuple(_spun_places(found.shown, reading, plan)),
        )
        for found, reading, plan, lexicon in zip(suspicions, readings, plans, lexicons, strict=True)
    ]


def find_candidates(plans: Sequence[Plan], groups: Sequence[int], wanted: Iterable[int]) -> list[list[Pair]]:
    """Return the pairs of words that are weighed in the plans ``wanted``, given by their places among ``plans``."""
    readings = [_read(plan) for plan in plans]
    judge = _Judge(readings, groups)
    return [judge.pairs(number, readings[number]) for number in wanted]


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


def _spun_places(pairs: Iterable[Pair], reading: _Reading, plan: Plan) -> list[SpunPlace]:
    clauses = plan.clauses
    found = []
    for original, replacement, _ in pairs:
        for place in reading.places[replacement]:
            first = clauses[place.clause].start
            folded = fold(plan.text[first : clauses[place.clause].end])
            start, end = folded.original(place.at, place.at + len(replacement))
            found.append(SpunPlace(original, replacement, Span(first + start, first + end)))
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
