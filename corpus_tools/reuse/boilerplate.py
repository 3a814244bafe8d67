"""Boilerplate: clauses that many unrelated plans share, so that sharing them proves nothing."""

from collections.abc import Sequence
from typing import NamedTuple

from corpus_tools.folding import fold
from corpus_tools.structure.plans import Plan

SHORTEST_CLAUSE = 8
FEWEST_FAMILIES = 5


class Occurrence(NamedTuple):
    """Where a clause stands: the index of the plan, and the span in its text."""

    plan: int
    start: int
    end: int


class Boilerplate(NamedTuple):
    """A clause that many families share.

    Attributes
    ----------
    text
        As its first occurrence prints it.
    n_plans, n_families
        A family of copies counts once, or one much copied plan would look like boilerplate.
    occurrences
        In the order of the corpus.
    """

    text: str
    n_plans: int
    n_families: int
    occurrences: tuple[Occurrence, ...]


def find_boilerplate(
    plans: Sequence[Plan], families: Sequence[int], *, fewest: int = FEWEST_FAMILIES, shortest: int = SHORTEST_CLAUSE
) -> list[Boilerplate]:
    """Return the clauses of at least ``shortest`` folded characters that stand in at least ``fewest`` families.

    Parameters
    ----------
    families
        For each plan the number of its family.

    Returns
    -------
    list of Boilerplate
        The most widespread first.
    """
    occurrences: dict[str, list[Occurrence]] = {}
    for index, plan in enumerate(plans):
        text = plan.text
        for clause in plan.clauses:
            folded = fold(text[clause.start : clause.end]).text
            if len(folded) >= shortest:
                occurrences.setdefault(folded, []).append(Occurrence(index, clause.start, clause.end))
    shared = []
    for found in occurrences.values():
        n_families = len({families[occurrence.plan] for occurrence in found})
        if n_families >= fewest:
            first = found[0]
            text = plans[first.plan].text[first.start : first.end]
            n_plans = len({occurrence.plan for occurrence in found})
            shared.append(Boilerplate(text, n_plans, n_families, tuple(found)))
    return sorted(shared, key=lambda clause: (-clause.n_families, -clause.n_plans, clause.text))
