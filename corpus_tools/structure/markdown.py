"""Markdown: a plan as sections under headings, nested lists of items, and tables."""

import re
from collections.abc import Iterable, Iterator

from corpus_tools.structure.lines import is_sentence
from corpus_tools.structure.nodes import Node

_DEEPEST_HEADING = 6
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_NUMBER = re.compile(r"^(\d+)([.)])|^([-+])")


def format_markdown(text: str, title: str, nodes: Iterable[Node]) -> str:
    """Return a plan as Markdown.

    Parameters
    ----------
    text, title
        The plan's text, and its title or an empty string.
    nodes
        Its nodes, in order. Nodes that stand below a heading of their own line become list items; printed numbers stay
        as they are and are no numbers of Markdown.
    """
    blocks = [f"# {_escape(title)}"] if title else []
    depths: dict[int | None, tuple[int, int]] = {None: (1, 0)}  # of headings and of lists around a node
    for node in nodes:
        heading_depth, list_depth = depths[node.parent_id]
        is_title = node.heading is not None and (node.level <= 1 or not is_sentence(text[slice(*node.heading)]))
        is_heading = is_title and list_depth == 0 and heading_depth < _DEEPEST_HEADING
        is_item = not is_heading and (node.marker is not None or node.heading is not None)
        depths[node.node_id] = (heading_depth + is_heading, list_depth + is_item)
        blocks += _format_node(text, node, "#" * (heading_depth + 1) if is_heading else "", list_depth)
    return "\n\n".join(blocks) + "\n"


def _format_node(text: str, node: Node, hashes: str, list_depth: int) -> Iterator[str]:
    """Yield the blocks that print a node: as a heading below ``hashes``, or in a list inside ``list_depth`` others."""
    lines = [text[slice(*span)] for span in node.body]
    printed = (node.marker.text if node.marker else "") + (text[slice(*node.heading)] if node.heading else "")
    indent = "  " * list_depth
    if node.kind == "table":
        yield "\n".join(_format_rows(lines, indent))
    elif hashes:
        yield f"{hashes} {_escape(printed)}"
        yield from map(_escape, lines)
    elif printed:
        first, *rest = [printed, *lines] if node.heading or not lines else [printed + lines[0], *lines[1:]]
        yield f"{indent}- {_escape(first)}"
        yield from (f"{indent}  {_escape(line)}" for line in rest)
    else:
        yield from (indent + _escape(line) for line in lines)


def _format_rows(lines: Iterable[str], indent: str) -> Iterator[str]:
    rows = [[_escape(cell.strip()) for cell in line.split("\t")] for line in lines]
    width = max(map(len, rows))
    for number, row in enumerate(rows):
        yield f"{indent}| {' | '.join([*row, *[''] * (width - len(row))])} |"
        if number == 0:
            yield f"{indent}|{' --- |' * width}"


def _escape(line: str) -> str:
    r"""Return a line whose characters mean nothing to Markdown.

    >>> _escape("1.听*两*节")
    '1\\.听\\*两\\*节'
    """
    return _NUMBER.sub(r"\1\\\2\3", _SPECIAL.sub(r"\\\1", line.replace("\n", " ")))
