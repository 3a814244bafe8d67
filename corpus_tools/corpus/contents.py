"""What is in a corpus folder: tables as data frames, plans as values, queries."""

import warnings
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpus_tools.corpus.plan_ids import find_plan_id
from corpus_tools.corpus.said import SHOWN_TITLE, frame_of_table, with_said
from corpus_tools.corpus.store import Store
from corpus_tools.corpus.values import Values
from corpus_tools.errors import NoSuchTableError, QueryError, UngroupedWarning
from corpus_tools.options import check_options
from corpus_tools.structure.plans import Plan
from corpus_tools.tables import BY_NAME, TABLES
from corpus_tools.themes.codebook import Codebook
from corpus_tools.words.lists import UserDictionary


class Contents:
    """What the tables of one corpus hold; each is an attribute of its name, but for ``clusters``, which is a method.

    ``table`` gives any of them. Those whose rows belong to a plan carry its path and title as well, those whose rows
    belong to two plans ``a_title`` and ``b_title``: titles as printed, else those that the page or the row gives.
    ``plans`` itself has these as ``shown_title``, and columns of what the documents say of themselves.

    Attributes
    ----------
    values
        The same as values of the package, for programs.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.values = Values(store)

    @property
    def path(self) -> Path:
        """The folder."""
        return self._store.path

    @property
    def made(self) -> dict[str, Any]:
        """What the corpus was made with: version, codebook, thresholds."""
        return self.values.made

    @property
    def codebook(self) -> Codebook:
        """The codebook that it was built with.

        Raises
        ------
        NotKeptError
        """
        return self.values.codebook

    @property
    def user_dictionary(self) -> UserDictionary:
        """The words that the segmenter was given when it was built.

        Raises
        ------
        NotKeptError
        """
        return self.values.user_dictionary

    @property
    def meta_columns(self) -> list[str]:
        """The columns of ``plans`` that a meta table has given."""
        return list(self.values.meta.columns)

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
        return frame_of_table(self.arrow(name))

    def arrow(self, name: str) -> pa.Table:
        """Return a table as Arrow, which keeps whole numbers with gaps, with the columns that ``table`` gives.

        Raises
        ------
        NoSuchTableError
        """
        check_options(name=name)
        if name not in BY_NAME:
            raise NoSuchTableError(table=name, tables=", ".join(BY_NAME))
        return self._plans() if name == "plans" else self._with_titles(self._store.table(name))

    def _plans(self, *, text: bool = True) -> pa.Table:
        """Return the table plans with what documents say of themselves, also without its longest column."""
        columns = [name for name in self._store.columns("plans") if text or name != "text"]
        sources = self._store.table("sources", ["path", "meta_names", "meta_values"])
        return with_said(self._store.table("plans", columns), sources)

    def _with_titles(self, table: pa.Table) -> pa.Table:
        """Return rows of a plan with its path and title, rows of two plans with their titles."""
        names = table.column_names
        sides = [side for side in ("a", "b") if side in names]
        if not sides and ("plan_id" not in names or "title" in names):
            return table
        plans = self._plans(text=False)
        ids = plans["plan_id"]
        joined = [(f"{side}_title", SHOWN_TITLE, side) for side in sides] or [
            ("path", "path", "plan_id"),
            ("title", SHOWN_TITLE, "plan_id"),
        ]
        for name, column, key in joined:
            table = table.append_column(name, plans[column].take(pc.index_in(table[key], ids)))
        return table

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
        plans = self.values.plans_by_id
        return plans[find_plan_id(plans, plan_id)]

    def all_plans(self) -> list[Plan]:
        """Return all plans as values, in the order of the corpus."""
        return self.values.plans

    def groups(self, by: str) -> pd.DataFrame:
        """Return which group each plan is in where plans are grouped by a column: ``plan_id`` and ``group``.

        A plan without a value is in none. See "Groups" in the README; ``trend`` puts the days of a year together, too.

        Parameters
        ----------
        by
            A column of the meta table or of the rows that the plans came from, what pages say of themselves, or one of
            ``path``, ``title``, ``school`` and ``year``, which plans have without.

        Raises
        ------
        GroupError
            When no plan has a value of it.
        """
        return pd.DataFrame({"plan_id": list(self.values.plans_by_id), "group": self.values.groups(by)})

    def sql(self, query: str) -> pd.DataFrame:
        """Run a query over the tables (DuckDB); every table is a view of its name.

        Raises
        ------
        QueryError
            With DuckDB's message.
        """
        check_options(query=query)
        with duckdb.connect() as connection:
            for table in TABLES:
                # What is said of plans is laid together in memory: only for queries that ask for them.
                whole = table.name == "plans" and table.name in query.casefold()
                connection.register(table.name, self._plans() if whole else self._store.dataset(table.name))
            try:
                return connection.execute(query or "select").df()
            except duckdb.Error as error:
                raise QueryError(reason=error) from error


def warn_ungrouped(n_left: int, lacking: str) -> None:
    """Warn the caller of the method that calls this that plans are in no group, as something is lacking."""
    if n_left:
        one = f"1 plan has no {lacking} and is in no group"
        told = one if n_left == 1 else f"{n_left} plans have no {lacking} and are in no group"
        warnings.warn(told, UngroupedWarning, stacklevel=3)
