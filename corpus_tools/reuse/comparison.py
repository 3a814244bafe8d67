"""Comparison: two plans side by side, shared passages beside each other, and what only one of them has."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from itertools import chain, repeat
from typing import Literal, NamedTuple

from corpus_tools.facts.differences import Fact, FactDifference, compare_facts
from corpus_tools.reuse.beside import Beside, Difference, cut_lines, find_differences, find_whole, set_beside
from corpus_tools.reuse.bodies import Bodies, folded_body
from corpus_tools.reuse.clues import Relation, find_relation, read_clues
from corpus_tools.reuse.direction import Direction
from corpus_tools.reuse.layout import RowSpans, core_of, lay_out
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.reuse.node_pairs import PlanNodes, pair_nodes
from corpus_tools.reuse.passages import Passage, PassageKind, in_order
from corpus_tools.reuse.results import Pair, PairSubstitution, Reuse, Thresholds, Verdict, turn
from corpus_tools.reuse.runs import Look, Run, Side, cut_runs, split_runs
from corpus_tools.reuse.scores import PairScore, score_shingles
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.spans import Span, gaps
from corpus_tools.structure.plans import Plan

# How a notebook shows a run; dark letters, whatever the theme.
_STYLES: Mapping[Look, str] = {
    "left_over": "color:#1d2a35;background:#ffd56b",
    "unequal": "color:#1d2a35;background:#f7d4d8;text-decoration:underline",
    "boilerplate": "color:#5d6b78;background:#e8ebee",
    "quotation": "color:#5d6b78;background:#e8ebee",
    "shared": "color:#1d2a35;background:#cdeccb",
}

# Verdicts that do not depend on what the other plans of a corpus are.
_COPIES = ("exact", "spun", "near")
_LEFT_OVER_KINDS = ("other_name", "past_year")


RowLook = Literal[PassageKind, "different", "only_a", "only_b"]


class Row(NamedTuple):
    """What stands beside each other: a line of a passage, or what lies between two passages on either side.

    Attributes
    ----------
    at_a, at_b
        The stretch of either text.
    """

    kind: PassageKind | Literal["apart"]
    a: tuple[Run, ...]
    b: tuple[Run, ...]
    at_a: Span
    at_b: Span

    @property
    def printed(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        """Both sides without line ends around them, and without what is nothing but blanks."""
        return _strip(self.a), _strip(self.b)

    @property
    def look(self) -> RowLook:
        """What the row is shown as: ``different`` where both sides print something, else which side does."""
        if self.kind != "apart":
            return self.kind
        a, b = self.printed
        return "different" if a and b else "only_a" if a else "only_b"


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
    relation
        Whether both are of one school.
    direction
        Which of them is the likely source, where one has a verdict.
    lexicon
        The words whose substitutions are systematic in the corpus.
    """

    a: Side
    b: Side
    score: PairScore
    verdict: Verdict | None
    passages: tuple[Passage, ...]
    substitutions: tuple[PairSubstitution, ...]
    relation: Relation = "unknown"
    direction: Direction = Direction()
    lexicon: Lexicon | None = None

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
        """The dates, years and names that only one of them states, and what either has left of the other's."""
        return tuple(compare_facts(self.a.plan, self.b.plan))

    @cached_property
    def nodes(self) -> PlanNodes:
        """Which section or item of one is which of the other; ``a`` is the first of the two plans, ``b`` the second."""
        return PlanNodes(0, 1, tuple(pair_nodes(self.a.plan, self.b.plan, self.lexicon)))

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """What differs inside the passages, in their order: whole numbers, names, dates and swapped words."""
        whole_a = find_whole(self.a.plan.text, _known(self.a.plan, (p.unequal_a for p in self.passages)))
        whole_b = find_whole(self.b.plan.text, _known(self.b.plan, (p.unequal_b for p in self.passages)))
        return tuple(
            Difference(number, *spans)
            for number, beside in enumerate(self._beside, 1)
            for spans in find_differences(beside, whole_a, whole_b)
        )

    @cached_property
    def moved(self) -> frozenset[int]:
        """The numbers of the passages that stand elsewhere in ``b`` than in ``a``, seen from the others."""
        following = in_order(self.passages)
        return frozenset(number for number, passage in enumerate(self.passages, 1) if passage not in following)

    @cached_property
    def runs(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        """Either text, cut where its look changes."""
        left = [own for own in self.facts if own.kind in _LEFT_OVER_KINDS]
        left_a, left_b = _places(own.a for own in left), _places(own.b for own in left)
        return (
            cut_runs(
                self.a,
                (core_of(self.a.plan.text, p.a) for p in self.passages),
                (own.a for own in self.differences),
                left_a,
            ),
            cut_runs(
                self.b,
                (core_of(self.b.plan.text, p.b) for p in self.passages),
                (own.b for own in self.differences),
                left_b,
            ),
        )

    @property
    def has_left_over(self) -> bool:
        """Whether either has left the other's name, or a past year, in what it prints."""
        return any(run.is_left_over for runs in self.runs for run in runs)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Both texts as rows: the runs of either side, one behind another, are its text.

        Passages that stand in the same order on both sides have rows of their own, a line of either text each; one that
        was moved stands where it stands, on both sides, in what lies between others. Lines that have nothing but their
        marker and their stop in common are apart.
        """
        text_a, text_b = self.a.plan.text, self.b.plan.text
        beside = dict(zip(self.passages, self._beside, strict=True))
        spans = lay_out(text_a, text_b, in_order(self.passages), lambda p: cut_lines(text_a, text_b, beside[p]))
        runs_a = split_runs(self.runs[0], [row.a.end - row.a.start for row in spans])
        runs_b = split_runs(self.runs[1], [row.b.end - row.b.start for row in spans])
        return tuple(map(_row, spans, runs_a, runs_b, repeat(_marked(self.a.plan))))

    @cached_property
    def _beside(self) -> tuple[Beside, ...]:
        a, b = folded_body(self.a.plan), folded_body(self.b.plan)
        return tuple(set_beside(a, passage.a, b, passage.b) for passage in self.passages)

    def _repr_html_(self) -> str:
        """Show both sides in a notebook."""
        score, cell = self.score, '<td style="text-align:left;vertical-align:top;white-space:pre-wrap;width:50%">'
        figures = [self.verdict or "-", f"Jaccard {score.jaccard:.3f}"]
        figures += [f"{s.original} → {s.replacement} × {s.n_places}" for s in self.substitutions]
        sides = [(side.plan.plan_id, side.plan.shown_title) for side in (self.a, self.b)]
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
        pair.relation if pair else find_relation(read_clues(plans[a]), read_clues(plans[b])),
        pair.direction if pair and verdict else Direction(),
        Lexicon(reuse.substitutions),
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


def _listed(reuse: Reuse, a: int, b: int) -> Pair | None:
    for pair in reuse.pairs:
        if {pair.score.a, pair.score.b} == {a, b}:
            return pair if pair.score.a == a else turn(pair)
    return None


def _only(text: str, passages: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(span for span in gaps(sorted(passages), 0, len(text)) if text[slice(*span)].strip())


def _places(facts: Iterable[Sequence[Fact]]) -> Iterator[Span]:
    for fact in chain.from_iterable(facts):
        yield from fact.places


def _known(plan: Plan, unequal: Iterable[Sequence[Span]]) -> Iterator[Span]:
    """Yield the names and dates that a plan states, and the words that are known to differ."""
    yield from (Span(name.start, name.end) for name in plan.names)
    yield from (Span(date.start, date.end) for date in plan.dates)
    yield from chain.from_iterable(unequal)


def _row(spans: RowSpans, a: tuple[Run, ...], b: tuple[Run, ...], marked_a: Set[int]) -> Row:
    if not spans.is_shared:
        return Row("apart", a, b, spans.a, spans.b)
    a, b = _mark_unshared(a), _mark_unshared(b)
    is_same = not any(run.is_unequal for run in (*a, *b))
    kind: PassageKind = "same" if is_same else "substituted"
    return Row(kind if is_same or _has_shared_word(a, spans.a.start, marked_a) else "apart", a, b, spans.a, spans.b)


def _marked(plan: Plan) -> Set[int]:
    """Return the places of the characters of all markers."""
    return {at for node in plan.nodes if node.marker for at in range(node.marker.start, node.marker.end)}


def _has_shared_word(runs: Iterable[Run], start: int, marked: Set[int]) -> bool:
    """Tell whether a row that starts there has more than markers and stops in common with what is beside it."""
    for run in runs:
        if not run.is_unequal and any(c.isalnum() and at not in marked for at, c in enumerate(run.text, start)):
            return True
        start += len(run.text)
    return False


def _mark_unshared(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return the runs of a row with the words that stand in no passage marked: they differ from the other's there."""
    return tuple(
        run._replace(is_unequal=True) if not run.passage and any(map(str.isalnum, run.text)) else run for run in runs
    )


def _strip(runs: Sequence[Run]) -> tuple[Run, ...]:
    text = "".join(run.text for run in runs)
    if not text.strip():
        return ()
    start, end = len(text) - len(text.lstrip("\n")), len(text.rstrip())
    return list(split_runs(runs, (start, end - start)))[1]


def _html(runs: Iterable[Run]) -> str:
    pieces = []
    for run in runs:
        style = _STYLES.get(run.look)
        text = escape(run.text)
        pieces.append(f'<span style="{style}">{text}</span>' if style else text)
    return "".join(pieces)
