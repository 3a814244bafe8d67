"""Themes of plans, made of the rows of a corpus again: nothing is coded a second time."""

from collections.abc import Iterable, Sequence

from corpus_tools.corpus.rows import Row
from corpus_tools.spans import Span
from corpus_tools.structure.clauses import Clause
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.coding import Code


def codes_of_rows(plans: Sequence[Plan], rows: Iterable[Row]) -> list[Code]:
    """Return the codes that rows describe; ``plans`` are all of the corpus."""
    places = {plan.plan_id: place for place, plan in enumerate(plans)}
    return [
        Code(
            places[row["plan_id"]],
            Clause(*(row[name] for name in Clause._fields)),
            row["theme"],
            row["via"],
            tuple(map(Span, row["evidence_start"], row["evidence_end"])),
            row["sub_theme"],
            row["basis"],
        )
        for row in rows
    ]
