"""``corpus-tools duplicates``: which plans are copies, and what they share."""

import click

from corpus_tools.cli.inputs import (
    Inputs,
    Reading,
    listing_options,
    paths_argument,
    reading_options,
    tell,
    write_listings,
)
from corpus_tools.output.documents import duplicates_document
from corpus_tools.output.messages import _, ngettext
from corpus_tools.output.tables import duplicates_listings
from corpus_tools.reuse.verdicts import Reuse, Thresholds, find_reuse, with_spin
from corpus_tools.structure.plans import Plan


@click.command(
    help=_(
        "Compare all plans at PATH... and list families of copies, pairs with shared text, swapped words, boilerplate."
    ),
    epilog=_("Example: corpus-tools duplicates plans/ --format json -o copies.json"),
)
@paths_argument
@reading_options
@click.option(
    "--near",
    type=click.FloatRange(0, 1),
    default=Thresholds().near,
    show_default=True,
    help=_("Lowest Jaccard of a copy."),
)
@click.option(
    "--boilerplate-families",
    type=click.IntRange(2),
    default=Thresholds().boilerplate_families,
    show_default=True,
    help=_("In how many families a clause must stand to be boilerplate."),
)
@listing_options("families", "pairs", "substitutions", "plans", "boilerplate", "boilerplate-pairs")
def command(
    paths: tuple[str, ...],
    reading: Reading,
    near: float,
    boilerplate_families: int,
    format_: str,
    table: str | None,
    output: str,
) -> int:
    """Run the command and return its exit code."""
    inputs = Inputs(paths, reading)
    plans = inputs.plans()
    reuse = find_reuse(plans, Thresholds(near=near, boilerplate_families=boilerplate_families))
    if format_ == "json":  # the other formats show nothing of it
        reuse = with_spin(plans, reuse)
    document = duplicates_document(plans, reuse)
    listings = duplicates_listings(plans, reuse)
    if table is None and format_ == "text":  # they can be very many: on request
        listings = [listing for listing in listings if listing.name != "boilerplate-pairs"]
    write_listings(format_, table, output, listings, document, _summary(plans, reuse))
    if reuse.left.n_huge_buckets:
        tell(_left(reuse))
    return inputs.exit_code()


def _left(reuse: Reuse) -> str:
    n, n_unpaired = reuse.left.n_huge_buckets, reuse.left.n_unpaired_plans
    told = ngettext(
        "{n} set of more than 64 plans that are much alike: of each family in it, pairs with one member are listed",
        "{n} sets of more than 64 plans that are much alike: of each family in them, pairs with one member are listed",
        n,
    ).format(n=n)
    left = ngettext("{n} plan was compared with few of them", "{n} plans were compared with few of them", n_unpaired)
    return _("; ").join((told, left.format(n=n_unpaired)) if n_unpaired else (told,))


def _summary(plans: list[Plan], reuse: Reuse) -> str:
    n_sources = len({plan.source.path for plan in plans})
    n_partial = sum(pair.verdict == "partial" for pair in reuse.pairs)
    n_spun = sum(pair.verdict == "spun" for pair in reuse.pairs)
    n_families, n_clauses = len(reuse.families), len(reuse.boilerplate)
    return _("; ").join(
        (
            ngettext("{n} plan", "{n} plans", len(plans)).format(n=len(plans)),
            ngettext("{n} file", "{n} files", n_sources).format(n=n_sources),
            ngettext("{n} family of copies", "{n} families of copies", n_families).format(n=n_families),
            ngettext("{n} spun pair", "{n} spun pairs", n_spun).format(n=n_spun),
            ngettext("{n} pair copied in part", "{n} pairs copied in part", n_partial).format(n=n_partial),
            ngettext("{n} boilerplate clause", "{n} boilerplate clauses", n_clauses).format(n=n_clauses),
        )
    )
