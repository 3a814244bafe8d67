"""Findings: what is worth telling the author of a plan, each with its evidence in the text, and what to do about it."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from corpus_tools.errors import N_
from corpus_tools.spans import Span
from corpus_tools.structure.faults import MESSAGES as FAULT_MESSAGES
from corpus_tools.structure.faults import Code
from corpus_tools.structure.plans import Plan

Severity = Literal["error", "warning", "note"]
SEVERITIES: Sequence[Severity] = get_args(Severity)  # the gravest first


class Kind(NamedTuple):
    """A kind of findings.

    Attributes
    ----------
    severity
        ``error``: wrong in any plan; ``warning``: wrong in nearly all; ``note``: to be looked at.
    message
        What is wrong, with the fields ``{found}`` and ``{expected}``.
    advice
        What to do.
    """

    severity: Severity
    message: str
    advice: str


_RENUMBER = N_("check this number and those around it")
_SAME_MARK = N_("print all items of a list alike")
# Of the numbering: the severity and the advice; the messages are those of the faults.
_FAULTS: Mapping[Code, tuple[Severity, str]] = {
    "gap": ("warning", _RENUMBER),
    "repeat": ("warning", _RENUMBER),
    "out_of_order": ("warning", _RENUMBER),
    "orphan_level": ("warning", _RENUMBER),
    "wrong_mark": ("warning", _SAME_MARK),
    "mixed_separators": ("note", _SAME_MARK),
    "empty_heading": ("warning", N_("write what belongs below it, or leave it out")),
    "unclosed_mark": ("warning", N_("close it, or leave it out")),
}
_REMOVE = N_("take it out")
_CHECK_YEAR = N_("a plan of another year may have been the model; check the year")
KINDS: Mapping[str, Kind] = {
    code: Kind(severity, FAULT_MESSAGES[code], advice) for code, (severity, advice) in _FAULTS.items()
} | {
    # dates
    "impossible_date": Kind("error", N_("{found} is no day or month of any calendar"), N_("correct the date")),
    "wrong_weekday": Kind("error", N_("{found}: that day is {expected}"), N_("correct the date or the weekday")),
    "repeated_period": Kind(
        "warning", N_("{found} heads two parts of one calendar"), N_("correct one of them, or put them together")
    ),
    "period_order": Kind("warning", N_("{found} stands behind {expected}"), N_("put the calendar in order")),
    "school_year": Kind(
        "error", N_("{found}: a school year is that of two years in a row"), N_("correct one of the years")
    ),
    "other_year": Kind("warning", N_("{found} does not fit a plan for {expected}"), _CHECK_YEAR),
    "other_term": Kind("warning", N_("{found} is no month of {expected}"), N_("check the term and the calendar")),
    "far_date": Kind("warning", N_("signed {found}, far from {expected}, the time of the plan"), _CHECK_YEAR),
    # what was left in
    "placeholder": Kind("error", N_("{found} is still to be filled in"), N_("fill it in, or take it out")),
    "crawl_mark": Kind("warning", N_("{found} at the head of {expected} lines is a mark of a copied page"), _REMOVE),
    "site_text": Kind("warning", N_("a web site speaks here, not the plan: {found}"), _REMOVE),
    "other_name": Kind(
        "warning", N_("{found} is named as if this were its plan, which is that of {expected}"), N_("check the name")
    ),
    # what is said and is not so
    "wrong_count": Kind(
        "warning", N_("{found} are announced, and the list has {expected}"), N_("correct the number or the list")
    ),
    "missing_attachment": Kind(
        "warning", N_("{found} is referred to and is not there"), N_("attach it, or correct the reference")
    ),
    "named_attachment": Kind(
        "note", N_("{found} is named, and its text is not here"), N_("see that it is handed in, too")
    ),
    "unannounced_attachment": Kind("note", N_("nothing in the plan refers to {found}"), N_("refer to it in the text")),
    "repeated_text": Kind("warning", N_("the same text stands twice: {found}"), N_("leave one of them out")),
    "repeated_heading": Kind(
        "warning", N_("two parts of one list have the heading {found}"), N_("put them together, or name one anew")
    ),
    "no_title": Kind("warning", N_("the plan has no title; it begins with {found}"), N_("print a title above it")),
    "idle_subject": Kind(
        "note", N_("the title speaks of {found}, and nothing below it does"), N_("check the title, and what is missing")
    ),
    "law_name": Kind("warning", N_("{found} is nearly {expected}, which is a law"), N_("check the name of the law")),
    # what other plans and documents have
    "copied_plan": Kind(
        "warning",
        N_("{expected} of the plan stands in other plans of other owners as well"),
        N_("write it yourself, or say where it is from"),
    ),
    "copied_passage": Kind(
        "warning", N_("this stands in {expected}, too: {found}"), N_("write it yourself, or say where it is from")
    ),
    "own_passage": Kind(
        "note", N_("this stands in {expected} of the same owner: {found}"), N_("see that it is still true")
    ),
    "boilerplate": Kind(
        "note",
        N_("{expected} of the plan is boilerplate, which many plans have: {found}"),
        N_("say it in your own way"),
    ),
    "spun_words": Kind(
        "warning",
        N_("{found} looks put in the place of {expected}, as where the words of a model are swapped"),
        N_("say it in your own way"),
    ),
    "unmarked_quotation": Kind(
        "note", N_("this is from {expected}, and nothing says so: {found}"), N_("put it in quotation marks, or name it")
    ),
}


class Finding(NamedTuple):
    """Something worth telling the author of a plan.

    Attributes
    ----------
    start, end
        Span in the plan's text: the evidence.
    code
        See ``KINDS``.
    found, expected
        What the message names: what is printed, and what it is held against; the latter may be empty.
    other
        Where in the plan stands what it does not fit, if that is one place.
    """

    start: int
    end: int
    code: str
    found: str
    expected: str = ""
    other: Span | None = None

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return KINDS[self.code].severity

    @property
    def message(self) -> str:
        """What is wrong, and what to do, in words."""
        kind = KINDS[self.code]
        return f"{kind.message.format(found=self.found, expected=self.expected)}; {kind.advice}"

    def to_dict(self) -> dict[str, object]:
        """Return the finding as the JSON of a plan has it."""
        return {
            "code": self.code,
            "severity": self.severity,
            "start": self.start,
            "end": self.end,
            "message": self.message,
        }


def line_of(plan: Plan, offset: int) -> int:
    """Return the number of a line in the text of the source, from 1; ``offset`` counts in the plan's text."""
    return plan.source.text.count("\n", 0, plan.start + offset) + 1


def is_as_grave(severity: Severity, least: Severity) -> bool:
    """Tell whether a severity is ``least`` or graver.

    >>> is_as_grave("error", "warning"), is_as_grave("note", "warning")
    (True, False)
    """
    return SEVERITIES.index(severity) <= SEVERITIES.index(least)
