"""Rows of tables as lines, the same for every format: cells by tab."""

from collections.abc import Sequence

_MOST_LINES_OF_A_CELL = 8


def row_lines(cells: Sequence[Sequence[str]]) -> list[str]:
    r"""Return a row as one line of cells, or as the lines in it where the table only lays out the page.

    Parameters
    ----------
    cells
        The lines of every cell.

    Examples
    --------
    >>> row_lines([["三月"], ["读书", "写字"]])
    ['三月\t读书 写字']
    >>> row_lines([["一、读书", "二、写字"]])
    ['一、读书', '二、写字']
    """
    n_filled = sum(any(cell) for cell in cells)
    is_layout = n_filled == 1 == len(cells) or any(len(cell) > _MOST_LINES_OF_A_CELL for cell in cells)
    if is_layout:
        return [line for cell in cells for line in cell]
    return ["\t".join(" ".join(filter(None, cell)).replace("\t", " ") for cell in cells)] if n_filled else []
