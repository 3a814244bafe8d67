"""The hostile set: nothing crashes, nothing is lost without a row, nothing takes more than it may."""

import json
import os
import re
import resource
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from corpus_tools.cli.app import SOME_FAILED, run
from corpus_tools.corpus.parsing import parse_file, parse_files
from corpus_tools.errors import ReaderFailedError
from corpus_tools.reading import workers
from corpus_tools.reading.files import InputFile, find_files, holds
from corpus_tools.reading.limits import USUAL
from corpus_tools.reading.source import Failure, Source
from corpus_tools.structure.plans import ParsedSource
from tests.reading.hostile import damaged_files, good_files, long_texts, write_hostile_files, write_odd_files
from tests.reading.reads import sources_of_bytes
from tests.reading.word_files import pack

_TO_START = 1.0  # seconds for a new worker and for the file's bytes


def parsed(name: str, raw: bytes) -> list[ParsedSource | Failure]:
    """Return what is in some bytes, read in this process."""
    return list(parse_file(InputFile(name, Path(name)), raw, lambda step: None, ()))


def path_of(result: ParsedSource | Failure) -> str:
    return result.path if isinstance(result, Failure) else result.source.path


def has_broken_reader(result: ParsedSource | Failure) -> bool:
    return isinstance(result, Failure) and isinstance(result.error, ReaderFailedError)


def test_the_good_files_are_good() -> None:
    for name, raw in good_files().items():
        if not name.endswith(".doc"):  # needs another program
            assert not any(isinstance(result, Failure) for result in parsed(name, raw)), name


def test_damaged_bytes_give_sources_or_named_errors() -> None:
    for name, raw in damaged_files():
        results = parsed(name, raw)
        assert results and not any(map(has_broken_reader, results)), name


def test_odd_files_each_have_a_row(tmp_path: Path) -> None:
    write_odd_files(tmp_path)
    files, failures = find_files([tmp_path])
    assert not failures
    results = Counter(path_of(result) for result in parse_files(files))
    assert results == Counter(file.path for file in files)
    assert len(files) == len([name for _, _, names in os.walk(tmp_path) for name in names])


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_whole_set_within_its_limits(tmp_path: Path) -> None:
    """In a process of its own: what it and its workers take at most is then theirs alone."""
    write_hostile_files(tmp_path)
    own = subprocess.run(
        [sys.executable, "-c", f"from {__name__} import print_all; print_all({str(tmp_path)!r})"],
        capture_output=True,
        check=True,
        text=True,
    )
    *files, last = map(json.loads, own.stdout.splitlines())
    assert len(files) >= 200 and own.stderr == ""
    for file in files:
        assert file["rows"], f"{file['path']} is lost"
        assert file["seconds"] <= USUAL.seconds + _TO_START, file
        assert all(holds(file["path"], row) for row in file["rows"])
        assert not file["broken"], file
    assert max(Counter(row for file in files for row in file["rows"]).values()) == 1
    if sys.platform == "linux":  # in KiB there
        assert max(last["kib"]) <= USUAL.megabytes << 10


def print_all(folder: str) -> None:
    """Print a line of JSON for every file below a folder, and the highest memory of this process and its workers."""
    files, _ = find_files([Path(folder)])
    for file in files:
        start = time.perf_counter()
        results = list(parse_files([file]))
        line = {
            "path": file.path,
            "seconds": time.perf_counter() - start,
            "rows": [path_of(result) for result in results],
            "broken": [str(result) for result in results if has_broken_reader(result)],
        }
        sys.stdout.write(json.dumps(line) + "\n")
    workers._stop_idle()
    of_workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    sys.stdout.write(json.dumps({"kib": [_own_peak(), of_workers]}))


def _own_peak() -> int:
    """Return the highest memory of this process in KiB; ``getrusage`` keeps that of the one that started it."""
    status = Path("/proc/self/status")
    peaks = re.findall(r"VmHWM:\s*(\d+)", status.read_text()) if status.exists() else []
    return int(peaks[0]) if peaks else 0


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_command_over_hostile_files(tmp_path: Path) -> None:
    """The long texts are left out: their JSON would be as long."""
    folder, output = tmp_path / "files", tmp_path / "plans.jsonl"
    folder.mkdir()
    for name, raw in damaged_files():
        (folder / name).write_bytes(raw)
    write_odd_files(folder)
    failures = tmp_path / "failures.jsonl"
    code = run(["extract", str(folder), "-o", str(output), "--failures", str(failures)])
    assert code == SOME_FAILED
    assert output.stat().st_size and failures.stat().st_size


@pytest.mark.parametrize("target", ["<!DOCTYPE x SYSTEM '{url}'>", "<!DOCTYPE x [<!ENTITY % e SYSTEM '{url}'> %e;]>"])
def test_nothing_is_fetched(target: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        called = threading.Event()

        def listen() -> None:
            try:
                server.accept()
                called.set()
            except OSError:
                pass

        listener = threading.Thread(target=listen)
        listener.start()
        head = target.format(url=f"http://127.0.0.1:{server.getsockname()[1]}/x.dtd")
        for name, raw in {
            "a.html": f"{head}<html><img src=x><p>一、读书".encode(),
            "a.docx": pack({"word/document.xml": f"{head}<document>一</document>"}),
        }.items():
            assert [type(result) for result in sources_of_bytes(raw, name)] == [Source if name == "a.html" else Failure]
        listener.join()
    assert not called.is_set()


@pytest.mark.parametrize("name", ["brackets", "pairs", "quotes", "dates", "surrogates", "odd-gbk"])
def test_plain_text_of_extreme_forms_is_quick(name: str) -> None:
    start = time.perf_counter()
    for _ in sources_of_bytes(long_texts()[f"{name}.txt"](), "a.txt"):
        pass
    assert time.perf_counter() - start < 3
