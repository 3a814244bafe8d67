"""Which plan of several somebody means: by its ``plan_id``, or by the path alone where that has one plan."""

from collections.abc import Collection

from corpus_tools.errors import NoSuchPlanIdError, SamePlanError, SeveralPlansError
from corpus_tools.options import check_options


def find_plan_id(ids: Collection[str], wanted: str) -> str:
    """Return the ``plan_id`` of the plan that is meant.

    Parameters
    ----------
    wanted
        A ``plan_id``, or the path of a source, which is one without ``#n``.

    Raises
    ------
    NoSuchPlanIdError, SeveralPlansError
    """
    check_options(plan_id=wanted)
    if wanted in ids:
        return wanted
    found = [plan_id for plan_id in ids if plan_id.rpartition("#")[0] == wanted]
    if not found:
        raise NoSuchPlanIdError(plan_id=wanted, example=next(iter(ids)))
    if len(found) > 1:
        raise SeveralPlansError(path=wanted, n_plans=len(found), plans=", ".join(found[:8]))
    return found[0]


def find_two_ids(ids: Collection[str], a: str, b: str) -> tuple[str, str]:
    """Return the ids of the two plans that are meant; see ``find_plan_id``.

    Raises
    ------
    NoSuchPlanIdError, SeveralPlansError, SamePlanError
    """
    first, second = (find_plan_id(ids, wanted) for wanted in (a, b))
    if first == second:
        raise SamePlanError(plan_id=first)
    return first, second
