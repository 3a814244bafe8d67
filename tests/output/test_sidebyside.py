"""Two plans in the columns of a terminal, and on a page."""

import re
from pathlib import Path

import pytest

from corpus_tools.corpus.stages import read_plans
from corpus_tools.output.listings import width_of
from corpus_tools.output.sidebyside import format_comparison, format_comparison_page
from corpus_tools.reuse.comparison import Comparison, compare_plans
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.comparison import ThemesBeside, compare_themes
from tests.conftest import DATA
from tests.reuse.texts import plans_of


@pytest.fixture(scope="module")
def spun() -> Comparison:
    plans = read_plans([DATA / "plans" / "01_qingshi_union_2024.txt", DATA / "plans" / "06_hexi_union_spun.txt"])
    return compare_plans(plans, find_reuse(plans), 0, 1)


@pytest.fixture(scope="module")
def themes(spun: Comparison) -> ThemesBeside:
    return compare_themes(spun.a.plan, spun.b.plan, Codebook.bundled())


NO_THEMES = ThemesBeside(Codebook("none", "1", ""), ())


@pytest.mark.parametrize("columns", [60, 80, 111, 200])
def test_every_line_fits_the_terminal(spun: Comparison, themes: ThemesBeside, columns: int) -> None:
    shown = format_comparison(spun, themes, columns, coloured=False)
    left = (columns - 4) // 2
    above, body = (part.splitlines() for part in shown.split("-" * (2 * left + 4) + "\n"))
    facts = above[above.index("") :]
    facts = facts[: next(i for i, line in enumerate(facts) if line.startswith("theme "))]
    assert max(map(width_of, facts + body)) <= columns
    for line in body:
        at = next(i for i in range(len(line) + 1) if width_of(line[:i]) >= min(left, width_of(line)))
        assert line[at : at + 4].rstrip() in (" =", " ~", " <", " >", " |", " =b", " ~b", " =q", " ~q", "")
    assert "{举动}" in shown and "\x1b" not in shown


def test_facts_and_themes_stand_above(spun: Comparison, themes: ThemesBeside) -> None:
    lines = [line.split() for line in format_comparison(spun, themes, 100, coloured=False).splitlines()]
    assert ["whose", "plan", "青石坪小学", "河西湾小学", "0"] in lines
    assert ["dates", "2024年2月26日", "2025年2月26日", "0"] in lines
    first = themes.shares[0]
    assert first.a > 0.1 and [first.theme, f"{first.a:.1%}", f"{first.b:.1%}"] in lines
    page = format_comparison_page(spun, themes, "0")
    assert "<th>whose plan</th><td>青石坪小学</td><td>河西湾小学</td>" in page and f"<th>{first.theme}</th>" in page


def test_nothing_stands_above_where_nothing_differs() -> None:
    a, b = plans_of("一、读书", "一、读书")
    comparison = compare_plans([a, b], find_reuse([a, b]), 0, 1)
    assert "in both" not in format_comparison(comparison, NO_THEMES, 80, coloured=False)
    assert "<caption>" not in format_comparison_page(comparison, NO_THEMES, "0")


def test_colours_instead_of_braces(spun: Comparison, themes: ThemesBeside) -> None:
    coloured = format_comparison(spun, themes, 100, coloured=True)
    assert "\x1b[1;31m举动\x1b[0m" in coloured and "{" not in coloured
    plain = re.sub(r"\x1b\[[\d;]*m", "", coloured)
    assert max(map(width_of, plain.split("-" * 100 + "\n")[1].splitlines())) <= 100


def test_a_terminal_obeys_no_text() -> None:
    a, b = plans_of("一、读书\x9b31m徒步", "一、读书\x1b]0;x\x07徒步")
    comparison = compare_plans([a, b], find_reuse([a, b]), 0, 1)
    shown = format_comparison(comparison, NO_THEMES, 80, coloured=False)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown)


def test_page(spun: Comparison, themes: ThemesBeside) -> None:
    page = format_comparison_page(spun, themes, "0")
    assert '<mark class="unequal">举动</mark>' in page
    assert "青石坪小学2024年工会工作计划" in page
    assert not re.search(r"""(?:src|href)=|url\(|@import|<script""", page)


def test_page_of_hostile_text() -> None:
    a, b = plans_of("<script>alert(1)</script>工作计划\n一、</td><img src=x>读书", "一、{{ 7 * 7 }}")
    comparison = compare_plans([a, b], find_reuse([a, b]), 0, 1)
    page = format_comparison_page(comparison, NO_THEMES, "0")
    assert "<script" not in page and "<img" not in page and "{{ 7 * 7 }}" in page


@pytest.mark.browser
def test_page_in_a_browser(spun: Comparison, themes: ThemesBeside, tmp_path: Path) -> None:
    """Rows are level, nothing is asked of a server, and a narrow window needs no scrolling sideways."""
    import shutil

    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    path = tmp_path / "comparison.html"
    path.write_text(format_comparison_page(spun, themes, "0"), "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 480, "height": 800})
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.locator("mark.unequal").count() > 10
        browser.close()
    assert requests == [path.as_uri()]
