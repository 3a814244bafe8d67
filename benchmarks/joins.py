"""Rows on near copies among many plans: what is found beside a join of sets, large families, time and memory."""

import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import combinations
from math import log
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpora import gather_wording, make_corpus, read_sample_plans
from benchmarks.documents import Documents
from benchmarks.planted import multiply
from benchmarks.rivals import find_pairs_by_default, find_pairs_by_gaoya, find_pairs_by_lsh, find_pairs_by_rensa
from benchmarks.rows import Row
from corpus_tools.reuse.bands import LARGEST_BUCKET
from corpus_tools.reuse.families import family_of_plans, find_families
from corpus_tools.reuse.near import find_near
from corpus_tools.scripts import fold_simplified
from tests.oracles.reuse import similar_pairs

Pair = tuple[int, int]

_N_JOINED = 20_000
_N_BY_DEFAULT = 2000
_N_LARGE, _N_SMALL = 100_000, 5_000
_NEAR = 0.7
# Copies in the large families that are put in, and the shares of their sentences that are rewritten.
_FAMILY_SIZES = (100, 300, 1000)
_RATES = (0.02, 0.05, 0.1)
# What stands behind the name of a law: the date of its version.
_DATE = re.compile(r"\(\d{4}-\d{2}-\d{2}\)\.md$")
_RIVALS: Mapping[str, Callable[[Sequence[str]], set[Pair]]] = {
    "MinHashLSH 0.7, folded": find_pairs_by_lsh,
    "rensa 32 x 4, folded": find_pairs_by_rensa,
    "gaoya 25 x 5, folded": find_pairs_by_gaoya,
}


class _Run(NamedTuple):
    pairs: set[Pair]
    seconds: float


class _Truth(NamedTuple):
    """What a join of sets finds: the score of every pair, its large families, and the pairs in none of those."""

    scores: Mapping[Pair, float]
    large: Sequence[Collection[int]]
    apart: Mapping[Pair, float]


def measure_joins(documents: Documents, seed: int) -> Iterator[Row]:
    """Compare the near copies found among many plans, from their texts on, with a join of sets."""
    if documents.kind == "real":
        return
    texts = _make_texts(seed)
    folded = [fold_simplified(text).text for text in texts]
    truth = _join(folded)
    ours = _timed(_find_pairs, texts)
    for rival, find in _RIVALS.items():
        theirs = _timed(find, folded)
        yield from _join_rows(truth, ours, rival, theirs, len(texts))
    few = folded[:_N_BY_DEFAULT]
    runs = _timed(_find_pairs, texts[: len(few)]), _timed(find_pairs_by_default, few)
    measured = f"time for {len(few)} of them, ours from raw text"
    yield Row("reuse/join", measured, "s", runs[0].seconds, "MinHashLSH 0.7, shingles one by one", runs[1].seconds)


def _make_texts(seed: int) -> list[str]:
    """Return the plans of a made corpus, and large families of near copies of some of them."""
    plans = read_sample_plans()
    rng = random.Random(f"{seed}/families")
    wording = gather_wording(seed, plans)
    texts = [document.text for document in make_corpus(seed, _N_JOINED - sum(_FAMILY_SIZES), plans).documents]
    for size in _FAMILY_SIZES:
        texts += multiply(rng, wording, rng.choice(texts), size, _RATES)
    rng.shuffle(texts)
    return texts


def _join(folded: Sequence[str]) -> _Truth:
    scores = similar_pairs(folded, _NEAR)
    families = find_families(len(folded), scores)
    large = [family.members for family in families if len(family.members) > LARGEST_BUCKET]
    inside = {member for members in large for member in members}
    return _Truth(scores, large, {pair: score for pair, score in scores.items() if pair[0] not in inside})


def _timed(find: Callable[[Sequence[str]], set[Pair]], texts: Sequence[str]) -> _Run:
    start = time.process_time()
    pairs = find(texts)
    return _Run(pairs, time.process_time() - start)


def _find_pairs(texts: Sequence[str]) -> set[Pair]:
    near = find_near([fold_simplified(text).text for text in texts], _NEAR)
    return {(score.a, score.b) for score in near.scores}


def _join_rows(truth: _Truth, ours: _Run, rival: str, theirs: _Run, n: int) -> Iterator[Row]:
    name = "reuse/join"
    runs = ours, theirs
    for lowest in (_NEAR, 0.8):
        wanted = {pair for pair, score in truth.apart.items() if score >= lowest}
        counts = [len(wanted & run.pairs) for run in runs]
        yield Row(name, f"pairs of {n} plans, J >= {lowest}", "count", counts[0], rival, counts[1], len(wanted))
    together = [
        sum(_largest_part(members, run.pairs & truth.scores.keys(), n) for members in truth.large) for run in runs
    ]
    total = sum(map(len, truth.large))
    yield Row(name, f"plans in families of more than {LARGEST_BUCKET}", "count", together[0], rival, together[1], total)
    others = [len(run.pairs - truth.scores.keys()) for run in runs]
    yield Row(name, "other pairs (fewer is better)", "count", others[0], rival, others[1])
    yield Row(name, f"time for {n} plans, ours from raw text", "s", ours.seconds, rival, theirs.seconds)


def _largest_part(members: Collection[int], pairs: Collection[Pair], n: int) -> int:
    """Return how many of a family the pairs connect with each other."""
    family_of = family_of_plans(n, find_families(n, dict.fromkeys(pairs, 1.0)))
    return Counter(family_of[member] for member in members).most_common(1)[0][1]


def measure_versions(documents: Documents) -> Iterator[Row]:
    """Compare families of laws with their names: those of one name and another date are versions of each other.

    Of the laws with one version as many are taken, the first by name, as there are versions.
    """
    if documents.kind == "made":
        return
    folded = {law.name: fold_simplified(law.text).text for law in documents.laws}
    name_of = {file: _DATE.sub("", Path(file).name) for file in sorted(folded)}
    n_versions = Counter(name_of.values())
    versions = [file for file, name in name_of.items() if n_versions[name] > 1]
    others = [file for file, name in name_of.items() if n_versions[name] == 1][: len(versions)]
    files = [*versions, *others]
    texts = [folded[file] for file in files]
    wanted = {(a, b) for a, b in combinations(range(len(files)), 2) if name_of[files[a]] == name_of[files[b]]}
    ours = {(score.a, score.b) for score in find_near(texts, _NEAR).scores}
    found = [_pairs_of_families(pairs, len(files)) for pairs in (ours, find_pairs_by_lsh(texts))]
    name, rival = "reuse/versions", "MinHashLSH 0.7, folded"
    shares = [len(wanted & pairs) / len(wanted) for pairs in found]
    yield Row(name, f"versions of one law in one family, {len(files)} laws", "share", shares[0], rival, shares[1])
    shares = [len(wanted & pairs) / max(1, len(pairs)) for pairs in found]
    yield Row(name, "pairs in families that are versions of one law", "share", shares[0], rival, shares[1])


def _pairs_of_families(pairs: Collection[Pair], n: int) -> set[Pair]:
    families = find_families(n, dict.fromkeys(pairs, 1.0))
    return {pair for family in families for pair in combinations(family.members, 2)}


def measure_growth(documents: Documents, seed: int) -> Iterator[Row]:
    """Measure time and memory for a large corpus, from raw texts to verified pairs, and how the time grows."""
    if documents.kind == "real":
        return
    few, many = (_stream(seed, n) for n in (_N_SMALL, _N_LARGE))
    name, rival = "reuse/growth", "the goal"
    yield Row(name, f"verified pairs of {_N_LARGE} plans ({many['pairs']:.0f} found)", "s", many["seconds"], rival, 25)
    yield Row(name, "peak memory for that, Python and all", "GB", many["bytes"] / 1e9, rival, 1.5)
    exponent = log(many["seconds"] / few["seconds"]) / log(_N_LARGE / _N_SMALL)
    yield Row(name, f"exponent from {_N_SMALL} plans (fewer is better)", "score", exponent, rival, 1.15)


def _stream(seed: int, n: int) -> dict[str, float]:
    """Return what a process of its own reports that reads the texts from a file whenever it needs them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts"
        texts = (document.text for document in make_corpus(seed, n, read_sample_plans()).documents)
        path.write_bytes(b"\0".join(text.encode() for text in texts))
        command = [sys.executable, "-m", "benchmarks.streaming", str(path), str(_NEAR)]
        found: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found
