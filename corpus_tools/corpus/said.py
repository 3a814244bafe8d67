"""The table plans as people read it: with the titles they are shown, and with what is said of the plans beside them."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd
import pyarrow as pa

from corpus_tools.reading.titles import show_title
from corpus_tools.tables import BY_NAME

SHOWN_TITLE = "shown_title"
# What all values of a column must look like to have a type; the first that fits. Numbers with zeros in front, or longer
# than a type holds, are names.
_TYPES: Mapping[re.Pattern[str], pa.DataType] = {
    re.compile(pattern): kind
    for pattern, kind in {
        r"(?:19|20)[0-9]{2}\.[01]?[0-9]": pa.string(),  # a month: 2024.1 and 2024.10 are two
        r"-?(?:0|[1-9][0-9]{0,17})": pa.int64(),
        r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]+)?(?:e[+-][0-9]+)?": pa.float64(),
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?)?": pa.timestamp("us"),
        "True|False": pa.bool_(),
    }.items()
}
_WITH_GAPS = {pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


def with_said(plans: pa.Table, sources: pa.Table) -> pa.Table:
    """Return rows of plans with all that ``Plan.meta`` says of them in columns of its own, and ``shown_title``.

    That is what the meta table says, else the document: a column of its row, a field of its page. What has the name of
    a column of the table itself stays in ``sources``. Columns of nothing but numbers, days or truth values are such.

    Parameters
    ----------
    plans
        With ``path``, ``ordinal``, ``title`` and the columns of the meta table.
    sources
        With ``path``, ``meta_names`` and ``meta_values``.
    """
    taken = (*BY_NAME["plans"].names, SHOWN_TITLE)
    own = [name for name in plans.column_names if name in taken]
    known = plans.drop_columns(own)
    of_source = {
        row["path"]: dict(zip(row["meta_names"], row["meta_values"], strict=True)) for row in sources.to_pylist()
    }
    said = [
        of_source[path] | {name: cell for name, cell in row.items() if cell is not None}
        for path, row in zip(plans["path"].to_pylist(), known.to_pylist(), strict=True)
    ]
    titles = [
        show_title(title or "", row, ordinal)
        for title, ordinal, row in zip(plans["title"].to_pylist(), plans["ordinal"].to_pylist(), said, strict=True)
    ]
    names = dict.fromkeys(known.column_names) | dict.fromkeys(name for row in of_source.values() for name in row)
    widened = plans.select(own).append_column(SHOWN_TITLE, pa.array([title or None for title in titles], pa.string()))
    for name in names:
        if name not in taken:
            widened = widened.append_column(name, typed([row.get(name) for row in said]))
    return widened


def typed(cells: Sequence[str | None]) -> pa.Array:
    """Return cells as numbers, times or truth values where all of them are such, else as they are."""
    written = pa.array(cells, pa.string())
    given = [cell for cell in cells if cell is not None]
    kind = next((kind for form, kind in _TYPES.items() if given and all(map(form.fullmatch, given))), pa.string())
    try:
        return written.cast(kind)
    except pa.ArrowInvalid:  # the 30th of February
        return written


def frame_of_table(table: pa.Table) -> pd.DataFrame:
    """Return a table as a frame in which whole numbers and truth values beside gaps stay what they are."""
    gaps = [name for name in table.column_names if table[name].null_count and table[name].type in _WITH_GAPS]
    frame: pd.DataFrame = table.to_pandas()
    return frame.assign(**{name: table[name].to_pandas(types_mapper=_WITH_GAPS.get) for name in gaps})
