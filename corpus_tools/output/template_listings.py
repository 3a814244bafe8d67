"""The listings on what copies have in common: families and their slots, what plans fill in, where items have gone."""

from collections.abc import Iterator, Mapping, Sequence

from corpus_tools.corpus.result_rows import node_pair_rows
from corpus_tools.output.listings import Cell, Listing, Share
from corpus_tools.output.messages import _
from corpus_tools.output.names import CHANGE_NAMES, FILL_NAMES, SLOT_KIND_NAMES, named, plan_title
from corpus_tools.reuse.node_pairs import PlanNodes
from corpus_tools.reuse.slots import Slot, Template
from corpus_tools.structure.plans import Plan

Templates = Mapping[str, Template]  # by the names of families


def templates_listings(
    plans: Sequence[Plan], templates: Templates, nodes: Mapping[str, Sequence[PlanNodes]]
) -> list[Listing]:
    """Return the listings of ``templates``: families, slots, fills, nodes."""
    return [
        _families_listing(plans, templates),
        _slots_listing(templates),
        _fills_listing(plans, templates),
        _nodes_listing(plans, nodes),
    ]


def _families_listing(plans: Sequence[Plan], templates: Templates) -> Listing:
    return Listing(
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
    )


def _numbered(templates: Templates) -> Iterator[tuple[str, int, Template, Slot]]:
    """Yield all slots with their families and numbers."""
    for family, template in templates.items():
        for number, slot in enumerate(template.slots, 1):
            yield family, number, template, slot


def _slots_listing(templates: Templates) -> Listing:
    return Listing(
        "slots",
        _("Slots, and what most plans fill in"),
        ("family", "slot", "kind", "start", "end", "text", "n_plans", "n_different"),
        (_("family"), _("slot"), _("kind"), _("start"), _("end"), _("text"), _("plans"), _("different")),
        [
            (
                family,
                number,
                named(slot.kind, SLOT_KIND_NAMES),
                slot.start,
                slot.end,
                template.text[slot.start : slot.end],
                len(slot.fills),
                slot.n_different,
            )
            for family, number, template, slot in _numbered(templates)
        ],
    )


def _fills_listing(plans: Sequence[Plan], templates: Templates) -> Listing:
    return Listing(
        "fills",
        _("What each plan fills in"),
        ("family", "slot", "kind", "plan_id", "start", "end", "text", "form"),
        (_("family"), _("slot"), _("kind"), _("plan"), _("start"), _("end"), _("text"), _("form")),
        [
            (
                family,
                number,
                named(slot.kind, SLOT_KIND_NAMES),
                plans[fill.plan].plan_id,
                fill.start,
                fill.end,
                fill.text,
                named(fill.form, FILL_NAMES),
            )
            for family, number, _template, slot in _numbered(templates)
            for fill in slot.fills
        ],
    )


def _nodes_listing(plans: Sequence[Plan], nodes: Mapping[str, Sequence[PlanNodes]]) -> Listing:
    return Listing(
        "nodes",
        _("Sections and items, and what they are in the other plan"),
        ("family", "a", "a_path", "b", "b_path", "score", "change"),
        (_("family"), "A", _("in A"), "B", _("in B"), _("shared"), _("change")),
        [
            (
                family,
                *(row[column] for column in ("a", "a_path", "b", "b_path")),
                Share(row["score"]),
                named(row["change"], CHANGE_NAMES),
            )
            for family, found_of in nodes.items()
            for found in found_of
            for row in node_pair_rows(plans, found)
        ],
    )


def template_listings(plans: Sequence[Plan], template: Template, nodes: Sequence[PlanNodes]) -> list[Listing]:
    """Return the listings of one family for people: fills printed alike together, and nodes that are not the same."""
    fills: list[Sequence[Cell]] = []
    for number, slot in enumerate(template.slots, 1):
        for own in slot.printed_groups:
            ids = " ".join(plans[fill.plan].plan_id for fill in own)
            filled_in = own[0].text or named(own[0].form, FILL_NAMES)
            fills.append((number, named(slot.kind, SLOT_KIND_NAMES), filled_in, len(own), ids))
    changed = [
        (row["a_path"], named(row["change"], CHANGE_NAMES), row["b_path"], Share(row["score"]), row["b"])
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
