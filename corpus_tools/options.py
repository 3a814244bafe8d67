"""Options: which numbers they may be, for the library and the command line alike."""

from collections.abc import Mapping, Sequence
from math import inf
from numbers import Integral, Real
from types import MappingProxyType
from typing import Any, NamedTuple

from corpus_tools.errors import N_, OptionError, Reason


class Bounds(NamedTuple):
    """Which numbers an option may be.

    Attributes
    ----------
    kind
        ``int`` for whole numbers, ``float`` for any.
    most
        None where there is no most.
    is_open
        Whether ``least`` itself is too little.
    is_optional
        Whether it may be None.
    """

    kind: type[int] | type[float]
    least: int
    most: int | None = None
    is_open: bool = False
    is_optional: bool = False

    def allow(self, value: object) -> bool:
        """Tell whether an option may have a value; truth values are no numbers."""
        if value is None:
            return self.is_optional
        if isinstance(value, bool) or not isinstance(value, Integral if self.kind is int else Real):
            return False
        number: Any = value
        above = number > self.least if self.is_open else number >= self.least
        return bool(above and (number < inf if self.most is None else number <= self.most))

    def describe(self) -> Reason:
        """Return in words what it may be."""
        least = f"{self.least} {'<' if self.is_open else '<='} x"
        above = f"x {'>' if self.is_open else '>='} {self.least}"
        bounds = above if self.most is None else f"{least} <= {self.most}"
        return Reason(N_("a whole number, {bounds}") if self.kind is int else N_("a number, {bounds}"), bounds=bounds)


_COUNT, _SHARE = Bounds(int, 1), Bounds(float, 0, 1)
OPTIONS: Mapping[str, Bounds] = MappingProxyType(
    {
        "alpha": Bounds(float, 0, 1, is_open=True),
        "boilerplate_families": Bounds(int, 2),
        "family_own_share": _SHARE,
        "family_share": _SHARE,
        "fewest": _COUNT,
        "memory_limit": Bounds(int, 128),  # a worker that has read nothing takes 60
        "n_clauses": Bounds(int, 1, is_optional=True),
        "n_clusters": _COUNT,
        "n_groups": _COUNT,
        "n_terms": _COUNT,
        "n_words": Bounds(int, 0),
        "n_workers": Bounds(int, 1, is_optional=True),
        "near": _SHARE,
        "partial_length": _COUNT,
        "partial_share": _SHARE,
        "seed": Bounds(int, 0, 2**31),
        "share": Bounds(float, 0, 1, is_open=True),
        "shortest": _COUNT,
        "spun_containment": _SHARE,
        "spun_places": _COUNT,
        "spun_share": _SHARE,
        "spun_words": _COUNT,
        "time_limit": Bounds(float, 0, is_open=True),
        "width": Bounds(int, 0),
        "window": Bounds(int, 1, is_optional=True),
    }
)


def check_options(**given: object) -> None:
    """Raise OptionError unless every option is a number that it may be."""
    for name, value in given.items():
        if not OPTIONS[name].allow(value):
            raise OptionError(name=name, value=repr(value), allowed=OPTIONS[name].describe())


def check_choice(name: str, value: object, choices: Sequence[str]) -> None:
    """Raise OptionError unless a value is one of few."""
    if value not in choices:
        raise OptionError(name=name, value=repr(value), allowed=", ".join(choices))
