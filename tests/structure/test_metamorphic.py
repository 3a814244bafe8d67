"""What changes a text but not its tree: separators, widths, crawl marks, page numbers, broken lines, neighbours."""

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from opencc import OpenCC

from benchmarks.corpora import gather_wording, read_sample_plans
from benchmarks.outlines import Outline, entry_lines, make_outline, print_marker, print_outline
from corpus_tools import Plan, parse_text

WORDING = gather_wording(4, read_sample_plans())
OUTLINES = [make_outline(random.Random(f"metamorphic/{n}"), WORDING) for n in range(40)]


def shape(plan: Plan) -> list[tuple[Any, ...]]:
    """Return level, parent, style and value of the marked nodes that begin a line."""
    marked = [node for node in plan.nodes if node.marker and not node.inline]
    places = {node.node_id: place for place, node in enumerate(marked)}
    return [(n.level, places.get(n.parent_id or 0), n.marker.style, n.marker.value) for n in marked if n.marker]


def on_lines(change: Callable[[str, int], str]) -> Callable[[str], str]:
    return lambda text: "\n".join(change(line, number) for number, line in enumerate(text.split("\n")))


def widen(text: str) -> str:
    return text.translate(str.maketrans("0123456789.()", "０１２３４５６７８９．（）"))


def to_traditional(text: str) -> str:
    return str(OpenCC("s2t").convert(text))


CHANGES = {
    "traditional characters": to_traditional,
    "crawl marks": on_lines(lambda line, _: f"> {line}"),
    "wide blanks": on_lines(lambda line, number: "\u3000" * (number % 3) + line),
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "trailing blanks": on_lines(lambda line, number: line + " " * (number % 4)),
    "full width": widen,
    "page numbers": on_lines(lambda line, number: f"{line}\n- {number // 7} -" if number % 7 == 6 else line),
    "page names": on_lines(lambda line, number: f"{line}\n第 {number} 页 共 99 页" if number % 9 == 8 else line),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_tree_stays(change: Callable[[str], str]) -> None:
    for outline in OUTLINES:
        text = print_outline(outline)
        [plain] = parse_text(text)
        [changed] = parse_text(change(text).rstrip("\n"))
        assert shape(changed) == shape(plain)
        assert [fault.code for fault in changed.faults] == []


@pytest.mark.parametrize(("mark", "other"), [("{n}.", "{n}、"), ("{han}、", "{han}．"), ("（{n}）", "({n})")])
def test_separators_do_not_change_the_tree(mark: str, other: str) -> None:
    for outline in OUTLINES:
        entries = tuple(e._replace(mark=other) if e.mark == mark else e for e in outline.entries)
        if any("{prefix}" in entry.mark for entry in entries):
            continue
        changed = Outline(outline.title, entries, outline.runs_on)
        [plain], [plan] = parse_text(print_outline(outline)), parse_text(print_outline(changed))
        assert shape(plan) == shape(plain)


def test_the_tree_is_the_one_that_was_printed() -> None:
    n_entries = n_right = 0
    for outline in OUTLINES:
        [plan] = parse_text(print_outline(outline))
        line_of = {entry: line for line, entry in zip(entry_lines(outline), outline.entries, strict=True)}
        expected = [(line_of[e], print_marker(outline, e).strip(), e.level) for e in outline.entries]
        found = {
            (plan.text.count("\n", 0, n.start) + 1, n.marker.text, n.level)
            for n in plan.nodes
            if n.marker and not n.inline
        }
        n_entries += len(expected)
        n_right += len(found & set(expected))
        assert len(found) == len(expected)
    assert n_right >= 0.995 * n_entries


@pytest.mark.parametrize("width", [30, 38, 45])
def test_lines_broken_at_one_width(width: int) -> None:
    for outline in OUTLINES:
        text = print_outline(outline)
        broken = "\n".join(re.sub(f"(.{{{width}}})(?=.)", "\\1\n", line) for line in text.split("\n"))
        [plain], [changed] = parse_text(text), parse_text(broken)
        assert shape(changed) == shape(plain)


def test_two_plans_in_one_text_are_the_two_plans() -> None:
    for first, second in zip(OUTLINES, OUTLINES[1:], strict=False):
        texts = print_outline(first), print_outline(second)
        both = parse_text("\n".join(texts))
        assert [shape(plan) for plan in both] == [shape(parse_text(text)[0]) for text in texts]


@pytest.mark.parametrize(
    "joint", [" ", "    ", "\u3000\u3000", ""], ids=["a blank", "blanks", "wide blanks", "nothing"]
)
def test_line_ends_lost(joint: str) -> None:
    """But for numbers without a separator, which nothing parts from the text."""
    for outline in OUTLINES:
        if any(entry.mark.endswith((" ", "{prefix}.{n}")) for entry in outline.entries):
            continue
        text = print_outline(outline).rstrip("\n")
        [plain], [changed] = parse_text(text), parse_text(text.replace("\n", joint))
        assert shape(changed) == shape(plain)
        assert changed.title_text == outline.title or not joint
