"""Exact scores of a pair of texts: Jaccard and containment of their sets of shingles."""

from typing import NamedTuple

import numpy as np

from corpus_tools.reuse.shingles import Codes


class PairScore(NamedTuple):
    """How much two texts share.

    Attributes
    ----------
    a, b
        Indexes of the texts, ``a < b``.
    jaccard
        Shared shingles over all shingles of both, 0 to 1.
    containment_a, containment_b
        Shared shingles over those of ``a``, of ``b``.
    """

    a: int
    b: int
    jaccard: float
    containment_a: float
    containment_b: float


def score_shingles(a: int, b: int, shingles_a: Codes, shingles_b: Codes) -> PairScore:
    """Return the scores of two texts from the sets of their shingles; two empty sets share nothing."""
    both = np.concatenate((shingles_a, shingles_b))
    both.sort()
    n_shared = int(np.count_nonzero(both[1:] == both[:-1]))
    n_a, n_b = len(shingles_a), len(shingles_b)
    return PairScore(a, b, n_shared / max(1, n_a + n_b - n_shared), n_shared / max(1, n_a), n_shared / max(1, n_b))
