"""What commands read: the files and corpora at their paths; what fails is told on standard error and kept."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from corpus_tools.cli.outputs import tell, write_output
from corpus_tools.corpus.manifest import is_corpus
from corpus_tools.corpus.parsing import parse_files
from corpus_tools.corpus.references import References, find_references, read_references
from corpus_tools.errors import CorpusError, NothingReadError, UnlikeCorporaError
from corpus_tools.output.jsonl import to_json
from corpus_tools.output.messages import explain, format_count
from corpus_tools.reading.files import InputFile, find_files
from corpus_tools.reading.limits import Limits
from corpus_tools.reading.source import Failure
from corpus_tools.structure.plans import ParsedSource, Plan

if TYPE_CHECKING:
    from corpus_tools.corpus.meta import Meta
    from corpus_tools.corpus.rows import Row
    from corpus_tools.corpus.values import Values
    from corpus_tools.themes.codebook import Codebook
    from corpus_tools.words.lists import UserDictionary

_Kept = TypeVar("_Kept")


class ReadOptions(NamedTuple):
    """How inputs are read, as the options say."""

    text_column: str | None
    limits: Limits


class Inputs(NamedTuple):
    """What stands at the paths of a command, to be read.

    Attributes
    ----------
    corpora
        What they hold, by their paths.
    missing
        What could not be looked into.
    """

    files: Sequence[InputFile]
    corpora: "Mapping[str, Values]"
    missing: Sequence[Failure]
    options: ReadOptions

    def codebook(self, path: str | None) -> "Codebook":
        """Return the codebook at a path, or the one that the corpora were built with, else school-union.

        Raises
        ------
        CodebookError, NotKeptError, UnlikeCorporaError
        """
        from corpus_tools.themes.codebook import Codebook

        if path:
            return Codebook.open(path)
        self._check_alike([corpus.made["codebook"]["digest"] for corpus in self.corpora.values()], "--codebook")
        return next((corpus.codebook for corpus in self.corpora.values()), None) or Codebook.bundled()

    def dictionary(self, path: str | None) -> "UserDictionary":
        """Return the user dictionary at a path, or the one that the corpora were built with, else none.

        Raises
        ------
        NotKeptError, UnlikeCorporaError, WordListError
        """
        from corpus_tools.words.lists import UserDictionary

        if path:
            return UserDictionary.open(path)
        digests = [corpus.made["user_dictionary"] for corpus in self.corpora.values()]
        self._check_alike(digests, "--user-dictionary")
        return UserDictionary.open(next((corpus.user_dictionary for corpus in self.corpora.values()), None))

    def _check_alike(self, digests: Sequence[str | None], option: str) -> None:
        """Raise UnlikeCorporaError where the corpora were not all built with one file."""
        if len(set(digests)) > 1:
            raise UnlikeCorporaError(paths=", ".join(self.corpora), option=option)

    def groups(self, meta: str | None, plans: Sequence[Plan], by: str | None) -> list[str | None] | None:
        """Return the value of each plan in a column, None without one; how many have no value is told.

        Raises
        ------
        GroupError, MetaError
        """
        from corpus_tools.corpus.meta import group_values

        known = self.meta(meta, plans)
        if by is None:
            return None
        values = group_values(plans, known, by)
        _tell_ungrouped(values, by)
        return values

    def meta(self, path: str | None, plans: Sequence[Plan]) -> "Meta":
        """Return the meta table at a path, or the one that the corpora were built with.

        Raises
        ------
        MetaError
        """
        from corpus_tools.corpus.meta import Meta, read_meta

        if path:
            known = read_meta(path)
            paths = [plan.source.path for plan in plans]
            known.check(paths)
            tell_idle_rows(known, paths)
            return known
        return Meta(dict.fromkeys(column for corpus in self.corpora.values() for column in corpus.meta.columns))


class Loaded(NamedTuple):
    """What was read at the paths of a command.

    Attributes
    ----------
    failures
        What could not be read.
    recorded
        What could not be read when the corpora were built.
    quotations
        Rows of what the plans quote, as the corpora say.
    references
        What else they may quote; None where nothing is asked for.
    corpus
        The corpus, if one is all that is given.
    """

    plans: Sequence[Plan]
    failures: Sequence[Failure]
    recorded: Sequence[Failure]
    quotations: "Sequence[Row]"
    references: References | None
    corpus: "Values | None"

    def exit_code(self) -> int:
        """Return 1 and say so on standard error if an input failed, else 0."""
        return exit_code(self.failures)


def find_inputs(paths: Sequence[str], options: ReadOptions) -> Inputs:
    """Return what stands at some paths.

    Raises
    ------
    UsageError
        When there is nothing.
    """
    corpora = [path for path in paths if is_corpus(path)]
    others = [path for path in paths if path not in corpora]
    files, missing = find_files(others, options.text_column) if others else ([], [])
    _tell_failures(missing)
    return Inputs(files, {path: _open_corpus(path) for path in corpora}, missing, options)


def load(inputs: Inputs, reference: Sequence[str] = ()) -> Loaded:
    """Read the plans of all inputs, and the documents at the paths ``reference``.

    Raises
    ------
    UsageError, NothingReadError
    """
    sources, failures, quotations = read_inputs(inputs, lambda parsed: parsed)
    references = None
    if reference:
        found, missing = find_references(reference, inputs.options.text_column)
        references = read_references(found, missing, inputs.options.limits)
        _tell_failures(references.failures)
        failures += references.failures
    corpora = list(inputs.corpora.values())
    return Loaded(
        [plan for parsed in sources for plan in parsed.plans],
        failures,
        [failure for corpus in corpora for failure in corpus.failures],
        quotations,
        references,
        corpora[0] if len(corpora) == 1 and not inputs.files else None,
    )


def read_inputs(
    inputs: Inputs, keep: Callable[[ParsedSource], _Kept], failures_file: str | None = None
) -> "tuple[list[_Kept], list[Failure], list[Row]]":
    """Return what is kept of each source, what failed, and what plans quote, as their corpora say.

    Raises
    ------
    NothingReadError
        When there is no source; the failures are in their file even so.
    """
    kept: list[_Kept] = []
    failures = list(inputs.missing)
    quotations: list[Row] = []
    digests: dict[str, str] = {}  # of the sources so far, by their paths
    for result in _with_progress(parse_files(inputs.files, inputs.options.limits), len(inputs.files)):
        if isinstance(result, Failure):
            _tell_failures([result])
            failures.append(result)
        else:
            digests[result.source.path] = result.source.sha256
            kept.append(keep(result))
    for path, corpus in inputs.corpora.items():
        sources, quoted = _read_corpus(path, corpus, digests)
        kept += map(keep, sources)
        quotations += quoted
        digests = {plan.source.path: plan.source.sha256 for plan in corpus.plans} | digests
    if failures_file:
        write_output(b"".join(to_json(failure.to_dict()) for failure in failures), failures_file)
    if not kept:
        raise NothingReadError(n_inputs=len(failures))
    return kept, failures, quotations


def _read_corpus(path: str, corpus: "Values", digests: Mapping[str, str]) -> "tuple[list[ParsedSource], list[Row]]":
    """Return the sources of a corpus that were not read before, and what their plans quote.

    Where a source with other bytes has its name, the path of the corpus stands before it.
    """
    sources = []
    names: dict[str, str] = {}  # of its plans, there and here
    for source, group in groupby(corpus.plans, key=lambda plan: plan.source):
        known = digests.get(source.path)
        if known == source.sha256:
            continue
        if known is not None:
            source = replace(source, path=f"{path}/{source.path}")
        there = tuple(group)
        plans = tuple(replace(plan, source=source) for plan in there)
        names |= {old.plan_id: new.plan_id for old, new in zip(there, plans, strict=True)}
        sources.append(ParsedSource(source, plans, ()))
    quoted = (row for row in corpus.rows("quotations") if row["plan_id"] in names)
    return sources, [{**row, "plan_id": names[row["plan_id"]]} for row in quoted]


def _open_corpus(path: str) -> "Values":
    from corpus_tools.corpus.store import Store  # loads the tables' libraries
    from corpus_tools.corpus.values import Values

    return Values(Store(path))


def _with_progress(results: Iterator[ParsedSource | Failure], n_files: int) -> Iterator[ParsedSource | Failure]:
    if not sys.stderr.isatty():
        return results
    from tqdm import tqdm

    return iter(tqdm(results, total=n_files, unit=" files", file=sys.stderr, leave=False))


def _tell_failures(failures: Iterable[Failure]) -> None:
    for failure in failures:
        tell(explain(failure.error))


def tell_idle_rows(known: "Meta", paths: Iterable[str]) -> None:
    """Say on standard error how many rows of a meta table name no file that was read."""
    if idle := known.idle(paths):
        tell(
            format_count(
                "{n} row of the meta table names no file that was read: {path}",
                "{n} rows of the meta table name no file that was read, the first of them {path}",
                len(idle),
                path=idle[0],
            )
        )


def _tell_ungrouped(values: Sequence[str | None], by: str) -> None:
    """Say on standard error how many plans have no value of a column, and are in no group."""
    if n := sum(value is None for value in values):
        tell(
            format_count(
                "{n} plan has no value of {column} and is in no group",
                "{n} plans have no value of {column} and are in no group",
                n,
                column=by,
            )
        )


def report_failures(errors: Sequence[CorpusError]) -> int:
    """Tell every failure of a corpus on standard error and return the exit code."""
    for error in errors:
        tell(explain(error))
    return exit_code(errors)


def exit_code(failures: Sequence[object]) -> int:
    """Return 1 and say so on standard error if an input failed, else 0."""
    if n_failed := len(failures):
        tell(format_count("{n} input failed", "{n} inputs failed", n_failed))
        return 1
    return 0
