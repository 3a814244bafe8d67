"""Meta: values that say the same are one group, however a spreadsheet has them."""

from pathlib import Path

import pytest

import corpus_tools as ct
from corpus_tools.corpus.meta import are_years, group_values, join_values, read_meta
from corpus_tools.errors import EmptyColumnError
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
