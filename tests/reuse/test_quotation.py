"""Quotation: what plans have from references is found, marked, and no copying."""

import pytest

from corpus_tools.reading.source import Source, source_of_text
from corpus_tools.reuse.quotation import find_quotations
from corpus_tools.reuse.verdicts import find_reuse
from tests.oracles.reuse import covered
from tests.reuse.texts import changed, made, plans_of


def references_of(*texts: str) -> list[Source]:
    return [source_of_text(text, f"law{i}.txt") for i, text in enumerate(texts)]


def test_exact_quotation_is_all_found() -> None:
    law = made(1, 3000)
    texts = [f"一、{made(2 + i, 300)}{law[400 * i : 400 * i + 13 + 20 * i]}{made(20 + i, 300)}" for i in range(5)]
    plans = plans_of(*texts)
    found = find_quotations(plans, references_of(made(40, 500), law))
    assert {one.plan for one in found} == set(range(5))
    for one in found:
        plan = plans[one.plan]
        wanted = covered(law, plan.text, 13)
        assert set(range(one.start, one.end)) >= wanted
        assert one.end - one.start <= len(wanted) + 2
        assert one.reference == "law1.txt"
        assert law[one.reference_start : one.reference_end] == plan.text[one.start : one.end]


def test_near_quotation_with_other_marks_of_width_and_breaks() -> None:
    law = "第八条　单位应当每季度公开一次收支账目，并在显著位置设置意见箱，由专人负责登记、答复和归档。"
    near = "单位应当每季度公开一次收支账目,并在醒目位置设置意见箱,由专人负责登记,答复和存档。"
    [plan] = plans_of(f"一、{made(2, 100)}\n{near}\n二、{made(3, 100)}")
    [one] = find_quotations([plan], references_of(law))
    assert near.startswith(plan.text[one.start : one.end])
    assert one.end - one.start >= 38
    assert law[one.reference_start : one.reference_end].startswith("单位应当每季度")


def test_twelve_characters_are_no_quotation() -> None:
    law = made(1, 200)
    assert find_quotations(plans_of(made(2, 50) + law[:12] + made(3, 50)), references_of(law)) == []
    assert find_quotations([], references_of(law)) == find_quotations(plans_of("一、读书"), []) == []
    assert find_quotations(plans_of("一、读书"), references_of("读", law)) == []


def test_the_reference_with_the_longest_stretch_is_named() -> None:
    law = made(1, 100)
    plans = plans_of(made(2, 50) + law + made(3, 50))
    found = find_quotations(plans, references_of(law[30:60], law, law))
    assert [(one.reference, one.n_matched) for one in found] == [("law1.txt", 100)]


def test_batches_of_plans_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    law = made(1, 2000)
    plans = plans_of(*(made(10 + i, 200) + changed(i, law[i * 90 : i * 90 + 80], 0.05) for i in range(20)))
    whole = find_quotations(plans, references_of(law))
    monkeypatch.setattr("corpus_tools.reuse.quotation._MOST_CHARACTERS", 1000)
    assert find_quotations(plans, references_of(law)) == whole
    assert {one.plan for one in whole} == set(range(20))


def test_quotation_alone_makes_no_partial_copy() -> None:
    law, own = made(1, 400), made(9, 120)
    texts = [f"一、{made(2, 300)}{law[:200]}", f"一、{made(3, 300)}{law[:200]}{own}", f"一、{made(4, 300)}{own}"]
    plans = plans_of(*texts)
    without = find_reuse(plans)
    reuse = find_reuse(plans, quotations=find_quotations(plans, references_of(law)))

    def verdicts(pairs: object) -> object:
        return {(p.score.a, p.score.b): p.verdict for p in pairs}  # type: ignore[attr-defined]

    assert verdicts(without.pairs) == {(0, 1): "partial", (1, 2): "partial"}
    assert verdicts(reuse.pairs) == {(0, 1): "boilerplate", (1, 2): "partial"}
    marks = {(p.score.a, p.score.b): [passage.is_quoted for passage in p.passages] for p in reuse.pairs}
    assert marks == {(0, 1): [True], (1, 2): [False]}
    assert [round(own.quoted_share, 2) for own in reuse.plans] == [round(200 / 502, 2), round(200 / 622, 2), 0]
    assert [own.copied_share > 0 for own in reuse.plans] == [False, True, True]


def test_a_whole_copy_stays_one_though_it_quotes() -> None:
    law = made(1, 300)
    text = f"一、{law}"
    plans = plans_of(text, text)
    [pair] = find_reuse(plans, quotations=find_quotations(plans, references_of(law))).pairs
    assert (pair.verdict, [passage.is_quoted for passage in pair.passages]) == ("exact", [True])
