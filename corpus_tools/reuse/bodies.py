"""The folded bodies of plans: what all comparisons of wording look at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import overload

import numpy as np

from corpus_tools.folding import Folded, fold
from corpus_tools.reuse.lexicon import Canonical, Lexicon
from corpus_tools.reuse.shingles import Codes, distinct, hash_shingles
from corpus_tools.structure.plans import Plan

_N_KEPT = 1024


def folded_body(plan: Plan) -> Folded:
    """Return the matching form of a plan without its title and noise; positions count in the plan's text.

    A plan that is nothing but a title is compared by it.
    """
    text = plan.text
    wanted = np.ones(len(text), dtype=bool)
    if plan.title:
        wanted[plan.title.start : plan.title.end] = False
    for noise in plan.noise:
        wanted[noise.start : noise.end] = False
    whole = fold(text)
    body = whole.select(wanted)
    return body if body.text else whole


@dataclass(frozen=True)
class Body:
    """A folded body, with substitutions undone, and what is made of it when it is asked for.

    Attributes
    ----------
    folded
        The body as the plan prints it.
    undone
        The body with the substitutions of a lexicon undone.
    """

    folded: Folded
    undone: Canonical

    @cached_property
    def shingles(self) -> Codes:
        """The codes of the shingles of ``undone.text``, in order."""
        return hash_shingles(self.undone.text)

    @cached_property
    def distinct_shingles(self) -> Codes:
        """The set of them, ascending."""
        return distinct(self.shingles)


class Bodies:
    """The bodies of plans, made anew whenever they are asked for, so that only the last ones are in memory."""

    def __init__(self, plans: Sequence[Plan], lexicon: Lexicon | None = None) -> None:
        self._plans = plans
        self._lexicon = lexicon or Lexicon()
        self._get = lru_cache(_N_KEPT)(self._make)

    def __len__(self) -> int:
        return len(self._plans)

    def __getitem__(self, index: int) -> Body:
        if index >= len(self):
            raise IndexError(index)
        return self._get(index)

    def __iter__(self) -> Iterator[Body]:
        return map(self._make, range(len(self)))

    @property
    def texts(self) -> Sequence[str]:
        """The folded texts with substitutions undone, each made when it is asked for."""
        return _Texts(self)

    def _make(self, index: int) -> Body:
        folded = folded_body(self._plans[index])
        return Body(folded, self._lexicon.undo(folded.text))


class _Texts(Sequence[str]):
    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies

    def __len__(self) -> int:
        return len(self._bodies)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return self._bodies[index].undone.text
