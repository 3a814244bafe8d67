"""``corpus-tools compare``: two plans side by side."""

import os
import shutil
import sys

import click

from corpus_tools import __version__
from corpus_tools.cli import options
from corpus_tools.cli.inputs import Inputs, Reading
from corpus_tools.cli.outputs import write_output
from corpus_tools.errors import NoSuchPlanIdError, NotTwoPlansError
from corpus_tools.output.jsonl import to_json
from corpus_tools.output.listings import format_csv
from corpus_tools.output.messages import _
from corpus_tools.output.reuse_listings import comparison_listing
from corpus_tools.output.sidebyside import comparison_document, format_comparison, format_comparison_page
from corpus_tools.reuse.comparison import Comparison, compare_plans
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.comparison import compare_themes


@click.command(
    help=_(
        "Show two plans side by side: what both have, which words differ, what only one of them has; and which dates, "
        "years, names and themes differ.\n\n"
        "A and B are PATH#n, the path of a file with one plan, or plans of the corpus given with --corpus."
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
@options.output
@options.language
def command(
    a: str,
    b: str,
    corpus: str | None,
    reading: Reading,
    reference: tuple[str, ...],
    codebook: str | None,
    format_: str,
    output: str,
) -> int:
    """Run the command and return its exit code."""
    book = Codebook.open(codebook) if codebook else Codebook.bundled()
    inputs = Inputs((corpus,) if corpus else (a, b), reading)
    plans = inputs.plans()
    ids = [plan.plan_id for plan in plans]
    if corpus:
        for plan_id in (a, b):
            if plan_id not in ids:
                raise NoSuchPlanIdError(plan_id=plan_id, path=corpus)
        places = ids.index(a), ids.index(b)
    elif len(plans) == 2:
        places = 0, 1
    else:
        raise NotTwoPlansError(n_plans=len(plans), plans=", ".join(ids[:8]) + (" ..." if len(ids) > 8 else ""))
    thresholds = inputs.thresholds
    reuse = find_reuse(plans, thresholds, inputs.quotations(plans, reference))
    comparison = compare_plans(plans, reuse, *places, thresholds)
    write_output(_format(comparison, book, Lexicon(reuse.substitutions), format_, output).encode(), output)
    return inputs.exit_code()


def _format(comparison: Comparison, book: Codebook, lexicon: Lexicon, format_: str, output: str) -> str:
    if format_ == "csv":
        return format_csv(comparison_listing(comparison))
    themes = compare_themes(comparison.a.plan, comparison.b.plan, book, lexicon)
    if format_ == "json":
        return to_json(comparison_document(comparison, themes), indented=True).decode()
    if format_ == "html":
        return format_comparison_page(comparison, themes, __version__)
    coloured = output == "-" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return format_comparison(comparison, themes, shutil.get_terminal_size().columns, coloured=coloured)
