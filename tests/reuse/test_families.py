"""Families do not chain through boilerplate; boilerplate is counted over families."""

import random

import pytest

from corpus_tools.reading.source import source_of_text
from corpus_tools.reuse.atoms import PlanAtoms
from corpus_tools.reuse.families import choose_representatives, find_families
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.reuse.quotation import find_quotations
from corpus_tools.reuse.results import Reuse
from corpus_tools.reuse.stars import align_family
from corpus_tools.reuse.templates import find_template
from corpus_tools.reuse.verdicts import find_reuse
from tests.reuse.texts import made, plans_of

SPUN = {"积极": "进取", "努力": "勤奋", "认真": "当真"}
STOCK = [made(100 + i, 12) + word + made(200 + i, 12) for i, word in enumerate([*SPUN, *SPUN])]
UNRELATED = [f"一、{made(10 + i, 600)}\n{'。'.join(STOCK)}。" for i in range(8)]


def spun(text: str) -> str:
    for original, replacement in SPUN.items():
        text = text.replace(original, replacement)
    return text


def families(reuse: Reuse) -> list[tuple[int, ...]]:
    return [family.members for family in reuse.families]


def test_a_stub_of_spun_boilerplate_connects_nothing() -> None:
    """It is contained in every plan, and that is all they have in common."""
    reuse = find_reuse(plans_of(*UNRELATED, "一、" + spun("。".join(STOCK)) + "。"))
    assert families(reuse) == []
    assert [(clause.n_plans, clause.n_families) for clause in reuse.boilerplate] == [(8, 8)] * len(STOCK)
    assert all(own.copied_share < 0.02 for own in reuse.plans[:8])  # the stops between the clauses


def test_short_plans_alike_by_boilerplate_are_no_copies() -> None:
    stubs = ["一、" + "。".join(STOCK) + f"。\n{made(50 + i, 20)}" for i in range(3)]
    reuse = find_reuse(plans_of(*UNRELATED, *stubs))
    assert families(reuse) == []
    assert {clause.n_families for clause in reuse.boilerplate} == {11}
    equal = find_reuse(plans_of(*UNRELATED, stubs[0], stubs[0]))
    assert families(equal) == [(8, 9)]
    assert {clause.n_families for clause in equal.boilerplate} == {9}


def test_short_plans_alike_by_quotation_are_no_copies() -> None:
    law = made(1, 300)
    plans = plans_of(*(f"一、{law}\n{made(50 + i, 25)}" for i in range(3)))
    assert families(find_reuse(plans)) == [(0, 1, 2)]
    quotations = find_quotations(plans, [source_of_text(law, "law.txt")])
    reuse = find_reuse(plans, quotations=quotations)
    assert families(reuse) == []
    assert {pair.verdict for pair in reuse.pairs} == {"near"}  # the definition of the verdict knows no quotation


def test_copies_with_boilerplate_are_families_still() -> None:
    """Two families and six plans by themselves, all with the same stock clauses."""
    stock = "。".join(STOCK)
    first, second = made(1, 500), made(2, 500)
    copies = [f"一、{body}\n{stock}。" for body in (first, spun(first), first[:460] + made(3, 40), second, second)]
    reuse = find_reuse(plans_of(*copies, *UNRELATED[:6]))
    assert families(reuse) == [(0, 1, 2), (3, 4)]
    assert {(clause.n_plans, clause.n_families) for clause in reuse.boilerplate} == {(11, 8)}
    assert all(own.copied_share > 0.5 for own in reuse.plans[:5])
    assert all(own.copied_share == 0 for own in reuse.plans[5:])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_spun_copy_within_a_longer_plan_is_one(seed: int) -> None:
    text = "。".join(made(seed * 1000 + i, 30) + word for i, word in enumerate([*SPUN] * 4))
    reuse = find_reuse(plans_of(f"一、{text}。", f"一、{spun(text)}。\n二、{made(seed, 700)}"))
    assert ([pair.verdict for pair in reuse.pairs], families(reuse)) == (["spun"], [(0, 1)])


def test_plans_filled_into_one_template_are_a_family() -> None:
    """Where something else is filled in all over, few runs of characters are in common, and still nearly all is."""
    parts = [made(300 + i, 22) for i in range(20)]
    filled = [f"一、{'。'.join(part + made(1000 * n + i, 2) for i, part in enumerate(parts))}。" for n in (1, 2)]
    reuse = find_reuse(plans_of(*filled))
    [pair] = reuse.pairs
    assert (pair.verdict, pair.score.jaccard < 0.7) == ("partial", True)
    assert families(reuse) == [(0, 1)]


# A template: how many clauses are left as they are, how many have something filled in, behind how many characters, how
# much that is, and how much everyone writes on top of it.
TEMPLATES = {
    "a few words all over": (0, 20, 22, 2, 0),
    "a few words in some clauses": (8, 14, 14, 2, 0),
    "a sentence in every clause": (4, 6, 60, 12, 0),
    "a task of one's own": (12, 0, 0, 0, 60),
    "numbers, and a task of one's own": (8, 16, 16, 2, 40),
}


def fill_in(n_plans: int, n_fixed: int, n_open: int, length: int, n_filled: int, n_own: int) -> list[str]:
    fixed = [made(300 + i, 24) for i in range(n_fixed)]
    parts = [made(400 + i, length) for i in range(n_open)]
    return [
        f"一、{'。'.join([*fixed, *(part + made(900 * n + i, n_filled) for i, part in enumerate(parts))])}。\n"
        f"二、{made(n, n_own)}"
        for n in range(1, n_plans + 1)
    ]


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
@pytest.mark.parametrize("n_plans", [2, 5, 7, 12])
def test_however_many_fill_in_a_template_they_are_one_family(n_plans: int, template: tuple[int, ...]) -> None:
    plans = plans_of(*fill_in(n_plans, *template))
    reuse = find_reuse(plans)
    assert (families(reuse), reuse.boilerplate) == ([tuple(range(n_plans))], ())
    found = find_template(align_family(PlanAtoms(plans, Lexicon()), reuse.families[0]))
    assert len(found.slots) >= max(template[1], 1)


def test_a_family_may_have_boilerplate_in_its_template() -> None:
    """What it shares with unrelated plans is boilerplate and no reason to take its plans apart."""
    filled = [
        f"{text}\n{'。'.join(STOCK[:4])}。" for text in fill_in(8, *TEMPLATES["numbers, and a task of one's own"])
    ]
    reuse = find_reuse(plans_of(*filled, *UNRELATED))
    assert families(reuse) == [tuple(range(8))]
    assert [clause.n_families for clause in reuse.boilerplate] == [9, 9, 9, 9, 8, 8]


@pytest.mark.parametrize("in_order", [True, False])
@pytest.mark.parametrize("n_others", [0, 8])
def test_short_plans_with_much_boilerplate_are_no_family(in_order: bool, n_others: int) -> None:
    """Sixty percent of them is a stock of clauses, the rest is their own."""
    texts = []
    for n in range(12):
        stock = STOCK if in_order else random.Random(n).sample(STOCK, len(STOCK))
        texts.append("一、" + "。".join(clause + "。" + made(900 * n + i, 16) for i, clause in enumerate(stock)) + "。")
    reuse = find_reuse(plans_of(*texts, *UNRELATED[:n_others]))
    assert families(reuse) == []
    assert {clause.n_families for clause in reuse.boilerplate} == {12 + n_others}


def test_clauses_of_a_common_stock_in_varied_order_make_no_family() -> None:
    """Nearly all of each plan stands in every other, and none is a copy: each has put it together on its own."""
    stock = [made(700 + i, 20) for i in range(12)]
    texts = ["一、" + "。".join(random.Random(n).sample(stock, 12)) + f"。{made(n, 30)}" for n in range(12)]
    reuse = find_reuse(plans_of(*texts, *(f"{text}\n{'。'.join(stock)}。" for text in UNRELATED)))
    assert families(reuse) == []


ALIKE = {(a, b): 0.9 for a in range(4) for b in range(a + 1, 4)} | {(1, 2): 0.95}


@pytest.mark.parametrize(
    ("sources", "representative"),
    [
        ([], 1),  # nothing is known: the likest
        ([(3, 0), (3, 1), (3, 2)], 3),
        ([(3, 2), (2, 1), (1, 0)], 3),  # by way of others
        ([(3, 1)], 2),  # the source of one is not the source of the family, and its copy represents nobody
        ([(3, 0), (3, 1), (2, 0), (2, 1)], 2),  # two sources: the likest of them
        ([(0, 1), (1, 2), (2, 3), (3, 0)], 1),  # a circle says nothing
    ],
)
def test_the_source_represents_its_family(sources: list[tuple[int, int]], representative: int) -> None:
    [family] = choose_representatives(find_families(4, ALIKE), ALIKE, sources)
    assert (family.members, family.representative) == ((0, 1, 2, 3), representative)


@pytest.mark.parametrize("turned", [False, True])
def test_the_source_represents_its_family_in_whatever_order(turned: bool) -> None:
    """Two copies with their own year, likest to each other, with the year of the source left over."""
    body, own = made(1, 400), made(2, 40)
    source = f"2019年工会工作计划\n一、{body}\n二、总结2019年的工作。\n{made(3, 60)}"
    copies = [f"{year}年工会工作计划\n一、{body}\n二、总结2019年的工作。\n{own}" for year in (2021, 2022)]
    texts = [*copies, source][:: -1 if turned else 1]
    [family] = find_reuse(plans_of(*texts)).families
    assert texts[family.representative] == source
