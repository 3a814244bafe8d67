"""Stars: plans aligned atom by atom, all members of a family with its representative.

A star alignment is linear in the number of members (Gusfield, Efficient methods for multiple sequence alignment with
guaranteed error bounds, 1993).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from corpus_tools.arrays import Numbers, find_spans
from corpus_tools.reuse.atoms import STOPS, Atoms, PlanAtoms
from corpus_tools.reuse.families import Family
from corpus_tools.reuse.passages import Alignment, align
from corpus_tools.reuse.seeds import SHORTEST_PASSAGE
from corpus_tools.reuse.shingles import hash_shingles
from corpus_tools.spans import Span

# How many different members of a family are aligned; the others are counted.
MOST_ALIGNED = 500

# How far a stretch that one side only has is shifted to begin where an item does.
_LONGEST_SLIDE = 40


@dataclass(frozen=True)
class AlignedPlan:
    """A plan aligned with the representative of its family; ``placed`` is what ``align_atoms`` returns."""

    plan: int
    text: str
    atoms: Atoms
    placed: Numbers

    @cached_property
    def n_taken(self) -> Numbers:
        """For each place between its atoms and both ends: how many before it stand for one of the representative."""
        n_taken = np.zeros(len(self.atoms) + 1, dtype=np.int64)
        n_taken[self.placed[self.placed >= 0] + 1] = 1
        return np.cumsum(n_taken)


class AlignedFamily(NamedTuple):
    """The members of a family, each aligned with its representative.

    Attributes
    ----------
    center
        The representative, which is one of the members.
    n_left
        Members that were not aligned, because the family has too many.
    """

    center: AlignedPlan
    members: tuple[AlignedPlan, ...]
    n_left: int


def align_family(atoms: PlanAtoms, family: Family, most: int = MOST_ALIGNED) -> AlignedFamily:
    """Align the members of a family with its representative.

    Parameters
    ----------
    most
        How many members of different text are aligned at most, the first of them; members of equal text cost nothing.
    """
    own = atoms[family.representative]
    aligned = {own.symbols: np.arange(len(own))}
    members = []
    for index in family.members:
        other = atoms[index]
        if other.symbols not in aligned and len(aligned) < most:
            aligned[other.symbols] = align_atoms(own, other)
        if other.symbols in aligned:
            members.append(AlignedPlan(index, atoms.plans[index].text, other, aligned[other.symbols]))
    center = next(member for member in members if member.plan == family.representative)
    return AlignedFamily(center, tuple(members), len(family.members) - len(members))


def align_atoms(a: Atoms, b: Atoms) -> Numbers:
    """Return for each atom of ``a`` the place of the one in ``b`` that stands for it, or -1.

    Passages are aligned wherever they stand, so that what was moved is found again; between two that follow each other
    on both sides the fewest edits tell what goes on.
    """
    if a.symbols == b.symbols:
        return np.arange(len(a))
    placed = _fill_gaps(_place_passages(a, b), a, b)
    placed = _begin_with_nodes(_end_at_stops(placed, a.symbols, b.symbols), a, b)
    return _invert(_begin_with_nodes(_invert(placed, len(b)), b, a), len(a))


def _place_passages(a: Atoms, b: Atoms) -> Numbers:
    """Return the places of the atoms of passages, each as far as those before it leave it enough."""
    placed = np.full(len(a), -1, dtype=np.int64)
    taken = np.zeros(len(b), dtype=bool)
    for passage in align(a.symbols, b.symbols, hash_shingles(a.symbols), hash_shingles(b.symbols)):
        in_a, in_b = _equal_atoms(passage)
        is_free = (placed[in_a] < 0) & ~taken[in_b]
        if is_free.sum() >= SHORTEST_PASSAGE:
            placed[in_a[is_free]] = in_b[is_free]
            taken[in_b[is_free]] = True
    return placed


def _fill_gaps(placed: Numbers, a: Atoms, b: Atoms) -> Numbers:
    """Return the places with those between passages, where the fewest edits leave atoms equal."""
    filled = placed.copy()
    taken = _invert(placed, len(b)) >= 0
    for gap_a, gap_b in _gaps(placed, len(b)):
        start = gap_a.start
        for free in _free_spans(taken, gap_b):
            for run_a, run_b in _runs_in_gap(a.symbols, b.symbols, Span(start, gap_a.end), free):
                filled[slice(*run_a)] = np.arange(*run_b)
                taken[slice(*run_b)] = True
                start = run_a.end
    return filled


def _free_spans(taken: NDArray[np.bool_], gap: Span) -> list[Span]:
    """Return what a gap can stand for: all between its neighbours, or where one has moved what is free beside each."""
    if gap.start <= gap.end and not taken[slice(*gap)].any():
        return [gap]
    behind, before = np.flatnonzero(taken[gap.start :]), np.flatnonzero(taken[: gap.end])
    last = gap.start + int(behind[0]) if len(behind) else len(taken)
    first = int(before[-1]) + 1 if len(before) else 0
    return [Span(gap.start, last), Span(first, gap.end)]


def _equal_atoms(passage: Alignment) -> tuple[Numbers, Numbers]:
    """Return the places of the equal atoms of a passage, on both sides."""
    in_a, in_b = zip(*passage.equal_runs(), strict=True)
    return np.concatenate([np.arange(*run) for run in in_a]), np.concatenate([np.arange(*run) for run in in_b])


def _gaps(placed: Numbers, length: int) -> Iterator[tuple[Span, Span]]:
    """Yield the stretches of one plan that stand for nothing, with what is between their neighbours in the other."""
    for start, end in find_spans(placed < 0).tolist():
        before = int(placed[start - 1]) if start else -1
        behind = int(placed[end]) if end < len(placed) else length
        yield Span(start, end), Span(before + 1, behind)


def _end_at_stops(placed: Numbers, a: str, b: str) -> Numbers:
    """Return the places so that what only one side has begins behind a stop, where it may as well begin before one.

    Of ``X.`` and ``Y.ZZ.`` the first stops stand for each other, and ``ZZ.`` is more.
    """
    placed = placed.copy()
    for at in np.flatnonzero(placed >= 0).tolist():
        if a[at] not in STOPS:
            continue
        first = at
        while first and placed[first - 1] < 0:
            first -= 1
        begin = int(placed[first - 1]) + 1 if first else 0
        if begin > placed[at]:
            continue
        stop_a, stop_b = a.find(a[at], first, at), b.find(a[at], begin, int(placed[at]))
        if stop_a < 0 <= stop_b:
            placed[at] = stop_b
        elif stop_b < 0 <= stop_a:
            placed[stop_a], placed[at] = placed[at], -1
    return placed


def _begin_with_nodes(placed: Numbers, a: Atoms, b: Atoms) -> Numbers:
    """Return the places so that what only ``a`` has begins where a line or an item does, if it may as well begin there.

    Where ``2.XX3.XY`` has become ``2.XY``, the item ``2.XX`` is missing rather than ``X3.X``.
    """
    gaps = list(_gaps(placed, len(b)))
    placed = placed.copy()
    for (start, end), (first, last) in gaps:
        if first != last:
            continue
        n = 0
        while not a.begins[start - n]:
            at = start - n - 1
            if n == _LONGEST_SLIDE or at < 0 or a.symbols[at] != a.symbols[end - n - 1] or placed[at] != first - n - 1:
                break
            n += 1
        else:
            slid = placed[start - n : start].copy()
            placed[start - n : end - n] = -1
            placed[end - n : end] = slid
    return placed


def _invert(placed: Numbers, length: int) -> Numbers:
    """Return the same the other way round, for the ``length`` atoms of the other plan."""
    back = np.full(length, -1, dtype=np.int64)
    aligned = np.flatnonzero(placed >= 0)
    back[placed[aligned]] = aligned
    return back


def _runs_in_gap(a: str, b: str, gap_a: Span, gap_b: Span) -> Iterator[tuple[Span, Span]]:
    """Yield the equal runs between two passages; single characters only where they touch one."""
    n_a, n_b = gap_a.end - gap_a.start, gap_b.end - gap_b.start
    for step in Levenshtein.opcodes(a[slice(*gap_a)], b[slice(*gap_b)]):
        length = step.src_end - step.src_start
        is_first = step.src_start == step.dest_start == 0
        is_last = step.src_end == n_a and step.dest_end == n_b
        if step.tag == "equal" and (length > 1 or is_first or is_last):
            yield (
                Span(gap_a.start + step.src_start, gap_a.start + step.src_end),
                Span(gap_b.start + step.dest_start, gap_b.start + step.dest_end),
            )
