"""Made plans whose tree is settled first, with numbering of many schemes; and single faults planted into them.

Everything follows from the seed and the wording. The module imports nothing of the package that it measures.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from benchmarks.corpora import CIRCLED, Wording, compose, han

Slip = Literal["delete", "repeat", "swap", "re-mark"]
SLIPS: tuple[Slip, ...] = ("delete", "repeat", "swap", "re-mark")


class _Scheme(NamedTuple):
    """How a plan numbers: the mark of each depth, and the depths whose numbers run on across sections."""

    marks: tuple[str, ...]
    run_on: frozenset[int] = frozenset()


_SCHEMES = (
    _Scheme(("{han}、", "（{han}）", "{n}.", "（{n}）", "{circled}")),
    _Scheme(("{han}、", "（{han}）", "{n}．")),
    _Scheme(("{han}、", "{n}、", "（{n}）")),
    _Scheme(("{han}、", "{n}.", "{circled}")),
    _Scheme(("（{han}）", "{n}.", "（{n}）")),
    _Scheme(("{n}.", "（{n}）", "{circled}")),
    _Scheme(("第{han}部分　", "{han}、", "{n}.")),
    _Scheme(("{han}．", "{n}）", "（{n}）")),
    _Scheme(("{han}：", "(一)".replace("一", "{han}"), "{n}、")),
    _Scheme(("{n} ", "{prefix}.{n} ", "（{n}）")),
    _Scheme(("{n}.", "{prefix}.{n}", "（{n}）")),
    _Scheme(("{han}、", "{n}.", "（{n}）"), frozenset({2})),
    _Scheme(("{han}、", "（{han}）", "{n}."), frozenset({2})),
    _Scheme(("第{han}章　", "第{han}条　", "（{han}）"), frozenset({2})),
)
_FOREIGN_MARKS = ("{han}、", "（{han}）", "{n}、", "{n}.", "（{n}）", "{n}）")


class Entry(NamedTuple):
    """A marked line; ``parent`` is an index of entries, None at the top; ``below`` is text on a line of its own."""

    mark: str
    number: int
    level: int
    parent: int | None
    text: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A plan as its marked lines, in order."""

    title: str
    entries: tuple[Entry, ...]
    runs_on: bool


class PlantedFault(NamedTuple):
    """A plan with one slip, the index of the entry that shows it, and the codes that name it rightly."""

    outline: Outline
    slip: Slip
    entry: int
    codes: frozenset[str]


def make_outline(rng: random.Random, wording: Wording) -> Outline:
    """Return a plan without a fault."""
    scheme = rng.choice(_SCHEMES)
    entries = tuple(_write_list(rng, wording, scheme, (), rng.randint(3, 6), _Counters()))
    return Outline(f"{rng.choice(wording.headings)}{rng.randint(2015, 2025)}年工作计划", entries, bool(scheme.run_on))


class _Counters:
    """How many entries there are, and the last number of every depth that runs on."""

    def __init__(self) -> None:
        self.n_entries = 0
        self.last: dict[int, int] = {}


def _write_list(
    rng: random.Random, wording: Wording, scheme: _Scheme, around: Sequence[int], length: int, counters: _Counters
) -> Iterator[Entry]:
    """Yield the entries of one list and of all below it; ``around`` are the indexes of the entries around it."""
    depth = len(around)
    deepest = depth + 1 == len(scheme.marks)
    first = counters.last.get(depth, 0) + 1 if depth + 1 in scheme.run_on else 1
    for number in range(first, first + length):
        is_heading = depth == 0 or (not deepest and rng.random() < 0.4)
        index = counters.n_entries
        counters.n_entries += 1
        counters.last[depth] = number
        text = rng.choice(wording.headings) if is_heading else _write_item(rng, wording)
        below = compose(rng, wording.parts) if is_heading and (deepest or rng.random() < 0.3) else ""
        has_list = is_heading and not deepest and (not below or rng.random() < 0.5)
        yield Entry(scheme.marks[depth], number, depth + 1, around[-1] if around else None, text, below)
        if has_list:
            yield from _write_list(rng, wording, scheme, (*around, index), rng.randint(2, 6), counters)


def _write_item(rng: random.Random, wording: Wording) -> str:
    run_in = f"{rng.choice(wording.headings)}。" if rng.random() < 0.2 else ""
    return run_in + "".join(compose(rng, wording.parts) for _ in range(rng.randint(1, 3)))


def print_outline(outline: Outline) -> str:
    """Return the text of a plan, a title line first."""
    lines = [outline.title]
    for entry in outline.entries:
        lines.append(print_marker(outline, entry) + entry.text)
        if entry.below:
            lines.append(entry.below)
    return "\n".join(lines) + "\n"


def entry_lines(outline: Outline) -> list[int]:
    """Return the line, from 1, that each entry is printed on."""
    lines = []
    line = 2
    for entry in outline.entries:
        lines.append(line)
        line += 2 if entry.below else 1
    return lines


def print_marker(outline: Outline, entry: Entry) -> str:
    """Return the number of an entry as printed."""
    parent = outline.entries[entry.parent] if entry.parent is not None else None
    n = entry.number
    return entry.mark.format(
        n=n, han=han(n), circled=CIRCLED[(n - 1) % len(CIRCLED)], prefix=parent.number if parent else ""
    )


def plant_fault(rng: random.Random, outline: Outline, slip: Slip) -> PlantedFault | None:
    """Return the plan with one slip in a list of three or more; None if it has no such list."""
    lists: dict[int | None, list[int]] = {}
    for index, entry in enumerate(outline.entries):
        lists.setdefault(entry.parent, []).append(index)
    long = [siblings for siblings in lists.values() if len(siblings) > 2]
    if not long:
        return None
    siblings = rng.choice(long)
    place = rng.randrange(1, len(siblings)) if slip == "repeat" else rng.randrange(len(siblings) - 1)
    at = siblings[place]
    entries = list(outline.entries)
    if slip == "delete":
        return _without(outline, at, siblings[place + 1], place)
    if slip == "repeat":
        entries[at] = entries[at]._replace(number=entries[siblings[place - 1]].number)
        shown, codes = at, {"repeat"}
    elif slip == "swap":
        after = siblings[place + 1]
        numbers = entries[at].number, entries[after].number
        entries[at] = entries[at]._replace(number=numbers[1])
        entries[after] = entries[after]._replace(number=numbers[0])
        shown, codes = after, {"out_of_order"}
    else:
        used = {entry.mark for entry in outline.entries}
        mark = rng.choice([mark for mark in _FOREIGN_MARKS if _kind(mark) not in map(_kind, used)])
        entries[at] = entries[at]._replace(mark=mark)
        shown, codes = at, {"wrong_mark"}
    return PlantedFault(replace(outline, entries=tuple(entries)), slip, shown, frozenset(codes))


def _kind(mark: str) -> str:
    """Return a mark without what only its separator says."""
    return mark.translate(str.maketrans("(", "（", "、．.：　 ")).replace(")", "）")


def _without(outline: Outline, at: int, following: int, place: int) -> PlantedFault:
    """Take out an entry with all below it; the next one of its list shows the gap."""
    kept = [index for index in range(len(outline.entries)) if not at <= index < following]
    new = {old: number for number, old in enumerate(kept)}
    entries = (outline.entries[old] for old in kept)
    moved = tuple(e._replace(parent=None if e.parent is None else new[e.parent]) for e in entries)
    codes = {"gap", "orphan_level"} if place == 0 else {"gap"}
    return PlantedFault(replace(outline, entries=moved), "delete", new[following], frozenset(codes))
