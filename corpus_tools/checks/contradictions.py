"""What a plan says against itself, or what all know: its calendar, counts, attachments, years, laws."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from corpus_tools.checks.findings import Finding
from corpus_tools.checks.stated import Stated
from corpus_tools.facts.dates import FULL_YEARS, StatedDate, format_years
from corpus_tools.facts.laws import find_near_statute
from corpus_tools.facts.months import read_months
from corpus_tools.folding import fold
from corpus_tools.spans import Span
from corpus_tools.structure.lines import is_title_like
from corpus_tools.structure.nodes import Node
from corpus_tools.structure.numerals import CJK, read_number
from corpus_tools.structure.periods import goes_on_from, names_term, read_days, read_month

# Calendars.
_YEAR = re.compile("年")
_WEEK = re.compile("第.{1,3}周")
_AUTUMN, _SPRING = re.compile("第[一1]学期|秋[季学]|上学期"), re.compile("第[二2]学期|(?<!青)春[季学]")
_NOT_OF_AUTUMN, _NOT_OF_SPRING = frozenset((3, 4, 5, 6)), frozenset((9, 10, 11, 12))
_FEWEST_MONTHS = 3


def find_repeated_periods(stated: Stated) -> Iterator[Finding]:
    """Yield the months and weeks that head two parts of one calendar."""
    for run in _calendars(stated):
        known: dict[str, Node] = {}
        repeated = []
        for node in run:
            key = fold(_expression(stated, node).rstrip("：: ")).text
            if key in known:
                repeated.append((node, known[key]))
            known.setdefault(key, node)
        if len(repeated) == 1 and len(known) >= _FEWEST_MONTHS:  # more of them are a habit: a line an event
            [(node, first)] = repeated
            yield stated.find("repeated_period", _marker(node), other=_marker(first))


def find_period_order(stated: Stated) -> Iterator[Finding]:
    """Yield the month or week that stands out of order, if one does; a school year is in order."""
    for run in _calendars(stated):
        found = [pair for pair in pairwise(run) if not _may_follow(*(_expression(stated, node) for node in pair))]
        if len(found) == 1 and len(run) > _FEWEST_MONTHS:
            before, node = found[0]
            yield stated.find("period_order", _marker(node), stated.printed(_marker(before)), _marker(before))


def _calendars(stated: Stated) -> Iterator[list[Node]]:
    """Yield the months, and the weeks, between which nothing stands that is not of one of them; none with a year.

    A month printed twice looks like another calendar to the tree, so depth does not count.
    """
    outer: list[Node] = []
    for node in stated.plan.nodes:
        is_inside = outer and outer[-1].kind == "period" and node.start < outer[-1].end
        holds = any(child.kind == "period" for child in stated.children.get(node.node_id, ()))
        if not is_inside and not holds:
            outer.append(node)
    for kind, run in groupby(outer, lambda node: _kind_of(stated, node)):
        if kind:
            yield list(run)


def _kind_of(stated: Stated, node: Node) -> str:
    if node.kind != "period" or not node.marker:
        return ""
    expression = _expression(stated, node)
    if names_term(expression) or _YEAR.search(expression):
        return ""
    return "month" if read_month(expression) else "week" if _WEEK.search(expression) else ""


def _expression(stated: Stated, node: Node) -> str:
    return stated.text[slice(*_marker(node))]


def _marker(node: Node) -> Span:
    return Span(node.marker.start, node.marker.end) if node.marker else Span(node.start, node.end)


def _may_follow(before: str, behind: str) -> bool:
    months = read_month(before), read_month(behind)
    if months[0] and months[0] == months[1]:
        days = read_days(before), read_days(behind)
        return days[0] <= days[1] or not all(days)
    return before == behind or goes_on_from(before, behind)


def find_other_term(stated: Stated) -> Iterator[Finding]:
    """Yield the first month of a calendar that is mostly that of the other term than the title names."""
    for of_term, others in ((_AUTUMN, _NOT_OF_AUTUMN), (_SPRING, _NOT_OF_SPRING)):
        named = of_term.search(stated.title)
        if not named or (_AUTUMN.search(stated.title) and _SPRING.search(stated.title)):
            continue
        for run in _calendars(stated):
            strange = [node for node in run if read_month(_expression(stated, node)) in others]
            if 2 * len(strange) > len(run) >= _FEWEST_MONTHS:
                yield stated.find("other_term", _marker(strange[0]), named[0])


# Counts.
_ITEMS = (
    "方面|部分|环节|阶段|步骤|原则|任务|措施|要求|工作|重点|目标|问题|内容|活动|制度|举措|要点|意见|建议|事项|关系|坚持|做到|层面|维度|途径"
    "|方向|板块|转变|提升|加强|突破|强化|结合|到位|关键|抓手|特点|方法|机制|工程|行动|大事|实事|事"
)
_COUNT = re.compile(
    f"(?<![第每约近多几数十0-9一二三四五六七八九“\"'「《])(?P<count>(?P<number>[两二三四五六七八九]|十[一二三四五]?|1?[0-9])"
    f"(?:[个大项条种类件步点]?(?:[重主具][点要体])?(?:{_ITEMS})|[点条项步]))(?:的?(?:工作|任务|内容|要求|活动)|[入做]手|努力|抓起)?[：:]$"
)
_COUNT_ABOVE = re.compile(
    "(?:以下|下列|如下)(?P<count>(?P<number>[两二三四五六七八九]|十[一二三四五]?|1?[0-9])[个大项条种类件步点][^，。；：“”]{0,6})[：:。]$"
)


def find_wrong_counts(stated: Stated) -> Iterator[Finding]:
    """Yield the numbers of items that a line announces where the list that follows has more or fewer."""
    for node, lead in stated.leads():
        if node.kind in ("attachment", "table", "period"):
            continue
        announced = _announced(stated, lead)
        counted = _list_behind(stated, node)
        if announced is None or len(counted) < 2:
            continue
        number, span = announced
        last = counted[-1].marker
        if number not in (len(counted), last and last.value):
            yield stated.find("wrong_count", span, str(len(counted)), Span(counted[0].start, counted[-1].end))


def _announced(stated: Stated, lead: Span) -> tuple[int, Span] | None:
    content = stated.text[slice(*lead)].rstrip()
    found = _COUNT.search(content) or _COUNT_ABOVE.search(content)
    if not found:
        return None
    number = 2 if found["number"] == "两" else read_number(found["number"])
    return (number, Span(lead.start + found.start("count"), lead.start + found.end("count"))) if number else None


def _list_behind(stated: Stated, node: Node) -> Sequence[Node]:
    """Return the list that begins behind a node, counted from one and of one style; nothing where that is not plain."""
    items = stated.children.get(node.node_id, [])
    if not items and node.kind == "paragraph":
        siblings = stated.children[node.parent_id]
        items = siblings[siblings.index(node) + 1 :]
        while items and items[-1].marker is None:  # what closes the plan
            items = items[:-1]
    styles = {item.marker.style if item.marker else "" for item in items}
    is_plain = len(styles) == 1 and not styles & {"", "bullet", "period"}
    return items if is_plain and items[0].marker and items[0].marker.value == 1 else ()


# Attachments.
_NUMERAL = f"(?P<number>[0-9]{{1,2}}|{CJK})?"
_CITED = re.compile(
    "(?:详?见|参[见照阅]|按照?|填[写报好]?|根据|依据|依照|执行|[（(《【“])[ \u3000]*"
    f"(?P<cite>附件[ \u3000]*{_NUMERAL})(?![0-9下中里])"
)
_ANY = re.compile("附件|附[：:]|附后|附表")
_LABEL = re.compile(f"附件?[ \u3000]*{_NUMERAL}")
_BARE = re.compile("附件?[ \u3000]*[：:]?")


def find_attachments(stated: Stated) -> Iterator[Finding]:
    """Yield the attachments that are referred to and not there, named without their text, or there and never named."""
    labels = {node: _read_label(stated, node) for node in stated.plan.nodes if node.kind == "attachment"}
    listed = [item for node in labels for item in _listed(stated, node)]
    numbers = {number for number in labels.values() if number} | {item.marker.value for item in listed if item.marker}
    if any(number is None for number in labels.values()):
        numbers |= {1}
    cited = [found for found in _CITED.finditer(stated.text) if not _heads(labels, found.start("cite"))]
    seen: set[int | None] = set()
    for found in cited:
        number = read_number(found["number"]) if found["number"] else None
        if number not in seen and (not labels or (number and number not in numbers)):
            yield stated.find("missing_attachment", Span(*found.span("cite")))
        seen.add(number)
    for node, number in labels.items():
        has_text = stated.children.get(node.node_id) or node.body
        if not has_text and not any(number == other for node_, other in labels.items() if node_ != node):
            yield stated.find("named_attachment", Span(*node.heading) if node.heading else node)
        is_named = number in seen or None in seen or number in {item.marker.value for item in listed if item.marker}
        if number and has_text and not is_named:
            yield stated.find("unannounced_attachment", _label_span(stated, node))
    if listed and len(labels) == 1:
        yield stated.find("named_attachment", Span(listed[0].start, listed[-1].end))


def _read_label(stated: Stated, node: Node) -> int | None:
    found = _LABEL.match(stated.text, node.start)
    return read_number(found["number"]) if found and found["number"] else None


def _label_span(stated: Stated, node: Node) -> Span:
    found = _LABEL.match(stated.text, node.start)
    return Span(node.start, found.end()) if found else Span(node.start, node.end)


def _heads(labels: Iterable[Node], start: int) -> bool:
    return any(node.heading and node.heading.start <= start < node.heading.end for node in labels)


def _listed(stated: Stated, node: Node) -> Sequence[Node]:
    """Return the names of attachments that stand below a bare label: 附件：1.名单 2.回执."""
    label = stated.text[slice(*node.heading)] if node.heading else ""
    items = stated.children.get(node.node_id, [])
    is_list = _BARE.fullmatch(label) and all(item.marker and not stated.children.get(item.node_id) for item in items)
    is_short = all(item.end - item.start <= 45 and "。" not in stated.text[item.start : item.end] for item in items)
    return items if is_list and is_short else ()


# Text.
_SHORTEST_REPEATED = 20  # folded characters
_MOST_REPEATED = 2  # more of them are formulas
# Rules and courses of action say of each case the same.
_RUNNING_TEXT = re.compile(
    "(?:计[划画]|要点|规划|思路|打算|总结|汇报|报告|设想|安排|意见)(?:书|稿)?"
    "(?:[ \n\u3000（(【《].*|[一二三四五六七八九十0-9]*)$",
    re.DOTALL,
)
_SHORTEST_HEADING = 3


def find_repeated_text(stated: Stated) -> Iterator[Finding]:
    """Yield long clauses that the running text has twice; such a run is one finding."""
    if stated.title and not _RUNNING_TEXT.search(stated.title):
        return
    seen: dict[str, Span] = {}
    found: list[tuple[Span, Span]] = []
    for clause in stated.plan.clauses:
        if clause.part != "body" or stated.is_beside(clause):
            continue
        key, span = fold(stated.text[clause.start : clause.end]).text, Span(clause.start, clause.end)
        is_name = stated.text[: clause.start].rstrip().endswith("《")
        if sum(map(str.isalpha, key)) < _SHORTEST_REPEATED or is_name:
            continue
        if key not in seen:
            seen[key] = span
        elif found and not stated.text[found[-1][0].end : span.start].strip("。！？；!?; \n\u3000"):
            found[-1] = Span(found[-1][0].start, span.end), found[-1][1]
        else:
            found.append((span, seen[key]))
    for span, first in found if len(found) <= _MOST_REPEATED else ():
        yield stated.find("repeated_text", span, other=first)


def find_repeated_headings(stated: Stated) -> Iterator[Finding]:
    """Yield the numbered headings that stand twice in one list."""
    for siblings in stated.children.values():
        seen: dict[str, Span] = {}
        for node in siblings:
            if not node.heading or not node.marker or node.inline or node.kind == "period" or stated.is_beside(node):
                continue
            key = fold(stated.text[slice(*node.heading)]).text.rstrip(".:;,!?。")
            if len(key) >= _SHORTEST_HEADING and key in seen and is_title_like(stated.text[slice(*node.heading)]):
                span = Span(
                    node.heading.start, node.heading.start + len(stated.text[slice(*node.heading)].rstrip("。：:"))
                )
                yield stated.find("repeated_heading", span, other=seen[key])
            seen.setdefault(key, Span(*node.heading))


# Years.
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


def find_law_names(stated: Stated) -> Iterator[Finding]:
    """Yield the laws that are named as none is, but for one character."""
    for law in stated.plan.laws:
        if law.kind == "law" and (near := find_near_statute(law.name)):
            yield stated.find("law_name", law, f"《{near}》")
