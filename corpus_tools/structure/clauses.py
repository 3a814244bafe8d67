"""Clauses: the runs of a heading or body between stops, the units that are coded, counted and compared."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from corpus_tools.structure.nodes import Node
from corpus_tools.structure.stops import clause_spans


class Clause(NamedTuple):
    """A run of one node's heading or body between 。！？； and line ends.

    Attributes
    ----------
    node_id
        The node that prints it.
    part
        ``heading`` or ``body``.
    start, end
        Span in the plan's text (code points), without the stop, outer blanks and the marker.
    """

    node_id: int
    part: Literal["heading", "body"]
    start: int
    end: int


def cut_clauses(text: str, nodes: Iterable[Node]) -> Iterator[Clause]:
    """Yield the clauses of a plan in the order of its nodes."""
    for node in nodes:
        if node.heading:
            for run in clause_spans(text, *node.heading):
                yield Clause(node.node_id, "heading", *run)
        for span in node.body:
            for run in clause_spans(text, *span):
                yield Clause(node.node_id, "body", *run)
