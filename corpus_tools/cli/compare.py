"""``corpus-tools compare``: two plans side by side."""

import os
import shutil
import sys

import click

from corpus_tools import __version__
from corpus_tools.cli import options
from corpus_tools.cli.answers import answers_of
from corpus_tools.cli.inputs import Loaded, ReadOptions, find_inputs, load
from corpus_tools.cli.outputs import write_output
from corpus_tools.corpus.plan_ids import find_two_ids
from corpus_tools.errors import NotTwoPlansError, SamePlanError
from corpus_tools.output.comparison_listings import TABLES, comparison_listings
from corpus_tools.output.jsonl import to_json
from corpus_tools.output.listings import format_csv, format_text
from corpus_tools.output.messages import _
from corpus_tools.output.sidebyside import comparison_document, format_comparison, format_comparison_page
from corpus_tools.reuse.comparison import Comparison, compare_plans
from corpus_tools.themes.comparison import ThemesBeside, compare_themes


@click.command(
    help=_(
        "Show two plans side by side: what both have, which words differ, what only one of them has; and which dates, "
        "years, names and themes differ.\n\n"
        "A and B are PATH#n, or the path of a file with one plan; with --corpus, of a plan of that corpus."
    ),
    epilog=_("Example: corpus-tools compare plans/a.txt#1 plans/b.txt#4"),
)
@click.argument("a")
@click.argument("b")
@click.option("--corpus", metavar="CORPUS", help=_("A and B are plans of this corpus, and its boilerplate is marked."))
@options.reading
@options.reference
@options.codebook
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "csv", "html"]), default="text", show_default=True
)
@click.option(
    "--table", type=click.Choice(TABLES), help=_("A listing instead of the two texts; CSV holds one, else passages.")
)
@options.output
@options.language
def command(
    a: str,
    b: str,
    corpus: str | None,
    reading: ReadOptions,
    reference: tuple[str, ...],
    codebook: str | None,
    format_: str,
    table: str | None,
    output: str,
) -> int:
    """Run the command and return its exit code."""
    inputs = find_inputs((corpus,) if corpus else (a, b), reading)
    book = inputs.codebook(codebook)
    loaded = load(inputs, reference)
    plans, answers = loaded.plans, answers_of(loaded)
    places, thresholds = _places(loaded, a, b, corpus), answers.usual_thresholds
    reuse = answers.reuse(thresholds)
    comparison = compare_plans(plans, reuse, *places, thresholds)
    swapped = reuse.substitutions if comparison.verdict == "spun" else ()
    themes = compare_themes(comparison.a.plan, comparison.b.plan, book, swapped)
    write_output(_format(comparison, themes, format_, table, output).encode(), output)
    return loaded.exit_code()


def _places(loaded: Loaded, a: str, b: str, corpus: str | None) -> tuple[int, int]:
    """Return which of the plans the two are.

    Raises
    ------
    NoSuchPlanIdError, SeveralPlansError, SamePlanError, NotTwoPlansError
    """
    ids = [plan.plan_id for plan in loaded.plans]
    if corpus:
        first, second = find_two_ids(ids, a, b)
        return ids.index(first), ids.index(second)
    if len(ids) == 1 and not loaded.failures:  # else one of the two could not be read, which is told
        raise SamePlanError(plan_id=ids[0])
    if len(ids) != 2:
        raise NotTwoPlansError(n_plans=len(ids), plans=", ".join(ids[:8]) + (" ..." if len(ids) > 8 else ""))
    return 0, 1


def _format(comparison: Comparison, themes: ThemesBeside, format_: str, table: str | None, output: str) -> str:
    if format_ == "json":
        return to_json(comparison_document(comparison, themes), indented=True).decode()
    if format_ == "html":
        return format_comparison_page(comparison, themes, __version__)
    if format_ == "csv" or table:
        listings = comparison_listings(comparison, themes)
        listing = next(listing for listing in listings if listing.name == (table or TABLES[0]))
        return format_csv(listing) if format_ == "csv" else format_text(listing)
    coloured = output == "-" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return format_comparison(comparison, themes, shutil.get_terminal_size().columns, coloured=coloured)
