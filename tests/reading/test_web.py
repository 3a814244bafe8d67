"""HTML: lists, what is left of a page, what it says about itself, and pages of a real site."""

import json
import tarfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from corpus_tools.reading.formats.web import read_html
from tests.conftest import CASES, load_cases
from tests.oracles.pages import lost_lines, numbered_lines

PLAN: list[str] = json.loads((CASES / "html_content.json").read_text("utf-8"))["plan"]


def lines(page: str) -> list[str]:
    return read_html(page)[0].split("\n")


@pytest.mark.parametrize("case", load_cases("html_lists"), ids=lambda case: case["is"])
def test_numbers_of_lists(case: dict[str, Any]) -> None:
    assert lines(f"<html><body>{case['page']}</body></html>") == case["lines"]


@pytest.mark.parametrize("case", load_cases("html_content"), ids=lambda case: case["is"])
def test_what_is_left_of_a_page(case: dict[str, Any]) -> None:
    plan = "".join(f"<p>{line}</p>" for line in PLAN)
    assert lines(f"<html>{case['page'].replace('{plan}', plan)}</html>") == [*case["before"], *PLAN, *case["after"]]


@pytest.mark.parametrize("case", load_cases("html_meta"), ids=lambda case: str(case["meta"]))
def test_what_a_page_says_about_itself(case: dict[str, Any]) -> None:
    assert read_html(f"<html>{case['page']}</html>")[1] == case["meta"]


@pytest.mark.parametrize("depth", [255, 256, 5000])
def test_the_parser_that_lost_nothing_is_recorded(depth: int) -> None:
    page = (
        "<html><body>" + "<div>" * depth + "<ol reversed><li>甲<li>乙</ol>一、读书" + "</div>" * depth + "<p>二、徒步"
    )
    text, meta = read_html(page)
    assert text.split("\n")[-2:] == ["一、读书", "二、徒步"]
    assert meta.get("parser") in (None, "html.parser")
    assert ("parser" in meta) == (depth > 2000)


@pytest.mark.parametrize("end", ["<select>", "<svg>", "<textarea>", "<script>", "<style>", "<!--", "<![", "%<![%"])
def test_what_a_page_never_closes_hides_nothing_before_it(end: str) -> None:
    page = "<html><table><tr><td>月份</td><td>一、读书</td><td><div>" + "<nav><p>首页</nav>" + end
    assert "一、读书" in read_html(page)[0]


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 50_000 + "一、读书" + "</div>" * 50_000,
        "<div><p>一、读书。</p></div>" * 20_000,
        "<table><tr><td>甲" * 20_000 + "</td></tr></table>" * 20_000,
        "<ol><li>甲" * 20_000 + "</li></ol>" * 20_000,
        "<style>" + "list-style:" * 100_000 + "</style>甲",
        "<style>" + "/*a{" * 100_000 + "</style>甲",
        "<p>" + "发布时间：1.一" * 50_000,
    ],
    ids=lambda page: page[:12],
)
def test_a_page_of_much_markup_is_quick(page: str) -> None:
    start = time.perf_counter()
    assert read_html(f"<html><body>{page}")[0]
    assert time.perf_counter() - start < 10


@pytest.mark.slow
def test_real_pages_keep_every_numbered_line(shared: Path) -> None:
    with tarfile.open(shared / "corpus" / "school_site.tar.xz") as archive:
        pages = [archive.extractfile(m).read().decode() for m in archive if m.isfile()]  # type: ignore[union-attr]
    texts = [read_html(page)[0] for page in pages]
    assert sum(len(numbered_lines(page)) for page in pages) > 4000
    assert [lost_lines(page, text) for page, text in zip(pages, texts, strict=True)] == [[]] * 199
    n_pages = Counter(line for text in texts for line in {line.strip() for line in text.split("\n")} if line)
    assert [line for line, n in n_pages.items() if n >= 50] == []


@pytest.mark.slow
def test_real_pages_say_title_and_date(shared: Path) -> None:
    with tarfile.open(shared / "corpus" / "school_site.tar.xz") as archive:
        pages = [archive.extractfile(m).read().decode() for m in archive if m.isfile()]  # type: ignore[union-attr]
    metas = [read_html(page)[1] for page in pages]
    assert all(meta["title"] and len(meta["date"]) == 10 for meta in metas)
