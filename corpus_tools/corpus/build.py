"""Builds a corpus folder: files read and parsed, compared, coded, grouped, written."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from corpus_tools.corpus.local import run_map
from corpus_tools.corpus.meta import Meta, read_meta
from corpus_tools.corpus.references import References
from corpus_tools.corpus.rows import Row, Rows, plans_of_rows, token_columns
from corpus_tools.corpus.stages import cluster, code, compare, fill_in, parse_batch
from corpus_tools.corpus.store import Store, arrow_columns, arrow_table, write_store
from corpus_tools.errors import NothingReadError
from corpus_tools.reading.files import InputFile, find_files
from corpus_tools.reading.limits import USUAL, Limits
from corpus_tools.reuse.verdicts import Thresholds
from corpus_tools.themes.codebook import Codebook
from corpus_tools.words.lists import NO_WORDS, UserDictionary
from corpus_tools.words.terms import count_words

Paths = str | Path | Iterable[str | Path]


class Recipe(NamedTuple):
    """What a corpus is made with, beside its files; see ``Corpus.build``."""

    codebook: Codebook
    thresholds: Thresholds
    meta: str | Path | None = None
    dictionary: UserDictionary = NO_WORDS
    reference: Paths = ()
    text_column: str | None = None
    limits: Limits = USUAL


def build_store(
    paths: Paths,
    target: str | Path,
    recipe: Recipe,
    n_workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Store:
    """Read, parse and analyse all inputs and write the tables into the folder ``target``.

    Raises
    ------
    UsageError, NothingReadError, MetaError, OutputError
    """
    known = read_meta(recipe.meta) if recipe.meta else Meta()
    dictionary = recipe.dictionary
    references = References(recipe.reference, recipe.text_column, recipe.limits)
    files, failures = find_files([paths] if isinstance(paths, str | Path) else paths, recipe.text_column)
    rows = _parse_all(files, recipe.limits, n_workers, progress)
    rows["failures"][:0] = [failure.to_dict() for failure in failures]
    if not rows["plans"]:
        reasons = [row["reason"] for row in rows["failures"]]
        raise NothingReadError(n_inputs=len(reasons), reasons=reasons)
    known.check([row["path"] for row in rows["sources"]], recipe.meta or "")
    rows["sources"] = [_with_meta(row, known) for row in rows["sources"]]
    rows["plans"] = [{**row, **known.of(row["path"])} for row in rows["plans"]]
    plans = list(plans_of_rows(rows["sources"], rows["plans"], rows["nodes"], rows["noise"]))
    reuse, found = compare(plans, recipe.thresholds, references)
    rows["failures"] += [failure.to_dict() for failure in references.failures]
    rows |= found | fill_in(plans, reuse) | code(plans, recipe.codebook, reuse.substitutions)
    rows |= cluster(plans, reuse, dictionary)
    extra = {"plans": known.columns}
    tables = {name: arrow_table(name, found, extra.get(name, ())) for name, found in rows.items()}
    tables["tokens"] = arrow_columns("tokens", token_columns(plans, count_words(plans, dictionary)))
    return write_store(target, tables, _made(recipe, known) | {"reference": references.describe()})


def _parse_all(
    files: Sequence[InputFile], limits: Limits, n_workers: int | None, progress: Callable[[int], None] | None
) -> Rows:
    per_plan = (
        "sources",
        "failures",
        "furniture",
        "plans",
        "nodes",
        "noise",
        "clauses",
        "signatures",
        "dates",
        "names",
    )
    rows: Rows = {name: [] for name in per_plan}
    n_done = 0
    for batch in run_map(partial(parse_batch, limits=limits), files, n_workers):
        for name, found in batch.items():
            rows[name].extend(found)
        n_done = len(rows["sources"]) + len(rows["failures"])
        if progress:
            progress(n_done)
    return rows


def _with_meta(source: Row, known: Meta) -> Row:
    """Return the row of a source with what the meta table says beside what the document says of itself."""
    meta = dict(zip(source["meta_names"], source["meta_values"], strict=True)) | known.of(source["path"])
    return {**source, "meta_names": list(meta), "meta_values": list(meta.values())}


def _made(recipe: Recipe, known: Meta) -> dict[str, object]:
    codebook = recipe.codebook
    return {
        "version": version("corpus-tools"),
        "codebook": {"name": codebook.name, "version": codebook.version, "digest": codebook.digest},
        "thresholds": {name: getattr(recipe.thresholds, name) for name in Thresholds.__slots__},
        "meta": list(known.columns),
        "user_dictionary": recipe.dictionary.digest,
    }
