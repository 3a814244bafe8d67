"""Figures: drawn without a warning, so without a box, and the same each time."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

import corpus_tools as ct
from corpus_tools.errors import UngroupedWarning
from corpus_tools.output.plots import (
    draw_distances,
    draw_groups,
    draw_similarity,
    draw_themes,
    draw_trend,
    format_figure,
    to_svg,
)
from corpus_tools.reuse.scores import PairScore
from corpus_tools.themes.comparison import GroupThemes
from corpus_tools.themes.resampling import Interval
from tests.conftest import DATA, ROOT

FONTS = ROOT / "corpus_tools" / "output" / "fonts"


LONG = "青石坪镇中心小学与鹤塘湾幼儿园二〇二四年度联合工作计划"
WIDE = "党风廉政建设与师德师风建设专项整治工作主题"


def names_of(n: int) -> list[str]:
    return [f"{i}{LONG}" if i % 2 else "甲校" for i in range(n)]


def groups_of(n: int, n_themes: int, first: int = 1990) -> list[GroupThemes]:
    shares = {f"{i}{WIDE}": 0.3 for i in range(n_themes)}
    intervals: dict[str, Interval | None] = dict.fromkeys(shares, Interval(0.1, 0.4))
    return [GroupThemes(f"{first + i}年{LONG}", 1, 1, shares, intervals) for i in range(n)]


FIGURES: dict[str, Callable[[int], Figure]] = {
    "themes": lambda n: draw_themes(np.full((n, 11), 0.4), names_of(n), [f"{i}{WIDE}" for i in range(11)]),
    "a theme": lambda n: draw_themes(np.eye(n, 1), names_of(n), [WIDE]),
    "short themes": lambda n: draw_themes(np.eye(n, 3), names_of(n), ["师德", "校务公开", "送温暖"]),
    "similarity": lambda n: draw_similarity([], names_of(n), [None] * n),
    "distances": lambda n: draw_distances(np.eye(n), names_of(n)),
    "mixed trends": lambda n: draw_trend(
        [g._replace(value=g.value[:4] + "学年" * (i % 2)) for i, g in enumerate(groups_of(min(n, 30), 5))]
    ),
    "trends": lambda n: draw_trend(groups_of(min(n, 30), 5)),
    "a trend": lambda n: draw_trend(groups_of(min(n, 30), 1)),
    "groups": lambda n: draw_groups(groups_of(min(n, 12), 6)),
    "a group": lambda n: draw_groups(groups_of(min(n, 12), 1)),
}


def is_whole(figure: Figure) -> bool:
    """Tell whether all that is drawn lies in the figure."""
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    drawn, (width, height) = figure.get_tightbbox(canvas.get_renderer()), figure.get_size_inches()
    return bool(0 <= drawn.x0 and 0 <= drawn.y0 and drawn.x1 <= width and drawn.y1 <= height)


@pytest.mark.parametrize("n", [1, 7, 30, 100])
@pytest.mark.parametrize("name", FIGURES)
def test_names_are_whole_and_do_not_run_into_each_other(name: str, n: int) -> None:
    figure = FIGURES[name](n)
    assert is_whole(figure)
    names = [text for text in figure.findobj(Text) if text.get_visible() and "…" in text.get_text()]
    places = [(text.get_text(), text.get_window_extent().padded(-1)) for text in names]
    assert [(a, b) for (a, at), (b, other) in combinations(places, 2) if at.overlaps(other)] == []


@pytest.mark.parametrize("by", ["school", "year", None])
def test_matrices_name_rows_and_columns(corpus: ct.Corpus, by: str | None) -> None:
    figure = ct.plots.distance_heatmap(corpus, by=by)
    assert is_whole(figure)
    axes = figure.axes[0]
    rows, columns = ([label.get_text() for label in own] for own in (axes.get_yticklabels(), axes.get_xticklabels()))
    assert rows == columns and len(rows) > 5


@pytest.fixture(scope="module")
def corpus() -> ct.Corpus:
    return ct.Corpus.build(DATA / "plans", meta=DATA / "meta.csv")


def test_figures_of_the_sample_plans(corpus: ct.Corpus) -> None:
    for figure in (ct.plots.theme_heatmap(corpus), ct.plots.similarity_heatmap(corpus)):
        png = figure._repr_png_()  # type: ignore[attr-defined]  # what a notebook calls
        assert png.startswith(b"\x89PNG") and len(png) > 10_000
        ElementTree.fromstring(to_svg(figure))


def test_figures_of_another_codebook(corpus: ct.Corpus) -> None:
    figure = ct.plots.theme_heatmap(corpus, codebook="school-work")
    assert [label.get_text() for label in figure.axes[0].get_xticklabels()] == list(
        ct.Codebook.bundled("school-work").themes
    )
    assert to_svg(ct.plots.distance_heatmap(corpus, codebook="school-work")) != to_svg(
        ct.plots.distance_heatmap(corpus)
    )


def test_the_same_figure_has_the_same_bytes() -> None:
    def draw() -> str:
        return to_svg(draw_themes(np.eye(3), ["甲", "乙", "丙"], ["师德", "校务公开", "送温暖"]))

    assert draw() == draw()


def test_families_stand_side_by_side() -> None:
    scores = [PairScore(0, 2, 0.9, 0.9, 0.9)]
    figure = draw_similarity(scores, ["甲计划", "乙计划", "丙计划"], [0, None, 0])
    axes = figure.axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["甲计划", "丙计划", "乙计划"]
    assert axes.images[0].get_array()[0, 1] == 0.9  # type: ignore[index]


def test_a_title_is_no_formula() -> None:
    figure = draw_themes(np.eye(2), [r"a$\frac{$", "乙"], ["师德", "$x$"])
    assert to_svg(figure).startswith("<svg")
    assert figure.axes[0].get_yticklabels()[0].get_text() == r"a$\frac{$"


def test_figures_of_nothing_and_of_much() -> None:
    assert to_svg(draw_themes(np.zeros((1, 1)), ["甲"], ["师德"])).startswith("<svg")
    crowded = draw_similarity([], [f"第{i}份计划" for i in range(120)], [None] * 120)
    names = [label.get_text() for label in crowded.axes[0].get_yticklabels()]
    assert names == [f"第{i}份计划" for i in range(0, 120, 2)]
    assert names == [label.get_text() for label in crowded.axes[0].get_xticklabels()]
    assert crowded.axes[0].get_xlabel() == "120 rows; one in 2 is named"
    assert draw_similarity([], ["甲", "乙"], [None] * 2).axes[0].get_xlabel() == ""
    assert to_svg(crowded).startswith("<svg")


def test_cells_of_many_rows_do_not_run_into_each_other() -> None:
    figure = draw_themes(np.tile([0.0, 1.0, 0.0], (400, 1)), names_of(400), ["师德", "送温暖", "维权"])
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    field = figure.axes[0].get_window_extent()
    row = np.asarray(canvas.buffer_rgba())[round(figure.bbox.height - field.y0 - field.height / 2)]
    drawn = row[round(field.x0) + 3 : round(field.x1) - 3]
    assert len(np.unique(drawn, axis=0)) <= 4, "two colours, and the two edges between columns"


def test_the_font_is_our_own_and_complete() -> None:
    font = TTFont(FONTS / "CorpusToolsSansSC.otf")
    assert font["name"].getDebugName(1) == "Corpus Tools Sans SC"
    assert "SIL Open Font License" in font["name"].getDebugName(13)
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text("utf-8")
    assert {ord(c) for c in "师德校务公开送温暖帼暨洮馨—“”"} <= set(font.getBestCmap())
    assert (FONTS / "CorpusToolsSansSC.otf").stat().st_size < 1.7e6


def test_trends_and_distances() -> None:
    interval = {"师德": Interval(0.1, 0.3), "$x$": None}
    years = [GroupThemes(str(year), 1, 1, {"师德": 0.2, "$x$": 0.0}, interval) for year in (2019, 2023)]
    figure = draw_trend(years)
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["师德", "$x$"]
    assert format_figure(figure, "svg") == format_figure(draw_trend(years), "svg")
    assert format_figure(figure, "png").startswith(b"\x89PNG") and format_figure(figure, "pdf").startswith(b"%PDF")
    terms = [years[0], years[1]._replace(value="2019年下学期")]
    labels = draw_trend(terms).axes[-1].get_xticklabels()
    assert [label.get_text() for label in labels] == ["2019", "2019年下学期"]
    assert to_svg(draw_trend([])).startswith("<svg")
    scales = [axes.get_ylim() for axes in figure.axes]
    assert scales == [pytest.approx((0, 0.33)), (0, 1)], "each field has its own, up to its intervals"
    assert "scale of its own" in figure.get_supxlabel()
    assert draw_trend([year._replace(shares={"师德": 0.2}) for year in years]).get_supxlabel() == ""
    matrix = np.array([[0.0, np.nan], [np.nan, 0.0]])
    assert to_svg(draw_distances(matrix, ["甲", "乙"])).startswith("<svg")


def trend_of(*values: str) -> Axes:
    return draw_trend([GroupThemes(value, 1, 1, {"师德": 0.1}, {"师德": None}) for value in values]).axes[0]


def test_years_are_whole_numbers() -> None:
    for axes in (trend_of(*map(str, range(1954, 2026))), trend_of("2009", "2010", "2025")):
        axes.figure.canvas.draw()
        labels = [label.get_text() for label in axes.get_xticklabels()]
        assert len(labels) > 3 and all(re.fullmatch(r"\d{4}", label) for label in labels)
    assert [label.get_text() for label in trend_of("2019", "2022").get_xticklabels()] == ["2019", "2022"]


def test_lines_break_where_years_have_no_plan() -> None:
    [line] = trend_of("1958", "1959", "1960", "1964", "1975").get_lines()
    assert np.array(line.get_xdata()).tolist() == pytest.approx(
        [1958, 1959, 1960, np.nan, 1964, np.nan, 1975], nan_ok=True
    )
    [line] = trend_of("2019年上学期", "2019年下学期", "2020年上学期", "2023年上学期").get_lines()
    assert np.isnan(np.array(line.get_ydata(), dtype=float)).tolist() == [False, False, False, True, False]


def test_years_and_school_years_have_lines_of_their_own() -> None:
    axes = trend_of("2022", "2022-2023学年", "2023", "2023-2024学年", "2024")
    years, school_years = axes.get_lines()
    assert np.array(years.get_xdata()).tolist() == [2022, 2023, 2024]
    assert np.array(school_years.get_xdata()).tolist() == [2022.5, 2023.5], "between the two years"
    assert years.get_marker() != school_years.get_marker()
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert labels == ["2022", "2022-23", "2023", "2023-24", "2024"]
    [legend] = axes.figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["years", "school years"]
    mixed = trend_of("2019年", "2019年下学期", "2020年")
    assert [len(np.array(line.get_xdata())) for line in mixed.get_lines()] == [2, 1]
    assert trend_of("2022", "2023").figure.legends == []


def test_plans_without_a_year_are_told(corpus: ct.Corpus) -> None:
    with pytest.warns(UngroupedWarning, match="have no year in year and are in no group") as told:
        ct.plots.trend_lines(corpus)
    assert [warning.filename for warning in told] == [__file__]


def test_labels_of_many_terms_leave_each_other_room() -> None:
    axes = trend_of(*(f"{year}年{term}学期" for year in range(2000, 2020) for term in "上下"))
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert labels[0] == "2000年上学期" and len(labels) <= 12
