"""Words as features of plans: which terms mark a plan among the others."""

import re
from collections.abc import Sequence

from corpus_tools.structure.plans import Plan
from corpus_tools.words.segmenting import segment

_N_TERMS = 8
_SHORTEST_TERM = 2
_NGRAMS = (2, 3)
_CHINESE_RUN = re.compile("[\u4e00-\u9fff]+")


def find_terms(plans: Sequence[Plan], n_terms: int = _N_TERMS) -> list[list[tuple[str, float]]]:
    """Return for each plan its ``n_terms`` heaviest terms with their TF-IDF weights, the heaviest first.

    Terms are jieba tokens of at least two characters, all of them Chinese. A term that every plan holds marks none and
    is left out where there are several plans. Weights: scikit-learn's ``TfidfVectorizer`` (smoothed idf, rows of unit
    length, logarithmic term frequency).
    """
    from sklearn.feature_extraction.text import TfidfVectorizer  # a second of import

    cut = [
        [term for clause in plan.clauses for term in cut_terms(plan.text[clause.start : clause.end])] for plan in plans
    ]
    if not any(cut):
        return [[] for _ in plans]
    vectorizer = TfidfVectorizer(analyzer=lambda terms: terms, sublinear_tf=True)
    weights = vectorizer.fit_transform(cut)
    names = vectorizer.get_feature_names_out()
    n_holding = weights.getnnz(axis=0)
    rows = []
    for row in weights:
        marking = [i for i in range(row.nnz) if len(plans) == 1 or n_holding[row.indices[i]] < len(plans)]
        heaviest = sorted((-row.data[i], names[row.indices[i]]) for i in marking)[:n_terms]
        rows.append([(str(term), round(float(-weight), 4)) for weight, term in heaviest])
    return rows


def cut_terms(text: str) -> list[str]:
    """Return the tokens of a text that may be terms: at least two characters, all of them Chinese."""
    return [token for token in segment(text) if len(token) >= _SHORTEST_TERM and _is_chinese(token)]


def cut_ngrams(text: str) -> list[str]:
    """Return the n-grams of two and three characters of the Chinese runs of a text; none crosses a stop or a number."""
    runs = _CHINESE_RUN.findall(text)
    return [run[start : start + n] for run in runs for n in _NGRAMS for start in range(len(run) - n + 1)]


def _is_chinese(token: str) -> bool:
    return _CHINESE_RUN.fullmatch(token) is not None
