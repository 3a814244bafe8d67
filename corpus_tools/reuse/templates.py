"""Templates: what the copies of one plan have in common, and what each of them fills in.

Where enough members of a family differ from its representative there is a slot; the consensus prints there what most of
them do.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.folding import fold
from corpus_tools.reuse.atoms import STOPS, Atoms, Numbers, is_mask
from corpus_tools.reuse.slot_kinds import AROUND, SLOT_NAMES, SlotKind, are_persons, look_of
from corpus_tools.reuse.stars import AlignedFamily, Member
from corpus_tools.spans import Span
from corpus_tools.words.segmenting import segment

Form = Literal["filled", "masked", "empty"]

# Which share of the members differs at a slot.
SLOT_SHARE = 0.2
# So many atoms that a member has none of, and nothing in their place, are optional rather than an empty slot.
_SHORTEST_OPTIONAL = 8
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
# Between two persons of a list.
_JOINS_PERSONS = ("、", "，", ",", "", "和")
_YEAR_AND_DAY = re.compile(r"(?P<year>[^年\s]+)\s*年(?P<day>.+)", re.DOTALL)

Flags = NDArray[np.bool_]


class Fill(NamedTuple):
    """What one plan has in a slot.

    Attributes
    ----------
    plan
        Index of the plan.
    start, end
        Span in its text; empty where it leaves the slot out.
    text
        As printed.
    words
        Folded, substitutions undone, without masks: equal where two plans say the same.
    form
        ``masked``: marks in the place of words (``20__``, ``XX小学``); ``empty``: nothing.
    """

    plan: int
    start: int
    end: int
    text: str
    words: str
    form: Form


class Slot(NamedTuple):
    """A stretch of a template in which its plans differ.

    Attributes
    ----------
    kind
        ``optional`` is a stretch that some plans leave out; other slots may stand in it.
    start, end
        Span in the template's text, which prints what most plans fill in.
    fills
        In the order of the family; plans without the text around the slot have none.
    """

    kind: SlotKind
    start: int
    end: int
    fills: tuple[Fill, ...]

    @property
    def groups(self) -> list[list[Fill]]:
        """The fills that say the same together, most plans first; of optional stretches, those that have it."""
        groups: dict[str, list[Fill]] = {}
        for fill in self.fills:
            groups.setdefault(fill.form if self.kind == "optional" else _key(fill), []).append(fill)
        return sorted(groups.values(), key=lambda group: -len(group))

    @property
    def n_different(self) -> int:
        """How many plans have something else than most."""
        return sum(map(len, self.groups[1:]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What the plans of a family have in common.

    Attributes
    ----------
    representative
        Index of the plan that the others were aligned with; lines and numbering are as it prints them.
    members
        Indexes of the plans that were aligned, the representative among them.
    text
        The consensus: what most plans print.
    slots
        In the order of ``text``, a stretch before what stands in it.
    n_left
        Members that were not aligned, because the family has too many.
    """

    representative: int
    members: tuple[int, ...]
    text: str
    slots: tuple[Slot, ...]
    n_left: int


def format_consensus(text: str, slots: Iterable[Slot]) -> str:
    """Return a consensus with ``〔年份1〕`` in the place of a slot, brackets around what is optional.

    Parameters
    ----------
    slots
        As a template has them; their numbers count from 1.
    """
    printed: list[str] = []
    reached = 0
    opened: list[int] = []  # where optional stretches end, the innermost last

    def print_to(offset: int) -> None:
        nonlocal reached
        while opened and opened[-1] <= offset:
            end = opened.pop()
            printed.extend((text[reached:end], "〕"))
            reached = max(reached, end)
        printed.append(text[reached:offset])
        reached = max(reached, offset)

    for number, slot in enumerate(slots, 1):
        print_to(slot.start)
        is_stretch = slot.kind == "optional" and slot.end > slot.start
        printed.append(f"〔{SLOT_NAMES[slot.kind]}{number}{'：' if is_stretch else '〕'}")
        if is_stretch:
            opened.append(slot.end)
        else:
            reached = slot.end
    print_to(len(text))
    return "".join(printed)


class _Stretch(NamedTuple):
    """Atoms of the representative in which members differ."""

    start: int
    end: int
    kind: SlotKind | None


class _Place(NamedTuple):
    """A slot in the representative's text; without fills it is a place with variants only."""

    span: Span
    kind: SlotKind | None
    fills: tuple[Fill, ...]


class _Piece(NamedTuple):
    """A piece of the consensus: where it begins in the representative's text and in the consensus, and its length."""

    start: int
    at: int
    length: int


def find_template(family: AlignedFamily, share: float = SLOT_SHARE) -> Template:
    """Return the template of a family.

    Parameters
    ----------
    share
        A slot is where at least this share of the members, 0 to 1, has something else than most.
    """
    center, members = family.center, family.members
    lacking = np.array([_mark_lacking(member) for member in members])
    differing = np.array([_mark_differing(center.atoms, member) for member in members]) & ~lacking
    found = []
    stretches = list(_find_stretches(center, members, differing, lacking, share))
    for stretch in _widen_all(center, members, stretches):
        fills = tuple(_fills(stretch, members))
        place = _Place(_span_among(center, members, stretch, fills), stretch.kind, fills)
        place = _narrow(center, place)
        usual = _most_common(place.fills)
        n_other = sum(_key(fill) != _key(usual) for fill in place.fills)
        is_slot = n_other and n_other >= share * len(place.fills)
        found.append((place if is_slot else place._replace(fills=()), usual))
    optional = _find_optional(center, members, lacking, share)
    return _print_template(center, [member.plan for member in members], found, optional, family.n_left)


# Columns: in turn the place before each atom of the representative and the atom, and the place behind the last.


def _mark_differing(center: Atoms, member: Member) -> Flags:
    """Return the columns in which a member has another word, none, or one more."""
    atoms, placed = member.atoms, member.placed
    columns = np.zeros(2 * len(center) + 1, dtype=bool)
    columns[1::2] = (placed < 0) | (atoms.keys[placed] != center.keys if len(atoms) else True)
    around = np.concatenate(([-1], placed, [len(atoms)]))
    is_placed = np.concatenate(([True], placed >= 0, [True]))
    columns[0::2] = is_placed[:-1] & is_placed[1:] & (_count_between(member, around[:-1], around[1:]) > 0)
    return columns


def _count_between(member: Member, left: Numbers, right: Numbers) -> Numbers:
    """Return how many atoms a member has between two of its own; 0 where any of them stands for another elsewhere."""
    before = member.n_taken
    n_between = right - left - 1
    low, high = np.clip(left + 1, 0, len(member.atoms)), np.clip(right, 0, len(member.atoms))
    return np.where((n_between > 0) & (before[high] == before[low]), n_between, 0)


def _mark_lacking(member: Member) -> Flags:
    """Return the columns of long stretches that a member has not, with nothing in their place."""
    placed = member.placed
    columns = np.zeros(2 * len(placed) + 1, dtype=bool)
    edges = np.flatnonzero(np.diff(placed < 0, prepend=False, append=False))
    around = np.concatenate(([-1], placed, [len(member.atoms)]))
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        n_instead = int(_count_between(member, around[start : start + 1], around[end + 1 : end + 2])[0])
        if end - start - n_instead >= _SHORTEST_OPTIONAL and n_instead * 4 < end - start:
            columns[2 * start + 1 : 2 * end] = True
    return columns


def _find_stretches(
    center: Member, members: Sequence[Member], differing: Flags, lacking: Flags, share: float
) -> Iterator[_Stretch]:
    """Yield the stretches in which enough members differ: an atom that all have in a form of their own, or any run."""
    n_with = np.maximum(1, (~lacking).sum(axis=0))
    n_differing = differing.sum(axis=0)
    counted = (n_differing > 0) & (n_differing >= share * n_with)
    unplaced = np.array([member.placed < 0 for member in members]) & ~lacking[:, 1::2]
    kinds = [center.atoms.kind(i) for i in range(len(center.atoms))]
    is_own = np.array([kind not in (None, "mask") for kind in kinds], dtype=bool)
    is_own &= unplaced.sum(axis=0) < np.maximum(share * n_with[1::2], 1)
    opened: _Stretch | None = None
    for stretch in _runs(counted, is_own, kinds):
        if opened and not stretch.kind and not opened.kind and _bridges(center.atoms, opened.end, stretch.start):
            opened = opened._replace(end=stretch.end)
            continue
        if opened:
            yield opened
        opened = stretch
    if opened:
        yield opened


def _runs(counted: Flags, is_own: Flags, kinds: Sequence[str | None]) -> Iterator[_Stretch]:
    opened: _Stretch | None = None
    for column in np.flatnonzero(counted).tolist():
        start, end = column // 2, (column + 1) // 2
        if end > start and is_own[start]:
            if opened:
                yield opened
            opened = None
            yield _Stretch(start, end, kinds[start])  # type: ignore[arg-type]  # a mask is never an atom of its own
        elif opened and opened.end == start:
            opened = opened._replace(end=end)
        else:
            if opened:
                yield opened
            opened = _Stretch(start, end, None)
    if opened:
        yield opened


def _bridges(atoms: Atoms, start: int, end: int) -> bool:
    between = atoms.symbols[start:end]
    return len(between) <= _LONGEST_BRIDGE and not any(
        symbol in _NO_BRIDGE or (atoms.kind(start + i) and atoms.words[start + i] != _ONE)
        for i, symbol in enumerate(between)
    )


def _kind(fills: Sequence[Fill], before: str, behind: str, *, goes_on: bool) -> SlotKind:
    words = [fill.words for fill in fills if fill.form == "filled"]
    if 0 < len(words) < len(fills) and len(set(words)) == 1 and len(words[0]) >= _SHORTEST_OPTIONAL:
        return "optional"
    return look_of(words, before, behind, goes_on=goes_on)


def _name_short_schools(slots: Sequence[Slot]) -> Iterator[Slot]:
    """Yield the slots; one that all plans fill with a part of their own school's name is one of schools, too."""
    schools: dict[int, set[str]] = {}
    for slot in slots:
        for fill in slot.fills if slot.kind == "school" else ():
            schools.setdefault(fill.plan, set()).add(fill.text)
    for slot in slots:
        words = [(fill.plan, fill.text) for fill in slot.fills if fill.form == "filled"]
        is_school = slot.kind == "other" and all(
            len(word) > 1 and any(word in name for name in schools.get(plan, ())) for plan, word in words
        )
        yield slot._replace(kind="school") if words and is_school else slot


def _widen_all(center: Member, members: Sequence[Member], stretches: Sequence[_Stretch]) -> Iterator[_Stretch]:
    """Yield the stretches, each run of characters widened to a name or to words, none over another."""
    low = 0
    highs = [*(stretch.start for stretch in stretches), len(center.atoms)][1:]
    for stretch, high in zip(stretches, highs, strict=True):
        is_run = stretch.kind is None and stretch.start < stretch.end
        wider = _widen(center, members, stretch, low, high) if is_run else stretch
        yield wider
        low = wider.end


def _widen(center: Member, members: Sequence[Member], stretch: _Stretch, low: int, high: int) -> _Stretch:
    for left, right in _NAME_BORDERS:
        name = stretch._replace(start=stretch.start - left, end=stretch.end + right)
        if low <= name.start and name.end <= high:
            words = [fill.words for fill in _fills(name, members) if fill.form == "filled"]
            if are_persons(words, *_around(center, _span(center.atoms, name.start, name.end))):
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


def _around(center: Member, span: Span) -> tuple[str, str]:
    """Return what the representative prints before and behind a span, as far as it tells of its kind."""
    return center.text[max(0, span.start - AROUND) : span.start], center.text[span.end : span.end + AROUND]


def _fills(stretch: _Stretch, members: Iterable[Member]) -> Iterator[Fill]:
    for member in members:
        fill = _fill(stretch, member)
        if fill:
            yield fill


def _fill(stretch: _Stretch, member: Member) -> Fill | None:
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


def _print_fill(member: Member, first: int, last: int) -> Fill:
    atoms = member.atoms
    if first == last:
        at = int(atoms.ends[first - 1]) if first else 0
        return Fill(member.plan, at, at, "", "", "empty")
    start, end = int(atoms.starts[first]), int(atoms.ends[last - 1])
    form: Form = "masked" if atoms.masked[first:last].any() else "filled"
    return Fill(member.plan, start, end, member.text[start:end], "".join(atoms.words[first:last]), form)


def _narrow(center: Member, place: _Place) -> _Place:
    """Leave of dates only the year where all of them have the same day."""
    if place.kind != "date":
        return place
    pieces = [_YEAR_AND_DAY.match(fill.text) for fill in place.fills]
    own = _YEAR_AND_DAY.match(center.text[slice(*place.span)])
    if not own or not all(pieces) or len({fold(found["day"]).text for found in pieces if found}) > 1:
        return place
    fills = (
        fill._replace(end=fill.start + found.end("year"), text=found["year"], words=fold(found["year"]).text)
        for fill, found in zip(place.fills, pieces, strict=True)
        if found
    )
    forms = (fill._replace(form="masked" if is_mask(fill.text) else "filled") for fill in fills)
    return _Place(Span(place.span.start, place.span.start + own.end("year")), "year", tuple(forms))


def _key(fill: Fill) -> str:
    return fill.form if fill.form == "masked" else fill.words


def _most_common(fills: Sequence[Fill]) -> Fill:
    """Return the fill that most plans have; words before marks, and those of the first plan that has them."""
    counts = Counter(map(_key, fills))
    return max(fills, key=lambda fill: (fill.form != "masked", counts[_key(fill)], -fill.plan))


def _find_optional(center: Member, members: Sequence[Member], lacking: Flags, share: float) -> Iterator[_Place]:
    """Yield the stretches of the representative that enough members have not, with what the others have."""
    n_lacking = lacking[:, 1::2].sum(axis=0)
    edges = np.flatnonzero(np.diff((n_lacking > 0) & (n_lacking >= share * len(members)), prepend=False, append=False))
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - start >= _SHORTEST_OPTIONAL:
            fills = tuple(_fill_optional(start, end, member) for member in members)
            yield _Place(_span(center.atoms, start, end), "optional", fills)


def _fill_optional(start: int, end: int, member: Member) -> Fill:
    placed = member.placed[start:end]
    placed = placed[placed >= 0]
    if 2 * len(placed) >= end - start:
        return _print_fill(member, int(placed.min()), int(placed.max()) + 1)
    before = member.placed[:start]
    before = before[before >= 0]
    at = int(before[-1]) + 1 if len(before) else 0
    return _print_fill(member, at, at)


def _print_template(
    center: Member,
    members: Sequence[int],
    found: Iterable[tuple[_Place, Fill]],
    optional: Iterable[_Place],
    n_left: int,
) -> Template:
    """Return the template: the representative's text, with what most members have at each place."""
    printed: list[str] = []
    slots: list[Slot] = []
    length = reached = 0
    pieces: list[_Piece] = []
    for place, usual in found:
        start, end = place.span
        kept = center.text[reached:start]
        at = length + len(kept)
        printed += [kept, usual.text]
        pieces += [_Piece(reached, length, len(kept)), _Piece(start, at, len(usual.text))]
        length, reached = at + len(usual.text), end
        if place.fills:
            goes_on = bool(slots) and slots[-1].kind == "person" and kept.strip() in _JOINS_PERSONS
            kind = place.kind or _kind(place.fills, *_around(center, place.span), goes_on=goes_on)
            slots.append(Slot(kind, at, length, place.fills))
    printed.append(center.text[reached:])
    pieces.append(_Piece(reached, length, len(printed[-1])))
    for place in optional:
        slots.append(Slot("optional", _locate(pieces, place.span.start), _locate(pieces, place.span.end), place.fills))
    return Template(
        representative=center.plan,
        members=tuple(members),
        text="".join(printed),
        slots=tuple(sorted(_name_short_schools(slots), key=lambda slot: (slot.start, -slot.end))),
        n_left=n_left,
    )


def _span_among(center: Member, members: Sequence[Member], stretch: _Stretch, fills: Iterable[Fill]) -> Span:
    """Return the place of a stretch; of an empty one behind the line end where all that stands there begins a line."""
    starts = {fill.plan: fill.start for fill in fills if fill.form != "empty"}
    begin = [m.atoms.begins[m.atoms.starts.searchsorted(starts[m.plan])] for m in members if m.plan in starts]
    atoms = center.atoms
    if stretch.start == stretch.end < len(atoms) and atoms.begins[stretch.start] and begin and all(begin):
        return Span(int(atoms.starts[stretch.start]), int(atoms.starts[stretch.start]))
    return _span(atoms, stretch.start, stretch.end)


def _span(atoms: Atoms, start: int, end: int) -> Span:
    if start < end:
        return Span(int(atoms.starts[start]), int(atoms.ends[end - 1]))
    at = int(atoms.ends[start - 1]) if start else 0
    return Span(at, at)


def _locate(pieces: Sequence[_Piece], offset: int) -> int:
    """Return where an offset of the representative's text is in the consensus."""
    piece = max(piece for piece in pieces if piece.start <= offset)
    return piece.at + min(offset - piece.start, piece.length)
