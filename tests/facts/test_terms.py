"""Terms: the months that a plan or a date is of."""

import pytest

from corpus_tools.facts.terms import Term, read_term
from tests.conftest import load_cases


@pytest.mark.parametrize(("first", "last", "printed", "start", "end"), load_cases("terms"))
def test_terms(first: int, last: int, printed: str, start: str, end: str) -> None:
    term = read_term((first, last), printed)
    assert [str(term), str(Term(term.last, term.last))] == [start, end]


@pytest.mark.parametrize(("date", "plan", "wanted"), load_cases("terms", "far"))
def test_far_from_a_plan(date: tuple[int, int, str], plan: tuple[int, int, str], wanted: bool) -> None:
    stated, own = (read_term((first, last), printed) for first, last, printed in (date, plan))
    assert stated.is_far_from(own) == wanted
