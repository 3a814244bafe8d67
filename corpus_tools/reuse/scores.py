"""Exact scores of all pairs of texts: Jaccard and containment of their sets of character n-grams.

Every pair with a shingle in common is scored, with one sparse matrix product: for corpora of up to some thousand plans.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from scipy import sparse

# Five characters: on folded Chinese, shorter shingles are shared by chance and longer ones lost at every edit.
SHINGLE_LENGTH = 5


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


def cut_shingles(text: str, length: int = SHINGLE_LENGTH) -> set[str]:
    """Return the set of character n-grams; a text shorter than that is one shingle of its own."""
    if len(text) <= length:
        return {text} if text else set()
    return {text[start : start + length] for start in range(len(text) - length + 1)}


def score_pairs(texts: Sequence[str]) -> Iterator[PairScore]:
    """Yield the scores of all pairs that have a shingle in common, ordered by ``a``, then ``b``.

    Texts are compared as they are: fold them first.
    """
    incidence = _incidence(texts)
    sizes = np.asarray(incidence.sum(axis=1)).ravel()
    shared = sparse.triu(incidence @ incidence.T, k=1).tocsr().sorted_indices().tocoo()
    for a, b, both in zip(shared.row.tolist(), shared.col.tolist(), shared.data.tolist(), strict=True):
        union = int(sizes[a] + sizes[b] - both)
        yield PairScore(a, b, both / union, both / int(sizes[a]), both / int(sizes[b]))


def _incidence(texts: Sequence[str]) -> sparse.csr_array:
    """Return a matrix of shape (n_texts, n_shingles): 1 where a text holds a shingle."""
    ids: dict[str, int] = {}
    columns = [[ids.setdefault(shingle, len(ids)) for shingle in cut_shingles(text)] for text in texts]
    indptr = np.cumsum([0, *map(len, columns)])
    indices = (
        np.concatenate([np.asarray(column, dtype=np.int64) for column in columns]) if texts else np.empty(0, np.int64)
    )
    return sparse.csr_array(
        (np.ones(len(indices), dtype=np.int64), indices, indptr), shape=(len(texts), max(1, len(ids)))
    )
