"""Spin without its source: plans in which several words stand where others belong, and those others wholly absent.

What each swap (``swaps``) says beyond ``_LEAST_ODDS`` counts for its plan, up to a limit a word, so that only several
independent words make it suspected. Swaps that aligned copies or other suspected plans show count more. Plans that
show the same swaps have one lexicon.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from types import MappingProxyType
from typing import NamedTuple

from corpus_tools.reuse.swaps import KNOWN_ODDS, PlanWords, PossibleSwap, WordPair, find_possible_swaps, read_words
from corpus_tools.scripts import fold_simplified
from corpus_tools.spans import Span
from corpus_tools.structure.plans import Plan

# What a swap counts: its log odds above the least, and no more than the most.
_LEAST_ODDS, _MOST_ODDS = -2.0, 4.0
_FEWEST_WORDS = 3  # of a suspected plan; where others show one of its swaps, two
_SUSPECTED = 2.0  # no natural plan of those that the weights were fitted on comes so far
_SUSPICION = 0.5  # the score where it begins
_TOKENS = 1000  # a plan of so many needs twice the sum: more of its words look odd by chance


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
        Whether several words speak for it, or a source that is at hand shows it.
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


def find_spin(
    plans: Sequence[Plan],
    family_numbers: Sequence[int],
    known: Set[WordPair] = frozenset(),
    seen: Mapping[int, Sequence[SpunPlace]] = MappingProxyType({}),
) -> list[Spin]:
    """Return for each plan whether it looks spun, judged by the plans at hand and by the table of the package.

    Parameters
    ----------
    family_numbers
        Of each plan, equal within a family of copies: its members do not vouch for each other.
    known
        Originals and replacements that spun copies of known sources show; another plan with such a pair is likelier to
        be spun.
    seen
        By index, of plans whose source is at hand, the places that it shows: they count where nothing else does, and
        no word of them stands for another than the source has.
    """
    words_of_plans = [read_words(plan) for plan in plans]
    swaps = find_possible_swaps(words_of_plans, family_numbers, range(len(plans)), known, _LEAST_ODDS - KNOWN_ODDS)
    swaps = [_drop_refuted(own, seen.get(i, ())) for i, own in enumerate(swaps)]
    suspicions = [_weigh(own, words, known) for own, words in zip(swaps, words_of_plans, strict=True)]
    known = known | {swap.words for found in suspicions for swap in found.shown if swap.odds() > 0}
    suspicions = [_weigh(own, words, known) for own, words in zip(swaps, words_of_plans, strict=True)]
    places = [
        sorted(_spun_places(found.shown, words, plan) or seen.get(i, []), key=lambda place: place.span)
        for i, (found, words, plan) in enumerate(zip(suspicions, words_of_plans, plans, strict=True))
    ]
    lexicons = group_lexicons([{place.original: place.replacement for place in own} for own in places])
    scores = [found.score / (found.score + _SUSPECTED) for found in suspicions]
    return [
        Spin(bool(own), max(score, _SUSPICION if own else 0.0), lexicon, tuple(own))
        for score, lexicon, own in zip(scores, lexicons, places, strict=True)
    ]


def _drop_refuted(swaps: Iterable[PossibleSwap], seen: Sequence[SpunPlace]) -> list[PossibleSwap]:
    """Return the swaps without those whose replacement stands for another word in the source."""
    shown, replacements = {place[:2] for place in seen}, {place.replacement for place in seen}
    return [swap for swap in swaps if swap.words in shown or swap.replacement not in replacements]


class _Suspicion(NamedTuple):
    """The swaps that count against a plan, and their sum."""

    swaps: tuple[PossibleSwap, ...]
    score: float

    @property
    def shown(self) -> tuple[PossibleSwap, ...]:
        """The swaps, if they are enough for suspicion."""
        return self.swaps if self.score >= _SUSPECTED else ()


def _weigh(swaps: Iterable[PossibleSwap], words: PlanWords, known: Set[WordPair]) -> _Suspicion:
    """Return the likeliest swaps, in which each word is met once, and what they say together."""
    odds = {swap: swap.odds(known) for swap in swaps}
    chosen: list[PossibleSwap] = []
    for swap in sorted(odds, key=lambda swap: (-odds[swap], swap.words)):
        is_new = not {word for other in chosen for word in other.words} & set(swap.words)
        if odds[swap] > _LEAST_ODDS and is_new and swap.words[::-1] not in known:
            chosen.append(swap)
    total = sum(min(odds[swap] - _LEAST_ODDS, _MOST_ODDS) for swap in chosen)
    n_words = len(chosen) + any(swap.words in known for swap in chosen)
    score = total / (1 + words.n_tokens / _TOKENS) if n_words >= _FEWEST_WORDS else 0.0
    return _Suspicion(tuple(chosen), score)


def _spun_places(swaps: Iterable[PossibleSwap], words: PlanWords, plan: Plan) -> list[SpunPlace]:
    clauses = plan.clauses
    found = []
    for original, replacement, _ in swaps:
        for place in words.places[replacement]:
            first = clauses[place.clause].start
            folded = fold_simplified(plan.text[first : clauses[place.clause].end])
            start, end = folded.original(place.at, place.at + len(replacement))
            found.append(SpunPlace(original, replacement, Span(first + start, first + end)))
    return found


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


def count_swaps(spins: Iterable[Spin]) -> list[tuple[WordPair, int]]:
    """Return the swapped words that plans show and how many plans show each, those of most plans first."""
    shown = Counter(words for spin in spins for words in {place[:2] for place in spin.evidence})
    return sorted(shown.items(), key=lambda item: (-item[1], item[0]))
