"""A corpus built again: only new and changed files are read, and the tables are those of a fresh build."""

import io
import os
import random
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corpus_tools as ct
from corpus_tools.cli.app import run
from corpus_tools.corpus import build
from corpus_tools.corpus.batches import FILES_A_BATCH, Batch, parse_batch
from corpus_tools.corpus.gathering import FileKey, Piece, gather, settled_pieces
from corpus_tools.corpus.meta import Meta
from corpus_tools.corpus.past import open_past
from corpus_tools.corpus.recipe import Recipe, describe_making
from corpus_tools.corpus.replacing import new_folder
from corpus_tools.corpus.store import _holds_tables
from corpus_tools.engines import run_here
from corpus_tools.errors import InputFailedWarning, MissingExtraError, NothingReadError, OutputError
from corpus_tools.reading.files import InputFile
from corpus_tools.reading.limits import Limits
from corpus_tools.reuse.results import Thresholds
from corpus_tools.tables import TABLES
from corpus_tools.themes.codebook import Codebook, parse_codebook
from corpus_tools.words.lists import UserDictionary
from tests.conftest import DATA

pytestmark = pytest.mark.filterwarnings(f"ignore::{InputFailedWarning.__module__}.{InputFailedWarning.__name__}")

READING = "读书计划\n一、教师共读名著，撰写读书笔记。\n二、开展读书沙龙，评选读书标兵。"
SAFETY = "安全计划\n一、3月检查食堂，组织演练。\n二、检查校车，开展安全教育。"
SPORTS = "体育计划\n（一）办好运动会，人人参加。\n（二）每周两次跳绳比赛。"


def packed(members: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, text in members.items():
            file.writestr(zipfile.ZipInfo(name), text)
    return buffer.getvalue()


# What may stand in a file of a folder; all kinds of failures among it.
CONTENTS = (
    READING.encode(),
    SAFETY.encode("gb18030"),
    f"{READING}\n\n{SAFETY}\n\n{SPORTS}".encode(),
    b"",
    b"\x00\x01\x02" * 50,
    packed({"a.txt": READING, "b.txt": "", "c/d.txt": SPORTS}),
    packed({"a.txt": SAFETY}),
    b"PK\x03\x04" + b"broken" * 9,
    f"path,text\nx,{SPORTS.replace(chr(10), ' ')}\ny,\n".encode(),
)
NAMES = ("a.txt", "b.txt", "c.zip", "d/a.txt", "e.csv")
TINY = 'name = "tiny"\n[themes."读书"]\nany = ["读书"]\n'.encode()
CODEBOOK = parse_codebook(TINY, "tiny.toml")
OTHER_CODEBOOK = parse_codebook('name = "other"\n[themes."安全"]\nany = ["安全", "演练"]\n'.encode(), "other.toml")

changes = st.lists(st.tuples(st.sampled_from(NAMES), st.none() | st.sampled_from(CONTENTS)), min_size=1, max_size=5)


def write(folder: Path, files: Mapping[str, bytes | None]) -> None:
    """Write files into a folder; those with None are taken away."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(content)


def contents(corpus: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in corpus.iterdir()}


def make(folder: Path, target: Path, **options: Any) -> ct.Corpus:
    given: dict[str, Any] = {"codebook": CODEBOOK, "n_workers": 1} | options
    return ct.Corpus.build(folder, target, **given)


def parse(files: Sequence[InputFile]) -> Iterator[Batch]:
    return run_here(parse_batch, files, FILES_A_BATCH)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    write(folder / "plans", {"a.txt": CONTENTS[0], "b.txt": CONTENTS[1], "c.zip": CONTENTS[5], "empty.txt": b""})
    assert make(folder / "plans", folder / "c").built == (4, 0, ())
    return folder


@pytest.fixture
def plans(made_once: Path, tmp_path: Path) -> Path:
    """Return a folder of four files; beside it stands ``c``, a corpus of them."""
    shutil.copytree(made_once, tmp_path, dirs_exist_ok=True)
    return tmp_path / "plans"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(changes, min_size=2, max_size=5))
def test_kept_rows_are_those_that_would_be_read(tmp_path: Path, steps: list[list[tuple[str, bytes | None]]]) -> None:
    folder = tmp_path / "plans"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    kept: Mapping[FileKey, Piece] = {}
    before: dict[str, bytes] = {}
    for step in steps:
        write(folder, dict(step))
        now = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        found = [InputFile(name, folder / name) for name in sorted(now)]
        gathered, fresh = gather(found, kept, parse), gather(found, {}, parse)
        assert gathered.n_read == sum(before.get(name) != content for name, content in now.items())
        assert gathered.n_kept == len(now) - gathered.n_read
        assert gathered.tables.keys() == fresh.tables.keys()
        for name, table in fresh.tables.items():
            assert gathered.tables[name].equals(table), name
        kept, before = settled_pieces(gathered.tables), now


def test_only_what_is_new_or_changed_is_read(plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "c"
    assert ct.Corpus.open(target).failures["path"].tolist() == ["c.zip!b.txt", "empty.txt"]
    write(plans, {"b.txt": None, "a.txt": CONTENTS[2], "new.txt": SPORTS.encode()})
    read: list[str] = []

    def watched(files: list[InputFile], *others: object, **options: object) -> object:
        read.extend(file.path for file in files)
        return parse_batch(files, *others, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(build, "parse_batch", watched)
    again = make(plans, target)
    assert read == ["a.txt", "new.txt"]
    assert again.built == (2, 2, ())
    assert again.failures["path"].tolist() == ["c.zip!b.txt", "empty.txt"]
    assert again.files["path"].tolist() == ["a.txt", "c.zip", "empty.txt", "new.txt"]
    make(plans, tmp_path / "fresh")
    assert contents(target) == contents(tmp_path / "fresh")


def test_the_time_of_a_file_says_nothing(plans: Path, tmp_path: Path) -> None:
    times = (plans / "a.txt").stat()
    (plans / "a.txt").write_bytes(READING.replace("名著", "诗歌").encode())  # of the same size
    os.utime(plans / "a.txt", ns=(times.st_atime_ns, times.st_mtime_ns))
    os.utime(plans / "b.txt", (0, 0))
    again = make(plans, tmp_path / "c")
    assert (again.built.n_read, again.built.n_kept) == (1, 3)
    assert "诗歌" in again.plan("a.txt#1").text


@pytest.mark.parametrize("name", ["c", ".hidden/year=2024/_a*b[1]'c"])
def test_queries_see_what_was_built_last(plans: Path, tmp_path: Path, name: str) -> None:
    corpora = [make(plans, tmp_path / name)]
    (plans / "new.txt").write_bytes(SPORTS.encode())
    corpora += make(plans, tmp_path / name), ct.Corpus.build(plans, codebook=CODEBOOK, n_workers=1)
    columns = list(corpora[0].plans)
    for corpus in corpora:
        assert corpus.sql("select count(*) as n from plans")["n"].item() == len(corpus.plans) == 5
        assert list(corpus.sql("select * from plans")) == columns
        assert ": 5 plans, 2 families, 2 failures>" in repr(corpus)


def test_meta_tables_are_read_anew(plans: Path, tmp_path: Path) -> None:
    meta = tmp_path / "meta.csv"
    meta.write_text("path,school\na.txt,甲\n", "utf-8")
    assert make(plans, tmp_path / "c", meta=meta).plans["school"].dropna().tolist() == ["甲"]
    meta.write_text("path,school,year\na.txt,乙\nb.txt,乙,2024\n", "utf-8")
    corpus = make(plans, tmp_path / "c", meta=meta)
    assert (corpus.built.n_read, corpus.built.n_kept) == (0, 4)
    assert corpus.plans["school"].dropna().tolist() == ["乙", "乙"]
    assert dict(corpus.plan("b.txt#1").meta) == {"school": "乙", "year": "2024"}
    make(plans, tmp_path / "fresh", meta=meta)
    assert contents(tmp_path / "c") == contents(tmp_path / "fresh")


def test_other_makings_keep_nothing(plans: Path, tmp_path: Path) -> None:
    target, recipe = tmp_path / "c", Recipe(CODEBOOK)
    words = UserDictionary.parse("读书沙龙".encode())
    for other, changed in (
        (recipe, ()),
        (Recipe(OTHER_CODEBOOK, Thresholds(near=0.5), Meta(["school"]), reference=plans), ()),
        (recipe._replace(dictionary=words), ("user dictionary",)),
        (recipe._replace(limits=Limits(9, 1024)), ()),
        (recipe._replace(text_column="text", dictionary=words), ("text column", "user dictionary")),
    ):
        past = open_past(target, describe_making(other))
        assert (past.changed, len(past.files)) == (changed, 0 if changed else 4)
    newer = describe_making(recipe) | {"lxml": "0", "chardet": "99"}
    assert open_past(target, newer).changed == ("chardet", "lxml")
    again = make(plans, target, user_dictionary=words)
    assert again.built == (4, 0, ("user dictionary",))
    assert "读书沙龙" in set(again.tokens["term"])


@pytest.mark.parametrize("table", ["files", "nodes"])
def test_a_damaged_corpus_is_made_anew(plans: Path, tmp_path: Path, table: str) -> None:
    fresh = contents(tmp_path / "c")
    (tmp_path / "c" / f"{table}.parquet").write_bytes(b"PAR1")
    again = make(plans, tmp_path / "c")
    assert (again.built.n_read, again.built.changed) == (4, ("tables",))
    assert contents(tmp_path / "c") == fresh


def test_what_failed_for_the_machine_is_tried_again(
    plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus_tools.reading import source

    read_plain = source._TEXT_READERS["text/plain"]

    def refuse(text: str) -> tuple[str, dict[str, str]]:
        if "食堂" in text:
            raise MissingExtraError(path="b.txt", extra="pdf", media_type="text/plain")
        return read_plain(text)

    monkeypatch.setattr(source, "_TEXT_READERS", {**source._TEXT_READERS, "text/plain": refuse})
    write(plans, {"b.txt": f" {SAFETY}".encode()})
    corpus = make(plans, tmp_path / "c")
    assert corpus.files.set_index("path")["settled"].to_dict() == {
        "a.txt": True,
        "b.txt": False,
        "c.zip": True,
        "empty.txt": True,
    }
    monkeypatch.undo()
    again = make(plans, tmp_path / "c")
    assert (again.built.n_read, again.built.n_kept) == (1, 3)
    assert "b.txt#1" in set(again.plans["plan_id"])


# Files written, options, and the analyses that must be made then.
STAGES = ("align", "compare", "suspect", "fill_in", "code", "cluster")
ALL = list(STAGES)  # those from the third on are kept where families, substitutions and copies are the same
Step = tuple[dict[str, bytes | None], dict[str, Any], list[str]]
STEPS: list[Step] = [
    ({"empty.txt": None, "more.txt": b" "}, {}, []),
    ({}, {"codebook": OTHER_CODEBOOK}, ["code"]),
    ({}, {"codebook": OTHER_CODEBOOK, "meta": pd.DataFrame({"path": ["a.txt"], "district": ["城东"]})}, []),
]
MORE_STEPS: list[Step] = [
    ({}, {}, []),
    ({}, {"thresholds": Thresholds(near=0.6)}, ALL[:2]),
    ({"law.txt": SAFETY.encode()}, {}, ALL),
    ({}, {"reference": "b.txt"}, ALL[:2]),
    ({}, {"reference": "b.txt"}, []),
    ({"d.txt": SPORTS.encode()}, {"reference": "b.txt"}, ALL),
    ({"b.txt": READING.encode()}, {"reference": "b.txt"}, ALL),
    ({"b.txt": b""}, {"reference": "b.txt"}, ALL),
    ({}, {"reference": "b.txt"}, []),
    ({}, {"reference": "b.txt", "meta": pd.DataFrame({"path": ["a.txt"], " School": ["城东小学"]})}, ["compare"]),
    ({}, {"reference": "b.txt", "meta": pd.DataFrame({"path": ["a.txt"], "年份": ["2023"]})}, ["compare"]),
]


@pytest.mark.parametrize("steps", [STEPS, pytest.param(MORE_STEPS, marks=pytest.mark.slow)], ids=["few", "many"])
def test_analyses_are_kept_where_nothing_changed_for_them(
    plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: list[Step]
) -> None:
    made: list[str] = []

    def watch(name: str, stage: Callable[..., object]) -> None:
        def watched(*given: object) -> object:
            made.append(name)
            return stage(*given)

        monkeypatch.setattr(build, name, watched)

    for name in STAGES:
        watch(name, getattr(build, name))
    for files, options, stages in steps:
        write(plans, files)
        if "reference" in options:
            options = {**options, "reference": plans / options["reference"]}
        made.clear()
        make(plans, tmp_path / "c", **options)
        assert made == stages, (files, options)
        make(plans, tmp_path / "fresh", **options)
        assert contents(tmp_path / "c") == contents(tmp_path / "fresh")
        shutil.rmtree(tmp_path / "fresh")


COPIES = [
    *("01_qingshi_union_2024", "06_hexi_union_spun", "12_qingshi_union_2022", "20_baihe_union_2023"),
    *("21_baihe_union_crawled", "22_zhexi_union_edited", "25_yanzhou_union_random_spun", "26_fenglindu_safety_2024"),
    *("27_weitang_boarders_lifted", "28_fenglindu_safety_2025"),
]


def draw_meta(seed: int) -> pd.DataFrame:
    """Return what a meta table may say of the copies: of many the same, of some nothing."""
    rng = random.Random(seed)
    schools, days = ["青石小学", "河西小学", "", "Ａ校"], ["2021-09-01", "2024年3月", "", "2026", "春"]
    rows = [(f"{name}.txt", rng.choice(schools), rng.choice(days), rng.choice(days)) for name in COPIES]
    return pd.DataFrame(rows, columns=["path", "学校", "published", *rng.sample(["年份", "remark"], 1)])


@pytest.mark.parametrize("seeds", [[1, 2], pytest.param(range(3, 15), marks=pytest.mark.slow)], ids=["few", "many"])
def test_schools_and_dates_change_what_is_made_of_alignments_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seeds: Sequence[int]
) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    for name in COPIES:
        shutil.copy(DATA / "plans" / f"{name}.txt", folder)
    sources = {tuple(make(folder, tmp_path / "c").pairs["source"].fillna(""))}
    for seed in seeds:
        meta = draw_meta(seed)
        with monkeypatch.context() as patch:
            patch.setattr(build, "align", lambda *_: pytest.fail("it was aligned again"))
            corpus = make(folder, tmp_path / "c", meta=meta)
        sources.add(tuple(corpus.pairs["source"].fillna("")))
        make(folder, tmp_path / "fresh", meta=meta)
        assert contents(tmp_path / "c") == contents(tmp_path / "fresh"), seed
        shutil.rmtree(tmp_path / "fresh")
    assert len(sources) > 2, "they change who copied from whom"


def test_one_plan_of_a_file_and_members_are_kept_apart(plans: Path, tmp_path: Path) -> None:
    write(plans, {"a.txt": CONTENTS[2]})
    wanted = [f"{plans}/a.txt#2", f"{plans}/a.txt#9", f"{plans}/c.zip!c/d.txt"]
    for n_kept in (0, 3):  # what was wanted whole is not what is wanted in part
        corpus = ct.Corpus.build(wanted, tmp_path / "c", codebook=CODEBOOK)
        assert corpus.built.n_kept == n_kept
        assert corpus.plans["plan_id"].tolist() == ["a.txt#2", "c.zip!c/d.txt#1"]
        assert corpus.failures["path"].tolist() == ["a.txt"]


def test_a_target_that_cannot_be_written_is_told_first(
    plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "letters", {"mum.txt": b"dear mum"})
    monkeypatch.setattr(build, "gather", lambda *_: pytest.fail("it was read"))
    with pytest.raises(OutputError, match="more than a corpus"):
        make(plans, tmp_path / "letters")


def test_the_old_corpus_stays_where_nothing_can_be_read(plans: Path, tmp_path: Path) -> None:
    before = contents(tmp_path / "c")
    write(plans, {"a.txt": None, "b.txt": None, "c.zip": None})
    with pytest.raises(NothingReadError):
        make(plans, tmp_path / "c")
    assert contents(tmp_path / "c") == before


def test_folders_of_killed_builds_go_and_others_stay(tmp_path: Path) -> None:
    target = tmp_path / "c"
    left, work = tmp_path / ".c.build-left", tmp_path / ".c.build-notes"
    write(left, {"plans.parquet": b"PAR1"})
    write(work, {"mine.txt": b"mine"})
    with new_folder(target, _holds_tables) as first, new_folder(target, _holds_tables) as second:
        assert not left.exists()
        assert first.exists() and second.exists()
    assert [path.name for path in tmp_path.iterdir()] == [work.name]


def test_an_old_corpus_that_stood_aside_is_put_back(plans: Path, tmp_path: Path) -> None:
    (tmp_path / "c").rename(tmp_path / ".c.build-x.old")
    assert make(plans, tmp_path / "c").built == (0, 4, ())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c", "plans"]


def test_the_command_says_what_was_read(
    plans: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    codebook, words = tmp_path / "tiny.toml", tmp_path / "words.txt"
    codebook.write_bytes(TINY)
    words.write_text("读书沙龙", "utf-8")
    said = []
    for options in ([], ["--user-dictionary", str(words)]):
        arguments = ["build", str(plans), "-o", str(tmp_path / "c"), "--codebook", str(codebook), "--lang", "en"]
        assert run([*arguments, *options]) == 1  # an input is empty
        said.append(capsysbinary.readouterr().err.decode().splitlines())
    assert [lines[-4].partition("; ")[2] for lines in said] == [
        "files read: 0, kept: 4",
        "files read: 4, kept: 0",
    ]
    assert said[1][0].endswith("everything was read again; not as it was: user dictionary")


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(changes, st.sampled_from([CODEBOOK, OTHER_CODEBOOK])), min_size=2, max_size=4))
def test_a_corpus_built_again_is_the_same_byte_for_byte(
    tmp_path: Path, steps: list[tuple[list[tuple[str, bytes | None]], Codebook]]
) -> None:
    folder, target, fresh = tmp_path / "plans", tmp_path / "c", tmp_path / "fresh"
    for path in (folder, target):
        shutil.rmtree(path, ignore_errors=True)
    for step, codebook in steps:
        write(folder, {"always.txt": READING.encode(), **dict(step)})
        make(folder, target, codebook=codebook)
        make(folder, fresh, codebook=codebook)
        assert contents(target) == contents(fresh)
        shutil.rmtree(fresh)


# A build that ends at its n-th step on disk, without a chance to clean up.
KILLED = """
import os, signal, sys
from pathlib import Path
import pyarrow.parquet as pq
import corpus_tools as ct
from corpus_tools.corpus import replacing

steps = int(sys.argv[3])

def dying(function):
    def step(*given, **options):
        global steps
        if steps == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        steps -= 1
        return function(*given, **options)
    return step

pq.write_table = dying(pq.write_table)
replacing._exchange = dying(replacing._exchange)
replacing.shutil.rmtree = dying(replacing.shutil.rmtree)
Path.rename = dying(Path.rename)
os.replace = dying(os.replace)
ct.Corpus.build(sys.argv[1], sys.argv[2], codebook=ct.Codebook.open(sys.argv[4]))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system knows no SIGKILL")
def test_a_build_that_is_killed_leaves_a_whole_corpus(plans: Path, tmp_path: Path) -> None:
    target = tmp_path / "c"
    old = contents(target)
    write(plans, {"new.txt": SPORTS.encode()})
    make(plans, tmp_path / "fresh")
    new = contents(tmp_path / "fresh")
    codebook = tmp_path / "tiny.toml"
    codebook.write_bytes(TINY)
    ended, seen = [], []
    for steps in (0, 1, len(TABLES) - 1, *range(len(TABLES), len(TABLES) + 6)):
        done = subprocess.run([sys.executable, "-c", KILLED, plans, target, str(steps), codebook], check=False)
        ended.append(done.returncode)
        seen.append(contents(target))
        assert seen[-1] in (old, new)
        if done.returncode == 0:
            break
    assert ended[:3] == [-signal.SIGKILL] * 3 and ended[-1] == 0
    assert seen[0] == old and seen[-1] == new
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "c",
        "fresh",
        "plans",
        "tiny.toml",
    ]  # what was left is cleared away
