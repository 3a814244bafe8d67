"""Runs: the text of a plan cut where its look changes: shared, different, borrowed, left over."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from corpus_tools.spans import Span
from corpus_tools.structure.plans import Plan

Borrowing = Literal["boilerplate", "quotation"]
# What a run is shown as: the first of these that it is.
Look = Literal["left_over", "unequal", "boilerplate", "quotation", "shared", "own"]


class Run(NamedTuple):
    """A run of characters of one look.

    Attributes
    ----------
    passage
        Number of the passage that it lies in, from 1; None for what the other plan does not have.
    is_unequal
        Whether it differs from what the other plan has in its place.
    borrowing
        Whether many plans, or a reference document, have it too.
    is_left_over
        Whether it is the name of those whose plan the other is, or a past year that both print.
    """

    text: str
    passage: int | None = None
    is_unequal: bool = False
    borrowing: Borrowing | None = None
    is_left_over: bool = False

    @property
    def look(self) -> Look:
        """What the run is shown as, in a terminal, on a page and in a notebook."""
        if self.is_left_over:
            return "left_over"
        if self.is_unequal:
            return "unequal"
        return self.borrowing or ("shared" if self.passage else "own")


class Side(NamedTuple):
    """One of the two plans: the plan, and what of its text is boilerplate and quotation."""

    plan: Plan
    boilerplate: tuple[Span, ...]
    quotation: tuple[Span, ...]


def cut_runs(
    side: Side, passages: Iterable[Span], unequal: Iterable[Span], left_over: Iterable[Span] = ()
) -> tuple[Run, ...]:
    """Return the text of a plan cut into runs.

    Parameters
    ----------
    passages
        Numbered from 1 in their order.
    unequal
        What differs inside them.
    left_over
        What is the other plan's, or of a past year.
    """
    looks = [Run("")] * len(side.plan.text)

    def change(spans: Iterable[Span], look: Callable[[Run], Run]) -> None:
        for span in spans:
            looks[slice(*span)] = map(look, looks[slice(*span)])

    for number, passage in enumerate(passages, 1):
        looks[slice(*passage)] = [Run("", number)] * (passage.end - passage.start)
    change(unequal, lambda run: run._replace(is_unequal=True))
    change(side.boilerplate, lambda run: run._replace(borrowing="boilerplate"))
    change(side.quotation, lambda run: run._replace(borrowing="quotation"))
    change(left_over, lambda run: run._replace(is_left_over=True))
    runs = []
    at = 0
    for look, group in groupby(looks):
        length = sum(1 for _ in group)
        runs.append(look._replace(text=side.plan.text[at : at + length]))
        at += length
    return tuple(runs)


def split_runs(runs: Iterable[Run], lengths: Iterable[int]) -> Iterator[tuple[Run, ...]]:
    """Yield runs, cut into pieces of so many characters, one behind another."""
    left = list(runs)[::-1]
    for length in lengths:
        piece = []
        while length:
            run = left.pop()
            piece.append(run._replace(text=run.text[:length]))
            if len(run.text) > length:
                left.append(run._replace(text=run.text[length:]))
            length -= len(piece[-1].text)
        yield tuple(piece)
