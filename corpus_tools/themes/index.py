"""Indexes: which numbers belong to a number, for many at a time."""

from typing import NamedTuple

import numpy as np

from corpus_tools.arrays import Flags, Numbers, expand


class Index(NamedTuple):
    """Numbers under keys that are numbers from 0.

    Attributes
    ----------
    starts
        Where the numbers of each key begin in ``numbers``, and behind them the length of ``numbers``.
    numbers
        Of all keys, one key behind the other.
    """

    starts: Numbers
    numbers: Numbers

    @classmethod
    def under(cls, keys: Numbers, n_keys: int, numbers: Numbers | None = None) -> "Index":
        """Return numbers under their keys in the order given; without numbers, the positions of the keys."""
        order = np.argsort(keys, kind="stable")
        starts = np.searchsorted(keys[order], np.arange(n_keys + 1))
        return cls(starts, order if numbers is None else numbers[order])

    def pick(self, keys: Numbers) -> "Index":
        """Return the numbers of some keys, which are numbered anew in the order given."""
        sizes = self.starts[keys + 1] - self.starts[keys]
        return Index(np.append(0, np.cumsum(sizes)), self.of(keys))

    def only(self, wanted: Flags) -> "Index":
        """Return what is left without numbers that are not wanted (a flag a number)."""
        kept = wanted[self.numbers]
        return Index(np.append(0, np.cumsum(kept))[self.starts], self.numbers.compress(kept))

    def of(self, keys: Numbers) -> Numbers:
        """Return the numbers of all keys, one key behind the other."""
        starts = self.starts[keys]
        return self.numbers[expand(starts, self.starts[keys + 1] - starts)]

    def join(self, keys: Numbers) -> tuple[Numbers, Numbers]:
        """Return each position in ``keys`` with each number of its key, as two columns."""
        return self.between(keys, keys + 1)

    def between(self, first: Numbers, last: Numbers) -> tuple[Numbers, Numbers]:
        """Return each position in ``first`` with each number of the keys from there to before ``last``."""
        starts = self.starts.take(first)
        sizes = self.starts.take(last) - starts
        nth = np.repeat(np.arange(len(starts)), sizes)
        return nth, self.numbers.take(expand(starts, sizes))
