"""Stretches: where the members of a family differ from its representative, and what each of them has there."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from corpus_tools.arrays import Flags, Numbers, find_spans
from corpus_tools.reuse.atoms import STOPS, Atoms
from corpus_tools.reuse.slot_kinds import AROUND, SlotKind, are_persons
from corpus_tools.reuse.slots import Fill, Form
from corpus_tools.reuse.stars import AlignedPlan
from corpus_tools.scripts import simplify
from corpus_tools.spans import Span, merge
from corpus_tools.words.segmenting import segment

# So many atoms that a member has none of, and nothing in their place, are optional rather than an empty slot.
SHORTEST_OPTIONAL = 8
# Unequal stretches are one where no more equal characters are between them, and no stop, bracket or number but this.
_LONGEST_BRIDGE = 1
_NO_BRIDGE = STOPS | frozenset('()[]"《》')
_ONE = "一"
# How far a run of characters is widened to the borders of words; of a name, at either end.
_WIDEST = 2
_NAME_BORDERS = ((0, 0), (1, 0), (0, 1), (1, 1))
_CHINESE = re.compile("[\u4e00-\u9fff]")
# How many atoms around a slot a plan may lack and still have what stands around it.
_REACH = 4


class AtomStretch(NamedTuple):
    """Atoms of the representative in which members differ."""

    start: int
    end: int
    kind: SlotKind | None


def _mark_differing(center: Atoms, member: AlignedPlan) -> Flags:
    """Return the columns in which a member has another word, none, or one more."""
    atoms, placed = member.atoms, member.placed
    columns = np.zeros(2 * len(center) + 1, dtype=bool)
    columns[1::2] = (placed < 0) | (atoms.keys[placed] != center.keys if len(atoms) else True)
    around = np.concatenate(([-1], placed, [len(atoms)]))
    is_placed = np.concatenate(([True], placed >= 0, [True]))
    columns[0::2] = is_placed[:-1] & is_placed[1:] & (_count_between(member, around[:-1], around[1:]) > 0)
    return columns


def _count_between(member: AlignedPlan, left: Numbers, right: Numbers) -> Numbers:
    """Return how many atoms a member has between two of its own; 0 where any of them stands for another elsewhere."""
    before = member.n_taken
    n_between = right - left - 1
    low, high = np.clip(left + 1, 0, len(member.atoms)), np.clip(right, 0, len(member.atoms))
    return np.where((n_between > 0) & (before[high] == before[low]), n_between, 0)


def mark_lacking(members: Iterable[AlignedPlan]) -> Flags:
    """Return for each member the columns of long stretches that it has not, with nothing in their place."""
    return np.array([_mark_lacking(member) for member in members])


def _mark_lacking(member: AlignedPlan) -> Flags:
    placed = member.placed
    columns = np.zeros(2 * len(placed) + 1, dtype=bool)
    around = np.concatenate(([-1], placed, [len(member.atoms)]))
    for start, end in find_spans(placed < 0).tolist():
        n_instead = int(_count_between(member, around[start : start + 1], around[end + 1 : end + 2])[0])
        if end - start - n_instead >= SHORTEST_OPTIONAL and n_instead * 4 < end - start:
            columns[2 * start + 1 : 2 * end] = True
    return columns


def find_stretches(
    center: AlignedPlan, members: Sequence[AlignedPlan], lacking: Flags, share: float
) -> Iterator[AtomStretch]:
    """Yield the stretches in which enough members differ, each run of characters widened to a name or to words."""
    stretches = list(_find_narrow(center, members, lacking, share))
    low = 0
    highs = [*(stretch.start for stretch in stretches), len(center.atoms)][1:]
    for stretch, high in zip(stretches, highs, strict=True):
        is_run = stretch.kind is None and stretch.start < stretch.end
        wider = _widen(center, members, stretch, low, high) if is_run else stretch
        yield wider
        low = wider.end


def _find_narrow(
    center: AlignedPlan, members: Sequence[AlignedPlan], lacking: Flags, share: float
) -> Iterator[AtomStretch]:
    """Yield the stretches in which enough members differ: an atom that all have in a form of their own, or any run."""
    differing = np.array([_mark_differing(center.atoms, member) for member in members]) & ~lacking
    n_with = np.maximum(1, (~lacking).sum(axis=0))
    n_differing = differing.sum(axis=0)
    counted = (n_differing > 0) & (n_differing >= share * n_with)
    unplaced = np.array([member.placed < 0 for member in members]) & ~lacking[:, 1::2]
    kinds = [center.atoms.kind(i) for i in range(len(center.atoms))]
    is_own = np.array([kind not in (None, "mask") for kind in kinds], dtype=bool)
    is_own &= unplaced.sum(axis=0) < np.maximum(share * n_with[1::2], 1)
    columns = ((column // 2, (column + 1) // 2) for column in np.flatnonzero(counted).tolist())
    narrow = (
        # A mask is never an atom of its own.
        AtomStretch(start, end, kinds[start] if start < end and is_own[start] else None)  # type: ignore[arg-type]
        for start, end in columns
    )
    yield from merge(narrow, partial(_bridge, center.atoms))


def _bridge(atoms: Atoms, one: AtomStretch, other: AtomStretch) -> AtomStretch | None:
    """Return two stretches as one, if both are runs and hardly anything is between them."""
    between = range(one.end, other.start)
    if one.kind or other.kind or len(between) > _LONGEST_BRIDGE:
        return None
    if any(atoms.symbols[i] in _NO_BRIDGE or (atoms.kind(i) and atoms.words[i] != _ONE) for i in between):
        return None
    return one._replace(end=other.end)


def _widen(
    center: AlignedPlan, members: Sequence[AlignedPlan], stretch: AtomStretch, low: int, high: int
) -> AtomStretch:
    for left, right in _NAME_BORDERS:
        name = stretch._replace(start=stretch.start - left, end=stretch.end + right)
        if low <= name.start and name.end <= high:
            words = [fill.words for fill in find_fills(name, members) if fill.form == "filled"]
            if are_persons(words, *text_around(center, span_of(center.atoms, name.start, name.end))):
                return name
    symbols = center.atoms.symbols
    first, last = stretch.start, stretch.end
    while first > low and _CHINESE.fullmatch(symbols[first - 1]):
        first -= 1
    while last < high and _CHINESE.fullmatch(symbols[last]):
        last += 1
    borders = np.cumsum([first, *map(len, segment(symbols[first:last]))])
    start, end = int(borders[borders <= stretch.start].max()), int(borders[borders >= stretch.end].min())
    return stretch._replace(
        start=start if stretch.start - start <= _WIDEST else stretch.start,
        end=end if end - stretch.end <= _WIDEST else stretch.end,
    )


def text_around(center: AlignedPlan, span: Span) -> tuple[str, str]:
    """Return, simplified, what the representative prints before and behind a span, as far as it tells of its kind."""
    before, behind = center.text[max(0, span.start - AROUND) : span.start], center.text[span.end : span.end + AROUND]
    return simplify(before), simplify(behind)


def span_of(atoms: Atoms, start: int, end: int) -> Span:
    """Return where a stretch is printed; an empty one is behind what stands before it."""
    if start < end:
        return Span(int(atoms.starts[start]), int(atoms.ends[end - 1]))
    at = int(atoms.ends[start - 1]) if start else 0
    return Span(at, at)


def start_with_marker(text: str, atoms: Atoms, first: int) -> int:
    """Return where an atom is printed, or the marker before it in its line."""
    start = int(atoms.starts[first])
    if not atoms.begins[first]:
        return start
    before = text[int(atoms.ends[first - 1]) if first else 0 : start]
    return start - len(before.rpartition("\n")[2].lstrip())


def find_fills(stretch: AtomStretch, members: Iterable[AlignedPlan]) -> Iterator[Fill]:
    """Yield what each member has in a stretch; nothing of those that have not what stands around it."""
    for member in members:
        fill = _fill(stretch, member)
        if fill:
            yield fill


def _fill(stretch: AtomStretch, member: AlignedPlan) -> Fill | None:
    """Return what a member has in a stretch; None where it has not what stands around it."""
    placed, atoms = member.placed, member.atoms
    inner = placed[stretch.start : stretch.end]
    if len(inner) and (inner >= 0).all() and (np.diff(inner) == 1).all() and stretch.kind:
        return _print_fill(member, int(inner[0]), int(inner[-1]) + 1)
    left = _nearest(placed, stretch.start - 1, -1)
    right = _nearest(placed, stretch.end, 1)
    if left is None or right is None:
        return None
    first = -1 if left < 0 else int(placed[left])
    last = len(atoms) if right >= len(placed) else int(placed[right])
    n_inside = int(((inner > first) & (inner < last)).sum())
    if last <= first or member.n_taken[last] - member.n_taken[first + 1] > n_inside:
        return None
    return _print_fill(member, first + 1, last)


def _nearest(placed: Numbers, at: int, step: int) -> int | None:
    """Return the nearest atom that a member has too; the ends of the text count."""
    for _ in range(_REACH):
        if not 0 <= at < len(placed) or placed[at] >= 0:
            return at
        at += step
    return None


def _print_fill(member: AlignedPlan, first: int, last: int) -> Fill:
    atoms = member.atoms
    if first == last:
        at = int(atoms.ends[first - 1]) if first else 0
        return Fill(member.plan, at, at, "", "", "empty")
    start, end = int(atoms.starts[first]), int(atoms.ends[last - 1])
    form: Form = "masked" if atoms.masked[first:last].any() else "filled"
    return Fill(member.plan, start, end, member.text[start:end], "".join(atoms.words[first:last]), form)


def find_optional(
    members: Sequence[AlignedPlan], lacking: Flags, share: float
) -> Iterator[tuple[AtomStretch, tuple[Fill, ...]]]:
    """Yield the stretches of the representative that enough members have not, with what the others have."""
    n_lacking = lacking[:, 1::2].sum(axis=0)
    for start, end in find_spans((n_lacking > 0) & (n_lacking >= share * len(members))).tolist():
        if end - start >= SHORTEST_OPTIONAL:
            yield AtomStretch(start, end, "optional"), tuple(_fill_optional(start, end, member) for member in members)


def _fill_optional(start: int, end: int, member: AlignedPlan) -> Fill:
    placed = member.placed[start:end]
    placed = placed[placed >= 0]
    if 2 * len(placed) >= end - start:
        first = int(placed.min())
        fill = _print_fill(member, first, int(placed.max()) + 1)
        at = start_with_marker(member.text, member.atoms, first)
        return fill._replace(start=at, text=member.text[at : fill.end])
    before = member.placed[:start]
    before = before[before >= 0]
    at = int(before[-1]) + 1 if len(before) else 0
    return _print_fill(member, at, at)
