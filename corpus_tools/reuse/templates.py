"""Templates: what the copies of one plan have in common, and what each of them fills in.

Where enough members of a family differ from its representative there is a slot; the consensus prints there what most of
them do.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from corpus_tools.reuse.atoms import PlanAtoms, is_mask
from corpus_tools.reuse.families import Family
from corpus_tools.reuse.node_pairs import PlanNodes, pair_family_nodes
from corpus_tools.reuse.slot_kinds import SlotKind, look_of
from corpus_tools.reuse.slots import Fill, Slot, Template
from corpus_tools.reuse.stars import AlignedFamily, AlignedPlan, align_family
from corpus_tools.reuse.stretches import (
    SHORTEST_OPTIONAL,
    AtomStretch,
    find_fills,
    find_optional,
    find_stretches,
    mark_lacking,
    span_of,
    start_with_marker,
    text_around,
)
from corpus_tools.scripts import fold_simplified
from corpus_tools.spans import Span

# Which share of the members differs at a slot.
SLOT_SHARE = 0.2
# Between two persons of a list.
_JOINS_PERSONS = ("、", "，", ",", "", "和")
_YEAR_AND_DAY = re.compile(r"(?P<year>[^年\s]+)\s*年(?P<day>.+)", re.DOTALL)


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


def find_templates(
    atoms: PlanAtoms, families: Iterable[Family], share: float = SLOT_SHARE
) -> Iterator[tuple[Template, list[PlanNodes]]]:
    """Yield the template of each family, and which node of its representative is which of each other member."""
    for family in families:
        aligned = align_family(atoms, family)
        yield find_template(aligned, share), list(pair_family_nodes(atoms.plans, aligned))


def find_template(family: AlignedFamily, share: float = SLOT_SHARE) -> Template:
    """Return the template of a family.

    Parameters
    ----------
    share
        A slot is where at least this share of the members, 0 to 1, has something else than most.
    """
    center, members = family.center, family.members
    lacking = mark_lacking(members)
    found = []
    for stretch in find_stretches(center, members, lacking, share):
        fills = tuple(find_fills(stretch, members))
        place = _Place(_span_among(center, members, stretch, fills), stretch.kind, fills)
        place = _narrow(center, place)
        usual = _most_common(place.fills)
        n_other = sum(fill.key != usual.key for fill in place.fills)
        is_slot = n_other and n_other >= share * len(place.fills)
        found.append((place if is_slot else place._replace(fills=()), usual))
    optional = (
        _Place(
            Span(start_with_marker(center.text, center.atoms, stretch.start), int(center.atoms.ends[stretch.end - 1])),
            "optional",
            fills,
        )
        for stretch, fills in find_optional(members, lacking, share)
    )
    return _print_template(center, [member.plan for member in members], found, optional, family.n_left)


def _narrow(center: AlignedPlan, place: _Place) -> _Place:
    """Leave of dates only the year where all of them have the same day."""
    if place.kind != "date":
        return place
    pieces = [_YEAR_AND_DAY.match(fill.text) for fill in place.fills]
    own = _YEAR_AND_DAY.match(center.text[slice(*place.span)])
    if not own or not all(pieces) or len({fold_simplified(found["day"]).text for found in pieces if found}) > 1:
        return place
    fills = (
        fill._replace(end=fill.start + found.end("year"), text=found["year"], words=fold_simplified(found["year"]).text)
        for fill, found in zip(place.fills, pieces, strict=True)
        if found
    )
    forms = (fill._replace(form="masked" if is_mask(fill.text) else "filled") for fill in fills)
    return _Place(Span(place.span.start, place.span.start + own.end("year")), "year", tuple(forms))


def _most_common(fills: Sequence[Fill]) -> Fill:
    """Return the fill that most plans have, as most print it; words before marks, and those of the first such plan."""
    counts, printed = Counter(fill.key for fill in fills), Counter(fill.text for fill in fills)
    return max(fills, key=lambda fill: (fill.form != "masked", counts[fill.key], printed[fill.text], -fill.plan))


def _print_template(
    center: AlignedPlan,
    members: Sequence[int],
    found: Iterable[tuple[_Place, Fill]],
    optional: Iterable[_Place],
    n_left: int,
) -> Template:
    """Return the template: the representative's text, with what most members have at each place."""
    printed: list[str] = []
    slots: list[Slot] = []
    filled: list[Span] = []
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
            filled.append(place.span)
            goes_on = bool(slots) and slots[-1].kind == "person" and kept.strip() in _JOINS_PERSONS
            kind = place.kind or _kind(place.fills, *text_around(center, place.span), goes_on=goes_on)
            slots.append(Slot(kind, at, length, place.fills))
    printed.append(center.text[reached:])
    pieces.append(_Piece(reached, length, len(printed[-1])))
    for place in optional:
        if any(_lies_across(place.span, span) for span in filled):
            continue  # of what is filled in there, some have more
        slots.append(Slot("optional", _locate(pieces, place.span.start), _locate(pieces, place.span.end), place.fills))
    return Template(
        representative=center.plan,
        members=tuple(members),
        text="".join(printed),
        slots=tuple(sorted(_name_short_schools(slots), key=lambda slot: (slot.start, -slot.end))),
        n_left=n_left,
    )


def _lies_across(optional: Span, filled: Span) -> bool:
    """Tell whether an optional stretch shares characters with a slot and does not hold it."""
    overlaps = optional.start < filled.end and filled.start < optional.end
    return overlaps and not (optional.start <= filled.start and filled.end <= optional.end)


def _kind(fills: Sequence[Fill], before: str, behind: str, *, goes_on: bool) -> SlotKind:
    words = [fill.words for fill in fills if fill.form == "filled"]
    if any(fill.form == "empty" for fill in fills) and words and min(map(len, words)) >= SHORTEST_OPTIONAL:
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


def _span_among(
    center: AlignedPlan, members: Sequence[AlignedPlan], stretch: AtomStretch, fills: Iterable[Fill]
) -> Span:
    """Return the place of a stretch; of an empty one behind the line end where all that stands there begins a line."""
    starts = {fill.plan: fill.start for fill in fills if fill.form != "empty"}
    begin = [m.atoms.begins[m.atoms.starts.searchsorted(starts[m.plan])] for m in members if m.plan in starts]
    atoms = center.atoms
    if stretch.start == stretch.end < len(atoms) and atoms.begins[stretch.start] and begin and all(begin):
        return Span(int(atoms.starts[stretch.start]), int(atoms.starts[stretch.start]))
    return span_of(atoms, stretch.start, stretch.end)


def _locate(pieces: Sequence[_Piece], offset: int) -> int:
    """Return where an offset of the representative's text is in the consensus."""
    piece = max(piece for piece in pieces if piece.start <= offset)
    return piece.at + min(offset - piece.start, piece.length)
