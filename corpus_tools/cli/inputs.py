"""What commands read: the sources at paths or a corpus, and what is found among their plans; what fails is told."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus_tools.cli.outputs import tell, write_output
from corpus_tools.corpus.manifest import is_corpus
from corpus_tools.corpus.parsing import parse_files
from corpus_tools.errors import NothingReadError, UnlikeCorporaError
from corpus_tools.output.jsonl import to_json
from corpus_tools.output.messages import explain, ngettext
from corpus_tools.reading.files import InputFile, find_files
from corpus_tools.reading.limits import Limits
from corpus_tools.reading.source import Failure
from corpus_tools.structure.plans import ParsedSource, Plan

if TYPE_CHECKING:
    from corpus_tools.corpus.meta import Meta
    from corpus_tools.corpus.values import Values
    from corpus_tools.reuse.lexicon import Undoing
    from corpus_tools.reuse.node_pairs import PlanNodes
    from corpus_tools.reuse.quotation import Quotation
    from corpus_tools.reuse.results import Reuse, Thresholds
    from corpus_tools.reuse.slots import Template
    from corpus_tools.themes.clusters import Clustering, ClusterOptions
    from corpus_tools.themes.codebook import Codebook
    from corpus_tools.themes.coding import Code
    from corpus_tools.words.lists import UserDictionary
    from corpus_tools.words.terms import WordCounts


class ReadOptions(NamedTuple):
    """How inputs are read, as the options say."""

    text_column: str | None
    limits: Limits


class Copies(NamedTuple):
    """What spun copies have swapped, and for each plan the number of its family."""

    undoing: "Undoing"
    family_numbers: list[int]


class Inputs:
    """The sources at some paths, read in turn, or a corpus; what fails is told on standard error and kept.

    What is found among their plans is asked of this, too: where one corpus is all that is given and was built with what
    is asked for, it knows the answer; else the plans are compared, coded and grouped.

    Attributes
    ----------
    failures
        What could not be read so far.
    recorded
        What could not be read when a corpus among the paths was built.
    """

    def __init__(self, paths: tuple[str, ...], reading: ReadOptions, failures_file: str | None = None) -> None:
        self._corpus_paths = [path for path in paths if is_corpus(path)]
        self._files: list[InputFile] = []
        self.failures: list[Failure] = []
        self.recorded: list[Failure] = []
        self._failures_file = failures_file
        self._text_column = reading.text_column
        self._quotations: list[dict[str, Any]] = []  # rows of the corpora
        self._limits = reading.limits
        if len(self._corpus_paths) < len(paths):
            others = (path for path in paths if path not in self._corpus_paths)
            self._files, self.failures = find_files(others, reading.text_column)
        for failure in self.failures:
            tell(explain(failure.error))

    def __iter__(self) -> Iterator[ParsedSource]:
        """Yield the sources that can be read.

        Raises
        ------
        NothingReadError
            At the end, if there was none.
        """
        n_parsed = 0
        seen: dict[str, str] = {}  # path to digest of the sources so far
        for result in self._with_progress(parse_files(self._files, self._limits)):
            if isinstance(result, Failure):
                self.failures.append(result)
                tell(explain(result.error))
            else:
                n_parsed += 1
                seen[result.source.path] = result.source.sha256
                yield result
        for path, corpus in self._corpora.items():
            own = set(seen)
            names: dict[str, str] = {}  # of its plans, there and here
            self.recorded += corpus.failures
            for source, group in groupby(corpus.plans, key=lambda plan: plan.source):
                n_parsed += 1
                if seen.setdefault(source.path, source.sha256) != source.sha256:  # another file of the same name
                    source = replace(source, path=f"{path}/{source.path}")
                elif source.path in own:
                    continue  # the same file once more
                there = tuple(group)
                plans = tuple(replace(plan, source=source) for plan in there)
                names |= {old.plan_id: new.plan_id for old, new in zip(there, plans, strict=True)}
                yield ParsedSource(source, plans, ())
            quoted = (row for row in corpus.rows("quotations") if row["plan_id"] in names)
            self._quotations += [{**row, "plan_id": names[row["plan_id"]]} for row in quoted]
        if self._failures_file:
            rows = b"".join(to_json(failure.to_dict()) for failure in self.failures)
            write_output(rows, self._failures_file)
        if not n_parsed:
            raise NothingReadError(n_inputs=len(self.failures))

    def plans(self) -> list[Plan]:
        """Return the plans of all sources."""
        return [plan for parsed in self for plan in parsed.plans]

    def codebook(self, path: str | None) -> "Codebook":
        """Return the codebook at a path, or the one that the corpora were built with, else school-union.

        Raises
        ------
        CodebookError, NotKeptError, UnlikeCorporaError
        """
        from corpus_tools.themes.codebook import Codebook

        if path:
            return Codebook.open(path)
        self._check_alike([corpus.made["codebook"]["digest"] for corpus in self._corpora.values()], "--codebook")
        return next((corpus.codebook for corpus in self._corpora.values()), None) or Codebook.bundled()

    def dictionary(self, path: str | None) -> "UserDictionary":
        """Return the user dictionary at a path, or the one that the corpora were built with, else none.

        Raises
        ------
        NotKeptError, UnlikeCorporaError, WordListError
        """
        from corpus_tools.words.lists import UserDictionary

        if path:
            return UserDictionary.open(path)
        digests = [corpus.made["user_dictionary"] for corpus in self._corpora.values()]
        self._check_alike(digests, "--user-dictionary")
        return UserDictionary.open(next((corpus.user_dictionary for corpus in self._corpora.values()), None))

    def _check_alike(self, digests: Sequence[str | None], option: str) -> None:
        """Raise UnlikeCorporaError where the corpora were not all built with one file."""
        if len(set(digests)) > 1:
            raise UnlikeCorporaError(paths=", ".join(self._corpora), option=option)

    def thresholds(self, **asked: Any) -> "Thresholds":
        """Return what makes a verdict: as asked for; else as the corpus was built with, or by default."""
        from corpus_tools.reuse.results import Thresholds  # what compares texts takes a while to load

        usual = self._only_corpus.thresholds if self._only_corpus else Thresholds()
        return replace(usual, **{name: value for name, value in asked.items() if value is not None})

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
        return Meta(dict.fromkeys(column for corpus in self._corpora.values() for column in corpus.meta.columns))

    def reuse(
        self, plans: Sequence[Plan], thresholds: "Thresholds", reference: Sequence[str] = (), *, spin: bool = False
    ) -> "Reuse":
        """Return who shares text with whom among all plans, and what of it is from the documents at ``reference``.

        Parameters
        ----------
        spin
            Whether it shall tell which plans look spun; a corpus always does.
        """
        corpus = self._only_corpus
        if corpus and thresholds == corpus.thresholds and not reference:
            return corpus.reuse
        from corpus_tools.reuse.verdicts import find_reuse, with_spin

        reuse = find_reuse(plans, thresholds, self.quotations(plans, reference))
        return with_spin(plans, reuse) if spin else reuse

    def templates(
        self, plans: Sequence[Plan], reuse: "Reuse", families: Iterable[int], share: float
    ) -> "list[tuple[Template, list[PlanNodes]]]":
        """Return the templates of some families, by their indexes, with which node of a plan is which of another."""
        from corpus_tools.reuse.templates import SLOT_SHARE, find_template

        corpus = self._only_corpus
        if corpus and reuse is corpus.reuse and share == SLOT_SHARE:
            return [corpus.templates[index] for index in families]
        from corpus_tools.reuse.atoms import PlanAtoms
        from corpus_tools.reuse.lexicon import Lexicon
        from corpus_tools.reuse.node_pairs import pair_family_nodes
        from corpus_tools.reuse.stars import align_family

        atoms = PlanAtoms(plans, Lexicon(reuse.substitutions))
        aligned = (align_family(atoms, reuse.families[index]) for index in families)
        return [(find_template(family, share), list(pair_family_nodes(plans, family))) for family in aligned]

    def codes(self, plans: Sequence[Plan], codebook: "Codebook", undoing: "Undoing | None" = None) -> "list[Code]":
        """Return the codes of all plans, those that only headings show among them; spun copies are undone before."""
        corpus = self._only_corpus
        if corpus and undoing == corpus.undoing:
            return corpus.codes(codebook)
        from corpus_tools.themes.coding import code_plans

        return code_plans(plans, codebook, undoing, headings=True)

    def known_undoing(self) -> "Undoing | None":
        """Return what spun copies have swapped, if a corpus knows it."""
        return self._only_corpus.undoing if self._only_corpus else None

    def clusters(self, plans: Sequence[Plan], family_numbers: Sequence[int], options: "ClusterOptions") -> "Clustering":
        """Return groups of all plans or of their clauses, of copies one; see ``themes.clusters.find_clusters``."""
        corpus = self._only_corpus
        if corpus and list(family_numbers) == corpus.family_numbers:
            return corpus.clusters(options)
        from corpus_tools.themes.clusters import find_clusters

        return find_clusters(plans, family_numbers, options)

    def copies(self, plans: Sequence[Plan]) -> Copies:
        """Return what is known of copies among all plans."""
        reuse = self.reuse(plans, self.thresholds())
        return Copies(reuse.undoing, reuse.family_numbers)

    def family_numbers(self, plans: Sequence[Plan], values: Sequence[str | None] | None = None) -> list[int]:
        """Return for each plan the number of the one that stands for its family; a corpus knows, others are compared.

        Where plans are counted in groups, ``values`` are the groups; only copies within one are of matter.
        """
        from corpus_tools.reuse.counting import number_families

        corpus = self._only_corpus
        return corpus.family_numbers if corpus else number_families(plans, values)

    def word_counts(self, plans: Sequence[Plan], dictionary: "UserDictionary") -> "WordCounts":
        """Return how often each plan has each word; a corpus knows, others are segmented."""
        from corpus_tools.words.terms import count_words

        corpus = self._only_corpus
        return corpus.word_counts(dictionary) if corpus else count_words(plans, dictionary)

    def counted_plans(self, plans: list[Plan], count_copies: bool) -> list[Plan]:
        """Return the plans, or of each family of copies the one that stands for it."""
        numbers = range(len(plans)) if count_copies else self.family_numbers(plans)
        return [plan for i, plan in enumerate(plans) if numbers[i] == i]

    def quotations(self, plans: Sequence[Plan], reference: Sequence[str]) -> "list[Quotation]":
        """Return what plans have from the documents at the paths ``reference``, and what their corpora say of that."""
        from corpus_tools.corpus.references import find_references, read_references  # these take a while to load
        from corpus_tools.corpus.result_rows import quotations_of_rows
        from corpus_tools.reuse.quotation import find_quotations

        references = read_references(*find_references(reference, self._text_column), self._limits)
        found = find_quotations(plans, references)
        for failure in references.failures:
            self.failures.append(failure)
            tell(explain(failure.error))
        return sorted({*found, *quotations_of_rows(plans, self._quotations)})

    def exit_code(self) -> int:
        """Return 1 and say so on standard error if an input failed, else 0."""
        return _count_failures(len(self.failures))

    @cached_property
    def _corpora(self) -> "dict[str, Values]":
        """What the corpora hold, by their paths."""
        return {path: _open_corpus(path) for path in self._corpus_paths}

    @cached_property
    def _only_corpus(self) -> "Values | None":
        """The corpus, if one is all that is given."""
        return next(iter(self._corpora.values())) if len(self._corpora) == 1 and not self._files else None

    def _with_progress(self, results: Iterator[ParsedSource | Failure]) -> Iterator[ParsedSource | Failure]:
        if not sys.stderr.isatty():
            return results
        from tqdm import tqdm

        return iter(tqdm(results, total=len(self._files), unit=" files", file=sys.stderr, leave=False))


def _open_corpus(path: str) -> "Values":
    from corpus_tools.corpus.store import Store  # loads the tables' libraries
    from corpus_tools.corpus.values import Values

    return Values(Store(path))


def tell_idle_rows(known: "Meta", paths: Iterable[str]) -> None:
    """Say on standard error how many rows of a meta table name no file that was read."""
    if idle := known.idle(paths):
        told = ngettext(
            "{n} row of the meta table names no file that was read: {path}",
            "{n} rows of the meta table name no file that was read, the first of them {path}",
            len(idle),
        )
        tell(told.format(n=len(idle), path=idle[0]))


def tell_ungrouped(values: Sequence[str | None], by: str) -> None:
    """Say on standard error how many plans have no value of a column, and are in no group."""
    if n := sum(value is None for value in values):
        told = ngettext(
            "{n} plan has no value of {column} and is in no group",
            "{n} plans have no value of {column} and are in no group",
            n,
        )
        tell(told.format(n=n, column=by))


def report_failures(reasons: list[str]) -> int:
    """Tell every failure of a corpus on standard error and return the exit code."""
    for reason in reasons:
        tell(reason)
    return _count_failures(len(reasons))


def _count_failures(n_failed: int) -> int:
    if n_failed:
        tell(ngettext("{n} input failed", "{n} inputs failed", n_failed).format(n=n_failed))
    return 1 if n_failed else 0
