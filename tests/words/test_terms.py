"""Terms: which words mark a plan."""

from collections import Counter

from corpus_tools.corpus.stages import read_plans
from corpus_tools.scripts import simplify
from corpus_tools.structure.plans import parse_text
from corpus_tools.words.lists import StopWords, UserDictionary
from corpus_tools.words.segmenting import segment
from corpus_tools.words.terms import count_words, cut_ngrams, find_terms
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
        tokens = (token for clause in clauses for token in segment(simplify(clause)))
        assert own == Counter(token for token in tokens if any(map(str.isalpha, token)))
    assert counts.sizes.tolist() == [own.total() for own in found]
    assert list(counts.words) == sorted(set(counts.words))


def test_traditional_text_is_counted_in_simplified_words() -> None:
    printed = "一、推進校務公開，維護職工權益。"
    traditional, simplified = (count_words(parse_text(text)) for text in (printed, simplify(printed)))
    assert traditional.words == simplified.words
    assert {"校务", "公开", "职工", "权益"} <= set(traditional.words)
    assert cut_ngrams("校務公開", (2,)) == ["校务", "务公", "公开"]
    words = UserDictionary.parse("校務公開".encode())
    assert "校务公开" in count_words(parse_text(printed), words).words
    assert StopWords.parse("職工".encode()).words == {"职工"}
