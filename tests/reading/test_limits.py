"""Limits: a document that fails, hangs or dies is a failure with stage and reason, and the others go on."""

import io
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from corpus_tools.corpus.parsing import parse_files
from corpus_tools.errors import (
    DamagedFileError,
    MemoryLimitError,
    ReaderDiedError,
    ReaderFailedError,
    TimeLimitError,
    UnreadableError,
)
from corpus_tools.options import OPTIONS
from corpus_tools.reading import workers
from corpus_tools.reading.files import InputFile, find_files
from corpus_tools.reading.limited import read_limited, read_source
from corpus_tools.reading.limits import Limits
from corpus_tools.reading.source import Failure, Source, Unit, read_unit
from tests.conftest import DATA
from tests.reading.bad_readers import read_badly
from tests.reading.hostile import good_files
from tests.reading.word_files import pack

STRICT = Limits(seconds=1.0, megabytes=256)
BAD = [
    ("hang", TimeLimitError),
    ("hang in c", TimeLimitError),
    ("sleep", TimeLimitError),
    ("eat", MemoryLimitError),
    ("crash", ReaderDiedError),
    ("exit", ReaderDiedError),
    ("abort", ReaderDiedError),
    ("leave", ReaderDiedError),
]


def read(path: Path, limits: Limits = STRICT) -> list[Source | Failure]:
    return [result for file in find_files([path])[0] for result in read_limited(read_badly, file, limits)]


@pytest.mark.parametrize(("deed", "error"), BAD)
def test_a_bad_document_is_a_failure_and_the_others_go_on(tmp_path: Path, deed: str, error: type[Exception]) -> None:
    for name, text in {"a": "<一、读书>", "b": f"<{deed}>", "c": "<二、徒步>"}.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    before, bad, after = read(tmp_path)
    assert isinstance(before, Source) and isinstance(after, Source)
    assert isinstance(bad, Failure)
    assert (type(bad.error), bad.path, bad.stage) == (error, "b.txt", "parse")
    assert bad.n_bytes == len(deed) + 2


def test_the_members_of_an_archive_and_the_rows_of_a_table_go_on(tmp_path: Path) -> None:
    rows = b'{"text": "crash"}\n{"text": "\xe4\xb8\x80"}\n{"text": "leave"}\n{"text": "\xe4\xb8\x80"}'
    members: dict[str, str | bytes] = {"1.txt": "一", "2.txt": "exit", "3.jsonl": rows, "4.txt": "eat", "5.txt": "一"}
    (tmp_path / "a.zip").write_bytes(pack(members))
    results = [(result.path, type(getattr(result, "error", None)).__name__) for result in read(tmp_path)]
    assert results == [
        ("a.zip!1.txt", "NoneType"),
        ("a.zip!2.txt", "ReaderDiedError"),
        ("a.zip!3.jsonl!1", "ReaderDiedError"),
        ("a.zip!3.jsonl!2", "NoneType"),
        ("a.zip!3.jsonl!3", "ReaderDiedError"),
        ("a.zip!3.jsonl!4", "NoneType"),
        ("a.zip!4.txt", "MemoryLimitError"),
        ("a.zip!5.txt", "NoneType"),
    ]


def test_nothing_that_a_library_prints_comes_between(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("<print>", "utf-8")
    [source] = read(tmp_path)
    assert isinstance(source, Source)
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_a_slow_caller_is_not_late(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(pack({f"{number}.txt": "一、读书" * 20_000 for number in range(4)}))
    [file] = find_files([tmp_path])[0]
    for result in read_limited(read_badly, file, Limits(0.5, 256)):
        assert isinstance(result, Source)
        time.sleep(0.6)


def test_a_caller_that_wants_no_more_stops_the_worker(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(pack({"1.txt": "一", "2.txt": "sleep"}))
    [file] = find_files([tmp_path])[0]
    results = read_limited(read_badly, file, STRICT)
    next(results)
    results.close()  # type: ignore[attr-defined]  # it is a generator
    assert not workers._idle[STRICT]


def test_workers_are_used_again(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>一、读书</p>", "utf-8")
    read(tmp_path)
    first = workers._idle[STRICT][-1]
    read(tmp_path)
    assert workers._idle[STRICT][-1] is first


def test_the_least_memory_is_enough_for_every_format(tmp_path: Path) -> None:
    for name, raw in good_files().items():
        (tmp_path / name).write_bytes(raw)
    limits = Limits(seconds=10.0, megabytes=OPTIONS["memory_limit"].least)
    failed = [result for result in parse_files(find_files([tmp_path])[0], limits=limits) if isinstance(result, Failure)]
    assert {failure.path for failure in failed} <= {"old.doc"}  # that needs another program


def test_plain_text_starts_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_Worker", None)
    monkeypatch.setattr(workers, "_idle", {})
    results = list(parse_files(find_files([DATA / "plans" / "*.txt"])[0]))
    assert results and not any(isinstance(result, Failure) for result in results)


def test_results_are_those_of_this_process(tmp_path: Path) -> None:
    from corpus_tools.corpus.parsing import parse_file

    for file in find_files([DATA / "plans"])[0]:
        assert list(read_limited(parse_file, file, STRICT)) == list(parse_file(file, None, lambda step: None, ()))


def test_no_main_module_is_run_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    page = DATA / "plans" / "04_yunpu_research.html"
    script.write_text(f"import corpus_tools as ct\nprint(len(ct.read_plans({str(page)!r})))", "utf-8")
    run = subprocess.run([sys.executable, "-X", "dev", script], capture_output=True, text=True, check=True)
    assert (run.stdout.strip(), run.stderr) == ("1", "")


def test_nothing_of_the_working_folder_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of plans may hold a module of a well-known name."""
    for name in ("pickle.py", "lxml.py", "numpy.py"):
        (tmp_path / name).write_text("raise SystemExit", "utf-8")
    (tmp_path / "a.html").write_text("<p>一、读书</p>", "utf-8")
    monkeypatch.chdir(tmp_path)
    unused = Limits(5.0, 300)  # no worker was started with these before
    [result] = read_limited(read_badly, InputFile("a.html", Path("a.html")), unused)
    assert isinstance(result, Source)


def test_an_error_that_no_reader_should_raise_is_a_failure() -> None:
    def fail() -> Source:
        raise KeyError("w:p\nand more")

    [failure] = read_unit(Unit("a.docx", 3, fail))
    assert isinstance(failure, Failure) and isinstance(failure.error, ReaderFailedError)
    assert str(failure.error).startswith("a.docx: its reader failed (KeyError: 'w:p\\nand more')")


def test_read_source_raises_what_a_failure_says(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>" + "一、读书" * 30_000, "utf-8")
    assert read_source(tmp_path / "a.html").media_type == "text/html"
    with pytest.raises(TimeLimitError, match=r"a\.html: not done within 0\.001 seconds; raise the time limit"):
        read_source(tmp_path / "a.html", time_limit=0.001)
    with pytest.raises(UnreadableError):
        read_source(tmp_path / "none.html")


def test_limits_beyond_what_the_system_counts(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>一、读书", "utf-8")
    assert read_source(tmp_path / "a.html", time_limit=1e300, memory_limit=10**30).text.strip() == "一、读书"


def zeros(name: str, n_bytes: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "一、读书")
        archive.writestr(name, bytes(n_bytes))
    return stream.getvalue()


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zeros("b.txt", 20 << 20))
    start = time.perf_counter()
    source, bomb = read(tmp_path)
    assert time.perf_counter() - start < 1
    assert isinstance(source, Source)
    assert isinstance(bomb, Failure) and isinstance(bomb.error, DamagedFileError)
    assert (bomb.path, bomb.n_bytes) == ("a.zip!b.txt", 20 << 20)


@pytest.mark.slow
def test_a_worker_does_not_outlive_its_caller(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("<sleep>", "utf-8")
    code = (
        "import os\nfrom pathlib import Path\nfrom corpus_tools.reading import workers\n"
        "from corpus_tools.reading.files import InputFile\nfrom corpus_tools.reading.limits import Limits\n"
        "from tests.reading.bad_readers import read_badly\n"
        "worker = workers._Worker(Limits(1.5, 256))\n"
        f"job = workers._Job(read_badly, InputFile('a.txt', Path({str(tmp_path / 'a.txt')!r})), None, frozenset())\n"
        "next(worker.run(job))\nprint(worker._process.pid, flush=True)\nos._exit(0)"
    )
    run = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True)
    time.sleep(3)
    assert has_ended(int(run.stdout))


def has_ended(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    state = Path(f"/proc/{process}/stat")
    return state.is_file() and state.read_text().split()[2] == "Z"  # gone, not yet buried
