"""Names of themes: which a theme may have, how several are read in a row, which columns stand beside them."""

import re
from collections.abc import Iterable

NO_THEME = frozenset("-－–—无")  # what coders write where there is no theme
COLUMNS_BESIDE = frozenset("plan_id path title value year n_plans n_counted codebook".split())  # of tables by theme
# Of tables with a row a group and theme: behind the column that has the groups, and the number of a group's year.
INTERVAL_COLUMNS = ("theme", "n_plans", "n_counted", "share", "low", "high")
YEAR_NUMBER = "year_number"
GROUP_COLUMNS = frozenset((*INTERVAL_COLUMNS, YEAR_NUMBER))
_BETWEEN = r"\s,，、;；|"


def is_name(name: str) -> bool:
    """Tell whether a theme may have a name: whether it can be read in a row of names."""
    return name not in NO_THEME and re.fullmatch(f"[^{_BETWEEN}](?:.*[^{_BETWEEN}])?", name) is not None


def in_rows(known: Iterable[str] = ()) -> re.Pattern[str]:
    """Return what matches each name in a row of names, which are joined by blanks, commas and the like.

    Parameters
    ----------
    known
        Names, which may have blanks and commas inside themselves; of two that match the longer one does.
    """
    longest_first = sorted((name for name in known if re.search(f"[{_BETWEEN}]", name)), key=len, reverse=True)
    whole = (f"{re.escape(name)}(?=[{_BETWEEN}]|$)" for name in longest_first)
    return re.compile("|".join([*whole, f"[^{_BETWEEN}]+"]))
