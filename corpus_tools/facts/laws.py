"""Laws, rules and official papers that a text cites: 《工会法》, 《…条例》, 《…的意见》, a statute named without marks.

What a document calls itself tells its kind. ``statutes.txt`` holds the full names of the statutes and regulations of
the PRC (LawRefBook/Laws on GitHub, commit 2f4c5c23; made by ``scripts/list_statutes.py``), so that 《工会法》 and
《中华人民共和国工会法》 count as one. Books, songs, forms, and the rules of a school under its name are none.
"""

import re
from collections.abc import Iterator, Mapping, Set
from functools import lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from corpus_tools.facts.names import find_names
from corpus_tools.han_numerals import UP_TO_TEN
from corpus_tools.scripts import simplify

LawKind = Literal["law", "rule", "policy"]

_STATE = "中华人民共和国"
_LONGEST = 80  # characters between the marks
# 《关于印发〈…〉的通知》 is one; what stands in 〈 〉 alone is named as well.
_MARKED = re.compile(f"《((?:[^《》]|《[^《》]*》){{2,{_LONGEST}}})》|〈([^〈〉]{{2,{_LONGEST}}})〉")
_INTRODUCED = re.compile('[（(]以下(?:统称|简称)[《〈“‘「"]?(?P<short>[^（）()《》“”]{2,12}?)[》〉”’」"]?[）)]')
_REMARK = re.compile(
    "[（(](?:试行稿?|暂行|草案|讨论稿|征求意见稿|修[订正改][^（）()]{0,6}|[0-9]{4}年?[^（）()]{0,6})[)）]$"
)
_BLANKS = re.compile(r"\s+")

# Endings by which a document says what it is; a law's are those of the statutes.
_RULES = "条例|规定|办法|细则|规则|准则|规范|规程|守则|章程|标准|解释"
_POLICIES = "意见|通知|决定|决议|纲要|指南|方案|规划|要点|行动计划|批复"
_LAWS = f"宪法|法典|法|修正案(?:（[{UP_TO_TEN}]+）)?"
_ENDING = re.compile(f"(?:(?P<rule>{_RULES})|(?P<policy>{_POLICIES})|(?P<law>{_LAWS}))$")
_ALIASES = {"党章": "中国共产党章程", "工会章程": "中国工会章程", "团章": "中国共产主义青年团章程"}

# A statute without marks: what goes on (工会法人, 教育法规) is another word, and a short name needs a border before it.
_BARE = re.compile("(?:法典|法|条例)(?![律规治定院官制学庭令人则盲])")
_BORDER = re.compile("(?:^|[^\u4e00-\u9fff]|[和与及或以按据照对习学讲用传彻实行守反])$")
_SURE = 5  # characters that need no border
_ENDING_LENGTH = 3  # characters that tell the name of a law from other words that end in 法


class Law(NamedTuple):
    """A law, rule or paper that a text cites.

    Attributes
    ----------
    text
        As printed, with its marks.
    name
        In simplified characters, without blanks and edition; of a statute its full name. A short form that the text
        introduces or that only says what it is (《条例》) has the name of what it stands for.
    kind
        What it calls itself: ``law`` (法, 法典), ``rule`` (条例, 规定, 章程 ...), ``policy`` (意见, 通知, 纲要 ...).
    start, end
        Span in code points, the marks included.
    """

    text: str
    name: str
    kind: LawKind
    start: int
    end: int


class _Statutes(NamedTuple):
    """The names of statutes, in full and without the name of the state, and what those of laws end in."""

    full: Set[str]
    full_of: Mapping[str, str]
    endings: Set[str]
    longest: int


def find_laws(text: str) -> list[Law]:
    """Return what a text in either script cites, in order, none over another.

    >>> [(law.text, law.name) for law in find_laws("学习《工会法》和《红岩》")]
    [('《工会法》', '中华人民共和国工会法')]
    """
    simplified = simplify(text)
    marked = list(_find_marked(simplified))
    spans = [found.span() for found in _MARKED.finditer(simplified)]
    bare = (law for law in _find_bare(simplified) if not any(a < law.end and law.start < b for a, b in spans))
    laws = sorted((*marked, *bare), key=lambda law: law.start)
    return laws if simplified is text else [law._replace(text=text[law.start : law.end]) for law in laws]


def find_near_statute(name: str) -> str | None:
    """Return the statute whose name differs from another in one character: left out, put in or exchanged.

    Parameters
    ----------
    name
        Of a law, as ``Law`` has it; there is none where it is that of a statute itself.

    >>> find_near_statute("未成年保护法")
    '未成年人保护法'
    """
    short = name.removeprefix(_STATE)
    statutes = _statutes()
    if name in statutes.full or short in statutes.full_of or len(short) < _SURE or not short.endswith("法"):
        return None
    known = sorted(one.removeprefix(_STATE) for one in statutes.full)
    # 城市规划法 is the name of an older law than 城乡规划法: of a short name no character may be exchanged.
    may_differ = [one for one in known if len(one) != len(short) or len(one) > _SURE]
    return next((one for one in may_differ if _differ_in_one(one, short)), None)


def _differ_in_one(a: str, b: str) -> bool:
    """Tell whether two names differ in one character."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, pair in enumerate(zip(a, b, strict=False)) if pair[0] != pair[1]), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    return rest_a[len(a) >= len(b) :] == rest_b[len(b) >= len(a) :]


def _find_marked(text: str) -> Iterator[Law]:
    """Yield what stands between title marks and says that it is a law, a rule or a policy."""
    known: dict[str, tuple[str, LawKind]] = {}  # by the short forms that the text has introduced
    introduced_end = 0
    for found in _MARKED.finditer(text):
        printed = _BLANKS.sub("", found[1] or found[2])
        named = known.get(printed) or _name(printed)
        if named is None or found.start() < introduced_end:
            continue
        name, kind = named
        yield Law(found[0], name, kind, *found.span())
        if ending := _ENDING.search(name):
            known[ending[0]] = named
        if introduced := _INTRODUCED.match(text, found.end()):
            known[introduced["short"]] = named
            introduced_end = introduced.end()


def _name(printed: str) -> tuple[str, LawKind] | None:
    """Return the full name and the kind of what stands between title marks; None where it is something else."""
    name = _ALIASES.get(printed, printed)
    while remark := _REMARK.search(name):
        name = name[: remark.start()]
    statutes, ending = _statutes(), _ENDING.search(name)
    full = statutes.full_of.get(name, name)
    if full in statutes.full or name in _ALIASES.values():
        return full, "law" if ending and ending["law"] else "rule"
    if ending is None or ending[0] == name or any(own.kind == "school" for own in find_names(name)):
        return None
    kind: LawKind = ending.lastgroup  # type: ignore[assignment]  # the groups are named so
    if kind == "law" and not (name.startswith(_STATE) or name[-_ENDING_LENGTH:] in statutes.endings):
        return None
    return name, kind


def _find_bare(text: str) -> Iterator[Law]:
    """Yield the statutes that are named without marks."""
    statutes = _statutes()
    for found in _BARE.finditer(text):
        end = found.end()
        for start in range(max(0, end - statutes.longest), end - _ENDING_LENGTH + 1):
            name = text[start:end]
            full = statutes.full_of.get(name, name)
            is_apart = len(name) >= _SURE or _BORDER.search(text[max(0, start - 1) : start])
            if full in statutes.full and is_apart:
                yield Law(name, full, "law" if full[-1] in "法典" else "rule", start, end)
                break


@lru_cache(maxsize=1)
def _statutes() -> _Statutes:
    names = files(__package__).joinpath("statutes.txt").read_text("utf-8").split()
    return _Statutes(
        frozenset(names),
        {name.removeprefix(_STATE): name for name in names if name.startswith(_STATE)},
        frozenset(name[-_ENDING_LENGTH:] for name in names if name.endswith("法")),
        max(map(len, names)),
    )
