"""Families of plans filled into one template, with the truth: what each plan fills in, and where.

Sentences of a template are put together from the wording of the project's own plans; some have a slot in them. A plan
prints the template with its own school, year, dates, persons and numbers; some leave masks (``20__``, ``XX小学``), some
leave an item out or move a section, so that items are counted anew, and some come with a crawler's marks and half-width
stops. This module imports nothing of the package.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from benchmarks.corpora import Wording, compose

SlotKind = Literal["year", "date", "month", "school", "person", "number", "other"]


class Blank(NamedTuple):
    """A slot of a template; equal names in a template are filled alike."""

    kind: SlotKind
    name: str


class TrueFill(NamedTuple):
    """Where a plan fills a slot in; ``slot`` is the number of the item and that of its part."""

    slot: tuple[int, int]
    kind: SlotKind
    start: int
    end: int


class TrueItem(NamedTuple):
    """An item of the template in a plan: its number in the template, the offset of its marker."""

    item: int
    start: int


class Member(NamedTuple):
    """A plan with what is filled in and which items it has."""

    path: str
    text: str
    fills: tuple[TrueFill, ...]
    items: tuple[TrueItem, ...]


class _Item(NamedTuple):
    number: int
    depth: int
    parts: tuple[str | Blank, ...]


_SCHOOL_BEGINS = "青白云松竹柳梅溪泉枫槐桐杏荷苇雁鹿鹤鹭"
_SCHOOL_ENDS = "坪湾塘岭坡桥渡洲埠坞垭滩岗堰沟亭井台"
_SCHOOLS = ("小学", "中学", "中心小学", "实验小学", "幼儿园")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
_GIVEN = "芳娟敏静丽强磊军洋勇艳杰涛明超霞平刚桂英华文志建国红玉兰春梅海燕雪飞鹏宇浩"
_HAN = "一二三四五六七八九十"
_SENTENCES: Sequence[tuple[str | Blank, ...]] = (
    ("这件事由", Blank("person", ""), "牵头，", "每周碰一次头。"),
    ("组长：", Blank("person", ""), "；"),
    ("全校", Blank("number", ""), "名教职工都要报名。"),
    ("经费", Blank("number", ""), "元，", "由总务处列支。"),
    ("材料于", Blank("date", ""), "前交到办公室。"),
    ("这一项从", Blank("month", ""), "月开始，", "做到放假为止。"),
    (Blank("school", "school"), "的老师人人都有一份清单。"),
    ("让", Blank("school", "short"), "的每个人都说得上话。"),
    ("地点在", Blank("other", ""), "。"),
)
_SHARE_MOVED = 0.125
_CRAWLED = ("", "　　", ">　　", " > ")
_HALF_WIDTH = str.maketrans("，：；", ",:;")
_PLACES = ("二楼会议室", "操场东侧", "图书馆", "录播教室", "老食堂", "体育馆", "阶梯教室", "党员活动室")


def make_families(seed: int, wording: Wording, n_families: int) -> Iterator[list[Member]]:
    """Yield families of 2 to 12 plans, each of a template of its own."""
    for number in range(n_families):
        rng = random.Random(f"{seed}/family/{number}")
        items = _write_template(rng, wording)
        n_members = rng.randint(2, 12)
        dropped = {item.number for item in items if item.depth == 2 and rng.random() < 0.05}
        yield [_print(rng, items, dropped, f"{number:03}-{member:02}.txt") for member in range(n_members)]


def _write_template(rng: random.Random, wording: Wording) -> list[_Item]:
    title = rng.choice(("工会工作计划", "德育工作计划", "校园安全工作计划", "教研工作计划"))
    parts: list[tuple[int, tuple[str | Blank, ...]]] = [
        (0, (Blank("school", "school"), Blank("year", "year"), f"年{title}")),
        (0, _sentences(rng, wording)),
    ]
    for _ in range(rng.randint(3, 5)):
        parts.append((1, (rng.choice(wording.headings),)))
        parts += [(2, _sentences(rng, wording)) for _ in range(rng.randint(2, 4))]
    parts += [(0, (Blank("school", "school"),)), (0, (Blank("date", "signed"),))]
    return [_Item(number, *part) for number, part in enumerate(parts)]


def _sentences(rng: random.Random, wording: Wording) -> tuple[str | Blank, ...]:
    parts: list[str | Blank] = []
    for _ in range(rng.randint(1, 3)):
        parts.append(compose(rng, wording.parts))
        if rng.random() < 0.4:
            parts += [
                Blank(part.kind, part.name or f"{rng.random()}") if isinstance(part, Blank) else part
                for part in rng.choice(_SENTENCES)
            ]
    return tuple(parts)


def _print(rng: random.Random, items: Sequence[_Item], dropped: set[int], path: str) -> Member:
    """Return a plan of the template; it may leave out an item of ``dropped``, move a section, come from a crawler."""
    year, is_masked, is_crawled = rng.randint(2016, 2026), rng.random() < 0.1, rng.random() < 0.2
    left_out = {number for number in dropped if rng.random() < 0.5}
    words: dict[str, str] = {}
    text = ""
    fills, printed = [], []
    counters = [0, 0]
    for item in _order(rng, items):
        if item.number in left_out:
            continue
        text += rng.choice(_CRAWLED) if is_crawled else ""
        if item.depth:
            counters[item.depth - 1] += 1
            counters[item.depth :] = [0] * (2 - item.depth)
            markers = f"{_HAN[counters[0] - 1]}、", f"{counters[1]}."
            printed.append(TrueItem(item.number, len(text)))
            text += markers[item.depth - 1]
        for number, part in enumerate(item.parts):
            if isinstance(part, Blank):
                word = words.setdefault(part.name, _choose(rng, part.kind, year, is_masked, words))
                fills.append(TrueFill((item.number, number), part.kind, len(text), len(text) + len(word)))
            else:
                word = part.translate(_HALF_WIDTH) if is_crawled else part
            text += word
        text += "\n"
    return Member(path, text, tuple(fills), tuple(printed))


def _order(rng: random.Random, items: Sequence[_Item]) -> list[_Item]:
    """Return the items as they are, or once in eight times with the first section behind the second."""
    heads = [i for i, item in enumerate(items) if item.depth == 1]
    if rng.random() >= _SHARE_MOVED:
        return list(items)
    return [*items[: heads[0]], *items[heads[1] : heads[2]], *items[heads[0] : heads[1]], *items[heads[2] :]]


def _choose(rng: random.Random, kind: SlotKind, year: int, is_masked: bool, words: Mapping[str, str]) -> str:
    if kind == "year":
        return "20__" if is_masked else str(year)
    if kind == "school":
        if "school" in words:  # its short form
            return words["school"] if is_masked else words["school"][:3]
        name = "".join(rng.choices(_SCHOOL_BEGINS, k=2)) + rng.choice(_SCHOOL_ENDS)
        return "XX小学" if is_masked else name + rng.choice(_SCHOOLS)
    if kind == "date":
        day = f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
        return f"{year}年{day}" if rng.random() < 0.5 else day
    if kind == "month":
        return str(rng.randint(1, 12))
    if kind == "person":
        return rng.choice(_SURNAMES) + "".join(rng.choices(_GIVEN, k=rng.randint(1, 2)))
    return str(rng.randint(5, 2000)) if kind == "number" else rng.choice(_PLACES)


def differing_slots(members: Sequence[Member], share: float = 0.2) -> set[tuple[int, int]]:
    """Return the slots at which at least ``share`` of the plans with the slot have something else than most."""
    words: dict[tuple[int, int], Counter[str]] = {}
    for member in members:
        for fill in member.fills:
            words.setdefault(fill.slot, Counter())[member.text[fill.start : fill.end]] += 1
    return {
        slot for slot, counts in words.items() if 0 < counts.total() - max(counts.values()) >= share * counts.total()
    }
