"""Rows of a corpus that is built again: seconds beside those of a build from nothing."""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from benchmarks.corpora import make_corpus, read_sample_plans, write_corpus
from benchmarks.documents import Documents, T
from benchmarks.rows import Row
from corpus_tools import Corpus
from corpus_tools.corpus.batches import FILES_A_BATCH, parse_batch
from corpus_tools.corpus.gathering import FileKey, Gathered, Piece, gather, settled_pieces
from corpus_tools.engines import run_here
from corpus_tools.reading.files import find_files

_N_FILES = 1000
_RIVAL = "built from nothing"


def measure_building(documents: Documents, seed: int) -> Iterator[Row]:
    """Measure the rows of made files when one has changed, and a whole corpus of the plans when nothing has."""
    if documents.kind == "real":
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(make_corpus(seed, _N_FILES, read_sample_plans()), folder)
        fresh, first = _timed(lambda: _gather(folder / "plans", {}))
        changed = sorted((folder / "plans").iterdir())[_N_FILES // 2]
        changed.write_text(changed.read_text("utf-8") + "\n", "utf-8")
        kept = settled_pieces(first.tables)
        again, second = _timed(lambda: _gather(folder / "plans", kept))
        assert second.n_read == 1
        what = f"reading and parsing of {_N_FILES} files, one changed (fewer is better)"
        yield Row("corpus/again", what, "s", again, _RIVAL, fresh)
        fresh, again = (_timed(lambda: Corpus.build(documents.folder, folder / "corpus"))[0] for _ in range(2))
        what = "all tables of the whole folder, nothing changed (fewer is better)"
        yield Row("corpus/again", what, "s", again, _RIVAL, fresh)


def _gather(folder: Path, kept: Mapping[FileKey, Piece]) -> Gathered:
    return gather(find_files([folder])[0], kept, lambda files: run_here(parse_batch, files, FILES_A_BATCH))


def _timed(make: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    made = make()
    return time.perf_counter() - start, made
