"""The listings of two plans side by side: rows, differences, facts, themes, nodes, passages."""

from collections.abc import Container, Sequence

from corpus_tools.corpus.result_rows import node_pair_rows
from corpus_tools.output.listings import Cell, Listing, Name, Share
from corpus_tools.output.messages import _
from corpus_tools.output.names import CHANGE_NAMES, FACT_NAMES, ROW_NAMES, codebook_id, named
from corpus_tools.reuse.comparison import Comparison
from corpus_tools.spans import Span
from corpus_tools.themes.comparison import ThemesBeside

TABLES = ("passages", "rows", "differences", "facts", "themes", "nodes")

_SPANS = ("a_start", "a_end", "b_start", "b_end", "a_text", "b_text")


def comparison_listings(comparison: Comparison, themes: ThemesBeside) -> list[Listing]:
    """Return the listings of ``compare``, in the order of ``TABLES``."""
    return [
        _passages_listing(comparison),
        _rows_listing(comparison),
        _differences_listing(comparison),
        _facts_listing(comparison),
        themes_listing(themes),
        nodes_listing(comparison),
    ]


def _span_headings() -> tuple[str, ...]:
    return _("A from"), _("A to"), _("B from"), _("B to"), "A", "B"


def _span_cells(comparison: Comparison, a: Span | None, b: Span | None) -> Sequence[Cell]:
    text_a = comparison.a.plan.text[slice(*a)] if a else None
    text_b = comparison.b.plan.text[slice(*b)] if b else None
    return (*(a or (None, None)), *(b or (None, None)), text_a, text_b)


def _passages_listing(comparison: Comparison) -> Listing:
    """Return passages, and what only one of two plans has."""
    rows: list[Sequence[Cell]] = [
        (
            named(passage.kind, ROW_NAMES),
            _flag(passage.is_quoted),
            *_span_cells(comparison, passage.a, passage.b),
            number,
            _flag(number in comparison.moved),
        )
        for number, passage in enumerate(comparison.passages, 1)
    ]
    only: list[tuple[str, Span | None, Span | None]] = [
        *(("only_a", span, None) for span in comparison.only_a),
        *(("only_b", None, span) for span in comparison.only_b),
    ]
    none = None, None  # no passage: neither a number, nor moved
    rows += [(named(kind, ROW_NAMES), None, *_span_cells(comparison, a, b), *none) for kind, a, b in only]
    return Listing(
        "passages",
        _("What both have, and what only one of them has"),
        ("kind", "quoted", *_SPANS, "passage", "moved"),
        ("", _("quoted"), *_span_headings(), _("passage"), _("moved")),
        rows,
    )


def _flag(is_so: bool) -> str:
    return str(is_so).lower()


def _rows_listing(comparison: Comparison) -> Listing:
    return Listing(
        "rows",
        _("The two texts, row by row"),
        ("kind", *_SPANS),
        ("", *_span_headings()),
        [
            (named(row.look, ROW_NAMES), *_span_cells(comparison, row.at_a, row.at_b))
            for row in comparison.rows
            if any(row.printed)
        ],
    )


def _differences_listing(comparison: Comparison) -> Listing:
    return Listing(
        "differences",
        _("What differs inside the passages"),
        ("passage", *_SPANS),
        (_("passage"), *_span_headings()),
        [(own.passage, *_span_cells(comparison, own.a, own.b)) for own in comparison.differences],
    )


def _facts_listing(comparison: Comparison) -> Listing:
    """Return what only one of two plans states, or has left of the other's, a row a place."""
    ids = comparison.a.plan.plan_id, comparison.b.plan.plan_id
    return Listing(
        "facts",
        facts_title(),
        ("kind", "plan_id", "text", "start", "end"),
        ("", _("plan"), _("text"), _("start"), _("end")),
        [
            (named(own.kind, FACT_NAMES), Name(plan_id, letter), fact.text, *(place or (None, None)))
            for own in comparison.facts
            for facts, plan_id, letter in zip((own.a, own.b), ids, "AB", strict=True)
            for fact in facts
            for place in fact.places or (None,)
        ],
    )


def facts_title() -> str:
    """Return what the facts of two plans are called."""
    return _("Dates, years and names that differ, or are left over")


def nodes_listing(comparison: Comparison, changes: Container[str] = CHANGE_NAMES) -> Listing:
    """Return the sections and items of two plans beside each other, those of some changes only."""
    return Listing(
        "nodes",
        _("Sections and items, and what they are in the other plan"),
        ("change", "a_path", "b_path", "score", "a_node", "b_node"),
        ("", "A", "B", _("shared"), "", ""),
        [
            (
                named(row["change"], CHANGE_NAMES),
                *(row[column] for column in ("a_path", "b_path")),
                Share(row["score"]),
                *(row[column] for column in ("a_node", "b_node")),
            )
            for row in node_pair_rows((comparison.a.plan, comparison.b.plan), comparison.nodes)
            if row["change"] in changes
        ],
        n_shown=4,
    )


def themes_listing(themes: ThemesBeside) -> Listing:
    """Return the shares of themes in two plans."""
    return Listing(
        "themes",
        themes_title(themes),
        ("theme", "a", "b"),
        (_("theme"), "A", "B"),
        [(own.theme, Share(own.a), Share(own.b)) for own in themes.shares],
    ).marked("codebook", codebook_id(themes.codebook))


def themes_title(themes: ThemesBeside) -> str:
    """Return what the themes of two plans are called."""
    codebook = themes.codebook
    return _("Themes, as shares of the text ({name})").format(name=codebook.full_name)
