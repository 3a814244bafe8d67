"""``check`` as a user meets it: text, JSON, CSV, exit codes, other plans and reference documents."""

import csv
import io
import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from corpus_tools.checks.findings import KINDS
from tests.cli.test_cli import PLANS, run, schema

pytestmark = pytest.mark.slow

DRAFT = "柳溪小学2024年工作计划\n一、9月31日召开家长会。\n二、办好歌会，见附件。\n"
LAW = "第一条 教师应当贯彻国家的教育方针，遵守规章制度，执行学校的教学计划，履行教师聘约，完成教育教学工作任务。\n"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_text(DRAFT, "utf-8")
    return path


def test_text_names_line_severity_and_what_to_do(draft: Path) -> None:
    done = run("check", draft, "--lang", "en")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines() == [
        "draft.txt#1  柳溪小学2024年工作计划",
        "  2  error    9月31日 is no day or month of any calendar; correct the date  [impossible_date]",
        "                一、»9月31日«召开家长会。",
        "  3  warning  附件 is referred to and is not there; attach it, or correct the reference  [missing_attachment]",
        "                二、办好歌会，见»附件«。",
        "",
        "1 plan; 1 error; 1 warning; 0 notes",
    ]
    assert "没有9月31日这个日期；请改正日期" in run("check", draft, "--lang", "zh").stdout.decode()


def test_nothing_found_is_said() -> None:
    shown = run(
        "check", "-", "--lang", "en", stdin="柳溪小学2024年工作计划\n一、读书\n二、徒步".encode()
    ).stdout.decode()
    assert shown == "-#1  柳溪小学2024年工作计划\n  nothing found\n\n1 plan; nothing found\n"


@pytest.mark.parametrize(("severity", "code"), [("error", 0), ("warning", 4), ("note", 4)])
def test_fail_on(tmp_path: Path, severity: str, code: int) -> None:
    path = tmp_path / "draft.txt"
    path.write_text(DRAFT.replace("9月31日", "9月30日"), "utf-8")
    assert run("check", path, "--fail-on", severity).returncode == code
    assert run("check", path).returncode == 0


def test_json_follows_its_schema_and_quotes_the_plan() -> None:
    done = run("check", PLANS, "--format", "json")
    document = json.loads(done.stdout)
    jsonschema.validate(document, schema("check"))
    plans = [json.loads(line) for line in run("extract", PLANS).stdout.splitlines()]
    assert [plan["plan_id"] for plan in document["plans"]] == [plan["plan_id"] for plan in plans]
    for own, plan in zip(document["plans"], plans, strict=True):
        assert own["copied"] is None
        assert sum(own["n_findings"].values()) == len(own["findings"])
        for finding in own["findings"]:
            assert plan["text"][finding["start"] : finding["end"]] == finding["text"]
            assert KINDS[finding["code"]].severity == finding["severity"]


def test_csv_has_a_row_a_finding(draft: Path) -> None:
    shown = run("check", draft, "--format", "csv").stdout.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(shown)))
    assert [(row["line"], row["code"], row["text"]) for row in rows] == [
        ("2", "impossible_date", "9月31日"),
        ("3", "missing_attachment", "附件"),
    ]


def test_several_plans_of_a_file_and_one_of_them() -> None:
    path = f"{PLANS}/14_no_titles.txt"
    whole = json.loads(run("check", path, "--format", "json").stdout)
    assert [plan["plan_id"] for plan in whole["plans"]] == ["14_no_titles.txt#1", "14_no_titles.txt#2"]
    assert [one["code"] for one in whole["plans"][1]["findings"]] == ["gap"]
    assert json.loads(run("check", f"{path}#2", "--format", "json").stdout)["plans"] == whole["plans"][1:]


def test_other_plans_show_what_is_copied(plans_corpus: Path) -> None:
    path = PLANS / "06_hexi_union_spun.txt"
    done = run("check", path, "--against", PLANS, "--format", "json")
    assert run("check", path, "--against", plans_corpus, "--format", "json").stdout == done.stdout
    document = json.loads(done.stdout)
    jsonschema.validate(document, schema("check"))
    [plan] = document["plans"]
    assert plan["copied"]["source"] == "01_qingshi_union_2024.txt#1"  # and not the draft, which lies there, too
    assert plan["copied"]["total"] > 0.9
    assert {finding["code"] for finding in plan["findings"]} == {"copied_plan", "copied_passage", "spun_words"}
    assert "依照" in [finding["text"] for finding in plan["findings"]]


def test_what_is_of_the_same_school_is_a_note(tmp_path: Path) -> None:
    shutil.copy(PLANS / "26_fenglindu_safety_2024.txt", tmp_path)
    done = run("check", PLANS / "28_fenglindu_safety_2025.txt", "--against", tmp_path, "--format", "json")
    [plan] = json.loads(done.stdout)["plans"]
    assert [(one["code"], one["severity"]) for one in plan["findings"] if "26_" in one["message"]] == [
        ("own_passage", "note")
    ]
    assert plan["copied"]["total"] == 0
    assert plan["copied"]["anywhere"] > 0.9


def test_nothing_copied_is_said(draft: Path) -> None:
    shown = run("check", draft, "--against", PLANS / "08_yunpu_safety.txt", "--lang", "en").stdout.decode()
    assert "  nothing of it stands in other plans\n" in shown


def test_quotation_without_a_mark_is_a_note(tmp_path: Path) -> None:
    (tmp_path / "law.txt").write_text(LAW, "utf-8")
    words = LAW.removeprefix("第一条 ").strip()
    for number, line in enumerate((f"一、{words}", f"一、《教师法》规定：“{words}”")):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"柳溪小学2024年工作计划\n{line}\n二、办好歌会。", "utf-8")
        done = run("check", path, "--reference", tmp_path / "law.txt", "--format", "json")
        codes = [finding["code"] for finding in json.loads(done.stdout)["plans"][0]["findings"]]
        assert codes == ([] if number else ["unmarked_quotation"])


def test_what_cannot_be_read_is_told(tmp_path: Path, draft: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("check", draft, tmp_path / "empty.txt", "--lang", "en")
    assert done.returncode == 1
    assert b"empty.txt" in done.stderr
    assert run("check", draft, tmp_path / "empty.txt", "--fail-on", "error").returncode == 4
    assert run("check", tmp_path / "nowhere.txt").returncode == 2
    assert run("check", draft, "--fail-on", "fault").returncode == 2
