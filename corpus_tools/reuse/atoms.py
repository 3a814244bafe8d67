"""Atoms: a plan as what a copyist fills in as a whole, years, dates, names, numbers, and else character by character.

Two plans of one template are the same sequence of atoms by kind, whatever their schools and years are called, and a
difference never cuts a year or a name apart. Markers of sections and items are no part of it: to count differently is
another place in the plan, not other words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from corpus_tools.folding import fold
from corpus_tools.reuse.families import Family
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.reuse.passages import Alignment, Edit, align
from corpus_tools.reuse.seeds import SHORTEST_PASSAGE
from corpus_tools.reuse.shingles import hash_shingles
from corpus_tools.spans import Span
from corpus_tools.structure.plans import Plan

AtomKind = Literal["year", "month", "date", "school", "organisation", "place", "number", "mask"]
# How many different members of a family are aligned; the others are counted.
MOST_ALIGNED = 500
_N_KEPT = 1024

_KINDS: tuple[AtomKind, ...] = ("year", "month", "date", "school", "organisation", "place", "number", "mask")
_FIRST_SYMBOL = 0xF0000  # of a private plane: no character of a plan
_SYMBOLS: Mapping[AtomKind, str] = {kind: chr(_FIRST_SYMBOL + i) for i, kind in enumerate(_KINDS)}

_MARK = "[*＊_＿xXｘＸ×○]"
_HAN_NUMBER = "[零〇一二两三四五六七八九十百千万]"
_ARABIC = "[0-9０-９]"
_BLANKS = "[ \u00a0\u3000]*"
_YEAR = f"(?:{_ARABIC}|{_MARK}|[零〇一二三四五六七八九])+"
_TO = "年?(?:[-‐–—―－~～/／至到]){1,2}"
_COUNT = f"(?:{_ARABIC}|{_MARK}|{_HAN_NUMBER}|[元正廿])+"
# What a stated date is made of: its years and its month, or all of it where it names a day.
_DATE = re.compile(
    f"(?P<date>{_YEAR}{_BLANKS}年{_BLANKS}{_COUNT}{_BLANKS}月{_BLANKS}{_COUNT}{_BLANKS}[日号])"
    f"|(?P<year>{_YEAR}(?:{_TO}{_YEAR})?)(?:{_BLANKS}年{_BLANKS}(?P<month>{_COUNT})(?={_BLANKS}月))?"
)
_WITH_YEARS = frozenset(("day", "month", "year", "years", "school_year", "masked"))
_OF_ORGANISATION = re.compile("(?:医院|集团|公司|局|工会)$")
# Tried in this order where no date and no name stands.
_OTHERS: tuple[tuple[AtomKind, str], ...] = (
    ("date", f"{_MARK}{{1,4}}月{_MARK}{{1,4}}[日号]"),
    ("month", f"(?:{_ARABIC}{{1,2}}|{_MARK}{{1,4}}|{_HAN_NUMBER}{{1,2}})(?={_BLANKS}月)"),
    ("number", f"{_ARABIC}+(?:[.．:：]{_ARABIC}+)?"),
    ("number", f"{_HAN_NUMBER}+"),
    ("mask", f"[_＿]{{2,}}|[xXｘＸ×○]{{2,}}(?![a-zA-Z])|某{2}|[*＊]{{3,}}"),
)
_OTHER = re.compile("|".join(f"(?P<o{i}>{pattern})" for i, (_, pattern) in enumerate(_OTHERS)))
_MASKED = re.compile(f"{_MARK}|某")

# How far a stretch that one side only has is shifted to begin where an item does.
_LONGEST_SLIDE = 40
# Where sentences and their parts end, as they fold.
STOPS = frozenset(".!?;:,")

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Atoms:
    """A plan as atoms, in order; the arrays run parallel to ``symbols``.

    Attributes
    ----------
    symbols
        A character as it folds, substitutions undone; of a year, name or number the symbol of its kind.
    words
        The same with the folded words of years, names and numbers; nothing of what is a mask.
    keys
        Numbers that are equal where kinds and words are.
    starts, ends
        Spans in the plan's text (code points).
    begins
        Whether an atom is the first of a line or behind a marker.
    masked
        Whether marks stand in the place of what is to be filled in.
    """

    symbols: str
    words: tuple[str, ...]
    keys: Numbers
    starts: Numbers
    ends: Numbers
    begins: NDArray[np.bool_]
    masked: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.symbols)

    def kind(self, index: int) -> AtomKind | None:
        """Return the kind of an atom; None of a single character."""
        number = ord(self.symbols[index]) - _FIRST_SYMBOL
        return _KINDS[number] if 0 <= number < len(_KINDS) else None


class _Whole(NamedTuple):
    """A stretch of a plan's text that is filled in as a whole."""

    start: int
    end: int
    kind: AtomKind


def cut_atoms(plan: Plan, codes: dict[str, int], lexicon: Lexicon | None = None) -> Atoms:
    """Return a plan as atoms, its title included, noise and markers (but those of months) left out.

    Parameters
    ----------
    codes
        The key of every word so far; those of this plan are added. Atoms of plans are compared under the same one.
    lexicon
        Its substitutions are undone: they are variants of the same words.
    """
    text = plan.text
    wanted = _mark_wanted(plan)
    wholes = [whole for whole in _find_wholes(plan) if wanted[whole.start]]
    whole_at = np.full(len(text) + 1, -1, dtype=np.int64)
    for number, whole in enumerate(wholes):
        whole_at[whole.start : whole.end] = number
    folded = fold(text).select(wanted)
    canonical = (lexicon or Lexicon()).undo(folded.text)
    rows = []
    for character, first, last in zip(
        canonical.text,
        folded.positions[canonical.starts].tolist(),
        folded.positions[canonical.ends - 1].tolist(),
        strict=True,
    ):
        if whole_at[first] < 0:
            rows.append((first, last + 1, character, character, False))
    for whole in wholes:
        printed = text[whole.start : whole.end]
        masked = _MASKED.search(printed) is not None
        word = "" if masked else fold(printed).text
        rows.append((whole.start, whole.end, _SYMBOLS[whole.kind], word, masked))
    rows.sort()
    starts, ends, symbols, words, masks = zip(*rows, strict=True) if rows else ((),) * 5
    return Atoms(
        "".join(symbols),
        tuple(words),
        np.array(
            [codes.setdefault(kind + word, len(codes)) for kind, word in zip(symbols, words, strict=True)],
            dtype=np.int64,
        ),
        np.array(starts, dtype=np.int64),
        np.array(ends, dtype=np.int64),
        np.array(
            [bool(text[at:start].strip(" \u3000")) for at, start in zip((0, *ends), starts, strict=False)], dtype=bool
        ),
        np.array(masks, dtype=bool),
    )


def align_atoms(a: Atoms, b: Atoms) -> Numbers:
    """Return for each atom of ``a`` the place of the one in ``b`` that stands for it, or -1.

    Passages are aligned wherever they stand, so that what was moved is found again; between two that follow each other
    on both sides the fewest edits tell what goes on.
    """
    if a.symbols == b.symbols:
        return np.arange(len(a))
    placed = np.full(len(a), -1, dtype=np.int64)
    taken = np.zeros(len(b), dtype=bool)
    for passage in align(a.symbols, b.symbols, hash_shingles(a.symbols), hash_shingles(b.symbols)):
        in_a, in_b = _equal_atoms(passage)
        is_free = (placed[in_a] < 0) & ~taken[in_b]
        if is_free.sum() >= SHORTEST_PASSAGE:
            placed[in_a[is_free]] = in_b[is_free]
            taken[in_b[is_free]] = True
    for gap_a, gap_b in list(_gaps(placed, len(b))):
        start = gap_a.start
        for free in _free_spans(taken, gap_b):
            for run_a, run_b in _runs_in_gap(a.symbols, b.symbols, Span(start, gap_a.end), free):
                placed[slice(*run_a)] = np.arange(*run_b)
                taken[slice(*run_b)] = True
                start = run_a.end
    _end_at_stops(placed, a.symbols, b.symbols)
    _begin_with_nodes(placed, a, b)
    placed = _invert(placed, len(b))
    _begin_with_nodes(placed, b, a)
    return _invert(placed, len(a))


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
    ends = Edit(Span(passage.a.start, passage.a.start), Span(passage.b.start, passage.b.start))
    starts = Edit(Span(passage.a.end, passage.a.end), Span(passage.b.end, passage.b.end))
    runs = list(pairwise((ends, *passage.edits, starts)))
    in_a = [np.arange(left.a.end, right.a.start) for left, right in runs]
    in_b = [np.arange(left.b.end, right.b.start) for left, right in runs]
    return np.concatenate(in_a), np.concatenate(in_b)


def _gaps(placed: Numbers, length: int) -> Iterator[tuple[Span, Span]]:
    """Yield the stretches of one plan that stand for nothing, with what is between their neighbours in the other."""
    edges = np.flatnonzero(np.diff(placed < 0, prepend=False, append=False)).tolist()
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        before = int(placed[start - 1]) if start else -1
        behind = int(placed[end]) if end < len(placed) else length
        yield Span(start, end), Span(before + 1, behind)


def _end_at_stops(placed: Numbers, a: str, b: str) -> None:
    """Have what only one side has begin behind a stop, where it may as well begin before one.

    Of ``X.`` and ``Y.ZZ.`` the first stops stand for each other, and ``ZZ.`` is more.
    """
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


def _begin_with_nodes(placed: Numbers, a: Atoms, b: Atoms) -> None:
    """Have what only one side has begin where a line or an item does, if it may as well begin there as where it does.

    Where ``2.XX3.XY`` has become ``2.XY``, the item ``2.XX`` is missing rather than ``X3.X``.
    """
    for (start, end), (first, last) in list(_gaps(placed, len(b))):
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


class PlanAtoms:
    """Plans as atoms that compare with each other, cut when they are asked for; only the last ones stay in memory.

    Parameters
    ----------
    lexicon
        As for ``cut_atoms``.
    """

    def __init__(self, plans: Sequence[Plan], lexicon: Lexicon | None = None) -> None:
        self.plans = plans
        codes: dict[str, int] = {}
        self._cut = lru_cache(_N_KEPT)(lambda index: cut_atoms(plans[index], codes, lexicon))

    def __getitem__(self, index: int) -> Atoms:
        return self._cut(index)


@dataclass(frozen=True)
class Member:
    """A plan aligned with the representative of its family; ``placed`` is what ``align_atoms`` returns."""

    plan: int
    text: str
    atoms: Atoms
    placed: Numbers

    @cached_property
    def n_taken(self) -> Numbers:
        """For each place between its atoms, the ends included, how many before it stand for one of the representative."""
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

    center: Member
    members: tuple[Member, ...]
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
            members.append(Member(index, atoms.plans[index].text, other, aligned[other.symbols]))
    center = next(member for member in members if member.plan == family.representative)
    return AlignedFamily(center, tuple(members), len(family.members) - len(members))


def is_mask(text: str) -> bool:
    """Tell whether what stands in a slot is a mark in the place of words.

    >>> is_mask("20__"), is_mask("XX小学"), is_mask("2024")
    (True, True, False)
    """
    return _MASKED.search(text) is not None


def _mark_wanted(plan: Plan) -> NDArray[np.bool_]:
    wanted = np.ones(len(plan.text), dtype=bool)
    for noise in plan.noise:
        wanted[noise.start : noise.end] = False
    for node in plan.nodes:
        if node.marker and node.kind != "period":
            wanted[node.marker.start : node.marker.end] = False
    return wanted


def _find_wholes(plan: Plan) -> Iterator[_Whole]:
    """Yield what is filled in as a whole, none over another: dates before names before other numbers."""
    text = plan.text
    taken = np.zeros(len(text), dtype=bool)
    for found in (*_of_dates(plan), *_of_names(plan), *_of_numbers(text)):
        if not taken[found.start : found.end].any():
            taken[found.start : found.end] = True
            yield found


def _of_dates(plan: Plan) -> Iterator[_Whole]:
    for date in plan.dates:
        pieces = _DATE.match(date.text) if date.kind in _WITH_YEARS else None
        if date.kind == "month_day" or (pieces and date.kind in ("day", "month") and "年" not in date.text):
            yield _Whole(date.start, date.end, "date")
        elif pieces:
            for kind in ("year", "date", "month"):
                start, end = pieces.span(kind)
                if start >= 0:
                    yield _Whole(date.start + start, date.start + end, kind)


def _of_names(plan: Plan) -> Iterator[_Whole]:
    for name in plan.names:
        if name.kind != "masked":
            yield _Whole(name.start, name.end, name.kind)
        else:
            is_organisation = _OF_ORGANISATION.search(name.text)
            yield _Whole(name.start, name.end, "organisation" if is_organisation else "school")


def _of_numbers(text: str) -> Iterator[_Whole]:
    for found in _OTHER.finditer(text):
        yield _Whole(*found.span(), _OTHERS[int((found.lastgroup or "o0")[1:])][0])
