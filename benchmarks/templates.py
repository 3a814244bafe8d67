"""Rows on templates: made families whose slots, and whose items, are known in every plan."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from benchmarks.corpora import gather_wording, read_sample_plans
from benchmarks.documents import Documents
from benchmarks.filled import Member, differing_slots, make_families
from benchmarks.rows import Row
from corpus_tools.reading.source import source_of_text
from corpus_tools.reuse.atoms import PlanAtoms
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.reuse.node_pairs import node_paths, pair_plan_nodes
from corpus_tools.reuse.stars import align_family
from corpus_tools.reuse.templates import find_template
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.structure.plans import Plan, parse_source

_N_FAMILIES = 24
_SHARE = 0.2
_OVERLAP = 0.8
_RIVAL = "difflib beside the first plan"

Spans = Mapping[str, tuple[int, int]]  # of a slot, by the path of the plan


def measure_templates(documents: Documents, seed: int) -> Iterator[Row]:
    """Compare the slots found in families, and which item of a plan is which of another."""
    if documents.kind == "real":
        return
    families = list(make_families(seed, gather_wording(seed, read_sample_plans()), _N_FAMILIES))
    plans = [parse_source(source_of_text(m.text, m.path)).plans[0] for family in families for m in family]
    reuse = find_reuse(plans)
    atoms = PlanAtoms(plans, Lexicon(reuse.substitutions))
    ours: list[tuple[str, Spans]] = []
    for family in reuse.families:
        for slot in find_template(align_family(atoms, family), _SHARE).slots:
            spans = {plans[f.plan].source.path: _in_file(plans[f.plan], f.start, f.end) for f in slot.fills}
            if slot.kind != "optional":
                ours.append((slot.kind, spans))
    theirs = [slot for family in families for slot in _find_by_difflib(family)]
    truth = [slot for family in families for slot in _true_slots(family)]
    ours_of, theirs_of = _match(truth, [spans for _, spans in ours]), _match(truth, theirs)
    scores = 2 * len(ours_of) / (len(ours) + len(truth)), 2 * len(theirs_of) / (len(theirs) + len(truth))
    name = "reuse/templates"
    yield Row(name, f"F1 of slots, {len(plans)} plans of {_N_FAMILIES} families", "share", scores[0], _RIVAL, scores[1])
    n_of_kind = Counter(kind for kind, _ in truth)
    for kind, n in sorted(n_of_kind.items()):
        counts = [sum(truth[i][0] == kind for i in found) for found in (ours_of, theirs_of)]
        yield Row(name, f"slots found: {kind}", "count", counts[0], _RIVAL, counts[1], n)
    n_right = sum(truth[i][0] == ours[j][0] for i, j in ours_of.items())
    yield Row(name, "slots found that are given their kind", "count", n_right, "none is given", 0, len(ours_of))
    yield _item_row(families, plans, atoms)


def _in_file(plan: Plan, start: int, end: int) -> tuple[int, int]:
    return plan.start + start, plan.start + end


def _true_slots(family: Sequence[Member]) -> Iterator[tuple[str, Spans]]:
    for slot in sorted(differing_slots(family, _SHARE)):
        fills = {member.path: fill for member in family for fill in member.fills if fill.slot == slot}
        kind = next(fill.kind for fill in fills.values())
        yield kind, {path: (fill.start, fill.end) for path, fill in fills.items()}


def _match(truth: Sequence[tuple[str, Spans]], found: Sequence[Spans]) -> dict[int, int]:
    """Return the true slots that are found, and as which: in every plan with the slot the spans nearly are the same."""
    near: dict[tuple[str, int], list[int]] = {}
    for number, spans in enumerate(found):
        for path, (start, end) in spans.items():
            for at in range(start, end):
                near.setdefault((path, at), []).append(number)
    matched: dict[int, int] = {}
    for number, (_, spans) in enumerate(truth):
        path, span = next(iter(spans.items()))
        others = {other for at in range(*span) for other in near.get((path, at), ())}
        for other in sorted(others - set(matched.values())):
            if all(path in found[other] and _overlap(span, found[other][path]) for path, span in spans.items()):
                matched[number] = other
                break
    return matched


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= _OVERLAP * (one[1] - one[0]) and shared >= _OVERLAP * (other[1] - other[0])


def _find_by_difflib(family: Sequence[Member]) -> Iterator[Spans]:
    """Yield the stretches in which enough plans differ from the first, as difflib aligns their texts."""
    first = family[0].text
    steps_of = {m.path: SequenceMatcher(None, first, m.text, autojunk=False).get_opcodes() for m in family}
    n_differing: Counter[int] = Counter()
    for steps in steps_of.values():
        n_differing.update(at for tag, start, end, _, _ in steps if tag != "equal" for at in range(start, end))
    counted = [at for at in range(len(first)) if n_differing[at] >= _SHARE * len(family)]
    runs: list[list[int]] = []
    for at in counted:
        if runs and runs[-1][1] == at:
            runs[-1][1] = at + 1
        else:
            runs.append([at, at + 1])
    for start, end in runs:
        yield {path: (_follow(steps, start), _follow(steps, end - 1, behind=True)) for path, steps in steps_of.items()}


def _follow(steps: Sequence[tuple[str, int, int, int, int]], at: int, *, behind: bool = False) -> int:
    """Return where a character of the first plan stands in another, or where what stands for it begins or ends."""
    tag, start, _, other_start, other_end = next(step for step in steps if step[1] <= at < step[2])
    if tag == "equal":
        return other_start + at - start + behind
    return other_end if behind else other_start


def _item_row(families: Sequence[Sequence[Member]], plans: Sequence[Plan], atoms: PlanAtoms) -> Row:
    """Compare which item of the first plan of a family is which of the others; the competitor goes by its number."""
    number = {plan.source.path: i for i, plan in enumerate(plans)}
    counts: Counter[str] = Counter()
    for family in families:
        for member in family[1:]:
            a, b = number[family[0].path], number[member.path]
            nodes_a, nodes_b = _nodes_by_start(plans[a]), _nodes_by_start(plans[b])
            start_of = {item.item: item.start for item in member.items}
            truth = {nodes_a.get(item.start): nodes_b.get(start_of.get(item.item, -1)) for item in family[0].items}
            found = {(pair.a_node, pair.b_node) for pair in pair_plan_nodes(atoms, a, b).pairs}
            paths = {path: node for node, path in node_paths(plans[b]).items()}
            by_number = {node: paths.get(path) for node, path in node_paths(plans[a]).items()}
            for node, wanted in truth.items():
                counts["all"] += 1
                counts["ours"] += (node, wanted) in found
                counts["theirs"] += node is not None and by_number.get(node) == wanted
    what = "items told to be the same, moved or left out"
    return Row("reuse/templates", what, "count", counts["ours"], "the same number", counts["theirs"], counts["all"])


def _nodes_by_start(plan: Plan) -> dict[int, int]:
    return {plan.start + node.start: node.node_id for node in plan.nodes if node.marker}
