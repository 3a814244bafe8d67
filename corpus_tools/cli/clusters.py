"""``corpus-tools clusters``: groups of plans or clauses with their words and their stability."""

from typing import get_args

import click

from corpus_tools.cli import options
from corpus_tools.cli.answers import answers_of
from corpus_tools.cli.inputs import ReadOptions, find_inputs, load
from corpus_tools.cli.outputs import tell, word_copies, write_listings
from corpus_tools.output.messages import _, format_count
from corpus_tools.output.theme_documents import clusters_document
from corpus_tools.output.theme_listings import clusters_listings
from corpus_tools.themes.clusters import SHORTEST_CLAUSE, STABLE_CLUSTERING, ClusterOptions, Method, UnitKind
from corpus_tools.words.lists import StopWords
from corpus_tools.words.terms import Features


@click.command(
    help=_("Group the plans at PATH... (or their clauses) by their words; a family of copies counts once."),
    epilog=_("Example: corpus-tools clusters plans/ -n 6 --units clauses"),
)
@options.paths
@options.reading
@options.number("-n n_clusters", _("How many groups."), default=8)
@options.choice("--units", get_args(UnitKind), _("What is grouped."))
@options.choice("--method", get_args(Method), _("How it is grouped."))
@options.choice("--features", get_args(Features), _("What it is compared by."))
@options.seed
@options.user_dictionary
@options.stop_words
@options.listing("clusters", "members")
def command(
    paths: tuple[str, ...],
    reading: ReadOptions,
    n_clusters: int,
    units: UnitKind,
    method: Method,
    features: Features,
    seed: int,
    user_dictionary: str | None,
    stop_words: str | None,
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
    family_numbers = answers.family_numbers()
    asked = ClusterOptions(n_clusters, units, method, features, dictionary, stops, seed)
    clustering = answers.clusters(family_numbers, asked)
    n_units = len(clustering.members)
    summary = format_count("{n} plan", "{n} plans", len(plans)) + _("; ")
    summary += format_count("{n} unit grouped", "{n} units grouped", n_units) + _("; ")
    if units == "clauses":
        n_clauses = sum(len(plan.clauses) for plan in plans)
        told = _("of {n} clauses, equal ones once, those under {shortest} characters left out")
        summary += told.format(n=n_clauses, shortest=SHORTEST_CLAUSE) + _("; ")
    summary += _("agreement over random starts {agreement}").format(agreement=f"{clustering.agreement:.2f}")
    if clustering.members and not clustering.is_stable:
        summary += _(" (unstable: below {threshold})").format(threshold=STABLE_CLUSTERING)
    used: dict[str, object] = {"n_clusters": n_clusters, "method": method, "features": features, "seed": seed}
    used |= {"user_dictionary": dictionary.digest, "stop_words": stops.digest}
    document = clusters_document(clustering, units, used)
    summary += _("; ") + word_copies(family_numbers)
    write_listings(format_, table, output, clusters_listings(clustering), document, summary)
    n_made = len(clustering.clusters)
    if n_made < n_clusters:
        tell(
            format_count(
                "{n} group, fewer than -n {asked}: a group needs two units that are no copies",
                "{n} groups, fewer than -n {asked}: a group needs two units that are no copies",
                n_made,
                asked=n_clusters,
            )
        )
    return loaded.exit_code()
