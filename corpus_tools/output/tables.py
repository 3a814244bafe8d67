"""The listings of each command: which columns and rows a result shows to people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from corpus_tools.corpus.review import Matched, Reviewed
from corpus_tools.corpus.rows import family_name, lexicon_name, node_pair_rows
from corpus_tools.output.listings import Before, Cell, Listing, Name, Printed, Share
from corpus_tools.output.messages import _
from corpus_tools.reuse.comparison import Comparison
from corpus_tools.reuse.node_pairs import Change, PlanNodes
from corpus_tools.reuse.shares import CopiedShare
from corpus_tools.reuse.spin import Spin, count_words
from corpus_tools.reuse.templates import Fill, Slot, Template
from corpus_tools.reuse.verdicts import Pair, Reuse
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.agreement import Agreement, ThemeAgreement
from corpus_tools.themes.alignment import Aligned
from corpus_tools.themes.clusters import Clustering
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.codebook_check import CodebookFinding
from corpus_tools.themes.coding import Code, PlanThemes
from corpus_tools.themes.comparison import Distance, GroupThemes
from corpus_tools.themes.discovery import Discovery
from corpus_tools.themes.sheets import MatchedCodes, SheetRow
from corpus_tools.themes.trends import Trend, year_of
from corpus_tools.words.concordance import Collocate, Hit
from corpus_tools.words.keyness import Keyness


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


def left_out_name(left_out: str) -> str:
    """Return what is left out of a share as people read it."""
    names = {
        "nothing": _("nothing"),
        "quotation": _("quotation"),
        "own_school": _("own school"),
        "boilerplate": _("boilerplate"),
        "all": _("all three"),
    }
    return names[left_out]


def _source_id(plans: Sequence[Plan], share: CopiedShare) -> str | None:
    return None if share.source is None else plans[share.source].plan_id


_CONTEXT = 10  # characters on either side of a place
_BARS = "▁▂▃▄▅▆▇█"
_MOST_BARS = 40
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


def decision_name(reviewed: Reviewed) -> str:
    """Return a decision as people read it, and that a plan has changed since."""
    names = {"copied": _("copied"), "legitimate": _("legitimate"), "unclear": _("unclear"), "": _("undecided")}
    shown = names[reviewed.decision]
    return f"{shown} ({_('changed since')})" if reviewed.is_changed and reviewed.decision else shown


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
    pairs = [_pair_row(plans, pair, matched) for pair in reuse.pairs if pair.verdict != "boilerplate"]
    shares: list[Sequence[Cell]] = [
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
            columns,
            headings,
            pairs,
        ),
        Listing(
            "boilerplate-pairs",
            _("Pairs that share boilerplate only"),
            columns,
            headings,
            [_pair_row(plans, pair, matched) for pair in reuse.pairs if pair.verdict == "boilerplate"],
        ),
        _substitutions_listing(reuse),
        Listing(
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
            shares,
        ),
        Listing(
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
        ),
        Listing(
            "quotations",
            _("What plans have from reference documents"),
            ("plan_id", "start", "end", "reference", "text"),
            (_("plan"), _("start"), _("end"), _("reference"), _("text")),
            [
                (plans[q.plan].plan_id, q.start, q.end, q.reference, plans[q.plan].text[q.start : q.end])
                for q in reuse.quotations
            ],
        ),
        Listing(
            "boilerplate",
            _("Clauses that many families share"),
            ("text", "n_plans", "n_families"),
            (_("clause"), _("plans"), _("families")),
            [(clause.text, clause.n_plans, clause.n_families) for clause in reuse.boilerplate],
        ),
    ]


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


def format_words(spins: Sequence[Spin]) -> str:
    """Return the pairs of words that plans show, as people read them."""
    return ", ".join(f"{original} → {replacement}" for (original, replacement), _n in count_words(spins))


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


def themes_listings(
    plans: Sequence[Plan],
    codebook: Codebook,
    codes: Sequence[Code],
    measures: Sequence[PlanThemes],
    terms: Sequence[Sequence[tuple[str, float]]],
) -> list[Listing]:
    """Return the listings of ``themes``: shares, terms, clauses."""
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
    ]


def comparison_listings(
    themes: Sequence[str], groups: Sequence[GroupThemes], distances: Sequence[Distance]
) -> list[Listing]:
    """Return the listings of a comparison: groups, intervals, distances."""
    return [
        Listing(
            "groups",
            _("Mean share of each theme in groups of plans; a family of copies counts as one plan"),
            ("value", "n_plans", "n_counted", *themes),
            (_("group"), _("plans"), _("counted"), *themes),
            [
                (group.value, group.n_plans, group.n_counted, *(Share(group.shares[theme]) for theme in themes))
                for group in groups
            ],
        ),
        _intervals(groups),
        Listing(
            "distances",
            _("Distance of the theme profiles (Jensen-Shannon, 0 to 1), the nearest first"),
            ("a", "b", "distance"),
            ("A", "B", _("distance")),
            [tuple(pair) for pair in sorted(distances, key=_by_distance)],
        ),
    ]


def aligned_listing(theme: str, sides: tuple[str, str], aligned: Sequence[Aligned]) -> Listing:
    """Return the listing of one theme's clauses in two plans or groups: those of a pair in lines that follow."""
    rows: list[Sequence[Cell]] = [
        (number, Share(pair.similarity), side, clause.plan_id, clause.start, clause.end, Printed(text))
        for number, pair in enumerate(aligned, 1)
        for side, clause, text in zip("AB", (pair.a, pair.b), pair.marked(), strict=True)
        if clause
    ]
    title = _("Clauses of {theme} in A: {a}, B: {b}; what differs is in braces")
    return Listing(
        "aligned",
        title.format(theme=theme, a=sides[0], b=sides[1]),
        ("number", "similarity", "side", "plan_id", "start", "end", "text"),
        ("", _("alike"), "", _("plan"), _("start"), _("end"), _("clause")),
        rows,
    )


def trend_listings(years: Sequence[GroupThemes], trends: Sequence[Trend]) -> list[Listing]:
    """Return the listings of ``trend``: trends, years, intervals."""
    names = [trend.name for trend in trends]
    return [
        Listing(
            "trends",
            _("Share of the clauses' characters, rise or fall (Kendall's tau); bars reach a row's own highest"),
            ("name", "first", "last", "peak", "highest", "tau", "p", "series"),
            ("", _("first year"), _("last year"), _("peak year"), _("highest"), "tau", "p", _("series")),
            [
                (*trend[:1], Share(trend.first), Share(trend.last), trend.peak, Share(trend.highest), *trend[5:7], line)
                for trend, line in zip(trends, _sparklines(years, names), strict=True)
            ],
        ),
        Listing(
            "years",
            _("Share in the text of each year; a family of copies counts as one plan"),
            ("year", "value", "n_plans", "n_counted", *names),
            (_("year"), _("as given"), _("plans"), _("counted"), *names),
            [
                (
                    year_of(group.value),
                    group.value,
                    group.n_plans,
                    group.n_counted,
                    *(Share(group.shares[name]) for name in names),
                )
                for group in years
            ],
        ),
        _intervals(years),
    ]


def _by_distance(pair: Distance) -> tuple[bool, float]:
    return pair.distance is None, pair.distance or 0.0


def discovery_listings(discovery: Discovery) -> list[Listing]:
    """Return the listings of ``themes --discover``: lacking, uncovered."""
    words = ("theme", "term", "n_theme", "n_near", "n_elsewhere", "n_plans", "g2", "log_ratio", "n_uncovered")
    clauses = ("group", "label", "stability", "plan_id", "start", "end", "weight", "text")
    found: dict[str, Any] = discovery.to_dict()
    return [
        Listing(
            "lacking",
            _("Words that themes lack"),
            words,
            (
                *(_("theme"), _("word"), _("in the theme"), _("near evidence"), _("elsewhere"), _("plans"), "G2"),
                *(_("log ratio"), _("clauses without a theme")),
            ),
            [tuple(row[name] for name in words) for row in found["words"]],
        ),
        Listing(
            "uncovered",
            _("Clauses that no theme covers, in groups"),
            clauses,
            (*(_("group"), _("label"), _("stability"), _("plan"), _("start"), _("end"), _("weight"), _("clause")),),
            [tuple(row[name] for name in clauses) for row in found["uncovered"]],
        ),
    ]


def sheet_listing(rows: Sequence[SheetRow]) -> Listing:
    """Return the rows of a sheet to be coded by hand."""
    return Listing("sheet", _("Clauses to be coded"), SheetRow._fields, SheetRow._fields, rows)


def agreement_listings(agreement: Agreement, matched: MatchedCodes) -> list[Listing]:
    """Return the listings of ``agreement``: agreement, differences."""
    measures = ("precision", "recall", "f1", "f1_low", "f1_high", "alpha", "alpha_low", "alpha_high")
    unequal = [
        (clause, unit) for clause, unit in zip(matched.clauses, matched.units, strict=True) if unit.first != unit.second
    ]
    sets: list[Sequence[Cell]] = [
        (_("(mean of themes)"), *[None] * 5, agreement.macro_f1, *[None] * 5),
        (_("(sets of themes)"), *[None] * 8, agreement.alpha_of_sets, None, None),
    ]
    drawn = {"documents": _("by document"), "clauses": _("by clause")}[agreement.drawn]
    return [
        Listing(
            "agreement",
            _("Agreement per theme, with intervals (95 %, bootstrap {drawn})").format(drawn=drawn),
            ("theme", "n_first", "n_second", "n_both", *measures),
            (
                *(_("theme"), _("first"), _("second"), _("both"), _("precision"), _("recall")),
                *("F1", _("low"), _("high"), "alpha", _("low"), _("high")),
            ),
            [
                *(_agreement_row(own.theme or "", own) for own in agreement.themes),
                _agreement_row(_("(all decisions)"), agreement.overall),
                *sets,
            ],
        ),
        Listing(
            "differences",
            _("Clauses that the two have coded differently"),
            ("source", "start", "end", "first", "second", "text"),
            (_("source"), _("start"), _("end"), _("first"), _("second"), _("clause")),
            [
                (*clause[:3], " ".join(sorted(unit.first)), " ".join(sorted(unit.second)), Printed(clause.text or ""))
                for clause, unit in unequal
            ],
        ),
    ]


def _agreement_row(name: str, own: ThemeAgreement) -> Sequence[Cell]:
    f1, alpha = own.f1.interval or (None, None), own.alpha.interval or (None, None)
    counts = (own.n_first, own.n_second, own.n_both)
    return (name, *counts, own.precision.value, own.recall.value, own.f1.value, *f1, own.alpha.value, *alpha)


def _intervals(groups: Sequence[GroupThemes]) -> Listing:
    return Listing(
        "intervals",
        _("Intervals of the shares (95 %, bootstrap by plan)"),
        ("value", "theme", "n_counted", "share", "low", "high"),
        (_("group"), _("theme"), _("counted"), _("share"), _("low"), _("high")),
        [
            (group.value, theme, group.n_counted, Share(share), *map(Share, group.intervals[theme] or ()))
            if group.intervals[theme]
            else (group.value, theme, group.n_counted, Share(share), None, None)
            for group in groups
            for theme, share in group.shares.items()
        ],
    )


def _sparklines(groups: Sequence[GroupThemes], names: Sequence[str]) -> list[str]:
    """Return a line of small bars for each theme, its own highest full; a bar is a group, or some in a row."""
    n_together = -(-len(groups) // _MOST_BARS)
    starts = range(0, len(groups), max(1, n_together))
    runs = [groups[start : start + n_together] for start in starts]
    means = [[sum(group.shares[name] for group in run) / len(run) for run in runs] for name in names]
    return ["".join(_BARS[round((len(_BARS) - 1) * mean / (max(line) or 1))] for mean in line) for line in means]


def codebook_listings(findings: Sequence[CodebookFinding]) -> list[Listing]:
    """Return the listing of ``codebook check``: findings."""
    names = {
        "repeated": _("stands twice in its list"),
        "covered": _("a shorter term finds all that it finds"),
        "shared": _("two themes have it"),
        "dead": _("in no clause"),
        "overlap": _("two themes on mostly the same clauses"),
    }
    return [
        Listing(
            "findings",
            _("Terms and themes to look at"),
            ("line", "code", "section", "term", "other"),
            (_("line"), _("finding"), _("table"), _("term"), _("beside")),
            [(f.line, Name(f.code, names[f.code]), f.section, f.term, f.other) for f in findings],
        )
    ]


def clusters_listings(clustering: Clustering) -> list[Listing]:
    """Return the listings of ``clusters``: groups, members."""
    return [
        Listing(
            "clusters",
            _("Groups"),
            ("cluster", "n_members", "label", "stability", "stable", "terms"),
            (_("group"), _("members"), _("label"), _("stability"), "", _("terms")),
            [
                (
                    number,
                    cluster.n_members,
                    " ".join(cluster.label),
                    cluster.stability,
                    Name("yes", "") if cluster.is_stable else Name("no", _("unstable")),
                    " ".join(term for term, _weight in cluster.terms),
                )
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


def keyness_listings(groups: Sequence[Keyness]) -> list[Listing]:
    """Return the listings of ``keyness``: terms, groups."""
    return [
        Listing(
            "terms",
            _("Terms that mark a group against the others"),
            (
                *("group", "term", "n_target", "n_reference", "n_plans_target", "n_plans_reference"),
                *("conservative", "log_ratio", "g2", "dp", "p", "low", "high", "g2_plans", "dp_norm"),
            ),
            (
                *(_("group"), _("term"), _("times"), _("elsewhere"), _("plans"), _("elsewhere")),
                *(_("at least"), _("log ratio"), "G2", "DP", "p", _("low"), _("high"), _("G2 of plans"), "DP norm"),
            ),
            [
                (
                    *(group.name, one.term, one.n_target, one.n_reference, one.n_plans_target, one.n_plans_reference),
                    *(one.conservative, one.log_ratio, one.g2, one.dp, f"{one.p:.3g}"),
                    *(_finite(value) for value in (one.low, one.high, one.g2_plans, one.dp_norm)),
                )
                for group in groups
                for one in group.keywords
            ],
            n_shown=10,
        ),
        Listing(
            "groups",
            _("Groups"),
            (
                *("group", "n_plans", "n_words", "n_plans_reference", "n_words_reference", "n_tested", "n_terms"),
                "terms",
            ),
            (
                *(_("group"), _("plans"), _("words"), _("other plans"), _("other words"), _("tested"), _("listed")),
                _("terms"),
            ),
            [(*group[:-1], len(group.keywords), " ".join(one.term for one in group.keywords)) for group in groups],
        ),
    ]


def concordance_listings(plans: Sequence[Plan], hits: Sequence[Hit], collocates: Sequence[Collocate]) -> list[Listing]:
    """Return the listings of ``concordance``: hits, collocates."""
    return [
        Listing(
            "hits",
            _("Places"),
            ("left", "text", "right", "plan_id", "section", "title", "node_id", "start", "end"),
            (_("before"), "", _("behind"), _("plan"), _("section"), _("title"), _("node"), _("start"), _("end")),
            [
                (
                    *(Before(hit.left), Printed(hit.text), Printed(hit.right), plans[hit.plan].plan_id),
                    *(" / ".join(hit.path), plan_title(plans[hit.plan]), hit.node_id, hit.start, hit.end),
                )
                for hit in hits
            ],
            n_shown=5,
        ),
        Listing(
            "collocates",
            _("Terms near them"),
            ("term", "n_both", "n_left", "n_right", "n_term", "n_words", "n_plans", "log_dice"),
            (
                *(_("term"), _("together"), _("before"), _("behind"), _("of the term"), _("of the words")),
                *(_("plans"), "logDice"),
            ),
            [tuple(collocate) for collocate in collocates],
        ),
    ]


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None
