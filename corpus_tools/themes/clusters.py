"""Clusters: plans or clauses of like wording, by TF-IDF with NMF or k-means, each cluster with its terms and stability.

Clustering does not find themes that a researcher would name; it suggests words for a codebook. It also changes with its
random start, so every result is made ten times, and what the runs agree on is told with it. The label of a cluster is
the words that more of its units have than of the others: text dispersion keyness (``words.keyness``).

NMF: Lee and Seung 1999; agreement of two clusterings: adjusted Rand index (Hubert and Arabie 1985); of one cluster
over runs: the mean of the best Jaccard with a cluster of another run (Hennig 2007).
"""

import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import islice
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.arrays import Flags, Numbers
from corpus_tools.reuse.families import count_once
from corpus_tools.scripts import fold_simplified
from corpus_tools.spans import Span
from corpus_tools.structure.plans import Plan
from corpus_tools.words.keyness import Contrast, find_keywords
from corpus_tools.words.lists import NO_STOP_WORDS, NO_WORDS, StopWords, UserDictionary
from corpus_tools.words.terms import Features, WordCounts, cut_terms, gather_counts

UnitKind = Literal["plans", "clauses"]
Method = Literal["nmf", "kmeans"]
Labels = NDArray[np.int64]

# Below these, in two digits, it is called unstable. Of a cluster: the mean Jaccard that Hennig (2007) calls highly
# stable, the stricter of his marks, as random starts disturb less than his new samples. Of all clusters together: the
# adjusted Rand index of an excellent recovery (Steinley 2004).
STABLE_CLUSTER = 0.85
STABLE_CLUSTERING = 0.9
_N_RUNS = 10
_N_TERMS = 10
_N_LABEL_WORDS = 4
SHORTEST_CLAUSE = 8  # a shorter one is often but a heading that all plans have
NO_COPIES: Mapping[str, str] = MappingProxyType({})


class ClusterOptions(NamedTuple):
    """How plans or clauses are clustered; the defaults are how a corpus does it when it is built.

    Attributes
    ----------
    n_clusters
        At most; never more than terms, nor than half as many as the units that clusters are learned from.
    units
        ``plans``, or ``clauses`` of at least 8 folded characters, equal ones taken once.
    features
        ``words`` (jieba) or ``characters`` (2- and 3-grams of the text).
    dictionary, stop_words
        Words that the segmenter shall know, and words that say nothing; for ``words`` only.
    seed
        Of the first run; the others have those that follow.
    """

    n_clusters: int = 8
    units: UnitKind = "plans"
    method: Method = "nmf"
    features: Features = "words"
    dictionary: UserDictionary = NO_WORDS
    stop_words: StopWords = NO_STOP_WORDS
    seed: int = 0


USUAL = ClusterOptions()


class ClusterUnit(NamedTuple):
    """What is clustered: a plan, or a clause with its span in the plan; ``text`` is compared, ``label`` shown."""

    plan_id: str
    span: Span | None
    label: str
    text: str


class Member(NamedTuple):
    """A unit in its cluster, numbered from 0; ``weight`` is its share in that cluster, 0 to 1."""

    unit: ClusterUnit
    cluster: int
    weight: float


class Cluster(NamedTuple):
    """What units have in common that the others have not.

    Attributes
    ----------
    label
        The words that mark it among the others.
    terms
        The heaviest terms by which it was found, with their weights.
    stability
        How much of it every run finds again, 0 to 1.
    """

    label: tuple[str, ...]
    terms: tuple[tuple[str, float], ...]
    n_members: int
    stability: float

    @property
    def is_stable(self) -> bool:
        """Whether most of it is found again."""
        return round(self.stability, 2) >= STABLE_CLUSTER


class Clustering(NamedTuple):
    """Units in clusters; ``agreement`` is the mean adjusted Rand index of the runs with the first one."""

    clusters: tuple[Cluster, ...]
    members: tuple[Member, ...]
    agreement: float

    @property
    def is_stable(self) -> bool:
        """Whether another random start gives nearly the same clusters."""
        return round(self.agreement, 2) >= STABLE_CLUSTERING


class _Run(NamedTuple):
    """One run: weights of units in clusters (n_units, n_clusters), of terms in clusters (n_clusters, n_terms).

    The units are all of them in the first run, those that clusters are learned from in the others.
    """

    weights: NDArray[np.float64]
    terms: NDArray[np.float64]

    @property
    def labels(self) -> Labels:
        labels: Labels = self.weights.argmax(axis=1)
        return labels


def find_clusters(plans: Sequence[Plan], family_numbers: Sequence[int], options: ClusterOptions = USUAL) -> Clustering:
    """Cluster plans or clauses; the clusters are the same in whatever order and by whatever names the plans are given.

    Parameters
    ----------
    family_numbers
        For each plan the number of the one that stands for its family. Clusters are learned from that one, so that a
        much copied plan does not make a cluster of its own; its copies are put into its cluster afterwards.
    """
    counted, copies = count_once(plans, family_numbers)
    ordered = [plans[index] for index in (*counted, *copies)]
    found = _plan_units(ordered) if options.units == "plans" else clause_units(ordered)
    learned_plans = {plans[index].plan_id for index in counted}
    learned = np.array([unit.plan_id in learned_plans for unit in found], dtype=bool)
    original_of = {family_numbers[index]: plans[index].plan_id for index in counted}
    originals = {plans[index].plan_id: original_of[family_numbers[index]] for index in copies}
    clustering = cluster_units(found, learned, options, originals if options.units == "plans" else {})
    places = {plan.plan_id: (plan.source.path, plan.ordinal) for plan in plans}
    in_place = sorted(clustering.members, key=lambda member: (places[member.unit.plan_id], member.unit.span or ()))
    return clustering._replace(members=tuple(in_place))


def count_most_clusters(plans: Sequence[Plan], family_numbers: Sequence[int], units: UnitKind) -> int:
    """Return how many clusters there can be at most: two units that are no copies are the fewest of one."""
    counted = [plans[index] for index in count_once(plans, family_numbers)[0]]
    return _most_clusters(len(counted if units == "plans" else clause_units(counted)))


def _most_clusters(n_learned: int) -> int:
    return max(1, n_learned // 2)


def cluster_units(
    units: Sequence[ClusterUnit],
    learned: Flags,
    options: ClusterOptions = USUAL,
    originals: Mapping[str, str] = NO_COPIES,
) -> Clustering:
    """Cluster units. See ``find_clusters``.

    Parameters
    ----------
    learned
        From which of the units clusters are learned.
    originals
        Of plans that are copies, by their ids the ids of those whose cluster they go into.
    """
    from corpus_tools.words.features import TermVectorizer  # a second of import

    dictionary, stop_words = options.dictionary, options.stop_words
    vectorizer = TermVectorizer(features=options.features, dictionary=dictionary, stop_words=stop_words)
    matrix, names = _weigh(units, learned, vectorizer)
    if names:  # what shares no term with anything is in no cluster
        used = matrix.getnnz(axis=1) > 0
        units = [unit for unit, kept in zip(units, used, strict=True) if kept]
        matrix, learned = matrix[used], learned[used]
    if not names or not learned.any():
        return Clustering((), (), 0.0)
    n_clusters = min(options.n_clusters, _most_clusters(int(learned.sum())), len(names))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a run that has not settled, or fits perfectly: the stability tells
        runs = [_run(matrix, learned, n_clusters, options.method, options.seed, number) for number in range(_N_RUNS)]
    counts = gather_counts(Counter(cut_terms(unit.text, dictionary, stop_words)) for unit in units)
    places = {unit.plan_id: place for place, unit in enumerate(units)}
    leading = [places.get(originals.get(unit.plan_id, ""), place) for place, unit in enumerate(units)]
    return _clustering(units, learned, runs[0].labels[leading], runs, names, counts)


def _plan_units(plans: Sequence[Plan]) -> list[ClusterUnit]:
    return [ClusterUnit(plan.plan_id, None, plan.shown_title or plan.plan_id, plan.text) for plan in plans]


def clause_units(
    plans: Sequence[Plan], left_out: Set[tuple[str, int]] = frozenset(), shortest: int = SHORTEST_CLAUSE
) -> list[ClusterUnit]:
    """Return the clauses of so many folded characters, equal ones once, but those left out (plan_id and start)."""
    units: dict[str, ClusterUnit] = {}
    for plan in plans:
        for clause in plan.clauses:
            if (plan.plan_id, clause.start) in left_out:
                continue
            text = plan.text[clause.start : clause.end]
            folded = fold_simplified(text).text
            if len(folded) >= shortest:
                units.setdefault(folded, ClusterUnit(plan.plan_id, Span(clause.start, clause.end), text, text))
    return list(units.values())


def _weigh(units: Sequence[ClusterUnit], learned: Flags, vectorizer: Any) -> tuple[Any, list[str]]:
    """Return the TF-IDF matrix (n_units, n_terms) and its terms, both settled by the learned units alone.

    Terms that only one of them has are left out.
    """
    n_learned = int(learned.sum())
    smallest = 2 if n_learned > 2 else 1
    widest = 0.8 if n_learned > 4 else 1.0
    vectorizer.set_params(min_df=smallest, max_df=widest)
    try:
        vectorizer.fit([unit.text for unit, own in zip(units, learned, strict=True) if own])
    except ValueError:  # no term is left: nothing is shared
        return None, []
    return vectorizer.transform([unit.text for unit in units]), vectorizer.get_feature_names_out().tolist()


def _run(matrix: Any, learned: Flags, n_clusters: int, method: Method, seed: int, number: int) -> _Run:
    """Cluster once; the first run starts from a good guess, the others at random: what they find too is stable."""
    from sklearn.cluster import KMeans
    from sklearn.decomposition import NMF

    own = matrix[learned]
    shown = matrix if number == 0 else own
    if method == "nmf":
        start = "nndsvda" if number == 0 else "random"
        model = NMF(n_clusters, init=start, random_state=seed + number, max_iter=1000, tol=1e-3)
        weights = model.fit_transform(own)
        return _Run(model.transform(shown) if number == 0 else weights, model.components_)
    model = KMeans(n_clusters, n_init=10 if number == 0 else 1, random_state=seed + number).fit(own)
    return _Run(1.0 / (1e-9 + model.transform(shown)), model.cluster_centers_)


def _clustering(
    units: Sequence[ClusterUnit],
    learned: Flags,
    found: Labels,
    runs: Sequence[_Run],
    names: Sequence[str],
    counts: WordCounts,
) -> Clustering:
    from sklearn.metrics import adjusted_rand_score

    first = runs[0]
    order = np.argsort(-np.bincount(found, minlength=first.weights.shape[1]), kind="stable")
    rank = {int(old): new for new, old in enumerate(order)}
    shares = first.weights / np.maximum(first.weights.sum(axis=1, keepdims=True), 1e-12)
    members = [
        Member(unit, rank[int(label)], round(float(share[label]), 4))
        for unit, label, share in zip(units, found, shares, strict=True)
    ]
    labels = [found[learned], *(run.labels for run in runs[1:])]
    clusters = [
        Cluster(label, _heaviest(first.terms[old], names), int((found == old).sum()), _stability(int(old), labels))
        for old, label in zip(order, _label(counts, learned, found, order), strict=True)
    ]
    agreement = [float(adjusted_rand_score(labels[0], others)) for others in labels[1:]]
    return Clustering(tuple(clusters), tuple(members), round(sum(agreement) / len(agreement), 4))


def _label(counts: WordCounts, learned: Flags, labels: Labels, order: Numbers) -> Iterator[tuple[str, ...]]:
    """Yield the words that mark each cluster among the learned units."""
    for cluster in order:
        is_own = labels == cluster
        own, others = (tuple(np.flatnonzero(learned & side).tolist()) for side in (is_own, ~is_own))
        if not own:
            yield ()
            continue
        found = find_keywords(counts, Contrast("", own, others), order="plans", fewest=1, alpha=1.0)
        marking = (k.term for k in found.keywords if k.n_plans_target * len(others) >= k.n_plans_reference * len(own))
        yield tuple(islice(marking, _N_LABEL_WORDS))


def _heaviest(weights: NDArray[np.float64], names: Sequence[str]) -> tuple[tuple[str, float], ...]:
    order = np.argsort(-weights, kind="stable")[:_N_TERMS]
    return tuple((names[index], round(float(weights[index]), 4)) for index in order if weights[index] > 0)


def _stability(cluster: int, runs: Sequence[Labels]) -> float:
    """Return the mean over the other runs of the best Jaccard of the cluster of the first with one of theirs."""
    own = runs[0] == cluster
    if not own.any():
        return 0.0

    def best(labels: Labels) -> float:
        return max(
            float((own & (labels == other)).sum() / (own | (labels == other)).sum()) for other in set(labels.tolist())
        )

    return round(sum(map(best, runs[1:])) / (len(runs) - 1), 4)
