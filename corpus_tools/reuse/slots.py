"""Slots: a template as frozen values, with what each plan fills in, and its text with the slots named."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from corpus_tools.reuse.slot_kinds import SLOT_NAMES, SlotKind
from corpus_tools.scripts import fold_simplified

Form = Literal["filled", "masked", "empty"]


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

    @property
    def key(self) -> str:
        """Equal where two plans say the same; all masks do."""
        return self.form if self.form == "masked" else self.words


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
            groups.setdefault(fill.form if self.kind == "optional" else fill.key, []).append(fill)
        return sorted(groups.values(), key=lambda group: -len(group))

    @property
    def printed_groups(self) -> list[list[Fill]]:
        """The groups, each parted by what is printed, most plans first: other words or marks may say the same."""
        if self.kind == "optional":  # what else differs in it are slots of their own
            return self.groups
        parted: list[list[Fill]] = []
        for group in self.groups:
            by_text: dict[str, list[Fill]] = {}
            for fill in group:
                by_text.setdefault(fold_simplified(fill.text).text, []).append(fill)
            parted += sorted(by_text.values(), key=lambda fills: -len(fills))
        return parted

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
