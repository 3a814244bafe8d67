"""The listings of each command: which columns and rows a result shows to people."""

from collections.abc import Mapping, Sequence

from corpus_tools.corpus.rows import family_name, node_pair_rows
from corpus_tools.output.listings import Cell, Listing, Name, Share
from corpus_tools.output.messages import _
from corpus_tools.reuse.node_pairs import Change, PlanNodes
from corpus_tools.reuse.templates import Fill, Slot, Template
from corpus_tools.reuse.verdicts import Pair, Reuse
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.clusters import Clustering
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.coding import Code, PlanThemes
from corpus_tools.themes.comparison import GroupThemes


def verdict_name(verdict: str) -> str:
    """Return a verdict as people read it."""
    names = {
        "exact": _("exact"),
        "spun": _("spun"),
        "near": _("near"),
        "partial": _("partial"),
        "boilerplate": _("boilerplate"),
    }
    return names[verdict]


def plan_title(plan: Plan) -> Name:
    """Return the title of a plan, or that it prints none."""
    return Name(plan.title_text or None, plan.title_text or _("(no title)"))


_PAIR_COLUMNS = (
    "a",
    "b",
    "verdict",
    "jaccard",
    "containment_a",
    "containment_b",
    "longest_passage",
    "source",
    "source_confidence",
)


def _pair_headings() -> tuple[str, ...]:
    shares = _("Jaccard"), _("A in B"), _("B in A"), _("longest passage")
    return ("A", "B", _("verdict"), *shares, _("source"), _("confidence"))


def _pair_row(plans: Sequence[Plan], pair: Pair) -> Sequence[Cell]:
    return (
        plans[pair.score.a].plan_id,
        plans[pair.score.b].plan_id,
        Name(pair.verdict, verdict_name(pair.verdict)),
        pair.score.jaccard,
        Share(pair.score.containment_a),
        Share(pair.score.containment_b),
        max((passage.n_matched for passage in pair.passages), default=0),
        _source(plans, pair),
        None if pair.source is None else Share(pair.direction.confidence),
    )


def _source(plans: Sequence[Plan], pair: Pair) -> Name:
    """Return which side of a pair the other was copied from."""
    sides = {None: "-", pair.score.a: "A", pair.score.b: "B"}
    return Name(None if pair.source is None else plans[pair.source].plan_id, sides[pair.source])


def duplicates_listings(plans: Sequence[Plan], reuse: Reuse) -> list[Listing]:
    """Return the listings of ``duplicates``: families, pairs, substitutions, plans, boilerplate.

    Pairs that share boilerplate only are many and say little: they have a listing of their own.
    """
    families: list[Sequence[Cell]] = [
        (
            family_name(index),
            "*" if member == family.representative else "",
            plans[member].plan_id,
            plan_title(plans[member]),
            Share(reuse.plans[member].copied_share),
        )
        for index, family in enumerate(reuse.families)
        for member in family.members
    ]
    pairs = [_pair_row(plans, pair) for pair in reuse.pairs if pair.verdict != "boilerplate"]
    shares: list[Sequence[Cell]] = [
        (
            plan.plan_id,
            plan_title(plan),
            family_name(own.family),
            Share(own.copied_share),
            Share(own.boilerplate_share),
        )
        for plan, own in zip(plans, reuse.plans, strict=True)
    ]
    return [
        Listing(
            "families",
            _("Families of copies (* represents its family)"),
            ("family", "representative", "plan_id", "title", "copied_share"),
            (_("family"), "*", _("plan"), _("title"), _("shared")),
            families,
        ),
        Listing(
            "pairs",
            _("Pairs that share text"),
            _PAIR_COLUMNS,
            _pair_headings(),
            pairs,
        ),
        Listing(
            "boilerplate-pairs",
            _("Pairs that share boilerplate only"),
            _PAIR_COLUMNS,
            _pair_headings(),
            [_pair_row(plans, pair) for pair in reuse.pairs if pair.verdict == "boilerplate"],
        ),
        Listing(
            "substitutions",
            _("Words swapped in spun copies"),
            ("original", "replacement", "n_pairs", "n_places"),
            (_("original"), _("replacement"), _("pairs"), _("places")),
            [(s.original, s.replacement, s.n_pairs, s.n_places) for s in reuse.substitutions],
        ),
        Listing(
            "plans",
            _("Plans"),
            ("plan_id", "title", "family", "copied_share", "boilerplate_share"),
            (_("plan"), _("title"), _("family"), _("shared"), _("boilerplate")),
            shares,
        ),
        Listing(
            "boilerplate",
            _("Clauses that many families share"),
            ("text", "n_plans", "n_families"),
            (_("clause"), _("plans"), _("families")),
            [(clause.text, clause.n_plans, clause.n_families) for clause in reuse.boilerplate],
        ),
    ]


def _slot_name(slot: Slot) -> Name:
    names = {
        "year": _("year"),
        "month": _("month"),
        "date": _("date"),
        "school": _("school"),
        "organisation": _("organisation"),
        "place": _("place"),
        "person": _("person"),
        "number": _("number"),
        "other": _("other words"),
        "optional": _("optional"),
    }
    return Name(slot.kind, names[slot.kind])


def _change_name(change: Change) -> Name:
    names = {
        "same": _("same place"),
        "renumbered": _("renumbered"),
        "moved": _("moved"),
        "merged": _("merged"),
        "split": _("split"),
        "replaced": _("replaced"),
        "dropped": _("dropped"),
        "added": _("added"),
    }
    return Name(change, names[change])


def templates_listings(
    plans: Sequence[Plan], templates: Mapping[str, Template], nodes: Mapping[str, Sequence[PlanNodes]]
) -> list[Listing]:
    """Return the listings of ``templates``: families, slots, fills, nodes; by the names of families."""
    slots = [(family, n, t, slot) for family, t in templates.items() for n, slot in enumerate(t.slots, 1)]
    return [
        Listing(
            "families",
            _("Families of copies and their templates"),
            ("family", "n_plans", "n_left", "n_slots", "representative", "title"),
            (_("family"), _("plans"), _("not aligned"), _("slots"), _("representative"), _("title")),
            [
                (
                    family,
                    len(template.members),
                    template.n_left,
                    len(template.slots),
                    plans[template.representative].plan_id,
                    plan_title(plans[template.representative]),
                )
                for family, template in templates.items()
            ],
        ),
        Listing(
            "slots",
            _("Slots, and what most plans fill in"),
            ("family", "slot", "kind", "start", "end", "text", "n_plans", "n_different"),
            (_("family"), _("slot"), _("kind"), _("start"), _("end"), _("text"), _("plans"), _("different")),
            [
                (
                    family,
                    number,
                    _slot_name(slot),
                    slot.start,
                    slot.end,
                    template.text[slot.start : slot.end],
                    len(slot.fills),
                    slot.n_different,
                )
                for family, number, template, slot in slots
            ],
        ),
        Listing(
            "fills",
            _("What each plan fills in"),
            ("family", "slot", "kind", "plan_id", "start", "end", "text", "form"),
            (_("family"), _("slot"), _("kind"), _("plan"), _("start"), _("end"), _("text"), _("form")),
            [
                (family, number, _slot_name(slot), plans[fill.plan].plan_id, fill.start, fill.end, *_filled_in(fill))
                for family, number, _template, slot in slots
                for fill in slot.fills
            ],
        ),
        Listing(
            "nodes",
            _("Sections and items, and what they are in the other plan"),
            ("family", "a", "a_path", "b", "b_path", "score", "change"),
            (_("family"), "A", _("in A"), "B", _("in B"), _("shared"), _("change")),
            [
                (
                    family,
                    row["a"],
                    row["a_path"],
                    row["b"],
                    row["b_path"],
                    Share(row["score"]),
                    _change_name(row["change"]),
                )
                for family, found_of in nodes.items()
                for found in found_of
                for row in node_pair_rows(plans, found)
            ],
        ),
    ]


def template_listings(plans: Sequence[Plan], template: Template, nodes: Sequence[PlanNodes]) -> list[Listing]:
    """Return the listings of one family for people: equal fills together, and the nodes that are not the same."""
    fills: list[Sequence[Cell]] = []
    for number, slot in enumerate(template.slots, 1):
        for own in slot.groups:
            ids = " ".join(plans[fill.plan].plan_id for fill in own)
            text, form = _filled_in(own[0])
            fills.append((number, _slot_name(slot), text or form, len(own), ids))
    changed = [
        (row["a_path"], _change_name(row["change"]), row["b_path"], Share(row["score"]), row["b"])
        for found in nodes
        for row in node_pair_rows(plans, found)
        if row["change"] != "same"
    ]
    a = plans[template.representative].plan_id
    return [
        Listing(
            "fills",
            _("What the plans fill in"),
            ("slot", "kind", "text", "n_plans", "plans"),
            (_("slot"), _("kind"), _("text"), _("plans"), _("which")),
            fills,
        ),
        Listing(
            "nodes",
            _("Sections and items of {plan} that stand elsewhere in other plans").format(plan=a),
            ("a_path", "change", "b_path", "score", "b"),
            (_("here"), _("change"), _("there"), _("shared"), _("plan")),
            changed,
        ),
    ]


def _filled_in(fill: Fill) -> tuple[Cell, Cell]:
    forms = {"filled": _("filled in"), "masked": _("mask"), "empty": _("left out")}
    return fill.text, Name(fill.form, forms[fill.form])


def themes_listings(
    plans: Sequence[Plan],
    codebook: Codebook,
    codes: Sequence[Code],
    measures: Sequence[PlanThemes],
    terms: Sequence[Sequence[tuple[str, float]]],
    groups: Sequence[GroupThemes],
) -> list[Listing]:
    """Return the listings of ``themes``: shares, terms, clauses, groups."""
    themes = codebook.themes
    return [
        Listing(
            "shares",
            _("Clauses of each theme, as a share of the characters of all clauses of a plan ({name} {version})").format(
                name=codebook.name, version=codebook.version
            ),
            ("plan_id", "title", *themes),
            (_("plan"), _("title"), *themes),
            [
                (plan.plan_id, plan_title(plan), *(Share(measure.shares[theme]) for theme in themes))
                for plan, measure in zip(plans, measures, strict=True)
            ],
        ),
        Listing(
            "terms",
            _("Terms that mark a plan among the others (TF-IDF)"),
            ("plan_id", "terms"),
            (_("plan"), _("terms")),
            [(plan.plan_id, " ".join(term for term, _weight in own)) for plan, own in zip(plans, terms, strict=True)],
        ),
        Listing(
            "clauses",
            _("Clauses with a theme"),
            ("plan_id", "theme", "start", "end", "text"),
            (_("plan"), _("theme"), _("start"), _("end"), _("clause")),
            [
                (
                    plans[code.plan].plan_id,
                    code.theme,
                    code.clause.start,
                    code.clause.end,
                    plans[code.plan].text[code.clause.start : code.clause.end],
                )
                for code in codes
            ],
        ),
        Listing(
            "groups",
            _("Mean share of each theme in groups of plans"),
            ("value", "n_plans", *themes),
            (_("group"), _("plans"), *themes),
            [(group.value, group.n_plans, *(Share(group.shares[theme]) for theme in themes)) for group in groups],
        ),
    ]


def clusters_listings(clustering: Clustering) -> list[Listing]:
    """Return the listings of ``clusters``: groups, members."""
    return [
        Listing(
            "clusters",
            _("Groups"),
            ("cluster", "n_members", "stability", "terms"),
            (_("group"), _("members"), _("stability"), _("terms")),
            [
                (number, cluster.n_members, cluster.stability, " ".join(term for term, _weight in cluster.terms))
                for number, cluster in enumerate(clustering.clusters, 1)
            ],
        ),
        Listing(
            "members",
            _("Members of the groups, the surest first"),
            ("cluster", "weight", "plan_id", "text"),
            (_("group"), _("weight"), _("plan"), _("text")),
            [
                (member.cluster + 1, member.weight, member.unit.plan_id, member.unit.label)
                for member in sorted(clustering.members, key=lambda member: (member.cluster, -member.weight))
            ],
        ),
    ]
