"""``corpus-tools report``: one self-contained HTML page with copies, themes and every plan."""

import click

from corpus_tools import __version__
from corpus_tools.cli.inputs import (
    Inputs,
    Reading,
    codebook_option,
    language_option,
    paths_argument,
    reading_options,
    write_output,
)
from corpus_tools.output.messages import _
from corpus_tools.output.report import Analysis, format_report
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.themes.clusters import find_clusters
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.coding import code_plans, measure_themes
from corpus_tools.words.terms import find_terms


@click.command(
    help=_("Write one HTML page with the copies, the themes and the structure of the plans at PATH..."),
    epilog=_("Example: corpus-tools report plans/ -o report.html"),
)
@paths_argument
@reading_options
@click.option("-o", "--output", metavar="FILE", required=True, help=_("The page to write; - is standard output."))
@codebook_option
@language_option
def command(paths: tuple[str, ...], reading: Reading, output: str, codebook: str | None) -> int:
    """Run the command and return its exit code."""
    book = Codebook.open(codebook) if codebook else Codebook.bundled()
    inputs = Inputs(paths, reading)
    plans = inputs.plans()
    codes = code_plans(plans, book)
    measures = measure_themes(plans, codes, book)
    reuse = find_reuse(plans)
    families = reuse.family_numbers
    plan_groups = find_clusters(plans, families)
    clause_groups = find_clusters(plans, families, units="clauses")
    failures = [*inputs.failures, *inputs.recorded]
    terms = find_terms(plans)
    analysis = Analysis(plans, failures, reuse, book, codes, measures, terms, plan_groups, clause_groups, __version__)
    write_output(format_report(analysis).encode(), output)
    return inputs.exit_code()
