"""Values of the lower floors as data frames, for people who work in notebooks."""

from collections.abc import Iterable, Mapping, Sequence
from math import nan
from typing import get_type_hints

import pandas as pd

from corpus_tools.corpus.result_rows import cluster_rows
from corpus_tools.errors import ResultColumnError
from corpus_tools.themes.agreement import Agreement, Measure
from corpus_tools.themes.alignment import Aligned, ThemeClause
from corpus_tools.themes.clusters import Clustering, UnitKind
from corpus_tools.themes.coders import CoderPair, Reliability
from corpus_tools.themes.comparison import Distance, GroupThemes
from corpus_tools.themes.names import GROUP_COLUMNS, INTERVAL_COLUMNS, YEAR_NUMBER
from corpus_tools.themes.sheets import MatchedCodes, SharedCodes
from corpus_tools.themes.trends import Trend, find_trends, year_of
from corpus_tools.words.frequencies import Frequencies, Frequency
from corpus_tools.words.keyness import Keyness, Keyword

_ALL_DECISIONS, _SETS = "(all decisions)", "(sets of themes)"


class _WithFrames(pd.DataFrame):
    """A frame with others beside it, as attributes; what is made of it, also a copy, is a plain frame."""

    def __init__(self, rows: pd.DataFrame, **beside: pd.DataFrame) -> None:
        super().__init__(rows)  # type: ignore[call-arg]  # pandas has no types
        for name in self._metadata:
            object.__setattr__(self, name, beside[name])


class TrendFrame(_WithFrames):
    """A row a year and theme or term.

    Attributes
    ----------
    trends
        A row a theme or term: ``themes.trends.Trend``, with Kendall's tau, its p and the peak.
    """

    _metadata = ["trends"]  # noqa: RUF012 (so pandas has it)
    trends: pd.DataFrame


class ClusterFrame(_WithFrames):
    """A row a group.

    Attributes
    ----------
    members
        A row a plan or clause of a group, the surest first: ``plan_id``, of a clause ``start`` and ``end``, its weight.
    """

    _metadata = ["members"]  # noqa: RUF012
    members: pd.DataFrame


class WordFrame(_WithFrames):
    """A row a group and word.

    Attributes
    ----------
    groups
        A row a group: how many plans and words it has, and what it is held against.
    """

    _metadata = ["groups"]  # noqa: RUF012
    groups: pd.DataFrame


class AgreementFrame(_WithFrames):
    """A row a theme.

    Attributes
    ----------
    differences
        A row a clause to which not all gave the same themes: ``source``, ``start``, ``end``, ``first``, ``second``; of
        more than two coders a column each, None where one has not coded it.
    pairs
        A row each two coders: all decisions on the clauses that both have coded.
    """

    _metadata = ["differences", "pairs"]  # noqa: RUF012
    differences: pd.DataFrame
    pairs: pd.DataFrame


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


def year_frame(years: Sequence[GroupThemes], by: str) -> TrendFrame:
    """Return the rows of ``interval_frame`` with the number of each group's year, and the trends beside them."""
    frame = interval_frame(years, by)
    frame.insert(1, YEAR_NUMBER, frame[by].map(year_of))
    trends = pd.DataFrame(find_trends(years), columns=list(Trend._fields)).rename(columns={"name": "theme"})
    return TrendFrame(frame, trends=trends.astype({"tau": "float64", "p": "float64"}))


def typed_frame(rows: Sequence[object], columns: Mapping[str, type]) -> pd.DataFrame:
    """Return rows as a frame whose columns have their types also where there is no row, so that it can be joined."""
    frame = pd.DataFrame(rows, columns=list(columns))
    return frame if rows else frame.astype({name: kind for name, kind in columns.items() if kind is not list})


def keyness_frame(groups: Sequence[Keyness]) -> WordFrame:
    """Return a row a group and a word, and beside them a row a group."""
    rows = [(group.name, *keyword) for group in groups for keyword in group.keywords]
    sizes = pd.DataFrame([group[:-1] for group in groups], columns=["group", *Keyness._fields[1:-1]])
    return WordFrame(typed_frame(rows, {"group": str, **get_type_hints(Keyword)}), groups=sizes)


def frequency_frame(groups: Sequence[Frequencies]) -> WordFrame:
    """Return a row a group and a word, and beside them a row a group; one group of all plans needs no column."""
    listed = [(group.name, *term) for group in groups for term in group.terms]
    rows = typed_frame(listed, {"group": str, **get_type_hints(Frequency)})
    sizes = pd.DataFrame([group[:-1] for group in groups], columns=["group", *Frequencies._fields[1:-1]])
    is_whole = [group.name for group in groups] == [None]
    frames = (frame.drop(columns="group") if is_whole else frame for frame in (rows, sizes))
    return WordFrame(next(frames), groups=next(frames))


def cluster_frame(found: Clustering, units: UnitKind) -> ClusterFrame:
    """Return a row a group with its terms and stability, and beside them its members."""
    rows = pd.DataFrame(
        {
            "cluster": range(1, len(found.clusters) + 1),
            "n_members": [cluster.n_members for cluster in found.clusters],
            "label": [" ".join(cluster.label) for cluster in found.clusters],
            "stability": [cluster.stability for cluster in found.clusters],
            "is_stable": [cluster.is_stable for cluster in found.clusters],
            "terms": [[term for term, _weight in cluster.terms] for cluster in found.clusters],
        }
    )
    columns = ["cluster", "plan_id", "start", "end", "weight", "text"]
    members = pd.DataFrame(cluster_rows(found, units)["clusters"], columns=columns)
    members = members.astype({"start": "Int64", "end": "Int64"})
    order = sorted(range(len(members)), key=lambda i: (found.members[i].cluster, -found.members[i].weight))
    return ClusterFrame(rows, members=members.iloc[order].reset_index(drop=True))


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


def agreement_frame(names: Sequence[str], found: Agreement, matched: MatchedCodes) -> AgreementFrame:
    """Return a row a theme, those of the mean of themes and of the sets of themes, and one of all decisions.

    Beside them stand the clauses to which the two codings, with these names, give different themes.
    """
    rows: list[Mapping[str, object]] = []
    for own in (*found.themes, found.overall):
        counts = {"n_first": own.n_first, "n_second": own.n_second, "n_both": own.n_both}
        measures = {"precision": _value(own.precision), "recall": _value(own.recall)}
        measures |= _bounds("f1", own.f1) | _bounds("alpha", own.alpha)
        rows.append({"theme": own.theme or _ALL_DECISIONS, **counts, **measures})
    mean = {"theme": "(mean of themes)", "f1": nan if found.macro_f1 is None else found.macro_f1}
    sets = {"theme": _SETS, "alpha": nan if found.alpha_of_sets is None else found.alpha_of_sets}
    whole = {"n_first": "Int64", "n_second": "Int64", "n_both": "Int64"}
    frame = pd.DataFrame([*rows[:-1], mean, sets, rows[-1]], columns=list(rows[-1])).astype(whole).set_index("theme")
    unequal = [
        (*clause[:3], sorted(unit.first), sorted(unit.second), clause.text) for clause, unit in matched.differences
    ]
    columns = ["source", "start", "end", "first", "second", "text"]
    pairs = _pairs_frame(names, [CoderPair(0, 1, found)])
    return AgreementFrame(frame, differences=pd.DataFrame(unequal, columns=columns), pairs=pairs)


def coders_frame(names: Sequence[str], found: Reliability, shared: SharedCodes) -> AgreementFrame:
    """Return a row a theme, one of the sets of themes and one of all decisions, of coders with these names.

    Beside them stand the clauses to which not all give the same themes, and each two coders.
    """
    counts = [f"n_{name}" for name in names]
    rows = [
        {
            "theme": own.theme or _ALL_DECISIONS,
            **dict(zip(counts, own.n_given, strict=True)),
            "n_all": own.n_all,
            **_bounds("alpha", own.alpha),
        }
        for own in (*found.themes, found.overall)
    ]
    sets = {"theme": _SETS, "alpha": nan if found.alpha_of_sets is None else found.alpha_of_sets}
    frame = pd.DataFrame([*rows[:-1], sets, rows[-1]], columns=list(rows[-1]))
    unequal = [
        (*clause[:3], *(None if own is None else sorted(own) for own in unit.codes), clause.text)
        for clause, unit in shared.differences
    ]
    return AgreementFrame(
        frame.astype(dict.fromkeys((*counts, "n_all"), "Int64")).set_index("theme"),
        differences=pd.DataFrame(unequal, columns=["source", "start", "end", *names, "text"]),
        pairs=_pairs_frame(names, found.pairs),
    )


def _pairs_frame(names: Sequence[str], pairs: Iterable[CoderPair]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "first": names[first],
            "second": names[second],
            "n_clauses": own.n_clauses,
            **_bounds("f1", own.overall.f1),
            **_bounds("alpha", own.overall.alpha),
            "alpha_of_sets": nan if own.alpha_of_sets is None else own.alpha_of_sets,
        }
        for first, second, own in pairs
    )


def _bounds(name: str, measure: Measure) -> dict[str, float]:
    low, high = measure.interval or (nan, nan)
    return {name: _value(measure), f"{name}_low": low, f"{name}_high": high}


def _side(clause: ThemeClause | None, marked: str | None) -> tuple[object, ...]:
    return (clause.plan_id, clause.start, clause.end, marked) if clause else (None, None, None, None)


def _value(measure: Measure) -> float:
    return nan if measure.value is None else measure.value
