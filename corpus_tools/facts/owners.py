"""Owners: whose plan it is, and whether two names may be of one owner, in full or short, in either script."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from corpus_tools.facts.names import HEADED, NUMERAL, ORDINAL, SHORT_SCHOOL, Name, NameKind, find_names
from corpus_tools.scripts import simplify
from corpus_tools.spans import Span

# What a full name and its short forms share.
_SHORT_FORMS = tuple(
    (re.compile(pattern), short)
    for pattern, short in (
        (f"第({ORDINAL})职业(?:高级)?(?:中学|(?:技术)?学校)", r"\1职"),
        (f"第({ORDINAL})高级中学", r"\1高"),
        (f"第({ORDINAL})(?:初级)?中学", r"\1中"),
        (f"第({ORDINAL})小学", r"\1小"),
        (f"第({ORDINAL})附属中学", r"\1附中"),
        (f"第({ORDINAL})附属小学", r"\1附小"),
        (f"第({ORDINAL})幼儿园", r"\1幼"),
        ("附属中学", "附中"),
        ("附属小学", "附小"),
        ("师范大学", "师大"),
        ("职业(?:技术)?教育中心", "职教中心"),
        ("关心下一代工作委员会", "关工委"),
        ("人民政府", "政府"),
        ("完全小学", "完小"),
        ("中心(?:小学|学校)$", "中心校"),
        ("(?<=[中小幼高职学校园])教育(?:集团|工会)$", ""),
        ("(?<=[\u4e00-\u9fff]{2})[省市县区](?=.)|^[省市县区](?=.)", ""),
        (f"(?<=[\u4e00-\u9fff]{{2}})[镇乡](?={ORDINAL}[中小幼高职]$)", ""),
    )
)
# A school that has its place for a name may be without what kind of place that is: 石桥镇小学, 石桥中心校.
_OF_PLACE = "(?=(?:中心|初级|高级|九年(?:一贯)?制)?(?:小学|中学|学校|幼儿园|校|完小)$)"
_KIND_OF_PLACE = re.compile(f"(?<=[\u4e00-\u9fff]{{2}})(?:[镇乡村]|街道){_OF_PLACE}")

# Whose plan it is: what counts first, and where a text is signed.
_OWNERS: Sequence[NameKind] = ("school", "organisation", "masked")
_INSTITUTIONS = frozenset(("school", "organisation"))
# Who is named behind these is not whose plan it is.
_BESIDE = tuple("到 赴 与 和 同 向 请 由 参观 走进 走访 前往 学习 联合 结对 考察 交流 来自 毕业于".split())
# A village, a community or a street is one owner if nobody in it follows, a town where nothing does.
_OWN_PLACE = re.compile(
    "(?:(?<=村)|(?<=社区)|(?<=街道))(?![\u4e00-\u9fff]{1,6}[馆站院校所厂园堂宫屋]|[\u4e00-\u9fff]{0,6}(?:合作社|[卫警][生务]室|教学点))"
    "|(?<=[镇乡])(?:党委|(?![\u4e00-\u9fff]))"
)
_PLACES_BEFORE = re.compile("^(?:[\u4e00-\u9fff]{2,3}(?:[省市区县镇乡]|街道))+")
_PLACE = re.compile(f"([\u4e00-\u9fff]{{2,3}}?)([省市县区]|[镇乡村]{_OF_PLACE})")
_UNPLACED = re.compile("[省市县区]|镇(?![江海])|乡(?!宁)")  # 县财政局
_SITE = re.compile(r"[-_|—–](?P<name>[^-_|—–]+)$")
_MOST_CLOSING_LINES = 3
_ENDING_LENGTH = 4  # characters of a full name, which tell what it is: 职业中学
_LONGEST_SIGNATURE = 30
_YEAR = re.compile("[^\u4e00-\u9fff\n]*学?年?度?")


def short_form(name: str) -> str:
    """Return what a name and its abbreviations share, in simplified characters.

    >>> short_form("雲水市第一中學")
    '云水一中'
    """
    return _shorten(simplify(name))


def _shorten(form: str) -> str:
    for pattern, short in _SHORT_FORMS:
        form = pattern.sub(short, form)
    return form


def names_same(a: Name, b: Name) -> bool:
    """Tell whether two names may be of one owner: in full or short, with the place before it or without.

    >>> names_same(*find_names("云水市第一中学，云水一中"))
    True
    """
    full = simplify(a.text), simplify(b.text)
    if _lie_apart(*full):
        return False
    keys = sorted(map(_shorten, full), key=len)
    short, long = (SHORT_SCHOOL.search(key) for key in keys)
    if not (short and long):
        without = sorted((_KIND_OF_PLACE.sub("", key) for key in keys), key=len)
        return _ends_in(keys[1], keys[0]) or _ends_in(without[1], without[0])
    place, other = keys[0][: short.start()], keys[1][: long.start()]
    return short[0] == long[0] and (not place or _ends_in(other, place) or (len(place) == 1 and place in other))


def _lie_apart(a: str, b: str) -> bool:
    """Tell whether two names are in places of one name and of different kinds: 云水县, 云水市.

    A place may be told by its kind alone: 县图书馆 is not in 云水市.
    """
    kinds_a, kinds_b = _kinds_of_places(a), _kinds_of_places(b)
    if any(kinds_a[place].isdisjoint(kinds_b[place]) for place in kinds_a.keys() & kinds_b.keys()):
        return True
    return any(
        kinds and name[0] in "市县区" and _tells_no_place(name) and not any(name[0] in own for own in kinds.values())
        for name, kinds in ((a, kinds_b), (b, kinds_a))
    )


def tells_place(name: Name) -> bool:
    """Tell whether a name is of one only, where in every county there is a 县财政局.

    >>> [tells_place(name) for line in ("青溪县财政局", "县财政局") for name in find_names(line)]
    [True, False]
    """
    return name.kind != "organisation" or not _tells_no_place(simplify(name.text))


def _tells_no_place(name: str) -> bool:
    return _UNPLACED.match(name) is not None and not _PLACES_BEFORE.match(name)


def _kinds_of_places(name: str) -> dict[str, set[str]]:
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for place, kind in _PLACE.findall(name):
        kinds[place].add(kind)
    return kinds


def _ends_in(longer: str, name: str) -> bool:
    """Tell whether a name is another with no more than a place before it; no place has one character: 新柳岸小学.

    Of a university the place may be its first character: 鹤鸣师大附中, 鹤师大附中.
    """
    if name.startswith("师大", 1) and re.search(f"{name[0]}[\u4e00-\u9fff]{{1,2}}{re.escape(name[1:])}$", longer):
        return True
    return longer.endswith(name) and len(longer) != len(name) + 1


def find_forms(owner: Name, names: Iterable[Name]) -> frozenset[str]:
    """Return how a text may print a name of its owner: in full and in short, with the place before it and without.

    In simplified characters. Forms that many share are left out: 第二小学, 实验小学.

    Parameters
    ----------
    names
        Of the text.

    >>> sorted(find_forms(find_names("云水市城东第二小学")[0], ()))
    ['云水城东二小', '云水市城东第二小学', '城东二小', '城东第二小学']
    """
    own = simplify(owner.text)
    found = {simplify(name.text) for name in names if name.kind == owner.kind and names_same(name, owner)}
    found |= {form for form in (simplify(name.text) for name in names) if own.endswith(form)} | {own}
    bare = _PLACES_BEFORE.sub("", own)
    short = _shorten(own)
    made = {bare, _shorten(bare), short, _KIND_OF_PLACE.sub("", short)}
    return frozenset(found | {form for form in made if [name.text for name in find_names(form)] == [form]})


def find_site_name(page_title: str) -> Name | None:
    """Return the school whose site a page is of, as the title of the page ends with it; its span counts in the title.

    >>> find_site_name("大课间方案--德育处-云水市第一中学")
    Name(text='云水市第一中学', kind='school', start=11, end=18)
    """
    tail = _SITE.search(page_title)
    names = find_names(tail["name"]) if tail else []
    whole = [name for name in names if name.kind == "school" and tail and name.text == tail["name"]]
    return whole[0]._replace(start=tail.start("name"), end=tail.end("name")) if tail and whole else None


def find_own_name(text: str, title: Span | None, names: Sequence[Name]) -> Name | None:
    """Return the name of those whose plan it is, or None.

    That is the first school, organisation or mask in the title; else the last in the lines at the end that are as short
    as a signature; else a village, a community, a street or a town there, where nobody in it is meant: in a district
    there are many that sign so; else the school or organisation that is named at least twice and oftener than
    all others together, those not counted that the plan goes to or works with.
    """
    text = simplify(text)
    head = title or _find_head(text, names)
    in_title = [name for name in names if head.start <= name.start and name.end <= head.end]
    closing = _start_of_closing(text)
    signed = [name for name in reversed(names) if name.start >= closing]
    for kinds in (_OWNERS, ("place",)):
        for found in (in_title, signed):
            owner = next((name for kind in kinds for name in found if name.kind == kind and _owns(text, name)), None)
            if owner:
                return owner
    own = [name for name in names if name.kind in _INSTITUTIONS and not text.endswith(_BESIDE, 0, name.start)]
    forms = [short_form(name.text) for name in own]
    [(form, n_places)] = Counter(forms).most_common(1) or [("", 0)]
    return own[forms.index(form)] if n_places >= 2 and 2 * n_places > len(own) else None


def find_own_names(text: str, title: Span | None, names: Sequence[Name]) -> tuple[Name, ...]:
    """Return the names of those whose plan it is, the one that ``find_own_name`` finds first.

    Title and signature may have it in full and in short: 鹤鸣师范大学附属中学, 鹤师大附中.
    """
    text = simplify(text)
    own = find_own_name(text, title, names)
    if own is None or own.kind not in _INSTITUTIONS:
        return (own,) if own else ()
    head, closing = title or _find_head(text, names), _start_of_closing(text)
    printed = {name.text: name for name in names if head.start <= name.start < head.end or name.start >= closing}
    return own, *(name for name in printed.values() if name.text != own.text and _are_of_one_plan(own, name))


def _find_head(text: str, names: Sequence[Name]) -> Span:
    """Return the first line of a text without a title where it begins with a name and heads a plan: 柳岸小学行事历."""
    first = names[0] if names and _YEAR.fullmatch(text, 0, names[0].start) else None
    headed = HEADED.match(text, first.end) if first else None
    return Span(0, headed.end() if headed else 0)


def _are_of_one_plan(a: Name, b: Name) -> bool:
    """Tell whether one of two names that head and sign one plan is the other shortened."""
    if a.kind != b.kind:
        return False
    short, long = sorted((simplify(a.text), simplify(b.text)), key=len)
    rest = iter(long)
    shortens = short[-1] in long[-_ENDING_LENGTH:] and all(character in rest for character in short)
    ordinals = [re.findall(f"{NUMERAL}+", text) for text in (short, long)]
    return names_same(a, b) or (shortens and ordinals[0] == ordinals[1])


def _owns(text: str, name: Name) -> bool:
    """Tell whether a name may be one owner's: in a district many sign with its name alone."""
    return name.kind != "place" or _OWN_PLACE.match(text, name.end) is not None


def _start_of_closing(text: str) -> int:
    """Return where the short lines begin that end a text."""
    start = len(text)
    for line in reversed(text.rstrip().split("\n")[-_MOST_CLOSING_LINES:]):
        if len(line.strip()) > _LONGEST_SIGNATURE or line.strip()[-1:] in "。；！？":
            break
        start = text.rindex(line, 0, start) if line.strip() else start
    return start
