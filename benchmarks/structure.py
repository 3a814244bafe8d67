"""Rows on the structure floor: markers, plan borders, the speed of parsing."""

import random
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from benchmarks.corpora import gather_wording, read_sample_plans
from benchmarks.documents import Documents
from benchmarks.laws import Law
from benchmarks.outlines import (
    SLIPS,
    Outline,
    PlantedFault,
    entry_lines,
    make_outline,
    plant_fault,
    print_outline,
)
from benchmarks.rivals import count_lists, mark_by_gbt_9704, mark_by_one_family, split_at_titles
from benchmarks.rows import Row
from benchmarks.timing import race
from benchmarks.truth import NO_LINE, MarkedLine, PlanLines, TrueFile
from corpus_tools import Node, Plan, parse_text

_LAW_STYLES = ("part", "subpart", "chapter", "chapter-section", "article")
_N_OUTLINES = 300
_MARKER_RIVALS = {"GB/T 9704 regex": mark_by_gbt_9704, "one family per file": mark_by_one_family}


class _MarkerCounts(NamedTuple):
    """How many markers are found, are none, stand under the right parent, and stand there with the right level."""

    found: int
    false: int
    parents: int
    places: int


def measure_markers(documents: Documents) -> Iterator[Row]:
    """Compare how many marked lines are found, and where they are put."""
    texts = [source.text for source in documents.plan_files]
    yield from _marker_rows("structure/markers", [*map(_true_lines, texts, documents.truths)])
    if documents.marked_pages:
        yield from _marker_rows("structure/pages", [_TrueLines(*page) for page in documents.marked_pages])


class _TrueLines(NamedTuple):
    """A text with its marked lines; ``unsure`` are neither asked for nor wrong."""

    text: str
    marked: Sequence[MarkedLine]
    unsure: Set[int]


def _true_lines(text: str, true: TrueFile) -> _TrueLines:
    return _TrueLines(text, true.marked, true.automatic)


def _marker_rows(name: str, truths: Sequence[_TrueLines]) -> Iterator[Row]:
    ours = _count_markers(truths, _mark)
    theirs = {rival: _count_markers(truths, mark) for rival, mark in _MARKER_RIVALS.items()}
    total = sum(len(true.marked) for true in truths)
    for rival, counts in theirs.items():
        yield Row(name, "markers found", "count", ours.found, rival, counts.found, total=total)
    for rival, counts in theirs.items():
        yield Row(name, "false markers (fewer is better)", "count", ours.false, rival, counts.false)
    for rival, counts in theirs.items():
        yield Row(name, "right parent", "count", ours.parents, rival, counts.parents, total=total)
    for rival, counts in theirs.items():
        yield Row(name, "right parent and level", "count", ours.places, rival, counts.places, total=total)


def _count_markers(truths: Sequence[_TrueLines], mark: Callable[[str], Sequence[MarkedLine]]) -> _MarkerCounts:
    answers = [mark(true.text) for true in truths]
    hits = [hit for true, answer in zip(truths, answers, strict=True) for hit in _marker_hits(true, answer)]
    return _MarkerCounts(
        found=len(hits),
        false=sum(map(_n_asked, truths, answers)) - len(hits),
        parents=sum(marked.parent == truth.parent for marked, truth in hits),
        places=sum(marked == truth for marked, truth in hits),
    )


def _n_asked(true: _TrueLines, answer: Iterable[MarkedLine]) -> int:
    return sum(marked.line not in true.unsure for marked in answer)


def _marker_hits(true: _TrueLines, answer: Iterable[MarkedLine]) -> Iterator[tuple[MarkedLine, MarkedLine]]:
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


def measure_laws(documents: Documents) -> Iterator[Row]:
    """Compare how many articles of laws stand below the 编, 章 and 节 that the headings of the file put them under."""
    laws = [law for law in documents.laws if law.nests]
    if not laws:
        return
    total = sum(len(law.articles) for law in laws)
    ours = sum(_n_right_articles(law, _mark_headings(law.text)) for law in laws)
    for rival, mark in _MARKER_RIVALS.items():
        theirs = sum(_n_right_articles(law, mark(law.text)) for law in laws)
        measured = f"articles below the right headings, {len(laws)} laws"
        yield Row("structure/laws", measured, "count", ours, rival, theirs, total=total)


def _mark_headings(text: str) -> list[MarkedLine]:
    """Return the headings and articles of a law; what stands between them is left out."""
    line_of = _line_finder(text)
    marked = []
    for plan in parse_text(text):
        nodes = {node.node_id: node for node in plan.nodes}
        for node in plan.nodes:
            if node.marker and node.marker.style in _LAW_STYLES:
                parent = _marked_parent(node, nodes)
                while parent and parent.marker and parent.marker.style not in _LAW_STYLES:
                    parent = _marked_parent(parent, nodes)
                parent_line = line_of(plan.start + parent.start) if parent else None
                marked.append(MarkedLine(line_of(plan.start + node.start), node.level, parent_line))
    return marked


def _n_right_articles(law: Law, answer: Sequence[MarkedLine]) -> int:
    parents = {marked.line: marked.parent for marked in answer}
    return sum(line in parents and _lines_around(line, parents) == around for line, around in law.articles.items())


def _lines_around(line: int, parents: Mapping[int, int | None]) -> tuple[int, ...]:
    around = []
    parent = parents[line]
    while parent is not None:
        around.append(parent)
        parent = parents.get(parent)
    return tuple(reversed(around))


def measure_outlines(documents: Documents, seed: int) -> Iterator[Row]:
    """Compare the trees of made plans with many kinds of numbering, and single faults that were planted into them."""
    if documents.kind == "real":
        return
    wording = gather_wording(seed, read_sample_plans())
    outlines = [make_outline(random.Random(f"{seed}/outline/{n}"), wording) for n in range(_N_OUTLINES)]
    texts = [print_outline(outline) for outline in outlines]
    truths = [_TrueLines(text, _entry_lines(outline), set()) for text, outline in zip(texts, outlines, strict=True)]
    ours, name = _count_markers(truths, _mark), "structure/outlines"
    total = sum(len(true.marked) for true in truths)
    for rival, mark in _MARKER_RIVALS.items():
        theirs = _count_markers(truths, mark)
        yield Row(name, f"right parent, {_N_OUTLINES} made plans", "count", ours.parents, rival, theirs.parents, total)
    yield from _fault_rows(seed, outlines, texts)


def _entry_lines(outline: Outline) -> list[MarkedLine]:
    lines = entry_lines(outline)
    entries = zip(lines, outline.entries, strict=True)
    return [MarkedLine(line, e.level, None if e.parent is None else lines[e.parent]) for line, e in entries]


def _fault_rows(seed: int, outlines: Sequence[Outline], texts: Sequence[str]) -> Iterator[Row]:
    name, rival = "structure/faults", "GB/T 9704 regex, each list counted"
    for slip in SLIPS:
        tries = (plant_fault(random.Random(f"{seed}/{slip}/{n}"), o, slip) for n, o in enumerate(outlines))
        planted = [fault for fault in tries if fault]
        ours, theirs = (sum(_is_named(fault, find) for fault in planted) for find in (_find_faults, count_lists))
        yield Row(name, f"planted and named rightly: {slip}", "count", ours, rival, theirs, total=len(planted))
    for runs_on, what in ((False, "clean plans"), (True, "clean plans whose numbers run on")):
        clean = [text for text, outline in zip(texts, outlines, strict=True) if outline.runs_on == runs_on]
        ours, theirs = (sum(bool(find(text)) for text in clean) for find in (_find_faults, count_lists))
        yield Row(name, f"{what} with a false alarm (fewer is better)", "count", ours, rival, theirs, total=len(clean))


def _find_faults(text: str) -> set[tuple[int, str]]:
    """Return line and code of every fault."""
    line_of = _line_finder(text)
    return {(line_of(plan.start + fault.start), fault.code) for plan in parse_text(text) for fault in plan.faults}


def _is_named(fault: PlantedFault, find: Callable[[str], set[tuple[int, str]]]) -> bool:
    line = entry_lines(fault.outline)[fault.entry]
    return any((line, code) in find(print_outline(fault.outline)) for code in fault.codes)


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
