"""Seeds: which texts share a stretch, however little of them it is.

Every shingle that few texts hold is a seed. Seeds that two texts share in the same order, close together and about
as far apart on both sides, make a chain; texts with a chain of 13 characters are candidates, or of fewer that hardly a
third text has. Shingles of many texts are common phrases and start nothing: the cap on document frequency is the
boilerplate filter (passim: Smith, Cordell and Mullen, Computational methods for uncovering reprinted texts, 2015).

Where the shingles of a corpus are more than fit into memory, a fixed part of them is kept, chosen by their hashes, so
that all texts keep the same ones (Broder, On the resemblance and containment of documents, 1997: mod m sketches).
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_tools.arrays import Pairs, begin_runs, count_later, expand, find_runs, sort_stably
from corpus_tools.reuse.shingles import SHINGLE_LENGTH, Hashes

SHORTEST_PASSAGE = 13
# How many unequal characters an alignment may pass over, and by how many the two sides of that may differ.
LONGEST_GAP = 16
LARGEST_DRIFT = 4

# In how many texts a seed may stand; copies of each other count as one.
MOST_TEXTS = 60

_MOST_SEEDS = 1 << 25  # half a gigabyte
_MOST_MATCHES = 1 << 22  # of seeds, in memory at once
# A shorter chain is worth a look, too, where so many of its characters are in shingles that no third text has. In spun
# text few seeds are left: they stand further apart than an alignment passes over.
_FEWEST_RARE = 10.0
_FEWEST_MATCHES = -(-int(_FEWEST_RARE) // SHINGLE_LENGTH)
_LONGEST_SEEDLESS = 32


class Seeds(NamedTuple):
    """The shingles of all texts, each once a text, ordered by hash, then text.

    Attributes
    ----------
    hashes, texts, positions
        Parallel: the shingle, the number of the text, where in the text it stands first.
    thinned
        Of the shingles, one in ``2 ** thinned`` is kept.
    """

    hashes: Hashes
    texts: NDArray[np.int32]
    positions: NDArray[np.int32]
    thinned: int


def index_seeds(texts: Iterable[Hashes], most: int = _MOST_SEEDS) -> Seeds:
    """Return the seeds of texts, given the hashes of all their shingles in order."""
    kept: list[tuple[Hashes, NDArray[np.int32], NDArray[np.int32]]] = []
    thinned = n_kept = 0
    for number, hashes in enumerate(texts):
        positions = np.flatnonzero(hashes <= _highest(thinned)).astype(np.int32)
        kept.append((hashes[positions], np.full(len(positions), number, dtype=np.int32), positions))
        n_kept += len(positions)
        while n_kept > most:
            thinned += 1
            kept = [_thin(*own, _highest(thinned)) for own in kept]
            n_kept = sum(len(own[0]) for own in kept)
    if not kept:
        return Seeds(np.empty(0, np.uint64), np.empty(0, np.int32), np.empty(0, np.int32), 0)
    hashes, numbers, positions = (np.concatenate(column) for column in zip(*kept, strict=True))
    order = sort_stably(hashes)
    hashes, numbers = hashes[order], numbers[order]
    first = begin_runs(hashes) | begin_runs(numbers)
    return Seeds(hashes[first], numbers[first], positions[order[first]], thinned)


def _highest(thinned: int) -> np.uint64:
    return np.uint64((1 << (64 - thinned)) - 1)


def _thin(
    hashes: Hashes, numbers: NDArray[np.int32], positions: NDArray[np.int32], highest: np.uint64
) -> tuple[Hashes, NDArray[np.int32], NDArray[np.int32]]:
    kept = hashes <= highest
    return hashes[kept], numbers[kept], positions[kept]


class Sharing(NamedTuple):
    """Which texts share a chain of seeds, and what was left out.

    Attributes
    ----------
    pairs
        Distinct and sorted.
    n_frequent
        Shingles of too many texts.
    """

    pairs: Pairs
    n_frequent: int


def find_sharing(seeds: Seeds, weights: NDArray[np.float64], most_texts: float = MOST_TEXTS) -> Sharing:
    """Return the pairs of texts that share a chain of at least 13 characters.

    Parameters
    ----------
    weights
        For each text what it counts in a document frequency: one over the number of its copies.
    """
    starts = find_runs(seeds.hashes)
    if not len(starts):
        return Sharing(np.empty((0, 2), dtype=np.int64), 0)
    frequencies = np.add.reduceat(weights[seeds.texts], starts)
    frequent = frequencies > most_texts + 0.5
    sizes = np.diff(starts, append=len(seeds.hashes))
    seconds, n_later = expand(starts[~frequent], sizes[~frequent]), count_later(sizes[~frequent])
    by_text = np.argsort(seeds.texts[seconds], kind="stable")
    firsts, n_later = seconds[by_text], n_later[by_text]
    rarities = np.repeat(_rarities(frequencies, float(weights.sum())), sizes)
    shared = [
        _chained(seeds, rarities, firsts[s], n_later[s], len(weights)) for s in _batches(seeds.texts[firsts], n_later)
    ]
    return Sharing(np.concatenate(shared) if shared else np.empty((0, 2), dtype=np.int64), int(frequent.sum()))


def _batches(texts: NDArray[np.int32], n_matches: NDArray[np.int64]) -> Iterator[slice]:
    """Yield slices of postings with not too many matches in each; those of a text stay together."""
    borders = np.append(find_runs(texts), len(texts))
    behind = np.concatenate(([0], np.cumsum(n_matches)))[borders]
    first = 0
    while first < len(borders) - 1:
        last = max(first + 1, int(behind.searchsorted(behind[first] + _MOST_MATCHES, "right")) - 1)
        yield slice(int(borders[first]), int(borders[last]))
        first = last


def _rarities(frequencies: NDArray[np.float64], n_texts: float) -> NDArray[np.float64]:
    """Return what a character of each shingle counts: 1 where no third text has it, 0 where all have it."""
    shares: NDArray[np.float64] = np.log(n_texts / frequencies) / np.log(max(n_texts, 3) / 2)
    return shares.clip(0, 1)


def _chained(
    seeds: Seeds,
    rarities: NDArray[np.float64],
    firsts: NDArray[np.int64],
    n_later: NDArray[np.int64],
    n_texts: int,
) -> Pairs:
    """Return the pairs among the matches of some postings that hold a chain."""
    a, b = np.repeat(firsts, n_later), expand(firsts + 1, n_later)
    keys = seeds.texts[a].astype(np.int64) * n_texts + seeds.texts[b]
    order = np.argsort(keys)
    ordered = keys[order]
    bounds = find_runs(ordered)
    counts = np.diff(bounds, append=len(keys))
    kept = order[expand(bounds[counts >= _FEWEST_MATCHES], counts[counts >= _FEWEST_MATCHES])]
    keys, start_a, start_b = keys[kept], seeds.positions[a[kept]], seeds.positions[b[kept]]
    rare = rarities[a[kept]]
    order = np.lexsort((start_a, keys))
    keys, start_a, start_b, rare = keys[order], start_a[order], start_b[order], rare[order]
    steps = np.diff(start_a, prepend=0)
    linked = (
        ~begin_runs(keys)
        & (steps <= (_LONGEST_SEEDLESS + SHINGLE_LENGTH) << seeds.thinned)
        & (np.abs(np.diff(start_a - start_b, prepend=0)) <= LARGEST_DRIFT)
    )
    n_new = np.where(linked, np.minimum(steps, SHINGLE_LENGTH), SHINGLE_LENGTH)
    chains = np.flatnonzero(~linked)
    n_matched = np.add.reduceat(n_new, chains) if len(chains) else chains
    n_rare = np.add.reduceat(n_new * rare, chains) if len(chains) else chains
    found = np.unique(keys[chains[(n_matched >= SHORTEST_PASSAGE) | (n_rare >= _FEWEST_RARE)]])
    return np.stack(np.divmod(found, n_texts), axis=1)
