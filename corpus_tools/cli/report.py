"""``corpus-tools report``: one self-contained HTML page with copies, themes and every plan."""

import click

from corpus_tools import __version__
from corpus_tools.cli import options
from corpus_tools.cli.inputs import Inputs, Reading
from corpus_tools.cli.outputs import write_output
from corpus_tools.corpus.review import NOT_REVIEWED, match_review, read_review
from corpus_tools.output.messages import _
from corpus_tools.output.report import Analysis, format_report
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.reuse.verdicts import find_reuse, with_spin
from corpus_tools.themes.clusters import find_clusters
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.coding import code_plans, measure_themes
from corpus_tools.words.terms import find_terms


@click.command(
    help=_("Write one HTML page with the copies, the themes and the structure of the plans at PATH..."),
    epilog=_("Example: corpus-tools report plans/ -o report.html"),
)
@options.paths
@options.reading
@click.option("-o", "--output", metavar="FILE", required=True, help=_("The page to write; - is standard output."))
@options.reference
@options.review
@options.codebook
@options.language
def command(
    paths: tuple[str, ...],
    reading: Reading,
    output: str,
    reference: tuple[str, ...],
    review: str | None,
    codebook: str | None,
) -> int:
    """Run the command and return its exit code."""
    book = Codebook.open(codebook) if codebook else Codebook.bundled()
    inputs = Inputs(paths, reading)
    plans = inputs.plans()
    reuse = with_spin(plans, find_reuse(plans, quotations=inputs.quotations(plans, reference)))
    codes = code_plans(plans, book, Lexicon(reuse.substitutions))
    measures = measure_themes(plans, codes, book)
    families = reuse.family_numbers
    failures = [*inputs.failures, *inputs.recorded]
    terms = find_terms(plans)
    matched = match_review(read_review(review), plans, reuse.pairs) if review else NOT_REVIEWED
    groups = find_clusters(plans, families), find_clusters(plans, families, units="clauses")
    analysis = Analysis(plans, failures, reuse, book, codes, measures, terms, *groups, __version__, matched)
    write_output(format_report(analysis).encode(), output)
    return inputs.exit_code()
