"""What is found among all plans as rows of the tables."""

from collections.abc import Iterable, Iterator, Sequence

from corpus_tools.corpus.rows import Row, Rows
from corpus_tools.reuse.alignments import Alignments, order_by_name
from corpus_tools.reuse.evidence import word_evidence
from corpus_tools.reuse.node_pairs import PlanNodes, node_paths
from corpus_tools.reuse.pairs import Compared
from corpus_tools.reuse.passages import Passage
from corpus_tools.reuse.quotation import Quotation
from corpus_tools.reuse.results import Pair, Reuse
from corpus_tools.reuse.shares import CopiedShare
from corpus_tools.reuse.slots import Template
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.clusters import Clustering, UnitKind
from corpus_tools.themes.coding import Code, PlanThemes


def family_name(index: int | None) -> str | None:
    """Return how a family is called everywhere."""
    return None if index is None else f"F{index + 1}"


def lexicon_name(index: int | None) -> str | None:
    """Return how a lexicon of suspected plans is called everywhere."""
    return None if index is None else f"L{index + 1}"


def alignment_rows(plans: Sequence[Plan], alignments: Alignments, quotations: Iterable[Quotation]) -> Rows:
    """Return the rows of alignments, aligned_passages, uncompared and quotations."""
    ids = [plans[index].plan_id for index in order_by_name(plans)]
    pairs = [((ids[one.score.a], ids[one.score.b]), one) for one in alignments.compared]
    return {
        "alignments": [{**_named(sides), **_alignment_row(one)} for sides, one in pairs],
        "aligned_passages": [{**_named(sides), **_passage_row(own)} for sides, one in pairs for own in one.passages],
        "uncompared": [alignments.uncompared._asdict()],
        "quotations": [
            {
                **quotation._asdict(),
                "plan_id": plans[quotation.plan].plan_id,
                "text": plans[quotation.plan].text[quotation.start : quotation.end],
            }
            for quotation in quotations
        ],
    }


def _alignment_row(one: Compared) -> Row:
    return {
        "jaccard": one.score.jaccard,
        "containment_a": one.score.containment_a,
        "containment_b": one.score.containment_b,
        "verdict": one.copy,
        "is_alike": one.is_alike,
        "a_length": one.lengths[0],
        "b_length": one.lengths[1],
        "a_start": [a.start for a, _ in one.spans],
        "a_end": [a.end for a, _ in one.spans],
        "b_start": [b.start for _, b in one.spans],
        "b_end": [b.end for _, b in one.spans],
        "a_word": [swap.words[0] for swap in one.swaps],
        "b_word": [swap.words[1] for swap in one.swaps],
        "a_at": [swap.at_a for swap in one.swaps],
        "b_at": [swap.at_b for swap in one.swaps],
    }


def reuse_rows(plans: Sequence[Plan], reuse: Reuse) -> Rows:
    """Return the rows of all tables from pairs to boilerplate."""
    ids = [plan.plan_id for plan in plans]
    return _pair_rows(ids, reuse) | _family_rows(ids, reuse) | _share_rows(ids, reuse)


def _pair_rows(ids: Sequence[str], reuse: Reuse) -> Rows:
    """Return the rows of pairs, pair_evidence, passages, pair_substitutions and substitutions."""
    pairs = [((ids[pair.score.a], ids[pair.score.b]), pair) for pair in reuse.pairs]
    return {
        "pairs": [_pair_row(sides, pair) for sides, pair in pairs],
        "pair_evidence": [
            {**_named(sides), **evidence._asdict(), "source": sides[evidence.source]}
            for sides, pair in pairs
            for evidence in pair.direction.evidence
        ],
        "passages": [{**_named(sides), **_passage_row(passage)} for sides, pair in pairs for passage in pair.passages],
        "pair_substitutions": [
            {**_named(sides), **substitution._asdict()} for sides, pair in pairs for substitution in pair.substitutions
        ],
        "substitutions": [substitution._asdict() for substitution in reuse.substitutions],
    }


def _named(sides: tuple[str, str]) -> Row:
    """Return the two columns that every row on a pair begins with."""
    a, b = sides
    return {"a": a, "b": b}


def _pair_row(sides: tuple[str, str], pair: Pair) -> Row:
    score, direction = pair.score, pair.direction
    return {
        **_named(sides),
        "verdict": pair.verdict,
        "jaccard": score.jaccard,
        "containment_a": score.containment_a,
        "containment_b": score.containment_b,
        "n_passages": len(pair.passages),
        "longest_passage": max((passage.n_matched for passage in pair.passages), default=0),
        "relation": pair.relation,
        "source": None if direction.source is None else sides[direction.source],
        "copy": None if direction.source is None else sides[1 - direction.source],
        "containment": None if direction.source is None else pair.containment,
        "source_confidence": direction.confidence,
        "source_evidence": list(word_evidence(direction.evidence, sides)),
    }


def _passage_row(passage: Passage) -> Row:
    return {
        "a_start": passage.a.start,
        "a_end": passage.a.end,
        "b_start": passage.b.start,
        "b_end": passage.b.end,
        "kind": passage.kind,
        "quoted": passage.is_quoted,
        "n_matched": passage.n_matched,
        "a_unequal_start": [span.start for span in passage.unequal_a],
        "a_unequal_end": [span.end for span in passage.unequal_a],
        "b_unequal_start": [span.start for span in passage.unequal_b],
        "b_unequal_end": [span.end for span in passage.unequal_b],
    }


def _family_rows(ids: Sequence[str], reuse: Reuse) -> Rows:
    """Return the rows of families and boilerplate."""
    return {
        "families": [
            {
                "family": family_name(index),
                "plan_id": ids[member],
                "is_representative": member == family.representative,
            }
            for index, family in enumerate(reuse.families)
            for member in family.members
        ],
        "boilerplate": [
            {
                "clause": clause.text,
                "n_plans": clause.n_plans,
                "n_families": clause.n_families,
                "plan_id": ids[occurrence.plan],
                "start": occurrence.start,
                "end": occurrence.end,
            }
            for clause in reuse.boilerplate
            for occurrence in clause.occurrences
        ],
    }


def _share_rows(ids: Sequence[str], reuse: Reuse) -> Rows:
    """Return the rows of plan_reuse and plan_shares."""
    return {
        "plan_reuse": [
            {
                "plan_id": plan_id,
                "family": family_name(own.family),
                "copied_share": own.copied_share,
                "boilerplate_share": own.boilerplate_share,
                "quoted_share": own.quoted_share,
                **_share_row(ids, own.shares[0]),
            }
            for plan_id, own in zip(ids, reuse.plans, strict=True)
        ],
        "plan_shares": [
            {"plan_id": plan_id, "left_out": share.left_out, **_share_row(ids, share)}
            for plan_id, own in zip(ids, reuse.plans, strict=True)
            for share in own.shares
        ],
    }


def _share_row(ids: Sequence[str], share: CopiedShare) -> Row:
    source = None if share.source is None else ids[share.source]
    return {"total_share": share.total, "largest_share": share.largest, "largest_source": source}


def spin_rows(plans: Sequence[Plan], reuse: Reuse) -> Rows:
    """Return the rows of spin and spin_evidence."""
    ids = [plan.plan_id for plan in plans]
    return {
        "spin": [
            {
                "plan_id": plan_id,
                "suspected": own.spin.suspected,
                "score": own.spin.score,
                "lexicon": lexicon_name(own.spin.lexicon),
            }
            for plan_id, own in zip(ids, reuse.plans, strict=True)
        ],
        "spin_evidence": [
            {
                "plan_id": plan_id,
                "lexicon": lexicon_name(own.spin.lexicon),
                "original": place.original,
                "replacement": place.replacement,
                "start": place.span.start,
                "end": place.span.end,
            }
            for plan_id, own in zip(ids, reuse.plans, strict=True)
            for place in own.spin.evidence
        ],
    }


def template_rows(
    plans: Sequence[Plan], templates: Sequence[Template], nodes: Iterable[tuple[int | None, PlanNodes]]
) -> Rows:
    """Return the rows of consensus, templates, template_fills and node_pairs.

    Templates are in the order of families; nodes have the index of the family, None where they are of none.
    """
    slots = [(i, n, t, slot) for i, t in enumerate(templates) for n, slot in enumerate(t.slots, 1)]
    return {
        "consensus": [
            {
                "family": family_name(i),
                "n_plans": len(t.members),
                "n_left": t.n_left,
                "text": t.text,
                "plans": [plans[member].plan_id for member in t.members],
            }
            for i, t in enumerate(templates)
        ],
        "templates": [
            {
                "family": family_name(i),
                "slot": number,
                "kind": slot.kind,
                "start": slot.start,
                "end": slot.end,
                "text": template.text[slot.start : slot.end],
                "n_plans": len(slot.fills),
                "n_different": slot.n_different,
            }
            for i, number, template, slot in slots
        ],
        "template_fills": [
            {
                "family": family_name(i),
                "slot": number,
                "plan_id": plans[fill.plan].plan_id,
                "start": fill.start,
                "end": fill.end,
                "text": fill.text,
                "form": fill.form,
                "words": fill.words,
            }
            for i, number, _, slot in slots
            for fill in slot.fills
        ],
        "node_pairs": [{**row, "family": family_name(i)} for i, found in nodes for row in node_pair_rows(plans, found)],
    }


def node_pair_rows(plans: Sequence[Plan], found: PlanNodes) -> Iterator[Row]:
    """Yield the rows of node_pairs of two plans."""
    a, b = plans[found.a], plans[found.b]
    paths_a, paths_b = node_paths(a), node_paths(b)
    for pair in found.pairs:
        yield {
            "a": a.plan_id,
            "b": b.plan_id,
            **pair._asdict(),
            "a_path": pair.a_node and paths_a[pair.a_node],
            "b_path": pair.b_node and paths_b[pair.b_node],
        }


def code_rows(plans: Sequence[Plan], codes: Sequence[Code]) -> list[Row]:
    """Return the rows of codes."""
    texts = [plan.text for plan in plans]
    return [
        {
            "plan_id": plans[code.plan].plan_id,
            **code.clause._asdict(),
            "theme": code.theme,
            "sub_theme": code.sub_theme,
            "via": code.via,
            "basis": code.basis,
            "evidence_start": [span.start for span in code.evidence],
            "evidence_end": [span.end for span in code.evidence],
            "text": texts[code.plan][code.clause.start : code.clause.end],
        }
        for code in codes
    ]


def theme_rows(plans: Sequence[Plan], codes: Sequence[Code], measures: Sequence[PlanThemes]) -> Rows:
    """Return the rows of codes and plan_themes."""
    return {
        "codes": code_rows(plans, codes),
        "plan_themes": [
            {"plan_id": plan.plan_id, "theme": theme, "share": share, "n_clauses": measure.counts[theme]}
            for plan, measure in zip(plans, measures, strict=True)
            for theme, share in measure.shares.items()
        ],
    }


def cluster_rows(clustering: Clustering, units: UnitKind) -> Rows:
    """Return the rows of clusters, cluster_terms and cluster_labels."""
    return {
        "cluster_labels": [
            {
                "units": units,
                "cluster": number,
                "label": list(cluster.label),
                "stability": cluster.stability,
                "n_members": cluster.n_members,
                "agreement": clustering.agreement,
            }
            for number, cluster in enumerate(clustering.clusters, 1)
        ],
        "clusters": [
            {
                "units": units,
                "cluster": member.cluster + 1,
                "plan_id": member.unit.plan_id,
                "start": member.unit.span.start if member.unit.span else None,
                "end": member.unit.span.end if member.unit.span else None,
                "weight": member.weight,
                "text": member.unit.label,
            }
            for member in clustering.members
        ],
        "cluster_terms": [
            {
                "units": units,
                "cluster": number,
                "term": term,
                "weight": weight,
                "label": " ".join(cluster.label),
                "stability": cluster.stability,
                "n_members": cluster.n_members,
            }
            for number, cluster in enumerate(clustering.clusters, 1)
            for term, weight in cluster.terms
        ],
    }
