"""What all commands share: the paths they take, how they are read, and where results go."""

import sys
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from functools import wraps
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from corpus_tools.corpus.manifest import is_corpus
from corpus_tools.corpus.parsing import parse_files
from corpus_tools.errors import NothingReadError, OutputError, PipeClosedError
from corpus_tools.output.jsonl import to_json
from corpus_tools.output.listings import Listing, format_csv, format_text
from corpus_tools.output.messages import LANGUAGES, _, explain, ngettext
from corpus_tools.reading.files import InputFile, find_files
from corpus_tools.reading.limits import USUAL, Limits
from corpus_tools.reading.source import Failure
from corpus_tools.reuse.boilerplate import FEWEST_FAMILIES
from corpus_tools.structure.plans import ParsedSource, Plan

if TYPE_CHECKING:
    from corpus_tools.corpus.view import Corpus
    from corpus_tools.reuse.quotation import Quotation
    from corpus_tools.themes.codebook import Codebook
    from corpus_tools.themes.coding import Code

_LEAST_MEGABYTES = 128  # a worker that has read nothing takes 60
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class Reading(NamedTuple):
    """How inputs are read, as the options say."""

    text_column: str | None
    limits: Limits


class Inputs:
    """The sources at some paths, read in turn, or a corpus; what fails is told on standard error and kept.

    Attributes
    ----------
    failures
        What could not be read so far.
    recorded
        What could not be read when a corpus among the paths was built.
    """

    def __init__(self, paths: tuple[str, ...], reading: Reading, failures_file: str | None = None) -> None:
        self._corpora = [path for path in paths if is_corpus(path)]
        self._files: list[InputFile] = []
        self.failures: list[Failure] = []
        self.recorded: list[Failure] = []
        self._failures_file = failures_file
        self._text_column = reading.text_column
        self._quotations: list[dict[Hashable, Any]] = []  # rows of the corpora
        self._limits = reading.limits
        if len(self._corpora) < len(paths):
            others = (path for path in paths if path not in self._corpora)
            self._files, self.failures = find_files(others, reading.text_column)
        for failure in self.failures:
            tell(explain(failure.error))

    def __iter__(self) -> Iterator[ParsedSource]:
        """Yield the sources that can be read.

        Raises
        ------
        NothingReadError
            At the end, if there was none.
        """
        n_parsed = 0
        seen: dict[str, str] = {}  # path to digest of the sources so far
        for result in self._with_progress(parse_files(self._files, self._limits)):
            if isinstance(result, Failure):
                self.failures.append(result)
                tell(explain(result.error))
            else:
                n_parsed += 1
                seen[result.source.path] = result.source.sha256
                yield result
        for path in self._corpora:
            corpus = _open_corpus(path)
            own = set(seen)
            names: dict[str, str] = {}  # of its plans, there and here
            self.recorded += corpus.past_failures()
            for source, group in groupby(corpus.all_plans(), key=lambda plan: plan.source):
                n_parsed += 1
                if seen.setdefault(source.path, source.sha256) != source.sha256:  # another file of the same name
                    source = replace(source, path=f"{path}/{source.path}")
                elif source.path in own:
                    continue  # the same file once more
                there = tuple(group)
                plans = tuple(replace(plan, source=source) for plan in there)
                names |= {old.plan_id: new.plan_id for old, new in zip(there, plans, strict=True)}
                yield ParsedSource(source, plans, ())
            quoted = corpus.quotations.to_dict("records")
            self._quotations += [{**row, "plan_id": names[row["plan_id"]]} for row in quoted if row["plan_id"] in names]
        if self._failures_file:
            rows = b"".join(to_json(failure.to_dict()) for failure in self.failures)
            write_output(rows, self._failures_file)
        if not n_parsed:
            raise NothingReadError(n_inputs=len(self.failures))

    def plans(self) -> list[Plan]:
        """Return the plans of all sources."""
        return [plan for parsed in self for plan in parsed.plans]

    def family_numbers(self, plans: Sequence[Plan], values: Sequence[str | None] | None = None) -> list[int]:
        """Return a number for each plan, equal within a family of copies; a corpus knows them, others are compared.

        Where plans are counted in groups, ``values`` are the groups; only copies within one are of matter.
        """
        from corpus_tools.reuse.counting import number_families

        if len(self._corpora) == 1 and not self._files:
            corpus = _open_corpus(self._corpora[0])
            number_of = dict(zip((plan.plan_id for plan in corpus.all_plans()), corpus.family_numbers(), strict=True))
            return [number_of[plan.plan_id] for plan in plans]
        return number_families(plans, values)

    def counted_plans(self, plans: list[Plan], count_copies: bool) -> list[Plan]:
        """Return the plans, or of each family of copies the first."""
        numbers = range(len(plans)) if count_copies else self.family_numbers(plans)
        return [plan for i, plan in enumerate(plans) if numbers[i] == i]

    def quotations(self, plans: Sequence[Plan], reference: Sequence[str]) -> "list[Quotation]":
        """Return what plans have from the documents at the paths ``reference``, and what their corpora say of that."""
        from corpus_tools.corpus.references import References  # what compares texts takes a while to load
        from corpus_tools.corpus.result_rows import quotations_of_rows
        from corpus_tools.reuse.quotation import find_quotations

        references = References(reference, self._text_column, self._limits)
        found = find_quotations(plans, references)
        for failure in references.failures:
            self.failures.append(failure)
            tell(explain(failure.error))
        return found + quotations_of_rows(plans, self._quotations)

    def exit_code(self) -> int:
        """Return 1 and say so on standard error if an input failed, else 0."""
        return _count_failures(len(self.failures))

    def _with_progress(self, results: Iterator[ParsedSource | Failure]) -> Iterator[ParsedSource | Failure]:
        if not sys.stderr.isatty():
            return results
        from tqdm import tqdm

        return iter(tqdm(results, total=len(self._files), unit=" files", file=sys.stderr, leave=False))


def _open_corpus(path: str) -> "Corpus":
    from corpus_tools.corpus.view import Corpus  # loads the tables' libraries

    return Corpus.open(path)


def report_failures(reasons: list[str]) -> int:
    """Tell every failure of a corpus on standard error and return the exit code."""
    for reason in reasons:
        tell(reason)
    return _count_failures(len(reasons))


def _count_failures(n_failed: int) -> int:
    if n_failed:
        tell(ngettext("{n} input failed", "{n} inputs failed", n_failed).format(n=n_failed))
    return 1 if n_failed else 0


def tell(message: str) -> None:
    """Say something on standard error."""
    click.echo(f"corpus-tools: {message}", err=True)


def paths_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the argument PATH..."""
    return click.argument("paths", nargs=-1, required=True, metavar="PATH...")(function)


def reading_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --text-column, --time-limit and --memory-limit; the command takes them as one ``reading``."""

    @wraps(function)
    def command(*, text_column: str | None, time_limit: float, memory_limit: int, **others: Any) -> Any:
        return function(reading=Reading(text_column, Limits(time_limit, memory_limit)), **others)

    column = _("Column with the text in JSON lines, CSV and Parquet; else text, content, 正文 or 内容.")
    for option in (
        click.option(
            "--memory-limit",
            type=click.IntRange(_LEAST_MEGABYTES),
            default=USUAL.megabytes,
            metavar="MB",
            show_default=True,
            help=_("Memory that one document may take."),
        ),
        click.option(
            "--time-limit",
            type=click.FloatRange(0, min_open=True),
            default=USUAL.seconds,
            metavar="SECONDS",
            show_default=True,
            help=_("Time that one document may take."),
        ),
        click.option("--text-column", metavar="NAME", help=column),
    ):
        command = option(command)
    return command


def reference_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --reference PATH, as often as wanted; the command takes a tuple."""
    text = _("Laws, notices of a superior: a file or folder. What plans have from them is quotation, not copying.")
    return click.option("--reference", multiple=True, metavar="PATH", help=text)(function)


def boilerplate_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --boilerplate-families N."""
    return click.option(
        "--boilerplate-families",
        type=click.IntRange(2),
        default=FEWEST_FAMILIES,
        show_default=True,
        help=_("In how many families a clause must stand to be boilerplate."),
    )(function)


def review_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --review FILE."""
    text = _("A review file: a CSV table a, b, decision, note; decisions are copied, legitimate, unclear.")
    return click.option("--review", metavar="FILE", help=text)(function)


def language_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --lang; it was read before the command was imported."""
    text = _("Language of messages and reports.")
    return click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help=text)(function)


def codebook_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --codebook FILE."""
    text = _("A codebook of your own (TOML) or the name of a bundled one; else school-union.")
    return click.option("--codebook", metavar="FILE", help=text)(function)


def user_dictionary_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --user-dictionary FILE."""
    text = _("Words that the segmenter shall know: a line each, word [frequency] [tag], as for jieba.")
    return click.option("--user-dictionary", metavar="FILE", help=text)(function)


def stop_words_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --stop-words FILE."""
    return click.option("--stop-words", metavar="FILE", help=_("Words that are left out: a line each."))(function)


def count_copies_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --count-copies."""
    text = _("Count every plan; else of a family of copies one plan counts.")
    return click.option("--count-copies", is_flag=True, help=text)(function)


def tell_fit(used: "Codebook", plans: Sequence[Plan], codes: "Sequence[Code]") -> None:
    """Say on standard error where the codebook in use codes little of the plans, and which bundled one codes more."""
    from corpus_tools.themes.codebook_check import FITS, measure_fit, rank_bundled

    fit = measure_fit(plans, codes)
    if fit >= FITS:
        return
    (best, best_fit), *_others = rank_bundled(plans)
    tell(_("{name} has a theme for {fit:.0%} of the text only").format(name=used.name, fit=fit))
    if best != used.name and best_fit >= FITS:
        tell(_("{name} has one for {fit:.0%}: --codebook {name}").format(name=best, fit=best_fit))
    else:
        tell(_("no bundled codebook fits these plans; write your own: corpus-tools codebook show > mine.toml"))


def meta_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --meta FILE."""
    text = _("A CSV table: a column path and others, such as school and year.")
    return click.option("--meta", metavar="FILE", help=text)(function)


def seed_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --seed."""
    text = _("Start of the random numbers.")
    return click.option("--seed", type=click.IntRange(0, 2**31), default=0, show_default=True, help=text)(function)


def choice_option(name: str, choices: Sequence[str], text: str) -> Decorator:
    """Add an option with few values, the first of them the default."""
    return click.option(name, type=click.Choice(choices), default=choices[0], show_default=True, help=text)


def output_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add -o FILE."""
    text = _("Write to FILE instead of standard output.")
    return click.option("-o", "--output", metavar="FILE", default="-", help=text)(function)


def listing_options(*tables: str) -> Decorator:
    """Add --format, --table, -o and --lang of a command whose result is one or more of ``tables``."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        formats = click.Choice(["text", "json", "csv"])
        function = output_option(language_option(function))
        function = click.option("--table", type=click.Choice(tables), help=_("Which listing; CSV holds one."))(function)
        return click.option("--format", "format_", type=formats, default="text", show_default=True)(function)

    return decorate


def write_listings(
    format_: str, table: str | None, output: str, listings: list[Listing], document: dict[str, object], summary: str
) -> None:
    """Write a result as JSON, as one listing in CSV, or as text: the summary with all listings that have rows."""
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
