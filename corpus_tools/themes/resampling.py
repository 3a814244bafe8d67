"""Resampling: intervals of what is computed from sums of rows: the percentile bootstrap (Efron and Tibshirani 1993)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

_N_SAMPLES = 1000
_BOUNDS = (0.025, 0.975)


class Interval(NamedTuple):
    """The bounds of a 95 % interval."""

    low: float
    high: float


def sort_rows(rows: Matrix) -> Matrix:
    """Return the rows in an order of their own, so that no sum of them depends on the one in which they came."""
    return rows[np.lexsort(rows.T[::-1])] if rows.size else rows


def draw_sums(rows: Matrix, seed: int) -> Matrix | None:
    """Return the sums of as many rows drawn with replacement as there are; None where there is one row to draw.

    Parameters
    ----------
    rows : ndarray of float64, shape (n, n_columns)
        In the order of ``sort_rows``.

    Returns
    -------
    ndarray of float64, shape (1000, n_columns)
    """
    n = len(rows)
    if n < 2:
        return None
    drawn = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=_N_SAMPLES)
    sums: Matrix = drawn @ rows
    return sums


def find_interval(sampled: Matrix) -> Interval:
    """Return the interval of the values of one number in all samples."""
    return Interval(*np.quantile(sampled, _BOUNDS).tolist())
