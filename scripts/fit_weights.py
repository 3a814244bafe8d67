"""Fit the weights of a codebook, and what they are worth beside its rules (``themes/decision.py``).

Run: PYTHONPATH=. python scripts/fit_weights.py SHEET... -- SHEET... -- FOLDER_OR_ARCHIVE... > WEIGHTS.csv

The sheets hold coded clauses (docs/coding.md): first those that the rules of the codebook were written with, then those
that they were not; the folders and archives the documents that they are of, by file name or SHA-256.

Weights: logistic regression for each theme on which strings of one or two characters a clause has, as
``themes/weights.py`` finds them, in all sheets; strings that too few clauses have are left out. Each string is scaled
by its inverse document frequency (Sparck Jones 1972), so that the penalty weighs less on rare ones. Decision: logistic
regression on its measures, of the second sheets alone, each with weights that were learnt from all other sheets; what
is printed on standard error goes there.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import diags_array
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from corpus_tools.corpus.sheets import read_sheet
from corpus_tools.corpus.stages import read_plans
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.decision import Measures, measure
from corpus_tools.themes.matching import Matcher, Searched
from corpus_tools.themes.outlines import draw_outline
from corpus_tools.themes.rules import Rules
from corpus_tools.themes.sheets import find_row
from corpus_tools.themes.weights import HUNDREDTHS, Weights, format_weights

_FEWEST = 5  # clauses that have a string
_STRENGTH = 0.05  # inverse of the penalty on squares
_Flags = NDArray[np.bool_]


class Coded(NamedTuple):
    """The regions of the plans of one sheet.

    Attributes
    ----------
    strings
        Those that each region has.
    is_coded
        Which regions the sheet codes.
    is_true, is_shown : shape (regions, themes)
        Whether the sheet gives the theme, and whether a rule shows it.
    plans, lengths
        As ``decide`` takes them.
    """

    strings: list[set[str]]
    is_coded: _Flags
    is_true: _Flags
    is_shown: _Flags
    plans: NDArray[np.integer]
    lengths: NDArray[np.integer]


def main(known: Sequence[str], unknown: Sequence[str], folders: Sequence[str]) -> None:
    """Print the file of the weights, and on standard error the weights of the measures."""
    plans: dict[str, list[Plan]] = {}
    for plan in read_plans(folders):
        for name in (_file_name(plan.source.path), plan.source.sha256):
            plans.setdefault(name, []).append(plan)
    codebook = Codebook.bundled()
    coded = {sheet: _read(sheet, plans, codebook) for sheet in (*known, *unknown)}
    weights = _fit(list(coded.values()), codebook.themes)
    sys.stdout.write(format_weights(weights))
    measured = []
    for sheet in unknown:
        others = _fit([one for other, one in coded.items() if other != sheet], codebook.themes)
        measured.append(_measure(coded[sheet], others))
    is_shown, is_true, *columns = (np.concatenate(column) for column in zip(*measured, strict=True))
    sys.stderr.write(f"{len(weights.strings)} strings, {sum(one.is_coded.sum() for one in coded.values())} clauses\n")
    for shown in (True, False):
        values = np.stack(columns, axis=1)[is_shown == shown]
        model = LogisticRegression(C=10.0, fit_intercept=False, max_iter=1000).fit(values, is_true[is_shown == shown])
        named = Measures(*model.coef_[0].round(2).tolist())
        sys.stderr.write(f"{'shown' if shown else 'not shown'}: {named}\n")


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]


def _read(path: str, plans_of: Mapping[str, Sequence[Plan]], codebook: Codebook) -> Coded:
    """Return what a sheet codes, and what rules show there."""
    rows = sorted(read_sheet(path).clauses, key=lambda row: (row.source, row.start))
    of = {source: list(own) for source, own in groupby(rows, key=lambda row: row.source)}
    named = [(source, plan) for source in of for plan in plans_of[_file_name(source)]]
    plans = [plan for _, plan in named]
    outline = draw_outline(plans, [plan.text for plan in plans])
    matcher = Matcher(codebook, Lexicon())
    found = matcher.find([plan.text for plan in plans], outline.regions)
    shown = Rules(codebook, matcher).find_matches(found, outline)
    is_shown = np.zeros((found.n_regions, len(codebook.themes)), dtype=bool)
    is_shown[shown.regions, shown.themes] = True
    held = [None] * len(plans) + [
        find_row(of[source], plan.start, clause) for source, plan in named for clause in plan.clauses
    ]
    return Coded(
        _find_strings(found.searched, found.n_regions),
        np.array([row is not None for row in held]),
        np.array([[row is not None and theme in row.themes for theme in codebook.themes] for row in held]),
        is_shown,
        outline.plans,
        np.diff(found.searched.borders, axis=0)[0],
    )


def _find_strings(searched: Searched, n_regions: int) -> list[set[str]]:
    """Return the characters, and the pairs of them, of each region; what is in a book title says nothing."""
    strings: list[set[str]] = [set() for _ in range(n_regions)]
    own = list(zip(searched.text, searched.own_regions.tolist(), strict=True))
    for character, region in own:
        if region >= 0:
            strings[region].add(character)
    for (a, region), (b, other) in pairwise(own):
        if region == other >= 0:
            strings[region].add(a + b)
    return strings


def _fit(sheets: Sequence[Coded], themes: Sequence[str]) -> Weights:
    """Return the weights by some sheets."""
    held = [own for sheet in sheets for own, coded in zip(sheet.strings, sheet.is_coded, strict=True) if coded]
    is_true = np.concatenate([sheet.is_true[sheet.is_coded] for sheet in sheets])
    n_held = Counter(string for own in held for string in own)
    strings = sorted(string for string, n in n_held.items() if n >= _FEWEST)
    scales = np.log([len(held) / n_held[string] for string in strings])
    scaled = CountVectorizer(analyzer=set, vocabulary=strings).transform(held) @ diags_array(scales)
    fitted = [LogisticRegression(C=_STRENGTH, solver="liblinear").fit(scaled, column) for column in is_true.T]
    values = np.array([np.append(model.intercept_, scales * model.coef_[0]) for model in fitted]).T
    return Weights(tuple(themes), ("", *strings), np.rint(HUNDREDTHS * values).astype(np.int32))


def _measure(sheet: Coded, weights: Weights) -> Iterator[NDArray[np.generic]]:
    """Yield for all coded clauses and themes whether a rule shows the theme, whether it is true, and each measure."""
    always, *of_strings = weights.values
    strings = CountVectorizer(analyzer=set, vocabulary=weights.strings[1:])
    own = (always + strings.transform(sheet.strings) @ np.array(of_strings)) / HUNDREDTHS
    coded = np.broadcast_to(sheet.is_coded[:, np.newaxis], sheet.is_true.shape).nonzero()
    yield sheet.is_shown[coded]
    yield sheet.is_true[coded]
    yield from measure(own, sheet.is_shown, sheet.plans, sheet.lengths, coded)


if __name__ == "__main__":
    first, second = (i for i, argument in enumerate(sys.argv) if argument == "--")
    main(sys.argv[1:first], sys.argv[first + 1 : second], sys.argv[second + 1 :])
