"""Figures, with Chinese labels that are never boxes: a font comes with the package, and others stand behind it.

Each function returns a matplotlib figure and shows nothing; save it with ``figure.savefig("themes.pdf")``.
"""

import io
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from corpus_tools.corpus.view import Corpus
from corpus_tools.output.messages import _
from corpus_tools.reuse.scores import PairScore

Matrix = NDArray[np.float64]

_LONGEST_LABEL = 18
_MOST_LABELS = 80
_COLOURS = "GnBu"
_FALLBACKS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "DejaVu Sans",
)


def theme_heatmap(corpus: Corpus, by: str | None = None) -> Figure:
    """Draw the share of each theme in each plan, or in the groups of column ``by``.

    Raises
    ------
    GroupError
        When ``plans`` has no such column.
    """
    frame = corpus.themes(by)
    labels = frame.index.tolist() if by else frame["title"].fillna(frame.index.to_series()).tolist()
    shares = frame.drop(columns="title", errors="ignore")
    return draw_themes(shares.to_numpy(dtype=np.float64), labels, shares.columns.tolist())


def similarity_heatmap(corpus: Corpus) -> Figure:
    """Draw the Jaccard of all pairs of plans; the members of a family stand side by side."""
    plans = corpus.all_plans()
    numbers = {member: number for number, family in enumerate(corpus.reuse.families) for member in family.members}
    scores = [pair.score for pair in corpus.reuse.pairs]
    labels = [plan.title_text or plan.plan_id for plan in plans]
    return draw_similarity(scores, labels, [numbers.get(index) for index in range(len(plans))])


def draw_themes(shares: Matrix, plans: Sequence[str], themes: Sequence[str]) -> Figure:
    """Draw a matrix of shares, shape (n_plans, n_themes), with the values in the cells."""
    figure = _figure(2.4 + 0.9 * len(themes), 1.2 + 0.24 * min(len(plans), _MOST_LABELS))
    with mpl.rc_context(_style()):
        axes = figure.add_subplot()
        highest = max(float(shares.max(initial=0.0)), 1e-9)
        image = axes.imshow(shares, cmap=_COLOURS, aspect="auto", vmin=0.0, vmax=highest)
        axes.set_xticks(range(len(themes)), [_cut(theme) for theme in themes], parse_math=False)
        axes.xaxis.tick_top()
        _label_rows(axes, plans)
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
    side = 2.6 + 0.2 * min(len(plans), _MOST_LABELS)
    figure = _figure(side + 1.4, side)
    with mpl.rc_context(_style()):
        axes = figure.add_subplot()
        image = axes.imshow(matrix[np.ix_(order, order)], cmap=_COLOURS, vmin=0.0, vmax=1.0)
        axes.set_xticks([])
        _label_rows(axes, [plans[index] for index in order])
        figure.colorbar(image, ax=axes, label="Jaccard", fraction=0.046)
    return figure


def to_svg(figure: Figure) -> str:
    """Return a figure as an SVG element whose text is drawn as outlines: it needs no font where it is shown."""
    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "corpus-tools"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    content = buffer.getvalue()
    return content[content.index("<svg") :]


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


def _label_rows(axes: Axes, labels: Sequence[str]) -> None:
    if len(labels) <= _MOST_LABELS:
        axes.set_yticks(range(len(labels)), [_cut(label) for label in labels], parse_math=False)
    else:
        axes.set_yticks([])


def _cut(label: str) -> str:
    label = " ".join(label.split())
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"
