"""Evidence: what speaks for one of two plans as the source of the other, as values, and the words for it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from corpus_tools.errors import N_

EvidenceKind = Literal[
    "spun words",
    "left-over name",
    "left-over year",
    "masked year",
    "masked name",
    "published",
    "page published",
    "implied year",
    "signed",
    "contained",
]

# As a message of `errors` is: English here, put into the language in use where people read it.
REASONS: Mapping[EvidenceKind, str] = {
    "spun words": N_("spun words stand in {copy}"),
    "left-over name": N_("left-over name {value} in {copy}"),
    "left-over year": N_("left-over year {value} in {copy}"),
    "masked year": N_("masked year in {copy} where the other has {value}"),
    "masked name": N_("masked name in {copy} where the other has {value}"),
    "published": N_("published {value} before {other}"),
    "page published": N_("page published {value} before {other}"),
    "implied year": N_("implied year {value} before {other}"),
    "signed": N_("signed {value} before {other}"),
    "contained": N_("contained whole in {source}: {copy}"),
}
_AGAINST = N_("against: {reason}")


class Evidence(NamedTuple):
    """One thing that speaks for one of two plans as the source of the other.

    Attributes
    ----------
    weight
        Natural logarithm of the odds that it is right.
    source
        0 or 1: whether it speaks for the first or the second plan.
    value
        The name, the year or the day of the source that tells, if one does.
    other
        The year or the day of the copy, if it stands against that.
    """

    kind: EvidenceKind
    weight: float
    source: int
    value: str = ""
    other: str = ""


def word_evidence(
    found: Sequence[Evidence], names: tuple[str, str], translate: Callable[[str], str] = str
) -> Iterator[str]:
    """Yield evidence in words; what speaks for another source than the first of it does begins with ``against: ``.

    Parameters
    ----------
    names
        What the two plans are called.
    translate
        Gives a message in another language.
    """
    for one in found:
        source, copy = names[one.source], names[1 - one.source]
        reason = translate(REASONS[one.kind]).format(source=source, copy=copy, value=one.value, other=one.other)
        yield reason if one.source == found[0].source else translate(_AGAINST).format(reason=reason)
