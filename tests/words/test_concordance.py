"""Concordance: every place, in its section, with offsets that lead back; and the words near it."""

from typing import Any

import pytest

from corpus_tools.errors import PatternError
from corpus_tools.folding import fold
from corpus_tools.structure.plans import Plan, parse_text
from corpus_tools.words.concordance import (
    Collocate,
    Cooccurrence,
    Query,
    find_collocates,
    find_cooccurrences,
    find_hits,
)
from corpus_tools.words.lists import StopWords, UserDictionary
from tests.conftest import load_cases


def plan() -> list[Plan]:
    return parse_text(load_cases("concordance", "text"))  # type: ignore[arg-type]  # a case that is one text


def query(case: dict[str, Any]) -> Query:
    return Query.parse(case["words"], regex=case.get("regex", False), whole_tokens=case.get("whole_tokens", False))


@pytest.mark.parametrize("case", load_cases("concordance", "queries"), ids=lambda case: case["words"])
def test_hits(case: dict[str, Any]) -> None:
    [one] = plan()
    hits = find_hits([one], query(case), width=6)
    assert [hit.text for hit in hits] == case["hits"]
    assert [" / ".join(hit.path) for hit in hits] == case.get("sections", [" / ".join(hit.path) for hit in hits])
    for hit in hits:
        assert one.text[hit.start : hit.end] == hit.text
        assert one.text[: hit.start].replace("\n", " ").endswith(hit.left)
        assert one.text[hit.end :].replace("\n", " ").startswith(hit.right)
        assert len(hit.left) <= 6 >= len(hit.right)


@pytest.mark.parametrize("case", load_cases("concordance", "bad_queries"), ids=lambda case: case["words"])
def test_what_cannot_be_sought(case: dict[str, Any]) -> None:
    with pytest.raises(PatternError):
        find_hits(plan(), query(case))


def test_a_long_line_is_no_border_of_what_is_shown() -> None:
    [hit] = find_hits(plan(), Query.parse("民主管理"), width=8)
    assert (hit.left, hit.right) == ("二、工作措施 （一）"[-8:], " 1．落实**校"[:8])


def test_order() -> None:
    plans = parse_text("一、送温暖乙，送温暖甲\n二、丙送温暖丁")
    words = Query.parse("送温暖")
    assert [hit.right[0] for hit in find_hits(plans, words, sort="right")] == sorted("乙甲丁")
    assert [fold(hit.left).text[-1] for hit in find_hits(plans, words, sort="left")] == sorted(["丙", ",", ","])
    assert [hit.start for hit in find_hits(plans, words)] == [2, 7, 15]


def test_collocates() -> None:
    plans = parse_text("一、深化校务公开，民主管理\n二、民主管理校务公开，民主氛围\n三、民主班级。")
    found = {one.term: one for one in find_collocates(plans, Query.parse("校务公开"), fewest=1)}
    assert set(found) == {"深化", "民主", "管理", "氛围"}
    assert found["民主"][:7] == ("民主", 2, 1, 2, 3, 2, 1)  # both clauses of 校务公开, and one of its own
    assert found["民主"].log_dice == pytest.approx(13.678, abs=0.001)
    assert found["管理"].log_dice == 14
    assert find_collocates(plans, Query.parse("校务公开"), fewest=3) == []
    assert find_collocates(plans, Query.parse("没有"), fewest=1) == []


def test_collocates_within_a_window() -> None:
    plans = parse_text("一、深化校务公开，民主管理\n二、民主管理校务公开，民主氛围")
    found = {one.term: one for one in find_collocates(plans, Query.parse("校务公开"), window=1, fewest=1)}
    assert found["民主"] == Collocate("民主", 2, 0, 2, 3, 2, 1, found["民主"].log_dice)
    assert set(found) == {"深化", "民主", "管理"}
    assert found["深化"][1:4] == (1, 1, 0)
    assert "公开" not in found


def test_a_window_with_a_term_twice() -> None:
    [word] = find_collocates(parse_text("一、读书送温暖读书"), Query.parse("送温暖"), window=2, fewest=1)
    assert (word.n_both, word.n_left, word.n_right, word.n_words) == (2, 1, 1, 1)
    assert word.log_dice < 14


def test_stop_words_and_words_of_the_user() -> None:
    plans = parse_text("一、深化校务公开，民主管理。")
    options = {"stop_words": StopWords.parse("深化".encode()), "dictionary": UserDictionary.parse("民主管理".encode())}
    assert [one.term for one in find_collocates(plans, Query.parse("校务公开"), fewest=1, **options)] == ["民主管理"]  # type: ignore[arg-type]  # two types in one dictionary
    terms = Query.parse("务公开，民主", whole_tokens=True)
    assert find_hits(plans, terms) == []


def test_cooccurrences() -> None:
    plans = parse_text("一、民主管理，民主氛围。\n二、民主管理。\n三、安全管理。")
    [first, *others] = find_cooccurrences(plans, fewest=1)
    assert first == Cooccurrence("民主", "管理", 2, 2, 3, 1, first.log_dice, 2 / 3)
    assert first.log_dice == pytest.approx(13.678, abs=0.001)
    assert {(pair.a, pair.b) for pair in others} == {("安全", "管理"), ("民主", "氛围"), ("氛围", "管理")}
    assert find_cooccurrences(plans, fewest=3) == []


def test_log_dice_does_not_grow_with_the_corpus() -> None:
    """One in 16,384 is 0 (Rychly 2008)."""
    from corpus_tools.words.concordance import _log_dice

    assert _log_dice(1, 16384, 16384) == 0
    assert _log_dice(7, 7, 7) == 14
    assert _log_dice(3, 10, 20) == _log_dice(300, 1000, 2000)


def test_traditional_text_is_sought_in_simplified_characters_and_shown_as_printed() -> None:
    [one] = parse_text("一、推進校務公開，關心職工。\n二、推进校务公开，开展活动。\n三、召開職工大會。")
    for words in ("校务公开", "校務公開"):
        hits = find_hits([one], Query.parse(words, whole_tokens=True), width=2)
        assert [(hit.left, hit.text) for hit in hits] == [("推進", "校務公開"), ("推进", "校务公开")]
        assert [one.text[hit.start : hit.end] for hit in hits] == ["校務公開", "校务公开"]
    assert [hit.text for hit in find_hits([one], Query.parse("職工(大会)?", regex=True))] == ["職工", "職工大會"]
    found = {term.term: term.n_both for term in find_collocates([one], Query.parse("校務公開"), fewest=1)}
    assert found == {"推进": 2, "关心": 1, "职工": 1, "开展": 1, "活动": 1}
