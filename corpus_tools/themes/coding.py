"""Coding: the themes of a codebook put on clauses, with the characters that show them.

Terms are matched on folded characters, not on tokens: segmenters cut many terms apart (校务/公开). What stands in
book-title marks names a document and is no evidence. Substitutions learnt from the corpus can be undone before, in the
plans and in the terms alike, so that a spun copy has the codes of its source.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, get_args

import numpy as np

from corpus_tools.arrays import Flags
from corpus_tools.collector import collector_paused
from corpus_tools.reuse.lexicon import Lexicon, Undoing
from corpus_tools.spans import Span
from corpus_tools.structure.clauses import Clause, count_characters, cut_clauses
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.codebook import Codebook, Written
from corpus_tools.themes.decision import decide
from corpus_tools.themes.index import Index
from corpus_tools.themes.matches import Matches
from corpus_tools.themes.matching import Matcher, Occurrences, Regions, Searched
from corpus_tools.themes.outlines import Outline, draw_outline
from corpus_tools.themes.rules import Rules, Unmasked
from corpus_tools.themes.terms import Term
from corpus_tools.themes.weights import HUNDREDTHS, Weights

Via = Literal["text", "heading"]
Basis = Literal["rules", "weights"]
_VIAS: tuple[Via, ...] = get_args(Via)
_BASES: tuple[Basis, ...] = get_args(Basis)
_MASKED_KEYS = ("any", "all", "near", "regex")  # the lists of a rule whose terms masks hide
_BATCH = 250_000  # code points: larger batches take more memory, and longer


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
    plans: Sequence[Plan], codebook: Codebook, undoing: Undoing | None = None, *, headings: bool = False
) -> list[Code]:
    """Return the codes of all clauses of the plans, in the order of the text, then of the codebook.

    Parameters
    ----------
    undoing
        What spun copies have swapped; it is undone in them first.
    headings
        Whether clauses that show no theme have those of the nearest heading above them (via heading).
    """
    if not undoing or not undoing.substitutions or not undoing.plans:
        return Coder(codebook).code(plans, headings=headings)
    codes = []
    for spun, lexicon in ((False, None), (True, Lexicon(undoing.substitutions))):
        numbers = [number for number in range(len(plans)) if (number in undoing.plans) == spun]
        found = Coder(codebook, lexicon).code([plans[number] for number in numbers], headings=headings)
        codes += [code._replace(plan=numbers[code.plan]) for code in found]
    return sorted(codes, key=lambda code: code.plan)


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
        self._weights = codebook.weights.of_themes(codebook.themes) if codebook.weights else None
        self._matcher = Matcher(codebook, lexicon or Lexicon())
        self._rules = Rules(codebook, self._matcher)

    def code(self, plans: Sequence[Plan], *, headings: bool = False) -> list[Code]:
        """Return the codes of all clauses of the plans; see ``code_plans``."""
        codes: list[Code] = []
        n_plans = 0
        with collector_paused():
            for batch in _cut_batches(plans):
                codes += self._code_batch(batch, n_plans, headings)
                n_plans += len(batch)
        return codes

    def _code_batch(self, plans: Sequence[Plan], n_before: int, headings: bool) -> Iterator[Code]:
        """Return the codes: via text where a clause shows themes, else via the nearest heading that shows any."""
        texts = [plan.text for plan in plans]
        outline = draw_outline(plans, texts)
        found = self._matcher.find(texts, outline.regions)
        shown = self._rules.find_matches(found, outline)
        if self._weights:
            shown = _overrule(shown, self._weights, found.searched, outline)
        shown = shown.only(shown.regions >= len(plans))  # titles are no clauses
        shows = np.zeros(len(outline.heads), dtype=bool)
        shows[shown.regions] = True
        if headings:
            shown = shown.join(_show_above(shown, shows, outline))
        regions, themes, parts, _, _, bases = shown.only(shown.first)
        spans = found.searched.original(shown.regions, shown.starts, shown.ends)
        rows, which = np.unique(regions - len(plans), return_inverse=True)
        clauses = list(outline.clauses.pick(rows))
        return map(
            Code,
            (n_before + outline.regions.texts[regions]).tolist(),
            [clauses[i] for i in which.tolist()],
            [self._themes[i] for i in themes.tolist()],
            [_VIAS[i] for i in (~shows[regions]).tolist()],
            [tuple(spans[start:end]) for start, end in pairwise([*shown.first.tolist(), len(spans)])],
            [self._rules.parts[i] for i in parts.tolist()],
            [_BASES[i] for i in bases.tolist()],
        )


def _overrule(shown: Matches, weights: Weights, searched: Searched, outline: Outline) -> Matches:
    """Return what rules show and the weights do not speak against, and what the weights alone speak for."""
    strings = weights.find_strings(searched.text, searched.own_regions)
    own = np.where(weights.is_weighed, weights.weigh(strings, searched.borders) / HUNDREDTHS, -np.inf)
    is_shown = np.zeros(own.shape, dtype=bool)
    is_shown[shown.regions, shown.themes] = True
    lengths = searched.borders[1] - searched.borders[0]
    is_given = decide(own, is_shown, outline.plans, lengths) & (lengths > 0)[:, np.newaxis]
    shown = shown.only((is_given | ~weights.is_weighed)[shown.regions, shown.themes])
    regions, themes = (is_given & ~is_shown).nonzero()
    starts, ends = weights.find_stretches(strings, searched.borders[:, regions], themes)
    whole, weights_ = np.full_like(regions, -1), np.ones_like(regions)
    return shown.join(Matches(regions, themes, whole, starts, ends, weights_))


def _show_above(shown: Matches, shows: Flags, outline: Outline) -> Matches:
    """Return for each region that shows nothing what the nearest heading above it shows that shows something."""
    above = shown.only(outline.is_heading[shown.regions])
    heads = np.full(len(shows), -1)
    heads[above.regions] = outline.heads[above.regions]
    nearest = outline.nearest(heads)
    (regions,) = (~shows & (nearest >= 0)).nonzero()
    nth, rows = Index.under(outline.heads[above.regions], len(shows)).join(nearest[regions])
    return above.only(rows)._replace(regions=regions[nth])


def measure_themes(plans: Sequence[Plan], codes: Iterable[Code], codebook: Codebook) -> list[PlanThemes]:
    """Return for each plan the share and the count of every theme of the codebook, via text alone."""
    none = dict.fromkeys(codebook.themes, 0)
    coded = [none.copy() for _ in plans]
    counts = [none.copy() for _ in plans]
    for code in codes:
        if code.via == "text":
            coded[code.plan][code.theme] += code.clause.end - code.clause.start
            counts[code.plan][code.theme] += 1
    sizes = [count_characters(plan.clauses) for plan in plans]
    return [
        PlanThemes({theme: n / max(1, size) for theme, n in n_coded.items()}, count)
        for n_coded, count, size in zip(coded, counts, sizes, strict=True)
    ]


class SubThemeShare(NamedTuple):
    """How much of a plan takes up a part of a theme: its clauses, and their share as in ``PlanThemes``."""

    plan: int
    theme: str
    sub_theme: str
    n_clauses: int
    share: float


def measure_sub_themes(plans: Sequence[Plan], codes: Iterable[Code], codebook: Codebook) -> list[SubThemeShare]:
    """Return the parts of themes that each plan takes up, via text alone, in the order of plans and of the codebook."""
    sizes: Counter[tuple[int, str, str]] = Counter()
    counts: Counter[tuple[int, str, str]] = Counter()
    for code in codes:
        if code.via == "text" and code.sub_theme is not None:
            place = (code.plan, code.theme, code.sub_theme)
            sizes[place] += code.clause.end - code.clause.start
            counts[place] += 1
    named = ((theme.name, rule.sub_theme) for theme in codebook.all_themes for rule in theme.rules)
    order = {name: number for number, name in enumerate(dict.fromkeys(named))}
    whole = {plan: count_characters(plans[plan].clauses) for plan, _, _ in sizes}
    places = sorted(sizes, key=lambda place: (place[0], order[place[1:]]))
    return [SubThemeShare(*place, counts[place], sizes[place] / whole[place[0]]) for place in places]


def count_terms(plans: Sequence[Plan], codebook: Codebook) -> Counter[Term | str]:
    """Return in how many clauses of the plans each term or pattern of a codebook is."""
    matcher = Matcher(codebook, Lexicon())
    counts = np.zeros(matcher.n_terms, dtype=np.int64)
    for found in _find_in_clauses(plans, matcher):
        n_regions = max(1, found.n_regions)
        pairs = np.unique(found.terms * n_regions + found.regions)
        counts += np.bincount(pairs // n_regions, minlength=matcher.n_terms)
    return Counter({written.term: int(counts[matcher.number([written.term])[0]]) for written in codebook.written})


def find_masked(plans: Sequence[Plan], codebook: Codebook) -> list[Written]:
    """Return the terms of rules that the plans have, but nowhere outside of a mask of their theme."""
    matcher = Matcher(codebook, Lexicon())
    rules = Rules(codebook, matcher)
    written = [one for one in codebook.written if one.theme is not None and one.key in _MASKED_KEYS]
    numbers = np.concatenate([np.empty(0, dtype=np.int64), *(matcher.number([one.term]) for one in written)])
    terms = Index.under(numbers, matcher.n_terms)
    themes = np.array([codebook.themes.index(one.theme) for one in written if one.theme is not None], dtype=np.int64)
    is_there, is_seen = np.zeros((2, len(written)), dtype=bool)
    for found in _find_in_clauses(plans, matcher):
        is_there[terms.join(found.terms)[1]] = True
        is_seen[Unmasked(rules, found).find(terms, themes)[1]] = True
    return [written[i] for i in np.flatnonzero(is_there & ~is_seen).tolist()]


def _find_in_clauses(plans: Sequence[Plan], matcher: Matcher) -> Iterator[Occurrences]:
    for batch in _cut_batches(plans):
        texts = [plan.text for plan in batch]
        clauses = cut_clauses(texts, [plan.nodes for plan in batch], [len(plan.site_lines) for plan in batch])
        yield matcher.find(texts, Regions(clauses.texts, clauses.starts, clauses.ends))


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
