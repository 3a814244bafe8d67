"""Coding: the themes of a codebook put on clauses, with the characters that show them.

Terms are matched on folded characters, not on tokens: segmenters cut many terms apart (校务/公开). What stands in
book-title marks names a document and is no evidence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from corpus_tools.folding import Folded, fold
from corpus_tools.spans import Span
from corpus_tools.structure.clauses import Clause
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.codebook import Codebook

_BOOK_TITLE = re.compile("《[^《》]{0,60}》")


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
        ``text``: the clause itself shows it.
    evidence
        The spans that show it.
    """

    plan: int
    clause: Clause
    theme: str
    via: Literal["text", "heading"]
    evidence: tuple[Span, ...]


class PlanThemes(NamedTuple):
    """How much of a plan takes up each theme.

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


def code_plans(plans: Sequence[Plan], codebook: Codebook) -> list[Code]:
    """Return the codes of all clauses of the plans, in the order of the text, then of the codebook."""
    patterns = {theme: _pattern(terms) for theme, terms in codebook.terms.items()}
    return [code for index, plan in enumerate(plans) for code in _code_plan(index, plan, patterns)]


def measure_themes(plans: Sequence[Plan], codes: Iterable[Code], codebook: Codebook) -> list[PlanThemes]:
    """Return for each plan the share and the count of every theme of the codebook."""
    coded = [dict.fromkeys(codebook.themes, 0) for _ in plans]
    counts = [dict.fromkeys(codebook.themes, 0) for _ in plans]
    for code in codes:
        coded[code.plan][code.theme] += code.clause.end - code.clause.start
        counts[code.plan][code.theme] += 1
    sizes = [sum(clause.end - clause.start for clause in plan.clauses) for plan in plans]
    return [
        PlanThemes({theme: n / max(1, size) for theme, n in n_coded.items()}, count)
        for n_coded, count, size in zip(coded, counts, sizes, strict=True)
    ]


def _code_plan(index: int, plan: Plan, patterns: Mapping[str, re.Pattern[str]]) -> Iterator[Code]:
    text = plan.text
    for clause in plan.clauses:
        folded = fold(text[clause.start : clause.end])
        searched = _BOOK_TITLE.sub(lambda found: "\0" * len(found.group()), folded.text)
        for theme, pattern in patterns.items():
            evidence = tuple(_evidence(folded, clause.start, found) for found in pattern.finditer(searched))
            if evidence:
                yield Code(index, clause, theme, "text", evidence)


def _pattern(terms: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern for all terms; of terms that begin alike, the longest is found."""
    folded = sorted({fold(term).text for term in terms}, key=lambda term: (-len(term), term))
    return re.compile("|".join(map(re.escape, folded)))


def _evidence(folded: Folded, offset: int, found: re.Match[str]) -> Span:
    start, end = folded.original(*found.span())
    return Span(start + offset, end + offset)
