"""Clues: what a plan, its page and its row of a table say of when it was written, and whose it is."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import product, starmap
from typing import Literal, NamedTuple
from unicodedata import normalize

from corpus_tools.facts.dates import StatedDate, Years, find_implied_years
from corpus_tools.facts.months import Months, read_months
from corpus_tools.facts.names import Name
from corpus_tools.facts.owners import find_forms, find_own_names, find_site_name, names_same, tells_place
from corpus_tools.han_numerals import OF_DATES
from corpus_tools.reading.columns import filled_cells, first_cell
from corpus_tools.scripts import simplify
from corpus_tools.structure.numerals import read_number
from corpus_tools.structure.plans import Plan

Relation = Literal["same_school", "other_school", "unknown"]

# Columns of a meta table, and what a page says of itself.
_SCHOOL_COLUMNS = ("school", "institution", "学校", "学校名称", "单位", "单位名称")
_DATE_COLUMNS = ("published", "date", "发布日期", "发布时间", "日期", "时间")
_YEAR_COLUMNS = ("year", "年份", "年度")
_NUMBER = re.compile(f"[0-9]+|[{OF_DATES}]+")
_DATE = re.compile("(?<![0-9])(?:19|20)[0-9]{2}[-/.年] ?[0-9]{1,2}[-/.月] ?[0-9]{1,2}")
# All that a comparison reads of what is said of plans; of that, what matters before verdicts are passed.
TITLE_COLUMNS = frozenset({"title"})
META_COLUMNS = TITLE_COLUMNS.union(_YEAR_COLUMNS, _DATE_COLUMNS, _SCHOOL_COLUMNS)


class Clues(NamedTuple):
    """What of one plan tells when it was written, and whose it is.

    Attributes
    ----------
    dates
        That it states, without what the site says.
    years
        That it is for, by the meta table, else as it says itself.
    months
        The months of those years that the title tells.
    own_names, own_forms
        Whose plan it is, as the title and the signature have it, and how that may be printed: in full and in short,
        with the place before it and without; the forms in simplified characters.
    signed
        The day that ends its text: year, month and day; empty if there is none.
    published
        By the meta table, else as the site says: year, and month and day where known; empty if not known.
    is_of_page
        Whether that is said at the head of the page only, which may hold several plans.
    school
        From the meta table, or an empty string.
    """

    path: str
    text: str
    dates: tuple[StatedDate, ...]
    years: Years | None
    months: Months | None
    own_names: tuple[Name, ...]
    own_forms: frozenset[str]
    signed: tuple[int, ...]
    published: tuple[int, ...]
    is_of_page: bool
    school: str

    @property
    def own_name(self) -> Name | None:
        """Whose plan it is, as it says first."""
        return self.own_names[0] if self.own_names else None


def read_clues(plan: Plan) -> Clues:
    """Return what a plan and its meta say."""
    meta = read_meta_columns(plan.meta)
    text, site_lines = plan.text, plan.site_lines
    dates = tuple(date for date in plan.dates if not any(line.start <= date.start < line.end for line in site_lines))
    own = read_own_names(plan)
    year = _read_date(first_cell(meta, _YEAR_COLUMNS))
    published = _read_date(first_cell(meta, _DATE_COLUMNS)) or _find_date(text[slice(*line)] for line in site_lines)
    years = (year[0], year[0]) if year else find_implied_years(text, plan.title, dates)
    return Clues(
        plan.source.path,
        text,
        dates,
        years,
        read_months(years, plan.title_text or "") if years else None,
        own,
        frozenset(form for name in own for form in find_forms(name, plan.names)),
        _read_signed(text, dates),
        published or _find_date(plan.page_lines),
        not published,
        first_cell(meta, _SCHOOL_COLUMNS),
    )


def read_own_names(plan: Plan) -> tuple[Name, ...]:
    """Return whose plan it is, as its title and signature say, else the title of its page."""
    site = find_site_name(read_meta_columns(plan.meta, TITLE_COLUMNS).get("title", ""))
    return find_own_names(plan.text, plan.title, plan.names) or ((site,) if site else ())


def read_meta_columns(meta: Mapping[str, str], columns: Container[str] = META_COLUMNS) -> dict[str, str]:
    """Return what is compared of what is said of a plan, by the names of the columns."""
    return {column: cell for column, cell in filled_cells(meta).items() if column in columns}


def _read_date(printed: str) -> tuple[int, ...]:
    """Return the numbers of a date that begins with the year (2019-03-01, 2019年3月); none where it does not."""
    numbers = re.findall("[0-9]+", printed)
    return tuple(map(int, numbers[:3])) if numbers and len(numbers[0]) == 4 else ()


def _read_signed(text: str, dates: Sequence[StatedDate]) -> tuple[int, ...]:
    last = dates[-1] if dates else None
    if last is None or last.year_min is None or last.kind != "day" or text[last.end :].strip():
        return ()
    numbers = _NUMBER.findall(normalize("NFKC", last.text).replace("廿", "二十"))
    month, day = (read_number(number) or 1 for number in numbers[-2:])  # 元月, 正月
    return (last.year_min, month, day)


def _find_date(lines: Iterable[str]) -> tuple[int, ...]:
    return next((_read_date(date) for line in lines for date in _DATE.findall(line)), ())


def find_relation(a: Clues, b: Clues) -> Relation:
    """Tell whether two plans are of one school: by the meta table, else by the names they print.

    Whether two offices are one is not known where one of them tells no place: 县财政局, 青溪县财政局.
    """
    if a.school and b.school:
        return "same_school" if simplify(a.school) == simplify(b.school) else "other_school"
    if any(plan.own_name is None or plan.own_name.kind == "masked" for plan in (a, b)):
        return "unknown"
    same = [pair for pair in product(a.own_names, b.own_names) if names_same(*pair)]
    if same and not any(all(map(tells_place, pair)) for pair in same):
        return "unknown"
    return "same_school" if same else "other_school"


def are_of_one(a: Clues, b: Clues) -> bool:
    """Tell whether two plans have an owner in common, by any of the names that they print."""
    return any(starmap(names_same, product(a.own_names, b.own_names)))
