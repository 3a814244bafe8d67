"""Passages: the stretches that two texts have in common, word for word or with words swapped.

1. Shared shingles that follow each other on both sides are *segments*.
2. A segment with no other close by is drawn out over unequal characters, as long as equal ones make up for them
   (BLAST's ungapped extension: Altschul et al., Basic local alignment search tool, 1990).
3. Segments in the same order on both sides, close together and hardly shifted, are chained; of all chains the best are
   taken (sparse dynamic programming: Eppstein et al., 1992).
4. Between two segments of a chain the texts are aligned with the fewest edits.
5. The ends of a passage are drawn out as far as what follows is likelier its own than chance, by the log odds of equal
   and of unequal characters (Karlin and Altschul, Methods for assessing the statistical significance of molecular
   sequence features, 1990): of text with four words in ten swapped more is let pass than of text without a change.

A passage has at least 13 equal characters, the rule that users of Chinese copy checkers know, and one more for every
two that are unequal.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from corpus_tools.arrays import Numbers, expand
from corpus_tools.folding import to_codes
from corpus_tools.han_numerals import DIGITS
from corpus_tools.reuse.seeds import LARGEST_DRIFT, LONGEST_GAP, SHORTEST_PASSAGE
from corpus_tools.reuse.shingles import SHINGLE_LENGTH, Hashes
from corpus_tools.spans import Span, merge

PassageKind = Literal["same", "substituted"]
_Characters = NDArray[np.uint32]

# A shingle that stands oftener than this in a text says nothing of where it comes from.
_MOST_REPEATS = 16
# How far a segment is drawn out, and how far its score may fall below the best before that ends.
_REACH = 64
_LARGEST_DROP = 16
# What an equal character adds to a score, and an unequal one takes off: of spun text four words in ten may be swapped.
_EQUAL, _UNEQUAL = 2, 1
# How many characters of unrelated texts beside each other are equal, at most; in log odds, what is gained by an end
# that is drawn out at least, and how far below the best it may fall before that ends.
_BY_CHANCE = 0.02
_LEAST_GAIN, _LARGEST_LOSS = 1.0, 12.0
# Of list numbers, as they fold: 二、 and 三、 begin what differs.
_NUMERALS = frozenset(f"0123456789{DIGITS}十百")
_SEPARATORS = frozenset(",.)")
# Of the number, or its bracket.
_BEFORE_UNEQUAL = "".join(_NUMERALS) + "("


class Edit(NamedTuple):
    """Where two aligned texts differ; one of the spans may be empty."""

    a: Span
    b: Span


class Alignment(NamedTuple):
    """A passage as two compared texts have it.

    Attributes
    ----------
    a, b
        The stretch in either text.
    n_matched
        How many of its characters are equal.
    edits
        What differs inside, in order.
    """

    a: Span
    b: Span
    n_matched: int
    edits: tuple[Edit, ...]

    def equal_runs(self) -> Iterator[tuple[Span, Span]]:
        """Yield what is equal before, between and behind the edits, on both sides; it may be empty."""
        start_a, start_b = self.a.start, self.b.start
        for a, b in self.edits:
            yield Span(start_a, a.start), Span(start_b, b.start)
            start_a, start_b = a.end, b.end
        yield Span(start_a, self.a.end), Span(start_b, self.b.end)


class Passage(NamedTuple):
    """A stretch that two plans share; both spans count in their plan's text.

    Attributes
    ----------
    n_matched
        How many of its characters are equal, once folded and with known substitutions undone.
    kind
        ``same`` where the folded text is the same on both sides.
    unequal_a, unequal_b
        What of either side differs from the other: substitutions and other edits.
    is_quoted
        Whether it lies in quotation, but for fewer characters than a passage has.
    """

    a: Span
    b: Span
    n_matched: int
    kind: PassageKind
    unequal_a: tuple[Span, ...]
    unequal_b: tuple[Span, ...]
    is_quoted: bool = False


class _Weights(NamedTuple):
    """What the characters beside the end of a segment count; a column has a row a segment.

    Of many segments they are small whole numbers, whose sums take a quarter of the memory and less time.
    ``largest_drop`` is how far the sum may fall below the best before that ends, ``least_gain`` what the best is above.
    """

    equal: np.int16 | NDArray[np.float64]
    unequal: np.int16 | NDArray[np.float64]
    largest_drop: float
    least_gain: float


class _Segments(NamedTuple):
    """Stretches of equal length on both sides with their scores."""

    a: Numbers
    b: Numbers
    lengths: Numbers
    scores: Numbers


def align(a: str, b: str, shingles_a: Hashes, shingles_b: Hashes, shortest: int = SHORTEST_PASSAGE) -> list[Alignment]:
    """Return the passages of two texts, those with most equal characters first.

    They may overlap: what stands once in a text and twice in the other is in two of them.

    Parameters
    ----------
    shingles_a, shingles_b
        ``hash_shingles`` of the texts.
    shortest
        Fewest equal characters of a passage in which all are equal.
    """
    if b < a:  # where a text repeats itself there are several ways: the same one, whichever text comes first
        return _sorted(_turned(found) for found in align(b, a, shingles_b, shingles_a, shortest))
    characters_a, characters_b = to_codes(a), to_codes(b)
    segments = _draw_out(_match(shingles_a, shingles_b), characters_a, characters_b)
    fewest = _EQUAL * shortest
    stretches = list(zip(segments.a.tolist(), segments.b.tolist(), segments.lengths.tolist(), strict=True))
    aligned = (_align_chain(a, b, [stretches[i] for i in chain]) for chain in _chain(segments, fewest))
    passages = [alignment for alignment in aligned if _score(alignment) >= fewest]
    found = {
        longer if _score(longer) >= fewest else passage
        for passage, (n_before, n_behind) in zip(passages, _grow(passages, characters_a, characters_b), strict=True)
        for longer in [_drop_number(a, b, _lengthen(a, b, passage, n_before, n_behind))]
    }
    return _sorted(found)


def _sorted(alignments: Iterable[Alignment]) -> list[Alignment]:
    return sorted(alignments, key=lambda one: (-one.n_matched, one.a.start + one.b.start, one))


def _turned(found: Alignment) -> Alignment:
    return Alignment(found.b, found.a, found.n_matched, tuple(Edit(edit.b, edit.a) for edit in found.edits))


def _score(alignment: Alignment) -> int:
    return _EQUAL * alignment.n_matched - _UNEQUAL * (_length(alignment) - alignment.n_matched)


def _length(alignment: Alignment) -> int:
    return max(alignment.a.end - alignment.a.start, alignment.b.end - alignment.b.start)


def set_apart(alignments: Iterable[Alignment]) -> list[Alignment]:
    """Return the alignments without what lies in one before them, on either side, in the order of ``b``.

    Where the end of one is the start of another by chance, as at the place of a line left out or moved, the first
    keeps it. What is left of the other may be two passages, or too little for one.
    """
    apart: list[Alignment] = []
    for found in alignments:
        left = [found]
        for other in [one for one in apart if _overlap(one.a, found.a) or _overlap(one.b, found.b)]:
            left = [
                piece for whole in left for rest in _cut_out(whole, 0, other.a) for piece in _cut_out(rest, 1, other.b)
            ]
        apart += left
    return sorted(apart, key=lambda found: found.b)


def _cut_out(found: Alignment, side: Literal[0, 1], span: Span) -> Iterator[Alignment]:
    """Yield what an alignment has before and behind a stretch of one side, where that is a passage."""
    start, end = found[side]
    if not _overlap(found[side], span):
        yield found
        return
    for low, high in ((start, span.start), (span.end, end)):
        piece = _clip(found, side, low, high)
        if piece and _score(piece) >= _EQUAL * SHORTEST_PASSAGE:
            yield piece


def _clip(found: Alignment, side: Literal[0, 1], low: int, high: int) -> Alignment | None:
    """Return what an alignment has between two offsets of one side, from its first equal character to its last."""
    runs = [run for run in found.equal_runs() if low < run[side].end and run[side].start < high]
    if not runs:
        return None
    first, last = runs[0], runs[-1]
    n_before, n_behind = max(0, low - first[side].start), max(0, last[side].end - high)
    a, b = (Span(first[i].start + n_before, last[i].end - n_behind) for i in (0, 1))
    if a.start >= a.end:
        return None
    edits = tuple(edit for edit in found.edits if low < edit[side].start and edit[side].end < high)
    return Alignment(a, b, a.end - a.start - sum(edit.a.end - edit.a.start for edit in edits), edits)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _match(a: Hashes, b: Hashes) -> _Segments:
    """Return the longest runs of shingles that follow each other in both texts."""
    order_a, order_b = np.argsort(a), np.argsort(b)  # equal shingles in any order: their matches are sorted below
    sorted_a, sorted_b = a[order_a], b[order_b]
    first, last = sorted_a.searchsorted(sorted_b), sorted_a.searchsorted(sorted_b, "right")
    shared = np.flatnonzero(first < last)
    first, n_in_a, hashes = first[shared], (last - first)[shared], sorted_b[shared]
    n_in_b = hashes.searchsorted(hashes, "right") - hashes.searchsorted(hashes)
    n_matches = np.where((n_in_a <= _MOST_REPEATS) & (n_in_b <= _MOST_REPEATS), n_in_a, 0)
    at_a = order_a[expand(first, n_matches)]
    at_b = np.repeat(order_b[shared], n_matches)
    shifts, at_b = np.divmod(np.sort((at_b - at_a + len(a)) * (len(b) + 1) + at_b), len(b) + 1)
    at_a = at_b - shifts + len(a)
    starts = np.flatnonzero((np.diff(at_b - at_a, prepend=-len(a) - 1) != 0) | (np.diff(at_b, prepend=-1) != 1))
    lengths = np.diff(starts, append=len(at_a)) + SHINGLE_LENGTH - 1
    return _Segments(at_a[starts], at_b[starts], lengths, lengths)


def _draw_out(segments: _Segments, a: _Characters, b: _Characters) -> _Segments:
    """Return the segments drawn out on both sides, those that meet put together."""
    if not len(segments.a):
        return segments
    lengths = np.minimum(segments.lengths, np.minimum(len(a) - segments.a, len(b) - segments.b))  # of padded texts
    # Where another segment can follow, the way to it is left for the alignment.
    links = _links(segments)
    room_behind, room_before = np.full(len(lengths), _REACH), np.full(len(lengths), _REACH)
    np.minimum.at(room_behind, links.firsts, np.maximum(links.least, 0))
    np.minimum.at(room_before, links.seconds, np.maximum(links.least, 0))
    weights = _Weights(np.int16(_EQUAL), np.int16(_UNEQUAL), _LARGEST_DROP, 0)
    behind = _reach(segments.a + lengths, segments.b + lengths, 1, room_behind, a, b, weights)
    before = _reach(segments.a - 1, segments.b - 1, -1, room_before, a, b, weights)
    shifts, starts, ends = segments.b - segments.a, segments.a - before, segments.a + lengths + behind
    shifts, starts, ends = _put_together(shifts, starts, ends)
    lengths = ends - starts
    in_a = expand(starts, lengths)
    n_equal = np.add.reduceat(
        a[in_a] == b[in_a + np.repeat(shifts, lengths)], np.cumsum(lengths) - lengths, dtype=np.int64
    )
    return _Segments(starts, starts + shifts, lengths, _EQUAL * n_equal - _UNEQUAL * (lengths - n_equal))


def _put_together(shifts: Numbers, starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return stretches with those of one shift that meet put together, in the order of both texts."""
    order = np.lexsort((starts, shifts))
    shifts, starts, ends = shifts[order], starts[order], ends[order]
    ranges = np.cumsum(np.diff(shifts, prepend=shifts[:1]) != 0) * (ends.max() + 1)  # of one shift behind the other
    furthest = np.maximum.accumulate(ranges + ends)
    firsts = np.flatnonzero(np.concatenate(([True], (ranges + starts)[1:] > furthest[:-1])))
    shifts, starts, ends = shifts[firsts], starts[firsts], np.maximum.reduceat(ends, firsts)
    order = np.lexsort((starts, 2 * starts + shifts))
    return shifts[order], starts[order], ends[order]


def _reach(
    at_a: Numbers, at_b: Numbers, step: Literal[1, -1], room: Numbers, a: _Characters, b: _Characters, weights: _Weights
) -> Numbers:
    """Return how many characters from ``at`` on, in the direction of ``step``, are best added to each segment."""
    equal = _windows(a, at_a, step, beyond=0xFFFFFFFE) == _windows(b, at_b, step, beyond=0xFFFFFFFF)
    equal &= np.arange(_REACH) < room[:, np.newaxis]
    gains = np.where(equal, weights.equal, -weights.unequal)
    scores = np.cumsum(gains, axis=1, dtype=gains.dtype)
    fall = np.maximum.accumulate(np.maximum(scores, 0), axis=1) - scores
    alive = np.logical_and.accumulate(fall <= weights.largest_drop, axis=1)
    best = np.where(alive, scores, 0)
    return np.where(best.max(axis=1) > weights.least_gain, best.argmax(axis=1) + 1, 0)


def _windows(characters: _Characters, at: Numbers, step: Literal[1, -1], beyond: int) -> _Characters:
    """Return for each place the characters from it on; ``beyond``, which no text has, stands for those outside."""
    windows = sliding_window_view(np.pad(characters, _REACH, constant_values=beyond), _REACH)
    return windows[at + _REACH] if step == 1 else windows[at + 1, ::-1]


def _chain(segments: _Segments, fewest: int) -> Iterator[list[int]]:
    """Yield chains of segments, the best first, and segments of a score of ``fewest``; none is in two of them.

    A chain is worth the scores of its segments less the characters between them, as unequal ones.
    """
    scores = segments.scores.tolist()
    values = list(scores)  # of the best chain that ends with each
    before: list[int | None] = [None] * len(values)
    links = _links(segments)
    costs = _UNEQUAL * np.maximum(links.most, 0) + _EQUAL * np.maximum(-links.least, 0)
    for first, second, cost in zip(links.firsts.tolist(), links.seconds.tolist(), costs.tolist(), strict=True):
        value = scores[second] + values[first] - cost
        if value > values[second]:
            values[second] = value
            before[second] = first
    used = [False] * len(values)
    ends = np.unique(np.concatenate((np.flatnonzero(segments.scores >= fewest), links.firsts, links.seconds))).tolist()
    for end in sorted(ends, key=lambda i: (-values[i], i)):
        chain = []
        at: int | None = end
        while at is not None and not used[at]:
            used[at] = True
            chain.append(at)
            at = before[at]
        if len(chain) > 1 or (chain and scores[end] >= fewest):
            yield chain[::-1]


class _Links(NamedTuple):
    """Which segment may follow which in a chain, ordered by the second.

    ``least`` and ``most`` are the characters between them on the side that has fewer, and on the other; negative where
    the segments overlap, as the text around an edit may repeat itself.
    """

    firsts: Numbers
    seconds: Numbers
    least: Numbers
    most: Numbers


def _links(segments: _Segments) -> _Links:
    ends_a, ends_b = segments.a + segments.lengths, segments.b + segments.lengths
    by_end = np.argsort(ends_a, kind="stable")
    low = ends_a[by_end].searchsorted(segments.a - LONGEST_GAP)
    high = ends_a[by_end].searchsorted(segments.a + LONGEST_GAP, "right")
    firsts = by_end[expand(low, high - low)]
    seconds = np.repeat(np.arange(len(low)), high - low)
    gap_a, gap_b = segments.a[seconds] - ends_a[firsts], segments.b[seconds] - ends_b[firsts]
    least, most = np.minimum(gap_a, gap_b), np.maximum(gap_a, gap_b)
    follows = (segments.a[firsts] < segments.a[seconds]) & (segments.b[firsts] < segments.b[seconds])
    short = np.minimum(segments.lengths[firsts], segments.lengths[seconds])
    kept = follows & (most <= LONGEST_GAP) & (most - least <= LARGEST_DRIFT) & (-least < short)
    return _Links(firsts[kept], seconds[kept], least[kept], most[kept])


def _align_chain(a: str, b: str, chain: Sequence[tuple[int, int, int]]) -> Alignment:
    """Return the alignment of a chain of segments ``(start in a, start in b, length)``."""
    start_a, start_b, _ = chain[0]
    at_a, at_b = start_a, start_b
    edits: list[Edit] = []
    for next_a, next_b, length in chain:
        n_twice = max(0, at_a - next_a, at_b - next_b)
        next_a, next_b, length = next_a + n_twice, next_b + n_twice, length - n_twice
        edits += _edit(a, b, Span(at_a, next_a), Span(at_b, next_b))
        edits += _differ(a, b, next_a, next_b, length)
        at_a, at_b = next_a + length, next_b + length
    edits = list(merge(edits, join_touching))
    n_matched = at_a - start_a - sum(edit.a.end - edit.a.start for edit in edits)
    return Alignment(Span(start_a, at_a), Span(start_b, at_b), n_matched, tuple(edits))


def _edit(a: str, b: str, span_a: Span, span_b: Span) -> Iterator[Edit]:
    """Yield the fewest edits between two stretches; of several ways the same one in every pair of texts."""
    text_a, text_b = a[slice(*span_a)], b[slice(*span_b)]
    turned = text_b < text_a
    for operation in Levenshtein.opcodes(*((text_b, text_a) if turned else (text_a, text_b))):
        if operation.tag != "equal":
            source = Span(operation.src_start, operation.src_end)
            target = Span(operation.dest_start, operation.dest_end)
            in_a, in_b = (target, source) if turned else (source, target)
            yield Edit(
                Span(span_a.start + in_a.start, span_a.start + in_a.end),
                Span(span_b.start + in_b.start, span_b.start + in_b.end),
            )


def _differ(a: str, b: str, start_a: int, start_b: int, length: int) -> Iterator[Edit]:
    """Yield the unequal characters of two stretches of equal length."""
    text_a, text_b = a[start_a : start_a + length], b[start_b : start_b + length]
    if text_a != text_b:
        for i, (one, other) in enumerate(zip(text_a, text_b, strict=True)):
            if one != other:
                yield Edit(Span(start_a + i, start_a + i + 1), Span(start_b + i, start_b + i + 1))


def _grow(passages: Sequence[Alignment], a: _Characters, b: _Characters) -> list[tuple[int, int]]:
    """Return how many characters before and behind each passage are likelier its own than there by chance."""
    if not passages:
        return []
    n_matched = np.array([passage.n_matched for passage in passages])
    # As if one equal and one unequal character more had been seen (Laplace).
    shares = ((n_matched + 1) / (np.array([_length(passage) for passage in passages]) + 2)).reshape(-1, 1)
    weights = _Weights(
        np.log(shares / _BY_CHANCE), -np.log((1 - shares) / (1 - _BY_CHANCE)), _LARGEST_LOSS, _LEAST_GAIN
    )
    sides = np.array([(*passage.a, *passage.b) for passage in passages])
    room = np.full(len(passages), _REACH)
    before = _reach(sides[:, 0] - 1, sides[:, 2] - 1, -1, room, a, b, weights)
    behind = _reach(sides[:, 1], sides[:, 3], 1, room, a, b, weights)
    return list(zip(before.tolist(), behind.tolist(), strict=True))


def _lengthen(a: str, b: str, passage: Alignment, n_before: int, n_behind: int) -> Alignment:
    """Return a passage with so many characters more on both sides."""
    in_a = Span(passage.a.start - n_before, passage.a.end + n_behind)
    in_b = Span(passage.b.start - n_before, passage.b.end + n_behind)
    before = list(_differ(a, b, in_a.start, in_b.start, n_before))
    behind = list(_differ(a, b, passage.a.end, passage.b.end, n_behind))
    n_matched = passage.n_matched + n_before + n_behind - len(before) - len(behind)
    return Alignment(in_a, in_b, n_matched, tuple(merge([*before, *passage.edits, *behind], join_touching)))


def _drop_number(a: str, b: str, passage: Alignment) -> Alignment:
    """Return a passage without an unequal list number at its end: the separator behind it is the same by chance."""
    last = passage.edits[-1] if passage.edits else None
    if last is None or passage.a.end - last.a.end != 1 or a[last.a.end] not in _SEPARATORS:
        return passage
    if not (_NUMERALS.issuperset(a[slice(*last.a)]) and _NUMERALS.issuperset(b[slice(*last.b)])):
        return passage
    before = a[passage.edits[-2].a.end if len(passage.edits) > 1 else passage.a.start : last.a.start]
    n_more = len(before) - len(before.rstrip(_BEFORE_UNEQUAL))
    if n_more == len(before):
        return passage
    in_a, in_b = (Span(span.start, edit.start - n_more) for span, edit in ((passage.a, last.a), (passage.b, last.b)))
    return Alignment(in_a, in_b, passage.n_matched - n_more - 1, passage.edits[:-1])


def join_touching(one: Edit, other: Edit) -> Edit | None:
    """Return two edits as one, if nothing is between them on either side."""
    if one.a.end != other.a.start or one.b.end != other.b.start:
        return None
    return Edit(Span(one.a.start, other.a.end), Span(one.b.start, other.b.end))


def in_order(passages: Iterable[Passage]) -> list[Passage]:
    """Return the passages that follow each other on both sides, the most equal characters of all."""
    best: list[tuple[int, list[Passage]]] = []
    for passage in sorted(passages, key=lambda passage: passage.b):
        before = [chain for chain in best if chain[1][-1].a.end <= passage.a.start]
        n_matched, chain = max(before, key=lambda chain: chain[0], default=(0, []))
        best.append((n_matched + passage.n_matched, [*chain, passage]))
    return max(best, key=lambda chain: chain[0], default=(0, []))[1]
