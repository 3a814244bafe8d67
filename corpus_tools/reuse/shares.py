"""Shares: how much of a plan stands in other plans, with and without what may be borrowed.

The two figures that users of Chinese copy checkers know, 总文字复制比 (in all other plans together) and
单篇最大文字复制比 (in the one plan that has most of it), each given with nothing left out and once more without
quotation (去除引用), without the plans of one's own school (去除本人), without boilerplate, and without all three.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from corpus_tools.reuse.boilerplate import SHORTEST_CLAUSE
from corpus_tools.reuse.passages import Flags
from corpus_tools.reuse.spin import Spin

LeftOut = Literal["nothing", "quotation", "own_school", "boilerplate", "all"]
LEFT_OUT: tuple[LeftOut, ...] = ("nothing", "quotation", "own_school", "boilerplate", "all")

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
        Index of that plan, the first of several; None where nothing is shared.
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
    quotation
        By index of the plan; of plans that quote.
    """

    boilerplate: Sequence[Flags]
    quotation: Mapping[int, Flags]

    def of(self, plan: int) -> Flags:
        """Return which characters of a plan are boilerplate or quotation."""
        common = self.boilerplate[plan]
        return common | self.quotation[plan] if plan in self.quotation else common

    def leave(self, plan: int, shared: Flags) -> Flags:
        """Return which of the characters that a plan shares are its own: no boilerplate, quotation, or scraps of it.

        Fewer characters than a clause has, beside a quotation, are what its ends have left.
        """
        own = shared & ~self.of(plan)
        if plan in self.quotation:
            edges = np.flatnonzero(np.diff(own, prepend=False, append=False))
            for start, end in edges.reshape(-1, 2).tolist():
                if end - start < SHORTEST_CLAUSE and self.quotation[plan][max(0, start - 1) : end + 1].any():
                    own[start:end] = False
        return own


class Tally:
    """Adds up what plans share, a pair after another; what stands by itself takes no memory."""

    def __init__(self, borrowed: Borrowed) -> None:
        self._borrowed = borrowed
        self._any: dict[int, Flags] = {}
        self._foreign: dict[int, Flags] = {}
        self._copied: dict[int, Flags] = {}
        self._largest: dict[tuple[int, LeftOut], tuple[int, int]] = {}  # of a plan: characters, the other negated

    def add(self, plan: int, other: int, covered: Flags, *, is_own_school: bool, is_copy: bool) -> None:
        """Count the characters of a plan that another has, ``covered``; the two may be a copy, or share little."""
        _join(self._any, plan, covered)
        if not is_own_school:
            _join(self._foreign, plan, covered)
        if is_copy:
            _join(self._copied, plan, covered)
        for left_out in LEFT_OUT:
            if not (is_own_school and left_out in _WITHOUT_OWN_SCHOOL):
                n_shared = int(np.count_nonzero(self._leave_out(left_out, plan, covered)))
                self._largest[plan, left_out] = max(self._largest.get((plan, left_out), (0, 0)), (n_shared, -other))

    def sum_up(self, plan: int, family: int | None) -> PlanReuse:
        """Return what a plan shares with all that were counted."""
        common = self._borrowed.boilerplate[plan]
        nothing = np.zeros(len(common), dtype=bool)
        copied = self._copied.get(plan, nothing) & ~self._borrowed.of(plan)
        quoted = self._borrowed.quotation.get(plan, nothing)
        shares = tuple(self._share(left_out, plan) for left_out in LEFT_OUT)
        return PlanReuse(family, _share(copied), _share(common), _share(quoted), shares)

    def _share(self, left_out: LeftOut, plan: int) -> CopiedShare:
        common = self._borrowed.boilerplate[plan]
        covered = (self._foreign if left_out in _WITHOUT_OWN_SCHOOL else self._any).get(plan, common)
        total = _share(self._leave_out(left_out, plan, covered | common))
        n_shared, source = self._largest.get((plan, left_out), (0, 0))
        largest = n_shared / max(1, len(common))
        return CopiedShare(left_out, total, largest, -source if n_shared else None)

    def _leave_out(self, left_out: LeftOut, plan: int, covered: Flags) -> Flags:
        if left_out in ("quotation", "all") and plan in self._borrowed.quotation:
            covered = covered & ~self._borrowed.quotation[plan]
        if left_out in ("boilerplate", "all"):
            covered = covered & ~self._borrowed.boilerplate[plan]
        return covered


def _join(covered: dict[int, Flags], plan: int, flags: Flags) -> None:
    covered[plan] = covered[plan] | flags if plan in covered else flags


def _share(flags: Flags) -> float:
    """Return the share of set flags; none of an empty text."""
    return float(flags.mean()) if len(flags) else 0.0
