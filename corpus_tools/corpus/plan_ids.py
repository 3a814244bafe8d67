"""Which plan of several somebody means: by its ``plan_id``, or by the path alone where that has one plan."""

from collections.abc import Sequence
from pathlib import Path

from corpus_tools.errors import NoSuchPlanIdError, SeveralPlansError


def find_plan_id(ids: Sequence[str], wanted: str, corpus: str | Path) -> int:
    """Return the place of the plan that is meant.

    Parameters
    ----------
    wanted
        A ``plan_id``, or the path of a source, which is one without ``#n``.
    corpus
        Where the plans are from, for messages.

    Raises
    ------
    NoSuchPlanIdError, SeveralPlansError
    """
    if wanted in ids:
        return ids.index(wanted)
    found = [place for place, plan_id in enumerate(ids) if plan_id.rpartition("#")[0] == wanted]
    if not found:
        raise NoSuchPlanIdError(plan_id=wanted, path=corpus)
    if len(found) > 1:
        raise SeveralPlansError(path=wanted, n_plans=len(found), plans=", ".join(ids[place] for place in found[:8]))
    return found[0]
