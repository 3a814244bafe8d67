"""``corpus-tools templates``: what the copies of one plan have in common, and what each of them fills in."""

import click

from corpus_tools.cli import options
from corpus_tools.cli.answers import answers_of
from corpus_tools.cli.inputs import ReadOptions, find_inputs, load
from corpus_tools.cli.outputs import tell, write_listings
from corpus_tools.corpus.result_rows import family_name
from corpus_tools.errors import NoSuchFamilyError
from corpus_tools.output.messages import _, format_count
from corpus_tools.output.reuse_documents import templates_document
from corpus_tools.output.template_listings import template_listings, templates_listings
from corpus_tools.reuse.results import Reuse
from corpus_tools.reuse.slots import Template, format_consensus
from corpus_tools.reuse.stars import MOST_ALIGNED
from corpus_tools.reuse.templates import SLOT_SHARE


@click.command(
    help=_(
        "Find families of copies among the plans at PATH..., what the plans of each have in common, and what each of "
        "them fills in: years, schools, names, numbers. With --family, the common text, and where its sections are."
    ),
    epilog=_("Example: corpus-tools templates plans/ --family F1"),
)
@options.paths
@options.reading
@click.option("--family", metavar="NAME", help=_("Only this family, with its common text: F1, F2 ..."))
@options.number("--share", _("Which share of the plans differs at a slot."), default=SLOT_SHARE)
@options.listing("families", "slots", "fills", "nodes")
def command(
    paths: tuple[str, ...],
    reading: ReadOptions,
    family: str | None,
    share: float,
    format_: str,
    table: str | None,
    output: str,
) -> int:
    """Run the command and return its exit code."""
    loaded = load(find_inputs(paths, reading))
    plans, answers = loaded.plans, answers_of(loaded)
    reuse = answers.reuse(answers.usual_thresholds)
    wanted = {name: index for name, index in _names(reuse).items() if family in (None, name)}
    if family and not wanted:
        raise NoSuchFamilyError(family=family, families=", ".join(_names(reuse)) or "-")
    found = dict(zip(wanted, answers.templates(reuse, wanted.values(), share), strict=True))
    templates = {name: template for name, (template, _nodes) in found.items()}
    nodes = {name: own for name, (_template, own) in found.items()}
    listings = templates_listings(plans, templates, nodes)
    summary = _summary(len(plans), templates)
    if table is None and format_ == "text":
        if family:
            listings = template_listings(plans, templates[family], nodes[family])
            summary += f"\n\n{format_consensus(templates[family].text, templates[family].slots).strip()}"
        else:
            listings = listings[:1]
    write_listings(format_, table, output, listings, templates_document(plans, templates, nodes), summary)
    n_left = sum(template.n_left for template in templates.values())
    if n_left:
        told = format_count("{n} plan was not aligned", "{n} plans were not aligned", n_left)
        tell(_("; ").join((told, _("at most {n} different plans of a family are").format(n=MOST_ALIGNED))))
    return loaded.exit_code()


def _names(reuse: Reuse) -> dict[str, int]:
    return {name: index for index in range(len(reuse.families)) if (name := family_name(index))}


def _summary(n_plans: int, templates: dict[str, Template]) -> str:
    n_slots = sum(len(template.slots) for template in templates.values())
    return _("; ").join(
        (
            format_count("{n} plan", "{n} plans", n_plans),
            format_count("{n} family of copies", "{n} families of copies", len(templates)),
            format_count("{n} slot", "{n} slots", n_slots),
        )
    )
