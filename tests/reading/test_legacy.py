"""DOC and WPS: converted by what is installed, within a time limit; else the error says what to do."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from corpus_tools.errors import DamagedFileError, MissingProgramError
from corpus_tools.reading.formats import legacy
from corpus_tools.reading.formats.legacy import read_doc
from corpus_tools.reading.source import source_of_bytes
from tests.conftest import DATA
from tests.reading.docs import write_doc

WORD_FILE = write_doc("一、读书")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that is all of the search path but the system's shell."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("sh", "cat", "cp", "sleep"):
        (folder / name).symlink_to(shutil.which(name) or name)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def install(folder: Path, name: str, script: str) -> None:
    """Put a stand-in for a converter on the search path."""
    program = folder / name
    program.write_text(f"#!{shutil.which('sh')}\n{script}\n", "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def test_what_to_do_where_nothing_is_installed(programs: Path) -> None:
    with pytest.raises(MissingProgramError, match=r"x\.doc: .*LibreOffice.*\.docx"):
        source_of_bytes(WORD_FILE, "x.doc")


def test_what_antiword_prints_is_the_text(programs: Path) -> None:
    install(programs, "antiword", 'test -f input.doc && test "$1" = -m && echo "一、读书\r" && echo 二、徒步')
    source = source_of_bytes(WORD_FILE, "x.doc")
    assert (source.media_type, source.text) == ("application/msword", "一、读书\n二、徒步\n")
    assert source.meta == {"converter": "antiword"}


def test_libreoffice_is_asked_first(programs: Path) -> None:
    install(programs, "soffice", f'cp "{DATA / "plans" / "15_yanliu_hospital.docx"}" input.docx')
    install(programs, "antiword", "echo never")
    assert "烟柳医院工会2025年度工作计划" in read_doc(WORD_FILE, "x.doc")[0]


def test_a_program_that_fails_leaves_it_to_the_next(programs: Path) -> None:
    install(programs, "soffice", "exit 0")
    install(programs, "antiword", "echo 一、读书")
    assert read_doc(WORD_FILE, "x.doc") == ("一、读书\n", {"converter": "antiword"})
    install(programs, "antiword", "echo I am afraid not >&2; exit 3")
    with pytest.raises(DamagedFileError, match="soffice: gave no file; antiword: I am afraid not"):
        read_doc(WORD_FILE, "x.doc")


def test_time_is_limited_and_nothing_is_left(programs: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(legacy, "_SECONDS", 0.3)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    install(programs, "antiword", "sleep 60 & echo $! > ../child; wait")
    with pytest.raises(DamagedFileError, match=r"antiword: not done in 0\.3 seconds"):
        read_doc(WORD_FILE, "x.doc")
    assert not list(tmp_path.glob("corpus-tools-*"))
    with pytest.raises(ProcessLookupError):
        child = int((tmp_path / "child").read_text())
        state = Path(f"/proc/{child}/stat")
        if state.is_file() and state.read_text().split()[2] == "Z":  # gone, not yet buried
            raise ProcessLookupError
        os.kill(child, 0)


@pytest.mark.parametrize("program", ["antiword", "soffice"])
def test_the_program_itself_reads_a_word_file(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = shutil.which(program)
    if installed is None:
        pytest.skip(f"{program} is not installed")
    (tmp_path / program).symlink_to(installed)
    others = [folder for folder in os.environ["PATH"].split(os.pathsep) if not (Path(folder) / "soffice").exists()]
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path), *others]))
    source = source_of_bytes(write_doc("青山小学工会工作计划\n一、读书\n二、看望退休教师"), "x.wps")
    assert [line for line in source.text.split("\n") if line] == [
        "青山小学工会工作计划",
        "一、读书",
        "二、看望退休教师",
    ]
    assert source.meta == {"converter": program}
