"""``corpus-tools check``: one draft, like a linter."""

from collections.abc import Sequence

import click

from corpus_tools.checks.findings import SEVERITIES, Severity, is_as_grave
from corpus_tools.cli import options
from corpus_tools.cli.inputs import Loaded, ReadOptions, exit_code, find_inputs, load
from corpus_tools.cli.outputs import write_output
from corpus_tools.corpus.checking import Checked, Known, check_drafts
from corpus_tools.corpus.local import run_map
from corpus_tools.output.finding_listings import check_document, findings_listing, format_findings, summarize_findings
from corpus_tools.output.jsonl import to_json
from corpus_tools.output.listings import format_csv
from corpus_tools.output.messages import _

FOUND = 4


@click.command(
    help=_(
        "Check the plan in FILE before it is handed in: numbering, dates and weekdays, fields still to be filled in, "
        "counts and attachments that are not there, names and years of another plan; with --against, what it shares "
        "with other plans.\n\n"
        "FILE may hold several plans; FILE#n is one of them, - standard input."
    ),
    epilog=_("Example: corpus-tools check draft.docx --against plans/ --fail-on error"),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@options.reading
@click.option(
    "--against",
    multiple=True,
    metavar="PATH",
    help=_("Plans that it may share text with: files, a folder, a corpus. The draft itself is passed over there."),
)
@options.reference
@click.option(
    "--fail-on", type=click.Choice(SEVERITIES), help=_("Exit with 4 where there is a finding as grave as this.")
)
@click.option("--format", "format_", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@options.output
@options.language
def command(
    files: tuple[str, ...],
    reading: ReadOptions,
    against: tuple[str, ...],
    reference: tuple[str, ...],
    fail_on: Severity | None,
    format_: str,
    output: str,
) -> int:
    """Run the command and return its exit code."""
    loaded = load(find_inputs(files, reading), reference)
    others = load(find_inputs(against, reading)) if against else None
    checked = list(check_drafts(loaded.plans, others and _known(others), loaded.references or (), run_map))
    write_output(_format(checked, format_), output)
    code = exit_code([*loaded.failures, *(others.failures if others else ())])
    graves = (finding.severity for one in checked for finding in one.findings)
    return FOUND if fail_on and any(is_as_grave(severity, fail_on) for severity in graves) else code


def _known(others: Loaded) -> Known:
    from corpus_tools.corpus.reuse_of_rows import quotations_of_rows

    quotations = tuple(quotations_of_rows(others.plans, others.quotations))
    return (
        Known(others.plans, quotations, others.corpus.thresholds) if others.corpus else Known(others.plans, quotations)
    )


def _format(checked: Sequence[Checked], format_: str) -> bytes:
    if format_ == "json":
        return to_json(check_document(checked), indented=True)
    if format_ == "csv":
        return format_csv(findings_listing(checked)).encode()
    return f"{format_findings(checked)}\n{summarize_findings(checked)}\n".encode()
