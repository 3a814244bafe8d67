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


class Strings:
    """Strings, ready to be searched for.

    A letter is the number of a character that strings have, 0 any other. Nodes are numbered from the root (0) down,
    level by level; an edge is ``node * n_letters + letter``, and the edge in place ``i`` leads to node ``i + 1``.

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
        letters = self._letters[codes].astype(np.int64)
        nodes = np.zeros(len(strings), dtype=np.int64)
        left = np.arange(len(strings))
        levels = [np.empty(0, dtype=np.int64)]
        n_nodes = 1
        for depth in range(int(sizes.max(initial=0))):
            left = left[sizes[left] > depth]
            steps = nodes[left] * self._n_letters + letters[starts[left] + depth]
            edges, reached = np.unique(steps, return_inverse=True)
            nodes[left] = reached + n_nodes
            levels.append(edges)
            n_nodes += len(edges)
        self._n_levels = len(levels) - 1
        edges = np.append(np.concatenate(levels), -1)  # none, behind all others
        narrowest = np.promote_types(np.int32, np.min_scalar_type(-edges.max()))  # small tables are the fastest
        self._edges = edges.astype(narrowest)
        self._string = np.full(n_nodes, -1, dtype=np.int32)
        self._string[nodes] = np.arange(len(strings))
        places = np.arange(n_nodes, dtype=np.int32)
        self._slot_bits = (1 << (_ROOM * n_nodes).bit_length()) - 1
        slots = self._edges[:-1] & self._slot_bits
        self._first = np.full(self._slot_bits + 1, places[-1])  # the place of the first edge with these lowest bits
        self._first[slots[::-1]] = places[-2::-1]
        self._next = np.full(n_nodes, places[-1])  # and of the next with the same
        order = np.argsort(slots, kind="stable")
        (alike,) = np.nonzero(slots[order[1:]] == slots[order[:-1]])
        self._next[order[alike]] = order[alike + 1]

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
            edges = nodes * self._n_letters + letters[starts + depth]
            places = self._first[edges & self._slot_bits]
            (likely,) = np.nonzero(places < len(self._next) - 1)
            starts, edges, places = starts[likely], edges[likely], places[likely]
            (other,) = np.nonzero(self._edges[places] != edges)
            while len(other):
                places[other] = self._next[places[other]]
                other = other[(self._edges[places[other]] != edges[other]) & (places[other] < len(self._next) - 1)]
            (real,) = np.nonzero(self._edges[places] == edges)
            starts, nodes = starts[real], places[real] + np.int64(1)
        empty = np.empty(0, dtype=np.int64)
        return Places(*map(np.concatenate, zip(*found, strict=True))) if found else Places(empty, empty, empty)
