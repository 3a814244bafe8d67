"""``corpus-tools frequencies``: how often plans, or groups of them, have each word."""

import click

from corpus_tools.cli import options
from corpus_tools.cli.answers import answers_of
from corpus_tools.cli.inputs import ReadOptions, find_inputs, load
from corpus_tools.cli.outputs import word_copies, write_listings
from corpus_tools.output.messages import _, format_count
from corpus_tools.output.word_documents import frequencies_document
from corpus_tools.output.word_listings import frequencies_listings
from corpus_tools.words.frequencies import count_groups
from corpus_tools.words.lists import StopWords

_FIRST = 50  # of a group, as people look at; programs have all


@click.command(
    help=_(
        "List the words of the plans at PATH..., how often they stand there, in how many plans and how evenly; with "
        "--by, of each group of plans."
    ),
    epilog=_("Example: corpus-tools frequencies plans/ --shortest 2 --format csv -o words.csv"),
)
@options.paths
@options.reading
@options.by
@options.meta
@options.number("-n n_terms", _("Most words of a group; else 50 in text, all in JSON and CSV."))
@options.number("--fewest", _("Fewest occurrences in the group."), default=1)
@options.number("--shortest", _("Fewest characters of a word."), default=1)
@options.user_dictionary
@options.stop_words
@options.count_copies
@options.listing("words", "groups")
def command(
    paths: tuple[str, ...],
    reading: ReadOptions,
    by: str | None,
    meta: str | None,
    n_terms: int | None,
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
    values = inputs.groups(meta, plans, by)
    family_numbers = None if count_copies else answers.family_numbers()
    counts = answers.word_counts(dictionary)
    groups = count_groups(counts, values, family_numbers, fewest=fewest, shortest=shortest, stop_words=stops)
    most = n_terms or (_FIRST if format_ == "text" else None)
    groups = [group._replace(terms=group.terms[:most]) for group in groups]
    used: dict[str, object] = {"by": by, "n_terms": n_terms, "fewest": fewest, "shortest": shortest}
    used |= {"count_copies": count_copies, "user_dictionary": dictionary.digest, "stop_words": stops.digest}
    summary = format_count("{n} plan", "{n} plans", len(plans)) + _("; ")
    n_words = sum(group.n_words for group in groups)
    summary += format_count("{n} word", "{n} words", n_words)
    if family_numbers:
        summary += _("; ") + word_copies(family_numbers)
    listings = frequencies_listings(groups)
    write_listings(format_, table, output, listings, frequencies_document(groups, used), summary)
    return loaded.exit_code()
