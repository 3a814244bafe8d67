"""What is in a corpus folder: tables as data frames, plans as values, queries."""

from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from corpus_tools.collector import collector_paused
from corpus_tools.corpus.manifest import CODEBOOK, DICTIONARY, WEIGHTS
from corpus_tools.corpus.meta import Meta
from corpus_tools.corpus.plan_ids import find_plan_id
from corpus_tools.corpus.result_rows import family_numbers_of_rows
from corpus_tools.corpus.reuse_of_rows import undoing_of_rows
from corpus_tools.corpus.rows import plans_of_rows
from corpus_tools.corpus.store import Store
from corpus_tools.errors import NoSuchTableError, QueryError, RecordedError
from corpus_tools.reading.source import Failure
from corpus_tools.reuse.lexicon import Undoing
from corpus_tools.structure.plans import Plan
from corpus_tools.tables import BY_NAME, TABLES
from corpus_tools.themes.codebook import Codebook, bundled_names, parse_codebook
from corpus_tools.words.lists import NO_WORDS, UserDictionary


class Contents:
    """What the tables of one corpus hold; each is an attribute of its name, but for ``clusters``, which is a method.

    ``table`` gives any of them. Those whose rows belong to a plan carry its path and title as well, those whose rows
    belong to two plans ``a_title`` and ``b_title``.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def path(self) -> Path:
        """The folder."""
        return self._store.path

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

    def _book(self, codebook: str | Path | Codebook | None) -> Codebook:
        return self.codebook if codebook is None else Codebook.open(codebook)

    def _dictionary(self, user_dictionary: str | Path | UserDictionary | None) -> UserDictionary:
        return self.user_dictionary if user_dictionary is None else UserDictionary.open(user_dictionary)

    @property
    def meta_columns(self) -> list[str]:
        """The columns of ``plans`` that a meta table has given."""
        own = BY_NAME["plans"].names
        return [name for name in self._store.table("plans").column_names if name not in own]

    @property
    def _known(self) -> Meta:
        """The meta table, of which plans have the rows."""
        return Meta(self.meta_columns)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Return the table of that name as a data frame."""
        if name not in BY_NAME:
            raise AttributeError(f"{type(self).__name__} has no table {name!r}")
        return self.table(name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *BY_NAME})

    def table(self, name: str) -> pd.DataFrame:
        """Return a table as a data frame: the sure way, also where a method has its name, as ``clusters`` does.

        Parameters
        ----------
        name
            One of ``docs/tables.md``.

        Raises
        ------
        NoSuchTableError
        """
        if name not in BY_NAME:
            raise NoSuchTableError(table=name, tables=", ".join(BY_NAME))
        return self._with_titles(self._store.table(name).to_pandas())

    def _with_titles(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return rows of a plan with its path and title, rows of two plans with their titles."""
        sides = [side for side in ("a", "b") if side in frame]
        if not sides and ("plan_id" not in frame or "title" in frame):
            return frame
        plans = self._store.table("plans").select(["plan_id", "path", "title"]).to_pandas()
        if not sides:
            return frame.merge(plans, on="plan_id", how="left", validate="many_to_one")
        titles = plans.set_index("plan_id")["title"]
        return frame.assign(**{f"{side}_title": frame[side].map(titles) for side in sides})

    @cached_property
    def _plans(self) -> dict[str, Plan]:
        with collector_paused():
            rows = (self._store.rows(name) for name in ("sources", "plans", "nodes", "noise"))
            return {plan.plan_id: plan for plan in plans_of_rows(*rows)}

    def plan(self, plan_id: str) -> Plan:
        """Return one plan as a value, with its tree.

        Parameters
        ----------
        plan_id
            Or the path of a source that has one plan.

        Raises
        ------
        NoSuchPlanIdError, SeveralPlansError
        """
        return self._plans[find_plan_id(self._plans, plan_id)]

    def all_plans(self) -> list[Plan]:
        """Return all plans as values, in the order of the corpus."""
        return list(self._plans.values())

    def past_failures(self) -> list[Failure]:
        """Return what could not be read when the corpus was built, as values."""
        rows = self._store.rows("failures")
        return [Failure(row["path"], row["stage"], RecordedError(reason=row["reason"]), row["n_bytes"]) for row in rows]

    def sql(self, query: str) -> pd.DataFrame:
        """Run a query over the tables (DuckDB); every table is a view of its name.

        Raises
        ------
        QueryError
            With DuckDB's message.
        """
        with duckdb.connect() as connection:
            for table in TABLES:
                connection.register(table.name, self._store.table(table.name))
            try:
                return connection.execute(query or "select").df()
            except duckdb.Error as error:
                raise QueryError(reason=error) from error

    def family_numbers(self) -> list[int]:
        """Return for each plan, in the order of the corpus, the number of the one that stands for its family."""
        return family_numbers_of_rows(self.all_plans(), self._store.rows("families"))

    def undoing(self) -> Undoing:
        """Return the words that spun copies have swapped, and the plans in which they are undone."""
        return undoing_of_rows(self.all_plans(), self._store.rows)
