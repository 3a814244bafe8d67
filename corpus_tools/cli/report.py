"""``corpus-tools report``: one self-contained HTML page with copies, themes and every plan."""

import click

from corpus_tools import __version__
from corpus_tools.cli import options
from corpus_tools.cli.answers import answers_of
from corpus_tools.cli.inputs import ReadOptions, find_inputs, load
from corpus_tools.cli.outputs import tell_misfit, write_output
from corpus_tools.corpus.meta import choose_columns, group_values
from corpus_tools.corpus.review import NOT_REVIEWED, match_review, read_review
from corpus_tools.corpus.stages import compare_by
from corpus_tools.output.messages import _
from corpus_tools.output.report import Analysis, format_report
from corpus_tools.themes.clusters import ClusterOptions
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.codebook_check import find_misfit
from corpus_tools.themes.coding import measure_themes
from corpus_tools.words.terms import find_terms


@click.command(
    help=_(
        "Write one HTML page with the copies, the themes and the structure of the plans at PATH...; with their themes "
        "by school, year or what else a meta table says of them."
    ),
    epilog=_("Example: corpus-tools report plans/ --meta schools.csv --by school --by year -o report.html"),
)
@options.paths
@options.reading
@click.option("-o", "--output", metavar="FILE", required=True, help=_("The page to write; - is standard output."))
@options.reference
@options.review
@options.codebook
@options.user_dictionary
@options.meta
@click.option(
    "--by",
    "columns",
    multiple=True,
    metavar="COLUMN",
    help=_("Compare the themes by this column; may be given again. Else by all of the meta table, school and year."),
)
@click.option("--title", default="", metavar="TEXT", help=_("What the page is called."))
@options.language
def command(
    paths: tuple[str, ...],
    reading: ReadOptions,
    output: str,
    reference: tuple[str, ...],
    review: str | None,
    codebook: str | None,
    user_dictionary: str | None,
    meta: str | None,
    columns: tuple[str, ...],
    title: str,
) -> int:
    """Run the command and return its exit code."""
    inputs = find_inputs(paths, reading)
    book, dictionary = inputs.codebook(codebook), inputs.dictionary(user_dictionary)
    loaded = load(inputs, reference)
    plans, answers = loaded.plans, answers_of(loaded)
    known = inputs.meta(meta, plans)
    values = {by: group_values(plans, known, by) for by in columns or choose_columns(plans, known)}
    reuse = answers.reuse(answers.usual_thresholds, spin=True)
    codes = [code for code in answers.codes(book, reuse.undoing) if code.via == "text"]
    measures = measure_themes(plans, codes, book)
    family_numbers = reuse.family_numbers
    failures = [*loaded.failures, *loaded.recorded]
    terms = find_terms(plans, dictionary=dictionary)
    matched = match_review(read_review(review), plans, reuse.pairs) if review else NOT_REVIEWED
    compared = [compare_by(plans, measures, by, own, family_numbers) for by, own in values.items()]
    misfit = find_misfit(book, plans, codes) if codebook is None and book is Codebook.bundled() else None
    tell_misfit(misfit)
    asked = ClusterOptions(dictionary=dictionary)
    groups = (
        answers.clusters(family_numbers, asked),
        answers.clusters(family_numbers, asked._replace(units="clauses")),
    )
    analysis = Analysis(
        plans, failures, reuse, book, codes, measures, terms, *groups, __version__, matched, compared, misfit, values
    )
    write_output(format_report(analysis, title).encode(), output)
    return loaded.exit_code()
