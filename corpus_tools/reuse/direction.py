"""Direction: which of two plans that share text is the source of the other, how sure that is, and why.

Each piece of evidence speaks for one of the two with a weight, the logarithm of the odds that it is right; what speaks
for the other is taken off. Where nothing speaks, or hardly more for one than for the other, no source is named.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from math import exp
from types import MappingProxyType
from typing import NamedTuple

from corpus_tools.facts.dates import FULL_YEARS, StatedDate, Years, format_years
from corpus_tools.facts.months import Months, read_months
from corpus_tools.reuse.clues import Clues, are_of_one, find_relation
from corpus_tools.reuse.evidence import Evidence, EvidenceKind
from corpus_tools.reuse.passages import Passage
from corpus_tools.reuse.scores import PairScore
from corpus_tools.reuse.substitutions import PairSwaps, Swap
from corpus_tools.scripts import simplify
from corpus_tools.spans import Span
from corpus_tools.words.segmenting import word_frequency

# Natural logarithms of odds. A mask may also be the blank of a form that was filled in later; an excerpt may also have
# been written up to a longer plan; a page may gather plans that are older than it.
WEIGHTS: Mapping[EvidenceKind, float] = {
    "spun words": 0.8,  # for each step on the scale of commonness, and each place that one word fits and not the other
    "left-over name": 4.0,
    "left-over year": 1.5,
    "masked year": 1.5,
    "masked name": 1.0,
    "published": 2.0,
    "page published": 1.0,
    "implied year": 1.5,
    "signed": 1.5,
    "contained": 0.4,
}
_CHRONOLOGY = frozenset(("published", "page published", "implied year", "signed"))
_MOST_OF_SPUN_WORDS = 4.0
_LARGEST_STEP = 2.0  # of one word: nobody knows all rare words
_LEAST_AGREEMENT = 0.7  # of spun words, 0 to 1: two copies of one source have words of their own each
_LEAST_CONFIDENCE, _MOST_CONFIDENCE = 0.65, 0.999  # the weights are no measurements: nothing is surer
_MUCH = 0.5  # of a plan is in another
_WHOLE, _LARGER = 0.9, 1.5  # so much of a plan is held by one that is so many times as long
_CLEARLY = 1 / 3  # of the likeness that a copy of one of two plans is expected to lack to the other
_FEWEST_RESTORED = 2  # different words: a spinner's second copy of one source, hardly a copy of the first
_RELATED = 0.5  # of the likeness of a copy to its source: what is less alike the source gave other parts
_AROUND = [(before, behind) for before in range(3) for behind in range(3) if before or behind]  # of a swapped word


class Direction(NamedTuple):
    """Who copied from whom.

    Attributes
    ----------
    source
        0 or 1: the first or the second plan; None where it is not known.
    confidence
        How likely that is, by the odds of all evidence together: 0.65 to 0.999; 0 without a source.
    evidence
        What speaks for the likelier source, the heaviest first, then what speaks for the other.
    """

    source: int | None = None
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_chronology(self) -> bool:
        """Whether nothing speaks for the source but the time of the two."""
        return all(one.kind in _CHRONOLOGY for one in self.evidence if one.source == self.source)

    @property
    def turned(self) -> "Direction":
        """The same with the sides changed."""
        evidence = tuple(one._replace(source=1 - one.source) for one in self.evidence)
        return Direction(None if self.source is None else 1 - self.source, self.confidence, evidence)


def find_direction(
    a: Clues, b: Clues, score: PairScore, passages: Sequence[Passage], commoner: float | None, *, is_whole: bool
) -> Direction:
    """Return which of two plans is the source of the other.

    Parameters
    ----------
    passages
        What they share.
    commoner
        What ``weigh_words`` says of the words that a spinner swapped between them, None if there are none.
    is_whole
        Whether the plans are copies as a whole, so that their titles count as shared.
    """
    found = [
        *_from_words(commoner),
        *_from_names(a, b, passages),
        *_from_masks(a, b, passages, is_whole=is_whole),
        *_from_years(a, b, passages),
        *_from_publication(a, b),
        *_from_containment(score),
    ]
    # With swapped words on either side, or little in common, both may have it from a third, whichever is older. But a
    # school words its own plan anew.
    is_swapped_in_both = commoner == 0 and find_relation(a, b) != "same_school"
    may_have_third = is_swapped_in_both or max(score.containment_a, score.containment_b) < _MUCH
    return _sum_up_without_time(found) if may_have_third else _sum_up(found)


def _sum_up_without_time(found: Collection[Evidence]) -> Direction:
    """Return the source that something else than the time of the two names; their time may only speak against it."""
    rest = [evidence for evidence in found if evidence.kind not in _CHRONOLOGY]
    named = _sum_up(rest)
    if named.source is None:
        return named
    against = [one for one in found if one.kind in _CHRONOLOGY and one.source != named.source]
    weighed = _sum_up(rest + against)
    return weighed if weighed.source == named.source else Direction(evidence=weighed.evidence)


def _sum_up(found: Collection[Evidence]) -> Direction:
    balance = sum(evidence.weight * (1 if evidence.source == 0 else -1) for evidence in found)
    likelier = 0 if balance >= 0 else 1
    ordered = tuple(sorted(found, key=lambda evidence: (evidence.source != likelier, -evidence.weight, evidence)))
    confidence = min(_MOST_CONFIDENCE, 1 / (1 + exp(-abs(balance))))
    return Direction(likelier, confidence, ordered) if confidence >= _LEAST_CONFIDENCE else Direction(evidence=ordered)


def weigh_words(a: str, b: str, swaps: Iterable[Swap], commonness: Callable[[str], float]) -> float | None:
    """Return by how much the words of the first folded body are the natural ones; below 0 those of the second are.

    A word counts by how much commoner it is than what stands in its place, and by the places where it makes a word of
    the dictionary together with the characters around it and the other does not. What says the most is taken off: who
    rewrites a plan in good faith, too, puts one word for another. Where the words do not agree on a side, the answer is
    0; where nothing else agrees with a single sign, None.

    Parameters
    ----------
    swaps
        The words that differ between the bodies.
    commonness
        Logarithm of how common a word is.
    """
    swaps = list(swaps)
    steps = [commonness(first) - commonness(second) for first, second in sorted({swap.words for swap in swaps})]
    steps = [max(-_LARGEST_STEP, min(_LARGEST_STEP, step)) for step in steps]
    steps += dict(fit for swap in swaps for fit in _fits(a, b, swap)).values()
    total = sum(steps)
    if abs(total) < _LEAST_AGREEMENT * sum(map(abs, steps)):
        return 0.0
    return total - (max(steps, default=0) if total > 0 else min(steps, default=0)) or None


def _fits(a: str, b: str, swap: Swap) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield the longer wordings of a swap with what stands around both, and 1 or -1 where one of them is a word."""
    first, second = swap.words
    for n_before, n_behind in _AROUND:
        start_a, start_b = swap.at_a - n_before, swap.at_b - n_before
        longer_a = a[max(0, start_a) : swap.at_a + len(first) + n_behind]
        longer_b = b[max(0, start_b) : swap.at_b + len(second) + n_behind]
        around_a = longer_a[:n_before], longer_a[n_before + len(first) :]
        if around_a == (longer_b[:n_before], longer_b[n_before + len(second) :]) and len("".join(around_a)):
            fit = bool(word_frequency(longer_a)) - bool(word_frequency(longer_b))
            if fit:
                yield (longer_a, longer_b), fit


def _from_words(commoner: float | None) -> Iterator[Evidence]:
    if commoner:
        weight = min(_MOST_OF_SPUN_WORDS, WEIGHTS["spun words"] * abs(commoner))
        yield Evidence("spun words", weight, 0 if commoner > 0 else 1)


def _from_names(a: Clues, b: Clues, passages: Sequence[Passage]) -> Iterator[Evidence]:
    shared = [(simplify(a.text[slice(*passage.a)]), simplify(b.text[slice(*passage.b)])) for passage in passages]
    for side, source, copy in ((0, a, b), (1, b, a)):
        own, other = source.own_name, copy.own_name
        if not own or not other or own.kind == "masked":
            continue
        left = [form for form in source.own_forms if any(form in one and form in two for one, two in shared)]
        foreign = simplify(other.text)
        differs = not any(form in foreign or foreign in form for form in source.own_forms)
        if left and differs and not (are_of_one(a, b) or source.own_forms & copy.own_forms):
            yield _weigh("left-over name", side, min(left, key=lambda form: (-len(form), form)))
        if other.kind == "masked":
            yield _weigh("masked name", side, own.text)


def _from_masks(a: Clues, b: Clues, passages: Sequence[Passage], *, is_whole: bool) -> Iterator[Evidence]:
    dates = (a.dates, b.dates)
    if not is_whole:
        dates = _within(a.dates, (p.a for p in passages)), _within(b.dates, (p.b for p in passages))
    masked = [any(date.kind == "masked" for date in own) for own in dates]
    for side in (0, 1):
        year = next((date.year_min for date in dates[side] if date.kind in FULL_YEARS), None)
        if masked[1 - side] and not masked[side] and year is not None:
            yield _weigh("masked year", side, str(year))


def _from_years(a: Clues, b: Clues, passages: Sequence[Passage]) -> Iterator[Evidence]:
    """Yield what the years say; the day of a signature says no more, where the year that a plan is for tells."""
    implied = list(_from_implied_years(a, b, passages))
    yield from implied
    is_told = any(evidence.kind == "implied year" for evidence in implied)
    if not is_told and a.signed and b.signed and a.signed != b.signed:
        earlier, later = map(_format_day, sorted((a.signed, b.signed)))
        yield _weigh("signed", 0 if a.signed < b.signed else 1, earlier, later)


def _from_implied_years(a: Clues, b: Clues, passages: Sequence[Passage]) -> Iterator[Evidence]:
    if not (a.years and b.years and a.months and b.months):
        return
    both = _years_stated(a.dates, (p.a for p in passages)) & _years_stated(b.dates, (p.b for p in passages))
    times = (a.years, a.months), (b.years, b.months)
    left = [_find_left(both, *times[side], times[1 - side][1]) for side in (0, 1)]
    for side, ((years, months), (other_years, other_months)) in enumerate((times, times[::-1])):
        if years[0] < other_years[0] and years[1] < other_years[1]:
            yield _weigh("implied year", side, format_years(years), format_years(other_years))
        elif months.last < other_months.first:
            yield _weigh("implied year", side, str(months), str(other_months))
        if left[side] and not left[1 - side]:
            yield _weigh("left-over year", side, left[side])


def _find_left(both: Iterable[tuple[Years, Months]], years: Years, months: Months, other: Months) -> str:
    """Return the years of a plan, or else the first month, that two state and that is of the time of one only."""
    far = [stated for stated in both if stated[1].is_far_from(other)]
    if any(stated[0] == years for stated in far):
        return format_years(years)
    return str(min((stated[1] for stated in far if months.holds(stated[1])), default=""))


def _from_publication(a: Clues, b: Clues) -> Iterator[Evidence]:
    known = min(len(a.published), len(b.published))
    first, second = a.published[:known], b.published[:known]
    if a.path != b.path and first != second:
        earlier, later = map(_format_day, sorted((first, second)))
        kind: EvidenceKind = "page published" if a.is_of_page or b.is_of_page else "published"
        yield _weigh(kind, 0 if first < second else 1, earlier, later)


def _from_containment(score: PairScore) -> Iterator[Evidence]:
    """Who takes from a plan leaves out what does not fit; to write a plan around all of another is rarer."""
    shares = score.containment_a, score.containment_b
    for side, (other, share) in enumerate((shares, shares[::-1])):
        if share >= _WHOLE and share >= _LARGER * other:  # what they share is so much of either
            yield _weigh("contained", side)


def _weigh(kind: EvidenceKind, source: int, value: str = "", other: str = "") -> Evidence:
    return Evidence(kind, WEIGHTS[kind], source, value, other)


def _years_stated(dates: Iterable[StatedDate], spans: Iterable[Span]) -> set[tuple[Years, Months]]:
    return {
        ((date.year_min, date.year_max), read_months((date.year_min, date.year_max), date.text))
        for date in _within(dates, spans)
        if date.kind in FULL_YEARS and date.year_min is not None and date.year_max is not None
    }


def _within(dates: Iterable[StatedDate], spans: Iterable[Span]) -> tuple[StatedDate, ...]:
    spans = list(spans)
    return tuple(date for date in dates if any(span.start <= date.start and date.end <= span.end for span in spans))


def _format_day(day: tuple[int, ...]) -> str:
    return "-".join(f"{number:02}" for number in day)


def drop_indirect(
    found: Mapping[tuple[int, int], tuple[float, Direction]], swaps: PairSwaps = MappingProxyType({})
) -> dict[tuple[int, int], Direction]:
    """Return the directions between plans, without those that a third plan makes doubtful.

    Where a third plan is liker to each of two than they are to each other, they are hardly copied from each other: if
    the third is the source of both, they are its copies; and of two such plans, which one is older says nothing, where
    the third is clearly liker. They are its copies, too, where one has words of the third for which the other has
    swapped ones. Where the third is a source of one that is clearly liker than the other, and not itself a copy of the
    other, the one has from the third what it shares with both. Nor does time say anything where another plan may as
    well be the source: of plans that are as near, one at most is what a plan was copied from.

    Parameters
    ----------
    found
        By the numbers of two plans: how alike they are, and the direction between them.
    swaps
        By the numbers of two plans: the words that differ between them.
    """
    related = _relate(found)
    return {
        pair: Direction(evidence=direction.evidence) if _is_indirect(pair, direction, related, swaps) else direction
        for pair, (_, direction) in found.items()
    }


class _Related(NamedTuple):
    """How alike plans are, by the numbers of both, and which plans each may come from."""

    likeness: Mapping[int, Mapping[int, float]]
    sources: Mapping[int, Set[int]]


def _relate(found: Mapping[tuple[int, int], tuple[float, Direction]]) -> _Related:
    likeness: defaultdict[int, dict[int, float]] = defaultdict(dict)
    sources: defaultdict[int, set[int]] = defaultdict(set)
    for (a, b), (score, direction) in found.items():
        likeness[a][b] = likeness[b][a] = score
        if direction.source is not None:
            source, copy = (a, b) if direction.source == 0 else (b, a)
            sources[copy].add(source)
    return _Related(likeness, sources)


def _is_indirect(pair: tuple[int, int], direction: Direction, related: _Related, swaps: PairSwaps) -> bool:
    """Tell whether a third plan speaks against a direction, by one of the reasons of ``drop_indirect``."""
    if direction.source is None:
        return False
    likeness, sources = related
    source, copy = pair if direction.source == 0 else pair[::-1]
    score, of_source, of_copy = likeness[source][copy], likeness[source], likeness[copy]
    between = {third for third in of_source.keys() & of_copy.keys() if min(of_source[third], of_copy[third]) > score}
    origins = sources[source] & sources[copy]
    rivals = sources[copy] - {source}
    if (  # the copy has what it shares with the source from another plan
        not origins.isdisjoint(between)
        or any(_restores(swaps, source, copy, origin) for origin in origins)
        or any(
            source not in sources[rival] and _is_from_nearer(score, of_copy[rival], of_source.get(rival))
            for rival in rivals
        )
    ):
        return True
    return direction.is_chronology and (  # time alone does not tell which of several plans it is from
        any(
            _is_clearly_liker(min(of_source[third], of_copy[third]), score, max(of_source[third], of_copy[third]))
            for third in between
        )
        or any(_is_as_near(score, of_copy[rival], of_source.get(rival)) for rival in rivals)
    )


def _restores(swaps: PairSwaps, source: int, copy: int, origin: int) -> bool:
    """Tell whether a copy has several words of its source's own source where its source has swapped ones."""
    swapped, again = _words_at(swaps, source, origin), _words_at(swaps, source, copy)
    return len({words for at, words in again.items() if swapped.get(at) == words}) >= _FEWEST_RESTORED


def _words_at(swaps: PairSwaps, plan: int, other: int) -> dict[int, tuple[str, str]]:
    """Return for each place of a plan where another has another word its own and the other's."""
    if plan < other:
        return {swap.at_a: swap.words for swap in swaps.get((plan, other), ())}
    return {swap.at_b: (swap.words[1], swap.words[0]) for swap in swaps.get((other, plan), ())}


def _is_from_nearer(score: float, rival_score: float, alike: float | None) -> bool:
    """Tell whether a plan has from a rival what it shares with a source: the three are related, the rival is nearer."""
    return alike is not None and alike >= _RELATED * score and _is_clearly_liker(rival_score, score, alike)


def _is_as_near(score: float, rival_score: float, alike: float | None) -> bool:
    """Tell whether a plan may come from a rival as well as from a source that it is so much alike.

    Parameters
    ----------
    alike
        How much the source and the rival are; None if that is not known, and no less than it must be.
    """
    alike = max(0.0, score + rival_score - 1) if alike is None else alike  # the triangle of Jaccard distances
    is_other_part = alike < _RELATED * score
    return not is_other_part and not _is_clearly_liker(score, rival_score, alike)


def _is_clearly_liker(score: float, other_score: float, alike: float) -> bool:
    """Tell whether a plan is clearly liker to one of two plans than to the other.

    What was copied from one of them has lost of its likeness to the other what the two differ, all but what it changed
    in the same places.
    """
    return score - other_score > _CLEARLY * score * (1 - alike)
