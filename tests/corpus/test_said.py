"""What documents say of themselves: columns of plans, titles that people are shown, groups."""

import json
from pathlib import Path

import pandas as pd
import pytest

import corpus_tools as ct
from corpus_tools import tables
from corpus_tools.errors import UngroupedWarning

ROWS = [
    {"title": "东山小学读书计划", "url": "http://a/1", "content": "一、共读名著。\n二、读书沙龙。", "年级": "3"},
    {"title": "西山小学安全计划", "url": "http://a/2", "content": "安全工作计划\n一、检查食堂。\n二、组织演练。"},
    {"title": "北山小学慰问", "url": "http://a/3", "content": "一、慰问退休教师。\n二、走访职工。", "Text": "no"},
]
META = pd.DataFrame({"path": ["rows.jsonl!1", "rows.jsonl!2"], "url": ["of the table", ""], "district": ["城东", None]})
TITLES = ["东山小学读书计划", "安全工作计划", "北山小学慰问"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> ct.Corpus:
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), "utf-8")
    return ct.Corpus.build(path, meta=META)


def filled(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(object).where(frame.notna(), "")


def test_columns_of_rows_are_columns_of_plans(corpus: ct.Corpus) -> None:
    frame = filled(corpus.plans)
    own = [name for name in frame if name not in tables.BY_NAME["plans"].names]
    assert own == ["shown_title", "url", "district", "年级", "Text"]
    assert frame["url"].tolist() == ["of the table", "http://a/2", "http://a/3"]  # the meta table goes before the rows
    for name in map(str, own[1:]):
        assert frame[name].tolist() == [plan.meta.get(name, "") for plan in corpus.all_plans()]
    assert frame["title"].tolist() == ["", TITLES[1], ""]  # as printed
    assert frame["shown_title"].tolist() == [plan.shown_title for plan in corpus.all_plans()] == TITLES
    assert corpus.meta_columns == ["url", "district"]
    assert corpus.sql("select shown_title, district from plans").to_numpy().tolist()[0] == [TITLES[0], "城东"]


def test_titles_of_rows_are_shown(corpus: ct.Corpus) -> None:
    assert corpus.nodes.drop_duplicates("plan_id")["title"].tolist() == TITLES
    assert corpus.themes()["title"].tolist() == TITLES
    assert corpus.concordance("慰问")["title"].unique().tolist() == [TITLES[2]]
    assert set(corpus.coding_sheet()["title"]) == set(TITLES)
    assert {text for text in corpus.table("clusters").query("units == 'plans'")["text"]} <= set(TITLES)


def test_pages_say_what_they_are(tmp_path: Path) -> None:
    page = "<html><head><title>东山小学工会计划</title></head><body><p>一、慰问。</p><p>二、读书。</p></body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    (tmp_path / "b.txt").write_text("一、慰问教师。\n二、走访。", "utf-8")
    frame = filled(ct.Corpus.build(tmp_path).plans)
    assert frame["shown_title"].tolist() == ["东山小学工会计划", ""]


GROUPED = {"a.txt": "2023年", "b.txt": "2024年", "c.txt": "", "d.txt": "常年"}


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> ct.Corpus:
    folder = tmp_path_factory.mktemp("grouped")
    for number, name in enumerate(GROUPED):
        (folder / name).write_text(f"一、慰问教师{'甲乙丙丁'[number]}。\n二、开展读书{'一二三四'[number]}次。", "utf-8")
    return ct.Corpus.build(folder, meta=pd.DataFrame({"path": list(GROUPED), "term": list(GROUPED.values())}))


def test_plans_in_no_group_are_told(grouped: ct.Corpus) -> None:
    one = "1 plan has no value of term and is in no group"
    for call in (grouped.themes, grouped.distances, grouped.keyness):
        with pytest.warns(UngroupedWarning, match=one) as told:
            call(by="term")
        assert [warning.filename for warning in told] == [__file__]
    with pytest.warns(UngroupedWarning, match="2 plans have no year in term and are in no group"):
        grouped.trend(by="term")
    assert grouped.groups("term")["group"].isna().sum() == 1


@pytest.mark.filterwarnings("error::corpus_tools.errors.UngroupedWarning")
def test_nothing_is_told_where_every_plan_has_a_group(grouped: ct.Corpus) -> None:
    for call in (grouped.themes, grouped.distances, grouped.keyness):
        call(by="path")


def test_groups_say_how_many_plans_they_have(grouped: ct.Corpus) -> None:
    frame = grouped.themes(by="term")
    assert list(frame.columns[:2]) == ["n_plans", "n_counted"]
    assert frame["n_plans"].to_dict() == grouped.groups("term")["group"].value_counts().to_dict()
    drawn = ct.plots.theme_heatmap(grouped, by="term").axes[0].images[0].get_array()
    assert drawn is not None and drawn.shape == frame.iloc[:, 2:].shape
