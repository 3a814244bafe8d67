"""``corpus-tools agreement``: how far coders, or a coder and a codebook, agree; and sheets to code by hand."""

from collections.abc import Sequence
from pathlib import Path

import click

from corpus_tools.cli import options
from corpus_tools.cli.answers import answers_of
from corpus_tools.cli.inputs import ReadOptions, find_inputs, load
from corpus_tools.cli.outputs import tell, write_listings, write_output
from corpus_tools.corpus.sheets import is_sheet, name_coders, read_sheet
from corpus_tools.errors import NoSuchPathError
from corpus_tools.output.listings import format_csv
from corpus_tools.output.messages import _, explain, format_count, with_hint
from corpus_tools.output.theme_documents import agreement_document, coders_document
from corpus_tools.output.theme_listings import agreement_listings, coders_listings, sheet_listing
from corpus_tools.themes.agreement import measure_agreement, themes_of
from corpus_tools.themes.codebook import Codebook, bundled_themes
from corpus_tools.themes.coders import measure_coders, themes_of_coders
from corpus_tools.themes.sheets import CodedClause, explain_strange, make_sheet, match_coders, match_plans, match_sheets


@click.command(
    help=_(
        "Hold a file of coded clauses against another coder's file, or against a codebook on the plans at PATH...; "
        "the first file counts as the truth. Of three coders' files or more, say how far all agree, and each two. "
        "With --template, write the clauses of the plans at PATH... to be coded."
    ),
    epilog=_("Example: corpus-tools agreement --template plans/ -n 150 -o sheet.csv; agreement sheet.csv plans/"),
)
@click.argument("paths", nargs=-1, required=True, metavar="CODES.csv OTHER.csv...|PATH...")
@options.reading
@options.codebook
@click.option(
    "--template", is_flag=True, help=_("Write a sheet to be coded: a row a clause; fill the column themes, - for none.")
)
@options.number("-n n_clauses", _("With --template: so many clauses, drawn at random."))
@options.seed
@options.listing("agreement", "pairs", "differences")
def command(
    paths: tuple[str, ...],
    reading: ReadOptions,
    codebook: str | None,
    template: bool,
    n_clauses: int | None,
    seed: int,
    format_: str,
    table: str | None,
    output: str,
) -> int:
    """Run the command and return its exit code."""
    if template:
        loaded = load(find_inputs(paths, reading))
        sheet = sheet_listing(make_sheet(loaded.plans, n_clauses, seed))
        write_output(format_csv(sheet).encode(), output)
        return loaded.exit_code()
    if len(paths) < 2:
        raise click.UsageError(_("give another coder's file as well, or the plans that were coded"))
    are_sheets = {is_sheet(path) for path in paths[1:]}
    if len(are_sheets) > 1:
        if missing := [path for path in paths if not Path(path).exists()]:
            raise NoSuchPathError(path=missing[0])
        raise click.UsageError(_("give coders' files alone, or one and the plans that were coded"))
    [is_coder] = are_sheets
    inputs = find_inputs(() if is_coder else paths[1:], reading)
    book = inputs.codebook(codebook)
    if len(paths) > 2 and is_coder:
        _compare_coders(paths, book, codebook, seed, format_, table, output)
        return 0
    first = _read_sheet(paths[0], book)
    code = 0
    used: Codebook | None = None
    if is_coder:
        names = (Path(paths[0]).name, Path(paths[1]).name)
        matched = match_sheets(first, _read_sheet(paths[1], book))
    else:
        loaded = load(inputs)
        plans, answers = loaded.plans, answers_of(loaded)
        names, used = (Path(paths[0]).name, book.name), book
        codes = answers.codes(book, answers.copies().undoing)  # as themes codes them
        matched = match_plans(first, plans, codes, paths[0])
        code = loaded.exit_code()
    _tell_left(names, (matched.left_first, matched.left_second))
    themes = themes_of(matched.units, used.themes if used else ())
    _tell_strange(themes, book, is_one=bool(used or codebook))
    agreement = measure_agreement(matched.units, themes, seed=seed)
    n = agreement.n_clauses
    summary = format_count("{n} clause coded twice", "{n} clauses coded twice", n) + _("; ")
    summary += _("the truth: {first}, beside it: {second}").format(first=names[0], second=names[1])
    listings = agreement_listings(names, agreement, matched)
    if table is None and format_ == "text":
        listings = listings[:1]
    document = agreement_document(names, used, seed, agreement, matched)
    write_listings(format_, table, output, listings, document, summary, used)
    return code


def _compare_coders(
    paths: Sequence[str], book: Codebook, codebook: str | None, seed: int, format_: str, table: str | None, output: str
) -> None:
    """Write how far more than two coders agree."""
    names = name_coders(paths)
    shared = match_coders([_read_sheet(path, book) for path in paths])
    _tell_left(names, shared.alone)
    themes = themes_of_coders(shared.units)
    _tell_strange(themes, book, is_one=bool(codebook))
    reliability = measure_coders(shared.units, themes, len(paths), seed=seed)
    n = reliability.n_clauses
    summary = format_count(
        "{n} clause coded by two or more of {n_coders} coders",
        "{n} clauses coded by two or more of {n_coders} coders",
        n,
        n_coders=len(paths),
    )
    listings = coders_listings(names, reliability, shared)
    if table is None and format_ == "text":
        listings = listings[:2]
    write_listings(format_, table, output, listings, coders_document(names, seed, reliability, shared), summary)


def _tell_left(names: Sequence[str], left: Sequence[Sequence[CodedClause]]) -> None:
    """Say which clauses only one has."""
    for name, own in zip(names, left, strict=True):
        if own:
            tell(format_count("{n} clause only in {name}", "{n} clauses only in {name}", len(own), name=name))


def _tell_strange(themes: Sequence[str], book: Codebook, *, is_one: bool) -> None:
    """Say which themes the codebook has not, if it is known to be the one, else no bundled one."""
    if told := explain_strange(themes, book.themes if is_one else bundled_themes(), book.name if is_one else None):
        tell(with_hint(explain(told), "" if is_one else "--codebook FILE"))


def _read_sheet(path: str, book: Codebook) -> tuple[CodedClause, ...]:
    """Return the clauses of a sheet that are coded, and say how many are not."""
    sheet = read_sheet(path, book.themes)
    if sheet.n_blank:
        tell(
            format_count(
                "{name}: {n} clause is blank, not coded yet, and not counted; write - where there is no theme",
                "{name}: {n} clauses are blank, not coded yet, and not counted; write - where there is no theme",
                sheet.n_blank,
                name=Path(path).name,
            )
        )
    return sheet.clauses
