"""Node pairs: which section of a plan is which of another, and what happened to it."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from corpus_tools.reuse.node_pairs import NodePair, node_paths, pair_nodes
from tests.conftest import ROOT
from tests.reuse.texts import made, plans_of

CASES = json.loads((ROOT / "tests" / "cases" / "node_pairs.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_changes(case: dict[str, Any]) -> None:
    a, b = plans_of("\n".join(case["a"]), "\n".join(case["b"]))
    paths_a, paths_b = node_paths(a), node_paths(b)
    pairs = pair_nodes(a, b)
    assert [[p.a_node and paths_a[p.a_node], p.b_node and paths_b[p.b_node], p.change] for p in pairs] == case["pairs"]
    assert all(0.5 <= p.score <= 1 for p in pairs if p.change not in ("replaced", "dropped", "added"))


def test_split_is_merged_the_other_way_round() -> None:
    case = next(case for case in CASES if case["name"] == "merged")
    a, b = plans_of("\n".join(case["b"]), "\n".join(case["a"]))
    assert [pair.change for pair in pair_nodes(a, b)] == ["same", "split", "split", "renumbered"]


def test_every_node_is_told_of() -> None:
    texts = [f"{made(i, 30)}。" for i in range(6)]
    a, b = plans_of(numbered(texts), numbered(texts[3:] + texts[:2]))
    pairs = pair_nodes(a, b)
    assert {pair.a_node for pair in pairs} >= {node.node_id for node in a.nodes}
    assert {pair.b_node for pair in pairs} >= {node.node_id for node in b.nodes}
    assert sorted(pair.change for pair in pairs) == [
        "dropped",
        "moved",
        "moved",
        "renumbered",
        "renumbered",
        "renumbered",
    ]
    assert pair_nodes(a, a) == [NodePair(node.node_id, node.node_id, 1.0, "same") for node in a.nodes]


def numbered(texts: Sequence[str]) -> str:
    return "\n".join(f"{'一二三四五六'[i]}、{text}" for i, text in enumerate(texts))


def test_paths() -> None:
    [plan] = plans_of(
        "教研工作计划\n一、打算\n1.先量一量。\n2.再锯：\n(1) 锯完磨平，手上不扎。\n(2) 锯末扫净，装进袋里。"
    )
    assert list(node_paths(plan).values()) == ["一、", "一、1.", "一、2.", "一、2.(1)", "一、2.(2)"]
    [plan] = plans_of("教研工作计划\n这份计划从上学期的问卷来。\n大家提了三条。\n主要安排\n一、听课。\n二、磨课。")
    assert list(node_paths(plan).values()) == ["¶1", "¶2", "[主要安排]", "[主要安排]一、", "[主要安排]二、"]
