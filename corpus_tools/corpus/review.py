"""The review file: what a person decided on pairs, in a CSV table that outlives every new run.

Its columns are ``a, b, decision, note`` and ``a_digest, b_digest``; others are kept as they are. A new row also says
what was known of the pair when it was written, for whoever decides. A row speaks of two
plans, in either order, by their plan_id and the digest of their folded bodies: a plan that has another path or number
now is known by its digest, one that has the same plan_id and another digest has changed since. Of exact copies, which
have one digest, each stands for one plan of the review.
"""

import csv
import io
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from corpus_tools.errors import N_, OutputError, Reason, ReviewError
from corpus_tools.reading.csv_tables import read_table
from corpus_tools.reuse.bodies import folded_body
from corpus_tools.reuse.results import Pair
from corpus_tools.spreadsheets import guard, unguard
from corpus_tools.structure.plans import Plan

# What may stand in the column ``decision``, and how it may be written.
DECISIONS: Mapping[str, tuple[str, ...]] = {
    "copied": ("copied", "抄袭"),
    "legitimate": ("legitimate", "合理", "合理借鉴"),
    "unclear": ("unclear", "待定", "存疑"),
    "": ("",),
}
_NEEDED = ("a", "b", "decision")
_KNOWN = ("a_title", "b_title", "verdict", "jaccard", "relation", "source")  # to decide by; never read
COLUMNS = (*_NEEDED, "note", "a_digest", "b_digest", *_KNOWN)
_DIGEST_SIZE = 6  # bytes
_DIGEST_MARK = "x"  # or a spreadsheet takes 12345678e901 for a number


class Review(NamedTuple):
    """The rows of a review file, as they stand there."""

    columns: tuple[str, ...] = COLUMNS
    rows: tuple[Mapping[str, str], ...] = ()


class Reviewed(NamedTuple):
    """What was decided on a pair.

    Attributes
    ----------
    decision
        A key of ``DECISIONS``; empty where none was made yet.
    is_changed
        Whether one of the plans has changed since.
    """

    decision: str
    note: str
    is_changed: bool


class Matched(NamedTuple):
    """A review beside the pairs of today.

    Attributes
    ----------
    pairs
        By the plan_ids of both plans.
    gone
        Rows whose pair is not listed any more.
    unknown
        What other rows call their plans, where that is no plan_id, no path of one plan, and there is no digest.
    contradicting
        Rows whose pair has another decision in a row before them, which holds.
    """

    pairs: Mapping[frozenset[str], Reviewed]
    gone: tuple[Mapping[str, str], ...]
    unknown: tuple[str, ...] = ()
    contradicting: tuple[Mapping[str, str], ...] = ()

    def of(self, a: str, b: str) -> Reviewed | None:
        """Return what was decided on two plans, if the review has a row for them."""
        return self.pairs.get(frozenset((a, b)))


NOT_REVIEWED = Matched({}, ())


def read_review(path: str | Path) -> Review:
    """Read a review file, in any encoding that ``decode`` knows.

    Raises
    ------
    ReviewError
        When it cannot be read, has no columns a, b and decision, or a decision that is none.
    """
    table = read_table(path, ReviewError, _NEEDED, COLUMNS)
    for row in table.rows:
        if _decision(row.cells) is None:
            known = ", ".join(DECISIONS).rstrip(", ")
            none = N_("line {line}: {printed} is no decision; there are {known}")
            reason = Reason(none, line=row.line, printed=row.cells["decision"], known=known)
            raise ReviewError(path=path, reason=reason)
    return Review(table.columns, tuple(row.cells for row in table.rows))


def write_review(path: str | Path, review: Review) -> None:
    """Write a review file; until all of it is written, what was there before stays.

    Raises
    ------
    OutputError
    """
    target = Path(path)
    text = io.StringIO()
    text.write("\ufeff")  # for spreadsheets
    writer = csv.DictWriter(text, review.columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(review.rows)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as stream:
            stream.write(text.getvalue())
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise OutputError(path=path, reason=error.strerror or error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def match_review(review: Review, plans: Sequence[Plan], pairs: Iterable[Pair]) -> Matched:
    """Return the decisions on pairs, and the rows of pairs that are not there any more."""
    listed = {frozenset((plans[pair.score.a].plan_id, plans[pair.score.b].plan_id)) for pair in pairs}
    digests = _digests_of(plans)
    plans_of_row = _find_plans(review, digests)
    found: dict[frozenset[str], Reviewed] = {}
    gone, unknown, contradicting = [], [], []
    for row in review.rows:
        plan_ids, is_changed = plans_of_row(row)
        if nameless := [own.plan_id for own in _name_plans(row, digests) if not own.digest]:
            unknown += nameless
        elif plan_ids not in listed:
            gone.append(row)
        elif plan_ids not in found or not found[plan_ids].decision:
            found[plan_ids] = Reviewed(_decision(row) or "", row.get("note", ""), is_changed)
        elif _decision(row) not in ("", found[plan_ids].decision):
            contradicting.append(row)
    return Matched(found, tuple(gone), tuple(dict.fromkeys(unknown)), tuple(contradicting))


def join_reviews(review: Review, other: Review) -> Review:
    """Return a review with the rows of another that it does not have behind its own."""
    columns = (*review.columns, *(column for column in other.columns if column not in review.columns))
    own = list(review.rows)
    return Review(columns, (*own, *(row for row in other.rows if row not in own)))


def add_pairs(review: Review, plans: Sequence[Plan], pairs: Iterable[Pair]) -> Review:
    """Return a review with a row for every pair that it has none for; its own rows stay as they are."""
    digests = _digests_of(plans)
    plans_of_row = _find_plans(review, digests)
    present = {plans_of_row(row)[0] for row in review.rows}
    rows = list(review.rows)
    for pair in pairs:
        a, b = plans[pair.score.a], plans[pair.score.b]
        if frozenset((a.plan_id, b.plan_id)) not in present:
            source = "" if pair.source is None else plans[pair.source].plan_id
            ids, own_digests = (a.plan_id, b.plan_id), (digests[a.plan_id], digests[b.plan_id])
            known = (a.shown_title, b.shown_title, pair.verdict, f"{pair.score.jaccard:.3f}", pair.relation, source)
            values = map(guard, (*ids, "", "", *own_digests, *known))
            rows.append(dict(zip(COLUMNS, values, strict=True)))
    columns = (*review.columns, *(column for column in COLUMNS if column not in review.columns))
    return Review(columns, tuple(rows))


def _decision(row: Mapping[str, str]) -> str | None:
    """Return the decision of a row; None if what stands there is none."""
    printed = row["decision"].strip().lower()
    return next((decision for decision, names in DECISIONS.items() if printed in names), None)


def _digests_of(plans: Iterable[Plan]) -> dict[str, str]:
    return {plan.plan_id: _digest(folded_body(plan).text) for plan in plans}


def _digest(text: str) -> str:
    return _DIGEST_MARK + blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_SIZE).hexdigest()


class _Named(NamedTuple):
    """A plan as a row names it."""

    plan_id: str
    digest: str


def _find_plans(
    review: Review, digests: Mapping[str, str]
) -> Callable[[Mapping[str, str]], tuple[frozenset[str], bool]]:
    """Return what tells the plan_ids of today that a row speaks of, and whether one of the plans has changed."""

    def plans_of_row(row: Mapping[str, str]) -> tuple[frozenset[str], bool]:
        of_row = _name_plans(row, digests)
        is_changed = any(own not in today and own.plan_id in digests for own in of_row)
        return frozenset(today.get(own, own.plan_id) for own in of_row), is_changed

    today = _place_plans({own for row in review.rows for own in _name_plans(row, digests)}, digests)
    return plans_of_row


def _name_plans(row: Mapping[str, str], digests: Mapping[str, str]) -> list[_Named]:
    """Return the two plans of a row; where it has no digest, with that of today, if there is such a plan today."""
    named = []
    for side in ("a", "b"):
        printed = row[side].strip()
        plan_id = printed if printed in digests else unguard(printed)
        if f"{plan_id}#1" in digests and f"{plan_id}#2" not in digests:  # the path of one plan
            plan_id += "#1"
        named.append(_Named(plan_id, row.get(f"{side}_digest", "").strip() or digests.get(plan_id, "")))
    return named


def _place_plans(named: Iterable[_Named], digests: Mapping[str, str]) -> dict[_Named, str]:
    """Return the plan_id of today of each named plan whose text is still there.

    A plan that has another plan_id now is one with its digest that the review names nowhere; those whose plan_id is
    gone come first.
    """
    today = {own: own.plan_id for own in named if digests.get(own.plan_id) == own.digest}
    unnamed: dict[str, list[str]] = {}
    for plan_id in sorted(digests.keys() - today.values(), reverse=True):
        unnamed.setdefault(digests[plan_id], []).append(plan_id)
    for own in sorted(set(named) - today.keys(), key=lambda own: (own.plan_id in digests, own)):
        if left := unnamed.get(own.digest):
            today[own] = left.pop()
    return today
