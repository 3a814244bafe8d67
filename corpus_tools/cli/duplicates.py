"""``corpus-tools duplicates``: which plans are copies, and what they share."""

import click

from corpus_tools.cli.inputs import Inputs, listing_options, paths_argument, write_listings
from corpus_tools.output.documents import duplicates_document
from corpus_tools.output.messages import _, ngettext
from corpus_tools.output.tables import duplicates_listings
from corpus_tools.reuse.verdicts import Reuse, Thresholds, find_reuse
from corpus_tools.structure.plans import Plan


@click.command(
    help=_("Compare all plans at PATH... and list families of copies, pairs that share text, and boilerplate."),
    epilog=_("Example: corpus-tools duplicates plans/ --format json -o copies.json"),
)
@paths_argument
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
@listing_options("families", "pairs", "plans", "boilerplate")
def command(
    paths: tuple[str, ...], near: float, boilerplate_families: int, format_: str, table: str | None, output: str
) -> int:
    """Run the command and return its exit code."""
    inputs = Inputs(paths)
    plans = inputs.plans()
    reuse = find_reuse(plans, Thresholds(near=near, boilerplate_families=boilerplate_families))
    document = duplicates_document(plans, reuse)
    write_listings(format_, table, output, duplicates_listings(plans, reuse), document, _summary(plans, reuse))
    return inputs.exit_code()


def _summary(plans: list[Plan], reuse: Reuse) -> str:
    n_sources = len({plan.source.path for plan in plans})
    return "; ".join(
        (
            ngettext("{n} plan", "{n} plans", len(plans)).format(n=len(plans))
            + " "
            + ngettext("in {n} file", "in {n} files", n_sources).format(n=n_sources),
            ngettext("{n} family of copies", "{n} families of copies", len(reuse.families)).format(
                n=len(reuse.families)
            ),
            ngettext("{n} boilerplate clause", "{n} boilerplate clauses", len(reuse.boilerplate)).format(
                n=len(reuse.boilerplate)
            ),
        )
    )
