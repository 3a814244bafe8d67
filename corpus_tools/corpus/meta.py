"""The meta table: what a user knows about files beside their text (school, district, year ...), by path."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corpus_tools.corpus.given import read_given, table_name
from corpus_tools.errors import N_, EmptyColumnError, GroupError, MetaError, Reason, YearError
from corpus_tools.facts.dates import format_years
from corpus_tools.facts.owners import short_form
from corpus_tools.reading.csv_tables import CsvRow
from corpus_tools.structure.plans import Plan
from corpus_tools.tables import BY_NAME
from corpus_tools.themes.names import GROUP_COLUMNS
from corpus_tools.themes.trends import name_year, year_form

if TYPE_CHECKING:
    import pandas as pd

_PATH = "path"


class Meta:
    """The rows of a meta table.

    Attributes
    ----------
    columns
        Its columns but ``path``; they become columns of the table ``plans``.
    name
        What messages call it.
    """

    def __init__(
        self, columns: Iterable[str] = (), rows: Mapping[str, Mapping[str, str]] | None = None, name: str = "-"
    ) -> None:
        self.columns = tuple(columns)
        self.name = name
        self._rows = rows or {}

    def of(self, path: str) -> dict[str, str]:
        """Return what the table says of one source; empty cells and sources it does not name say nothing."""
        row = self._rows.get(path, {})
        return {column: row[column] for column in self.columns if row.get(column)}

    def check(self, paths: Iterable[str]) -> None:
        """Raise MetaError if no row names any of the paths."""
        known = sorted(paths)
        if self._rows and known and not any(path in self._rows for path in known):
            example = next(iter(self._rows))
            unlike = N_("no row names a file of the corpus: it has {example!r}, the corpus {path!r}")
            raise MetaError(path=self.name, reason=Reason(unlike, example=example, path=known[0]))

    def idle(self, paths: Iterable[str]) -> list[str]:
        """Return what rows name that is none of the paths, in their order."""
        known = set(paths)
        return [path for path in self._rows if path not in known]


def group_values(plans: Sequence[Plan], known: Meta, by: str) -> list[str | None]:
    """Return each plan's value of a column, by which plans are grouped; None where nothing is said.

    ``path`` and ``title`` are those of the plan. Any other column is what the meta table says, else what the document
    says of itself (a column of its row, a field of its page); where no plan has a ``school`` or a ``year`` of either
    kind, it is whose plan it is, and the years that it is for, as the text says. Values that say the same are one: see
    ``join_values``.

    Raises
    ------
    GroupError
        When no plan has a value.
    """
    values = [] if by in _OF_PLANS else _said_values(plans, known, by)
    if by in _OWN and not any(values):
        own = _OWN[by]
        values = [own.of(plan) for plan in plans]
        values = join_values(values, own.form) if own.form else values
    if not any(values):
        raise _no_values(plans, known, by)
    return values


def join_values(values: Sequence[str | None], form: Callable[[str], str] = year_form) -> list[str | None]:
    """Return values, those that say the same as most plans write them, of several equally common the first as sorted.

    Width and blanks do not count, nor does how a year or a school year is written, or what else ``form`` gives one
    form. Blanks are None.
    """
    written = [" ".join((value or "").split()) for value in values]
    forms = {value: form(unicodedata.normalize("NFKC", value)) for value in written if value}
    printed: dict[str, str] = {}
    for value, _n in sorted(Counter(filter(None, written)).items(), key=lambda counted: (-counted[1], counted[0])):
        printed.setdefault(forms[value], value)
    return [printed[forms[value]] if value else None for value in written]


def _said_values(plans: Sequence[Plan], known: Meta, by: str) -> list[str | None]:
    """Return what the meta table, else its document says of each plan."""
    return join_values([(dict(plan.meta) | known.of(plan.source.path)).get(by) for plan in plans])


def _implied_years(plan: Plan) -> str | None:
    return format_years(plan.implied_years, "—") if plan.implied_years else None


def _own_school(plan: Plan) -> str | None:
    name = plan.own_name
    return name.text if name and name.kind != "masked" else None


class _Own(NamedTuple):
    """A column that plans have of themselves: its value, and what values that say the same have in common, if any."""

    of: Callable[[Plan], str | None]
    form: Callable[[str], str] | None = None


_OF_PLANS = ("path", "title")  # as in the table plans, whatever a document says
_OWN: Mapping[str, _Own] = {
    "path": _Own(lambda plan: plan.source.path),
    "title": _Own(lambda plan: plan.shown_title, year_form),
    "school": _Own(_own_school, short_form),
    "year": _Own(_implied_years),
}


def _no_values(plans: Sequence[Plan], known: Meta, by: str) -> GroupError:
    """Return the error that names the columns with values; ``by`` has none."""
    said = [dict(plan.meta) | known.of(plan.source.path) for plan in plans]
    columns = {name for row in said for name, value in row.items() if value.strip()}
    columns |= {name for name, own in _OWN.items() if any(map(own.of, plans))}
    is_empty = by in known.columns or any(by in row for row in said)
    return (EmptyColumnError if is_empty else GroupError)(column=by, columns=", ".join(sorted(columns)))


def year_values(plans: Sequence[Plan], known: Meta, by: str) -> list[str | None]:
    """Return what names the year of each plan in a column, such that plans of one year come together; None if nothing.

    Raises
    ------
    GroupError
        When no plan has a value.
    YearError
        When none of the values prints a year.
    """
    given = group_values(plans, known, by)
    values = [name_year(value) if value else None for value in given]
    if not any(values):
        raise YearError(column=by, example=next(value for value in given if value))
    return values


def choose_columns(plans: Sequence[Plan], known: Meta) -> list[str]:
    """Return the columns by which plans are worth comparing: of the meta table, else ``school`` and ``year``.

    They have at least two values, and one that several plans share. Where no column of the meta table names the years,
    ``year`` is one that the documents give, or the years that the text says the plans are for.
    """
    chosen = [by for by in dict.fromkeys(("school", *known.columns)) if _compares(_said_values(plans, known, by))]
    if not any(are_years(_said_values(plans, known, by)) for by in chosen) and "year" not in chosen:
        chosen += ["year"] if _compares(_years_of(plans, known)) else []
    return chosen


def are_years(values: Iterable[str | None]) -> bool:
    """Tell whether most of the values that are given name years."""
    years = [bool(name_year(value)) for value in values if value]
    return 2 * sum(years) > len(years)


def _years_of(plans: Sequence[Plan], known: Meta) -> list[str | None]:
    try:
        return group_values(plans, known, "year")
    except GroupError:
        return []


def _compares(values: Sequence[str | None]) -> bool:
    given = [value for value in values if value]
    return 1 < len(set(given)) < len(given)


def read_meta(table: "str | Path | pd.DataFrame | Meta") -> Meta:
    """Read a CSV file, in any encoding that ``decode`` knows, or a data frame; what was read stays as it is.

    It has a column ``path`` and any others; the index of a frame is a column where it has a name.

    Raises
    ------
    MetaError
        When it cannot be read, has no column ``path``, or one with the name of a column of ``plans`` or of groups.
    OptionError
        When it is neither.
    """
    if isinstance(table, Meta):
        return table
    columns, rows = read_given(table, "meta", MetaError, (_PATH,))
    name = table_name(table)
    _check_columns(columns, name)
    return Meta([column for column in columns if column != _PATH], _rows_by_path(rows, name), name)


def _check_columns(columns: Sequence[str], path: str) -> None:
    own = {name.casefold() for name in BY_NAME["plans"].names} - {_PATH}
    for number, column in enumerate(columns):
        if not column:
            raise MetaError(path=path, reason=Reason(N_("column {number} has no name"), number=number + 1))
        if column.casefold() in own:
            taken = N_("the column {column} has the name of one of the table plans; rename it")
            raise MetaError(path=path, reason=Reason(taken, column=column))
        if column.casefold() in GROUP_COLUMNS:
            taken = N_("the column {column} has the name of one of tables by theme; rename it")
            raise MetaError(path=path, reason=Reason(taken, column=column))


def _rows_by_path(table: Iterable[CsvRow], path: str) -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for row in table:
        key = row.cells[_PATH].strip().removeprefix("./")
        if key in rows:
            raise MetaError(path=path, reason=Reason(N_("line {line} names {path} again"), line=row.line, path=key))
        if key:
            rows[key] = {column: cell.strip() for column, cell in row.cells.items()}
    return rows
