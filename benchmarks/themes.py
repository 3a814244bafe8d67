"""Rows on themes: clauses coded by reading beside those of the codebook, of the themes' names, and of clusters."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick
from numpy.typing import NDArray

from benchmarks.documents import ROOT, Documents, Kind
from benchmarks.rivals import CLUSTERINGS, cluster_clauses
from benchmarks.rows import Row
from benchmarks.timing import race
from corpus_tools.folding import fold
from corpus_tools.reading.source import Source
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.spans import Span
from corpus_tools.structure.plans import parse_source
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.coding import Coder, code_plans, measure_themes
from corpus_tools.themes.matching import Matcher
from corpus_tools.themes.strings import Strings

_CODED = ROOT / "data" / "coded"
_NAMED = ("师德", "校务公开", "送温暖")
_SPUN = (("000", 1), ("003", 4))  # a plan of the samples and its spun copy: file name and ordinal
_N_RESAMPLES = 1_000
_UNSEEN = ("fifth", "sixth", "seventh", "eighth")
_APART = ("apart", "blind", "third", "fourth", *_UNSEEN)
# Coded for the weights: they are looked at beside all others, and together with them.
_LEARNT: dict[Kind, tuple[str, ...]] = {
    "made": tuple(f"taught-{n}" for n in (1, *range(3, 11), *range(17, 21))),
    "real": ("dev-real", "taught-2", *(f"taught-{n}" for n in range(11, 17))),
}
_CODED_BYTES = 1_000_000  # fewer plans are coded several times over

Set = tuple[str, Documents]  # the name of coded clauses, and what they are of
Themes = frozenset[str]
Counts = NDArray[np.int64]


class CodedClause(NamedTuple):
    """A clause with the themes that a reader gave it."""

    document: str
    text: str
    true: Themes


def measure_codes(documents: Documents, seed: int) -> Iterator[Row]:
    """Compare codes with those of a reader; bootstrap intervals resample whole documents.

    Of the sets apart those from the fifth on are unknown to the codebook and its weights (docs/codebook.md): a row for
    them together.
    """
    coded, learnt = _find_sets(documents)
    for name, _ in coded:
        yield from _measure_set(name, documents, seed)
    yield from _measure_together(f"themes/all but learnt {documents.kind}", coded, seed)
    yield from _measure_together(f"themes/all {documents.kind}", coded + learnt, seed)
    if documents.kind == "real":
        everything = [*coded, *learnt, *chain(*_find_sets(Documents("made")))]
        unseen = [one for one in everything if one[0].startswith(_UNSEEN)]
        yield from _measure_together("themes/unseen", unseen, seed)
        yield from _measure_together("themes/all", everything, seed)
        yield _measure_spun(documents)


def _find_sets(documents: Documents) -> tuple[list[Set], list[Set]]:
    """Return the sets of clauses coded as a truth, and those coded for the weights."""
    names = (documents.kind, *(f"{apart}-{documents.kind}" for apart in _APART))
    coded = [(name, documents) for name in names if (_CODED / f"{name}.csv").exists()]
    return coded, [(name, documents) for name in _LEARNT[documents.kind]]


def _measure_set(name: str, documents: Documents, seed: int) -> Iterator[Row]:
    book = Codebook.bundled()
    truth = _read_truth(name)
    clauses, by_text, by_both = _code(documents.coded_sources(truth), truth, book)
    ours, with_headings = (_count(clauses, found, book.themes) for found in (by_text, by_both))
    _, by_rules, _ = _code(documents.coded_sources(truth), truth, replace(book, weights=None))
    rivals = {
        "theme names as keywords": [frozenset(t for t in book.themes if t in c.text) for c in clauses],
        "its rules without weights": by_rules,
    }
    for method in CLUSTERINGS:
        labels = cluster_clauses([clause.text for clause in clauses], len(book.themes), method, seed)
        rivals[f"{method}, best 1:1"] = _match(clauses, labels, book.themes)
    row = f"themes/{name}"
    for rival, found in rivals.items():
        yield from _scores(row, ours, rival, _count(clauses, found, book.themes), len(clauses), seed)
    rival, found = next(iter(rivals.items()))
    yield from _theme_scores(row, ours, rival, _count(clauses, found, book.themes), book.themes, seed)
    text = "micro F1 with the heading as a fallback"
    yield Row(row, text, "score", _micro(with_headings.sum(0)), "text alone", _micro(ours.sum(0)))


def _measure_together(row: str, sets: Sequence[Set], seed: int) -> Iterator[Row]:
    """Compare the codes of all clauses of some sets with theme names as keywords."""
    book, rival, n_clauses = Codebook.bundled(), "theme names as keywords", 0
    ours, theirs = [], []
    for name, documents in sets:
        truth = _read_truth(name)
        clauses, found, _ = _code(documents.coded_sources(truth), truth, book)
        named = [frozenset(theme for theme in book.themes if theme in clause.text) for clause in clauses]
        ours.append(_count(clauses, found, book.themes))
        theirs.append(_count(clauses, named, book.themes))
        n_clauses += len(clauses)
    own, other = np.concatenate(ours), np.concatenate(theirs)
    yield from _scores(row, own, rival, other, n_clauses, seed)
    yield from _theme_scores(row, own, rival, other, book.themes, seed)


def _scores(row: str, ours: Counts, rival: str, theirs: Counts, n_clauses: int, seed: int) -> Iterator[Row]:
    for measured, score in (("micro F1", _micro), ("macro F1", _macro), ("precision", _precision)):
        text = f"{measured} ({_interval(ours, score, seed)}), {n_clauses} clauses of {len(ours)} documents"
        yield Row(row, text, "score", score(ours.sum(0)), rival, score(theirs.sum(0)))


def _theme_scores(
    row: str, ours: Counts, rival: str, theirs: Counts, themes: Sequence[str], seed: int
) -> Iterator[Row]:
    for i, theme in enumerate(themes):
        one, other = ours[:, i : i + 1], theirs[:, i : i + 1]
        text = f"F1 of {theme} ({_interval(one, _micro, seed)}), {one[..., 2].sum()} clauses"
        yield Row(row, text, "score", _micro(one.sum(0)), rival, _micro(other.sum(0)))


def _measure_spun(documents: Documents) -> Row:
    """Compare the theme shares of a plan of the samples with those of its spun copy."""
    book = Codebook.bundled()
    plans = [plan for source in documents.plan_files for plan in parse_source(source).plans]
    pair = [plan for plan in plans if (plan.source.path[:3], plan.ordinal) in _SPUN]
    shares = [measure.shares for measure in measure_themes(pair, code_plans(pair, book), book)]
    names = [
        {
            t: sum(t in pair[i].text[c.start : c.end] for c in pair[i].clauses) / len(pair[i].clauses)
            for t in book.themes
        }
        for i in range(2)
    ]
    ours, theirs = (max(float(abs(a[theme] - b[theme])) for theme in book.themes) for a, b in (shares, names))
    text = "largest difference of a theme's share in a plan and its spun copy (fewer is better)"
    return Row("themes/spun", text, "share", ours, "theme names as keywords", theirs)


def measure_coding(documents: Documents) -> Iterator[Row]:
    """Compare the search for all strings of the codebook, and coding as a whole, with others that find its strings.

    Coding is timed from parsed plans to codes, the codebook compiled before: clauses are cut, folded and searched, and
    the rules are put to them. What stands beside it is given the folded plans and finds the strings alone.
    """
    strings = Matcher(Codebook.bundled(), Lexicon()).strings
    automaton = AhoCorasick(strings, store_patterns=False)

    def find(text: str) -> object:
        return automaton.find_matches_as_indexes(text, overlapping=True)

    text = "\n".join(fold(source.text).text for source in documents.plan_files)
    speeds = race(Strings(strings).find, find, [text])
    yield Row("themes/speed", f"{len(strings)} strings found in plans", "MB/s", speeds[0], "ahocorasick_rs", speeds[1])
    plans = [plan for source in (*documents.plan_files, *documents.page_sources) for plan in parse_source(source).plans]
    clauses = "".join(plan.text[clause.start : clause.end] for plan in plans for clause in plan.clauses)
    n_times = 1 + _CODED_BYTES // len(clauses.encode())
    folded = [fold(plan.text).text for plan in plans]
    coder = Coder(Codebook.bundled())
    speeds = race(
        lambda _: coder.code(plans * n_times), lambda _: [find(plan) for plan in folded * n_times], [clauses * n_times]
    )
    what = f"{len(plans)} plans coded, bytes of their clauses"
    yield Row("themes/speed", what, "MB/s", speeds[0], "ahocorasick_rs, the strings alone", speeds[1])


def _read_truth(name: str) -> dict[str, dict[Span, Themes]]:
    """Return the themes of each clause by its document and span."""
    truth: defaultdict[str, dict[Span, Themes]] = defaultdict(dict)
    with (_CODED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            truth[row["source"]][Span(int(row["start"]), int(row["end"]))] = frozenset(row["themes"].split())
    return dict(truth)


def _code(
    sources: Mapping[str, Source], truth: Mapping[str, Mapping[Span, Themes]], book: Codebook
) -> tuple[list[CodedClause], list[Themes], list[Themes]]:
    """Return the coded clauses with the codebook's themes: of their own text, and with headings as a fallback."""
    named = [(name, plan) for name, source in sources.items() for plan in parse_source(source).plans]
    plans = [plan for _, plan in named]
    found: dict[tuple[int, Span], dict[str, str]] = defaultdict(dict)
    for code in code_plans(plans, book, find_reuse(plans).undoing, headings=True):
        found[code.plan, Span(code.clause.start, code.clause.end)][code.theme] = code.via
    clauses: list[CodedClause] = []
    by_text: list[Themes] = []
    by_both: list[Themes] = []
    for i, (name, plan) in enumerate(named):
        for clause in plan.clauses:
            span = Span(plan.start + clause.start, plan.start + clause.end)
            true = _themes_at(truth[name], span)
            if true is not None:
                vias = found[i, Span(clause.start, clause.end)]
                text = fold(plan.text[clause.start : clause.end]).text
                clauses.append(CodedClause(name, text, true))
                by_text.append(frozenset(theme for theme, via in vias.items() if via == "text"))
                by_both.append(frozenset(vias))
    return clauses, by_text, by_both


def _themes_at(coded: Mapping[Span, Themes], span: Span) -> Themes | None:
    """Return the themes of the coded clause that holds most of a clause, however clauses are cut by now."""
    shared = {other: min(other.end, span.end) - max(other.start, span.start) for other in coded}
    most = max(shared, key=shared.__getitem__)
    return coded[most] if 2 * shared[most] > span.end - span.start else None


def _match(clauses: Sequence[CodedClause], labels: Sequence[int], themes: Sequence[str]) -> list[Themes]:
    """Name each cluster by one theme, each theme once, so that most clauses are right."""
    from scipy.optimize import linear_sum_assignment

    right = np.zeros((max(labels) + 1, len(themes)))
    for clause, label in zip(clauses, labels, strict=True):
        right[label] += [theme in clause.true for theme in themes]
    rows, columns = linear_sum_assignment(-right)
    named = dict(zip(rows.tolist(), columns.tolist(), strict=True))
    return [frozenset([themes[named[label]]]) if label in named else frozenset() for label in labels]


def _count(clauses: Sequence[CodedClause], found: Sequence[Themes], themes: Sequence[str]) -> Counts:
    """Return for each document and theme how many codes are right, found and true."""
    documents = {document: i for i, document in enumerate(dict.fromkeys(clause.document for clause in clauses))}
    counts = np.zeros((len(documents), len(themes), 3), dtype=np.int64)
    for clause, own in zip(clauses, found, strict=True):
        for i, theme in enumerate(themes):
            is_found, is_true = theme in own, theme in clause.true
            counts[documents[clause.document], i] += (is_found and is_true, is_found, is_true)
    return counts


def _micro(totals: Counts) -> float:
    right, found, true = totals.sum(0)
    return float(2 * right / max(1, found + true))


def _macro(totals: Counts) -> float:
    """Return the mean F1 of the themes that the reader gave."""
    given = totals[totals[:, 2] > 0]
    return float((2 * given[:, 0] / (given[:, 1] + given[:, 2])).mean()) if len(given) else 0.0


def _precision(totals: Counts) -> float:
    right, found, _ = totals.sum(0)
    return float(right / max(1, found))


def _interval(counts: Counts, score: Callable[[Counts], float], seed: int) -> str:
    """Return the 2.5 and 97.5 percentiles of a score over resamples of the documents."""
    chosen = np.random.default_rng(seed).integers(len(counts), size=(_N_RESAMPLES, len(counts)))
    low, high = np.percentile([score(counts[documents].sum(0)) for documents in chosen], [2.5, 97.5])
    return f"{low:.3f} to {high:.3f}"
