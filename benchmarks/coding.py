"""Rows on coded clauses: how far a second reader agrees with the first, which no codebook can be asked to surpass."""

from collections.abc import Iterator, Sequence

import krippendorff

from benchmarks.documents import ROOT, Documents
from benchmarks.rows import Row
from corpus_tools.corpus.sheets import read_sheet
from corpus_tools.themes.agreement import CodedUnit, measure_agreement, themes_of
from corpus_tools.themes.sheets import match_sheets

_CODED = ROOT / "data" / "coded"


def measure_second_coder(documents: Documents) -> Iterator[Row]:
    """Compare the alpha of the two codings of the same clauses, computed here and by the reference package."""
    second = _CODED / "second.csv"
    if not second.exists():
        return
    matched = match_sheets(read_sheet(_CODED / f"{documents.kind}.csv").clauses, read_sheet(second).clauses)
    if not matched.units:
        return
    themes = themes_of(matched.units)
    found = measure_agreement(matched.units, themes)
    name, of = "themes/second coder", f"of two readers, {found.n_clauses} clauses"
    pooled = [[int(theme in side) for theme in themes for side in sides] for sides in _sides(matched.units)]
    yield Row(
        name, f"alpha {of}, all decisions", "score", found.overall.alpha.value or 0.0, "krippendorff", _alpha(pooled)
    )
    sets = sorted({tuple(sorted(side)) for sides in _sides(matched.units) for side in sides})
    numbers = [[sets.index(tuple(sorted(side))) for side in sides] for sides in _sides(matched.units)]
    yield Row(name, f"alpha {of}, sets of themes", "score", found.alpha_of_sets or 0.0, "krippendorff", _alpha(numbers))


def _sides(units: Sequence[CodedUnit]) -> list[list[frozenset[str]]]:
    return [[unit.first for unit in units], [unit.second for unit in units]]


def _alpha(values: Sequence[Sequence[int]]) -> float:
    return float(krippendorff.alpha(reliability_data=values, level_of_measurement="nominal"))
