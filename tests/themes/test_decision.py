"""Decisions: the measures by hand, and what more of each does."""

import numpy as np
import pytest

from corpus_tools.arrays import Flags, Numbers
from corpus_tools.themes.decision import Measures, Odds, decide, measure

OWN = np.array([[2.0, -5.0], [-1.0, -2.0], [-9.0, 3.0]])
NONE_SHOWN = np.zeros((3, 2), dtype=bool)
PLANS = np.array([0, 0, 0])
LENGTHS = np.array([4, 0, 10])


def log_odds(chance: float) -> float:
    return float(np.log(chance / (1 - chance)))


def chance(odds: float) -> float:
    return float(1 / (1 + np.exp(-odds)))


def measure_all(own: Odds, is_shown: Flags, plans: Numbers, lengths: Numbers) -> Measures:
    """Return the measures of all regions and themes; shape (regions, themes)."""
    regions, themes = np.ones_like(is_shown).nonzero()
    measured = measure(own, is_shown, plans, lengths, (regions, themes))
    return Measures(*(column.reshape(own.shape) for column in measured))


def test_measures_of_three_regions() -> None:
    measures = measure_all(OWN, NONE_SHOWN, PLANS, LENGTHS)
    assert measures.own.tolist() == OWN.tolist()
    assert measures.rival.tolist() == [[-3.0, 1.0], [-2.0, -1.0], [1.0, -3.0]]
    assert measures.length[:, 0] == pytest.approx([np.log(4), 0, np.log(10)])


def test_what_is_beside_counts_the_more_the_nearer() -> None:
    beside = measure_all(OWN, NONE_SHOWN, PLANS, LENGTHS).beside[:, 0]
    assert beside[0] == pytest.approx(log_odds((0.2 + chance(-1) + 0.5 * chance(-9)) / 2.5))
    assert beside[1] == pytest.approx(log_odds((0.2 + chance(2) + chance(-9)) / 3))
    assert beside[2] == pytest.approx(log_odds((0.2 + chance(-1) + 0.5 * chance(2)) / 2.5))


def test_a_rule_counts_beside_and_no_more_than_three_places_off() -> None:
    own, is_shown = np.full((9, 1), -9.0), np.zeros((9, 1), dtype=bool)
    without = measure_all(own, is_shown, np.zeros(9, dtype=np.int64), np.ones(9, dtype=np.int64)).beside.ravel()
    is_shown[4] = True
    beside = measure_all(own, is_shown, np.zeros(9, dtype=np.int64), np.ones(9, dtype=np.int64)).beside.ravel()
    more = beside - without
    assert more[0] == more[8] == 0 < more[1] < more[2] < more[3]
    assert more[5] > more[6] > more[7] > 0


def test_clauses_beside_hardly_speak_against_a_rule() -> None:
    beside = measure_all(np.full((3, 1), -9.0), np.array([[False], [True], [False]]), PLANS, LENGTHS).beside.ravel()
    assert beside[1] == -0.5
    assert beside[0] < -1 and beside[2] < -1


@pytest.mark.parametrize("plans", [[0, 1, 2], [-1, -1, -1], [-1, 0, 1]])
def test_titles_and_other_plans_are_not_beside(plans: list[int]) -> None:
    beside = measure_all(OWN, NONE_SHOWN, np.array(plans), LENGTHS).beside
    assert beside == pytest.approx(np.full((3, 2), log_odds(0.2)))


def test_one_theme_has_no_rival() -> None:
    measures = measure_all(OWN[:, :1], NONE_SHOWN[:, :1], PLANS, LENGTHS)
    assert measures.rival.ravel().tolist() == [-3.0, -3.0, -3.0]


@pytest.mark.parametrize("is_shown", [False, True])
def test_a_theme_is_given_from_some_log_odds_on_and_sooner_beside_its_own(is_shown: bool) -> None:
    least = []
    for neighbour in (-9.0, 9.0):
        given = []
        for odds in np.linspace(-20.0, 20.0, 401):
            own, shown = np.array([[neighbour], [odds], [neighbour]]), np.array([[False], [is_shown], [False]])
            given.append(decide(own, shown, PLANS, np.full(3, 12))[1, 0])
        assert not given[0] and given[-1] and (np.diff(np.array(given, dtype=int)) >= 0).all()
        least.append(given.index(True))
    assert least[1] < least[0] - 10


def test_a_rule_makes_a_theme_likelier_where_the_characters_say_little() -> None:
    own = np.zeros((2, 3))
    is_shown = np.array([[True] * 3, [False] * 3])
    assert decide(own, is_shown, np.array([0, 1]), np.array([8, 8])).tolist() == [[True] * 3, [False] * 3]


def test_a_theme_without_weights_is_never_given() -> None:
    own = np.array([[-np.inf, 9.0]])
    assert decide(own, np.zeros((1, 2), dtype=bool), np.array([0]), np.array([8])).tolist() == [[False, True]]


def test_no_regions() -> None:
    nothing = np.zeros((0, 2))
    assert decide(nothing, nothing > 0, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)).shape == (0, 2)
