"""Words as features for scikit-learn: a transformer from plans, clauses or any texts to a matrix of terms."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from corpus_tools.structure.plans import Plan
from corpus_tools.words.lists import StopWords, UserDictionary
from corpus_tools.words.terms import Features, clause_text, cut_ngrams, cut_terms

Weighting = Literal["tfidf", "counts"]


class TermVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Texts to a sparse matrix of terms, a row a text.

    Parameters
    ----------
    features
        ``words``: the segmenter's tokens of at least two Chinese characters; ``characters``: n-grams of them.
    weights
        ``tfidf``: smoothed idf, logarithmic term frequency, rows of unit length; ``counts``: how often.
    lengths
        Of the n-grams, in characters.
    dictionary, stop_words
        Words that the segmenter shall know, and words that are left out; both for ``words`` only. Files, what was read
        of them, or words.
    min_df, max_df
        In how many texts a term must and may be: a number of texts, or as a float a share of them.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        Each term with its column.
    idf_ : ndarray of float64
        Of each column; with ``weights="tfidf"`` only.
    """

    def __init__(
        self,
        *,
        features: Features = "words",
        weights: Weighting = "tfidf",
        lengths: Sequence[int] = (2, 3),
        dictionary: str | Path | Iterable[str] | UserDictionary | None = None,
        stop_words: str | Path | Iterable[str] | StopWords | None = None,
        min_df: float = 1,
        max_df: float = 1.0,
    ) -> None:
        self.features = features
        self.weights = weights
        self.lengths = lengths
        self.dictionary = dictionary
        self.stop_words = stop_words
        self.min_df = min_df
        self.max_df = max_df

    def fit(self, texts: Iterable[str | Plan], y: object = None) -> Self:
        """Learn the terms of texts, or of the clauses of plans; raises ValueError where none is left."""
        self.fit_transform(texts)
        return self

    def fit_transform(self, texts: Iterable[str | Plan], y: object = None) -> Any:
        """Learn the terms and return the matrix (n_texts, n_terms), in CSR form."""
        vectorizer = self._vectorizer()
        matrix = vectorizer.fit_transform(map(_text_of, texts))
        self.vocabulary_: dict[str, int] = vectorizer.vocabulary_
        if self.weights == "tfidf":
            self.idf_: NDArray[np.float64] = vectorizer.idf_
        return matrix

    def transform(self, texts: Iterable[str | Plan]) -> Any:
        """Return the matrix (n_texts, n_terms) of the terms that were learned, in CSR form."""
        check_is_fitted(self)
        vectorizer = self._vectorizer()
        vectorizer.vocabulary = self.vocabulary_
        if self.weights == "tfidf":
            vectorizer.idf_ = self.idf_
        return vectorizer.transform(map(_text_of, texts))

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Return the terms, in the order of the columns."""
        check_is_fitted(self)
        return np.array(sorted(self.vocabulary_, key=self.vocabulary_.__getitem__), dtype=object)

    def _vectorizer(self) -> Any:
        dictionary, stop_words = UserDictionary.open(self.dictionary), StopWords.open(self.stop_words)
        cutters = {
            "words": partial(cut_terms, dictionary=dictionary, stop_words=stop_words),
            "characters": partial(cut_ngrams, lengths=self.lengths),
        }
        made = {"tfidf": partial(TfidfVectorizer, sublinear_tf=True), "counts": CountVectorizer}
        if self.features not in cutters or self.weights not in made:
            raise ValueError(f"features are {', '.join(cutters)}, weights are {', '.join(made)}")
        return made[self.weights](analyzer=cutters[self.features], min_df=self.min_df, max_df=self.max_df)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


def _text_of(text: str | Plan) -> str:
    return clause_text(text) if isinstance(text, Plan) else text
