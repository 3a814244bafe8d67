"""One pair of plans: their bodies aligned, and the verdict on what they share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus_tools.arrays import Flags, cover, find_spans
from corpus_tools.reuse.bodies import Bodies, Body
from corpus_tools.reuse.passages import Alignment, Passage, align, in_order, set_apart
from corpus_tools.reuse.results import Thresholds, Verdict
from corpus_tools.reuse.scores import PairScore, score_shingles
from corpus_tools.reuse.seeds import SHORTEST_PASSAGE
from corpus_tools.reuse.shares import Borrowed
from corpus_tools.reuse.substitutions import Swap, find_swaps, find_undone
from corpus_tools.spans import Span


class Compared(NamedTuple):
    """A pair before boilerplate is known; spans count in the folded bodies.

    Attributes
    ----------
    score
        Of the bodies as printed.
    passages
        As ``Pair`` has them.
    spans
        Those of all alignments, which may overlap.
    lengths
        Of the bodies.
    swaps
        The words that differ; none where they are few of all that differs.
    copy
        The verdict that needs no boilerplate.
    is_alike
        Whether both plans are alike as a whole, and not only one of them contained in the other.
    """

    score: PairScore
    passages: tuple[Passage, ...]
    spans: tuple[tuple[Span, Span], ...]
    lengths: tuple[int, int]
    swaps: tuple[Swap, ...]
    copy: Verdict | None = None
    is_alike: bool = False

    @property
    def covered(self) -> tuple[Flags, Flags]:
        """Which characters of either plan lie in what they share."""
        spans_a, spans_b = ([spans[side] for spans in self.spans] for side in (0, 1))
        return cover(spans_a, self.lengths[0]), cover(spans_b, self.lengths[1])


@dataclass(frozen=True)
class Comparer:
    """Compares pairs of plans, in this process or in another.

    Attributes
    ----------
    printed, undone
        The bodies as printed, and with substitutions undone.
    quoted
        Which characters of a body are quotation, by the index of its plan.
    """

    printed: Bodies
    undone: Bodies
    quoted: Mapping[int, Flags]
    thresholds: Thresholds

    def __call__(self, pairs: Iterable[Sequence[int]]) -> list[Compared]:
        """Return what each pair shares that shares anything."""
        return [one for one in (self._compare(a, b) for a, b in pairs) if one]

    def _compare(self, index_a: int, index_b: int) -> Compared | None:
        a, b = self.undone[index_a], self.undone[index_b]
        score = score_bodies(self.printed, index_a, index_b)
        alignments = _align(a, b)
        is_equal = a.folded.text == b.folded.text != ""
        if not (alignments or is_equal or score.jaccard >= self.thresholds.near):
            return None
        apart = set_apart(alignments)
        swaps_of = [tuple(find_undone(a.undone, b.undone, found)) for found in apart]
        compared = Compared(
            score,
            tuple(
                _passage(a, b, found, own, self.quoted.get(index_a), self.quoted.get(index_b))
                for found, own in zip(apart, swaps_of, strict=True)
            ),
            tuple((a.undone.before(found.a), b.undone.before(found.b)) for found in alignments),
            (len(a.folded.text), len(b.folded.text)),
            tuple(swap for found in swaps_of for swap in found),
            "exact" if is_equal else None,
        )
        n_edits = sum(len(found.edits) for found in apart)
        return _name_copy(compared, score_bodies(self.undone, index_a, index_b), n_edits, self.thresholds)


def _name_copy(one: Compared, undone: PairScore, n_edits: int, thresholds: Thresholds) -> Compared:
    """Return a pair with the verdict that needs no boilerplate; swaps that are few of all that differs are left out.

    Parameters
    ----------
    undone
        The score with substitutions undone.
    n_edits
        What else differs in the passages.
    """
    copy = one.copy
    swaps = one.swaps if len(one.swaps) >= thresholds.spun_share * (len(one.swaps) + n_edits) else ()
    if not copy and max(undone.containment_a, undone.containment_b) >= thresholds.spun_containment:
        copy = "spun" if is_systematic(swaps, thresholds) else None
    if not copy and one.score.jaccard >= thresholds.near:
        copy = "near"
    is_near = max(one.score.jaccard, undone.jaccard) >= thresholds.near
    is_alike = is_near if copy else _is_filled_in(one, thresholds)
    return one._replace(copy=copy, is_alike=is_alike, swaps=swaps)


def is_systematic(swaps: Sequence[Swap], thresholds: Thresholds) -> bool:
    """Tell whether so many words differ between two plans that somebody has swapped them."""
    n_words = len({frozenset(swap.words) for swap in swaps})
    return len(swaps) >= thresholds.spun_places or n_words >= thresholds.spun_words


def score_bodies(bodies: Bodies, a: int, b: int) -> PairScore:
    """Return the scores of two plans, by their indexes."""
    return score_shingles(a, b, bodies[a].distinct_shingles, bodies[b].distinct_shingles)


def _align(a: Body, b: Body) -> list[Alignment]:
    if a.undone.text == b.undone.text:
        whole = Span(0, len(a.undone.text))
        is_enough = whole.end >= SHORTEST_PASSAGE or a.folded.text == b.folded.text != ""
        return [Alignment(whole, whole, whole.end, ())] if is_enough else []
    return align(a.undone.text, b.undone.text, a.shingles, b.shingles)


def find_body_swaps(a: Body, b: Body) -> Iterator[Swap]:
    """Yield the words that differ in what two plans share."""
    for alignment in set_apart(_align(a, b)):
        if alignment.edits:
            yield from find_swaps(a.folded.text, b.folded.text, alignment)


def _passage(
    a: Body, b: Body, found: Alignment, swaps: Sequence[Swap], quoted_a: Flags | None, quoted_b: Flags | None
) -> Passage:
    in_a, in_b = a.undone.before(found.a), b.undone.before(found.b)
    same = a.folded.text[slice(*in_a)] == b.folded.text[slice(*in_b)]
    swapped_a = (Span(swap.at_a, swap.at_a + len(swap.words[0])) for swap in swaps)
    swapped_b = (Span(swap.at_b, swap.at_b + len(swap.words[1])) for swap in swaps)
    return Passage(
        Span(*a.folded.original(*in_a)),
        Span(*b.folded.original(*in_b)),
        found.n_matched,
        "same" if same else "substituted",
        _unequal(a, (edit.a for edit in found.edits), swapped_a),
        _unequal(b, (edit.b for edit in found.edits), swapped_b),
        _is_quoted(in_a, quoted_a) or _is_quoted(in_b, quoted_b),
    )


def _is_quoted(span: Span, quoted: Flags | None) -> bool:
    """Tell whether less is left of a passage than a passage has, once quotation is taken out."""
    return quoted is not None and int((~quoted[slice(*span)]).sum()) < SHORTEST_PASSAGE


def _unequal(body: Body, edits: Iterable[Span], swapped: Iterable[Span]) -> tuple[Span, ...]:
    """Return what one side of a passage has for itself, in its plan's text."""
    edited = (body.undone.before(span) for span in edits if span.end > span.start)
    return tuple(Span(*body.folded.original(*span)) for span in sorted({*edited, *swapped}))


def _is_filled_in(one: Compared, thresholds: Thresholds) -> bool:
    """Tell whether two plans look filled into one template: they share nearly all, equal and in the same order.

    Where something is filled in all over, they have few runs of characters in common all the same. Unrelated plans put
    together from what everybody has do not have it in the same order, or have much of their own between it.
    """
    covered = one.covered
    n_equal = sum(passage.n_matched for passage in in_order(one.passages))
    return _hold(covered, thresholds.family_share) and all(
        n_equal >= thresholds.family_share * flags.sum() for flags in covered
    )


def connects(one: Compared, borrowed: Borrowed, thresholds: Thresholds) -> bool:
    """Tell whether a pair makes its plans a family: as copies, for more than what everybody has.

    A short plan of boilerplate with its words swapped is contained in every plan that has the same boilerplate; those
    are no copies of each other for that.
    """
    if one.copy == "exact":
        return True
    covered = one.covered
    commons = [borrowed.of(plan) for plan in one.score[:2]]
    own = [borrowed.own_of(plan, flags) for plan, flags in zip(one.score[:2], covered, strict=True)]
    if not one.copy:  # filled into one template, whose sections may have been moved
        return _hold(covered, thresholds.family_share) and _hold(own, thresholds.family_own_share)
    if not any((flags & common).any() for flags, common in zip(covered, commons, strict=True)):
        return True
    return all(_is_partial(flags, thresholds) for flags in own)


def _hold(sides: Iterable[Flags], share: float) -> bool:
    """Tell whether so much of either side is marked."""
    return all(bool(flags.mean() >= share) for flags in sides)


def judge(shared: Flags, own: Flags, thresholds: Thresholds) -> Verdict | None:
    """Return the verdict on two plans that are no copies of each other.

    Parameters
    ----------
    shared
        What one plan shares with the other.
    own
        The same, boilerplate and quotation left out. Little of it changes nothing where they alone are much.
    """
    if _is_partial(own, thresholds):
        return "partial"
    is_little = int(own.sum()) < SHORTEST_PASSAGE
    return "boilerplate" if is_little or _is_partial(shared & ~own, thresholds) else None


def _is_partial(flags: Flags, thresholds: Thresholds) -> bool:
    """Tell whether so much of a plan is marked as makes it a partial copy."""
    fewest = max(1.0, thresholds.partial_share * len(flags))
    return bool(flags.sum() >= fewest) or _longest(flags) >= thresholds.partial_length


def _longest(flags: Flags) -> int:
    """Return the length of the longest run of set flags."""
    starts, ends = find_spans(flags).T
    return int((ends - starts).max(initial=0))
