"""What a draft has from other plans and from reference documents, as findings; who shares what is told by ``reuse``."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from corpus_tools.checks.findings import Finding
from corpus_tools.checks.stated import Stated
from corpus_tools.reuse.comparison import find_sides
from corpus_tools.reuse.quotation import Quotation
from corpus_tools.reuse.results import Pair, Reuse, turn
from corpus_tools.reuse.seeds import SHORTEST_PASSAGE
from corpus_tools.reuse.shares import PlanReuse
from corpus_tools.spans import Span, gaps
from corpus_tools.structure.plans import Plan

_LEAST_SHARE = 0.05  # of the plan, to be worth a finding of its own
_SHORTEST_QUOTATION = 20
# What says that words are not the plan's own.
_MARKED = re.compile('[“”"「」『』《》]|规定|指出|强调|要求|根据|按照|依据|依照|精神|提出的?|通知|印发')


class CopiedShares(NamedTuple):
    """How much of a draft other plans have, without quotation, plans of the same owner and boilerplate.

    Attributes
    ----------
    total
        In all of them together.
    largest
        In the one that has most of it.
    source
        The id of that plan, None where nothing is shared.
    anywhere
        In all of them together with nothing left out.
    boilerplate, quotation
        What is boilerplate, and what reference documents have.
    """

    total: float
    largest: float
    source: str | None
    anywhere: float
    boilerplate: float
    quotation: float


def sum_up_copied(plans: Sequence[Plan], reuse: Reuse, draft: int) -> CopiedShares:
    """Return how much of one of the plans the others have."""
    own = reuse.plans[draft]
    shares = {share.left_out: share for share in own.shares}
    most = shares["all"]
    return CopiedShares(
        most.total,
        most.largest,
        None if most.source is None else plans[most.source].plan_id,
        shares["nothing"].total,
        own.boilerplate_share,
        own.quoted_share,
    )


def find_copied(plans: Sequence[Plan], reuse: Reuse, draft: int) -> list[Finding]:
    """Return what one of the plans has from the others, in the order of its text.

    Parameters
    ----------
    plans, reuse
        The plans that were compared, the draft among them, and what was found.
    draft
        The index of the draft.
    """
    stated = Stated(plans[draft])
    pairs = [pair if pair.score.b == draft else turn(pair) for pair in reuse.pairs if draft in pair.score[:2]]
    pairs = sorted((pair for pair in pairs if pair.verdict != "boilerplate"), key=_n_shared, reverse=True)
    foreign = [pair for pair in pairs if pair.relation != "same_school"]
    own = [pair for pair in pairs if pair.relation == "same_school"]
    side = find_sides(plans, reuse, (draft,))[draft]
    found = list(_find_share(stated, plans, reuse, draft))
    found += _find_passages(stated, plans, foreign, sorted((*side.boilerplate, *side.quotation)))
    for pair in own:
        longest = max((passage.b for passage in pair.passages), key=_length, default=None)
        found += [stated.find("own_passage", longest, plans[pair.score.a].plan_id)] if longest else []
    found += _find_boilerplate(stated, side.boilerplate, reuse.plans[draft])
    found += _find_spun_words(stated, reuse.plans[draft])
    return sorted(found)


def _find_share(stated: Stated, plans: Sequence[Plan], reuse: Reuse, draft: int) -> Iterator[Finding]:
    shares = sum_up_copied(plans, reuse, draft)
    if shares.total >= _LEAST_SHARE and shares.source:
        title = stated.plan.title or stated.own_lines[0]
        yield Finding(title.start, title.end, "copied_plan", shares.source, f"{shares.total:.0%}")


def _find_passages(
    stated: Stated, plans: Sequence[Plan], pairs: Iterable[Pair], borrowed: Sequence[Span]
) -> Iterator[Finding]:
    """Yield the passages of other owners' plans, each place once: as the plan has it that shares most."""
    taken: list[Span] = []
    for pair in pairs:
        for passage in pair.passages:
            left = _outside(passage.b, (*borrowed, *taken))
            if not passage.is_quoted and sum(map(_length, left)) >= SHORTEST_PASSAGE:
                taken.append(passage.b)
                yield stated.find("copied_passage", passage.b, plans[pair.score.a].plan_id)


def _outside(span: Span, others: Iterable[Span]) -> list[Span]:
    inside = sorted(
        Span(max(span.start, other.start), min(span.end, other.end))
        for other in others
        if other.start < span.end and span.start < other.end
    )
    return list(gaps(inside, *span))


def _find_boilerplate(stated: Stated, spans: Sequence[Span], own: PlanReuse) -> Iterator[Finding]:
    if spans and own.boilerplate_share >= _LEAST_SHARE:
        yield stated.find("boilerplate", max(spans, key=_length), f"{own.boilerplate_share:.0%}")


def _find_spun_words(stated: Stated, own: PlanReuse) -> Iterator[Finding]:
    """Yield the first place of each word that stands for another one."""
    seen: set[tuple[str, str]] = set()
    for place in own.spin.evidence if own.spin.suspected else ():
        words = place.original, place.replacement
        if words not in seen:
            yield stated.find("spun_words", place.span, place.original)
        seen.add(words)


def find_unmarked_quotations(plan: Plan, quotations: Iterable[Quotation]) -> list[Finding]:
    """Return the stretches that a reference document has, too, where nothing in the sentence says so."""
    stated = Stated(plan)
    found = []
    for quotation in quotations:
        around = stated.sentence_around(quotation)
        before = stated.text[min(around.start, quotation.start) : quotation.end]
        if quotation.n_matched >= _SHORTEST_QUOTATION and not _MARKED.search(before):
            found.append(stated.find("unmarked_quotation", quotation, quotation.reference))
    return sorted(found)


def _n_shared(pair: Pair) -> int:
    return sum(passage.n_matched for passage in pair.passages)


def _length(span: Span) -> int:
    return span.end - span.start
