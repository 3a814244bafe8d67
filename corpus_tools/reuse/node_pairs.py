"""Node pairs: which section or item of one plan is which of another, however it is numbered there.

Two nodes are a pair where at least half of what the shorter of them prints itself stands in the other, moved text
included; shared text says which is which, and the tree says what happened to it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from corpus_tools.reuse.atoms import AlignedFamily, Atoms, Numbers, align_atoms, cut_atoms
from corpus_tools.reuse.lexicon import Lexicon
from corpus_tools.structure.nodes import Node, own_spans
from corpus_tools.structure.plans import Plan

Change = Literal["same", "renumbered", "moved", "merged", "split", "dropped", "added"]

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
        parent or order; ``merged``: several nodes of ``a`` are one of ``b``; ``split``: the reverse; ``dropped``,
        ``added``: of one plan only.
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
    paths: dict[int | None, str] = {None: ""}
    counts: Counter[int | None] = Counter()
    for node in plan.nodes:
        if node.marker:
            own = "".join(node.marker.text.split())
        elif node.heading:
            heading = "".join(plan.text[slice(*node.heading)].split())
            own = f"[{heading if len(heading) <= _WIDEST_HEADING else heading[: _WIDEST_HEADING - 1] + '…'}]"
        else:
            counts[node.parent_id] += 1
            own = f"¶{counts[node.parent_id]}"
        paths[node.node_id] = paths[node.parent_id] + own
    return {node.node_id: paths[node.node_id] for node in plan.nodes}


def pair_nodes(a: Plan, b: Plan, lexicon: Lexicon | None = None, share: float = NODE_SHARE) -> list[NodePair]:
    """Return which node of ``a`` is which of ``b``, in the order of ``a``, and what only ``b`` has at the end.

    Parameters
    ----------
    lexicon
        Its substitutions count as the same word.
    share
        Least ``score`` of a pair.
    """
    codes: dict[str, int] = {}
    atoms = cut_atoms(a, codes, lexicon), cut_atoms(b, codes, lexicon)
    return pair_aligned_nodes(a, b, *atoms, align_atoms(*atoms), share)


def pair_aligned_nodes(
    a: Plan, b: Plan, atoms_a: Atoms, atoms_b: Atoms, placed: Numbers, share: float = NODE_SHARE
) -> list[NodePair]:
    """Return the same for plans whose atoms are aligned: ``placed`` is ``align_atoms`` of them."""
    nodes_a, nodes_b = _nodes_of(a, atoms_a), _nodes_of(b, atoms_b)
    aligned = np.flatnonzero(placed >= 0)
    ends = np.stack((nodes_a[aligned], nodes_b[placed[aligned]]))
    ends, n_shared = np.unique(ends[:, (ends > 0).all(axis=0)], axis=1, return_counts=True)
    lengths = np.bincount(nodes_a, minlength=1), np.bincount(nodes_b, minlength=1)
    scores: dict[tuple[int, int], float] = {}
    for node_a, node_b, n in zip(*ends.tolist(), n_shared.tolist(), strict=True):
        score = n / int(min(lengths[0][node_a], lengths[1][node_b]))
        if score >= share:
            scores[node_a, node_b] = score
    return list(_name_changes(a, b, scores))


def pair_family_nodes(plans: Sequence[Plan], family: AlignedFamily) -> Iterator[PlanNodes]:
    """Yield for each other member of a family which node of the representative is which of its own."""
    center = family.center
    for member in family.members:
        if member.plan != center.plan:
            own = plans[center.plan], plans[member.plan], center.atoms, member.atoms, member.placed
            yield PlanNodes(center.plan, member.plan, tuple(pair_aligned_nodes(*own)))


def _nodes_of(plan: Plan, atoms: Atoms) -> Numbers:
    """Return for each atom the node that prints it; 0 where none does, as in titles."""
    nodes = np.zeros(len(plan.text) + 1, dtype=np.int64)
    for node in plan.nodes:
        for start, end in own_spans(node):
            nodes[start:end] = node.node_id
    return nodes[atoms.starts]


def _name_changes(a: Plan, b: Plan, scores: Mapping[tuple[int, int], float]) -> Iterator[NodePair]:
    n_of_a, n_of_b = Counter(node for node, _ in scores), Counter(node for _, node in scores)
    single = {pair[0]: pair[1] for pair in sorted(scores) if n_of_a[pair[0]] == n_of_b[pair[1]] == 1}
    in_order = _longest_rising(list(single.values()))
    nodes_a = {node.node_id: node for node in a.nodes}
    nodes_b = {node.node_id: node for node in b.nodes}
    paths_a, paths_b = node_paths(a), node_paths(b)
    partners: dict[int, list[int]] = {}
    for node_a, node_b in sorted(scores):
        partners.setdefault(node_a, []).append(node_b)
    for node in a.nodes:
        if node.node_id not in partners:
            yield NodePair(node.node_id, None, 0.0, "dropped")
        for other in partners.get(node.node_id, ()):
            change: Change
            if n_of_b[other] > 1:
                change = "merged"
            elif n_of_a[node.node_id] > 1:
                change = "split"
            elif other not in in_order or not _same_parent(node, nodes_b[other], scores, nodes_a, nodes_b):
                change = "moved"
            else:
                is_same = not node.marker or paths_a[node.node_id] == paths_b[other]
                change = "same" if is_same else "renumbered"
            yield NodePair(node.node_id, other, round(scores[node.node_id, other], 4), change)
    for node in b.nodes:
        if not n_of_b[node.node_id]:
            yield NodePair(None, node.node_id, 0.0, "added")


def _same_parent(
    a: Node,
    b: Node,
    scores: Mapping[tuple[int, int], float],
    nodes_a: Mapping[int, Node],
    nodes_b: Mapping[int, Node],
) -> bool:
    """Tell whether two nodes stand below the same; a parent that is paired with no other counts as the same."""
    if a.parent_id is None or b.parent_id is None:
        return a.parent_id is None and b.parent_id is None
    if (a.parent_id, b.parent_id) in scores:
        return True
    has_other = any(a.parent_id == one or b.parent_id == other for one, other in scores)
    return not has_other and _same_parent(nodes_a[a.parent_id], nodes_b[b.parent_id], scores, nodes_a, nodes_b)


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
