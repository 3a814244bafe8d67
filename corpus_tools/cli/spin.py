"""``corpus-tools spin``: the words that spinners swapped, and plans that look spun, their source known or not."""

import click

from corpus_tools.cli import options
from corpus_tools.cli.answers import answers_of
from corpus_tools.cli.inputs import ReadOptions, find_inputs, load
from corpus_tools.cli.outputs import write_listings
from corpus_tools.output.messages import _, format_count
from corpus_tools.output.reuse_documents import spin_document
from corpus_tools.output.reuse_listings import spin_listings


@click.command(
    help=_(
        "List the words swapped in spun copies at PATH..., and the plans that look spun, also where their source is not"
        " at hand: grouped by the words that show it, with every place."
    ),
    epilog=_("Example: corpus-tools spin plans/ --table evidence"),
)
@options.paths
@options.reading
@options.listing("suspected", "lexicons", "evidence", "substitutions", "plans")
def command(paths: tuple[str, ...], reading: ReadOptions, format_: str, table: str | None, output: str) -> int:
    """Run the command and return its exit code."""
    loaded = load(find_inputs(paths, reading))
    plans, answers = loaded.plans, answers_of(loaded)
    reuse = answers.reuse(answers.usual_thresholds, spin=True)
    listings = spin_listings(plans, reuse)
    if table is None and format_ == "text":  # the scores of all plans: on request
        listings = [listing for listing in listings if listing.name != "plans"]
    suspected = [own.spin.lexicon for own in reuse.plans if own.spin.suspected]
    n_suspected, n_lexicons = len(suspected), len(set(suspected))
    summary = _("; ").join(
        (
            format_count("{n} plan", "{n} plans", len(plans)),
            format_count("{n} plan looks spun", "{n} plans look spun", n_suspected),
            format_count("{n} lexicon", "{n} lexicons", n_lexicons),
            _("a plan not listed is not cleared"),
        )
    )
    write_listings(format_, table, output, listings, spin_document(plans, reuse), summary)
    return loaded.exit_code()
