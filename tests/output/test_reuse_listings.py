"""The listing of pairs: what tells them apart, of what school they are, and why a source is named."""

import csv
import io
from dataclasses import replace

from corpus_tools.corpus.stages import read_plans
from corpus_tools.output.listings import format_csv, format_text
from corpus_tools.output.messages import use_language
from corpus_tools.output.reuse_listings import duplicates_listings
from corpus_tools.reuse.verdicts import find_reuse
from tests.conftest import DATA

NAMES = ("20_baihe_union_2023.txt", "22_zhexi_union_edited.txt", "23_hetangwan_union_spun.txt")


def test_pairs_say_what_school_and_why() -> None:
    use_language("en")
    read = read_plans([DATA / "plans" / name for name in NAMES])
    plans = [replace(plan, source=replace(plan.source, path=f"town/2024/{plan.source.path}")) for plan in read]
    listing = next(own for own in duplicates_listings(plans, find_reuse(plans)) if own.name == "pairs")
    text = format_text(listing)
    assert text.startswith("Pairs that share text (all in town/2024)\n")
    assert text.count("town/2024") == 1 and "百禾小学2023年工会工作计划" not in text
    assert "  99.6%  left-over name 百禾小学 in B; implied year 2023 before 2024\n" in text
    rows = list(csv.DictReader(io.StringIO(format_csv(listing).removeprefix("\ufeff"))))
    assert {(row["a"], row["b"]) for row in rows} <= {(a.plan_id, b.plan_id) for a in plans for b in plans}
    edited = next(row for row in rows if row["b"] == "town/2024/22_zhexi_union_edited.txt#1")
    assert (edited["relation"], edited["source"]) == ("other_school", edited["a"])
    assert edited["source_evidence"].startswith(f"left-over name 百禾小学 in {edited['b']}; ")
    assert (edited["a_title"], edited["b_title"]) == ("百禾小学2023年工会工作计划", "柘溪小学2024年工会工作计划")


def test_an_archive_is_a_folder() -> None:
    read = read_plans([DATA / "plans" / name for name in NAMES[:2]])
    plans = [replace(plan, source=replace(plan.source, path=f"town.zip!{plan.source.path}")) for plan in read]
    listing = next(own for own in duplicates_listings(plans, find_reuse(plans)) if own.name == "pairs")
    assert format_text(listing).startswith("Pairs that share text (all in town.zip)\n")


def test_plans_without_a_folder_keep_their_names() -> None:
    plans = read_plans([DATA / "plans" / name for name in NAMES[:2]])
    listing = next(own for own in duplicates_listings(plans, find_reuse(plans)) if own.name == "pairs")
    assert "20_baihe_union_2023.txt#1" in format_text(listing)
