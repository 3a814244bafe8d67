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
    nodes
        Which node prints each; the nodes of all texts are numbered through from 0.
    is_heading
        Whether it is of the node's heading.
    starts, ends
        Spans in the texts, one behind the other.
    """

    nodes: NDArray[np.int64]
    is_heading: NDArray[np.bool_]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


def cut_clauses(texts: Sequence[str], nodes: Sequence[Sequence[Node]]) -> ClauseColumns:
    """Return the clauses of the nodes of each text."""
    offsets = np.cumsum([0, *map(len, texts)])[:-1]
    printed = [(node.heading or _NONE, *node.body) for own in nodes for node in own]
    sizes = np.array(list(map(len, printed)), dtype=np.int64)
    bounds = np.fromiter(chain.from_iterable(chain.from_iterable(printed)), np.int64, 2 * int(sizes.sum()))
    bounds += np.repeat(np.repeat(offsets, list(map(len, nodes))), 2 * sizes)
    spans, starts, ends = clause_spans("".join(texts), bounds[::2], bounds[1::2])
    is_heading = np.zeros(len(bounds) // 2, dtype=bool)
    is_heading[np.cumsum(sizes) - sizes] = True
    return ClauseColumns(np.repeat(np.arange(len(sizes)), sizes)[spans], is_heading[spans], starts, ends)


def clauses_of(text: str, nodes: Sequence[Node]) -> Iterator[Clause]:
    """Yield the clauses of a text in the order of its nodes."""
    cut = cut_clauses([text], [nodes])
    order = np.lexsort((cut.starts, ~cut.is_heading, cut.nodes))
    columns = (column[order].tolist() for column in cut)
    for node, is_heading, start, end in zip(*columns, strict=True):
        yield Clause(nodes[node].node_id, "heading" if is_heading else "body", start, end)
