"""The wheel holds all that the package reads."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.mark.slow
def test_the_wheel_is_complete(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("corpus_tools/")}
    tracked = subprocess.run(["git", "ls-files", "corpus_tools"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert packed == set(tracked.stdout.split())
    assert {"corpus_tools/py.typed", "corpus_tools/output/templates/report.html"} <= packed
