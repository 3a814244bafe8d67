"""Substitutions: what is learnt from spun copies, what is no substitution, and how it is undone."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.reuse.comparison import compare_plans
from corpus_tools.reuse.lexicon import Lexicon, Substitution
from corpus_tools.reuse.results import Reuse, turn
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.spans import Span
from tests.reuse.texts import made, plans_of

SOURCE = """一、指导思想
围绕学校中心任务，组织全体教师认真学习，及时听取意见，把工作安排到每一周。
二、主要工作
1.提高教师业务水平，每周安排一次集体备课，认真记录大家的意见。
2.关心困难教师，及时走访，建立档案，年终再走访一次。
3.开展读书活动，每位教师一年读两本书，读完写一篇心得，期末交流。
4.公布账目，每学期两次，由教师代表检查，意见当场记录，一周之内答复。
三、工作要求
各组要认真安排，及时总结，把工作做到实处，按时上交材料。"""
LEXICON = {"认真": "当真", "及时": "准时", "安排": "布置", "意见": "看法", "教师": "教员", "记录": "记载"}


def spin(text: str, lexicon: dict[str, str]) -> str:
    return re.sub("|".join(lexicon), lambda found: lexicon[found[0]], text)


def learnt(reuse: Reuse) -> dict[str, str]:
    return {substitution.original: substitution.replacement for substitution in reuse.substitutions}


@pytest.mark.parametrize("order", [1, -1])
def test_a_lexicon_is_learnt_from_one_spun_copy(order: int) -> None:
    texts = [SOURCE, spin(SOURCE, LEXICON)][::order]
    reuse = find_reuse(plans_of(*texts))
    assert learnt(reuse) == LEXICON
    [pair] = reuse.pairs
    assert pair.verdict == "spun"
    counts = {substitution.original: substitution.n_places for substitution in pair.substitutions}
    assert counts == {word: SOURCE.count(word) for word in LEXICON}
    [passage] = pair.passages
    assert passage.kind == "substituted"
    assert reuse.plans[0].copied_share == reuse.plans[1].copied_share == 1
    assert [family.members for family in reuse.families] == [(0, 1)]


def test_numbers_dates_and_names_are_slots() -> None:
    slots = {"每学期两次": "每学期三次", "一周之内": "两周之内", "读两本书": "读五本书"}
    signed = SOURCE + "\n青坪小学\n二〇二四年三月"
    other = spin(SOURCE, slots) + "\n柳塘小学\n二〇二五年四月"
    named = [text.replace("各组", f"{name}小学各组") for text, name in ((signed, "青坪"), (other, "柳塘"))]
    reuse = find_reuse(plans_of(*named))
    assert learnt(reuse) == {}
    assert [pair.verdict for pair in reuse.pairs] == ["near"]


def test_the_time_of_day_is_a_slot() -> None:
    times = [f"周三{half}集体备课，周五{half}开会，放假前{half}大扫除。" for half in ("上午", "下午")]
    reuse = find_reuse(plans_of(*(SOURCE + half for half in times)))
    assert learnt(reuse) == {}
    assert [pair.verdict for pair in reuse.pairs] == ["near"]


PLACES = "照顾{0}方面，各组派{0}代表参加。听取{0}一线教师的意见，请{0}同行来听课。把{0}经验写成文章。\n"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        pytest.param("王秀兰", "孙玉梅", id="persons"),
        pytest.param("王秀兰", "王玉梅", id="persons of one surname"),
        pytest.param("安庆", "丽水", id="places"),
        pytest.param("上学期", "下学期", id="terms"),
        pytest.param("上半年", "下半年", id="half years"),
        pytest.param("重阳节", "端午节", id="holidays"),
        pytest.param("物理", "化学", id="subjects"),
    ],
)
def test_what_a_template_is_filled_with_is_a_slot_wherever_it_stands(name: str, other: str) -> None:
    reuse = find_reuse(plans_of(*(PLACES.format(word) + SOURCE for word in (name, other))))
    assert learnt(reuse) == {}
    assert [pair.verdict for pair in reuse.pairs] == ["near"]


@pytest.mark.parametrize(
    ("original", "replacement"),
    [("城市", "都市"), ("美丽", "漂亮"), ("关心", "关怀"), ("诚信", "信用"), ("英雄", "豪杰")],
)
def test_words_that_the_dictionary_calls_names_are_swapped_too(original: str, replacement: str) -> None:
    reuse = find_reuse(plans_of(*(PLACES.format(word) + SOURCE for word in (original, replacement))))
    assert {frozenset(words) for words in learnt(reuse).items()} == {frozenset((original, replacement))}


def test_whose_plan_it_is_is_a_slot_however_its_name_is_printed() -> None:
    """Also where the school's name is a word, and stands without the word for a school behind it."""
    named = "{name}小学工会工作计划\n{text}\n让{name}的人都有书读。把{name}建成大家庭。宣传{name}好人。{name}小学"
    reuse = find_reuse(plans_of(*(named.format(name=name, text=SOURCE) for name in ("阳光", "红旗"))))
    assert learnt(reuse) == {}
    assert [pair.verdict for pair in reuse.pairs] == ["near"]


def verdicts(*texts: str) -> dict[tuple[int, int], str]:
    return {pair.score[:2]: pair.verdict for pair in find_reuse(plans_of(*texts)).pairs}


def test_a_revision_that_has_some_words_otherwise_is_not_spun() -> None:
    """Two words differ at six places, as they may from one year to the next, and something else at a hundred."""
    lines = [[made(i, 24) + mark + made(100 + i, 24) for i in range(100)] for mark in ("甲", "乙")]
    texts = [SOURCE + "\n".join(lines[0]), spin(SOURCE, {"认真": "当真", "及时": "准时"}) + "\n".join(lines[1])]
    reuse = find_reuse(plans_of(*texts))
    assert ([(pair.verdict, pair.substitutions) for pair in reuse.pairs], reuse.substitutions) == ([("near", ())], ())


@pytest.mark.parametrize("order", [1, -1])
def test_the_source_has_the_originals(order: int) -> None:
    """Although the words of its copy are the commoner ones: the copy has kept the name of the school, and is later."""
    source = "青坪小学2019年工会工作计划\n" + spin(SOURCE, LEXICON) + "\n在青坪小学"
    copy = "柳塘小学2021年工会工作计划\n" + SOURCE + "\n在青坪小学\n柳塘小学"
    texts = [source, copy][::order]
    plans = plans_of(*texts)
    reuse = find_reuse(plans)
    [pair] = reuse.pairs
    assert pair.source == texts.index(source)
    for substitution in pair.substitutions:
        assert (substitution.original in source, substitution.replacement in copy) == (True, True)
        assert all(word in plan.text for word, plan in zip(substitution.words, plans, strict=True))
    assert learnt(reuse) == {replacement: original for original, replacement in LEXICON.items()}
    assert [s.words for s in turn(pair).substitutions] == [s.words[::-1] for s in pair.substitutions]
    shown = [compare_plans(plans, reuse, *sides).substitutions for sides in ((0, 1), (1, 0))]
    assert [s.words for s in shown[0]] == [s.words[::-1] for s in shown[1]]


def test_words_that_both_plans_use_all_over_are_no_system() -> None:
    """Two passages were amended, 可以 to 应当; both words stand in either plan wherever they please."""
    shared = "".join(f"第{i}组可以先听课，{made(i, 30)}第{i}组应当听课，{made(50 + i, 30)}" for i in range(8))
    old, new = ("遇到停水，食堂{0}停业。" + made(90, 40) + "遇到大雪，校车{0}停开。" for _ in range(2))
    reuse = find_reuse(plans_of(shared + old.format("可以"), shared + new.format("应当")))
    assert learnt(reuse) == {}


def test_words_of_one_another_are_swapped_as_a_whole() -> None:
    """师长 for 教师 may be read as 老师 for 老教师, and one character more."""
    source = "".join(f"第{i}组看望老教师，{made(i, 30)}" for i in range(4)) + "请教师发言。" + made(9, 30)
    assert learnt(find_reuse(plans_of(source, source.replace("教师", "师长")))) == {"教师": "师长"}


def test_one_place_is_no_system() -> None:
    reuse = find_reuse(plans_of(SOURCE, spin(SOURCE, {"指导": "引导"}).replace("总结", "归纳")))
    assert learnt(reuse) == {}
    assert [pair.verdict for pair in reuse.pairs] == ["near"]


def test_many_words_at_one_place_each_are_a_system() -> None:
    """A page has most words once; so many are no slip and no new term."""
    once = {"组织": "安顿", "关心": "关切", "建立": "创立", "公布": "公示", "检查": "查验", "答复": "回应"}
    reuse = find_reuse(plans_of(SOURCE, spin(SOURCE, once)))
    assert learnt(reuse) == once
    assert [pair.verdict for pair in reuse.pairs] == ["spun"]
    del once["答复"]
    assert learnt(find_reuse(plans_of(SOURCE, spin(SOURCE, once)))) == {}


def test_one_place_that_every_copy_fills_in_its_own_way_is_a_slot() -> None:
    """However many copies show the same two words there; elsewhere none has either of them."""
    rooms = ["图书馆", "体育馆", "阶梯教室", "老食堂"] * 3
    first, second = "每周安排一次集体备课", "由教师代表检查"
    texts = [
        SOURCE.replace(first, f"{first}，地点在{room}，自带教材").replace(second, f"{second}，地点在{other}。自带笔墨")
        for room, other in zip(rooms, [*rooms[5:], *rooms[:5]], strict=True)
    ]
    reuse = find_reuse(plans_of(*texts))
    assert learnt(reuse) == {}
    assert {pair.verdict for pair in reuse.pairs} == {"near", "exact"}


def test_a_single_place_counts_beside_a_system() -> None:
    reuse = find_reuse(plans_of(SOURCE, spin(SOURCE, {"认真": "当真", "及时": "准时", "总结": "归纳"})))
    assert learnt(reuse) == {"认真": "当真", "及时": "准时", "总结": "归纳"}


def test_an_affix_is_taken_off_where_words_are_left() -> None:
    text = "工会要培养认真精神。" + SOURCE.replace("认真", "积累")
    pairs = {"积累": "积攒"}
    longer = [text.replace("任务", "积累性任务"), spin(text.replace("任务", "积累性任务"), pairs)]
    assert learnt(find_reuse(plans_of(*longer))) == pairs


def test_a_spinner_that_picks_at_random() -> None:
    choices = {"认真": ("当真", "仔细"), "教师": ("教员", "师长"), "安排": ("布置", "支配"), "意见": ("看法", "见解")}
    rng = random.Random(3)
    pattern = re.compile("|".join(choices))
    copies = [pattern.sub(lambda found: rng.choice(choices[found[0]]), SOURCE) for _ in range(6)]
    reuse = find_reuse(plans_of(SOURCE, *copies))
    found = {(s.original, s.replacement) for s in reuse.substitutions}
    assert found == {(word, other) for word, others in choices.items() for other in others}
    assert {pair.verdict for pair in reuse.pairs if pair.score.a == 0} == {"spun"}


WORDS = st.text(alphabet="甲乙丙丁", min_size=1, max_size=3)


@given(
    st.lists(st.tuples(WORDS, WORDS).filter(lambda words: words[0] != words[1]), max_size=4),
    st.text(alphabet="甲乙丙丁，", max_size=30),
)
def test_what_is_undone_keeps_its_place(words: list[tuple[str, str]], text: str) -> None:
    undone = Lexicon([Substitution(*pair, 1, 2) for pair in words]).undo(text)
    assert len(undone.text) == len(undone.starts) == len(undone.ends)
    at = 0
    for start, end in dict.fromkeys(zip(undone.starts.tolist(), undone.ends.tolist(), strict=True)):
        assert start == at
        at = end
    assert at == len(text)
    for offset, word in undone.words.items():
        assert text[undone.starts[offset] : undone.ends[offset]] == word
    if text:
        assert undone.before(Span(0, len(undone.text))) == (0, len(text))


def test_connected_words_have_one_canonical_form() -> None:
    lexicon = Lexicon([Substitution("大家", "众人", 1, 3), Substitution("大家", "各位", 1, 2)])
    assert lexicon.undo("众人和各位，大家").text == "大家和大家，大家"
