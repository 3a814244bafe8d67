"""Where results of commands go: a file or standard output; and messages to standard error."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus_tools.errors import OutputError, PipeClosedError
from corpus_tools.output.jsonl import to_json
from corpus_tools.output.listings import Listing, format_csv, format_text
from corpus_tools.output.messages import _, format_count

if TYPE_CHECKING:
    from corpus_tools.themes.codebook import Codebook
    from corpus_tools.themes.codebook_check import Misfit


def word_copies(family_numbers: Sequence[int]) -> str:
    """Return in words how many of the plans are copies in families, of which one counts."""
    n = len(family_numbers) - len(set(family_numbers))
    return format_count("{n} copy in families", "{n} copies in families", n)


def write_listings(
    format_: str,
    table: str | None,
    output: str,
    listings: list[Listing],
    document: dict[str, object],
    summary: str,
    codebook: "Codebook | None" = None,
) -> None:
    """Write a result as JSON, as one listing in CSV, or as text: the summary with all listings that have rows.

    CSV and text name the codebook that made it; a JSON document does so itself.
    """
    if codebook:
        from corpus_tools.output.names import codebook_id, codebook_name  # names what most commands never show

        listings = [listing.marked("codebook", codebook_id(codebook)) for listing in listings]
        summary += _("; ") + codebook_name(codebook)
    if format_ == "json":
        write_output(to_json(document, indented=True), output)
        return
    if format_ == "csv":
        wanted = next(listing for listing in listings if listing.name == (table or listings[0].name))
        write_output(format_csv(wanted).encode(), output)
        return
    shown = [listing for listing in listings if listing.name == table or (table is None and listing.rows)]
    write_output("\n".join([summary + "\n", *map(format_text, shown)]).encode(), output)


def write_output(content: bytes, output: str) -> None:
    """Write bytes to a file, or to standard output for ``-``.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    try:
        if output == "-":
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        else:
            Path(output).write_bytes(content)
    except BrokenPipeError as error:
        raise PipeClosedError from error
    except OSError as error:
        raise OutputError(path=output, reason=error.strerror or error) from error


def tell(message: str) -> None:
    """Say something on standard error."""
    click.echo(f"corpus-tools: {message}", err=True)


def tell_misfit(misfit: "Misfit | None") -> None:
    """Say on standard error where the codebook in use codes little of the plans; see ``codebook_check.find_misfit``."""
    from corpus_tools.output.names import misfit_sentences  # names what most commands never show

    for sentence in misfit_sentences(misfit) if misfit else ():
        tell(sentence)
