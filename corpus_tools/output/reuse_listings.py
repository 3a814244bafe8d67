"""The listings on who shares text with whom: which columns and rows a result shows to people."""

from collections import Counter
from collections.abc import Mapping, Sequence

from corpus_tools.corpus.result_rows import family_name, lexicon_name, node_pair_rows
from corpus_tools.corpus.review import Matched
from corpus_tools.output.listings import Cell, Listing, Name, Share
from corpus_tools.output.messages import _
from corpus_tools.output.names import decision_name, format_words, left_out_name, plan_title, verdict_name
from corpus_tools.reuse.comparison import Comparison
from corpus_tools.reuse.node_pairs import Change, PlanNodes
from corpus_tools.reuse.shares import CopiedShare
from corpus_tools.reuse.spin import Spin, count_words
from corpus_tools.reuse.templates import Fill, Slot, Template
from corpus_tools.reuse.verdicts import Pair, Reuse
from corpus_tools.structure.plans import Plan


def _source_id(plans: Sequence[Plan], share: CopiedShare) -> str | None:
    return None if share.source is None else plans[share.source].plan_id


_CONTEXT = 10  # characters on either side of a place

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


def _review_cells(matched: Matched | None, a: str, b: str) -> Sequence[Cell]:
    if matched is None:
        return ()
    reviewed = matched.of(a, b)
    return (Name(reviewed.decision, decision_name(reviewed)), reviewed.note) if reviewed else (None, None)


def _pair_row(plans: Sequence[Plan], pair: Pair, matched: Matched | None) -> Sequence[Cell]:
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
        *_review_cells(matched, plans[pair.score.a].plan_id, plans[pair.score.b].plan_id),
    )


def _source(plans: Sequence[Plan], pair: Pair) -> Name:
    """Return which side of a pair the other was copied from."""
    sides = {None: "-", pair.score.a: "A", pair.score.b: "B"}
    return Name(None if pair.source is None else plans[pair.source].plan_id, sides[pair.source])


def duplicates_listings(plans: Sequence[Plan], reuse: Reuse, matched: Matched | None = None) -> list[Listing]:
    """Return the listings of ``duplicates``: families, pairs, substitutions, plans, boilerplate.

    Pairs that share boilerplate only are many and say little: they have a listing of their own. With a review, pairs
    have two columns more.
    """
    columns = _PAIR_COLUMNS + (("decision", "note") if matched else ())
    headings = _pair_headings() + ((_("decision"), _("note")) if matched else ())
    listed, boilerplate = (
        [_pair_row(plans, pair, matched) for pair in reuse.pairs if (pair.verdict == "boilerplate") is is_boilerplate]
        for is_boilerplate in (False, True)
    )
    return [
        _families_listing(plans, reuse),
        Listing("pairs", _("Pairs that share text"), columns, headings, listed),
        Listing("boilerplate-pairs", _("Pairs that share boilerplate only"), columns, headings, boilerplate),
        _substitutions_listing(reuse),
        _plans_listing(plans, reuse),
        _shares_listing(plans, reuse),
        _quotations_listing(plans, reuse),
        _boilerplate_listing(reuse),
    ]


def _families_listing(plans: Sequence[Plan], reuse: Reuse) -> Listing:
    rows: list[Sequence[Cell]] = [
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
    return Listing(
        "families",
        _("Families of copies (* represents its family)"),
        ("family", "representative", "plan_id", "title", "copied_share"),
        (_("family"), "*", _("plan"), _("title"), _("shared")),
        rows,
    )


def _plans_listing(plans: Sequence[Plan], reuse: Reuse) -> Listing:
    rows: list[Sequence[Cell]] = [
        (
            plan.plan_id,
            plan_title(plan),
            family_name(own.family),
            Share(own.copied_share),
            Share(own.shares[0].total),
            Share(own.shares[0].largest),
            _source_id(plans, own.shares[0]),
            Share(own.quoted_share),
            Share(own.boilerplate_share),
        )
        for plan, own in zip(plans, reuse.plans, strict=True)
    ]
    return Listing(
        "plans",
        _("Plans"),
        (
            "plan_id",
            "title",
            "family",
            "copied_share",
            "total_share",
            "largest_share",
            "largest_source",
            "quoted_share",
            "boilerplate_share",
        ),
        (
            _("plan"),
            _("title"),
            _("family"),
            _("shared"),
            _("in all"),
            _("in one"),
            _("which one"),
            _("quoted"),
            _("boilerplate"),
        ),
        rows,
    )


def _shares_listing(plans: Sequence[Plan], reuse: Reuse) -> Listing:
    return Listing(
        "shares",
        _("Text that stands in all other plans together, and in one of them"),
        ("plan_id", "left_out", "total_share", "largest_share", "largest_source"),
        (_("plan"), _("left out"), _("in all"), _("in one"), _("which one")),
        [
            (
                plan.plan_id,
                Name(share.left_out, left_out_name(share.left_out)),
                Share(share.total),
                Share(share.largest),
                _source_id(plans, share),
            )
            for plan, own in zip(plans, reuse.plans, strict=True)
            for share in own.shares
        ],
    )


def _quotations_listing(plans: Sequence[Plan], reuse: Reuse) -> Listing:
    return Listing(
        "quotations",
        _("What plans have from reference documents"),
        ("plan_id", "start", "end", "reference", "text"),
        (_("plan"), _("start"), _("end"), _("reference"), _("text")),
        [
            (plans[q.plan].plan_id, q.start, q.end, q.reference, plans[q.plan].text[q.start : q.end])
            for q in reuse.quotations
        ],
    )


def _boilerplate_listing(reuse: Reuse) -> Listing:
    return Listing(
        "boilerplate",
        _("Clauses that many families share"),
        ("text", "n_plans", "n_families"),
        (_("clause"), _("plans"), _("families")),
        [(clause.text, clause.n_plans, clause.n_families) for clause in reuse.boilerplate],
    )


def _substitutions_listing(reuse: Reuse) -> Listing:
    return Listing(
        "substitutions",
        _("Words swapped in spun copies"),
        ("original", "replacement", "n_pairs", "n_places"),
        (_("original"), _("replacement"), _("pairs"), _("places")),
        [(s.original, s.replacement, s.n_pairs, s.n_places) for s in reuse.substitutions],
    )


def spin_listings(plans: Sequence[Plan], reuse: Reuse) -> list[Listing]:
    """Return the listings of ``spin``: suspected, lexicons, evidence, substitutions, plans."""
    spins = [own.spin for own in reuse.plans]
    lexicons = sorted({spin.lexicon for spin in spins if spin.lexicon is not None})
    shown: list[tuple[int, Plan, Spin]] = sorted(
        ((spin.lexicon, plan, spin) for plan, spin in zip(plans, spins, strict=True) if spin.lexicon is not None),
        key=lambda row: row[0],
    )
    return [
        Listing(
            "suspected",
            _("Plans that look spun, by the lexicon that they share"),
            ("lexicon", "plan_id", "title", "score", "words"),
            (_("lexicon"), _("plan"), _("title"), _("score"), _("words")),
            [
                (lexicon_name(lexicon), plan.plan_id, plan_title(plan), spin.score, format_words([spin]))
                for lexicon, plan, spin in shown
            ],
        ),
        Listing(
            "lexicons",
            _("Words that stand for others in them"),
            ("lexicon", "original", "replacement", "n_plans"),
            (_("lexicon"), _("original"), _("replacement"), _("plans")),
            [
                (lexicon_name(lexicon), *words, n)
                for lexicon in lexicons
                for words, n in count_words(spin for spin in spins if spin.lexicon == lexicon)
            ],
        ),
        Listing(
            "evidence",
            _("Their places"),
            ("lexicon", "plan_id", "original", "replacement", "start", "end", "context"),
            (_("lexicon"), _("plan"), _("original"), _("replacement"), _("start"), _("end"), _("context")),
            [
                (
                    lexicon_name(lexicon),
                    plan.plan_id,
                    place.original,
                    place.replacement,
                    *place.span,
                    " ".join(plan.text[max(0, place.span.start - _CONTEXT) : place.span.end + _CONTEXT].split()),
                )
                for lexicon, plan, spin in shown
                for place in spin.evidence
            ],
        ),
        _substitutions_listing(reuse),
        Listing(
            "plans",
            _("Plans"),
            ("plan_id", "title", "score", "lexicon"),
            (_("plan"), _("title"), _("score"), _("lexicon")),
            [
                (plan.plan_id, plan_title(plan), spin.score, lexicon_name(spin.lexicon))
                for plan, spin in zip(plans, spins, strict=True)
            ],
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


def comparison_listing(comparison: Comparison) -> Listing:
    """Return passages, and what only one of two plans has, with their texts."""
    text_a, text_b = comparison.a.plan.text, comparison.b.plan.text
    rows: list[Sequence[Cell]] = [
        (p.kind, str(p.is_quoted).lower(), *p.a, *p.b, text_a[slice(*p.a)], text_b[slice(*p.b)])
        for p in comparison.passages
    ]
    rows += [("only_a", None, *span, None, None, text_a[slice(*span)], None) for span in comparison.only_a]
    rows += [("only_b", None, None, None, *span, None, text_b[slice(*span)]) for span in comparison.only_b]
    columns = ("kind", "quoted", "a_start", "a_end", "b_start", "b_end", "a_text", "b_text")
    return Listing("passages", "", columns, columns, rows)


def boilerplate_listings(plans: Sequence[Plan], reuse: Reuse) -> list[Listing]:
    """Return the listings of ``boilerplate``: plans, clauses."""
    n_clauses = Counter(occurrence.plan for clause in reuse.boilerplate for occurrence in clause.occurrences)
    return [
        Listing(
            "plans",
            _("Plans, those with most boilerplate first"),
            ("plan_id", "title", "boilerplate_share", "quoted_share", "n_clauses"),
            (_("plan"), _("title"), _("boilerplate"), _("quoted"), _("clauses")),
            [
                (
                    plans[index].plan_id,
                    plan_title(plans[index]),
                    Share(reuse.plans[index].boilerplate_share),
                    Share(reuse.plans[index].quoted_share),
                    n_clauses[index],
                )
                for index in reuse.by_boilerplate
            ],
        ),
        Listing(
            "clauses",
            _("Clauses that many families share"),
            ("text", "n_plans", "n_families", "reference"),
            (_("clause"), _("plans"), _("families"), _("reference")),
            [
                (clause.text, clause.n_plans, clause.n_families, reference)
                for clause, reference in zip(reuse.boilerplate, reuse.references, strict=True)
            ],
        ),
    ]
