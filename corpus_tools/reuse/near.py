"""Near copies: the pairs of texts with a high Jaccard, found by their signatures and each checked by its shingles.

Texts may be more than fit into memory: they are asked for when they are signed, and again, some at a time, when a pair
of them is checked. Only signatures stay.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from corpus_tools.arrays import Pairs, distinct_of_each
from corpus_tools.reuse.bands import Banded, find_alike
from corpus_tools.reuse.scores import PairScore, score_each
from corpus_tools.reuse.shingles import Hashes, hash_batches
from corpus_tools.reuse.signatures import N_BINS, sign_shingles

_BATCH = 1024  # pairs whose shingles are in memory at once
_N_BESIDE = 16  # texts scored beside one at once: few enough for the processor's cache
_MOST_KEPT = 1 << 24  # shingles of the first texts that stay in memory nevertheless: 128 MB


class Near(NamedTuple):
    """What is near copies among texts.

    Attributes
    ----------
    banded
        The pairs that were checked.
    scores
        Those of a Jaccard that is high enough, in the order of pairs.
    """

    banded: Banded
    scores: tuple[PairScore, ...]


def find_near(texts: Sequence[str], lowest: float) -> Near:
    """Return the pairs of folded texts whose Jaccard is at least ``lowest``; empty texts are like nothing."""
    signed, kept = [np.empty((0, N_BINS), dtype=np.uint32)], list[Hashes]()
    n_kept = 0
    for batch in map(distinct_of_each, hash_batches(texts)):
        signed.append(sign_shingles(batch))
        n_kept += sum(map(len, batch))
        if n_kept <= _MOST_KEPT:
            kept += batch
    signatures = np.concatenate(signed)
    filled = np.flatnonzero(signatures.any(axis=1))
    banded = find_alike(signatures if len(filled) == len(texts) else signatures[filled], lowest)
    banded = banded._replace(pairs=filled[banded.pairs])
    scores = (score for score in score_pairs(texts, banded.pairs, kept) if score.jaccard >= lowest)
    return Near(banded, tuple(scores))


def score_pairs(texts: Sequence[str], pairs: Pairs, known: Sequence[Hashes] = ()) -> Iterator[PairScore]:
    """Yield the exact scores of pairs of texts; sorted pairs take least time.

    Parameters
    ----------
    known
        The sets of the shingles of the first texts.
    """
    for start in range(0, len(pairs), _BATCH):
        batch = pairs[start : start + _BATCH]
        numbers = np.unique(batch).tolist()
        hashed = hash_batches(texts[i] for i in numbers if i >= len(known))
        own = chain((known[i] for i in numbers if i < len(known)), *map(distinct_of_each, hashed))
        shingles = dict(zip(numbers, own, strict=True))
        for a, group in groupby(batch.tolist(), itemgetter(0)):
            others = [b for _, b in group]
            for first in range(0, len(others), _N_BESIDE):
                some = others[first : first + _N_BESIDE]
                yield from score_each(a, shingles[a], some, [shingles[b] for b in some])
