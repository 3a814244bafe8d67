"""The JSON documents on themes and groups, as plain values; ``docs/schemas`` describes each."""

from collections.abc import Mapping, Sequence

from corpus_tools.corpus.result_rows import cluster_rows
from corpus_tools.output.jsonl import rounded
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.agreement import Agreement, Measure, ThemeAgreement
from corpus_tools.themes.clusters import Clustering, UnitKind
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.codebook_check import FITS, CodebookFinding
from corpus_tools.themes.coders import Reliability, ThemeReliability
from corpus_tools.themes.coding import Code, PlanThemes, measure_sub_themes
from corpus_tools.themes.comparison import Distance, GroupThemes
from corpus_tools.themes.sheets import MatchedCodes, SharedCodes
from corpus_tools.themes.trends import Trend, year_of


def codebook_fields(codebook: Codebook) -> dict[str, str]:
    """Return what tells which codebook made a result."""
    return {"name": codebook.name, "version": codebook.version, "digest": codebook.digest}


def themes_document(
    plans: Sequence[Plan],
    codebook: Codebook,
    codes: Sequence[Code],
    measures: Sequence[PlanThemes],
    terms: Sequence[Sequence[tuple[str, float]]],
) -> dict[str, object]:
    """Return the document ``corpus-tools/themes/1``."""
    parts: dict[int, list[dict[str, object]]] = {}
    for own in measure_sub_themes(plans, codes, codebook):
        fields = {"theme": own.theme, "sub_theme": own.sub_theme, "n_clauses": own.n_clauses}
        parts.setdefault(own.plan, []).append({**fields, "share": rounded(own.share)})
    return {
        "schema": "corpus-tools/themes/1",
        "codebook": codebook_fields(codebook),
        "codes": [
            {
                "plan_id": plans[code.plan].plan_id,
                "node_id": code.clause.node_id,
                "part": code.clause.part,
                "start": code.clause.start,
                "end": code.clause.end,
                "theme": code.theme,
                "sub_theme": code.sub_theme,
                "via": code.via,
                "basis": code.basis,
                "evidence": [list(span) for span in code.evidence],
            }
            for code in codes
        ],
        "plans": [
            {
                "plan_id": plan.plan_id,
                "shares": {theme: rounded(share) for theme, share in measure.shares.items()},
                "counts": dict(measure.counts),
                "sub_themes": parts.get(place, []),
                "terms": [{"term": term, "weight": weight} for term, weight in heaviest],
            }
            for place, (plan, measure, heaviest) in enumerate(zip(plans, measures, terms, strict=True))
        ],
    }


def comparison_fields(
    by: str | None, groups: Sequence[GroupThemes], distances: Sequence[Distance]
) -> dict[str, object]:
    """Return the fields that a comparison of plans or groups adds to ``corpus-tools/themes/1``."""
    fields: dict[str, object] = {} if by is None else {"by": by, "groups": [_group(group) for group in groups]}
    return fields | {
        "distances": [
            {"a": d.a, "b": d.b, "distance": None if d.distance is None else rounded(d.distance)} for d in distances
        ]
    }


def trend_document(
    by: str, codebook: Codebook | None, years: Sequence[GroupThemes], trends: Sequence[Trend]
) -> dict[str, object]:
    """Return the document ``corpus-tools/trend/1``; ``codebook`` is None where words alone are counted."""
    return {
        "schema": "corpus-tools/trend/1",
        "by": by,
        "codebook": codebook and codebook_fields(codebook),
        "years": [{"year": year_of(group.value), **_group(group)} for group in years],
        "trends": [trend._asdict() for trend in trends],
    }


def agreement_document(
    names: tuple[str, str], codebook: Codebook | None, seed: int, agreement: Agreement, matched: MatchedCodes
) -> dict[str, object]:
    """Return the document ``corpus-tools/agreement/1``.

    Parameters
    ----------
    names
        Of the two codings.
    codebook
        That made the second of them, None where it is a coder's.
    """
    return {
        "schema": "corpus-tools/agreement/1",
        "first": names[0],
        "second": names[1],
        "codebook": codebook and codebook_fields(codebook),
        "seed": seed,
        "n_clauses": agreement.n_clauses,
        "n_only_first": len(matched.left_first),
        "n_only_second": len(matched.left_second),
        "drawn": agreement.drawn,
        "themes": [{"theme": own.theme, **_theme_agreement(own)} for own in agreement.themes],
        "overall": _theme_agreement(agreement.overall),
        "macro_f1": rounded(agreement.macro_f1),
        "alpha_of_sets": rounded(agreement.alpha_of_sets),
        "differences": [
            {
                "source": clause.source,
                "start": clause.start,
                "end": clause.end,
                "first": sorted(unit.first),
                "second": sorted(unit.second),
                "text": clause.text,
            }
            for clause, unit in matched.differences
        ],
    }


def coders_document(
    names: Sequence[str], seed: int, reliability: Reliability, shared: SharedCodes
) -> dict[str, object]:
    """Return the document ``corpus-tools/coders/1``: the agreement of more than two coders, with their ``names``."""
    return {
        "schema": "corpus-tools/coders/1",
        "coders": [
            {"name": name, "n_coded": n_coded, "n_alone": len(alone)}
            for name, n_coded, alone in zip(names, reliability.n_coded, shared.alone, strict=True)
        ],
        "seed": seed,
        "n_clauses": reliability.n_clauses,
        "drawn": reliability.drawn,
        "themes": [{"theme": own.theme, **_reliability(own)} for own in reliability.themes],
        "overall": _reliability(reliability.overall),
        "alpha_of_sets": rounded(reliability.alpha_of_sets),
        "pairs": [
            {
                "first": names[first],
                "second": names[second],
                "n_clauses": own.n_clauses,
                "drawn": own.drawn,
                "themes": [{"theme": one.theme, **_theme_agreement(one)} for one in own.themes],
                "overall": _theme_agreement(own.overall),
                "macro_f1": rounded(own.macro_f1),
                "alpha_of_sets": rounded(own.alpha_of_sets),
            }
            for first, second, own in reliability.pairs
        ],
        "differences": [
            {
                "source": clause.source,
                "start": clause.start,
                "end": clause.end,
                "themes": [None if themes is None else sorted(themes) for themes in unit.codes],
                "text": clause.text,
            }
            for clause, unit in shared.differences
        ],
    }


def _reliability(own: ThemeReliability) -> dict[str, object]:
    return {"n_given": list(own.n_given), "n_all": own.n_all, "alpha": _measure(own.alpha)}


def _measure(measure: Measure) -> dict[str, object]:
    interval = measure.interval and [rounded(bound) for bound in measure.interval]
    return {"value": rounded(measure.value), "interval": interval}


def _theme_agreement(own: ThemeAgreement) -> dict[str, object]:
    measures = {"precision": own.precision, "recall": own.recall, "f1": own.f1, "alpha": own.alpha}
    return {
        "n_first": own.n_first,
        "n_second": own.n_second,
        "n_both": own.n_both,
        **{name: _measure(measure) for name, measure in measures.items()},
    }


def _group(group: GroupThemes) -> dict[str, object]:
    return {
        "value": group.value,
        "n_plans": group.n_plans,
        "n_counted": group.n_counted,
        "shares": {theme: rounded(share) for theme, share in group.shares.items()},
        "intervals": {
            theme: None if bounds is None else [rounded(bound) for bound in bounds]
            for theme, bounds in group.intervals.items()
        },
    }


def codebook_document(codebook: Codebook, findings: Sequence[CodebookFinding], fit: float | None) -> dict[str, object]:
    """Return the document ``corpus-tools/codebook/1``; ``fit`` is None where no plans were given."""
    return {
        "schema": "corpus-tools/codebook/1",
        "codebook": codebook_fields(codebook),
        "themes": list(codebook.themes),
        "n_terms": len(codebook.written),
        "findings": [finding._asdict() for finding in findings],
        "fit": None if fit is None else {"share": rounded(fit), "fits": fit >= FITS},
    }


def codebooks_document(codebooks: Sequence[Codebook]) -> dict[str, object]:
    """Return the document ``corpus-tools/codebooks/1``."""
    return {
        "schema": "corpus-tools/codebooks/1",
        "codebooks": [
            {**codebook_fields(book), "about": book.about, "themes": list(book.themes)} for book in codebooks
        ],
    }


def clusters_document(clustering: Clustering, units: UnitKind, options: Mapping[str, object]) -> dict[str, object]:
    """Return the document ``corpus-tools/clusters/1``; ``options`` are those that made it."""
    return {
        "schema": "corpus-tools/clusters/1",
        "options": {"units": units, **options},
        "agreement": clustering.agreement,
        "stable": clustering.is_stable,
        "clusters": [
            {
                "cluster": number,
                "n_members": cluster.n_members,
                "label": list(cluster.label),
                "stability": cluster.stability,
                "stable": cluster.is_stable,
                "terms": [{"term": term, "weight": weight} for term, weight in cluster.terms],
            }
            for number, cluster in enumerate(clustering.clusters, 1)
        ],
        "members": cluster_rows(clustering, units)["clusters"],
    }
