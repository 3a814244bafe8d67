"""``corpus-tools themes``: how much of each plan takes up which theme, with the clauses that show it."""

import click

from corpus_tools.cli.inputs import Inputs, listing_options, paths_argument, write_listings
from corpus_tools.output.documents import themes_document
from corpus_tools.output.messages import _, ngettext
from corpus_tools.output.tables import themes_listings
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.coding import code_plans, measure_themes
from corpus_tools.words.features import find_terms


@click.command(
    help=_("Code the clauses of the plans at PATH... with the themes of a codebook."),
    epilog=_("Example: corpus-tools themes plans/ --theme 师德"),
)
@paths_argument
@click.option("--codebook", metavar="FILE", help=_("A codebook of your own (TOML); else the bundled school-union."))
@click.option("--theme", metavar="NAME", help=_("List the clauses of one theme."))
@listing_options("shares", "terms", "clauses")
def command(
    paths: tuple[str, ...], codebook: str | None, theme: str | None, format_: str, table: str | None, output: str
) -> int:
    """Run the command and return its exit code."""
    book = Codebook.open(codebook) if codebook else Codebook.bundled()
    if theme is not None and theme not in book.themes:
        raise click.BadParameter(", ".join(book.themes), param_hint="--theme")
    inputs = Inputs(paths)
    plans = inputs.plans()
    codes = code_plans(plans, book)
    measures = measure_themes(plans, codes, book)
    terms = find_terms(plans)
    document = themes_document(plans, book, codes, measures, terms)
    shown = [code for code in codes if theme in (None, code.theme)]
    listings = themes_listings(plans, book, shown, measures, terms)
    if theme:
        table = "clauses"
    elif table is None and format_ == "text":
        listings = [listing for listing in listings if listing.name != "clauses"]
    n_themed = len({code.clause for code in codes})
    summary = ngettext("{n} plan", "{n} plans", len(plans)).format(n=len(plans)) + "; "
    summary += ngettext("{n} clause with a theme", "{n} clauses with a theme", n_themed).format(n=n_themed)
    write_listings(format_, table, output, listings, document, summary)
    return inputs.exit_code()
