"""Commitments: what a plan promises in numbers, until when, and who answers for it.

The numbers are the measures of ``facts/measures``; deadlines (6月底前) and who is responsible (由工会牵头) are read by
two tables. What is promised without a number is no commitment.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from corpus_tools.facts.measures import Measure, find_from, find_measures, read_text
from corpus_tools.scripts import simplify
from corpus_tools.spans import Stretch
from corpus_tools.structure.clauses import Clause
from corpus_tools.structure.nodes import Node
from corpus_tools.structure.periods import DAYS, TIME


class Mention(NamedTuple):
    """A deadline, or who answers for something, as a text prints it; span in code points."""

    text: str
    start: int
    end: int


class Commitment(NamedTuple):
    """A measure in the clause that promises it; a clause that promises several things makes several commitments.

    Attributes
    ----------
    start, end
        Span of the clause.
    node_id
        The node that prints it.
    measure
        What is promised.
    deadline, responsible
        As the clause states them; else as its node does, where that states one only.
    """

    start: int
    end: int
    node_id: int
    measure: Measure
    deadline: Mention | None
    responsible: Mention | None

    def to_dict(self, text: str) -> dict[str, object]:
        """Return the commitment as the JSON of a plan with that text has it."""
        return {
            "text": text[self.start : self.end],
            "start": self.start,
            "end": self.end,
            "node_id": self.node_id,
            "measure": self.measure._asdict(),
            "deadline": self.deadline._asdict() if self.deadline else None,
            "responsible": self.responsible._asdict() if self.responsible else None,
        }


# What stands below such a heading looks back, or tells how things stand.
_STATE_HEADING = re.compile(
    "回顾|总结(?!会|大会|表彰|评比|交流|阶段)|基本情况|情况分析|现状|学情|成绩|存在的?问题|[形背][势景]"
)

# Until when. A day, month, end or feast with 前; what closes a stretch of time, with what is done then.
FEAST = "(?:元旦|春节|元宵|清明|端午|中秋|重阳|国庆|三八|五[一四]|六一|七一|八一|劳动节|教师节|妇女节|儿童节|护士节)"
_END = "(?:[上下]?学?年[底末终]|年度末|月[底末]|学?期末|学期结束)"
_WHEN = f"(?:{DAYS}|{TIME}|{_END}|{FEAST}节?|[今明]年{_END}?|期中|开学|放假|周[一二三四五六日末])"
DEADLINES: Mapping[str, str] = {
    "before": f"(?:(?:20[0-9]{{2}}|今|明)年)?{_WHEN}(?:[以之]前|前(?![期后往夕提沿列述进来去面言台几三一两往]))",
    "until": f"截[止至](?:时间|日期)?[到至为于:：]?(?:20[0-9]{{2}}年)?{_WHEN}",
    "label": f"(?:完成|截止|上交)(?:时间|时限|期限|日期)[:：][ ]?(?:20[0-9]{{2}}年)?{_WHEN}[前底]?",
    "at the end": (
        f"(?:20[0-9]{{2}}年|[今明]年)?(?:(?:{TIME})(?<=[底末])|{_END})"
        "(?=[^，；。]{0,8}(?:完成|提交|上交|上报|结束|到位|交))"
    ),
}
_DEADLINE = re.compile("|".join(DEADLINES.values()))
_OFFICE = (
    "(?:[处室部会组办科团队院局村站人员]|支部|支委|工委|中心|公司|主任|校长|书记|主席|园长|院长|组长|队长|部长"
    "|教师|老师)"
)
_WHO = "[^，。；;,:：、（）()\\s的对由]"
RESPONSIBLE: Mapping[str, str] = {
    "label": (
        "(?:责任|负责|牵头|主责|主办|承办|落实|执行|实施|分管)(?:人员?|部门|单位|科室|处室|领导|者|教师)[ ]?[:：][ ]?"
        "(?P<labelled>[^，。；;,:：（）()\n\t]{1,30})"
    ),
    "by": f"由(?P<by>{_WHO}{{1,14}}?)(?=(?:具体|主要|全面|统一|共同|专门)?(?:牵头|负责|主办|承办|组织实施|统筹|担任))",
    "heads": (
        f"(?:(?<=[，；。、（(\n])|^)(?P<heads>{_WHO}{{0,8}}?{_OFFICE})"
        "(?=(?:具体|主要|全面|统一)?(?:牵头|负责(?![人制任的])))"
    ),
}
_RESPONSIBLE = re.compile("|".join(RESPONSIBLE.values()))


def find_commitments(text: str, nodes: Sequence[Node], clauses: Iterable[Clause]) -> list[Commitment]:
    """Return what a plan promises in numbers, in the order of its clauses.

    What stands below a heading that looks back or tells how things stand promises nothing.

    Parameters
    ----------
    text
        The plan's text, in either script.
    nodes
        Its nodes, in order.
    clauses
        Its clauses.
    """
    past = _nodes_of_state(text, nodes)
    clauses = [clause for clause in clauses if clause.node_id not in past]
    measures = find_measures(text, clauses)
    promising = {clause.node_id for clause, own in zip(clauses, measures, strict=True) if own}
    beside = [clause for clause in clauses if clause.node_id in promising]
    deadlines = _by_clause(beside, find_deadlines(text, beside))
    responsible = _by_clause(beside, find_responsible(text, beside))
    return [
        Commitment(
            clause.start,
            clause.end,
            clause.node_id,
            measure,
            _mention_for(clause, deadlines),
            _mention_for(clause, responsible),
        )
        for clause, own in zip(clauses, measures, strict=True)
        for measure in own
    ]


def find_deadlines(text: str, stretches: Iterable[Stretch]) -> list[list[Mention]]:
    """Return until when each stretch of a text says that something is to be done.

    >>> from corpus_tools.spans import Span
    >>> [[first, second]] = find_deadlines("6月底前完成，9月10日前上交", [Span(0, 16)])
    >>> first.text, second.text
    ('6月底前', '9月10日前')
    """
    read = read_text(text)
    found = ((one.span() for one in find_from(_DEADLINE.match, read, own.start, own.end)) for own in stretches)
    return [[Mention(text[start:end], start, end) for start, end in own] for own in found]


def find_responsible(text: str, stretches: Iterable[Stretch]) -> list[list[Mention]]:
    """Return who each stretch of a text says answers for something.

    >>> from corpus_tools.spans import Span
    >>> [[first, second]] = find_responsible("由工会牵头，责任人：各组组长", [Span(0, 14)])
    >>> first.text, second.text
    ('工会', '各组组长')
    """
    read, found = read_text(text), []
    for stretch in stretches:
        spans = (one.span(one.lastgroup or 0) for one in _RESPONSIBLE.finditer(read[stretch.start : stretch.end]))
        places = [(stretch.start + start, stretch.start + end) for start, end in spans]
        found.append([Mention(text[start:end], start, end) for start, end in places])
    return found


def _nodes_of_state(text: str, nodes: Iterable[Node]) -> set[int]:
    """Return the nodes that stand below a heading which looks back or tells how things stand, and those it heads."""
    found: set[int] = set()
    for node in nodes:
        heads = node.heading and _STATE_HEADING.search(simplify(text[slice(*node.heading)]))
        if heads or node.parent_id in found:
            found.add(node.node_id)
    return found


_Placed = Mapping[tuple[int, int | None], Sequence[Mention]]  # by node and start of the clause, or by node alone


def _by_clause(clauses: Iterable[Clause], stated: Iterable[Sequence[Mention]]) -> _Placed:
    placed: dict[tuple[int, int | None], list[Mention]] = {}
    for clause, own in zip(clauses, stated, strict=True):
        for key in ((clause.node_id, clause.start), (clause.node_id, None)):
            placed.setdefault(key, []).extend(own)
    return placed


def _mention_for(clause: Clause, placed: _Placed) -> Mention | None:
    own, of_node = placed[clause.node_id, clause.start], placed[clause.node_id, None]
    return own[0] if own else of_node[0] if len(of_node) == 1 else None
