"""Shares: how much of a plan stands in other plans, with and without what may be borrowed.

The two figures that users of Chinese copy checkers know, 总文字复制比 (in all other plans together) and
单篇最大文字复制比 (in the one plan that has most of it), each given with nothing left out and once more without
quotation (去除引用), without the plans of one's own school (去除本人), without boilerplate, and without all three.
"""

from collections.abc import Container, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

import numpy as np

from corpus_tools.arrays import Flags, cover, find_spans
from corpus_tools.reuse.seeds import SHORTEST_PASSAGE
from corpus_tools.reuse.spin import Spin

LeftOut = Literal["nothing", "quotation", "own_school", "boilerplate", "all"]
LEFT_OUT: tuple[LeftOut, ...] = get_args(LeftOut)

_WITHOUT_OWN_SCHOOL = ("own_school", "all")


class CopiedShare(NamedTuple):
    """How much of a plan's folded body stands in others.

    Attributes
    ----------
    left_out
        What is not counted: ``quotation`` of reference documents, what only plans of the ``own_school`` have,
        ``boilerplate``, ``all`` of these, or ``nothing``.
    total
        总文字复制比: in passages shared with any other plan, listed as a pair or not, or in boilerplate.
    largest
        单篇最大文字复制比: the most that lies in passages shared with one and the same plan.
    source
        Index of that plan, None where nothing is shared; of several one that it was copied from, or else the likest.
    """

    left_out: LeftOut
    total: float
    largest: float
    source: int | None


class PlanReuse(NamedTuple):
    """What one plan shares with the rest of the corpus.

    Attributes
    ----------
    family
        Index in the families of the corpus, or None.
    copied_share
        Share of the folded body in passages of pairs that are more than boilerplate, with boilerplate and quotation
        left out.
    boilerplate_share
        Share of the folded body in boilerplate clauses.
    quoted_share
        Share of the folded body that reference documents have, too.
    shares
        总文字复制比 and 单篇最大文字复制比, one for each of ``LEFT_OUT``.
    spin
        Whether it looks spun; as nothing suspicious until ``with_spin`` has looked.
    """

    family: int | None
    copied_share: float
    boilerplate_share: float
    quoted_share: float
    shares: tuple[CopiedShare, ...]
    spin: Spin = Spin()


class Borrowed(NamedTuple):
    """Which characters of the folded bodies are borrowed as anyone may.

    Attributes
    ----------
    boilerplate
        One a plan.
    stock
        The same with what goes with it; see ``find_stock``.
    quotation
        By index of the plan; of plans that quote.
    """

    boilerplate: Sequence[Flags]
    stock: Sequence[Flags]
    quotation: Mapping[int, Flags]

    def of(self, plan: int) -> Flags:
        """Return which characters of a plan are boilerplate, with what goes with it, or quotation."""
        common = self.stock[plan]
        return common | self.quotation[plan] if plan in self.quotation else common

    def own_of(self, plan: int, shared: Flags) -> Flags:
        """Return which of the characters that a plan shares are its own: no boilerplate, quotation, or scraps of it."""
        return _take_out(shared, self.of(plan))


class _Largest(NamedTuple):
    """The most that a plan shares with one other, and the Jaccard of those that have as much, by index."""

    n_shared: int
    others: dict[int, float]


_NOTHING = _Largest(0, {})


class Tally:
    """Adds up what plans share, a pair after another; what stands by itself takes no memory."""

    def __init__(self, borrowed: Borrowed) -> None:
        self._borrowed = borrowed
        self._any: dict[int, Flags] = {}
        self._foreign: dict[int, Flags] = {}
        self._copied: dict[int, Flags] = {}
        self._largest: dict[tuple[int, LeftOut], _Largest] = {}

    def add(self, plan: int, other: int, covered: Flags, jaccard: float, *, is_own_school: bool, is_copy: bool) -> None:
        """Count the characters of a plan that another has, ``covered``; the two may be a copy, or share little."""
        _join(self._any, plan, covered)
        if not is_own_school:
            _join(self._foreign, plan, covered)
        if is_copy:
            _join(self._copied, plan, covered)
        for left_out in LEFT_OUT:
            if not (is_own_school and left_out in _WITHOUT_OWN_SCHOOL):
                n_shared = int(np.count_nonzero(self._leave_out(left_out, plan, covered)))
                most = self._largest.get((plan, left_out), _NOTHING)
                if n_shared > most.n_shared:
                    self._largest[plan, left_out] = _Largest(n_shared, {other: jaccard})
                elif n_shared == most.n_shared > 0:
                    most.others[other] = jaccard

    def sum_up(self, plan: int, family: int | None, sources: Container[int] = ()) -> PlanReuse:
        """Return what a plan shares with all that were counted; of some it is known that it was copied from them."""
        common = self._borrowed.boilerplate[plan]
        nothing = np.zeros(len(common), dtype=bool)
        copied = self._borrowed.own_of(plan, self._copied.get(plan, nothing))
        quoted = self._borrowed.quotation.get(plan, nothing)
        shares = tuple(self._share(left_out, plan, sources) for left_out in LEFT_OUT)
        return PlanReuse(family, _share(copied), _share(common), _share(quoted), shares)

    def _share(self, left_out: LeftOut, plan: int, sources: Container[int]) -> CopiedShare:
        common = self._borrowed.boilerplate[plan]
        covered = (self._foreign if left_out in _WITHOUT_OWN_SCHOOL else self._any).get(plan, common)
        total = _share(self._leave_out(left_out, plan, covered | common))
        n_shared, others = self._largest.get((plan, left_out), _NOTHING)
        source = max(others, key=lambda other: (other in sources, others[other], -other), default=None)
        return CopiedShare(left_out, total, n_shared / max(1, len(common)), source)

    def _leave_out(self, left_out: LeftOut, plan: int, covered: Flags) -> Flags:
        borrowed = self._borrowed
        if left_out == "all":
            return borrowed.own_of(plan, covered)
        if left_out == "boilerplate":
            return _take_out(covered, borrowed.stock[plan])
        if left_out == "quotation" and plan in borrowed.quotation:
            return _take_out(covered, borrowed.quotation[plan])
        return covered


def _take_out(shared: Flags, taken: Flags) -> Flags:
    """Return what is shared and not taken; what is left beside it and too short for a passage goes with it."""
    if not (shared & taken).any():
        return shared
    left = shared & ~taken
    spans = find_spans(left)
    starts, ends = spans.T
    beside = np.concatenate(([False], taken, [False]))
    is_scrap = (ends - starts < SHORTEST_PASSAGE) & (beside[starts] | beside[ends + 1])
    return left & ~cover(spans[is_scrap].tolist(), len(left))


def _join(covered: dict[int, Flags], plan: int, flags: Flags) -> None:
    covered[plan] = covered[plan] | flags if plan in covered else flags


def _share(flags: Flags) -> float:
    """Return the share of set flags; none of an empty text."""
    return float(flags.mean()) if len(flags) else 0.0
