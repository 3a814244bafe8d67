"""Substitutions: which words a spinner swapped for which, learnt from aligned passages; none is known beforehand.

An edit of characters is widened to the borders of words on both sides, and an affix that both have is taken off where
words are left. A pair of words is systematic, and kept, where it is met at two places of the corpus, between other
words, or at one beside two such pairs in the same two plans, or beside so many others that somebody has gone through
the text; and only where one of them hardly stands in these plans but for the other. Numbers, names and times that
differ (``fillings``) are slots of a template, not substitutions, as is what differs at one place of it only.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.arrays import find_spans
from corpus_tools.folding import to_codes
from corpus_tools.reuse.fillings import are_fillings, are_schools
from corpus_tools.reuse.lexicon import Canonical, Substitution
from corpus_tools.reuse.passages import Alignment, Edit, join_touching
from corpus_tools.reuse.shingles import hash_shingles
from corpus_tools.spans import Span, merge
from corpus_tools.words.segmenting import segment, word_frequency

# An alignment teaches where it is too long for chance, and nearly all of an edit's surroundings are equal.
_FEWEST_MATCHED = 30
_SHORTEST_WORD, _LONGEST_WORD = 2, 4
_FEWEST_PLACES = 2
_FEWEST_KEPT = 2
_FEWEST_ALONE = 6  # different words that two plans swap, at however few places: no slip, and no new term
_MANY_PLACES, _MOST_PARTNERS = 4, 2
_LEAST_SHARE = 0.5  # of the places of a word that are swapped for another, where one of both is in few others
_AROUND = 3  # characters that tell one place of a template from another

_FIRST_CHINESE, _LAST_CHINESE = map(ord, "\u4e00\u9fff")
_CHINESE = re.compile("[\u4e00-\u9fff]+")
_LONGEST_SIGN = 3  # characters behind a word that tell of a name

Borders = NDArray[np.bool_]  # for each offset of a text, and its end, whether a word starts or ends there


class Swap(NamedTuple):
    """A place where one plan has a word and another plan another.

    Attributes
    ----------
    words
        In the first plan and in the second.
    at_a, at_b
        Where the words start in the folded bodies.
    """

    words: tuple[str, str]
    at_a: int
    at_b: int


def word_borders(text: str, spans: Iterable[Span]) -> Borders:
    """Return where words begin and end, in the runs of Chinese characters that ``spans`` touch, which are in order.

    Other runs count as one word, all else as words of one character.
    """
    codes = to_codes(text)
    is_chinese = (codes >= _FIRST_CHINESE) & (codes <= _LAST_CHINESE)
    borders: Borders = np.ones(len(text) + 1, dtype=bool)
    borders[1:-1] = ~(is_chinese[:-1] & is_chinese[1:])
    runs = find_spans(is_chinese)
    starts, ends = np.array(list(spans), dtype=np.int64).reshape(-1, 2).T
    first_behind = ends.searchsorted(runs[:, 0])
    touched = np.append(starts, len(borders))[first_behind] <= runs[:, 1]
    for start, end in runs[touched].tolist():
        borders[start + np.cumsum([0, *map(len, segment(text[start:end]))])] = True
    return borders


def find_swaps(a: str, b: str, alignment: Alignment) -> Iterator[Swap]:
    """Yield the words that differ in an alignment of two folded bodies."""
    if alignment.n_matched < _FEWEST_MATCHED:
        return
    borders_a = word_borders(a, (edit.a for edit in alignment.edits))
    borders_b = word_borders(b, (edit.b for edit in alignment.edits))
    for edit in merge(_widen(alignment, borders_a, borders_b), _complete):
        words = a[slice(*edit.a)], b[slice(*edit.b)]
        if all(map(_CHINESE.fullmatch, words)) and not are_fillings(*words):  # names may have an affix in common, too
            start, end = _affixes(*words)
            left = words[0][start : len(words[0]) - end], words[1][start : len(words[1]) - end]
            if _is_swap(*left, behind=a[edit.a.end - end :][:_LONGEST_SIGN]):
                yield Swap(left, edit.a.start + start, edit.b.start + start)


def _widen(alignment: Alignment, borders_a: Borders, borders_b: Borders) -> Iterator[Edit]:
    """Yield the edits of an alignment, each reaching from one border that the words of both sides have to the next.

    Edits with no such border between them are put together; those at the ends of the passage, with none outside, are
    left out.
    """
    opened: tuple[int, int] | None = None
    for a, b in alignment.equal_runs():
        common = np.flatnonzero(borders_a[a.start : a.end + 1] & borders_b[b.start : b.end + 1])
        if len(common):
            first, last = int(common[0]), int(common[-1])
            if opened:
                yield Edit(Span(opened[0], a.start + first), Span(opened[1], b.start + first))
            opened = a.start + last, b.start + last


def _complete(one: Edit, other: Edit) -> Edit | None:
    """Return two edits as one, if one of them leaves out or puts in what touches the other: 乙丙 for 甲乙 is two."""
    is_one_sided = any(span.start == span.end for span in (*one, *other))
    return join_touching(one, other) if is_one_sided else None


def _affixes(a: str, b: str) -> tuple[int, int]:
    """Return how many characters to take off the start and the end of both words.

    What is left of both is words of the dictionary; before an ending alone, one of them is enough if both are as long.

    >>> _affixes("桌子腿", "椅子腿"), _affixes("书房", "书店"), _affixes("责任心", "责任感")
    ((0, 1), (0, 0), (0, 0))
    >>> _affixes("班主任", "班级主任")
    (0, 0)
    """
    choices = [
        (len(a) - start - end, start, end)
        for start in range(min(len(a), len(b)) - 1)
        for end in range(min(len(a), len(b)) - start - 1)
        if a[:start] == b[:start]
        and a[len(a) - end :] == b[len(b) - end :]
        and _n_words(a[start : len(a) - end], b[start : len(b) - end]) >= (1 if not start and len(a) == len(b) else 2)
    ]
    _, start, end = min(choices, default=(0, 0, 0))
    return start, end


def _n_words(*texts: str) -> int:
    return sum(map(bool, map(word_frequency, texts)))


def _is_swap(a: str, b: str, behind: str) -> bool:
    """Tell whether two wordings are words with a meaning, and not slots that each plan fills in its own way."""
    return (
        all(_SHORTEST_WORD <= len(word) <= _LONGEST_WORD for word in (a, b))
        and _n_words(a, b) > 0
        and not are_fillings(a, b)
        and not are_schools(a, b, behind)
    )


PairSwaps = Mapping[tuple[int, int], Sequence[Swap]]  # by the numbers of the two plans
_Words = tuple[str, str]


def settle_directions(
    swaps: PairSwaps, commonness: Callable[[str], float], sources: Mapping[tuple[int, int], int | None] | None = None
) -> Callable[[_Words], _Words]:
    """Return a function that turns the two words of a swap into (original, replacement).

    The source of a pair has the originals; where no pair with a known source shows two words, of two plans that with
    the commoner words is taken to have them. Of two words, the one that more places say so of is the original.

    Parameters
    ----------
    commonness
        Logarithm of how common a word is.
    sources
        By the numbers of two plans which of them is the source, 0 or 1, None where that is not known.
    """
    known, taken = Counter[_Words](), Counter[_Words]()
    for plans, found in swaps.items():
        source = (sources or {}).get(plans)
        words = [swap.words for swap in found]
        if source is None:
            taken.update(words if sum(commonness(a) - commonness(b) for a, b in words) >= 0 else map(_turn, words))
        else:
            known.update(words if source == 0 else map(_turn, words))

    def key(words: _Words) -> tuple[int, int, _Words]:
        return known[words], taken[words], words

    return lambda words: max(words, _turn(words), key=key)


def _turn(words: _Words) -> _Words:
    return words[1], words[0]


def learn_substitutions(swaps: PairSwaps, name: Callable[[_Words], _Words], texts: Sequence[str]) -> list[Substitution]:
    """Return the systematic substitutions, those of most places first.

    Parameters
    ----------
    name
        What ``settle_directions`` returned for the swaps.
    texts
        The folded bodies.
    """
    regular = _find_regular(swaps, name, texts)
    counted = [substitution for substitution in count_substitutions(swaps, name) if substitution[:2] in regular]
    surroundings = _gather_surroundings(swaps, name, texts)
    n_partners = Counter(word for substitution in counted for word in substitution[:2])
    certain = {
        s[:2]
        for s in counted
        if s.n_places >= _FEWEST_PLACES and _is_spread(*surroundings[s[:2]], max(n_partners[word] for word in s[:2]))
    }
    shown = [{name(swap.words) for swap in found} for found in swaps.values()]
    whole = {words for words in regular if _n_words(*words) == len(words)}  # a name may be one of them
    beside = (
        words & whole for words in shown if len(words & certain) >= _FEWEST_KEPT or len(words & whole) >= _FEWEST_ALONE
    )
    kept = certain.union(*beside)
    return [substitution for substitution in counted if substitution[:2] in kept]


def _find_regular(swaps: PairSwaps, name: Callable[[_Words], _Words], texts: Sequence[str]) -> set[_Words]:
    """Return the pairs of words of which one stands for the other wherever it can, or nearly so.

    A spun copy has the replacement from its source; where both plans have both words all over, one has once said it in
    another way, as a law does that was amended.
    """
    n_swapped, n_held = Counter[_Words](), Counter[_Words]()
    for (a, b), found in swaps.items():
        for words, n_places in Counter(swap.words for swap in found).items():
            n_swapped[name(words)] += n_places
            n_held[name(words)] += min(texts[a].count(words[0]), texts[b].count(words[1]))
    return {words for words, n_places in n_swapped.items() if n_places >= _LEAST_SHARE * n_held[words]}


def _gather_surroundings(
    swaps: PairSwaps, name: Callable[[_Words], _Words], texts: Sequence[str]
) -> Mapping[_Words, tuple[set[str], set[str]]]:
    """Return for each pair of words what stands before its originals, and what behind them."""
    surroundings: defaultdict[_Words, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for (a, b), found in swaps.items():
        for swap in found:
            words = name(swap.words)
            plan, at = (a, swap.at_a) if words == swap.words else (b, swap.at_b)
            end = at + len(words[0])
            before, behind = surroundings[words]
            before.add(texts[plan][max(0, at - _AROUND) : at])
            behind.add(texts[plan][end : end + _AROUND])
    return surroundings


def _is_spread(before: Collection[str], behind: Collection[str], n_partners: int) -> bool:
    """Tell whether words stand at different places of a text, and not in the slots of templates, however often.

    The same words may lead to many slots, with as many fillings; and a phrase may be the only one with a word.
    """
    fewer, more = sorted((len(before), len(behind)))
    return fewer >= _FEWEST_PLACES or (more >= _MANY_PLACES and n_partners <= _MOST_PARTNERS)


def count_substitutions(swaps: PairSwaps, name: Callable[[_Words], _Words]) -> list[Substitution]:
    """Return how often each substitution is met, those of most places first.

    Parameters
    ----------
    name
        What ``settle_directions`` returned for the swaps.
    """
    places: defaultdict[_Words, tuple[set[tuple[int, int]], set[tuple[int, int]]]] = defaultdict(lambda: (set(), set()))
    n_pairs: Counter[_Words] = Counter()
    for (a, b), found in swaps.items():
        for swap in found:
            words = name(swap.words)
            sides = (a, swap.at_a), (b, swap.at_b)
            for known, place in zip(places[words], sides if words == swap.words else sides[::-1], strict=True):
                known.add(place)
        n_pairs.update({name(swap.words) for swap in found})
    # Copies of one plan show the same place again: what counts is how many there are on the side that has fewer.
    counted = [Substitution(*words, n_pairs[words], min(map(len, sides))) for words, sides in places.items()]
    return sorted(counted, key=lambda s: (-s.n_places, -s.n_pairs, s.original, s.replacement))


def drop_explained(substitutions: Sequence[Substitution]) -> list[Substitution]:
    """Leave out the pairs of words that have an original in common: two spun copies of one source show them."""
    originals: defaultdict[str, set[str]] = defaultdict(set)
    for substitution in substitutions:
        originals[substitution.replacement].add(substitution.original)
    return [s for s in substitutions if not originals[s.original] & originals[s.replacement]]


def count_holders(words: Iterable[str], texts: Sequence[str]) -> dict[str, int]:
    """Return for each word how many texts hold it."""
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    for word in sorted(set(words)):
        by_length[len(word)].append(word)
    counts = {word: 0 for known in by_length.values() for word in known}
    for n, known in by_length.items():
        hashes = np.concatenate([hash_shingles(word, n) for word in known])
        order = np.argsort(hashes)
        ordered, n_holders = hashes[order], np.zeros(len(known), dtype=np.int64)
        for text in texts:
            own = hash_shingles(text, n)
            at = np.minimum(ordered.searchsorted(own), len(known) - 1)
            n_holders[np.unique(at[ordered[at] == own])] += 1
        counts.update((known[i], count) for i, count in zip(order.tolist(), n_holders.tolist(), strict=True))
    return counts


def find_undone(a: Canonical, b: Canonical, alignment: Alignment) -> Iterator[Swap]:
    """Yield the words that differ between two texts where they are aligned as equal once substitutions are undone."""
    for run_a, run_b in alignment.equal_runs():
        shift = run_b.start - run_a.start
        for at, word in a.words_between(*run_a):
            other = b.words.get(at + shift)
            if other is not None and other != word:
                yield Swap((word, other), int(a.starts[at]), int(b.starts[at + shift]))
