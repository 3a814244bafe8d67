"""Cells that spreadsheets would run, and how they are kept from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.spreadsheets import guard, unguard


@pytest.mark.parametrize("cell", ["=1+2", "+86", "-、读书", "@x", "\t=1", "\r=1", "＝1+2"])
def test_formulas(cell: str) -> None:
    assert (guard(cell), unguard(guard(cell))) == (f"'{cell}", cell)


@pytest.mark.parametrize("cell", ["", "-", "=", "读书", "'读书", "1=2"])
def test_no_formulas(cell: str) -> None:
    assert guard(cell) == unguard(cell) == cell


@given(st.text(alphabet="=a\t－"))
def test_a_cell_comes_back(cell: str) -> None:
    assert unguard(guard(cell)) == cell
