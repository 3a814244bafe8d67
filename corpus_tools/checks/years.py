"""Years that do not fit: school years, years of a model, the date of a signature."""

import re
from collections.abc import Iterator

from corpus_tools.checks.findings import Finding
from corpus_tools.checks.stated import Stated
from corpus_tools.facts.dates import FULL_YEARS, StatedDate, format_years
from corpus_tools.facts.months import read_months

_TWO_YEARS = re.compile("((?:19|20)[0-9]{2})年?[-‐–—―－~～/／至到]{1,2}((?:19|20)[0-9]{2})")
_ONE_TERM = re.compile("学期")
_PLANS = re.compile("计[划画]|安排|目标|任务|重点|打算|思路|要点|部署")
_LOOKS_BACK = re.compile("总结|回顾|情况|成绩|以来|上一?[学年]|完成|去年|反思|问题|不足|基础")
_MODEL_BEFORE = re.compile("(?:做好|搞好|抓好|制定|制订|拟定|谋划|部署)(?:我[校园]|学校|全[校园])?[^，。；0-9]{0,4}$")
_MODEL_BEHIND = re.compile("[^，。；0-9]{0,14}(?:工作|计划|任务|教育|管理)")
# A sentence that begins with a year: 2024年的安全工作，要从现场抓起.
_OPENS = re.compile("，?(?:我[校园们局院]|学校|全[校园体]|工会|的?[^，。；0-9]{0,8}(?:工作|计划|活动))")
_FORWARD = re.compile("将|要|继续|围绕|抓|计划|努力|力争|确保|坚持以")
_BACKWARD = re.compile("了|取得|获|成绩|达到|经验|问题|来看|回望|已|去年|曾|版|印发|文件|颁布|通过的")
_NO_MODEL = re.compile("基础|总结|回顾|成绩|评|考核|收尾")
_OF_DAYS = re.compile("[节日周]$")
_REPORTS = re.compile("总结|汇报|报告|回顾|述职|纪要")
_EARLIEST = 8  # months ahead of its time that a plan may be signed


def find_school_years(stated: Stated) -> Iterator[Finding]:
    """Yield school years that are printed with one year twice, backwards, or with more years and a term."""
    for date in stated.dates:
        years = _TWO_YEARS.match(date.text) if date.kind == "school_year" else None
        if years:
            n_years = int(years[2]) - int(years[1])
            if n_years < 1 or (n_years > 1 and _ONE_TERM.search(date.text)):
                yield stated.find("school_year", date)


def find_other_years(stated: Stated) -> Iterator[Finding]:
    """Yield the years of headings and anniversaries, and those the plan says it is made for, that the title denies."""
    if stated.title_years is None or _REPORTS.search(stated.title):
        return
    first, last = stated.title_years
    body = [date for date in stated.dates if stated.plan.title and date.start >= stated.plan.title.end]
    for date in body:
        if date.year_min is None or date.year_max is None or (date.year_max >= first and date.year_min <= last):
            continue
        if _is_out_of_place(stated, date):
            yield stated.find("other_year", date, format_years(stated.title_years))


def _is_out_of_place(stated: Stated, date: StatedDate) -> bool:
    """Tell whether a plan speaks of its own time where it names a year."""
    sentence = stated.sentence_around(date)
    text = stated.text[slice(*sentence)]
    if date.kind == "anniversary":
        others = [one for one in stated.dates if sentence.start <= one.start < sentence.end and one is not date]
        is_told = any(one.kind in FULL_YEARS and one.year_min == date.year_min for one in others)
        return bool(_OF_DAYS.search(date.text)) and not is_told and not _LOOKS_BACK.search(text)
    if date.kind not in ("year", "school_year"):
        return False
    heading = next(
        (n.heading for n in stated.plan.nodes if n.heading and n.heading.start <= date.start < n.heading.end), None
    )
    if heading:
        words = stated.text[slice(*heading)]
        return date.start == heading.start and bool(_PLANS.search(words)) and not _LOOKS_BACK.search(words)
    if not stated.text[sentence.start : date.start].strip():
        opens = _OPENS.match(stated.text, date.end) and _FORWARD.search(text)
        return bool(opens) and not _BACKWARD.search(text) and not _LOOKS_BACK.search(text)
    is_model = _MODEL_BEFORE.search(stated.text, sentence.start, date.start)
    return bool(is_model and _MODEL_BEHIND.match(stated.text, date.end)) and not _NO_MODEL.search(text)


def find_far_date(stated: Stated) -> Iterator[Finding]:
    """Yield the date of the signature where it lies behind the time of the plan, or long before it."""
    last = stated.dates[-1] if stated.dates else None
    if stated.months is None or stated.title_years is None or last is None or _REPORTS.search(stated.title):
        return
    line = stated.line_around(last)
    is_signature = stated.text[line.start : line.end].strip() == stated.text[last.start : last.end]
    if not is_signature or last.kind not in ("day", "month") or last.year_min is None or stated.is_beside(last):
        return
    signed = read_months((last.year_min, last.year_min), last.text)
    if signed.first > stated.months.last or signed.last + _EARLIEST < stated.months.first:
        yield stated.find("far_date", last, format_years(stated.title_years))
