"""Swaps: words of a plan that may stand for others, which it never uses, with what speaks for each.

A word of a plan is odd where its neighbours are those of another word that normal language uses much, that the plan
never uses, and that plans at hand do not use beside it. For each pair of such words the log odds that one was swapped
for the other are a weighted sum of few measures (``WEIGHTS``). No pair of words is known beforehand.

The measure of a context is the pointwise mutual information of a word and its neighbour with counts smoothed towards
independence (a Dirichlet prior); where the odd word itself stands in normal language beside that neighbour, its own is
taken off.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array, diags_array

from corpus_tools.folding import to_codes
from corpus_tools.reuse.usage import BORDER, NUMBER, WORD_LENGTH, cut_clause, gather_usage, may_be_swapped
from corpus_tools.scripts import fold_simplified
from corpus_tools.structure.plans import Plan
from corpus_tools.words.segmenting import dictionary_share, word_frequency

WordPair = tuple[str, str]  # the original, and what stands in its place
_Integers = NDArray[np.int64]


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

# What is added for a pair of words that others show.
KNOWN_ODDS = 4.0

# Which words are weighed.
_LEAST_RATE = 4e-5  # of an absent word in normal text
_LEAST_EXPECTED = 0.1  # occurrences of it in the plan
_LEAST_FREQUENCY = 50  # of an odd word in jieba's dictionary: what is rarer there is a name or a term
# How well words fit their contexts.
_PRIOR = 200.0  # strength of the prior of independence, in occurrences
_LOWEST, _HIGHEST = -1.5, 6.0  # of what one neighbour says
_LOWEST_OF_BOTH = -2.0  # of what the two neighbours say together, which is no more than one may say
_WEAK = 1.0  # the most that a border or a number says
_MOST = 20.0  # of what all contexts say together
# Which absent words are weighed for an odd one: those with most for them in the sum of contexts and of these.
_N_RIVALS = 2
_ALIKE = 3.0  # for a common character
_EXPECTED = 0.3  # for each unit of the logarithm of how often it is expected
# Occurrences that are added before a logarithm is taken: what is rarer is as good as never met.
_NEXT_TO_NONE = 1e-9
_EXPECTED_FLOOR, _EVERYWHERE_FLOOR, _OFFICIAL_FLOOR = 1e-4, 0.01, 0.002
_OVERUSED_FLOOR, _MOST_OVERUSED = 0.05, 10.0
# As if so many more families had been seen: that have the word, and in all.
_VOUCHED_PRIOR = 0.5, 5
_HELD_PRIOR = 0.5, 4


class PossibleSwap(NamedTuple):
    """Words of which the second may stand for the first in a plan, with what speaks for it."""

    original: str
    replacement: str
    measures: Measures

    @property
    def words(self) -> WordPair:
        """The original and the replacement."""
        return self.original, self.replacement

    def odds(self, known: Set[WordPair] = frozenset()) -> float:
        """Return the log odds of the swap; ``known`` are pairs of words that others show."""
        weighed = INTERCEPT + sum(weight * measure for weight, measure in zip(WEIGHTS, self.measures, strict=True))
        return weighed + (KNOWN_ODDS if self.words in known else 0.0)


class Place(NamedTuple):
    """Where a word stands: its neighbours, its clause's number, and its offset in the folded clause."""

    left: str
    right: str
    clause: int
    at: int


@dataclass(frozen=True)
class PlanWords:
    """The words of a plan, and where they stand.

    Attributes
    ----------
    clauses
        Tokens of each.
    places
        For each word that may be swapped the places where it stands.
    n_tokens
        Of all clauses, without the border at either end of each.
    text
        The folded clauses, with a border between them.
    """

    clauses: tuple[tuple[str, ...], ...]
    places: Mapping[str, tuple[Place, ...]]
    n_tokens: int
    text: str


def read_words(plan: Plan) -> PlanWords:
    """Return the words of a plan's clauses, folded."""
    clauses = []
    places: defaultdict[str, list[Place]] = defaultdict(list)
    texts = []
    for number, clause in enumerate(plan.clauses):
        text = fold_simplified(plan.text[clause.start : clause.end]).text
        tokens = cut_clause(text)
        clauses.append(tuple(token.word for token in tokens))
        texts.append(text)
        for left, token, right in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if may_be_swapped(token.word):
                places[token.word].append(Place(left.word, right.word, number, token.at))
    n_tokens = sum(len(clause) - 2 for clause in clauses)
    frozen = {word: tuple(found) for word, found in places.items()}
    return PlanWords(tuple(clauses), frozen, n_tokens, BORDER.join(texts))


def find_possible_swaps(
    words_of_plans: Sequence[PlanWords],
    family_numbers: Sequence[int],
    wanted: Iterable[int],
    known: Set[WordPair] = frozenset(),
    least: float = -np.inf,
) -> list[list[PossibleSwap]]:
    """Return for some plans the absent words that their words likeliest stand for, and the known pairs.

    Parameters
    ----------
    words_of_plans
        Of all plans at hand.
    family_numbers
        Of each of them, equal within a family of copies: its members do not vouch for each other.
    wanted
        The places of the plans to be weighed.
    known
        Originals and replacements that are weighed wherever the one is absent and the other met.
    least
        Swaps with lower log odds are left out.
    """
    judge = _Judge(words_of_plans, family_numbers, known)
    return [judge.swaps(number, words_of_plans[number], least) for number in wanted]


class _Judge:
    """Compares the words of plans with normal usage."""

    def __init__(
        self, words_of_plans: Sequence[PlanWords], family_numbers: Sequence[int], known: Set[WordPair]
    ) -> None:
        self._usage = usage = gather_usage({clause for own in words_of_plans for clause in own.clauses})
        self._family_numbers = family_numbers
        self._n_families = len(set(family_numbers))
        self._known = known
        self._holders: defaultdict[str, set[int]] = defaultdict(set)
        self._families: defaultdict[str, set[int]] = defaultdict(set)
        for number, (family, own) in enumerate(zip(family_numbers, words_of_plans, strict=True)):
            for word in own.places:
                self._holders[word].add(number)
                self._families[word].add(family)
        originals = {original for original, _ in known if original in usage.numbers and len(original) == WORD_LENGTH}
        frequent = {word for word, number in usage.numbers.items() if usage.rates[number] >= _LEAST_RATE}
        self._words = sorted(originals | {word for word in frequent if may_be_swapped(word)})
        self._characters = _characters(self._words)
        self._columns = columns = self._numbers(self._words)
        self._awaited = np.where(np.isin(self._words, list(originals)), np.inf, usage.rates[columns])
        self._base = np.log(_PRIOR / (usage.counts[columns] + _PRIOR)).astype(np.float32)
        self._gains = [_gains(counts, columns, usage.shares) for counts in (usage.behind, usage.before)]

    def _numbers(self, words: Iterable[str]) -> _Integers:
        return np.array([self._usage.numbers[word] for word in words], dtype=np.int64)

    def swaps(self, plan: int, own: PlanWords, least: float) -> list[PossibleSwap]:
        """Return the swaps of a plan whose log odds are not below the least."""
        words = [word for word in own.places if word_frequency(word) >= _LEAST_FREQUENCY]
        absent = self._find_absent(own)
        if not words or not len(absent):
            return []
        fits, starts = self._fit(words, own, absent)
        total = np.asarray(csr_array((np.ones(len(fits), np.float32), np.arange(len(fits)), starts)) @ fits)
        alike = _share_character(_characters(words), self._characters[absent])
        chosen = self._choose(words, absent, self._rank(total, alike, absent, own))
        pairs = [(self._words[absent[j]], words[i]) for i, j in chosen]
        best = [[*sorted(fits[starts[i] : starts[i + 1], j].tolist(), reverse=True), 0.0] for i, j in chosen]
        measures: dict[str, ArrayLike] = {
            "contexts": [min(float(total[i, j]), _MOST) for i, j in chosen],
            "best": [first for first, *_ in best],
            "second": [second for _, second, *_ in best],
            "shared": [alike[i, j] for i, j in chosen],
            "same": [any(a == b for a, b in zip(*words, strict=True)) for words in pairs],
            **self._compare_rates(pairs, own),
            **self._vouch(pairs, self._family_numbers[plan]),
        }
        values = np.column_stack([np.asarray(measures[name]) for name in Measures._fields])
        kept = np.flatnonzero(INTERCEPT + values @ np.array(WEIGHTS) >= least)
        return [PossibleSwap(*pairs[i], Measures(*values[i].tolist())) for i in kept]

    def _rank(
        self, total: NDArray[np.float32], alike: NDArray[np.bool_], absent: _Integers, own: PlanWords
    ) -> NDArray[np.float64]:
        """Return how likely each absent word (columns) is what each word stands for, without the costlier measures."""
        n_expected = self._usage.rates[self._columns[absent]] * own.n_tokens
        rank = total + _ALIKE * alike + _EXPECTED * np.log(n_expected + _NEXT_TO_NONE)
        return np.where(total > 0, rank, -np.inf)

    def _find_absent(self, own: PlanWords) -> _Integers:
        """Return which of the weighed words a text lacks that should have them by its length."""
        in_text = _as_one(_characters(map("".join, pairwise(own.text))))
        is_absent = ~np.isin(_as_one(self._characters), in_text)
        return np.flatnonzero(is_absent & (self._awaited * own.n_tokens >= _LEAST_EXPECTED))

    def _fit(self, words: Sequence[str], own: PlanWords, absent: _Integers) -> tuple[NDArray[np.float32], _Integers]:
        """Return how much better each absent word (columns) fits each context, and where those of each word start."""
        usage = self._usage
        different = [dict.fromkeys((place.left, place.right) for place in own.places[word]) for word in words]
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
            itself = np.log((n_beside + _PRIOR) / (usage.table_counts[numbers] + _PRIOR))
            fits += said - itself.astype(np.float32)[:, None]
        return fits.clip(_LOWEST_OF_BOTH, _HIGHEST), np.cumsum([0, *n_contexts])

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

    def _compare_rates(self, pairs: Sequence[WordPair], own: PlanWords) -> dict[str, ArrayLike]:
        """Return the measures of how often the words are met and expected."""
        usage, n = self._usage, own.n_tokens
        originals = self._numbers(original for original, _ in pairs)
        replacements = self._numbers(replacement for _, replacement in pairs)
        n_places = np.array([len(own.places[replacement]) for _, replacement in pairs])
        expected, official = usage.rates[originals] * n, usage.table_rates[replacements] * n
        return {
            "expected": np.log(expected + _EXPECTED_FLOOR),
            "everywhere": np.log(usage.lowest_rates[originals] * n + _EVERYWHERE_FLOOR),
            "overused": np.minimum(_MOST_OVERUSED, n_places * np.log1p(expected / (official + _OVERUSED_FLOOR))),
            "general": np.log([dictionary_share(replacement) * n for _, replacement in pairs]),
            "official": np.log(official + _OFFICIAL_FLOOR),
        }

    def _vouch(self, pairs: Sequence[WordPair], family: int) -> dict[str, ArrayLike]:
        """Return the measures of how many other families have the words.

        A plan that has the replacement alone may be spun with the same lexicon: it vouches for nothing.
        """
        both = [self._holders[original] & self._holders[replacement] for original, replacement in pairs]
        n_both = np.array([len({self._family_numbers[holder] for holder in holders} - {family}) for holders in both])
        n_with = self._count_families((original for original, _ in pairs), family)
        n_held = self._count_families((replacement for _, replacement in pairs), family)
        return {
            "vouched": np.log((n_both + _VOUCHED_PRIOR[0]) / (n_with + _VOUCHED_PRIOR[1])),
            "held": np.log((n_held + _HELD_PRIOR[0]) / (self._n_families + _HELD_PRIOR[1])),
        }

    def _count_families(self, words: Iterable[str], family: int) -> _Integers:
        """Return how many families other than its own have each word."""
        families = (self._families[word] for word in words)
        return np.array([len(holders) - (family in holders) for holders in families], dtype=np.int64)


def _characters(words: Iterable[str]) -> _Integers:
    """Return the code points of words of two characters, a word in a row."""
    return to_codes("".join(words)).reshape(-1, WORD_LENGTH).astype(np.int64)


def _as_one(characters: _Integers) -> _Integers:
    return characters[:, 0] << 32 | characters[:, 1]


def _share_character(words: _Integers, others: _Integers) -> NDArray[np.bool_]:
    """Return which words (rows) have a character in common with which others (columns)."""
    (a, b), (c, d) = words.T, others.T
    shared: NDArray[np.bool_] = (
        np.equal.outer(a, c) | np.equal.outer(b, d) | np.equal.outer(a, d) | np.equal.outer(b, c)
    )
    return shared


def _gains(counts: csr_array, columns: _Integers, shares: NDArray[np.float64]) -> csr_array:
    gains = csr_array(diags_array(1 / (_PRIOR * shares)) @ counts[:, columns])
    gains.data = np.log1p(gains.data).astype(np.float32)
    return gains
