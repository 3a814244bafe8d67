"""Shares: 总文字复制比 and 单篇最大文字复制比, with and without what may be borrowed."""

from dataclasses import replace

import pytest

from corpus_tools.reading.source import source_of_text
from corpus_tools.reuse.quotation import find_quotations
from corpus_tools.reuse.shares import LEFT_OUT, PlanReuse
from corpus_tools.reuse.verdicts import find_reuse
from tests.reuse.texts import made, plans_of


def figures(own: PlanReuse) -> dict[str, tuple[float, float, int | None]]:
    assert tuple(share.left_out for share in own.shares) == LEFT_OUT
    return {share.left_out: (round(share.total, 2), round(share.largest, 2), share.source) for share in own.shares}


def test_every_figure_by_construction() -> None:
    """Of 1,000 characters 100 are of one school's own plan, 200 of another's, 300 of a law, 50 boilerplate."""
    law, own, foreign, phrase = made(1, 300), made(2, 100), made(3, 200), made(4, 50)
    rest = [made(10 + i, 350) for i in range(6)]
    texts = [
        f"{rest[0]}\n{own}\n{foreign}\n{law}\n{phrase}",
        f"{rest[1]}\n{own}\n{phrase}",
        f"{rest[2]}\n{foreign}\n{phrase}",
        f"{rest[3]}\n{law}\n{phrase}",
        f"{rest[4]}\n{phrase}",
    ]
    unrelated = plans_of(*texts)
    plans = [
        replace(plan, source=replace(plan.source, meta={"school": school}))
        for plan, school in zip(unrelated, ("甲校", "甲校", "乙校", "丙校", "丁校"), strict=True)
    ]
    quotations = find_quotations(plans, [source_of_text(law, "law.txt")])
    reuse = find_reuse(plans, quotations=quotations)
    assert [clause.text for clause in reuse.boilerplate] == [phrase]
    assert figures(reuse.plans[0]) == {
        "nothing": (0.65, 0.35, 3),
        "quotation": (0.35, 0.25, 2),
        "own_school": (0.55, 0.35, 3),
        "boilerplate": (0.6, 0.3, 3),
        "all": (0.2, 0.2, 2),
    }
    assert round(reuse.plans[0].copied_share, 2) == 0.3
    shares = figures(find_reuse(unrelated, quotations=quotations).plans[0])
    assert shares["own_school"] == shares["nothing"]


def test_many_short_loans_add_up_though_no_pair_is_listed() -> None:
    """知网 counts what a patchwork has from each source, however little that is."""
    loans = [made(50 + i, 30) for i in range(12)]
    patchwork = "".join(made(80 + i, 15) + loan for i, loan in enumerate(loans))
    plans = plans_of(patchwork, *(made(20 + i, 500) + loan for i, loan in enumerate(loans)))
    reuse = find_reuse(plans)
    assert reuse.pairs == ()
    total, largest, source = figures(reuse.plans[0])["nothing"]
    assert total == pytest.approx(30 / 45, abs=0.03)
    assert largest == pytest.approx(30 / 540, abs=0.01)
    assert source == 1


def test_of_several_that_have_as_much_the_likest_is_named() -> None:
    shared = made(1, 200)
    long, short = shared + made(2, 600), shared + made(3, 60)
    for others, likest in (((long, short), 2), ((short, long), 1)):
        own = find_reuse(plans_of(shared + made(4, 100), *others)).plans[0]
        assert [share.source for share in own.shares] == [likest] * len(LEFT_OUT)


def test_of_several_that_have_as_much_the_source_is_named() -> None:
    """The copy has the whole text of two older plans; the likest of those to it was made from the copy."""
    text = made(1, 300)
    plans = plans_of(
        "甲校2021年计划\n" + text, "乙校2019年计划\n" + text + made(2, 30), "丙校2023年计划\n" + text + made(3, 20)
    )
    reuse = find_reuse(plans)
    assert {(pair.score[:2], pair.source) for pair in reuse.pairs} >= {((0, 1), 1), ((0, 2), 0)}
    assert reuse.plans[0].shares[0].source == 1


def test_what_is_left_beside_loans_is_no_passage() -> None:
    """Some characters before what both quote, or before a clause that everybody has, are nobody's own passage."""
    law, phrase, intro = made(1, 120), made(2, 40), made(3, 11)
    rest = [made(10 + i, 400) for i in range(6)]
    loans = f"五、要求。{phrase}。\n"
    plans = plans_of(*(f"{own}\n{loans}{intro + law if i < 2 else ''}" for i, own in enumerate(rest)))
    reuse = find_reuse(plans, quotations=find_quotations(plans, [source_of_text(law, "law.txt")]))
    assert [clause.text for clause in reuse.boilerplate] == [phrase]
    assert {pair.verdict for pair in reuse.pairs} == {"boilerplate"}
    assert (0, 1) in {pair.score[:2] for pair in reuse.pairs}
    for own in reuse.plans:
        assert (own.shares[-1].total, own.copied_share) == (0, 0)


def test_nothing_shared() -> None:
    for own in find_reuse(plans_of("一、读书", made(1, 100))).plans:
        assert set(figures(own).values()) == {(0, 0, None)}
