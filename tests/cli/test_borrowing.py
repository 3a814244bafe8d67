"""``--reference``, ``boilerplate`` and ``compare`` on the command line."""

import csv
import io
import json
import sys
from pathlib import Path

import jsonschema
import pytest

import corpus_tools as ct
from corpus_tools.cli.app import run
from corpus_tools.output.comparison_listings import TABLES
from corpus_tools.output.messages import use_language
from corpus_tools.reuse.results import Thresholds
from tests.cli.test_cli import schema
from tests.conftest import DATA
from tests.reuse.texts import made

PLANS = DATA / "plans"
LAW = made(1, 300)
PHRASE = "人人有任务件件有着落事事有回音"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    plans = tmp_path / "plans"
    plans.mkdir()
    for i in range(6):
        loan = LAW[:150] if i < 2 else ""
        text = f"某校第{i}年工作计划\n一、{loan}{made(10 + i, 200)}\n{PHRASE}。"
        (plans / f"{i}.txt").write_text(text, "utf-8")
    (tmp_path / "law.txt").write_text(f"某法\n第一条　{LAW}", "utf-8")
    return tmp_path


def called(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str | Path) -> bytes:
    use_language("en")
    assert run([str(argument) for argument in arguments]) == 0
    return capsysbinary.readouterr().out


def test_duplicates_with_a_reference(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    plain = json.loads(called(capsysbinary, "duplicates", folder / "plans", "--format", "json"))
    assert [pair["verdict"] for pair in plain["pairs"]][0] == "partial"
    arguments = ("duplicates", folder / "plans", "--reference", folder / "law.txt")
    document = json.loads(called(capsysbinary, *arguments, "--format", "json"))
    jsonschema.validate(document, schema("duplicates"))
    assert {pair["verdict"] for pair in document["pairs"]} == {"boilerplate"}
    assert any(passage["quoted"] for passage in document["pairs"][0]["passages"])
    assert [plan["quoted_share"] > 0.3 for plan in document["plans"]] == [True, True, False, False, False, False]
    shares = document["plans"][0]["shares"]
    assert shares["nothing"]["source"] == "1.txt#1" and shares["nothing"]["total"] > 0.4
    assert shares["all"]["total"] < 0.01  # a full stop
    quoted = [(quotation["plan_id"], quotation["reference"]) for quotation in document["quotations"]]
    assert quoted == [("0.txt#1", "law.txt"), ("1.txt#1", "law.txt")]
    rows = called(capsysbinary, *arguments, "--format", "csv", "--table", "shares").decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(rows)))) == 6 * 5


def test_a_corpus_keeps_what_is_quoted(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    corpus = ct.Corpus.build(folder / "plans", folder / "my.corpus", reference=folder / "law.txt")
    assert corpus.made["reference"]["n_documents"] == 1
    assert set(corpus.quotations["reference"]) == {"law.txt"}
    assert all(LAW[:150] in text for text in corpus.quotations["text"])
    assert corpus.plan_reuse["quoted_share"].tolist() == [own.quoted_share for own in corpus.reuse.plans]
    assert set(corpus.pairs["verdict"]) == {"boilerplate"}
    assert set(corpus.plan_shares["left_out"]) == {"nothing", "quotation", "own_school", "boilerplate", "all"}
    from_files = called(
        capsysbinary, "duplicates", folder / "plans", "--reference", folder / "law.txt", "--format", "json"
    )
    assert called(capsysbinary, "duplicates", folder / "my.corpus", "--format", "json") == from_files
    comparison = corpus.compare("1.txt#1", "0.txt#1")
    assert comparison.a.plan.plan_id == "1.txt#1"
    assert comparison.a.quotation and comparison.a.boilerplate


def test_a_reference_of_the_corpus_given_again_is_one(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    ct.Corpus.build(folder / "plans", folder / "my.corpus", reference=folder / "law.txt")
    (folder / "notice.txt").write_text(f"通知\n{PHRASE}{made(12, 100)}", "utf-8")
    arguments = ("duplicates", folder / "my.corpus", "--format", "json", "--reference")
    before = json.loads(called(capsysbinary, *arguments[:-1]))["quotations"]
    assert json.loads(called(capsysbinary, *arguments, folder / "law.txt"))["quotations"] == before
    with_notice = json.loads(called(capsysbinary, *arguments, folder / "notice.txt"))["quotations"]
    assert [own for own in with_notice if own["reference"] == "law.txt"] == before
    assert len(with_notice) > len(before)


def test_references_that_cannot_be_read_are_told(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "empty.txt").write_bytes(b"")
    use_language("en")
    code = run(["boilerplate", str(folder / "plans"), "--reference", str(folder / "empty.txt")])
    assert (code, b"empty.txt" in capsysbinary.readouterr().err) == (1, True)
    assert run(["boilerplate", str(folder / "plans"), "--reference", str(folder / "nowhere")]) == 2


def test_boilerplate(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    document = json.loads(called(capsysbinary, "boilerplate", folder / "plans", "--format", "json"))
    jsonschema.validate(document, schema("boilerplate"))
    [clause] = document["clauses"]
    assert (clause["text"], clause["n_plans"], clause["n_families"]) == (PHRASE, 6, 6)
    shares = [plan["boilerplate_share"] for plan in document["plans"]]
    assert shares == sorted(shares, reverse=True) and shares[-1] > 0
    text = called(capsysbinary, "boilerplate", folder / "plans").decode()
    assert text.startswith("6 plans; 1 boilerplate clause\n")
    listed = called(capsysbinary, "boilerplate", folder / "plans", "--format", "csv", "--table", "clauses").decode()
    assert f"{PHRASE},6,6," in listed


def test_a_boilerplate_clause_of_a_law_names_it(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "law.txt").write_text(f"第一条　{PHRASE}。", "utf-8")
    arguments = ("boilerplate", folder / "plans", "--reference", folder / "law.txt", "--format", "json")
    [clause] = json.loads(called(capsysbinary, *arguments))["clauses"]
    assert clause["reference"] == "law.txt"


def test_compare(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "90")
    sides = PLANS / "01_qingshi_union_2024.txt", PLANS / "06_hexi_union_spun.txt"
    text = called(capsysbinary, "compare", *sides).decode()
    assert "spun · other school · Jaccard 0.792" in text and "活动 → 举动 × 6" in text and "\x1b" not in text
    document = json.loads(called(capsysbinary, "compare", *sides, "--format", "json"))
    jsonschema.validate(document, schema("compare"))
    assert (document["verdict"], document["a"]["plan_id"]) == ("spun", "01_qingshi_union_2024.txt#1")
    assert (document["relation"], document["source"]) == ("other_school", document["a"]["plan_id"])
    assert document["source_evidence"][1] == "implied year 2024 before 2025"
    for passage in document["passages"]:
        texts = [[document[side]["text"][slice(*own[side])] for side in "ab"] for own in passage["differences"]]
        assert ["活动", "举动"] in texts
        assert all(a != b for a, b in texts)
    in_chinese = called(capsysbinary, "compare", *sides, "--format", "json", "--lang", "zh")
    assert json.loads(in_chinese) == document
    use_language("en")
    [owner] = [facts for facts in document["facts"] if facts["kind"] == "owner"]
    assert [fact["text"] for side in "ab" for fact in owner[side]] == ["青石坪小学", "河西湾小学"]
    assert document["themes"]["codebook"]["name"] == "school-union"
    moral = json.loads(called(capsysbinary, "compare", *sides, "--format", "json", "--codebook", "school-work"))
    assert moral["themes"]["codebook"]["name"] == "school-work"
    content = called(capsysbinary, "compare", *sides, "--format", "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    for row in rows:
        for side in "ab":
            if row[f"{side}_start"]:
                start, end = int(row[f"{side}_start"]), int(row[f"{side}_end"])
                assert document[side]["text"][start:end] == row[f"{side}_text"]
    assert {row["kind"] for row in rows} == {"substituted", "only_a", "only_b"}
    assert called(capsysbinary, "compare", *sides, "--format", "html").startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colours_are_for_terminals(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, no_color: str, coloured: bool
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", no_color)
    sides = PLANS / "01_qingshi_union_2024.txt", PLANS / "06_hexi_union_spun.txt"
    assert (b"\x1b[1;31m" in called(capsysbinary, "compare", *sides)) is coloured


def test_compare_plans_of_one_file_and_of_a_corpus(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    several = PLANS / "05_collection_three_unions.txt"
    document = json.loads(called(capsysbinary, "compare", f"{several}#1", f"{several}#3", "--format", "json"))
    assert [document[side]["plan_id"][-2:] for side in "ab"] == ["#1", "#3"]
    assert run(["compare", str(several), f"{several}#1"]) == 2
    assert b"two plans are compared, and here are" in capsysbinary.readouterr().err
    ct.Corpus.build(folder / "plans", folder / "my.corpus")
    of_corpus = ("compare", "0.txt#1", "3.txt#1", "--corpus", folder / "my.corpus", "--format", "json")
    document = json.loads(called(capsysbinary, *of_corpus))
    assert document["verdict"] == "boilerplate" and document["b"]["boilerplate"]
    by_path = ("compare", "0.txt", "3.txt", "--corpus", folder / "my.corpus", "--format", "json")
    assert json.loads(called(capsysbinary, *by_path)) == document
    of_files = ("compare", "0.txt", "3.txt", "--corpus", folder / "plans", "--format", "json")
    assert json.loads(called(capsysbinary, *of_files)) == document
    assert run(["compare", "0.txt#1", "9.txt#1", "--corpus", str(folder / "my.corpus")]) == 2


def test_what_cannot_be_compared(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    use_language("en")
    several = PLANS / "05_collection_three_unions.txt"
    for arguments, told in (
        (("0.txt", "0.txt#1", "--corpus", folder / "plans"), "A and B are the same plan, 0.txt#1"),
        ((folder / "plans" / "0.txt", folder / "plans" / "0.txt"), "A and B are the same plan, 0.txt#1"),
        ((several.name, "01_qingshi_union_2024.txt", "--corpus", PLANS), f"{several.name} has 3 plans"),
        (("9.txt", "0.txt", "--corpus", folder / "plans"), "9.txt: no such plan here"),
    ):
        assert run(["compare", *map(str, arguments)]) == 2
        assert told in capsysbinary.readouterr().err.decode()


@pytest.mark.parametrize("table", TABLES)
def test_tables_of_a_comparison(table: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    arguments = ("compare", PLANS / "01_qingshi_union_2024.txt", PLANS / "06_hexi_union_spun.txt", "--table", table)
    text = called(capsysbinary, *arguments).decode().splitlines()
    rows = list(csv.reader(io.StringIO(called(capsysbinary, *arguments, "--format", "csv").decode("utf-8-sig"))))
    assert len(text) - 4 == len(rows) - 1 > 0
    assert len({len(row) for row in rows}) == 1


def test_compare_keeps_the_thresholds_of_the_corpus(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    ct.Corpus.build(folder / "plans", folder / "my.corpus", thresholds=Thresholds(boilerplate_families=7))
    of_corpus = ("compare", "0.txt#1", "3.txt#1", "--corpus", folder / "my.corpus", "--format", "json")
    document = json.loads(called(capsysbinary, *of_corpus))
    assert document["verdict"] != "boilerplate" and not document["b"]["boilerplate"]
