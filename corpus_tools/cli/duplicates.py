"""``corpus-tools duplicates``: which plans are copies, and what they share."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from corpus_tools.cli import options
from corpus_tools.cli.answers import answers_of
from corpus_tools.cli.inputs import ReadOptions, find_inputs, load
from corpus_tools.cli.outputs import tell, write_listings
from corpus_tools.corpus.review import (
    NOT_REVIEWED,
    Matched,
    Review,
    add_pairs,
    join_reviews,
    match_review,
    read_review,
    write_review,
)
from corpus_tools.output.messages import _, format_count
from corpus_tools.output.names import DECISION_NAMES
from corpus_tools.output.reuse_documents import duplicates_document
from corpus_tools.output.reuse_listings import duplicates_listings
from corpus_tools.reuse.results import Reuse, Thresholds
from corpus_tools.structure.plans import Plan

_ON_REQUEST = ("boilerplate-pairs", "shares", "quotations")  # they can be very long


@click.command(
    help=_(
        "Compare all plans at PATH... and list families of copies, pairs with shared text, swapped words, boilerplate."
    ),
    epilog=_("Example: corpus-tools duplicates plans/ --format json -o copies.json"),
)
@options.paths
@options.reading
@options.reference
@options.number("--near", _("Lowest Jaccard of a copy."), default=Thresholds().near, callback=options.if_given)
@options.boilerplate
@options.review
@click.option(
    "--write-review",
    "written",
    metavar="FILE",
    help=_("Add to this review file the pairs that it has no row for; its other rows stay as they are."),
)
@options.listing("families", "sources", "pairs", "substitutions", "plans", "boilerplate", *_ON_REQUEST)
def command(
    paths: tuple[str, ...],
    reading: ReadOptions,
    reference: tuple[str, ...],
    near: float | None,
    boilerplate_families: int | None,
    review: str | None,
    written: str | None,
    format_: str,
    table: str | None,
    output: str,
) -> int:
    """Run the command and return its exit code."""
    loaded = load(find_inputs(paths, reading), reference)
    plans, answers = loaded.plans, answers_of(loaded)
    thresholds = answers.thresholds(near=near, boilerplate_families=boilerplate_families)
    reuse = answers.reuse(thresholds, spin=format_ == "json")  # the other formats show nothing of spin
    matched = _review(plans, reuse, review, written)
    document = duplicates_document(plans, reuse, matched or NOT_REVIEWED)
    listings = duplicates_listings(plans, reuse, matched)
    if table is None and format_ == "text":
        listings = [listing for listing in listings if listing.name not in _ON_REQUEST]
    write_listings(format_, table, output, listings, document, _summary(plans, reuse))
    if reuse.uncompared.n_huge_buckets:
        tell(_left(reuse))
    return loaded.exit_code()


def _review(plans: Sequence[Plan], reuse: Reuse, given: str | None, written: str | None) -> Matched | None:
    """Return what review files say of the pairs, and write the pairs that have no row yet to one of them."""
    if not given and not written:
        return None
    review = read_review(written) if written and Path(written).exists() else Review()
    review = join_reviews(review, read_review(given)) if given and given != written else review
    matched = match_review(review, plans, reuse.pairs)
    _tell_rows(matched)
    _tell_decisions(matched)
    if written:
        listed = [pair for pair in reuse.pairs if pair.verdict != "boilerplate"]
        completed = add_pairs(review, plans, listed)
        write_review(written, completed)
        n_new = len(completed.rows) - len(review.rows)
        tell(f"{written}: " + format_count("{n} pair added", "{n} pairs added", n_new))
    return matched


def _tell_rows(matched: Matched) -> None:
    """Say on standard error which rows of a review say nothing of the pairs of today, or not what others say."""
    for name in matched.unknown:
        tell(_("{name}: no such plan here; its rows stay in the review file").format(name=name))
    for row in matched.contradicting:
        message = _("{a} and {b} have another decision in a row before the one with {decision}; the first holds")
        tell(message.format(a=row["a"], b=row["b"], decision=row["decision"]))
    decided = [row for row in matched.gone if row["decision"] or row.get("note")]
    for row in decided:
        message = _("{a} and {b} are no pair any more; the row with the decision {decision} stays in the review file")
        tell(message.format(a=row["a"], b=row["b"], decision=row["decision"] or "-"))
    if n_left := len(matched.gone) - len(decided):
        tell(
            format_count(
                "{n} row without a decision is about no pair any more; it stays in the review file",
                "{n} rows without a decision are about no pair any more; they stay in the review file",
                n_left,
            )
        )


def _tell_decisions(matched: Matched) -> None:
    """Say on standard error how many of the pairs of today are decided, and how."""
    n_of = Counter(reviewed.decision for reviewed in matched.pairs.values() if reviewed.decision)
    if not n_of:
        return
    told = format_count("{n} pair decided", "{n} pairs decided", n_of.total())
    tell("; ".join([told, *(f"{_(name)} {n_of[kind]}" for kind, name in DECISION_NAMES.items() if n_of[kind])]))


def _left(reuse: Reuse) -> str:
    n, n_unpaired = reuse.uncompared.n_huge_buckets, reuse.uncompared.n_unpaired_plans
    told = format_count(
        "{n} set of more than 64 plans that are much alike: of each family in it, pairs with one member are listed",
        "{n} sets of more than 64 plans that are much alike: of each family in them, pairs with one member are listed",
        n,
    )
    left = format_count(
        "{n} plan was compared with few of them", "{n} plans were compared with few of them", n_unpaired
    )
    return _("; ").join((told, left) if n_unpaired else (told,))


def _summary(plans: Sequence[Plan], reuse: Reuse) -> str:
    n_sources = len({plan.source.path for plan in plans})
    n_of = Counter(pair.verdict for pair in reuse.pairs)
    n_same, n_spun, n_partial = n_of["exact"] + n_of["near"], n_of["spun"], n_of["partial"]
    n_by = Counter(pair.relation for pair in reuse.pairs if pair.verdict != "boilerplate")
    n_families, n_clauses = len(reuse.families), len(reuse.boilerplate)
    n_quoting = len({quotation.plan for quotation in reuse.quotations})
    quoting = format_count("{n} plan with quotation", "{n} plans with quotation", n_quoting)
    return _("; ").join(
        (
            format_count("{n} plan", "{n} plans", len(plans)),
            format_count("{n} file", "{n} files", n_sources),
            format_count("{n} family of copies", "{n} families of copies", n_families),
            format_count("{n} exact or near pair", "{n} exact or near pairs", n_same),
            format_count("{n} spun pair", "{n} spun pairs", n_spun),
            format_count("{n} pair copied in part", "{n} pairs copied in part", n_partial),
            format_count("{n} of these between schools", "{n} of these between schools", n_by["other_school"]),
            *([_("{n} of unknown schools").format(n=n_by["unknown"])] if n_by["unknown"] else []),
            format_count("{n} boilerplate clause", "{n} boilerplate clauses", n_clauses),
            *([quoting] if n_quoting else []),
        )
    )
