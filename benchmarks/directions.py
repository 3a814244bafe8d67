"""Rows on who copied from whom, in made pairs of plans: the direction of each is known, or known not to show."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from benchmarks.corpora import SYNONYMS, Wording, compose, gather_wording, read_sample_plans
from benchmarks.documents import Documents
from benchmarks.planted import spin, write_host
from benchmarks.rows import Row
from corpus_tools.reading.source import source_of_text
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.structure.plans import parse_source

_N_OF_A_KIND = 40
_LENGTH = 900
_N_WORDS = 24
_BEGINS, _ENDS = "青白云石松竹柳梅溪泉枫槐桐杏荷苇雁鹿鹤鹭", "坪湾塘岭坡桥渡洲埠坞垭滩岗堰沟亭井台"
_TYPES = ("小学", "中学", "中心小学", "实验学校")
_OWN = ("让{}的每个人都说得上话", "把{}的好做法写下来", "在{}的公告栏里贴三天", "由{}的工会小组轮流值班")


@dataclass(frozen=True)
class _Draft:
    """A plan before it is printed: the lines have a place for the name of the school."""

    school: str
    year: int
    lines: tuple[str, ...]
    mask: str = ""  # stands for the last two digits of the year
    left_over: str = ""  # the school that the first line which names one still names

    def print(self) -> str:
        year = f"20{self.mask}" if self.mask else str(self.year)
        first = next((i for i, line in enumerate(self.lines) if "{}" in line), None)
        lines = [
            line.replace("{}", self.left_over if self.left_over and i == first else self.school)
            for i, line in enumerate(self.lines)
        ]
        return "\n".join((f"{self.school}{year}年工会工作计划", *lines, f"{self.school}工会", f"{year}年2月"))


class _Pair(NamedTuple):
    """A plan and another; ``source`` is 0 or 1, or None where nothing shows which it is."""

    kind: str
    texts: tuple[str, str]
    source: int | None


def _name(rng: random.Random) -> str:
    return rng.choice(_BEGINS) + rng.choice(_BEGINS) + rng.choice(_ENDS) + rng.choice(_TYPES)


def _write(rng: random.Random, wording: Wording) -> _Draft:
    lines = write_host(rng, wording, _LENGTH).split("\n")
    for own in rng.sample(_OWN, 3):
        at = rng.randrange(1, len(lines))
        lines[at] += f"{own}，{compose(rng, wording.parts)}"
    return _Draft(_name(rng), rng.randint(2015, 2024), tuple(lines))


def _later(rng: random.Random, year: int) -> int:
    """Return the year of a copy: mostly the same or a later one, seldom an earlier one, as where dates are made up."""
    return year + rng.choices((0, 1, 2, 3, -1), (8, 5, 3, 3, 1))[0]


def _rename(rng: random.Random, draft: _Draft) -> _Draft:
    return replace(draft, school=_name(rng))


def _drop(rng: random.Random, draft: _Draft) -> _Draft:
    """Leave out a line."""
    at = rng.randrange(1, len(draft.lines))
    lines = draft.lines[:at] + draft.lines[at + 1 :]
    return replace(draft, lines=lines)


def _swap_words(rng: random.Random, draft: _Draft) -> _Draft:
    lexicon = {word: (rng.choice(SYNONYMS[word]),) for word in rng.sample(sorted(SYNONYMS), _N_WORDS)}
    return replace(draft, lines=tuple(spin(rng, "\n".join(draft.lines), lexicon)[0].split("\n")))


def _spun(rng: random.Random, source: _Draft) -> _Draft:
    return replace(_swap_words(rng, _rename(rng, source)), year=_later(rng, source.year))


def _masked(rng: random.Random, source: _Draft) -> _Draft:
    school = rng.choice((source.school, "XX小学", "××中学"))
    return replace(_drop(rng, source), school=school, mask=rng.choice(("__", "XX", "**", "××")))


def _left_over(rng: random.Random, source: _Draft) -> _Draft:
    copy = _rename(rng, _drop(rng, source))
    return replace(copy, year=_later(rng, source.year), left_over=source.school)


def _repeated(rng: random.Random, source: _Draft) -> _Draft:
    return replace(_drop(rng, source), year=source.year + rng.randint(1, 3))


def _renamed(rng: random.Random, source: _Draft) -> _Draft:
    return _rename(rng, _drop(rng, source))


# How a copy is made of its source, and whether the two show which is which.
_KINDS: Sequence[tuple[str, Callable[[random.Random, _Draft], _Draft], bool]] = (
    ("spun", _spun, True),
    ("masked", _masked, True),
    ("left-over name", _left_over, True),
    ("a later year", _repeated, True),
    ("another school, same year", _renamed, False),
    ("exact", lambda _rng, source: source, False),
)


def make_pairs(seed: int, wording: Wording) -> list[_Pair]:
    """Return pairs of every kind; which of the two comes first is left to chance."""
    pairs = []
    for kind, change, shows in _KINDS:
        for number in range(_N_OF_A_KIND):
            rng = random.Random(f"{seed}/direction/{kind}/{number}")
            source = _write(rng, wording)
            texts = source.print(), change(rng, source).print()
            turned = rng.random() < 0.5
            pairs.append(_Pair(kind, texts[::-1] if turned else texts, int(turned) if shows else None))
    for number in range(_N_OF_A_KIND):  # two copies of a source that is not there
        rng = random.Random(f"{seed}/direction/siblings/{number}")
        source = _write(rng, wording)
        first, second = (replace(_swap_words(rng, _rename(rng, source)), year=_later(rng, source.year)) for _ in "ab")
        pairs.append(_Pair("siblings", (first.print(), second.print()), None))
    return pairs


def measure_directions(documents: Documents, seed: int) -> Iterator[Row]:
    """Compare the sources named in made pairs with the plan of the earlier year, and with the longer one."""
    if documents.kind == "real":
        return
    pairs = make_pairs(seed, gather_wording(seed, read_sample_plans()))
    ours = _name_sources([pair.texts for pair in pairs])
    n, n_shown = len(pairs), sum(pair.source is not None for pair in pairs)
    measured = {
        "right": (f"right source of {n_shown} that show it", n_shown),
        "wrong": (f"wrong source, of {n} pairs (fewer is better)", n),
        "open": (f"left open, of {n - n_shown} that do not show it", n - n_shown),
    }
    counts = _count(pairs, ours)
    for rival, guess in (("the earlier year", _earlier), ("the longer plan", _longer)):
        theirs = _count(pairs, [guess(*pair.texts) for pair in pairs])
        for key, (what, total) in measured.items():
            yield Row("reuse/direction", what, "share", counts[key] / total, rival, theirs[key] / total)
    yield _representative_row(seed)


def _representative_row(seed: int) -> Row:
    """Compare the members that represent families, a source and its copies, with those most like the others."""
    wording = gather_wording(seed, read_sample_plans())
    changes = [change for _kind, change, shows in _KINDS if shows]
    sources, plans = [], []
    for number in range(_N_OF_A_KIND):
        rng = random.Random(f"{seed}/direction/family/{number}")
        source = _write(rng, wording)
        drafts = [source]
        for _ in range(rng.randint(2, 5)):  # a copy may be one of a copy
            drafts.append(rng.choice(changes)(rng, rng.choice(drafts)))
        rng.shuffle(drafts)
        for i, draft in enumerate(drafts):
            path = f"{number:03}-{i}.txt"
            plans.append(parse_source(source_of_text(draft.print(), path)).plans[0])
            sources += [path] if draft is source else []
    reuse = find_reuse(plans)
    counts: Counter[str] = Counter()
    for family in reuse.families:
        likeness = Counter({member: 0.0 for member in family.members})
        for pair in reuse.pairs:
            if {pair.score.a, pair.score.b} <= set(family.members):
                likeness.update({pair.score.a: pair.score.jaccard, pair.score.b: pair.score.jaccard})
        counts["ours"] += plans[family.representative].source.path in sources
        counts["theirs"] += plans[max(family.members, key=likeness.__getitem__)].source.path in sources
    what = "families represented by their source"
    return Row(
        "reuse/direction", what, "count", counts["ours"], "the likest to the others", counts["theirs"], len(sources)
    )


def _count(pairs: Sequence[_Pair], named: Sequence[int | None]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for pair, source in zip(pairs, named, strict=True):
        counts["right"] += pair.source is not None and source == pair.source
        counts["wrong"] += source is not None and source != pair.source
        counts["open"] += pair.source is None and source is None
    return counts


def _name_sources(pairs: Sequence[tuple[str, str]]) -> list[int | None]:
    """Return 0, 1 or None for each pair, all compared as one corpus."""
    sources = (
        source_of_text(text, f"{i:04}-{side}.txt") for i, pair in enumerate(pairs) for side, text in enumerate(pair)
    )
    plans = [parse_source(source).plans[0] for source in sources]
    named = {
        pair.score.a // 2: pair.direction.source
        for pair in find_reuse(plans).pairs
        if pair.score.a // 2 == pair.score.b // 2
    }
    return [named.get(i) for i in range(len(pairs))]


def _earlier(a: str, b: str) -> int | None:
    """Name the plan whose latest year is the earlier one."""
    years = [max(re.findall("(?:19|20)[0-9]{2}", text), default="") for text in (a, b)]
    return None if "" in years or years[0] == years[1] else int(years[1] < years[0])


def _longer(a: str, b: str) -> int | None:
    return None if len(a) == len(b) else int(len(b) > len(a))
