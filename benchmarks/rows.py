"""Rows: one number of corpus_tools beside the same number of one competitor."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

Unit = Literal["count", "share", "score", "MB/s", "s", "GB"]

HEADER = ("row", "what is measured", "ours", "competitor", "its value", "ours beside it")
RIGHT_ALIGNED = (False, False, True, False, True, True)


class Row(NamedTuple):
    """A measured value beside a competitor's, from the same input in the same run.

    Attributes
    ----------
    name
        Floor and subject, such as ``structure/markers``.
    measured
        What the value is, with its input; more is better unless it says that fewer is.
    unit
        ``count`` of things, ``share`` or ``score`` (0 to 1), ``MB/s`` of UTF-8 or of the bytes given,
        ``s``: seconds, ``GB``: 10^9 bytes.
    total
        The most that a count can be; None where there is no most.
    """

    name: str
    measured: str
    unit: Unit
    ours: float
    rival: str
    theirs: float
    total: int | None = None


def format_row(row: Row) -> tuple[str, ...]:
    """Return the cells of a row, as many as ``HEADER`` has."""
    return (
        row.name,
        row.measured,
        _format_value(row, row.ours),
        row.rival,
        _format_value(row, row.theirs),
        _format_comparison(row),
    )


def _format_value(row: Row, value: float) -> str:
    if row.unit == "count":
        return f"{value:.0f}" if row.total is None else f"{value:.0f}/{row.total}"
    if row.unit == "share":
        return f"{value:.1%}"
    if row.unit == "score":
        return f"{value:.3f}"
    if row.unit in ("s", "GB"):
        return f"{value:.2f} {row.unit}"
    return f"{value:.1f} MB/s" if value < 100 else f"{value:.0f} MB/s"


def _format_comparison(row: Row) -> str:
    """Speeds and times are compared by their ratio, all else by the difference."""
    if row.unit in ("MB/s", "s", "GB"):
        return f"{row.ours / row.theirs:.2g} x"
    difference = row.ours - row.theirs
    if row.unit == "count":
        return f"{difference:+.0f}"
    return f"{100 * difference:+.1f} points" if row.unit == "share" else f"{difference:+.3f}"


def format_table(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of a table with aligned columns that is Markdown, too."""
    cells = [HEADER, *(format_row(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    rule = tuple(
        "-" * (width - 1) + ":" if right else "-" * width for width, right in zip(widths, RIGHT_ALIGNED, strict=True)
    )
    for line in (cells[0], rule, *cells[1:]):
        columns = zip(line, widths, RIGHT_ALIGNED, strict=True)
        yield (
            "| "
            + " | ".join(cell.rjust(width) if right else cell.ljust(width) for cell, width, right in columns)
            + " |"
        )
