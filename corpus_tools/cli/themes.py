"""``corpus-tools themes``: how much of each plan takes up which theme, with the clauses that show it."""

from collections.abc import Sequence

import click

from corpus_tools.cli import options
from corpus_tools.cli.inputs import Inputs, Reading
from corpus_tools.cli.outputs import tell_misfit, write_listings, write_output
from corpus_tools.corpus.meta import Meta, group_values, read_meta
from corpus_tools.errors import AlignmentError, NoSuchThemeError
from corpus_tools.output.listings import Listing
from corpus_tools.output.messages import _, ngettext
from corpus_tools.output.theme_documents import comparison_fields, themes_document
from corpus_tools.output.theme_listings import aligned_listing, comparison_listings, discovery_listings, themes_listings
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.alignment import Aligned, ThemeClause, align_clauses
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.codebook_check import find_misfit
from corpus_tools.themes.coding import Code, PlanThemes, code_plans, measure_themes
from corpus_tools.themes.comparison import compare_groups, measure_distances
from corpus_tools.themes.discovery import discover
from corpus_tools.words.terms import find_terms

# Which listings need which option.
_NEEDED = {
    "groups": "--by",
    "intervals": "--by",
    "aligned": "--align",
    "lacking": "--discover",
    "uncovered": "--discover",
}


@click.command(
    help=_("Code the clauses of the plans at PATH... with the themes of a codebook, and compare plans by them."),
    epilog=_("Example: corpus-tools themes plans/ --meta schools.csv --by school"),
)
@options.paths
@options.reading
@options.codebook
@click.option("--theme", metavar="NAME", help=_("List the clauses of one theme."))
@click.option(
    "--by", metavar="COLUMN", help=_("Compare the plans of each value of a column of the meta table or of the rows.")
)
@click.option(
    "--align",
    nargs=2,
    metavar="A B",
    help=_("With --theme: its clauses in two plans side by side; with --by, in two values of the column."),
)
@click.option(
    "--discover",
    "discovers",
    is_flag=True,
    help=_("Write a codebook of suggestions: words that themes lack, clauses that none covers."),
)
@click.option("--keep-spin", is_flag=True, help=_("Do not undo words that spun copies have swapped."))
@options.meta
@options.count_copies
@options.seed
@options.listing("shares", "terms", "clauses", "groups", "intervals", "distances", "aligned", "lacking", "uncovered")
def command(
    paths: tuple[str, ...],
    reading: Reading,
    codebook: str | None,
    theme: str | None,
    by: str | None,
    align: tuple[str, str] | None,
    discovers: bool,
    keep_spin: bool,
    meta: str | None,
    count_copies: bool,
    seed: int,
    format_: str,
    table: str | None,
    output: str,
) -> int:
    """Run the command and return its exit code."""
    book = Codebook.open(codebook) if codebook else Codebook.bundled()
    if theme is not None and theme not in book.themes:
        raise NoSuchThemeError(theme=theme, codebook=book.name, themes=" ".join(book.themes))
    _check(table, theme, by, align, discovers)
    known = read_meta(meta) if meta else Meta()
    inputs = Inputs(paths, reading)
    plans = inputs.plans()
    known.check([plan.source.path for plan in plans], meta or "")
    values = group_values(plans, known, by) if by else None
    reuse = None if keep_spin else find_reuse(plans)
    all_codes = code_plans(plans, book, Lexicon(reuse.substitutions if reuse else ()), headings=True)
    own_codes = [code for code in all_codes if code.via == "text"]
    if codebook is None:
        tell_misfit(find_misfit(book, plans, own_codes))
    measures = measure_themes(plans, own_codes, book)
    codes = [code for code in own_codes if theme in (None, code.theme)]
    families = list(range(len(plans)))
    if not count_copies and (by or discovers):
        families = reuse.family_numbers if reuse else inputs.family_numbers(plans, values)
    table, shown = _choose(table, format_, theme, by, align, discovers)
    terms = find_terms(plans) if format_ == "json" or "terms" in shown else [()] * len(plans)
    listings = themes_listings(plans, book, codes, measures, terms)
    document = themes_document(
        plans, book, [code for code in all_codes if theme in (None, code.theme)], measures, terms
    )
    if values or "distances" in shown:
        compared, fields = _compare(plans, book, measures, by, values, families, seed)
        listings += compared
        document |= fields
    if align and theme:
        aligned = _align(plans, codes, values or [plan.plan_id for plan in plans], align)
        listings.append(aligned_listing(theme, align, aligned))
        document["aligned"] = [pair.to_dict() for pair in aligned]
    if discovers:
        discovery = discover(plans, all_codes, book.themes, families, seed=seed)
        listings += discovery_listings(discovery)
        document["discovery"] = discovery.to_dict()
        if format_ == "text" and not table:
            write_output(discovery.to_toml(_).encode(), output)
            return inputs.exit_code()
    listings = [listing for listing in listings if listing.name in shown]
    write_listings(format_, table, output, listings, document, _summary(plans, codes))
    return inputs.exit_code()


def _summary(plans: Sequence[Plan], codes: Sequence[Code]) -> str:
    n_coded = len({(code.plan, code.clause) for code in codes})
    summary = ngettext("{n} plan", "{n} plans", len(plans)).format(n=len(plans)) + _("; ")
    return summary + ngettext("{n} clause with a theme", "{n} clauses with a theme", n_coded).format(n=n_coded)


def _check(table: str | None, theme: str | None, by: str | None, align: object, discovers: bool) -> None:
    """Raise UsageError for a listing or an option without the option that it needs."""
    if align and not theme:
        raise click.UsageError(_("--align needs --theme NAME: whose clauses?"))
    given = {"--by": by, "--align": align, "--discover": discovers}
    needed = _NEEDED.get(table or "")
    if needed and not given[needed]:
        raise click.UsageError(_("--table {table} needs {option}").format(table=table, option=needed))


def _choose(
    table: str | None, format_: str, theme: str | None, by: str | None, align: object, discovers: bool
) -> tuple[str | None, tuple[str, ...]]:
    """Return the listing asked for, if it is one, and all those that are shown; the clauses are many: on request."""
    if table is None and (align or theme) and not discovers:
        table = "aligned" if align else "clauses"
    shown = ("lacking", "uncovered") if discovers else ("groups", "distances") if by else ("shares", "terms")
    return table, (table,) if table else shown[:1] if format_ == "csv" else shown


def _compare(
    plans: Sequence[Plan],
    book: Codebook,
    measures: Sequence[PlanThemes],
    by: str | None,
    values: Sequence[str | None] | None,
    families: Sequence[int],
    seed: int,
) -> tuple[list[Listing], dict[str, object]]:
    """Return the listings and the JSON fields that compare groups of plans, or plans where there are no groups."""
    shares = [measure.shares for measure in measures]
    if not values:
        profiles = dict(zip((plan.plan_id for plan in plans), shares, strict=True))
        return comparison_listings(book.themes, (), measure_distances(profiles)), {}
    groups = compare_groups(shares, values, families, seed=seed)
    distances = measure_distances({group.value: group.shares for group in groups})
    return comparison_listings(book.themes, groups, distances), comparison_fields(by, groups, distances)


def _align(
    plans: Sequence[Plan], codes: Sequence[Code], values: Sequence[str | None], sides: tuple[str, str]
) -> list[Aligned]:
    """Return the clauses of the codes side by side, of the plans with either value."""
    for side in sides:
        if side not in values:
            raise AlignmentError(side=side, example=next(value for value in values if value))
    a, b = (
        [
            ThemeClause.of_plan(plans[code.plan], code.clause.start, code.clause.end)
            for code in codes
            if values[code.plan] == side
        ]
        for side in sides
    )
    return align_clauses(a, b)
