"""Verdicts: all plans compared, and what a user asks of each: is it a copy, of which, and how much of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log

import numpy as np

from corpus_tools.reuse.bodies import Bodies, Body
from corpus_tools.reuse.boilerplate import Boilerplate, Clauses, Occurrence, find_boilerplate, find_stock, index_clauses
from corpus_tools.reuse.candidates import Candidates, find_candidates
from corpus_tools.reuse.direction import Clues, drop_indirect, find_direction, find_relation, read_clues, weigh_words
from corpus_tools.reuse.families import Family, choose_representatives, family_of_plans, find_families, find_forest
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.reuse.pairs import (
    Compared,
    compare_bodies,
    connects,
    find_body_swaps,
    judge,
    name_copy,
    score_bodies,
)
from corpus_tools.reuse.passages import Flags, cover
from corpus_tools.reuse.quotation import Quotation
from corpus_tools.reuse.results import Left, Pair, PairSubstitution, Reuse, Thresholds, by_score, restore_order
from corpus_tools.reuse.shares import Borrowed, Tally
from corpus_tools.reuse.spin import SpunPlace, find_spin
from corpus_tools.reuse.substitutions import (
    PairSwaps,
    Swap,
    count_holders,
    count_substitutions,
    drop_explained,
    learn_substitutions,
    settle_directions,
)
from corpus_tools.scripts import fold_simplified
from corpus_tools.spans import Span
from corpus_tools.structure.plans import Plan
from corpus_tools.words.segmenting import word_frequency

# So many occurrences in the language at large count like one plan of the corpus that holds a word.
_WORDS_A_PLAN = 1000
_FEWEST_OF_PART = 3  # different words swapped in a part that two plans share


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
    return restore_order(found, order)._replace(quotations=tuple(quotations))


def with_spin(plans: Sequence[Plan], reuse: Reuse) -> Reuse:
    """Return what was found with the plans that look spun, which is the same in whatever order they are given."""
    order = sorted(range(len(plans)), key=lambda index: (plans[index].source.path, plans[index].ordinal))
    families = reuse.family_numbers
    shown = {own[:2] for pair in reuse.pairs if _is_spun(pair) for own in pair.substitutions}
    known = shown & {own[:2] for own in reuse.substitutions}  # without what two spun copies of one source show
    seen = _seen_places(plans, reuse.pairs)
    in_order = {place: seen[index] for place, index in enumerate(order) if index in seen}
    found = find_spin([plans[index] for index in order], [families[index] for index in order], known, in_order)
    spin = dict(zip(order, found, strict=True))
    return reuse._replace(plans=tuple(own._replace(spin=spin[index]) for index, own in enumerate(reuse.plans)))


def _is_spun(pair: Pair) -> bool:
    """Tell whether one of two plans is a spun copy of the other, or of a part of it."""
    return pair.verdict == "spun" or any(
        one.kind == "spun words" for one in pair.direction.evidence if one.source == pair.direction.source
    )


def _seen_places(plans: Sequence[Plan], pairs: Iterable[Pair]) -> dict[int, list[SpunPlace]]:
    """Return for each spun copy whose source is known the places where it has another word than its source.

    One word alone, at however many places, is what a plan of its own may need: 学生 where the other speaks of 员工.
    """
    seen: defaultdict[int, set[SpunPlace]] = defaultdict(set)
    for pair in pairs:
        if not _is_spun(pair) or pair.source is None:
            continue
        side = 0 if pair.source == pair.score.b else 1
        original_of = {words[side]: words[1 - side] for words in (own.words for own in pair.substitutions)}
        copy = (pair.score.a, pair.score.b)[side]
        for span in (span for passage in pair.passages for span in (passage.unequal_a, passage.unequal_b)[side]):
            printed = fold_simplified(plans[copy].text[slice(*span)]).text
            if printed in original_of:
                seen[copy].add(SpunPlace(original_of[printed], printed, span))
    return {copy: sorted(places) for copy, places in seen.items() if len({place[:2] for place in places}) > 1}


def _find_reuse(plans: Sequence[Plan], thresholds: Thresholds, quotations: Sequence[Quotation]) -> Reuse:
    clauses, clues = index_clauses(plans), _Clues(plans)
    printed = undone = Bodies(plans)
    candidates = find_candidates(printed, clauses, thresholds.near)
    swaps = _find_swaps(printed, candidates, clues)
    commonness = _measure_commonness(printed, swaps)
    lexicon = Lexicon(learn_substitutions(swaps, settle_directions(swaps, commonness), printed.texts))
    pairs = candidates.pairs
    if lexicon:
        undone = Bodies(plans, lexicon)
        pairs = np.unique(np.concatenate((pairs, find_candidates(undone, clauses, thresholds.near).pairs)), axis=0)
    quotes = _by_plan((quotation.plan, quotation.start, quotation.end) for quotation in quotations)
    quoted = {i: _mark(printed[i], spans) for i, spans in quotes.items()}
    found = (compare_bodies(printed, undone, a, b, quoted, thresholds) for a, b in pairs.tolist())
    compared = [name_copy(one, thresholds) for one in found if one]
    alike = [one for one in compared if one.is_alike]
    families, boilerplate, borrowed = _group(plans, printed, alike, clauses, quoted, thresholds)
    linking = [one for one in compared if connects(one, borrowed, thresholds)]
    if linking != alike:
        families, boilerplate, borrowed = _group(plans, printed, linking, clauses, quoted, thresholds)
    tally = Tally(borrowed)
    judged = sorted(_judge_all(compared, borrowed, tally, thresholds, clues), key=by_score)
    swaps_of = {(one.score.a, one.score.b): one.swaps for one in compared}
    directed = list(_with_directions(judged, printed, swaps_of, commonness, clues))
    sources = {pair.score[:2]: pair.direction.source for pair in directed}
    name = settle_directions(swaps_of, commonness, sources)
    families = choose_representatives(families, _scores_of(linking), _sources(directed, linking))
    family_of = {member: number for number, family in enumerate(families) for member in family.members}
    sources_of: defaultdict[int, set[int]] = defaultdict(set)
    for pair in directed:
        if pair.source is not None:
            copy = pair.score.b if pair.source == pair.score.a else pair.score.a
            sources_of[copy].add(pair.source)
    return Reuse(
        tuple(tally.sum_up(i, family_of.get(i), sources_of[i]) for i in range(len(plans))),
        tuple(pair._replace(substitutions=_name_swaps(pair, swaps_of[pair.score[:2]], name)) for pair in directed),
        tuple(families),
        tuple(drop_explained(count_substitutions({listed: swaps_of[listed] for listed in sources}, name))),
        tuple(boilerplate),
        Left(candidates.n_huge, candidates.n_left, candidates.n_frequent),
    )


def _find_swaps(
    bodies: Bodies, candidates: Candidates, clues: Mapping[int, Clues]
) -> dict[tuple[int, int], tuple[Swap, ...]]:
    """Return the words that differ between copies and what they were copied from, but for whose plans they are.

    Each plan is compared with the one it is likest to, as a maximum spanning forest has them: two copies of one source
    show what was done to either, and would show it again.
    """
    swaps = {}
    for a, b in find_forest(len(bodies), (score_bodies(bodies, a, b) for a, b in candidates.pairs.tolist())):
        names = [name.text if name else "" for name in (clues[a].own_name, clues[b].own_name)]
        found = find_body_swaps(bodies[a], bodies[b])
        if left := tuple(swap for swap in found if not all(map(str.__contains__, names, swap.words))):
            swaps[a, b] = left
    return swaps


def _measure_commonness(bodies: Bodies, swaps: PairSwaps) -> Callable[[str], float]:
    words = {word for found in swaps.values() for swap in found for word in swap.words}
    held = count_holders(words, bodies.texts) if words else {}
    return lambda word: log(1 + held[word] + word_frequency(word) / _WORDS_A_PLAN)


def _group(
    plans: Sequence[Plan],
    bodies: Bodies,
    copies: Iterable[Compared],
    clauses: Clauses,
    quoted: Mapping[int, Flags],
    thresholds: Thresholds,
) -> tuple[list[Family], list[Boilerplate], Borrowed]:
    """Return the families of the plans that copies connect, boilerplate counted over them, and all that is borrowed."""
    families = find_families(len(plans), _scores_of(copies))
    numbers = family_of_plans(len(plans), families)
    boilerplate = find_boilerplate(plans, clauses, numbers, thresholds.boilerplate_families)
    in_clauses = _mark_all(bodies, (occurrence for clause in boilerplate for occurrence in clause.occurrences))
    stock = _mark_all(bodies, find_stock(clauses, numbers, thresholds.boilerplate_families))
    return families, boilerplate, Borrowed(in_clauses, stock, quoted)


def _scores_of(copies: Iterable[Compared]) -> dict[tuple[int, int], float]:
    return {(one.score.a, one.score.b): one.score.jaccard for one in copies}


def _sources(pairs: Iterable[Pair], copies: Iterable[Compared]) -> Iterator[tuple[int, int]]:
    """Yield of those pairs that are copies and whose direction is known the source and the copy."""
    known = _scores_of(copies)
    for pair in pairs:
        places = pair.score.a, pair.score.b
        if places in known and pair.direction.source is not None:
            yield places[pair.direction.source], places[1 - pair.direction.source]


class _Clues(dict[int, Clues]):
    """What plans and their meta say about where they come from, read once for each plan that is asked for."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        super().__init__()
        self._plans = plans

    def __missing__(self, index: int) -> Clues:
        self[index] = read_clues(self._plans[index])
        return self[index]


def _judge_all(
    compared: Iterable[Compared],
    borrowed: Borrowed,
    tally: Tally,
    thresholds: Thresholds,
    clues: Mapping[int, Clues],
) -> Iterator[Pair]:
    """Yield the pairs that have a verdict, and count what all share."""
    for one in compared:
        a, b = one.score.a, one.score.b
        covered = one.covered
        shorter, shared = min(zip((a, b), covered, strict=True), key=lambda side: len(side[1]))
        verdict = one.copy or judge(shared, borrowed.own_of(shorter, shared), thresholds)
        relation = find_relation(clues[a], clues[b])
        if verdict:
            yield Pair(one.score, verdict, one.passages, relation=relation)
        is_own_school = relation == "same_school"
        is_copy = verdict not in (None, "boilerplate")
        likeness = one.score.jaccard
        tally.add(a, b, covered[0], likeness, is_own_school=is_own_school, is_copy=is_copy)
        tally.add(b, a, covered[1], likeness, is_own_school=is_own_school, is_copy=is_copy)


def _with_directions(
    pairs: Sequence[Pair],
    bodies: Bodies,
    swaps_of: PairSwaps,
    commonness: Callable[[str], float],
    clues: Mapping[int, Clues],
) -> Iterator[Pair]:
    """Yield the pairs with the direction of copying; boilerplate has none.

    Words tell it in a spun pair, or where several are swapped in a part: two plans that say much in their own way swap
    one or two.
    """
    found = {}
    for pair in pairs:
        a, b = pair.score.a, pair.score.b
        if pair.verdict == "boilerplate":
            continue
        swaps = swaps_of.get((a, b), ())
        if pair.verdict != "spun" and len({swap.words for swap in swaps}) < _FEWEST_OF_PART:
            swaps = ()
        commoner = weigh_words(bodies[a].folded.text, bodies[b].folded.text, swaps, commonness) if swaps else None
        is_whole = pair.verdict != "partial"
        direction = find_direction(clues[a], clues[b], pair.score, pair.passages, commoner, is_whole=is_whole)
        found[a, b] = pair.score.jaccard, direction
    settled = drop_indirect(found)
    for pair in pairs:
        yield pair._replace(direction=settled.get((pair.score.a, pair.score.b), pair.direction))


def _name_swaps(
    pair: Pair, swaps: Iterable[Swap], name: Callable[[tuple[str, str]], tuple[str, str]]
) -> tuple[PairSubstitution, ...]:
    """Return the substitutions between two plans with the number of their places, those of most places first.

    Where the source of the pair is known it has the originals, whatever is so of the words in other pairs.
    """
    source = pair.direction.source
    named = []
    for words, n_places in Counter(swap.words for swap in swaps).items():
        side = source if source is not None else int(name(words) != words)
        named.append(PairSubstitution(words[side], words[1 - side], n_places, side))
    return tuple(sorted(named, key=lambda own: (-own.n_places, own)))


def _by_plan(spans: Iterable[tuple[int, int, int]]) -> dict[int, list[tuple[int, int]]]:
    """Return spans ``(plan, start, end)`` by their plan."""
    found: dict[int, list[tuple[int, int]]] = {}
    for plan, start, end in spans:
        found.setdefault(plan, []).append((start, end))
    return found


def _mark_all(bodies: Bodies, occurrences: Iterable[Occurrence]) -> list[Flags]:
    spans = _by_plan(occurrences)
    return [_mark(body, spans.get(plan, ())) for plan, body in enumerate(bodies)]


def _mark(body: Body, spans: Sequence[tuple[int, int]]) -> Flags:
    """Return which characters of a folded body lie in spans of its plan's text."""
    within = body.folded.positions.searchsorted(np.array(spans, dtype=np.int64).reshape(-1, 2))
    return cover((Span(*span) for span in within.tolist()), len(body.folded.text))
