"""Dictionaries: the parts of a plan as the JSON objects of ``corpus-tools/plan/1``, and nodes read back from them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from corpus_tools.spans import Span
from corpus_tools.structure.faults import Fault
from corpus_tools.structure.markers import Marker
from corpus_tools.structure.nodes import Node


def printed_dict(text: str, span: Span) -> dict[str, object]:
    """Return a span with the characters that it covers."""
    return {"text": text[span.start : span.end], "start": span.start, "end": span.end}


def fault_dict(fault: Fault) -> dict[str, object]:
    """Return a fault with its message."""
    return {"code": fault.code, "start": fault.start, "end": fault.end, "message": fault.message}


def tree_dicts(text: str, nodes: Iterable[Node]) -> list[dict[str, Any]]:
    """Return the nodes at the top, each with those below it."""
    top: list[dict[str, Any]] = []
    children_of: dict[int | None, list[dict[str, Any]]] = {None: top}
    for node in nodes:
        children = children_of.setdefault(node.node_id, [])
        children_of[node.parent_id].append({**_node_dict(text, node), "children": children})
    return top


def nodes_of_dicts(tree: Iterable[Mapping[str, Any]]) -> Iterator[Node]:
    """Yield the rows of a tree of JSON objects, in the order of the text."""
    waiting = [(branch, None) for branch in reversed(list(tree))]
    while waiting:
        branch, parent_id = waiting.pop()
        yield _node_of_dict(branch, parent_id)
        waiting += ((child, branch["id"]) for child in reversed(branch["children"]))


def _node_dict(text: str, node: Node) -> dict[str, object]:
    return {
        "id": node.node_id,
        "kind": node.kind,
        "level": node.level,
        "inline": node.inline,
        "marker": node.marker._asdict() if node.marker else None,
        "heading": printed_dict(text, node.heading) if node.heading else None,
        "body": [printed_dict(text, span) for span in node.body],
        "start": node.start,
        "end": node.end,
        "confidence": node.confidence,
        "alternatives": list(node.alternatives),
    }


def _node_of_dict(branch: Mapping[str, Any], parent_id: int | None) -> Node:
    return Node(
        node_id=branch["id"],
        parent_id=parent_id,
        kind=branch["kind"],
        level=branch["level"],
        inline=branch["inline"],
        marker=Marker(**branch["marker"]) if branch["marker"] else None,
        heading=_span(branch["heading"]) if branch["heading"] else None,
        body=tuple(_span(printed) for printed in branch["body"]),
        start=branch["start"],
        end=branch["end"],
        confidence=branch["confidence"],
        alternatives=tuple(branch["alternatives"]),
    )


def _span(printed: Mapping[str, Any]) -> Span:
    return Span(printed["start"], printed["end"])
