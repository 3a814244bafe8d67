"""Coding: the themes of a codebook put on clauses, with the characters that show them.

Terms are matched on folded characters, not on tokens: segmenters cut many terms apart (校务/公开). What stands in
book-title marks names a document and is no evidence. Substitutions learnt from the corpus can be undone before, in the
plans and in the terms alike, so that a spun copy has the codes of its source.
"""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.spans import Span
from corpus_tools.structure.clauses import Clause, cut_clauses
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.matching import Matcher, Regions, Searched
from corpus_tools.themes.outlines import Outline, draw_outline
from corpus_tools.themes.rules import Basis, Match, Rules
from corpus_tools.themes.terms import Term
from corpus_tools.themes.weights import DROPPED, GIVEN, Weights

Via = Literal["text", "heading"]
_BATCH = 100_000  # code points: larger batches take more memory, and longer


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
    basis
        ``rules``: a rule shows the theme; ``weights``: none does, all characters together do, the evidence most.
    """

    plan: int
    clause: Clause
    theme: str
    via: Via
    evidence: tuple[Span, ...]
    sub_theme: str | None = None
    basis: Basis = "rules"


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
        self._themes = codebook.themes
        self._weights = codebook.weights.only(codebook.themes) if codebook.weights else None
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
        texts = [plan.text for plan in plans]
        outline = draw_outline(plans, texts)
        found = self._matcher.find(texts, outline.regions)
        shown = self._rules.find_matches(found, outline)
        if self._weights:
            shown = self._overrule(self._weights, shown, found.searched)
        above = _shown_above(shown, outline) if headings else {}
        regions = sorted(region for region in shown.keys() | above.keys() if region >= len(plans))
        rows = np.array(regions, dtype=np.int64) - len(plans)
        nodes = [node for plan in plans for node in plan.nodes]
        indexes = (n_before + outline.clauses.texts[rows]).tolist()
        for region, index, clause in zip(regions, indexes, outline.clauses.pick(rows, nodes), strict=True):
            via: Via = "text" if region in shown else "heading"
            for match in shown.get(region) or above[region]:
                yield Code(index, clause, match.theme, via, match.evidence, match.sub_theme, match.basis)

    def _overrule(
        self, weights: Weights, shown: Mapping[int, Sequence[Match]], searched: Searched
    ) -> dict[int, list[Match]]:
        """Return what rules show, without what the weights speak strongly against, and with what they speak for."""
        strings = weights.find_strings(searched.text, searched.own_regions)
        log_odds = weights.weigh(strings, searched.borders)
        # Nothing is dropped beside a book title: what that says they do not see.
        dropped = log_odds < DROPPED
        dropped[searched.regions[searched.titled & (searched.regions >= 0)]] = False
        columns = {theme: column for column, theme in enumerate(weights.themes)}
        kept = {
            region: {
                match.theme: match
                for match in matches
                if match.theme not in columns or not dropped[region, columns[match.theme]]
            }
            for region, matches in shown.items()
        }
        is_given = (log_odds > GIVEN) & (searched.borders[0] < searched.borders[1])[:, np.newaxis]
        likely = ((region, weights.themes[column]) for region, column in np.argwhere(is_given).tolist())
        given = [(region, theme) for region, theme in likely if theme not in kept.get(region, ())]
        for (region, theme), span in zip(given, _find_stretches(given, weights, strings, searched), strict=True):
            kept.setdefault(region, {})[theme] = Match(theme, None, (span,), "weights")
        order = self._themes.index
        return {region: [of[theme] for theme in sorted(of, key=order)] for region, of in kept.items() if of}


def _find_stretches(
    wanted: Sequence[tuple[int, str]], weights: Weights, strings: NDArray[np.integer], searched: Searched
) -> list[Span]:
    """Return the span of each region that speaks most for a theme."""
    places = []
    for region, theme in wanted:
        first, last = searched.borders[:, region].tolist()
        start, end = weights.find_stretch(strings[first:last], theme)
        places.append((region, first + start, first + end))
    return searched.original(*np.array(places, dtype=np.int64).reshape(-1, 3).T)


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
        texts = [plan.text for plan in batch]
        clauses = cut_clauses(texts, [plan.nodes for plan in batch])
        found = matcher.find(texts, Regions(clauses.texts, clauses.starts, clauses.ends))
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


def _shown_above(shown: Mapping[int, Sequence[Match]], outline: Outline) -> dict[int, list[Match]]:
    """Return for each region what the nearest heading above it shows that shows something; titles show nothing here."""
    of_heads: dict[int, dict[str, Match]] = {}
    values = np.full(len(outline.heads), -1)
    for region, matches in shown.items():
        head = int(outline.heads[region])
        if outline.is_heading[region] and outline.above[region] != region:
            of_heads.setdefault(head, {}).update((match.theme, match) for match in matches)
            values[region] = head
    matches_of = {head: list(matches.values()) for head, matches in of_heads.items()}
    return {region: matches_of[head] for region, head in enumerate(outline.nearest(values).tolist()) if head >= 0}
