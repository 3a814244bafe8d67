"""A corpus is analysed with the codebook and the user dictionary that it was built with, unless others are given."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import corpus_tools as ct
from corpus_tools.cli.app import run
from corpus_tools.errors import NoSuchThemeError, NotKeptError, OptionError, SheetWarning

PLANS = {
    "a": "读书工作计划\n一、建设职工书屋，开展读书沙龙。\n二、慰问退休教师。\n三、开展教师跳绳比赛。",
    "b": "读书工作计划\n一、职工书屋每周开放两次。\n二、评选读书标兵，推荐好书。\n三、检查消防器材。",
}
BOOK = 'name = "reading"\nversion = "3"\nweights = "own.csv"\n[themes."读书"]\nany = ["读书", "职工书屋"]\n'
OTHER = 'name = "other"\nversion = "1"\n[themes."安全"]\nany = ["消防"]\n'


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> ct.Corpus:
    """Return a corpus whose codebook and dictionary are gone from where they were."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "plans").mkdir()
    for name, text in PLANS.items():
        (folder / "plans" / f"{name}.txt").write_text(text, "utf-8")
    (folder / "meta.csv").write_text("path,school,year\na.txt,甲校,2023\nb.txt,乙校,2024\n", "utf-8")
    (folder / "given").mkdir()
    (folder / "given" / "reading.toml").write_text(BOOK.replace('weights = "own.csv"\n', ""), "utf-8")
    (folder / "given" / "words.txt").write_text("职工书屋\n读书沙龙\n", "utf-8")
    (folder / "other.toml").write_text(OTHER, "utf-8")
    built = ct.Corpus.build(
        folder / "plans",
        folder / "my.corpus",
        meta=folder / "meta.csv",
        codebook=folder / "given" / "reading.toml",
        user_dictionary=folder / "given" / "words.txt",
    )
    shutil.rmtree(folder / "given")
    return ct.Corpus.open(built.path)


@pytest.fixture
def sheet(corpus: ct.Corpus, tmp_path: Path) -> Path:
    """Return a sheet of all clauses, those with a word of the codebook coded."""
    rows = corpus.coding_sheet()
    rows["themes"] = ["读书" if "读书" in text or "职工书屋" in text else "-" for text in rows["text"]]
    rows.to_csv(tmp_path / "sheet.csv", index=False)
    return tmp_path / "sheet.csv"


def test_frames_have_its_own_themes_and_words(corpus: ct.Corpus, sheet: Path) -> None:
    assert (corpus.codebook.name, corpus.codebook.version, corpus.codebook.themes) == ("reading", "3", ("读书",))
    assert list(corpus.themes("school").columns) == ["n_plans", "n_counted", "读书"]
    assert set(corpus.trend()["theme"]) == {"读书"}
    agreement = corpus.agreement(sheet)
    assert agreement.loc["读书", "f1"] == 1
    assert 'themes."安全"' not in corpus.discover().toml
    keys = set(corpus.keyness(target="a*", fewest=1, alpha=1)["term"])
    assert "读书沙龙" in keys
    assert "沙龙" not in keys
    assert "职工书屋" in set(corpus.collocations("开放", fewest=1)["term"])
    assert corpus.concordance("书屋", whole_tokens=True).empty


def test_another_codebook_may_be_given(corpus: ct.Corpus, sheet: Path) -> None:
    other = corpus.path.parent / "other.toml"
    assert list(corpus.themes(codebook=other).columns) == ["title", "安全"]
    assert list(corpus.themes("school", codebook=other).columns) == ["n_plans", "n_counted", "安全"]
    assert set(corpus.trend(codebook=other)["theme"]) == {"安全"}
    assert corpus.aligned("安全", "a.txt#1", "b.txt#1", codebook=other)["plan_id_b"].tolist() == ["b.txt#1"]
    with pytest.warns(SheetWarning, match="读书"):
        assert "安全" in corpus.agreement(sheet, codebook=other).index


def test_an_option_that_cannot_be_says_so(corpus: ct.Corpus) -> None:
    asked: list[tuple[str, Callable[[], object]]] = [
        ("method", lambda: corpus.clusters(method="foo")),  # type: ignore[arg-type]
        ("units", lambda: corpus.clusters(units="foo")),  # type: ignore[arg-type]
        ("features", lambda: corpus.clusters(features="foo")),  # type: ignore[arg-type]
        ("n_clusters", lambda: corpus.clusters(0)),
        ("sort", lambda: corpus.concordance("读书", sort="foo")),  # type: ignore[arg-type]
        ("width", lambda: corpus.concordance("读书", width=-5)),
        ("window", lambda: corpus.collocations("读书", window=0)),
        ("order", lambda: corpus.keyness(target="a*", order="foo")),  # type: ignore[arg-type]
        ("alpha", lambda: corpus.keyness(target="a*", alpha=2)),
    ]
    for name, ask in asked:
        with pytest.raises(OptionError, match=f"^{name} "):
            ask()


def test_a_theme_that_is_not_there_says_so(corpus: ct.Corpus) -> None:
    with pytest.raises(NoSuchThemeError, match="读书"):
        corpus.trend("赛")
    with pytest.raises(NoSuchThemeError, match="读书"):
        corpus.aligned("没有", "a.txt#1", "b.txt#1")


def test_one_theme_or_term_is_one(corpus: ct.Corpus) -> None:
    assert set(corpus.trend("读书")["theme"]) == {"读书"}
    assert set(corpus.trend(terms="消防器材")["theme"]) == {"消防器材"}


def test_agreement_has_the_measures_of_all_themes(corpus: ct.Corpus, sheet: Path) -> None:
    found = corpus.agreement(sheet)
    assert found.index.tolist() == ["读书", "(mean of themes)", "(sets of themes)", "(all decisions)"]
    assert (found.loc["(mean of themes)", "f1"], found.loc["(sets of themes)", "alpha"]) == (1, 1)


def test_frames_without_rows_have_columns(corpus: ct.Corpus) -> None:
    assert corpus.discover().words.empty
    assert list(corpus.discover().words.columns)[:2] == ["theme", "term"]
    assert "text" in corpus.discover().uncovered


Show = Callable[..., tuple[dict[str, Any], str]]


@pytest.fixture
def show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Show:
    """Return a function that runs a command and returns its JSON and what it says."""

    def run_it(*words: object) -> tuple[dict[str, Any], str]:
        assert run([*map(str, words), "--format", "json", "-o", str(tmp_path / "out")]) == 0
        document: dict[str, Any] = json.loads((tmp_path / "out").read_bytes())
        return document, capsys.readouterr().err

    return run_it


def test_commands_have_its_own_themes_and_words(corpus: ct.Corpus, sheet: Path, show: Show) -> None:
    themes, told = show("themes", corpus.path)
    assert (themes["codebook"], told) == (corpus.made["codebook"], "")
    assert any(term["term"] == "读书沙龙" for plan in themes["plans"] for term in plan["terms"])
    trend, _told = show("trend", corpus.path)
    assert [own["name"] for own in trend["trends"]] == ["读书"]
    agreement, _told = show("agreement", sheet, corpus.path)
    assert agreement["second"] == "reading"
    assert themes["codebook"] == trend["codebook"] == agreement["codebook"]
    assert show("trend", corpus.path, "--term", "读书")[0]["codebook"] is None
    assert show("agreement", sheet, sheet)[0]["codebook"] is None
    compared, _told = show("compare", "a.txt#1", "b.txt#1", "--corpus", corpus.path)
    assert {own["theme"] for own in compared["themes"]["shares"]} == {"读书"}
    keyness, _told = show("keyness", corpus.path, "--target", "a*", "--alpha", 1, "--fewest", 1)
    assert "读书沙龙" in json.dumps(keyness, ensure_ascii=False)
    assert keyness["options"]["user_dictionary"] == corpus.user_dictionary.digest
    given, _told = show("themes", corpus.path, "--codebook", corpus.path.parent / "other.toml")
    assert given["codebook"]["name"] == "other"


def test_texts_name_the_codebook(corpus: ct.Corpus, sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own, path = f"codebook reading 3 (SHA-256 {corpus.codebook.digest[:12]}", str(corpus.path)
    for words in (
        ["themes", path, "--by", "school"],
        ["themes", path, "--theme", "读书"],
        ["themes", path, "--discover"],
        ["trend", path],
        ["agreement", str(sheet), path],
    ):
        assert run(words) == 0
        assert own in capsys.readouterr().out


def test_weights_are_kept_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PLANS["a"], "utf-8")
    (tmp_path / "own.toml").write_text(BOOK, "utf-8")
    (tmp_path / "own.csv").write_text("string,读书\n,-100\n慰问,900\n", "utf-8")
    made = ct.Corpus.build(tmp_path / "a.txt", tmp_path / "my.corpus", codebook=tmp_path / "own.toml")
    for name in ("own.toml", "own.csv"):
        (tmp_path / name).unlink()
    kept = ct.Corpus.open(made.path).codebook
    assert kept.digest == made.made["codebook"]["digest"]
    assert kept.weights is not None


def test_a_corpus_that_has_not_kept_them_says_so(
    corpus: ct.Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old.corpus"
    shutil.copytree(corpus.path, old)
    for name in ("codebook.toml", "user-dictionary.txt"):
        (old / name).unlink()
    opened = ct.Corpus.open(old)
    with pytest.raises(NotKeptError, match=r"codebook\.toml"):
        opened.trend()
    with pytest.raises(NotKeptError, match=r"user-dictionary\.txt"):
        opened.keyness(target="a*")
    assert run(["trend", str(old)]) == 2
    assert "--codebook" in capsys.readouterr().err


def test_corpora_of_different_codebooks_need_one_named(
    corpus: ct.Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "c.txt").write_text(PLANS["b"].replace("两次", "三次"), "utf-8")
    other = ct.Corpus.build(tmp_path / "c.txt", tmp_path / "other.corpus")
    paths = [str(corpus.path), str(other.path)]
    assert run(["trend", *paths, "--by", "year"]) == 2
    assert "--codebook" in capsys.readouterr().err
    assert run(["themes", *paths[:1], str(tmp_path / "c.txt"), "--format", "csv"]) == 0
    assert "plan_id,title,读书" in capsys.readouterr().out


def test_short_clauses_are_suggested_too(corpus: ct.Corpus, show: Show) -> None:
    texts = {"慰问退休教师", "开展教师跳绳比赛", "检查消防器材"}
    found, _told = show("themes", corpus.path, "--discover")
    rows = found["discovery"]["uncovered"]
    assert {row["text"] for row in rows} == texts
    assert {row["text"]: row["group"] for row in rows}["检查消防器材"] is None
    suggestions = corpus.discover()
    assert set(suggestions.uncovered["text"]) == texts
    assert "检查消防器材" in suggestions.toml


def test_stop_words_and_dictionary_of_suggestions(corpus: ct.Corpus, tmp_path: Path, show: Show) -> None:
    (tmp_path / "stop.txt").write_text("教师\n", "utf-8")
    assert '"教师"' in corpus.discover().toml
    without = corpus.discover(stop_words=tmp_path / "stop.txt")
    assert '"教师"' not in without.toml
    assert without.uncovered["group"].isna().all()
    found, _told = show("themes", corpus.path, "--discover", "--stop-words", tmp_path / "stop.txt")
    assert [row["group"] for row in found["discovery"]["uncovered"]] == [None] * 3


def test_one_theme_is_not_discovered(corpus: ct.Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["themes", str(corpus.path), "--discover", "--theme", "读书"]) == 2
    assert "--theme" in capsys.readouterr().err
