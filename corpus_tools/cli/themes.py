"""``corpus-tools themes``: how much of each plan takes up which theme, with the clauses that show it."""

import click

from corpus_tools.cli.inputs import Inputs, listing_options, paths_argument, write_listings
from corpus_tools.errors import NoSuchThemeError
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
        raise NoSuchThemeError(theme=theme, codebook=book.name, themes=" ".join(book.themes))
    inputs = Inputs(paths)
    plans = inputs.plans()
    codes = code_plans(plans, book)
    measures = measure_themes(plans, codes, book)
    if theme:
        table = "clauses"
        codes = [code for code in codes if code.theme == theme]
    with_terms = format_ == "json" or table == "terms" or (format_ == "text" and table is None)
    terms = find_terms(plans) if with_terms else [()] * len(plans)
    listings = themes_listings(plans, book, codes, measures, terms)
    if table is None and format_ == "text":  # the clauses are many: on request
        listings = [listing for listing in listings if listing.name != "clauses"]
    n_coded = len({(code.plan, code.clause) for code in codes})
    summary = ngettext("{n} plan", "{n} plans", len(plans)).format(n=len(plans)) + _("; ")
    summary += ngettext("{n} clause with a theme", "{n} clauses with a theme", n_coded).format(n=n_coded)
    write_listings(format_, table, output, listings, themes_document(plans, book, codes, measures, terms), summary)
    return inputs.exit_code()
