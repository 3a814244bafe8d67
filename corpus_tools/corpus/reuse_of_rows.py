"""Who shares text with whom, made of the rows of a corpus again: nothing is compared a second time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from corpus_tools.corpus.rows import Row, group_rows
from corpus_tools.reuse.alignments import Alignments, order_by_name
from corpus_tools.reuse.boilerplate import Boilerplate, Occurrence
from corpus_tools.reuse.direction import Direction
from corpus_tools.reuse.evidence import Evidence
from corpus_tools.reuse.families import Family
from corpus_tools.reuse.lexicon import Substitution, Undoing
from corpus_tools.reuse.pairs import Compared
from corpus_tools.reuse.passages import Passage
from corpus_tools.reuse.quotation import Quotation
from corpus_tools.reuse.results import Pair, PairSubstitution, Reuse, Uncompared
from corpus_tools.reuse.scores import PairScore
from corpus_tools.reuse.shares import CopiedShare, PlanReuse
from corpus_tools.reuse.spin import Spin, SpunPlace
from corpus_tools.reuse.substitutions import Swap
from corpus_tools.spans import Span
from corpus_tools.structure.plans import Plan

_Places = Mapping[str, int]
_Groups = Mapping[Any, Sequence[Row]]


def reuse_of_rows(plans: Sequence[Plan], rows: Callable[[str], Sequence[Row]]) -> Reuse:
    """Return what was found among the plans of a corpus when it was built.

    Parameters
    ----------
    plans
        All of the corpus, in its order.
    rows
        Gives the rows of a table by its name; those of spin may not be there yet.
    """
    places = {plan.plan_id: place for place, plan in enumerate(plans)}
    families = group_rows(rows("families"), "family")
    numbers = {family: number for number, family in enumerate(families)}
    of_pairs = {name: group_rows(rows(name), "a", "b") for name in ("pair_evidence", "passages", "pair_substitutions")}
    of_plans = {name: group_rows(rows(name), "plan_id") for name in ("plan_shares", "spin", "spin_evidence")}
    return Reuse(
        tuple(_plan_reuse(row, numbers, places, of_plans) for row in rows("plan_reuse")),
        tuple(_pair(row, places, of_pairs) for row in rows("pairs")),
        tuple(_family(members, places) for members in families.values()),
        tuple(Substitution(**row) for row in rows("substitutions")),
        tuple(_boilerplate(places, found) for found in group_rows(rows("boilerplate"), "clause").values()),
        Uncompared(**rows("uncompared")[0]),
        tuple(quotations_of_rows(plans, rows("quotations"))),
    )


def alignments_of_rows(plans: Sequence[Plan], rows: Callable[[str], Sequence[Row]]) -> Alignments:
    """Return what plans share; the parameters are those of ``reuse_of_rows``."""
    places = {plans[index].plan_id: place for place, index in enumerate(order_by_name(plans))}
    passages = group_rows(rows("aligned_passages"), "a", "b")
    return Alignments(
        tuple(_compared(row, places, passages.get((row["a"], row["b"]), ())) for row in rows("alignments")),
        Uncompared(**rows("uncompared")[0]),
    )


def _compared(row: Row, places: _Places, passages: Iterable[Row]) -> Compared:
    return Compared(
        PairScore(places[row["a"]], places[row["b"]], row["jaccard"], row["containment_a"], row["containment_b"]),
        tuple(map(_passage, passages)),
        tuple(zip(map(Span, row["a_start"], row["a_end"]), map(Span, row["b_start"], row["b_end"]), strict=True)),
        (row["a_length"], row["b_length"]),
        tuple(map(Swap, zip(row["a_word"], row["b_word"], strict=True), row["a_at"], row["b_at"])),
        row["verdict"],
        row["is_alike"],
    )


def undoing_of_rows(plans: Sequence[Plan], rows: Callable[[str], Sequence[Row]]) -> Undoing:
    """Return what the spun copies of a corpus have swapped; the parameters are those of ``reuse_of_rows``."""
    substitutions = tuple(Substitution(**row) for row in rows("substitutions"))
    if not substitutions:
        return Undoing()
    places = {plan.plan_id: place for place, plan in enumerate(plans)}
    spun = (row for row in rows("pairs") if row["verdict"] == "spun")
    return Undoing(substitutions, frozenset(places[row[side]] for row in spun for side in ("a", "b")))


def quotations_of_rows(plans: Sequence[Plan], rows: Iterable[Mapping[Any, Any]]) -> list[Quotation]:
    """Return the quotations that rows describe, of plans that are among those given."""
    places = {plan.plan_id: place for place, plan in enumerate(plans)}
    known = (row for row in rows if row["plan_id"] in places)
    return [Quotation(places[row["plan_id"]], *(row[name] for name in Quotation._fields[1:])) for row in known]


def family_numbers_of_rows(plans: Sequence[Plan], rows: Iterable[Row]) -> list[int]:
    """Return for each plan the place of the representative of its family, as the rows of families tell it."""
    places = {plan.plan_id: place for place, plan in enumerate(plans)}
    numbers = list(range(len(plans)))
    for members in group_rows(rows, "family").values():
        [representative] = (places[row["plan_id"]] for row in members if row["is_representative"])
        for row in members:
            numbers[places[row["plan_id"]]] = representative
    return numbers


def _pair(row: Row, places: _Places, of_pairs: Mapping[str, _Groups]) -> Pair:
    a, b = places[row["a"]], places[row["b"]]
    evidence, passages, substitutions = (
        of_pairs[name].get((row["a"], row["b"]), ()) for name in ("pair_evidence", "passages", "pair_substitutions")
    )
    return Pair(
        PairScore(a, b, row["jaccard"], row["containment_a"], row["containment_b"]),
        row["verdict"],
        tuple(map(_passage, passages)),
        tuple(PairSubstitution(*(found[name] for name in PairSubstitution._fields)) for found in substitutions),
        row["relation"],
        Direction(
            None if row["source"] is None else (a, b).index(places[row["source"]]),
            row["source_confidence"],
            tuple(
                Evidence(e["kind"], e["weight"], (a, b).index(places[e["source"]]), e["value"], e["other"])
                for e in evidence
            ),
        ),
    )


def _passage(row: Row) -> Passage:
    return Passage(
        Span(row["a_start"], row["a_end"]),
        Span(row["b_start"], row["b_end"]),
        row["n_matched"],
        row["kind"],
        tuple(map(Span, row["a_unequal_start"], row["a_unequal_end"])),
        tuple(map(Span, row["b_unequal_start"], row["b_unequal_end"])),
        row["quoted"],
    )


def _family(members: Sequence[Row], places: _Places) -> Family:
    representative = next(row["plan_id"] for row in members if row["is_representative"])
    return Family(tuple(places[row["plan_id"]] for row in members), places[representative])


def _boilerplate(places: _Places, found: Sequence[Row]) -> Boilerplate:
    first = found[0]
    occurrences = (Occurrence(places[row["plan_id"]], row["start"], row["end"]) for row in found)
    return Boilerplate(first["clause"], first["n_plans"], first["n_families"], tuple(occurrences))


def _plan_reuse(row: Row, numbers: _Places, places: _Places, of_plans: Mapping[str, _Groups]) -> PlanReuse:
    shares, spins, evidence = (
        of_plans[name].get(row["plan_id"], ()) for name in ("plan_shares", "spin", "spin_evidence")
    )
    return PlanReuse(
        None if row["family"] is None else numbers[row["family"]],
        row["copied_share"],
        row["boilerplate_share"],
        row["quoted_share"],
        tuple(_share(share, places) for share in shares),
        *(
            Spin(
                spin["suspected"],
                spin["score"],
                None if spin["lexicon"] is None else int(spin["lexicon"][1:]) - 1,
                tuple(SpunPlace(e["original"], e["replacement"], Span(e["start"], e["end"])) for e in evidence),
            )
            for spin in spins
        ),
    )


def _share(row: Row, places: _Places) -> CopiedShare:
    source = row["largest_source"]
    return CopiedShare(
        row["left_out"], row["total_share"], row["largest_share"], None if source is None else places[source]
    )
