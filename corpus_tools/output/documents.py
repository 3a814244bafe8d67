"""The JSON documents of the commands, as plain values; ``docs/schemas`` describes each."""

from collections.abc import Mapping, Sequence

import orjson

from corpus_tools.corpus.rows import cluster_rows, family_name, node_pair_rows
from corpus_tools.reuse.node_pairs import PlanNodes
from corpus_tools.reuse.templates import Template
from corpus_tools.reuse.verdicts import Pair, Reuse
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.clusters import Clustering, UnitKind
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.coding import Code, PlanThemes

_DIGITS = 4


def to_json(document: object, *, indented: bool = False) -> bytes:
    """Return a document as UTF-8 JSON with a line end."""
    return orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE | (orjson.OPT_INDENT_2 if indented else 0))


def duplicates_document(plans: Sequence[Plan], reuse: Reuse) -> dict[str, object]:
    """Return the document ``corpus-tools/duplicates/1``. What needs spin without its source is present and empty."""
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
                "quoted_share": 0.0,
                "spin": {"suspected": False, "score": 0.0, "lexicon": None, "evidence": []},
            }
            for plan, own in zip(plans, reuse.plans, strict=True)
        ],
        "pairs": [_pair(ids, pair) for pair in reuse.pairs],
        "families": [
            {
                "family": family_name(index),
                "representative": ids[family.representative],
                "plans": [ids[member] for member in family.members],
            }
            for index, family in enumerate(reuse.families)
        ],
        "substitutions": [
            {"original": s.original, "replacement": s.replacement, "pairs": s.n_pairs, "count": s.n_places}
            for s in reuse.substitutions
        ],
        "boilerplate": [
            {
                "text": clause.text,
                "n_plans": clause.n_plans,
                "n_families": clause.n_families,
                "occurrences": [{"plan_id": ids[o.plan], "start": o.start, "end": o.end} for o in clause.occurrences],
            }
            for clause in reuse.boilerplate
        ],
        "left": {
            "huge_buckets": reuse.left.n_huge_buckets,
            "unpaired_plans": reuse.left.n_unpaired_plans,
            "frequent_shingles": reuse.left.n_frequent_shingles,
        },
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


def clusters_document(clustering: Clustering, units: UnitKind, options: Mapping[str, object]) -> dict[str, object]:
    """Return the document ``corpus-tools/clusters/1``; ``options`` are those that made it."""
    return {
        "schema": "corpus-tools/clusters/1",
        "options": {"units": units, **options},
        "agreement": clustering.agreement,
        "clusters": [
            {
                "cluster": number,
                "n_members": cluster.n_members,
                "stability": cluster.stability,
                "terms": [{"term": term, "weight": weight} for term, weight in cluster.terms],
            }
            for number, cluster in enumerate(clustering.clusters, 1)
        ],
        "members": cluster_rows(clustering, units)["clusters"],
    }


def _pair(ids: Sequence[str], pair: Pair) -> dict[str, object]:
    score = pair.score
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
        "substitutions": [
            {"original": s.original, "replacement": s.replacement, "count": s.n_places} for s in pair.substitutions
        ],
        "passages": [{"a": list(p.a), "b": list(p.b), "kind": p.kind} for p in pair.passages],
    }
