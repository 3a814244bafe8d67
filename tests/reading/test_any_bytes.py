"""Any bytes through any reader: what comes out is text or a named error. Bytes that fuzzing found are among them."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fuzz.targets import NAME, TARGETS, run_target
from tests.conftest import ROOT
from tests.reading.hostile import good_files

FINDS = sorted((ROOT / "fuzz" / "finds").glob("*.bin"))
GOOD = st.sampled_from(sorted(good_files().items()))


def is_text_or_named(name: str, raw: bytes) -> bool:
    """Tell whether a reader gives something, or an error that says which file it is about; ``decode`` knows of none."""
    error = run_target(name, raw)
    return error is None or name == "plain" or NAME in str(error)


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """Draw a good file of some format with a stretch cut out, put in or changed."""
    _name, raw = draw(GOOD)
    start = draw(st.integers(0, len(raw)))
    end = draw(st.integers(start, len(raw)))
    return raw[:start] + draw(st.binary(max_size=20)) + raw[draw(st.sampled_from([start, end])) :]


@pytest.mark.parametrize("name", TARGETS)
@given(raw=st.binary(max_size=400) | spoilt())
@example(raw=b"")
@settings(max_examples=60, deadline=None)
def test_any_bytes(name: str, raw: bytes) -> None:
    assert is_text_or_named(name, raw)


@pytest.mark.parametrize("name", ["html", "jsonl", "csv", "parse"])
@given(text=st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_characters(name: str, text: str) -> None:
    assert is_text_or_named(name, text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("path", FINDS, ids=lambda path: path.stem)
def test_what_fuzzing_found(path: Path) -> None:
    """The first word of a file's name is its target."""
    assert is_text_or_named(path.stem.partition("-")[0], path.read_bytes())
