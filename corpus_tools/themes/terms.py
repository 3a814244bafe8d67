"""Terms: the wordings of a codebook, written short and spelled out into the strings that are searched.

==============  ===================================================================
``(师|教)风``    either of the alternatives; one may be empty: ``(教|)职工``
``{staff}``     any word of the codebook's list ``words.staff``
``关心…生活``    both, in this order, with at most ``gap`` characters between them
==============  ===================================================================

All else stands for itself, in the matching form of ``folding``.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import product

from corpus_tools.errors import N_, Reason
from corpus_tools.folding import fold

ELLIPSIS = "…"
_MOST_STRINGS = 20_000
_HAN = re.compile("[\u4e00-\u9fff]*")  # these fold to themselves
_TOKEN = re.compile(r"\{(?P<list>[^{}()|]*)\}|(?P<mark>[(|)])|(?P<letters>[^{}(|)]+)|(?P<stray>[{}])")

Piece = frozenset[str]
Term = tuple[Piece, ...]  # the pieces in their order, each with the strings any of which is it
WordLists = Mapping[str, Piece]


def parse_term(written: str, words: WordLists) -> Term:
    """Return the pieces of a term.

    >>> parse_term("(师|教)风…建设", {}) == (frozenset({"师风", "教风"}), frozenset({"建设"}))
    True

    Raises
    ------
    ValueError
        When it cannot be read; its argument is the reason.
    """
    pieces = tuple(frozenset(_spell(piece, words)) for piece in re.sub("…+", ELLIPSIS, written).split(ELLIPSIS))
    if not all(all(piece) and piece for piece in pieces):
        raise ValueError(Reason(N_("has nothing to match")))
    return pieces


def parse_list(written: Iterable[str], words: WordLists) -> Piece:
    """Return the strings of a list of words, which may name lists before it.

    Raises
    ------
    ValueError
        When one of them cannot be read, or has a gap.
    """
    terms = [parse_term(one, words) for one in written]
    if any(len(term) > 1 for term in terms):
        raise ValueError(Reason(N_("has a word with …")))
    return frozenset().union(*(term[0] for term in terms))


def _spell(piece: str, words: WordLists) -> Iterable[str]:
    """Return the folded strings that a piece stands for."""
    # A stack of alternatives: of each open bracket the finished branches, and the branch that is being read.
    done: list[list[str]] = [[]]
    open_: list[list[str]] = [[""]]
    for found in _TOKEN.finditer(piece):
        mark, name = found["mark"], found["list"]
        if found["stray"]:
            raise ValueError(Reason(N_("has a {mark} without its other half"), mark=found["stray"]))
        if mark == "(":
            done.append([])
            open_.append([""])
        elif mark == "|" and len(open_) > 1:
            done[-1] += open_[-1]
            open_[-1] = [""]
        elif mark and len(open_) == 1:
            raise ValueError(Reason(N_("has a {mark} outside of brackets"), mark=mark))
        else:
            letters = found["letters"] or ""
            strings: Iterable[str] = [letters if _HAN.fullmatch(letters) else fold(letters).text]
            if mark == ")":
                strings = done.pop() + open_.pop()
            elif name is not None:
                if name not in words:
                    raise ValueError(Reason(N_("names a list that is not there: {{{name}}}"), name=name))
                strings = sorted(words[name])
            open_[-1] = [a + b for a, b in product(open_[-1], strings)]
            if len(open_[-1]) > _MOST_STRINGS:
                raise ValueError(Reason(N_("stands for more than {n} strings"), n=_MOST_STRINGS))
    if len(open_) > 1:
        raise ValueError(Reason(N_("has a ( that is never closed")))
    return open_[0]
