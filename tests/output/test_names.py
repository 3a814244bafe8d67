"""Names: every kind of thing that a table knows has one for people."""

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from corpus_tools.facts.differences import FactKind
from corpus_tools.output import names
from corpus_tools.reading.source import source_of_bytes
from corpus_tools.reuse.clues import Relation
from corpus_tools.reuse.node_pairs import Change
from corpus_tools.reuse.results import Verdict
from corpus_tools.reuse.shares import LeftOut
from corpus_tools.reuse.slot_kinds import SlotKind
from corpus_tools.reuse.slots import Form
from corpus_tools.structure.plans import parse_source
from corpus_tools.themes.codebook_check import FindingKind
from corpus_tools.themes.coding import Basis


@pytest.mark.parametrize(
    ("kinds", "table"),
    [
        (Verdict, names.VERDICT_NAMES),
        (Relation, names.RELATION_NAMES),
        (LeftOut, names.LEFT_OUT_NAMES),
        (FactKind, names.FACT_NAMES),
        (SlotKind, names.SLOT_KIND_NAMES),
        (Form, names.FILL_NAMES),
        (Change, names.CHANGE_NAMES),
        (Basis, names.BASIS_NAMES),
        (FindingKind, names.FINDING_NAMES),
    ],
)
def test_every_kind_has_a_name(kinds: Any, table: Mapping[str, str]) -> None:
    assert get_args(kinds) == tuple(table)


def test_a_title_escaped_twice_is_shown_as_it_is_meant() -> None:
    page = "<title>甲&amp;nbsp;乙工作计划-某校</title><h2>甲&amp;nbsp;乙工作计划</h2><p>一、读书</p><p>二、徒步</p>"
    [plan] = parse_source(source_of_bytes(f"<html>{page}</html>".encode(), "a.html")).plans
    assert names.plan_title(plan) == ("甲&nbsp;乙工作计划", "甲\u00a0乙工作计划"), "the text is what the page prints"
    assert plan.meta["title"] == "甲 乙工作计划-某校"
