"""Coding: the themes of a codebook put on clauses, with the characters that show them.

Terms are matched on folded characters, not on tokens: segmenters cut many terms apart (校务/公开). What stands in
book-title marks names a document and is no evidence. Substitutions learnt from the corpus can be undone before, in the
plans and in the terms alike, so that a spun copy has the codes of its source.
"""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Literal, NamedTuple

import numpy as np

from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.spans import Span
from corpus_tools.structure.clauses import Clause
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.matching import Matcher
from corpus_tools.themes.rules import Match, Outline, Rules
from corpus_tools.themes.terms import Term

Via = Literal["text", "heading"]
_OPENING = 3  # clauses that say what a plan without a title is
_BATCH = 200_000  # code points: larger batches take more memory and are not faster


class Code(NamedTuple):
    """One theme on one clause.

    Attributes
    ----------
    plan
        Index of the plan among those coded.
    clause
        The clause; its span counts in the plan's text, as does the evidence.
    theme
        A theme of the codebook.
    via
        ``text``: the clause itself shows it; ``heading``: the clause shows no theme, the heading above it does.
    evidence
        The spans that show it; via heading they lie in the heading.
    sub_theme
        The part of the theme, None where the evidence is of none.
    """

    plan: int
    clause: Clause
    theme: str
    via: Via
    evidence: tuple[Span, ...]
    sub_theme: str | None = None


class PlanThemes(NamedTuple):
    """How much of a plan takes up each theme in its own words (via text).

    Attributes
    ----------
    shares
        Characters of the clauses with the theme over characters of all clauses. A clause may have several themes, so
        shares may add up to more than 1.
    counts
        Number of clauses with the theme.
    """

    shares: Mapping[str, float]
    counts: Mapping[str, int]


def code_plans(
    plans: Sequence[Plan], codebook: Codebook, lexicon: Lexicon | None = None, *, headings: bool = False
) -> list[Code]:
    """Return the codes of all clauses of the plans, in the order of the text, then of the codebook.

    Parameters
    ----------
    lexicon
        Substitutions to be undone first.
    headings
        Whether clauses that show no theme have those of the nearest heading above them (via heading).
    """
    return Coder(codebook, lexicon).code(plans, headings=headings)


class Coder:
    """A codebook, ready to code plans.

    Parameters
    ----------
    codebook
    lexicon
        Substitutions to be undone first.
    """

    def __init__(self, codebook: Codebook, lexicon: Lexicon | None = None) -> None:
        self._matcher = Matcher(codebook, lexicon or Lexicon())
        self._rules = Rules(codebook, self._matcher)

    def code(self, plans: Sequence[Plan], *, headings: bool = False) -> list[Code]:
        """Return the codes of all clauses of the plans; see ``code_plans``."""
        codes: list[Code] = []
        n_plans = 0
        with _collector_paused():
            for batch in _cut_batches(plans):
                codes += self._code_batch(batch, n_plans, headings)
                n_plans += len(batch)
        return codes

    def _code_batch(self, plans: Sequence[Plan], n_before: int, headings: bool) -> Iterator[Code]:
        """Yield the codes: via text where a clause shows themes, else via the nearest heading that shows any."""
        clauses = [sorted(plan.clauses, key=attrgetter("start")) for plan in plans]
        outline = _outline(plans, clauses)
        spans: list[list[Span | Clause]] = [
            [plan.title or Span(0, 0), *own] for plan, own in zip(plans, clauses, strict=True)
        ]
        found = self._matcher.find([plan.text for plan in plans], spans)
        shown = self._rules.find_matches(found, outline)
        above = _shown_above(shown, outline) if headings else {}
        region = 0
        for index, own_clauses in enumerate(clauses, n_before):
            for region, clause in enumerate(own_clauses, region + 1):  # noqa: B020
                if region in shown:
                    for match in shown[region]:
                        yield Code(index, clause, match.theme, "text", match.evidence, match.sub_theme)
                elif region in above:
                    for match in above[region]:
                        yield Code(index, clause, match.theme, "heading", match.evidence, match.sub_theme)
            region += 1


def measure_themes(plans: Sequence[Plan], codes: Iterable[Code], codebook: Codebook) -> list[PlanThemes]:
    """Return for each plan the share and the count of every theme of the codebook, via text alone."""
    none = dict.fromkeys(codebook.themes, 0)
    coded = [none.copy() for _ in plans]
    counts = [none.copy() for _ in plans]
    for code in codes:
        if code.via == "text":
            coded[code.plan][code.theme] += code.clause.end - code.clause.start
            counts[code.plan][code.theme] += 1
    sizes = [sum(clause.end - clause.start for clause in plan.clauses) for plan in plans]
    return [
        PlanThemes({theme: n / max(1, size) for theme, n in n_coded.items()}, count)
        for n_coded, count, size in zip(coded, counts, sizes, strict=True)
    ]


def count_terms(plans: Sequence[Plan], codebook: Codebook) -> Counter[Term]:
    """Return in how many clauses of the plans each term of a codebook is."""
    matcher = Matcher(codebook, Lexicon())
    counts = np.zeros(matcher.n_terms, dtype=np.int64)
    for batch in _cut_batches(plans):
        found = matcher.find([plan.text for plan in batch], [plan.clauses for plan in batch])
        n_regions = max(1, found.n_regions)
        pairs = np.unique(found.terms * n_regions + found.regions)
        counts += np.bincount(pairs // n_regions, minlength=matcher.n_terms)
    return Counter({written.term: int(counts[matcher.number([written.term])[0]]) for written in codebook.written})


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Pause the search for circular garbage, which would go through all plans again and again; coding makes none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _cut_batches(plans: Sequence[Plan]) -> Iterator[list[Plan]]:
    """Yield plans in their order, so many at a time that their text is long enough and not too long."""
    batch: list[Plan] = []
    length = 0
    for plan in plans:
        batch.append(plan)
        length += plan.end - plan.start
        if length >= _BATCH:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _outline(plans: Sequence[Plan], all_clauses: Iterable[Sequence[Clause]]) -> Outline:
    """Return how the regions of plans stand to each other: of each plan its title, then its clauses."""
    heads: list[int] = []
    above: list[int] = []
    is_heading: list[bool] = []
    sizes: list[int] = []
    openings: list[tuple[int, int]] = []
    for plan, clauses in zip(plans, all_clauses, strict=True):
        title = len(heads)
        head_of: dict[int, int] = {}
        for region, clause in enumerate(clauses, title + 1):
            if clause.part == "heading":
                head_of.setdefault(clause.node_id, region)
        around: dict[int, int] = {}  # what stands above a node's heading
        inside: dict[int | None, int] = {None: title}  # and above its body
        for node in plan.nodes:  # parents come first
            around[node.node_id] = inside[node.parent_id]
            inside[node.node_id] = head_of.get(node.node_id, inside[node.parent_id])
        heads.append(title)
        above.append(title)
        is_heading.append(True)
        for region, (node_id, part, _, _) in enumerate(clauses, title + 1):
            is_heading.append(part == "heading")
            heads.append(head_of[node_id] if is_heading[-1] else region)
            above.append(around[node_id] if is_heading[-1] else inside[node_id])
        sizes.append(1 + len(clauses))
        if not plan.title:
            openings += ((title, title + i) for i in range(1, 1 + min(_OPENING, len(clauses))))
    return Outline(
        plans=np.repeat(np.arange(len(sizes)), sizes),
        heads=np.array(heads),
        above=np.array(above),
        is_heading=np.array(is_heading, dtype=bool),
        openings=np.array(openings, dtype=np.int64).reshape(-1, 2).T,
    )


def _shown_above(shown: Mapping[int, Sequence[Match]], outline: Outline) -> dict[int, list[Match]]:
    """Return for each region what the nearest heading above it shows that shows something; titles show nothing here."""
    of_heads: dict[int, dict[str, Match]] = {}
    values = np.full(len(outline.heads), -1)
    for region, matches in shown.items():
        head = int(outline.heads[region])
        if outline.is_heading[region] and outline.above[region] != region:
            of_heads.setdefault(head, {}).update((match.theme, match) for match in matches)
            values[region] = head
    nearest = outline.nearest(values)
    matches_of = {head: list(matches.values()) for head, matches in of_heads.items()}
    return {region: matches_of[head] for region, head in enumerate(nearest.tolist()) if head >= 0}
