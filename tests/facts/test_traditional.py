"""Traditional characters: a plan printed in them states the same facts in the same places."""

from dataclasses import replace

import pytest
from opencc import OpenCC

from corpus_tools import Plan, parse_text, read_plans
from corpus_tools.facts.dates import find_dates
from corpus_tools.facts.differences import compare_facts
from corpus_tools.facts.months import read_months
from corpus_tools.facts.names import Name, find_names
from corpus_tools.facts.owners import find_forms, find_own_names, find_site_name, names_same, tells_place
from corpus_tools.spans import Span, Stretch
from corpus_tools.structure.plans import parse_source
from tests.conftest import DATA, load_cases

_CONVERTER = OpenCC("s2t")


def traditional(text: str) -> str:
    converted = str(_CONVERTER.convert(text))
    assert len(converted) == len(text)
    return converted.replace("瞭", "了")  # which may be either; as 瞭 it stays, as in 瞭望


def places(stretches: tuple[Stretch, ...]) -> list[Span]:
    return [Span(stretch.start, stretch.end) for stretch in stretches]


def check_plans(plan: Plan, other: Plan) -> None:
    """Check that a plan and its traditional form state the same, each as it prints it."""
    assert [date._replace(text="") for date in other.dates] == [date._replace(text="") for date in plan.dates]
    assert [name._replace(text="") for name in other.names] == [name._replace(text="") for name in plan.names]
    assert other.implied_years == plan.implied_years
    own = find_own_names(plan.text, plan.title, plan.names)
    assert places(find_own_names(other.text, other.title, other.names)) == places(own)
    assert (other.own_name and places((other.own_name,))) == (plan.own_name and places((plan.own_name,)))
    for stated in (*other.dates, *other.names, *((other.own_name,) if other.own_name else ())):
        assert other.text_of(stated) == stated.text
    assert {difference.kind for difference in compare_facts(plan, other)} <= {"past_year"}  # that both state


def test_what_a_plan_states_is_given_as_printed() -> None:
    [plan] = parse_text(
        "柳岸小學2023—2024學年第一學期工會工作計劃\n一、活動\n"
        "1.慶祝第40個教師節，參觀松濤小學。\n2.舉辦建黨100週年展覽，維護會員權益。\n柳岸小學工會"
    )
    assert [date.text for date in plan.dates] == ["2023—2024學年第一學期", "第40個教師節", "建黨100週年"]
    assert [name.text for name in plan.names] == ["柳岸小學", "松濤小學", "柳岸小學"]
    assert plan.own_name == Name("柳岸小學", "school", 0, 4)
    assert plan.implied_years == (2023, 2024)
    assert [[plan.text_of(node) for node in plan.find(words)] for words in ("会员权益", "會員權益")] == [
        ["2.舉辦建黨100週年展覽，維護會員權益。"]
    ] * 2


@pytest.mark.parametrize(("text", "wanted"), load_cases("names"))
def test_names(text: str, wanted: list[list[str]]) -> None:
    printed = traditional(text)
    found = find_names(printed)
    assert [[text[name.start : name.end], name.kind] for name in found] == wanted
    assert all(printed[name.start : name.end] == name.text for name in found)


@pytest.mark.parametrize(("text", "wanted"), load_cases("dates"))
def test_dates(text: str, wanted: list[list[str | int | None]]) -> None:
    printed = traditional(text)
    found = find_dates(printed)
    assert [[text[date.start : date.end], *date[3:]] for date in found] == wanted
    assert all(printed[date.start : date.end] == date.text for date in found)


@pytest.mark.parametrize(("first", "last", "printed", "_start", "_end"), load_cases("months"))
def test_months(first: int, last: int, printed: str, _start: str, _end: str) -> None:
    assert read_months((first, last), traditional(printed)) == read_months((first, last), printed)


@pytest.mark.parametrize(("title", "body", "_wanted"), load_cases("dates", "implied") + load_cases("names", "own"))
def test_plans(title: str, body: str, _wanted: object) -> None:
    [plan], [other] = parse_text(f"{title}\n{body}"), parse_text(traditional(f"{title}\n{body}"))
    check_plans(plan, other)


@pytest.mark.parametrize(("text", "_wanted"), load_cases("names", "untitled"))
def test_plans_without_title(text: str, _wanted: str | None) -> None:
    [plan], [other] = parse_text(text), parse_text(traditional(text))
    check_plans(plan, other)


def test_made_plans() -> None:
    for plan in read_plans(DATA / "plans"):
        source = replace(plan.source, text=traditional(plan.source.text))
        check_plans(plan, parse_source(source).plans[plan.ordinal - 1])


@pytest.mark.parametrize(("a", "b", "wanted"), load_cases("names", "same"))
def test_one_owner(a: str, b: str, wanted: bool) -> None:
    for form_a, form_b in ((a, traditional(b)), (traditional(a), b), (traditional(a), traditional(b))):
        first, second = (Name(text, "school", 0, len(text)) for text in (form_a, form_b))
        assert names_same(first, second) == names_same(second, first) == wanted


@pytest.mark.parametrize(("page_title", "wanted"), load_cases("names", "site"))
def test_site_name(page_title: str, wanted: str | None) -> None:
    site = find_site_name(traditional(page_title))
    assert (site.text if site else None) == (traditional(wanted) if wanted else None)


@pytest.mark.parametrize("text", ["云水市城东第二小学", "青溪县财政局", "县财政局", "石桥镇中心小学"])
def test_forms(text: str) -> None:
    printed = traditional(text)
    own, other = Name(text, "organisation", 0, len(text)), Name(printed, "organisation", 0, len(text))
    assert tells_place(other) == tells_place(own)
    assert find_forms(other, ()) == find_forms(own, ())
