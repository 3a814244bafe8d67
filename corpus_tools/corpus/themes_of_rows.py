"""Codes and groups of plans, made of the rows of a corpus again: nothing is coded or grouped a second time."""

from collections.abc import Callable, Iterable, Sequence

from corpus_tools.corpus.rows import Row, group_rows
from corpus_tools.spans import Span
from corpus_tools.structure.clauses import Clause
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.clusters import Cluster, Clustering, ClusterUnit, Member, UnitKind
from corpus_tools.themes.coding import Code


def codes_of_rows(plans: Sequence[Plan], rows: Iterable[Row]) -> list[Code]:
    """Return the codes that rows describe; ``plans`` are all of the corpus."""
    places = {plan.plan_id: place for place, plan in enumerate(plans)}
    return [
        Code(
            places[row["plan_id"]],
            Clause(*(row[name] for name in Clause._fields)),
            row["theme"],
            row["via"],
            tuple(map(Span, row["evidence_start"], row["evidence_end"])),
            row["sub_theme"],
            row["basis"],
        )
        for row in rows
    ]


def clustering_of_rows(plans: Sequence[Plan], rows: Callable[[str], Sequence[Row]], units: UnitKind) -> Clustering:
    """Return the groups of plans or of clauses that rows describe.

    Parameters
    ----------
    plans
        All of the corpus.
    rows
        Gives the rows of a table by its name.
    """
    groups, terms, members = (
        [row for row in rows(name) if row["units"] == units] for name in ("cluster_labels", "cluster_terms", "clusters")
    )
    terms_of = group_rows(terms, "cluster")
    texts = {plan.plan_id: plan.text for plan in plans}
    return Clustering(
        tuple(
            Cluster(
                tuple(row["label"]),
                tuple((term["term"], term["weight"]) for term in terms_of.get(row["cluster"], ())),
                row["n_members"],
                row["stability"],
            )
            for row in groups
        ),
        tuple(Member(_unit(row, texts[row["plan_id"]]), row["cluster"] - 1, row["weight"]) for row in members),
        groups[0]["agreement"] if groups else 0.0,
    )


def _unit(row: Row, text: str) -> ClusterUnit:
    span = None if row["start"] is None else Span(row["start"], row["end"])
    return ClusterUnit(row["plan_id"], span, row["text"], text[slice(*span)] if span else text)
