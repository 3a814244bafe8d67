"""The map stage of a build: a batch of files in, tables of their rows out, each file by itself."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from corpus_tools.corpus.parsing import parse_files
from corpus_tools.corpus.rows import Rows, failure_row, parsed_rows, token_columns
from corpus_tools.corpus.store import arrow_columns, arrow_table
from corpus_tools.errors import (
    MemoryLimitError,
    MissingExtraError,
    MissingProgramError,
    ReaderDiedError,
    TimeLimitError,
    UnreadableError,
)
from corpus_tools.reading.files import InputFile
from corpus_tools.reading.limits import USUAL, Limits
from corpus_tools.reading.source import Failure
from corpus_tools.structure.plans import Plan
from corpus_tools.words.lists import NO_WORDS, UserDictionary
from corpus_tools.words.terms import count_words

_ROWS = (
    "sources",
    "failures",
    "furniture",
    "plans",
    "nodes",
    "noise",
    "clauses",
    "signatures",
    "calendar",
    "dates",
    "laws",
    "names",
    "commitments",
    "substance",
    "findings",
)
# The tables whose rows belong to one file and depend on nothing else.
PER_FILE = (*_ROWS, "tokens")
# What may go well another time, or on another machine.
_PASSING = (
    UnreadableError,
    MissingExtraError,
    MissingProgramError,
    TimeLimitError,
    MemoryLimitError,
    ReaderDiedError,
)


FILES_A_BATCH = 32


class FileRows(NamedTuple):
    """What came of one file.

    Attributes
    ----------
    n_rows
        How many rows it has in each table of ``PER_FILE``.
    is_settled
        Whether the same bytes give the same rows whenever they are read.
    """

    n_rows: tuple[int, ...]
    is_settled: bool


class Batch(NamedTuple):
    """What came of some files: the tables of ``PER_FILE``, with the rows of one file behind those of another."""

    tables: Mapping[str, pa.Table]
    files: tuple[FileRows, ...]


def parse_batch(files: Sequence[InputFile], limits: Limits = USUAL, dictionary: UserDictionary = NO_WORDS) -> Batch:
    """Read and parse files, and count their words."""
    rows: Rows = {name: [] for name in _ROWS}
    plans: list[Plan] = []
    n_rows, n_plans, settled = [], [], []
    for file in files:
        before, n_before, is_settled = [len(rows[name]) for name in _ROWS], len(plans), True
        for result in parse_files([file], limits):
            if isinstance(result, Failure):
                rows["failures"].append(failure_row(result))
                is_settled = is_settled and not isinstance(result.error, _PASSING)
            else:
                plans.extend(result.plans)
                for name, found in parsed_rows(result).items():
                    rows[name].extend(found)
        n_rows.append([len(rows[name]) - n for name, n in zip(_ROWS, before, strict=True)])
        n_plans.append(len(plans) - n_before)
        settled.append(is_settled)
    counts = count_words(plans, dictionary)
    file_of_plan = np.repeat(np.arange(len(files)), n_plans)
    n_tokens = np.bincount(file_of_plan[counts.plan], minlength=len(files)).tolist()
    tables = {name: arrow_table(name, found) for name, found in rows.items()}
    tables["tokens"] = arrow_columns("tokens", token_columns(plans, counts))
    of_files = zip(n_rows, n_tokens, settled, strict=True)
    return Batch(tables, tuple(FileRows((*own, n), is_settled) for own, n, is_settled in of_files))
