"""Figures, with Chinese labels that are never boxes: a font comes with the package, and others stand behind it.

Each function returns a matplotlib figure and shows nothing; save it with ``figure.savefig("themes.pdf")``.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter
from numpy.typing import NDArray

from corpus_tools.corpus.contents import warn_ungrouped
from corpus_tools.corpus.view import Corpus
from corpus_tools.errors import N_
from corpus_tools.options import Kinds, check_option
from corpus_tools.output.listings import width_of
from corpus_tools.output.messages import _
from corpus_tools.reuse.scores import PairScore
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.comparison import GroupThemes
from corpus_tools.themes.names import COLUMNS_BESIDE
from corpus_tools.themes.trends import TimeKind, kind_of_time, year_of

Matrix = NDArray[np.float64]

_ID = re.compile(r"""(\bid="|href="#|url\(#)""")  # and what refers to it
_LONGEST_LABEL = 18
_MOST_LABELS = 80
# In inches.
_CHARACTER = 9 / 72  # a Chinese one of the font's size
_LINE_HEIGHT = 0.3
_ROW = 0.24
_THEME_COLUMN = 0.9
_FIELD = 2.3
_LOWEST = 2.4  # the scale beside it has a title
_SCALE = 1.6
_MOST_VALUES = 24
_MOST_TICKS = 12
_FEW_SERIES = 4
_DARK = 0.4
_COLOURS = "GnBu"
_CELLS: Mapping[str, Any] = {"aspect": "auto", "interpolation": "nearest"}  # else many rows blur
_LINE = "#0868ac"
_MARKS: Mapping[TimeKind, Mapping[str, Any]] = {  # told apart without colours, too
    "year": {"color": _LINE, "marker": "o", "linestyle": "-"},
    "school year": {"color": "#b3261e", "marker": "s", "linestyle": "--"},
    "part": {"color": "#4d4d4d", "marker": "^", "linestyle": ":"},
}
_NONE = "#cccccc"
_CORPUS = Kinds((Corpus,), N_("a Corpus"))
_FALLBACKS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "DejaVu Sans",
)


def theme_heatmap(corpus: Corpus, by: str | None = None, codebook: str | Path | Codebook | None = None) -> Figure:
    """Draw the share of each theme in each plan, or in the groups of column ``by``.

    Raises
    ------
    GroupError
        When no plan has a value of it.
    """
    check_option("corpus", corpus, _CORPUS)
    frame = corpus.themes(by, codebook=codebook)
    labels = frame.index.tolist() if by else frame["title"].fillna(frame.index.to_series()).tolist()
    shares = frame.drop(columns=[name for name in frame if name in COLUMNS_BESIDE])
    return draw_themes(shares.to_numpy(dtype=np.float64), labels, shares.columns.tolist())


def trend_lines(
    corpus: Corpus,
    themes: str | Iterable[str] | None = None,
    terms: str | Iterable[str] | None = None,
    by: str = "year",
    codebook: str | Path | Codebook | None = None,
) -> Figure:
    """Draw the share of themes and terms year by year; of all themes where neither is given.

    Raises
    ------
    GroupError, NoSuchThemeError, YearError
        YearError when no plan has a year in column ``by``.

    Warns
    -----
    UngroupedWarning
        Where some plans have none.
    """
    check_option("corpus", corpus, _CORPUS)
    years = corpus.values.years(themes, terms, by, corpus.values.open_codebook(codebook))
    warn_ungrouped(len(corpus.values.plans) - sum(group.n_plans for group in years), f"year in {by}")
    return draw_trend(years)


def distance_heatmap(corpus: Corpus, by: str | None = None, codebook: str | Path | Codebook | None = None) -> Figure:
    """Draw how far apart the theme profiles of plans are, or of the groups of column ``by``; grey without a theme.

    Raises
    ------
    GroupError
        When no plan has a value of it.
    """
    check_option("corpus", corpus, _CORPUS)
    frame = corpus.distances(by, codebook=codebook)
    labels = frame.index.tolist() if by else [corpus.plan(plan_id).shown_title or plan_id for plan_id in frame.index]
    return draw_distances(frame.to_numpy(dtype=np.float64), labels)


def similarity_heatmap(corpus: Corpus) -> Figure:
    """Draw the Jaccard of all pairs of plans; the members of a family stand side by side."""
    check_option("corpus", corpus, _CORPUS)
    plans = corpus.all_plans()
    numbers = {member: number for number, family in enumerate(corpus.reuse.families) for member in family.members}
    scores = [pair.score for pair in corpus.reuse.pairs]
    labels = [plan.shown_title or plan.plan_id for plan in plans]
    return draw_similarity(scores, labels, [numbers.get(index) for index in range(len(plans))])


def draw_themes(shares: Matrix, plans: Sequence[str], themes: Sequence[str]) -> Figure:
    """Draw a matrix of shares, shape (n_plans, n_themes), with the values in the cells."""
    is_wide = _room(themes) > _THEME_COLUMN
    figure = _matrix_figure(plans, _THEME_COLUMN * len(themes), _room(themes) if is_wide else _LINE_HEIGHT)
    with mpl.rc_context(_style()):
        axes = figure.add_subplot()
        highest = max(float(shares.max(initial=0.0)), 1e-9)
        image = axes.imshow(shares, cmap=_COLOURS, **_CELLS, vmin=0.0, vmax=highest)
        _label_rows(axes, plans)
        axes.set_xticks(range(len(themes)), [_cut(theme) for theme in themes], parse_math=False)
        axes.tick_params("x", top=True, bottom=False, labeltop=True, labelbottom=False, rotation=90 if is_wide else 0)
        if len(plans) <= _MOST_LABELS:
            for (row, column), share in np.ndenumerate(shares):
                colour = "white" if share > 0.6 * highest else "black"
                text = f"{share:.0%}" if share else ""
                axes.text(column, row, text, ha="center", va="center", fontsize=7, color=colour)
        figure.colorbar(image, ax=axes, label=_("share of the clauses' characters"), fraction=0.05)
    return figure


def draw_similarity(scores: Sequence[PairScore], plans: Sequence[str], families: Sequence[int | None]) -> Figure:
    """Draw the Jaccard of all pairs, shape (n_plans, n_plans), with families side by side and first."""
    matrix = np.eye(len(plans))
    for score in scores:
        matrix[score.a, score.b] = matrix[score.b, score.a] = score.jaccard
    order = sorted(range(len(plans)), key=lambda i: (families[i] is None, families[i] or 0, i))
    labels = [plans[index] for index in order]
    figure = _matrix_figure(labels, _height(labels), _room(labels))
    with mpl.rc_context(_style()):
        axes = figure.add_subplot()
        image = axes.imshow(matrix[np.ix_(order, order)], cmap=_COLOURS, **_CELLS, vmin=0.0, vmax=1.0)
        _label_rows(axes, labels, and_columns=True)
        figure.colorbar(image, ax=axes, label="Jaccard", fraction=0.046)
    return figure


def draw_distances(distances: Matrix, labels: Sequence[str]) -> Figure:
    """Draw a matrix of distances from 0 to 1, shape (n, n); what has none is left grey."""
    figure = _matrix_figure(labels, _height(labels), _room(labels))
    with mpl.rc_context(_style()):
        axes = figure.add_subplot()
        axes.set_facecolor(_NONE)
        image = axes.imshow(distances, cmap=f"{_COLOURS}_r", **_CELLS, vmin=0.0, vmax=1.0)
        _label_rows(axes, labels, and_columns=True)
        if len(labels) <= _MOST_VALUES:
            for (row, column), distance in np.ndenumerate(distances):
                if row != column and not np.isnan(distance):
                    colour = "white" if distance < _DARK else "black"
                    axes.text(column, row, f"{distance:.2f}", ha="center", va="center", fontsize=7, color=colour)
        figure.colorbar(image, ax=axes, label=_("distance of the theme profiles"), fraction=0.046)
    return figure


def draw_trend(years: Sequence[GroupThemes]) -> Figure:
    """Draw the share of each theme year by year with its interval, each in a field with a scale of its own.

    Years, school years and parts of either have lines of their own: plans of 2023 and plans of 2023-2024 are no
    two steps of one series. A line breaks where years lack.
    """
    names = list(years[0].shares) if years else []
    places, labels = _places(years)
    series = _series(years)
    n_columns = min(len(names), 1 if len(names) < _FEW_SERIES else 3) or 1
    n_rows = max(1, -(-len(names) // n_columns))
    figure = _figure(7.2 if n_columns == 1 else 3.2 * n_columns, 0.6 + 1.7 * n_rows)
    with mpl.rc_context(_style()):
        fields = figure.subplots(n_rows, n_columns, sharex=True, squeeze=False)
        for field, name in zip(fields.flat, names, strict=False):
            for kind, members in series.items():
                _draw_series(field, [years[i] for i in members], [places[i] for i in members], name, _MARKS[kind])
            field.set_title(_cut(name), loc="left", fontsize=9, parse_math=False)
            field.set_ylim(0, 1.1 * max(_top(group, name) for group in years) or 1)
            field.yaxis.set_major_formatter(FuncFormatter(lambda share, _place: f"{100 * share:.3g}%"))
            field.spines[["top", "right"]].set_visible(False)
            if labels:
                every = -(-len(labels) // _MOST_TICKS)
                field.set_xticks(places[::every], labels[::every], rotation=45, ha="right", parse_math=False)
            else:
                field.xaxis.set_major_locator(MaxNLocator("auto", integer=True))
        for number, field in enumerate(fields.flat):
            field.set_visible(number < len(names))
            field.tick_params(labelbottom=number + n_columns >= len(names))  # nothing is drawn below it
        figure.supylabel(_("share of the clauses' characters"), fontsize=9)
        if len(names) > 1:
            figure.supxlabel(_("each field has a scale of its own"), fontsize=9)
        if len(series) > 1:
            called = {"year": _("years"), "school year": _("school years"), "part": _("parts of years")}
            lines = fields.flat[0].get_lines()
            figure.legend(lines, [called[kind] for kind in series], loc="outside upper right", ncols=3, frameon=False)
    return figure


def _draw_series(
    field: Axes, years: Sequence[GroupThemes], places: Sequence[float], name: str, mark: Mapping[str, Any]
) -> None:
    """Draw the share of a theme in years of one kind, with its intervals."""
    bounds = [(place, *own) for place, group in zip(places, years, strict=True) if (own := group.intervals[name])]
    if bounds:
        field.vlines(*zip(*bounds, strict=True), color=mark["color"], alpha=0.3, linewidth=3)
    gaps = [number for number, step in enumerate(np.diff([_year(group) for group in years]), 1) if step > 1]
    points = np.array([places, [group.shares[name] for group in years]], dtype=np.float64)
    field.plot(*np.insert(points, gaps, np.nan, axis=1), markersize=2.5, linewidth=1.2, **mark)


def draw_groups(groups: Sequence[GroupThemes]) -> Figure:
    """Draw the share of each theme in each group, a field a theme with the same scale, with its interval."""
    names = list(groups[0].shares) if groups else []
    n_columns = min(len(names), 4) or 1
    n_rows = max(1, -(-len(names) // n_columns))
    width = max(_FIELD, _room(names) + _LINE_HEIGHT) * n_columns
    beside = _room(group.value for group in groups)
    figure = _figure(0.5 + beside + width, 0.5 + n_rows * (0.7 + 0.2 * len(groups)))
    with mpl.rc_context(_style()):
        fields = figure.subplots(n_rows, n_columns, sharex=True, sharey=True, squeeze=False)
        places = range(len(groups))
        for field, name in zip(fields.flat, names, strict=False):
            bounds = [(place, *own) for place, group in enumerate(groups) if (own := group.intervals[name])]
            if bounds:
                field.hlines(*zip(*bounds, strict=True), color=_LINE, alpha=0.3, linewidth=3)
            field.plot([group.shares[name] for group in groups], places, color=_LINE, marker="o", linestyle="")
            field.set_title(_cut(name), loc="left", fontsize=9, parse_math=False)
            field.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=None))
            field.spines[["top", "right"]].set_visible(False)
        first = fields.flat[0]
        first.set_yticks(places, [_cut(group.value) for group in groups], parse_math=False)
        first.set_ylim(len(groups) - 0.5, -0.5)  # the first group on top; the others share it
        first.set_xlim(0, 1.1 * max((_top(group, name) for group in groups for name in names), default=0.0) or 1)
        for number, field in enumerate(fields.flat):
            field.set_visible(number < len(names))
            field.tick_params(labelbottom=number + n_columns >= len(names))
        figure.supxlabel(_("share of the clauses' characters"), fontsize=9)
    return figure


def _top(group: GroupThemes, name: str) -> float:
    """Return how high the share of a theme and its interval reach."""
    bounds = group.intervals[name]
    return bounds.high if bounds else group.shares[name]


def _series(years: Sequence[GroupThemes]) -> dict[TimeKind, list[int]]:
    """Return the places of the groups by the kind of time that they are of."""
    kinds = [kind_of_time(group.value) for group in years]
    return {kind: [place for place, own in enumerate(kinds) if own == kind] for kind in _MARKS if kind in kinds}


def _places(years: Sequence[GroupThemes]) -> tuple[list[float], list[str]]:
    """Return where the groups stand: at their years, a school year between two of them; and labels.

    Where several are of one time, all stand side by side. There are no labels where not every year has room for one.
    """
    kinds = [kind_of_time(group.value) for group in years]
    between = 0.5 if len(set(kinds)) > 1 else 0.0
    times = [_year(group) + between * (kind == "school year") for group, kind in zip(years, kinds, strict=True)]
    if len(set(times)) < len(times):
        return [float(place) for place in range(len(years))], [_cut(group.value) for group in years]
    has_room = not times or times[-1] - times[0] < _MOST_TICKS
    names = [_short_time(_year(group), kind) for group, kind in zip(years, kinds, strict=True)]
    return times, names if has_room else []


def _short_time(year: int, kind: TimeKind) -> str:
    return f"{year}-{(year + 1) % 100:02}" if kind == "school year" else str(year)


def _year(group: GroupThemes) -> int:
    return year_of(group.value) or 0


def format_figure(figure: Figure, kind: str) -> bytes:
    """Return a figure as a file of a kind: svg, pdf or png; the same figure has the same bytes."""
    if kind == "svg":
        return f'<?xml version="1.0" encoding="utf-8"?>\n{to_svg(figure)}'.encode()
    buffer = io.BytesIO()
    metadata = {"pdf": {"CreationDate": None, "Producer": None, "Creator": None}, "png": {"Software": None}}
    with mpl.rc_context({"pdf.fonttype": 42}):
        figure.savefig(buffer, format=kind, dpi=150, metadata=metadata[kind])
    return buffer.getvalue()


def to_svg(figure: Figure, prefix: str = "") -> str:
    """Return a figure as an SVG element whose text is drawn as outlines: it needs no font where it is shown.

    ``prefix`` goes before all its ids, so that a page may hold several figures.
    """
    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "corpus-tools"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    content = buffer.getvalue()
    return _ID.sub(rf"\1{prefix}", content[content.index("<svg") :])


class _Shown(Figure):
    """A figure that notebooks show by itself, whatever the backend."""

    def _repr_png_(self) -> bytes:
        buffer = io.BytesIO()
        self.savefig(buffer, format="png", dpi=70)
        return buffer.getvalue()


def _figure(width: float, height: float) -> Figure:
    return _Shown(figsize=(width, height), layout="constrained")


def _style() -> dict[Any, Any]:
    return {"font.family": [_own_family(), *_installed()], "axes.unicode_minus": False, "font.size": 9}


@lru_cache(maxsize=1)
def _own_family() -> str:
    """Make the package's font known to matplotlib and return its family."""
    with as_file(files("corpus_tools.output") / "fonts" / "CorpusToolsSansSC.otf") as path:
        font_manager.fontManager.addfont(path)
        return font_manager.FontProperties(fname=path).get_name()


@lru_cache(maxsize=1)
def _installed() -> tuple[str, ...]:
    """Return the fonts of this machine that have the rarer characters."""
    known = set(font_manager.fontManager.get_font_names())
    return tuple(family for family in _FALLBACKS if family in known)


def _matrix_figure(rows: Sequence[str], width: float, above: float) -> Figure:
    """Return a figure for a matrix so many inches wide, with room for the names of its rows and for what is above it.

    Its cells are as wide as they are high by the figure's size alone: were they so by their aspect, the layout would
    not know how wide the matrix becomes, and cut off names beside it.
    """
    return _figure(_room(rows) + width + _SCALE, above + _height(rows) + 2 * _LINE_HEIGHT)


def _label_rows(axes: Axes, labels: Sequence[str], *, and_columns: bool = False) -> None:
    """Name the rows of a matrix, and its columns where they are the same; of very many one in a few, and say so."""
    every = _step(labels)
    places, shown = range(0, len(labels), every), [_cut(label) for label in labels[::every]]
    axes.set_yticks(places, shown, parse_math=False)
    if and_columns:
        axes.set_xticks(places, shown, parse_math=False)
        axes.tick_params("x", top=True, bottom=False, labeltop=True, labelbottom=False, rotation=90)
    if every > 1:
        axes.set_xlabel(_("{n} rows; one in {every} is named").format(n=len(labels), every=every))


def _step(labels: Sequence[str]) -> int:
    """Return of how many rows one is named, so that names do not run into each other."""
    return max(1, -(-len(labels) // _MOST_LABELS))


def _height(labels: Sequence[str]) -> float:
    return max(_LOWEST, _ROW * len(labels) / _step(labels))


def _room(labels: Iterable[str]) -> float:
    """Return how many inches the longest of some labels takes."""
    return _CHARACTER / 2 * max((width_of(_cut(label)) for label in labels), default=0)


def _cut(label: str) -> str:
    label = " ".join(label.split())
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"
