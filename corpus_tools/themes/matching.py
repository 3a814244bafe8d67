"""Matching: one pass of an Aho-Corasick automaton over a text finds all strings of a codebook; rules see only those.

Source: Aho and Corasick (1975), Efficient string matching: an aid to bibliographic search.
"""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence, Set
from itertools import chain
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick
from numpy.typing import NDArray

from corpus_tools.folding import fold
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.spans import Span
from corpus_tools.themes.codebook import Codebook, Rule
from corpus_tools.themes.scripts import simplify
from corpus_tools.themes.terms import Term

_BOOK_TITLE = re.compile("《(?:[^《》]|《[^《》]{0,60}》){0,80}》")
_AHEAD = 12  # folded characters behind a term in which its object is looked for first

Occurrence = tuple[Span, ...]  # of the pieces of a term, in folded characters
Occurrences = dict[int, list[Occurrence]]  # by the number of the term


class Match(NamedTuple):
    """A theme that a region shows: which part of it, and the spans of the text that show it."""

    theme: str
    sub_theme: str | None
    evidence: tuple[Span, ...]


class _Compiled(NamedTuple):
    """A rule with its terms as numbers."""

    rule: Rule
    any: tuple[int, ...]
    all: tuple[int, ...]
    not_: tuple[int, ...]
    near: tuple[int, ...]
    plan: frozenset[int]


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
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, spans: Iterable[Span]) -> tuple[Span, ...]:
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
        self._patterns: list[tuple[int, re.Pattern[str]]] = []
        self._groups = {self._number(term): group for group, terms in codebook.targets.items() for term in terms}
        self._group_names = tuple(codebook.targets)
        self._mask = {self._number(term) for term in codebook.mask}
        self._themes = [
            (theme.name, self._numbers(theme.mask), [self._compile(rule) for rule in theme.rules])
            for theme in codebook.all_themes
        ]
        self._opening: dict[int, list[int]] = {}  # term to the themes that it may open
        for position, (_, _, rules) in enumerate(self._themes):
            for term in {term for rule in rules for term in (rule.any or rule.all)}:
                self._opening.setdefault(term, []).append(position)
        self._index()

    def _number(self, term: Term) -> int:
        undone = tuple(frozenset(self._lexicon.undo(simplify(string)).text for string in piece) for piece in term)
        return self._terms.setdefault(undone, len(self._terms))

    def _numbers(self, terms: Iterable[Term]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(map(self._number, terms)))

    def _compile(self, rule: Rule) -> _Compiled:
        patterns = []
        for pattern in rule.regex:
            number = self._terms.setdefault(pattern, len(self._terms))
            patterns.append(number)
            self._patterns.append((number, re.compile(pattern)))
        any_ = self._numbers(rule.any) + tuple(patterns)
        others = (self._numbers(terms) for terms in (rule.all, rule.not_, rule.near))
        return _Compiled(rule, any_, *others, frozenset(self._numbers(rule.plan)))

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
            for string in piece:
                strings.setdefault(string, []).append(number)
        self._automaton = AhoCorasick(list(strings), store_patterns=False) if strings else None
        # Each string to its pieces: outside of book titles, and inside.
        self._outside = list(strings.values())
        reading = {number for (_, reads), number in pieces.items() if reads}
        self._inside = [[number for number in numbers if number in reading] for numbers in self._outside]
        self._single: list[int | None] = [None] * len(pieces)  # the term that a piece is all of
        self._joined: list[list[tuple[int, tuple[int, ...]]]] = [[] for _ in pieces]
        for term, number in terms:
            numbers = tuple(pieces[piece] for piece in term)
            if len(numbers) == 1:
                self._single[numbers[0]] = number
            else:  # looked at where its rarest piece is met
                rarest = min(term, key=lambda piece: (n_uses[piece], len(piece[0])))
                self._joined[pieces[rarest]].append((number, numbers))

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
        pieces: list[dict[int, list[Span]]] = [{} for _ in spans]
        for string, start, end in (
            self._automaton.find_matches_as_indexes(searched, overlapping=True) if self._automaton else ()
        ):
            at = owners[start]
            if at >= 0 and at == owners[end - 1]:
                found = pieces[at]
                for piece in self._inside[string] if titled[start] else self._outside[string]:
                    if piece in found:
                        found[piece].append((start, end))
                    else:
                        found[piece] = [(start, end)]
        regions = [Region(self._join(found) if found else {}, starts, ends) for found in pieces]
        for number, pattern in self._patterns:
            for match in pattern.finditer(searched):
                start, end = match.span()
                if owners[start] >= 0 and owners[start] == owners[end - 1] and not titled[start]:
                    regions[owners[start]].found.setdefault(number, []).append((Span(start, end),))
        return regions

    def _join(self, pieces: dict[int, list[Span]]) -> Occurrences:
        """Return the terms whose pieces stand in their order."""
        found: Occurrences = {}
        for piece, spans in pieces.items():
            single = self._single[piece]
            if single is not None:
                found[single] = [(span,) for span in spans]
            for term, numbers in self._joined[piece]:
                if all(number in pieces for number in numbers):
                    occurrences = list(self._chains([pieces[number] for number in numbers]))
                    if occurrences:
                        found[term] = occurrences
        return found

    def _chains(self, pieces: Sequence[Sequence[Span]]) -> Iterator[Occurrence]:
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
        self, region: Region, meant: Callable[[], str | None], above: Container[str], plan: Set[int]
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
        """
        found = region.found
        opened = {theme for term in found for theme in self._opening.get(term, ())}
        if not opened:
            return
        mentions: list[tuple[int, int, str]] | None = None
        for position in sorted(opened):
            name, mask, rules = self._themes[position]
            hidden = [extent(o) for term in (*mask, *self._mask) for o in found.get(term, ())]
            shown: dict[str | None, list[Span]] = {}
            for rule in rules:
                if not any(term in found for term in (rule.any or rule.all)) or (rule.rule.below and name not in above):
                    continue
                if rule.plan and rule.plan.isdisjoint(plan):
                    continue
                if rule.rule.target is not None and mentions is None:
                    mentions = self._mentions(found)
                spans = _evidence(rule, found, hidden, mentions or [], lambda: meant() or self._assume)
                if spans:
                    shown.setdefault(rule.rule.sub_theme, []).extend(spans)
            if shown:
                yield Match(name, _main_part(shown), region.original(chain.from_iterable(shown.values())))

    def _mentions(self, found: Occurrences) -> list[tuple[int, int, str]]:
        return sorted((*extent(o), group) for term, group in self._groups.items() for o in found.get(term, ()))

    def group(self, region: Region) -> str | None:
        """Return the group that a region names most, of equals the first of the codebook; None where it names none."""
        n_named = Counter(group for _, _, group in self._mentions(region.found))
        return max(self._group_names, key=lambda group: n_named[group]) if n_named else None


def extent(occurrence: Occurrence) -> Span:
    """Return from where to where a term reaches, its gaps included."""
    return Span(occurrence[0][0], occurrence[-1][1])


def _reads_titles(term: Term) -> bool:
    """Tell whether a term writes a book-title mark itself: only such terms look into titles."""
    return any("《" in string or "》" in string for piece in term for string in piece)


def _evidence(
    compiled: _Compiled,
    found: Occurrences,
    hidden: Sequence[Span],
    mentions: Sequence[tuple[int, int, str]],
    meant: Callable[[], str | None],
) -> list[Span]:
    """Return the folded spans by which a rule holds; none where it does not."""
    rule = compiled.rule

    def seen(term: int) -> list[Occurrence]:
        return [o for o in found.get(term, ()) if not _is_hidden(o, hidden)]

    if any(map(seen, compiled.not_)):
        return []
    conditions = [seen(term) for term in compiled.all]
    if not all(conditions):
        return []
    decisive = [o for term in compiled.any for o in seen(term)] if compiled.any else conditions[0]
    if compiled.near:
        beside = [extent(o) for term in compiled.near for o in seen(term)]
        decisive = [o for o in decisive if any(_distance(extent(o), other) <= rule.within for other in beside)]
    if rule.target is not None:
        decisive = [o for o in decisive if _aim(extent(o), mentions, meant) == rule.target]
    if not decisive:
        return []
    return [span for o in chain(decisive, *conditions) for span in o]


def _is_hidden(occurrence: Occurrence, hidden: Sequence[Span]) -> bool:
    """Tell whether a piece of the term stands inside a wording in which it says nothing."""
    return any(start <= s and e <= end for start, end in hidden for s, e in occurrence)


def _distance(a: Span, b: Span) -> int:
    return max(a[0] - b[1], b[0] - a[1], 0)


def _aim(span: Span, mentions: Sequence[tuple[int, int, str]], meant: Callable[[], str | None]) -> str | None:
    """Return the group that a term is said of.

    The one named in the term itself, else soon behind it (走访学生), else the nearest one, else the one meant around.
    """
    inside = [m for m in mentions if m[0] < span[1] and m[1] > span[0]]
    behind = [m for m in mentions if 0 <= m[0] - span[1] <= _AHEAD]
    if inside or behind:
        return (inside or behind)[0][2]
    if mentions:
        return min(mentions, key=lambda m: (_distance(Span(m[0], m[1]), span), m[0]))[2]
    return meant()


def _main_part(shown: dict[str | None, list[Span]]) -> str | None:
    """Return the sub-theme with the most evidence; of equals the first."""
    sizes = {part: sum(end - start for start, end in spans) for part, spans in shown.items() if part is not None}
    return max(sizes, key=lambda part: sizes[part], default=None)
