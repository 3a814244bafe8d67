"""The JSON documents of the commands, as plain values; ``docs/schemas`` describes each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import isfinite

import orjson

from corpus_tools.corpus.review import NOT_REVIEWED, Matched
from corpus_tools.corpus.rows import cluster_rows, family_name, lexicon_name, node_pair_rows
from corpus_tools.reuse.boilerplate import Boilerplate
from corpus_tools.reuse.comparison import Comparison, Side
from corpus_tools.reuse.node_pairs import PlanNodes
from corpus_tools.reuse.passages import Passage
from corpus_tools.reuse.shares import CopiedShare
from corpus_tools.reuse.spin import Spin, count_words
from corpus_tools.reuse.templates import Template
from corpus_tools.reuse.verdicts import Pair, PairSubstitution, Reuse
from corpus_tools.spans import Span
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.agreement import Agreement, ThemeAgreement
from corpus_tools.themes.clusters import Clustering, UnitKind
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.codebook_check import FITS, CodebookFinding
from corpus_tools.themes.coding import Code, PlanThemes
from corpus_tools.themes.comparison import Distance, GroupThemes
from corpus_tools.themes.sheets import MatchedCodes
from corpus_tools.themes.trends import Trend, year_of
from corpus_tools.words.concordance import Collocate, Hit
from corpus_tools.words.keyness import Keyness

_DIGITS = 4
_REVIEW_FIELDS = ("a", "b", "decision", "note")


def to_json(document: object, *, indented: bool = False) -> bytes:
    """Return a document as UTF-8 JSON with a line end."""
    return orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE | (orjson.OPT_INDENT_2 if indented else 0))


def duplicates_document(plans: Sequence[Plan], reuse: Reuse, matched: Matched = NOT_REVIEWED) -> dict[str, object]:
    """Return the document ``corpus-tools/duplicates/1``."""
    ids = [plan.plan_id for plan in plans]
    return {
        "schema": "corpus-tools/duplicates/1",
        "plans": [
            {
                "plan_id": plan.plan_id,
                "path": plan.source.path,
                "title": plan.title_text or None,
                "family": family_name(own.family),
                "copied_share": round(own.copied_share, _DIGITS),
                "boilerplate_share": round(own.boilerplate_share, _DIGITS),
                "quoted_share": round(own.quoted_share, _DIGITS),
                "shares": {share.left_out: _share(ids, share) for share in own.shares},
                "spin": _spin(own.spin),
            }
            for plan, own in zip(plans, reuse.plans, strict=True)
        ],
        "pairs": [_pair(ids, pair, matched) for pair in reuse.pairs],
        "review": {"gone": [{name: row.get(name, "") for name in _REVIEW_FIELDS} for row in matched.gone]},
        "families": [
            {
                "family": family_name(index),
                "representative": ids[family.representative],
                "plans": [ids[member] for member in family.members],
            }
            for index, family in enumerate(reuse.families)
        ],
        "substitutions": _substitutions(reuse),
        "boilerplate": [_boilerplate(ids, clause) for clause in reuse.boilerplate],
        "quotations": [
            {
                "plan_id": ids[quotation.plan],
                "start": quotation.start,
                "end": quotation.end,
                "reference": quotation.reference,
                "reference_start": quotation.reference_start,
                "reference_end": quotation.reference_end,
            }
            for quotation in reuse.quotations
        ],
        "left": {
            "huge_buckets": reuse.left.n_huge_buckets,
            "unpaired_plans": reuse.left.n_unpaired_plans,
            "frequent_shingles": reuse.left.n_frequent_shingles,
        },
    }


def spin_document(plans: Sequence[Plan], reuse: Reuse) -> dict[str, object]:
    """Return the document ``corpus-tools/spin/1``: the substitutions of the corpus, all plans, and their lexicons."""
    members: dict[int, list[int]] = {}
    for index, own in enumerate(reuse.plans):
        if own.spin.lexicon is not None:
            members.setdefault(own.spin.lexicon, []).append(index)
    return {
        "schema": "corpus-tools/spin/1",
        "substitutions": _substitutions(reuse),
        "plans": [
            {"plan_id": plan.plan_id, "title": plan.title_text or None, **_spin(own.spin)}
            for plan, own in zip(plans, reuse.plans, strict=True)
        ],
        "lexicons": [
            {
                "lexicon": lexicon_name(lexicon),
                "plans": [plans[index].plan_id for index in members[lexicon]],
                "words": [
                    {"original": original, "replacement": replacement, "plans": n}
                    for (original, replacement), n in count_words(reuse.plans[index].spin for index in members[lexicon])
                ],
            }
            for lexicon in sorted(members)
        ],
    }


def templates_document(
    plans: Sequence[Plan], templates: Mapping[str, Template], nodes: Mapping[str, Sequence[PlanNodes]]
) -> dict[str, object]:
    """Return the document ``corpus-tools/templates/1``; templates and nodes by the names of families."""
    return {
        "schema": "corpus-tools/templates/1",
        "templates": [
            {
                "family": family,
                "representative": plans[template.representative].plan_id,
                "plans": [plans[member].plan_id for member in template.members],
                "n_left": template.n_left,
                "text": template.text,
                "slots": [
                    {
                        "slot": number,
                        "kind": slot.kind,
                        "start": slot.start,
                        "end": slot.end,
                        "text": template.text[slot.start : slot.end],
                        "fills": [
                            {
                                "plan_id": plans[fill.plan].plan_id,
                                "start": fill.start,
                                "end": fill.end,
                                "text": fill.text,
                                "form": fill.form,
                            }
                            for fill in slot.fills
                        ],
                    }
                    for number, slot in enumerate(template.slots, 1)
                ],
                "nodes": [row for found in nodes[family] for row in node_pair_rows(plans, found)],
            }
            for family, template in templates.items()
        ],
    }


def boilerplate_document(plans: Sequence[Plan], reuse: Reuse) -> dict[str, object]:
    """Return the document ``corpus-tools/boilerplate/1``: the plans with most of it, the clauses most widespread."""
    n_clauses = Counter(occurrence.plan for clause in reuse.boilerplate for occurrence in clause.occurrences)
    ids = [plan.plan_id for plan in plans]
    return {
        "schema": "corpus-tools/boilerplate/1",
        "plans": [
            {
                "plan_id": ids[index],
                "path": plans[index].source.path,
                "title": plans[index].title_text or None,
                "boilerplate_share": round(reuse.plans[index].boilerplate_share, _DIGITS),
                "quoted_share": round(reuse.plans[index].quoted_share, _DIGITS),
                "n_clauses": n_clauses[index],
            }
            for index in reuse.by_boilerplate
        ],
        "clauses": [
            {**_boilerplate(ids, clause), "reference": reference}
            for clause, reference in zip(reuse.boilerplate, reuse.references, strict=True)
        ],
    }


def comparison_document(comparison: Comparison) -> dict[str, object]:
    """Return the document ``corpus-tools/compare/1``."""
    score = comparison.score
    return {
        "schema": "corpus-tools/compare/1",
        "a": _comparison_side(comparison.a, comparison.only_a),
        "b": _comparison_side(comparison.b, comparison.only_b),
        "jaccard": round(score.jaccard, _DIGITS),
        "containment_a": round(score.containment_a, _DIGITS),
        "containment_b": round(score.containment_b, _DIGITS),
        "verdict": comparison.verdict,
        "substitutions": [_substitution(substitution) for substitution in comparison.substitutions],
        "passages": [_passage(passage) for passage in comparison.passages],
    }


def _comparison_side(side: Side, only: Sequence[Span]) -> dict[str, object]:
    return {
        "plan_id": side.plan.plan_id,
        "title": side.plan.title_text or None,
        "text": side.plan.text,
        "only": [list(span) for span in only],
        "boilerplate": [list(span) for span in side.boilerplate],
        "quotation": [list(span) for span in side.quotation],
    }


def themes_document(
    plans: Sequence[Plan],
    codebook: Codebook,
    codes: Sequence[Code],
    measures: Sequence[PlanThemes],
    terms: Sequence[Sequence[tuple[str, float]]],
) -> dict[str, object]:
    """Return the document ``corpus-tools/themes/1``."""
    return {
        "schema": "corpus-tools/themes/1",
        "codebook": {"name": codebook.name, "version": codebook.version, "digest": codebook.digest},
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
                "evidence": [list(span) for span in code.evidence],
            }
            for code in codes
        ],
        "plans": [
            {
                "plan_id": plan.plan_id,
                "shares": {theme: round(share, _DIGITS) for theme, share in measure.shares.items()},
                "counts": dict(measure.counts),
                "terms": [{"term": term, "weight": weight} for term, weight in heaviest],
            }
            for plan, measure, heaviest in zip(plans, measures, terms, strict=True)
        ],
    }


def comparison_fields(
    by: str | None, groups: Sequence[GroupThemes], distances: Sequence[Distance]
) -> dict[str, object]:
    """Return the fields that a comparison of plans or groups adds to ``corpus-tools/themes/1``."""
    fields: dict[str, object] = {} if by is None else {"by": by, "groups": [_group(group) for group in groups]}
    return fields | {
        "distances": [
            {"a": d.a, "b": d.b, "distance": None if d.distance is None else round(d.distance, _DIGITS)}
            for d in distances
        ]
    }


def trend_document(by: str, years: Sequence[GroupThemes], trends: Sequence[Trend]) -> dict[str, object]:
    """Return the document ``corpus-tools/trend/1``."""
    return {
        "schema": "corpus-tools/trend/1",
        "by": by,
        "years": [{"year": year_of(group.value), **_group(group)} for group in years],
        "trends": [trend._asdict() for trend in trends],
    }


def agreement_document(
    names: tuple[str, str], seed: int, agreement: Agreement, matched: MatchedCodes
) -> dict[str, object]:
    """Return the document ``corpus-tools/agreement/1``; ``names`` are those of the two codings."""
    return {
        "schema": "corpus-tools/agreement/1",
        "first": names[0],
        "second": names[1],
        "seed": seed,
        "n_clauses": agreement.n_clauses,
        "n_only_first": len(matched.left_first),
        "n_only_second": len(matched.left_second),
        "drawn": agreement.drawn,
        "themes": [{"theme": own.theme, **_theme_agreement(own)} for own in agreement.themes],
        "overall": _theme_agreement(agreement.overall),
        "macro_f1": _round(agreement.macro_f1),
        "alpha_of_sets": _round(agreement.alpha_of_sets),
        "differences": [
            {
                "source": clause.source,
                "start": clause.start,
                "end": clause.end,
                "first": sorted(unit.first),
                "second": sorted(unit.second),
                "text": clause.text,
            }
            for clause, unit in zip(matched.clauses, matched.units, strict=True)
            if unit.first != unit.second
        ],
    }


def _theme_agreement(own: ThemeAgreement) -> dict[str, object]:
    measures = {"precision": own.precision, "recall": own.recall, "f1": own.f1, "alpha": own.alpha}
    return {
        "n_first": own.n_first,
        "n_second": own.n_second,
        "n_both": own.n_both,
        **{
            name: {
                "value": _round(measure.value),
                "interval": measure.interval and [_round(bound) for bound in measure.interval],
            }
            for name, measure in measures.items()
        },
    }


def _group(group: GroupThemes) -> dict[str, object]:
    return {
        "value": group.value,
        "n_plans": group.n_plans,
        "n_counted": group.n_counted,
        "shares": {theme: round(share, _DIGITS) for theme, share in group.shares.items()},
        "intervals": {
            theme: None if bounds is None else [round(bound, _DIGITS) for bound in bounds]
            for theme, bounds in group.intervals.items()
        },
    }


def codebook_document(codebook: Codebook, findings: Sequence[CodebookFinding], fit: float | None) -> dict[str, object]:
    """Return the document ``corpus-tools/codebook/1``; ``fit`` is None where no plans were given."""
    return {
        "schema": "corpus-tools/codebook/1",
        "codebook": {"name": codebook.name, "version": codebook.version, "digest": codebook.digest},
        "themes": list(codebook.themes),
        "n_terms": len(codebook.written),
        "findings": [finding._asdict() for finding in findings],
        "fit": None if fit is None else {"share": round(fit, _DIGITS), "fits": fit >= FITS},
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


def _substitutions(reuse: Reuse) -> list[dict[str, object]]:
    return [
        {"original": s.original, "replacement": s.replacement, "pairs": s.n_pairs, "count": s.n_places}
        for s in reuse.substitutions
    ]


def _spin(spin: Spin) -> dict[str, object]:
    return {
        "suspected": spin.suspected,
        "score": round(spin.score, _DIGITS),
        "lexicon": lexicon_name(spin.lexicon),
        "evidence": [
            {"original": original, "replacement": replacement, "start": span.start, "end": span.end}
            for original, replacement, span in spin.evidence
        ],
    }


def keyness_document(groups: Sequence[Keyness], options: Mapping[str, object]) -> dict[str, object]:
    """Return the document ``corpus-tools/keyness/1``; ``options`` are those that made it."""
    return {
        "schema": "corpus-tools/keyness/1",
        "options": dict(options),
        "groups": [
            {
                "name": group.name,
                "n_plans": group.n_plans,
                "n_words": group.n_words,
                "n_plans_reference": group.n_plans_reference,
                "n_words_reference": group.n_words_reference,
                "n_tested": group.n_tested,
                "terms": [_rounded(keyword._asdict()) for keyword in group.keywords],
            }
            for group in groups
        ],
    }


def concordance_document(
    plans: Sequence[Plan], hits: Sequence[Hit], collocates: Sequence[Collocate], options: Mapping[str, object]
) -> dict[str, object]:
    """Return the document ``corpus-tools/concordance/1``; ``options`` are those that made it."""
    return {
        "schema": "corpus-tools/concordance/1",
        "options": dict(options),
        "hits": [
            {
                "plan_id": plans[hit.plan].plan_id,
                "title": plans[hit.plan].title_text or None,
                **{name: value for name, value in hit._asdict().items() if name != "plan"},
            }
            for hit in hits
        ],
        "collocates": [_rounded(collocate._asdict()) for collocate in collocates],
    }


def _rounded(values: Mapping[str, object]) -> dict[str, object]:
    """Return values with floats as short as they are shown; p keeps its digits, what is not finite is null."""
    return {name: _round(value) if name != "p" else value for name, value in values.items()}


def _round(value: object) -> object:
    if not isinstance(value, float):
        return value
    return round(value, _DIGITS) if isfinite(value) else None


def _pair(ids: Sequence[str], pair: Pair, matched: Matched) -> dict[str, object]:
    score = pair.score
    reviewed = matched.of(ids[score.a], ids[score.b])
    return {
        "a": ids[score.a],
        "b": ids[score.b],
        "jaccard": round(score.jaccard, _DIGITS),
        "containment_a": round(score.containment_a, _DIGITS),
        "containment_b": round(score.containment_b, _DIGITS),
        "verdict": pair.verdict,
        "relation": pair.relation,
        "source": None if pair.source is None else ids[pair.source],
        "source_confidence": round(pair.direction.confidence, _DIGITS),
        "source_evidence": list(pair.direction.evidence),
        "substitutions": [_substitution(substitution) for substitution in pair.substitutions],
        "passages": [_passage(passage) for passage in pair.passages],
        "review": reviewed
        and {
            "decision": reviewed.decision or None,
            "note": reviewed.note,
            "changed": reviewed.is_changed,
        },
    }


def _boilerplate(ids: Sequence[str], clause: Boilerplate) -> dict[str, object]:
    return {
        "text": clause.text,
        "n_plans": clause.n_plans,
        "n_families": clause.n_families,
        "occurrences": [{"plan_id": ids[o.plan], "start": o.start, "end": o.end} for o in clause.occurrences],
    }


def _substitution(substitution: PairSubstitution) -> dict[str, object]:
    return {
        "original": substitution.original,
        "replacement": substitution.replacement,
        "count": substitution.n_places,
    }


def _passage(passage: Passage) -> dict[str, object]:
    return {"a": list(passage.a), "b": list(passage.b), "kind": passage.kind, "quoted": passage.is_quoted}


def _share(ids: Sequence[str], share: CopiedShare) -> dict[str, object]:
    return {
        "total": round(share.total, _DIGITS),
        "largest": round(share.largest, _DIGITS),
        "source": None if share.source is None else ids[share.source],
    }
