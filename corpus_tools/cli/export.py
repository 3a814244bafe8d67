"""``corpus-tools export``: the tables of a corpus as files for other programs."""

from pathlib import Path

import click

from corpus_tools.cli import options
from corpus_tools.cli.outputs import tell
from corpus_tools.corpus.contents import Contents
from corpus_tools.corpus.store import Store
from corpus_tools.output.export import WRITERS, export_tables
from corpus_tools.output.messages import _, format_count
from corpus_tools.tables import BY_NAME


@click.command(
    help=_("Write the tables of the corpus folder CORPUS into the folder DIR, a file each."),
    epilog=_("Example: corpus-tools export my.corpus --table plans --table pairs --format xlsx -o tables/"),
)
@click.argument("corpus", metavar="CORPUS")
@click.option("-o", "--output", metavar="DIR", required=True, help=_("The folder to write into."))
@click.option(
    "--format",
    "format_",
    type=click.Choice(list(WRITERS)),
    default="csv",
    show_default=True,
    help=_("What the files are; for xlsx install the extra xlsx."),
)
@click.option(
    "--table",
    "tables",
    multiple=True,
    type=click.Choice(list(BY_NAME)),
    metavar="NAME",
    help=_("A table of docs/tables.md, as often as wanted; all by default."),
)
@options.language
def command(corpus: str, output: str, format_: str, tables: tuple[str, ...]) -> None:
    """Run the command."""
    for file in export_tables(Contents(Store(corpus)), Path(output), format_, tables):
        rows = format_count("{n} row", "{n} rows", file.n_rows)
        click.echo(f"{file.path}: {rows}", err=True)
        if file.n_cut:
            told = format_count(
                "{path}: {n} cell is cut, as XLSX holds 32,767 characters in one at most; other formats keep all",
                "{path}: {n} cells are cut, as XLSX holds 32,767 characters in one at most; other formats keep all",
                file.n_cut,
                path=file.path,
            )
            tell(told)
