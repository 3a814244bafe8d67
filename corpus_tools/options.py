"""Options: which numbers they may be, for the library and the command line alike, and what others may be."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import inf
from numbers import Integral, Real
from os import PathLike
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
        "memory_limit": Bounds(int, 192),  # a worker that has read nothing takes 60, and its readers 100
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


class Kinds(NamedTuple):
    """Of which kinds an option may be that is no number.

    Attributes
    ----------
    kinds
        Its types.
    words
        What messages call them.
    is_many
        Whether it may also be several of them: a list, a series, a generator, but no mapping.
    is_optional
        Whether it may be None.
    """

    kinds: tuple[type, ...]
    words: str
    is_many: bool = False
    is_optional: bool = False

    def allow(self, value: object) -> bool:
        """Tell whether an option may have a value; what can be gone through but once is believed."""
        if value is None or isinstance(value, self.kinds):
            return value is not None or self.is_optional
        if not self.is_many or not isinstance(value, Iterable) or isinstance(value, bytes | Mapping):
            return False
        if getattr(value, "ndim", 1) > 1:  # a data frame would give the names of its columns
            return False
        return not isinstance(value, Collection) or all(isinstance(one, self.kinds) for one in value)

    def describe(self) -> Reason:
        """Return in words what it may be."""
        return Reason(self.words)


_NAME = Kinds((str,), N_("a string"))
_NAMES = Kinds((str,), N_("a string, or a list of strings"), is_many=True)
FILE = Kinds((str, PathLike), N_("the path of a file or folder"))
FILES = Kinds((str, PathLike), N_("paths of files and folders"), is_many=True)
ARGUMENTS: Mapping[str, Kinds] = MappingProxyType(
    {
        "by": Kinds((str,), N_("the name of one column")),
        "family": _NAME,
        "name": _NAME,
        "path": FILE,
        "paths": FILES,
        "plan_id": _NAME,
        "query": _NAME,
        "reference": _NAME._replace(is_optional=True),
        "target": _NAME._replace(is_optional=True),
        "terms": _NAMES._replace(is_optional=True),
        "text": _NAME,
        "text_column": _NAME._replace(is_optional=True),
        "theme": _NAME,
        "themes": _NAMES._replace(is_optional=True),
        "words": _NAMES,
    }
)

_LONGEST_VALUE = 60  # characters; of what prints more, such as a data frame, the type is named


def check_options(**given: object) -> None:
    """Raise OptionError unless every option is what it may be by the tables ``OPTIONS`` and ``ARGUMENTS``."""
    for name, value in given.items():
        check_option(name, value, OPTIONS[name] if name in OPTIONS else ARGUMENTS[name])


def check_option(name: str, value: object, allowed: Bounds | Kinds) -> None:
    """Raise OptionError unless an option is what is allowed."""
    if not allowed.allow(value):
        raise OptionError(name=name, value=_show(value), allowed=allowed.describe())


def check_choice(name: str, value: object, choices: Sequence[str]) -> None:
    """Raise OptionError unless a value is one of few."""
    if not isinstance(value, str) or value not in choices:
        raise OptionError(name=name, value=_show(value), allowed=", ".join(choices))


def _show(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= _LONGEST_VALUE and "\n" not in shown else type(value).__name__
