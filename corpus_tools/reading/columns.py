"""Columns: what a row of a table, or a page, says under one of several names."""

from collections.abc import Iterable, Mapping

from corpus_tools.scripts import simplify


def filled_cells(row: Mapping[str, str]) -> dict[str, str]:
    """Return the cells that are not blank by the names of their columns, in lower case and simplified characters."""
    return {simplify(column).strip().lower(): cell.strip() for column, cell in row.items() if cell.strip()}


def first_cell(row: Mapping[str, str], columns: Iterable[str]) -> str:
    """Return what a row has in the first of some columns, those left out that are blank, or an empty string.

    Parameters
    ----------
    columns
        Their names in lower case and simplified characters, whatever the row has.

    >>> first_cell({"date": "  ", "發布日期 ": "2024-03-01 "}, ("date", "发布日期"))
    '2024-03-01'
    """
    cells = filled_cells(row)
    return next((cells[column] for column in columns if column in cells), "")
