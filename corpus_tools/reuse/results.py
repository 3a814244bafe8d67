"""Results: who shares text with whom, as frozen values, and what makes a verdict."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Literal, NamedTuple

from corpus_tools.options import check_options
from corpus_tools.reuse.boilerplate import FEWEST_FAMILIES, Boilerplate, Occurrence
from corpus_tools.reuse.clues import Relation
from corpus_tools.reuse.direction import Direction
from corpus_tools.reuse.families import Family, family_of_plans
from corpus_tools.reuse.lexicon import Substitution, Undoing
from corpus_tools.reuse.passages import Passage
from corpus_tools.reuse.quotation import Quotation
from corpus_tools.reuse.scores import PairScore
from corpus_tools.reuse.shares import PlanReuse

Verdict = Literal["exact", "spun", "near", "partial", "boilerplate"]

_AS_MUCH = 0.005  # of a plan: so much less is as much, to people who read per cent
_RELATIONS: Sequence[Relation] = ("other_school", "unknown", "same_school")  # what is looked for first


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """What makes a verdict; lengths in folded characters.

    Attributes
    ----------
    near
        Lowest Jaccard of a near copy.
    spun_places, spun_words
        Fewest places with a substituted word, or fewest different substitutions, of a spun copy ...
    spun_share
        ... of all places where the wording differs, how many must be such ...
    spun_containment
        ... and how much of the shorter side the other must hold once they are undone.
    partial_length
        Shortest single passage of a partial copy ...
    partial_share
        ... or the lowest share of the shorter plan in passages; neither boilerplate nor quotation counts for either.
    boilerplate_families
        In how many families a clause must stand to be boilerplate.
    family_share
        How much of two plans that are no copies must be shared to make them a family, filled into one template ...
    family_own_share
        ... and how much of them that is neither boilerplate nor quotation.
    """

    near: float = 0.7
    spun_places: int = 3
    spun_words: int = 2
    spun_share: float = 0.1
    spun_containment: float = 0.8
    partial_length: int = 80
    partial_share: float = 0.1
    boilerplate_families: int = FEWEST_FAMILIES
    family_share: float = 0.8
    family_own_share: float = 0.5

    def __post_init__(self) -> None:
        """Raise OptionError for one that cannot be."""
        check_options(**asdict(self))


class PairSubstitution(NamedTuple):
    """A substitution between two plans, and at how many places; ``side`` has the original: 0 for ``a``, 1 for ``b``."""

    original: str
    replacement: str
    n_places: int
    side: int

    @property
    def words(self) -> tuple[str, str]:
        """What ``a`` and what ``b`` has."""
        return (self.replacement, self.original) if self.side else (self.original, self.replacement)


class Pair(NamedTuple):
    """Two plans that share text; ``a`` and ``b`` are indexes of plans.

    Attributes
    ----------
    passages
        In the order of ``b``, none over another.
    substitutions
        Systematic ones inside the passages, those of most places first; the source of the pair has the originals.
    relation
        Whether both are of one school.
    direction
        Which of the two is the source of the other, if they are copies: 0 for ``a``, 1 for ``b``.
    """

    score: PairScore
    verdict: Verdict
    passages: tuple[Passage, ...]
    substitutions: tuple[PairSubstitution, ...] = ()
    relation: Relation = "unknown"
    direction: Direction = Direction()

    @property
    def source(self) -> int | None:
        """Index of the plan that the other was copied from, None where that is not known."""
        return None if self.direction.source is None else (self.score.a, self.score.b)[self.direction.source]

    @property
    def copy(self) -> int | None:
        """Index of the plan that was copied from the other, None where that is not known."""
        return None if self.direction.source is None else (self.score.b, self.score.a)[self.direction.source]

    @property
    def containment(self) -> float:
        """The containment of the copy in its source; 0 where it is not known which is which."""
        shares = self.score.containment_b, self.score.containment_a
        return 0.0 if self.direction.source is None else shares[self.direction.source]


def between_schools_first(pairs: Iterable[Pair]) -> list[Pair]:
    """Return pairs in their order, but those of plans of different schools first and those of one school last."""
    return sorted(pairs, key=lambda pair: _RELATIONS.index(pair.relation))


class Uncompared(NamedTuple):
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
    uncompared: Uncompared = Uncompared()
    quotations: tuple[Quotation, ...] = ()

    def __repr__(self) -> str:
        return f"<Reuse: {len(self.plans)} plans, {len(self.pairs)} pairs, {len(self.families)} families>"

    @property
    def family_numbers(self) -> list[int]:
        """For each plan the number of the representative of its family; its own where it is in none."""
        return family_of_plans(len(self.plans), self.families)

    @property
    def undoing(self) -> Undoing:
        """What spun copies have swapped."""
        spun = (pair.score[:2] for pair in self.pairs if pair.verdict == "spun")
        return Undoing(self.substitutions, frozenset(chain.from_iterable(spun)))

    @property
    def partial_pairs(self) -> list[tuple[int, int]]:
        """The indexes of the plans of which one is a copy of the other in part, in order."""
        return sorted((pair.score.a, pair.score.b) for pair in self.pairs if pair.verdict == "partial")

    @property
    def copied(self) -> list[Pair]:
        """For each plan that has a source the pair with the one that holds most of it; those between schools first.

        Where some hold as much, one that is a whole copy of another of them gives way to it; of equals it is the first.
        """
        found: defaultdict[int, list[Pair]] = defaultdict(list)
        for pair in self.pairs:
            if pair.copy is not None:
                found[pair.copy].append(pair)
        whole = {(pair.source, pair.copy) for pair in self.pairs if pair.verdict in ("exact", "near")}
        chosen = (_choose_source(pairs, whole) for pairs in found.values())
        return between_schools_first(sorted(chosen, key=lambda pair: (-pair.containment, pair.score)))

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


def _choose_source(pairs: Sequence[Pair], whole: Container[tuple[int | None, int | None]]) -> Pair:
    """Return of the pairs of one copy the one that names what it likeliest comes from.

    Parameters
    ----------
    whole
        Of plans that are copies of each other as a whole the source and the copy, where that is known.
    """
    most = max(pair.containment for pair in pairs)
    near = [pair for pair in pairs if pair.containment >= most - _AS_MUCH]

    def rank(pair: Pair) -> tuple[bool, float, float, int]:
        is_copy = any((other.source, pair.source) in whole for other in near)
        return is_copy, -pair.containment, -pair.direction.confidence, pair.source or 0

    return min(near, key=rank)


def _is_half(clause: Occurrence, quotation: Quotation) -> bool:
    n_quoted = min(quotation.end, clause.end) - max(quotation.start, clause.start)
    return 2 * n_quoted > clause.end - clause.start


def turn(pair: Pair) -> Pair:
    """Return a pair with its sides changed."""
    a, b, jaccard, containment_a, containment_b = pair.score
    turned = (Passage(p.b, p.a, p.n_matched, p.kind, p.unequal_b, p.unequal_a, p.is_quoted) for p in pair.passages)
    return pair._replace(
        direction=pair.direction.turned,
        score=PairScore(b, a, jaccard, containment_b, containment_a),
        passages=tuple(sorted(turned, key=lambda passage: passage.b)),
        substitutions=tuple(own._replace(side=1 - own.side) for own in pair.substitutions),
    )


def by_score(pair: Pair) -> tuple[float, int, int]:
    """Return the key that sorts pairs: the likest first, of equal ones those of the first plans."""
    return -pair.score.jaccard, pair.score.a, pair.score.b


def restore_order(reuse: Reuse, order: Sequence[int]) -> Reuse:
    """Return what was found among plans with their places in the order given: plan ``i`` stands at ``order[i]``."""
    if list(order) == sorted(order):
        return reuse
    families = [
        Family(tuple(sorted(order[member] for member in family.members)), order[family.representative])
        for family in reuse.families
    ]
    family_of = {member: number for number, family in enumerate(families) for member in family.members}
    plans = dict(zip(order, reuse.plans, strict=True))
    boilerplate = (
        clause._replace(occurrences=tuple(sorted(o._replace(plan=order[o.plan]) for o in clause.occurrences)))
        for clause in reuse.boilerplate
    )
    return reuse._replace(
        plans=tuple(_place_sources(plans[i], order)._replace(family=family_of.get(i)) for i in range(len(plans))),
        pairs=tuple(sorted((_place(pair, order) for pair in reuse.pairs), key=by_score)),
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
