"""The language of messages: errors with their reasons, and the words of click, which asks gettext for them."""

import ast
import gettext
import os
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from corpus_tools.cli import wording
from corpus_tools.corpus.review import read_review
from corpus_tools.errors import N_, Reason, ReviewError, SheetError
from corpus_tools.output.messages import explain, lend_catalogue, use_language


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", "en")
    domain = gettext.textdomain()
    use_language("zh")
    yield
    use_language("en")
    gettext.textdomain(domain)


def test_libraries_find_our_catalogue(chinese: None) -> None:
    assert gettext.gettext("plan") == "plan"
    lend_catalogue()
    assert os.environ["LANGUAGE"] == "zh"
    assert gettext.gettext("plan") == "计划"
    assert gettext.ngettext("{n} plan", "{n} plans", 2) == "{n} 份计划"


def test_a_reason_is_translated_with_its_error(chinese: None) -> None:
    error = SheetError(
        path="a.csv", reason=Reason(N_("no family {family}; there are: {families}"), family="F1", families="-")
    )
    assert str(error) == "coded clauses a.csv: no family F1; there are: -"
    assert explain(error).endswith("没有家族 F1；现有：-")


def test_what_the_system_says_is_translated(chinese: None, tmp_path: Path) -> None:
    with pytest.raises(ReviewError) as missing:
        read_review(tmp_path / "nowhere.csv")
    assert explain(missing.value).endswith("没有这个文件或文件夹")


def test_kinds_of_numbers_are_translated(chinese: None) -> None:
    wording.name_numbers()
    with pytest.raises(click.BadParameter, match="'x' .*数值"):
        click.FloatRange(0, 1)("x")
    use_language("en")
    wording.name_numbers()
    assert click.FloatRange.name == "float range"


def test_what_is_marked_is_what_click_says() -> None:
    said: set[str] = set()
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said.add(node.value)
    assert {*wording.MESSAGES, *wording.PLURALS, *(name for _kind, name in wording.NUMBERS)} <= said
