"""Rules: the themes that regions show; each rule is put to all regions at once."""

from functools import cached_property
from itertools import groupby
from typing import NamedTuple

import numpy as np

from corpus_tools.spans import Span
from corpus_tools.themes.codebook import Codebook, Rule, Theme
from corpus_tools.themes.index import Numbers
from corpus_tools.themes.matching import Marks, Matcher, Occurrences

_BELOW, _ALONE = 2, 1  # conditions of rules
_AHEAD = 12  # searched characters behind a term in which its object is looked for first
_FAR = np.iinfo(np.int64).max


class Match(NamedTuple):
    """A theme that a region shows: which part of it, and the spans of the text that show it."""

    theme: str
    sub_theme: str | None
    evidence: tuple[Span, ...]


class Outline(NamedTuple):
    """How the regions of some plans stand to each other: the title of each plan is a region, and so is each clause.

    Attributes
    ----------
    plans
        The number of the plan of each region.
    heads
        The first clause of the heading that a region is in; titles and clauses of bodies are their own.
    above
        The head of the nearest heading above a region, the title where there is none; titles are their own.
    is_heading
        Whether a region is a title or in a heading.
    openings : shape (2, n)
        Clauses that say what a plan without a title is, each below the number of that title's empty region.
    """

    plans: Numbers
    heads: Numbers
    above: Numbers
    is_heading: Marks
    openings: Numbers

    def nearest(self, values: Numbers) -> Numbers:
        """Return for each region the value of the nearest heading above it that has one, the title at last; else -1.

        Parameters
        ----------
        values
            Of each region; of a heading the value of the first of its clauses that has one counts.
        """
        of_heads = np.full(len(values), -1)
        with_value = np.flatnonzero(self.is_heading & (values >= 0))[::-1]
        of_heads[self.heads[with_value]] = values[with_value]
        at, found = self.above, of_heads[self.above]
        while True:
            (left,) = np.nonzero((found < 0) & (self.above[at] != at))
            if not len(left):
                return found
            at = self.above[at]
            found[left] = of_heads[at[left]]


class _Compiled(NamedTuple):
    """A rule with its terms as numbers.

    Attributes
    ----------
    theme, part
        Numbers of what it shows. Parts of all themes are numbered through; a theme as a whole is one.
    any
        Terms that show it: its ``any`` and ``regex``, or the first of its ``all``.
    all
        Each of its ``all``.
    mask
        Wordings in which its terms say nothing.
    target
        The number of its group, -1 for none.
    """

    rule: Rule
    theme: int
    part: int
    any: Numbers
    all: tuple[Numbers, ...]
    not_: Numbers
    near: Numbers
    plan: Numbers
    under: Numbers
    mask: Numbers
    target: int


class Rules:
    """The rules of a codebook, ready to be put to regions.

    Parameters
    ----------
    codebook
    matcher
        Of the same codebook.
    """

    def __init__(self, codebook: Codebook, matcher: Matcher) -> None:
        self._number = matcher.number
        self._codebook = codebook
        self._themes = codebook.themes
        self._groups = list(codebook.targets)
        self._group_of = np.full(matcher.n_terms, -1)
        for group, terms in enumerate(codebook.targets.values()):
            self._group_of[matcher.number(terms)] = group
        self._assumed = self._groups.index(codebook.assume) if codebook.assume else -1
        parts: dict[tuple[int, str | None], int] = {}
        self._compiled = [
            self._compile(rule, theme, number, parts.setdefault((number, rule.sub_theme), len(parts)))
            for number, theme in enumerate(codebook.all_themes)
            for rule in theme.rules
        ]
        self._parts = [part for _, part in parts]
        self._theme_of = np.array([compiled.theme for compiled in self._compiled])
        self._part_of = np.array([compiled.part for compiled in self._compiled])
        conditions = [_BELOW * compiled.rule.below | _ALONE * compiled.rule.alone for compiled in self._compiled]
        self._conditions = np.array(conditions)

    def _compile(self, rule: Rule, theme: Theme, number: int, part: int) -> _Compiled:
        return _Compiled(
            rule=rule,
            theme=number,
            part=part,
            any=self._number((*rule.any, *rule.regex) or rule.all[:1]),
            all=tuple(self._number([term]) for term in rule.all),
            not_=self._number(rule.not_),
            near=self._number(rule.near),
            plan=self._number(rule.plan),
            under=self._number(rule.under),
            mask=self._number((*theme.mask, *self._codebook.mask)),
            target=self._groups.index(rule.target) if rule.target else -1,
        )

    def find_matches(self, found: Occurrences, outline: Outline) -> dict[int, list[Match]]:
        """Return the themes of each region that shows any, in the order of the codebook."""
        reading = _Reading(found, outline, self._group_of, self._assumed)
        all_rows = [reading.evidence(compiled) for compiled in self._compiled]
        rows = np.concatenate(all_rows)
        rules = np.repeat(np.arange(len(all_rows)), list(map(len, all_rows)))
        kept = self._settle(rules, found.regions[rows], outline)
        return self._gather(rules[kept], rows[kept], found)

    def _settle(self, rules: Numbers, regions: Numbers, outline: Outline) -> Marks:
        """Return which evidence counts: some does only below its theme, some only where nothing stronger is."""
        shown = regions * len(self._themes) + self._theme_of[rules]
        keys = shown << 2 | self._conditions[rules]
        in_doubt = outline.is_heading.copy()
        in_doubt[regions[self._conditions[rules] > 0]] = True
        kept: list[int] = []
        shows: dict[int, set[int]] = {}  # the themes of each heading that shows some
        entries = np.unique(keys[in_doubt[regions]]).tolist()
        for region, own in groupby(entries, key=lambda key: (key >> 2) // len(self._themes)):
            at = int(outline.above[region])
            while at not in shows and outline.above[at] != at:
                at = int(outline.above[at])
            allowed = {key: (key >> 2) % len(self._themes) for key in own}
            allowed = {key: theme for key, theme in allowed.items() if not key & _BELOW or theme in shows.get(at, ())}
            strong = {theme for key, theme in allowed.items() if not key & _ALONE}
            allowed = {key: theme for key, theme in allowed.items() if not strong or theme in strong}
            kept += allowed
            if allowed and outline.is_heading[region]:
                shows.setdefault(int(outline.heads[region]), set()).update(allowed.values())
        return ~in_doubt[regions] | np.isin(keys, kept)

    def _gather(self, rules: Numbers, rows: Numbers, found: Occurrences) -> dict[int, list[Match]]:
        """Return evidence as matches, one for each region and theme."""
        starts, ends = found.piece_starts[rows], found.piece_ends[rows]
        is_piece = starts >= 0
        n_pieces = is_piece.sum(axis=1)
        rules, regions = np.repeat(rules, n_pieces), np.repeat(found.regions[rows], n_pieces)
        starts, ends = starts[is_piece], ends[is_piece]
        shown = regions * len(self._themes) + self._theme_of[rules]
        parts = self._main_parts(shown, rules, ends - starts)
        order = np.lexsort((-ends, starts, shown))
        shown, starts, ends = shown[order], starts[order], ends[order]
        reach = np.maximum.accumulate(shown * (ends.max(initial=0) + 1) + ends)
        (outer,) = np.diff(reach, prepend=-1).nonzero()  # a span inside another of the same theme is left out
        spans = found.searched.original(shown[outer] // len(self._themes), starts[outer], ends[outer])
        groups, first = np.unique(shown[outer], return_index=True)
        borders = [*first.tolist(), len(spans)]
        matches: dict[int, list[Match]] = {}
        for i, (group, part) in enumerate(zip(groups.tolist(), parts, strict=True)):
            region, theme = divmod(group, len(self._themes))
            match = Match(self._themes[theme], self._parts[part], tuple(spans[borders[i] : borders[i + 1]]))
            matches.setdefault(region, []).append(match)
        return matches

    def _main_parts(self, shown: Numbers, rules: Numbers, sizes: Numbers) -> list[int]:
        """Return the part with the most evidence of each number in ``shown``, of equals the one of the first rule.

        A theme as a whole is behind its sub-themes. Evidence is in the order of the rules.
        """
        keys, first, which = np.unique(
            shown * len(self._parts) + self._part_of[rules], return_index=True, return_inverse=True
        )
        totals = np.bincount(which, weights=sizes)
        groups, parts = np.divmod(keys, len(self._parts))
        is_whole = np.array([part is None for part in self._parts])
        order = np.lexsort((first, -totals, is_whole[parts], groups))
        _, best = np.unique(groups[order], return_index=True)
        return [int(part) for part in parts[order[best]]]


class _Reading:
    """Occurrences of terms as rules see them.

    Parameters
    ----------
    found
    outline
    group_of
        The group that each term names, -1 for none.
    assumed
        The group that is meant where none is named, -1 for none.
    """

    def __init__(self, found: Occurrences, outline: Outline, group_of: Numbers, assumed: int) -> None:
        self._found = found
        self._outline = outline
        self._group_of = group_of
        self._assumed = assumed
        self._masks: dict[int, _Mask] = {}

    def evidence(self, rule: _Compiled) -> Numbers:
        """Return the rows that show the theme by a rule, as often as they do."""
        found = self._found
        rows = self._seen(rule.any, rule)
        if not len(rows):
            return rows
        conditions = [self._seen(term, rule) for term in rule.all]
        allowed = ~found.mark_regions(found.by_term.of(rule.not_))
        for condition in conditions:
            allowed &= found.mark_regions(condition)
        if len(rule.plan):
            allowed &= self._mark_plans(rule.plan)
        if len(rule.under):
            allowed &= self._mark_under(rule.under)
        rows = rows[allowed[found.regions[rows]]]
        if len(rule.near):
            rows = self._near(rows, self._seen(rule.near, rule), rule.rule.within)
        if rule.target >= 0:
            rows = rows[self._aims(rows) == rule.target]
        shown = found.mark_regions(rows)
        return np.concatenate((rows, *(condition[shown[found.regions[condition]]] for condition in conditions)))

    def _seen(self, terms: Numbers, rule: _Compiled) -> Numbers:
        """Return the rows of terms that do not stand, with one of their pieces, inside a wording of the rule's mask."""
        found, mask = self._found, self._mask(rule)
        rows = found.by_term.of(terms)
        (suspect,) = np.nonzero(mask.regions[found.regions[rows]])
        if not len(suspect):
            return rows
        before = mask.starts.searchsorted(found.piece_starts[rows[suspect]], "right") - 1
        is_masked = (before >= 0) & (mask.reach[before] >= found.piece_ends[rows[suspect]])
        return np.delete(rows, suspect[is_masked.any(axis=1)])

    def _mask(self, rule: _Compiled) -> "_Mask":
        """Return where the mask of a rule is; rules of one theme have the same."""
        if rule.theme not in self._masks:
            found = self._found
            rows = found.by_term.of(rule.mask)
            rows = rows[np.argsort(found.starts[rows])]
            reach = np.maximum.accumulate(found.ends[rows])
            self._masks[rule.theme] = _Mask(found.mark_regions(rows), found.starts[rows], reach)
        return self._masks[rule.theme]

    def _mark_plans(self, terms: Numbers) -> Marks:
        """Return for each region whether its plan has one of the terms."""
        plans = self._outline.plans
        return np.isin(plans, plans[self._found.regions[self._found.by_term.of(terms)]])

    def _mark_under(self, terms: Numbers) -> Marks:
        """Return for each region whether the title or a heading above has one of the terms."""
        marks = self._found.mark_regions(self._found.by_term.of(terms))
        titles, clauses = self._outline.openings
        marks[titles[marks[clauses]]] = True
        return self._outline.nearest(np.where(marks, 0, -1)) >= 0

    def _near(self, rows: Numbers, others: Numbers, within: int) -> Numbers:
        """Return the rows that have another of the same region at most ``within`` characters away."""
        found = self._found
        starts, ends, (first, last) = found.starts[rows], found.ends[rows], found.borders[:, found.regions[rows]]
        others = others[np.argsort(found.starts[others])]
        reach = np.append(np.maximum.accumulate(found.ends[others]), -1)
        before = found.starts[others].searchsorted(np.minimum(ends + within, last - 1), "right") - 1
        is_near: Marks = reach[before] >= np.maximum(starts - within, first + 1)
        return rows[is_near]

    def _aims(self, rows: Numbers) -> Numbers:
        """Return the group that each row is said of, -1 for none.

        The one named in the term itself, else soon behind it (走访学生), else the nearest, else the one meant around.
        """
        starts, ends, regions = self._found.starts[rows], self._found.ends[rows], self._found.regions[rows]
        mentions = self._mentions
        over = mentions.reach.searchsorted(starts, "right")  # the first that does not end before the term
        behind = mentions.starts.searchsorted(ends)  # the first that begins behind it
        before = mentions.reach.searchsorted(mentions.reach[behind - 1])  # of those before that one that ends last
        to_behind = np.where(mentions.regions[behind] == regions, mentions.starts[behind] - ends, _FAR)
        to_before = np.where(mentions.regions[before] == regions, starts - mentions.reach[before], _FAR)
        is_behind = (to_behind <= _AHEAD) | (to_behind < to_before)
        is_over = over < behind
        named = mentions.groups[np.where(is_over, over, np.where(is_behind, behind, before))]
        return np.where(is_over | (np.minimum(to_behind, to_before) < _FAR), named, self._meant[regions])

    @cached_property
    def _mentions(self) -> "_Mentions":
        """The terms that name groups, in the order of the text, then of the groups."""
        found = self._found
        rows = found.by_term.of(np.flatnonzero(self._group_of >= 0))
        groups = self._group_of[found.terms[rows]]
        order = np.lexsort((groups, found.ends[rows], found.starts[rows]))
        rows = rows[order]
        return _Mentions(
            starts=np.append(found.starts[rows], _FAR),
            reach=np.append(np.maximum.accumulate(found.ends[rows]), _FAR),
            regions=np.append(found.regions[rows], -1),
            groups=np.append(groups[order], -1),
        )

    @cached_property
    def _meant(self) -> Numbers:
        """The group of each region where it names none itself: the one that the nearest heading above names most."""
        n_groups = int(self._group_of.max()) + 1
        keys = (self._mentions.regions * n_groups + self._mentions.groups)[:-1]
        counts = np.bincount(keys, minlength=self._found.n_regions * n_groups).reshape(-1, n_groups)
        meant = self._outline.nearest(np.where(counts.any(axis=1), counts.argmax(axis=1), -1))
        meant[meant < 0] = self._assumed
        return meant


class _Mask(NamedTuple):
    """Where wordings stand in which terms say nothing, in the order of the text.

    Attributes
    ----------
    regions
        Whether one is in a region.
    starts
    reach
        The greatest end so far.
    """

    regions: Marks
    starts: Numbers
    reach: Numbers


class _Mentions(NamedTuple):
    """Where groups are named, in the order of the text, and behind them a row that stands for none.

    Attributes
    ----------
    starts
    reach
        The greatest end so far.
    regions
    groups
    """

    starts: Numbers
    reach: Numbers
    regions: Numbers
    groups: Numbers
