"""Boilerplate: clauses that many unrelated plans share, so that sharing them proves nothing.

A stock sentence in which each plan has its own name or date is the same sentence.
"""

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.arrays import expand, group_equal, pairs_within
from corpus_tools.reuse.bands import LARGEST_BUCKET
from corpus_tools.reuse.shingles import Hashes
from corpus_tools.scripts import fold_simplified
from corpus_tools.structure.plans import Plan

SHORTEST_CLAUSE = 8
FEWEST_FAMILIES = 5
# What stands for a name or a date: where clauses are compared, and where one is printed for all.
_MASK, _PRINTED_MASK = "\0", "○○"
_MASKS = re.compile(f"{_MASK}+")
_OWN_DATES = frozenset({"day", "month", "year", "years", "school_year", "masked", "month_day"})


class Occurrence(NamedTuple):
    """Where a clause stands: the index of the plan, and the span in its text."""

    plan: int
    start: int
    end: int


class Boilerplate(NamedTuple):
    """A clause that many families share.

    Attributes
    ----------
    text
        As its first occurrence prints it, with ○○ for the names and dates that others have in another form.
    n_plans, n_families
        A family of copies counts once, or one much copied plan would look like boilerplate.
    occurrences
        In the order of the corpus.
    """

    text: str
    n_plans: int
    n_families: int
    occurrences: tuple[Occurrence, ...]


class Clauses(NamedTuple):
    """The clauses of all plans as parallel columns, in the order of the corpus.

    Attributes
    ----------
    hashes
        Equal for clauses that are equal once folded, but for names and dates where enough is left without them.
    lengths
        In folded characters.
    plans, starts, ends
        The index of the plan, and the span in its text.
    """

    hashes: Hashes
    lengths: NDArray[np.int32]
    plans: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]


def index_clauses(plans: Iterable[Plan]) -> Clauses:
    """Return the clauses of plans, but for those that fold to nothing."""
    hashes: list[Hashes] = []
    rows: list[NDArray[np.int32]] = []
    for index, plan in enumerate(plans):
        folded = fold_simplified(plan.text)
        spans = np.array([(clause.start, clause.end) for clause in plan.clauses], dtype=np.int32).reshape(-1, 2)
        inner = folded.positions.searchsorted(spans)
        lengths = inner[:, 1] - inner[:, 0]
        kept = lengths > 0
        masked = _mask(folded.text, folded.positions.searchsorted(_find_own(plan)).tolist())
        own = [_key(folded.text[start:end], masked[start:end]) for start, end in inner[kept].tolist()]
        digests = b"".join(blake2b(clause.encode("utf-8", "surrogatepass"), digest_size=8).digest() for clause in own)
        hashes.append(np.frombuffer(digests, dtype="<u8"))
        rows.append(np.column_stack((lengths[kept], np.full(len(own), index), spans[kept])).astype(np.int32))
    table = np.concatenate(rows) if rows else np.empty((0, 4), dtype=np.int32)
    return Clauses(np.concatenate(hashes) if hashes else np.empty(0, dtype=np.uint64), *table.T)


def _find_own(plan: Plan) -> NDArray[np.int64]:
    """Return the spans of the names and dates that a plan states, by rows."""
    spans = [(name.start, name.end) for name in plan.names]
    spans += ((date.start, date.end) for date in plan.dates if date.kind in _OWN_DATES)
    return np.array(spans, dtype=np.int64).reshape(-1, 2)


def _key(clause: str, masked: str) -> str:
    """Return what is equal for clauses that say the same: without names and dates, where enough is left."""
    return _MASKS.sub(_MASK, masked) if len(masked) - masked.count(_MASK) >= SHORTEST_CLAUSE else clause


def _mask(text: str, spans: Iterable[Sequence[int]]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = _MASK * (end - start)
    return "".join(characters)


def find_boilerplate(
    plans: Sequence[Plan], clauses: Clauses, family_numbers: Sequence[int], fewest: int = FEWEST_FAMILIES
) -> list[Boilerplate]:
    """Return the clauses of at least 8 folded characters that stand in at least ``fewest`` families.

    Parameters
    ----------
    family_numbers
        For each plan the number of its family.

    Returns
    -------
    list of Boilerplate
        The most widespread first.
    """
    shared = []
    long = np.flatnonzero(clauses.lengths >= SHORTEST_CLAUSE)
    order, starts, sizes = group_equal(clauses.hashes[long])
    for start, size in zip(starts[sizes >= fewest].tolist(), sizes[sizes >= fewest].tolist(), strict=True):
        rows = long[order[start : start + size]]
        holders = np.unique(clauses.plans[rows]).tolist()
        n_families = len({family_numbers[plan] for plan in holders})
        if n_families >= fewest:
            columns = (clauses.plans[rows], clauses.starts[rows], clauses.ends[rows])
            found = tuple(map(Occurrence, *(column.tolist() for column in columns)))
            shared.append(Boilerplate(_print(plans, found), len(holders), n_families, found))
    return sorted(shared, key=lambda clause: (-clause.n_families, -clause.n_plans, clause.text))


def _print(plans: Sequence[Plan], occurrences: Sequence[Occurrence]) -> str:
    """Return a clause as its first occurrence prints it, with a mask for the names and dates that not all have."""
    texts = [plans[plan].text[start:end] for plan, start, end in occurrences]
    if len(set(texts)) == 1:
        return texts[0]
    plan, first, last = occurrences[0]
    own = [(start - first, end - first) for start, end in _find_own(plans[plan]).tolist() if first <= start < last]
    masked = _mask(texts[0], (span for span in own if not all(texts[0][slice(*span)] in text for text in texts)))
    return _MASKS.sub(_PRINTED_MASK, masked)


def find_stock(clauses: Clauses, family_numbers: Sequence[int], fewest: int = FEWEST_FAMILIES) -> list[Occurrence]:
    """Return where boilerplate stands, with the shorter clauses that are as widespread and stand beside it.

    A heading of a few characters between two clauses that everybody has is nobody's own. Each clause begins where the
    one before it ends: its list number goes with it.
    """
    if not len(clauses.hashes):
        return []
    is_wide = _count_families(clauses, family_numbers) >= fewest
    follows = np.diff(clauses.plans, prepend=-1) == 0
    runs = np.cumsum(~(follows & is_wide & np.roll(is_wide, 1)))
    n_long = np.bincount(runs, is_wide & (clauses.lengths >= SHORTEST_CLAUSE))
    starts = np.where(follows, np.roll(clauses.ends, 1), 0)
    kept = n_long[runs] > 0
    return list(map(Occurrence, *(column[kept].tolist() for column in (clauses.plans, starts, clauses.ends))))


def _count_families(clauses: Clauses, family_numbers: Sequence[int]) -> NDArray[np.int64]:
    """Return for each clause in how many families it stands."""
    _, numbers = np.unique(clauses.hashes, return_inverse=True)
    n_families = max(family_numbers) + 1
    held = np.unique(numbers * n_families + np.array(family_numbers)[clauses.plans])
    return np.bincount(held // n_families)[numbers]


def find_sharing_clauses(
    clauses: Clauses, weights: NDArray[np.float64], shortest: int, most_plans: float
) -> NDArray[np.int64]:
    """Return the pairs of plans that share a clause of at least ``shortest`` characters which few plans hold.

    Parameters
    ----------
    weights
        For each plan what it counts as a holder: one over the number of its copies.
    """
    long = clauses.lengths >= shortest
    hashes, plans = clauses.hashes[long], clauses.plans[long]
    order, starts, sizes = group_equal(hashes)
    if not len(starts):
        return np.empty((0, 2), dtype=np.int64)
    members = expand(starts, sizes)
    held = np.add.reduceat(weights[plans[order[members]]], np.cumsum(sizes) - sizes)
    rare = (held <= most_plans + 0.5) & (sizes <= LARGEST_BUCKET * most_plans)
    pairs = plans[pairs_within(order, starts[rare], sizes[rare])].astype(np.int64)
    return np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
