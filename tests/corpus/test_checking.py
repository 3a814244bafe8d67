"""``check`` from Python: what it takes and what it gives."""

from pathlib import Path

import pytest

import corpus_tools as ct
from corpus_tools.checks.findings import KINDS
from corpus_tools.structure.faults import MESSAGES
from tests.conftest import DATA

COLUMNS = ["plan_id", "title", "code", "severity", "line", "start", "end", "text", "message"]
TEXT = "柳溪小学2024年工作计划\n一、9月31日召开家长会。\n二、办好歌会。"


def test_a_plan_a_path_and_several_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text(TEXT, "utf-8")
    [plan] = ct.read_plans(path)
    frame = ct.check(path)
    assert list(frame) == COLUMNS
    assert frame.to_dict("records") == [
        {
            "plan_id": "draft.txt#1",
            "title": "柳溪小学2024年工作计划",
            "code": "impossible_date",
            "severity": "error",
            "line": 2,
            "start": 16,
            "end": 21,
            "text": "9月31日",
            "message": "9月31日 is no day or month of any calendar; correct the date",
        }
    ]
    assert ct.check(plan).equals(frame)
    assert ct.check(f"{path}#1").equals(frame)
    assert len(ct.check([plan, str(path)])) == 2


def test_nothing_found_is_a_frame_without_rows() -> None:
    [plan] = ct.parse_text("柳溪小学2024年工作计划\n一、读书\n二、徒步")
    frame = ct.check(plan)
    assert (len(frame), list(frame)) == (0, COLUMNS)
    assert frame["line"].dtype == "int64"


@pytest.mark.slow
def test_against_a_corpus_its_folder_files_and_plans(plans_corpus: Path) -> None:
    draft = DATA / "plans" / "27_weitang_boarders_lifted.txt"
    corpus = ct.Corpus.open(plans_corpus)
    frame = ct.check(draft, against=corpus)
    assert list(frame["code"]) == ["copied_plan", "copied_passage"]
    assert "26_fenglindu_safety_2024.txt#1" in frame["message"][1]
    for against in (plans_corpus, DATA / "plans", corpus.all_plans()):
        assert ct.check(draft, against=against).equals(frame)


def test_what_cannot_be_checked_is_refused() -> None:
    with pytest.raises(ct.CorpusError, match="draft cannot be 5"):
        ct.check(5)  # type: ignore[arg-type]
    with pytest.raises(ct.CorpusError, match="against cannot be 5"):
        ct.check(DATA / "plans" / "08_yunpu_safety.txt", against=5)  # type: ignore[arg-type]


def test_every_fault_is_a_kind_of_finding() -> None:
    assert set(MESSAGES) <= set(KINDS)
