"""Copies: of each family of copies among some plans one plan counts."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

Plan = TypeVar("Plan")


def choose_counted(plans: Iterable[int], family_numbers: Sequence[int], rank: Callable[[int], Any]) -> list[int]:
    """Return of each family the plan that stands for it, or where that is not among the plans the least by ``rank``.

    Parameters
    ----------
    plans
        Numbers from 0.
    family_numbers
        For each of all plans the number of the one that stands for its family; its own where it is in none.
    """
    members: dict[int, list[int]] = {}
    for plan in plans:
        members.setdefault(family_numbers[plan], []).append(plan)
    return [
        number if number in own else own[0] if len(own) == 1 else min(own, key=rank) for number, own in members.items()
    ]


def leave_out_copies(plans: Sequence[Plan], family_numbers: Sequence[int]) -> list[Plan]:
    """Return of each family of all plans the one that stands for it; ``family_numbers`` as above."""
    return [plan for i, (plan, number) in enumerate(zip(plans, family_numbers, strict=True)) if number == i]
