"""Discovery: words that stand with a theme's evidence are found, those of other clauses are not; copies count once."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus_tools.reading.source import source_of_text
from corpus_tools.structure.plans import Plan, parse_source
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.coding import code_plans
from corpus_tools.themes.discovery import Discovery, discover

MONTHS = "一二三四五六七八九十"
FAR = "操场边的旧车棚在暑假里由后勤科找人拆掉并且重新铺上地砖"


@pytest.fixture
def book(tmp_path: Path) -> Codebook:
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\n[themes."送温暖"]\nany = ["慰问"]\n', "utf-8")
    return Codebook.open(path)


def texts(n: int) -> Iterator[str]:
    for i in range(n):
        month = MONTHS[i % 10]
        yield (
            f"一、{month}月慰问住院职工。\n二、{month}月检查消防器材。\n三、每学期慰问住院职工，{FAR}。\n"
            f"四、排查消防隐患{i}处。\n五、教师共读名著{i}本。\n六、组织疏散演练{i}次。\n七、撰写读书笔记{i}篇。"
        )


def plans_of(*contents: str) -> list[Plan]:
    return [plan for i, text in enumerate(contents) for plan in parse_source(source_of_text(text, f"{i}.txt")).plans]


def found_in(plans: list[Plan], book: Codebook, families: list[int] | None = None) -> Discovery:
    return discover(plans, code_plans(plans, book), book.themes, families or list(range(len(plans))), n_clusters=3)


def test_words_near_the_evidence_are_suggested(book: Codebook) -> None:
    plans = plans_of(*texts(12))
    found = found_in(plans, book)
    words = {own.key.term: own for own in found.words}
    assert {"住院", "职工"} <= set(words)
    assert not {"慰问", "消防", "名著", "暑假", "地砖"} & set(words)  # had already, of other clauses, far from evidence
    assert (words["住院"].key.n_target, words["住院"].n_near, words["住院"].n_uncovered) == (24, 24, 0)
    assert found == found_in(plans, book)


def test_clauses_without_a_theme_are_grouped(book: Codebook) -> None:
    found = found_in(plans_of(*texts(12)), book)
    assert (found.n_clauses, found.n_uncovered) == (12 * 7, 12 * 5)
    assert not [member for member in found.uncovered.members if "慰问" in member.unit.text]
    assert {"消防", "疏散", "名著", "读书笔记", "演练", "共读", "隐患"} & {
        word for cluster in found.uncovered.clusters for word in cluster.label
    }


def test_copies_count_once(book: Codebook) -> None:
    own = list(texts(3))
    alone = found_in(plans_of(*own), book)
    copied = found_in(plans_of(*own, *own[:1] * 9), book, [0, 1, 2, *[0] * 9])
    assert alone == copied


def test_the_plan_that_stands_for_a_family_counts_in_whatever_order(book: Codebook) -> None:
    plans = plans_of(*texts(3), *(text.replace("消防", "防火") for text in texts(1)))
    found = found_in(plans, book, [0, 1, 2, 0])
    assert not [member for member in found.uncovered.members if "防火" in member.unit.text]
    assert found_in(plans[::-1], book, [3, 1, 2, 3]) == found


def test_the_suggestions_are_a_codebook(book: Codebook, tmp_path: Path) -> None:
    found = found_in(plans_of(*texts(12)), book)
    path = tmp_path / "suggestions.toml"
    path.write_text(found.to_toml(), "utf-8")
    assert "住院" in tomllib.loads(found.to_toml())["themes"]["送温暖"]["any"]
    assert len(Codebook.open(path).themes) == 1 + len([c for c in found.uncovered.clusters if c.label])


def test_the_suggestions_are_a_codebook_whatever_stands_in_the_plans(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("name = 'mine'\n[themes.'送\"温\\暖']\nany = ['慰问']\n", "utf-8")
    book = Codebook.open(path)
    found = found_in(plans_of(*(text.replace("疏散", '"疏散\x7f\\') for text in texts(12))), book)
    toml = found.to_toml(lambda message: message.replace("grouped by their words", "按用词分组"))
    assert "按用词分组" in toml
    assert tomllib.loads(toml)["themes"]['送"温\\暖']["any"]


def test_nothing_to_discover(book: Codebook) -> None:
    found = found_in(plans_of("一、慰问。"), book)
    assert (found.words, found.n_uncovered, found.uncovered.members) == ((), 0, ())
    assert tomllib.loads(found.to_toml()) == {"name": "suggestions", "version": "0"}
