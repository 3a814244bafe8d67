"""What the command line shows in further tables stands in Python beside the frame that a method returns."""

import csv
import io
import json
import pickle
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import corpus_tools as ct
from corpus_tools.cli import app


@pytest.fixture(scope="module")
def corpus(plans_corpus: Path) -> ct.Corpus:
    return ct.Corpus.open(plans_corpus)


def printed(capsysbinary: pytest.CaptureFixture[bytes], *arguments: object) -> bytes:
    assert app.run([str(argument) for argument in arguments]) == 0
    return capsysbinary.readouterr().out


def test_members_of_groups(corpus: ct.Corpus, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    for units in ("plans", "clauses"):
        found = corpus.clusters(4, units=units)
        members = found.members
        rows = csv.DictReader(
            io.StringIO(
                printed(
                    *(capsysbinary, "clusters", corpus.path, "-n", 4, "--units", units, "--table", "members"),
                    *("--format", "csv"),
                ).decode("utf-8-sig")
            )
        )
        assert [(str(row.cluster), row.plan_id, row.text) for row in members.itertuples()] == [
            (row["cluster"], row["plan_id"], row["text"]) for row in rows
        ]
        assert members["cluster"].value_counts().to_dict() == dict(
            zip(found["cluster"], found["n_members"], strict=True)
        )
        joined = members.merge(corpus.plans, on="plan_id", validate="m:1")
        assert len(joined) == len(members)
        if units == "clauses":
            texts = [text[start:end] for text, start, end in joined[["text_y", "start_x", "end_x"]].to_numpy()]
            assert texts == joined["text_x"].tolist()


def test_sizes_of_groups_in_keyness(corpus: ct.Corpus, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    found = corpus.keyness("year", alpha=1)
    document = json.loads(
        printed(capsysbinary, "keyness", corpus.path, "--by", "year", "--alpha", 1, "--format", "json")
    )
    sizes = [{name: value for name, value in group.items() if name != "terms"} for group in document["groups"]]
    assert found.groups.rename(columns={"group": "name"}).to_dict("records") == sizes
    assert set(found["group"]) <= set(found.groups["group"])


def test_rise_and_fall_of_trends(corpus: ct.Corpus, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    found = corpus.trend(["师德", "校务公开"])
    command = ("trend", corpus.path, "--theme", "师德", "--theme", "校务公开", "--format", "json")
    expected: list[dict[str, Any]] = json.loads(printed(capsysbinary, *command))["trends"]
    frame = found.trends.rename(columns={"theme": "name"}).astype(object)
    rows = frame.where(frame.notna(), None).to_dict("records")
    assert [list(row) for row in rows] == [list(row) for row in expected]
    for row, own in zip(rows, expected, strict=True):
        assert {name: pytest.approx(value) if isinstance(value, float) else value for name, value in own.items()} == row
    assert set(found["theme"]) == set(found.trends["theme"])


def test_clauses_coded_differently(corpus: ct.Corpus) -> None:
    sheet = corpus.coding_sheet(12, seed=1).assign(themes="-")
    other = sheet.assign(themes=["师德 校务公开", *["-"] * 11])
    found = corpus.agreement(sheet, other)
    assert found.differences.to_dict("records") == [
        {
            **{name: sheet[name][0] for name in ("source", "start", "end")},
            **{"first": [], "second": ["师德", "校务公开"], "text": sheet["text"][0]},
        }
    ]
    same = corpus.agreement(sheet, sheet).differences
    assert (len(same), list(same)) == (0, list(found.differences))


def test_agreement_of_several_coders(corpus: ct.Corpus) -> None:
    sheet = corpus.coding_sheet(12, seed=1).assign(themes="-")
    other = sheet.assign(themes=["师德 校务公开", *["-"] * 11])
    third = other.iloc[:6]
    found = corpus.agreement(sheet, other, third)
    names = ["DataFrame 1", "DataFrame 2", "DataFrame 3"]
    assert [found.loc["(all decisions)", f"n_{name}"] for name in names] == [0, 2, 2]
    assert found.differences[names].to_numpy().tolist() == [[[], ["师德", "校务公开"], ["师德", "校务公开"]]]
    assert found.pairs["n_clauses"].tolist() == [12, 6, 6]
    assert found.pairs["alpha"].tolist()[2] == 1
    assert corpus.agreement(sheet, other).pairs["second"].tolist() == ["DataFrame 2"]
    assert corpus.agreement(sheet).pairs["second"].tolist() == ["school-union"]


def test_frames_beside_go_with_the_whole_frame(corpus: ct.Corpus) -> None:
    found = corpus.trend("师德")
    assert isinstance(found, pd.DataFrame)
    again = pickle.loads(pickle.dumps(found))
    pd.testing.assert_frame_equal(again, found)
    pd.testing.assert_frame_equal(again.trends, found.trends)
    assert type(found[["share"]]) is type(found.query("share > 2")) is type(found.copy()) is pd.DataFrame
