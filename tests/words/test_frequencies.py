"""Frequencies: the same as jieba's tokens counted with pandas; in files, in a corpus, in Python."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import jieba
import jsonschema
import pandas as pd
import pytest

import corpus_tools as ct
from corpus_tools.cli import app
from corpus_tools.errors import UngroupedWarning
from corpus_tools.words.frequencies import count_groups
from corpus_tools.words.lists import StopWords
from corpus_tools.words.terms import count_words
from tests.conftest import ROOT

TEXTS = {
    "a.txt": "读书计划\n一、教师共读名著，撰写读书笔记。\n二、开展读书沙龙，评选读书标兵。",
    "b.txt": "读书计划\n一、教师共读名著，撰写读书笔记。\n二、开展读书沙龙，评选读书标兵。",
    "c.txt": "安全计划\n一、检查食堂，组织教师演练3次。\n二、检查校车，开展安全教育。\n三、读书。",
    "d.txt": "慰问计划\n一、慰问退休教师。",
}
YEARS = {"a.txt": "2023", "b.txt": "2023", "c.txt": "2023", "d.txt": None}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def corpus(folder: Path) -> ct.Corpus:
    return ct.Corpus.build(folder, meta=pd.DataFrame({"path": list(YEARS), "year": list(YEARS.values())}))


def count_by_hand(names: list[str]) -> pd.DataFrame:
    """Return the frequencies in some of the texts: a token is a word where it has a letter; titles are no clauses."""
    lines = [(name, line) for name in names for line in re.split("[\n，。、]", TEXTS[name].partition("\n")[2])]
    tokens = [(name, word) for name, line in lines for word in jieba.lcut(line) if re.search(r"[^\W\d_]", word)]
    frame = pd.DataFrame([(name, word) for name, word in tokens if word not in "一二三"], columns=["plan", "term"])
    table = frame.groupby(["term", "plan"]).size().unstack(fill_value=0)
    sizes = table.sum() / table.to_numpy().sum()
    dp = table.div(table.sum(axis=1), axis=0).sub(sizes).abs().sum(axis=1) / 2
    return pd.DataFrame(
        {
            "n": table.sum(axis=1),
            "n_plans": (table > 0).sum(axis=1),
            "per_10000": 10_000 * table.sum(axis=1) / table.to_numpy().sum(),
            "dp": dp,
            "dp_norm": dp / (1 - sizes.min()) if len(names) > 1 else float("nan"),
        }
    ).sort_index()


def assert_same(found: pd.DataFrame, names: list[str]) -> None:
    own = found.drop(columns="group", errors="ignore").set_index("term").sort_index()
    pd.testing.assert_frame_equal(own, count_by_hand(names), check_dtype=False, check_index_type=False)


def test_frames_without_rows_have_the_types_of_others(corpus: ct.Corpus) -> None:
    for full, empty in (
        (corpus.frequencies(), corpus.frequencies(fewest=1000)),
        (corpus.frequencies(by="path"), corpus.frequencies(by="path", fewest=1000)),
        (corpus.keyness(by="path", fewest=1, alpha=1), corpus.keyness(by="path", fewest=1000)),
        (corpus.concordance("读书").drop(columns="title"), corpus.concordance("没有").drop(columns="title")),
        (corpus.collocations("读书", fewest=1), corpus.collocations("没有")),
        (corpus.collocations(fewest=1), corpus.collocations(fewest=1000)),
    ):
        assert len(full) and not len(empty)
        assert full.dtypes.equals(empty.dtypes)


def test_frequencies_are_those_that_pandas_counts(corpus: ct.Corpus) -> None:
    found = corpus.frequencies()
    assert list(found) == ["term", "n", "n_plans", "per_10000", "dp", "dp_norm"]
    assert_same(found, ["a.txt", "c.txt", "d.txt"])  # b is a copy of a
    assert_same(corpus.frequencies(count_copies=True), list(TEXTS))
    assert found["n"].is_monotonic_decreasing
    [sizes] = found.groups.to_dict("records")
    assert sizes == {"n_plans": 3, "n_words": found["n"].sum(), "n_different": len(found)}


def test_frequencies_of_groups(corpus: ct.Corpus) -> None:
    by_path = corpus.frequencies(by="path")
    for name in TEXTS:
        assert_same(by_path[by_path["group"] == name], [name])
    with pytest.warns(UngroupedWarning, match="1 plan has no value of year"):
        by_year = corpus.frequencies("year")
    assert_same(by_year, ["a.txt", "c.txt"])
    assert by_year.groups["group"].tolist() == ["2023"]


def test_what_is_not_listed_counts_in_the_size(corpus: ct.Corpus) -> None:
    whole = corpus.frequencies().set_index("term")
    some = corpus.frequencies(fewest=2, shortest=2, stop_words=["读书"])
    assert set(some["term"]) == {term for term, n in whole["n"].items() if n > 1 and len(str(term)) > 1} - {"读书"}
    assert some.set_index("term")["per_10000"].to_dict() == whole.loc[some["term"], "per_10000"].to_dict()
    assert some.groups["n_words"].tolist() == corpus.frequencies().groups["n_words"].tolist()


def test_nothing_is_counted_where_nothing_is() -> None:
    assert count_groups(count_words([]), []) == []
    [nothing] = count_groups(count_words([]), stop_words=StopWords.parse("读书".encode()))
    assert nothing == (None, 0, 0, 0, ())


@pytest.mark.parametrize("by", [None, "path"])
def test_the_command_says_the_same(
    by: str | None, folder: Path, corpus: ct.Corpus, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    schema = json.loads((ROOT / "docs" / "schemas" / "frequencies.json").read_text("utf-8"))
    expected = corpus.frequencies(by)
    for path in (folder, corpus.path):
        command = ["frequencies", str(path), *(["--by", by] if by else [])]
        assert app.run([*command, "--format", "json"]) == 0
        document: dict[str, Any] = json.loads(capsysbinary.readouterr().out)
        jsonschema.validate(document, schema)
        assert [term["term"] for group in document["groups"] for term in group["terms"]] == expected["term"].tolist()
        assert app.run([*command, "--format", "csv"]) == 0
        rows = list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode("utf-8-sig"))))
        assert [int(row["n"]) for row in rows] == expected["n"].tolist()
        assert [row["group"] for row in rows] == (expected["group"].tolist() if by else [""] * len(rows))
        assert app.run([*command, "-n", "1", "--format", "json"]) == 0
        shorter = json.loads(capsysbinary.readouterr().out)
        assert {len(group["terms"]) for group in shorter["groups"]} == {1}
    assert app.run(["frequencies", str(folder), "-n", "1"]) == 0
    text = capsysbinary.readouterr().out.decode()
    first, *_others, last = corpus.frequencies()["term"]
    assert text.startswith("4 plans; ") and first in text and last not in text
