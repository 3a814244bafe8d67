"""Fit the weights of a codebook: which characters, and pairs of them, clauses of each theme have, and others have not.

Run: PYTHONPATH=. python scripts/fit_weights.py SHEET... -- FOLDER_OR_ARCHIVE... > WEIGHTS.csv

The sheets hold coded clauses (docs/coding.md); the folders and archives the documents that they are of, by file name or
SHA-256. Logistic regression for each theme on the counts of all strings of one or two characters that enough clauses
have, as ``themes/weights.py`` counts them.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from corpus_tools.corpus.sheets import read_sheet
from corpus_tools.corpus.stages import read_plans
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.matching import Matcher, Regions
from corpus_tools.themes.sheets import CodedClause
from corpus_tools.themes.weights import Weights, format_weights

_FEWEST = 5  # clauses that have a string
_STRENGTH = 0.3  # inverse of the penalty on squares
_SCALE = 100


def main(sheets: Sequence[str], folders: Sequence[str]) -> None:
    """Print the file of the weights."""
    themes = Codebook.bundled().themes
    texts: dict[str, str] = {}
    for plan in read_plans(folders):
        texts[_file_name(plan.source.path)] = texts[plan.source.sha256] = plan.source.text
    clauses = [clause for sheet in sheets for clause in read_sheet(sheet).clauses]
    counts = list(_count_strings(clauses, texts))
    held = Counter(string for own in counts for string in own)
    strings = sorted(string for string, n in held.items() if n >= _FEWEST)
    measured = CountVectorizer(analyzer=Counter.elements, vocabulary=strings).transform(counts)
    fitted = [
        LogisticRegression(C=_STRENGTH, solver="liblinear").fit(measured, [theme in one.themes for one in clauses])
        for theme in themes
    ]
    values = np.array([np.append(model.intercept_, model.coef_[0]) for model in fitted]).T
    weights = Weights(themes, ("", *strings), np.rint(_SCALE * values).astype(np.int32))
    sys.stdout.write(format_weights(weights))
    sys.stderr.write(f"{len(strings)} strings, {len(clauses)} clauses\n")


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]


def _count_strings(clauses: Sequence[CodedClause], texts: dict[str, str]) -> Iterator[Counter[str]]:
    """Yield how often each character, and each pair, is in a clause; what is in a book title says nothing."""
    matcher = Matcher(Codebook.bundled(), Lexicon())
    for clause in clauses:
        text = texts[_file_name(clause.source)][clause.start : clause.end]
        searched = matcher.join([text], Regions(*(np.array([place]) for place in (0, 0, len(text)))))
        own = [
            character if region == 0 else None
            for character, region in zip(searched.text, searched.own_regions.tolist(), strict=True)
        ]
        pairs = (a + b for a, b in pairwise(own) if a and b)
        yield Counter([*filter(None, own), *pairs])


if __name__ == "__main__":
    border = sys.argv.index("--")
    main(sys.argv[1:border], sys.argv[border + 1 :])
