"""Verdicts: from scores and passages to what a user asks: is this plan a copy, of which, and how much of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Literal, NamedTuple

import numpy as np

from corpus_tools.reuse.bodies import Bodies, Body
from corpus_tools.reuse.boilerplate import (
    FEWEST_FAMILIES,
    Boilerplate,
    Clauses,
    Occurrence,
    find_boilerplate,
    index_clauses,
)
from corpus_tools.reuse.candidates import Candidates, find_candidates
from corpus_tools.reuse.direction import (
    Clues,
    Direction,
    Relation,
    find_direction,
    find_relation,
    leave_indirect,
    read_clues,
    weigh_words,
)
from corpus_tools.reuse.families import Family, family_of_plans, find_families, find_forest
from corpus_tools.reuse.lexicon import Lexicon, Substitution
from corpus_tools.reuse.passages import Alignment, Flags, Passage, align, cover, set_apart
from corpus_tools.reuse.quotation import Quotation
from corpus_tools.reuse.scores import PairScore, score_shingles
from corpus_tools.reuse.seeds import SHORTEST_PASSAGE
from corpus_tools.reuse.shares import Borrowed, PlanReuse, Tally
from corpus_tools.reuse.substitutions import (
    PairSwaps,
    Swap,
    count_holders,
    count_substitutions,
    find_swaps,
    find_undone,
    learn_substitutions,
    leave_explained,
    settle_directions,
)
from corpus_tools.spans import Span
from corpus_tools.structure.plans import Plan
from corpus_tools.words.segmenting import word_frequency

Verdict = Literal["exact", "spun", "near", "partial", "boilerplate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """What makes a verdict; lengths in folded characters.

    Attributes
    ----------
    near
        Lowest Jaccard of a near copy.
    spun_places, spun_words
        Fewest places with a substituted word, or fewest different substitutions, of a spun copy ...
    spun_containment
        ... and how much of the shorter side the other must hold once they are undone.
    partial_length
        Shortest single passage of a partial copy ...
    partial_share
        ... or the lowest share of the shorter plan in passages; neither boilerplate nor quotation counts for either.
    boilerplate_families
        In how many families a clause must stand to be boilerplate.
    """

    near: float = 0.7
    spun_places: int = 3
    spun_words: int = 2
    spun_containment: float = 0.8
    partial_length: int = 80
    partial_share: float = 0.1
    boilerplate_families: int = FEWEST_FAMILIES


# So many occurrences in the language at large count like one plan of the corpus that holds a word.
_WORDS_A_PLAN = 1000


class PairSubstitution(NamedTuple):
    """A substitution between two plans, and at how many places."""

    original: str
    replacement: str
    n_places: int


class Pair(NamedTuple):
    """Two plans that share text; ``a`` and ``b`` are indexes of plans.

    Attributes
    ----------
    passages
        In the order of ``b``, none over another.
    substitutions
        Systematic ones inside the passages, those of most places first.
    direction
        Which of the two is the source of the other, if they are copies: 0 for ``a``, 1 for ``b``.
    relation
        Whether both are of one school.
    """

    score: PairScore
    verdict: Verdict
    passages: tuple[Passage, ...]
    substitutions: tuple[PairSubstitution, ...]
    relation: Relation = "unknown"
    direction: Direction = Direction()

    @property
    def source(self) -> int | None:
        """Index of the plan that the other was copied from, None where that is not known."""
        return None if self.direction.source is None else (self.score.a, self.score.b)[self.direction.source]


class Left(NamedTuple):
    """What was not compared, because too many plans have it.

    Attributes
    ----------
    n_huge_buckets
        Sets of more than 64 plans with like signatures, of which not all pairs are listed.
    n_unpaired_plans
        Members of such sets that were compared with few others.
    n_frequent_shingles
        Runs of five characters that too many plans have to be a sign of copying.
    """

    n_huge_buckets: int = 0
    n_unpaired_plans: int = 0
    n_frequent_shingles: int = 0


class Reuse(NamedTuple):
    """Who shares text with whom in a corpus; ``plans`` runs parallel to the plans compared."""

    plans: tuple[PlanReuse, ...]
    pairs: tuple[Pair, ...]
    families: tuple[Family, ...]
    substitutions: tuple[Substitution, ...]
    boilerplate: tuple[Boilerplate, ...]
    left: Left = Left()
    quotations: tuple[Quotation, ...] = ()

    @property
    def family_numbers(self) -> list[int]:
        """A number for each plan, equal within a family and different otherwise."""
        return family_of_plans(len(self.plans), self.families)

    @property
    def by_boilerplate(self) -> list[int]:
        """The indexes of the plans, those with most boilerplate first."""
        return sorted(range(len(self.plans)), key=lambda index: (-self.plans[index].boilerplate_share, index))

    @property
    def references(self) -> list[str | None]:
        """For each boilerplate clause the reference document that most of its first occurrence is from, if any."""
        quotations: dict[int, list[Quotation]] = {}
        for quotation in self.quotations:
            quotations.setdefault(quotation.plan, []).append(quotation)
        firsts = [clause.occurrences[0] for clause in self.boilerplate]
        quoted = ([q.reference for q in quotations.get(first.plan, ()) if _is_half(first, q)] for first in firsts)
        return [found[0] if found else None for found in quoted]


def _is_half(clause: Occurrence, quotation: Quotation) -> bool:
    n_quoted = min(quotation.end, clause.end) - max(quotation.start, clause.start)
    return 2 * n_quoted > clause.end - clause.start


def find_reuse(
    plans: Sequence[Plan],
    thresholds: Thresholds | None = None,
    quotations: Sequence[Quotation] = (),
) -> Reuse:
    """Compare plans: find candidates, align them, learn the substitutions, and compare again with those undone.

    What is found is the same in whatever order the plans are given.

    Parameters
    ----------
    quotations
        What the plans have from reference documents: no sign of copying, unless the plans are copies as a whole.
    """
    order = sorted(range(len(plans)), key=lambda index: (plans[index].source.path, plans[index].ordinal))
    places = {index: place for place, index in enumerate(order)}
    placed = [quotation._replace(plan=places[quotation.plan]) for quotation in quotations]
    found = _find_reuse([plans[index] for index in order], thresholds or Thresholds(), placed)
    return _restore(found, order)._replace(quotations=tuple(quotations))


def _restore(reuse: Reuse, order: Sequence[int]) -> Reuse:
    """Return what was found among plans with their places in the order given: plan ``i`` stands at ``order[i]``."""
    if list(order) == sorted(order):
        return reuse
    families = sorted(
        Family(tuple(sorted(order[member] for member in family.members)), order[family.representative])
        for family in reuse.families
    )
    family_of = {member: number for number, family in enumerate(families) for member in family.members}
    plans = dict(zip(order, reuse.plans, strict=True))
    boilerplate = (
        clause._replace(occurrences=tuple(sorted(o._replace(plan=order[o.plan]) for o in clause.occurrences)))
        for clause in reuse.boilerplate
    )
    return reuse._replace(
        plans=tuple(_place_sources(plans[i], order)._replace(family=family_of.get(i)) for i in range(len(plans))),
        pairs=tuple(sorted((_place(pair, order) for pair in reuse.pairs), key=_by_score)),
        families=tuple(families),
        boilerplate=tuple(boilerplate),
    )


def _place_sources(own: PlanReuse, order: Sequence[int]) -> PlanReuse:
    placed = (s._replace(source=None if s.source is None else order[s.source]) for s in own.shares)
    return own._replace(shares=tuple(placed))


def _place(pair: Pair, order: Sequence[int]) -> Pair:
    """Return a pair with the places of its plans; the sides change where the second stands before the first."""
    placed = pair._replace(score=pair.score._replace(a=order[pair.score.a], b=order[pair.score.b]))
    return placed if placed.score.a < placed.score.b else turn(placed)


def turn(pair: Pair) -> Pair:
    """Return a pair with its sides changed."""
    a, b, jaccard, containment_a, containment_b = pair.score
    turned = (Passage(p.b, p.a, p.n_matched, p.kind, p.unequal_b, p.unequal_a, p.is_quoted) for p in pair.passages)
    source = pair.direction.source
    return pair._replace(
        direction=pair.direction._replace(source=None if source is None else 1 - source),
        score=PairScore(b, a, jaccard, containment_b, containment_a),
        passages=tuple(sorted(turned, key=lambda passage: passage.b)),
    )


def _by_score(pair: Pair) -> tuple[float, int, int]:
    return -pair.score.jaccard, pair.score.a, pair.score.b


def _find_reuse(plans: Sequence[Plan], thresholds: Thresholds, quotations: Sequence[Quotation]) -> Reuse:
    clauses = index_clauses(plans)
    printed = undone = Bodies(plans)
    candidates = find_candidates(printed, clauses, thresholds.near)
    swaps = _find_swaps(printed, candidates)
    commonness = _measure_commonness(printed, swaps)
    lexicon = Lexicon(learn_substitutions(swaps, settle_directions(swaps, commonness)))
    pairs = candidates.pairs
    if lexicon:
        undone = Bodies(plans, lexicon)
        pairs = np.unique(np.concatenate((pairs, find_candidates(undone, clauses, thresholds.near).pairs)), axis=0)
    quotes = _by_plan((quotation.plan, quotation.start, quotation.end) for quotation in quotations)
    quoted = {i: _mark(printed[i], spans) for i, spans in quotes.items()}
    compared = [found for a, b in pairs.tolist() if (found := _compare(printed, undone, a, b, quoted, thresholds))]
    alike = [one for one in compared if one.is_alike]
    families, boilerplate = _group(plans, alike, clauses, thresholds)
    borrowed = Borrowed(_mark_boilerplate(printed, boilerplate), quoted)
    linking = [one for one in compared if one.copy and _links(one, borrowed, thresholds)]
    if linking != alike:
        families, boilerplate = _group(plans, linking, clauses, thresholds)
        borrowed = Borrowed(_mark_boilerplate(printed, boilerplate), quoted)
    tally = Tally(borrowed)
    swaps_of = {(one.score.a, one.score.b): one.swaps for one in compared}
    name = settle_directions(swaps_of, commonness)
    clues = _Clues(plans)
    judged = sorted(_judge_all(compared, borrowed, tally, name, thresholds, clues), key=_by_score)
    systematic = {places: swaps for places, swaps in swaps_of.items() if _is_systematic(swaps, thresholds)}
    family_of = {member: number for number, family in enumerate(families) for member in family.members}
    return Reuse(
        tuple(tally.sum_up(i, family_of.get(i)) for i in range(len(plans))),
        tuple(_with_directions(judged, printed, systematic, commonness, clues)),
        tuple(families),
        tuple(leave_explained(count_substitutions(swaps_of, name))),
        tuple(boilerplate),
        Left(candidates.n_huge, candidates.n_left, candidates.n_frequent),
    )


class _Compared(NamedTuple):
    """A pair before boilerplate is known; spans count in the folded bodies.

    ``copy`` is the verdict that needs no boilerplate; ``is_alike`` says that both plans are alike as a whole, and not
    only one of them contained in the other. ``spans`` are those of all alignments, which may overlap.
    """

    score: PairScore
    copy: Verdict | None
    is_alike: bool
    passages: tuple[Passage, ...]
    spans: tuple[tuple[Span, Span], ...]
    swaps: tuple[Swap, ...]


def _align(a: Body, b: Body) -> list[Alignment]:
    if a.undone.text == b.undone.text:
        whole = Span(0, len(a.undone.text))
        return [Alignment(whole, whole, whole.end, ())] if whole.end >= SHORTEST_PASSAGE else []
    return align(a.undone.text, b.undone.text, a.shingles, b.shingles)


def _find_swaps(bodies: Bodies, candidates: Candidates) -> dict[tuple[int, int], tuple[Swap, ...]]:
    """Return the words that differ between copies and what they were copied from.

    Each plan is compared with the one it is likest to, as a maximum spanning forest has them: two copies of one source
    show what was done to either, and would show it again.
    """
    pairs = find_forest(len(bodies), (_score(bodies, a, b) for a, b in candidates.pairs.tolist()))
    return {(a, b): found for a, b in pairs if (found := tuple(_swaps(bodies[a], bodies[b])))}


def _measure_commonness(bodies: Bodies, swaps: PairSwaps) -> Callable[[str], float]:
    words = {word for found in swaps.values() for swap in found for word in swap.words}
    held = count_holders(words, bodies.texts) if words else {}
    return lambda word: log(1 + held[word] + word_frequency(word) / _WORDS_A_PLAN)


def _swaps(a: Body, b: Body) -> Iterator[Swap]:
    for alignment in set_apart(_align(a, b)):
        if alignment.edits:
            yield from find_swaps(a.folded.text, b.folded.text, alignment)


def _compare(
    printed: Bodies,
    undone: Bodies,
    index_a: int,
    index_b: int,
    quoted: Mapping[int, Flags],
    thresholds: Thresholds,
) -> _Compared | None:
    """Return what two plans share, or None where that is nothing."""
    a, b = undone[index_a], undone[index_b]
    score = _score(printed, index_a, index_b)
    alignments = _align(a, b)
    apart = set_apart(alignments)
    swaps_of = [tuple(find_undone(a.undone, b.undone, found)) for found in apart]
    swaps = tuple(swap for found in swaps_of for swap in found)
    undone_score = _score(undone, index_a, index_b)
    copy: Verdict | None = None
    if a.folded.text == b.folded.text and a.folded.text:
        copy = "exact"
    elif _is_spun(swaps, undone_score, thresholds):
        copy = "spun"
    elif score.jaccard >= thresholds.near:
        copy = "near"
    if not copy and not alignments:
        return None
    return _Compared(
        score,
        copy,
        bool(copy) and max(score.jaccard, undone_score.jaccard) >= thresholds.near,
        tuple(
            _passage(a, b, found, own, quoted.get(index_a), quoted.get(index_b))
            for found, own in zip(apart, swaps_of, strict=True)
        ),
        tuple((a.undone.before(found.a), b.undone.before(found.b)) for found in alignments),
        swaps,
    )


def _score(bodies: Bodies, a: int, b: int) -> PairScore:
    return score_shingles(a, b, bodies[a].distinct_shingles, bodies[b].distinct_shingles)


def _is_spun(swaps: Sequence[Swap], undone: PairScore, thresholds: Thresholds) -> bool:
    is_held = max(undone.containment_a, undone.containment_b) >= thresholds.spun_containment
    return is_held and _is_systematic(swaps, thresholds)


def _is_systematic(swaps: Sequence[Swap], thresholds: Thresholds) -> bool:
    n_words = len({frozenset(swap.words) for swap in swaps})
    return len(swaps) >= thresholds.spun_places or n_words >= thresholds.spun_words


def _passage(
    a: Body, b: Body, found: Alignment, swaps: Sequence[Swap], quoted_a: Flags | None, quoted_b: Flags | None
) -> Passage:
    in_a, in_b = a.undone.before(found.a), b.undone.before(found.b)
    same = a.folded.text[slice(*in_a)] == b.folded.text[slice(*in_b)]
    swapped_a = (Span(swap.at_a, swap.at_a + len(swap.words[0])) for swap in swaps)
    swapped_b = (Span(swap.at_b, swap.at_b + len(swap.words[1])) for swap in swaps)
    return Passage(
        Span(*a.folded.original(*in_a)),
        Span(*b.folded.original(*in_b)),
        found.n_matched,
        "same" if same else "substituted",
        _unequal(a, (edit.a for edit in found.edits), swapped_a),
        _unequal(b, (edit.b for edit in found.edits), swapped_b),
        _is_quoted(in_a, quoted_a) or _is_quoted(in_b, quoted_b),
    )


def _is_quoted(span: Span, quoted: Flags | None) -> bool:
    """Tell whether less is left of a passage than a passage has, once quotation is taken out."""
    return quoted is not None and int((~quoted[slice(*span)]).sum()) < SHORTEST_PASSAGE


def _unequal(body: Body, edits: Iterable[Span], swapped: Iterable[Span]) -> tuple[Span, ...]:
    """Return what one side of a passage has for itself, in its plan's text."""
    edited = (body.undone.before(span) for span in edits if span.end > span.start)
    return tuple(Span(*body.folded.original(*span)) for span in sorted({*edited, *swapped}))


def _group(
    plans: Sequence[Plan], copies: Iterable[_Compared], clauses: Clauses, thresholds: Thresholds
) -> tuple[list[Family], list[Boilerplate]]:
    """Return the families of the plans that copies connect, and boilerplate counted over them."""
    families = find_families(len(plans), {(one.score.a, one.score.b): one.score.jaccard for one in copies})
    numbers = family_of_plans(len(plans), families)
    return families, find_boilerplate(plans, clauses, numbers, thresholds.boilerplate_families)


def _links(one: _Compared, borrowed: Borrowed, thresholds: Thresholds) -> bool:
    """Tell whether a copy makes its plans a family: for more than what everybody has.

    A short plan of boilerplate with its words swapped is contained in every plan that has the same boilerplate; those
    are no copies of each other for that.
    """
    if one.copy == "exact":
        return True
    sides = [(flags, borrowed.of(plan)) for plan, flags in zip(one.score[:2], _cover(one, borrowed), strict=True)]
    if not any((covered & common).any() for covered, common in sides):
        return True
    return all(_judge(covered & ~common, thresholds) == "partial" for covered, common in sides)


def _cover(one: _Compared, borrowed: Borrowed) -> tuple[Flags, Flags]:
    """Return which characters of either plan lie in what they share."""
    spans_a, spans_b = ([spans[side] for spans in one.spans] for side in (0, 1))
    n_a, n_b = (len(borrowed.boilerplate[plan]) for plan in (one.score.a, one.score.b))
    return cover(spans_a, n_a), cover(spans_b, n_b)


class _Clues(dict[int, Clues]):
    """What plans and their meta say about where they come from, read once for each plan that is asked for."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        super().__init__()
        self._plans = plans

    def __missing__(self, index: int) -> Clues:
        self[index] = read_clues(self._plans[index])
        return self[index]


def _judge_all(
    compared: Iterable[_Compared],
    borrowed: Borrowed,
    tally: Tally,
    name: Callable[[tuple[str, str]], tuple[str, str]],
    thresholds: Thresholds,
    clues: Mapping[int, Clues],
) -> Iterator[Pair]:
    """Yield the pairs that have a verdict, and count what all share."""
    for one in compared:
        a, b = one.score.a, one.score.b
        covered = _cover(one, borrowed)
        own = min((covered[0] & ~borrowed.of(a), covered[1] & ~borrowed.of(b)), key=len)
        verdict = one.copy or _judge(own, thresholds)
        relation = find_relation(clues[a], clues[b])
        if verdict:
            yield Pair(one.score, verdict, one.passages, _sum_up(one.swaps, name), relation)
        is_own_school = relation == "same_school"
        is_copy = verdict not in (None, "boilerplate")
        tally.add(a, b, covered[0], is_own_school=is_own_school, is_copy=is_copy)
        tally.add(b, a, covered[1], is_own_school=is_own_school, is_copy=is_copy)


def _with_directions(
    pairs: Sequence[Pair],
    bodies: Bodies,
    swaps_of: PairSwaps,
    commonness: Callable[[str], float],
    clues: Mapping[int, Clues],
) -> Iterator[Pair]:
    """Yield the pairs with the direction of copying; boilerplate has none."""
    found = {}
    for pair in pairs:
        a, b = pair.score.a, pair.score.b
        if pair.verdict == "boilerplate":
            continue
        swaps = swaps_of.get((a, b))
        commoner = weigh_words(bodies[a].folded.text, bodies[b].folded.text, swaps, commonness) if swaps else None
        is_whole = pair.verdict != "partial"
        direction = find_direction(clues[a], clues[b], pair.score, pair.passages, commoner, is_whole=is_whole)
        found[a, b] = pair.score.jaccard, direction
    settled = leave_indirect(found)
    for pair in pairs:
        yield pair._replace(direction=settled.get((pair.score.a, pair.score.b), pair.direction))


def _sum_up(swaps: Iterable[Swap], name: Callable[[tuple[str, str]], tuple[str, str]]) -> tuple[PairSubstitution, ...]:
    """Return the substitutions between two plans with the number of their places."""
    places = Counter(name(swap.words) for swap in swaps)
    ordered = sorted(places.items(), key=lambda item: (-item[1], item[0]))
    return tuple(PairSubstitution(*words, n_places) for words, n_places in ordered)


def _judge(own: Flags, thresholds: Thresholds) -> Verdict | None:
    """Return the verdict on two plans that are no copies of each other.

    ``own`` marks what one plan shares with the other, boilerplate and quotation left out.
    """
    n_own = int(own.sum())
    if n_own >= max(1.0, thresholds.partial_share * len(own)) or _longest(own) >= thresholds.partial_length:
        return "partial"
    return "boilerplate" if n_own < SHORTEST_PASSAGE else None


def _by_plan(spans: Iterable[tuple[int, int, int]]) -> dict[int, list[tuple[int, int]]]:
    """Return spans ``(plan, start, end)`` by their plan."""
    found: dict[int, list[tuple[int, int]]] = {}
    for plan, start, end in spans:
        found.setdefault(plan, []).append((start, end))
    return found


def _mark_boilerplate(bodies: Bodies, boilerplate: Iterable[Boilerplate]) -> list[Flags]:
    spans = _by_plan(occurrence for clause in boilerplate for occurrence in clause.occurrences)
    return [_mark(body, spans.get(plan, ())) for plan, body in enumerate(bodies)]


def _mark(body: Body, spans: Sequence[tuple[int, int]]) -> Flags:
    """Return which characters of a folded body lie in spans of its plan's text."""
    within = body.folded.positions.searchsorted(np.array(spans, dtype=np.int64).reshape(-1, 2))
    return cover((Span(*span) for span in within.tolist()), len(body.folded.text))


def _longest(flags: Flags) -> int:
    """Return the length of the longest run of set flags."""
    if not flags.any():
        return 0
    edges = np.flatnonzero(np.diff(flags, prepend=False, append=False))
    return int((edges[1::2] - edges[::2]).max(initial=0))
