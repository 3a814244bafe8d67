"""Laws in Markdown: which 编, 分编, 章 and 节 stand around every 第…条, as the headings of the file say."""

import re
from typing import NamedTuple

_NUMERAL = "[一二三四五六七八九十百千零〇]+"
_HEADING = re.compile(rf"(#+)\s*第{_NUMERAL}(编|分编|章|节)(?![^\s]*[，。])")
_ARTICLE = re.compile(rf"\s*第{_NUMERAL}条(?:之{_NUMERAL})?\s")
_KINDS = ("编", "分编", "章", "节")


class Law(NamedTuple):
    """One law.

    Attributes
    ----------
    name
        Its file.
    text
        Without the marks of headings.
    articles
        For each line that begins with 第…条 the lines of the headings around it, outermost first; lines from 1.
    nests
        Whether its own headings nest: each kind always has one depth, in the order 编, 分编, 章, 节. Laws without such
        headings do not count.
    """

    name: str
    text: str
    articles: dict[int, tuple[int, ...]]
    nests: bool


def read_law(name: str, markdown: str) -> Law:
    """Return a law with the truth that its headings tell."""
    depths: dict[str, set[int]] = {}
    open_headings: list[tuple[int, int]] = []  # depth, line
    lines, articles = [], {}
    for number, printed in enumerate(markdown.split("\n"), 1):
        heading = _HEADING.match(printed)
        if heading:
            depth = len(heading[1])
            depths.setdefault(heading[2], set()).add(depth)
            open_headings = [(above, line) for above, line in open_headings if above < depth] + [(depth, number)]
        lines.append(re.sub(r"^#+\s*", "", printed))
        if _ARTICLE.match(lines[-1]):
            articles[number] = tuple(line for _, line in open_headings)
    return Law(name, "\n".join(lines), articles, _is_nested([depths[kind] for kind in _KINDS if kind in depths]))


def _is_nested(depths: list[set[int]]) -> bool:
    flat = [depth for kind in depths for depth in kind]
    return bool(depths) and len(flat) == len(depths) and flat == sorted(set(flat))
