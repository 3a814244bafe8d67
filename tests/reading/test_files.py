"""Files: folders in order, names that clash, one plan of a file, and what cannot be opened."""

import bz2
import gzip
import hashlib
import io
import lzma
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus_tools.errors import (
    DamagedFileError,
    NestedArchiveError,
    NoInputError,
    NoSuchPathError,
    OnePlanOfFolderError,
)
from corpus_tools.reading.files import find_files
from corpus_tools.reading.source import Failure, Source
from tests.reading.reads import read_files


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("一、读书", "utf-8")


def names(*paths: str | Path) -> list[str]:
    return [file.path for file in find_files(paths)[0]]


def test_folders_are_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/2.txt", "a/10.txt", ".hidden", ".git/x", "c/d/e.txt")
    assert names(tmp_path) == ["b.txt", "a/10.txt", "a/2.txt", "c/d/e.txt"]


def test_what_systems_and_word_leave_beside_plans_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.docx", "~$a.docx", "b/~$b.doc", "Thumbs.db", "b/desktop.ini", "__MACOSX/b.txt", ".~lock.a.odt#")
    monkeypatch.chdir(tmp_path)
    assert names(tmp_path) == names("*") == names("**/*") == ["a.docx"]
    assert names("a.docx", "~$a.docx") == ["a.docx"], "a shell's * gives both"
    with pytest.raises(NoInputError):
        find_files(["~$a.docx"])
    with tarfile.open(tmp_path / "c.tar", "w") as archive:
        archive.add(tmp_path, "in", filter=lambda member: None if member.name == "in/c.tar" else member)
    assert [result.path for _file, result in read_files(find_files(["c.tar"])[0])] == ["c.tar!in/a.docx"]


def test_a_file_by_itself_has_its_name(tmp_path: Path) -> None:
    write(tmp_path, "a/x.txt")
    assert names(tmp_path / "a" / "x.txt") == ["x.txt"]


def test_clashing_names_begin_with_their_roots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a/x.txt", "b/x.txt", "b/y.txt")
    monkeypatch.chdir(tmp_path)
    assert names("a", "b") == ["a/x.txt", "b/x.txt", "y.txt"]
    assert names("a", "a") == ["x.txt"]


def test_one_plan_of_a_file(tmp_path: Path) -> None:
    write(tmp_path, "x.txt", "y#2")
    assert [file.ordinal for file in find_files([f"{tmp_path}/x.txt#3", f"{tmp_path}/y#2"])[0]] == [3, None]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "a/x.txt")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    assert names(tmp_path) == ["a/x.txt"]


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/" + "计划.txt".encode("gb18030")
    Path(os.fsdecode(path)).write_text("一、读书", "utf-8")
    assert names(tmp_path) == ["计划.txt"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.txt", ["a.txt", "b.txt"]),
        ("?.txt", ["a.txt", "b.txt"]),
        ("[b-z].txt", ["b.txt"]),
        ("**/*.txt", ["a.txt", "b.txt", "c.txt", "d.txt"]),
        ("s*", ["c.txt", "t/d.txt", "t/e.html"]),
        (".h*", [".hidden.txt"]),
    ],
)
def test_patterns_stand_for_what_they_match(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pattern: str, found: list[str]
) -> None:
    write(tmp_path, "b.txt", "a.txt", ".hidden.txt", "sub/c.txt", "sub/t/d.txt", "sub/t/e.html", ".git/f.txt")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    assert names(tmp_path / pattern) == found
    monkeypatch.chdir(tmp_path)
    assert names(pattern) == found


def test_a_pattern_is_a_name_where_there_is_one(tmp_path: Path) -> None:
    write(tmp_path, "[a].txt", "a.txt")
    assert names(tmp_path / "[a].txt") == ["[a].txt"]
    assert [file.ordinal for file in find_files([f"{tmp_path}/?.txt#2"])[0]] == [2]
    with pytest.raises(NoSuchPathError, match=r"\*\.doc"):
        find_files([tmp_path / "*.doc"])


PACKERS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_packed_file_is_the_file(tmp_path: Path, suffix: str) -> None:
    text = "一、读书\n二、徒步".encode("gb18030")
    (tmp_path / f"plan.txt.{suffix}").write_bytes(PACKERS[suffix](text))
    (tmp_path / f"zz.html.{suffix}").write_bytes(PACKERS[suffix]("<p>一、读书</p>".encode()))
    [(_, plain), (_, page)] = read_files(find_files([tmp_path])[0])
    assert isinstance(plain, Source) and isinstance(page, Source)
    assert (plain.path, plain.encoding, plain.n_bytes) == (f"plan.txt.{suffix}", "gb18030", len(text))
    assert plain.sha256 == hashlib.sha256(text).hexdigest()
    assert (page.media_type, page.text) == ("text/html", "一、读书")


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_damaged_packed_file_says_so_in_words(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"plan.txt.{suffix}").write_bytes(PACKERS[suffix](os.urandom(5000))[:-900])
    [(_, failure)] = read_files(find_files([tmp_path])[0])
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, DamagedFileError)
    assert "not a gzip" not in str(failure.error) and "tar" not in str(failure.error)


def tarred(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def test_an_archive_in_an_archive_and_a_packed_file_in_one(tmp_path: Path) -> None:
    inner = tarred("x.txt", "一、读书".encode())
    (tmp_path / "a.tar.gz").write_bytes(tarred("in.tgz", inner))
    (tmp_path / "b.tar.gz").write_bytes(tarred("in.jsonl.gz", gzip.compress('{"text": "一、读书"}'.encode())))
    [(_, nested), (_, packed)] = read_files(find_files([tmp_path])[0])
    assert isinstance(nested, Failure) and isinstance(nested.error, NestedArchiveError)
    assert nested.path == "a.tar.gz!in.tgz"
    assert isinstance(packed, Source) and packed.path == "b.tar.gz!in.jsonl.gz!1"
    for wanted in ("in.jsonl.gz", "in.jsonl.gz!1"):
        [(_, one)] = read_files(find_files([f"{tmp_path}/b.tar.gz!{wanted}#1"])[0])
        assert isinstance(one, Source)


def test_a_member_whose_name_is_no_utf8(tmp_path: Path) -> None:
    name = os.fsdecode("计划.txt".encode("gb18030"))
    (tmp_path / "a.tgz").write_bytes(tarred(name, "一、读书".encode()))
    [(_, source)] = read_files(find_files([tmp_path])[0])
    assert source.path == "a.tgz!计划.txt"


def test_the_same_file_by_two_ways_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "a/x.txt")
    assert names(tmp_path, tmp_path / "a" / "x.txt") == ["a/x.txt"]
    assert names(tmp_path / "a" / "x.txt", tmp_path / "a" / ".." / "a" / "x.txt") == ["x.txt"]


def test_a_file_called_dash_is_a_file(tmp_path: Path) -> None:
    write(tmp_path, "-")
    [(_file, source)] = read_files(find_files([tmp_path])[0])
    assert not isinstance(source, Failure)
    assert source.text == "一、读书"


def test_one_plan_of_a_folder_is_no_question(tmp_path: Path) -> None:
    write(tmp_path, "x.txt")
    with pytest.raises(OnePlanOfFolderError):
        find_files([f"{tmp_path}#1"])


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(NoSuchPathError, match="no such file"):
        find_files([tmp_path / "nowhere"])
    with pytest.raises(NoInputError, match="no file found"):
        find_files([tmp_path])


def test_one_missing_path_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path, "x.txt")
    files, failures = find_files([tmp_path / "nowhere", tmp_path / "x.txt"])
    assert [file.path for file in files] == ["x.txt"]
    assert [(failure.stage, failure.path) for failure in failures] == [("find", str(tmp_path / "nowhere"))]


def test_what_is_no_regular_file_fails_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    [(_file, result)] = read_files(find_files([tmp_path])[0])
    assert isinstance(result, Failure)
    assert "not a regular file" in str(result.error)


@pytest.mark.skipif(os.name != "posix", reason="permissions of another system")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    """As a user that may not look into it; root may look into everything."""
    write(tmp_path, "open/x.txt", "closed/y.txt")
    (tmp_path / "closed").chmod(0)
    for folder in (tmp_path, *list(tmp_path.parents)[:2]):
        folder.chmod(0o755)
    code = (
        "import os, sys; sys.path.insert(0, os.getcwd())\n"
        "from corpus_tools.reading.files import find_files\n"
        "from corpus_tools.cli.app import run\n"
        "import corpus_tools.cli.extract\n"  # all imports come before: another user may not see the library
        "if os.getuid() == 0: os.setuid(65534)\n"
        f"files, failures = find_files([{str(tmp_path)!r}])\n"
        "print([f.path for f in files], [type(f.error).__name__ for f in failures])\n"
        f"sys.exit(run(['extract', {str(tmp_path / 'closed')!r}]))"
    )
    try:
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    finally:
        (tmp_path / "closed").chmod(0o755)
    assert done.stdout == "['open/x.txt'] ['UnreadableError']\n"
    assert done.returncode == 3  # the closed folder alone: nothing could be read
    assert "Permission denied" in done.stderr and "Traceback" not in done.stderr
