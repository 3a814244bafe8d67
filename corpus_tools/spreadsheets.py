"""Spreadsheets: cells of CSV that their programs would run as formulas."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_GUARD = "'"  # keeps them from running it


def guard(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula.

    >>> [guard("=1+2"), guard("-"), guard("读书")]
    ["'=1+2", '-', '读书']
    """
    return _GUARD + cell if len(cell) > 1 and cell.startswith(_FORMULA_STARTS) else cell


def unguard(cell: str) -> str:
    """Return a cell as it was before ``guard``."""
    bare = cell.removeprefix(_GUARD)
    return bare if guard(bare) == cell else cell
