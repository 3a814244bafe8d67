"""Verdicts: all plans compared, and what a user asks of each: is it a copy, of which, and how much of it.

What plans share is found first (``alignments``), and takes most of the time; the verdicts are passed on that. Whose the
plans are and when they were published matters for these alone.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from corpus_tools.arrays import Flags
from corpus_tools.engines import Engine, run_here
from corpus_tools.reuse.alignments import (
    Alignments,
    align_plans,
    by_plan,
    mark,
    mark_quotations,
    measure_commonness,
    order_by_name,
)
from corpus_tools.reuse.bodies import Bodies
from corpus_tools.reuse.boilerplate import Boilerplate, Clauses, Occurrence, find_boilerplate, find_stock, index_clauses
from corpus_tools.reuse.clues import Clues, find_relation, read_clues
from corpus_tools.reuse.direction import drop_indirect, find_direction, weigh_words
from corpus_tools.reuse.families import Family, choose_representatives, family_of_plans, find_families
from corpus_tools.reuse.lexicon import Substitution
from corpus_tools.reuse.pairs import Compared, connects, judge
from corpus_tools.reuse.quotation import Quotation
from corpus_tools.reuse.results import Pair, PairSubstitution, Reuse, Thresholds, by_score, restore_order
from corpus_tools.reuse.shares import Borrowed, PlanReuse, Tally
from corpus_tools.reuse.spin import SpunPlace, find_spin
from corpus_tools.reuse.substitutions import (
    PairSwaps,
    Swap,
    count_substitutions,
    drop_explained,
    settle_directions,
)
from corpus_tools.scripts import fold_simplified
from corpus_tools.structure.plans import Plan
from corpus_tools.words.segmenting import word_frequency

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
    return judge_plans(plans, align_plans(plans, thresholds, quotations, engine), thresholds, quotations)


def judge_plans(
    plans: Sequence[Plan],
    alignments: Alignments,
    thresholds: Thresholds | None = None,
    quotations: Sequence[Quotation] = (),
) -> Reuse:
    """Return what ``find_reuse`` does of plans that are aligned; only here it matters whose they are, and how old."""
    order = order_by_name(plans)
    in_order = [plans[index] for index in order]
    printed, clauses = Bodies(in_order), index_clauses(in_order)
    quoted = mark_quotations(printed, quotations, order)
    given = _Given(in_order, thresholds or Thresholds(), printed, clauses, quoted, _Clues(in_order))
    return restore_order(_judge(given, alignments), order)._replace(quotations=tuple(quotations))


def with_spin(plans: Sequence[Plan], reuse: Reuse) -> Reuse:
    """Return what was found with the plans that look spun, which is the same in whatever order they are given."""
    order, shown = order_by_name(plans), show_spin(plans, reuse)
    seen = {place: shown.seen[index] for place, index in enumerate(order) if index in shown.seen}
    families = [shown.families[index] for index in order]
    found = find_spin([plans[index] for index in order], families, set(shown.known), seen)
    spin = dict(zip(order, found, strict=True))
    return reuse._replace(plans=tuple(own._replace(spin=spin[index]) for index, own in enumerate(reuse.plans)))


class ShownSpin(NamedTuple):
    """All that the suspicion of spinning takes from copies that were found.

    Attributes
    ----------
    families
        For each plan the number of its family.
    known
        Originals and replacements that spun copies show, in order.
    seen
        By index of the plan: the places of a spun copy whose source is known.
    """

    families: Sequence[int]
    known: Sequence[tuple[str, str]]
    seen: Mapping[int, Sequence[SpunPlace]]


def show_spin(plans: Sequence[Plan], reuse: Reuse) -> ShownSpin:
    """Return what copies show of spinning."""
    known = _known_words([pair for pair in reuse.pairs if _is_spun(pair)], reuse.substitutions)
    return ShownSpin(reuse.family_numbers, sorted(known), _seen_places(plans, reuse.pairs))


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


def _judge(given: _Given, alignments: Alignments) -> Reuse:
    """Return what is found, of plans in the order of their names."""
    compared = alignments.compared
    swaps_of = {(one.score.a, one.score.b): one.swaps for one in compared}
    commonness = measure_commonness(given.printed, swaps_of)
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
        alignments.uncompared,
    )


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


def _mark_all(bodies: Bodies, occurrences: Iterable[Occurrence]) -> list[Flags]:
    spans = by_plan(occurrences)
    return [mark(body, spans.get(plan, ())) for plan, body in enumerate(bodies)]
