"""Discovery: words that a theme lacks and clauses that no theme covers, as suggestions for a codebook.

A theme lacks a word that its clauses have more often than the other clauses (``words.keyness``: G2 with p below 0.001
and a log ratio above 0), in more than one plan, with most of its places in them, and most of these near evidence.
Places inside the evidence of any theme do not count: the codebook has them. Clauses without a theme are clustered by
their wording (``themes.clusters``). A family of copies counts once.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from corpus_tools.errors import N_
from corpus_tools.reuse.families import count_once
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.clusters import Clustering, ClusterOptions, ClusterUnit, clause_units, cluster_units
from corpus_tools.themes.coding import Code
from corpus_tools.words.keyness import Contrast, Keyword, find_keywords
from corpus_tools.words.lists import NO_STOP_WORDS, NO_WORDS, StopWords, UserDictionary
from corpus_tools.words.terms import cut_tokens, gather_counts, is_term

HIGHEST_P = 0.001
NEAR = 12  # characters between a word and the evidence
_N_WORDS = 10
_N_EXAMPLES = 3
_N_UNMARKED = 4  # words of a cluster that none marks among the others
_OF_WORDS = N_("Words that themes lack: take over what you find right.")
_OF_WORD = N_(
    "in clauses of the theme: {n_theme}, near its evidence: {n_near}, elsewhere: {n_elsewhere}; G2 {g2:.1f}, "
    "log ratio {log_ratio:.1f}; clauses without a theme that have it: {n_uncovered}"
)
_OF_CLUSTERS = N_("Clauses that no theme covers: {n_uncovered} of {n_clauses}, grouped by their words.")
_OF_ALONE = N_("Clauses that no theme covers and that share no word: {n}; the table uncovered lists them, too.")
_OF_CLUSTER = N_("clauses: {n}; stability {stability:.2f}")
_OF_UNSTABLE_CLUSTER = N_("clauses: {n}; stability {stability:.2f}, unstable")
_TARGET, _REFERENCE = 0, 1
# The fields of a word and of a clause, as ``to_dict`` names them.
WORD_FIELDS = ("theme", "term", "n_theme", "n_near", "n_elsewhere", "n_plans", "g2", "log_ratio", "n_uncovered")
CLAUSE_FIELDS = ("group", "label", "stability", "plan_id", "start", "end", "weight", "text")


class Lacking(NamedTuple):
    """A word that a theme lacks.

    Attributes
    ----------
    key
        Its keyness: the clauses of the theme beside all others.
    n_near
        Of its places in the theme's clauses, how many stand near evidence.
    n_uncovered
        Clauses without any theme that print it: what the word might add.
    """

    theme: str
    key: Keyword
    n_near: int
    n_uncovered: int


class Discovery(NamedTuple):
    """Suggestions for a codebook.

    Attributes
    ----------
    words
        By theme in the order of the codebook, the surest first.
    uncovered
        Clusters of the clauses without a theme; its members are those clauses, equal ones once.
    n_clauses, n_uncovered
        Clauses of the plans counted (of a family of copies one), and those without a theme.
    alone
        The clauses without a theme that share no word with another, in no cluster.
    """

    words: tuple[Lacking, ...]
    uncovered: Clustering
    n_clauses: int
    n_uncovered: int
    alone: tuple[ClusterUnit, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "n_clauses": self.n_clauses,
            "n_uncovered": self.n_uncovered,
            "words": [
                {
                    "theme": own.theme,
                    "term": own.key.term,
                    "n_theme": own.key.n_target,
                    "n_near": own.n_near,
                    "n_elsewhere": own.key.n_reference,
                    "n_plans": own.key.n_plans_target,
                    "g2": round(own.key.g2, 4),
                    "log_ratio": round(own.key.log_ratio, 4),
                    "n_uncovered": own.n_uncovered,
                }
                for own in self.words
            ],
            "uncovered": [
                *(
                    {
                        "group": member.cluster + 1,
                        "label": " ".join(self.uncovered.clusters[member.cluster].label),
                        "stability": self.uncovered.clusters[member.cluster].stability,
                        "weight": member.weight,
                        **_clause_fields(member.unit),
                    }
                    for member in sorted(self.uncovered.members, key=lambda member: (member.cluster, -member.weight))
                ),
                *(
                    {"group": None, "label": "", "stability": None, "weight": None, **_clause_fields(unit)}
                    for unit in self.alone
                ),
            ],
        }

    def to_toml(self, translate: Callable[[str], str] = str) -> str:
        """Return the suggestions as a codebook, with numbers and examples as comments.

        ``translate`` gives the English templates of the comments in another language.
        """
        return "\n".join(_format_toml(self, translate)) + "\n"


def _clause_fields(unit: ClusterUnit) -> dict[str, object]:
    start, end = unit.span or (None, None)
    return {"plan_id": unit.plan_id, "start": start, "end": end, "text": unit.text}


class _Word(NamedTuple):
    """One place of a word in a clause that is not within evidence."""

    plan: int
    word: str
    themes: frozenset[str]
    near: frozenset[str]


def discover(
    plans: Sequence[Plan],
    codes: Sequence[Code],
    themes: Sequence[str],
    family_numbers: Sequence[int],
    *,
    n_words: int = _N_WORDS,
    n_clusters: int = 8,
    dictionary: UserDictionary = NO_WORDS,
    stop_words: StopWords = NO_STOP_WORDS,
    seed: int = 0,
) -> Discovery:
    """Return what a codebook lacks.

    Parameters
    ----------
    codes
        Of all plans with the codebook; what only a heading says counts as covered.
    themes
        Of the codebook.
    family_numbers
        For each plan the number of the one that stands for its family of copies: that one counts.
    n_words
        For each theme, at most.
    n_clusters
        Of clauses that no theme covers, at most.
    dictionary, stop_words
        Words that the segmenter shall know, and words that say nothing.
    """
    counted, _copies = count_once(plans, family_numbers)
    codes_of: dict[tuple[int, int], list[Code]] = {}
    for code in codes:
        codes_of.setdefault((code.plan, code.clause.start), []).append(code)
    places = [word for i in counted for word in _words(i, plans[i], codes_of, dictionary)]
    holding = Counter(word for i in counted for word in _uncovered_words(i, plans[i], codes_of, dictionary))
    words = [own for theme in themes for own in _lacking(theme, places, holding, len(plans), n_words, stop_words)]
    covered = {(plans[plan].plan_id, start) for plan, start in codes_of}
    units = clause_units([plans[i] for i in counted], covered, shortest=1)
    clauses = [(i, clause.start) for i in counted for clause in plans[i].clauses]
    clustering = cluster_units(
        units,
        np.ones(len(units), dtype=bool),
        ClusterOptions(n_clusters, "clauses", dictionary=dictionary, stop_words=stop_words, seed=seed),
    )
    members = {member.unit for member in clustering.members}
    alone = tuple(unit for unit in units if unit not in members)
    return Discovery(tuple(words), clustering, len(clauses), sum(place not in codes_of for place in clauses), alone)


def _words(
    index: int, plan: Plan, codes_of: dict[tuple[int, int], list[Code]], dictionary: UserDictionary
) -> Iterator[_Word]:
    """Yield the terms of a plan's clauses that stand outside all evidence."""
    for clause in plan.clauses:
        codes = [code for code in codes_of.get((index, clause.start), ()) if code.via == "text"]
        themes = frozenset(code.theme for code in codes)
        start = clause.start
        for token in cut_tokens(plan.text[clause.start : clause.end], dictionary):
            end = start + len(token)
            inside = any(span.start < end and start < span.end for code in codes for span in code.evidence)
            if is_term(token) and not inside:
                near = (
                    code.theme
                    for code in codes
                    if any(span.start - NEAR <= end and start <= span.end + NEAR for span in code.evidence)
                )
                yield _Word(index, token, themes, frozenset(near))
            start = end


def _uncovered_words(
    index: int, plan: Plan, codes_of: dict[tuple[int, int], list[Code]], dictionary: UserDictionary
) -> Iterator[str]:
    """Yield the terms of each clause without a theme, once a clause."""
    for clause in plan.clauses:
        if (index, clause.start) not in codes_of:
            yield from sorted(set(filter(is_term, cut_tokens(plan.text[clause.start : clause.end], dictionary))))


def _lacking(
    theme: str, places: Sequence[_Word], holding: Counter[str], n_plans: int, n_words: int, stop_words: StopWords
) -> Iterator[Lacking]:
    """Yield the words that a theme lacks: the clauses of each plan with it are one text, those without it another."""
    texts: list[Counter[str]] = [Counter() for _ in range(2 * n_plans)]
    near: Counter[str] = Counter()
    for place in places:
        texts[2 * place.plan + (_TARGET if theme in place.themes else _REFERENCE)][place.word] += 1
        near[place.word] += theme in place.near
    of_theme, others = (tuple(range(side, 2 * n_plans, 2)) for side in (_TARGET, _REFERENCE))
    contrast = Contrast(theme, of_theme, others)
    found = find_keywords(gather_counts(texts), contrast, order="g2", alpha=1.0, stop_words=stop_words)
    sure = (key for key in found.keywords if key.p < HIGHEST_P and key.log_ratio > 0 and key.n_plans_target > 1)
    pointing = (key for key in sure if key.n_target > key.n_reference and 2 * near[key.term] > key.n_target)
    for key in islice(pointing, n_words):
        yield Lacking(theme, key, near[key.term], holding[key.term])


def _format_toml(found: Discovery, translate: Callable[[str], str]) -> Iterator[str]:
    yield 'name = "suggestions"'
    yield 'version = "0"'
    themes = list(dict.fromkeys(own.theme for own in found.words))
    if themes:
        yield f"\n# {translate(_OF_WORDS)}"
    for theme in themes:
        yield f"\n[themes.{_quote(theme)}]\nany = ["
        yield from (_format_word(own, translate) for own in found.words if own.theme == theme)
        yield "]"
    if found.uncovered.clusters:
        told = translate(_OF_CLUSTERS).format(n_uncovered=found.n_uncovered, n_clauses=found.n_clauses)
        yield f"\n# {told}"
    taken = set(themes)
    for number, cluster in enumerate(found.uncovered.clusters):
        words = cluster.label or tuple(term for term, _weight in cluster.terms[:_N_UNMARKED])
        name = " ".join(words)
        name += f" {number + 1}" if name in taken else ""  # a table of TOML stands once
        taken.add(name)
        told = translate(_OF_CLUSTER if cluster.is_stable else _OF_UNSTABLE_CLUSTER)
        yield f"\n[themes.{_quote(name)}]  # {told.format(n=cluster.n_members, stability=cluster.stability)}"
        yield "any = [{}]".format(", ".join(map(_quote, words)))
        members = [member for member in found.uncovered.members if member.cluster == number]
        for member in sorted(members, key=lambda member: -member.weight)[:_N_EXAMPLES]:
            yield _comment(member.unit.label)
    if found.alone:
        yield f"\n# {translate(_OF_ALONE).format(n=len(found.alone))}"
        yield from (_comment(unit.label) for unit in found.alone[:_N_EXAMPLES])


def _format_word(own: Lacking, translate: Callable[[str], str]) -> str:
    numbers = translate(_OF_WORD).format(
        n_theme=own.key.n_target,
        n_near=own.n_near,
        n_elsewhere=own.key.n_reference,
        g2=own.key.g2,
        log_ratio=own.key.log_ratio,
        n_uncovered=own.n_uncovered,
    )
    return f"    {_quote(own.key.term)},  # {numbers}"


def _comment(text: str) -> str:
    """Return a clause as a comment of TOML, which holds no controls."""
    return "#   " + "".join(filter(str.isprintable, " ".join(text.split())))


def _quote(text: str) -> str:
    """Return a string of TOML; JSON writes it as TOML does, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
