"""What copies have in common, made of the rows of a corpus again: nothing is aligned a second time."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from corpus_tools.corpus.rows import Row, group_rows
from corpus_tools.reuse.families import Family
from corpus_tools.reuse.node_pairs import NodePair, PlanNodes
from corpus_tools.reuse.slots import Fill, Slot, Template
from corpus_tools.structure.plans import Plan

_Places = Mapping[str, int]


def templates_of_rows(
    plans: Sequence[Plan], families: Iterable[Family], rows: Callable[[str], Sequence[Row]]
) -> list[tuple[Template, list[PlanNodes]]]:
    """Return the template of each family, and which node of its representative is which of each other member.

    Parameters
    ----------
    plans, families
        All of the corpus, in its order.
    rows
        Gives the rows of a table by its name.
    """
    places = {plan.plan_id: place for place, plan in enumerate(plans)}
    slots = group_rows(rows("templates"), "family")
    fills = group_rows(rows("template_fills"), "family", "slot")
    nodes = group_rows(rows("node_pairs"), "family", "b")
    found = []
    for family, row in zip(families, rows("consensus"), strict=True):
        name, center = row["family"], family.representative
        template = Template(
            representative=center,
            members=tuple(places[plan_id] for plan_id in row["plans"]),
            text=row["text"],
            slots=tuple(_slot(slot, fills[name, slot["slot"]], places) for slot in slots.get(name, ())),
            n_left=row["n_left"],
        )
        others = [place for place in template.members if place != center]
        found.append((template, [_nodes(center, b, nodes.get((name, plans[b].plan_id), ())) for b in others]))
    return found


def _slot(row: Row, fills: Iterable[Row], places: _Places) -> Slot:
    return Slot(
        row["kind"],
        row["start"],
        row["end"],
        tuple(Fill(places[fill["plan_id"]], *(fill[name] for name in Fill._fields[1:])) for fill in fills),
    )


def _nodes(a: int, b: int, rows: Iterable[Row]) -> PlanNodes:
    return PlanNodes(a, b, tuple(NodePair(*(row[name] for name in NodePair._fields)) for row in rows))
