"""Rules: the themes that regions show; all rules are put to all regions at once.

Evidence is an occurrence of a term as a rule sees it: a pair of a rule and a row of ``Occurrences``.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from corpus_tools.arrays import Flags, Numbers
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.index import Index
from corpus_tools.themes.matches import Matches
from corpus_tools.themes.matching import Matcher, Occurrences
from corpus_tools.themes.outlines import Outline
from corpus_tools.themes.terms import Term

_AHEAD = 12  # searched characters behind a term in which its object is looked for first
_FAR = np.iinfo(np.int64).max
_BITS = 40  # of a place in a text, below those of a group


class Rules:
    """The rules of a codebook, ready to be put to regions.

    Rules are numbered through, theme by theme, and so are the parts that they show; a theme as a whole is a part.

    Parameters
    ----------
    codebook
    matcher
        Of the same codebook.

    Attributes
    ----------
    themes, parts
        Names of themes, and of their parts by number: None is a theme as a whole.
    theme_of, part_of
        Which theme and part each rule shows.
    any, none, near
        Under each term the rules that it shows (of a rule with nothing but ``all`` the first of these does), that it
        bars, and that want it near.
    within
        How near that must be, -1 for rules that ask for nothing near.
    plan, under, all
        Under each term the lists of such conditions that have it, one for each number in ``rule_of_plan``,
        ``rule_of_under``, ``rule_of_all``: the rule whose condition it is.
    mask
        Under each term the themes whose mask it is.
    target
        The group that each rule must be said of, -1 for rules of any.
    below, alone
        Whether each rule counts only below its theme, and only where nothing stronger is.
    group_of
        The group that each term names, -1 for none.
    assumed
        The group that is meant where none is named, -1 for none.
    """

    def __init__(self, codebook: Codebook, matcher: Matcher) -> None:
        rules = [(number, rule) for number, theme in enumerate(codebook.all_themes) for rule in theme.rules]
        parts: dict[tuple[int, str | None], int] = {}
        part_of = [parts.setdefault((number, rule.sub_theme), len(parts)) for number, rule in rules]
        groups = list(codebook.targets)
        conditions = [(number, term) for number, (_, rule) in enumerate(rules) for term in rule.all]

        def index(lists: Iterable[Sequence[Term | str]]) -> Index:
            """Return under each term the numbers of the lists that have it."""
            terms = [matcher.number(own) for own in lists]
            owners = np.repeat(np.arange(len(terms)), list(map(len, terms)))
            return Index.under(np.concatenate([np.empty(0, dtype=np.int64), *terms]), matcher.n_terms, owners)

        self.themes = codebook.themes
        self.parts = [*(part for _, part in parts), None]  # the last: of none
        self.theme_of = np.array([number for number, _ in rules])
        self.part_of = np.array(part_of)
        self.any = index((*rule.any, *rule.regex) or rule.all[:1] for _, rule in rules)
        self.none = index(rule.not_ for _, rule in rules)
        self.near = index(rule.near for _, rule in rules)
        self.within = np.array([rule.within if rule.near else -1 for _, rule in rules])
        self.plan = index(rule.plan for _, rule in rules if rule.plan)
        self.rule_of_plan = np.flatnonzero([bool(rule.plan) for _, rule in rules])
        self.under = index(rule.under for _, rule in rules if rule.under)
        self.rule_of_under = np.flatnonzero([bool(rule.under) for _, rule in rules])
        self.all = index([term] for _, term in conditions)
        self.rule_of_all = np.array([number for number, _ in conditions], dtype=np.int64)
        self.mask = index((*theme.mask, *codebook.mask) for theme in codebook.all_themes)
        self.target = np.array([groups.index(rule.target) if rule.target else -1 for _, rule in rules])
        self.below = np.array([rule.below for _, rule in rules])
        self.alone = np.array([rule.alone for _, rule in rules])
        self.group_of = np.full(matcher.n_terms, -1)
        for group, terms in enumerate(codebook.targets.values()):
            self.group_of[matcher.number(terms)] = group
        self.assumed = groups.index(codebook.assume) if codebook.assume else -1

    def find_matches(self, found: Occurrences, outline: Outline) -> Matches:
        """Return the themes of all regions."""
        rules, rows = _Reading(self, found, outline).find_evidence()
        kept = self._settle(rules, found.regions[rows], outline)
        return self._gather(rules.compress(kept), rows.compress(kept), found)

    def _settle(self, rules: Numbers, regions: Numbers, outline: Outline) -> Flags:
        """Return which evidence counts: some does only below its theme, some only where nothing stronger is."""
        themes = self.theme_of[rules]
        shown = np.zeros((2, 2, len(outline.heads), len(self.themes)), dtype=bool)  # by whether below and alone
        shown[self.below[rules].astype(int), self.alone[rules].astype(int), regions, themes] = True
        of_heads = np.zeros(shown.shape[2:], dtype=bool)
        around = np.zeros_like(of_heads)  # the themes of the nearest heading above that shows any
        settled = np.zeros_like(of_heads)
        nearest = outline.heads.copy()  # of each head itself, or the next above, where it shows any
        matters = outline.is_heading.copy()  # what shows nothing and is above nothing does not
        matters[regions] = True
        for whole in outline.levels:
            level = whole.compress(matters[whole])
            heads, above = outline.heads[level], nearest[outline.above[level]]
            around[level] = of_heads[above]
            plain, alone = shown[0][:, level] | (shown[1][:, level] & around[level])
            settled[level] = plain | (alone & ~plain.any(axis=1, keepdims=True))
            with_theme, theme = settled[level].nonzero()
            of_heads[heads[with_theme], theme] = True
            nearest[heads] = np.where(of_heads[heads].any(axis=1), heads, above)
        kept: Flags = settled[regions, themes] & (around[regions, themes] | ~self.below[rules])
        return kept

    def _gather(self, rules: Numbers, rows: Numbers, found: Occurrences) -> Matches:
        """Return evidence as matches; a span inside another of the same theme is left out."""
        starts, ends = found.piece_starts[rows], found.piece_ends[rows]
        is_piece = starts >= 0
        n_pieces = is_piece.sum(axis=1)
        rules, regions = np.repeat(rules, n_pieces), np.repeat(found.regions[rows], n_pieces)
        starts, ends = starts[is_piece], ends[is_piece]
        shown = regions * len(self.themes) + self.theme_of[rules]
        parts = self._main_parts(shown, rules, ends - starts)
        order = np.lexsort((-ends, starts, shown))
        shown, starts, ends = shown[order], starts[order], ends[order]
        reach = np.maximum.accumulate(shown * (ends.max(initial=0) + 1) + ends)
        (outer,) = np.diff(reach, prepend=-1).nonzero()
        shown, starts, ends = shown[outer], starts[outer], ends[outer]
        nth = np.cumsum(np.diff(shown, prepend=shown[:1]) != 0)
        regions, themes = np.divmod(shown, len(self.themes))
        return Matches(regions, themes, parts[nth], starts, ends, np.zeros_like(shown))

    def _main_parts(self, shown: Numbers, rules: Numbers, sizes: Numbers) -> Numbers:
        """Return the part with the most evidence of each number in ``shown``, of equals the one of the first rule.

        A theme as a whole is behind its sub-themes. Evidence is in the order of the rules.
        """
        keys, first, which = np.unique(
            shown * len(self.parts) + self.part_of[rules], return_index=True, return_inverse=True
        )
        totals = np.bincount(which, weights=sizes)
        groups, parts = np.divmod(keys, len(self.parts))
        is_whole = np.array([part is None for part in self.parts])
        order = np.lexsort((first, -totals, is_whole[parts], groups))
        _, best = np.unique(groups[order], return_index=True)
        main: Numbers = parts[order[best]]
        return main


class Unmasked:
    """Occurrences as the rules of each theme see them: without those that its masks hide.

    Parameters
    ----------
    rules
    found
    """

    def __init__(self, rules: Rules, found: Occurrences) -> None:
        self._found = found
        rows, themes = rules.mask.join(found.terms)
        self._has_masks = np.zeros((len(rules.themes), found.n_regions), dtype=bool)
        self._has_masks[themes, found.regions[rows]] = True
        self._masks = _Reach(themes, found.starts[rows], found.ends[rows])

    def find(self, terms: Index, themes: Numbers) -> tuple[Numbers, Numbers]:
        """Return rows and owners of terms; rows that stand with one of their pieces inside a mask are left out.

        Parameters
        ----------
        terms
            Under each the numbers of its owners.
        themes
            Of each owner.
        """
        rows, owners = terms.join(self._found.terms)
        themes = themes[owners]
        (suspect,) = np.nonzero(self._has_masks[themes, self._found.regions[rows]])
        starts, ends = self._found.piece_starts[rows[suspect]], self._found.piece_ends[rows[suspect]]
        is_seen = np.ones(len(rows), dtype=bool)
        is_seen[suspect] = (self._masks.furthest(themes[suspect, np.newaxis], starts) < ends).all(axis=1)
        return rows.compress(is_seen), owners.compress(is_seen)


class _Reading:
    """Occurrences of terms as rules see them.

    Parameters
    ----------
    rules
    found
    outline
    """

    def __init__(self, rules: Rules, found: Occurrences, outline: Outline) -> None:
        self._rules = rules
        self._found = found
        self._outline = outline
        self._seen = Unmasked(rules, found).find

    def find_evidence(self) -> tuple[Numbers, Numbers]:
        """Return the evidence in the order of the rules, as often as it is one."""
        rules, found = self._rules, self._found
        rows, of = self._seen(rules.any, rules.theme_of)
        all_rows, conditions = self._seen(rules.all, rules.theme_of[rules.rule_of_all])
        holds = self._holds(self._mark(all_rows, conditions, len(rules.rule_of_all)))
        wanted = holds[of, found.regions[rows]]
        rows, of = rows.compress(wanted), of.compress(wanted)
        for is_wanted in (self._is_near, self._is_aimed):
            wanted = is_wanted(rows, of)
            rows, of = rows.compress(wanted), of.compress(wanted)
        of_all = rules.rule_of_all[conditions]
        shown = self._mark(rows, of, len(rules.theme_of))[of_all, found.regions[all_rows]]
        rows, of = np.append(rows, all_rows.compress(shown)), np.append(of, of_all.compress(shown))
        order = np.argsort(of, kind="stable")
        return of[order], rows[order]

    def _mark(self, rows: Numbers, owners: Numbers, n_owners: int) -> Flags:
        """Return for each owner and each region whether one of the owner's rows is in it."""
        marks = np.zeros((n_owners, self._found.n_regions), dtype=bool)
        marks[owners, self._found.regions[rows]] = True
        return marks

    def _mark_terms(self, terms: Index, n_owners: int) -> Flags:
        """Return for each owner of terms and each region whether one of its terms is in it."""
        return self._mark(*terms.join(self._found.terms), n_owners)

    def _holds(self, marked: Flags) -> Flags:
        """Return for each rule and each region whether the conditions hold that are on regions.

        Parameters
        ----------
        marked
            For each term of an ``all`` and each region whether it is in it.
        """
        rules, outline = self._rules, self._outline
        holds = ~self._mark_terms(rules.none, len(rules.theme_of))
        np.logical_and.at(holds, rules.rule_of_all, marked)
        plans = outline.regions.texts
        in_plans = np.zeros((len(rules.rule_of_plan), int(plans.max()) + 1), dtype=bool)
        own, regions = self._mark_terms(rules.plan, len(in_plans)).nonzero()
        in_plans[own, plans[regions]] = True
        holds[rules.rule_of_plan] &= in_plans[:, plans]
        named = self._mark_terms(rules.under, len(rules.rule_of_under)).T
        nth, own = named[outline.openings].nonzero()
        named[plans[outline.openings[nth]], own] = True
        holds[rules.rule_of_under] &= outline.nearest(named.astype(np.int8) - 1).T >= 0
        return holds

    def _is_near(self, rows: Numbers, owners: Numbers) -> Flags:
        """Return which rows have one of their rule's ``near`` in the same region as near as it must be, if it must."""
        found = self._found
        is_near = self._rules.within[owners] < 0
        (asked,) = np.nonzero(~is_near)
        others, of = self._seen(self._rules.near, self._rules.theme_of)
        reach = _Reach(of, found.starts[others], found.ends[others])
        rows, owners = rows[asked], owners[asked]
        within, (first, last) = self._rules.within[owners], found.borders[:, found.regions[rows]]
        furthest = reach.furthest(owners, np.minimum(found.ends[rows] + within, last - 1))
        is_near[asked] = furthest >= np.maximum(found.starts[rows] - within, first + 1)
        return is_near

    def _is_aimed(self, rows: Numbers, owners: Numbers) -> Flags:
        """Return which rows are said of their rule's target, if it has one."""
        targets = self._rules.target[owners]
        is_aimed = targets < 0
        (asked,) = np.nonzero(~is_aimed)
        if len(asked):
            is_aimed[asked] = self._aims(rows[asked]) == targets[asked]
        return is_aimed

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
        (rows,) = np.nonzero(self._rules.group_of[found.terms] >= 0)
        groups = self._rules.group_of[found.terms[rows]]
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
        n_groups = int(self._rules.group_of.max()) + 1
        keys = (self._mentions.regions * n_groups + self._mentions.groups)[:-1]
        counts = np.bincount(keys, minlength=self._found.n_regions * n_groups).reshape(-1, n_groups)
        meant = self._outline.nearest(np.where(counts.any(axis=1), counts.argmax(axis=1), -1))
        meant[meant < 0] = self._rules.assumed
        return meant


class _Reach:
    """How far the spans of some groups reach.

    Parameters
    ----------
    groups, starts, ends
        Spans, each of a group.
    """

    def __init__(self, groups: Numbers, starts: Numbers, ends: Numbers) -> None:
        keys = (groups << _BITS) + starts
        order = np.argsort(keys)
        self._keys = keys[order]
        self._reach = np.append(np.maximum.accumulate(((groups << _BITS) + ends)[order]), -_FAR // 2)

    def furthest(self, groups: Numbers, places: Numbers) -> Numbers:
        """Return the last end of those spans of a group that begin at a place or before; below -1 for none."""
        before = self._keys.searchsorted((groups << _BITS) + places, "right") - 1
        reach: Numbers = self._reach[before] - (groups << _BITS)
        return reach


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
