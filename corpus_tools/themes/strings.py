"""Strings: all places of very many strings in a text, found for all its characters at once.

A trie (Fredkin 1960, Trie memory) as one array of edges in order; from every character of the text one walks down it as
long as there is an edge, and each step is taken for all of them together.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from corpus_tools.folding import to_codes
from corpus_tools.themes.index import Numbers

_N_CODES = 0x110000
_FILTER = (1 << 21) - 1  # the lowest bits of an edge, by which nearly all that are none are known


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
        self._letters = np.zeros(_N_CODES, dtype=np.int32)
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
        self._edges = np.append(np.concatenate(levels), np.iinfo(np.int64).max)
        self._string = np.full(n_nodes, -1)
        self._string[nodes] = np.arange(len(strings))
        self._likely = np.zeros(_FILTER + 1, dtype=bool)
        self._likely[self._edges & _FILTER] = True

    def find(self, text: str) -> Places:
        """Return all places of the strings in a text, those over each other too."""
        letters = np.append(self._letters[to_codes(text)], np.zeros(self._n_levels, dtype=np.int32))
        starts = np.flatnonzero((letters > 0) & (letters <= self._n_initials))
        nodes = letters[starts].astype(np.int64)
        found = []
        for depth in range(1, self._n_levels + 1):
            strings = self._string[nodes]
            (ending,) = np.nonzero(strings >= 0)
            found.append(Places(strings[ending], starts[ending], starts[ending] + depth))
            edges = nodes * self._n_letters + letters[starts + depth]
            (likely,) = np.nonzero(self._likely[edges & _FILTER])
            starts, edges = starts[likely], edges[likely]
            nodes = self._edges.searchsorted(edges)
            (real,) = np.nonzero(self._edges[nodes] == edges)
            starts, nodes = starts[real], nodes[real] + 1
        empty = np.empty(0, dtype=np.int64)
        return Places(*map(np.concatenate, zip(*found, strict=True))) if found else Places(empty, empty, empty)
