"""``corpus-tools build``: a corpus folder of all tables, to be opened again and again."""

import sys
import warnings
from collections.abc import Callable

import click

from corpus_tools.cli import options
from corpus_tools.cli.inputs import ReadOptions, report_failures, tell_idle_rows
from corpus_tools.cli.outputs import tell
from corpus_tools.corpus.meta import read_meta
from corpus_tools.corpus.view import Corpus
from corpus_tools.errors import InputFailedWarning, NothingReadError
from corpus_tools.output.messages import _, format_count
from corpus_tools.themes.codebook import Codebook


@click.command(
    help=_(
        "Read, parse and analyse the plans at PATH... into the folder CORPUS; again, only files that are new or have "
        "changed are read."
    ),
    epilog=_("Example: corpus-tools build plans/ --meta schools.csv -o my.corpus"),
)
@options.paths
@options.reading
@click.option("-o", "--output", metavar="CORPUS", required=True, help=_("The folder to write, or to bring up to date."))
@options.meta
@options.reference
@options.codebook
@options.user_dictionary
@options.number("--workers n_workers", _("Processes; by default one a core."))
@options.language
def command(
    paths: tuple[str, ...],
    reading: ReadOptions,
    output: str,
    meta: str | None,
    reference: tuple[str, ...],
    codebook: str | None,
    user_dictionary: str | None,
    n_workers: int | None,
) -> int:
    """Run the command and return its exit code."""
    book = Codebook.open(codebook) if codebook else None
    known = read_meta(meta) if meta else None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", InputFailedWarning)  # they are told below
            corpus = Corpus.build(
                paths,
                output,
                text_column=reading.text_column,
                time_limit=reading.limits.seconds,
                memory_limit=reading.limits.megabytes,
                meta=known,
                reference=reference,
                codebook=book,
                user_dictionary=user_dictionary,
                n_workers=n_workers,
                progress=_tell_progress(),
            )
    except NothingReadError as error:
        report_failures(error.errors)
        raise
    built, n_plans = corpus.built, len(corpus.plans)
    if built.changed:
        tell(_("everything was read again; not as it was: {names}").format(names=", ".join(built.changed)))
    counted = format_count("{n} plan", "{n} plans", n_plans)
    done = _("files read: {n_read}, kept: {n_kept}").format(n_read=built.n_read, n_kept=built.n_kept)
    click.echo(f"{output}: {counted}; {done}", err=True)
    if known:
        tell_idle_rows(known, corpus.plans["path"])
    return report_failures([failure.error for failure in corpus.values.failures])


def _tell_progress() -> Callable[[int], None] | None:
    if not sys.stderr.isatty():
        return None
    from tqdm import tqdm

    bar = tqdm(unit=" files", file=sys.stderr, leave=False)

    def show(n_done: int) -> None:
        bar.update(n_done - bar.n)

    return show
