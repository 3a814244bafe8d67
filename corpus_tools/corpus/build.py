"""Builds a corpus folder: files read and parsed, compared, coded, grouped, written; what still holds is kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from corpus_tools.corpus.batches import parse_batch
from corpus_tools.corpus.gathering import gather
from corpus_tools.corpus.local import run_map
from corpus_tools.corpus.meta import Meta
from corpus_tools.corpus.past import Past, open_past, remember
from corpus_tools.corpus.recipe import Paths, Recipe, describe_making, describe_recipe, digest_of, kept_files
from corpus_tools.corpus.references import References
from corpus_tools.corpus.result_rows import family_numbers_of_rows
from corpus_tools.corpus.reuse_of_rows import undoing_of_rows
from corpus_tools.corpus.rows import Rows, plans_of_rows
from corpus_tools.corpus.stages import cluster, code, compare, fill_in
from corpus_tools.corpus.store import Store, arrow_table, prepare_target, write_store
from corpus_tools.errors import NothingReadError
from corpus_tools.reading.files import find_files
from corpus_tools.reading.source import Failure
from corpus_tools.reuse.results import Thresholds
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
    references = References(recipe.reference, recipe.text_column, recipe.limits)
    files, missing = find_files([paths] if isinstance(paths, str | Path) else paths, recipe.text_column)
    making = describe_making(recipe)
    past = open_past(target, making)
    parse = partial(parse_batch, limits=recipe.limits, dictionary=recipe.dictionary)
    tables, n_read, n_kept = gather(files, past.files, lambda new: run_map(parse, new, n_workers), progress)
    tables["failures"] = _with_failures(tables["failures"], missing)
    if not len(tables["plans"]):
        reasons = tables["failures"]["reason"].to_pylist()
        raise NothingReadError(n_inputs=len(reasons), reasons=reasons)
    recipe.meta.check(tables["sources"]["path"].to_pylist())
    tables["plans"] = _with_meta(tables["plans"], recipe.meta)
    names = ("sources", "plans", "nodes", "noise")
    plans = list(plans_of_rows(*(tables[name].to_pylist() for name in names)))
    stages = _analyse(tables, plans, recipe, making, references, past)
    tables["failures"] = _with_failures(tables["failures"], references.failures)
    made = describe_recipe(recipe) | {"reference": references.describe()} | remember(making, stages)
    return write_store(target, tables, made, kept_files(recipe)), Built(n_read, n_kept, past.changed)


def _analyse(
    tables: dict[str, pa.Table],
    plans: Sequence[Plan],
    recipe: Recipe,
    making: Mapping[str, Any],
    references: References,
    past: Past,
) -> dict[str, dict[str, Any]]:
    """Add the tables over all plans, made or kept; return for each stage their names and a digest of what it used."""
    if past.store:
        references.read()  # or nobody knows whether what was compared with them still holds
    of_plans = [_identify(plan) for plan in plans]
    thresholds = [getattr(recipe.thresholds, name) for name in Thresholds.__slots__]
    used: dict[str, dict[str, Any]] = {}

    def add(stage: str, make: Callable[[], Rows], depends: Callable[[], list[object]]) -> None:
        found = past.tables(stage, digest_of(depends()))
        if found is None:
            found = {name: arrow_table(name, rows) for name, rows in make().items()}
        tables.update(found)
        used[stage] = {"tables": list(found), "digest": digest_of(depends())}  # references are known only now

    add(
        "compare",
        lambda: _compare(plans, recipe, references),
        lambda: [making, of_plans, thresholds, references.describe(), [str(f.error) for f in references.failures]],
    )
    add("code", lambda: _code(plans, recipe, tables), lambda: [used["compare"]["digest"], recipe.codebook.digest])
    add("cluster", lambda: _cluster(plans, recipe, tables), lambda: [used["compare"]["digest"]])
    return used


def _compare(plans: Sequence[Plan], recipe: Recipe, references: References) -> Rows:
    reuse, rows = compare(plans, recipe.thresholds, references)
    return rows | fill_in(plans, reuse)


def _code(plans: Sequence[Plan], recipe: Recipe, tables: Mapping[str, pa.Table]) -> Rows:
    return code(plans, recipe.codebook, undoing_of_rows(plans, lambda name: tables[name].to_pylist()))


def _cluster(plans: Sequence[Plan], recipe: Recipe, tables: Mapping[str, pa.Table]) -> Rows:
    return cluster(plans, family_numbers_of_rows(plans, tables["families"].to_pylist()), recipe.dictionary)


def _identify(plan: Plan) -> list[object]:
    """Return what tells a plan from every other, where it was read in the same way."""
    return [plan.plan_id, plan.start, plan.end, plan.source.sha256, list(plan.meta.items())]


def _with_failures(table: pa.Table, failures: Iterable[Failure]) -> pa.Table:
    return pa.concat_tables([table, arrow_table("failures", (failure.to_dict() for failure in failures))])


def _with_meta(plans: pa.Table, known: Meta) -> pa.Table:
    """Return the table plans with the columns of the meta table behind its own."""
    said = [known.of(path) for path in plans["path"].to_pylist()]
    for column in known.columns:
        plans = plans.append_column(column, pa.array([row.get(column) for row in said], pa.string()))
    return plans
