"""Drafts checked: each by itself, against the plans of a corpus, and against reference documents."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corpus_tools.checks.copied import CopiedShares, find_copied, find_unmarked_quotations, sum_up_copied
from corpus_tools.checks.findings import Finding
from corpus_tools.checks.rules import check_plan
from corpus_tools.corpus.manifest import is_corpus
from corpus_tools.corpus.references import find_references, read_references
from corpus_tools.corpus.rows import finding_row
from corpus_tools.engines import Engine, run_here
from corpus_tools.errors import N_
from corpus_tools.options import FILES, Kinds, check_option, check_options
from corpus_tools.reading.limits import USUAL, Limits
from corpus_tools.reading.source import Source
from corpus_tools.reuse.quotation import Quotation, find_quotations
from corpus_tools.reuse.results import Thresholds
from corpus_tools.reuse.verdicts import find_reuse, with_spin
from corpus_tools.structure.plans import Plan

if TYPE_CHECKING:
    import pandas as pd

    from corpus_tools.corpus.contents import Contents
    from corpus_tools.corpus.values import Values

_DRAFTS = Kinds((str, PathLike, Plan), N_("the path of a file, a plan, or several of these"), is_many=True)
_AGAINST = _DRAFTS._replace(words=N_("a Corpus, the path of a folder or file, plans, or several of these"))
_COLUMNS = ("plan_id", "title", "code", "severity", "line", "start", "end", "text", "message")


class Known(NamedTuple):
    """The plans that drafts are held against.

    Attributes
    ----------
    quotations
        What they are known to quote.
    """

    plans: Sequence[Plan]
    quotations: Sequence[Quotation] = ()
    thresholds: Thresholds = Thresholds()


class Checked(NamedTuple):
    """One draft and what is found in it, in the order of its text.

    Attributes
    ----------
    copied
        How much of it other plans have; None where it was held against none.
    """

    plan: Plan
    findings: tuple[Finding, ...]
    copied: CopiedShares | None = None


def check_drafts(
    drafts: Iterable[Plan], known: Known | None = None, references: Iterable[Source] = (), engine: Engine = run_here
) -> Iterator[Checked]:
    """Yield each draft with what is found in it.

    Parameters
    ----------
    known
        What they are held against; a file of it that is the draft's own, by its name and its bytes, is passed over.
    references
        Laws and notices; to be gone through for each draft.
    """
    for draft in drafts:
        findings = check_plan(draft)
        quotations = find_quotations([draft], references)
        findings += find_unmarked_quotations(draft, quotations)
        copied = None
        if known is not None:
            others, recorded = _others(draft, known)
            quoted = [*recorded, *(found._replace(plan=len(others)) for found in quotations)]
            plans = [*others, draft]
            reuse = with_spin(plans, find_reuse(plans, known.thresholds, quoted, engine))
            findings += find_copied(plans, reuse, len(others))
            copied = sum_up_copied(plans, reuse, len(others))
        yield Checked(draft, tuple(sorted(findings)), copied)


def _others(draft: Plan, known: Known) -> tuple[list[Plan], list[Quotation]]:
    """Return the plans that are not the draft itself, and what they quote."""
    name = Path(draft.source.path).name
    kept = [
        index
        for index, plan in enumerate(known.plans)
        if plan.source.sha256 != draft.source.sha256 or Path(plan.source.path).name != name
    ]
    place = {index: number for number, index in enumerate(kept)}
    quotations = [found._replace(plan=place[found.plan]) for found in known.quotations if found.plan in place]
    return [known.plans[index] for index in kept], quotations


def known_of_corpus(corpus: "Values") -> Known:
    """Return the plans of a corpus, and what was found of them when it was built."""
    return Known(corpus.plans, corpus.reuse.quotations, corpus.thresholds)


def check(
    draft: "str | Path | Plan | Iterable[str | Path | Plan]",
    *,
    against: "Contents | str | Path | Iterable[str | Path | Plan] | None" = None,
    reference: str | Path | Iterable[str | Path] = (),
    text_column: str | None = None,
    time_limit: float = USUAL.seconds,
    memory_limit: int = USUAL.megabytes,
) -> "pd.DataFrame":
    """Check a draft before it is handed in: what is wrong in it, where, and what to do.

    Parameters
    ----------
    draft
        A file, ``PATH#n`` for one plan of a file, a plan that was read, or several of these.
    against
        Whose plans it may share text with: a ``Corpus``, the folder of one, files and folders, or plans.
    reference
        Files, folders, archives of laws and notices: what it has from them is quotation.
    text_column, time_limit, memory_limit
        As for ``read_plans``.

    Returns
    -------
    DataFrame
        A row a finding, in the order of the text: ``plan_id``, ``title``, ``code``, ``severity`` (``error``,
        ``warning``, ``note``), ``line`` in the source, ``start`` and ``end`` in the plan's text, ``text``, ``message``.

    Warns
    -----
    InputFailedWarning
        For every input that gave nothing.

    Raises
    ------
    UsageError, NothingReadError
    """
    import pandas as pd

    from corpus_tools.corpus.stages import read_plans  # loads what commands go without

    check_option("draft", draft, _DRAFTS)
    check_option("reference", reference, FILES)
    check_options(text_column=text_column, time_limit=time_limit, memory_limit=memory_limit)
    read = partial(read_plans, text_column=text_column, time_limit=time_limit, memory_limit=memory_limit)
    drafts = _read_drafts(draft, read)
    known = None if against is None else _known_of(against, read)
    references = read_references(*find_references(reference, text_column), Limits(time_limit, memory_limit))
    rows = [
        {**finding_row(checked.plan, finding), "title": checked.plan.shown_title}
        for checked in check_drafts(drafts, known, references)
        for finding in checked.findings
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype({"line": "int64", "start": "int64", "end": "int64"})


def _read_drafts(
    given: "str | Path | Plan | Iterable[str | Path | Plan]", read: Callable[[list[str | Path]], list[Plan]]
) -> list[Plan]:
    """Return plans that were given as such or as paths."""
    several = [given] if isinstance(given, str | PathLike | Plan) else list(given)
    paths = [one for one in several if not isinstance(one, Plan)]
    return [*(one for one in several if isinstance(one, Plan)), *(read(paths) if paths else ())]


def _known_of(
    against: "Contents | str | Path | Iterable[str | Path | Plan]", read: Callable[[list[str | Path]], list[Plan]]
) -> Known:
    """Return the plans of a corpus, of its folder, or of files."""
    from corpus_tools.corpus.contents import Contents
    from corpus_tools.corpus.store import Store
    from corpus_tools.corpus.values import Values

    if isinstance(against, Contents):
        return known_of_corpus(against.values)
    check_option("against", against, _AGAINST)
    if isinstance(against, str | PathLike) and is_corpus(against):
        return known_of_corpus(Values(Store(against)))
    return Known(_read_drafts(against, read))
