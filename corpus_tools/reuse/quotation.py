"""Quotation: what plans have from reference documents, such as a law or a superior's notice, and nobody copied.

The shingles of the plans are indexed, and references pass by one after another; none of them is kept. Where a
reference has 13 characters of a plan in a row, or nearly so, the two places are aligned as ``passages`` aligns plans,
and ``scraps`` at the ends are left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.arrays import Numbers, cover, expand
from corpus_tools.folding import Folded
from corpus_tools.reading.source import Source
from corpus_tools.reuse.bodies import Bodies
from corpus_tools.reuse.passages import align
from corpus_tools.reuse.scraps import FoldedText, drop_scraps
from corpus_tools.reuse.seeds import LARGEST_DRIFT, LONGEST_GAP, SHORTEST_PASSAGE
from corpus_tools.reuse.shingles import Hashes, hash_shingles
from corpus_tools.scripts import fold_simplified
from corpus_tools.structure.lines import is_date
from corpus_tools.structure.plans import Plan

# A character longer than the shingles of plans, since there is no cap on how many plans may quote a law.
_LENGTH = 6
_DRIFT = 2 * LARGEST_DRIFT
_CONTEXT = 64  # so far around a chain it is aligned, and so far the bodies lie apart in the index
_MOST_CHARACTERS = 1 << 24  # of plans that are indexed at once: 300 MB
_PREFIX_BITS = 24
_MAY_BE_DATE = re.compile(r"^[^\S\n]*(?P<content>[\d一二][^\n]{3,30}?)[^\S\n]*$", re.MULTILINE)


class Quotation(NamedTuple):
    """A stretch of a plan that a reference document has, too.

    Attributes
    ----------
    plan
        Index of the plan.
    start, end
        In the plan's text.
    reference
        The path of the reference document.
    reference_start, reference_end
        In the text of its source.
    n_matched
        How many characters are equal, once folded.
    """

    plan: int
    start: int
    end: int
    reference: str
    reference_start: int
    reference_end: int
    n_matched: int


def find_quotations(plans: Sequence[Plan], references: Iterable[Source]) -> list[Quotation]:
    """Return what the bodies of plans quote, in the order of the plans.

    Quotations of a plan may overlap, but none lies within another. Of several references that have the same words, the
    one with the longest stretch is named, then the first.

    Parameters
    ----------
    references
        Gone through once for every 16 million characters of plans.
    """
    found: list[Quotation] = []
    for first, last in _batches(plans):
        index: _Index | None = None  # takes a while, and often there are no references
        quotations: list[Quotation] = []
        for reference in references:
            index = index or _Index(plans[first:last])
            quotations += (quotation._replace(plan=quotation.plan + first) for quotation in index.quote(reference))
        found += _drop_inner(quotations)
    return found


def _batches(plans: Sequence[Plan]) -> Iterator[tuple[int, int]]:
    first = n_characters = 0
    for number, plan in enumerate(plans):
        if n_characters and n_characters + len(plan.text) > _MOST_CHARACTERS:
            yield first, number
            first, n_characters = number, 0
        n_characters += len(plan.text) + _CONTEXT
    if plans:
        yield first, len(plans)


def _drop_inner(quotations: Iterable[Quotation]) -> list[Quotation]:
    """Return the quotations that do not lie within a longer one."""
    kept: list[Quotation] = []
    reached = (-1, 0)
    for one in sorted(quotations, key=lambda q: (q.plan, q.start, -q.end, -q.n_matched)):
        if (one.plan, one.end) > reached:
            kept.append(one)
            reached = one.plan, one.end
    return kept


class _Runs(NamedTuple):
    """Runs of equal characters of plans, by their places in the index, and a reference; columns.

    Attributes
    ----------
    starts
        In the index.
    shifts
        How much further on that is than in the reference. Runs that are shifted about as far are neighbours, in the
        order of their starts.
    lengths
        In characters.
    """

    starts: Numbers
    shifts: Numbers
    lengths: Numbers


class _Chain(NamedTuple):
    """Where a plan, by its place in the index, and a reference have runs of equal characters."""

    start: int
    end: int
    reference_start: int
    reference_end: int


class _Index:
    """The shingles of the bodies of some plans, one body behind another, and what of them was found quoted."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._bodies = Bodies(plans)
        hashes: list[Hashes] = []
        positions: list[Numbers] = []
        offsets = [0]
        for body in self._bodies:
            text = body.folded.text
            own = hash_shingles(text, _LENGTH)
            hashes.append(own)
            positions.append(np.arange(len(own)) + offsets[-1])
            offsets.append(offsets[-1] + len(text) + _LENGTH + _CONTEXT)
        unsorted = np.concatenate(hashes)
        order = np.argsort(unsorted, kind="stable")
        self._hashes, self._positions = unsorted[order], np.concatenate(positions)[order]
        self._offsets = np.array(offsets)
        self._quoted = np.zeros(offsets[-1], dtype=bool)
        self._prefixes = np.zeros(1 << _PREFIX_BITS, dtype=bool)
        self._prefixes[_prefix(self._hashes)] = True

    def quote(self, reference: Source) -> Iterator[Quotation]:
        """Yield what the plans quote of a reference, and was not found in one before."""
        folded = FoldedText(reference.text, _fold_undated(reference.text))
        for chain in self._chains(hash_shingles(folded.folded.text, _LENGTH)):
            if not self._quoted[chain.start : chain.end].all():
                yield from self._align(chain, folded, reference.path)

    def _chains(self, hashes: Hashes) -> Iterator[_Chain]:
        """Yield where runs of equal characters lie so close that 13 may be equal."""
        runs = self._find_runs(hashes)
        if not len(runs.starts):
            return
        ends = runs.starts + runs.lengths
        near = runs.starts[1:] - ends[:-1] <= LONGEST_GAP
        first = np.flatnonzero(np.concatenate(([True], ~near | (np.diff(runs.shifts // _DRIFT) != 0))))
        starts, ends = runs.starts[first], np.maximum.reduceat(ends, first)
        enough = np.add.reduceat(runs.lengths, first) >= SHORTEST_PASSAGE
        enough[enough] = ~self._known(starts[enough], ends[enough])
        in_reference = runs.starts - runs.shifts
        reference_starts = np.minimum.reduceat(in_reference, first)
        reference_ends = np.maximum.reduceat(in_reference + runs.lengths, first)
        columns = (starts, ends, reference_starts, reference_ends)
        yield from map(_Chain, *(column[enough].tolist() for column in columns))

    def _find_runs(self, hashes: Hashes) -> _Runs:
        """Return where the shingles of a reference, given in order, follow each other in the plans."""
        at = np.flatnonzero(self._prefixes[_prefix(hashes)])  # most shingles of a law are in no plan: a quick look
        first = self._hashes.searchsorted(hashes[at])
        n_holders = self._hashes.searchsorted(hashes[at], "right") - first
        in_reference = np.repeat(at, n_holders)
        in_plan = self._positions[expand(first, n_holders)]
        keys = (in_plan - in_reference) * len(self._quoted) + in_plan  # by shift, then by place
        keys.sort()
        shifts, in_plan = np.divmod(keys, len(self._quoted))
        begins = np.flatnonzero((np.diff(shifts, prepend=-len(hashes) - 1) != 0) | (np.diff(in_plan, prepend=-2) != 1))
        lengths = np.diff(begins, append=len(in_plan)) + _LENGTH - 1
        starts, shifts = in_plan[begins], shifts[begins]
        order = np.lexsort((starts, shifts // _DRIFT))
        return _Runs(starts[order], shifts[order], lengths[order])

    def _known(self, starts: Numbers, ends: Numbers) -> NDArray[np.bool_]:
        """Tell which stretches, if they are short, were found quoted in all their length."""
        inside = np.minimum(starts[:, np.newaxis] + np.arange(_CONTEXT), ends[:, np.newaxis] - 1)
        known: NDArray[np.bool_] = self._quoted[inside].all(axis=1) & (ends - starts <= _CONTEXT)
        return known

    def _align(self, chain: _Chain, reference: FoldedText, path: str) -> Iterator[Quotation]:
        plan = int(self._offsets.searchsorted(chain.start, "right")) - 1
        offset = int(self._offsets[plan])
        body = self._bodies[plan]
        start = max(0, chain.start - offset - _CONTEXT)
        reference_start = max(0, chain.reference_start - _CONTEXT)
        a = FoldedText(body.plan.text, body.folded).clip(start, chain.end - offset + _CONTEXT)
        b = reference.clip(reference_start, chain.reference_end + _CONTEXT)
        words, others = a.folded.text, b.folded.text
        for found in align(words, others, hash_shingles(words), hash_shingles(others)):
            self._quoted[offset + start + found.a.start : offset + start + found.a.end] = True
            if quoted := drop_scraps(a, b, found):
                spans = *a.folded.original(*quoted.a), path, *b.folded.original(*quoted.b)
                yield Quotation(plan, *spans, quoted.n_matched)


def _fold_undated(text: str) -> Folded:
    """Return the matching form of a reference without its lines that are dates: who names it by them does not quote."""
    dates = (line.span() for line in _MAY_BE_DATE.finditer(text) if is_date(line["content"]))
    return fold_simplified(text).select(~cover(dates, len(text)))


def _prefix(hashes: Hashes) -> Hashes:
    return hashes >> np.uint64(64 - _PREFIX_BITS)
