"""The public names, and that they cost nothing before they are used."""

import ast
import subprocess
import sys

import pytest

import corpus_tools
from corpus_tools.errors import N_, CorpusError
from tests.conftest import ROOT


def test_all_is_importable_and_complete() -> None:
    stub = ast.parse((ROOT / "corpus_tools" / "__init__.pyi").read_text("utf-8"))
    imported = {alias.name for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert set(corpus_tools.__all__) == imported | {"__version__"}
    for name in corpus_tools.__all__:
        assert getattr(corpus_tools, name) is not None


def test_nothing_heavy_before_it_is_used() -> None:
    heavy = "numpy scipy sklearn pandas matplotlib jieba rjieba lxml chardet"
    code = f"import sys, corpus_tools.cli.app; print([m for m in '{heavy}'.split() if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(
    ("command", "unwanted"),
    [("extract", ("jieba", "rjieba", "sklearn", "pandas")), ("themes", ("jieba", "sklearn", "pandas"))],
)
def test_commands_load_what_they_need(command: str, unwanted: tuple[str, ...]) -> None:
    plan = str(ROOT / "data" / "plans" / "01_qingshi_union_2024.txt")
    code = (
        "import sys; from corpus_tools.cli.app import run; "
        f"run([{command!r}, {plan!r}, '-o', '/dev/null']); print([m for m in {unwanted} if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_errors_survive_pickling() -> None:
    import pickle

    from corpus_tools.errors import NoSuchPlanError

    error = pickle.loads(pickle.dumps(NoSuchPlanError(path="a.txt", ordinal=9, n_plans=2)))
    assert isinstance(error, CorpusError)
    assert str(error) == "a.txt#9: the file holds no such plan, only 2"
    assert N_("kept") == "kept"
