"""The arguments and options that commands share, each a decorator."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import click
from click.core import ParameterSource

from corpus_tools.cli.inputs import ReadOptions
from corpus_tools.options import OPTIONS
from corpus_tools.output.messages import LANGUAGES, _
from corpus_tools.reading.limits import USUAL, Limits
from corpus_tools.reuse.boilerplate import FEWEST_FAMILIES

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def paths(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the argument PATH..."""
    return click.argument("paths", nargs=-1, required=True, metavar="PATH...")(function)


def reading(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --text-column, --time-limit and --memory-limit; the command takes them as one ``reading``."""

    @wraps(function)
    def command(*, text_column: str | None, time_limit: float, memory_limit: int, **others: Any) -> Any:
        return function(reading=ReadOptions(text_column, Limits(time_limit, memory_limit)), **others)

    decorated: Callable[..., Any] = command
    column = _("Column with the text in JSON lines, CSV and Parquet; else text, content, 正文 or 内容.")
    for option in (
        number("--memory-limit", _("Memory that one document may take."), default=USUAL.megabytes, metavar="MB"),
        number("--time-limit", _("Time that one document may take."), default=USUAL.seconds, metavar="SECONDS"),
        click.option("--text-column", metavar="NAME", help=column),
    ):
        decorated = option(decorated)
    return decorated


def reference(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --reference PATH, as often as wanted; the command takes a tuple."""
    text = _("Laws, notices of a superior: a file or folder. What plans have from them is quotation, not copying.")
    return click.option("--reference", multiple=True, metavar="PATH", help=text)(function)


def if_given(context: click.Context, parameter: click.Parameter, value: object) -> object:
    """Return the value of an option, None where it is only the default: a corpus keeps to what it was built with."""
    source = context.get_parameter_source(parameter.name or "")
    return None if source is ParameterSource.DEFAULT else value


def boilerplate(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --boilerplate-families N; the command takes None where it is not given."""
    text = _("In how many families a clause must stand to be boilerplate.")
    return number("--boilerplate-families", text, default=FEWEST_FAMILIES, callback=if_given)(function)


def review(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --review FILE."""
    text = _("A review file: a CSV table a, b, decision, note; decisions are copied, legitimate, unclear.")
    return click.option("--review", metavar="FILE", help=text)(function)


def language(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --lang; it was read before the command was imported."""
    text = _("Language of messages and reports.")
    return click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help=text)(function)


def codebook(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --codebook FILE."""
    text = _("A codebook of your own (TOML) or the name of a bundled one; else that of the corpus, else school-union.")
    return click.option("--codebook", metavar="FILE", help=text)(function)


def user_dictionary(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --user-dictionary FILE."""
    text = _("Words for the segmenter: a line each, word [frequency] [tag], as for jieba; else those of the corpus.")
    return click.option("--user-dictionary", metavar="FILE", help=text)(function)


def stop_words(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --stop-words FILE."""
    return click.option("--stop-words", metavar="FILE", help=_("Words that are left out: a line each."))(function)


def count_copies(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --count-copies."""
    text = _("Count every plan; else of a family of copies one plan counts.")
    return click.option("--count-copies", is_flag=True, help=text)(function)


def by(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --by COLUMN."""
    text = _("Groups are the values of a column: of the meta table or the rows, or school, year, title, path.")
    return click.option("--by", metavar="COLUMN", help=text)(function)


def meta(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --meta FILE."""
    text = _("A CSV table: a column path and others, such as school and year.")
    return click.option("--meta", metavar="FILE", help=text)(function)


def seed(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --seed."""
    return number("--seed", _("Start of the random numbers."), default=0)(function)


def number(names: str, text: str, **settings: Any) -> Decorator:
    """Add an option that is a number within its bounds of ``OPTIONS``; ``names`` are a flag and a parameter, or one."""
    flag, _blank, name = names.partition(" ")
    bounds = OPTIONS[name or flag.strip("-").replace("-", "_")]
    kind = click.IntRange if bounds.kind is int else click.FloatRange
    within = kind(bounds.least, bounds.most, min_open=bounds.is_open)
    return click.option(*names.split(), type=within, show_default="default" in settings, help=text, **settings)


def choice(name: str, choices: Sequence[str], text: str) -> Decorator:
    """Add an option with few values, the first of them the default."""
    return click.option(name, type=click.Choice(choices), default=choices[0], show_default=True, help=text)


def output(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add -o FILE."""
    text = _("Write to FILE instead of standard output.")
    return click.option("-o", "--output", metavar="FILE", default="-", help=text)(function)


def listing(*tables: str) -> Decorator:
    """Add --format, --table, -o and --lang of a command whose result is one or more of ``tables``."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        formats = click.Choice(["text", "json", "csv"])
        function = output(language(function))
        function = click.option("--table", type=click.Choice(tables), help=_("Which listing; CSV holds one."))(function)
        return click.option("--format", "format_", type=formats, default="text", show_default=True)(function)

    return decorate
