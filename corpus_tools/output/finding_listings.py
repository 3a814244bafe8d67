"""What ``check`` shows: findings of drafts as a linter prints them, as rows and as JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from corpus_tools.checks.findings import KINDS, SEVERITIES, Finding, line_of
from corpus_tools.corpus.checking import Checked
from corpus_tools.corpus.rows import finding_row
from corpus_tools.errors import N_
from corpus_tools.output.jsonl import rounded
from corpus_tools.output.listings import Cell, Listing, shorten, width_of
from corpus_tools.output.messages import _, format_count
from corpus_tools.output.names import named, plan_title
from corpus_tools.structure.plans import Plan

SCHEMA = "corpus-tools/check/1"
SEVERITY_NAMES = {"error": N_("error"), "warning": N_("warning"), "note": N_("note")}
_REACH = 14  # characters of the line shown on either side
_LONGEST = 60  # columns of the evidence


def explain_finding(plan: Plan, finding: Finding) -> str:
    """Return what is wrong and what to do in the language in use, with the line of what it does not fit."""
    kind = KINDS[finding.code]
    told = _("; ").join((_(kind.message).format(found=finding.found, expected=finding.expected), _(kind.advice)))
    return told + _(" (see line {line})").format(line=line_of(plan, finding.other.start)) if finding.other else told


def format_findings(checked: Iterable[Checked]) -> str:
    """Return the findings of each plan as a linter prints them."""
    return "\n".join(map(_format_plan, checked))


def _format_plan(one: Checked) -> str:
    head = f"{one.plan.plan_id}  {_plain_title(one.plan)}"
    lines = [head]
    if one.copied:
        told = _("{total} of it stands in other plans, {largest} in the one that has most ({source})")
        shown = told if one.copied.source else _("nothing of it stands in other plans")
        lines.append(
            "  "
            + shown.format(
                total=f"{one.copied.total:.1%}", largest=f"{one.copied.largest:.1%}", source=one.copied.source
            )
        )
    names = {severity: _(name) for severity, name in SEVERITY_NAMES.items()}
    width = max(map(width_of, names.values()))
    numbers = [str(line_of(one.plan, finding.start)) for finding in one.findings]
    widest = max(map(len, numbers), default=0)
    for finding, number in zip(one.findings, numbers, strict=True):
        name = names[finding.severity]
        name += " " * (width - width_of(name))
        lines.append(f"  {number:>{widest}}  {name}  {explain_finding(one.plan, finding)}  [{finding.code}]")
        lines.append(f"  {'':>{widest}}  {'':{width}}    {_excerpt(one.plan, finding)}")
    if not one.findings:
        lines.append("  " + _("nothing found"))
    return "\n".join(lines) + "\n"


def _plain_title(plan: Plan) -> str:
    return shorten(plan_title(plan).shown)


def _excerpt(plan: Plan, finding: Finding) -> str:
    """Return the evidence between two marks, with a little of its line."""
    text = plan.text
    start = max(text.rfind("\n", 0, finding.start) + 1, finding.start - _REACH)
    line_end = text.find("\n", finding.end)
    end = min(len(text) if line_end < 0 else line_end, finding.end + _REACH)
    before, behind = (" ".join(text[a:b].split()) for a, b in ((start, finding.start), (finding.end, end)))
    return f"{before}»{shorten(text[finding.start : finding.end], _LONGEST)}«{behind}"


def summarize_findings(checked: Sequence[Checked]) -> str:
    """Return how many plans were checked and what was found, in one line."""
    n = Counter(finding.severity for one in checked for finding in one.findings)
    parts = [format_count("{n} plan", "{n} plans", len(checked))]
    if not n:
        return _("; ").join((*parts, _("nothing found")))
    parts += (
        format_count("{n} error", "{n} errors", n["error"]),
        format_count("{n} warning", "{n} warnings", n["warning"]),
        format_count("{n} note", "{n} notes", n["note"]),
    )
    return _("; ").join(parts)


def findings_listing(checked: Iterable[Checked]) -> Listing:
    """Return a row a finding."""
    return Listing(
        "findings",
        _("What is to be mended"),
        ("plan_id", "title", "line", "severity", "code", "text", "message", "start", "end"),
        (_("plan"), _("title"), _("line"), "", "", _("text"), _("message"), _("start"), _("end")),
        [_cells(one.plan, finding) for one in checked for finding in one.findings],
    )


def _cells(plan: Plan, finding: Finding) -> Sequence[Cell]:
    return (
        plan.plan_id,
        plan_title(plan),
        line_of(plan, finding.start),
        named(finding.severity, SEVERITY_NAMES),
        finding.code,
        plan.text_of(finding),
        explain_finding(plan, finding),
        finding.start,
        finding.end,
    )


def check_document(checked: Iterable[Checked]) -> dict[str, object]:
    """Return the object of ``corpus-tools/check/1``; its messages are in the language in use."""
    return {"schema": SCHEMA, "plans": [_plan_object(one) for one in checked]}


def _plan_object(one: Checked) -> dict[str, object]:
    n = Counter(finding.severity for finding in one.findings)
    copied = one.copied and {name: rounded(value) for name, value in one.copied._asdict().items()}
    return {
        "plan_id": one.plan.plan_id,
        "path": one.plan.source.path,
        "title": one.plan.title_text or None,
        "n_findings": {severity: n[severity] for severity in SEVERITIES},
        "copied": copied,
        "findings": list(_finding_objects(one)),
    }


def _finding_objects(one: Checked) -> Iterator[dict[str, object]]:
    for finding in one.findings:
        row = dict(finding_row(one.plan, finding))
        del row["plan_id"]
        other = finding.other
        row["message"] = explain_finding(one.plan, finding)
        row["other"] = other and {"start": other.start, "end": other.end, "line": line_of(one.plan, other.start)}
        yield row
