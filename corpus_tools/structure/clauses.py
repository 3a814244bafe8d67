"""Clauses: the runs of a heading or body between stops, the units that are coded, counted and compared."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.spans import Span
from corpus_tools.structure.nodes import Node
from corpus_tools.structure.stops import clause_spans

_NONE = Span(0, 0)


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


class ClauseColumns(NamedTuple):
    """The clauses of several texts as columns, in the order of the texts and of their characters.

    Attributes
    ----------
    texts
        Which text each is of.
    nodes
        Which node prints each; the nodes of all texts are numbered through from 0.
    is_heading
        Whether it is of the node's heading.
    starts, ends
        Spans in the text of each.
    """

    texts: NDArray[np.int64]
    nodes: NDArray[np.int64]
    is_heading: NDArray[np.bool_]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def pick(self, rows: NDArray[np.int64], nodes: Sequence[Node]) -> Iterator[Clause]:
        """Yield the clauses of some rows; ``nodes`` are those of all texts."""
        columns = (column[rows].tolist() for column in self[1:])
        for node, is_heading, start, end in zip(*columns, strict=True):
            yield Clause(nodes[node].node_id, "heading" if is_heading else "body", start, end)


def cut_clauses(texts: Sequence[str], nodes: Sequence[Sequence[Node]]) -> ClauseColumns:
    """Return the clauses of the nodes of each text."""
    offsets = np.cumsum([0, *map(len, texts)])
    text_of = np.repeat(np.arange(len(texts)), list(map(len, nodes)))
    headings = [node.heading or _NONE for own in nodes for node in own]
    bodies = [node.body for own in nodes for node in own]
    every = np.arange(len(bodies))
    node_of = np.append(every, np.repeat(every, list(map(len, bodies))))
    printed = chain.from_iterable((*headings, *chain.from_iterable(bodies)))
    starts, ends = np.fromiter(printed, np.int64, 2 * len(node_of)).reshape(-1, 2).T + offsets[text_of[node_of]]
    spans, starts, ends = clause_spans("".join(texts), starts, ends)
    found = node_of[spans]
    before = offsets[text_of[found]]
    return ClauseColumns(text_of[found], found, spans < len(headings), starts - before, ends - before)


def clauses_of(text: str, nodes: Sequence[Node]) -> Iterator[Clause]:
    """Return the clauses of a text in the order of its nodes."""
    cut = cut_clauses([text], [nodes])
    order = np.lexsort((cut.starts, ~cut.is_heading, cut.nodes))
    return cut.pick(order, nodes)
