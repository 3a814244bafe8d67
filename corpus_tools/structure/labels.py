"""Labels: the lines that count the plans of a page (篇一, 【篇2】, 范文三：)."""

import re
from collections.abc import Sequence

from corpus_tools.structure.furniture import is_furniture
from corpus_tools.structure.lines import Line, is_sentence, is_unnumbered_heading
from corpus_tools.structure.markers import Marker
from corpus_tools.structure.numerals import read_number
from corpus_tools.structure.titles import LONGEST_TITLE, PLAN_NOUN, is_title, is_title_part

_STOP = re.compile("[，。；！？]")
_NUMERAL = "[一二三四五六七八九十百0-9０-９]{1,4}"
_LABELS = tuple(
    re.compile(pattern)
    for pattern in (
        f"^[【\\[（(]?第?(?P<n>{_NUMERAL})篇[】\\]）)]?(?=[:：、.．\\s]|$)",  # 第四篇：
        "^(?i:part|no[.．]?) ?(?P<n>[0-9]{1,2})(?=[:：、.．\\s]|$)",  # Part 4
        f"^[【\\[（(]?(?:篇|范文|范本|例文|模板|版本)(?P<n>{_NUMERAL})[】\\]）)]?(?![，。、个])",  # 【篇1】, 范文三：
        f"^第(?P<n>{_NUMERAL})篇(?=\\w.*{PLAN_NOUN}$)",  # 第一篇工会工作计划
        f"(?:[\\s（(【]|(?<=[文划结案字选]))(?:第(?P<n>{_NUMERAL})篇|篇(?P<m>{_NUMERAL}))[】）)]?[:：]?$",  # ... 篇一
        f"{PLAN_NOUN}\\s?(?:范文|范本|样例|模板)?\\s?[（(【]?(?P<n>{_NUMERAL})[）)】]?[:：]?$",  # 计划2, 计划范文（三）
    )
)
_DECORATION = "*＊★☆◆◇■□●#＃=~～ \u3000"  # **篇一：...**, ★工作计划一★
_LABEL_STYLES = ("part", "bullet", "arabic", "ordinal")
_PART_LABELS = _LABELS[:2]  # 第四篇, Part 4: parts of one plan are counted so, too
_COLLECTS = re.compile("[几多两0-9一二三四五六七八九十]篇")
_LEADS_IN = re.compile("(?!以下|下面|这里).*[:：]$")


def find_labels(lines: Sequence[Line], contents: Sequence[str], below: Sequence[Marker | None]) -> Sequence[int]:
    """Return the indexes of the lines that count the plans of a page 1, 2, 3 ...; none if there is no such row.

    A list of contents above, or links below, may print such a row too; the one with the most lines under it has the
    plans. A number may be missing from it. A row that counts the parts of one plan is none.

    Parameters
    ----------
    lines, contents
        The lines of the page and what they print.
    below
        For each line the first marker at or below it.
    """
    rows: list[list[int]] = []
    last = 0
    for index, line in enumerate(lines):
        if line.marker is None:
            value = _label_value(contents[index])
        elif line.marker.style in _LABEL_STYLES:
            value = _title_number(line.marker, contents[index], below[index + 1] if index + 1 < len(lines) else None)
        else:
            continue
        if value == 1:
            rows.append([index])
            last = 1
        elif value is not None and rows and value > last:
            rows[-1].append(index)
            last = value
    ends = [*(row[0] for row in rows), len(lines)][1:]
    extents = [(end - row[0] - len(row), row) for row, end in zip(rows, ends, strict=True) if len(row) > 1]
    row = max(extents, key=lambda extent: extent[0], default=(0, []))[1]
    return [] if row and _counts_parts(lines, contents, row) else row


def is_only_label(content: str) -> bool:
    """Tell whether a line with a label prints nothing else."""
    plain = content.strip(_DECORATION)
    rest = next((pattern.sub("", plain) for pattern in _LABELS if pattern.search(plain)), plain)
    return not rest.strip(" \u3000:：、.．")


def _title_number(marker: Marker, content: str, below: Marker | None) -> int | None:
    """Return the number of a marked line that counts plans, or None.

    A number before a title does where a higher numbering begins below it: ``1.工会工作计划``, and then 一、 二、.
    """
    if marker.style == "ordinal":  # PART 01; what says more heads a section
        return _label_value(content) if is_only_label(content) else None
    if marker.style != "arabic":
        return _label_value(content) if marker.style == "part" or content[-1] in _DECORATION else None
    if below is None or (below.style, below.value) != ("cjk", 1):
        return None
    title = content[len(marker.text) :].strip()
    return marker.value if title and is_title(title) else None


def _counts_parts(lines: Sequence[Line], contents: Sequence[str], row: Sequence[int]) -> bool:
    """Tell whether labels count the parts of one plan.

    They stand below its title, print headings without a plan noun, and the preface says more than one sentence or leads
    them in, or a numbering runs on from part to part. Those that print nothing do where such headings stand below them.
    """
    heads, above = [contents[index] for index in row], contents[: row[0]]
    if any(map(is_only_label, heads)):
        is_titled = any(map(is_title, above)) and not any(map(_COLLECTS.search, above))
        return is_titled and (_head_parts(lines, contents, row) or _runs_on(lines, row))
    if any(re.search(PLAN_NOUN, head) for head in heads):
        return False
    leads_in = above and _LEADS_IN.match(above[-1]) and not is_furniture(above[-1])
    has_text = sum(is_sentence(content) and not is_furniture(content) for content in above) > 1
    return any(map(is_title, above)) and (bool(leads_in) or has_text or _runs_on(lines, row))


def _head_parts(lines: Sequence[Line], contents: Sequence[str], row: Sequence[int]) -> bool:
    """Tell whether a heading stands below each of some labels: no two alike, none a title or an owner of a plan."""
    below = [contents[index + 1] for index in row if index + 1 < len(lines) and lines[index + 1].marker is None]
    is_bare = all(any(pattern.fullmatch(contents[index]) for pattern in _PART_LABELS) for index in row)
    heads = {content for content in below if is_unnumbered_heading(content) and not _names_plan(content)}
    return is_bare and len(heads) == len(row)


def _names_plan(content: str) -> bool:
    return is_title(content) or is_title_part(content) or re.search(PLAN_NOUN, content) is not None


def _runs_on(lines: Sequence[Line], row: Sequence[int]) -> bool:
    """Tell whether the numbering right below a label goes on counting from above it."""
    last: dict[str, int] = {}
    labels, is_first = set(row[1:]), False
    for index in range(row[0] + 1, len(lines)):
        marker = lines[index].marker
        if index in labels:
            is_first = True
        elif marker and marker.value is not None:
            if is_first and marker.value == last.get(marker.style, marker.value) + 1:
                return True
            last[marker.style], is_first = marker.value, False
    return False


def _label_value(content: str) -> int | None:
    """Return the number of a label on a line that may be a title, or None."""
    content = content.strip(_DECORATION)
    if len(content) > LONGEST_TITLE or _STOP.search(content):
        return None
    for pattern in _LABELS:
        found = pattern.search(content)
        if found:
            return read_number(found[found.lastgroup or 0])
    return None
