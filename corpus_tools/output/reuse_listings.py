"""The listings on who shares text with whom: which columns and rows a result shows to people."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from corpus_tools.corpus.result_rows import family_name, lexicon_name
from corpus_tools.corpus.review import Matched
from corpus_tools.output.listings import Cell, Listing, Name, Printed, Share
from corpus_tools.output.messages import _
from corpus_tools.output.names import (
    LEFT_OUT_NAMES,
    RELATION_NAMES,
    VERDICT_NAMES,
    common_folder,
    decision_name,
    format_evidence,
    format_words,
    named,
    plan_title,
)
from corpus_tools.reuse.results import Pair, Reuse
from corpus_tools.reuse.shares import CopiedShare
from corpus_tools.reuse.spin import Spin, count_swaps
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
    "relation",
    "source",
    "source_confidence",
)
_REVIEW_COLUMNS = ("decision", "note")
_TITLES = ("a_title", "b_title")  # for programs only: a line is long without them


def _pair_headings() -> tuple[str, ...]:
    shares = _("Jaccard"), _("A in B"), _("B in A"), _("longest passage")
    return ("A", "B", _("verdict"), *shares, _("school"), _("source"), _("confidence"))


def _review_cells(matched: Matched | None, a: str, b: str) -> Sequence[Cell]:
    if matched is None:
        return ()
    reviewed = matched.of(a, b)
    return (Name(reviewed.decision, decision_name(reviewed)), reviewed.note) if reviewed else (None, None)


def _pairs_listing(
    name: str, title: str, plans: Sequence[Plan], pairs: Sequence[Pair], matched: Matched | None
) -> Listing:
    """Return pairs; with a review, they have two columns more. People see plans without the folder that all are in."""
    folder = common_folder([plans[place].plan_id for pair in pairs for place in pair.score[:2]])
    place = _("all in {folder}").format(folder=folder[:-1])
    reviewed = (_REVIEW_COLUMNS, (_("decision"), _("note"))) if matched else ((), ())
    columns = (*_PAIR_COLUMNS, *reviewed[0], "source_evidence", *_TITLES)
    headings = (*_pair_headings(), *reviewed[1], _("evidence"), _("title of A"), _("title of B"))
    rows = [_pair_row(plans, pair, matched, len(folder)) for pair in pairs]
    return Listing(
        name, f"{title} ({place})" if folder else title, columns, headings, rows, len(columns) - len(_TITLES)
    )


def _pair_row(plans: Sequence[Plan], pair: Pair, matched: Matched | None, n_folder: int) -> Sequence[Cell]:
    a, b = plans[pair.score.a], plans[pair.score.b]
    ids, direction = (a.plan_id, b.plan_id), pair.direction
    return (
        *(Name(plan_id, plan_id[n_folder:]) for plan_id in ids),
        named(pair.verdict, VERDICT_NAMES),
        pair.score.jaccard,
        Share(pair.score.containment_a),
        Share(pair.score.containment_b),
        max((passage.n_matched for passage in pair.passages), default=0),
        named(pair.relation, RELATION_NAMES),
        Name(None, "-") if direction.source is None else Name(ids[direction.source], "AB"[direction.source]),
        None if direction.source is None else Share(direction.confidence),
        *_review_cells(matched, *ids),
        Name(format_evidence(direction, ids) or None, Printed(format_evidence(direction, ("A", "B")))),
        a.title_text or None,
        b.title_text or None,
    )


def duplicates_listings(plans: Sequence[Plan], reuse: Reuse, matched: Matched | None = None) -> list[Listing]:
    """Return the listings of ``duplicates``: families, sources, pairs, substitutions, plans, boilerplate.

    Pairs that share boilerplate or quotations only are many and say little: they have a listing of their own.
    """
    boilerplate = [pair for pair in reuse.pairs if pair.verdict == "boilerplate"]
    others = [pair for pair in reuse.pairs if pair.verdict != "boilerplate"]
    return [
        _families_listing(plans, reuse),
        _sources_listing(plans, reuse),
        _pairs_listing("pairs", _("Pairs that share text"), plans, others, matched),
        _pairs_listing(
            "boilerplate-pairs", _("Pairs that share boilerplate or quotations only"), plans, boilerplate, matched
        ),
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


def _sources_listing(plans: Sequence[Plan], reuse: Reuse) -> Listing:
    """Return each copy with its likeliest source, those of other schools first."""
    names = _("the source"), _("the plan")
    rows: list[Sequence[Cell]] = [
        (
            plans[copy].plan_id,
            plan_title(plans[copy]),
            plans[source].plan_id,
            plan_title(plans[source]),
            named(pair.verdict, VERDICT_NAMES),
            named(pair.relation, RELATION_NAMES),
            Share(pair.containment),
            Share(pair.direction.confidence),
            Printed(format_evidence(pair.direction, names if pair.direction.source == 0 else names[::-1])),
        )
        for pair in reuse.copied
        for source, copy in [(pair.source, pair.copy)]
        if source is not None and copy is not None
    ]
    return Listing(
        "sources",
        _("Plans and what each was likeliest copied from"),
        (
            "plan_id",
            "title",
            "source",
            "source_title",
            "verdict",
            "relation",
            "containment",
            "source_confidence",
            "source_evidence",
        ),
        (
            _("plan"),
            _("title"),
            _("source"),
            _("title of the source"),
            _("verdict"),
            _("school"),
            _("of it in the source"),
            _("confidence"),
            _("evidence"),
        ),
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
                named(share.left_out, LEFT_OUT_NAMES),
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
        _("Words that stand for each other in plans that share text"),
        ("original", "replacement", "n_pairs", "n_places"),
        (_("original"), _("replacement"), _("pairs"), _("places")),
        [(s.original, s.replacement, s.n_pairs, s.n_places) for s in reuse.substitutions],
    )


def spin_listings(plans: Sequence[Plan], reuse: Reuse) -> list[Listing]:
    """Return the listings of ``spin``: suspected, lexicons, evidence, substitutions, plans."""
    spins = [own.spin for own in reuse.plans]
    suspected = sorted(
        ((spin.lexicon, plan, spin) for plan, spin in zip(plans, spins, strict=True) if spin.lexicon is not None),
        key=lambda row: row[0],
    )
    return [
        _suspected_listing(suspected),
        _lexicons_listing(suspected),
        _evidence_listing(suspected),
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


_Suspected = Sequence[tuple[int, Plan, Spin]]  # by the number of the lexicon


def _suspected_listing(suspected: _Suspected) -> Listing:
    return Listing(
        "suspected",
        _("Plans that look spun, by the lexicon that they share"),
        ("lexicon", "plan_id", "title", "score", "words"),
        (_("lexicon"), _("plan"), _("title"), _("score"), _("substitutions")),
        [
            (lexicon_name(lexicon), plan.plan_id, plan_title(plan), spin.score, format_words([spin]))
            for lexicon, plan, spin in suspected
        ],
    )


def _lexicons_listing(suspected: _Suspected) -> Listing:
    return Listing(
        "lexicons",
        _("Words that stand for others in them"),
        ("lexicon", "original", "replacement", "n_plans"),
        (_("lexicon"), _("original"), _("replacement"), _("plans")),
        [
            (lexicon_name(lexicon), *words, n)
            for lexicon, own in groupby(suspected, key=lambda row: row[0])
            for words, n in count_swaps(spin for _lexicon, _plan, spin in own)
        ],
    )


def _evidence_listing(suspected: _Suspected) -> Listing:
    return Listing(
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
            for lexicon, plan, spin in suspected
            for place in spin.evidence
        ],
    )


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
