"""Alignment: the clauses of one theme in two plans or groups side by side, with the words that differ.

Clauses are paired so that the pairs are alike as a whole (the assignment problem; Crouse 2016 in SciPy), wherever they
stand: two plans seldom take a theme's points in the same order. Likeness is the normalised indel similarity of the
folded characters (2 x longest common subsequence / both lengths). What differs is told in words, as single characters
of Chinese fall together by chance.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from corpus_tools.errors import AlignmentError
from corpus_tools.reuse.families import count_once
from corpus_tools.scripts import fold_simplified
from corpus_tools.spans import Span, merge
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.coding import Code
from corpus_tools.words.terms import cut_tokens

LEAST_SIMILARITY = 0.3


class ThemeClause(NamedTuple):
    """A clause of a theme; the span counts in the plan's text."""

    plan_id: str
    start: int
    end: int
    text: str


class Aligned(NamedTuple):
    """A clause of each side, or of one side alone.

    Attributes
    ----------
    a, b
        None where the other side has no clause like it.
    similarity
        0 to 1; 0 for a clause alone.
    unequal_a, unequal_b
        What the other side does not have; spans count in the clause's text.
    """

    a: ThemeClause | None
    b: ThemeClause | None
    similarity: float
    unequal_a: tuple[Span, ...] = ()
    unequal_b: tuple[Span, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return plain values; the spans of what differs count in the plan's text."""
        return {
            "similarity": self.similarity,
            "a": _side_dict(self.a, self.unequal_a),
            "b": _side_dict(self.b, self.unequal_b),
        }

    def marked(self) -> tuple[str | None, str | None]:
        """Return both texts with what differs in braces."""
        return _mark(self.a, self.unequal_a), _mark(self.b, self.unequal_b)


def check_sides(values: Sequence[str | None], *sides: str) -> None:
    """Raise AlignmentError unless each side is a value."""
    for side in sides:
        if side not in values:
            raise AlignmentError(side=side, example=next(value for value in values if value))


def gather_clauses(
    plans: Sequence[Plan], codes: Iterable[Code], group: Iterable[int], family_numbers: Sequence[int]
) -> list[ThemeClause]:
    """Return the clauses of a group of plans, given by their numbers, that some codes are of.

    What only a heading says is left out. A family counts once, as ``reuse.families.count_once`` has it.
    """
    counted = set(count_once(plans, family_numbers, group)[0])
    own = ((plans[code.plan], code.clause) for code in codes if code.plan in counted and code.via == "text")
    return [ThemeClause(plan.plan_id, c.start, c.end, plan.text[c.start : c.end]) for plan, c in own]


def align_clauses(a: Sequence[ThemeClause], b: Sequence[ThemeClause], least: float = LEAST_SIMILARITY) -> list[Aligned]:
    """Return all clauses of both sides, each side in its order: the pairs, what ``a`` has alone, what ``b`` has alone.

    Which are paired does not depend on that order.

    Parameters
    ----------
    least
        The lowest similarity of a pair.
    """
    partners = _pair(a, b, least)
    taken = {j for j, _similarity in partners.values()}
    return [
        *(
            Aligned(a[i], b[j], round(similarity, 4), *compare_words(a[i].text, b[j].text))
            for i, (j, similarity) in partners.items()
        ),
        *(Aligned(clause, None, 0.0) for i, clause in enumerate(a) if i not in partners),
        *(Aligned(None, clause, 0.0) for j, clause in enumerate(b) if j not in taken),
    ]


def compare_words(a: str, b: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the spans of the words that one text has and the other has not, or not in that place."""
    from rapidfuzz.distance import Indel

    cut_a, cut_b = list(_cut(a)), list(_cut(b))
    unequal_a, unequal_b = [], []
    for opcode in Indel.opcodes([form for form, _ in cut_a], [form for form, _ in cut_b]):
        if opcode.tag != "equal":
            unequal_a += [span for _, span in cut_a[opcode.src_start : opcode.src_end]]
            unequal_b += [span for _, span in cut_b[opcode.dest_start : opcode.dest_end]]
    return tuple(merge(unequal_a, partial(_join, a))), tuple(merge(unequal_b, partial(_join, b)))


def _pair(a: Sequence[ThemeClause], b: Sequence[ThemeClause], least: float) -> dict[int, tuple[int, float]]:
    """Return for each clause of ``a`` that has a partner its index in ``b`` and the similarity."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist
    from scipy.optimize import linear_sum_assignment

    if not a or not b:
        return {}
    order_a, order_b = (sorted(range(len(side)), key=side.__getitem__) for side in (a, b))
    folded_a, folded_b = (
        [fold_simplified(side[i].text).text for i in order] for side, order in ((a, order_a), (b, order_b))
    )
    similarity = cdist(folded_a, folded_b, scorer=Indel.normalized_similarity, dtype=np.float32)
    similarity[similarity < least] = 0  # an unlike pair is worth as much as none
    rows, columns = linear_sum_assignment(similarity, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    found = {order_a[i]: (order_b[j], float(similarity[i, j])) for i, j in pairs if similarity[i, j] > 0}
    return dict(sorted(found.items()))


def _cut(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the folded form of each word with its span; what folds to nothing is left out."""
    start = 0
    for token in cut_tokens(text):
        form = fold_simplified(token).text
        if form:
            yield form, Span(start, start + len(token))
        start += len(token)


def _join(text: str, one: Span, other: Span) -> Span | None:
    """Return two spans as one, if only blanks are between them."""
    return None if text[one.end : other.start].strip() else Span(one.start, other.end)


def _side_dict(clause: ThemeClause | None, unequal: Iterable[Span]) -> dict[str, object] | None:
    if clause is None:
        return None
    return {**clause._asdict(), "unequal": [[clause.start + start, clause.start + end] for start, end in unequal]}


def _mark(clause: ThemeClause | None, unequal: Iterable[Span]) -> str | None:
    if clause is None:
        return None
    text, reached, pieces = clause.text, 0, []
    for start, end in unequal:
        pieces += [text[reached:start], "{", text[start:end], "}"]
        reached = end
    return "".join([*pieces, text[reached:]])
