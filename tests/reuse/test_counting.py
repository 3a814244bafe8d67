"""Counting: the families of the full comparison, found by comparing only what may be a copy."""

from pathlib import Path

from corpus_tools.corpus.stages import read_plans
from corpus_tools.reuse.counting import number_families
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.structure.plans import Plan
from tests.conftest import DATA


def partition(numbers: list[int]) -> set[frozenset[int]]:
    return {frozenset(i for i, own in enumerate(numbers) if own == number) for number in numbers}


def check(plans: list[Plan]) -> None:
    assert partition(number_families(plans)) == partition(find_reuse(plans).family_numbers)


def test_families_are_those_of_the_full_comparison() -> None:
    check(read_plans(DATA / "plans"))


def test_and_of_the_real_samples(shared: Path) -> None:
    check(read_plans(shared / "corpus" / "seeds"))


def test_the_number_is_that_of_the_original() -> None:
    """Whatever stands first."""
    names = ["06_hexi_union_spun.txt", "03_songyuan_moral_gbk.txt", "01_qingshi_union_2024.txt"]
    plans = read_plans([DATA / "plans" / name for name in names])
    assert number_families(plans) == find_reuse(plans).family_numbers == [2, 1, 2]
    assert number_families(plans[::-1]) == [0, 1, 0]


def test_copies_in_other_groups_are_of_no_matter() -> None:
    plans = read_plans([DATA / "plans" / name for name in ("01_qingshi_union_2024.txt", "06_hexi_union_spun.txt")])
    assert len(set(number_families(plans, ["甲", "甲"]))) == 1
    assert len(set(number_families(plans, ["甲", "乙"]))) == 2
    assert len(set(number_families(plans, ["甲", None]))) == 2
    assert number_families([]) == []
