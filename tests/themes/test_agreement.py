"""Agreement: alpha as the reference package computes it, scores by hand, intervals that draw documents."""

import random
from collections.abc import Sequence

import krippendorff
import numpy as np
import pytest

from corpus_tools.themes.agreement import CodedUnit, measure_agreement, nominal_alpha, themes_of


def unit(first: str, second: str, document: str = "d") -> CodedUnit:
    return CodedUnit(document, frozenset(first.split()), frozenset(second.split()))


UNITS = [unit("师德", "师德"), unit("师德 维权", "维权"), unit("", "师德"), unit("", ""), unit("维权", "维权", "e")]


def reference(values: Sequence[Sequence[int | None]]) -> float:
    matrix = np.array([[np.nan if value is None else value for value in row] for row in values], dtype=float)
    alpha: float = krippendorff.alpha(reliability_data=matrix, level_of_measurement="nominal")
    return alpha


@pytest.mark.parametrize("n_coders", [2, 3, 5])
@pytest.mark.parametrize("seed", range(4))
def test_alpha_is_that_of_the_reference(n_coders: int, seed: int) -> None:
    rng = random.Random(seed)
    values = [[rng.choice([0, 0, 1, 2, None]) for _ in range(30)] for _ in range(n_coders)]
    assert nominal_alpha(values) == pytest.approx(reference(values))


def test_alpha_per_theme_and_over_all_decisions_is_that_of_the_reference() -> None:
    rng = random.Random(7)
    themes = ["师德", "维权", "女工"]
    units = [CodedUnit("d", *(frozenset(t for t in themes if rng.random() < 0.4) for _ in "ab")) for _ in range(50)]
    found = measure_agreement(units, themes)
    rows = {theme: [[int(theme in side) for side in sides] for sides in zip(*(u[1:] for u in units), strict=True)]
            for theme in themes}  # fmt: skip
    for one in found.themes:
        assert one.alpha.value == pytest.approx(reference(rows[one.theme or ""]))
    pooled = [[value for theme in themes for value in rows[theme][coder]] for coder in (0, 1)]
    assert found.overall.alpha.value == pytest.approx(reference(pooled))
    number = {themes_of_one: i for i, themes_of_one in enumerate({s for u in units for s in u[1:]})}
    sets = [[number[u.first] for u in units], [number[u.second] for u in units]]
    assert found.alpha_of_sets == pytest.approx(reference(sets))


def test_scores() -> None:
    found = measure_agreement(UNITS, ["师德", "维权", "女工"])
    ethics, rights, women = found.themes
    assert (ethics.n_first, ethics.n_second, ethics.n_both) == (2, 2, 1)
    assert (ethics.precision.value, ethics.recall.value, ethics.f1.value) == (0.5, 0.5, 0.5)
    assert (rights.f1.value, rights.alpha.value) == (1.0, 1.0)
    assert (women.precision.value, women.recall.value, women.f1.value, women.alpha.value) == (None,) * 4
    assert found.overall.f1.value == 2 * 3 / 8
    assert found.macro_f1 == 0.75


def test_intervals_draw_documents_where_there_are_several() -> None:
    found = measure_agreement(UNITS, ["师德", "维权"])
    assert found.drawn == "documents"
    ethics, rights = found.themes
    assert (ethics.f1.interval, ethics.alpha.interval) == (None, None), "it stands in one document alone"
    assert (rights.f1.interval, rights.recall.interval) == ((1, 1), (1, 1))
    assert found.overall.f1.interval is not None
    turned = measure_agreement(UNITS[::-1], ["师德", "维权"])
    assert turned == found
    many = [unit("师德" * (i % 3 > 0), "师德" * (i % 4 > 0), f"d{i % 11}") for i in range(120)]
    assert (
        measure_agreement(many, ["师德"], seed=1)
        != measure_agreement(many, ["师德"])
        == measure_agreement(many, ["师德"])
    )
    one = measure_agreement(UNITS[:4], ["师德"])
    assert one.drawn == "clauses"
    low, high = one.themes[0].f1.interval or (0, 0)
    assert low < 0.5 < high
    assert measure_agreement(UNITS[:1], ["师德"]).themes[0].f1.interval is None


def test_nothing_to_agree_on() -> None:
    found = measure_agreement([], ["师德"])
    assert (found.n_clauses, found.macro_f1, found.alpha_of_sets, found.overall.f1.value) == (0, None, None, None)
    assert nominal_alpha([[1, None], [None, 2]]) is None
    assert measure_agreement([unit("", ""), unit("", "", "e")], []).overall.f1.value is None


def test_themes_beside_the_codebook_are_counted_too() -> None:
    assert themes_of(UNITS, ["女工", "师德"]) == ["女工", "师德", "维权"]
