"""Labels: the lines that count the plans of a page (篇一, 【篇2】, 范文三：)."""

import re
from collections.abc import Sequence

from corpus_tools.structure.lines import Line
from corpus_tools.structure.numerals import read_number
from corpus_tools.structure.titles import LONGEST_TITLE, PLAN_NOUN

_STOP = re.compile("[，。；！？]")
_NUMERAL = "[一二三四五六七八九十百0-9０-９]{1,4}"
_LABELS = tuple(
    re.compile(pattern)
    for pattern in (
        f"^[【\\[（(]?第?(?P<n>{_NUMERAL})篇[】\\]）)]?(?=[:：、.．\\s]|$)",  # 第四篇：
        "^(?i:part|no[.．]?) ?(?P<n>[0-9]{1,2})(?=[:：、.．\\s]|$)",  # Part 4
        f"^[【\\[（(]?(?:篇|范文|范本|例文|模板)(?P<n>{_NUMERAL})[】\\]）)]?(?![，。、个])",  # 【篇1】, 范文三：
        f"^第(?P<n>{_NUMERAL})篇(?=\\w.*{PLAN_NOUN}$)",  # 第一篇工会工作计划
        f"(?:[\\s（(【]|(?<=[文划结案字选]))(?:第(?P<n>{_NUMERAL})篇|篇(?P<m>{_NUMERAL}))[】）)]?[:：]?$",  # ... 篇一
        f"{PLAN_NOUN}\\s?(?:范文|范本|样例|模板)?\\s?[（(【]?(?P<n>{_NUMERAL})[）)】]?$",  # 计划2, 计划范文（三）
    )
)


def find_labels(lines: Sequence[Line], contents: Sequence[str]) -> Sequence[int]:
    """Return the indexes of the lines that count the plans of a page 1, 2, 3 ...; none if there is no such row.

    A list of contents above, or links below, may print such a row too; the one with the most lines under it has the
    plans. A number may be missing from it.
    """
    rows: list[list[int]] = []
    last = 0
    for index, line in enumerate(lines):
        value = _label_value(contents[index]) if line.marker is None or line.marker.style == "part" else None
        if value == 1:
            rows.append([index])
            last = 1
        elif value is not None and rows and value > last:
            rows[-1].append(index)
            last = value
    ends = [*(row[0] for row in rows), len(lines)][1:]
    extents = [(end - row[0] - len(row), row) for row, end in zip(rows, ends, strict=True) if len(row) > 1]
    return max(extents, key=lambda extent: extent[0], default=(0, []))[1]


def is_only_label(content: str) -> bool:
    """Tell whether a line with a label prints nothing else."""
    rest = next(pattern.sub("", content) for pattern in _LABELS if pattern.search(content))
    return not rest.strip(" \u3000:：、.．")


def _label_value(content: str) -> int | None:
    """Return the number of a label on a line that may be a title, or None."""
    if len(content) > LONGEST_TITLE or _STOP.search(content):
        return None
    for pattern in _LABELS:
        found = pattern.search(content)
        if found:
            return read_number(found[found.lastgroup or 0])
    return None
