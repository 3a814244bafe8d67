"""``corpus-tools concordance``: every place where plans print some words, and the words near them."""

import click

from corpus_tools.cli import options
from corpus_tools.cli.answers import answers_of
from corpus_tools.cli.inputs import ReadOptions, find_inputs, load
from corpus_tools.cli.outputs import write_listings
from corpus_tools.output.messages import _, format_count
from corpus_tools.output.word_documents import concordance_document
from corpus_tools.output.word_listings import concordance_listings
from corpus_tools.words.concordance import SORTS, Query, Sort, find_collocates, find_hits
from corpus_tools.words.lists import StopWords


@click.command(
    help=_(
        "List every place where the plans at PATH... print WORDS, with what stands around it.\n\n"
        "Width, case, blanks, the form of stops and traditional characters do not count. --table collocates lists the "
        "terms near WORDS; for those, a family of copies counts once."
    ),
    epilog=_("Example: corpus-tools concordance 校务公开 plans/ --sort right"),
)
@click.argument("words", metavar="WORDS")
@options.paths
@options.reading
@click.option("--regex", is_flag=True, help=_("WORDS is a regular expression."))
@click.option("--whole-tokens", is_flag=True, help=_("Only where WORDS begins and ends with a token."))
@options.number("--width", _("Characters on either side of a place."), default=20)
@options.choice("--sort", SORTS, _("Order of the places: of the text, or by what stands on their left or right."))
@options.number("--window", _("Terms within N words, else in the clause."), metavar="N")
@options.number("--fewest", _("How often a term must stand near."), default=3)
@options.user_dictionary
@options.stop_words
@options.count_copies
@options.listing("hits", "collocates")
def command(
    words: str,
    paths: tuple[str, ...],
    reading: ReadOptions,
    regex: bool,
    whole_tokens: bool,
    width: int,
    sort: Sort,
    window: int | None,
    fewest: int,
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
    query = Query.parse(words, regex=regex, whole_tokens=whole_tokens, dictionary=dictionary)
    loaded = load(inputs)
    plans, answers = loaded.plans, answers_of(loaded)
    hits = find_hits(plans, query, width=width, sort=sort)
    collocates = []
    n_copies = 0
    if table == "collocates" or (format_ == "json" and table is None):
        counted = answers.counted_plans(count_copies)
        n_copies = len(plans) - len(counted)
        collocates = find_collocates(
            counted, query, window=window, fewest=fewest, stop_words=stops, dictionary=dictionary
        )
    used: dict[str, object] = {
        "words": words,
        "regex": regex,
        "whole_tokens": whole_tokens,
        "width": width,
        "sort": sort,
    }
    used |= {"window": window, "fewest": fewest, "count_copies": count_copies}
    used |= {"user_dictionary": dictionary.digest, "stop_words": stops.digest}
    n_holding = len({hit.plan for hit in hits})
    summary = format_count("{n} place", "{n} places", len(hits))
    summary += _(" in {n} of {total} plans").format(n=n_holding, total=len(plans))
    if n_copies:
        left_out = format_count(
            "the terms near them without {n} copy in families",
            "the terms near them without {n} copies in families",
            n_copies,
        )
        summary += _("; ") + left_out
    listings = concordance_listings(plans, hits, collocates)
    document = concordance_document(plans, hits, collocates, used)
    write_listings(format_, table, output, listings, document, summary)
    return loaded.exit_code()
