"""Commands on a corpus: they take what they show from its tables, and it is what they would find themselves."""

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

import corpus_tools as ct
from corpus_tools.cli import answers
from corpus_tools.cli.app import run
from corpus_tools.reuse.results import Reuse, Thresholds
from corpus_tools.reuse.verdicts import find_reuse, with_spin
from tests.conftest import DATA

Told = Callable[[str, Path], tuple[bytes, str]]

A, B = "01_qingshi_union_2024.txt#1", "06_hexi_union_spun.txt#1"
ALIGNMENTS, VERDICTS = "corpus_tools.reuse.alignments", "corpus_tools.reuse.verdicts"
# What every comparison goes through, every coding, and all grouping.
COMPARING = (f"{ALIGNMENTS}.find_candidates", f"{VERDICTS}.find_spin", "corpus_tools.reuse.templates.align_family")
CODING = ("corpus_tools.themes.coding.Coder.code",)
CLUSTERING = ("corpus_tools.themes.clusters.cluster_units",)
COMPARED = (
    "duplicates CORPUS",
    "duplicates CORPUS --review REVIEW --format json",
    *(f"duplicates CORPUS --format csv --table {table}" for table in ("pairs", "boilerplate", "shares")),
    "boilerplate CORPUS",
    "boilerplate CORPUS --format json",
    "spin CORPUS",
    "spin CORPUS --format json",
    "templates CORPUS --format json",
    "templates CORPUS --family F1",
    f"compare {A} {B} --corpus CORPUS --format html",
)
CODED = (
    "themes CORPUS",
    "themes CORPUS --by school --format json",
    "agreement SHEET CORPUS --format json",
)


@pytest.fixture
def told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    """Return a function that runs a command on a corpus or on files, and returns what it writes and says."""
    review = tmp_path / "review.csv"
    review.write_text(f"a,b,decision,note\n{A},{B},copied,seen\n", "utf-8")
    files = {"SHEET": DATA / "coded" / "made.csv", "REVIEW": review}

    def tell(command: str, corpus: Path) -> tuple[bytes, str]:
        words = (files.get(word, corpus if word == "CORPUS" else word) for word in command.split())
        assert run([*map(str, words), "-o", str(tmp_path / "output")]) == 0
        return (tmp_path / "output").read_bytes(), capsys.readouterr().err

    return tell


@pytest.fixture(scope="module")
def afresh(plans_corpus: Path) -> tuple[Reuse, Reuse]:
    """Return what is found among the plans of the corpus, and the same with those that look spun."""
    plans = ct.Corpus.open(plans_corpus).all_plans()
    found = find_reuse(plans)
    return found, with_spin(plans, found)


def forbid(patched: pytest.MonkeyPatch, work: Iterable[str]) -> None:
    """Take functions away: whoever needs one fails."""
    for name in work:
        patched.setattr(name, None)


def check(command: str, corpus: Path, told: Told, afresh: tuple[Reuse, Reuse], work: tuple[str, ...]) -> None:
    """Hold what a command writes of a corpus against what it writes where nothing but the plans is known of it."""
    with pytest.MonkeyPatch.context() as patched:
        forbid(patched, work)
        stored = told(command, corpus)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(answers, "StoredAnswers", lambda loaded, _corpus: answers.Answers(loaded))
        patched.setattr(answers.Answers, "reuse", lambda *_, spin=False: afresh[spin])
        assert told(command, corpus) == stored


@pytest.mark.parametrize("command", COMPARED)
def test_what_is_stored_is_not_compared(
    command: str, plans_corpus: Path, told: Told, afresh: tuple[Reuse, Reuse]
) -> None:
    check(command, plans_corpus, told, afresh, COMPARING)


@pytest.mark.parametrize("command", CODED)
def test_what_is_stored_is_not_coded(command: str, plans_corpus: Path, told: Told, afresh: tuple[Reuse, Reuse]) -> None:
    check(command, plans_corpus, told, afresh, COMPARING + CODING)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["report CORPUS", "clusters CORPUS --units clauses --format json"])
def test_what_is_stored_is_not_grouped(
    command: str, plans_corpus: Path, told: Told, afresh: tuple[Reuse, Reuse]
) -> None:
    check(command, plans_corpus, told, afresh, COMPARING + CODING + CLUSTERING)


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """Return a folder with four plans: one and a spun copy, one and an edited copy."""
    folder = tmp_path / "few"
    folder.mkdir()
    for name in ("01_qingshi_union_2024", "06_hexi_union_spun", "20_baihe_union_2023", "22_zhexi_union_edited"):
        shutil.copy(DATA / "plans" / f"{name}.txt", folder)
    return folder


def test_what_is_asked_otherwise_is_compared(few: Path, tmp_path: Path, told: Told) -> None:
    ct.Corpus.build(few, tmp_path / "few.corpus")
    duplicates = "duplicates CORPUS --format json"
    stored = told(duplicates, tmp_path / "few.corpus")
    (tmp_path / "notice.txt").write_text((few / "20_baihe_union_2023.txt").read_text("utf-8")[200:400], "utf-8")
    for option in ("--near 0.95", "--near 0.95 --boilerplate-families 2", f"--reference {tmp_path / 'notice.txt'}"):
        asked = told(f"{duplicates} {option}", tmp_path / "few.corpus")
        assert asked == told(f"{duplicates} {option}", few)
        assert asked != stored
    for command in ("clusters CORPUS -n 1 --format json", "themes CORPUS --codebook school-work"):
        assert told(command, tmp_path / "few.corpus") == told(command, few)


def test_a_corpus_keeps_to_what_it_was_built_with(few: Path, tmp_path: Path, told: Told) -> None:
    thresholds = Thresholds(near=0.95, boilerplate_families=2)
    ct.Corpus.build(few, tmp_path / "few.corpus", thresholds=thresholds)
    (few / "06_hexi_union_spun.txt").unlink()
    ct.Corpus.build(few, tmp_path / "few.corpus", thresholds=thresholds)
    found = told("duplicates CORPUS --near 0.95 --boilerplate-families 2", few)
    with pytest.MonkeyPatch.context() as patched:
        forbid(patched, COMPARING)
        assert told("duplicates CORPUS", tmp_path / "few.corpus") == found


@pytest.mark.parametrize("language", ["en", "zh"])
def test_failures_of_a_corpus_are_told_as_those_of_files(
    tmp_path: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*arguments: str | Path) -> list[str]:
        run([*map(str, arguments), "--lang", language])
        return capsys.readouterr().err.splitlines()

    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "a.txt").write_text("一、读书", "utf-8")
    (folder / "b.csv").write_text("x,y\n1,2\n", "utf-8")
    (folder / "c.jsonl").write_text('{"text": "一、读书"}\n{"text"\n', "utf-8")
    failed = told("extract", folder, "-o", tmp_path / "plans.jsonl")
    assert "--text-column" in failed[0] and len(failed) == 3
    for _ in range(2):  # the second tells what was kept
        assert told("build", folder, "-o", tmp_path / "c")[1:] == failed
    errors = ct.Corpus.open(tmp_path / "c").failures["error"].map(json.loads)
    assert errors[0]["kind"] == "TextColumnError"
    for name in ("a.txt", "c.jsonl"):
        (folder / name).unlink()
    assert told("build", folder, "-o", tmp_path / "d")[0] == failed[0]
