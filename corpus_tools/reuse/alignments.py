"""Alignments: all that plans share, found and aligned, before anybody asks whose they are and which is older.

Candidates are aligned, the substitutions that they show are learnt, and all is aligned again with those undone. Of what
is said of a plan beside its text, only the title of its page is read, as a name for it.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain
from math import log
from typing import NamedTuple

import numpy as np

from corpus_tools.arrays import Flags, cover
from corpus_tools.engines import Engine, run_here
from corpus_tools.reuse.bodies import Bodies, Body
from corpus_tools.reuse.boilerplate import index_clauses
from corpus_tools.reuse.candidates import Candidates, find_candidates
from corpus_tools.reuse.clues import read_own_names
from corpus_tools.reuse.families import find_forest
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.reuse.pairs import Compared, Comparer, find_body_swaps, score_bodies
from corpus_tools.reuse.quotation import Quotation
from corpus_tools.reuse.results import Thresholds, Uncompared
from corpus_tools.reuse.substitutions import PairSwaps, Swap, count_holders, learn_substitutions, settle_directions
from corpus_tools.scripts import simplify
from corpus_tools.structure.plans import Plan
from corpus_tools.words.segmenting import word_frequency

# So many occurrences in the language at large count like one plan of the corpus that holds a word.
_WORDS_A_PLAN = 1000
_PAIRS_A_BATCH = 512  # a second or two


class Alignments(NamedTuple):
    """The pairs of plans that share anything, and what was not compared.

    Attributes
    ----------
    compared
        Plans are numbered in the order of their names (``order_by_name``).
    """

    compared: tuple[Compared, ...]
    uncompared: Uncompared


def order_by_name(plans: Sequence[Plan]) -> list[int]:
    """Return the indexes of the plans in the order of their names, which does not depend on that of the files."""
    return sorted(range(len(plans)), key=lambda index: (plans[index].source.path, plans[index].ordinal))


def align_plans(
    plans: Sequence[Plan],
    thresholds: Thresholds | None = None,
    quotations: Sequence[Quotation] = (),
    engine: Engine = run_here,
) -> Alignments:
    """Return all that plans share; the parameters are those of ``verdicts.find_reuse``."""
    order = order_by_name(plans)
    thresholds, plans = thresholds or Thresholds(), [plans[index] for index in order]
    printed, clauses = Bodies(plans), index_clauses(plans)
    candidates = find_candidates(printed, clauses, thresholds.near)
    lexicon = _learn(plans, printed, candidates)
    undone, pairs = printed, candidates.pairs
    if lexicon:
        undone = Bodies(plans, lexicon)
        more = find_candidates(undone, clauses, thresholds.near).pairs
        pairs = np.unique(np.concatenate((pairs, more)), axis=0)
    comparer = Comparer(printed, undone, mark_quotations(printed, quotations, order), thresholds)
    return Alignments(
        tuple(chain.from_iterable(engine(comparer, pairs.tolist(), _PAIRS_A_BATCH))),
        Uncompared(candidates.n_huge, candidates.n_left, candidates.n_frequent),
    )


def mark_quotations(bodies: Bodies, quotations: Iterable[Quotation], order: Sequence[int]) -> dict[int, Flags]:
    """Return which characters of a body are quotation, by the number of its plan; of plans that quote.

    Parameters
    ----------
    bodies
        In the order of the names of their plans.
    order
        As ``order_by_name`` gives it; the quotations have the indexes that stand in it.
    """
    places = {index: place for place, index in enumerate(order)}
    spans = by_plan((places[quotation.plan], quotation.start, quotation.end) for quotation in quotations)
    return {plan: mark(bodies[plan], own) for plan, own in spans.items()}


def _learn(plans: Sequence[Plan], bodies: Bodies, candidates: Candidates) -> Lexicon:
    """Return the substitutions that the candidates show."""
    swaps = _find_swaps(plans, bodies, candidates)
    name = settle_directions(swaps, measure_commonness(bodies, swaps))
    return Lexicon(learn_substitutions(swaps, name, bodies.texts))


def _find_swaps(
    plans: Sequence[Plan], bodies: Bodies, candidates: Candidates
) -> dict[tuple[int, int], tuple[Swap, ...]]:
    """Return the words that differ between copies and what they were copied from, but for whose plans they are.

    Each plan is compared with the one it is likest to, as a maximum spanning forest has them: two copies of one source
    show what was done to either, and would show it again.
    """

    @cache
    def name(plan: int) -> str:
        own = read_own_names(plans[plan])
        return simplify(own[0].text) if own else ""

    swaps = {}
    for a, b in find_forest(len(bodies), (score_bodies(bodies, a, b) for a, b in candidates.pairs.tolist())):
        names = name(a), name(b)
        found = find_body_swaps(bodies[a], bodies[b])
        if left := tuple(swap for swap in found if not all(map(str.__contains__, names, swap.words))):
            swaps[a, b] = left
    return swaps


def measure_commonness(bodies: Bodies, swaps: PairSwaps) -> Callable[[str], float]:
    """Return what tells how common a word is, in the plans and in the language; of words that differ in pairs."""
    words = {word for found in swaps.values() for swap in found for word in swap.words}
    held = count_holders(words, bodies.texts) if words else {}
    return lambda word: log(1 + held[word] + word_frequency(word) / _WORDS_A_PLAN)


def by_plan(spans: Iterable[tuple[int, int, int]]) -> dict[int, list[tuple[int, int]]]:
    """Return spans ``(plan, start, end)`` by their plan."""
    found: dict[int, list[tuple[int, int]]] = {}
    for plan, start, end in spans:
        found.setdefault(plan, []).append((start, end))
    return found


def mark(body: Body, spans: Sequence[tuple[int, int]]) -> Flags:
    """Return which characters of a folded body lie in spans of its plan's text."""
    within = body.folded.positions.searchsorted(np.array(spans, dtype=np.int64).reshape(-1, 2))
    return cover(within.tolist(), len(body.folded.text))
