"""The folded bodies of plans: what all comparisons of wording look at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from corpus_tools.arrays import cover, distinct
from corpus_tools.folding import Folded
from corpus_tools.reuse.lexicon import Canonical, Lexicon
from corpus_tools.reuse.shingles import Hashes, hash_shingles
from corpus_tools.scripts import fold_simplified
from corpus_tools.structure.plans import Plan

_N_KEPT = 1024


def folded_body(plan: Plan) -> Folded:
    """Return the matching form of a plan without its title, noise and what the site says below the title.

    Traditional characters are simplified: a copy is one in either script. Positions count in the plan's text. A plan
    that is nothing but a title is compared by it.
    """
    text = plan.text
    title = [plan.title] if plan.title else ()
    left_out = ((start, end) for start, end, *_ in (*title, *plan.noise, *plan.site_lines))
    whole = fold_simplified(text)
    body = whole.select(~cover(left_out, len(text)))
    return body if body.text else whole


@dataclass(frozen=True)
class Body:
    """A folded body with substitutions undone; all but the text is made when it is asked for.

    Attributes
    ----------
    text
        The folded body with the substitutions of the lexicon undone.
    """

    plan: Plan
    lexicon: Lexicon
    text: str

    @cached_property
    def folded(self) -> Folded:
        """The body as the plan prints it."""
        return folded_body(self.plan)

    @cached_property
    def undone(self) -> Canonical:
        """The body with the substitutions of the lexicon undone, and the way back."""
        return self.lexicon.undo(self.folded.text)

    @cached_property
    def shingles(self) -> Hashes:
        """The hashes of the shingles of ``text``, in order."""
        return hash_shingles(self.text)

    @cached_property
    def distinct_shingles(self) -> Hashes:
        """The set of them, ascending."""
        return distinct(self.shingles)


class Bodies:
    """The bodies of plans. Their texts stay in memory; of all else that is made of them, only the last."""

    def __init__(self, plans: Sequence[Plan], lexicon: Lexicon | None = None) -> None:
        self._plans = plans
        self._lexicon = lexicon or Lexicon()
        self._get = lru_cache(_N_KEPT)(self._make)

    def __len__(self) -> int:
        return len(self._plans)

    def __reduce__(self) -> tuple[type["Bodies"], tuple[Sequence[Plan], Lexicon]]:
        """Leave out what another process makes again."""
        return Bodies, (self._plans, self._lexicon)

    def __getitem__(self, index: int) -> Body:
        if index >= len(self):
            raise IndexError(index)
        return self._get(index)

    def __iter__(self) -> Iterator[Body]:
        return map(self._make, range(len(self)))

    @cached_property
    def texts(self) -> list[str]:
        """The folded texts with substitutions undone."""
        return [self._lexicon.undo(folded_body(plan).text).text for plan in self._plans]

    def _make(self, index: int) -> Body:
        return Body(self._plans[index], self._lexicon, self.texts[index])
