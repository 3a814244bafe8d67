"""Attachments: those that a plan refers to and that are not there, and those that are there."""

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus_tools.checks.findings import Finding
from corpus_tools.checks.stated import Stated
from corpus_tools.spans import Span
from corpus_tools.structure.nodes import Node
from corpus_tools.structure.numerals import CJK, read_number

_NUMERAL = f"(?P<number>[0-9]{{1,2}}|{CJK})?"
_CITED = re.compile(
    "(?:详?见|参[见照阅]|按照?|填[写报好]?|根据|依据|依照|执行|[（(《【“])[ \u3000]*"
    f"(?P<cite>附件[ \u3000]*{_NUMERAL})(?![0-9下中里])"
)
_LABEL = re.compile(f"附件?[ \u3000]*{_NUMERAL}")
_LONGEST_NAME = 45  # of an attachment
_BARE = re.compile("附件?[ \u3000]*[：:]?")


def find_attachments(stated: Stated) -> Iterator[Finding]:
    """Yield the attachments that are referred to and not there, named without their text, or there and never named."""
    labels = {node: _read_label(stated, node) for node in stated.plan.nodes if node.kind == "attachment"}
    listed = [item for node in labels for item in _listed(stated, node)]
    numbers = {number for number in labels.values() if number} | {item.marker.value for item in listed if item.marker}
    if any(number is None for number in labels.values()):
        numbers |= {1}
    cited = [found for found in _CITED.finditer(stated.text) if not _heads(labels, found.start("cite"))]
    seen: set[int | None] = set()
    for found in cited:
        number = read_number(found["number"]) if found["number"] else None
        if number not in seen and (not labels or (number and number not in numbers)):
            yield stated.find("missing_attachment", Span(*found.span("cite")))
        seen.add(number)
    for node, number in labels.items():
        has_text = stated.children.get(node.node_id) or node.body
        if not has_text and not any(number == other for node_, other in labels.items() if node_ != node):
            yield stated.find("named_attachment", Span(*node.heading) if node.heading else node)
        is_named = number in seen or None in seen or number in {item.marker.value for item in listed if item.marker}
        if number and has_text and not is_named:
            yield stated.find("unannounced_attachment", _label_span(stated, node))
    if listed and len(labels) == 1:
        yield stated.find("named_attachment", Span(listed[0].start, listed[-1].end))


def _read_label(stated: Stated, node: Node) -> int | None:
    found = _LABEL.match(stated.text, node.start)
    return read_number(found["number"]) if found and found["number"] else None


def _label_span(stated: Stated, node: Node) -> Span:
    found = _LABEL.match(stated.text, node.start)
    return Span(node.start, found.end()) if found else Span(node.start, node.end)


def _heads(labels: Iterable[Node], start: int) -> bool:
    return any(node.heading and node.heading.start <= start < node.heading.end for node in labels)


def _listed(stated: Stated, node: Node) -> Sequence[Node]:
    """Return the names of attachments that stand below a bare label: 附件：1.名单 2.回执."""
    label = stated.text[slice(*node.heading)] if node.heading else ""
    items = stated.children.get(node.node_id, [])
    is_list = _BARE.fullmatch(label) and all(item.marker and not stated.children.get(item.node_id) for item in items)
    is_short = all(
        item.end - item.start <= _LONGEST_NAME and "。" not in stated.text[item.start : item.end] for item in items
    )
    return items if is_list and is_short else ()
