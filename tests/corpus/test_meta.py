"""Meta: values that say the same are one group, however a spreadsheet has them."""

import json
from pathlib import Path

import pandas as pd
import pytest

import corpus_tools as ct
from corpus_tools.cli.app import run
from corpus_tools.corpus.meta import Meta, are_years, choose_columns, group_values, join_values, read_meta
from corpus_tools.errors import EmptyColumnError, GroupError
from corpus_tools.reading.source import source_of_text
from corpus_tools.structure.plans import Plan, parse_source


@pytest.mark.parametrize(
    ("values", "joined"),
    [
        (["东山", "东山 ", "\u3000东山", None, ""], ["东山", "东山", "东山", None, None]),
        (["东山(南区)", "东山（南区）", "东山（南区）"], ["东山（南区）"] * 3),
        (["Ａ组", "A组", "a组"], ["A组", "A组", "a组"]),
        (["东山 南区", "东山  南区"], ["东山 南区"] * 2),
        (["东山", "西山"], ["东山", "西山"]),
        (["2020年", "２０２０", "二〇二一", "2021", "2021"], ["2020年", "2020年", "2021", "2021", "2021"]),
        (["2020年", "2020年春", "2020"], ["2020", "2020年春", "2020"]),
        (["2020", "2020年", "以前"], ["2020", "2020", "以前"]),
        (["2020", "2020.0", "2020/9/1"], ["2020", "2020", "2020/9/1"]),
        (["2020—2021学年", "2020 至 2021 学年度", "2020~21学年", "2020—2021学年"], ["2020—2021学年"] * 4),
        (["2020-2021学年 第一学期", "2020～2021第一学期"], ["2020-2021学年 第一学期"] * 2),
        (["2020-2021学年", "2020-2021学年上"], ["2020-2021学年", "2020-2021学年上"]),
        (["2020年9月", "2020-09", "2020-21班"], ["2020年9月", "2020-09", "2020-21班"]),
        ([" ", None], [None, None]),
        ([], []),
    ],
)
def test_values_that_say_the_same(values: list[str | None], joined: list[str | None]) -> None:
    assert join_values(values) == joined
    assert join_values(values[::-1]) == joined[::-1]


def test_a_column_of_years_has_mostly_years() -> None:
    assert are_years(["2020", "2021年", None, "不详"])
    assert not are_years(["2020", "不详"])
    assert not are_years([None])


@pytest.fixture
def meta(tmp_path: Path) -> Path:
    path = tmp_path / "meta.csv"
    path.write_text("path,school,note\n0.txt,东山 ,\n1.txt,　东山, \n2.txt,西山,\n", "utf-8")
    return path


def plans() -> list[Plan]:
    return [plan for i in range(3) for plan in parse_source(source_of_text(f"一、慰问{i}人。", f"{i}.txt")).plans]


def test_cells_are_stripped(meta: Path) -> None:
    known = read_meta(meta)
    assert known.of("0.txt") == known.of("1.txt") == {"school": "东山"}
    assert group_values(plans(), known, "school") == ["东山", "东山", "西山"]


def test_a_column_without_values_is_said_to_be_empty(meta: Path, tmp_path: Path) -> None:
    with pytest.raises(EmptyColumnError, match="note is empty"):
        group_values(plans(), read_meta(meta), "note")
    for i in range(3):
        (tmp_path / f"{i}.txt").write_text(f"一、慰问{i}人。", "utf-8")
    corpus = ct.Corpus.build([tmp_path / f"{i}.txt" for i in range(3)], meta=meta)
    with pytest.raises(EmptyColumnError, match="note is empty"):
        corpus.themes("note")
    assert corpus.themes("school").index.tolist() == ["东山", "西山"]


# Of a page, two texts and a row: the page and the row have titles of their own, one of the texts has none.
FILES = {
    "a.html": "<html><head><title>计划总结-某某网</title></head><body><p>云水市第一中学2024年工会工作计划</p>"
    "<p>发布时间：2024-02-01</p><p>一、慰问困难职工。</p><p>二、开展师德演讲。</p></body></html>",
    "b.txt": "云水一中2025年工会工作计划\n一、慰问困难职工。\n二、公开校务。",
    "c.txt": "一、慰问困难职工。",
    "d.jsonl": json.dumps({"text": "一、公开校务。\n二、组织活动。", "title": "工会计划", "district": "城东"}),
}
GROUPS: dict[str, list[str | None]] = {
    "path": ["a.html", "b.txt", "c.txt", "d.jsonl!1"],
    "title": ["云水市第一中学2024年工会工作计划", "云水一中2025年工会工作计划", None, "工会计划"],
    "school": ["云水一中", "云水一中", None, None],  # what is written both ways is written the way that sorts first
    "year": ["2024", "2025", None, None],
    "date": ["2024-02-01", None, None, None],
    "district": [None, None, None, "城东"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("grouped")
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def corpus(folder: Path) -> ct.Corpus:
    return ct.Corpus.build(folder, folder.parent / "grouped.corpus")


@pytest.mark.parametrize("by", GROUPS)
def test_what_plans_may_be_grouped_by(by: str, folder: Path, corpus: ct.Corpus, tmp_path: Path) -> None:
    """The same in files, in a corpus, in Python."""
    assert group_values(ct.read_plans(folder), Meta(), by) == GROUPS[by]
    groups = sorted({value for value in GROUPS[by] if value})
    found = corpus.groups(by)
    assert found["plan_id"].tolist() == corpus.plans["plan_id"].tolist()
    assert [None if pd.isna(value) else value for value in found["group"]] == GROUPS[by]
    assert sorted(corpus.themes(by).index) == sorted(corpus.distances(by).index) == groups
    output = tmp_path / "themes.json"
    for path in (folder, corpus.path):
        assert run(["themes", str(path), "--by", by, "--format", "json", "-o", str(output)]) == 0
        assert sorted(group["value"] for group in json.loads(output.read_bytes())["groups"]) == groups


def test_a_trend_has_the_groups_of_any_other_comparison(corpus: ct.Corpus) -> None:
    assert corpus.trend(by="title")["title"].unique().tolist() == [title for title in GROUPS["title"][:2] if title]


def test_what_is_said_goes_before_what_is_found(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "meta.csv").write_text("path,school,year\nc.txt,东山小学,2020\n", "utf-8")
    known = read_meta(tmp_path / "meta.csv")
    plans = ct.read_plans(folder)
    assert group_values(plans, known, "school") == [None, None, "东山小学", None]
    assert group_values(plans, known, "year") == [None, None, "2020", None]


def test_choices_are_those_that_have_values(
    folder: Path, corpus: ct.Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    choices = "there are date, district, path, school, title, year;"
    for by in ("n_nodes", "weather"):
        for group in (corpus.groups, corpus.themes, corpus.keyness, corpus.distances):
            with pytest.raises(GroupError, match=f"no column {by} in plans; {choices}"):
                group(by)
        with pytest.raises(GroupError, match=choices):
            corpus.trend(by=by)
        assert run(["themes", str(folder), "--by", by]) == 2
        assert choices in capsys.readouterr().err


def test_a_report_compares_by_what_is_said(folder: Path) -> None:
    plans = ct.read_plans(folder)
    assert choose_columns(plans, Meta()) == []
    said = {"school": "东山", "year": "2020"}
    known = Meta(said, {plan.source.path: said for plan in plans[:3]} | {plans[3].source.path: {"school": "西山"}})
    assert choose_columns(plans, known) == ["school"]
