"""Agreement: alpha by a reference package and by its definition, scores by hand, intervals that draw documents."""

import random
from collections.abc import Sequence

import krippendorff
import numpy as np
import pytest

from corpus_tools.themes.agreement import CodedUnit, measure_agreement, nominal_alpha, themes_of
from corpus_tools.themes.coders import SharedUnit, measure_coders
from corpus_tools.themes.sheets import CodedClause, match_coders
from tests.oracles.agreement import alpha


def unit(first: str, second: str, document: str = "d") -> CodedUnit:
    return CodedUnit(document, frozenset(first.split()), frozenset(second.split()))


THREE = ["师德", "维权", "女工"]
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
    assert nominal_alpha(values) == pytest.approx(float(alpha(values) or 2))


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


def random_coders(seed: int, n_coders: int) -> list[SharedUnit]:
    """Return clauses that each of several coders has coded or not, two at least."""
    rng = random.Random(seed)
    units = []
    for i in range(60):
        truth = {theme for theme in THREE if rng.random() < 0.3}
        coders = set(rng.sample(range(n_coders), rng.randint(2, n_coders)))
        given = (frozenset(t for t in THREE if (t in truth) ^ (rng.random() < 0.2)) for _ in range(n_coders))
        units.append(SharedUnit(f"d{i % 7}", tuple(own if c in coders else None for c, own in enumerate(given))))
    return units


def decisions(units: Sequence[SharedUnit], theme: str) -> list[list[bool | None]]:
    return [
        [None if own is None else theme in own for own in coder]
        for coder in zip(*(u.codes for u in units), strict=True)
    ]


@pytest.mark.parametrize("n_coders", [2, 3, 5])
@pytest.mark.parametrize("seed", range(3))
def test_alpha_of_several_coders_is_that_of_the_coincidence_matrix(n_coders: int, seed: int) -> None:
    units = random_coders(seed, n_coders)
    found = measure_coders(units, THREE, n_coders)
    rows = {theme: decisions(units, theme) for theme in THREE}
    for one in found.themes:
        expected = alpha(rows[one.theme or ""])
        assert expected is not None
        assert one.alpha.value == pytest.approx(float(expected))
        assert one.alpha.value == pytest.approx(reference(rows[one.theme or ""]))
        low, high = one.alpha.interval or (2, 2)
        assert low <= float(expected) <= high
    pooled = [[value for theme in THREE for value in rows[theme][coder]] for coder in range(n_coders)]
    assert found.overall.alpha.value == pytest.approx(float(alpha(pooled) or 2))
    sets = list(zip(*(unit.codes for unit in units), strict=True))
    assert found.alpha_of_sets == pytest.approx(float(alpha(sets) or 2))
    for i, theme in enumerate(THREE):
        assert list(found.themes[i].n_given) == [sum(filter(None, coder)) for coder in rows[theme]]
        assert found.themes[i].n_all == sum(all(theme in own for own in unit.given) for unit in units)
    assert found.n_coded == tuple(sum(own is not None for own in coder) for coder in sets)
    assert measure_coders(units[::-1], THREE, n_coders) == found


def test_each_two_of_several_coders() -> None:
    units = random_coders(3, 3)
    pairs = measure_coders(units, THREE, 3).pairs
    assert [pair[:2] for pair in pairs] == [(0, 1), (0, 2), (1, 2)]
    for first, second, agreement in pairs:
        both = [(u.document, u.codes[first], u.codes[second]) for u in units]
        shared = [CodedUnit(d, one, two) for d, one, two in both if one is not None and two is not None]
        assert agreement == measure_agreement(shared, THREE)


def test_two_coders_by_either_way() -> None:
    units = [unit for unit in random_coders(5, 2) if None not in unit.codes]
    two = [CodedUnit(u.document, *u.given) for u in units]
    found, known = measure_coders(units, THREE, 2), measure_agreement(two, THREE)
    assert [one.alpha.value for one in found.themes] == [one.alpha.value for one in known.themes]
    assert found.overall.alpha.value == known.overall.alpha.value
    assert found.pairs[0].agreement == known


def test_several_coders_with_nothing_in_common() -> None:
    found = measure_coders([], THREE, 3)
    assert (found.n_clauses, found.n_coded, found.alpha_of_sets) == (0, (0, 0, 0), None)
    assert found.overall.alpha == (None, None)
    one = [SharedUnit("d", (frozenset(), None, frozenset()))]
    assert measure_coders(one, THREE, 3).themes[0].alpha == (None, None)
    assert measure_coders(one, [], 3).overall.alpha == (None, None)


def clause(start: int, themes: str, text: str | None = None) -> CodedClause:
    return CodedClause("a.txt", start, start + 5, frozenset(themes.split()), "a.txt#1", text)


def test_clauses_that_two_or_more_have() -> None:
    sheets = [
        [clause(0, "师德"), clause(5, "")],
        [clause(0, "师德", "读书"), clause(10, "维权")],
        [clause(10, ""), clause(0, "", "x"), clause(20, "")],
    ]
    found = match_coders(sheets)
    assert [own.start for own in found.clauses] == [0, 10]
    ethics, rights = frozenset(["师德"]), frozenset(["维权"])
    assert [unit.codes for unit in found.units] == [(ethics, ethics, frozenset()), (None, rights, frozenset())]
    assert [[own.start for own in alone] for alone in found.alone] == [[5], [], [20]]
    assert [own.start for own, _unit in found.differences] == [0, 10]
