"""``corpus-tools extract``: every plan as structured JSON."""

import click

from corpus_tools.checks.rules import check_plan
from corpus_tools.cli import options
from corpus_tools.cli.inputs import ReadOptions, exit_code, find_inputs, read_inputs
from corpus_tools.cli.outputs import write_output
from corpus_tools.output.jsonl import to_json
from corpus_tools.output.messages import _
from corpus_tools.structure.plans import ParsedSource, Plan


@click.command(
    help=_(
        "Split the texts at PATH... into plans, sections and list items.\n\n"
        "PATH is a file, a folder, PATH#n for one plan, or - for standard input."
    ),
    epilog=_("Example: corpus-tools extract plans/ -o plans.jsonl"),
)
@options.paths
@options.reading
@click.option(
    "--format",
    "format_",
    type=click.Choice(["jsonl", "json"]),
    default="jsonl",
    show_default=True,
    help=_("A plan a line, or a list with an object a source."),
)
@options.output
@click.option("--failures", metavar="FILE", help=_("Write a JSON line for every input that failed to FILE."))
@options.language
def command(paths: tuple[str, ...], reading: ReadOptions, format_: str, output: str, failures: str | None) -> int:
    """Run the command and return its exit code."""
    inputs = find_inputs(paths, reading)
    if format_ == "json":
        objects, failed, _quoted = read_inputs(inputs, _source_dict, failures)
        content = to_json(objects, indented=True)
    else:
        lines, failed, _quoted = read_inputs(inputs, _lines, failures)
        content = b"".join(lines)
    write_output(content, output)
    return exit_code(failed)


def _lines(parsed: ParsedSource) -> bytes:
    return b"".join(to_json(_plan_dict(plan)) for plan in parsed.plans)


def _source_dict(parsed: ParsedSource) -> dict[str, object]:
    return parsed.to_dict() | {"plans": [_plan_dict(plan) for plan in parsed.plans]}


def _plan_dict(plan: Plan) -> dict[str, object]:
    return plan.to_dict() | {"findings": [finding.to_dict() for finding in check_plan(plan)]}
