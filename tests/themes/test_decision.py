"""Decisions: the measures by hand, and what more of each does."""

import numpy as np
import pytest

from corpus_tools.themes.decision import decide, measure

OWN = np.array([[2.0, -5.0], [-1.0, -2.0], [-9.0, 3.0]])
ABOVE = np.array([-1, 0, 1])
LENGTHS = np.array([4, 0, 10])


def test_measures_of_three_regions() -> None:
    measures = measure(OWN, ABOVE, LENGTHS)
    assert measures.own.tolist() == OWN.tolist()
    assert measures.rival.tolist() == [[-3.0, 1.0], [-2.0, -1.0], [1.0, -3.0]]
    assert measures.above.tolist() == [[-4.0, -4.0], [1.0, -4.0], [-1.0, -2.0]]
    assert measures.length.ravel() == pytest.approx([np.log(4), 0, np.log(10)])


def test_one_theme_has_no_rival() -> None:
    assert measure(OWN[:, :1], ABOVE, LENGTHS).rival.ravel().tolist() == [-3.0, -3.0, -3.0]


@pytest.mark.parametrize("is_shown", [False, True])
def test_a_theme_is_given_from_some_log_odds_on_and_sooner_below_its_heading(is_shown: bool) -> None:
    own = np.linspace(-20.0, 20.0, 401)[:, np.newaxis]
    heading = np.array([[5.0]])
    lengths, shown = np.full(402, 12), np.full((402, 1), is_shown)
    least = []
    for above in (-1, 401):
        given = decide(np.vstack((own, heading)), shown, np.full(402, above), lengths)[:-1, 0]
        assert not given[0] and given[-1] and (np.diff(given.astype(int)) >= 0).all()
        least.append(float(own[given.argmax(), 0]))
    assert least[1] < least[0] - 1


def test_a_rule_makes_a_theme_likelier_where_the_characters_say_little() -> None:
    own = np.full((2, 3), -1.0)
    is_shown = np.array([[True] * 3, [False] * 3])
    assert decide(own, is_shown, np.array([-1, -1]), np.array([8, 8])).tolist() == [[True] * 3, [False] * 3]


def test_a_theme_without_weights_is_never_given() -> None:
    own = np.array([[-np.inf, 9.0]])
    assert decide(own, np.zeros((1, 2), dtype=bool), np.array([-1]), np.array([8])).tolist() == [[False, True]]
