"""Strings: all places of very many strings in a text, found for all its characters at once.

A trie (Fredkin 1960, Trie memory) as one array of edges in order; from every character of the text one walks down it as
long as there is an edge, and each step is taken for all of them together.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from corpus_tools.arrays import Numbers
from corpus_tools.folding import N_CODE_POINTS, to_codes

_ROOM = 4  # slots of the table of edges for each edge, at least: nearly all that are none are known by an empty slot


class Places(NamedTuple):
    """Where strings stand in a text: which string, from where, to where; shorter strings first, each in its order."""

    string: Numbers
    start: Numbers
    end: Numbers


class _Edges:
    """The edges of a trie, to be looked up by their numbers; the edge in place ``i`` leads to node ``i + 1``.

    Those with the same lowest bits are a chain: a table has the place of the first, each leads to the next.

    Parameters
    ----------
    edges
        Their numbers, all different.
    """

    def __init__(self, edges: Numbers) -> None:
        self._n = n = len(edges)  # the place of none, behind all others
        edges = np.append(edges, -1)
        self._edges = edges.astype(np.promote_types(np.int32, np.min_scalar_type(-edges.max())))  # small is fastest
        self._slot_bits = (1 << (_ROOM * (n + 1)).bit_length()) - 1
        slots = self._edges[:-1] & self._slot_bits
        places = np.arange(n, dtype=np.int32)
        self._first = np.full(self._slot_bits + 1, n, dtype=np.int32)
        self._first[slots[::-1]] = places[::-1]  # of several in one slot the first is written last
        self._next = np.full(n + 1, n, dtype=np.int32)
        order = np.argsort(slots, kind="stable")
        (alike,) = np.nonzero(slots[order[1:]] == slots[order[:-1]])
        self._next[order[alike]] = order[alike + 1]

    def find(self, edges: Numbers) -> tuple[Numbers, Numbers]:
        """Return which of some edges there are, and the nodes that they lead to."""
        places = self._first[edges & self._slot_bits]
        (likely,) = np.nonzero(places < self._n)
        edges, places = edges[likely], places[likely]
        (other,) = np.nonzero(self._edges[places] != edges)
        while len(other):
            places[other] = self._next[places[other]]
            other = other[(self._edges[places[other]] != edges[other]) & (places[other] < self._n)]
        (real,) = np.nonzero(self._edges[places] == edges)
        return likely[real], places[real] + np.int64(1)


class Strings:
    """Strings, ready to be searched for.

    A letter is the number of a character that strings have, 0 any other. Nodes are numbered from the root (0) down,
    level by level; an edge is ``node * n_letters + letter``.

    Parameters
    ----------
    strings
        Different ones, none empty.
    """

    def __init__(self, strings: Sequence[str]) -> None:
        self.strings = tuple(strings)
        sizes = np.fromiter(map(len, strings), np.int64, len(strings))
        starts = np.cumsum(sizes) - sizes
        codes = to_codes("".join(strings))
        initials = np.unique(codes[starts])  # they come first, so that the node of an initial is its letter
        characters = np.concatenate((initials, np.setdiff1d(codes, initials)))
        self._letters = np.zeros(N_CODE_POINTS, dtype=np.int32)
        self._letters[characters] = np.arange(1, len(characters) + 1)
        self._n_initials, self._n_letters = len(initials), len(characters) + 1
        levels, nodes = _grow(self._letters[codes].astype(np.int64), starts, sizes, self._n_letters)
        self._n_levels = len(levels)
        edges = np.concatenate([np.empty(0, dtype=np.int64), *levels])
        self._edges = _Edges(edges)
        self._string = np.full(len(edges) + 1, -1, dtype=np.int32)  # that ends at each node
        self._string[nodes] = np.arange(len(strings))

    def find(self, text: str) -> Places:
        """Return all places of the strings in a text, those over each other too."""
        letters = np.append(self._letters.take(to_codes(text)), np.zeros(self._n_levels, dtype=np.int32))
        starts = np.flatnonzero((letters > 0) & (letters <= self._n_initials))
        nodes = letters[starts].astype(np.int64)
        found = []
        for depth in range(1, self._n_levels + 1):
            strings = self._string[nodes]
            (ending,) = np.nonzero(strings >= 0)
            found.append(Places(strings[ending].astype(np.int64), starts[ending], starts[ending] + depth))
            going_on, nodes = self._edges.find(nodes * self._n_letters + letters[starts + depth])
            starts = starts[going_on]
        empty = np.empty(0, dtype=np.int64)
        return Places(*map(np.concatenate, zip(*found, strict=True))) if found else Places(empty, empty, empty)


def _grow(letters: Numbers, starts: Numbers, sizes: Numbers, n_letters: int) -> tuple[list[Numbers], Numbers]:
    """Return the edges of a trie level by level, in order, and the node at which each string ends.

    Parameters
    ----------
    letters
        Of all strings, one behind the other.
    starts, sizes
        Where each string starts among them, and how many it has.
    n_letters
        How many different ones there may be.
    """
    nodes = np.zeros(len(sizes), dtype=np.int64)  # that each string has reached
    left = np.arange(len(sizes))  # the strings that go on
    levels = []
    n_nodes = 1
    for depth in range(int(sizes.max(initial=0))):
        left = left[sizes[left] > depth]
        steps = nodes[left] * n_letters + letters[starts[left] + depth]
        edges, reached = np.unique(steps, return_inverse=True)
        nodes[left] = reached + n_nodes
        levels.append(edges)
        n_nodes += len(edges)
    return levels, nodes
