"""Two plans side by side: in the columns of a terminal, as one self-contained HTML page, or as JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, zip_longest

from corpus_tools.corpus.result_rows import node_pair_rows
from corpus_tools.facts.differences import Fact, FactDifference
from corpus_tools.output.comparison_listings import facts_title, nodes_listing, themes_listing, themes_title
from corpus_tools.output.jsonl import rounded
from corpus_tools.output.listings import Listing, Printed, format_text, shorten, width_of
from corpus_tools.output.messages import _
from corpus_tools.output.names import FACT_NAMES, RELATION_NAMES, VERDICT_NAMES, format_direction, named, plan_title
from corpus_tools.output.pages import fill_template
from corpus_tools.output.reuse_documents import passage_fields, substitution_fields
from corpus_tools.output.theme_documents import codebook_fields
from corpus_tools.reuse.comparison import Comparison, Row, RowLook
from corpus_tools.reuse.evidence import word_evidence
from corpus_tools.reuse.runs import Look, Run, Side
from corpus_tools.spans import Span
from corpus_tools.themes.comparison import ThemesBeside

_GUTTER = 4
_PAGE_WIDTH = 160  # of the facts of either side on a page
_NARROWEST = 20  # columns of a side; a terminal that has less wraps by itself
# How a terminal shows a run: SGR codes of ECMA-48.
_COLOURS: Mapping[Look, str] = {
    "left_over": "1;30;43",
    "unequal": "1;31",
    "boilerplate": "36",
    "quotation": "36",
    "shared": "32",
}
# Where there are no colours: what stands around what differs, and what is left over of the other plan.
_MARKS: Mapping[Look, str] = {"left_over": "«»", "unequal": "{}"}
# What stands between the sides of a row.
_SIGNS: Mapping[RowLook, str] = {"same": "=", "substituted": "~", "different": "|", "only_a": "<", "only_b": ">"}
# What the two texts beside each other do not show by themselves.
_ELSEWHERE = ("renumbered", "moved", "merged", "split")

# A terminal would obey them.
_CONTROLS = {code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) != "\n"}

_Line = list[Run]
_BLANK: _Line = []


def format_comparison(comparison: Comparison, themes: ThemesBeside, columns: int, *, coloured: bool) -> str:
    """Return what differs in facts, themes and numbers, and the two plans in two columns, for a terminal of this width.

    Parameters
    ----------
    coloured
        Whether the terminal shows colours; without them what differs inside a passage stands in braces.
    """
    width = max(_NARROWEST, (columns - _GUTTER) // 2)
    facts = _facts_listing(comparison.facts, (columns - _NARROWEST) // 2 - 1)
    listings = [facts, themes_listing(themes), nodes_listing(comparison, _ELSEWHERE)]
    above = (line for listing in listings if listing.rows for line in ("", *format_text(listing).splitlines()))
    lines = [*_head(comparison), *above, "", *_legend(comparison, coloured), "", "-" * (2 * width + _GUTTER)]
    for row, *sides in _numbered_rows(comparison):
        left, right = (_wrap(_with_numbers(runs), width, coloured) for runs in sides)
        gutter = f" {_SIGNS[row.look]}{_letter(row)} "
        for left_line, right_line in zip_longest(left, right, fillvalue=_BLANK):
            shown = _paint(left_line, coloured) + " " * (width - _width(left_line))
            lines.append((shown + gutter + _paint(right_line, coloured)).rstrip())
    return "\n".join(lines) + "\n"


_Numbered = list[tuple[int | None, Run]]  # runs, with its number the first of a passage that was moved


def _numbered_rows(comparison: Comparison) -> Iterator[tuple[Row, _Numbered, _Numbered]]:
    """Yield the rows that print something, with the numbers of what was moved, one after another in ``a``."""
    seen: tuple[set[int | None], ...] = (set(), set())
    names = {
        number: name
        for name, number in enumerate(sorted(comparison.moved, key=lambda n: comparison.passages[n - 1].a), 1)
    }

    def number(runs: Iterable[Run], known: set[int | None]) -> Iterator[tuple[int | None, Run]]:
        for run in runs:
            yield None if run.passage in known else names.get(run.passage or 0), run
            known.add(run.passage)

    for row in comparison.rows:
        if any(row.printed):
            left, right = (list(number(runs, known)) for runs, known in zip(row.printed, seen, strict=True))
            yield row, left, right


def _with_numbers(runs: _Numbered) -> list[Run]:
    return [one for number, run in runs for one in ((Run(f"[{number}]"), run) if number else (run,))]


def format_comparison_page(comparison: Comparison, themes: ThemesBeside, version: str) -> str:
    """Return what differs in facts, themes and numbers, and the two plans in two columns, as an HTML page."""
    return fill_template(
        "comparison.html",
        comparison=comparison,
        facts=_facts_listing(comparison.facts, _PAGE_WIDTH),
        themes=themes,
        themes_title=themes_title(themes),
        nodes=nodes_listing(comparison, _ELSEWHERE),
        verdict=_verdict(comparison),
        relation=_relation(comparison),
        direction=format_direction(comparison.direction, ("A", "B")),
        rows=list(_numbered_rows(comparison)),
        titles=[plan_title(side.plan).shown for side in (comparison.a, comparison.b)],
        swapped=_swapped(comparison),
        version=version,
    )


def _facts_listing(facts: Sequence[FactDifference], width: int) -> Listing:
    """Return what only one of two plans states; ``width`` columns for either."""
    return Listing(
        "facts",
        facts_title(),
        ("kind", "a", "b", "both"),
        ("", _("only in A"), _("only in B"), _("in both")),
        [(named(own.kind, FACT_NAMES), _join(own.a, width), _join(own.b, width), own.n_both) for own in facts],
    )


def _join(facts: Sequence[Fact], width: int) -> Printed:
    return Printed(shorten(", ".join(fact.text for fact in facts) or "-", width))


def _verdict(comparison: Comparison) -> str:
    if comparison.verdict == "boilerplate" and not (comparison.a.boilerplate or comparison.b.boilerplate):
        return _("quotation")  # the verdict is one for both
    return _(VERDICT_NAMES[comparison.verdict]) if comparison.verdict else _("no verdict: too little is shared")


def _relation(comparison: Comparison) -> list[str]:
    return [] if comparison.relation == "unknown" else [_(RELATION_NAMES[comparison.relation])]


def _swapped(comparison: Comparison) -> list[str]:
    return [f"{s.original} → {s.replacement} × {s.n_places}" for s in comparison.substitutions]


def _head(comparison: Comparison) -> Iterator[str]:
    for letter, side in zip("AB", (comparison.a, comparison.b), strict=True):
        yield f"{letter}: {side.plan.plan_id}  {plan_title(side.plan).shown}"
    score = comparison.score
    figures = (
        _verdict(comparison),
        *_relation(comparison),
        f"{_('Jaccard')} {score.jaccard:.3f}",
        f"{_('A in B')} {score.containment_a:.1%}",
        f"{_('B in A')} {score.containment_b:.1%}",
    )
    yield " · ".join(figures)
    if comparison.direction.source is not None:
        yield format_direction(comparison.direction, ("A", "B"))
    if comparison.substitutions:
        yield f"{_('Words swapped:')} {', '.join(_swapped(comparison))}"


def _legend(comparison: Comparison, coloured: bool) -> Iterator[str]:
    marked = _("what differs is red") if coloured else _("what differs stands in braces")
    yield _("= the same; ~ the same but for some words, {marked}; < only in A; > only in B; | different").format(
        marked=marked
    )
    yield _("b behind the sign: most of the row is boilerplate; q: quotation of a reference document")
    if comparison.has_left_over:
        left_over = _("the name of the other's owner, or an earlier year than its own that both have")
        shown = _("on yellow") if coloured else _MARKS["left_over"]
        yield f"{shown}: {left_over}"
    if comparison.moved:
        elsewhere = _("stands elsewhere in the other, where the same number is")
        yield f"[1], [2] ...: {elsewhere}"


def _letter(row: Row) -> str:
    """Return the first letter of what most of a row is borrowed from, if it is: a short heading may stand before it."""
    n_characters = Counter[str]()
    for run in (*row.a, *row.b):
        n_characters[run.borrowing or " "] += len(run.text.strip())
    [(kind, n)] = n_characters.most_common(1)
    return kind[0] if 2 * n > n_characters.total() else " "


def _wrap(runs: Sequence[Run], width: int, coloured: bool) -> list[_Line]:
    """Return runs as lines of at most ``width`` columns, without blank ones around them."""
    lines: list[_Line] = [[]]
    used = 0
    for run in _braced(runs, coloured):
        for number, printed in enumerate(run.text.split("\n")):
            if number:
                lines.append([])
                used = 0
            start = 0
            for at, character in enumerate(printed):
                if used + width_of(character) > width:
                    lines[-1].append(run._replace(text=printed[start:at]))
                    lines.append([])
                    start, used = at, 0
                used += width_of(character)
            lines[-1].append(run._replace(text=printed[start:]))
    shown = [line for line in lines if any(run.text.strip() for run in line)]
    return shown or [[]]


def _braced(runs: Iterable[Run], coloured: bool) -> Iterator[Run]:
    """Yield runs as a terminal prints them; without colours with braces, one pair around all that differs in a row."""
    for marks, group in groupby(runs, lambda run: "" if coloured else _MARKS.get(run.look, "")):
        inner = [run._replace(text=run.text.translate(_CONTROLS)) for run in group]
        inner[0] = inner[0]._replace(text=marks[:1] + inner[0].text)
        inner[-1] = inner[-1]._replace(text=inner[-1].text + marks[1:])
        yield from inner


def _paint(line: Iterable[Run], coloured: bool) -> str:
    if not coloured:
        return "".join(run.text for run in line)
    return "".join(_paint_run(run.text, _COLOURS.get(run.look)) for run in line if run.text)


def _paint_run(text: str, code: str | None) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if code else text


def _width(line: Iterable[Run]) -> int:
    return sum(width_of(run.text) for run in line)


def comparison_document(comparison: Comparison, themes: ThemesBeside) -> dict[str, object]:
    """Return the document ``corpus-tools/compare/1``."""
    score, codebook = comparison.score, themes.codebook
    ids = comparison.a.plan.plan_id, comparison.b.plan.plan_id
    inner: dict[int, list[dict[str, object]]] = {}
    for number, a, b in comparison.differences:
        inner.setdefault(number, []).append({"a": list(a), "b": list(b)})
    return {
        "schema": "corpus-tools/compare/1",
        "a": _comparison_side(comparison.a, comparison.only_a),
        "b": _comparison_side(comparison.b, comparison.only_b),
        "jaccard": rounded(score.jaccard),
        "containment_a": rounded(score.containment_a),
        "containment_b": rounded(score.containment_b),
        "verdict": comparison.verdict,
        "relation": comparison.relation,
        "source": None if comparison.direction.source is None else ids[comparison.direction.source],
        "source_confidence": rounded(comparison.direction.confidence),
        "source_evidence": list(word_evidence(comparison.direction.evidence, ids)),
        "substitutions": [substitution_fields(substitution) for substitution in comparison.substitutions],
        "passages": [
            {
                **passage_fields(passage),
                "moved": number in comparison.moved,
                "differences": inner.get(number, []),
            }
            for number, passage in enumerate(comparison.passages, 1)
        ],
        "facts": [
            {
                "kind": difference.kind,
                "a": [_fact(fact) for fact in difference.a],
                "b": [_fact(fact) for fact in difference.b],
                "both": difference.n_both,
            }
            for difference in comparison.facts
        ],
        "themes": {
            "codebook": codebook_fields(codebook),
            "shares": [{"theme": own.theme, "a": rounded(own.a), "b": rounded(own.b)} for own in themes.shares],
        },
        "nodes": [
            {column: row[column] for column in ("a_node", "a_path", "b_node", "b_path", "score", "change")}
            for row in node_pair_rows((comparison.a.plan, comparison.b.plan), comparison.nodes)
        ],
    }


def _fact(fact: Fact) -> dict[str, object]:
    start, end = fact.places[0] if fact.places else (None, None)
    places = [list(place) for place in fact.places]
    return {"text": fact.text, "start": start, "end": end, "count": max(1, len(places)), "places": places}


def _comparison_side(side: Side, only: Sequence[Span]) -> dict[str, object]:
    return {
        "plan_id": side.plan.plan_id,
        "title": side.plan.title_text or None,
        "text": side.plan.text,
        "only": [list(span) for span in only],
        "boilerplate": [list(span) for span in side.boilerplate],
        "quotation": [list(span) for span in side.quotation],
    }
