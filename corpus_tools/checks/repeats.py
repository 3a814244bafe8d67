"""Repeats: running text and headings that a plan prints twice."""

import re
from collections.abc import Iterator

from corpus_tools.checks.findings import Finding
from corpus_tools.checks.stated import Stated
from corpus_tools.folding import fold
from corpus_tools.spans import Span
from corpus_tools.structure.lines import is_title_like

_SHORTEST_REPEATED = 20  # folded characters
_MOST_REPEATED = 2  # more of them are formulas
# Rules and courses of action say of each case the same.
_RUNNING_TEXT = re.compile(
    "(?:计[划画]|要点|规划|思路|打算|总结|汇报|报告|设想|安排|意见)(?:书|稿)?"
    "(?:[ \n\u3000（(【《].*|[一二三四五六七八九十0-9]*)$",
    re.DOTALL,
)
_SHORTEST_HEADING = 3


def find_repeated_text(stated: Stated) -> Iterator[Finding]:
    """Yield long clauses that the running text has twice; such a run is one finding."""
    if stated.title and not _RUNNING_TEXT.search(stated.title):
        return
    seen: dict[str, Span] = {}
    found: list[tuple[Span, Span]] = []
    for clause in stated.plan.clauses:
        if clause.part != "body" or stated.is_beside(clause):
            continue
        key, span = fold(stated.text[clause.start : clause.end]).text, Span(clause.start, clause.end)
        is_name = stated.text[: clause.start].rstrip().endswith("《")
        if sum(map(str.isalpha, key)) < _SHORTEST_REPEATED or is_name:
            continue
        if key not in seen:
            seen[key] = span
        elif found and not stated.text[found[-1][0].end : span.start].strip("。！？；!?; \n\u3000"):
            found[-1] = Span(found[-1][0].start, span.end), found[-1][1]
        else:
            found.append((span, seen[key]))
    for span, first in found if len(found) <= _MOST_REPEATED else ():
        yield stated.find("repeated_text", span, other=first)


def find_repeated_headings(stated: Stated) -> Iterator[Finding]:
    """Yield the numbered headings that stand twice in one list."""
    for siblings in stated.children.values():
        seen: dict[str, Span] = {}
        for node in siblings:
            if not node.heading or not node.marker or node.inline or node.kind == "period" or stated.is_beside(node):
                continue
            key = fold(stated.text[slice(*node.heading)]).text.rstrip(".:;,!?。")
            if len(key) >= _SHORTEST_HEADING and key in seen and is_title_like(stated.text[slice(*node.heading)]):
                span = Span(
                    node.heading.start, node.heading.start + len(stated.text[slice(*node.heading)].rstrip("。：:"))
                )
                yield stated.find("repeated_heading", span, other=seen[key])
            seen.setdefault(key, Span(*node.heading))
