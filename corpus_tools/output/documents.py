"""The JSON documents of the commands, as plain values; ``docs/schemas`` describes each."""

from collections.abc import Mapping, Sequence

import orjson

from corpus_tools.corpus.rows import cluster_rows, family_name, lexicon_name
from corpus_tools.reuse.spin import Spin, count_words
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
                "quoted_share": 0.0,
                "spin": _spin(own.spin),
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
        "substitutions": _substitutions(reuse),
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


def _pair(ids: Sequence[str], pair: Pair) -> dict[str, object]:
    score = pair.score
    return {
        "a": ids[score.a],
        "b": ids[score.b],
        "jaccard": round(score.jaccard, _DIGITS),
        "containment_a": round(score.containment_a, _DIGITS),
        "containment_b": round(score.containment_b, _DIGITS),
        "verdict": pair.verdict,
        "relation": "unknown",
        "source": None,
        "source_confidence": 0.0,
        "source_evidence": [],
        "substitutions": [
            {"original": s.original, "replacement": s.replacement, "count": s.n_places} for s in pair.substitutions
        ],
        "passages": [{"a": list(p.a), "b": list(p.b), "kind": p.kind} for p in pair.passages],
    }
