"""What people who work with pandas have in hand: frames for meta and sheets, words for lists."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import corpus_tools as ct
from corpus_tools.corpus.meta import read_meta
from corpus_tools.errors import (
    InputFailedWarning,
    MetaError,
    NothingReadError,
    OptionError,
    SheetError,
    SheetWarning,
    TextAsPathError,
    WordListError,
)
from corpus_tools.words.lists import StopWords, UserDictionary

PLANS = {
    "a": "读书工作计划\n一、建设职工书屋，开展读书沙龙。\n二、慰问退休教师。\n三、开展教师跳绳比赛。",
    "b": "读书工作计划\n一、职工书屋每周开放两次。\n二、评选读书标兵，推荐好书。\n三、检查消防器材。",
}
META = pd.DataFrame(
    {"path": ["a.txt", "b.txt", None], "school": ["甲校, 乙校", None, "丙"], "年;级;段": [2023, np.nan, 1]}
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans")
    for name, text in PLANS.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def corpus(folder: Path) -> ct.Corpus:
    return ct.Corpus.build(folder, meta=META, user_dictionary=["职工书屋", "读书沙龙 30 n"])


def test_a_frame_is_a_meta_table(corpus: ct.Corpus) -> None:
    assert corpus.plans["school"].dropna().tolist() == ["甲校, 乙校"]
    assert corpus.plans["年;级;段"].dropna().tolist() == [2023]  # gaps make no fractions of whole numbers
    assert corpus.themes("school").index.tolist() == ["甲校, 乙校"]


@pytest.mark.parametrize("change", [lambda own: own.set_index("path"), lambda own: own.rename(columns=str.upper)])
def test_frames_of_other_forms(change: Callable[[pd.DataFrame], pd.DataFrame], tmp_path: Path) -> None:
    known = read_meta(change(META.iloc[:2]))
    assert list(known.of("a.txt").values()) == ["甲校, 乙校", "2023"]
    META.to_csv(tmp_path / "meta.csv", index=False)
    assert list(read_meta(tmp_path / "meta.csv").of("a.txt").values()) == ["甲校, 乙校", "2023.0"]


@pytest.mark.parametrize(
    ("meta", "reason"),
    [
        (META[["school"]], "meta table DataFrame: no column path"),
        (META.assign(Title="x"), "the column Title has the name"),
        (pd.concat([META, META]), "line 5 names a.txt again"),
        (META.assign(path=["x.txt", "y.txt", ""]), "no row names a file of the corpus"),
    ],
)
def test_frames_that_are_no_meta_table(meta: pd.DataFrame, reason: str, folder: Path) -> None:
    with pytest.raises(MetaError, match=reason):
        ct.Corpus.build(folder, meta=meta)


def test_a_frame_is_a_sheet(corpus: ct.Corpus, tmp_path: Path) -> None:
    sheet = corpus.coding_sheet()
    with pytest.raises(SheetError, match="coded clauses DataFrame: no clause in it is coded yet"):
        corpus.agreement(sheet)
    coded = sheet.assign(themes=["业务素质" if "读书" in text else "-" for text in sheet["text"]])
    coded.to_csv(tmp_path / "sheet.csv", index=False)
    found = corpus.agreement(coded)
    pd.testing.assert_frame_equal(found, corpus.agreement(tmp_path / "sheet.csv"))
    pd.testing.assert_frame_equal(found, corpus.agreement(pd.read_csv(tmp_path / "sheet.csv")))
    pd.testing.assert_frame_equal(corpus.agreement(coded, tmp_path / "sheet.csv"), corpus.agreement(coded, coded))
    half = coded.assign(themes=[np.nan, *coded["themes"][1:]])
    with pytest.warns(SheetWarning, match="^DataFrame: 1 clauses are not coded yet"):
        assert corpus.agreement(half, coded).loc["(all decisions)", "f1"] == 1


@pytest.mark.parametrize(
    "ask",
    [
        lambda corpus, folder: ct.Corpus.build(folder, meta={"a.txt": "x"}),  # type: ignore[arg-type]
        lambda corpus, folder: corpus.agreement(7),
        lambda corpus, folder: corpus.agreement(corpus.coding_sheet().assign(themes="-"), ["x"]),
    ],
)
def test_what_is_neither_a_file_nor_a_frame(
    ask: Callable[[ct.Corpus, Path], object], corpus: ct.Corpus, folder: Path
) -> None:
    with pytest.raises(OptionError, match="^(meta|sheet) cannot be (dict|int|list); it may be a file or a data frame"):
        ask(corpus, folder)


@pytest.mark.parametrize(
    "words", [["教师", "读书", "读书"], {"读书", "教师"}, pd.Series(["读书", "教師"]), ("教师", " 读书 ")]
)
def test_words_at_hand_are_stop_words(words: object, corpus: ct.Corpus, tmp_path: Path) -> None:
    (tmp_path / "stop.txt").write_text("读书\n教师\n", "utf-8")
    of_file, given = StopWords.open(tmp_path / "stop.txt"), StopWords.open(words)  # type: ignore[arg-type]
    assert given.words == of_file.words
    keys = corpus.keyness(target="a*", reference="b*", fewest=1, alpha=1, stop_words=iter(list(words)))  # type: ignore[call-overload]
    assert set(keys["group"]) == {"a*", "b*"}
    assert not {"读书", "教师"} & set(keys["term"])
    terms = {term for own in corpus.clusters(1, stop_words=given)["terms"] for term in own}
    assert not {"读书", "教师"} & terms
    assert '"教师"' not in corpus.discover(stop_words=words).toml  # type: ignore[arg-type]


def test_sets_of_words_have_one_digest() -> None:
    assert StopWords.open({"读书", "教师"}) == StopWords.open(frozenset(["教师", "读书"]))
    assert StopWords.open(["教师", "读书"]) == StopWords.parse("教师\n读书".encode())


def test_words_at_hand_are_a_user_dictionary(corpus: ct.Corpus) -> None:
    assert corpus.user_dictionary.words == (("职工书屋", None), ("读书沙龙", 30))
    assert {"职工书屋", "读书沙龙"} <= set(corpus.tokens["term"])
    assert UserDictionary.open(["职工书屋", "读书沙龙 30 n"]) == corpus.user_dictionary


@pytest.mark.parametrize(
    ("words", "reason"),
    [(["的", 3], "3 is no word"), (7, "7 is neither a file nor words"), (["和 了"], "holds more than a word: 和 了")],
)
def test_what_is_no_list_of_words(words: object, reason: str) -> None:
    with pytest.raises(WordListError, match=reason):
        StopWords.open(words)  # type: ignore[arg-type]


TEXTS = pd.DataFrame(
    {
        "content": [*PLANS.values(), f"{PLANS['a']}\r\n四、买“书”, 写字。", None],
        "school": ["甲校", "乙校", "丙校", "丁校"],
    },
    index=pd.Index([7, 8, 9, 10], name="编号"),
)


def test_a_frame_of_texts_is_read_as_a_table(tmp_path: Path) -> None:
    with pytest.warns(InputFailedWarning, match="DataFrame.csv!4: holds no text"):
        plans = ct.read_plans(TEXTS)
    assert [plan.plan_id for plan in plans] == [f"DataFrame.csv!{number}#1" for number in (1, 2, 3)]
    assert [plan.text for plan in plans] == [text.replace("\r\n", "\n") for text in TEXTS["content"][:3]]
    assert dict(plans[0].meta) == {"编号": "7", "school": "甲校"}
    good = TEXTS.iloc[:3].rename(columns={"content": "全文"})
    corpus = ct.Corpus.build(good, tmp_path / "c", text_column="全文")
    assert corpus.themes(by="school").index.tolist() == ["丙校", "乙校", "甲校"]
    assert ct.Corpus.open(tmp_path / "c").plans.equals(corpus.plans)
    assert ct.Corpus.build(good, tmp_path / "c", text_column="全文").built == (0, 1, ())
    assert ct.Corpus.build(good.drop(index=9), tmp_path / "c", text_column="全文").built == (1, 0, ())
    with pytest.raises(NothingReadError, match="has no column text.*; it has: 编号, 全文, school"):
        ct.Corpus.build(good)


def test_texts_are_no_paths(tmp_path: Path) -> None:
    texts: tuple[Any, ...] = (PLANS["a"], ["一、读书。", tmp_path], "x\ny")
    for given in texts:
        with pytest.raises(TextAsPathError, match=r"is a text, no path"):
            ct.Corpus.build(given)
    with pytest.raises(TextAsPathError, match="^读书工作计划 一、建设职工书屋，开展读书…: is a text"):
        ct.read_plans(PLANS["a"])
    (tmp_path / "为什么？.txt").write_text(PLANS["a"], "utf-8")
    assert len(ct.read_plans(tmp_path / "为什么？.txt")) == 1
    with pytest.raises(OptionError, match="paths cannot be ndarray"):
        ct.Corpus.build(np.array([["a"]]))
    with pytest.raises(OptionError, match="reference cannot be DataFrame"):
        ct.Corpus.build(tmp_path, reference=TEXTS)  # type: ignore[arg-type]
