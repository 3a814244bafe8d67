"""Keyness: published values, scipy's, and what counts when copies are about."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2_contingency

from corpus_tools.errors import NoGroupsError, NoPlanMatchesError, NoReferenceError
from corpus_tools.reading.source import source_of_text
from corpus_tools.structure.plans import Plan, parse_source
from corpus_tools.words.keyness import (
    ORDERS,
    Contrast,
    Order,
    choose_contrasts,
    contrast_values,
    dispersion,
    find_keywords,
    log_likelihood,
    log_ratio,
    log_ratio_interval,
)
from corpus_tools.words.lists import StopWords, UserDictionary
from corpus_tools.words.terms import count_words
from tests.conftest import load_cases


def array(*values: float) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array(values, dtype=np.float64)


def plans_of(*texts: str) -> list[Plan]:
    return [plan for i, text in enumerate(texts) for plan in parse_source(source_of_text(text, f"{i}.txt")).plans]


READING = "一、教师共读名著，撰写读书笔记。\n二、开展读书沙龙，评选读书标兵。"
SAFETY = "一、检查消防器材，组织疏散演练。\n二、排查消防隐患，开展交通安全教育。"


@pytest.mark.parametrize("case", load_cases("keyness", "log_likelihood"), ids=lambda case: case["source"])
def test_published_log_likelihoods(case: dict[str, Any]) -> None:
    [g2] = log_likelihood(array(case["a"]), array(case["b"]), case["n_a"], case["n_b"])
    assert round(g2, 2) == case["g2"]


@pytest.mark.parametrize("case", load_cases("keyness", "log_ratio"), ids=lambda case: case["source"])
def test_published_log_ratios(case: dict[str, Any]) -> None:
    [ratio] = log_ratio(array(case["a"]), array(case["b"]), case["n_a"], case["n_b"])
    assert ratio == pytest.approx(case["log_ratio"], abs=0.001)


@pytest.mark.parametrize("case", load_cases("keyness", "dispersion"), ids=lambda case: case["source"])
def test_published_dispersions(case: dict[str, Any]) -> None:
    dp, dp_norm = dispersion(array(*case["n"]), array(*case["sizes"]))
    assert [dp, round(dp_norm, 4)] == pytest.approx([case["dp"], case["dp_norm"]])


@given(st.integers(0, 300), st.integers(0, 300), st.integers(301, 9000), st.integers(301, 9000))
def test_values_are_those_of_scipy(a: int, b: int, n_a: int, n_b: int) -> None:
    [low], [high] = log_ratio_interval(array(a), array(b), n_a, n_b, 0.01)
    if a + b:
        table = [[a, b], [n_a - a, n_b - b]]
        expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
        assert log_likelihood(array(a), array(b), n_a, n_b)[0] == pytest.approx(expected, abs=1e-8)
        share = binomtest(a, a + b).proportion_ci(0.99, "exact")
        with np.errstate(divide="ignore"):
            expected_bounds = [np.log2(bound) - np.log2(1 - bound) + np.log2(n_b / n_a) for bound in share]
        assert [low, high] == pytest.approx(expected_bounds)
    assert (low == -np.inf, high == np.inf) == (a == 0, b == 0)


@pytest.mark.parametrize("order", ORDERS)
def test_words_that_mark_a_group(order: Order) -> None:
    counts = count_words(plans_of(READING, SAFETY, READING + "三、绘本。", SAFETY + "三、急救。"))
    contrasts = contrast_values(list("读安读安"))
    safety, reading = (find_keywords(counts, one, order=order, fewest=2, alpha=1) for one in contrasts)
    assert (reading.name, reading.n_plans, reading.n_plans_reference) == ("读", 2, 2)
    assert {"读书", "名著"} <= {keyword.term for keyword in reading.keywords}
    assert "消防" in {keyword.term for keyword in safety.keywords}
    assert "开展" not in {keyword.term for keyword in (*reading.keywords, *safety.keywords)}
    measure = [getattr(keyword, "g2_plans" if order == "plans" else order) for keyword in reading.keywords]
    assert measure == sorted(measure, reverse=True)
    [word] = [keyword for keyword in reading.keywords if keyword.term == "读书"]
    assert (word.n_target, word.n_reference, word.n_plans_target, word.n_plans_reference) == (
        4,
        0,
        2,
        0,
    )  # 读书笔记 is a word of its own
    assert word.dp < 0.05


def test_copies_count_once_in_each_group() -> None:
    counts = count_words(plans_of(READING, READING, READING, SAFETY, READING))
    contrast = Contrast("x", (0, 1, 2), (3, 4))
    once = find_keywords(counts, contrast, [0, 0, 0, 3, 0], fewest=1, alpha=1)
    assert (once.n_plans, once.n_plans_reference) == (1, 2)
    assert once.n_words * 3 == find_keywords(counts, contrast, fewest=1).n_words
    assert all(keyword.n_plans_target == 1 for keyword in once.keywords)
    assert all(np.isnan(keyword.dp_norm) for keyword in once.keywords)  # of one plan there is no dispersion


def test_the_plan_that_stands_for_a_family_counts_elsewhere_the_longest() -> None:
    """Whatever order the plans have."""
    texts = [READING, READING + "三、诵读诗词。", READING + "三、诵读诗词，抄写诗词。", SAFETY]
    found = []
    for order in ([0, 1, 2, 3], [2, 3, 1, 0]):
        counts = count_words(plans_of(*(texts[i] for i in order)))
        families = [order.index(0) if i < 3 else order.index(3) for i in order]
        groups = (tuple(order.index(i) for i in own) for own in ((0, 1), (1, 2, 3)))
        found.append(find_keywords(counts, Contrast("x", *groups), families, fewest=1, alpha=1))
    assert repr(found[0]) == repr(found[1])  # not a number equals nothing
    assert found[0].n_words == count_words(plans_of(READING)).sizes[0]
    assert found[0].n_words_reference == count_words(plans_of(*texts[2:])).sizes.sum()


def test_what_is_tested() -> None:
    counts = count_words(plans_of(READING, SAFETY))
    contrast = Contrast("x", (0,), (1,))

    def terms(**options: Any) -> set[str]:
        return {keyword.term for keyword in find_keywords(counts, contrast, alpha=1, **options).keywords}

    assert "读书" in terms(fewest=2)
    assert "沙龙" not in terms(fewest=2)
    assert "沙龙" in terms(fewest=1)
    assert "读书" not in terms(fewest=1, shortest=3)
    assert "读书" not in terms(fewest=1, stop_words=StopWords.parse("读书".encode()))
    words = find_keywords(counts, contrast, alpha=0.05)
    assert words.n_words == find_keywords(counts, contrast, stop_words=StopWords.parse("读书".encode())).n_words
    assert words.keywords == ()  # too few words to be sure


def test_words_of_the_user_are_counted() -> None:
    counts = count_words(plans_of(READING), UserDictionary.parse("读书沙龙".encode()))
    assert "读书沙龙" in counts.words
    assert {"，", "一、", "。"}.isdisjoint(counts.words)
    assert counts.sizes.tolist() == [counts.n.sum()]


def test_choosing_groups() -> None:
    names = [("a.txt#1", "a.txt"), ("a.txt#2", "a.txt"), ("b/c.txt#1", "b/c.txt")]
    assert choose_contrasts(names, None, "a.txt", None) == [Contrast("a.txt", (0, 1), (2,))]
    assert choose_contrasts(names, None, "*#1", "*") == [Contrast("*#1", (0, 2), (1,)), Contrast("*", (1,), (0, 2))]
    values = ["2023", None, "2024"]
    assert choose_contrasts(names, values, None, None) == [Contrast("2023", (0,), (2,)), Contrast("2024", (2,), (0,))]
    assert choose_contrasts(names, values, "202[4-9]", "2023")[0] == Contrast("202[4-9]", (2,), (0,))
    assert choose_contrasts(names, values, "2024", None) == [Contrast("2024", (2,), (0,))]
    with pytest.raises(NoPlanMatchesError, match=r"d\*.*a\.txt#1"):
        choose_contrasts(names, None, "d*", None)
    with pytest.raises(NoGroupsError):
        choose_contrasts(names, None, None, "a*")


def test_nothing_to_compare() -> None:
    empty = find_keywords(count_words([]), Contrast("x", (), ()))
    assert (empty.n_words, empty.keywords) == (0, ())
    everything = find_keywords(count_words(plans_of(READING)), Contrast("x", (0,), ()))
    assert everything.keywords == ()


@pytest.mark.parametrize(
    ("values", "target", "reference"), [(None, "*", None), (["东"] * 2, None, None), (None, "*", "b*")]
)
def test_groups_with_nothing_to_hold_them_against(
    values: list[str | None] | None, target: str | None, reference: str | None
) -> None:
    with pytest.raises(NoReferenceError):
        choose_contrasts([("a#1", "a"), ("b#1", "b")], values, target, reference)
