"""The review file: decisions outlive new runs, other orders, other paths; nothing in it is lost."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

import jsonschema
import pytest

from corpus_tools.cli.app import run
from corpus_tools.corpus.review import (
    COLUMNS,
    Review,
    Reviewed,
    add_pairs,
    join_reviews,
    match_review,
    read_review,
    write_review,
)
from corpus_tools.errors import OutputError, ReviewError
from corpus_tools.output.messages import use_language
from corpus_tools.reading.source import source_of_text
from corpus_tools.reuse.results import Pair
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.structure.plans import Plan, parse_source
from tests.cli.test_cli import schema
from tests.reuse.texts import made

TEXTS = {"a.txt": "一、" + made(1, 300), "b.txt": "一、" + made(1, 290), "c.txt": "一、" + made(1, 280) + made(2, 20)}


def compared(texts: dict[str, str]) -> tuple[list[Plan], tuple[Pair, ...]]:
    plans = [plan for path, text in texts.items() for plan in parse_source(source_of_text(text, path)).plans]
    return plans, find_reuse(plans).pairs


def decided(review: Review, **decisions: str) -> Review:
    """Return the review with a decision on the pairs of two letters."""
    rows = []
    for row in review.rows:
        decision = decisions.get(row["a"][0] + row["b"][0], "")
        rows.append({**row, "decision": decision, "note": f"注：{decision}" if decision else ""})
    return review._replace(rows=tuple(rows))


def pairs_of(rows: Iterable[object]) -> set[str]:
    return {row["a"][0] + row["b"][0] for row in rows}  # type: ignore[index]


def test_every_pair_gets_one_row_once() -> None:
    plans, pairs = compared(TEXTS)
    review = add_pairs(Review(), plans, pairs)
    assert (review.columns, pairs_of(review.rows)) == (COLUMNS, {"ab", "ac", "bc"})
    assert add_pairs(review, plans, pairs) == review
    turned = [{**row, "a": row["b"], "b": row["a"], "a_digest": "", "b_digest": ""} for row in review.rows]
    assert len(add_pairs(Review(COLUMNS, tuple(turned)), plans, pairs).rows) == 3


@pytest.mark.parametrize("start", ["=", "-", "＠", "\t"])
def test_a_name_that_begins_like_a_formula_is_none(tmp_path: Path, start: str) -> None:
    plans, pairs = compared({f"{start}a.txt": TEXTS["a.txt"], "b.txt": TEXTS["b.txt"]})
    [row] = add_pairs(Review(), plans, pairs).rows
    assert row["a"] == f"'{start}a.txt#1"
    write_review(tmp_path / "review.csv", Review(rows=({**row, "decision": "copied", "a_digest": "", "b_digest": ""},)))
    matched = match_review(read_review(tmp_path / "review.csv"), plans, pairs)
    assert matched.of(f"{start}a.txt#1", "b.txt#1") == Reviewed("copied", "", False)


def test_decisions_survive_a_file_another_order_and_another_name(tmp_path: Path) -> None:
    plans, pairs = compared(TEXTS)
    review = decided(add_pairs(Review(), plans, pairs), ab="copied", bc="legitimate")
    write_review(tmp_path / "review.csv", review)
    assert read_review(tmp_path / "review.csv") == review
    renamed = {"2019/z.txt": TEXTS["b.txt"], "c.txt": TEXTS["c.txt"], "a.txt": TEXTS["a.txt"]}
    plans, pairs = compared(renamed)
    matched = match_review(read_review(tmp_path / "review.csv"), plans, pairs)
    assert matched.gone == ()
    assert matched.of("a.txt#1", "2019/z.txt#1") == Reviewed("copied", "注：copied", False)
    assert matched.of("c.txt#1", "2019/z.txt#1") == Reviewed("legitimate", "注：legitimate", False)
    assert matched.of("c.txt#1", "a.txt#1") == Reviewed("", "", False)
    assert len(add_pairs(review, plans, pairs).rows) == 3


def test_a_changed_plan_is_noticed_and_a_lost_pair_stays() -> None:
    plans, pairs = compared(TEXTS)
    review = decided(add_pairs(Review(), plans, pairs), ab="copied", bc="unclear")
    plans, pairs = compared({"a.txt": TEXTS["a.txt"], "b.txt": TEXTS["b.txt"] + "二、新写一句"})
    matched = match_review(review, plans, pairs)
    assert matched.of("b.txt#1", "a.txt#1") == Reviewed("copied", "注：copied", True)
    assert pairs_of(matched.gone) == {"ac", "bc"}
    assert add_pairs(review, plans, pairs) == review


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("a=1 b=2 c=1", "ab copied changed, ac legitimate, bc unclear changed"),
        ("a=1 c=1 z=1", "az copied, ac legitimate, cz unclear"),  # b has another name
        ("y=1 c=1 z=1", "yz copied, cy legitimate, cz unclear"),
        ("x=1 y=1 z=1", "xy copied, xz legitimate, yz unclear"),
        ("a=1 c=1", "ac legitimate"),
        ("a=1 b=2 z=1", "ab copied changed, az legitimate, bz unclear changed"),  # b other words, c another name
    ],
)
def test_exact_copies_are_told_apart(now: str, expected: str) -> None:
    """Three exact copies, all decided upon; each keeps its own rows, whichever is renamed, changed or gone."""
    texts = {"1": TEXTS["a.txt"], "2": TEXTS["a.txt"] + "二、新写一句"}
    plans, pairs = compared({f"{name}.txt": texts["1"] for name in "abc"})
    review = decided(add_pairs(Review(), plans, pairs), ab="copied", ac="legitimate", bc="unclear")
    plans, pairs = compared({f"{own[0]}.txt": texts[own[2]] for own in now.split()})
    matched = match_review(review, plans, pairs)
    found = {
        " ".join(("".join(sorted(p[0] for p in key)), own.decision, *(["changed"] * own.is_changed)))
        for key, own in matched.pairs.items()
    }
    assert found == {"".join(sorted(own[:2])) + own[2:] for own in expected.split(", ")}
    assert len(matched.pairs) + len(matched.gone) == 3
    assert add_pairs(review, plans, pairs) == review


def test_files_of_people(tmp_path: Path) -> None:
    """A table of four columns, in the encoding and with the delimiter of a spreadsheet, and a column of its own."""
    path = tmp_path / "review.csv"
    path.write_bytes(
        "a;b;decision;note;审核人\na.txt#1;b.txt#1;抄袭;同一网站;李\nb.txt#1;c.txt#1;合理借鉴;;王\n".encode("gbk")
    )
    plans, pairs = compared(TEXTS)
    review = read_review(path)
    matched = match_review(review, plans, pairs)
    assert matched.of("a.txt#1", "b.txt#1") == Reviewed("copied", "同一网站", False)
    assert matched.of("b.txt#1", "c.txt#1") == Reviewed("legitimate", "", False)
    write_review(path, add_pairs(review, plans, pairs))
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert [row["审核人"] for row in rows] == ["李", "王", ""]
    assert [row["decision"] for row in rows] == ["抄袭", "合理借鉴", ""]


def test_plans_by_their_path_and_plans_that_are_not_there() -> None:
    plans, pairs = compared(TEXTS)
    rows = (("a.txt", "b.txt#1"), ("a.txt#1", "d.txt"), ("a.txt#2", "d.txt"))
    review = Review(COLUMNS[:3], tuple({"a": a, "b": b, "decision": "copied"} for a, b in rows))
    matched = match_review(review, plans, pairs)
    assert list(matched.pairs) == [frozenset(("a.txt#1", "b.txt#1"))]
    assert (matched.gone, matched.unknown) == ((), ("d.txt", "a.txt#2"))


def test_rows_that_contradict_each_other_are_said() -> None:
    plans, pairs = compared(TEXTS)
    rows = [
        ("a.txt", "b.txt", ""),
        ("a.txt", "b.txt", "copied"),
        ("b.txt", "a.txt", "抄袭"),
        ("b.txt", "a.txt", "合理"),
    ]
    review = Review(COLUMNS[:3], tuple({"a": a, "b": b, "decision": decision} for a, b, decision in rows))
    matched = match_review(review, plans, pairs)
    assert [own.decision for own in matched.pairs.values()] == ["copied"]
    assert matched.contradicting == review.rows[3:]


def test_nothing_that_a_spreadsheet_would_run() -> None:
    plans, pairs = compared({"=1+2.txt": TEXTS["a.txt"], "-.txt": TEXTS["b.txt"]})
    review = add_pairs(Review(), plans, pairs)
    assert {review.rows[0]["a"][0], review.rows[0]["b"][0]} == {"'"}
    assert match_review(review, plans, pairs).gone == ()
    assert add_pairs(review, plans, pairs) == review


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("x,y\n1,2\n", "no column a, b, decision in its first line"),
        ("a,b,decision\n1,2,maybe\n", "line 2: maybe is no decision; there are copied, legitimate, unclear"),
        ("a,b,decision\n1,2,copied,3\n", "line 2 has more cells"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "review.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(ReviewError, match=reason):
        read_review(path)
    with pytest.raises(ReviewError, match="No such file"):
        read_review(tmp_path / "nowhere.csv")
    with pytest.raises(OutputError):
        write_review(tmp_path / "nowhere" / "review.csv", Review())


def test_two_files_are_joined() -> None:
    one = Review(("a", "b", "decision"), ({"a": "1", "b": "2", "decision": "copied"},))
    other = Review((*one.columns, "note"), (*one.rows, {"a": "3", "b": "4", "decision": "", "note": "x"}))
    assert join_reviews(one, other) == Review(("a", "b", "decision", "note"), other.rows)


def test_on_the_command_line(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    use_language("en")
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, "utf-8")
    plans, review = [str(tmp_path / name) for name in TEXTS], str(tmp_path / "review.csv")
    assert run(["duplicates", *plans, "--write-review", review]) == 0
    assert b"3 pairs added" in capsysbinary.readouterr().err
    write_review(review, decided(read_review(review), ab="copied"))
    before = Path(review).read_bytes()
    assert run(["duplicates", *plans, "--review", review, "--format", "json"]) == 0
    document = json.loads(capsysbinary.readouterr().out)
    jsonschema.validate(document, schema("duplicates"))
    found = {pair["a"][0] + pair["b"][0]: pair["review"] for pair in document["pairs"]}
    assert found["ab"] == {"decision": "copied", "note": "注：copied", "changed": False}
    assert found["bc"] == {"decision": None, "note": "", "changed": False}
    assert run(["duplicates", *plans, "--review", review]) == 0
    assert "copied" in capsysbinary.readouterr().out.decode()
    assert run(["duplicates", *plans[1:], "--write-review", review, "--format", "csv", "--table", "pairs"]) == 0
    done = capsysbinary.readouterr()
    assert "a.txt#1 and b.txt#1 are no pair any more" in done.err.decode()
    assert "1 row without a decision" in done.err.decode()
    assert done.out.decode("utf-8-sig").splitlines()[0].endswith(",decision,note,source_evidence,a_title,b_title")
    assert Path(review).read_bytes() == before
    rows = read_review(review)
    write_review(review, rows._replace(rows=(*rows.rows, {**rows.rows[0], "decision": "unclear"})))
    assert run(["duplicates", *plans, "--review", review]) == 0
    assert "a.txt#1 and b.txt#1 have another decision in a row before" in capsysbinary.readouterr().err.decode()
