"""Concordance: every place where plans print some words, with what stands around them; and the words that go with them.

Words are sought in the matching form of one printed line at a time (title, heading or line of a body), in simplified
characters, so that width, case, blanks, the form of stops and traditional characters do not count, and a match never
runs from one node into the next. Offsets lead back to the plan's text as printed.

logDice is 14 + log2 of the Dice coefficient, 2 f(xy) / (f(x) + f(y)): at most 14, and the same in small and large
corpora (Rychly 2008).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, combinations
from math import inf, log2
from typing import Literal, NamedTuple, get_args

from corpus_tools.errors import N_, PatternError, Reason
from corpus_tools.options import check_options
from corpus_tools.scripts import fold_regex, fold_simplified
from corpus_tools.spans import Span
from corpus_tools.structure.nodes import Node, find_paths
from corpus_tools.structure.plans import Plan
from corpus_tools.words.lists import NO_STOP_WORDS, NO_WORDS, StopWords, UserDictionary
from corpus_tools.words.segmenting import Segment
from corpus_tools.words.terms import clause_texts, cut_tokens, is_term, is_word

Sort = Literal["text", "left", "right"]
SORTS: tuple[Sort, ...] = get_args(Sort)

_WIDTH = 20
_MATCHES_NOTHING = N_("it matches where nothing stands")
_SEVERAL = N_("a regular expression is one string; A|B is either")


class Query(NamedTuple):
    """What is sought: characters, or a regular expression over the matching form; see ``Query.parse``.

    Attributes
    ----------
    words
        As the user wrote them, several with blanks between them.
    pattern
        What is sought in the matching form.
    tokens
        The segmenter, where a hit must begin and end with a token; None where any characters will do.
    """

    words: str
    pattern: re.Pattern[str]
    tokens: Segment | None

    @classmethod
    def parse(
        cls,
        words: str | Iterable[str],
        *,
        regex: bool = False,
        whole_tokens: bool = False,
        dictionary: UserDictionary = NO_WORDS,
    ) -> "Query":
        """Return the query for some words.

        Parameters
        ----------
        words
            A word or phrase, or several, each of which is sought; the longest counts where more than one stand.
        regex
            A regular expression, as Python has them. The text that it meets is folded, without blanks; what it asks
            for literally in full width is folded, too, and case does not count.
        whole_tokens
            Hits that begin or end inside a token do not count.

        Raises
        ------
        PatternError
            When nothing is left to be sought, or the regular expression is none.
        OptionError
        """
        check_options(words=words)
        each = (words,) if isinstance(words, str) else tuple(words)
        shown = " ".join(each)
        if regex and len(each) > 1:  # the groups of one would be counted on in the next
            raise PatternError(pattern=shown, reason=Reason(_SEVERAL))
        folded = sorted((fold_simplified(word).text for word in each), key=len, reverse=True)
        written = fold_regex(shown) if regex else "|".join(map(re.escape, folded))
        try:
            pattern = re.compile(written, re.IGNORECASE)
        except re.error as error:
            raise PatternError(pattern=shown, reason=error) from error
        if pattern.match(""):
            raise PatternError(pattern=shown, reason=Reason(_MATCHES_NOTHING))
        return cls(shown, pattern, partial(cut_tokens, dictionary=dictionary) if whole_tokens else None)

    def find(self, text: str) -> Iterator[Span]:
        """Yield the spans of the hits in one line, from left to right, none over another.

        Raises
        ------
        PatternError
            When a match is empty.
        """
        folded = fold_simplified(text)
        borders = set(accumulate(map(len, self.tokens(text)), initial=0)) if self.tokens else None
        for match in self.pattern.finditer(folded.text):
            if match.end() == match.start():
                raise PatternError(pattern=self.words, reason=Reason(_MATCHES_NOTHING))
            span = Span(*folded.original(match.start(), match.end()))
            if borders is None or borders.issuperset(span):
                yield span


class Hit(NamedTuple):
    """One place; offsets are code points of the plan's text.

    Attributes
    ----------
    plan
        Number of the plan, from 0.
    node_id
        The node that prints it; None in the title.
    path
        The markers and headings of the sections that it stands in, the outermost first.
    left, text, right
        What stands before it, the words themselves, what stands behind it; a line end is a blank.
    """

    plan: int
    node_id: int | None
    start: int
    end: int
    path: tuple[str, ...]
    left: str
    text: str
    right: str


class Collocate(NamedTuple):
    """A term near the words sought.

    Attributes
    ----------
    n_both
        Clauses that have both; or, with a window, occurrences of the term in windows.
    n_left, n_right
        Those of its occurrences that stand before and behind the nearest hit.
    n_term, n_words
        Clauses that have the term, and that have the words sought; or, with a window, occurrences.
    n_plans
        Plans that have both.
    """

    term: str
    n_both: int
    n_left: int
    n_right: int
    n_term: int
    n_words: int
    n_plans: int
    log_dice: float


class Cooccurrence(NamedTuple):
    """Two terms of the same clauses: numbers of clauses with both, with each, and of plans with both."""

    a: str
    b: str
    n_both: int
    n_a: int
    n_b: int
    n_plans: int
    log_dice: float
    jaccard: float


def find_hits(plans: Sequence[Plan], query: Query, *, width: int = _WIDTH, sort: Sort = "text") -> list[Hit]:
    """Return every place of a query, with ``width`` characters on either side.

    Parameters
    ----------
    sort
        ``text``: in the order of the corpus; ``left``, ``right``: by what stands on that side, from the hit outwards.
    """
    hits = [hit for number, plan in enumerate(plans) for hit in _hits(plan, number, query, width)]
    if sort == "left":
        hits.sort(key=lambda hit: fold_simplified(hit.left).text[::-1])
    elif sort == "right":
        hits.sort(key=lambda hit: fold_simplified(hit.right).text)
    return hits


def _hits(plan: Plan, number: int, query: Query, width: int) -> Iterator[Hit]:
    text = plan.text
    places = [
        (node, span.start + found.start, span.start + found.end)
        for node, span in _lines(plan)
        for found in query.find(text[span.start : span.end])
    ]
    paths = find_paths(plan.nodes, (_name(text, node) for node in plan.nodes)) if places else {}
    for node, start, end in places:
        yield Hit(
            number,
            node.node_id if node else None,
            start,
            end,
            paths[node.node_id] if node else (),
            _flat(text[max(0, start - width) : start]),
            _flat(text[start:end]),
            _flat(text[end : end + width]),
        )


def _lines(plan: Plan) -> Iterator[tuple[Node | None, Span]]:
    """Yield every printed line of a plan but its markers, with the node that prints it."""
    if plan.title:
        yield None, plan.title
    for node in plan.nodes:
        if node.heading:
            yield node, node.heading
        for span in node.body:
            yield node, span


def _name(text: str, node: Node) -> str:
    """Return the marker and the heading of a node."""
    heading = text[slice(*node.heading)] if node.heading else ""
    return _flat(f"{node.marker.text if node.marker else ''}{heading}").strip()


def _flat(text: str) -> str:
    return re.sub(r"\s", " ", text)


def find_collocates(
    plans: Sequence[Plan],
    query: Query,
    *,
    window: int | None = None,
    fewest: int = 3,
    stop_words: StopWords = NO_STOP_WORDS,
    dictionary: UserDictionary = NO_WORDS,
) -> list[Collocate]:
    """Return the terms that stand near the words sought, those of the highest logDice first.

    Parameters
    ----------
    window
        Words on either side of a hit; None is the whole clause. No window goes beyond the clause.
    fewest
        How often a term must stand there.
    """
    both, left, right, terms, holders = (Counter[str]() for _ in range(5))
    n_words = 0
    for plan in plans:
        in_plan: set[str] = set()
        for text in clause_texts(plan):
            words, hits = _place_words(text, dictionary), list(query.find(text))
            near = [(word, side) for word, side in _near(words, hits, window) if _counts(word, stop_words)]
            found = [word for word, _side in near]
            own = [word for _span, word in words]
            terms.update(own if window else set(own))
            both.update(found if window else set(found))
            n_words += len(hits) if window else bool(hits)
            left.update(word for word, side in near if side == "left")
            right.update(word for word, side in near if side == "right")
            in_plan.update(found)
        holders.update(in_plan)
    collocates = (
        Collocate(
            term,
            n,
            left[term],
            right[term],
            terms[term],
            n_words,
            holders[term],
            _log_dice(min(n, n_words), n_words, terms[term]),  # a window may hold a term twice
        )
        for term, n in both.items()
        if n >= fewest
    )
    return sorted(collocates, key=lambda one: (-one.log_dice, -one.n_both, one.term))


def find_cooccurrences(
    plans: Sequence[Plan],
    *,
    fewest: int = 3,
    stop_words: StopWords = NO_STOP_WORDS,
    dictionary: UserDictionary = NO_WORDS,
) -> list[Cooccurrence]:
    """Return the pairs of terms that at least ``fewest`` clauses have, those of the highest logDice first."""
    clauses = [
        (number, {word for _span, word in _place_words(text, dictionary) if _counts(word, stop_words)})
        for number, plan in enumerate(plans)
        for text in clause_texts(plan)
    ]
    terms = Counter(term for _number, own in clauses for term in own)
    common = [(number, sorted(term for term in own if terms[term] >= fewest)) for number, own in clauses]
    both = Counter(pair for _number, own in common for pair in combinations(own, 2))
    wanted = {pair for pair, n in both.items() if n >= fewest}
    holders = Counter(
        pair for pair, _number in {(pair, n) for n, own in common for pair in combinations(own, 2) if pair in wanted}
    )
    pairs = (
        Cooccurrence(
            a,
            b,
            both[a, b],
            terms[a],
            terms[b],
            holders[a, b],
            _log_dice(both[a, b], terms[a], terms[b]),
            both[a, b] / (terms[a] + terms[b] - both[a, b]),
        )
        for a, b in wanted
    )
    return sorted(pairs, key=lambda pair: (-pair.log_dice, -pair.n_both, pair.a, pair.b))


def _place_words(text: str, dictionary: UserDictionary) -> list[tuple[Span, str]]:
    """Return the words of a clause, each with its span."""
    tokens = cut_tokens(text, dictionary)
    starts = accumulate(map(len, tokens), initial=0)
    return [
        (Span(start, start + len(token)), token) for start, token in zip(starts, tokens, strict=False) if is_word(token)
    ]


def _near(
    words: Sequence[tuple[Span, str]], hits: Sequence[Span], window: int | None
) -> Iterator[tuple[str, Literal["left", "right"]]]:
    """Yield the words outside all hits, with the side of the nearest one, as far as the window goes."""
    # For each hit how many words stand before it, and the first one behind; those between are its own.
    edges = [(sum(s.end <= hit.start for s, _ in words), sum(s.start < hit.end for s, _ in words)) for hit in hits]
    for at, (_span, word) in enumerate(words if hits else ()):
        if not any(first <= at < behind for first, behind in edges):
            left = min((first - at for first, _ in edges if at < first), default=inf)
            right = min((at - behind + 1 for _, behind in edges if at >= behind), default=inf)
            if window is None or min(left, right) <= window:
                yield word, "left" if left <= right else "right"


def _counts(word: str, stop_words: StopWords) -> bool:
    """Tell whether a word may be a collocate; all words make up a window."""
    return is_term(word) and word not in stop_words.words


def _log_dice(n_both: int, n_x: int, n_y: int) -> float:
    return 14 + log2(2 * n_both / (n_x + n_y))
