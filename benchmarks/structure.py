"""Rows on the structure floor: markers, plan borders, the speed of parsing."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from benchmarks.documents import Documents
from benchmarks.rivals import mark_by_gbt_9704, mark_by_one_family, split_at_titles
from benchmarks.rows import Row
from benchmarks.timing import race
from benchmarks.truth import NO_LINE, MarkedLine, PlanLines, TrueFile
from corpus_tools import Node, Plan, parse_text

_MARKER_RIVALS = {"GB/T 9704 regex": mark_by_gbt_9704, "one family per file": mark_by_one_family}


class _MarkerCounts(NamedTuple):
    """How many markers are found, are none, stand under the right parent, and stand there with the right level."""

    found: int
    false: int
    parents: int
    places: int


def measure_markers(documents: Documents) -> Iterator[Row]:
    """Compare how many marked lines are found, and where they are put."""
    ours = _count_markers(documents, _mark)
    theirs = {rival: _count_markers(documents, mark) for rival, mark in _MARKER_RIVALS.items()}
    total = sum(len(true.marked) for true in documents.truths)
    name = "structure/markers"
    for rival, counts in theirs.items():
        yield Row(name, "markers found", "count", ours.found, rival, counts.found, total=total)
    for rival, counts in theirs.items():
        yield Row(name, "false markers (fewer is better)", "count", ours.false, rival, counts.false)
    for rival, counts in theirs.items():
        yield Row(name, "right parent", "count", ours.parents, rival, counts.parents, total=total)
    for rival, counts in theirs.items():
        yield Row(name, "right parent and level", "count", ours.places, rival, counts.places, total=total)


def _count_markers(documents: Documents, mark: Callable[[str], Sequence[MarkedLine]]) -> _MarkerCounts:
    answers = [mark(source.text) for source in documents.plan_files]
    hits = [hit for true, answer in zip(documents.truths, answers, strict=True) for hit in _marker_hits(true, answer)]
    return _MarkerCounts(
        found=len(hits),
        false=sum(map(_n_asked, documents.truths, answers)) - len(hits),
        parents=sum(marked.parent == truth.parent for marked, truth in hits),
        places=sum(marked == truth for marked, truth in hits),
    )


def _n_asked(true: TrueFile, answer: Iterable[MarkedLine]) -> int:
    return sum(marked.line not in true.automatic for marked in answer)


def _marker_hits(true: TrueFile, answer: Iterable[MarkedLine]) -> Iterator[tuple[MarkedLine, MarkedLine]]:
    expected = {truth.line: truth for truth in true.marked if truth.line != NO_LINE}
    return ((marked, expected[marked.line]) for marked in answer if marked.line in expected)


def _mark(text: str) -> list[MarkedLine]:
    """Return the marked lines of all plans that corpus_tools sees in a text."""
    line_of = _line_finder(text)
    return [marked for plan in parse_text(text) for marked in _mark_plan(plan, line_of)]


def _mark_plan(plan: Plan, line_of: Callable[[int], int]) -> Iterator[MarkedLine]:
    nodes = {node.node_id: node for node in plan.nodes}
    for node in plan.nodes:
        if node.marker and not node.inline:
            parent = _marked_parent(node, nodes)
            parent_line = line_of(plan.start + parent.start) if parent else None
            yield MarkedLine(line_of(plan.start + node.start), node.level, parent_line)


def _marked_parent(node: Node, nodes: Mapping[int, Node]) -> Node | None:
    parent = nodes.get(node.parent_id) if node.parent_id else None
    while parent and not parent.marker:
        parent = nodes.get(parent.parent_id) if parent.parent_id else None
    return parent


def _line_finder(text: str) -> Callable[[int], int]:
    """Return a function that gives the line, from 1, of an offset."""
    ends = [offset for offset, character in enumerate(text) if character == "\n"]
    return lambda offset: bisect_left(ends, offset) + 1


def measure_plans(documents: Documents) -> Iterator[Row]:
    """Compare how many plans have the right title, first and last line."""
    total = sum(len(true.plans) for true in documents.truths)
    (ours, our_wrong), (theirs, their_wrong) = (_count_plans(documents, split) for split in (_split, split_at_titles))
    name, rival = "structure/plans", "split at title words"
    yield Row(name, "plans with title and borders exact", "count", ours, rival, theirs, total=total)
    yield Row(name, "other plans given (fewer is better)", "count", our_wrong, rival, their_wrong)


def _split(text: str) -> list[PlanLines]:
    line_of = _line_finder(text)
    return [PlanLines(plan.title_text or None, line_of(plan.start), line_of(plan.end - 1)) for plan in parse_text(text)]


def _count_plans(documents: Documents, split: Callable[[str], Sequence[PlanLines]]) -> tuple[int, int]:
    """Return how many plans of the truth are given exactly, and how many given ones are no plan of the truth."""
    answers = [split(source.text) for source in documents.plan_files]
    exact = sum(
        any(_is_same_plan(plan, truth) for plan in answer)
        for true, answer in zip(documents.truths, answers, strict=True)
        for truth in true.plans
    )
    return exact, sum(map(len, answers)) - exact


def _is_same_plan(plan: PlanLines, truth: PlanLines) -> bool:
    """Tell whether title and lines agree; where the truth has no lines, the title alone decides."""
    if truth.first is None:
        plan = plan._replace(first=None, last=None)
    return plan == truth


def measure_parsing(documents: Documents) -> Iterator[Row]:
    """Compare the speed of parsing with that of the regex, which only finds and nests markers."""
    for name, texts in documents.parsed_texts.items():
        ours, theirs = race(parse_text, mark_by_gbt_9704, texts)
        yield Row("structure/speed", f"parse_text on {name}", "MB/s", ours, "GB/T 9704 regex, markers only", theirs)
