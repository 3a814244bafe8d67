"""What a plan says and is not so: counts that its own lists deny, laws that there are not."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import takewhile

from corpus_tools.checks.findings import Finding
from corpus_tools.checks.stated import Stated
from corpus_tools.facts.laws import find_near_statute
from corpus_tools.spans import Span
from corpus_tools.structure.nodes import Node
from corpus_tools.structure.numerals import read_number

_FEWEST = 2  # items of a list
_ITEMS = (
    "方面|部分|环节|阶段|步骤|原则|任务|措施|要求|工作|重点|目标|问题|内容|活动|制度|举措|要点|意见|建议|事项|关系|坚持|做到|层面|维度|途径"
    "|方向|板块|转变|提升|加强|突破|强化|结合|到位|关键|抓手|特点|方法|机制|工程|行动|大事|实事|事"
)
_COUNT = re.compile(
    f"(?<![第每约近多几数十0-9一二三四五六七八九“\"'「《])(?P<count>(?P<number>[两二三四五六七八九]|十[一二三四五]?|1?[0-9])"
    f"(?:[个大项条种类件步点]?(?:[重主具][点要体])?(?:{_ITEMS})|[点条项步]))(?:的?(?:工作|任务|内容|要求|活动)|[入做]手|努力|抓起)?[：:]$"
)
_COUNT_ABOVE = re.compile(
    "(?:以下|下列|如下)(?P<count>(?P<number>[两二三四五六七八九]|十[一二三四五]?|1?[0-9])[个大项条种类件步点][^，。；：“”]{0,6})[：:。]$"
)


def find_wrong_counts(stated: Stated) -> Iterator[Finding]:
    """Yield the numbers of items that a line announces where the list that follows has more or fewer."""
    for node, lead in stated.leads():
        announced = None if node.kind in ("attachment", "table", "period") else _announced(stated, lead)
        if announced is None:
            continue
        counted = _list_behind(stated, node)
        if len(counted) < _FEWEST:
            continue
        number, span = announced
        last = counted[-1].marker
        if number not in (len(counted), last and last.value):
            yield stated.find("wrong_count", span, str(len(counted)), Span(counted[0].start, counted[-1].end))


def _announced(stated: Stated, lead: Span) -> tuple[int, Span] | None:
    content = stated.text[slice(*lead)].rstrip()
    found = _COUNT.search(content) or _COUNT_ABOVE.search(content)
    if not found:
        return None
    number = 2 if found["number"] == "两" else read_number(found["number"])
    return (number, Span(lead.start + found.start("count"), lead.start + found.end("count"))) if number else None


def _list_behind(stated: Stated, node: Node) -> Sequence[Node]:
    """Return the list that begins behind a node, counted from one and of one style; nothing where that is not plain."""
    items = stated.children.get(node.node_id, [])
    if not items and node.kind == "paragraph":
        siblings = stated.children[node.parent_id]
        behind = siblings[bisect_right(siblings, node.node_id, key=lambda one: one.node_id) :]
        n_closing = sum(1 for _ in takewhile(lambda one: one.marker is None, reversed(behind)))
        items = behind[: len(behind) - n_closing]
    styles = {item.marker.style if item.marker else "" for item in items}
    is_plain = len(styles) == 1 and not styles & {"", "bullet", "period"}
    return items if is_plain and items[0].marker and items[0].marker.value == 1 else ()


def find_law_names(stated: Stated) -> Iterator[Finding]:
    """Yield the laws that are named as none is, but for one character."""
    for law in stated.plan.laws:
        if law.kind == "law" and (near := find_near_statute(law.name)):
            yield stated.find("law_name", law, f"《{near}》")
