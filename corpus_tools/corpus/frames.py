"""Values of the lower floors as data frames, for people who work in notebooks."""

from collections.abc import Mapping, Sequence
from math import nan

import pandas as pd

from corpus_tools.errors import ResultColumnError
from corpus_tools.themes.agreement import Agreement, Measure
from corpus_tools.themes.alignment import Aligned, ThemeClause
from corpus_tools.themes.comparison import Distance, GroupThemes
from corpus_tools.themes.names import GROUP_COLUMNS, INTERVAL_COLUMNS, YEAR_NUMBER
from corpus_tools.themes.trends import year_of


def group_frame(groups: Sequence[GroupThemes], by: str) -> pd.DataFrame:
    """Return a row a group and a column a theme, behind the numbers of its plans."""
    rows = [{"n_plans": group.n_plans, "n_counted": group.n_counted, **group.shares} for group in groups]
    return pd.DataFrame(rows, pd.Index([group.value for group in groups], name=by))


def interval_frame(groups: Sequence[GroupThemes], by: str) -> pd.DataFrame:
    """Return a row a group and theme: plans, plans counted, share and the bounds of its interval.

    Raises
    ------
    ResultColumnError
        When ``by`` is called like one of these.
    """
    if by in GROUP_COLUMNS:
        raise ResultColumnError(column=by)
    rows = [
        (group.value, theme, group.n_plans, group.n_counted, share, *(group.intervals[theme] or (nan, nan)))
        for group in groups
        for theme, share in group.shares.items()
    ]
    return pd.DataFrame(rows, columns=[by, *INTERVAL_COLUMNS])


def year_frame(years: Sequence[GroupThemes], by: str) -> pd.DataFrame:
    """Return the rows of ``interval_frame`` with the number of each group's year."""
    frame = interval_frame(years, by)
    frame.insert(1, YEAR_NUMBER, frame[by].map(year_of))
    return frame


def distance_frame(names: Sequence[str], distances: Sequence[Distance], by: str) -> pd.DataFrame:
    """Return the distances of all plans or groups from each other: a square frame."""
    frame = pd.DataFrame(0.0, index=pd.Index(names, name=by), columns=list(names))
    for a, b, distance in distances:
        frame.loc[a, b] = frame.loc[b, a] = nan if distance is None else distance
    return frame


def aligned_frame(pairs: Sequence[Aligned]) -> pd.DataFrame:
    """Return a row a pair, or a clause alone; the columns of the side that has none are empty."""
    columns = [f"{name}_{side}" for side in "ab" for name in ("plan_id", "start", "end", "text")]
    rows = [
        (
            pair.similarity,
            *(_side(pair.a, pair.marked()[0])),
            *(_side(pair.b, pair.marked()[1])),
        )
        for pair in pairs
    ]
    return pd.DataFrame(rows, columns=["similarity", *columns])


def agreement_frame(found: Agreement) -> pd.DataFrame:
    """Return a row a theme, those of the mean of themes and of the sets of themes, and one of all decisions."""
    rows: list[Mapping[str, object]] = []
    for own in (*found.themes, found.overall):
        counts = {"n_first": own.n_first, "n_second": own.n_second, "n_both": own.n_both}
        measures = {"precision": _value(own.precision), "recall": _value(own.recall)}
        for name, measure in (("f1", own.f1), ("alpha", own.alpha)):
            low, high = measure.interval or (nan, nan)
            measures |= {name: _value(measure), f"{name}_low": low, f"{name}_high": high}
        rows.append({"theme": own.theme or "(all decisions)", **counts, **measures})
    mean = {"theme": "(mean of themes)", "f1": nan if found.macro_f1 is None else found.macro_f1}
    sets = {"theme": "(sets of themes)", "alpha": nan if found.alpha_of_sets is None else found.alpha_of_sets}
    whole = {"n_first": "Int64", "n_second": "Int64", "n_both": "Int64"}
    return pd.DataFrame([*rows[:-1], mean, sets, rows[-1]], columns=list(rows[-1])).astype(whole).set_index("theme")


def _side(clause: ThemeClause | None, marked: str | None) -> tuple[object, ...]:
    return (clause.plan_id, clause.start, clause.end, marked) if clause else (None, None, None, None)


def _value(measure: Measure) -> float:
    return nan if measure.value is None else measure.value
