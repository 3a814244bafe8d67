"""Counting plans so that a family of copies is one: the family of each plan, without comparing what cannot be a copy.

All copies of ``verdicts`` share a good part of their shingles as printed. Plans that share less with every other plan
are in no family, and in a collection of long documents that is most of them.
"""

from collections.abc import Sequence

import numpy as np

from corpus_tools.reuse.bodies import Bodies
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.structure.plans import Plan

_LEAST_SHARED = 0.2  # of the shorter plan; what is left of a copy after many substitutions
_MOST_PLANS = 2000  # a matrix of all pairs; above that the candidates of the full comparison are cheaper


def number_families(plans: Sequence[Plan], values: Sequence[object] | None = None) -> list[int]:
    """Return for each plan the number of the representative of its family of copies; its own where it is in none.

    Parameters
    ----------
    values
        Where plans are counted in groups, the group of each plan, None for those in none: copies in other groups are of
        no matter, and what has no likely copy in its own is not compared.
    """
    groups = values if values is not None else [0] * len(plans)
    counted = [index for index, value in enumerate(groups) if value is not None]
    alike = counted
    if len(counted) <= _MOST_PLANS:
        alike = [counted[i] for i in _have_likes([plans[i] for i in counted], [groups[i] for i in counted])]
    found = find_reuse([plans[i] for i in alike]).family_numbers if alike else []
    numbers = list(range(len(plans)))
    for index, number in zip(alike, found, strict=True):
        numbers[index] = alike[number]
    return numbers


def _have_likes(plans: Sequence[Plan], groups: Sequence[object]) -> list[int]:
    """Return the plans that share enough shingles with another one of their group to be its copy or its source."""
    if len(plans) < 2:
        return []
    from scipy.sparse import csr_array

    sets = [body.distinct_shingles for body in Bodies(plans)]
    sizes = np.array([len(hashes) for hashes in sets])
    _hashes, columns = np.unique(np.concatenate(sets), return_inverse=True)
    held = csr_array((np.ones(len(columns), dtype=np.int32), columns, np.concatenate(([0], np.cumsum(sizes)))))
    shared = (held @ held.T).tocoo()
    number = {group: i for i, group in enumerate(dict.fromkeys(groups))}
    group = np.array([number[own] for own in groups])
    within = (shared.row != shared.col) & (group[shared.row] == group[shared.col])
    enough = shared.data >= _LEAST_SHARED * np.minimum(sizes[shared.row], sizes[shared.col])
    likes: list[int] = np.unique(shared.row[within & enough]).tolist()
    return likes
