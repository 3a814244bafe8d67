"""Sheets: clauses as rows that a person codes in a spreadsheet, and what came back matched with other codings.

A sheet is CSV with the columns ``source`` (path or SHA-256 of a file), ``start``, ``end`` (code points in the text of
the source), ``themes`` (names joined by blanks or commas, ``-`` for none); others, such as ``plan``, are for the
reader. Where a sheet shows the clauses in a column ``text``, somebody is at work on it: a clause without an entry is
not coded yet. A file without that column holds finished codes: no entry is no theme.
"""

import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import chain
from typing import NamedTuple

from corpus_tools.errors import N_, Reason, SheetError
from corpus_tools.reading.csv_tables import parse_table
from corpus_tools.reading.formats.records import SHEET_COLUMNS
from corpus_tools.scripts import simplify
from corpus_tools.spreadsheets import unguard
from corpus_tools.structure.clauses import Clause
from corpus_tools.structure.nodes import Node, find_paths
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.agreement import CodedUnit, Themes
from corpus_tools.themes.coders import SharedUnit
from corpus_tools.themes.coding import Code
from corpus_tools.themes.names import NO_THEME, in_rows

_PLAN = "plan"
_SHOWN = "text"  # the column that a coder reads
_STRANGE = N_("themes that {codebook} does not have: {themes}")
_STRANGE_TO_ALL = N_(
    "themes that no bundled codebook has: {themes}; name the codebook that they are of, so that names with blanks or "
    "commas are read as one"
)
_LONGEST_NAME = 30
_LEAST_ALIKE = 0.5  # one of two characters


class CodedClause(NamedTuple):
    """A clause with the themes that a person gave it; the span counts in the source's text.

    Attributes
    ----------
    document
        The plan where the sheet names it, else the source.
    text
        The clause itself, where it is known.
    """

    source: str
    start: int
    end: int
    themes: Themes
    document: str
    text: str | None = None


class Sheet(NamedTuple):
    """The clauses of a sheet that are coded, and how many are blank: not coded yet."""

    clauses: tuple[CodedClause, ...]
    n_blank: int


class SheetRow(NamedTuple):
    """A row of a sheet to be coded: where the clause stands, and the clause."""

    source: str
    start: int
    end: int
    plan: str
    title: str | None
    node: str
    part: str
    text: str
    themes: str = ""


class MatchedCodes(NamedTuple):
    """Clauses that two codings have.

    Attributes
    ----------
    clauses
        As the first coding has them.
    units
        Their themes in both, in the same order.
    left_first, left_second
        Clauses that only one of the two has; against a codebook, ``left_second`` is not counted.
    """

    clauses: tuple[CodedClause, ...]
    units: tuple[CodedUnit, ...]
    left_first: tuple[CodedClause, ...]
    left_second: tuple[CodedClause, ...]

    @property
    def differences(self) -> list[tuple[CodedClause, CodedUnit]]:
        """The clauses to which the two give different themes, with those."""
        both = zip(self.clauses, self.units, strict=True)
        return [(clause, unit) for clause, unit in both if unit.first != unit.second]


class SharedCodes(NamedTuple):
    """Clauses that two coders or more have.

    Attributes
    ----------
    clauses
        As the first who has each has it.
    units
        Their themes by all, in the same order.
    alone
        For each coder the clauses that no other has.
    """

    clauses: tuple[CodedClause, ...]
    units: tuple[SharedUnit, ...]
    alone: tuple[tuple[CodedClause, ...], ...]

    @property
    def differences(self) -> list[tuple[CodedClause, SharedUnit]]:
        """The clauses to which not all who have coded them give the same themes, with those."""
        return [(c, unit) for c, unit in zip(self.clauses, self.units, strict=True) if len(set(unit.given)) > 1]


def make_sheet(plans: Sequence[Plan], n_clauses: int | None = None, seed: int = 0) -> list[SheetRow]:
    """Return the clauses of the plans in their order: all, or ``n_clauses`` drawn at random.

    ``node`` is the way to the clause: the markers and headings around it.
    """
    places = [(plan, clause) for plan in plans for clause in plan.clauses]
    if n_clauses is not None and n_clauses < len(places):
        drawn = random.Random(int(seed)).sample(range(len(places)), n_clauses)  # numpy's whole numbers are no seeds
        places = [places[i] for i in sorted(drawn)]
    paths = {plan.plan_id: _node_paths(plan) for plan in {id(plan): plan for plan, _clause in places}.values()}
    return [
        SheetRow(
            plan.source.path,
            plan.start + clause.start,
            plan.start + clause.end,
            plan.plan_id,
            plan.shown_title or None,
            paths[plan.plan_id][clause.node_id],
            clause.part,
            plan.text[clause.start : clause.end],
        )
        for plan, clause in places
    ]


def parse_sheet(raw: bytes, path: str, known: Iterable[str] = ()) -> Sheet:
    """Read a sheet, in any encoding and with the separators that spreadsheets write.

    Parameters
    ----------
    known
        Names of themes; those with blanks and commas inside are read as one only where they are known.

    Raises
    ------
    SheetError
        When it has not the columns, a span is no span, a clause stands in it twice, or none is coded.
    """
    table = parse_table(raw, path, SheetError, SHEET_COLUMNS, (_PLAN, _SHOWN))
    names = in_rows(known)
    clauses: dict[tuple[str, int, int], CodedClause] = {}
    for line, row, _damage in table.rows:
        if not any(row[column].strip() for column in SHEET_COLUMNS):  # spreadsheets leave such rows
            continue
        try:
            start, end = int(row["start"]), int(row["end"])
        except ValueError:
            raise _wrong(path, N_("line {line}: start and end must be whole numbers"), line=line) from None
        source = unguard(row["source"].strip())
        if not source or not 0 <= start < end:
            raise _wrong(path, N_("line {line}: needs a source, and a start before its end"), line=line)
        if (source, start, end) in clauses:
            twice = N_("line {line}: the clause {source} {start} to {end} stands in it twice")
            raise _wrong(path, twice, line=line, source=source, start=start, end=end)
        written = frozenset(names.findall(row["themes"]))
        clauses[source, start, end] = CodedClause(
            source, start, end, written, unguard(row.get("plan") or source), row.get(_SHOWN)
        )
    if not clauses:
        raise _wrong(path, N_("there is no clause in it"))
    is_finished = _SHOWN not in table.columns
    coded = [one._replace(themes=one.themes - NO_THEME) for one in clauses.values() if one.themes or is_finished]
    if not coded:
        raise _wrong(path, N_("no clause in it is coded yet; fill the column themes, - for none"))
    return Sheet(tuple(coded), len(clauses) - len(coded))


def _wrong(path: str, template: str, **fields: object) -> SheetError:
    return SheetError(path=path, reason=Reason(template, **fields))


def find_strange(themes: Iterable[str], known: Sequence[str]) -> dict[str, str | None]:
    """Return the themes that are not among those known, each with the known one that is written most like it."""
    return {
        theme: next(iter(get_close_matches(simplify(theme), known, 1, _LEAST_ALIKE)), None)
        for theme in themes
        if theme not in known
    }


def explain_strange(themes: Iterable[str], known: Sequence[str], codebook: str | None) -> Reason | None:
    """Return which themes are not among those known, each with the nearest; None where all are.

    Parameters
    ----------
    codebook
        The name of the one that has the known themes; None where those of all bundled ones are among them.
    """
    strange = find_strange(themes, known)
    if not strange:
        return None
    named = " ".join(f"{theme} ({nearest}?)" if nearest else theme for theme, nearest in strange.items())
    return Reason(_STRANGE, codebook=codebook, themes=named) if codebook else Reason(_STRANGE_TO_ALL, themes=named)


def match_sheets(first: Sequence[CodedClause], second: Sequence[CodedClause]) -> MatchedCodes:
    """Return the clauses that both sheets have, with the same source and span."""
    others = {(clause.source, clause.start, clause.end): clause for clause in second}
    shared = [(clause, others.pop(clause[:3])) for clause in first if clause[:3] in others]
    names = {clause[:3] for clause, _other in shared}
    return MatchedCodes(
        tuple(clause for clause, _other in shared),
        tuple(CodedUnit(clause.document, clause.themes, other.themes) for clause, other in shared),
        tuple(clause for clause in first if clause[:3] not in names),
        tuple(others.values()),
    )


def match_coders(sheets: Sequence[Sequence[CodedClause]]) -> SharedCodes:
    """Return the clauses that two sheets or more have, with the same source and span."""
    by_span = [{clause[:3]: clause for clause in sheet} for sheet in sheets]
    firsts = {span: clause for clauses in reversed(by_span) for span, clause in clauses.items()}
    n_coders = Counter(span for clauses in by_span for span in clauses)
    shared = [span for span in dict.fromkeys(chain.from_iterable(by_span)) if n_coders[span] > 1]
    codes = ([clauses[span].themes if span in clauses else None for clauses in by_span] for span in shared)
    return SharedCodes(
        tuple(firsts[span] for span in shared),
        tuple(SharedUnit(firsts[span].document, tuple(own)) for span, own in zip(shared, codes, strict=True)),
        tuple(tuple(clause for span, clause in own.items() if n_coders[span] == 1) for own in by_span),
    )


def match_plans(
    sheet: Sequence[CodedClause], plans: Sequence[Plan], codes: Iterable[Code], path: str = "-"
) -> MatchedCodes:
    """Return the clauses of a sheet with the themes that they have by the codes of the plans, in their own words.

    Where clauses are cut otherwise by now, a code counts for the clause of the sheet that holds most of its own.

    Raises
    ------
    SheetError
        When a source of the sheet may be more than one of the plans' files.
    """
    codes_of: dict[int, list[Code]] = {}
    for code in codes:
        if code.via == "text":
            codes_of.setdefault(code.plan, []).append(code)
    found: dict[tuple[str, int, int], set[str]] = {}
    texts: dict[tuple[str, int, int], str] = {}
    for index, rows in _rows_of_plans(sheet, plans, path):
        plan = plans[index]
        for clause in plan.clauses:
            if row := find_row(rows, plan.start, clause):
                found.setdefault(row[:3], set())
                texts[row[:3]] = plan.source.text[row.start : row.end]
        for code in codes_of.get(index, ()):
            if row := find_row(rows, plan.start, code.clause):
                found[row[:3]].add(code.theme)
    matched = [clause._replace(text=texts[clause[:3]]) for clause in sheet if clause[:3] in found]
    return MatchedCodes(
        tuple(matched),
        tuple(CodedUnit(clause.document, clause.themes, frozenset(found[clause[:3]])) for clause in matched),
        tuple(clause for clause in sheet if clause[:3] not in found),
        (),
    )


def _rows_of_plans(
    sheet: Sequence[CodedClause], plans: Sequence[Plan], path: str
) -> Iterator[tuple[int, list[CodedClause]]]:
    """Yield the index of each plan of the files that a sheet names, with the rows of its file in their order."""
    plans_of: dict[str, list[int]] = {}
    for index, plan in enumerate(plans):
        plans_of.setdefault(plan.source.path, []).append(index)
    digests = {plan.source.sha256: plan.source.path for plan in reversed(plans)}
    rows_of: dict[str, list[CodedClause]] = {}
    for row in sorted(sheet, key=lambda row: row.start):
        rows_of.setdefault(row.source, []).append(row)
    for source in dict.fromkeys(row.source for row in sheet):
        file = digests.get(source) or _find_file(source, plans_of, path)
        for index in plans_of.get(file or "", ()):
            yield index, rows_of[source]


def _find_file(source: str, paths: Iterable[str], sheet: str) -> str | None:
    """Return the path that is the source, or that is the source but for folders before it on either side."""
    alike = [path for path in paths if f"/{path}".endswith(f"/{source}") or f"/{source}".endswith(f"/{path}")]
    if source in alike:
        return source
    if len(alike) > 1:
        several = N_("{source} may be {a} or {b}; write the whole path")
        raise _wrong(sheet, several, source=source, a=alike[0], b=alike[1])
    return alike[0] if alike else None


def find_row(rows: Sequence[CodedClause], offset: int, clause: Clause) -> CodedClause | None:
    """Return the row that holds most of a clause, if any holds a part of it; rows do not overlap."""
    start, end = offset + clause.start, offset + clause.end
    at = bisect_right(rows, start, key=lambda row: row.start)
    near = []
    for row in rows[max(0, at - 1) :]:
        if row.start >= end:
            break
        near.append(row)
    best = max(near, key=lambda row: min(row.end, end) - max(row.start, start), default=None)
    return best if best and min(best.end, end) > max(best.start, start) else None


def _node_paths(plan: Plan) -> dict[int, str]:
    """Return for each node the markers and headings from the top to it."""
    names = (_name(plan.text, node) for node in plan.nodes)
    return {node_id: " > ".join(path) for node_id, path in find_paths(plan.nodes, names).items()}


def _name(text: str, node: Node) -> str:
    heading = " ".join(text[slice(*node.heading)].split()) if node.heading else ""
    name = f"{node.marker.text if node.marker else ''}{heading}"
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
