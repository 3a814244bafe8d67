"""Rows with a text each: JSON lines, CSV and Parquet; one bad row never takes the others with it."""

import datetime
import gzip
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

import corpus_tools as ct
from corpus_tools.errors import SeveralDocumentsError
from corpus_tools.reading.files import find_files
from corpus_tools.reading.source import Failure, Source, source_of_bytes
from tests.conftest import load_cases
from tests.reading.reads import read_files, sources_of_bytes


def outcome(result: Source | Failure) -> list[object]:
    if isinstance(result, Failure):
        return [result.path, type(result.error).__name__]
    return [result.path, result.text, dict(result.meta)]


@pytest.mark.parametrize("case", load_cases("records"), ids=lambda case: case["name"])
def test_rows_as_sources(case: dict[str, Any]) -> None:
    raw = case["content"].encode(case.get("encoding", "utf-8"))
    assert [outcome(result) for result in sources_of_bytes(raw, case["path"], case.get("text_column"))] == case["rows"]


def table(**columns: list[object]) -> bytes:
    stream = io.BytesIO()
    parquet.write_table(pa.table(columns), stream)
    return stream.getvalue()


def test_parquet() -> None:
    raw = table(
        content=["一、读书", None, "二、徒步"],
        year=[2024, 2023, None],
        day=[datetime.date(2024, 3, 1)] * 3,
        tags=[["工会", "安全"], [], None],
    )
    assert [outcome(result) for result in sources_of_bytes(raw, "x.parquet")] == [
        ["x.parquet!1", "一、读书", {"year": "2024", "day": "2024-03-01", "tags": '["工会", "安全"]'}],
        ["x.parquet!2", "EmptySourceError"],
        ["x.parquet!3", "二、徒步", {"day": "2024-03-01"}],
    ]
    [failure] = sources_of_bytes(raw[:-20], "x.parquet")
    assert outcome(failure) == ["x.parquet", "DamagedFileError"]


def test_rows_by_their_numbers(tmp_path: Path) -> None:
    raw = '{"正文": "一、读书"}\n{"正文": "二、徒步\\n三、歌咏"}\n'.encode()
    (tmp_path / "rows.jsonl").write_bytes(raw)
    (tmp_path / "rows.jsonl.gz").write_bytes(gzip.compress(raw))
    assert [plan.plan_id for plan in ct.read_plans(tmp_path)] == [
        "rows.jsonl!1#1",
        "rows.jsonl!2#1",
        "rows.jsonl.gz!1#1",
        "rows.jsonl.gz!2#1",
    ]
    [plan] = ct.read_plans(f"{tmp_path}/rows.jsonl!2#1")
    assert (plan.plan_id, plan.text) == ("rows.jsonl!2#1", "二、徒步\n三、歌咏")
    [(_file, failure)] = read_files(find_files([f"{tmp_path}/rows.jsonl!7"])[0])
    assert isinstance(failure, Failure)
    assert "holds no 7" in str(failure.error)


def test_meta_of_rows_groups_plans(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("学校,文本\n青山小学,一、读书\n松园中学,一、徒步\n", "utf-8")
    plans = ct.read_plans(tmp_path / "rows.csv", text_column="文本")
    assert [plan.meta["学校"] for plan in plans] == ["青山小学", "松园中学"]
    corpus = ct.Corpus.build(tmp_path / "rows.csv", text_column="文本")
    assert [dict(plan.meta) for plan in corpus.all_plans()] == [dict(plan.meta) for plan in plans]


def test_one_document_is_not_several() -> None:
    with pytest.raises(SeveralDocumentsError, match="rows.csv"):
        source_of_bytes(b"text\nx\n", "rows.csv")


def test_real_reports(shared: Path) -> None:
    sources = [
        source for _, source in read_files(find_files([shared / "corpus" / "government_work_reports.jsonl.xz"])[0])
    ]
    assert len(sources) == 72
    assert all(isinstance(source, Source) and source.meta["title"] for source in sources)
