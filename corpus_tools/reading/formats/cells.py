"""Rows of tables as lines, the same for every format: cells by tab."""

from collections.abc import Sequence

_MOST_LINES_OF_A_CELL = 8


def row_lines(cells: Sequence[Sequence[str]]) -> list[str]:
    r"""Return the lines that a row prints, of the lines of its cells.

    >>> row_lines([["三月"], ["读书", "写字"]])
    ['三月\t读书 写字']
    >>> row_lines([["一、读书", "二、写字"]])
    ['一、读书', '二、写字']
    """
    if is_layout(cells):
        return [line for cell in cells for line in cell]
    return [join_cells(cells)] if any(map(any, cells)) else []


def is_layout(cells: Sequence[Sequence[object]]) -> bool:
    """Tell whether a row only lays out the page: it is one cell, or a cell of it holds many lines."""
    return len(cells) == 1 or any(len(cell) > _MOST_LINES_OF_A_CELL for cell in cells)


def join_cells(cells: Sequence[Sequence[str]]) -> str:
    """Return a row as one line."""
    return "\t".join(" ".join(filter(None, cell)).replace("\t", " ") for cell in cells)
