"""Every real document beside the project: all characters belong to one piece, and hardly any is noise."""

import json
import lzma
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus_tools.reading.source import source_of_bytes, source_of_text
from corpus_tools.structure.nodes import own_spans
from corpus_tools.structure.plans import Plan, parse_source

_MOST_NOISE = 0.02


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((folder / "seeds").iterdir()):
        yield path.name, source_of_bytes(path.read_bytes(), path.name).text
    for archive in ("laws.tar.xz", "school_site.tar.xz"):
        with tarfile.open(folder / archive) as members:
            for member in members:
                stream = members.extractfile(member)
                if stream:
                    yield member.name, source_of_bytes(stream.read(), member.name).text
    with lzma.open(folder / "government_work_reports.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            report = json.loads(line)
            yield str(report["year"]), report["content"]


def _rebuilt(plan: Plan) -> str:
    """Return the text put together from the rows, each piece where the one before ended."""
    spans = [*([plan.title] if plan.title else []), *(span for node in plan.nodes for span in own_spans(node))]
    pieces = sorted([*spans, *((noise.start, noise.end) for noise in plan.noise)])
    reached = 0
    for start, end in pieces:
        assert start == reached, f"at {reached}"
        reached = end
    return "".join(plan.text[start:end] for start, end in pieces)


@pytest.mark.slow
def test_round_trip_of_every_document(shared: Path) -> None:
    n_files = n_characters = n_noise = 0
    for name, text in _texts(shared / "corpus"):
        parsed = parse_source(source_of_text(text))
        assert parsed.plans, name
        for plan in parsed.plans:
            assert _rebuilt(plan) == plan.text, name
            n_noise += sum(n.end - n.start for n in plan.noise if n.kind != "blank")
            n_characters += len(plan.text)
        n_files += 1
    assert n_files > 1800
    assert n_noise <= _MOST_NOISE * n_characters
