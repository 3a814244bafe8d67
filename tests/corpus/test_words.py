"""Words of a corpus: the table of tokens, keyness, concordance and collocations as data frames."""

from pathlib import Path

import pandas as pd
import pytest

import corpus_tools as ct
from corpus_tools.cli import app
from corpus_tools.corpus.values import Values
from corpus_tools.errors import GroupError, PatternError
from corpus_tools.words import terms
from corpus_tools.words.lists import NO_WORDS, UserDictionary
from corpus_tools.words.terms import WordCounts, count_words
from tests.conftest import DATA

READING = "一、教师共读名著，撰写读书笔记。\n二、开展读书沙龙，评选读书标兵。"
SAFETY = "安全计划\n一、检查食堂，组织演练。\n二、检查校车，开展安全教育。"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> ct.Corpus:
    folder = tmp_path_factory.mktemp("plans")
    for name, text in {"a": READING, "b": READING, "c": SAFETY}.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    meta, words = folder.parent / "meta.csv", folder.parent / "words.txt"
    meta.write_text("path,year\na.txt,2023\nb.txt,2023\nc.txt,2024", "utf-8")
    words.write_text("读书沙龙", "utf-8")
    return ct.Corpus.build(folder, meta=meta, user_dictionary=words)


def test_tokens(corpus: ct.Corpus) -> None:
    tokens = corpus.tokens.set_index(["plan_id", "term"])["n_tokens"]
    assert tokens["a.txt#1", "读书沙龙"] == 1
    assert tokens["c.txt#1", "检查"] == 2
    assert "，" not in tokens["a.txt#1"]
    assert len(corpus.made["user_dictionary"]) == 64


def test_keyness(corpus: ct.Corpus) -> None:
    found = corpus.keyness("year", fewest=1, alpha=1)
    assert set(found["group"]) == {"2023", "2024"}
    assert found.query("term == '读书沙龙'")[["n_target", "n_plans_target"]].to_numpy().tolist() == [[1, 1]]
    twice = corpus.keyness("year", fewest=1, alpha=1, count_copies=True)
    assert twice.query("term == '读书沙龙'")[["n_target", "n_plans_target"]].to_numpy().tolist() == [[2, 2]]
    plain = corpus.keyness("year", fewest=2, alpha=1, user_dictionary=NO_WORDS)
    assert plain.query("term == '读书'")[["n_target", "n_plans_target"]].to_numpy().tolist() == [[2, 1]]
    assert set(corpus.keyness(target="c*", fewest=1, alpha=1)["group"]) == {"c*"}
    assert corpus.keyness(target="c*").empty
    with pytest.raises(GroupError, match="year"):
        corpus.keyness("district")


def test_several_words_are_each_sought(corpus: ct.Corpus) -> None:
    found = corpus.concordance(["读书", "读书沙龙", "食堂"])
    assert found["text"].tolist() == ["读书", "读书沙龙", "读书", "读书", "读书沙龙", "读书", "食堂"]
    assert corpus.concordance(iter(["食堂"])).equals(corpus.concordance("食堂"))
    near = corpus.collocations(pd.Series(["食堂", "校车"]), fewest=1)
    assert {"演练", "安全"} <= set(near["term"])
    with pytest.raises(PatternError, match=r"A\|B is either"):
        corpus.concordance(["读书", "食."], regex=True)
    with pytest.raises(PatternError, match="where nothing stands"):
        corpus.concordance([])


def same_counts(a: WordCounts, b: WordCounts) -> bool:
    arrays = zip(a[1:], b[1:], strict=True)
    return a.words == b.words and all(x.dtype == y.dtype and x.tolist() == y.tolist() for x, y in arrays)


def test_words_are_those_of_the_table(corpus: ct.Corpus, plans_corpus: Path) -> None:
    for each in (corpus, ct.Corpus.open(plans_corpus)):
        for dictionary in (each.user_dictionary, NO_WORDS, UserDictionary.parse("师德".encode())):
            assert same_counts(each.values.word_counts(dictionary), count_words(each.all_plans(), dictionary))


def test_nothing_is_segmented_again(
    plans_corpus: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    corpus = ct.Corpus.open(plans_corpus)
    command = ["keyness", str(plans_corpus), "--by", "year", "--alpha", "1", "--format", "json"]
    with monkeypatch.context() as patch:
        patch.setattr(Values, "word_counts", lambda self, dictionary: count_words(self.plans, dictionary))
        expected = corpus.keyness("year", alpha=1)
        assert app.run(command) == 0
        printed = capsysbinary.readouterr().out
    monkeypatch.setattr(terms, "segmenter", None)
    assert len(expected) > 50
    pd.testing.assert_frame_equal(corpus.keyness("year", alpha=1), expected)
    assert app.run(command) == 0
    assert capsysbinary.readouterr().out == printed


def test_families_are_those_of_the_tables(corpus: ct.Corpus, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert corpus.values.family_numbers == corpus.reuse.family_numbers == [0, 0, 2]
    command = ["keyness", str(corpus.path), "--target", "[ab]*", "--table", "groups", "--format", "csv"]
    n_plans = []
    for options in ([], ["--count-copies"]):
        assert app.run([*command, *options]) == 0
        n_plans.append(capsysbinary.readouterr().out.decode().splitlines()[1].split(",")[:2])
    assert n_plans == [["[ab]*", "1"], ["[ab]*", "2"]]


def test_concordance(corpus: ct.Corpus) -> None:
    found = corpus.concordance("安全")
    assert found[["text", "title"]].to_numpy().tolist() == [["安全", "安全计划"]] * 2
    assert found["section"].tolist() == [[], ["二、"]]
    places = found[["plan_id", "start", "end", "text"]].to_numpy().tolist()
    assert all(corpus.plan(plan_id).text[start:end] == text for plan_id, start, end, text in places)
    assert corpus.concordance("没有").empty


def test_collocations(corpus: ct.Corpus, tmp_path: Path) -> None:
    assert corpus.collocations("检查", window=1, fewest=1)["term"].tolist() == ["校车", "食堂"]
    once, twice = (corpus.collocations(fewest=1, count_copies=copies) for copies in (False, True))
    assert set(once["n_plans"]) == {1}
    assert set(twice["n_plans"]) == {1, 2}
    stop = tmp_path / "stop.txt"
    stop.write_text("读书\n检查", "utf-8")
    assert not {"读书", "检查"} & set(corpus.collocations(fewest=1, stop_words=stop)[["a", "b"]].to_numpy().ravel())


@pytest.mark.parametrize(
    "command",
    [
        ["keyness", "--target", "0[16]*", "--alpha", "1"],
        ["concordance", "工会", "--table", "collocates", "--fewest", "1"],
        ["themes", "--discover", "--table", "uncovered"],
    ],
    ids=lambda command: command[0],
)
def test_a_family_is_counted_by_its_original_in_whatever_order(
    command: list[str], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A plan, its spun copy, a stranger."""
    names = ("01_qingshi_union_2024.txt", "06_hexi_union_spun.txt", "03_songyuan_moral_gbk.txt")
    paths = [str(DATA / "plans" / name) for name in names]
    found = []
    for order in (paths, [paths[1], paths[2], paths[0]]):
        assert app.run([*command, "--format", "csv", *order]) == 0
        found.append(capsysbinary.readouterr().out)
    assert found[0] == found[1]
    assert found[0].count(b"\n") > 5


def test_a_corpus_numbers_families_by_their_originals() -> None:
    names = ("06_hexi_union_spun.txt", "01_qingshi_union_2024.txt")
    assert ct.Corpus.build([DATA / "plans" / name for name in names]).values.family_numbers == [1, 1]
