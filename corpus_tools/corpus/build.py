"""Builds a corpus folder: files read and parsed, compared, coded, grouped, written; what still holds is kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from corpus_tools.corpus.batches import FILES_A_BATCH, parse_batch
from corpus_tools.corpus.gathering import gather
from corpus_tools.corpus.local import run_map
from corpus_tools.corpus.meta import Meta
from corpus_tools.corpus.past import Past, open_past, remember
from corpus_tools.corpus.recipe import Paths, Recipe, describe_making, describe_recipe, digest_of, kept_files
from corpus_tools.corpus.references import References, find_references, read_references
from corpus_tools.corpus.reuse_of_rows import family_numbers_of_rows, undoing_of_rows
from corpus_tools.corpus.rows import Rows, plans_of_rows
from corpus_tools.corpus.stages import cluster, code, compare, fill_in
from corpus_tools.corpus.store import Store, arrow_table, prepare_target, write_store
from corpus_tools.engines import Engine
from corpus_tools.errors import NothingReadError
from corpus_tools.reading.files import find_files
from corpus_tools.reading.source import Failure
from corpus_tools.reuse.clues import read_meta_columns
from corpus_tools.structure.plans import Plan


class Built(NamedTuple):
    """How a corpus was built.

    Attributes
    ----------
    n_read, n_kept
        How many files were read, and of how many the rows were kept.
    changed
        Why nothing was kept, although a corpus stood there: what was not as it was then, by the names of ``making`` in
        the manifest; ``tables`` where the corpus could not be read.
    """

    n_read: int
    n_kept: int
    changed: tuple[str, ...] = ()


OPENED = Built(0, 0)


def build_store(
    paths: Paths,
    target: str | Path,
    recipe: Recipe,
    n_workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> tuple[Store, Built]:
    """Read, parse and analyse all inputs and write the tables into the folder ``target``.

    Where a corpus stands there, only files with another name or other bytes are read; analyses are made again where
    anything changed that they depend on. The tables are those of a build into an empty folder.

    Raises
    ------
    UsageError, NothingReadError, MetaError, OutputError
    """
    prepare_target(target)
    quoted, not_there = find_references(recipe.reference, recipe.text_column)
    files, missing = find_files([paths] if isinstance(paths, str | Path) else paths, recipe.text_column)
    making = describe_making(recipe)
    past = open_past(target, making)
    engine = partial(run_map, n_workers=n_workers)
    parse = partial(parse_batch, limits=recipe.limits, dictionary=recipe.dictionary)
    tables, n_read, n_kept = gather(files, past.files, lambda new: engine(parse, new, FILES_A_BATCH), progress)
    tables["failures"] = _with_failures(tables["failures"], missing)
    if not len(tables["plans"]):
        reasons = tables["failures"]["reason"].to_pylist()
        raise NothingReadError(n_inputs=len(reasons), reasons=reasons)
    recipe.meta.check(tables["sources"]["path"].to_pylist())
    tables["plans"] = _with_meta(tables["plans"], recipe.meta)
    names = ("sources", "plans", "nodes", "noise")
    plans = list(plans_of_rows(*(tables[name].to_pylist() for name in names)))
    references = read_references(quoted, not_there, recipe.limits)
    analysed, stages = _analyse(_Given(plans, recipe, making, references, engine), past)
    tables |= analysed
    tables["failures"] = _with_failures(tables["failures"], references.failures)
    made = describe_recipe(recipe) | {"reference": references.describe()} | remember(making, stages)
    return write_store(target, tables, made, kept_files(recipe)), Built(n_read, n_kept, past.changed)


class _Given(NamedTuple):
    """What plans are analysed with."""

    plans: Sequence[Plan]
    recipe: Recipe
    making: Mapping[str, Any]
    references: References
    engine: Engine


class _Stage(NamedTuple):
    """An analysis of all plans.

    Attributes
    ----------
    make
        Returns its rows, of what is given and of the tables of the stages before it.
    after
        The stages whose tables it needs.
    depends
        Returns on what else its tables depend.
    """

    name: str
    make: Callable[[_Given, Mapping[str, pa.Table]], Rows]
    after: Sequence[str]
    depends: Callable[[_Given], list[object]]


def _analyse(given: _Given, past: Past) -> tuple[dict[str, pa.Table], dict[str, Any]]:
    """Return the tables over all plans, made or kept, and of each stage their names and a digest of what it used."""
    tables: dict[str, pa.Table] = {}
    digests: dict[str, str] = {}
    stages = {}
    for name, make, after, depends in _STAGES:
        digests[name] = digest_of([*map(digests.__getitem__, after), *depends(given)])
        found = past.tables(name, digests[name])
        if found is None:
            found = {table: arrow_table(table, rows) for table, rows in make(given, tables).items()}
        tables |= found
        stages[name] = {"tables": list(found), "digest": digests[name]}
    return tables, stages


def _compare(given: _Given, _tables: Mapping[str, pa.Table]) -> Rows:
    reuse, rows = compare(given.plans, given.recipe.thresholds, given.references, given.engine)
    return rows | fill_in(given.plans, reuse, given.engine)


def _code(given: _Given, tables: Mapping[str, pa.Table]) -> Rows:
    undoing = undoing_of_rows(given.plans, lambda name: tables[name].to_pylist())
    return code(given.plans, given.recipe.codebook, undoing)


def _cluster(given: _Given, tables: Mapping[str, pa.Table]) -> Rows:
    family_numbers = family_numbers_of_rows(given.plans, tables["families"].to_pylist())
    return cluster(given.plans, family_numbers, given.recipe.dictionary)


def _compared_with(given: _Given) -> list[object]:
    references = given.references
    return [
        given.making,
        [_identify(plan) for plan in given.plans],
        asdict(given.recipe.thresholds),
        references.describe(),
        [str(failure.error) for failure in references.failures],
    ]


_STAGES = (
    _Stage("compare", _compare, (), _compared_with),
    _Stage("code", _code, ("compare",), lambda given: [given.recipe.codebook.digest]),
    _Stage("cluster", _cluster, ("compare",), lambda _given: []),
)


def _identify(plan: Plan) -> list[object]:
    """Return all that analyses see of a plan that was read in the same way: other columns of its meta may change."""
    return [plan.plan_id, plan.start, plan.end, plan.source.sha256, read_meta_columns(plan.meta)]


def _with_failures(table: pa.Table, failures: Iterable[Failure]) -> pa.Table:
    return pa.concat_tables([table, arrow_table("failures", (failure.to_dict() for failure in failures))])


def _with_meta(plans: pa.Table, known: Meta) -> pa.Table:
    """Return the table plans with the columns of the meta table behind its own."""
    said = [known.of(path) for path in plans["path"].to_pylist()]
    for column in known.columns:
        plans = plans.append_column(column, pa.array([row.get(column) for row in said], pa.string()))
    return plans
