"""``corpus-tools themes``: how much of each plan takes up which theme, with the clauses that show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import click

from corpus_tools.cli import options
from corpus_tools.cli.answers import Answers, answers_of
from corpus_tools.cli.inputs import ReadOptions, find_inputs, load
from corpus_tools.cli.outputs import tell_misfit, write_listings, write_output
from corpus_tools.corpus.plan_ids import find_two_ids
from corpus_tools.output.listings import Listing
from corpus_tools.output.messages import _, format_count
from corpus_tools.output.names import codebook_name
from corpus_tools.output.theme_documents import comparison_fields, themes_document
from corpus_tools.output.theme_listings import aligned_listing, comparison_listings, discovery_listings, themes_listings
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.alignment import align_clauses, check_sides, gather_clauses
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.codebook_check import find_misfit
from corpus_tools.themes.coding import Code, PlanThemes, measure_themes
from corpus_tools.themes.comparison import compare_groups, measure_distances
from corpus_tools.themes.discovery import discover
from corpus_tools.words.lists import StopWords, UserDictionary
from corpus_tools.words.terms import find_terms

# Which listings need which option.
_NEEDED = {
    "groups": "by",
    "intervals": "by",
    "aligned": "align",
    "lacking": "discover",
    "uncovered": "discover",
}
# Which listings are shown where none is named, by the first of the options that is given; CSV has the first of them.
_SHOWN = (
    ("discover", ("lacking", "uncovered")),
    ("align", ("aligned",)),
    ("theme", ("clauses",)),
    ("by", ("groups", "distances")),
)
_OTHERWISE = ("shares", "terms")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the themes, as the options say."""

    theme: str | None
    by: str | None
    align: tuple[str, str] | None
    discover: bool
    keep_spin: bool
    count_copies: bool
    seed: int
    format_: str
    table: str | None

    def check(self, book: Codebook) -> None:
        """Raise UsageError for a theme that is not there, a listing or an option without the one that it needs."""
        if self.theme is not None:
            book.check_theme(self.theme)
        if self.theme and self.discover:
            raise click.UsageError(_("--discover looks at all themes; leave --theme out"))
        if self.align and not self.theme:
            raise click.UsageError(_("--align needs --theme NAME: whose clauses?"))
        needed = _NEEDED.get(self.table or "")
        if needed and not getattr(self, needed):
            raise click.UsageError(_("--table {table} needs {option}").format(table=self.table, option=f"--{needed}"))

    @property
    def shown(self) -> tuple[str, ...]:
        """The listings to show."""
        if self.table:
            return (self.table,)
        shown = next((names for option, names in _SHOWN if getattr(self, option)), _OTHERWISE)
        return shown[:1] if self.format_ == "csv" else shown

    @property
    def counts_families(self) -> bool:
        """Whether a family of copies counts once in what is asked."""
        return bool(self.by or self.discover) and not self.count_copies


class Coded(NamedTuple):
    """The plans with their codes; ``codes`` are those of the theme that is asked for, ``all_codes`` all of them.

    ``values`` are those of the column by which plans are grouped, else their ids.
    """

    plans: Sequence[Plan]
    codebook: Codebook
    all_codes: Sequence[Code]
    codes: Sequence[Code]
    measures: Sequence[PlanThemes]
    values: Sequence[str | None]
    family_numbers: Sequence[int]


class UserWords(NamedTuple):
    """Words that the segmenter shall know, and words that are left out."""

    dictionary: UserDictionary
    stop_words: StopWords


class Part(NamedTuple):
    """A part of the result: its listings, its fields of the JSON document; ``text`` stands for all listings as text."""

    listings: list[Listing]
    fields: dict[str, object]
    text: str | None = None


@click.command(
    help=_("Code the clauses of the plans at PATH... with the themes of a codebook, and compare plans by them."),
    epilog=_("Example: corpus-tools themes plans/ --meta schools.csv --by school"),
)
@options.paths
@options.reading
@options.codebook
@click.option("--theme", metavar="NAME", help=_("List the clauses of one theme."))
@click.option(
    "--by",
    metavar="COLUMN",
    help=_("Compare the plans of each value of a column: of the meta table or the rows, or school, year, title, path."),
)
@click.option(
    "--align",
    nargs=2,
    metavar="A B",
    help=_("With --theme: its clauses in two plans side by side; with --by, in two values of the column."),
)
@click.option(
    "--discover",
    is_flag=True,
    help=_("Write a codebook of suggestions: words that themes lack, clauses that none covers."),
)
@click.option("--keep-spin", is_flag=True, help=_("Do not undo words that spun copies have swapped."))
@options.meta
@options.count_copies
@options.user_dictionary
@options.stop_words
@options.seed
@options.listing(
    "shares", "sub_themes", "terms", "clauses", "groups", "intervals", "distances", "aligned", "lacking", "uncovered"
)
def command(
    paths: tuple[str, ...],
    reading: ReadOptions,
    codebook: str | None,
    meta: str | None,
    user_dictionary: str | None,
    stop_words: str | None,
    output: str,
    **wanted: Any,
) -> int:
    """Run the command and return its exit code."""
    asked = Asked(**wanted)
    inputs = find_inputs(paths, reading)
    book = inputs.codebook(codebook)
    asked.check(book)
    loaded = load(inputs)
    plans, answers = loaded.plans, answers_of(loaded)
    values = inputs.groups(meta, plans, asked.by)
    coded = _code(answers, plans, book, values, asked)
    if codebook is None and book is Codebook.bundled():
        tell_misfit(find_misfit(book, plans, coded.all_codes))
    words = UserWords(inputs.dictionary(user_dictionary), StopWords.open(stop_words))
    parts = [_measure(coded, asked, words)]
    if asked.by or "distances" in asked.shown:
        parts.append(_compare(coded, asked))
    if asked.align:
        parts.append(_align(coded, asked, asked.align))
    if asked.discover:
        parts.append(_discover(coded, asked, words))
    text = parts[-1].text
    if text and asked.format_ == "text" and not asked.table:
        write_output(text.encode(), output)
        return loaded.exit_code()
    listings = [listing for part in parts for listing in part.listings if listing.name in asked.shown]
    document = {name: field for part in parts for name, field in part.fields.items()}
    table = asked.shown[0] if len(asked.shown) == 1 else None
    write_listings(asked.format_, table, output, listings, document, _summary(coded), book)
    return loaded.exit_code()


def _code(
    answers: Answers, plans: Sequence[Plan], book: Codebook, values: Sequence[str | None] | None, asked: Asked
) -> Coded:
    """Code the plans; what copies have swapped is undone, unless it is asked to be kept."""
    copies = answers.copies() if asked.counts_families or not asked.keep_spin else None
    all_codes = answers.codes(book, copies.undoing if copies and not asked.keep_spin else None)
    return Coded(
        plans,
        book,
        all_codes,
        [code for code in all_codes if asked.theme in (None, code.theme)],
        measure_themes(plans, all_codes, book),
        values or [plan.plan_id for plan in plans],
        copies.family_numbers if copies and asked.counts_families else range(len(plans)),
    )


def _summary(coded: Coded) -> str:
    plans, n_coded = coded.plans, len({(code.plan, code.clause) for code in coded.codes if code.via == "text"})
    summary = format_count("{n} plan", "{n} plans", len(plans)) + _("; ")
    return summary + format_count("{n} clause with a theme", "{n} clauses with a theme", n_coded)


def _measure(coded: Coded, asked: Asked, words: UserWords) -> Part:
    """Return the shares, terms and clauses of each plan; of clauses also what only a heading says."""
    plans, book, codes, measures = coded.plans, coded.codebook, coded.codes, coded.measures
    needs_terms = asked.format_ == "json" or "terms" in asked.shown
    terms = find_terms(plans, **words._asdict()) if needs_terms else [()] * len(plans)
    return Part(
        themes_listings(plans, book, codes, measures, terms), themes_document(plans, book, codes, measures, terms)
    )


def _compare(coded: Coded, asked: Asked) -> Part:
    """Compare groups of plans, or plans where there are no groups."""
    shares, themes = [measure.shares for measure in coded.measures], coded.codebook.themes
    if asked.by is None:
        profiles = {plan.plan_id: own for plan, own in zip(coded.plans, shares, strict=True)}
        return Part(comparison_listings(themes, (), measure_distances(profiles)), {})
    groups = compare_groups(shares, coded.values, coded.family_numbers, seed=asked.seed)
    distances = measure_distances({group.value: group.shares for group in groups})
    return Part(comparison_listings(themes, groups, distances), comparison_fields(asked.by, groups, distances))


def _align(coded: Coded, asked: Asked, sides: tuple[str, str]) -> Part:
    """Set the clauses of the theme side by side, of the plans with either value."""
    if asked.by is None:
        sides = find_two_ids([plan.plan_id for plan in coded.plans], *sides)
    check_sides(coded.values, *sides)
    groups = ([i for i, value in enumerate(coded.values) if value == side] for side in sides)
    a, b = (gather_clauses(coded.plans, coded.codes, group, coded.family_numbers) for group in groups)
    aligned = align_clauses(a, b)
    listing = aligned_listing(asked.theme or "", sides, aligned)
    return Part([listing], {"aligned": [pair.to_dict() for pair in aligned]})


def _discover(coded: Coded, asked: Asked, words: UserWords) -> Part:
    """Find what the codebook lacks; as text it is a codebook of its own."""
    found = discover(
        coded.plans,
        coded.all_codes,
        coded.codebook.themes,
        coded.family_numbers,
        **words._asdict(),
        seed=asked.seed,
    )
    return Part(
        discovery_listings(found),
        {"discovery": found.to_dict()},
        f"# {codebook_name(coded.codebook)}\n{found.to_toml(_)}",
    )
