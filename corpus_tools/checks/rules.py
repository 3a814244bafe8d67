"""The rules that a draft is checked by, and all that they find."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from corpus_tools.checks import attachments, calendars, contradictions, days, leftovers, repeats, titles, years
from corpus_tools.checks.findings import Finding
from corpus_tools.checks.stated import Stated
from corpus_tools.structure.plans import Plan

Rule = Callable[[Stated], Iterable[Finding]]


def find_numbering(stated: Stated) -> Iterator[Finding]:
    """Yield the faults of the numbering."""
    for fault in stated.plan.faults:
        yield Finding(fault.start, fault.end, fault.code, fault.found, fault.expected)


RULES: Sequence[Rule] = (
    titles.find_missing_title,
    titles.find_idle_subjects,
    find_numbering,
    days.find_impossible_dates,
    days.find_wrong_weekdays,
    leftovers.find_placeholders,
    leftovers.find_crawl_marks,
    leftovers.find_site_text,
    leftovers.find_other_names,
    calendars.find_repeated_periods,
    calendars.find_period_order,
    calendars.find_other_term,
    contradictions.find_wrong_counts,
    attachments.find_attachments,
    repeats.find_repeated_text,
    repeats.find_repeated_headings,
    years.find_school_years,
    years.find_other_years,
    years.find_far_date,
    contradictions.find_law_names,
)


def check_plan(plan: Plan, rules: Iterable[Rule] = RULES) -> list[Finding]:
    r"""Return what is found in a plan by itself, in the order of its text.

    >>> from corpus_tools.structure.plans import parse_text
    >>> [plan] = parse_text("柳溪小学2024年工作计划\n一、9月31日召开家长会。\n二、办好运动会。")
    >>> [(finding.code, finding.found) for finding in check_plan(plan)]
    [('impossible_date', '9月31日')]
    """
    stated = Stated(plan)
    return sorted({finding for rule in rules for finding in rule(stated)})
