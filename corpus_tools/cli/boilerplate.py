"""``corpus-tools boilerplate``: plans by share of boilerplate, and the clauses that everyone shares."""

import click

from corpus_tools.cli import options
from corpus_tools.cli.answers import answers_of
from corpus_tools.cli.inputs import ReadOptions, find_inputs, load
from corpus_tools.cli.outputs import write_listings
from corpus_tools.output.messages import _, format_count
from corpus_tools.output.reuse_documents import boilerplate_document
from corpus_tools.output.reuse_listings import boilerplate_listings


@click.command(
    help=_("List the plans at PATH... by their share of boilerplate, and the clauses that many families share."),
    epilog=_("Example: corpus-tools boilerplate plans/ --table clauses"),
)
@options.paths
@options.reading
@options.reference
@options.boilerplate
@options.listing("plans", "clauses")
def command(
    paths: tuple[str, ...],
    reading: ReadOptions,
    reference: tuple[str, ...],
    boilerplate_families: int | None,
    format_: str,
    table: str | None,
    output: str,
) -> int:
    """Run the command and return its exit code."""
    loaded = load(find_inputs(paths, reading), reference)
    plans, answers = loaded.plans, answers_of(loaded)
    reuse = answers.reuse(answers.thresholds(boilerplate_families=boilerplate_families))
    summary = _("; ").join(
        (
            format_count("{n} plan", "{n} plans", len(plans)),
            format_count("{n} boilerplate clause", "{n} boilerplate clauses", len(reuse.boilerplate)),
        )
    )
    listings = boilerplate_listings(plans, reuse)
    write_listings(format_, table, output, listings, boilerplate_document(plans, reuse), summary)
    return loaded.exit_code()
