"""The documentation is true: commands, outputs, tables, names."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest

import corpus_tools as ct
from tests.conftest import ROOT

READMES = ["README.md", "README.zh-CN.md"]


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / name).read_text("utf-8"), re.M | re.S)


@pytest.mark.slow
@pytest.mark.parametrize("name", READMES)
def test_printed_output_is_real(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    [(command, shown)] = re.findall(r"<!-- output of: corpus-tools (.+?) -->\n```text\n(.*?)^```$", text, re.M | re.S)
    done = subprocess.run(
        [sys.executable, "-m", "corpus_tools", *command.split()], capture_output=True, text=True, cwd=ROOT, env={}
    )
    assert done.stdout == shown


@pytest.mark.slow
@pytest.mark.parametrize("name", [READMES[0], pytest.param(READMES[1], marks=pytest.mark.slow)])
def test_python_example_runs(name: str) -> None:
    [code] = blocks(name, "python")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.startswith("01_qingshi_union_2024.txt#1 青石坪小学2024年工会工作计划\n")
    assert len(code.strip().splitlines()) <= 12


@pytest.mark.slow
def test_the_guide_to_python_runs_and_names_every_method(tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(ROOT / "data")
    (tmp_path / "build").mkdir()
    code = "\n".join(blocks("docs/python.md", "python"))
    subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=tmp_path, check=True)
    text = (ROOT / "docs" / "python.md").read_text("utf-8")
    methods = [name for name in dir(ct.Corpus) if callable(getattr(ct.Corpus, name)) and not name.startswith("_")]
    assert [name for name in methods if f".{name}(" not in text] == []


def test_both_readmes_have_the_same_commands() -> None:
    assert blocks(READMES[0], "sh") == blocks(READMES[1], "sh")


def test_dependency_table_is_complete() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.match(r"[\w-]+", dependency)[0] for dependency in project["dependencies"]}  # type: ignore[index]
    text = (ROOT / "README.md").read_text("utf-8")
    table = text[text.index("| package | what for |") :].split("\n\n")[0]
    assert {name.strip() for row in table.splitlines()[2:] for name in row.split("|")[1].split(",")} == wanted


def test_architecture_names_every_module() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for path in (ROOT / "corpus_tools").rglob("*.py"):
        folder = path.parent.name
        if not path.stem.startswith("__") and folder not in ("formats", "cli"):
            assert f"`{path.stem}`" in text, path.name


def test_architecture_names_no_other_modules() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    floors = re.findall(r"^\| `(\w+)/` \|[^|]*\|([^|]*)\|$", text, re.MULTILINE)
    assert len(floors) > 5
    for floor, described in floors:
        for name in re.findall(r"`(\w+)`", described):
            assert list((ROOT / "corpus_tools" / floor).rglob(f"{name}.py")), f"{floor}/{name}"


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "schemas").glob("*.json")), ids=lambda path: path.stem)
def test_schemas_are_schemas(path: Path) -> None:
    schema = json.loads(path.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"corpus-tools/{path.stem}/1"


def test_data_readme_lists_every_plan() -> None:
    text = (ROOT / "data" / "README.md").read_text("utf-8")
    for path in (ROOT / "data" / "plans").iterdir():
        assert f"`{path.name}`" in text
        assert (ROOT / "data" / "truth" / f"{path.stem}.json").is_file()
