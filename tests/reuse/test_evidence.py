"""Evidence: words for what speaks for a source, in the language that is asked for."""

from typing import get_args

from corpus_tools.reuse.direction import WEIGHTS, Direction
from corpus_tools.reuse.evidence import REASONS, Evidence, EvidenceKind, word_evidence

FOUND = (Evidence("left-over name", 4.0, 1, "松坡小学"), Evidence("implied year", 1.5, 0, "2023", "2024"))


def test_every_kind_has_a_weight_and_words() -> None:
    assert set(get_args(EvidenceKind)) == set(REASONS) == set(WEIGHTS)
    for kind, reason in REASONS.items():
        assert reason.startswith(f"{kind} ")
        assert "{" not in reason.format(source="A", copy="B", value="x", other="y")


def test_what_speaks_for_the_other_is_against() -> None:
    assert list(word_evidence(FOUND, ("a.txt#1", "b.txt#1"))) == [
        "left-over name 松坡小学 in a.txt#1",
        "against: implied year 2023 before 2024",
    ]
    turned = Direction(1, 0.9, FOUND).turned
    assert (turned.source, [one.source for one in turned.evidence]) == (0, [0, 1])
    assert list(word_evidence(turned.evidence, ("b.txt#1", "a.txt#1"))) == list(
        word_evidence(FOUND, ("a.txt#1", "b.txt#1"))
    )


def test_words_can_be_translated() -> None:
    chinese = {REASONS["left-over name"]: "{copy}里留着{value}", REASONS["implied year"]: "{value}早于{other}"}
    found = word_evidence(FOUND, ("甲", "乙"), lambda message: chinese.get(message, "相反：{reason}"))
    assert list(found) == ["甲里留着松坡小学", "相反：2023早于2024"]


def test_only_time_is_chronology() -> None:
    assert Direction(0, 0.8, FOUND[1:]).is_chronology
    assert not Direction(1, 0.9, FOUND).is_chronology
