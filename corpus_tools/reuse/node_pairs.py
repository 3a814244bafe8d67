"""Node pairs: which section or item of one plan is which of another, however it is numbered there.

Two nodes are a pair where at least half of what the shorter of them prints itself stands in the other, moved text
included; shared text says which is which, and the tree says what happened to it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Literal, NamedTuple

import numpy as np

from corpus_tools.arrays import Numbers
from corpus_tools.reuse.atoms import Atoms, PlanAtoms
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.reuse.stars import AlignedFamily, align_atoms
from corpus_tools.scripts import fold_simplified
from corpus_tools.structure.nodes import Node, find_paths, own_spans
from corpus_tools.structure.plans import Plan

Change = Literal["same", "renumbered", "moved", "merged", "split", "replaced", "dropped", "added"]

# Least share of what the shorter of two nodes prints itself.
NODE_SHARE = 0.5
_WIDEST_HEADING = 12


class NodePair(NamedTuple):
    """A node of plan ``a`` and the same in plan ``b``.

    Attributes
    ----------
    a_node, b_node
        ``node_id`` in either plan; None where the other has nothing of it.
    score
        Share, 0 to 1, of what the shorter of the two prints itself that the other has.
    change
        ``same``: the printed path is the same; ``renumbered``: the same place under other numbers; ``moved``: another
        parent or order; ``merged``: several nodes of ``a`` are one of ``b``; ``split``: the reverse;
        ``replaced``: other text under the same printed path; ``dropped``, ``added``: of one plan only.
    """

    a_node: int | None
    b_node: int | None
    score: float
    change: Change


class PlanNodes(NamedTuple):
    """Two plans, by their indexes, with what node of one is which of the other."""

    a: int
    b: int
    pairs: tuple[NodePair, ...]


def node_paths(plan: Plan) -> dict[int, str]:
    """Return for each node of a plan its markers and those around it as the plan prints them, ``三、4.(2)``, by id.

    A section without a number prints its heading, what prints neither ``¶`` and its number beside its like.
    """
    return {node_id: "".join(path) for node_id, path in find_paths(plan.nodes, _names(plan)).items()}


def _names(plan: Plan) -> Iterator[str]:
    counts: Counter[int | None] = Counter()
    for node in plan.nodes:
        if node.marker:
            yield "".join(node.marker.text.split())
        elif node.heading:
            heading = "".join(plan.text[slice(*node.heading)].split())
            yield f"[{heading if len(heading) <= _WIDEST_HEADING else heading[: _WIDEST_HEADING - 1] + '…'}]"
        else:
            counts[node.parent_id] += 1
            yield f"¶{counts[node.parent_id]}"


def pair_nodes(a: Plan, b: Plan, lexicon: Lexicon | None = None, share: float = NODE_SHARE) -> list[NodePair]:
    """Return which node of ``a`` is which of ``b``, in the order of ``a``, and what only ``b`` has at the end.

    Parameters
    ----------
    lexicon
        Its substitutions count as the same word.
    share
        Least ``score`` of a pair.
    """
    atoms = PlanAtoms((a, b), lexicon)
    return list(_pair_aligned(a, b, atoms[0], atoms[1], align_atoms(atoms[0], atoms[1]), share))


def pair_plan_nodes(atoms: PlanAtoms, a: int, b: int) -> PlanNodes:
    """Return the same for two of many plans."""
    own = atoms.plans[a], atoms.plans[b], atoms[a], atoms[b], align_atoms(atoms[a], atoms[b])
    return PlanNodes(a, b, tuple(_pair_aligned(*own)))


def pair_shared_nodes(atoms: PlanAtoms, pairs: Iterable[Sequence[int]]) -> list[PlanNodes]:
    """Return the same for pairs of plans, without the nodes that only one of two has."""
    found = (pair_plan_nodes(atoms, a, b) for a, b in pairs)
    return [own._replace(pairs=tuple(pair for pair in own.pairs if pair.score > 0)) for own in found]


def pair_family_nodes(plans: Sequence[Plan], family: AlignedFamily) -> Iterator[PlanNodes]:
    """Yield for each other member of a family which node of the representative is which of its own."""
    center = family.center
    for member in family.members:
        if member.plan != center.plan:
            own = plans[center.plan], plans[member.plan], center.atoms, member.atoms, member.placed
            yield PlanNodes(center.plan, member.plan, tuple(_pair_aligned(*own)))


def _pair_aligned(
    a: Plan, b: Plan, atoms_a: Atoms, atoms_b: Atoms, placed: Numbers, share: float = NODE_SHARE
) -> Iterator[NodePair]:
    nodes_a, nodes_b = _nodes_of(a, atoms_a), _nodes_of(b, atoms_b)
    aligned = np.flatnonzero(placed >= 0)
    ends = np.stack((nodes_a[aligned], nodes_b[placed[aligned]]))
    ends, n_shared = np.unique(ends[:, (ends > 0).all(axis=0)], axis=1, return_counts=True)
    n_of_a, n_of_b = np.bincount(nodes_a, minlength=1), np.bincount(nodes_b, minlength=1)
    scores: dict[tuple[int, int], float] = {}
    for node_a, node_b, n in zip(*ends.tolist(), n_shared.tolist(), strict=True):
        score = n / int(min(n_of_a[node_a], n_of_b[node_b]))
        if score >= share:
            scores[node_a, node_b] = score
    return _name_changes(a, b, scores)


def _nodes_of(plan: Plan, atoms: Atoms) -> Numbers:
    """Return for each atom the node that prints it; 0 where none does, as in titles."""
    nodes = np.zeros(len(plan.text) + 1, dtype=np.int64)
    for node in plan.nodes:
        for start, end in own_spans(node):
            nodes[start:end] = node.node_id
    return nodes[atoms.starts]


class _Tree(NamedTuple):
    """A plan's nodes and their printed paths, both by id; and by the ids of those that are of a pair their partners."""

    nodes: Mapping[int, Node]
    paths: Mapping[int, str]
    partners: Mapping[int, Sequence[int]]


def _read_tree(plan: Plan, pairs: Iterable[tuple[int, int]]) -> _Tree:
    partners: dict[int, list[int]] = {}
    for node, other in sorted(pairs):
        partners.setdefault(node, []).append(other)
    return _Tree({node.node_id: node for node in plan.nodes}, node_paths(plan), partners)


def _name_changes(a: Plan, b: Plan, scores: Mapping[tuple[int, int], float]) -> Iterator[NodePair]:
    """Yield the pairs of nodes with what has changed, and the nodes that are of no pair."""
    in_a, in_b = _read_tree(a, scores), _read_tree(b, ((node_b, node_a) for node_a, node_b in scores))
    single = (found[0] for found in in_a.partners.values() if len(found) == len(in_b.partners[found[0]]) == 1)
    in_order = _longest_rising(list(single))
    left = {node: path for node, path in in_b.paths.items() if node not in in_b.partners}
    left_at = {path: node for node, path in reversed(left.items())}  # a printed path may be that of several
    for node, path in in_a.paths.items():
        if node in in_a.partners:
            for other in in_a.partners[node]:
                change = _name_change(in_a, in_b, node, other, in_order)
                yield NodePair(node, other, round(scores[node, other], 4), change)
            continue
        same = left_at.get(path)
        if same in left and _have_same_parent(in_a, in_b, node, same):
            del left[same]
            yield NodePair(node, same, 0.0, "replaced")
        else:
            yield NodePair(node, None, 0.0, "dropped")
    for node in left:
        yield NodePair(None, node, 0.0, "added")


def _name_change(in_a: _Tree, in_b: _Tree, a: int, b: int, in_order: Set[int]) -> Change:
    """Return what has changed between two nodes that are a pair; ``in_order`` are those of ``b`` that follow on."""
    if len(in_b.partners[b]) > 1:
        return "merged"
    if len(in_a.partners[a]) > 1:
        return "split"
    if b not in in_order or not _have_same_parent(in_a, in_b, a, b):
        return "moved"
    is_same = fold_simplified(in_a.paths[a]).text == fold_simplified(in_b.paths[b]).text
    return "same" if is_same or not in_a.nodes[a].marker else "renumbered"


def _have_same_parent(in_a: _Tree, in_b: _Tree, a: int, b: int) -> bool:
    """Tell whether two nodes stand below the same one; parents that are paired with none are left out."""
    above_a, above_b = _paired_parent(in_a, a), _paired_parent(in_b, b)
    if above_a is None or above_b is None:
        return above_a is above_b
    return above_b in in_a.partners[above_a]


def _paired_parent(tree: _Tree, node: int) -> int | None:
    above = tree.nodes[node].parent_id
    while above is not None and above not in tree.partners:
        above = tree.nodes[above].parent_id
    return above


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the members of a longest rising run of different numbers, gaps allowed (patience sorting)."""
    tops: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tops, number)
        before[number] = tops[at - 1] if at else None
        tops[at : at + 1] = [number]
    rising = set()
    reached = tops[-1] if tops else None
    while reached is not None:
        rising.add(reached)
        reached = before[reached]
    return rising
