"""Make the table of normal usage: which words official texts have, how often, and which stand in a row.

Run: python scripts/count_usage.py laws.tar.xz government_work_reports.jsonl.xz corpus_tools/reuse/usage.npz

The origins are named in ``ORIGINS`` and known by their SHA-256; another file is refused. Statutes and official reports
are not protected by copyright in China (Copyright Law, Article 5). The table holds words, counts and counts of two
words in a row (at two places at least; a clause counts once), no text. The same origins and the same jieba give the
same file.
"""

import hashlib
import json
import lzma
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import numpy as np

from corpus_tools.folding import fold
from corpus_tools.reuse.usage import count_clause, cut_clause, may_be_swapped

_FEWEST = 2
_STOPS = re.compile("[。；！？;!?\n]")
_SHORTEST = 4


class Origin(NamedTuple):
    """A text that is counted, and where it comes from."""

    name: str
    source: str
    licence: str
    sha256: str
    read: Callable[[bytes], Iterator[str]]


def _read_archive(raw: bytes) -> Iterator[str]:
    with tarfile.open(fileobj=BytesIO(lzma.decompress(raw))) as archive:
        for member in sorted((m for m in archive if m.isfile()), key=lambda m: m.name):
            stream = archive.extractfile(member)
            if stream:
                yield stream.read().decode()


def _read_records(raw: bytes) -> Iterator[str]:
    for line in lzma.decompress(raw).decode().splitlines():
        yield json.loads(line)["content"]


_FREE = "no copyright: official document (Copyright Law of the PRC, Article 5)"
ORIGINS = (
    Origin(
        "laws, regulations and judicial interpretations of the PRC",
        "LawRefBook/Laws on GitHub, commit 2f4c5c23",
        _FREE,
        "bb8e13304937f94255645eb080b771d3358cd80b037e859f62fa535ad246175c",
        _read_archive,
    ),
    Origin(
        "government work reports of the PRC, 1954-2025",
        "aldohemsn/chinese-political-corpora on GitHub, commit 99bc4b01 (from Wikisource)",
        _FREE,
        "579673160207bba8bdf4499185861ae3312bce301c8e857b760a6ae7dc941888",
        _read_records,
    ),
)


def main(paths: Sequence[str], target: Path) -> None:
    """Count the origins and write the table."""
    counts: list[Counter[str]] = []
    pairs: Counter[tuple[str, str]] = Counter()
    for origin, path in zip(ORIGINS, paths, strict=True):
        raw = Path(path).read_bytes()
        if hashlib.sha256(raw).hexdigest() != origin.sha256:
            sys.exit(f"{path} is not {origin.name} ({origin.source})")
        counted: Counter[str] = Counter()
        for clause in _clauses(origin.read(raw)):
            words, in_a_row = count_clause([token.word for token in cut_clause(clause)])
            counted.update(words)
            pairs.update(in_a_row)
        counts.append(counted)
    kept = {pair: n for pair, n in pairs.items() if n >= _FEWEST and any(map(may_be_swapped, pair))}
    words = sorted({word for pair in kept for word in pair})
    numbers = {word: number for number, word in enumerate(words)}
    rows = sorted((numbers[a], numbers[b], n) for (a, b), n in kept.items())
    left, right, n_pairs = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    steps = np.diff(right, prepend=0)
    first = np.flatnonzero(np.diff(left, prepend=-1))
    steps[first] = right[first]
    about = {
        "what": "counts of words (one row an origin) and of two words in a row",
        "origins": [origin._asdict() | {"read": None} for origin in ORIGINS],
        "made_by": f"scripts/count_usage.py, jieba {version('jieba')}",
    }
    np.savez_compressed(
        target,
        about=_bytes(json.dumps(about, ensure_ascii=False)),
        words=_bytes("\n".join(words)),
        counts=np.array([[counted[word] for word in words] for counted in counts], dtype=np.uint32),
        n_behind=np.bincount(left, minlength=len(words)).astype(np.uint16),
        steps=steps.astype(np.uint16),
        n_pairs=np.minimum(n_pairs, 65535).astype(np.uint16),
    )
    sys.stdout.write(f"{target.name}: {len(words)} words, {len(kept)} pairs, {target.stat().st_size} bytes\n")


def _clauses(texts: Iterator[str]) -> Iterator[str]:
    """Yield the distinct clauses of texts, folded: versions of a law repeat each other."""
    seen: set[bytes] = set()
    for text in texts:
        for clause in _STOPS.split(text):
            folded = fold(clause).text
            digest = hashlib.sha256(folded.encode()).digest()
            if len(folded) >= _SHORTEST and digest not in seen:
                seen.add(digest)
                yield folded


def _bytes(text: str) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


if __name__ == "__main__":
    main(sys.argv[1:-1], Path(sys.argv[-1]))
