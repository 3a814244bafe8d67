"""``corpus-tools trend``: how the share of themes and words rises and falls over the years, as tables and a figure."""

from pathlib import Path

import click

from corpus_tools.cli import options
from corpus_tools.cli.answers import answers_of
from corpus_tools.cli.inputs import ReadOptions, find_inputs, load
from corpus_tools.cli.outputs import write_listings, write_output
from corpus_tools.corpus.meta import year_values
from corpus_tools.corpus.stages import compare_years
from corpus_tools.output.messages import _, format_count
from corpus_tools.output.theme_documents import trend_document
from corpus_tools.output.theme_listings import trend_listings
from corpus_tools.themes.trends import find_trends, year_of


@click.command(
    help=_("Compare the plans at PATH... year by year: the share of each theme, or of words."),
    epilog=_("Example: corpus-tools trend reports.jsonl --term 改革 --term 创新 --figure trend.svg"),
)
@options.paths
@options.reading
@options.codebook
@click.option("--theme", "themes", multiple=True, metavar="NAME", help=_("This theme only; may be given again."))
@click.option(
    "--term", "terms", multiple=True, metavar="WORD", help=_("A word or phrase instead of themes; may be given again.")
)
@click.option(
    "--by",
    default="year",
    show_default=True,
    metavar="COLUMN",
    help=_("The column of the meta table or of the rows that names the year."),
)
@click.option("--figure", metavar="FILE", help=_("Draw the lines, too: .svg, .pdf or .png."))
@options.meta
@options.count_copies
@options.seed
@options.listing("trends", "years", "intervals")
def command(
    paths: tuple[str, ...],
    reading: ReadOptions,
    codebook: str | None,
    themes: tuple[str, ...],
    terms: tuple[str, ...],
    by: str,
    figure: str | None,
    meta: str | None,
    count_copies: bool,
    seed: int,
    format_: str,
    table: str | None,
    output: str,
) -> int:
    """Run the command and return its exit code."""
    if figure and Path(figure).suffix not in (".svg", ".pdf", ".png"):
        raise click.UsageError(_("--figure: the name must end in .svg, .pdf or .png"))
    inputs = find_inputs(paths, reading)
    book = inputs.codebook(codebook)
    for theme in themes:
        book.check_theme(theme)
    loaded = load(inputs)
    plans, answers = loaded.plans, answers_of(loaded)
    values = year_values(plans, inputs.meta(meta, plans), by)
    family_numbers = None if count_copies else answers.family_numbers(values)
    years = compare_years(
        plans,
        book,
        values,
        themes=themes,
        terms=terms,
        family_numbers=family_numbers,
        undoing=answers.known_undoing,
        seed=seed,
    )
    trends = find_trends(years)
    used = book if themes or not terms else None
    if figure:
        from corpus_tools.output.plots import draw_trend, format_figure  # matplotlib takes half a second

        write_output(format_figure(draw_trend(years), Path(figure).suffix[1:]), figure)
    n_counted = sum(group.n_plans for group in years)
    summary = format_count("{n} plan with a year", "{n} plans with a year", n_counted) + _("; ")
    n_years = len({year_of(group.value) for group in years})
    summary += format_count("{n} year", "{n} years", n_years)
    if n_years < len(years):
        summary += _("; ") + format_count("{n} group", "{n} groups", len(years))
    left = len(plans) - n_counted
    if left:
        summary += _("; ") + format_count("{n} plan without", "{n} plans without", left)
    listings = trend_listings(years, trends)
    if table is None and format_ == "text":  # a line a year and theme is for programs
        listings = [listing for listing in listings if listing.name != "intervals"]
    write_listings(format_, table, output, listings, trend_document(by, used, years, trends), summary, used)
    return loaded.exit_code()
