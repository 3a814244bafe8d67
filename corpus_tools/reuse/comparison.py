"""Comparison: two plans side by side, shared passages beside each other, and what only one of them has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein, Opcodes

from corpus_tools.facts.differences import FactDifference, compare_facts
from corpus_tools.folding import Folded, fold
from corpus_tools.reuse.bodies import Bodies
from corpus_tools.reuse.passages import Kind, Passage, in_order
from corpus_tools.reuse.results import Pair, PairSubstitution, Reuse, Thresholds, Verdict, turn
from corpus_tools.reuse.scores import PairScore, score_shingles
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.spans import Span, gaps
from corpus_tools.structure.plans import Plan

Borrowing = Literal["boilerplate", "quotation"]

# How a notebook shows a run of a passage; dark letters, whatever the theme.
_SHARED = "color:#1d2a35;background:#cdeccb"
_UNEQUAL = "color:#1d2a35;background:#f7d4d8;text-decoration:underline"
_BORROWED = "color:#5d6b78;background:#e8ebee"

# Verdicts that do not depend on what the other plans of a corpus are.
_COPIES = ("exact", "spun", "near")


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
    """

    text: str
    passage: int | None = None
    is_unequal: bool = False
    borrowing: Borrowing | None = None


class Row(NamedTuple):
    """What stands beside each other: a line of a passage, or what lies between two passages on either side."""

    kind: Kind | Literal["apart"]
    a: tuple[Run, ...]
    b: tuple[Run, ...]

    @property
    def printed(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        """Both sides without line ends around them, and without what is nothing but blanks."""
        return _strip(self.a), _strip(self.b)


class Side(NamedTuple):
    """One of the two plans: the plan, and what of its text is boilerplate and quotation."""

    plan: Plan
    boilerplate: tuple[Span, ...]
    quotation: tuple[Span, ...]


@dataclass(frozen=True)
class Comparison:
    """Two plans side by side.

    Attributes
    ----------
    a, b
        The plans with their boilerplate and quotation.
    score
        Of the folded bodies.
    verdict
        None where none holds.
    passages
        In the order of ``b``.
    substitutions
        Systematic ones, those of most places first.
    """

    a: Side
    b: Side
    score: PairScore
    verdict: Verdict | None
    passages: tuple[Passage, ...]
    substitutions: tuple[PairSubstitution, ...]

    @property
    def only_a(self) -> tuple[Span, ...]:
        """What stands in no passage, in the text of ``a``; blanks are nothing."""
        return _only(self.a.plan.text, [passage.a for passage in self.passages])

    @property
    def only_b(self) -> tuple[Span, ...]:
        """What stands in no passage, in the text of ``b``; blanks are nothing."""
        return _only(self.b.plan.text, [passage.b for passage in self.passages])

    @cached_property
    def facts(self) -> tuple[FactDifference, ...]:
        """The dates, years and names that only one of them states."""
        return tuple(compare_facts(self.a.plan, self.b.plan))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Both texts as rows: the runs of either side, one behind another, are its text.

        Passages that stand in the same order on both sides have rows of their own, a line of either text each; one that
        was moved stands where it stands, on both sides, in what lies between others.
        """
        runs_a = cut_runs(self.a, [(p.a, p.unequal_a) for p in self.passages])
        runs_b = cut_runs(self.b, [(p.b, p.unequal_b) for p in self.passages])
        text_a, text_b = self.a.plan.text, self.b.plan.text
        cuts = [(0, 0)]
        shared: set[tuple[int, int]] = set()
        for passage in in_order(self.passages):
            start = (passage.a.start, passage.b.start)
            inner = _line_cuts(text_a[slice(*passage.a)], text_b[slice(*passage.b)])
            lines = [(start[0] + at_a, start[1] + at_b) for at_a, at_b in inner]
            shared.update(lines[:-1])
            cuts += lines
        cuts.append((len(text_a), len(text_b)))
        return tuple(
            Row(_kind(left, right) if first in shared else "apart", left, right)
            for first, last in pairwise(cuts)
            if first != last
            for left, right in [(_between(runs_a, first[0], last[0]), _between(runs_b, first[1], last[1]))]
        )

    def _repr_html_(self) -> str:
        """Show both sides in a notebook."""
        score, cell = self.score, '<td style="text-align:left;vertical-align:top;white-space:pre-wrap;width:50%">'
        figures = [self.verdict or "-", f"Jaccard {score.jaccard:.3f}"]
        figures += [f"{' → '.join(s.words)} × {s.n_places}" for s in self.substitutions]
        sides = [(side.plan.plan_id, side.plan.title_text) for side in (self.a, self.b)]
        lines = [f"<th>{escape(plan_id)}<br>{escape(title)}</th>" for plan_id, title in sides]
        printed = (row.printed for row in self.rows)
        lines += [f"</tr><tr>{cell}{_html(a)}</td>{cell}{_html(b)}</td>" for a, b in printed if a or b]
        return f"<p>{escape(', '.join(figures))}</p><table><tr>{''.join(lines)}</tr></table>"


def compare_plans(
    plans: Sequence[Plan], reuse: Reuse, a: int, b: int, thresholds: Thresholds | None = None
) -> Comparison:
    """Return two of the plans side by side; ``reuse`` is what was found among all of them."""
    pair = _listed(reuse, a, b)
    verdict = pair.verdict if pair else None
    if pair is None:  # too little for a verdict, or of a large family
        quotations = [q._replace(plan=(a, b).index(q.plan)) for q in reuse.quotations if q.plan in (a, b)]
        lists_all = replace(thresholds or Thresholds(), partial_share=0.0)
        two = find_reuse([plans[a], plans[b]], lists_all, quotations)
        pair = next(iter(two.pairs), None)
        verdict = pair.verdict if pair and pair.verdict in _COPIES else None
    bodies, sides = Bodies([plans[a], plans[b]]), find_sides(plans, reuse, (a, b))
    return Comparison(
        sides[a],
        sides[b],
        score_shingles(a, b, bodies[0].distinct_shingles, bodies[1].distinct_shingles),
        verdict,
        pair.passages if pair else (),
        pair.substitutions if pair else (),
    )


def find_sides(plans: Sequence[Plan], reuse: Reuse, wanted: Iterable[int]) -> dict[int, Side]:
    """Return some of the plans, by their indexes, with their boilerplate and quotation."""
    boilerplate: dict[int, list[Span]] = {plan: [] for plan in wanted}
    quotation: dict[int, list[Span]] = {plan: [] for plan in boilerplate}
    for plan, start, end in (occurrence for clause in reuse.boilerplate for occurrence in clause.occurrences):
        if plan in boilerplate:
            boilerplate[plan].append(Span(start, end))
    for quoted in reuse.quotations:
        if quoted.plan in quotation:
            quotation[quoted.plan].append(Span(quoted.start, quoted.end))
    return {
        plan: Side(plans[plan], tuple(sorted(spans)), tuple(sorted(quotation[plan])))
        for plan, spans in boilerplate.items()
    }


def cut_runs(side: Side, passages: Sequence[tuple[Span, Sequence[Span]]]) -> list[Run]:
    """Return the text of a plan cut into runs, given its passages with what differs in each."""
    looks: list[tuple[int | None, bool, Borrowing | None]] = [(None, False, None)] * len(side.plan.text)
    borrowed: list[tuple[Borrowing, Span]] = [("boilerplate", span) for span in side.boilerplate]
    borrowed += [("quotation", span) for span in side.quotation]
    for number, (passage, unequal) in enumerate(passages, 1):
        looks[slice(*passage)] = [(number, False, None)] * (passage.end - passage.start)
        for start, end in unequal:
            looks[start:end] = [(number, True, None)] * (end - start)
    for borrowing, span in borrowed:
        looks[slice(*span)] = [(number, is_unequal, borrowing) for number, is_unequal, _ in looks[slice(*span)]]
    runs = []
    at = 0
    for look, group in groupby(looks):
        length = sum(1 for _ in group)
        runs.append(Run(side.plan.text[at : at + length], *look))
        at += length
    return runs


def _listed(reuse: Reuse, a: int, b: int) -> Pair | None:
    for pair in reuse.pairs:
        if {pair.score.a, pair.score.b} == {a, b}:
            return pair if pair.score.a == a else turn(pair)
    return None


def _only(text: str, passages: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(span for span in gaps(sorted(passages), 0, len(text)) if text[slice(*span)].strip())


def _line_cuts(a: str, b: str) -> list[tuple[int, int]]:
    """Return where two stretches with the same words can be cut at their line ends, with start and end."""
    folded_a, folded_b = fold(a), fold(b)
    operations = Levenshtein.opcodes(folded_a.text, folded_b.text)
    cuts = {(at, _map(operations, at)) for at in _line_ends(a, folded_a)}
    cuts |= {(_map(operations.inverse(), at), at) for at in _line_ends(b, folded_b)}
    inner = {(_cut_before(a, folded_a, at_a), _cut_before(b, folded_b, at_b)) for at_a, at_b in cuts}
    ordered = [(0, 0)]
    for cut in sorted(inner):
        if cut[0] > ordered[-1][0] and cut[1] > ordered[-1][1]:
            ordered.append(cut)
    return [*(cut for cut in ordered if cut[0] < len(a) and cut[1] < len(b)), (len(a), len(b))]


def _line_ends(text: str, folded: Folded) -> list[int]:
    """Return before which characters of the folded text a line ends."""
    ends = [at for at, character in enumerate(text) if character == "\n"]
    return [int(at) for at in folded.positions.searchsorted(np.array(ends, dtype=np.int64))]


def _map(operations: Opcodes, at: int) -> int:
    """Return where an offset of one text lies in the other."""
    for operation in operations:
        if at <= operation.src_end:
            return operation.dest_start + min(at - operation.src_start, operation.dest_end - operation.dest_start)
    return at


def _cut_before(text: str, folded: Folded, at: int) -> int:
    """Return where to cut a text before a character of its folded form: behind a line end, if one is there."""
    start = int(folded.positions[at - 1]) + 1 if at else 0
    end = int(folded.positions[at]) if at < len(folded.text) else len(text)
    line_end = text.rfind("\n", start, end)
    return end if line_end < 0 else line_end + 1


def _between(runs: Iterable[Run], start: int, end: int) -> tuple[Run, ...]:
    found = []
    at = 0
    for run in runs:
        inner = run.text[max(0, start - at) : max(0, end - at)]
        if inner:
            found.append(run._replace(text=inner))
        at += len(run.text)
    return tuple(found)


def _kind(a: Sequence[Run], b: Sequence[Run]) -> Kind:
    return "substituted" if any(run.is_unequal for run in (*a, *b)) else "same"


def _strip(runs: Sequence[Run]) -> tuple[Run, ...]:
    text = "".join(run.text for run in runs)
    if not text.strip():
        return ()
    return _between(runs, len(text) - len(text.lstrip("\n")), len(text.rstrip()))


def _html(runs: Iterable[Run]) -> str:
    pieces = []
    for run in runs:
        look = _UNEQUAL if run.is_unequal else _BORROWED if run.borrowing else _SHARED if run.passage else ""
        text = escape(run.text)
        pieces.append(f'<span style="{look}">{text}</span>' if look else text)
    return "".join(pieces)
