"""Made corpora of any size with their truth: ``python -m benchmarks.corpora OUT --plans 1000 --seed 7``.

Who copies whom, how and how much is settled first; then the plans are written to that. The wording comes from the
plans given:

- An *independent* plan is put together from the parts of their sentences (what stands between two commas, at most
  8 characters) under fresh numbers and with fresh counts and places, so two of them have long runs in common only in
  boilerplate, and a run of a few more than 13 characters by chance.
- *Boilerplate* is a few whole sentences of the corpus that all independent plans draw from.
- An *exact* copy is its source as a crawler leaves it: stray marks, wide blanks, half-width stops.
- A *near* copy has another school, year and date, and some sentences rewritten or dropped.
- A *spun* copy has another school, year and date, and words swapped after the lexicon of its farm.
- A *partial* copy is a plan of its own but for some lines in a row of its source.

Everything follows from the seed and the plans. The module imports nothing of the package that it measures.
"""

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

Kind = Literal["exact", "near", "spun", "partial"]

_SAMPLES = Path(__file__).resolve().parent.parent / "data"


class Document(NamedTuple):
    """One plan of a corpus; the path says nothing of where it came from."""

    path: str
    text: str


class Substitution(NamedTuple):
    """A word that a spinner swapped, and at how many places of the copy."""

    original: str
    replacement: str
    n_places: int


class Passage(NamedTuple):
    """Text taken over: half-open offsets (code points) in the copy and in its source.

    The sentences inside are those of the source, but for swapped words and the form of stops; numbers and line ends
    between them are each plan's own.
    """

    copy_start: int
    copy_end: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Copy:
    """Who copied from whom.

    Attributes
    ----------
    copy, source
        Paths of documents.
    edit_rate
        Near and partial: the share of the sentences taken over that was rewritten or dropped. Spun: the share of the
        lexicon's places that was meant to be swapped. Exact: 0.
    lexicon
        What was swapped; empty unless spun.
    passages
        In the order of the copy; at least 13 characters each.
    """

    copy: str
    source: str
    kind: Kind
    edit_rate: float
    lexicon: tuple[Substitution, ...]
    passages: tuple[Passage, ...]


class Boilerplate(NamedTuple):
    """A sentence that unrelated plans share, and the plans that print it, word for word but for the form of stops."""

    text: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GeneratedCorpus:
    """Plans with the truth about them, both in the order of paths."""

    documents: tuple[Document, ...]
    copies: tuple[Copy, ...]
    boilerplate: tuple[Boilerplate, ...]


def make_corpus(seed: int, n_plans: int, plans: Sequence[str]) -> GeneratedCorpus:
    """Make a corpus of ``n_plans`` plans from the wording of ``plans``.

    Parameters
    ----------
    plans
        Texts of plans, whose sentences are taken apart.

    Raises
    ------
    ValueError
        No plan is asked for, or the plans have too little text to recombine.
    """
    if n_plans < 1:
        raise ValueError("a corpus has at least one plan")
    orders = _settle_orders(random.Random(f"{seed}/orders"), n_plans)
    writer = _Writer(seed, gather_wording(seed, plans))
    drafts: list[_Draft] = []
    for number, order in enumerate(orders):
        drafts.append(writer.write(number, order, drafts))
    return _bind(seed, orders, drafts, writer.wording.boilerplate)


# Truth first: who copies whom.

_SHARES: Mapping[Kind, float] = {"exact": 0.06, "near": 0.12, "spun": 0.1, "partial": 0.1}
_EDIT_RATES: Mapping[Kind, tuple[float, ...]] = {
    "exact": (0.0,),
    "near": (0.04, 0.08, 0.12),
    "spun": (1.0, 0.6),
    "partial": (0.0, 0.1, 0.2),
}
_PLANTED_LENGTHS = (100, 200, 400)
_PLANS_A_FARM = 200


class _Order(NamedTuple):
    """What a copy is to be; ``source`` is the number of an independent plan."""

    kind: Kind
    source: int
    edit_rate: float
    farm: int
    planted_length: int


def _settle_orders(rng: random.Random, n_plans: int) -> list[_Order | None]:
    """Return what each plan is to be: first the independent ones (None), then the copies."""
    kinds = [kind for kind, share in _SHARES.items() for _ in range(round(share * n_plans))]
    n_independent = n_plans - len(kinds)
    n_farms = 2 + n_plans // _PLANS_A_FARM
    copies = [
        _Order(
            kind,
            rng.randrange(n_independent),
            rng.choice(_EDIT_RATES[kind]),
            rng.randrange(n_farms),
            rng.choice(_PLANTED_LENGTHS),
        )
        for kind in kinds
    ]
    return [None] * n_independent + copies


# The wording: parts of sentences, headings, boilerplate.

_NUMBER = re.compile(
    r"[\s>]*(?:[一二三四五六七八九十]+[、：:.]|[（(][一二三四五六七八九十\d]+[)）]、?|\d+[.．、]|[①-⑳])?\s*"
)
_STOP = re.compile(r"[。！？；!?;\n]")
_PAUSE = re.compile(r"[，：,:]")
_PART = re.compile(r"[\u4e00-\u9fff\d、%]{4,8}")
_HEADING = re.compile(r"[\u4e00-\u9fff、]{3,6}")
_NAMES = re.compile(r"小学|中学|幼儿园|医院|社区|\d{4}|年$|月份?$")
_DIGITS = re.compile(r"\d+")
_HAN_COUNT = re.compile(r"(?<![十百])[一二三四五六七八九](?=[月周次个名份天场支本])")
_FEWEST_PARTS = 100
_N_BOILERPLATE = 8
_HAN = "一二三四五六七八九十"
_NAME_BEGINS = "青白云石松竹柳梅溪泉枫槐桐杏荷苇雁鹿鹤鹭"
_NAME_ENDS = "坪湾塘岭坡桥渡洲埠坞垭滩岗堰沟亭井台"
# What only one plan says; without it every run of five characters would be frequent.
_SHARE_WITH_PLACE = 0.4
_WITH_PLACE = ("走访{}", "请教{}", "结对{}", "看望{}", "借场地到{}")


class Wording(NamedTuple):
    """What new plans are put together from: parts of sentences, headings, whole sentences that many plans share."""

    parts: tuple[str, ...]
    headings: tuple[str, ...]
    boilerplate: tuple[str, ...]


def gather_wording(seed: int, plans: Sequence[str]) -> Wording:
    """Take plans apart into wording."""
    lines = [_NUMBER.sub("", line, count=1).strip() for plan in plans for line in plan.split("\n")]
    headings = _distinct(line for line in lines if _HEADING.fullmatch(line))
    sentences = [sentence for line in lines if line not in headings for sentence in _STOP.split(line)]
    parts = _distinct(part for sentence in sentences for part in _PAUSE.split(sentence) if _PART.fullmatch(part))
    if len(parts) < _FEWEST_PARTS or not headings:
        raise ValueError(f"too little text to recombine: {len(parts)} parts of sentences, {len(headings)} headings")
    rng = random.Random(f"{seed}/boilerplate")
    boilerplate = tuple(compose(rng, parts) for _ in range(_N_BOILERPLATE))
    return Wording(parts, headings, boilerplate)


def _distinct(wordings: Iterable[str]) -> tuple[str, ...]:
    """Return each wording once, without those that name a school or a year."""
    return tuple(wording for wording in dict.fromkeys(wordings) if not _NAMES.search(wording))


def compose(rng: random.Random, parts: Sequence[str]) -> str:
    """Return a new sentence; its numbers are drawn anew, and some say where."""
    chosen = rng.sample(parts, rng.randint(2, 4))
    if rng.random() < _SHARE_WITH_PLACE:
        chosen[0] = rng.choice(_WITH_PLACE).format(_name_place(rng))
    counted = _HAN_COUNT.sub(lambda _found: rng.choice(_HAN[:9]), "，".join(chosen))
    return _DIGITS.sub(lambda digits: _draw_number(rng, len(digits[0])), counted) + "。"


def _draw_number(rng: random.Random, n_digits: int) -> str:
    return str(rng.randrange(10 ** (n_digits - 1), 10**n_digits))


def _name_place(rng: random.Random) -> str:
    return rng.choice(_NAME_BEGINS) + rng.choice(_NAME_BEGINS) + rng.choice(_NAME_ENDS)


# Drafts: plans before they are printed.


class _Sentence(NamedTuple):
    """A sentence or heading; ``origin`` is the number of the sentence of the source that it is, None if of its own."""

    text: str
    origin: int | None = None


class _Line(NamedTuple):
    """A line of a plan; ``depth`` 0 prints no number."""

    depth: int
    sentences: tuple[_Sentence, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    school: str
    year: int
    date: str
    numbering: tuple[str, ...]
    lines: tuple[_Line, ...]
    crawled: bool = False
    swaps: tuple[Substitution, ...] = ()

    @property
    def sentences(self) -> list[_Sentence]:
        return [sentence for line in self.lines for sentence in line.sentences]


_SCHOOLS = ("小学", "中学", "中心小学", "实验学校")
_NUMBERINGS = (("{han}、", "（{han}）", "{n}."), ("{han}、", "{n}、", "（{n}）"), ("（{han}）", "{n}.", "{circled}"))


def _name_plan(rng: random.Random, lines: Iterable[_Line]) -> _Draft:
    """Return a draft of ``lines`` with a new school, year, date and numbering."""
    school = _name_place(rng) + rng.choice(_SCHOOLS)
    year = rng.randint(2015, 2025)
    date = f"{year}年{rng.randint(1, 3)}月{rng.randint(1, 28)}日"
    return _Draft(school, year, date, rng.choice(_NUMBERINGS), tuple(lines))


class _Writer:
    """Writes drafts; each plan has random numbers of its own, so that it depends on its number and source only."""

    def __init__(self, seed: int, wording: Wording) -> None:
        self.seed = seed
        self.wording = wording

    def write(self, number: int, order: _Order | None, drafts: Sequence[_Draft]) -> _Draft:
        """Return the plan that ``order`` asks for; None asks for an independent one."""
        rng = random.Random(f"{self.seed}/plan/{number}")
        if order is None:
            return self._write_independent(rng)
        source = drafts[order.source]
        taken = replace(source, lines=_with_origins(source.lines))
        if order.kind == "exact":
            return replace(taken, crawled=True)
        if order.kind == "near":
            return _rename(rng, replace(taken, lines=self._edit(rng, taken.lines, order.edit_rate)))
        if order.kind == "spun":
            return _rename(rng, _spin(rng, taken, _farm_lexicon(self.seed, order.farm), order.edit_rate))
        return self._plant(rng, taken.lines, order)

    def _write_independent(self, rng: random.Random) -> _Draft:
        sections = [line for _ in range(rng.randint(3, 5)) for line in self._write_section(rng)]
        lines = [self._write_line(rng, 0), *sections, self._write_line(rng, 0)]
        for common in rng.sample(self.wording.boilerplate, 2):
            at = rng.choice([index for index, line in enumerate(lines) if _is_body(line.sentences[0])])
            lines[at] = _Line(lines[at].depth, (*lines[at].sentences, _Sentence(common)))
        return _name_plan(rng, lines)

    def _write_section(self, rng: random.Random) -> Iterator[_Line]:
        yield _Line(1, (_Sentence(rng.choice(self.wording.headings)),))
        for _ in range(rng.randint(2, 4)):
            yield self._write_line(rng, 2)
            if rng.random() < 0.3:
                yield from (self._write_line(rng, 3) for _ in range(rng.randint(2, 3)))

    def _write_line(self, rng: random.Random, depth: int) -> _Line:
        sentences = (self._write_sentence(rng) for _ in range(rng.randint(1, 3)))
        return _Line(depth, tuple(sentences))

    def _write_sentence(self, rng: random.Random) -> _Sentence:
        return _Sentence(compose(rng, self.wording.parts))

    def _edit(self, rng: random.Random, lines: Sequence[_Line], rate: float) -> tuple[_Line, ...]:
        """Rewrite two thirds of the share ``rate`` of the sentences, and drop the others; headings stay."""
        origins = [sentence.origin for line in lines for sentence in line.sentences if _is_body(sentence)]
        chosen = rng.sample(origins, round(rate * len(origins)))
        rewritten = {origin: self._write_sentence(rng) for origin in chosen[len(chosen) // 3 :]}
        dropped = set(chosen[: len(chosen) // 3])
        edited = (
            _Line(line.depth, tuple(rewritten.get(s.origin, s) for s in line.sentences if s.origin not in dropped))
            for line in lines
        )
        return tuple(line for line in edited if line.sentences)

    def _plant(self, rng: random.Random, lines: Sequence[_Line], order: _Order) -> _Draft:
        """Return an independent plan with lines of the source somewhere between its own."""
        host = self._write_independent(rng)
        taken = self._edit(rng, _choose_run(rng, lines, order.planted_length), order.edit_rate)
        at = rng.randint(1, len(host.lines) - 1)
        return replace(host, lines=(*host.lines[:at], *taken, *host.lines[at:]))


def _is_body(sentence: _Sentence) -> bool:
    return sentence.text.endswith("。")


def _with_origins(lines: Iterable[_Line]) -> tuple[_Line, ...]:
    """Return the lines as a copyist takes them: each sentence with its number in the source."""
    taken = []
    reached = 0
    for line in lines:
        sentences = tuple(_Sentence(sentence.text, reached + i) for i, sentence in enumerate(line.sentences))
        reached += len(sentences)
        taken.append(_Line(line.depth, sentences))
    return tuple(taken)


def _rename(rng: random.Random, draft: _Draft) -> _Draft:
    """Give a copy another school, year and date; it keeps the numbering of its source."""
    named = _name_plan(rng, draft.lines)
    return replace(named, numbering=draft.numbering, swaps=draft.swaps)


def _choose_run(rng: random.Random, lines: Sequence[_Line], length: int) -> Sequence[_Line]:
    """Return lines in a row, not the preface and closing, of at least ``length`` characters where there are so many."""
    inner = [line for line in lines if line.depth]
    start = rng.randrange(len(inner))
    while start and _n_characters(inner[start:]) < length:
        start -= 1
    end = start + 1
    while end < len(inner) and _n_characters(inner[start:end]) < length:
        end += 1
    return inner[start:end]


def _n_characters(lines: Iterable[_Line]) -> int:
    return sum(len(sentence.text) for line in lines for sentence in line.sentences)


# Spinning: every farm has a lexicon of its own.

_WORDS_A_FARM = 32
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "安排": ("布置", "支配", "铺排"),
    "时间": ("时光", "时刻", "工夫"),
    "负责": ("担负", "承担"),
    "参加": ("参与", "加入"),
    "公布": ("颁布", "发布"),
    "讨论": ("探讨", "商讨"),
    "需要": ("须要", "须得"),
    "大家": ("众人", "各位"),
    "提前": ("提早", "事先"),
    "自愿": ("志愿", "甘愿"),
    "活动": ("举动", "运动"),
    "及时": ("准时", "适时"),
    "提高": ("升高", "增进"),
    "建立": ("树立", "创建"),
    "意见": ("看法", "见解"),
    "认真": ("当真", "仔细"),
    "管理": ("治理", "打理"),
    "记录": ("记载", "纪录"),
    "要求": ("请求", "条件"),
    "实行": ("履行", "施行"),
    "检查": ("查验", "搜检"),
    "学校": ("黉舍", "校方"),
    "教师": ("教员", "师长"),
    "老师": ("先生", "教工"),
    "学生": ("门生", "弟子"),
    "家长": ("双亲", "父母"),
    "工作": ("事情", "任务"),
    "安全": ("平安", "宁静"),
    "小组": ("班组", "分组"),
    "问题": ("题目", "难题"),
    "办法": ("方法", "法子"),
    "每月": ("逐月", "按月"),
    "每周": ("逐周", "按周"),
    "全年": ("整年", "终年"),
    "代表": ("代办", "表率"),
    "方案": ("规划", "预案"),
    "办公": ("服公", "理事"),
    "生活": ("糊口", "日子"),
    "登记": ("挂号", "注册"),
    "会员": ("成员", "社员"),
}


def _farm_lexicon(seed: int, farm: int) -> dict[str, str]:
    rng = random.Random(f"{seed}/farm/{farm}")
    words = rng.sample(sorted(SYNONYMS), _WORDS_A_FARM)
    return {word: rng.choice(SYNONYMS[word]) for word in words}


def _spin(rng: random.Random, draft: _Draft, lexicon: Mapping[str, str], rate: float) -> _Draft:
    """Swap the words of ``lexicon`` at each place with probability ``rate``.

    A word whose replacement the source has already is not swapped, so that the swaps can be undone.
    """
    whole = "\n".join(sentence.text for sentence in draft.sentences)
    usable = {word: new for word, new in lexicon.items() if word in whole and new not in whole}
    swapped: Counter[str] = Counter()

    def swap(found: re.Match[str]) -> str:
        if rng.random() >= rate:
            return found[0]
        swapped[found[0]] += 1
        return usable[found[0]]

    pattern = re.compile("|".join(map(re.escape, usable)) or r"(?!)")
    lines = tuple(
        _Line(line.depth, tuple(_Sentence(pattern.sub(swap, s.text), s.origin) for s in line.sentences))
        for line in draft.lines
    )
    swaps = tuple(Substitution(word, usable[word], count) for word, count in sorted(swapped.items()))
    return replace(draft, lines=lines, swaps=swaps)


# Printing: text, with the place of every sentence.

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_HALF_WIDTH = str.maketrans("，；：（）", ",;:()")
_CRAWLED_LEADS = ("　　", ">　　", " >　　", "　　", "　>　")
_Place = tuple[int, int]


class _Printed(NamedTuple):
    text: str
    places: list[_Place]


def _print_draft(draft: _Draft) -> _Printed:
    """Return the text of a plan and the place of each of its sentences."""
    text = f"{draft.school}{draft.year}年工作计划\n"
    places: list[_Place] = []
    counts = [0] * (len(draft.numbering) + 1)
    for index, line in enumerate(draft.lines):
        text += _lead(draft, index) + _next_number(draft.numbering, counts, line.depth)
        for sentence in line.sentences:
            places.append((len(text), len(text) + len(sentence.text)))
            text += sentence.text
        text += "\n"
    text += f"{_lead(draft, 0)}{draft.school}\n{_lead(draft, 1)}{draft.date}\n"
    return _Printed(text.translate(_HALF_WIDTH) if draft.crawled else text, places)


def _lead(draft: _Draft, index: int) -> str:
    return _CRAWLED_LEADS[index % len(_CRAWLED_LEADS)] if draft.crawled else ""


def _next_number(numbering: Sequence[str], counts: list[int], depth: int) -> str:
    """Return the next number at ``depth`` as printed, and count it; deeper numbers begin anew."""
    if not depth:
        return ""
    counts[depth] += 1
    counts[depth + 1 :] = [0] * (len(counts) - depth - 1)
    n = counts[depth]
    return numbering[depth - 1].format(n=n, han=han(n), circled=CIRCLED[(n - 1) % len(CIRCLED)])


def han(n: int) -> str:
    """Return a number from 1 to 99 in Chinese.

    >>> han(3), han(10), han(21)
    ('三', '十', '二十一')
    """
    tens, ones = divmod(n, 10)
    return (_HAN[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (_HAN[ones - 1] if ones else "")


# Binding: paths and truth.

_SHORTEST_PASSAGE = 13


def _bind(
    seed: int, orders: Sequence[_Order | None], drafts: Sequence[_Draft], boilerplate: Sequence[str]
) -> GeneratedCorpus:
    paths = _shuffled_paths(random.Random(f"{seed}/paths"), len(drafts))
    printed = [_print_draft(draft) for draft in drafts]
    documents = (Document(path, plan.text) for path, plan in zip(paths, printed, strict=True))
    copies = (
        Copy(
            paths[number],
            paths[order.source],
            order.kind,
            order.edit_rate,
            drafts[number].swaps,
            tuple(_find_passages(drafts[number], printed[number].places, printed[order.source].places)),
        )
        for number, order in enumerate(orders)
        if order
    )
    return GeneratedCorpus(
        tuple(sorted(documents)),
        tuple(sorted(copies, key=lambda copy: copy.copy)),
        tuple(_find_boilerplate(boilerplate, paths, drafts)),
    )


def _shuffled_paths(rng: random.Random, n_plans: int) -> list[str]:
    numbers = list(range(1, n_plans + 1))
    rng.shuffle(numbers)
    return [f"{number:0{len(str(n_plans))}}.txt" for number in numbers]


def _find_passages(copy: _Draft, places: Sequence[_Place], source_places: Sequence[_Place]) -> Iterator[Passage]:
    """Yield the longest runs of sentences that follow each other in the copy as in the source."""
    taken = [(index, s.origin) for index, s in enumerate(copy.sentences) if s.origin is not None]
    for run in _split_into_runs(taken):
        (first, first_origin), (last, last_origin) = run[0], run[-1]
        start, end = places[first][0], places[last][1]
        if end - start >= _SHORTEST_PASSAGE:
            yield Passage(start, end, source_places[first_origin][0], source_places[last_origin][1])


def _split_into_runs(pairs: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Split where the next pair is not one further on both sides.

    >>> _split_into_runs([(0, 4), (1, 5), (2, 7)])
    [[(0, 4), (1, 5)], [(2, 7)]]
    """
    runs: list[list[tuple[int, int]]] = []
    for left, right in pairs:
        if runs and runs[-1][-1] == (left - 1, right - 1):
            runs[-1].append((left, right))
        else:
            runs.append([(left, right)])
    return runs


def _find_boilerplate(
    boilerplate: Iterable[str], paths: Sequence[str], drafts: Sequence[_Draft]
) -> Iterator[Boilerplate]:
    held = [{sentence.text for sentence in draft.sentences} for draft in drafts]
    for text in boilerplate:
        yield Boilerplate(text, tuple(sorted(path for path, texts in zip(paths, held, strict=True) if text in texts)))


# On disk.


def read_sample_plans(folder: Path = _SAMPLES) -> list[str]:
    """Return the plans in the plain text files of ``folder/plans``, read as ``folder/truth`` says."""
    truths = (json.loads(path.read_text("utf-8")) for path in sorted((folder / "truth").glob("[0-9]*.json")))
    return [plan for truth in truths if truth["media_type"] == "text/plain" for plan in _cut_plans(folder, truth)]


def _cut_plans(folder: Path, truth: Mapping[str, Any]) -> list[str]:
    raw = (folder / "plans" / truth["source"]).read_bytes()
    text = raw.decode(truth["encoding"], "ignore").removeprefix("\ufeff").replace("\r\n", "\n")
    lines = text.split("\n")
    return ["\n".join(lines[first - 1 : last]) for first, last in (plan["lines"] for plan in truth["plans"])]


def write_corpus(corpus: GeneratedCorpus, folder: Path) -> None:
    """Write the plans into ``folder/plans`` and the truth, one object a line, into ``folder/truth.jsonl``."""
    plans = folder / "plans"
    plans.mkdir(parents=True, exist_ok=True)
    for document in corpus.documents:
        (plans / document.path).write_text(document.text, "utf-8", newline="\n")
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in _truth_records(corpus))
    (folder / "truth.jsonl").write_text("".join(lines), "utf-8", newline="\n")


def _truth_records(corpus: GeneratedCorpus) -> Iterator[dict[str, object]]:
    for copy in corpus.copies:
        yield {"record": "copy", **asdict(copy)}
    for clause in corpus.boilerplate:
        yield {"record": "boilerplate", "text": clause.text, "paths": clause.paths}


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the corpus that the command line asks for."""
    parser = argparse.ArgumentParser("python -m benchmarks.corpora", description="Write a made corpus with its truth.")
    parser.add_argument("out", metavar="OUT", type=Path, help="folder; gets plans/ and truth.jsonl")
    parser.add_argument("--plans", metavar="N", type=int, default=1000, help="how many plans (default: 1000)")
    parser.add_argument("--seed", metavar="N", type=int, required=True, help="the same seed gives the same corpus")
    options = parser.parse_args(arguments)
    corpus = make_corpus(options.seed, options.plans, read_sample_plans())
    write_corpus(corpus, options.out)
    kinds = Counter(copy.kind for copy in corpus.copies)
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    print(f"{len(corpus.documents)} plans, of them copies: {counts or 'none'}")


if __name__ == "__main__":
    main()
