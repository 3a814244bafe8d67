"""``corpus-tools keyness``: the words that mark a group of plans against the others."""

from typing import Any

import click

from corpus_tools.cli import options
from corpus_tools.cli.answers import answers_of
from corpus_tools.cli.inputs import ReadOptions, find_inputs, load
from corpus_tools.cli.outputs import tell, word_copies, write_listings
from corpus_tools.output.messages import _, format_count
from corpus_tools.output.word_documents import keyness_document
from corpus_tools.output.word_listings import keyness_listings
from corpus_tools.words.keyness import ORDERS, Order, choose_contrasts, find_keywords
from corpus_tools.words.lists import StopWords


@click.command(
    help=_(
        "List the words that mark one group of plans at PATH... against others.\n\n"
        "With --by, each value of a column is a group, against all other values. With --target, the plans that match "
        "a pattern are, against --reference or all others; together with --by, patterns match values of the column."
    ),
    epilog=_("Example: corpus-tools keyness plans/ --meta schools.csv --by year --target '202?'"),
)
@options.paths
@options.reading
@options.by
@click.option("--target", metavar="PATTERN", help=_("Ids or paths of plans; * stands for any characters."))
@click.option("--reference", metavar="PATTERN", help=_("What the target is held against, and it against the target."))
@options.meta
@options.choice("--order", ORDERS, _("The highest first: lower bound of the log ratio, G2, log ratio, G2 of plans."))
@options.number("-n n_terms", _("Most terms of a group."), default=20)
@options.number(
    "--alpha",
    _("Highest p of a term, corrected for all terms; 1 lists every term that is commoner in the group."),
    default=0.05,
)
@options.number("--fewest", _("Fewest occurrences in both groups."), default=3)
@options.number("--shortest", _("Fewest characters of a term."), default=2)
@options.user_dictionary
@options.stop_words
@options.count_copies
@options.listing("terms", "groups")
def command(
    paths: tuple[str, ...],
    reading: ReadOptions,
    by: str | None,
    target: str | None,
    reference: str | None,
    meta: str | None,
    order: Order,
    n_terms: int,
    alpha: float,
    fewest: int,
    shortest: int,
    user_dictionary: str | None,
    stop_words: str | None,
    count_copies: bool,
    format_: str,
    table: str | None,
    output: str,
) -> int:
    """Run the command and return its exit code."""
    stops = StopWords.open(stop_words)
    inputs = find_inputs(paths, reading)
    dictionary = inputs.dictionary(user_dictionary)
    loaded = load(inputs)
    plans, answers = loaded.plans, answers_of(loaded)
    names = [(plan.plan_id, plan.source.path) for plan in plans]
    values = inputs.groups(meta, plans, by)
    contrasts = choose_contrasts(names, values, target, reference)
    family_numbers = None if count_copies else answers.family_numbers()
    counts = answers.word_counts(dictionary)
    tested: dict[str, Any] = {"order": order, "alpha": alpha, "fewest": fewest, "shortest": shortest}
    groups = [find_keywords(counts, contrast, family_numbers, stop_words=stops, **tested) for contrast in contrasts]
    groups = [group._replace(keywords=group.keywords[:n_terms]) for group in groups]
    used: dict[str, object] = {
        "by": by,
        "target": target,
        "reference": reference,
        "n_terms": n_terms,
        "count_copies": count_copies,
    }
    used |= tested | {"user_dictionary": dictionary.digest, "stop_words": stops.digest}
    summary = format_count("{n} plan", "{n} plans", len(plans)) + _("; ")
    summary += format_count("{n} group", "{n} groups", len(groups))
    if family_numbers:
        summary += _("; ") + word_copies(family_numbers)
    write_listings(format_, table, output, keyness_listings(groups), keyness_document(groups, used), summary)
    if not any(group.keywords for group in groups):
        none = _("no term is key at --alpha {alpha}; --alpha 1 lists all that are commoner")
        tell(none.format(alpha=alpha) if alpha < 1 else _("no term is commoner in a group"))
    return loaded.exit_code()
