"""Reference documents: what could be read is known before anything is compared with them."""

import io
from pathlib import Path

import pytest

from corpus_tools.corpus import references
from corpus_tools.corpus.references import find_references, read_references
from corpus_tools.errors import NoSuchPathError

LAW, NOTICE = "第一条 工会组织职工学习。", "各校须于三月底前上报计划。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two documents, and a file with none."""
    for name, text in {"b_law.txt": LAW, "a_notice.txt": NOTICE, "empty.txt": ""}.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize("most_kept", [1 << 24, len(NOTICE), 0])
def test_documents_are_the_same_kept_or_read_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch, most_kept: int
) -> None:
    monkeypatch.setattr(references, "_MOST_KEPT", most_kept)
    found = read_references(*find_references(folder))
    for _again in range(2):
        assert [(one.path, one.text) for one in found] == [("a_notice.txt", NOTICE), ("b_law.txt", LAW)]
    assert found.digests == {one.path: one.sha256 for one in found}
    assert [failure.path for failure in found.failures] == ["empty.txt"]
    assert found.describe()["n_documents"] == 2


def test_standard_input_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "_MOST_KEPT", 0)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LAW.encode())))
    found = read_references(*find_references("-"))
    assert [[one.text for one in found] for _again in range(2)] == [[LAW], [LAW]]


def test_references_that_are_not_there(folder: Path) -> None:
    assert not [*read_references(*find_references(()))]
    with pytest.raises(NoSuchPathError):
        find_references(folder / "none.txt")
    files, missing = find_references([folder / "none.txt", folder])
    assert [file.path for file in files] == ["a_notice.txt", "b_law.txt", "empty.txt"]
    assert [failure.stage for failure in read_references(files, missing).failures] == ["find", "read"]
