"""Listings, messages and the report page."""

import csv
import io
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from corpus_tools.corpus.meta import Meta, choose_columns, group_values, read_meta
from corpus_tools.corpus.review import Matched, Reviewed
from corpus_tools.corpus.stages import compare_by, read_plans
from corpus_tools.errors import CorpusError, NoSuchPathError
from corpus_tools.output.listings import Chance, Listing, Share, format_csv, format_text, shorten
from corpus_tools.output.messages import _, explain, language_of, use_language
from corpus_tools.output.report import Analysis, format_report
from corpus_tools.reading.source import source_of_text
from corpus_tools.reuse.families import family_of_plans
from corpus_tools.reuse.quotation import find_quotations
from corpus_tools.reuse.spin import Spin, SpunPlace
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.spans import Span
from corpus_tools.structure.plans import Plan, parse_source, parse_text
from corpus_tools.themes.clusters import ClusterOptions, find_clusters
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.codebook_check import Misfit
from corpus_tools.themes.coding import code_plans, measure_themes
from corpus_tools.themes.comparison import GroupThemes
from corpus_tools.themes.resampling import Interval
from corpus_tools.themes.trends import ThemesBy, find_trends
from corpus_tools.words.terms import find_terms
from tests.conftest import DATA, ROOT
from tests.reuse.texts import made, plans_of

LOCALE = ROOT / "corpus_tools" / "output" / "locale" / "zh" / "LC_MESSAGES"


@pytest.fixture
def chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("en")


def analyse(plans: list[Plan]) -> Analysis:
    book = Codebook.bundled()
    codes = code_plans(plans, book)
    measures, reuse = measure_themes(plans, codes, book), find_reuse(plans)
    families = family_of_plans(len(plans), reuse.families)
    asked = ClusterOptions()
    groups = (find_clusters(plans, families, asked), find_clusters(plans, families, asked._replace(units="clauses")))
    return Analysis(plans, (), reuse, book, codes, measures, find_terms(plans), *groups, "0")


@pytest.fixture(scope="module")
def sample() -> Analysis:
    return analyse(read_plans(DATA / "plans"))


def test_text_is_aligned_by_width() -> None:
    listing = Listing(
        "x", "标题", ("a", "n"), ("计划", "份额"), [("师德师风", Share(0.5)), ("ab", Share(0.031)), (None, Share(0))]
    )
    assert format_text(listing) == (
        "标题\n\n计划       份额\n--------  -----\n师德师风  50.0%\nab         3.1%\n-             0\n"
    )


def test_long_cells_are_cut_by_width() -> None:
    assert shorten("师德" * 30, 11) == "师德师德师…"
    assert shorten("a\n b", 11) == "a b"


def test_csv_opens_in_a_spreadsheet_and_runs_nothing() -> None:
    listing = Listing(
        "x",
        "t",
        ("title", "n"),
        ("标题", "数"),
        [("=1+2", 3), ("-、读书", Share(0.1234567)), ("-", None), ("+86", 1.5)],
    )
    content = format_csv(listing)
    assert content.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))
    assert rows == [["title", "n"], ["'=1+2", "3"], ["'-、读书", "0.123457"], ["-", ""], ["'+86", "1.5"]]


def test_the_report_heads_with_the_share_that_its_table_shows() -> None:
    """Boilerplate stands in other plans, too; what is left without it is said apart."""
    stock = "。".join(made(i, 40) for i in range(3))
    page = format_report(analyse(plans_of(*(f"一、{made(10 + i, 120)}。\n{stock}。" for i in range(6)))))
    shown, without = re.findall(
        r"<b>([\d.]+)%?</b>of all text stands in another plan too<[^>]*>([\d.]+)%? in pairs", page
    )[0]
    in_table = [float(share) for share in re.findall(r'<td class="number">([\d.]+)%<div', page)]
    assert min(in_table) <= float(shown) <= max(in_table) and float(without) == 0


def test_every_message_has_a_chinese_form() -> None:
    mapping = [("**.py", "python"), ("**.html", "jinja2")]
    keywords = {"_": None, "N_": None, "ngettext": (1, 2), "format_count": (1, 2)}
    found = extract_from_dir(ROOT / "corpus_tools", mapping, keywords=keywords)
    wanted = {message if isinstance(message, str) else message[0] for _file, _line, message, _c, _x in found}
    with (LOCALE / "corpus_tools.po").open("rb") as stream:
        translated = {
            message.id if isinstance(message.id, str) else message.id[0]: message for message in read_po(stream)
        }
    missing = [text for text in wanted if text not in translated or not translated[text].string]
    assert not missing, "run make messages and translate"
    assert set(translated) - wanted == {""}, "run make messages"
    for text, message in translated.items():
        chinese = _joined(message.string)
        if text:
            forms = [text] if isinstance(message.id, str) else message.id
            fields = [set(re.findall(r"{\w+}", form)) for form in forms]  # click's singular need not have the number
            assert set(re.findall(r"{\w+}", chinese)) in fields, text


def _joined(forms: str | Sequence[str] | None) -> str:
    return forms if isinstance(forms, str) else "|".join(forms or ())


def test_the_compiled_catalogue_is_current() -> None:
    def forms(catalogue: Catalog) -> dict[str, str]:
        return {_joined(message.id): _joined(message.string) for message in catalogue if message.id}

    with (LOCALE / "corpus_tools.po").open("rb") as po, (LOCALE / "corpus_tools.mo").open("rb") as mo:
        assert forms(read_po(po)) == forms(read_mo(mo)), "run make messages"


def test_errors_are_explained_in_the_language_in_use(chinese: None) -> None:
    assert "没有这个文件" in explain(NoSuchPathError(path="a.txt"))
    assert _("Plans") == "计划"


def test_every_error_can_be_explained() -> None:
    def kinds(base: type[CorpusError]) -> set[type[CorpusError]]:
        return {base}.union(*(kinds(kind) for kind in base.__subclasses__()))

    for kind in kinds(CorpusError):
        fields = {name: 1 for name in re.findall(r"{(\w+)}", kind.template + kind.hint)}
        hint = f" ({kind.hint.format(**fields)})" if kind.hint else ""
        assert explain(kind(**fields)) == str(kind(**fields)) + hint


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN"}, "en"),
        ({}, "en"),
        ({"LANGUAGE": "zh:en"}, "zh"),
    ],
)
def test_language_from_the_environment(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


class _Checker(HTMLParser):
    """Collects tags, ids, links, headings and heads of tables of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.scripts: list[dict[str, str | None]] = []
        self.levels: list[int] = []
        self.scopes: set[str | None] = set()
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.add(tag)
        self.scripts += [values] if tag == "script" else []
        self.levels += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.scopes |= {values.get("scope")} if tag == "th" else set()
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if "href" in values else []


def check_page(page: str) -> _Checker:
    checker = _Checker()
    checker.feed(page)
    [script] = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'" in page
    assert checker.scripts == [{}], "no other script runs"
    assert checker.scopes <= {"col", "colgroup", "row"}
    assert checker.levels[0] == 1 and all(b <= a + 1 for a, b in pairwise(checker.levels))
    assert len(set(checker.ids)) == len(checker.ids)
    assert all(link.startswith("#") and link[1:] in checker.ids for link in checker.links)
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//|url\((?!#)|@import""", page)
    return checker


def test_report_of_the_sample_plans(sample: Analysis) -> None:
    page = format_report(sample)
    check_page(page)
    assert page.count('<details class="plan"') == 40
    for words in ("青石坪小学2024年工会工作计划", "0.792", "送温暖", "Every input was read."):
        assert words in page
    pairs = [part.split('<div class="sides"') for part in page.split("<details") if '<div class="sides"' in part]
    explained = [tuple('<mark class="left-over">' in part for part in pair) for pair in pairs]
    assert set(explained) == {(True, True), (False, False)}, "the colour is explained where it is used"


def test_report_shows_quotation_shares_and_decisions() -> None:
    plans = read_plans(
        DATA / "plans" / name for name in ("26_fenglindu_safety_2024.txt", "27_weitang_boarders_lifted.txt")
    )
    notice = source_of_text("熄灯前二十分钟，宿管员逐间看三样东西：插座上有没有私接的线", "notice.txt")
    reuse = find_reuse(plans, quotations=find_quotations(plans, [notice]))
    ids = frozenset(plan.plan_id for plan in plans)
    matched = Matched({ids: Reviewed("legitimate", "<b>同一份通知", True)}, ())
    page = format_report(analyse(plans)._replace(reuse=reuse, matched=matched))
    check_page(page)
    assert page.count('<mark class="quotation"') == 2
    assert '<section id="shares">' in page
    assert "legitimate (changed since)" in page and "&lt;b&gt;同一份通知" in page


def test_report_compares_groups_and_years(sample: Analysis) -> None:
    plans, known = sample.plans, read_meta(DATA / "meta.csv")
    assert choose_columns(plans, known) == ["school", "kind", "year"]
    kinds, years = (compare_by(plans, sample.measures, by, group_values(plans, known, by)) for by in ("kind", "year"))
    assert (bool(kinds.trends), bool(years.trends)) == (False, True)
    assert [group.value for group in years.groups] == sorted(group.value for group in years.groups)
    misfit = Misfit("school-union", 0.1, "school-work", 0.6)
    page = format_report(sample._replace(compared=[kinds, years], misfit=misfit))
    check_page(page)
    for words in ("Themes by kind", "Themes by year", "rise or fall", "each plan weighs the same", "school-work"):
        assert words in page
    assert len(re.findall('<details class="figure" open><summary>[^<]+</summary><svg', page)) == 2
    [union] = [group for group in kinds.groups if group.value == "工会"]
    values = group_values(plans, known, "kind")
    shares = [own.shares["送温暖"] for own, value in zip(sample.measures, values, strict=True) if value == "工会"]
    assert union.shares["送温暖"] == pytest.approx(sum(shares) / union.n_plans)


def group_of(value: str, n_plans: int, share: float, interval: Interval | None = None) -> GroupThemes:
    themes = Codebook.bundled().themes
    return GroupThemes(value, n_plans, n_plans, dict.fromkeys(themes, share), dict.fromkeys(themes, interval))


def test_tables_have_all_groups_and_figures_the_largest(sample: Analysis) -> None:
    years = [group_of(str(year), 1 if year > 1990 else 2, 0.01 * (year % 7)) for year in range(1954, 2026)]
    trends = find_trends(years)
    others = [group_of(f"{number}校", number, 0.1) for number in range(1, 61)]
    of_years, of_others = ThemesBy("year", tuple(years), tuple(trends), 0), ThemesBy("school", tuple(others), (), 0)
    page = format_report(sample._replace(compared=[of_years, of_others]))
    first, second = page.split('<section id="by-')[1:]
    values = [re.findall(r'<th scope="row" class="plan" lang="zh-CN">(\d+)', part) for part in (first, second)]
    assert values == [[str(year) for year in range(1954, 2026)], [str(number) for number in range(1, 61)]]
    assert "largest groups" not in first and "Figure of the 30 largest groups; the table has all" in second


def test_the_report_says_what_it_leaves_out(sample: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = [len(plan.text) for plan in sample.plans]
    shares = [own.copied_share for own in sample.reuse.plans]
    most = max(range(len(shares)), key=shares.__getitem__)
    monkeypatch.setattr("corpus_tools.output.report._MOST_TEXT", sizes[most])
    monkeypatch.setattr("corpus_tools.output.report._MOST_PAIRS", 2)
    monkeypatch.setattr("corpus_tools.output.report._MOST_ALIKE", 7)
    page = format_report(sample)
    check_page(page)
    left_out = [plan.plan_id for plan in sample.plans if f"corpus-tools extract {plan.plan_id}<" in page]
    assert len(left_out) == 39 and sample.plans[most].plan_id not in left_out
    assert "the text of the 39 plans that share least is left out; corpus-tools extract gives all" in page
    assert page.count('<details class="pair"') == 2 and "more pairs are not shown here" in page
    assert "7 of 40 plans beside each other" in page and "plots.similarity_heatmap" in page


def test_the_report_tells_copies_by_school(sample: Analysis) -> None:
    schools = group_values(sample.plans, read_meta(DATA / "meta.csv"), "school")
    page = format_report(sample._replace(said={"school": schools}))
    check_page(page)
    [table] = re.findall('<section id="schools">(.*?)</section>', page, re.DOTALL)
    rows = re.findall(r'lang="zh-CN">([^<]+)</th>' + r'<td class="number">([\d.]+)%?</td>' * 5, table)
    assert [row[0] for row in rows if row[2] != "0"] == [row[0] for row in rows][: sum(row[2] != "0" for row in rows)]
    assert {row[0]: int(row[1]) for row in rows} == Counter(school for school in schools if school)
    between = [pair for pair in sample.reuse.copied if pair.relation == "other_school"]
    for place, column in ((2, [pair.copy for pair in between]), (3, [pair.source for pair in between])):
        told = Counter(school for plan in column if plan is not None and (school := schools[plan]))
        assert {row[0]: int(row[place]) for row in rows if row[place] != "0"} == told
    assert '<section id="schools">' not in format_report(sample)


def test_an_interval_is_as_precise_as_its_share(sample: Analysis) -> None:
    years = [group_of(str(year), 9, 0.004 * (year - 2010), Interval(0.0012, 0.0304)) for year in range(2011, 2025)]
    page = format_report(sample._replace(compared=[ThemesBy("year", tuple(years), tuple(find_trends(years)), 0)]))
    assert '0.4%<div class="interval">0.1–3.0</div>' in page
    assert '+1.00<div class="interval">p &lt; 0.01</div>' in page
    assert "where at least 5 plans are counted and their shares differ" in page
    bare = [group_of("甲校", 4, 0.004), group_of("乙校", 2, 0.0)]
    page = format_report(sample._replace(compared=[ThemesBy("school", tuple(bare), (), 0)]))
    assert '<div class="interval">' not in page


def test_a_listing_names_no_chance_nothing() -> None:
    listing = Listing("x", "t", ("p",), ("p",), [(Chance(0.000012345),), (Chance(0.0456789),)])
    assert format_text(listing).splitlines()[-2:] == ["< 0.001", "  0.046"]
    assert format_csv(listing).splitlines()[1:] == ["1.2345e-05", "0.0456789"]


def test_the_report_leaves_out_of_names_what_all_have(sample: Analysis) -> None:
    plans = [
        replace(plan, source=replace(plan.source, path=f"site.zip!{'a/b' * (plan.ordinal % 2)}/{plan.source.path}"))
        for plan in read_plans(sorted((DATA / "plans").glob("0[156]*")))
    ]
    page = format_report(analyse(plans))
    check_page(page)
    assert "all in site.zip" in page
    [member] = {plan.plan_id for plan in plans if "01_qingshi" in plan.plan_id}
    assert f'title="{member}">{member.removeprefix("site.zip!")}<' in page
    assert "site.zip" not in re.sub(r'title="[^"]*"|all in site.zip', "", page)


def test_the_report_says_how_suspected_a_plan_is_and_what_it_is_called(sample: Analysis) -> None:
    place = SpunPlace("组织", "安排", Span(0, 2))
    first, *others = sample.reuse.plans
    spun = first._replace(spin=Spin(True, 0.7341, 0, (place,)))
    page = format_report(sample._replace(reuse=sample.reuse._replace(plans=(spun, *others))), "三校<计划>")
    assert re.search("0.73</td>.*</td><td[^>]*>组织 → 安排<", page) and "0.5 where suspicion begins" in page
    assert "<h1>三校&lt;计划&gt;</h1>" in page and "<title>三校&lt;计划&gt;</title>" in page


def test_what_names_no_year_is_in_no_group_of_years(sample: Analysis) -> None:
    _first, *others = group_values(sample.plans, read_meta(DATA / "meta.csv"), "year")
    years = compare_by(sample.plans, sample.measures, "year", ["不详", *others])
    assert years.trends and years.n_left == 1 + others.count(None)
    assert f"{years.n_left} plan{'s are' if years.n_left > 1 else ' is'} in no group." in format_report(
        sample._replace(compared=[years])
    )


def test_columns_worth_comparing_are_those_with_groups() -> None:
    [plan] = parse_text("一、读书")
    plans = [replace(plan, source=replace(plan.source, path=f"{i}.txt")) for i in range(3)]

    def rows(column: str, *values: str) -> Meta:
        return Meta([column], {f"{i}.txt": {column: value} for i, value in enumerate(values)})

    assert choose_columns(plans, rows("镇", "甲", "乙", "甲")) == ["镇"]
    assert (
        choose_columns(plans, rows("镇", "甲", "乙", "丙")) == choose_columns(plans, rows("镇", "甲", "甲", "甲")) == []
    )
    assert choose_columns(plans, rows("年份", "2023年", "2024年", "2024年")) == ["年份"]
    assert choose_columns(plans, Meta()) == []


def test_groups_of_clauses_are_shown_where_one_is_stable(sample: Analysis) -> None:
    clusters = [cluster._replace(stability=0.8) for cluster in sample.clause_groups.clusters]
    shaken = sample.clause_groups._replace(clusters=tuple(clusters))
    page = format_report(sample._replace(clause_groups=shaken))
    assert "no group is stable" in page and "Groups of clauses" not in page
    steady = shaken._replace(clusters=(shaken.clusters[0]._replace(stability=0.85), *shaken.clusters[1:]))
    assert "Groups of clauses" in format_report(sample._replace(clause_groups=steady))


def test_report_in_chinese(chinese: None) -> None:
    page = format_report(analyse(read_plans(DATA / "plans" / "01_qingshi_union_2024.txt")))
    assert '<html lang="zh-CN">' in page
    assert "报告如何得来" in page


def test_report_of_hostile_text() -> None:
    text = "<script>alert(1)</script>工作计划\n一、</style><img src=x onerror=alert(2)>师德\n二、{{ 7 * 7 }}&lt;b&gt;"
    page = format_report(analyse(list(parse_source(source_of_text(text, '"><script>x')).plans)))
    checker = check_page(page)
    assert "img" not in checker.tags
    assert "{{ 7 * 7 }}" in page


@pytest.fixture
def browser() -> Iterator[Any]:
    """Start a real browser."""
    import shutil

    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def written(sample: Analysis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    known = read_meta(DATA / "meta.csv")
    said = {by: group_values(sample.plans, known, by) for by in ("school", "kind")}
    by_kind = compare_by(sample.plans, sample.measures, "kind", said["kind"])
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(format_report(sample._replace(said=said, compared=[by_kind])), "utf-8")
    return path


@pytest.mark.browser
def test_report_in_a_browser(browser: Any, written: Path) -> None:
    """The page opens without an error or a request, shows Chinese characters, and its cells lead to clauses."""
    page = browser.new_page()
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(written.as_uri())
    assert page.locator("h1").inner_text() == "Work plans: copies and themes"
    page.locator("td.cell a").first.click()
    assert page.locator(".clauses:target li").count() > 0
    assert page.locator(".clauses:target").is_visible()
    for width in (1280, 400):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert complaints == []
    assert {url for url in requests if not url.startswith("data:")} == {written.as_uri()}


@pytest.mark.browser
def test_rows_are_found_and_sorted_in_a_browser(browser: Any, written: Path) -> None:
    page = browser.new_page()
    page.goto(written.as_uri())
    page.get_by_label("Find a plan or school").fill("青石坪 工会")  # the kind is of the meta table only
    page.get_by_text("plans found: ").wait_for()
    titles = page.locator("details.plan:not([hidden]) summary").all_text_contents()
    assert 0 < len(titles) < 5 and all("青石坪" in title and "工会" in title for title in titles)
    rows = page.locator("#themes tbody tr:not([hidden])")
    assert rows.count() == len(titles)
    assert page.locator("details.pair:not([hidden])").count() > 0, "pairs are found by the plans that they lead to"
    assert page.locator("#by-1 tbody tr:not([hidden])").count() == 5, "no kind is called so"
    page.get_by_label("Find a plan or school").fill("工会")
    page.locator("#by-1 tbody tr[hidden]").nth(3).wait_for(state="attached")
    assert page.locator("#by-1 tbody tr:not([hidden])").count() == 1
    page.get_by_label("Find a plan or school").fill("没有这份计划")
    page.get_by_text("plans found: 0").wait_for()
    assert (
        page.locator("#themes .none:not([hidden])").count() and page.locator("#by-1 tbody tr:not([hidden])").count() > 1
    )
    page.get_by_label("Find a plan or school").fill("")
    page.locator("output:empty").wait_for(state="attached")
    assert rows.count() == 40 and not page.locator("#themes .none:not([hidden])").count()
    page.locator("#themes thead button", has_text="送温暖").press("Enter")
    place = page.locator("#themes thead th").all_text_contents().index("送温暖")
    cells = page.locator(f"#themes tbody tr > :nth-child({place + 1})").all_text_contents()
    shares = [float(cell.strip("·%") or 0) for cell in cells]
    assert shares == sorted(shares, reverse=True) and shares[0] > 0
    assert page.locator("#themes th[aria-sort=descending]").text_content() == "送温暖"


@pytest.mark.browser
def test_the_report_needs_no_script_and_prints_whole(browser: Any, written: Path) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900}).new_page()
    page.goto(written.as_uri())
    assert not page.locator(".find").is_visible() and page.locator("#themes thead button").count() == 0
    assert page.locator("details.plan").count() == page.locator("#themes tbody tr").count() == 40
    [shown] = [box for box in [page.locator("#themes .scroll").bounding_box()] if box]
    assert shown["height"] < 900, "a long table scrolls by itself"
    page.emulate_media(media="print")
    [printed] = [box for box in [page.locator("#themes .scroll").bounding_box()] if box]
    [table] = [box for box in [page.locator("#themes table").bounding_box()] if box]
    assert printed["height"] >= table["height"] > 900 and table["width"] <= printed["width"]
