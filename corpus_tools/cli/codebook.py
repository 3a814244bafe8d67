"""``corpus-tools codebook``: check a codebook of one's own; show and list those of the package."""

import click

from corpus_tools.cli import options
from corpus_tools.cli.inputs import ReadOptions, find_inputs, load
from corpus_tools.cli.outputs import write_listings, write_output
from corpus_tools.output.messages import _, format_count
from corpus_tools.output.theme_documents import codebook_document, codebooks_document
from corpus_tools.output.theme_listings import codebook_listings, codebooks_listing
from corpus_tools.themes.codebook import BUNDLED, Codebook, bundled_names, read_bundled
from corpus_tools.themes.codebook_check import FITS, check_against, check_codebook, drop_bundled, measure_fit
from corpus_tools.themes.coding import code_plans


@click.group(help=_("Check a codebook of your own; show and list those of the package."))
@options.language
def command() -> None:
    """Hold the commands."""


@command.command(
    help=_(
        "Find what is wrong in the codebook FILE: terms that say nothing or stand twice; with plans at PATH... also "
        "terms that are in no clause, themes that are one, and whether it fits the plans."
    ),
    epilog=_("Example: corpus-tools codebook check mine.toml plans/"),
)
@click.argument("file", metavar="FILE")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@options.reading
@options.listing("findings")
def check(file: str, paths: tuple[str, ...], reading: ReadOptions, format_: str, table: str | None, output: str) -> int:
    """Run the command and return its exit code."""
    book = Codebook.open(file)
    findings = check_codebook(book)
    fit = None
    exit_code = 0
    if paths:
        loaded = load(find_inputs(paths, reading))
        plans = loaded.plans
        codes = code_plans(plans, book)
        fit = measure_fit(plans, codes)
        findings += check_against(book, plans, codes)
        exit_code = loaded.exit_code()
    n_terms = len(book.written)
    summary = f"{book.full_name}: " + format_count("{n} theme", "{n} themes", len(book.themes))
    summary += _("; ") + format_count("{n} term", "{n} terms", n_terms)
    summary += _("; ") + format_count("{n} finding", "{n} findings", len(findings))
    if fit is not None:
        judgement = (
            _("it has a theme for {fit:.0%} of the text")
            if fit >= FITS
            else _("it has a theme for {fit:.0%} of the text only: it does not fit these plans")
        )
        summary += "\n" + judgement.format(fit=fit)
    shown = drop_bundled(book, findings) if format_ == "text" else findings
    n_left = len(findings) - len(shown)
    if n_left:
        left = format_count(
            "not listed here: {n} term in no clause that the bundled {name} has, too; --format csv lists it",
            "not listed here: {n} terms in no clause that the bundled {name} has, too; --format csv lists them",
            n_left,
            name=book.name,
        )
        summary += "\n" + left
    write_listings(format_, table, output, codebook_listings(shown), codebook_document(book, findings, fit), summary)
    return exit_code


@command.command(
    help=_("Print the file of a bundled codebook (school-union if no other is named), to start your own from."),
    epilog=_("Example: corpus-tools codebook show > mine.toml"),
)
@click.argument("name", default=BUNDLED, metavar="[NAME]")
@options.language
def show(name: str) -> int:
    """Run the command and return its exit code."""
    write_output(read_bundled(name), "-")
    return 0


@command.command("list", help=_("List the bundled codebooks with their themes."))
@options.listing("codebooks")
def list_(format_: str, table: str | None, output: str) -> int:
    """Run the command and return its exit code."""
    books = [Codebook.bundled(name) for name in bundled_names()]
    summary = format_count("{n} bundled codebook", "{n} bundled codebooks", len(books))
    write_listings(format_, table, output, [codebooks_listing(books)], codebooks_document(books), summary)
    return 0
