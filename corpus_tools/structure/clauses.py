"""Clauses: the runs of a heading or body between stops, the units that are coded, counted and compared."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.spans import Span
from corpus_tools.structure.nodes import Node
from corpus_tools.structure.stops import clause_spans

Part = Literal["heading", "body"]
_PARTS: tuple[Part, Part] = ("body", "heading")
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
    part: Part
    start: int
    end: int


def count_characters(clauses: Iterable[Clause]) -> int:
    """Return how many characters clauses have, all together."""
    return sum(clause.end - clause.start for clause in clauses)


class ClauseColumns(NamedTuple):
    """The clauses of several texts as columns, in the order of the texts and of their characters.

    Attributes
    ----------
    texts
        Which text each is of.
    nodes
        Which node prints each; the nodes of all texts are numbered through from 0.
    node_ids
        The same node as its text numbers it.
    is_heading
        Whether it is of the node's heading.
    starts, ends
        Spans in the text of each.
    """

    texts: NDArray[np.int64]
    nodes: NDArray[np.int64]
    node_ids: NDArray[np.int64]
    is_heading: NDArray[np.bool_]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def pick(self, rows: NDArray[np.int64]) -> Iterator[Clause]:
        """Return the clauses of some rows."""
        node_ids, headings, starts, ends = (
            column[rows].tolist() for column in (self.node_ids, self.is_heading, self.starts, self.ends)
        )
        return map(Clause, node_ids, map(_PARTS.__getitem__, headings), starts, ends)


def cut_clauses(texts: Sequence[str], nodes: Sequence[Sequence[Node]], n_left_out: Sequence[int]) -> ClauseColumns:
    """Return the clauses of the nodes of each text, but for so many nodes at its head."""
    offsets = np.cumsum([0, *map(len, texts)])
    n_nodes = np.fromiter(map(len, nodes), np.int64, len(nodes))
    text_of = np.repeat(np.arange(len(texts)), n_nodes)
    headings = [node.heading or _NONE for own in nodes for node in own]
    bodies = [node.body for own in nodes for node in own]
    every = np.arange(len(bodies))
    node_of = np.append(every, np.repeat(every, list(map(len, bodies))))
    printed = chain.from_iterable((*headings, *chain.from_iterable(bodies)))
    starts, ends = np.fromiter(printed, np.int64, 2 * len(node_of)).reshape(-1, 2).T + offsets[text_of[node_of]]
    nth = every - np.repeat(np.cumsum(n_nodes) - n_nodes, n_nodes)
    kept = (nth >= np.repeat(n_left_out, n_nodes))[node_of]
    node_of, is_heading = node_of[kept], (np.arange(len(kept)) < len(headings))[kept]
    spans, starts, ends = clause_spans("".join(texts), starts[kept], ends[kept])
    found = node_of[spans]
    of = text_of[found]
    return ClauseColumns(of, found, nth[found] + 1, is_heading[spans], starts - offsets[of], ends - offsets[of])


def clauses_of(text: str, nodes: Sequence[Node], n_left_out: int = 0) -> Iterator[Clause]:
    """Return the clauses of a text in the order of its nodes, but for so many nodes at its head."""
    cut = cut_clauses([text], [nodes], [n_left_out])
    order = np.lexsort((cut.starts, ~cut.is_heading, cut.nodes))
    return cut.pick(order)
