"""Substance: how much of a plan states something that one can check, and how much does not.

A fact is a date or stretch of time, a number with its unit, a law, a name that is not the plan's own, a yearly event. A
clause with at least one has substance; ``fact_share`` is how many of the characters of all clauses stand in such ones.
No list of empty words is needed: what is empty lacks all of that. Nor does a word count that another may stand for, so
that a plan whose words were swapped for others has the same substance.

It does not tell whether what is stated is true, fitting or anybody's own; a plan copied from a concrete one is as
concrete. Headings are clauses, too, and rarely state facts, so that shares below one half are no blame; they are for
comparing plans of one kind. What is said by names of persons, or by plain words (修好东门的锁), is not seen.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from corpus_tools.facts.commitments import FEAST
from corpus_tools.facts.dates import FULL_YEARS, StatedDate
from corpus_tools.facts.measures import find_from, find_quantities
from corpus_tools.facts.names import Name
from corpus_tools.facts.owners import names_same
from corpus_tools.scripts import simplify
from corpus_tools.spans import Span, Stretch
from corpus_tools.structure.clauses import Clause
from corpus_tools.structure.nodes import Node
from corpus_tools.structure.periods import DAYS, TIME

KINDS = ("date", "quantity", "law", "name", "event")
_DATES = FULL_YEARS | {"month_day", "anniversary"}  # a congress or a five-year plan is cited, nothing is set for it
_TIME = re.compile(f"{DAYS}|{TIME}")
_NO_FEAST = "环细季情章调关礼音枝使品时末每上小过双"  # 环节, 小节
_EVENT = re.compile(
    f"{FEAST}|[\u4e00-\u9fff](?![{_NO_FEAST}一二两三四五六七八九十百0-9])[\u4e00-\u9fff]节(?![约课点奏目能假俭日流水电粮气余])"
    "|(?:世界|国际|全国|国家)[\u4e00-\u9fff]{1,8}日|运动会|教代会|职代会|家长会"
)
_PER = 1000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Substance:
    """What a plan states, counted.

    Attributes
    ----------
    n_clauses, n_characters
        All clauses, and their characters.
    n_fact_clauses, n_fact_characters
        The clauses with at least one fact, and their characters.
    n_facts
        How many facts of each kind the clauses state; see ``KINDS``.
    """

    n_clauses: int
    n_characters: int
    n_fact_clauses: int
    n_fact_characters: int
    n_facts: Mapping[str, int]

    @property
    def fact_share(self) -> float:
        """The characters of clauses with a fact, of those of all clauses; 0 of none."""
        return self.n_fact_characters / self.n_characters if self.n_characters else 0.0

    def per_thousand(self, kind: str) -> float:
        """Return how many facts of a kind there are in 1,000 characters of clauses; 0 of none."""
        return _PER * self.n_facts[kind] / self.n_characters if self.n_characters else 0.0


def find_facts(
    text: str,
    nodes: Iterable[Node],
    clauses: Iterable[Clause],
    *,
    dates: Iterable[StatedDate],
    names: Iterable[Name],
    own_name: Name | None = None,
    laws: Iterable[Stretch] = (),
) -> dict[str, list[Span]]:
    """Return where a plan states facts, by ``KINDS``; a period of a calendar is a date of all that stands below it.

    Parameters
    ----------
    text
        The plan's text, in either script; spans count in it.
    nodes, clauses, dates, names, laws
        What was found in it.
    own_name
        Whose plan it is: that name says nothing more.
    """
    simplified = simplify(text)
    periods = [Span(node.start, node.end) for node in nodes if node.kind == "period"]
    times = [Span(*found.span()) for found in find_from(_TIME.match, simplified, 0, len(simplified))]
    stated = [Span(date.start, date.end) for date in dates if date.kind in _DATES]
    others = (name for name in names if name.kind != "masked" and not (own_name and names_same(name, own_name)))
    return {
        "date": [*periods, *_apart(stated, times)],
        "quantity": find_quantities(text, clauses),
        "law": [Span(law.start, law.end) for law in laws],
        "name": [Span(name.start, name.end) for name in others],
        "event": [Span(*found.span()) for found in _EVENT.finditer(simplified)],
    }


def measure_substance(clauses: Sequence[Clause], facts: Mapping[str, Iterable[Stretch]]) -> Substance:
    """Return how much of some clauses states facts.

    Parameters
    ----------
    clauses
        Of one plan.
    facts
        Their spans by kind, as ``find_facts`` gives them; those outside of all clauses do not count.
    """
    ordered = sorted(clauses, key=lambda clause: clause.start)
    starts, ends = [clause.start for clause in ordered], [clause.end for clause in ordered]
    with_fact: set[int] = set()
    n_facts: dict[str, int] = {}
    for kind, stretches in facts.items():
        n_facts[kind] = 0
        for stretch in stretches:  # clauses do not overlap, so their ends are in order, too
            touched = range(bisect_left(ends, stretch.start + 1), bisect_left(starts, stretch.end))
            n_facts[kind] += bool(touched)
            with_fact.update(touched)
    lengths = [clause.end - clause.start for clause in ordered]
    return Substance(
        n_clauses=len(ordered),
        n_characters=sum(lengths),
        n_fact_clauses=len(with_fact),
        n_fact_characters=sum(lengths[clause] for clause in with_fact),
        n_facts=MappingProxyType(n_facts),
    )


def _apart(stated: Sequence[Span], others: Iterable[Span]) -> list[Span]:
    """Return some spans, in order, with those of others that lie over none of them."""
    ends = [span.end for span in stated]
    apart = [
        other
        for other in others
        if (at := bisect_left(ends, other.start + 1)) == len(stated) or stated[at].start >= other.end
    ]
    return sorted([*stated, *apart])
