"""Matching: one pass of an Aho-Corasick automaton over a text finds all strings of a codebook; rules see only those.

Source: Aho and Corasick (1975), Efficient string matching: an aid to bibliographic search.
"""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain, groupby
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick
from numpy.typing import NDArray

from corpus_tools.folding import fold
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.spans import Span
from corpus_tools.themes.codebook import Codebook, Rule
from corpus_tools.themes.scripts import simplify
from corpus_tools.themes.terms import Piece, Term

_BOOK_TITLE = re.compile("《(?:[^《》]|《[^《》]{0,60}》){0,80}》")
_AHEAD = 12  # folded characters behind a term in which its object is looked for first

_Place = tuple[int, int]  # from, to, in folded characters: plain pairs, as there are very many
Occurrence = tuple[_Place, ...]  # of the pieces of a term
_Mention = tuple[int, int, str]  # from, to, the group that is named
Occurrences = dict[int, list[Occurrence]]  # by the number of the term


class Match(NamedTuple):
    """A theme that a region shows: which part of it, and the spans of the text that show it."""

    theme: str
    sub_theme: str | None
    evidence: tuple[Span, ...]


class _Compiled(NamedTuple):
    """A rule with its terms as numbers, and those that mask its theme."""

    theme: str
    rule: Rule
    any: frozenset[int]
    all: frozenset[int]
    not_: frozenset[int]
    near: frozenset[int]
    plan: frozenset[int]
    under: frozenset[int]
    mask: frozenset[int]


class Region(NamedTuple):
    """A stretch of a text, and the terms of the codebook in it.

    Attributes
    ----------
    found
        Terms that match, with their places.
    starts, ends
        Where each folded character of the text came from.
    """

    found: Occurrences
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def original(self, spans: Iterable[_Place]) -> tuple[Span, ...]:
        """Return spans of folded characters as spans of the text, in their order; one inside another is left out."""
        kept: list[Span] = []
        for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
            if not kept or end > kept[-1].end:
                kept.append(Span(start, end))
        return tuple(Span(int(self.starts[start]), int(self.ends[end - 1])) for start, end in kept)


class Matcher:
    """A codebook, ready to be searched for.

    Parameters
    ----------
    codebook
    lexicon
        Substitutions that are undone in the texts and in the terms alike.
    """

    def __init__(self, codebook: Codebook, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._gap = codebook.gap
        self._assume = codebook.assume
        self._terms: dict[Term | str, int] = {}  # terms and patterns to their numbers
        self._written: dict[int, set[Term]] = {}  # before substitutions were undone
        self._patterns: dict[int, re.Pattern[str]] = {}
        self._groups = {self._number(term): group for group, terms in codebook.targets.items() for term in terms}
        self._group_names = tuple(codebook.targets)
        self._rules = [
            self._compile(theme.name, rule, (*theme.mask, *codebook.mask))
            for theme in codebook.all_themes
            for rule in theme.rules
        ]
        self._opening: dict[int, list[int]] = {}  # term to the rules that it may open
        for position, rule in enumerate(self._rules):
            for term in rule.any or rule.all:
                self._opening.setdefault(term, []).append(position)
        self._index()

    def terms_of(self, region: Region) -> Iterator[Term]:
        """Yield the terms of the codebook that a region has."""
        return (term for number in region.found for term in self._written.get(number, ()))

    def _number(self, term: Term) -> int:
        undone = tuple(map(self._undo, term))
        number = self._terms.setdefault(undone, len(self._terms))
        self._written.setdefault(number, set()).add(term)
        return number

    def _undo(self, piece: Piece) -> Piece:
        """Return the strings of a piece as texts are searched: in simplified characters, substitutions undone."""
        strings = simplify("\n".join(piece))
        return frozenset((self._lexicon.undo(strings).text if self._lexicon else strings).split("\n"))

    def _numbers(self, terms: Iterable[Term]) -> frozenset[int]:
        return frozenset(map(self._number, terms))

    def _compile(self, theme: str, rule: Rule, mask: Iterable[Term]) -> _Compiled:
        patterns = {self._terms.setdefault(pattern, len(self._terms)): re.compile(pattern) for pattern in rule.regex}
        self._patterns |= patterns
        any_ = self._numbers(rule.any) | patterns.keys()
        terms = (rule.all, rule.not_, rule.near, rule.plan, rule.under, mask)
        return _Compiled(theme, rule, any_, *map(self._numbers, terms))

    def _index(self) -> None:
        """Make the automaton, and the ways from a string to its pieces and from a piece to the terms it completes."""
        terms = [
            ([(piece, _reads_titles(term)) for piece in term], number)
            for term, number in self._terms.items()
            if not isinstance(term, str)
        ]
        n_uses = Counter(piece for term, _ in terms for piece in term)
        pieces = {piece: number for number, piece in enumerate(n_uses)}
        strings: dict[str, list[int]] = {}
        for (piece, _), number in pieces.items():
            for string in sorted(piece):
                strings.setdefault(string, []).append(number)
        self.strings = tuple(strings)
        self._automaton = AhoCorasick(self.strings, store_patterns=False) if strings else None
        # Each string to its pieces; once more behind them for strings in book titles, where only some terms look.
        reading = {number for (_, reads), number in pieces.items() if reads}
        everywhere = [frozenset(numbers) for numbers in strings.values()]
        self._pieces_of = [*everywhere, *(numbers & reading for numbers in everywhere)]
        self._single: dict[int, int] = {}  # piece to the term that it is all of
        self._joined: dict[int, list[tuple[int, tuple[int, ...], frozenset[int]]]] = {}
        for term, number in terms:
            numbers = tuple(pieces[piece] for piece in term)
            if len(numbers) == 1:
                self._single[numbers[0]] = number
            else:  # looked at where its rarest piece is met
                rarest = min(term, key=lambda piece: (n_uses[piece], len(piece[0])))
                self._joined.setdefault(pieces[rarest], []).append((number, numbers, frozenset(numbers)))

    def scan(self, text: str) -> list[tuple[int, int, int]]:
        """Return all places of the codebook's strings in a folded text: number of the string, start, end."""
        found: list[tuple[int, int, int]] = []
        if self._automaton:
            found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return found

    def find(self, text: str, spans: Sequence[Span]) -> list[Region]:
        """Return the terms in some stretches of a text, which are in its order and not over each other."""
        folded = fold(text)
        undone = self._lexicon.undo(simplify(folded.text))
        starts: NDArray[np.int64] = folded.positions[undone.starts]
        ends: NDArray[np.int64] = folded.positions[undone.ends - 1] + 1
        searched = undone.text
        titled = bytearray(len(searched))
        for title in _BOOK_TITLE.finditer(searched):
            titled[slice(*title.span())] = b"\1" * len(title[0])
        owner = np.searchsorted(np.fromiter((span.end for span in spans), np.int64, len(spans)), starts, "right")
        borders = np.array([*(span.start for span in spans), len(text)])
        owners = np.where(starts >= borders[owner], owner, -1).tolist()
        places: list[dict[int, list[_Place]]] = [{} for _ in spans]
        for string, start, end in self.scan(searched):
            at = owners[start]
            if at >= 0 and at == owners[end - 1]:
                key = string + len(self.strings) if titled[start] else string
                places[at].setdefault(key, []).append((start, end))
        regions = [Region(self._join(found) if found else {}, starts, ends) for found in places]
        for number, pattern in self._patterns.items():
            for match in pattern.finditer(searched):
                start, end = match.span()
                if end > start and owners[start] >= 0 and owners[start] == owners[end - 1] and not titled[start]:
                    regions[owners[start]].found.setdefault(number, []).append(((start, end),))
        return regions

    def _join(self, places: Mapping[int, Sequence[_Place]]) -> Occurrences:
        """Return the terms that the strings in a region make up."""
        pieces: dict[int, list[_Place]] = {}
        for string, found_at in places.items():
            for piece in self._pieces_of[string]:
                pieces.setdefault(piece, []).extend(found_at)
        found: Occurrences = {
            self._single[piece]: [(place,) for place in pieces[piece]] for piece in pieces.keys() & self._single.keys()
        }
        for piece in pieces.keys() & self._joined.keys():
            for term, numbers, needed in self._joined[piece]:
                if needed <= pieces.keys():
                    occurrences = list(self._chains([pieces[number] for number in numbers]))
                    if occurrences:
                        found[term] = occurrences
        return found

    def _chains(self, pieces: Sequence[Sequence[_Place]]) -> Iterator[Occurrence]:
        """Yield, for each place of the first piece, the nearest places of the others behind it."""
        for first in pieces[0]:
            chain_ = [first]
            for spans in pieces[1:]:
                end = chain_[-1][1]
                behind = [span for span in spans if 0 <= span[0] - end <= self._gap]
                if not behind:
                    break
                chain_.append(min(behind))
            else:
                yield tuple(chain_)

    def themes(
        self,
        region: Region,
        meant: Callable[[], str | None],
        above: Container[str],
        plan: Set[int],
        under: Callable[[], Set[int]],
    ) -> Iterator[Match]:
        """Yield the themes that a region shows, in the order of the codebook.

        Parameters
        ----------
        meant
            Gives the group that the text around the region is about; asked where a rule needs it.
        above
            The themes that the nearest heading shows.
        plan
            The terms that stand somewhere in the plan.
        under
            Gives the terms in the title and the headings above; asked where a rule needs them.
        """
        found = region.found
        opened = sorted({position for term in found for position in self._opening.get(term, ())})
        mentions: list[_Mention] | None = None
        matches: list[tuple[Match, bool]] = []  # and whether more than a rule that must be alone shows it
        for theme, rules in groupby(map(self._rules.__getitem__, opened), key=attrgetter("theme")):
            hidden: list[_Place] | None = None
            shown: dict[str | None, list[_Place]] = {}
            is_strong = False
            for compiled in rules:
                if compiled.rule.below and theme not in above or compiled.plan and compiled.plan.isdisjoint(plan):
                    continue
                if compiled.under and compiled.under.isdisjoint(under()):
                    continue
                if hidden is None:
                    hidden = [_extent(o) for term in compiled.mask & found.keys() for o in found[term]]
                if mentions is None and compiled.rule.target is not None:
                    mentions = self._mentions(found)
                spans = _evidence(compiled, found, hidden, mentions or [], lambda: meant() or self._assume)
                if spans:
                    is_strong |= not compiled.rule.alone
                    shown.setdefault(compiled.rule.sub_theme, []).extend(spans)
            if shown:
                match = Match(theme, _main_part(shown), region.original(chain.from_iterable(shown.values())))
                matches.append((match, is_strong))
        shows_strong = any(is_strong for _, is_strong in matches)
        yield from (match for match, is_strong in matches if is_strong or not shows_strong)

    def _mentions(self, found: Occurrences) -> list[_Mention]:
        named = self._groups.keys() & found.keys()
        return sorted((*_extent(o), self._groups[term]) for term in named for o in found[term])

    def group(self, region: Region) -> str | None:
        """Return the group that a region names most, of equals the first of the codebook; None where it names none."""
        n_named = Counter(group for _, _, group in self._mentions(region.found))
        return max(self._group_names, key=lambda group: n_named[group]) if n_named else None


def _extent(occurrence: Occurrence) -> _Place:
    """Return from where to where a term reaches, its gaps included."""
    return occurrence[0][0], occurrence[-1][1]


def _reads_titles(term: Term) -> bool:
    """Tell whether a term writes a book-title mark itself: only such terms look into titles."""
    return any("《" in string or "》" in string for piece in term for string in piece)


def _evidence(
    compiled: _Compiled,
    found: Occurrences,
    hidden: Sequence[_Place],
    mentions: Sequence[_Mention],
    meant: Callable[[], str | None],
) -> list[_Place]:
    """Return the folded spans by which a rule holds; none where it does not."""
    rule = compiled.rule

    def seen(terms: Iterable[int]) -> list[Occurrence]:
        return [o for term in terms for o in found[term] if not hidden or not _is_hidden(o, hidden)]

    if not compiled.all <= found.keys() or not compiled.not_.isdisjoint(found):
        return []
    conditions = [seen([term]) for term in compiled.all]
    if not all(conditions):
        return []
    decisive = seen(compiled.any & found.keys()) if compiled.any else conditions[0]
    if compiled.near:
        beside = [_extent(o) for o in seen(compiled.near & found.keys())]
        decisive = [o for o in decisive if any(_distance(_extent(o), other) <= rule.within for other in beside)]
    if rule.target is not None:
        decisive = [o for o in decisive if _aim(_extent(o), mentions, meant) == rule.target]
    if not decisive:
        return []
    return [span for o in chain(decisive, *conditions) for span in o]


def _is_hidden(occurrence: Occurrence, hidden: Sequence[_Place]) -> bool:
    """Tell whether a piece of the term stands inside a wording in which it says nothing."""
    return any(start <= s and e <= end for start, end in hidden for s, e in occurrence)


def _distance(a: _Place, b: _Place) -> int:
    return max(a[0] - b[1], b[0] - a[1], 0)


def _aim(span: _Place, mentions: Sequence[_Mention], meant: Callable[[], str | None]) -> str | None:
    """Return the group that a term is said of.

    The one named in the term itself, else soon behind it (走访学生), else the nearest one, else the one meant around.
    """
    inside = [m for m in mentions if m[0] < span[1] and m[1] > span[0]]
    behind = [m for m in mentions if 0 <= m[0] - span[1] <= _AHEAD]
    if inside or behind:
        return (inside or behind)[0][2]
    if mentions:
        return min(mentions, key=lambda m: (_distance((m[0], m[1]), span), m[0]))[2]
    return meant()


def _main_part(shown: dict[str | None, list[_Place]]) -> str | None:
    """Return the sub-theme with the most evidence; of equals the first."""
    sizes = {part: sum(end - start for start, end in spans) for part, spans in shown.items() if part is not None}
    return max(sizes, key=lambda part: sizes[part], default=None)
