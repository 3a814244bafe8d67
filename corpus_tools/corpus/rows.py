"""Sources and plans as rows of the tables, and plans made of rows again."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from operator import itemgetter
from typing import Any

import numpy as np

from corpus_tools.arrays import distinct
from corpus_tools.checks.findings import Finding, line_of
from corpus_tools.checks.rules import check_plan
from corpus_tools.errors import CorpusError, RecordedError, pack_error, unpack_error
from corpus_tools.facts.calendar import CalendarEntry
from corpus_tools.facts.commitments import Commitment
from corpus_tools.reading.source import Failure, Source
from corpus_tools.reuse.bodies import folded_body
from corpus_tools.reuse.shingles import SEED, hash_shingles
from corpus_tools.reuse.signatures import VERSION, sign_texts
from corpus_tools.spans import Span
from corpus_tools.structure.markers import Marker
from corpus_tools.structure.nodes import Node, Noise, noise_lines
from corpus_tools.structure.plans import ParsedSource, Plan
from corpus_tools.tables import BY_NAME
from corpus_tools.words.terms import WordCounts

Row = Mapping[str, Any]
Rows = dict[str, list[Row]]
_PLAN_COLUMNS = frozenset(BY_NAME["plans"].names)


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
        "calendar": [_calendar_row(plan, entry) for plan in plans for entry in plan.calendar],
        "dates": [{"plan_id": plan.plan_id, **date._asdict()} for plan in plans for date in plan.dates],
        "laws": [{"plan_id": plan.plan_id, **law._asdict()} for plan in plans for law in plan.laws],
        "names": [{"plan_id": plan.plan_id, **name._asdict()} for plan in plans for name in plan.names],
        "commitments": [_commitment_row(plan, commitment) for plan in plans for commitment in plan.commitments],
        "substance": [_substance_row(plan) for plan in plans],
        "findings": [finding_row(plan, finding) for plan in plans for finding in check_plan(plan)],
    }


def token_columns(plans: Sequence[Plan], counts: WordCounts) -> dict[str, Sequence[object]]:
    """Return the columns of tokens: there are too many rows for a dictionary each."""
    ids = [plan.plan_id for plan in plans]
    return {
        "plan_id": [ids[i] for i in counts.plan.tolist()],
        "term": [counts.words[i] for i in counts.word.tolist()],
        "n_tokens": counts.n.tolist(),
    }


def counts_of_columns(plans: Sequence[Plan], columns: Mapping[str, Sequence[Any]]) -> WordCounts:
    """Return the counts that columns of tokens hold; none is made again."""
    number_of = {plan.plan_id: i for i, plan in enumerate(plans)}
    words = sorted(set(columns["term"]))
    rank_of = {word: i for i, word in enumerate(words)}
    plan = np.array([number_of[plan_id] for plan_id in columns["plan_id"]], dtype=np.int64)
    word = np.array([rank_of[term] for term in columns["term"]], dtype=np.int64)
    n = np.array(columns["n_tokens"], dtype=np.int64)
    sizes = np.bincount(plan, n, len(plans)).astype(np.int64)
    return WordCounts(tuple(words), plan, word, n, sizes)


def plans_of_rows(
    sources: Iterable[Row], plans: Iterable[Row], nodes: Iterable[Row], noise: Iterable[Row]
) -> Iterator[Plan]:
    """Yield the plans that the rows describe; the tables are the truth, and nothing is parsed again.

    What the meta table says of a plan, in columns behind those of ``plans``, is said of its source.
    """
    row_of = {row["path"]: row for row in sources}
    source_of: dict[str, Source] = {}
    nodes_of = group_rows(nodes, "plan_id")
    noise_of = group_rows(noise, "plan_id")
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
            noise_lines=noise_lines(
                Noise(found["start"], found["end"], found["kind"]) for found in noise_of.get(plan_id, ())
            ),
        )


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


def finding_row(plan: Plan, finding: Finding) -> Row:
    """Return a finding as a row, with what the plan prints there."""
    return {
        "plan_id": plan.plan_id,
        "code": finding.code,
        "severity": finding.severity,
        "line": line_of(plan, finding.start),
        "start": finding.start,
        "end": finding.end,
        "text": plan.text_of(finding),
        "message": finding.message,
    }


def _calendar_row(plan: Plan, entry: CalendarEntry) -> Row:
    return {
        "plan_id": plan.plan_id,
        "label": entry.label,
        "months": list(entry.months),
        "start": entry.start,
        "end": entry.end,
        "activities": [plan.text_of(span) for span in entry.activities],
        "activity_start": [span.start for span in entry.activities],
        "activity_end": [span.end for span in entry.activities],
    }


def _commitment_row(plan: Plan, commitment: Commitment) -> Row:
    measure, deadline, responsible = commitment.measure, commitment.deadline, commitment.responsible
    return {
        "plan_id": plan.plan_id,
        "node_id": commitment.node_id,
        "start": commitment.start,
        "end": commitment.end,
        "text": plan.text_of(commitment),
        "measure": measure.text,
        "measure_start": measure.start,
        "measure_end": measure.end,
        **{name: getattr(measure, name) for name in measure._fields if name not in ("text", "start", "end")},
        "deadline": deadline.text if deadline else None,
        "responsible": responsible.text if responsible else None,
    }


def _substance_row(plan: Plan) -> Row:
    substance = plan.substance
    return {
        "plan_id": plan.plan_id,
        "n_clauses": substance.n_clauses,
        "n_characters": substance.n_characters,
        "n_fact_clauses": substance.n_fact_clauses,
        "n_fact_characters": substance.n_fact_characters,
        "fact_share": substance.fact_share,
        **{f"n_{kind}": n for kind, n in substance.n_facts.items()},
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


def failure_row(failure: Failure) -> Row:
    """Return the row of an input that failed, with its error: in another language it has to be told anew."""
    return {**failure.to_dict(), "error": json.dumps(pack_error(failure.error), ensure_ascii=False)}


def failures_of_rows(rows: Iterable[Row]) -> list[Failure]:
    """Return what rows of the table failures tell."""
    return [Failure(row["path"], row["stage"], _read_error(row), row["n_bytes"]) for row in rows]


def _read_error(row: Row) -> CorpusError:
    error = unpack_error(json.loads(row["error"]))
    return error if isinstance(error, CorpusError) else RecordedError(reason=row["reason"])


def group_rows(rows: Iterable[Row], *names: str) -> dict[Any, list[Row]]:
    """Return rows by their values of some columns, in the order that they stand in; of several, by a tuple of them."""
    found: dict[Any, list[Row]] = {}
    key = itemgetter(*names)
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
