"""Values of the lower floors as rows of the tables, and plans made of rows again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from corpus_tools.reading.source import Source
from corpus_tools.reuse.bodies import folded_body
from corpus_tools.reuse.node_pairs import PlanNodes, node_paths
from corpus_tools.reuse.quotation import Quotation
from corpus_tools.reuse.shares import CopiedShare
from corpus_tools.reuse.shingles import SEED, distinct, hash_shingles
from corpus_tools.reuse.signatures import VERSION, sign_texts
from corpus_tools.reuse.templates import Template
from corpus_tools.reuse.verdicts import Reuse
from corpus_tools.spans import Span
from corpus_tools.structure.markers import Marker
from corpus_tools.structure.nodes import Node, Noise
from corpus_tools.structure.plans import ParsedSource, Plan
from corpus_tools.tables import BY_NAME
from corpus_tools.themes.clusters import Clustering, UnitKind
from corpus_tools.themes.coding import Code, PlanThemes
from corpus_tools.words.terms import WordCounts

Row = Mapping[str, Any]
Rows = dict[str, list[Row]]
_PLAN_COLUMNS = frozenset(BY_NAME["plans"].names)


def family_name(index: int | None) -> str | None:
    """Return how a family is called everywhere."""
    return None if index is None else f"F{index + 1}"


def lexicon_name(index: int | None) -> str | None:
    """Return how a lexicon of suspected plans is called everywhere."""
    return None if index is None else f"L{index + 1}"


def parsed_rows(parsed: ParsedSource) -> Rows:
    """Return the rows of the per-plan tables of one source."""
    source, plans = parsed.source, parsed.plans
    return {
        "sources": [_source_row(source)],
        "furniture": [{"path": source.path, **furniture._asdict()} for furniture in parsed.furniture],
        "plans": [_plan_row(plan) for plan in plans],
        "nodes": [_node_row(plan, node) for plan in plans for node in plan.nodes],
        "noise": [{"plan_id": plan.plan_id, **noise._asdict()} for plan in plans for noise in plan.noise],
        "clauses": [
            {"plan_id": plan.plan_id, **clause._asdict(), "text": plan.text[clause.start : clause.end]}
            for plan in plans
            for clause in plan.clauses
        ],
        "signatures": list(_signature_rows(plans)),
        "dates": [{"plan_id": plan.plan_id, **date._asdict()} for plan in plans for date in plan.dates],
        "names": [{"plan_id": plan.plan_id, **name._asdict()} for plan in plans for name in plan.names],
    }


def token_columns(plans: Sequence[Plan], counts: WordCounts) -> dict[str, Sequence[object]]:
    """Return the columns of tokens: there are too many rows for a dictionary each."""
    ids = [plan.plan_id for plan in plans]
    return {
        "plan_id": [ids[i] for i in counts.plan.tolist()],
        "term": [counts.words[i] for i in counts.word.tolist()],
        "n_tokens": counts.n.tolist(),
    }


def plans_of_rows(
    sources: Iterable[Row], plans: Iterable[Row], nodes: Iterable[Row], noise: Iterable[Row]
) -> Iterator[Plan]:
    """Yield the plans that the rows describe; the tables are the truth, and nothing is parsed again.

    What the meta table says of a plan, in columns behind those of ``plans``, is said of its source.
    """
    row_of = {row["path"]: row for row in sources}
    source_of: dict[str, Source] = {}
    nodes_of = _by_plan(nodes)
    noise_of = _by_plan(noise)
    for row in plans:
        plan_id, path = row["plan_id"], row["path"]
        if path not in source_of:
            said = {name: value for name, value in row.items() if name not in _PLAN_COLUMNS and value is not None}
            source_of[path] = _source_of_row(row_of[path], said)
        yield Plan(
            source=source_of[path],
            ordinal=row["ordinal"],
            start=row["start"],
            end=row["end"],
            title=_span(row, "title"),
            nodes=tuple(_node_of_row(node) for node in nodes_of.get(plan_id, ())),
            noise=tuple(Noise(found["start"], found["end"], found["kind"]) for found in noise_of.get(plan_id, ())),
        )


def reuse_rows(plans: Sequence[Plan], reuse: Reuse) -> Rows:
    """Return the rows of all tables from pairs to boilerplate."""
    ids = [plan.plan_id for plan in plans]
    rows = _pair_rows(ids, reuse) | _family_rows(ids, reuse) | _share_rows(ids, reuse) | _spin_rows(ids, reuse)
    rows["quotations"] = [
        {
            **quotation._asdict(),
            "plan_id": ids[quotation.plan],
            "text": plans[quotation.plan].text[quotation.start : quotation.end],
        }
        for quotation in reuse.quotations
    ]
    return rows


def _pair_rows(ids: Sequence[str], reuse: Reuse) -> Rows:
    """Return the rows of pairs, passages, pair_substitutions and substitutions."""
    return {
        "pairs": [
            {
                "a": ids[pair.score.a],
                "b": ids[pair.score.b],
                "verdict": pair.verdict,
                "jaccard": pair.score.jaccard,
                "containment_a": pair.score.containment_a,
                "containment_b": pair.score.containment_b,
                "n_passages": len(pair.passages),
                "longest_passage": max((passage.n_matched for passage in pair.passages), default=0),
                "relation": pair.relation,
                "source": None if pair.source is None else ids[pair.source],
                "source_confidence": pair.direction.confidence,
                "source_evidence": list(pair.direction.evidence),
            }
            for pair in reuse.pairs
        ],
        "passages": [
            {
                "a": ids[pair.score.a],
                "b": ids[pair.score.b],
                "a_start": passage.a.start,
                "a_end": passage.a.end,
                "b_start": passage.b.start,
                "b_end": passage.b.end,
                "kind": passage.kind,
                "quoted": passage.is_quoted,
            }
            for pair in reuse.pairs
            for passage in pair.passages
        ],
        "pair_substitutions": [
            {
                "a": ids[pair.score.a],
                "b": ids[pair.score.b],
                "original": substitution.original,
                "replacement": substitution.replacement,
                "n_places": substitution.n_places,
            }
            for pair in reuse.pairs
            for substitution in pair.substitutions
        ],
        "substitutions": [substitution._asdict() for substitution in reuse.substitutions],
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


def _spin_rows(ids: Sequence[str], reuse: Reuse) -> Rows:
    """Return the rows of spin and spin_evidence."""
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


def quotations_of_rows(plans: Sequence[Plan], rows: Iterable[Mapping[Any, Any]]) -> list[Quotation]:
    """Return the quotations that rows describe, of plans that are among those given."""
    places = {plan.plan_id: place for place, plan in enumerate(plans)}
    known = (row for row in rows if row["plan_id"] in places)
    return [Quotation(places[row["plan_id"]], *(row[name] for name in Quotation._fields[1:])) for row in known]


def family_numbers_of_rows(plans: Sequence[Plan], rows: Iterable[Row]) -> list[int]:
    """Return for each plan the place of the first of its family, as the rows of families tell it."""
    places = {plan.plan_id: place for place, plan in enumerate(plans)}
    numbers = list(range(len(plans)))
    first: dict[str, int] = {}
    for row in rows:
        place = places[row["plan_id"]]
        numbers[place] = first.setdefault(row["family"], place)
    return numbers


def template_rows(plans: Sequence[Plan], templates: Sequence[Template], nodes: Iterable[PlanNodes]) -> Rows:
    """Return the rows of consensus, templates, template_fills and node_pairs; templates in the order of families."""
    slots = [(i, n, t, slot) for i, t in enumerate(templates) for n, slot in enumerate(t.slots, 1)]
    return {
        "consensus": [
            {"family": family_name(i), "n_plans": len(t.members), "n_left": t.n_left, "text": t.text}
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
            }
            for i, number, _, slot in slots
            for fill in slot.fills
        ],
        "node_pairs": [row for found in nodes for row in node_pair_rows(plans, found)],
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


def theme_rows(plans: Sequence[Plan], codes: Sequence[Code], measures: Sequence[PlanThemes]) -> Rows:
    """Return the rows of codes and plan_themes."""
    return {
        "codes": [
            {
                "plan_id": plans[code.plan].plan_id,
                **code.clause._asdict(),
                "theme": code.theme,
                "sub_theme": code.sub_theme,
                "via": code.via,
                "evidence_start": [span.start for span in code.evidence],
                "evidence_end": [span.end for span in code.evidence],
                "text": plans[code.plan].text[code.clause.start : code.clause.end],
            }
            for code in codes
        ],
        "plan_themes": [
            {"plan_id": plan.plan_id, "theme": theme, "share": share, "n_clauses": measure.counts[theme]}
            for plan, measure in zip(plans, measures, strict=True)
            for theme, share in measure.shares.items()
        ],
    }


def cluster_rows(clustering: Clustering, units: UnitKind) -> Rows:
    """Return the rows of clusters and cluster_terms."""
    return {
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


def _share_row(ids: Sequence[str], share: CopiedShare) -> Row:
    source = None if share.source is None else ids[share.source]
    return {"total_share": share.total, "largest_share": share.largest, "largest_source": source}


def _source_row(source: Source) -> Row:
    return {
        "path": source.path,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "encoding": source.encoding,
        "n_bytes": source.n_bytes,
        "text": source.text,
        "meta_names": list(source.meta),
        "meta_values": list(source.meta.values()),
    }


def _source_of_row(row: Row, said: Mapping[str, str]) -> Source:
    return Source(
        path=row["path"],
        sha256=row["sha256"],
        media_type=row["media_type"],
        encoding=row["encoding"],
        n_bytes=row["n_bytes"],
        text=row["text"],
        meta={**dict(zip(row["meta_names"], row["meta_values"], strict=True)), **said},
    )


def _plan_row(plan: Plan) -> Row:
    return {
        "plan_id": plan.plan_id,
        "path": plan.source.path,
        "ordinal": plan.ordinal,
        "start": plan.start,
        "end": plan.end,
        "title": plan.title_text or None,
        "title_start": plan.title.start if plan.title else None,
        "title_end": plan.title.end if plan.title else None,
        "n_characters": len(plan.text),
        "n_nodes": len(plan.nodes),
        "text": plan.text,
    }


def _signature_rows(plans: Sequence[Plan]) -> Iterator[Row]:
    texts = [folded_body(plan).text for plan in plans]
    for plan, text, signature in zip(plans, texts, sign_texts(texts), strict=True):
        yield {
            "plan_id": plan.plan_id,
            "scheme": VERSION,
            "seed": SEED,
            "n_shingles": len(distinct(hash_shingles(text))),
            "digest": blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest(),
            "signature": signature.astype("<u4").tobytes(),
        }


def _node_row(plan: Plan, node: Node) -> Row:
    text, marker, heading = plan.text, node.marker, node.heading
    return {
        "plan_id": plan.plan_id,
        "node_id": node.node_id,
        "parent_id": node.parent_id,
        "kind": node.kind,
        "level": node.level,
        "inline": node.inline,
        "marker": marker.text if marker else None,
        "style": marker.style if marker else None,
        "value": marker.value if marker else None,
        "marker_start": marker.start if marker else None,
        "marker_end": marker.end if marker else None,
        "heading": text[slice(*heading)] if heading else None,
        "heading_start": heading.start if heading else None,
        "heading_end": heading.end if heading else None,
        "body": [text[slice(*span)] for span in node.body],
        "body_start": [span.start for span in node.body],
        "body_end": [span.end for span in node.body],
        "start": node.start,
        "end": node.end,
        "confidence": node.confidence,
        "alternatives": list(node.alternatives),
    }


def _node_of_row(row: Row) -> Node:
    marker = None
    if row["marker"] is not None:
        marker = Marker(row["marker"], row["style"], row["value"], row["marker_start"], row["marker_end"])
    return Node(
        node_id=row["node_id"],
        parent_id=row["parent_id"],
        kind=row["kind"],
        level=row["level"],
        inline=row["inline"],
        marker=marker,
        heading=_span(row, "heading"),
        body=tuple(Span(*span) for span in zip(row["body_start"], row["body_end"], strict=True)),
        start=row["start"],
        end=row["end"],
        confidence=row["confidence"],
        alternatives=tuple(row["alternatives"]),
    )


def _span(row: Row, name: str) -> Span | None:
    start = row[f"{name}_start"]
    return None if start is None else Span(start, row[f"{name}_end"])


def _by_plan(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["plan_id"], []).append(row)
    return found
