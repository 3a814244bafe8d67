"""Near copies: the pairs of texts with a high Jaccard, found by their signatures and each checked by its shingles.

Texts may be more than fit into memory: they are asked for when they are signed, and again, some at a time, when a pair
of them is checked. Only signatures stay.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from corpus_tools.reuse.bands import Banded, Pairs, find_alike
from corpus_tools.reuse.scores import PairScore, score_shingles
from corpus_tools.reuse.shingles import distinct, hash_batches
from corpus_tools.reuse.signatures import sign_texts

_BATCH = 1024  # pairs whose shingles are in memory at once


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
    signatures = sign_texts(texts)
    signed = np.flatnonzero(signatures.any(axis=1))
    banded = find_alike(signatures if len(signed) == len(texts) else signatures[signed], lowest)
    banded = banded._replace(pairs=signed[banded.pairs])
    scores = (score for score in score_pairs(texts, banded.pairs) if score.jaccard >= lowest)
    return Near(banded, tuple(scores))


def score_pairs(texts: Sequence[str], pairs: Pairs) -> Iterator[PairScore]:
    """Yield the exact scores of pairs of texts; sorted pairs take least time."""
    for start in range(0, len(pairs), _BATCH):
        batch = pairs[start : start + _BATCH]
        numbers = np.unique(batch).tolist()
        hashed = (codes for own in hash_batches(texts[number] for number in numbers) for codes in own)
        shingles = dict(zip(numbers, map(distinct, hashed), strict=True))
        for a, b in batch.tolist():
            yield score_shingles(a, b, shingles[a], shingles[b])
