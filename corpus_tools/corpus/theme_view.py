"""What a corpus says of themes: codes, groups, years, what a codebook lacks."""

import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pandas as pd

from corpus_tools.corpus.contents import Contents, warn_ungrouped
from corpus_tools.corpus.frames import (
    AgreementFrame,
    ClusterFrame,
    TrendFrame,
    agreement_frame,
    aligned_frame,
    cluster_frame,
    coders_frame,
    distance_frame,
    group_frame,
    interval_frame,
    year_frame,
)
from corpus_tools.corpus.given import table_name
from corpus_tools.corpus.plan_ids import find_two_ids
from corpus_tools.corpus.result_rows import code_rows
from corpus_tools.corpus.said import SHOWN_TITLE, frame_of_table
from corpus_tools.corpus.sheets import name_coders, read_sheet
from corpus_tools.corpus.store import arrow_table
from corpus_tools.errors import GroupsWarning, SheetWarning
from corpus_tools.options import check_choice, check_options
from corpus_tools.themes.agreement import measure_agreement, themes_of
from corpus_tools.themes.alignment import align_clauses, check_sides, gather_clauses
from corpus_tools.themes.clusters import USUAL, ClusterOptions, Method, UnitKind, count_most_clusters
from corpus_tools.themes.codebook import Codebook, bundled_themes
from corpus_tools.themes.coders import measure_coders, themes_of_coders
from corpus_tools.themes.coding import measure_themes
from corpus_tools.themes.comparison import GroupThemes, compare_groups, measure_distances
from corpus_tools.themes.discovery import CLAUSE_FIELDS, WORD_FIELDS, discover
from corpus_tools.themes.sheets import Sheet, explain_strange, make_sheet, match_coders, match_plans, match_sheets
from corpus_tools.words.lists import StopWords, UserDictionary
from corpus_tools.words.terms import Features


class Suggestions(NamedTuple):
    """What a codebook lacks: words of its themes, clauses without a theme, and both as a codebook in TOML."""

    words: pd.DataFrame
    uncovered: pd.DataFrame
    toml: str


class ThemeView(Contents):
    """Themes of the plans of a corpus."""

    def code(self, codebook: str | Path | Codebook) -> pd.DataFrame:
        """Return the codes of another codebook; the corpus stays as it is."""
        rows = code_rows(self.values.plans, self.values.codes(Codebook.open(codebook)))
        return frame_of_table(self._with_titles(arrow_table("codes", rows)))

    def themes(
        self,
        by: str | None = None,
        *,
        codebook: str | Path | Codebook | None = None,
        intervals: bool = False,
        count_copies: bool = False,
        seed: int = 0,
    ) -> pd.DataFrame:
        """Return the share of each theme, a row a plan, or the mean of the plans of each value of column ``by``.

        Beside these stand ``title``, or of each value ``n_plans`` and, of copies one, ``n_counted``.
        In that mean each plan weighs the same; ``trend`` gives the share of all text, where long plans weigh more.

        Parameters
        ----------
        by
            As in ``groups``, which tells the group of each plan.
        codebook
            By default the one that the corpus was built with.
        intervals
            With ``by``: a row a value and theme, with the 95 % interval of the mean (bootstrap by plan).
        count_copies
            Whether every copy counts; by default a family in a group counts as one plan, the mean of its members.

        Raises
        ------
        GroupError
            When no plan has a value of it.

        Warns
        -----
        UngroupedWarning
            Where some plans have none.
        """
        check_options(seed=seed)
        if by is None:
            shares = pd.DataFrame.from_dict(self._profiles(codebook), orient="index")
            titles = self.plans.set_index("plan_id")[SHOWN_TITLE].rename("title")
            return titles.to_frame().join(shares)
        groups = self._groups(by, count_copies, seed, codebook)
        warn_ungrouped(self._n_left(groups), f"value of {by}")
        return interval_frame(groups, by) if intervals else group_frame(groups, by)

    def trend(
        self,
        themes: str | Iterable[str] | None = None,
        terms: str | Iterable[str] | None = None,
        *,
        by: str = "year",
        codebook: str | Path | Codebook | None = None,
        count_copies: bool = False,
        seed: int = 0,
    ) -> TrendFrame:
        """Return the shares in the text of each year, a row a year and theme or term; of all themes by default.

        Its ``trends`` has a row a theme or term: first and last share, peak, Kendall's tau and p.

        Raises
        ------
        GroupError, NoSuchThemeError, OptionError, YearError
            YearError when no plan has a year in column ``by``.

        Warns
        -----
        UngroupedWarning
            Where some plans have none.
        """
        check_options(seed=seed)
        book = self.values.open_codebook(codebook)
        years = self.values.years(themes, terms, by, book, count_copies=count_copies, seed=seed)
        warn_ungrouped(self._n_left(years), f"year in {by}")
        return year_frame(years, by)

    def distances(
        self,
        by: str | None = None,
        *,
        codebook: str | Path | Codebook | None = None,
        count_copies: bool = False,
    ) -> pd.DataFrame:
        """Return how far apart the theme profiles of plans, or of the groups of column ``by``, are: a square frame.

        Jensen-Shannon distances, 0 to 1; not a number where a plan or group has no theme at all.

        Raises
        ------
        GroupError
            When no plan has a value of it.

        Warns
        -----
        UngroupedWarning
            Where some plans have none.
        """
        profiles: Mapping[str, Mapping[str, float]] = self._profiles(codebook)
        if by is not None:
            groups = self._groups(by, count_copies, 0, codebook)
            warn_ungrouped(self._n_left(groups), f"value of {by}")
            profiles = {group.value: group.shares for group in groups}
        return distance_frame(list(profiles), measure_distances(profiles), by or "plan_id")

    def aligned(
        self,
        theme: str,
        a: str,
        b: str,
        *,
        by: str | None = None,
        codebook: str | Path | Codebook | None = None,
        count_copies: bool = False,
    ) -> pd.DataFrame:
        """Return the clauses of one theme in two plans, or in two groups of column ``by``, side by side.

        Plans are named as in ``compare``. ``text_a`` and ``text_b`` have what differs in braces. Of a family of copies
        in a group one plan counts, unless ``count_copies``.

        Raises
        ------
        NoSuchThemeError, NoSuchPlanIdError, SeveralPlansError, SamePlanError
        AlignmentError, GroupError
            With ``by``.
        """
        check_options(theme=theme)
        book = self.values.open_codebook(codebook)
        book.check_theme(theme)
        plans = self.values.plans
        if by is None:
            a, b = find_two_ids(self.values.plans_by_id, a, b)
        values = list(self.values.plans_by_id) if by is None else self.values.groups(by)
        check_sides(values, a, b)
        codes = [code for code in self.values.codes(book) if code.theme == theme]
        family_numbers = range(len(plans)) if count_copies else self.values.family_numbers
        groups = ([i for i, value in enumerate(values) if value == side] for side in (a, b))
        of_a, of_b = (gather_clauses(plans, codes, group, family_numbers) for group in groups)
        return aligned_frame(align_clauses(of_a, of_b))

    def discover(
        self,
        codebook: str | Path | Codebook | None = None,
        *,
        n_words: int = 10,
        n_groups: int = 8,
        user_dictionary: str | Path | Iterable[str] | UserDictionary | None = None,
        stop_words: str | Path | Iterable[str] | StopWords | None = None,
        seed: int = 0,
    ) -> Suggestions:
        """Return what a codebook lacks: words of its themes, and clauses that none covers; see ``themes.discovery``.

        Codebook and dictionary are by default those that the corpus was built with. Clauses that share no word with
        another are in no group.

        Raises
        ------
        CodebookError, OptionError, WordListError
        """
        check_options(n_words=n_words, n_groups=n_groups, seed=seed)
        plans, book = self.values.plans, self.values.open_codebook(codebook)
        found = discover(
            plans,
            self.values.codes(book),
            book.themes,
            self.values.family_numbers,
            dictionary=self.values.open_dictionary(user_dictionary),
            stop_words=StopWords.open(stop_words),
            n_words=n_words,
            n_clusters=n_groups,
            seed=seed,
        )
        rows: dict[str, Any] = found.to_dict()
        words = pd.DataFrame(rows["words"], columns=list(WORD_FIELDS))
        uncovered = pd.DataFrame(rows["uncovered"], columns=list(CLAUSE_FIELDS)).astype({"group": "Int32"})
        return Suggestions(words, uncovered, found.to_toml())

    def coding_sheet(self, n_clauses: int | None = None, *, seed: int = 0) -> pd.DataFrame:
        """Return the clauses to be coded by hand, all or some drawn at random: write them with ``to_csv(index=False)``.

        See ``docs/coding.md``; a coder fills the column ``themes``, with ``-`` where there is none.

        Raises
        ------
        OptionError
        """
        check_options(n_clauses=n_clauses, seed=seed)
        return pd.DataFrame(make_sheet(self.values.plans, n_clauses, seed))

    def agreement(
        self,
        sheet: str | Path | pd.DataFrame,
        *others: str | Path | pd.DataFrame,
        codebook: str | Path | Codebook | None = None,
        seed: int = 0,
    ) -> AgreementFrame:
        """Return how far the codebook, or other coders, agree with a file or frame of coded clauses; a row a theme.

        The row ``(all decisions)`` counts every clause and theme, ``(mean of themes)`` has the macro F1 and ``(sets of
        themes)`` the alpha of whole sets. Clauses that only one has coded are left out; ``differences`` lists those
        on which coders differ, and ``pairs`` has a row each two of them.

        Of more than two coders no coding is taken as true: a theme has how often each has given it and Krippendorff's
        alpha; not all need to have coded every clause.

        Warns
        -----
        SheetWarning
            Where clauses of a sheet are not coded yet, and where the codebook has not their themes; of several
            sheets without ``codebook``, where neither that of the corpus nor a bundled one has.

        Raises
        ------
        NoSuchPathError, OptionError, SheetError
        """
        check_options(seed=seed)
        book = self.values.open_codebook(codebook)
        first, *rest = (_read_sheet(own, book).clauses for own in (sheet, *others))
        names = name_coders([sheet, *others])
        is_one = not others or codebook is not None
        if len(rest) > 1:
            shared = match_coders([first, *rest])
            themes = themes_of_coders(shared.units)
            _warn_strange(themes, book, is_one=is_one)
            return coders_frame(names, measure_coders(shared.units, themes, len(names), seed=seed), shared)
        if rest:
            matched = match_sheets(first, rest[0])
            themes = themes_of(matched.units)
        else:
            matched = match_plans(first, self.values.plans, self.values.codes(book), table_name(sheet))
            themes, names = themes_of(matched.units, book.themes), [*names, book.name]
        _warn_strange(themes, book, is_one=is_one)
        return agreement_frame(names, measure_agreement(matched.units, themes, seed=seed), matched)

    def clusters(
        self,
        n_clusters: int = 8,
        *,
        units: UnitKind = "plans",
        method: Method = "nmf",
        features: Features = "words",
        user_dictionary: str | Path | Iterable[str] | UserDictionary | None = None,
        stop_words: str | Path | Iterable[str] | StopWords | None = None,
        seed: int = 0,
    ) -> ClusterFrame:
        """Group plans or clauses; a row a group with its terms and stability; see ``themes.clusters``.

        Its ``members`` has a row a plan or clause of a group, to be joined by ``plan_id``.

        Warns
        -----
        GroupsWarning
            Where more groups than the usual 8 are asked for, and more than there can be; before they are made.

        Raises
        ------
        OptionError, WordListError
        """
        check_options(n_clusters=n_clusters, seed=seed)
        for name, value, choices in (
            ("units", units, UnitKind),
            ("method", method, Method),
            ("features", features, Features),
        ):
            check_choice(name, value, get_args(choices))
        dictionary, stops = self.values.open_dictionary(user_dictionary), StopWords.open(stop_words)
        if n_clusters > USUAL.n_clusters:
            most = count_most_clusters(self.values.plans, self.values.family_numbers, units)
            if n_clusters > most:
                told = f"{n_clusters} groups were asked for, and a group needs two units that are no copies: there are"
                warnings.warn(f"{told} {most} at most", GroupsWarning, stacklevel=2)
        found = self.values.clusters(ClusterOptions(n_clusters, units, method, features, dictionary, stops, seed))
        return cluster_frame(found, units)

    def _profiles(self, codebook: str | Path | Codebook | None) -> dict[str, dict[str, float]]:
        """Return the share of each theme in each plan; those of the corpus's own codebook are stored."""
        book = self.values.open_codebook(codebook)
        if book.digest != self.made["codebook"]["digest"]:
            plans = self.values.plans
            measures = measure_themes(plans, self.values.codes(book), book)
            return {plan.plan_id: dict(own.shares) for plan, own in zip(plans, measures, strict=True)}
        profiles: dict[str, dict[str, float]] = {}
        for row in self.values.rows("plan_themes"):
            profiles.setdefault(row["plan_id"], {})[row["theme"]] = row["share"]
        return profiles

    def _groups(
        self, by: str, count_copies: bool, seed: int, codebook: str | Path | Codebook | None
    ) -> list[GroupThemes]:
        shares, values = list(self._profiles(codebook).values()), self.values.groups(by)
        return compare_groups(shares, values, None if count_copies else self.values.family_numbers, seed=seed)

    def _n_left(self, groups: list[GroupThemes]) -> int:
        """Return how many plans are in none of the groups."""
        return len(self.values.plans) - sum(group.n_plans for group in groups)


def _warn_strange(themes: Iterable[str], book: Codebook, *, is_one: bool) -> None:
    """Warn of themes that the codebook has not, where it is known to be theirs, else of those that no other has."""
    known = book.themes if is_one else (*book.themes, *bundled_themes())
    if told := explain_strange(themes, known, book.name if is_one else None):
        warnings.warn(str(told), SheetWarning, stacklevel=3)


def _read_sheet(given: str | Path | pd.DataFrame, book: Codebook) -> Sheet:
    sheet = read_sheet(given, book.themes)
    if sheet.n_blank:
        told = f"{table_name(given)}: {sheet.n_blank} clauses are not coded yet and are not counted"
        warnings.warn(told, SheetWarning, stacklevel=3)
    return sheet
