"""The group of commands: each is imported when called, and every end of a run has its exit code."""

import importlib
import os
import sys
from collections.abc import Sequence

import click

from corpus_tools.cli.wording import name_numbers
from corpus_tools.errors import CorpusError, NothingReadError, OutputError, PipeClosedError, UsageError
from corpus_tools.output.messages import LANGUAGES, _, explain

DONE, SOME_FAILED, USAGE, NOTHING_READ, NOT_WRITTEN, INTERRUPTED = 0, 1, 2, 3, 5, 130

# Command to what --help of the group says of it.
_COMMANDS = {
    "extract": _("structured JSON, one plan a line"),
    "build": _("a corpus folder: all tables, to be opened again"),
    "duplicates": _("families of copied plans and what they share"),
    "boilerplate": _("plans by share of boilerplate, and the clauses that everyone shares"),
    "spin": _("plans that look spun, by the words that were swapped"),
    "templates": _("what copies have in common, and what each fills in"),
    "themes": _("how much of each plan takes up which theme"),
    "trend": _("how themes and words rise and fall over the years, with a figure"),
    "agreement": _("how far coders, or a codebook and a coder, agree; sheets to code by hand"),
    "codebook": _("check a codebook of your own; show the bundled ones"),
    "clusters": _("groups of plans or clauses with their words"),
    "compare": _("two plans side by side"),
    "frequencies": _("how often plans, or groups of them, have each word"),
    "keyness": _("words that mark a group of plans against the others"),
    "concordance": _("every place of some words, and the words near them"),
    "check": _("one draft before it is handed in: what is wrong, where, and what to do"),
    "export": _("the tables of a corpus as CSV, XLSX, Parquet or JSON lines"),
    "report": _("one HTML page with all of it"),
}


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"corpus_tools.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):  # without importing any of them
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_("Corpora of Chinese work plans: numbered structure as JSON, copies, themes, a report."),
    epilog=_("Example: corpus-tools duplicates plans/"),
)
@click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help=_("Language of messages and reports."))
@click.version_option(package_name="corpus-tools", prog_name="corpus-tools")
def group() -> None:
    """Hold the commands; each does its own work."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    name_numbers()
    try:
        code = group.main(list(arguments), prog_name="corpus-tools", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return USAGE
    except (click.exceptions.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except PipeClosedError:  # its reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except CorpusError as error:
        click.echo(f"corpus-tools: {explain(error)}", err=True)
        return _exit_code(error)
    return code if isinstance(code, int) else DONE


def _exit_code(error: CorpusError) -> int:
    if isinstance(error, UsageError):
        return USAGE
    if isinstance(error, OutputError):
        return NOT_WRITTEN
    return NOTHING_READ if isinstance(error, NothingReadError) else SOME_FAILED
