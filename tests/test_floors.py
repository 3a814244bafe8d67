"""The house: modules import their own floor and lower ones, never in a circle; heavy libraries have keepers."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "corpus_tools"
# Lowest first. ``_ground`` stands for the modules at the top of the package. A plan is its nodes with what they state:
# ``structure.plans`` is a floor of its own.
FLOORS = [
    "_ground",
    "reading",
    "structure",
    "facts",
    "structure.plans",
    "words",
    "reuse",
    "themes",
    "checks",
    "corpus",
    "output",
    "cli",
]
# Who may know a library. What is not listed here is free.
KEEPERS = {
    "opencc": ("scripts",),
    "jieba": ("words.segmenting",),
    "rjieba": ("words.segmenting",),
    "sklearn": ("words.features", "themes.clusters"),
    "matplotlib": ("output.plots",),
    "pyarrow": ("corpus", "reading.formats.records", "output.export"),
    "duckdb": ("corpus",),
    "pyspark": ("corpus.spark",),
    "lxml": ("reading.formats",),
    "chardet": ("reading.encoding",),
    "pypdfium2": ("reading.formats.pdf",),
    "subprocess": ("reading.formats.legacy", "reading.workers"),
    "pickle": ("reading.workers", "corpus.local"),
    "loky": ("corpus.local",),
    "resource": ("reading.limits",),
    "ctypes": ("corpus.replacing",),
    "fcntl": ("corpus.replacing",),
    "signal": ("reading.formats.legacy", "reading.limits", "reading.workers"),
    "click": ("cli",),
    "tqdm": ("cli",),
    "jinja2": ("output.pages",),
    "orjson": ("output.jsonl",),
    "xlsxwriter": ("output.export",),
}


def modules() -> dict[str, Path]:
    """Return the modules of the package by their names below it."""
    paths = {
        path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", "."): path for path in PACKAGE.rglob("*.py")
    }
    return {
        name.removesuffix(".__init__"): path for name, path in paths.items() if name not in ("__init__", "__main__")
    }


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def floor(module: str) -> int:
    if module in FLOORS:
        return FLOORS.index(module)
    first = module.split(".")[0]
    return FLOORS.index(first if first in FLOORS else "_ground")


@pytest.mark.parametrize("module", sorted(modules()))
def test_imports_point_down(module: str) -> None:
    for imported in imports(modules()[module]):
        if imported.startswith("corpus_tools."):
            assert floor(imported.removeprefix("corpus_tools.")) <= floor(module), f"{module} imports {imported}"


def test_no_circles() -> None:
    graph = {
        module: {name.removeprefix("corpus_tools.") for name in imports(path) if name.startswith("corpus_tools.")}
        for module, path in modules().items()
    }
    assert set(TopologicalSorter(graph).static_order()) >= set(graph)  # raises CycleError


@pytest.mark.parametrize("module", sorted(modules()))
def test_libraries_have_keepers(module: str) -> None:
    for imported in imports(modules()[module]):
        keepers = KEEPERS.get(imported.split(".")[0])
        assert keepers is None or module.startswith(keepers), f"{module} imports {imported}"


@pytest.mark.parametrize("module", sorted(modules()))
def test_first_line_says_what_for(module: str) -> None:
    assert ast.get_docstring(ast.parse(modules()[module].read_text("utf-8")))
