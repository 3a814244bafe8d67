"""Agreement: how far two codings of the same clauses agree, per theme and over all of them.

Precision, recall and F1 of one coding beside another that is taken as true; Krippendorff's alpha for nominal values
(Krippendorff 2011, Computing Krippendorff's alpha-reliability), which takes neither as true. Per theme a value is yes
or no; over all themes a unit is a clause and a theme; over whole sets the value of a clause is the set of its themes.
Intervals (``resampling``) draw whole documents, as the clauses of one are not independent of each other; where there is
one document only, they draw its clauses. A theme that only one of them has gets none: all that is drawn of it is the
same.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from math import fsum
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.themes.resampling import Interval, draw_sums, find_interval, sort_rows

Counts = NDArray[np.float64]
Themes = frozenset[str]

Drawn = Literal["documents", "clauses"]

FEWEST_DRAWN = 2  # of what is drawn, those that say something of a score


class CodedUnit(NamedTuple):
    """A clause that both have coded.

    Attributes
    ----------
    document
        What it is drawn with.
    first, second
        Its themes in the two codings.
    """

    document: str
    first: Themes
    second: Themes


class Measure(NamedTuple):
    """A number with its interval.

    Attributes
    ----------
    value
        None where nothing defines it, such as the recall of a theme that none has.
    interval
        None there, too, and where less than two of what is drawn say anything of it.
    """

    value: float | None
    interval: Interval | None


class ThemeAgreement(NamedTuple):
    """How far two codings agree on a theme.

    Attributes
    ----------
    theme
        Its name; None for all themes together.
    n_first, n_second, n_both
        Clauses that the first, the second, both have given it.
    precision, recall, f1
        Of the second coding, with the first as the truth.
    alpha
        Krippendorff's.
    """

    theme: str | None
    n_first: int
    n_second: int
    n_both: int
    precision: Measure
    recall: Measure
    f1: Measure
    alpha: Measure


class Agreement(NamedTuple):
    """How far two codings agree.

    Attributes
    ----------
    n_clauses
        Clauses that both have coded.
    drawn
        What the intervals draw.
    themes
        Each theme.
    overall
        All decisions together, a clause and a theme each.
    macro_f1
        The mean F1 of the themes that have one.
    alpha_of_sets
        Alpha where a clause has one value, the set of its themes.
    """

    n_clauses: int
    drawn: Drawn
    themes: tuple[ThemeAgreement, ...]
    overall: ThemeAgreement
    macro_f1: float | None
    alpha_of_sets: float | None


def measure_agreement(units: Sequence[CodedUnit], themes: Sequence[str], *, seed: int = 0) -> Agreement:
    """Return the agreement on the themes given; what both codings leave out counts as agreed, too."""
    drawn, numbers = choose_drawn([unit.document for unit in units])
    n_drawn = max(numbers, default=-1) + 1
    tables = _count(units, themes, numbers, n_drawn)
    sums = draw_sums(sort_rows(tables.reshape(n_drawn, 4 * len(themes))), seed)
    samples = sums.reshape(len(sums), *tables.shape[1:]) if sums is not None else None
    found = [
        _agreement(theme, tables[:, i], samples[:, i] if samples is not None else None)
        for i, theme in enumerate(themes)
    ]
    overall = _agreement(None, tables.sum(axis=1), samples.sum(axis=1) if samples is not None else None)
    scores = [one.f1.value for one in found if one.f1.value is not None]
    return Agreement(
        len(units),
        drawn,
        tuple(found),
        overall,
        sum(scores) / len(scores) if scores else None,
        nominal_alpha([[unit.first for unit in units], [unit.second for unit in units]]),
    )


def choose_drawn(documents: Sequence[str]) -> tuple[Drawn, list[int]]:
    """Return what intervals draw, and for each clause the number of what it is drawn with, by the document it is of."""
    names = {name: i for i, name in enumerate(sorted(set(documents)))}
    if len(names) > 1:
        return "documents", [names[name] for name in documents]
    return "clauses", list(range(len(documents)))


def nominal_alpha(values: Sequence[Sequence[Hashable | None]]) -> float | None:
    """Return Krippendorff's alpha for nominal values; None where no two values of a unit can be compared or differ.

    Parameters
    ----------
    values
        A row a coder, a column a unit; None where a coder has not coded it.
    """
    observed: list[float] = []
    totals: Counter[Hashable] = Counter()
    for unit in zip(*values, strict=True):
        counts = Counter(value for value in unit if value is not None)
        n = counts.total()
        if n > 1:
            observed.append((n * n - sum(own * own for own in counts.values())) / (n - 1))
            totals.update(counts)
    n = totals.total()
    expected = n * n - sum(own * own for own in totals.values())
    return 1 - (n - 1) * fsum(observed) / expected if expected else None


def _count(units: Sequence[CodedUnit], themes: Sequence[str], drawn: Sequence[int], n_drawn: int) -> Counts:
    """Return how many clauses both, the first alone, the second alone, neither give a theme; (n_drawn, n_themes, 4)."""
    tables = np.zeros((n_drawn, len(themes), 4))
    for place, unit in zip(drawn, units, strict=True):
        for i, theme in enumerate(themes):
            tables[place, i, 2 * (theme not in unit.first) + (theme not in unit.second)] += 1
    return tables


def _agreement(theme: str | None, tables: Counts, samples: Counts | None) -> ThemeAgreement:
    """Return the agreement on a theme by its tables, one of each thing drawn."""
    table = tables.sum(axis=0)
    values = _scores(table[None])
    of_yes = [int((~np.isnan(scores)).sum()) for scores in _scores(tables)[:3]]
    n_saying = [*of_yes, of_yes[-1]]  # of alpha those that have the theme
    sampled = _scores(samples) if samples is not None else (None,) * len(values)
    measures = [
        Measure(None if np.isnan(value[0]) else float(value[0]), interval_of(scores) if n >= FEWEST_DRAWN else None)
        for value, scores, n in zip(values, sampled, n_saying, strict=True)
    ]
    both, first, second, _neither = (int(n) for n in table)
    return ThemeAgreement(theme, both + first, both + second, both, *measures)


def _scores(tables: Counts) -> tuple[Counts, Counts, Counts, Counts]:
    """Return precision, recall, F1 and alpha of each table; not a number where nothing defines it."""
    both, first, second, neither = tables.T
    n_yes, n_no = 2 * both + first + second, 2 * neither + first + second
    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall, f1 = both / (both + second), both / (both + first), 2 * both / n_yes
    return precision, recall, f1, binary_alpha(first + second, n_yes, n_no)


def binary_alpha(unequal: Counts, n_yes: Counts, n_no: Counts) -> Counts:
    """Return alpha of values that are yes or no; not a number where all are the same.

    Parameters
    ----------
    unequal
        Over all units the pairs of a yes and a no, divided by the number of values beside one (of two coders 1).
    n_yes, n_no
        Values of units that have two values or more.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        alpha: Counts = 1 - (n_yes + n_no - 1) * unequal / (n_yes * n_no)
    alpha[n_yes * n_no == 0] = np.nan
    return alpha


def interval_of(sampled: Counts | None) -> Interval | None:
    """Return the interval of a number in all samples where it is defined; None where it is in none."""
    known = np.empty(0) if sampled is None else sampled[~np.isnan(sampled)]
    return find_interval(known) if len(known) else None


def themes_of(units: Sequence[CodedUnit], known: Sequence[str] = ()) -> list[str]:
    """Return the themes of a codebook, then those that the units have beside them."""
    used = {theme for unit in units for theme in unit.first | unit.second}
    return [*known, *sorted(used - set(known))]
