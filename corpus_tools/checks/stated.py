"""What a plan states, read once for all rules."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from corpus_tools.checks.findings import Finding
from corpus_tools.facts.dates import FULL_YEARS, StatedDate, Years, find_implied_years
from corpus_tools.facts.months import Months, read_months
from corpus_tools.facts.names import Name
from corpus_tools.facts.owners import find_own_names
from corpus_tools.scripts import simplify
from corpus_tools.spans import Span, Stretch, merge
from corpus_tools.structure.nodes import Node, own_spans
from corpus_tools.structure.plans import Plan

_LONGEST_SHOWN = 40


@dataclass(frozen=True)
class Stated:
    """A plan with what it states; all spans count in the plan's text."""

    plan: Plan

    @cached_property
    def text(self) -> str:
        """The plan's text in simplified characters, one for one."""
        return simplify(self.plan.text)

    @cached_property
    def dates(self) -> tuple[StatedDate, ...]:
        """The dates and years, in order."""
        return self.plan.dates

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The names of schools, places and organisations, in order."""
        return self.plan.names

    @cached_property
    def own_names(self) -> tuple[Name, ...]:
        """The names of those whose plan it is."""
        return find_own_names(self.plan.text, self.plan.title, self.names)

    @cached_property
    def title(self) -> str:
        """The title in simplified characters, or an empty string."""
        return self.text[self.plan.title.start : self.plan.title.end] if self.plan.title else ""

    @cached_property
    def title_years(self) -> Years | None:
        """The years that the title prints."""
        end = self.plan.title.end if self.plan.title else 0
        printed = [date for date in self.dates if date.end <= end and date.kind in FULL_YEARS]
        return find_implied_years(self.text, self.plan.title, printed) if printed else None

    @cached_property
    def months(self) -> Months | None:
        """The months that the title says the plan is for."""
        return read_months(self.title_years, self.title) if self.title_years else None

    @cached_property
    def children(self) -> dict[int | None, list[Node]]:
        """The nodes below each, in order; those at the top below None."""
        children: defaultdict[int | None, list[Node]] = defaultdict(list)
        for node in self.plan.nodes:
            children[node.parent_id].append(node)
        return children

    @cached_property
    def beside(self) -> tuple[Span, ...]:
        """Attachments and tables: what stands there is no running text of the plan."""
        return tuple(Span(node.start, node.end) for node in self.plan.nodes if node.kind in ("attachment", "table"))

    @cached_property
    def own_lines(self) -> tuple[Span, ...]:
        """The lines below the title, without outer blanks, none empty."""
        title = self.plan.title or Span(0, 0)
        lines, start = [], 0
        for line in self.text.split("\n"):
            content = line.strip()
            if content and not title.start <= start < title.end:
                at = start + line.index(content)
                lines.append(Span(at, at + len(content)))
            start += len(line) + 1
        return tuple(lines)

    def is_beside(self, place: Stretch) -> bool:
        """Tell whether a place lies in an attachment or a table."""
        return any(span.start <= place.start < span.end for span in self.beside)

    def line_around(self, place: Stretch) -> Span:
        """Return the line in which a place begins."""
        start = self.text.rfind("\n", 0, place.start) + 1
        end = self.text.find("\n", place.start)
        return Span(start, len(self.text) if end < 0 else end)

    def sentence_around(self, place: Stretch) -> Span:
        """Return the sentence in which a place begins, within its line."""
        line = self.line_around(place)
        start = max(line.start, *(self.text.rfind(stop, line.start, place.start) + 1 for stop in "。！？；"))
        ends = [self.text.find(stop, place.end, line.end) for stop in "。！？；"]
        return Span(start, min((end for end in ends if end >= 0), default=line.end))

    def printed(self, place: Stretch) -> str:
        """Return what the plan prints at a place, cut where it is long."""
        text = " ".join(self.plan.text[place.start : place.end].split())
        return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"

    def find(self, code: str, place: Stretch, expected: str = "", other: Span | None = None) -> Finding:
        """Return a finding at a place."""
        return Finding(place.start, place.end, code, self.printed(place), expected, other)

    def leads(self) -> Iterator[tuple[Node, Span]]:
        """Yield the nodes with the last stretch that they print themselves, behind which lists begin."""
        for node in self.plan.nodes:
            for last in list(own_spans(node))[-1:]:
                yield node, last


def join_near(spans: Iterable[Span], most: int = 0) -> list[Span]:
    """Return spans with those made one that overlap or lie no more than so many characters apart."""

    def join(span: Span, other: Span) -> Span | None:
        return Span(span.start, max(span.end, other.end)) if other.start <= span.end + most else None

    return list(merge(sorted(spans), join))
