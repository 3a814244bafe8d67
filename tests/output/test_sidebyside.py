"""Two plans in the columns of a terminal, and on a page."""

import csv
import re
from pathlib import Path

import pytest

from corpus_tools.corpus.stages import read_plans
from corpus_tools.output.comparison_listings import TABLES, comparison_listings
from corpus_tools.output.listings import format_csv, width_of
from corpus_tools.output.sidebyside import comparison_document, format_comparison, format_comparison_page
from corpus_tools.reading.source import source_of_text
from corpus_tools.reuse.comparison import Comparison, compare_plans
from corpus_tools.reuse.quotation import find_quotations
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.comparison import ThemesBeside, compare_themes
from tests.conftest import DATA
from tests.reuse.texts import made, plans_of


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


@pytest.fixture(scope="module")
def moved() -> Comparison:
    first, second = made(1, 100), made(2, 60)
    plans = plans_of(f"一、{first}\n二、{second}", f"一、{second}\n二、{first}")
    return compare_plans(plans, find_reuse(plans), 0, 1)


def test_what_was_moved_is_linked(moved: Comparison) -> None:
    shown = format_comparison(moved, NO_THEMES, 80, coloured=False)
    assert shown.split("-" * 80)[1].count("[1]") == 2 and "[1], [2]" in shown
    page = format_comparison_page(moved, NO_THEMES, "0")
    assert '<a class="moved" id="a1" href="#b1">' in page and '<a class="moved" id="b1" href="#a1">' in page


def test_the_source_stands_above(spun: Comparison, themes: ThemesBeside) -> None:
    wanted = "Likely source: A (99.6%), because: spun words stand in B; implied year 2024 before 2025"
    assert wanted in format_comparison(spun, themes, 100, coloured=False)
    assert f"<p>{wanted}</p>" in format_comparison_page(spun, themes, "0")


def test_words_are_those_of_the_source_whichever_side_it_is(spun: Comparison) -> None:
    plans = [spun.b.plan, spun.a.plan]
    turned = compare_plans(plans, find_reuse(plans), 0, 1)
    wanted = ("Words swapped:", "活动 → 举动 × ")
    for comparison in (spun, turned):
        [line] = [
            own
            for own in format_comparison(comparison, NO_THEMES, 100, coloured=False).splitlines()
            if own.startswith(wanted[0])
        ]
        assert wanted[1] in line
        assert wanted[1] in format_comparison_page(comparison, NO_THEMES, "0") and wanted[1] in comparison._repr_html_()


def test_what_is_left_over_has_marks_of_its_own() -> None:
    rest = "\n".join(f"{number}.{made(number, 40)}。" for number in range(1, 5))
    a = f"枫桥小学工会工作计划\n一、枫桥小学每月办一次读书会。\n{rest}"
    plans = plans_of(a, a.replace("枫桥小学工会", "柳岸小学工会"))
    comparison = compare_plans(plans, find_reuse(plans), 0, 1)
    plain, coloured = (format_comparison(comparison, NO_THEMES, 100, coloured=coloured) for coloured in (False, True))
    assert plain.count("«枫桥小学»") == 1 and "the other's name" in plain
    assert "\x1b[1;30;43m枫桥小学\x1b[0m" in coloured and "«枫" not in coloured
    assert '<mark class="left-over">枫桥小学</mark>' in format_comparison_page(comparison, NO_THEMES, "0")


def test_a_row_is_marked_by_what_most_of_it_is() -> None:
    """A heading of the plan's own stands in it, too; a quotation that was moved is marked like one that was not."""
    law, moved, stock = made(1, 60), made(2, 40), made(3, 50)
    texts = [f"某校计划\n一、{made(10 + i, 90)}\n二、读书。{stock}。\n" for i in range(6)]
    plans = plans_of(
        *(f"{text}三、{moved}\n四、{law}" if i else f"{text}三、{law}\n四、{moved}" for i, text in enumerate(texts))
    )
    quotations = find_quotations(plans, [source_of_text(f"{law}\n{moved}", "law.txt")])
    comparison = compare_plans(plans, find_reuse(plans, quotations=quotations), 0, 1)
    shown = format_comparison(comparison, NO_THEMES, 300, coloured=False).splitlines()
    for text, letter in ((stock, "b"), (law, "q"), (moved, "q")):
        marks = [re.findall(r" [=~<>|](\w?)(?: |$)", line) for line in shown if text[:20] in line]
        assert marks and all(mark == [letter] for mark in marks)
    assert "boilerplate · " in "\n".join(shown)


def test_where_all_is_quoted_nothing_is_called_boilerplate() -> None:
    law = made(1, 60)
    plans = plans_of(*(f"一、{made(10 + i, 90)}\n二、{law}" for i in range(2)))
    reuse = find_reuse(plans, quotations=find_quotations(plans, [source_of_text(law, "law.txt")]))
    comparison = compare_plans(plans, reuse, 0, 1)
    assert comparison_document(comparison, NO_THEMES)["verdict"] == "boilerplate"
    assert "\nquotation · " in format_comparison(comparison, NO_THEMES, 80, coloured=False)
    assert '<span class="badge">quotation</span>' in format_comparison_page(comparison, NO_THEMES, "0")


def test_listings(spun: Comparison, themes: ThemesBeside) -> None:
    listings = comparison_listings(spun, themes)
    assert tuple(listing.name for listing in listings) == TABLES
    found = {own.name: list(csv.DictReader(format_csv(own).lstrip("\ufeff").splitlines(True))) for own in listings}
    texts = {"a": spun.a.plan.text, "b": spun.b.plan.text}
    for row in (*found["passages"], *found["rows"], *found["differences"]):
        for side, text in texts.items():
            start, end = row[f"{side}_start"], row[f"{side}_end"]
            assert (text[int(start) : int(end)] if start else "") == row[f"{side}_text"].removeprefix("'")
    assert {"活动": "举动"}.items() <= {row["a_text"]: row["b_text"] for row in found["differences"]}.items()
    assert {row["kind"] for row in found["rows"]} >= {"same", "substituted"}
    [owner] = [row for row in found["facts"] if row["kind"] == "owner" and row["plan_id"].startswith("06_")]
    assert texts["b"][int(owner["start"]) : int(owner["end"])] == owner["text"] == "河西湾小学"


def test_sections_and_items_beside_each_other() -> None:
    """Copied in part: two items went to another section under other numbers, and one kept its place."""
    items = [f"{made(i, 40)}。" for i in range(8)]
    a = f"甲组计划\n一、读书\n1、{items[0]}\n2、{items[1]}\n二、跑步\n1、{items[2]}\n2、{items[3]}"
    b = f"乙部打算\n一、读书\n1、{items[4]}\n2、{items[1]}\n二、歌唱\n（1）{items[5]}\n（2）{items[0]}"
    plans = plans_of(a, b)
    comparison = compare_plans(plans, find_reuse(plans), 0, 1)
    assert comparison.verdict == "partial"
    listing = next(own for own in comparison_listings(comparison, NO_THEMES) if own.name == "nodes")
    found = list(csv.DictReader(format_csv(listing).lstrip("\ufeff").splitlines()))
    assert {(row["a_path"], row["b_path"], row["change"]) for row in found} >= {
        ("一、1、", "二、（2）", "moved"),
        ("一、2、", "一、2、", "same"),
        ("二、1、", "", "dropped"),
        ("", "二、（1）", "added"),
    }
    document = comparison_document(comparison, NO_THEMES)
    assert [[row["change"], row["a_path"] or ""] for row in document["nodes"]] == [  # type: ignore[attr-defined]
        [row["change"], row["a_path"]] for row in found
    ]
    shown = format_comparison(comparison, NO_THEMES, 100, coloured=False)
    assert ["moved", "一、1、", "二、（2）"] in [line.split()[:3] for line in shown.splitlines()]
    assert "dropped" not in shown
    assert "<td>二、（2）</td>" in format_comparison_page(comparison, NO_THEMES, "0")


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
