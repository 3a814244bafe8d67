"""Verdicts: all plans compared, and what a user asks of each: is it a copy, of which, and how much of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from math import log
from typing import NamedTuple

import numpy as np

from corpus_tools.arrays import Flags, cover
from corpus_tools.engines import Engine, run_here
from corpus_tools.reuse.bodies import Bodies, Body
from corpus_tools.reuse.boilerplate import Boilerplate, Clauses, Occurrence, find_boilerplate, find_stock, index_clauses
from corpus_tools.reuse.candidates import Candidates, find_candidates
from corpus_tools.reuse.clues import Clues, find_relation, read_clues
from corpus_tools.reuse.direction import drop_indirect, find_direction, weigh_words
from corpus_tools.reuse.families import Family, choose_representatives, family_of_plans, find_families, find_forest
from corpus_tools.reuse.lexicon import Lexicon, Substitution
from corpus_tools.reuse.pairs import (
    Compared,
    Comparer,
    connects,
    find_body_swaps,
    judge,
    score_bodies,
)
from corpus_tools.reuse.quotation import Quotation
from corpus_tools.reuse.results import Pair, PairSubstitution, Reuse, Thresholds, Uncompared, by_score, restore_order
from corpus_tools.reuse.shares import Borrowed, PlanReuse, Tally
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
from corpus_tools.scripts import fold_simplified, simplify
from corpus_tools.structure.plans import Plan
from corpus_tools.words.segmenting import word_frequency

# So many occurrences in the language at large count like one plan of the corpus that holds a word.
_WORDS_A_PLAN = 1000
_PAIRS_A_BATCH = 512  # a second or two
_FEWEST_OF_PART = 3  # different words swapped in a part that two plans share


def find_reuse(
    plans: Sequence[Plan],
    thresholds: Thresholds | None = None,
    quotations: Sequence[Quotation] = (),
    engine: Engine = run_here,
) -> Reuse:
    """Compare plans: find candidates, align them, learn the substitutions, and compare again with those undone.

    What is found is the same in whatever order the plans are given.

    Parameters
    ----------
    quotations
        What the plans have from reference documents: no sign of copying, unless the plans are copies as a whole.
    engine
        What runs the comparison of pairs.
    """
    order = _order_by_name(plans)
    places = {index: place for place, index in enumerate(order)}
    placed = [quotation._replace(plan=places[quotation.plan]) for quotation in quotations]
    found = _find_reuse([plans[index] for index in order], thresholds or Thresholds(), placed, engine)
    return restore_order(found, order)._replace(quotations=tuple(quotations))


def with_spin(plans: Sequence[Plan], reuse: Reuse) -> Reuse:
    """Return what was found with the plans that look spun, which is the same in whatever order they are given."""
    order = _order_by_name(plans)
    families = reuse.family_numbers
    known = _known_words([pair for pair in reuse.pairs if _is_spun(pair)], reuse.substitutions)
    seen = _seen_places(plans, reuse.pairs)
    in_order = {place: seen[index] for place, index in enumerate(order) if index in seen}
    found = find_spin([plans[index] for index in order], [families[index] for index in order], known, in_order)
    spin = dict(zip(order, found, strict=True))
    return reuse._replace(plans=tuple(own._replace(spin=spin[index]) for index, own in enumerate(reuse.plans)))


def _order_by_name(plans: Sequence[Plan]) -> list[int]:
    return sorted(range(len(plans)), key=lambda index: (plans[index].source.path, plans[index].ordinal))


def _is_spun(pair: Pair) -> bool:
    """Tell whether one of two plans is a spun copy of the other, or of a part of it."""
    return pair.verdict == "spun" or any(
        one.kind == "spun words" for one in pair.direction.evidence if one.source == pair.direction.source
    )


def _known_words(spun: Sequence[Pair], listed: Iterable[Substitution]) -> set[tuple[str, str]]:
    """Return the originals and replacements that spun pairs show, without what two copies of one source show.

    Two copies of a source that is not there have originals on either side: of their words the commoner is one.
    """
    system = {own[:2] for own in listed}
    known = {own[:2] for pair in spun if pair.source is not None for own in pair.substitutions} & system
    of_siblings = {own[:2] for pair in spun if pair.source is None for own in pair.substitutions} & system
    commoner_first = {tuple(sorted(words, key=word_frequency, reverse=True)) for words in of_siblings}
    return known | {(a, b) for a, b in commoner_first if not known & {(a, b), (b, a)}}


def _seen_places(plans: Sequence[Plan], pairs: Iterable[Pair]) -> dict[int, list[SpunPlace]]:
    """Return for each spun copy whose source is known the places where it has another word than its source.

    One word alone, at however many places, is what a plan of its own may need: 学生 where the other speaks of 员工.
    """
    seen: defaultdict[int, set[SpunPlace]] = defaultdict(set)
    for pair in pairs:
        if pair.copy is None or not _is_spun(pair):
            continue
        original_of = {own.replacement: own.original for own in pair.substitutions}
        text, is_second = plans[pair.copy].text, pair.copy == pair.score.b
        for span in (span for own in pair.passages for span in (own.unequal_b if is_second else own.unequal_a)):
            printed = fold_simplified(text[slice(*span)]).text
            if printed in original_of:
                seen[pair.copy].add(SpunPlace(original_of[printed], printed, span))
    return {copy: sorted(places) for copy, places in seen.items() if len({place[:2] for place in places}) > 1}


class _Given(NamedTuple):
    """The plans to compare, and what every step looks at.

    Attributes
    ----------
    printed
        Their bodies, with nothing undone.
    quoted
        By index of the plan, which characters of its body are from reference documents; of plans that quote.
    clues
        By index of the plan.
    """

    plans: Sequence[Plan]
    thresholds: Thresholds
    printed: Bodies
    clauses: Clauses
    quoted: Mapping[int, Flags]
    clues: Mapping[int, Clues]


class _Grouping(NamedTuple):
    """Families, the pairs that connect their plans, and what is borrowed where these are the families."""

    connecting: Sequence[Compared]
    families: Sequence[Family]
    boilerplate: Sequence[Boilerplate]
    borrowed: Borrowed


def _find_reuse(
    plans: Sequence[Plan], thresholds: Thresholds, quotations: Sequence[Quotation], engine: Engine
) -> Reuse:
    """Find what ``find_reuse`` returns, of plans in the order of their names."""
    given = _prepare(plans, thresholds, quotations)
    candidates = find_candidates(given.printed, given.clauses, thresholds.near)
    lexicon, commonness = _learn(given, candidates)
    compared = _compare_all(given, candidates, lexicon, engine)
    swaps_of = {(one.score.a, one.score.b): one.swaps for one in compared}
    grouping = _settle_families(given, compared)
    judged, tally = _judge_all(given, compared, grouping.borrowed)
    directed = _direct(given, judged, swaps_of, commonness)
    pairs, substitutions = _name_words(directed, swaps_of, commonness)
    families = _represent(grouping, pairs)
    return Reuse(
        tuple(_sum_up(given, tally, families, pairs)),
        tuple(pairs),
        tuple(families),
        tuple(substitutions),
        tuple(grouping.boilerplate),
        Uncompared(candidates.n_huge, candidates.n_left, candidates.n_frequent),
    )


def _prepare(plans: Sequence[Plan], thresholds: Thresholds, quotations: Sequence[Quotation]) -> _Given:
    printed = Bodies(plans)
    spans = _by_plan((quotation.plan, quotation.start, quotation.end) for quotation in quotations)
    quoted = {plan: _mark(printed[plan], own) for plan, own in spans.items()}
    return _Given(plans, thresholds, printed, index_clauses(plans), quoted, _Clues(plans))


def _learn(given: _Given, candidates: Candidates) -> tuple[Lexicon, Callable[[str], float]]:
    """Return the substitutions that the candidates show, and how common a word is."""
    swaps = _find_swaps(given.printed, candidates, given.clues)
    commonness = _measure_commonness(given.printed, swaps)
    name = settle_directions(swaps, commonness)
    return Lexicon(learn_substitutions(swaps, name, given.printed.texts)), commonness


def _find_swaps(
    bodies: Bodies, candidates: Candidates, clues: Mapping[int, Clues]
) -> dict[tuple[int, int], tuple[Swap, ...]]:
    """Return the words that differ between copies and what they were copied from, but for whose plans they are.

    Each plan is compared with the one it is likest to, as a maximum spanning forest has them: two copies of one source
    show what was done to either, and would show it again.
    """
    swaps = {}
    for a, b in find_forest(len(bodies), (score_bodies(bodies, a, b) for a, b in candidates.pairs.tolist())):
        names = [simplify(name.text) if name else "" for name in (clues[a].own_name, clues[b].own_name)]
        found = find_body_swaps(bodies[a], bodies[b])
        if left := tuple(swap for swap in found if not all(map(str.__contains__, names, swap.words))):
            swaps[a, b] = left
    return swaps


def _measure_commonness(bodies: Bodies, swaps: PairSwaps) -> Callable[[str], float]:
    words = {word for found in swaps.values() for swap in found for word in swap.words}
    held = count_holders(words, bodies.texts) if words else {}
    return lambda word: log(1 + held[word] + word_frequency(word) / _WORDS_A_PLAN)


def _compare_all(given: _Given, candidates: Candidates, lexicon: Lexicon, engine: Engine) -> list[Compared]:
    """Return the pairs that share anything: of the candidates, and of those found once substitutions are undone."""
    undone, pairs = given.printed, candidates.pairs
    if lexicon:
        undone = Bodies(given.plans, lexicon)
        more = find_candidates(undone, given.clauses, given.thresholds.near).pairs
        pairs = np.unique(np.concatenate((pairs, more)), axis=0)
    comparer = Comparer(given.printed, undone, given.quoted, given.thresholds)
    return list(chain.from_iterable(engine(comparer, pairs.tolist(), _PAIRS_A_BATCH)))


def _settle_families(given: _Given, compared: Sequence[Compared]) -> _Grouping:
    """Return the families that more than boilerplate connects, and what is boilerplate over them.

    Either needs the other: boilerplate is what many families have. Plans that are alike as a whole are a family without
    it, and begin. Two rounds are enough: a third finds the same families and boilerplate in every corpus at hand.
    """
    first = _group(given, [one for one in compared if one.is_alike])
    connecting = [one for one in compared if connects(one, first.borrowed, given.thresholds)]
    return first if connecting == first.connecting else _group(given, connecting)


def _group(given: _Given, connecting: Sequence[Compared]) -> _Grouping:
    """Return the families that some pairs connect, boilerplate counted over them, and all that is borrowed."""
    plans, clauses, fewest = given.plans, given.clauses, given.thresholds.boilerplate_families
    families = find_families(len(plans), _scores_of(connecting))
    numbers = family_of_plans(len(plans), families)
    boilerplate = find_boilerplate(plans, clauses, numbers, fewest)
    in_clauses = _mark_all(given.printed, (occurrence for clause in boilerplate for occurrence in clause.occurrences))
    stock = _mark_all(given.printed, find_stock(clauses, numbers, fewest))
    return _Grouping(connecting, families, boilerplate, Borrowed(in_clauses, stock, given.quoted))


class _Clues(dict[int, Clues]):
    """What plans and their meta say about where they come from, read once for each plan that is asked for."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        super().__init__()
        self._plans = plans

    def __missing__(self, index: int) -> Clues:
        self[index] = read_clues(self._plans[index])
        return self[index]


def _judge_all(given: _Given, compared: Iterable[Compared], borrowed: Borrowed) -> tuple[list[Pair], Tally]:
    """Return the pairs that have a verdict, in the order of their scores, and what all share, listed or not."""
    pairs, tally = [], Tally(borrowed)
    for one in compared:
        a, b = one.score.a, one.score.b
        covered = one.covered
        shorter, shared = min(zip((a, b), covered, strict=True), key=lambda side: len(side[1]))
        verdict = one.copy or judge(shared, borrowed.own_of(shorter, shared), given.thresholds)
        relation = find_relation(given.clues[a], given.clues[b])
        if verdict:
            pairs.append(Pair(one.score, verdict, one.passages, relation=relation))
        is_own_school = relation == "same_school"
        is_copy = verdict not in (None, "boilerplate")
        likeness = one.score.jaccard
        tally.add(a, b, covered[0], likeness, is_own_school=is_own_school, is_copy=is_copy)
        tally.add(b, a, covered[1], likeness, is_own_school=is_own_school, is_copy=is_copy)
    return sorted(pairs, key=by_score), tally


def _direct(
    given: _Given, pairs: Sequence[Pair], swaps_of: PairSwaps, commonness: Callable[[str], float]
) -> list[Pair]:
    """Return the pairs with the direction of copying; boilerplate has none."""
    found = {}
    for pair in pairs:
        if pair.verdict != "boilerplate":
            a, b = pair.score[:2]
            commoner = _weigh_words(given.printed, pair, swaps_of[a, b], commonness)
            clues, is_whole = (given.clues[a], given.clues[b]), pair.verdict != "partial"
            direction = find_direction(*clues, pair.score, pair.passages, commoner, is_whole=is_whole)
            found[a, b] = pair.score.jaccard, direction
    settled = drop_indirect(found, swaps_of)
    return [pair._replace(direction=settled.get(pair.score[:2], pair.direction)) for pair in pairs]


def _weigh_words(
    printed: Bodies, pair: Pair, swaps: Sequence[Swap], commonness: Callable[[str], float]
) -> float | None:
    """Return what the words swapped between two plans say of the direction, None where they say nothing.

    They tell it in a spun pair, or where several are swapped in a part: two plans that say much in their own way swap
    one or two.
    """
    is_spun = pair.verdict == "spun" or len({swap.words for swap in swaps}) >= _FEWEST_OF_PART
    if not (swaps and is_spun):
        return None
    a, b = (printed[plan].folded.text for plan in pair.score[:2])
    return weigh_words(a, b, swaps, commonness)


def _name_words(
    pairs: Sequence[Pair], swaps_of: PairSwaps, commonness: Callable[[str], float]
) -> tuple[list[Pair], list[Substitution]]:
    """Return the pairs with their substitutions, and those of all pairs."""
    sources = {pair.score[:2]: pair.direction.source for pair in pairs}
    name = settle_directions(swaps_of, commonness, sources)
    named = [pair._replace(substitutions=_name_swaps(pair, swaps_of[pair.score[:2]], name)) for pair in pairs]
    return named, drop_explained(count_substitutions({listed: swaps_of[listed] for listed in sources}, name))


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


def _represent(grouping: _Grouping, pairs: Iterable[Pair]) -> list[Family]:
    """Return the families, each represented by its likeliest original."""
    copies = _scores_of(grouping.connecting)
    return choose_representatives(
        grouping.families, copies, _sources(pair for pair in pairs if pair.score[:2] in copies)
    )


def _sum_up(given: _Given, tally: Tally, families: Iterable[Family], pairs: Iterable[Pair]) -> Iterator[PlanReuse]:
    """Yield what each plan shares with all others."""
    family_of = {member: number for number, family in enumerate(families) for member in family.members}
    sources_of: defaultdict[int, set[int]] = defaultdict(set)
    for source, copy in _sources(pairs):
        sources_of[copy].add(source)
    for plan in range(len(given.plans)):
        yield tally.sum_up(plan, family_of.get(plan), sources_of[plan])


def _scores_of(pairs: Iterable[Compared]) -> dict[tuple[int, int], float]:
    return {(one.score.a, one.score.b): one.score.jaccard for one in pairs}


def _sources(pairs: Iterable[Pair]) -> Iterator[tuple[int, int]]:
    """Yield of the pairs whose direction is known the source and the copy."""
    for pair in pairs:
        if pair.source is not None and pair.copy is not None:
            yield pair.source, pair.copy


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
    return cover(within.tolist(), len(body.folded.text))
