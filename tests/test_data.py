"""The sample plans against their truth, and the real samples against theirs where they are at hand."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus_tools.corpus.stages import read_plans
from corpus_tools.reading.limited import read_source
from corpus_tools.reuse.bodies import folded_body
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.structure.nodes import Node
from corpus_tools.structure.plans import Plan, parse_source
from tests.conftest import DATA, ROOT
from tests.oracles.trees import check_plan

TRUTHS = [*sorted((DATA / "truth").glob("[0-9]*.json")), *sorted((DATA / "hard" / "truth").glob("*.json"))]
Marker = tuple[int, str, int, str]


def printed_markers(plan: Plan, *, numbered: bool) -> list[Marker]:
    """Return (line, marker, level, 12 characters after it); line 0 where lines are not counted."""
    text = plan.source.text
    return [
        (
            text.count("\n", 0, plan.start + node.start) + 1 if numbered else 0,
            node.marker.text,
            node.level,
            plan.text[node.marker.end :].split("\n", 1)[0].strip()[:12],
        )
        for node in plan.nodes
        if node.marker and not node.inline
    ]


def printed_faults(plan: Plan) -> list[tuple[int, str]]:
    """Return (line, code)."""
    line_of = _line_finder(plan)
    return [(line_of(fault.start), fault.code) for fault in plan.faults]


def inline_markers(plan: Plan) -> list[tuple[int, str, int]]:
    """Return (line, marker, level) of lists inside paragraphs."""
    line_of = _line_finder(plan)
    return [(line_of(n.start), n.marker.text, n.level) for n in plan.nodes if n.marker and n.inline]


def _line_finder(plan: Plan) -> Callable[[int], int]:
    return lambda offset: plan.source.text.count("\n", 0, plan.start + offset) + 1


def unnumbered_headings(plan: Plan) -> list[str]:
    def is_heading(node: Node) -> bool:
        return node.marker is None and node.heading is not None

    return [plan.text[slice(*node.heading)] for node in plan.nodes if is_heading(node) and node.heading]


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_sample_plans(path: Path) -> None:
    truth: dict[str, Any] = json.loads(path.read_text("utf-8"))
    source = read_source(path.parent.parent / "plans" / truth["source"])
    assert (source.media_type, source.encoding) == (truth["media_type"], truth["encoding"])
    parsed = parse_source(source)
    assert [plan.title_text or None for plan in parsed.plans] == [plan["title"] for plan in truth["plans"]]
    for plan, expected in zip(parsed.plans, truth["plans"], strict=True):
        numbered = expected["lines"] is not None
        automatic = {(label, head) for label, head in expected.get("automatic", ())}
        found = printed_markers(plan, numbered=numbered)
        assert [row for row in found if (row[1], row[3]) not in automatic] == [
            (line or 0, marker, level, head) for line, marker, level, head in expected["markers"]
        ]
        assert automatic <= {(marker, head) for _line, marker, _level, head in found}
        assert unnumbered_headings(plan) == [heading for _line, heading in expected["headings"]]
        if "faults" in expected:
            assert [list(row) for row in printed_faults(plan)] == expected["faults"]
        if "inline" in expected:
            assert [list(row) for row in inline_markers(plan)] == [row[:3] for row in expected["inline"]]
        if numbered:
            first, last = (source.text.count("\n", 0, offset) + 1 for offset in (plan.start, plan.end))
            assert [first, last] == expected["lines"]
        check_plan(plan.to_dict())


# What each kind of copy is called.
VERDICTS = {
    "exact": "exact",
    "near": "near",
    "spun": "spun",
    "own": "near",
    "partial": "partial",
    "template": "partial",
}


def test_sample_copies() -> None:
    truth = json.loads((DATA / "truth" / "copies.json").read_text("utf-8"))
    plans = read_plans(DATA / "plans")
    reuse = find_reuse(plans)
    ids = [plan.plan_id for plan in plans]
    found = {(ids[pair.score.a], ids[pair.score.b]): pair.verdict for pair in reuse.pairs}
    copies = {tuple(sorted((copy["copy"], copy["source"]))): VERDICTS[copy["kind"]] for copy in truth["copies"]}
    for pair, verdict in copies.items():
        assert found[pair] == verdict
    listed = {pair for pair, verdict in found.items() if verdict != "boilerplate"}
    assert listed == set(copies) | {tuple(sorted(pair)) for pair in truth["same_source"]}
    for pair in truth["independent"]:
        assert found.get(tuple(sorted(pair)), "boilerplate") == "boilerplate"
    shared = {clause.text: sorted({ids[o.plan] for o in clause.occurrences}) for clause in reuse.boilerplate}
    assert shared == {clause["text"]: sorted(clause["plans"]) for clause in truth["boilerplate"]}


def test_truth_of_themes_and_facts_speaks_of_these_plans() -> None:
    plans = {plan.plan_id: plan for plan in read_plans(DATA / "plans")}
    themes, facts = (json.loads((DATA / "truth" / f"{name}.json").read_text("utf-8")) for name in ("themes", "facts"))
    assert set(themes["plans"]) == set(facts["plans"]) == set(plans)
    for plan_id, found in themes["plans"].items():
        lines = plans[plan_id].source.text.split("\n")
        for theme, numbers in found:
            assert theme in themes["themes"]
            assert all(lines[number - 1].strip() for number in numbers or ())
    for plan_id, stated in facts["plans"].items():
        printed = [*stated["masked"], *stated["laws"], *stated["months"], stated["institution"], stated["signed"]]
        assert all(text in plans[plan_id].text for text in printed if text)


def test_real_samples(shared: Path) -> None:
    gold = json.loads((shared / "gold" / "seeds.json").read_text("utf-8"))
    n_markers = n_found = n_right = 0
    for truth in gold["files"]:
        parsed = parse_source(read_source(shared / "corpus" / "seeds" / truth["source"]))
        assert len(parsed.plans) == len(truth["plans"])
        for plan, expected in zip(parsed.plans, truth["plans"], strict=True):
            wanted = {(line, marker): level for line, marker, level, _head in expected["markers"]}
            got = {(line, marker): level for line, marker, level, _head in printed_markers(plan, numbered=True)}
            assert (plan.title_text or None) == expected["title"]
            assert set(got) <= set(wanted), "a marker that is none"
            n_markers += len(wanted)
            n_found += len(set(got) & set(wanted))
            n_right += sum(got.get(key) == level for key, level in wanted.items())
            check_plan(plan.to_dict())
    assert n_markers == 294
    assert n_found == 294
    assert n_right >= 292


def test_real_copy(shared: Path) -> None:
    plans = read_plans(shared / "corpus" / "seeds")
    reuse = find_reuse(plans)
    [pair] = [pair for pair in reuse.pairs if pair.verdict != "boilerplate"]
    assert (pair.score.a, pair.score.b) == (0, 6)
    assert pair.score.jaccard >= 0.88
    assert pair.verdict == "spun"
    assert [(s.original, s.replacement) for s in pair.substitutions] == [("积极", "进取"), ("快乐", "欢乐")]
    assert [(s.original, s.replacement) for s in reuse.substitutions] == [("积极", "进取"), ("快乐", "欢乐")]
    undone = [Lexicon(reuse.substitutions).undo(folded_body(plans[i]).text).text for i in (0, 6)]
    assert undone[0] == undone[1]


def test_sample_lexicons() -> None:
    truth = json.loads((DATA / "truth" / "copies.json").read_text("utf-8"))
    plans = read_plans(DATA / "plans")
    ids = [plan.plan_id for plan in plans]
    found = {(ids[pair.score.a], ids[pair.score.b]): pair.substitutions for pair in find_reuse(plans).pairs}
    for copy in truth["copies"]:
        wanted = {(original, replacement): n for original, replacement, n in copy["lexicon"] or ()}
        got = {(s.original, s.replacement): s.n_places for s in found[tuple(sorted((copy["copy"], copy["source"])))]}
        assert got.items() <= wanted.items()
        assert len(got) >= len(wanted) - 2


def test_no_substitution_is_written_by_hand() -> None:
    truth = json.loads((DATA / "truth" / "copies.json").read_text("utf-8"))
    pairs = {tuple(words[:2]) for copy in truth["copies"] for words in copy["lexicon"] or ()}
    files = [path for path in (ROOT / "corpus_tools" / "reuse").rglob("*") if path.suffix in (".py", ".toml", ".json")]
    for path in files:
        text = path.read_text("utf-8")
        for original, replacement in pairs | {("积极", "进取"), ("快乐", "欢乐")}:
            assert not (original in text and replacement in text), path


@pytest.mark.slow
def test_real_pages_obey_the_laws(shared: Path) -> None:
    import tarfile

    from corpus_tools.reading.source import source_of_bytes

    with tarfile.open(shared / "corpus" / "school_site.tar.xz") as archive:
        pages = [(m.name, archive.extractfile(m).read()) for m in archive if m.isfile()]  # type: ignore[union-attr]
    assert len(pages) == 199
    for name, raw in pages:
        parsed = parse_source(source_of_bytes(raw, name))
        assert parsed.plans
        for plan in parsed.plans:
            check_plan(plan.to_dict())
