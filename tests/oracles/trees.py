"""What must hold of any plan object of ``corpus-tools/plan/1``, checked character by character."""

from typing import Any

KINDS = {"section", "item", "period", "paragraph", "attachment", "table"}
NOISE = {"blank", "mark", "page", "label", "repeat"}


def flatten(branches: list[dict[str, Any]], parent: dict[str, Any] | None = None) -> list[tuple[Any, Any]]:
    """Return (node, parent) for every node, in order."""
    rows = []
    for branch in branches:
        rows.append((branch, parent))
        rows.extend(flatten(branch["children"], branch))
    return rows


def rebuild(plan: dict[str, Any]) -> str:
    """Return the text put together again from the rows alone; blanks, which print nothing, stand as spaces."""
    length = plan["end"] - plan["start"]
    characters: list[str | None] = [None] * length
    for start, piece in pieces(plan):
        for offset, character in enumerate(piece, start):
            assert characters[offset] is None, f"character {offset} belongs to two pieces"
            characters[offset] = character
    assert None not in characters, f"character {characters.index(None)} belongs to no piece"
    return "".join(character or "" for character in characters)


def pieces(plan: dict[str, Any]) -> list[tuple[int, str]]:
    """Return (start, characters) of title, markers, headings, bodies and noise."""
    found = [(plan["title"]["start"], plan["title"]["text"])] if plan["title"] else []
    for node, _ in flatten(plan["tree"]):
        spans = [node["marker"], node["heading"], *node["body"]]
        found += [(span["start"], span["text"]) for span in spans if span]
    blanks = {"blank": " ", "mark": ">"}
    for start, end, kind in plan["noise"]:
        printed = plan["text"][start:end] if kind not in blanks else blanks[kind] * (end - start)
        found.append((start, printed))
    return found


def check_plan(plan: dict[str, Any]) -> None:
    """Raise AssertionError where a plan breaks a law of its format."""
    text = plan["text"]
    assert len(text) == plan["end"] - plan["start"]
    expected = "".join(" " if c.isspace() else c for c in text)
    got = "".join(" " if c.isspace() else c for c in rebuild(plan))
    for offset, (left, right) in enumerate(zip(got, expected, strict=True)):
        assert left == right or (left == ">" and right == "＞"), f"at {offset}: {left!r} is not {right!r}"
    for _start, _end, kind in plan["noise"]:
        assert kind in NOISE
    rows = flatten(plan["tree"])
    assert [node["id"] for node, _ in rows] == list(range(1, len(rows) + 1))
    assert [node["start"] for node, _ in rows] == sorted(node["start"] for node, _ in rows)
    for node, parent in rows:
        _check_node(text, node, parent)
    for siblings in (plan["tree"], *(node["children"] for node, _ in rows)):
        for left, right in zip(siblings, siblings[1:], strict=False):
            assert left["end"] <= right["start"], "siblings overlap"


def _check_node(text: str, node: dict[str, Any], parent: dict[str, Any] | None) -> None:
    assert node["kind"] in KINDS
    assert 0 <= node["confidence"] <= 1
    assert 0 <= node["start"] < node["end"] <= len(text)
    for span in (node["marker"], node["heading"], *node["body"]):
        if span:
            assert text[span["start"] : span["end"]] == span["text"] != ""
            assert node["start"] <= span["start"] <= span["end"] <= node["end"]
    for child in node["children"]:
        assert all(span["end"] <= child["start"] for span in node["body"]), "a body after a child"
    if node["kind"] == "section":
        assert node["heading"] or any(child["marker"] for child in node["children"])
    if parent:
        assert parent["start"] <= node["start"] and node["end"] <= parent["end"]
    around = parent["level"] if parent and (parent["marker"] or parent["kind"] == "period") else 0
    assert node["level"] == (around + 1 if node["marker"] else 0)
