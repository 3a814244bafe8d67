"""The messages of click that a user may meet, marked so that our catalogues hold them: click asks gettext for them."""

import click

from corpus_tools.errors import N_
from corpus_tools.output.messages import _, ngettext

MESSAGES = (
    N_("Usage:"),
    N_("Options"),
    N_("default: {default}"),
    N_("required"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("%(prog)s, version %(version)s"),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("Missing command."),
    N_("Choose from:\n\t{choices}"),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
)
PLURALS = (  # as ngettext takes them
    ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1),
    ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1),
    ngettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 1),
    ngettext("Takes {nargs} values but 1 was given.", "Takes {nargs} values but {len} were given.", 1),
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 1),
)
# What click calls kinds of numbers, and does not ask gettext for.
NUMBERS = (
    (click.IntRange, N_("integer range")),
    (click.FloatRange, N_("float range")),
    (click.types.IntParamType, N_("integer")),
    (click.types.FloatParamType, N_("float")),
)


def name_numbers() -> None:
    """Let click call the kinds of numbers by their names in the language in use."""
    for kind, name in NUMBERS:
        kind.name = _(name)
