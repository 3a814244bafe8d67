"""The JSON documents on who shares text with whom, as plain values; ``docs/schemas`` describes each."""

from collections import Counter
from collections.abc import Mapping, Sequence

from corpus_tools.corpus.result_rows import family_name, lexicon_name, node_pair_rows
from corpus_tools.corpus.review import NOT_REVIEWED, Matched
from corpus_tools.output.jsonl import rounded
from corpus_tools.reuse.boilerplate import Boilerplate
from corpus_tools.reuse.evidence import word_evidence
from corpus_tools.reuse.node_pairs import PlanNodes
from corpus_tools.reuse.passages import Passage
from corpus_tools.reuse.results import Pair, PairSubstitution, Reuse
from corpus_tools.reuse.shares import CopiedShare
from corpus_tools.reuse.slots import Template
from corpus_tools.reuse.spin import Spin, count_swaps
from corpus_tools.structure.plans import Plan

_REVIEW_FIELDS = ("a", "b", "decision", "note")


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
                "copied_share": rounded(own.copied_share),
                "boilerplate_share": rounded(own.boilerplate_share),
                "quoted_share": rounded(own.quoted_share),
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
            "huge_buckets": reuse.uncompared.n_huge_buckets,
            "unpaired_plans": reuse.uncompared.n_unpaired_plans,
            "frequent_shingles": reuse.uncompared.n_frequent_shingles,
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
                    for (original, replacement), n in count_swaps(reuse.plans[index].spin for index in members[lexicon])
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
                "boilerplate_share": rounded(reuse.plans[index].boilerplate_share),
                "quoted_share": rounded(reuse.plans[index].quoted_share),
                "n_clauses": n_clauses[index],
            }
            for index in reuse.by_boilerplate
        ],
        "clauses": [
            {**_boilerplate(ids, clause), "reference": reference}
            for clause, reference in zip(reuse.boilerplate, reuse.references, strict=True)
        ],
    }


def _substitutions(reuse: Reuse) -> list[dict[str, object]]:
    return [
        {"original": s.original, "replacement": s.replacement, "pairs": s.n_pairs, "count": s.n_places}
        for s in reuse.substitutions
    ]


def _spin(spin: Spin) -> dict[str, object]:
    return {
        "suspected": spin.suspected,
        "score": rounded(spin.score),
        "lexicon": lexicon_name(spin.lexicon),
        "evidence": [
            {"original": original, "replacement": replacement, "start": span.start, "end": span.end}
            for original, replacement, span in spin.evidence
        ],
    }


def _pair(ids: Sequence[str], pair: Pair, matched: Matched) -> dict[str, object]:
    score = pair.score
    reviewed = matched.of(ids[score.a], ids[score.b])
    return {
        "a": ids[score.a],
        "b": ids[score.b],
        "jaccard": rounded(score.jaccard),
        "containment_a": rounded(score.containment_a),
        "containment_b": rounded(score.containment_b),
        "verdict": pair.verdict,
        "relation": pair.relation,
        "source": None if pair.source is None else ids[pair.source],
        "source_confidence": rounded(pair.direction.confidence),
        "source_evidence": list(word_evidence(pair.direction.evidence, (ids[score.a], ids[score.b]))),
        "substitutions": [substitution_fields(substitution) for substitution in pair.substitutions],
        "passages": [passage_fields(passage) for passage in pair.passages],
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


def substitution_fields(substitution: PairSubstitution) -> dict[str, object]:
    """Return a substitution between two plans as plain values."""
    return {
        "original": substitution.original,
        "replacement": substitution.replacement,
        "count": substitution.n_places,
    }


def passage_fields(passage: Passage) -> dict[str, object]:
    """Return a passage as plain values."""
    return {"a": list(passage.a), "b": list(passage.b), "kind": passage.kind, "quoted": passage.is_quoted}


def _share(ids: Sequence[str], share: CopiedShare) -> dict[str, object]:
    return {
        "total": rounded(share.total),
        "largest": rounded(share.largest),
        "source": None if share.source is None else ids[share.source],
    }
