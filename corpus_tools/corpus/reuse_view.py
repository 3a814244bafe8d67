"""What a corpus says of copies: two plans side by side, what the plans of a family have in common."""

from html import escape
from typing import NamedTuple

import pandas as pd

from corpus_tools.corpus.contents import Contents
from corpus_tools.corpus.plan_ids import find_two_ids
from corpus_tools.errors import NoSuchFamilyError
from corpus_tools.options import check_options
from corpus_tools.reuse.comparison import Comparison, compare_plans
from corpus_tools.reuse.results import Reuse, Thresholds
from corpus_tools.reuse.slot_kinds import SLOT_NAMES
from corpus_tools.reuse.slots import Slot, format_consensus


class ReuseView(Contents):
    """Copies among the plans of a corpus."""

    @property
    def reuse(self) -> Reuse:
        """Who shares text with whom, as values, as it was found when the corpus was built."""
        return self.values.reuse

    @property
    def thresholds(self) -> Thresholds:
        """What made a verdict when the corpus was built."""
        return self.values.thresholds

    def compare(self, a: str, b: str) -> Comparison:
        """Return two plans side by side, with the boilerplate and quotation of the corpus; a notebook shows both texts.

        Parameters
        ----------
        a, b
            A ``plan_id``, or the path of a source that has one plan.

        Raises
        ------
        NoSuchPlanIdError, SeveralPlansError, SamePlanError
        """
        ids = list(self.values.plans_by_id)
        first, second = find_two_ids(ids, a, b)
        return compare_plans(self.values.plans, self.reuse, ids.index(first), ids.index(second), self.thresholds)

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
        check_options(family=family)
        texts = {row["family"]: row["text"] for row in self.values.rows("consensus")}
        if family not in texts:
            raise NoSuchFamilyError(family=family, families=", ".join(texts) or "-")
        frames = (self.templates, self.template_fills, self.node_pairs)
        return FamilyTemplate(
            texts[family], *(frame[frame["family"] == family].reset_index(drop=True) for frame in frames)
        )


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
