"""Rows of whole commands on the plans: seconds from start to end, beside the script that a user would write instead."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.documents import Documents
from benchmarks.rows import Row

_N_ROUNDS = 3
_COMMANDS = ("extract", "duplicates", "themes")
_RIVAL = "chardet + jieba + TF-IDF script"
# Reads, detects, segments whole files and compares all of them: less than any of the commands but ``extract`` gives.
_SCRIPT = """
import pathlib, sys
import chardet, jieba
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity
raws = [path.read_bytes() for path in sorted(pathlib.Path(sys.argv[1]).iterdir())]
texts = [raw.decode(chardet.detect(raw)["encoding"] or "utf-8", "replace") for raw in raws]
print(cosine_similarity(TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None).fit_transform(texts)))
"""


def measure_commands(documents: Documents) -> Iterator[Row]:
    """Compare the time of each command with that of the script, in turn, the best of three rounds each."""
    folder = str(documents.folder)
    script = [sys.executable, "-c", _SCRIPT, folder]
    for name in _COMMANDS:
        ours = [sys.executable, "-m", "corpus_tools", name, folder]
        seconds = [(_seconds(ours), _seconds(script)) for _ in range(_N_ROUNDS)]
        best = [min(column) for column in zip(*seconds, strict=True)]
        yield Row("cli/seconds", f"{name} of the whole folder (fewer is better)", "s", best[0], _RIVAL, best[1])


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parent.parent)
    return time.perf_counter() - start
