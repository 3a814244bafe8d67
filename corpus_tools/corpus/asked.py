"""What may be asked of a corpus: names of which there are few, and numbers within bounds."""

from collections.abc import Sequence

from corpus_tools.errors import OptionError


def check_choice(name: str, value: str, choices: Sequence[str]) -> None:
    """Raise OptionError unless a value is one of few."""
    if value not in choices:
        raise OptionError(name=name, value=value, allowed=", ".join(choices))


def check_number(name: str, value: float, least: float, most: float | None = None) -> None:
    """Raise OptionError unless a number is at least ``least``, and at most ``most``."""
    if not least <= value <= (value if most is None else most):
        allowed = f">= {least}" if most is None else f"{least} ... {most}"
        raise OptionError(name=name, value=value, allowed=allowed)
