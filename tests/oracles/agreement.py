"""Krippendorff's alpha the slow way: the coincidence matrix of Krippendorff (2011), in fractions."""

from collections.abc import Hashable, Sequence
from fractions import Fraction
from itertools import permutations


def alpha(values: Sequence[Sequence[Hashable | None]]) -> Fraction | None:
    """Return alpha for nominal values, a row a coder and a column a unit, None where a value is missing."""
    coincidences: dict[tuple[Hashable, Hashable], Fraction] = {}
    for unit in zip(*values, strict=True):
        given = [value for value in unit if value is not None]
        for pair in permutations(given, 2):
            coincidences[pair] = coincidences.get(pair, Fraction(0)) + Fraction(1, len(given) - 1)
    totals: dict[Hashable, Fraction] = {}
    for (value, _other), n in coincidences.items():
        totals[value] = totals.get(value, Fraction(0)) + n
    n_all = sum(totals.values(), Fraction(0))
    unequal = [(a, b) for a in totals for b in totals if a != b]
    expected = sum((totals[a] * totals[b] for a, b in unequal), Fraction(0)) / (n_all - 1) if n_all > 1 else 0
    observed = sum((coincidences.get(pair, Fraction(0)) for pair in unequal), Fraction(0))
    return 1 - observed / expected if expected else None
