"""The corpus as a user holds it: tables as data frames, queries, new codes and new clusters without a rebuild."""

import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pandas as pd

from corpus_tools.corpus.frames import agreement_frame, aligned_frame, distance_frame, group_frame, interval_frame
from corpus_tools.corpus.local import run_map
from corpus_tools.corpus.meta import Meta, group_values, read_meta, year_values
from corpus_tools.corpus.references import References
from corpus_tools.corpus.rows import Row, Rows, plans_of_rows, quotations_of_rows, token_columns
from corpus_tools.corpus.sheets import read_sheet
from corpus_tools.corpus.stages import cluster, code, compare, compare_years, fill_in, parse_batch
from corpus_tools.corpus.store import Store, arrow_columns, arrow_table, write_store
from corpus_tools.errors import (
    AlignmentError,
    NoSuchFamilyError,
    NoSuchPlanIdError,
    NothingReadError,
    QueryError,
    RecordedError,
)
from corpus_tools.reading.files import InputFile, find_files
from corpus_tools.reading.limits import USUAL, Limits
from corpus_tools.reading.source import Failure
from corpus_tools.reuse.comparison import Comparison, compare_plans
from corpus_tools.reuse.lexicon import Lexicon, Substitution
from corpus_tools.reuse.results import Reuse, Thresholds
from corpus_tools.reuse.slot_kinds import SLOT_NAMES
from corpus_tools.reuse.slots import Slot, format_consensus
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.structure.plans import Plan
from corpus_tools.tables import TABLES
from corpus_tools.themes.agreement import measure_agreement, themes_of
from corpus_tools.themes.alignment import ThemeClause, align_clauses
from corpus_tools.themes.clusters import Features, Method, UnitKind, find_clusters
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.coding import Code, code_plans
from corpus_tools.themes.comparison import GroupThemes, compare_groups, measure_distances
from corpus_tools.themes.discovery import discover
from corpus_tools.themes.sheets import make_sheet, match_plans, match_sheets
from corpus_tools.themes.trends import year_of
from corpus_tools.words.concordance import (
    Collocate,
    Cooccurrence,
    Query,
    Sort,
    find_collocates,
    find_cooccurrences,
    find_hits,
)
from corpus_tools.words.keyness import Keyword, Order, choose_contrasts, find_keywords
from corpus_tools.words.lists import StopWords, UserDictionary
from corpus_tools.words.terms import count_words

Paths = str | Path | Iterable[str | Path]


class Suggestions(NamedTuple):
    """What a codebook lacks: words of its themes, clauses without a theme, and both as a codebook in TOML."""

    words: pd.DataFrame
    uncovered: pd.DataFrame
    toml: str


class Corpus:
    """A folder of plans, read, parsed and analysed. Made by ``Corpus.build`` or ``Corpus.open``.

    Every table of ``docs/tables.md`` is an attribute: ``corpus.plans``, ``corpus.nodes``, ``corpus.pairs`` ... Tables
    whose rows belong to a plan carry its path and title as well.
    """

    def __init__(self, store: Store, temporary: str | None = None) -> None:
        self._store = store
        if temporary:  # a corpus without a folder of its own goes with the object
            weakref.finalize(self, shutil.rmtree, temporary, ignore_errors=True)

    @classmethod
    def build(
        cls,
        paths: Paths,
        path: str | Path | None = None,
        *,
        text_column: str | None = None,
        meta: str | Path | None = None,
        reference: Paths = (),
        codebook: Codebook | None = None,
        user_dictionary: str | Path | UserDictionary | None = None,
        thresholds: Thresholds | None = None,
        n_workers: int | None = None,
        time_limit: float = USUAL.seconds,
        memory_limit: int = USUAL.megabytes,
        progress: Callable[[int], None] | None = None,
    ) -> "Corpus":
        """Read, parse and analyse all inputs and write the tables.

        Parameters
        ----------
        paths
            Files, folders, archives.
        path
            The folder to write; by default a temporary one.
        text_column
            Which column of JSON lines, CSV and Parquet holds the text; by default one with a usual name.
        meta
            A CSV file with a column ``path`` and any others; they become columns of ``plans``.
        reference
            Files, folders, archives of laws and notices: what plans have from them is quotation, not copying.
        codebook
            By default the bundled school-union.
        user_dictionary
            Words that the segmenter shall know, for ``tokens`` and ``clusters``.
        time_limit, memory_limit
            Seconds and megabytes that one document may take; plain text of less than 64 KiB is not limited.
        progress
            Is called with the number of files behind it after each batch.

        Raises
        ------
        UsageError, NothingReadError, MetaError, OutputError
        """
        known = read_meta(meta) if meta else Meta()
        book = codebook or Codebook.bundled()
        dictionary = _user_dictionary(user_dictionary)
        limits = Limits(time_limit, memory_limit)
        references = References(reference, text_column, limits)
        files, failures = find_files([paths] if isinstance(paths, str | Path) else paths, text_column)
        rows = _parse_all(files, limits, n_workers, progress)
        rows["failures"][:0] = [failure.to_dict() for failure in failures]
        if not rows["plans"]:
            reasons = [row["reason"] for row in rows["failures"]]
            raise NothingReadError(n_inputs=len(reasons), reasons=reasons)
        known.check([row["path"] for row in rows["sources"]], meta or "")
        rows["sources"] = [_with_meta(row, known) for row in rows["sources"]]
        rows["plans"] = [{**row, **known.of(row["path"])} for row in rows["plans"]]
        plans = list(plans_of_rows(rows["sources"], rows["plans"], rows["nodes"], rows["noise"]))
        reuse, found = compare(plans, thresholds, references)
        rows["failures"] += [failure.to_dict() for failure in references.failures]
        rows |= (
            found | fill_in(plans, reuse) | code(plans, book, reuse.substitutions) | cluster(plans, reuse, dictionary)
        )
        temporary = None if path else tempfile.mkdtemp(prefix="corpus-tools-")
        target = Path(path or f"{temporary}/corpus")
        extra = {"plans": known.columns}
        tables = {name: arrow_table(name, found, extra.get(name, ())) for name, found in rows.items()}
        tables["tokens"] = arrow_columns("tokens", token_columns(plans, count_words(plans, dictionary)))
        made = {**_made(book, thresholds, known, dictionary), "reference": references.describe()}
        return cls(write_store(target, tables, made), temporary)

    @classmethod
    def open(cls, path: str | Path) -> "Corpus":
        """Open a corpus folder.

        Raises
        ------
        NotCorpusError, OtherVersionError
        """
        return cls(Store(path))

    @property
    def path(self) -> Path:
        """The folder."""
        return self._store.path

    @property
    def made(self) -> dict[str, Any]:
        """What the corpus was made with: version, codebook, thresholds."""
        made: dict[str, Any] = self._store.manifest["made"]
        return made

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Return the table of that name as a data frame."""
        if name not in {table.name for table in TABLES}:
            raise AttributeError(f"{type(self).__name__} has no table {name!r}")
        return self._frame(name)

    def __dir__(self) -> list[str]:
        return sorted([*super().__dir__(), *(table.name for table in TABLES)])

    def _frame(self, name: str) -> pd.DataFrame:
        return self._with_titles(self._store.table(name).to_pandas())

    def _with_titles(self, frame: pd.DataFrame) -> pd.DataFrame:
        if "plan_id" not in frame or "title" in frame:
            return frame
        titles = self._store.table("plans").select(["plan_id", "path", "title"]).to_pandas()
        return frame.merge(titles, on="plan_id", how="left", validate="many_to_one")

    @cached_property
    def _plans(self) -> dict[str, Plan]:
        rows = (self._store.rows(name) for name in ("sources", "plans", "nodes", "noise"))
        return {plan.plan_id: plan for plan in plans_of_rows(*rows)}

    def plan(self, plan_id: str) -> Plan:
        """Return one plan as a value, with its tree.

        Raises
        ------
        NoSuchPlanIdError
        """
        if plan_id not in self._plans:
            raise NoSuchPlanIdError(plan_id=plan_id, path=self.path)
        return self._plans[plan_id]

    def all_plans(self) -> list[Plan]:
        """Return all plans as values, in the order of the corpus."""
        return list(self._plans.values())

    def template(self, family: str) -> "FamilyTemplate":
        """Return what the plans of a family have in common, and what each of them fills in.

        Parameters
        ----------
        family
            Its name, ``F1``, as in the table ``families``.

        Raises
        ------
        NoSuchFamilyError
        """
        texts = {row["family"]: row["text"] for row in self._store.rows("consensus")}
        if family not in texts:
            raise NoSuchFamilyError(family=family, families=", ".join(texts) or "-")
        members = self.families[self.families["family"] == family]
        nodes = self.node_pairs
        inner = nodes["a"].isin(members["plan_id"]) & nodes["b"].isin(members["plan_id"])
        slots, fills = (frame[frame["family"] == family] for frame in (self.templates, self.template_fills))
        return FamilyTemplate(
            texts[family],
            slots.reset_index(drop=True),
            fills.reset_index(drop=True),
            nodes[inner].reset_index(drop=True),
        )

    def past_failures(self) -> list[Failure]:
        """Return what could not be read when the corpus was built, as values."""
        rows = self._store.rows("failures")
        return [Failure(row["path"], row["stage"], RecordedError(reason=row["reason"]), row["n_bytes"]) for row in rows]

    @cached_property
    def reuse(self) -> Reuse:
        """Who shares text with whom, as values, with the thresholds of the corpus."""
        plans = self.all_plans()
        quotations = quotations_of_rows(plans, self._store.rows("quotations"))
        return find_reuse(plans, self._thresholds, quotations)

    @property
    def _thresholds(self) -> Thresholds:
        return Thresholds(**self.made["thresholds"])

    def compare(self, a: str, b: str) -> Comparison:
        """Return two plans side by side, with the boilerplate and quotation of the corpus; a notebook shows both texts.

        Raises
        ------
        NoSuchPlanIdError
        """
        places = {plan_id: place for place, plan_id in enumerate(self._plans)}
        place_a, place_b = (places[self.plan(plan_id).plan_id] for plan_id in (a, b))
        return compare_plans(self.all_plans(), self.reuse, place_a, place_b, self._thresholds)

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

    def code(self, codebook: str | Path | Codebook) -> pd.DataFrame:
        """Return the codes of another codebook; the corpus stays as it is."""
        book = codebook if isinstance(codebook, Codebook) else Codebook.open(codebook)
        codes = code(self.all_plans(), book, self._substitutions())["codes"]
        return self._with_titles(arrow_table("codes", codes).to_pandas())

    def themes(
        self, by: str | None = None, *, intervals: bool = False, count_copies: bool = False, seed: int = 0
    ) -> pd.DataFrame:
        """Return the share of each theme, a row a plan, or the mean of the plans of each value of column ``by``.

        Parameters
        ----------
        by
            A column of the meta table, or of the rows that the plans came from.
        intervals
            With ``by``: a row a value and theme, with the 95 % interval of the mean (bootstrap by plan).
        count_copies
            Else a family of copies in a group counts as one plan, the mean of its members.

        Raises
        ------
        GroupError
            When ``plans`` has no such column.
        """
        if by is None:
            shares = pd.DataFrame.from_dict(self._profiles(), orient="index")
            return self.plans.set_index("plan_id")[["title"]].join(shares)
        groups = self._groups(by, count_copies, seed)
        return interval_frame(groups, by) if intervals else group_frame(groups, by)

    def trend(
        self,
        themes: Sequence[str] = (),
        terms: Sequence[str] = (),
        *,
        by: str = "year",
        codebook: Codebook | None = None,
        count_copies: bool = False,
        seed: int = 0,
    ) -> pd.DataFrame:
        """Return the shares in the text of each year, a row a year and theme or term; of all themes by default.

        Raises
        ------
        GroupError, YearError
            When no plan has a year in column ``by``.
        """
        plans = self.all_plans()
        years = compare_years(
            *(plans, codebook or Codebook.bundled(), year_values(plans, Meta(), by)),
            themes=themes,
            terms=terms,
            families=None if count_copies else self.family_numbers(),
            seed=seed,
        )
        frame = interval_frame(years, by)
        frame.insert(1, "year_number", frame[by].map(year_of))
        return frame

    def distances(self, by: str | None = None, *, count_copies: bool = False) -> pd.DataFrame:
        """Return how far apart the theme profiles of plans, or of the groups of column ``by``, are: a square frame.

        Jensen-Shannon distances, 0 to 1; not a number where a plan or group has no theme at all.

        Raises
        ------
        GroupError
            When ``plans`` has no such column.
        """
        profiles: Mapping[str, Mapping[str, float]] = self._profiles()
        if by is not None:
            profiles = {group.value: group.shares for group in self._groups(by, count_copies, 0)}
        return distance_frame(list(profiles), measure_distances(profiles), by or "plan_id")

    def aligned(self, theme: str, a: str, b: str, *, by: str | None = None) -> pd.DataFrame:
        """Return the clauses of one theme in two plans, or in two groups of column ``by``, side by side.

        ``text_a`` and ``text_b`` have what differs in braces.

        Raises
        ------
        AlignmentError, GroupError
        """
        values = dict(zip(self.plans["plan_id"], self._values(by) if by else self.plans["plan_id"], strict=True))
        for side in (a, b):
            if side not in values.values():
                raise AlignmentError(side=side, example=next(value for value in values.values() if value))
        codes = [row for row in self._store.rows("codes") if row["theme"] == theme and row["via"] == "text"]
        of_a, of_b = (
            [
                ThemeClause(row["plan_id"], row["start"], row["end"], row["text"])
                for row in codes
                if values[row["plan_id"]] == side
            ]
            for side in (a, b)
        )
        return aligned_frame(align_clauses(of_a, of_b))

    def discover(
        self, codebook: Codebook | None = None, *, n_words: int = 10, n_groups: int = 8, seed: int = 0
    ) -> Suggestions:
        """Return what a codebook lacks: words of its themes, and clauses that none covers; see ``themes.discovery``."""
        plans, book = self.all_plans(), codebook or Codebook.bundled()
        found = discover(
            *(plans, self._codes(book), book.themes, self.family_numbers()),
            n_words=n_words,
            n_groups=n_groups,
            seed=seed,
        )
        rows: dict[str, Any] = found.to_dict()
        return Suggestions(pd.DataFrame(rows["words"]), pd.DataFrame(rows["uncovered"]), found.to_toml())

    def coding_sheet(self, n_clauses: int | None = None, *, seed: int = 0) -> pd.DataFrame:
        """Return the clauses to be coded by hand, all or some drawn at random: write them with ``to_csv(index=False)``.

        See ``docs/coding.md``; a coder fills the column ``themes``.
        """
        return pd.DataFrame(make_sheet(self.all_plans(), n_clauses, seed))

    def agreement(
        self, sheet: str | Path, other: str | Path | None = None, *, codebook: Codebook | None = None, seed: int = 0
    ) -> pd.DataFrame:
        """Return how far the codebook, or a second coder, agrees with a file of coded clauses; a row a theme.

        The row ``(all decisions)`` counts every clause and theme. Clauses that only one of the two has are left out.

        Raises
        ------
        SheetError
        """
        first, book = read_sheet(sheet), codebook or Codebook.bundled()
        if other is None:
            plans = self.all_plans()
            matched = match_plans(first, plans, self._codes(book), str(sheet))
        else:
            matched = match_sheets(first, read_sheet(other))
        themes = themes_of(matched.units, book.themes if other is None else ())
        return agreement_frame(measure_agreement(matched.units, themes, seed=seed))

    def _substitutions(self) -> list[Substitution]:
        return [Substitution(**row) for row in self._store.rows("substitutions")]

    def _codes(self, codebook: Codebook) -> list[Code]:
        """Return the codes of a codebook as values, with the substitutions of the corpus undone."""
        return code_plans(self.all_plans(), codebook, Lexicon(self._substitutions()), headings=True)

    def _profiles(self) -> dict[str, dict[str, float]]:
        """Return the share of each theme in each plan."""
        profiles: dict[str, dict[str, float]] = {}
        for row in self._store.rows("plan_themes"):
            profiles.setdefault(row["plan_id"], {})[row["theme"]] = row["share"]
        return profiles

    def _groups(self, by: str, count_copies: bool, seed: int) -> list[GroupThemes]:
        shares = list(self._profiles().values())
        return compare_groups(shares, self._values(by), None if count_copies else self.family_numbers(), seed=seed)

    def _values(self, by: str) -> list[str | None]:
        """Return each plan's value of a column of ``plans`` or of its source's meta."""
        if by in self.plans:
            return [None if pd.isna(value) else str(value) for value in self.plans[by]]
        return group_values(self.all_plans(), Meta(), by)

    def clusters(
        self,
        n_clusters: int = 8,
        *,
        units: UnitKind = "plans",
        method: Method = "nmf",
        features: Features = "words",
        user_dictionary: str | Path | UserDictionary | None = None,
        stop_words: str | Path | StopWords | None = None,
        seed: int = 0,
    ) -> pd.DataFrame:
        """Group plans or clauses anew; a row a group with its terms, members, stability. See ``find_clusters``."""
        found = find_clusters(
            self.all_plans(),
            self.family_numbers(),
            n_clusters=n_clusters,
            units=units,
            method=method,
            features=features,
            dictionary=_user_dictionary(user_dictionary),
            stop_words=_stop_words(stop_words),
            seed=seed,
        )
        members = [[m.unit.label for m in found.members if m.cluster == i] for i in range(len(found.clusters))]
        return pd.DataFrame(
            {
                "cluster": range(1, len(found.clusters) + 1),
                "n_members": [cluster.n_members for cluster in found.clusters],
                "label": [" ".join(cluster.label) for cluster in found.clusters],
                "stability": [cluster.stability for cluster in found.clusters],
                "is_stable": [cluster.is_stable for cluster in found.clusters],
                "terms": [[term for term, _weight in cluster.terms] for cluster in found.clusters],
                "members": members,
            }
        )

    def family_numbers(self) -> list[int]:
        """Return for each plan, in the order of the corpus, the number of the first of its family of copies."""
        places = {plan_id: i for i, plan_id in enumerate(self._plans)}
        numbers = list(range(len(places)))
        first: dict[str, int] = {}
        for row in self._store.rows("families"):
            place = places[row["plan_id"]]
            numbers[place] = first.setdefault(row["family"], place)
        return numbers

    def _counted_plans(self, count_copies: bool) -> list[Plan]:
        """Return all plans, or of each family of copies the first."""
        plans = self.all_plans()
        numbers = range(len(plans)) if count_copies else self.family_numbers()
        return [plan for i, plan in enumerate(plans) if numbers[i] == i]

    def keyness(
        self,
        by: str | None = None,
        *,
        target: str | None = None,
        reference: str | None = None,
        order: Order = "conservative",
        fewest: int = 3,
        shortest: int = 2,
        alpha: float = 0.05,
        count_copies: bool = False,
        user_dictionary: str | Path | UserDictionary | None = None,
        stop_words: str | Path | StopWords | None = None,
    ) -> pd.DataFrame:
        """Return the words that mark groups of plans against others; a row a group and a word.

        Parameters
        ----------
        by
            A column of the meta table, or a name that documents give of themselves: each value is a group against all
            others.
        target, reference
            Patterns of plan ids or paths, with ``by`` of its values: those against these (or all others), and these
            against those.
        order, fewest, shortest, alpha
            See ``words.keyness.find_keywords``; the columns are those of its ``Keyword``.
        count_copies
            Else one plan of a family counts in each group.

        Raises
        ------
        GroupError, NoGroupsError, NoPlanMatchesError, WordListError
        """
        plans = self.all_plans()
        values = None
        if by is not None:
            values = self._values(by)
        names = [(plan.plan_id, plan.source.path) for plan in plans]
        families = None if count_copies else self.family_numbers()
        counts = count_words(plans, _user_dictionary(user_dictionary))
        groups = [
            find_keywords(
                counts,
                contrast,
                families,
                order=order,
                fewest=fewest,
                shortest=shortest,
                stop_words=_stop_words(stop_words),
                alpha=alpha,
            )
            for contrast in choose_contrasts(names, values, target, reference)
        ]
        rows = [(group.name, *keyword) for group in groups for keyword in group.keywords]
        return pd.DataFrame(rows, columns=["group", *Keyword._fields])

    def concordance(
        self,
        words: str,
        *,
        regex: bool = False,
        whole_tokens: bool = False,
        width: int = 20,
        sort: Sort = "text",
        user_dictionary: str | Path | UserDictionary | None = None,
    ) -> pd.DataFrame:
        """Return every place of some words, with ``width`` characters on either side; a row a place.

        See ``words.concordance``: ``plan_id``, ``title``, ``section`` (markers and headings, the outermost first),
        ``left``, ``text``, ``right``, ``node_id``, ``start``, ``end``.

        Raises
        ------
        PatternError, WordListError
        """
        dictionary = _user_dictionary(user_dictionary)
        query = Query.parse(words, is_regex=regex, whole_tokens=whole_tokens, dictionary=dictionary)
        plans = self.all_plans()
        rows = [
            {
                "plan_id": plans[hit.plan].plan_id,
                "title": plans[hit.plan].title_text or None,
                "section": list(hit.path),
                **{name: getattr(hit, name) for name in ("left", "text", "right", "node_id", "start", "end")},
            }
            for hit in find_hits(plans, query, width=width, sort=sort)
        ]
        columns = ["plan_id", "title", "section", "left", "text", "right", "node_id", "start", "end"]
        return pd.DataFrame(rows, columns=columns).astype({"node_id": "Int32"})

    def collocations(
        self,
        words: str | None = None,
        *,
        regex: bool = False,
        window: int | None = None,
        fewest: int = 3,
        count_copies: bool = False,
        user_dictionary: str | Path | UserDictionary | None = None,
        stop_words: str | Path | StopWords | None = None,
    ) -> pd.DataFrame:
        """Return the terms near some words, or without words all pairs of terms that clauses have in common.

        A row a term (``words.concordance.Collocate``) or a pair (``Cooccurrence``), the highest logDice first. Of a
        family of copies one plan counts, unless ``count_copies``.

        Raises
        ------
        PatternError, WordListError
        """
        plans = self._counted_plans(count_copies)
        dictionary, stops = _user_dictionary(user_dictionary), _stop_words(stop_words)
        if words is None:
            pairs = find_cooccurrences(plans, fewest=fewest, stop_words=stops, dictionary=dictionary)
            return pd.DataFrame(pairs, columns=list(Cooccurrence._fields))
        query = Query.parse(words, is_regex=regex)
        found = find_collocates(plans, query, window=window, fewest=fewest, stop_words=stops, dictionary=dictionary)
        return pd.DataFrame(found, columns=list(Collocate._fields))

    def __repr__(self) -> str:
        return f"<Corpus {self.path}: {len(self.plans)} plans, {self.families['family'].nunique()} families>"

    def _repr_html_(self) -> str:
        sizes = {table.name: len(self._store.table(table.name)) for table in TABLES}
        cells = "".join(f"<tr><th>{name}</th><td>{size}</td></tr>" for name, size in sizes.items())
        return f"<p><b>Corpus</b> {escape(str(self.path))}</p><table>{cells}</table>"


class FamilyTemplate(NamedTuple):
    """What the plans of a family have in common.

    Attributes
    ----------
    text
        What most of them print; the spans of slots count in it.
    slots, fills, nodes
        The rows of ``templates``, ``template_fills`` and ``node_pairs`` of the family.
    """

    text: str
    slots: pd.DataFrame
    fills: pd.DataFrame
    nodes: pd.DataFrame

    def table(self) -> pd.DataFrame:
        """Return what each plan fills in: a row a plan, a column a slot."""
        rows = self.slots.to_dict("records")
        names = {row["slot"]: f"{SLOT_NAMES[row['kind']]}{row['slot']}" for row in rows}
        table = self.fills.pivot(index="plan_id", columns="slot", values="text")
        return table.rename(columns=names).rename_axis(columns=None)

    def __str__(self) -> str:
        """Return the text with names in the place of slots."""
        rows = self.slots.to_dict("records")
        return format_consensus(self.text, [Slot(row["kind"], row["start"], row["end"], ()) for row in rows])

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>{self.table().to_html()}"


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


def _user_dictionary(given: str | Path | UserDictionary | None) -> UserDictionary:
    return given if isinstance(given, UserDictionary) else UserDictionary.open(given)


def _stop_words(given: str | Path | StopWords | None) -> StopWords:
    return given if isinstance(given, StopWords) else StopWords.open(given)


def _made(
    codebook: Codebook, thresholds: Thresholds | None, meta: Meta, dictionary: UserDictionary
) -> dict[str, object]:
    used = thresholds or Thresholds()
    return {
        "version": version("corpus-tools"),
        "codebook": {"name": codebook.name, "version": codebook.version, "digest": codebook.digest},
        "thresholds": {name: getattr(used, name) for name in Thresholds.__slots__},
        "meta": list(meta.columns),
        "user_dictionary": dictionary.digest,
    }
