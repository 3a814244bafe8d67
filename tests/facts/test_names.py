"""Names of schools, places and organisations in plans."""

import pytest

from corpus_tools.facts.names import find_names
from tests.conftest import load_cases


@pytest.mark.parametrize(("text", "wanted"), load_cases("names"))
def test_names(text: str, wanted: list[list[str]]) -> None:
    found = find_names(text)
    assert [[name.text, name.kind] for name in found] == wanted
    assert all(text[name.start : name.end] == name.text for name in found)
