"""What a corpus holds, as values of the lower floors: what commands and figures are made of."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from corpus_tools.collector import collector_paused
from corpus_tools.corpus.manifest import CODEBOOK, DICTIONARY, WEIGHTS
from corpus_tools.corpus.meta import Meta, group_values, year_values
from corpus_tools.corpus.reuse_of_rows import family_numbers_of_rows, reuse_of_rows, undoing_of_rows
from corpus_tools.corpus.rows import Row, counts_of_columns, failures_of_rows, plans_of_rows
from corpus_tools.corpus.stages import compare_years
from corpus_tools.corpus.store import Store
from corpus_tools.corpus.templates_of_rows import templates_of_rows
from corpus_tools.corpus.themes_of_rows import clustering_of_rows, codes_of_rows
from corpus_tools.options import check_options
from corpus_tools.reading.source import Failure
from corpus_tools.reuse.lexicon import Undoing
from corpus_tools.reuse.node_pairs import PlanNodes
from corpus_tools.reuse.results import Reuse, Thresholds
from corpus_tools.reuse.slots import Template
from corpus_tools.structure.plans import Plan
from corpus_tools.tables import BY_NAME
from corpus_tools.themes.clusters import Clustering, ClusterOptions, find_clusters
from corpus_tools.themes.codebook import Codebook, bundled_names, parse_codebook
from corpus_tools.themes.coding import Code, code_plans
from corpus_tools.themes.comparison import GroupThemes
from corpus_tools.words.lists import NO_WORDS, UserDictionary
from corpus_tools.words.terms import WordCounts, count_words

_Names = str | Iterable[str] | None  # one or several


class Values:
    """What one corpus holds, as values; ``Corpus`` gives the same to people, most of it as data frames.

    What was found when it was built is read from its tables; what is asked with other options is found anew.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def made(self) -> dict[str, Any]:
        """What the corpus was made with: version, codebook, thresholds."""
        made: dict[str, Any] = self._store.manifest["made"]
        return made

    @cached_property
    def codebook(self) -> Codebook:
        """The codebook that it was built with.

        Raises
        ------
        NotKeptError
        """
        name, digest = (self.made["codebook"][key] for key in ("name", "digest"))
        if name in bundled_names() and Codebook.bundled(name).digest == digest:
            return Codebook.bundled(name)
        raw = self._store.kept(CODEBOOK, "--codebook")
        return parse_codebook(raw, f"{name}.toml", lambda _name: self._store.kept(WEIGHTS, "--codebook"))

    @cached_property
    def user_dictionary(self) -> UserDictionary:
        """The words that the segmenter was given when it was built.

        Raises
        ------
        NotKeptError
        """
        if self.made["user_dictionary"] is None:
            return NO_WORDS
        return UserDictionary.parse(self._store.kept(DICTIONARY, "--user-dictionary"), DICTIONARY)

    def open_codebook(self, codebook: str | Path | Codebook | None) -> Codebook:
        """Return the codebook that is named, by default that of the corpus."""
        return self.codebook if codebook is None else Codebook.open(codebook)

    def open_dictionary(self, user_dictionary: str | Path | Iterable[str] | UserDictionary | None) -> UserDictionary:
        """Return the user dictionary that is named, by default that of the corpus."""
        return self.user_dictionary if user_dictionary is None else UserDictionary.open(user_dictionary)

    @property
    def thresholds(self) -> Thresholds:
        """What made a verdict when it was built."""
        return Thresholds(**self.made["thresholds"])

    @cached_property
    def plans_by_id(self) -> dict[str, Plan]:
        """All plans by their ids, in the order of the corpus."""
        with collector_paused():
            rows = map(self.rows, ("sources", "plans", "nodes", "noise"))
            return {plan.plan_id: plan for plan in plans_of_rows(*rows)}

    @property
    def plans(self) -> list[Plan]:
        """All plans, in the order of the corpus."""
        return list(self.plans_by_id.values())

    @property
    def failures(self) -> list[Failure]:
        """What could not be read when it was built."""
        return failures_of_rows(self.rows("failures"))

    @cached_property
    def meta(self) -> Meta:
        """The columns of the meta table; the plans have its rows."""
        own = BY_NAME["plans"].names
        return Meta(name for name in self._store.columns("plans") if name not in own)

    def groups(self, by: str) -> list[str | None]:
        """Return each plan's value of a column; see ``meta.group_values``.

        Raises
        ------
        GroupError
        """
        check_options(by=by)
        return group_values(self.plans, self.meta, by)

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table."""
        return self._store.rows(table)

    @cached_property
    def reuse(self) -> Reuse:
        """Who shares text with whom."""
        return reuse_of_rows(self.plans, self.rows)

    @cached_property
    def family_numbers(self) -> list[int]:
        """For each plan the number of the one that stands for its family."""
        return family_numbers_of_rows(self.plans, self.rows("families"))

    @cached_property
    def undoing(self) -> Undoing:
        """The words that spun copies have swapped, and the plans in which they are undone."""
        return undoing_of_rows(self.plans, self.rows)

    @cached_property
    def templates(self) -> list[tuple[Template, list[PlanNodes]]]:
        """The template of each family, and which node of its representative is which of the others."""
        return templates_of_rows(self.plans, self.reuse.families, self.rows)

    def word_counts(self, dictionary: UserDictionary) -> WordCounts:
        """Return how often each plan has each word."""
        if dictionary.digest == self.made["user_dictionary"]:
            return counts_of_columns(self.plans, self._store.table("tokens").to_pydict())
        return count_words(self.plans, dictionary)

    def codes(self, codebook: Codebook) -> list[Code]:
        """Return the codes of a codebook, with words of spun copies undone."""
        if codebook.digest == self.made["codebook"]["digest"]:
            return codes_of_rows(self.plans, self.rows("codes"))
        return code_plans(self.plans, codebook, self.undoing, headings=True)

    def years(
        self, themes: _Names, terms: _Names, by: str, book: Codebook, *, count_copies: bool = False, seed: int = 0
    ) -> list[GroupThemes]:
        """Return what ``Corpus.trend`` tells.

        Raises
        ------
        GroupError, NoSuchThemeError, OptionError, YearError
        """
        check_options(themes=themes, terms=terms, by=by)
        themes, terms = (_names(one) for one in (themes, terms))
        for theme in themes:
            book.check_theme(theme)
        return compare_years(
            self.plans,
            book,
            year_values(self.plans, self.meta, by),
            themes=themes,
            terms=terms,
            family_numbers=None if count_copies else self.family_numbers,
            undoing=self.undoing,
            seed=seed,
        )

    def clusters(self, options: ClusterOptions) -> Clustering:
        """Return groups of plans or of their clauses, of copies one."""
        if options == ClusterOptions(units=options.units, dictionary=self.user_dictionary):
            return clustering_of_rows(self.plans, self.rows, options.units)
        return find_clusters(self.plans, self.family_numbers, options)


def _names(given: _Names) -> tuple[str, ...]:
    return () if given is None else (given,) if isinstance(given, str) else tuple(given)
