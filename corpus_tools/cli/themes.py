"""``corpus-tools themes``: how much of each plan takes up which theme, with the clauses that show it."""

import click

from corpus_tools.cli.inputs import (
    Inputs,
    Reading,
    codebook_option,
    listing_options,
    meta_option,
    paths_argument,
    reading_options,
    write_listings,
)
from corpus_tools.corpus.meta import Meta, read_meta
from corpus_tools.errors import GroupError, NoSuchThemeError
from corpus_tools.output.documents import themes_document
from corpus_tools.output.messages import _, ngettext
from corpus_tools.output.tables import themes_listings
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.coding import code_plans, measure_themes
from corpus_tools.themes.comparison import compare_groups
from corpus_tools.words.terms import find_terms


@click.command(
    help=_("Code the clauses of the plans at PATH... with the themes of a codebook."),
    epilog=_("Example: corpus-tools themes plans/ --theme 师德"),
)
@paths_argument
@reading_options
@codebook_option
@click.option("--theme", metavar="NAME", help=_("List the clauses of one theme."))
@click.option("--by", metavar="COLUMN", help=_("Compare the plans of each value of a column of the meta table."))
@meta_option
@listing_options("shares", "terms", "clauses", "groups")
def command(
    paths: tuple[str, ...],
    reading: Reading,
    codebook: str | None,
    theme: str | None,
    by: str | None,
    meta: str | None,
    format_: str,
    table: str | None,
    output: str,
) -> int:
    """Run the command and return its exit code."""
    book = Codebook.open(codebook) if codebook else Codebook.bundled()
    if theme is not None and theme not in book.themes:
        raise NoSuchThemeError(theme=theme, codebook=book.name, themes=" ".join(book.themes))
    known = read_meta(meta) if meta else Meta()
    inputs = Inputs(paths, reading)
    plans = inputs.plans()
    known.check([plan.source.path for plan in plans], meta or "")
    codes = code_plans(plans, book)
    measures = measure_themes(plans, codes, book)
    groups = compare_groups(measures, _values(plans, known, by)) if by else []
    if by:
        table = table or "groups"
    if theme:
        table = "clauses"
        codes = [code for code in codes if code.theme == theme]
    with_terms = format_ == "json" or table == "terms" or (format_ == "text" and table is None)
    terms = find_terms(plans) if with_terms else [()] * len(plans)
    listings = themes_listings(plans, book, codes, measures, terms, groups)
    if table is None and format_ == "text":  # the clauses are many: on request
        listings = [listing for listing in listings if listing.name != "clauses"]
    n_coded = len({(code.plan, code.clause) for code in codes})
    summary = ngettext("{n} plan", "{n} plans", len(plans)).format(n=len(plans)) + _("; ")
    summary += ngettext("{n} clause with a theme", "{n} clauses with a theme", n_coded).format(n=n_coded)
    document = themes_document(plans, book, codes, measures, terms)
    if by:
        document |= {"by": by, "groups": [group._asdict() for group in groups]}
    write_listings(format_, table, output, listings, document, summary)
    return inputs.exit_code()


def _values(plans: list[Plan], known: Meta, by: str) -> list[str | None]:
    """Return each plan's value in column ``by`` of the meta table given, or of that the corpus was built with."""
    values = [(dict(plan.meta) | known.of(plan.source.path)).get(by) for plan in plans]
    if not any(values):
        columns = {name for plan in plans for name in plan.meta} | set(known.columns)
        raise GroupError(column=by, columns=", ".join(sorted(columns)) or "-")
    return values
