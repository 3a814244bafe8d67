"""Trends: years that values print, terms measured like themes, rises and falls with their direction."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from scipy.stats import kendalltau

from corpus_tools.corpus.meta import Meta, year_values
from corpus_tools.corpus.stages import compare_years, read_plans
from corpus_tools.errors import GroupError, PatternError, YearError
from corpus_tools.reading.source import source_of_text
from corpus_tools.structure.plans import Plan, parse_source
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.comparison import GroupThemes
from corpus_tools.themes.trends import find_trends, measure_terms, name_year, year_of


def plans_of(texts: dict[str, str]) -> list[Plan]:
    return [
        plan
        for i, (year, text) in enumerate(texts.items())
        for plan in parse_source(replace(source_of_text(text, f"{i}.txt"), meta={"year": year})).plans
    ]


def years_of(plans: list[Plan], *terms: str, by: str = "year") -> list[GroupThemes]:
    return compare_years(plans, Codebook.bundled(), year_values(plans, Meta(), by), terms=terms)


@pytest.mark.parametrize(
    ("value", "year", "name"),
    [
        ("2024", 2024, "2024"),
        (" 2024年 ", 2024, "2024"),
        ("2024年度", 2024, "2024"),
        ("2023—2024学年第一学期", 2023, "2023—2024学年第一学期"),
        ("20240901", None, None),
        ("２０２４", 2024, "2024"),
        ("2024.0", 2024, "2024"),
        ("2024/9/1", 2024, "2024"),
        ("2024-09-01 00:00:00", 2024, "2024"),
        ("2024年9月1日", 2024, "2024"),
        ("2024年9月", 2024, "2024年9月"),
        ("2024-2025", 2024, "2024-2025"),
        ("二〇二四年", 2024, "2024"),
        ("二零一九年度", 2019, "2019"),
        ("二〇二四年春", 2024, "二〇二四年春"),
        ("第一学期", None, None),
    ],
)
def test_years_that_values_print(value: str, year: int | None, name: str | None) -> None:
    assert (year_of(value), name_year(value)) == (year, name)


def test_a_term_is_measured_as_a_theme_that_it_alone_shows() -> None:
    [plan] = plans_of({"2024": "一、ＡＢ读书会\n1.每周读_书一次。\n2.春游。"})
    assert measure_terms([plan], ["读书", "ab", "天气"]) == [{"读书": 12 / 14, "ab": 5 / 14, "天气": 0}]


def test_a_term_of_nothing_is_refused() -> None:
    for term in ("", " _"):
        with pytest.raises(PatternError):
            measure_terms(plans_of({"2024": "一、读书。"}), ["读书", term])


def test_a_term_is_found_in_traditional_text() -> None:
    plans = plans_of({"2023": "一、推進校務公開。\n二、開展活動。"})
    assert measure_terms(plans, ["校务公开"]) == [{"校务公开": 6 / 10}]


def test_years_in_their_order_and_the_same_year_together() -> None:
    plans = plans_of(
        {"2021年": "一、慰问。\n二、读书。", "2019": "一、读书。\n二、春游。", "2021": "一、读书。\n二、读书。"}
    )
    years = years_of(plans, "读书", "慰问")
    assert [(group.value, group.n_plans) for group in years] == [("2019", 1), ("2021", 2)]
    assert [group.shares for group in years] == [{"读书": 0.5, "慰问": 0}, {"读书": 0.75, "慰问": 0.25}]
    assert set(years_of(plans)[0].shares) == set(Codebook.bundled().themes)
    rise, other = find_trends(years)
    assert (rise.name, rise.first, rise.last, rise.peak, rise.tau) == ("读书", 0.5, 0.75, 2021, None)
    assert other.highest == 0.25


def test_the_direction_of_a_trend() -> None:
    plans = plans_of(
        {"2019": "一、读书。\n二、春游。\n三、秋游。", "2020": "一、读书。\n二、春游。", "2021": "一、读书。"}
    )
    [rise, fall, flat] = find_trends(years_of(plans, "读书", "春游", "冬泳"))
    assert rise.tau == 1.0 and rise.p == pytest.approx(kendalltau([1, 2, 3], [1, 2, 3]).pvalue)
    assert fall.peak == 2020
    assert (flat.tau, flat.p) == (None, None)
    assert find_trends([]) == []


@pytest.mark.parametrize(
    "values",
    [
        ["2020年第一季度", "2020年第二季度", "2020年第三季度", "2020年第四季度"],
        ["2020年下半年", "2021", "2021年上半年", "2021年下半年"],
        ["2019—2020学年第一学期", "2019—2020学年第二学期", "2020-2021学年第1学期", "2020-2021学年第2学期"],
        ["2020年9月", "2020年10月", "2020年十一月", "二〇二〇年十二月"],
        ["2019秋季", "2020春季", "2020秋季", "2021春季"],
    ],
)
def test_terms_of_a_year_are_in_their_order(values: list[str]) -> None:
    texts = [f"一、慰问。\n{'二、读书。' * (i + 1)}" for i in range(4)]
    plans = plans_of(dict(list(zip(values, texts, strict=True))[::-1]))
    years = years_of(plans, "读书")
    assert [group.value for group in years] == values
    [rise] = find_trends(years)
    assert (rise.tau, rise.peak_value, rise.peak) == (1.0, values[-1], year_of(values[-1]))


def test_groups_of_one_time_have_no_trend() -> None:
    plans = plans_of({"2020甲": "一、读书。", "2020乙": "一、慰问。", "2020丙": "一、读书。\n二、慰问。"})
    [trend] = find_trends(years_of(plans, "读书"))
    assert (trend.tau, trend.p) == (None, None)


def test_two_times_have_no_trend() -> None:
    plans = plans_of({"2020甲": "一、读书。", "2020乙": "一、慰问。", "2021": "一、读书。\n二、慰问。"})
    [trend] = find_trends(years_of(plans, "读书"))
    assert (trend.tau, trend.p) == (None, None)


def test_days_and_school_years_however_they_are_written() -> None:
    values = ("2023/9/1", "2023-10-01", "2022—2023学年", "2022-2023学年度", "2022至2023学年")
    texts = dict.fromkeys(values, "一、读书。")
    groups = years_of(plans_of(texts), "读书")
    assert [(group.value, group.n_plans) for group in groups] == [("2022-2023学年度", 3), ("2023", 2)]


def test_columns_without_years() -> None:
    with pytest.raises(YearError, match="第一学期"):
        years_of(plans_of({"第一学期": "一、读书。"}))
    with pytest.raises(GroupError, match="term"):
        years_of(plans_of({"2024": "一、读书。"}), by="term")


def test_years_that_plans_imply_where_none_is_given() -> None:
    texts = ["某小学2024年工会工作计划\n一、读书。", "某小学2023—2024学年工会工作计划\n一、读书。", "一、读书。"]
    plans = [plan for i, text in enumerate(texts) for plan in parse_source(source_of_text(text, f"{i}.txt")).plans]
    assert year_values(plans, Meta(), "year") == ["2024", "2023—2024", None]
    given = [replace(plan, source=replace(plan.source, meta={"year": "2020"})) for plan in plans[2:]]
    assert year_values([*plans[:2], *given], Meta(), "year") == [None, None, "2020"]


@pytest.mark.slow
def test_seventy_years_of_reports_take_seconds(shared: Path) -> None:
    start = time.perf_counter()
    plans = read_plans(shared / "corpus" / "government_work_reports.jsonl.xz")
    years = years_of(plans, "改革", "创新")
    assert time.perf_counter() - start < 20
    assert (years[0].value, years[-1].value) == ("1954", "2025")
    assert find_trends(years)[1].tau > 0.5  # type: ignore[operator]  # what everybody knows of them
