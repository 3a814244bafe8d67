"""The table plans as people read it: with the titles they are shown, and with what is said of the plans beside them."""

import pyarrow as pa

from corpus_tools.reading.titles import title_beside
from corpus_tools.tables import BY_NAME

SHOWN_TITLE = "shown_title"


def with_said(plans: pa.Table, sources: pa.Table) -> pa.Table:
    """Return rows of plans with all that ``Plan.meta`` says of them in columns of its own, and ``shown_title``.

    That is what the meta table says, else the document: a column of its row, a field of its page. What has the name of
    a column of the table itself stays in ``sources``.

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
        title or (title_beside(row) if ordinal == 1 else "")
        for title, ordinal, row in zip(plans["title"].to_pylist(), plans["ordinal"].to_pylist(), said, strict=True)
    ]
    names = dict.fromkeys(known.column_names) | dict.fromkeys(name for row in of_source.values() for name in row)
    widened = plans.select(own).append_column(SHOWN_TITLE, pa.array([title or None for title in titles], pa.string()))
    for name in names:
        if name not in taken:
            widened = widened.append_column(name, pa.array([row.get(name) for row in said], pa.string()))
    return widened
