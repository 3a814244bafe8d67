"""Terms: which words mark a plan."""

from collections import Counter

from corpus_tools.corpus.stages import read_plans
from corpus_tools.words.segmenting import segment
from corpus_tools.words.terms import count_words, find_terms
from tests.conftest import DATA


def test_terms_mark_their_plan() -> None:
    plans = read_plans(DATA / "plans")
    terms = {plan.plan_id: [term for term, _weight in own] for plan, own in zip(plans, find_terms(plans), strict=True)}
    assert "教研" in terms["04_yunpu_research.html#1"] or "教研组" in terms["04_yunpu_research.html#1"]
    assert {"班级", "德育", "班主任"} & set(terms["03_songyuan_moral_gbk.txt#1"])
    assert all(len(own) == 8 for own in terms.values())
    for own in find_terms(plans):
        weights = [weight for _term, weight in own]
        assert weights == sorted(weights, reverse=True)


def test_no_terms() -> None:
    from corpus_tools.structure.plans import parse_text

    assert find_terms([]) == []
    assert find_terms(parse_text("1、a\n2、b")) == [[]]


def test_counts_are_those_of_the_tokens() -> None:
    plans = read_plans(DATA / "plans")
    counts = count_words(plans)
    found: list[Counter[str]] = [Counter() for _ in plans]
    for plan, word, n in zip(counts.plan.tolist(), counts.word.tolist(), counts.n.tolist(), strict=True):
        found[plan][counts.words[word]] += n
    for plan, own in zip(plans, found, strict=True):
        clauses = (plan.text[clause.start : clause.end] for clause in plan.clauses)
        tokens = (token for clause in clauses for token in segment(clause))
        assert own == Counter(token for token in tokens if any(map(str.isalpha, token)))
    assert counts.sizes.tolist() == [own.total() for own in found]
    assert list(counts.words) == sorted(set(counts.words))
