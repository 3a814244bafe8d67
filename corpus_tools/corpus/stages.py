"""The verbs of the lower floors that look at all plans together, as whole stages: plans in, rows of tables out."""

import warnings
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from corpus_tools.corpus.given import files_of
from corpus_tools.corpus.meta import are_years
from corpus_tools.corpus.parsing import parse_files
from corpus_tools.corpus.result_rows import (
    alignment_rows,
    cluster_rows,
    reuse_rows,
    spin_rows,
    template_rows,
    theme_rows,
)
from corpus_tools.corpus.rows import Rows
from corpus_tools.engines import Engine, run_here
from corpus_tools.errors import CorpusError, InputFailedWarning, NothingReadError
from corpus_tools.options import check_options
from corpus_tools.reading.files import find_files
from corpus_tools.reading.limits import USUAL, Limits
from corpus_tools.reading.source import Failure, Source
from corpus_tools.reuse.alignments import Alignments, align_plans
from corpus_tools.reuse.atoms import PlanAtoms
from corpus_tools.reuse.lexicon import Lexicon, Undoing
from corpus_tools.reuse.node_pairs import pair_shared_nodes
from corpus_tools.reuse.quotation import Quotation, find_quotations
from corpus_tools.reuse.results import Reuse, Thresholds
from corpus_tools.reuse.templates import find_templates
from corpus_tools.reuse.verdicts import judge_plans, with_spin
from corpus_tools.structure.clauses import count_characters
from corpus_tools.structure.plans import Plan
from corpus_tools.themes.clusters import ClusterOptions, UnitKind, find_clusters
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.coding import PlanThemes, code_plans, measure_themes
from corpus_tools.themes.comparison import GroupThemes, compare_groups
from corpus_tools.themes.trends import ThemesBy, find_trends, measure_terms, name_year, place_in_time
from corpus_tools.words.lists import NO_WORDS, UserDictionary

if TYPE_CHECKING:
    import pandas as pd

_PAIRS_A_BATCH = 256  # a second or two


def align(
    plans: Sequence[Plan],
    thresholds: Thresholds | None = None,
    references: Iterable[Source] = (),
    engine: Engine = run_here,
) -> Rows:
    """Return the rows of what plans share, and of what is quotation of ``references``."""
    quotations = find_quotations(plans, references)
    return alignment_rows(plans, align_plans(plans, thresholds, quotations, engine), quotations)


def compare(
    plans: Sequence[Plan],
    alignments: Alignments,
    thresholds: Thresholds | None = None,
    quotations: Sequence[Quotation] = (),
) -> Rows:
    """Return the rows of who shares text with whom, from pairs to boilerplate."""
    return reuse_rows(plans, judge_plans(plans, alignments, thresholds, quotations))


def suspect(plans: Sequence[Plan], reuse: Reuse) -> Rows:
    """Return the rows of spin and spin_evidence."""
    return spin_rows(plans, with_spin(plans, reuse))


def fill_in(plans: Sequence[Plan], reuse: Reuse, engine: Engine = run_here) -> Rows:
    """Return the rows of consensus, templates, template_fills and node_pairs."""
    atoms = PlanAtoms(plans, Lexicon(reuse.substitutions))
    found = list(find_templates(atoms, reuse.families))
    of_families = ((i, nodes) for i, (_template, own) in enumerate(found) for nodes in own)
    shared = chain.from_iterable(engine(partial(pair_shared_nodes, atoms), reuse.partial_pairs, _PAIRS_A_BATCH))
    all_nodes = (*of_families, *((None, nodes) for nodes in shared))
    return template_rows(plans, [template for template, _nodes in found], all_nodes)


def code(plans: Sequence[Plan], codebook: Codebook, undoing: Undoing) -> Rows:
    """Return the rows of codes and plan_themes, with what spun copies have swapped undone."""
    codes = code_plans(plans, codebook, undoing, headings=True)
    return theme_rows(plans, codes, measure_themes(plans, codes, codebook))


def cluster(plans: Sequence[Plan], family_numbers: Sequence[int], dictionary: UserDictionary = NO_WORDS) -> Rows:
    """Return the rows of clusters, cluster_terms and cluster_labels, of plans and of clauses, with default options."""
    of_plans, of_clauses = (
        cluster_rows(find_clusters(plans, family_numbers, ClusterOptions(units=units, dictionary=dictionary)), units)
        for units in get_args(UnitKind)
    )
    return {name: [*rows, *of_clauses[name]] for name, rows in of_plans.items()}


def compare_years(
    plans: Sequence[Plan],
    codebook: Codebook,
    values: Sequence[str | None],
    *,
    themes: Sequence[str] = (),
    terms: Sequence[str] = (),
    family_numbers: Sequence[int] | None = None,
    undoing: Undoing | None = None,
    seed: int = 0,
) -> list[GroupThemes]:
    """Return the shares of themes and terms in the text of each year; of all themes where neither is given.

    Parameters
    ----------
    values
        What names the year of each plan, as ``meta.year_values`` gives it; plans without are left out.
    family_numbers
        For each plan the number of its family of copies; None counts every copy.
    undoing
        What spun copies have swapped, where it is known; terms are counted as they are printed.
    """
    shares = measure_terms(plans, terms)
    if themes or not terms:
        measures = measure_themes(plans, code_plans(plans, codebook, undoing), codebook)
        wanted = themes or codebook.themes
        shares = [{t: m.shares[t] for t in wanted} | own for m, own in zip(measures, shares, strict=True)]
    sizes = [count_characters(plan.clauses) for plan in plans]
    return compare_groups(shares, values, family_numbers, sizes, key=place_in_time, seed=seed)


def compare_by(
    plans: Sequence[Plan],
    measures: Sequence[PlanThemes],
    by: str,
    values: Sequence[str | None],
    family_numbers: Sequence[int] | None = None,
) -> ThemesBy:
    """Return the themes of the groups of plans that have one value of column ``by``; see ``meta.group_values``.

    Where most values name years, the groups are years with their trends, and what names none is in no group.
    ``family_numbers`` are those of ``compare_years``.
    """
    shares = [measure.shares for measure in measures]
    if not are_years(values):
        return ThemesBy(by, tuple(compare_groups(shares, values, family_numbers)), (), values.count(None))
    years = [name_year(value) if value else None for value in values]
    sizes = [count_characters(plan.clauses) for plan in plans]
    groups = compare_groups(shares, years, family_numbers, sizes, key=place_in_time)
    return ThemesBy(by, tuple(groups), tuple(find_trends(groups)), years.count(None))


def read_plans(
    paths: "str | Path | Iterable[str | Path] | pd.DataFrame",
    *,
    text_column: str | None = None,
    time_limit: float = USUAL.seconds,
    memory_limit: int = USUAL.megabytes,
) -> list[Plan]:
    """Return the plans of files and folders.

    Parameters
    ----------
    paths
        A file, a folder, an archive, a pattern, ``PATH#n`` for one plan of a file, or several of these; or a data frame
        with a text a row, read as the file ``DataFrame.csv``.
    text_column
        Which column of a data frame, JSON lines, CSV and Parquet holds the text; by default one with a usual name.
    time_limit, memory_limit
        Seconds and megabytes that one document may take; plain text of less than 64 KiB is not limited.

    Warns
    -----
    InputFailedWarning
        For every input that gave nothing, with the reason; the others are returned.

    Raises
    ------
    UsageError
        When there is nothing at the paths, or an option cannot be.
    NothingReadError
        When no input could be read.
    """
    check_options(text_column=text_column, time_limit=time_limit, memory_limit=memory_limit)
    with files_of(paths) as given:
        files, failures = find_files([given] if isinstance(given, str | Path) else given, text_column)
        results = [*failures, *parse_files(files, Limits(time_limit, memory_limit))]
    plans: list[Plan] = []
    errors: list[CorpusError] = []
    for result in results:
        if isinstance(result, Failure):
            errors.append(result.error)
            warnings.warn(str(result.error), InputFailedWarning, stacklevel=2)
        else:
            plans.extend(result.plans)
    if not plans:
        raise NothingReadError(n_inputs=len(files) + len(failures), errors=errors)
    return plans
