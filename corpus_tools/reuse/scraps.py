"""Scraps: what an alignment of a plan with a reference has at its ends, and is no quotation.

A quotation begins and ends with words, and with the stop of its last clause. A stop before it belongs to what the plan
says itself, and so do a few characters of a clause that goes on in other words: ``如下。`` before a paragraph that is
quoted is the same by chance.
"""

from typing import NamedTuple

import numpy as np

from corpus_tools.folding import Folded
from corpus_tools.reuse.passages import Alignment
from corpus_tools.reuse.seeds import SHORTEST_PASSAGE
from corpus_tools.spans import Span

# Letters and digits of a clause that is cut; so many in a row are hardly the same by chance.
_FEWEST_LETTERS = 6

# As they fold; what opens may begin a quotation, and what closes may end it.
_STOPS = ".!?;"
_BEFORE_WORDS = f'{_STOPS},:"-·…)]》'
_BEHIND_WORDS = ',:"-·…([《'


class FoldedText(NamedTuple):
    """A text and its matching form."""

    text: str
    folded: Folded

    def clip(self, start: int, end: int) -> "FoldedText":
        """Return the text with a stretch of the matching form."""
        return FoldedText(self.text, self.folded.clip(start, end))

    def line_ends(self, at: int) -> bool:
        """Tell whether a line ends before a character of the matching form."""
        start, end = self.folded.positions[at - 1 : at + 1].tolist()
        return "\n" in self.text[start + 1 : end]

    def clause_ends(self, at: int) -> bool:
        """Tell whether a stop or a line end is before a character of the matching form."""
        return self.folded.text[at - 1] in _STOPS or self.line_ends(at)

    def goes_on(self, at: int) -> bool:
        """Tell whether a clause has words on both sides of a border of the matching form, and nothing between them."""
        around = self.folded.text[at - 1 : at + 1] if at else ""
        return len(around) == 2 and around.isalnum() and bool(np.diff(self.folded.positions[at - 1 : at + 1]) == 1)


def drop_scraps(plan: FoldedText, reference: FoldedText, found: Alignment) -> Alignment | None:
    """Return an alignment without the scraps at its ends; None where too little is left.

    Parameters
    ----------
    found
        Of the two matching forms.
    """
    words = plan.folded.text
    start, end = outer = _strip(words, found.a)
    borders = [at for at in range(start + 1, end) if plan.clause_ends(at)]
    if borders and _is_scrap(words[start : borders[0]]) and _is_cut(plan, reference, found, start):
        start = borders[0]
    if borders and _is_scrap(words[borders[-1] : end]) and _is_cut(plan, reference, found, end):
        end = borders[-1]
    left = _narrow(found, _strip(words, Span(start, end)))
    return left if (start, end) == outer or left.n_matched >= SHORTEST_PASSAGE else None


def _strip(words: str, span: Span) -> Span:
    start, end = span
    while start < end and words[start] in _BEFORE_WORDS:
        start += 1
    while start < end and words[end - 1] in _BEHIND_WORDS:
        end -= 1
    return Span(start, end)


def _is_scrap(piece: str) -> bool:
    return sum(map(str.isalnum, piece)) < _FEWEST_LETTERS


def _is_cut(plan: FoldedText, reference: FoldedText, found: Alignment, at: int) -> bool:
    """Tell whether an end of an alignment cuts a clause, on either side."""
    return plan.goes_on(at) or reference.goes_on(_across(found, at))


def _across(found: Alignment, at: int) -> int:
    """Return where an offset of the first text lies in the second."""
    run_a, run_b = next(run for run in found.equal_runs() if at <= run[0].end)
    return run_b.start + max(0, at - run_a.start)


def _narrow(found: Alignment, a: Span) -> Alignment:
    """Return what an alignment has in a stretch of the first text."""
    b = Span(_across(found, a.start), _across(found, a.end))
    edits = tuple(edit for edit in found.edits if a.start <= edit.a.start and edit.a.end <= a.end)
    return Alignment(a, b, a.end - a.start - sum(edit.a.end - edit.a.start for edit in edits), edits)
