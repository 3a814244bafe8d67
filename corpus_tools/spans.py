"""Half-open spans and what can be said about several of them."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple, Protocol, TypeVar

Item = TypeVar("Item")


class Span(NamedTuple):
    """A half-open, 0-based range in Unicode code points."""

    start: int
    end: int


class Stretch(Protocol):
    """Whatever has a place in a text: a span, a node, a clause."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """Behind the last character."""


def zip_spans(starts: Iterable[int], ends: Iterable[int]) -> Iterator[Span]:
    """Yield the span from each start to its end: ``map(Span, starts, ends)`` in half the time, for very many."""
    return map(partial(tuple.__new__, Span), zip(starts, ends, strict=True))


def merge(items: Iterable[Item], join: Callable[[Item, Item], Item | None]) -> Iterator[Item]:
    """Yield items, neighbours put together: ``join`` returns what two are together, None where they stay apart."""
    rest = iter(items)
    for opened in rest:
        for item in rest:
            joined = join(opened, item)
            if joined is None:
                yield opened
            opened = item if joined is None else joined
        yield opened


def gaps(spans: Iterable[Span], start: int, end: int) -> Iterator[Span]:
    """Yield what is left of ``start..end`` once ``spans`` are taken out.

    Parameters
    ----------
    spans
        Spans inside ``start..end``, in order, none over another; empty ones are allowed.
    start, end
        The range to be covered, in the unit of the spans.
    """
    for span in spans:
        if span.start > start:
            yield Span(start, span.start)
        start = max(start, span.end)
    if end > start:
        yield Span(start, end)
