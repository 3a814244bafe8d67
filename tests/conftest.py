"""Where the documents of the tests lie, and a line at the end that says what was skipped."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
DATA = ROOT / "data"
CASES = ROOT / "tests" / "cases"
# Real documents beside the project; they are not part of it.
SHARED = Path(os.environ.get("CORPUS_TOOLS_SHARED", ROOT.parent / "shared"))

META = """path,school,year
01_qingshi_union_2024.txt,青石坪小学,2024
12_qingshi_union_2022.txt,青石坪小学,2022
06_hexi_union_spun.txt,河西湾小学,2025
"""


def load_cases(name: str, kind: str = "cases") -> list[Any]:
    """Return the cases of one kind from one file."""
    cases: list[Any] = json.loads((CASES / f"{name}.json").read_text("utf-8"))[kind]
    return cases


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with real documents; skip the test where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"real documents are not here ({SHARED.name}/ beside the project, or CORPUS_TOOLS_SHARED)")
    return SHARED


@pytest.fixture(scope="session")
def plans_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a corpus of the sample plans, with a meta table of three of them; nobody may change it."""
    from corpus_tools import Corpus

    folder = tmp_path_factory.mktemp("corpora")
    meta = folder / "schools.csv"
    meta.write_bytes(META.encode("gb18030"))
    Corpus.build(DATA / "plans", folder / "plans.corpus", meta=meta)
    return folder / "plans.corpus"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were skipped, and why, also when there were none."""
    reasons = Counter(str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", ()))
    listed = "; ".join(f"{n} x {reason.removeprefix('Skipped: ')}" for reason, n in sorted(reasons.items()))
    terminalreporter.write_line(f"skipped tests: {listed or 'none'}")
