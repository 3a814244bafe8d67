"""Atoms: a plan as what a copyist fills in as a whole, years, dates, names, numbers, and else character by character.

Two plans of one template are the same sequence of atoms by kind, whatever their schools and years are called, and a
difference never cuts a year or a name apart. Markers of sections and items are no part of it: to count differently is
another place in the plan, not other words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, compress, repeat
from operator import itemgetter
from typing import Literal, NamedTuple, get_args

import numpy as np

from corpus_tools.arrays import Flags, Numbers, cover
from corpus_tools.facts.dates import StatedDate
from corpus_tools.facts.names import Name
from corpus_tools.folding import Folded
from corpus_tools.han_numerals import DIGITS, NUMERALS
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.scripts import fold_simplified, simplify
from corpus_tools.spans import Stretch
from corpus_tools.structure.plans import Plan

AtomKind = Literal["year", "month", "date", "school", "organisation", "place", "number", "mask"]
_N_KEPT = 1024

_KINDS: tuple[AtomKind, ...] = get_args(AtomKind)
_FIRST_SYMBOL = 0xF0000  # of a private plane: no character of a plan
_SYMBOLS: Mapping[AtomKind, str] = {kind: chr(_FIRST_SYMBOL + i) for i, kind in enumerate(_KINDS)}

_MARK = "[*＊_＿xXｘＸ×○]"
_HAN_NUMBER = f"[{NUMERALS}]"
_ARABIC = "[0-9０-９]"
_BLANKS = "[ \u00a0\u3000]*"
_YEAR = f"(?:{_ARABIC}|{_MARK}|[{DIGITS}])+"
_TO = "年?(?:[-‐–—―－~～/／至到]){1,2}"
_COUNT = f"(?:{_ARABIC}|{_MARK}|{_HAN_NUMBER}|[元正廿])+"
# What a stated date is made of: its years and its month, or all of it where it names a day.
_DATE = re.compile(
    f"(?P<date>{_YEAR}{_BLANKS}年{_BLANKS}{_COUNT}{_BLANKS}月{_BLANKS}{_COUNT}{_BLANKS}[日号])"
    f"|(?P<year>{_YEAR}(?:{_TO}{_YEAR})?)(?:{_BLANKS}年{_BLANKS}(?P<month>{_COUNT})(?={_BLANKS}月))?"
)
_WITH_YEARS = frozenset(("day", "month", "year", "years", "school_year", "masked"))
_OF_ORGANISATION = re.compile("(?:医院|集团|公司|局|工会)$")
# Tried in this order where no date and no name stands.
_OTHERS: tuple[tuple[AtomKind, str], ...] = (
    ("date", f"{_MARK}{{1,4}}月{_MARK}{{1,4}}[日号]"),
    ("month", f"(?:{_ARABIC}{{1,2}}|{_MARK}{{1,4}}|{_HAN_NUMBER}{{1,2}})(?={_BLANKS}月)"),
    ("number", f"{_ARABIC}+(?:[.．:：]{_ARABIC}+)?"),
    ("number", f"{_HAN_NUMBER}+"),
    ("mask", f"[_＿]{{2,}}|[xXｘＸ×○]{{2,}}(?![a-zA-Z])|某{2}|[*＊]{{3,}}"),
)
_OTHER = re.compile("|".join(f"(?P<o{i}>{pattern})" for i, (_, pattern) in enumerate(_OTHERS)))
_MASKED = re.compile(f"{_MARK}|某")

# Where sentences and their parts end, as they fold.
STOPS = frozenset(".!?;:,")


@dataclass(frozen=True)
class Atoms:
    """A plan as atoms, in order; the arrays run parallel to ``symbols``.

    Attributes
    ----------
    symbols
        A character as it folds, substitutions undone; of a year, name or number the symbol of its kind.
    words
        The same with the folded words of years, names and numbers; nothing of what is a mask.
    keys
        Numbers that are equal where kinds and words are, in any plans.
    starts, ends
        Spans in the plan's text (code points).
    begins
        Whether an atom is the first of a line or behind a marker.
    masked
        Whether marks stand in the place of what is to be filled in.
    """

    symbols: str
    words: tuple[str, ...]
    keys: Numbers
    starts: Numbers
    ends: Numbers
    begins: Flags
    masked: Flags

    def __len__(self) -> int:
        return len(self.symbols)

    def kind(self, index: int) -> AtomKind | None:
        """Return the kind of an atom; None of a single character."""
        number = ord(self.symbols[index]) - _FIRST_SYMBOL
        return _KINDS[number] if 0 <= number < len(_KINDS) else None


class _Whole(NamedTuple):
    """A stretch of a plan's text that is filled in as a whole."""

    start: int
    end: int
    kind: AtomKind


# Of one atom: where it starts and ends, its symbol, its word, whether it is masked.
_Row = tuple[int, int, str, str, bool]


def cut_atoms(plan: Plan, lexicon: Lexicon | None = None) -> Atoms:
    """Return a plan as atoms, its title included, noise and markers (but those of months) left out.

    Parameters
    ----------
    lexicon
        Its substitutions are undone: they are variants of the same words.
    """
    text = plan.text
    wanted = _mark_wanted(plan)
    wholes = [whole for whole in _find_wholes(plan) if wanted[whole.start]]
    characters = _cut_characters(fold_simplified(text).select(wanted), lexicon or Lexicon(), wholes)
    rows = [*characters, *(_fold_whole(text[whole.start : whole.end], whole) for whole in wholes)]
    rows.sort(key=itemgetter(0))  # stable: the characters of a word that was undone share its span
    starts, ends, symbols, words, masked = zip(*rows, strict=True) if rows else ((),) * 5
    before = [text[end:start] for end, start in zip((0, *ends), starts, strict=False)]
    return Atoms(
        "".join(symbols),
        tuple(words),
        np.fromiter(map(_key, symbols, words), np.int64, len(symbols)),
        np.array(starts, dtype=np.int64),
        np.array(ends, dtype=np.int64),
        np.array([bool(skipped.strip(" \u3000")) for skipped in before], dtype=bool),
        np.array(masked, dtype=bool),
    )


def _cut_characters(folded: Folded, lexicon: Lexicon, wholes: Iterable[_Whole]) -> Iterator[_Row]:
    """Return a folded text character by character, substitutions undone, without those that wholes hold."""
    undone = lexicon.undo(folded.text)
    starts, ends = folded.positions[undone.starts], folded.positions[undone.ends - 1] + 1
    in_whole = cover(((whole.start, whole.end) for whole in wholes), int(starts[-1]) + 1 if len(starts) else 0)
    rows = zip(starts.tolist(), ends.tolist(), undone.text, undone.text, repeat(False))
    return compress(rows, ~in_whole[starts])


def _fold_whole(printed: str, whole: _Whole) -> _Row:
    is_masked = is_mask(printed)
    word = "" if is_masked else fold_simplified(printed).text
    return whole.start, whole.end, _SYMBOLS[whole.kind], word, is_masked


@lru_cache(1 << 16)
def _key(symbol: str, word: str) -> int:
    """Return the same number for the same kind and word, in whichever process; 64 bits are enough never to clash."""
    digest = blake2b((symbol + word).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


class PlanAtoms:
    """Plans as atoms, cut when they are asked for; only the last ones stay in memory.

    Parameters
    ----------
    lexicon
        As for ``cut_atoms``.
    """

    def __init__(self, plans: Sequence[Plan], lexicon: Lexicon | None = None) -> None:
        self.plans = plans
        self._lexicon = lexicon
        self._cut = lru_cache(_N_KEPT)(lambda index: cut_atoms(plans[index], lexicon))

    def __reduce__(self) -> tuple[type["PlanAtoms"], tuple[Sequence[Plan], Lexicon | None]]:
        """Leave out what another process makes again."""
        return PlanAtoms, (self.plans, self._lexicon)

    def __getitem__(self, index: int) -> Atoms:
        return self._cut(index)


def is_mask(text: str) -> bool:
    """Tell whether what stands in a slot is a mark in the place of words.

    >>> is_mask("20__"), is_mask("XX小学"), is_mask("2024")
    (True, True, False)
    """
    return _MASKED.search(text) is not None


def _mark_wanted(plan: Plan) -> Flags:
    markers = (node.marker for node in plan.nodes if node.marker and node.kind != "period")
    left_out: Iterator[Stretch] = chain(plan.noise, markers)
    return ~cover(((one.start, one.end) for one in left_out), len(plan.text))


def _find_wholes(plan: Plan) -> Iterator[_Whole]:
    """Yield what is filled in as a whole, none over another: dates before names before other numbers."""
    text = simplify(plan.text)
    taken = np.zeros(len(text), dtype=bool)
    for found in (*_of_dates(text, plan.dates), *_of_names(text, plan.names), *_of_numbers(text)):
        if not taken[found.start : found.end].any():
            taken[found.start : found.end] = True
            yield found


def _of_dates(text: str, dates: Iterable[StatedDate]) -> Iterator[_Whole]:
    for date in dates:
        stated = text[date.start : date.end]
        pieces = _DATE.match(stated) if date.kind in _WITH_YEARS else None
        if date.kind == "month_day" or (pieces and date.kind in ("day", "month") and "年" not in stated):
            yield _Whole(date.start, date.end, "date")
        elif pieces:
            for kind in ("year", "date", "month"):
                start, end = pieces.span(kind)
                if start >= 0:
                    yield _Whole(date.start + start, date.start + end, kind)


def _of_names(text: str, names: Iterable[Name]) -> Iterator[_Whole]:
    for name in names:
        if name.kind != "masked":
            yield _Whole(name.start, name.end, name.kind)
        else:
            is_organisation = _OF_ORGANISATION.search(text[name.start : name.end])
            yield _Whole(name.start, name.end, "organisation" if is_organisation else "school")


def _of_numbers(text: str) -> Iterator[_Whole]:
    for found in _OTHER.finditer(text):
        yield _Whole(*found.span(), _OTHERS[int((found.lastgroup or "o0")[1:])][0])
