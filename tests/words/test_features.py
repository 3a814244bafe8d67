"""Features: a transformer as scikit-learn has them, and its weights."""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Binarizer
from sklearn.utils import estimator_checks

from corpus_tools import parse_text, read_plans
from corpus_tools.words.features import TermVectorizer
from corpus_tools.words.lists import StopWords, UserDictionary
from corpus_tools.words.terms import clause_text, cut_terms, find_terms
from tests.conftest import DATA

TEXTS = ["推进校务公开，校务要公开", "开展读书活动，评选书香教师", "读书活动"]


@pytest.mark.parametrize("options", [{}, {"weights": "counts"}, {"features": "characters", "lengths": (1, 2)}])
def test_it_is_an_estimator(options: dict[str, Any]) -> None:
    vectorizer = TermVectorizer(**options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that most checks need numbers, as for every transformer of texts
        estimator_checks.check_estimator(vectorizer)
    estimator_checks.check_get_params_invariance("TermVectorizer", vectorizer)
    estimator_checks.check_set_params("TermVectorizer", vectorizer)
    estimator_checks.check_no_attributes_set_in_init("TermVectorizer", vectorizer)
    estimator_checks.check_parameters_default_constructible("TermVectorizer", vectorizer)


def test_counts() -> None:
    vectorizer = TermVectorizer(weights="counts")
    matrix = vectorizer.fit_transform(TEXTS)
    assert vectorizer.get_feature_names_out().tolist() == sorted(
        ["推进", "校务", "公开", "开展", "读书", "活动", "评选", "书香", "教师"]
    )
    columns = [vectorizer.vocabulary_[term] for term in ("校务", "读书", "活动")]
    assert matrix[:, columns].toarray().tolist() == [[2, 0, 0], [0, 1, 1], [0, 1, 1]]
    assert vectorizer.transform(["校务，读书读书，新词"])[:, columns].toarray().tolist() == [[1, 2, 0]]


def test_weights_are_those_of_scikit_learn() -> None:
    reference = TfidfVectorizer(analyzer=cut_terms, sublinear_tf=True)
    ours = TermVectorizer()
    assert (ours.fit_transform(TEXTS) != reference.fit_transform(TEXTS)).nnz == 0
    assert (ours.transform(TEXTS[:1]) != reference.transform(TEXTS[:1])).nnz == 0
    assert np.array_equal(ours.idf_, reference.idf_)


def test_dictionary_and_stop_words() -> None:
    dictionary, stop_words = UserDictionary.parse("校务公开".encode()), StopWords.parse("活动\n推进".encode())
    terms = TermVectorizer(dictionary=dictionary, stop_words=stop_words).fit(TEXTS).get_feature_names_out()
    assert {"校务公开", "读书"} <= set(terms)
    assert not {"活动", "推进"} & set(terms)


def test_it_takes_plans_and_stands_in_pipelines() -> None:
    plans = parse_text("工会计划\n一、推进校务公开。\n二、公开读书活动")
    pipeline = make_pipeline(TermVectorizer(features="characters", lengths=(2,), weights="counts"), Binarizer())
    matrix = pipeline.fit_transform(plans)
    names = pipeline[0].get_feature_names_out().tolist()
    assert matrix.toarray().tolist() == [[1] * len(names)]
    assert "校务" in names
    assert "计划" not in names  # a title is no clause
    assert (clone(pipeline).fit(plans).transform(plans) != matrix).nnz == 0


def test_wrong_use() -> None:
    with pytest.raises(NotFittedError):
        TermVectorizer().transform(TEXTS)
    with pytest.raises(ValueError, match="words, characters"):
        TermVectorizer(features="letters").fit(TEXTS)  # type: ignore[arg-type]  # wrong on purpose


def test_terms_of_plans_have_the_weights_of_scikit_learn() -> None:
    plans = read_plans(DATA / "plans")
    vectorizer = TfidfVectorizer(analyzer=cut_terms, sublinear_tf=True)
    matrix = vectorizer.fit_transform([clause_text(plan) for plan in plans])
    names = vectorizer.get_feature_names_out()
    for row, terms in zip(matrix, find_terms(plans, 10_000), strict=True):
        weights = dict(zip(names[row.indices], row.data, strict=True))
        assert terms
        for term, weight in terms:
            assert weight == pytest.approx(weights[term], abs=0.00005)


def test_words_may_be_files(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("读书沙龙\n", "utf-8")
    (tmp_path / "stop.txt").write_text("开展\n", "utf-8")
    vectorizer = TermVectorizer(dictionary=tmp_path / "words.txt", stop_words=str(tmp_path / "stop.txt"))
    assert vectorizer.fit(["开展读书沙龙"]).get_feature_names_out().tolist() == ["读书沙龙"]
