"""Builds a corpus folder: files read and parsed, compared, coded, grouped, written; what still holds is kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property, partial
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
from corpus_tools.corpus.reuse_of_rows import alignments_of_rows, quotations_of_rows, reuse_of_rows
from corpus_tools.corpus.rows import Row, Rows, failure_row, failures_of_rows, plans_of_rows
from corpus_tools.corpus.stages import align, cluster, code, compare, fill_in, suspect
from corpus_tools.corpus.store import Store, arrow_table, prepare_target, write_store
from corpus_tools.engines import Engine
from corpus_tools.errors import NothingReadError
from corpus_tools.reading.files import find_files
from corpus_tools.reading.source import Failure
from corpus_tools.reuse.clues import TITLE_COLUMNS, read_meta_columns
from corpus_tools.reuse.results import Reuse
from corpus_tools.reuse.verdicts import show_spin
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
        failures = failures_of_rows(tables["failures"].to_pylist())
        raise NothingReadError(n_inputs=len(failures), errors=[failure.error for failure in failures])
    recipe.meta.check(tables["sources"]["path"].to_pylist())
    tables["plans"] = _with_meta(tables["plans"], recipe.meta)
    names = ("sources", "plans", "nodes", "noise")
    plans = list(plans_of_rows(*(tables[name].to_pylist() for name in names)))
    references = read_references(quoted, not_there, recipe.limits)
    given = _Given(plans, recipe, making, references, engine)
    stages = _analyse(given, past)
    tables |= given.tables
    tables["failures"] = _with_failures(tables["failures"], references.failures)
    made = describe_recipe(recipe) | {"reference": references.describe()} | remember(making, stages)
    return write_store(target, tables, made, kept_files(recipe)), Built(n_read, n_kept, past.changed)


@dataclass
class _Given:
    """What plans are analysed with, and the tables over all of them that are there already."""

    plans: Sequence[Plan]
    recipe: Recipe
    making: Mapping[str, Any]
    references: References
    engine: Engine
    tables: dict[str, pa.Table] = field(default_factory=dict)

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table; none of one that is not there yet."""
        return self.tables[table].to_pylist() if table in self.tables else []

    @cached_property
    def reuse(self) -> Reuse:
        """Who shares text with whom, once that is known; which plans look spun is left out."""
        return reuse_of_rows(self.plans, self.rows)

    @cached_property
    def read(self) -> str:
        """A digest of the plans as every stage sees them: columns of a meta table may change."""
        titles = [read_meta_columns(plan.meta, TITLE_COLUMNS) for plan in self.plans]
        places = [[plan.plan_id, plan.start, plan.end, plan.source.sha256] for plan in self.plans]
        return digest_of(self.making, places, titles)


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
    uses
        Returns what it uses of the tables of the stages before it, and all else that its own depend on: they are the
        same where that is, whatever else has changed in those. None where it uses all of them.
    """

    name: str
    make: Callable[[_Given], Rows]
    after: Sequence[str]
    depends: Callable[[_Given], list[object]]
    uses: Callable[[_Given], list[object]] | None = None


def _analyse(given: _Given, past: Past) -> dict[str, Any]:
    """Make or keep the tables over all plans; return of each stage their names, and digests of what it depends on."""
    stages: dict[str, Any] = {}
    for name, make, after, depends, uses in _STAGES:
        digest = digest_of([stages[other]["digest"] for other in after], depends(given))
        used = past.used(name, digest) or (digest_of(uses(given)) if uses else digest)
        found = past.tables(name, used)
        if found is None:
            found = {table: arrow_table(table, rows) for table, rows in make(given).items()}
        given.tables |= found
        stages[name] = {"tables": list(found), "digest": digest, "used": used}
    return stages


def _align(given: _Given) -> Rows:
    return align(given.plans, given.recipe.thresholds, given.references, given.engine)


def _compare(given: _Given) -> Rows:
    quotations = quotations_of_rows(given.plans, given.rows("quotations"))
    return compare(given.plans, alignments_of_rows(given.plans, given.rows), given.recipe.thresholds, quotations)


def _aligned_with(given: _Given) -> list[object]:
    references = given.references
    failed = [str(failure.error) for failure in references.failures]
    return [given.read, asdict(given.recipe.thresholds), references.describe(), failed]


def _said(given: _Given) -> list[object]:
    """Return what is said of plans beside their text, as far as it is compared."""
    return [read_meta_columns(plan.meta) for plan in given.plans]


def _undone(given: _Given) -> list[object]:
    undoing = given.reuse.undoing
    return [undoing.substitutions, sorted(undoing.plans)]


# Whose a plan is, and when it was published, changes verdicts in a few ways: which of two is the source, and what
# follows from that. Where that is the same, what is made of it is, too.
_STAGES = (
    _Stage("align", _align, (), _aligned_with),
    _Stage("compare", _compare, ("align",), _said),
    _Stage(
        "suspect",
        lambda given: suspect(given.plans, given.reuse),
        ("compare",),
        lambda _given: [],
        lambda given: [given.read, show_spin(given.plans, given.reuse)],
    ),
    _Stage(
        "fill_in",
        lambda given: fill_in(given.plans, given.reuse, given.engine),
        ("compare",),
        lambda _given: [],
        lambda given: [given.read, given.reuse.families, given.reuse.substitutions, given.reuse.partial_pairs],
    ),
    _Stage(
        "code",
        lambda given: code(given.plans, given.recipe.codebook, given.reuse.undoing),
        ("compare",),
        lambda given: [given.recipe.codebook.digest],
        lambda given: [given.read, given.recipe.codebook.digest, _undone(given)],
    ),
    _Stage(
        "cluster",
        lambda given: cluster(given.plans, given.reuse.family_numbers, given.recipe.dictionary),
        ("compare",),
        lambda _given: [],
        lambda given: [given.read, given.reuse.family_numbers],
    ),
)


def _with_failures(table: pa.Table, failures: Iterable[Failure]) -> pa.Table:
    return pa.concat_tables([table, arrow_table("failures", map(failure_row, failures))])


def _with_meta(plans: pa.Table, known: Meta) -> pa.Table:
    """Return the table plans with the columns of the meta table behind its own."""
    said = [known.of(path) for path in plans["path"].to_pylist()]
    for column in known.columns:
        plans = plans.append_column(column, pa.array([row.get(column) for row in said], pa.string()))
    return plans
