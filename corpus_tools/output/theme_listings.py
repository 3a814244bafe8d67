"""The listings on themes and groups: which columns and rows a result shows to people."""

from collections.abc import Iterable, Sequence
from typing import Any

from corpus_tools.output.listings import Cell, Chance, Listing, Name, Printed, Share
from corpus_tools.output.messages import _
from corpus_tools.output.names import BASIS_NAMES, FINDING_NAMES, VIA_NAMES, named, plan_title
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.agreement import Agreement, ThemeAgreement, Themes
from corpus_tools.themes.alignment import Aligned
from corpus_tools.themes.clusters import STABLE_CLUSTER, Clustering
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.codebook_check import CodebookFinding
from corpus_tools.themes.coders import CoderPair, Reliability, ThemeReliability
from corpus_tools.themes.coding import Code, PlanThemes, measure_sub_themes
from corpus_tools.themes.comparison import FEWEST_PLANS, Distance, GroupThemes
from corpus_tools.themes.discovery import CLAUSE_FIELDS, WORD_FIELDS, Discovery
from corpus_tools.themes.sheets import MatchedCodes, SharedCodes, SheetRow
from corpus_tools.themes.trends import Trend, year_of

_BARS = "▁▂▃▄▅▆▇█"

_MOST_BARS = 40


def themes_listings(
    plans: Sequence[Plan],
    codebook: Codebook,
    codes: Sequence[Code],
    measures: Sequence[PlanThemes],
    terms: Sequence[Sequence[tuple[str, float]]],
) -> list[Listing]:
    """Return the listings of ``themes``: shares, sub_themes, terms, clauses."""
    themes = codebook.themes
    return [
        Listing(
            "shares",
            _("Clauses of each theme, as a share of the characters of all clauses of a plan ({name})").format(
                name=codebook.full_name
            ),
            ("plan_id", "title", *themes),
            (_("plan"), _("title"), *themes),
            [
                (plan.plan_id, plan_title(plan), *(Share(measure.shares[theme]) for theme in themes))
                for plan, measure in zip(plans, measures, strict=True)
            ],
        ),
        Listing(
            "sub_themes",
            _("Clauses of the parts of themes, as a share of the characters of all clauses of a plan"),
            ("plan_id", "theme", "sub_theme", "n_clauses", "share"),
            (_("plan"), _("theme"), _("sub-theme"), _("clauses"), _("share")),
            [
                (plans[own.plan].plan_id, own.theme, own.sub_theme, own.n_clauses, Share(own.share))
                for own in measure_sub_themes(plans, codes, codebook)
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
            _("Clauses with a theme; those that only their heading gives it do not count in shares"),
            ("plan_id", "theme", "sub_theme", "start", "end", "via", "basis", "evidence", "text"),
            (
                *(_("plan"), _("theme"), _("sub-theme"), _("start"), _("end"), _("by"), _("basis"), _("evidence")),
                _("clause"),
            ),
            [_clause_row(plans[code.plan], code) for code in codes],
        ),
    ]


def _clause_row(plan: Plan, code: Code) -> tuple[Cell, ...]:
    text, (_node, _part, start, end) = plan.text, code.clause
    evidence = " / ".join(dict.fromkeys(text[slice(*span)] for span in code.evidence))
    found_by = (named(code.via, VIA_NAMES), named(code.basis, BASIS_NAMES))
    return plan.plan_id, code.theme, code.sub_theme, start, end, *found_by, evidence, text[start:end]


def comparison_listings(
    themes: Sequence[str], groups: Sequence[GroupThemes], distances: Sequence[Distance]
) -> list[Listing]:
    """Return the listings of a comparison: groups, intervals, distances."""
    return [
        Listing(
            "groups",
            _(
                "Share of each theme as the mean of a group's plans: each weighs the same (trend weighs by length); "
                "a family of copies counts as one plan"
            ),
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
                (
                    *(trend.name, Share(trend.first), Share(trend.last), Name(str(trend.peak), trend.peak_value)),
                    *(Share(trend.highest), trend.tau, None if trend.p is None else Chance(trend.p), line),
                )
                for trend, line in zip(trends, _sparklines(years, names), strict=True)
            ],
        ),
        Listing(
            "years",
            _(
                "Share of all text of a year: long plans weigh more (themes --by takes the mean of plans); a family of "
                "copies counts as one plan"
            ),
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
    found: dict[str, Any] = discovery.to_dict()
    return [
        Listing(
            "lacking",
            _("Words that themes lack"),
            WORD_FIELDS,
            (
                *(_("theme"), _("word"), _("in the theme"), _("near evidence"), _("elsewhere"), _("plans"), "G2"),
                *(_("log ratio"), _("clauses without a theme")),
            ),
            [tuple(row[name] for name in WORD_FIELDS) for row in found["words"]],
        ),
        Listing(
            "uncovered",
            _("Clauses that no theme covers, in groups and alone; equal ones once"),
            CLAUSE_FIELDS,
            (*(_("group"), _("label"), _("stability"), _("plan"), _("start"), _("end"), _("weight"), _("clause")),),
            [tuple(row[name] for name in CLAUSE_FIELDS) for row in found["uncovered"]],
        ),
    ]


def sheet_listing(rows: Sequence[SheetRow]) -> Listing:
    """Return the rows of a sheet to be coded by hand."""
    return Listing("sheet", _("Clauses to be coded"), SheetRow._fields, SheetRow._fields, rows)


def agreement_listings(names: Sequence[str], agreement: Agreement, matched: MatchedCodes) -> list[Listing]:
    """Return the listings of ``agreement`` of two codings with these names: agreement, pairs, differences."""
    measures = ("precision", "recall", "f1", "f1_low", "f1_high", "alpha", "alpha_low", "alpha_high")
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
        pairs_listing(names, [CoderPair(0, 1, agreement)]),
        Listing(
            "differences",
            _("Clauses that the two have coded differently"),
            ("source", "start", "end", "first", "second", "text"),
            (_("source"), _("start"), _("end"), _("first"), _("second"), _("clause")),
            [
                (*clause[:3], " ".join(sorted(unit.first)), " ".join(sorted(unit.second)), Printed(clause.text or ""))
                for clause, unit in matched.differences
            ],
        ),
    ]


def coders_listings(names: Sequence[str], reliability: Reliability, shared: SharedCodes) -> list[Listing]:
    """Return the listings of ``agreement`` of more than two coders: agreement, pairs, differences."""
    drawn = {"documents": _("by document"), "clauses": _("by clause")}[reliability.drawn]
    n_none: list[Cell] = [None] * (len(names) + 1)
    return [
        Listing(
            "agreement",
            _("Agreement per theme, with intervals (95 %, bootstrap {drawn})").format(drawn=drawn),
            ("theme", *(f"n_{name}" for name in names), "n_all", "alpha", "alpha_low", "alpha_high"),
            (_("theme"), *names, _("all"), "alpha", _("low"), _("high")),
            [
                *(_reliability_row(own.theme or "", own) for own in reliability.themes),
                _reliability_row(_("(all decisions)"), reliability.overall),
                (_("(sets of themes)"), *n_none, reliability.alpha_of_sets, None, None),
            ],
        ),
        pairs_listing(names, reliability.pairs),
        Listing(
            "differences",
            _("Clauses that not all have coded alike"),
            ("source", "start", "end", *names, "text"),
            (_("source"), _("start"), _("end"), *names, _("clause")),
            [
                (*clause[:3], *map(_name_codes, unit.codes), Printed(clause.text or ""))
                for clause, unit in shared.differences
            ],
        ),
    ]


def pairs_listing(names: Sequence[str], pairs: Iterable[CoderPair]) -> Listing:
    """Return the listing of each two coders: all decisions on the clauses that both have coded."""
    measures = ("f1", "f1_low", "f1_high", "alpha", "alpha_low", "alpha_high")
    return Listing(
        "pairs",
        _("Each two coders, over all decisions"),
        ("first", "second", "n_clauses", *measures, "alpha_of_sets"),
        (
            *(_("first"), _("second"), _("clauses"), "F1", _("low"), _("high")),
            *("alpha", _("low"), _("high"), _("alpha of sets")),
        ),
        [
            (names[first], names[second], own.n_clauses, *_agreement_row("", own.overall)[6:], own.alpha_of_sets)
            for first, second, own in pairs
        ],
    )


def _name_codes(themes: Themes | None) -> Cell:
    """Return the themes of a clause as a sheet has them: nothing where it is not coded, a dash where it has none."""
    return Name(None, "") if themes is None else " ".join(sorted(themes)) or "-"


def _reliability_row(name: str, own: ThemeReliability) -> Sequence[Cell]:
    return name, *own.n_given, own.n_all, own.alpha.value, *(own.alpha.interval or (None, None))


def _agreement_row(name: str, own: ThemeAgreement) -> Sequence[Cell]:
    f1, alpha = own.f1.interval or (None, None), own.alpha.interval or (None, None)
    counts = (own.n_first, own.n_second, own.n_both)
    return (name, *counts, own.precision.value, own.recall.value, own.f1.value, *f1, own.alpha.value, *alpha)


def _intervals(groups: Sequence[GroupThemes]) -> Listing:
    return Listing(
        "intervals",
        _(
            "Intervals of the shares (95 %, bootstrap by plan); none where fewer than {n} plans are counted or their "
            "shares do not differ"
        ).format(n=FEWEST_PLANS),
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
    return [
        Listing(
            "findings",
            _("Terms and themes to look at"),
            ("line", "code", "section", "term", "other"),
            (_("line"), _("finding"), _("table"), _("term"), _("beside")),
            [(f.line or None, named(f.code, FINDING_NAMES), f.section, f.term, f.other) for f in findings],
        )
    ]


def codebooks_listing(codebooks: Sequence[Codebook]) -> Listing:
    """Return the listing of ``codebook list``."""
    return Listing(
        "codebooks",
        _("Bundled codebooks"),
        ("name", "version", "about", "themes"),
        (_("name"), _("version"), _("what for"), _("themes")),
        [(book.name, book.version, book.about, Printed(" ".join(book.themes))) for book in codebooks],
    )


def clusters_listings(clustering: Clustering) -> list[Listing]:
    """Return the listings of ``clusters``: groups, members."""
    return [
        Listing(
            "clusters",
            _("Groups; unstable: random starts find less than {limit} of it again").format(
                limit=f"{STABLE_CLUSTER:.0%}"
            ),
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
