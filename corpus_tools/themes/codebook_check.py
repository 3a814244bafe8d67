"""Checks of a codebook: terms that say nothing or say it twice, themes that are one, and whether it fits a corpus."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

from corpus_tools.structure.clauses import count_characters
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.codebook import Codebook, Written, bundled_names
from corpus_tools.themes.coding import Code, code_plans, count_terms, find_masked
from corpus_tools.themes.lines import KeyPath
from corpus_tools.themes.terms import Term

FITS = 0.35  # a codebook that codes less of a corpus does not fit it
_ONE_THEME = 0.5  # Jaccard of the clauses of two themes

FindingKind = Literal[
    "repeated", "covered", "barred", "shared", "idle", "unweighed", "strange", "dead", "masked", "overlap"
]


class CodebookFinding(NamedTuple):
    """Something in a codebook that its author should look at.

    Attributes
    ----------
    code
        ``repeated``: the term stands twice in one list; ``covered``: a shorter term of the list finds all that it
        finds; ``barred``: the rule's own ``not`` finds all that it finds; ``shared``: two themes have it; ``idle``:
        all rules of the theme count only below a heading that shows it, so none does; ``unweighed``: the weights have
        no column for the theme; ``strange``: a column of the weights is no theme; ``dead``: the term is nowhere in
        the corpus; ``masked``: it is, but a mask of its theme hides it everywhere; ``overlap``: two themes are mostly
        on the same clauses.
    line
        Of the term or theme; 0 for an overlap and a column.
    section, term
        Where it stands and how it is written; the theme; the column; the two themes of an overlap.
    other
        The term that covers it, the section that has it too, the share of clauses in common.
    """

    code: FindingKind
    line: int
    section: str
    term: str
    other: str


class Misfit(NamedTuple):
    """A codebook that codes little of some plans, and the bundled one that codes most of them, each with its fit."""

    name: str
    fit: float
    best: str
    best_fit: float

    @property
    def is_another_better(self) -> bool:
        """Whether another bundled codebook fits."""
        return self.best != self.name and self.best_fit >= FITS


def check_codebook(codebook: Codebook) -> list[CodebookFinding]:
    """Return what can be said of a codebook by itself, in the order of its lines."""
    checks = (_check_lists, _check_bars, _check_themes)
    of_terms = (found for check in checks for found in check(codebook.written))
    return sorted([*of_terms, *_check_rules(codebook), *_check_weights(codebook)], key=lambda found: found.line)


def check_against(codebook: Codebook, plans: Sequence[Plan], codes: Sequence[Code]) -> list[CodebookFinding]:
    """Return the terms that no clause of the plans has or shows, and the themes that are mostly on the same clauses."""
    counts = count_terms(plans, codebook)
    dead = [
        CodebookFinding("dead", w.line, w.section, w.text, "")
        for w in codebook.written
        if not counts[w.term] and w.place[0] != "targets"
    ]
    masked = [CodebookFinding("masked", w.line, w.section, w.text, "") for w in find_masked(plans, codebook)]
    return [*sorted(dead + masked, key=lambda found: found.line), *_check_overlaps(codebook, codes)]


def drop_bundled(codebook: Codebook, findings: Sequence[CodebookFinding]) -> list[CodebookFinding]:
    """Return findings without dead terms that the bundled codebook of the same name has, too.

    Of its thousands of terms few plans have most; what the author of a copy has changed would be lost among them.
    """
    if codebook.name not in bundled_names():
        return list(findings)
    known = {written.text for written in Codebook.bundled(codebook.name).written}
    return [found for found in findings if found.code != "dead" or found.term not in known]


def measure_fit(plans: Sequence[Plan], codes: Sequence[Code]) -> float:
    """Return the share of the characters of all clauses that stand in a clause with a theme (via text)."""
    coded = {(code.plan, code.clause) for code in codes if code.via == "text"}
    n_all = sum(count_characters(plan.clauses) for plan in plans)
    return count_characters(clause for _, clause in coded) / max(1, n_all)


def find_misfit(codebook: Codebook, plans: Sequence[Plan], codes: Sequence[Code] | None = None) -> Misfit | None:
    """Return how little a codebook fits some plans and which other one might; None where it fits.

    Parameters
    ----------
    codes
        Of the plans with the codebook, where they are known.
    """
    fit = measure_fit(plans, code_plans(plans, codebook) if codes is None else codes)
    if fit >= FITS:
        return None
    (best, best_fit), *_others = rank_bundled(plans)
    return Misfit(codebook.name, fit, best, best_fit)


def rank_bundled(plans: Sequence[Plan]) -> list[tuple[str, float]]:
    """Return the codebooks of the package with their fit, the best first."""
    fits = [(name, measure_fit(plans, code_plans(plans, Codebook.bundled(name)))) for name in bundled_names()]
    return sorted(fits, key=lambda fit: (-fit[1], fit[0]))


def _check_lists(written: Sequence[Written]) -> Iterator[CodebookFinding]:
    lists: defaultdict[KeyPath, list[Written]] = defaultdict(list)
    for one in written:
        lists[one.place].append(one)
    for terms in lists.values():
        seen: dict[Term | str, Written] = {}
        for one in terms:
            if one.term in seen:
                yield CodebookFinding("repeated", one.line, one.section, one.text, seen[one.term].text)
            elif one.key == "any":
                cover = next((other for other in terms if other.term != one.term and _covers(other, one)), None)
                if cover:
                    yield CodebookFinding("covered", one.line, one.section, one.text, cover.text)
            seen.setdefault(one.term, one)


def _check_bars(written: Sequence[Written]) -> Iterator[CodebookFinding]:
    bars: defaultdict[KeyPath, list[Written]] = defaultdict(list)
    for one in written:
        if one.key == "not":
            bars[one.place[:-1]].append(one)
    for one in written:
        if one.key in ("any", "all"):
            bar = next((bar for bar in bars[one.place[:-1]] if bar.term == one.term or _covers(bar, one)), None)
            if bar:
                yield CodebookFinding("barred", one.line, one.section, one.text, bar.text)


def _covers(a: Written, b: Written) -> bool:
    """Tell whether each string of the one-piece term ``b`` holds a string of the one-piece term ``a``."""
    if isinstance(a.term, str) or isinstance(b.term, str) or len(a.term) > 1 or len(b.term) > 1:
        return False
    return all(any(short in string for short in a.term[0]) for string in b.term[0])


def _check_themes(written: Sequence[Written]) -> Iterator[CodebookFinding]:
    first: dict[Term | str, Written] = {}
    for one in written:
        if one.key not in ("any", "regex") or one.theme is None:
            continue
        other = first.setdefault(one.term, one)
        if other.theme != one.theme:
            yield CodebookFinding("shared", one.line, one.section, one.text, other.section)


def _check_rules(codebook: Codebook) -> Iterator[CodebookFinding]:
    for theme in codebook.all_themes:
        if all(rule.below for rule in theme.rules):
            yield CodebookFinding("idle", theme.line, "themes", theme.name, "")


def _check_weights(codebook: Codebook) -> Iterator[CodebookFinding]:
    if codebook.weights:
        columns = codebook.weights.themes
        for theme in codebook.all_themes:
            if theme.name not in columns:
                yield CodebookFinding("unweighed", theme.line, "themes", theme.name, "")
        yield from (CodebookFinding("strange", 0, "weights", one, "") for one in columns if one not in codebook.themes)


def _check_overlaps(codebook: Codebook, codes: Sequence[Code]) -> Iterator[CodebookFinding]:
    clauses: defaultdict[str, set[object]] = defaultdict(set)
    for code in codes:
        if code.via == "text":
            clauses[code.theme].add((code.plan, code.clause))
    for a, b in combinations(codebook.themes, 2):
        union = clauses[a] | clauses[b]
        share = len(clauses[a] & clauses[b]) / max(1, len(union))
        if share >= _ONE_THEME:
            yield CodebookFinding("overlap", 0, "themes", f"{a} {b}", f"{share:.2f}")
