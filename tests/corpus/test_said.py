"""What documents say of themselves: columns of plans, titles that people are shown, groups."""

import json
import warnings
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

import corpus_tools as ct
from corpus_tools import tables
from corpus_tools.corpus.said import frame_of_table, typed
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
        assert frame[name].astype(str).tolist() == [plan.meta.get(name, "") for plan in corpus.all_plans()]
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


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "-2", "10", "0"], "int64"),
        (["1", None, "10"], "Int64"),
        (["1", "2.5", "1e-05", None], "float64"),
        (["2024-03-01", "2024-03-02 08:30:00", None], "datetime64[us]"),
        (["True", "False"], "bool"),
        (["True", None], "boolean"),
        (["01", "2"], "str"),  # a name, as of a class
        (["2024.1", "2024.10"], "str"),
        (["1" * 19, "2"], "str"),
        (["2024-02-30"], "str"),
        (["1", "二"], "str"),
        (["1", ""], "str"),
        (["１"], "str"),
    ],
)
def test_columns_have_the_type_of_all_their_values(cells: list[str | None], kind: str) -> None:
    plans = pa.table({"plan_id": ["x"] * len(cells), "column": typed(cells)})
    column = frame_of_table(plans)["column"]
    assert str(column.dtype) == kind
    assert column.notna().tolist() == [cell is not None for cell in cells]
    if kind == "str":
        assert column.tolist() == cells


@pytest.mark.parametrize("as_file", [False, True])
def test_meta_tables_keep_their_types(as_file: bool, tmp_path: Path) -> None:
    names = [f"{grade}.txt" for grade in (1, 2, 10, 11)]
    meta = pd.DataFrame(
        {
            "path": names,
            "grade": [1, 2, 10, 11],
            "score": [1.5, None, 2.0, 3.25],
            "day": pd.to_datetime(pd.Series(["2024-03-01", "2024-03-02", None, "2024-05-01"])),
            "code": ["01", "02", "10", "11"],
        }
    )
    (tmp_path / "plans").mkdir()
    for name in names:
        (tmp_path / "plans" / name).write_text(f"一、慰问教师{name}。\n二、开展读书活动。", "utf-8")
    meta.to_csv(tmp_path / "meta.csv", index=False)
    corpus = ct.Corpus.build(tmp_path / "plans", meta=tmp_path / "meta.csv" if as_file else meta)
    found = corpus.plans.set_index("path").loc[names, ["grade", "score", "day", "code"]].reset_index()
    pd.testing.assert_frame_equal(found, meta, check_dtype=False)
    assert [str(kind)[:8] for kind in found.dtypes][1:] == ["int64", "float64", "datetime", "str"]
    assert corpus.sql("select path from plans where grade > 2 order by grade")["path"].tolist() == names[2:]
    grades = ["1", "2", "10", "11"]
    assert corpus.themes(by="grade").index.tolist() == corpus.distances(by="grade").index.tolist() == grades
    assert corpus.keyness(by="grade", alpha=1, fewest=1).groups["group"].tolist() == grades
    assert corpus.frequencies(by="grade").groups["group"].tolist() == grades


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


def test_nothing_is_told_where_every_plan_has_a_group(grouped: ct.Corpus) -> None:
    for call in (grouped.themes, grouped.distances, grouped.keyness):
        with warnings.catch_warnings(record=True, category=UngroupedWarning, action="always") as told:
            call(by="path")
        assert told == []


def test_groups_say_how_many_plans_they_have(grouped: ct.Corpus) -> None:
    frame = grouped.themes(by="term")
    assert list(frame.columns[:2]) == ["n_plans", "n_counted"]
    assert frame["n_plans"].to_dict() == grouped.groups("term")["group"].value_counts().to_dict()
    drawn = ct.plots.theme_heatmap(grouped, by="term").axes[0].images[0].get_array()
    assert drawn is not None and drawn.shape == frame.iloc[:, 2:].shape
