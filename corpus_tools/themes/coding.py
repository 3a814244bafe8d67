"""Coding: the themes of a codebook put on clauses, with the characters that show them.

Terms are matched on folded characters, not on tokens: segmenters cut many terms apart (校务/公开). What stands in
book-title marks names a document and is no evidence. Substitutions learnt from the corpus can be undone before, in the
plans and in the terms alike, so that a spun copy has the codes of its source.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from typing import Literal, NamedTuple

from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.spans import Span
from corpus_tools.structure.clauses import Clause
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.matching import Match, Matcher
from corpus_tools.themes.terms import Term

Via = Literal["text", "heading"]

_OPENING = 3  # clauses that say what a plan without a title is


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
    matcher = Matcher(codebook, lexicon or Lexicon())
    codes = (code for index, plan in enumerate(plans) for code in _code_plan(index, plan, matcher))
    return [code for code in codes if headings or code.via == "text"]


def measure_themes(plans: Sequence[Plan], codes: Iterable[Code], codebook: Codebook) -> list[PlanThemes]:
    """Return for each plan the share and the count of every theme of the codebook, via text alone."""
    coded = [dict.fromkeys(codebook.themes, 0) for _ in plans]
    counts = [dict.fromkeys(codebook.themes, 0) for _ in plans]
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
    counts: Counter[Term] = Counter()
    for plan in plans:
        for region in matcher.find(plan.text, sorted(Span(clause.start, clause.end) for clause in plan.clauses)):
            counts.update(matcher.terms_of(region))
    return counts


def _code_plan(index: int, plan: Plan, matcher: Matcher) -> Iterator[Code]:
    """Yield the codes of a plan: via text where a clause shows themes, else via the nearest heading that shows any."""
    clauses = sorted(plan.clauses, key=lambda clause: clause.start)
    spans = [Span(clause.start, clause.end) for clause in clauses]
    title_at = bisect_left(spans, plan.title or Span(0, 0))
    regions = matcher.find(plan.text, [*spans[:title_at], plan.title or Span(0, 0), *spans[title_at:]])
    title = regions.pop(title_at)
    parents = {node.node_id: node.parent_id for node in plan.nodes}
    headings: dict[int, list[int]] = {}  # node to the clauses of its heading
    for position, clause in enumerate(clauses):
        if clause.part == "heading":
            headings.setdefault(clause.node_id, []).append(position)
    groups: dict[int | None, str | None] = {None: matcher.group(title)}

    def group_of(node: int | None) -> str | None:
        """Return the group that a node's heading names, or the nearest one above it, or the title."""
        if node not in groups:
            named = [matcher.group(regions[position]) for position in headings.get(node or 0, ())]
            groups[node] = next(filter(None, named), None) or group_of(parents[node or 0])
        return groups[node]

    terms = set().union(title.found, *(region.found for region in regions))
    named_by = [title] if plan.title else regions[:_OPENING]
    unders: dict[int | None, Set[int]] = {None: set().union(*(region.found for region in named_by))}

    def under(node: int | None) -> Set[int]:
        """Return the terms in the title and in the headings of a node and of those above it."""
        if node not in unders:
            own = (regions[position].found for position in headings.get(node or 0, ()))
            unders[node] = set().union(under(parents[node or 0]), *own)
        return unders[node]

    titled = {match.theme for match in matcher.themes(title, lambda: groups[None], (), terms, title.found.keys)}
    shown: dict[int | None, list[Match]] = {None: []}  # by node: what its heading shows
    for clause, region in zip(clauses, regions, strict=True):
        around = parents[clause.node_id] if clause.part == "heading" else clause.node_id
        above = _shown_above(around, shown, parents)
        shown_above = {match.theme for match in above} or titled
        own = list(matcher.themes(region, partial(group_of, around), shown_above, terms, partial(under, around)))
        if clause.part == "heading":
            shown[clause.node_id] = shown.get(clause.node_id, []) + own
        via: Via = "text" if own else "heading"
        for match in {match.theme: match for match in own or above}.values():
            yield Code(index, clause, match.theme, via, match.evidence, match.sub_theme)


def _shown_above(
    node: int | None, shown: Mapping[int | None, list[Match]], parents: Mapping[int, int | None]
) -> list[Match]:
    """Return what the heading of a node shows, or the nearest one above it that shows something."""
    while node is not None and not shown.get(node):
        node = parents[node]
    return shown[node]
