"""Measures: numbers that a plan sets itself (每学期至少2次, 覆盖率达100%, 不少于30学时, 拨款5万元).

A measure is a number with its unit. Tables tell which units there are, which of them need a sign that something is
promised (a bound, a period, a verb), what is written like a measure and is none, and what tells that a number is of the
past, of how things stand, or of a condition. All is read in simplified characters, half width, and given as printed.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from corpus_tools.facts.dates import find_dates
from corpus_tools.scripts import simplify
from corpus_tools.spans import Span, Stretch
from corpus_tools.structure.numerals import CJK, read_number
from corpus_tools.structure.periods import DAYS, TIME

MeasureKind = Literal["count", "frequency", "time", "amount", "share"]
Bound = Literal["exactly", "at_least", "at_most", "about"]
Per = Literal["day", "week", "month", "quarter", "term", "year"]
Each = Literal["person", "group", "occasion"]
Match = Callable[[str, int, int], re.Match[str] | None]


class Measure(NamedTuple):
    """A number that a plan sets itself.

    Attributes
    ----------
    text
        As printed: the number with its unit, and what stands right beside it of bound, period, rate and verb.
    start, end
        Span in code points.
    kind
        ``share``: 95%, 九成, 三分之二; ``amount``: of money; ``time``: how long, or how soon; ``frequency``: how many
        in each period; ``count``: how many.
    value_min, value_max
        The number, twice, or both ends of a range (2-3次). Money is in 元, a share in hundredths.
    unit
        In simplified characters: 次, 篇, %, 元, 小时; empty where the number has none (为零).
    bound
        Whether it is the least, the most, or about so much.
    per, n_per
        In which period, and in how many of them: 每两周 is 2 weeks, 每半月 half a month. None where none is named.
    each
        Whether so much is meant of every person, of every group of them (class, branch, household), or on every
        occasion; else None.
    """

    text: str
    start: int
    end: int
    kind: MeasureKind
    value_min: float
    value_max: float
    unit: str
    bound: Bound
    per: Per | None
    n_per: float
    each: Each | None


# What is counted. Behind the units of the first table stand the characters with which they are other words.
_COUNTED = {
    **dict.fromkeys(
        (
            "人次 节课 堂课 堂 课次 篇 场次 份 册 套 幅 遍 盏 具 辆 棵 株 公斤 千克 克 吨 艘 座 间 学分 篇次 期次 "
            "字 封 桌 袋 箱 顿"
        ).split(),
        "",
    ),
    "次": "[性要序第]|数(?!学)",
    "节": "[约日奏点目能假俭]",
    "场": "[地所合馆面]",
    "期": "[间望待末中初刊盼]|建设|工程",
    "本": "[人职着身]|学[期年]|[年月周次](?!刊)",
    "部": "[门分署]",
    "件": "[件事]|[大小]事|要紧",
    "首": "[先要]",
    "轮": "流",
    "批": "[评改准阅]",
    "对": "[一照口待于]",
    "组": "[织长建成]",
    "支": "[持援]|部(?!队)|教(?![师练])",
    "户": "[外籍一]",
    "台": "阶",
    "张": "贴",
}
# These are met everywhere, and are measures only with a sign; so are lengths of time.
_DOUBTFUL = {
    **dict.fromkeys("亩 公顷 平方米 立方米 公里 千米 米 床".split(), ""),
    "名": "[著牌]|师工",
    "位": "一体|[置于]",
    "人": "[大一次生为]",
    "个": "性化|别",
    "项": "目(?!标)",
    "条": "件",
    "种": "植",
    "门": "[口前]",
    "家": "[长访庭校园]",
    "所": "[有以属]",
    "处": "[理室于]",
    "例": "[如会外]",
    "起": "[来到点草步]",
    "头": "脑",
    "分": "[钟之析开期配管层类组级别工半]",
}
_TIMES = {
    **dict.fromkeys("学时 课时 小时 个小时 分钟 秒钟 秒 工作日 个工作日 星期 个星期 个月".split(), ""),
    "天": "[天然]",
    "周": "[一二三四五六日天年末边密围期记]",
}
_IN_TIME = ("日", "年", "月")  # 3日内
_MONEY = {"元": "[旦宵]", "块钱": ""}
_ACTED = frozenset("次场节堂期遍篇本轮")  # with 一 right behind a verb: 开展一次, but 打造一支
_NEED_BOUND = frozenset("个项条种门")  # with a Chinese number: 三个环节, 四项措施
_NONE_OF = "事故|投诉|伤亡|违纪|违法|违规|犯罪|差错|辍学|上访|感染|案件|火灾"  # 零事故

_ARABIC = "[0-9]{1,12}(?:,[0-9]{3}){0,3}(?:\\.[0-9]{1,6})?"
_PAIR = "一[二两]|[二两]三|三[四五]|四五|五六|六七|七八|八九"
_HAN = f"(?:{CJK}|[两半百千万])"
_NUMBER = f"(?>(?:{_ARABIC}|{_PAIR}|{_HAN})[余多]?[百千万亿]{{0,3}}[余多]?)"
_TO = "[ ]?(?:-|—|–|~|～|至|到){1,2}[ ]?"
# No number begins inside another, nor behind these.
_ALONE = "(?<![0-9.〇零一二两三四五六七八九十廿卅半百千万亿a-zA-Z第每这那某哪])(?<![0-9][、,])(?<![统唯任另同](?=一))"


def _any_of(words: Iterable[str]) -> str:
    """Return an expression for words, the longest first; to look at one character is faster than to try them all."""
    ordered = sorted(words, key=len, reverse=True)
    return f"(?=[{''.join(sorted({word[0] for word in ordered}))}])(?:{'|'.join(ordered)})"


def _any_unit(units: Mapping[str, str]) -> str:
    """Return an expression for units, where they do not begin another word; the longest first."""
    return "|".join(
        f"{unit}(?!{behind})" if behind else unit
        for unit, behind in sorted(units.items(), key=lambda item: -len(item[0]))
    )


_POINTS = {"个百分点": "", "百分点": ""}
_UNITS = _POINTS | _COUNTED | _DOUBTFUL | _TIMES | _MONEY
_UNIT = (
    f"(?=[%{''.join(_IN_TIME)}{''.join(sorted({unit[0] for unit in _UNITS}))}])"
    f"(?:%|{_any_unit(_UNITS)}|(?:{'|'.join(_IN_TIME)})(?=[以之]?内))"
)
_QUANTITY = re.compile(
    "(?=[0-9一二两三四五六七八九十廿卅半百千万为零])(?:"
    f"百分(?:之(?P<hundredths>{_NUMBER}(?:点{_HAN})?)|百)"
    f"|{_ALONE}(?:"
    f"(?P<parts>{_HAN})分之(?P<of_parts>{_HAN})"
    "|(?P<tenths>[一二两三四五六七八九1-9])成(?P<half_tenth>[一二三四五六七八九半](?![年月日]))?"
    "(?![\u4e00-\u9fff](?<![以左的，]))"
    f"|(?P<low>{_NUMBER})(?:(?:%|万?元|次|节|篇|名|人|分钟)?{_TO}(?P<high>{_NUMBER}))?[ ]?(?P<unit>{_UNIT})"
    f")|为(?P<zero>[零0])(?![.0-9%])|(?<![0-9])[零0](?P<none_of>{_NONE_OF}))"
)
# What is written like a measure and is none.
NO_MEASURES: Mapping[str, str] = {
    "ordinal": (
        "第(?:[0-9]{1,4}|[一二三四五六七八九十百零两]{1,5})(?:[、,和](?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})){0,4}[^，。；、\n]?"
        "|(?<![十百0-9])二[次轮期组等]|[上下][一二两][次轮届年期步]"
        "|[前后头末](?:[0-9]{1,4}|[一二两三四五六七八九十])[名位节次届个]"
    ),
    "price": "(?:[0-9.]{1,8}|[一二三四五六七八九十百]{1,5})元[一每/][\u4e00-\u9fff]",
    "title": "《[^《》\n]{1,60}》",
    "slogan": "[“\"'‘][^“‘”\"'’\n]{1,12}[”\"'’]",
    "clock": "[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?",
    "day of the week": "(?:周|星期|礼拜)[一二三四五六日天](?![次节篇场课个遍回份练])",
    "class": (
        "[一二三四五六七八九1-9]年级|(?<!提)[初高大中小][一二三](?![名人次])|[0-9]{1,4}(?:[(（][0-9]{1,4}[)）])?班"
    ),
    "day": DAYS,
    "time": TIME,
    "together": "(?<!发生)一起|十字|半场|一式.{0,3}?份|[含注][0-9]{1,4}",
    "number of something": "(?:附件|图|(?<![发代])表|号|电话|邮编)[:： ]?[0-9一二三四五六]{1,12}",
    "each its own": "一[\u4e00-\u9fff]{1,2}一[\u4e00-\u9fff]",
    "age": "(?:[0-9]{1,4}|[一二三四五六七八九]?十[一二三四五六七八九]?)多?(?:周年|周?岁|余?年(?![以之]?内))",
    "score": "(?:[扣加得计记减]|次-)[0-9.]{1,8}分",
}
_NO_MEASURE = re.compile("|".join(NO_MEASURES.values()))
# Where these, times and deadlines may begin: at a number, never inside it, or at one of these characters.
_BEGINS = re.compile(
    "[0-9０-９]+|[〇○零一二两三四五六七八九十]+|[《“\"'‘第上下前后头末周星礼初高大中小附图表号电邮扣加得计记减次含注半"
    "春秋学开期寒暑元正冬腊今明本年月截完清端重国劳教妇儿护放*＊_＿xXｘＸ×]"
)
_ABSTRACT = (  # 3个方面
    "方面 环节 重点 转变 到位 意识 坚持 结合 关系 层面 阶段 步骤 原则 抓手 问题 维度 要素 关键 统一 不 "
    "自信 维护 目标 任务 要求 要点 部分 特点"
).split()
_IS_ABSTRACT = re.compile(_any_of(_ABSTRACT))

# Bounds before a number; those of one character right before it.
_BEFORE: Mapping[Bound, str] = {
    "at_most": (
        "不(?:[得能应可许])?(?:超过?|[多高大]于|突破)|至多|最多|≤|<=|控制在|压缩[到至在]|(?:降低|下降|减少|[降减])[到至]"
        "|(?<![不得能应])[低少小]于"
    ),
    "at_least": (
        "不(?:[得能应会])?[少低小下]于|不下|至少|最少|≥|>=|超过|突破|(?:提高|上升|提升|增加|增长|扩大|增)[到至]|达到?"
    ),
    "about": "大约|大概|(?<![公条节合预])约|(?<![附最邻])近",
}
_BEHIND: Mapping[Bound, str] = {
    "at_least": "[及或]?[以之]上|起(?=[，。；、）)]|$)",
    "at_most": "[以之]内|内(?![容涵部心外])|[以之]下",
    "about": "左右|上下",
}


def _named(patterns: Mapping[Bound, str] | Mapping[Per, str] | Mapping[Each, str]) -> str:
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items())


_BOUND_BEFORE = re.compile(f"(?=[不至最≤<控压降下减低少小≥>超突提上增扩达大约近])(?:{_named(_BEFORE)})")
_BETWEEN = re.compile("[^、0-9]{0,6}|[^、0-9]{0,10}的")  # 至少组织2次, 不少于全班人数的30%
_BOUND_BEHIND = re.compile(_named(_BEHIND))

_PERIODS: Mapping[Per, str] = {
    "day": "[天日]",
    "week": "周|星期",
    "month": "个?月",
    "quarter": "个?季度|季",
    "term": "个?学期",
    "year": "个?学?年度?(?![级段龄])",
}
_A_PERIOD = "|".join(_PERIODS.values())
_PERIOD = re.compile(
    f"(?:每(?P<n>[隔一两二三四五六十2-9半])?|(?P<apart>[隔双单])(?=周)|全(?=年|学[年期])|(?=[天日周月年]均)"
    f"|(?<![满刚前第近提过十上下])(?P<many>[一两半])(?=(?:{_A_PERIOD})[^，。；、]{{0,4}}$))(?:{_named(_PERIODS)})"
)
_PERIOD_BEHIND = re.compile(f"[ ]?(?:[/每]|一(?=[周月天]))(?:人/)?(?:{_named(_PERIODS)})")
_OTHERS = "[^每各，；、（）()0-9]{0,4}?"
_EACH: Mapping[Each, str] = {
    "occasion": "[每各](?:个?课时|门课|[次场节堂期课])",
    "group": (
        f"[每各](?!{_A_PERIOD}|[位名])个?{_OTHERS}"
        "(?:班级?|中队|组|支部|处室|部门|科|年级|户|校|园|村|社区|单位|车间|分会|社团|队|站|批)(?!长|主任)|户均"
        "|各(?=[0-9一两二三四五]|$)"
    ),
    "person": (
        f"[每各](?!{_A_PERIOD})(?:[位名]?{_OTHERS}(?:[人师生员者工医]|干部|幼儿|孩子|家长|组长|主任)|[位名])"
        "|人均|人手|[生师]均|各(?=[奖补发])"
    ),
}
_EACH_BEGINS = "每各户人生师"
_OF_EACH = re.compile(_named(_EACH))
_OWN_TIME = re.compile("期末|期中|年[底终初]|月底|学期初|本学?[年期月]|今年|每[次场批]|各")

# Verbs before a number in one stretch between commas, by which it is promised of persons, days and what is doubtful.
PROMISING = (
    "评选 评出 评定 推荐 推选 选派 选送 选拔 选出 培养 培训 发展 引进 招聘 招收 招募 聘请 邀请 表彰 "
    "奖励 吸收 资助 帮扶 慰问 走访 看望 设 配备 增设 新增 增加 新建 建立 建成 组建 打造 创建 争创 力争 "
    "争取 确保 申报 立项 完成 发放 补助 征集 制作 举办 组织 开展 排查 整改 化解 解决 提出 办理 改造 "
    "提高 提升 增长 降低 下降 减少 缩短 延长 压缩 开放 开设 保存 进修 锻炼 阅读 午睡 休息 为期 历时 "
    "留出 预留 公示 转化 安装 加装 配置 种植 栽种 植树 绿化 硬化 清理 清淤 铺设 修建 开发 结对 派"
).split()
_PROMISES = re.compile(_any_of(PROMISING))
_ACTS = (  # other verbs that are shown with the number
    "训练 活动 更换 投入 拨款 拨付 筹集 投稿 发表 上交 提交 观看 播音 召开 安排 撰写 购置 购买 排练 "
    "消毒 演练 开会 巡查 检查 读 写 听 出"
).split()
# What may stand right before a number, one behind the other.
_PIECE = re.compile(
    "(?:(?P<rate>[\u4e00-\u9fff]{2}率|满意度)"
    f"|(?P<period>每[隔一两二三四五六十2-9半]?(?:{_A_PERIOD})|[全一](?:{_A_PERIOD}))"
    f"|(?P<each>(?=[{_EACH_BEGINS}])(?:{'|'.join(_EACH.values())}))"
    f"|(?P<bound>(?=[不至最≤<控压降下减低少小≥>超突提上增扩达大约近])(?:{'|'.join(_BEFORE.values())}))"
    f"|(?P<act>{_any_of([*PROMISING, *_ACTS, '保持', '稳定'])}))[的均在要须应 ]?"
)
_REACH, _FARTHEST = 40, 200  # characters before a number that may be of it, and that may tell of its time

# Of the past, until words of what is to be; the last before a number decides.
_TENSE = re.compile(
    "(?=[去上往历近过以已曾先一半前目迄至今本新下计力争确拟将要须应提增扩降减])"
    "(?:(?P<past>去年|上年|上学[期年]|往年|历年|历届|近年|近[两三几]年|过去|以来|已经?(?!有的)|曾|先后|[一半]年来|前[两三几]年"
    "|上一[轮届年]|上[届轮]|目前|迄今|至今)"
    "|今年|本年|本学[期年]|新学[期年]|下学期|计划|力争|争取|确保|拟|将(?!近)|要(?![求素点])|须|应(?!急)"
    "|(?:提高|上升|提升|增加|增长|扩大|增|降低|下降|减少|降|减)[到至])"
)


class NoPromise(NamedTuple):
    """What tells that a number is none that the plan sets itself; all that is given must hold.

    Attributes
    ----------
    before, behind
        Expressions for what stands before the number, back to the last comma, and right behind it.
    unless_bound
        Whether a bound outweighs it.
    units
        Of which units it tells; None: of all.
    """

    before: str = ""
    behind: str = ""
    unless_bound: bool = False
    units: Container[str] | None = None


NO_PROMISES: Mapping[str, NoPromise] = {
    "how things stand": NoPromise(
        before=(
            "[现共已拥设原]有|现任|占(?!比)|建筑面积|总面积|荣?获(?!奖率)|取得|(?<![为除])了(?!解)|名列|组成|其中|有(?:学生|教师|教职工|党员)"
            "|[总共合]计|收费|教龄|年龄|出现|发现|存在|剩余|尚有|(?<![通经超])过$|的有$"
        ),
        unless_bound=True,
    ),
    "what was done": NoPromise(behind="[^，；。]{0,3}(?:入选|获|荣|被评|[已被]录取)", unless_bound=True),
    "where it starts from": NoPromise(before="[由从][^，；、]{0,12}$", behind="[^，；、]{0,4}[提升增扩降减压]"),
    "condition": NoPromise(before="凡|如(?![期实])|若(?!干)|一旦|满(?![意足])|超期|逾期|累计|不足|未达"),
    "those of whom it holds": NoPromise(behind="的(?![^，；])"),  # 缺席三次的，
    "those above": NoPromise(
        behind="[以之][上下][^，；]{0,8}的", units=_DOUBTFUL.keys() | _MONEY.keys()
    ),  # 五百元以上的支出
    "those beyond": NoPromise(
        before="(?<!不)(?<!不得)(?:超过|[低少小高多大]于)$",
        behind="[^，；]{0,8}的",
        units=_DOUBTFUL.keys() | _MONEY.keys(),
    ),
    "what lasts longer": NoPromise(before="^$", behind="[以之]上", units=_TIMES.keys()),  # 三天以上须有签字
}
_NO_PROMISES = [
    (re.compile(rule.before), re.compile(rule.behind), rule.unless_bound, rule.units) for rule in NO_PROMISES.values()
]
_SEGMENT = re.compile("[，,：:；;\t（(）)\n]+")

_MULTIPLES = {"百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_WIDTHS = str.maketrans("０１２３４５６７８９％．，＋＜＞／（）", "0123456789%.,+<>/()")
_SHORT_UNITS = {"个小时": "小时", "个工作日": "工作日", "个星期": "星期", "个月": "月", "个百分点": "百分点"}


def find_measures(text: str, stretches: Iterable[Stretch]) -> list[list[Measure]]:
    """Return the measures of each stretch of a text, such as a clause, in order, as printed.

    >>> [[measure]] = find_measures("每学期听课不少于20节", [Span(0, 11)])
    >>> measure.text, measure.kind, measure.value_min, measure.unit, measure.bound, measure.per
    ('不少于20节', 'frequency', 20.0, '节', 'at_least', 'term')
    """
    read = read_text(text)
    measures: list[list[Measure]] = []
    for stretch, found in _quantities(text, read, stretches):
        own = (
            _read_measure(
                text,
                one,
                before=read[max(stretch.start, one.start() - _FARTHEST) : one.start()],
                behind=read[one.end() : min(stretch.end, one.end() + _REACH)],
            )
            for one in found
        )
        measures.append([measure for measure in own if measure])
    return measures


def find_quantities(text: str, stretches: Iterable[Stretch]) -> list[Span]:
    """Return all numbers with a unit in stretches of a text, promised or not, but for 一次 and 三个环节.

    No word beside the number counts, so that a text with words swapped has the same ones.

    >>> find_quantities("现有教师58人，抓好三个环节", [Span(0, 13)])
    [Span(start=4, end=7)]
    """
    found = (one for _, own in _quantities(text, read_text(text), stretches) for one in own)
    return [Span(*one.span()) for one in found if one["low"] != "一" and not _is_vague(one)]


def find_from(match: Match, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield what an expression for times or ``NO_MEASURES`` finds, none over another; it is tried in few places."""
    done = start
    for begin in _BEGINS.finditer(text, start, end):
        found = match(text, begin.start(), end) if begin.start() >= done else None
        if found:
            done = found.end()
            yield found


def read_text(text: str) -> str:
    """Return a text in simplified characters, its digits and signs half width; the length stays."""
    return simplify(text).translate(_WIDTHS)


def _quantities(text: str, read: str, stretches: Iterable[Stretch]) -> Iterator[tuple[Stretch, list[re.Match[str]]]]:
    """Yield each stretch with its numbers, without those inside a date or what else is no measure."""
    taken = bytearray(len(text))
    for date in find_dates(text):
        taken[date.start : date.end] = b"\1" * (date.end - date.start)
    for stretch in stretches:
        found = list(_QUANTITY.finditer(read, stretch.start, stretch.end))
        for none in find_from(_NO_MEASURE.match, read, stretch.start, stretch.end) if found else ():
            taken[none.start() : none.end()] = b"\1" * len(none[0])
        yield stretch, [one for one in found if not any(taken[slice(*one.span())])]


def _read_measure(text: str, found: re.Match[str], *, before: str, behind: str) -> Measure | None:
    """Return the measure of a number, or None where it is of the past, of how things stand, or of no promise."""
    segments = _SEGMENT.split(before)
    bound_behind = _BOUND_BEHIND.match(behind)
    bound_before = _find_bound(segments[-1])
    per, n_per, per_end = _read_period(segments, behind)
    each = _read_each(segments)
    kind = _kind_of(found)
    if (kind != "count" or found["unit"] in _DOUBTFUL) and not _PERIOD.search(segments[-1]) and not per_end:
        per, n_per = None, 1.0
    if kind == "share":
        each = None
    bound: Bound = "exactly"
    if bound_behind or bound_before:
        bound = (bound_behind or bound_before).lastgroup  # type: ignore[assignment, union-attr]  # named so
    elif re.search("[余多]", found[0]):
        bound = "about"
    is_signed = bound != "exactly" or per is not None or each is not None
    led = segments[-1][: bound_before.start()] if bound_before and _is_close(bound_before) else segments[-1]
    pieces = _pieces_before(led)
    last = pieces[-1].lastgroup if pieces and len(led) == len(segments[-1]) else None
    if not _is_promised(
        found, segments, behind, last, is_bound=bool(bound_behind or bound_before), is_signed=is_signed
    ):
        return None
    start = found.start() - len(segments[-1]) + (pieces[0].start() if pieces else len(led))
    end = found.end() + (bound_behind.end() if bound_behind else per_end)
    low, high = _read_values(found)
    return Measure(
        text[start:end],
        start,
        end,
        "frequency" if kind == "count" and per else kind,
        low,
        high,
        _unit_of(found),
        bound,
        per,
        n_per,
        each,
    )


def _find_bound(before: str) -> re.Match[str] | None:
    """Return the last bound that may be of the number behind it."""
    for bound in reversed(list(_BOUND_BEFORE.finditer(before, max(0, len(before) - _REACH)))):
        if _is_close(bound) or (len(bound[0]) > 1 and _BETWEEN.fullmatch(before, bound.end())):
            return bound
    return None


def _is_close(bound: re.Match[str]) -> bool:
    """Tell whether a bound stands right before the number, or what it is a share of does: 不少于全班人数的30%."""
    between = bound.string[bound.end() :]
    return not between or (between.endswith("的") and _BETWEEN.fullmatch(between) is not None)


def _pieces_before(before: str) -> list[re.Match[str]]:
    """Return the pieces that stand one behind the other up to the end."""
    pieces: list[re.Match[str]] = []
    for at in range(max(0, len(before) - _REACH), len(before)):
        end = pieces[-1].end() if pieces else 0
        piece = _PIECE.match(before, at) if at >= end else None
        if piece:
            pieces = [*pieces, piece] if at == end else [piece]
    return pieces if pieces and pieces[-1].end() == len(before) else []


def _is_promised(
    found: re.Match[str], segments: Sequence[str], behind: str, last: str | None, *, is_bound: bool, is_signed: bool
) -> bool:
    """Tell whether a number is one that a plan sets itself; ``last`` is the piece that stands right before it."""
    before, unit = segments[-1], found["unit"] or ""
    told = "，".join(segments)
    tense = next((one for at in range(len(told) - 1, -1, -1) if (one := _TENSE.match(told, at))), None)
    if tense and tense["past"]:
        return False
    if any(
        not (unless_bound and is_bound) and (units is None or unit in units) and no.search(before) and nor.match(behind)
        for no, nor, unless_bound, units in _NO_PROMISES
    ):
        return False
    if unit in _DOUBTFUL or unit in _TIMES or unit in _IN_TIME:
        is_abstract = unit in _DOUBTFUL and _IS_ABSTRACT.match(behind)
        if is_abstract or not (is_bound if _is_vague(found) else is_signed or _has_promise(before)):
            return False
    if found["low"] == "一":
        is_act = unit in _ACTED and (is_signed or last == "act")
        return bool(is_bound or is_act or last in ("each", "period") or not behind or _SEGMENT.match(behind))
    return True


def _has_promise(before: str) -> bool:
    return any(_PROMISES.match(before, at) for at in range(len(before)))


def _is_vague(found: re.Match[str]) -> bool:
    """Tell whether a number counts what may be anything: 三个, 四项."""
    return found["unit"] in _NEED_BOUND and not found["low"][0].isdigit()


def _read_period(segments: Sequence[str], behind: str) -> tuple[Per | None, float, int]:
    """Return the period that a number is for, how many of them, and how far behind the number that is said."""
    after = _PERIOD_BEHIND.match(behind)
    if after:
        return after.lastgroup, 1.0, after.end()  # type: ignore[return-value]  # the groups are named so
    for n_back, segment in enumerate(reversed(segments)):
        found = [each for each in _PERIOD.finditer(segment) if not (n_back and each["many"])]
        if found:
            last = found[-1]
            many = last["n"] or last["many"] or last["apart"] or "一"
            n = {"隔": 2.0, "双": 2.0, "单": 2.0, "半": 0.5}.get(many) or float(read_number(many) or 1)
            return last.lastgroup, n, 0  # type: ignore[return-value]  # the last group that matched is the period
        if _OWN_TIME.search(segment):
            break
    return None, 1.0, 0


def _read_each(segments: Sequence[str]) -> Each | None:
    """Return of whom or on what occasion a number is meant, as it is said last."""
    before = "，".join(segments)
    for at in range(len(before) - 1, -1, -1):
        found = _OF_EACH.match(before, at) if before[at] in _EACH_BEGINS else None
        if found:
            return found.lastgroup  # type: ignore[return-value]  # the groups are named so
    return None


def _kind_of(found: re.Match[str]) -> MeasureKind:
    unit = found["unit"]
    if found["zero"] or found["none_of"]:
        return "count"
    if unit is None or unit == "%" or unit in _POINTS:
        return "share"
    if unit in _MONEY:
        return "amount"
    return "time" if unit in _TIMES or unit in _IN_TIME else "count"


def _unit_of(found: re.Match[str]) -> str:
    if found["zero"] or found["none_of"]:
        return found["none_of"] or ""
    unit = found["unit"] or "%"
    return _SHORT_UNITS.get(unit, unit)


def _read_values(found: re.Match[str]) -> tuple[float, float]:
    """Return the least and the greatest value that a quantity names."""
    if found["zero"] or found["none_of"]:
        return 0.0, 0.0
    if found["unit"]:
        low, high = found["low"], found["high"]
        if high:
            multiple = _MULTIPLES.get(high[-1], 1.0)
            least = _read_value(low)
            return (least * multiple if low[-1] not in _MULTIPLES else least), _read_value(high)
        if re.fullmatch(_PAIR, low.rstrip("余多")):
            return _read_value(low[0]), _read_value(low[1])
        return _read_value(low), _read_value(low)
    if found["tenths"]:
        half = found["half_tenth"] or ""
        value = 10 * _read_value(found["tenths"]) + (5 if half == "半" else _read_value(half) if half else 0)
    elif found["parts"]:
        value = round(100 * _read_value(found["of_parts"]) / _read_value(found["parts"]), 2)
    else:
        value = _read_value(found["hundredths"] or "百")
    return value, value


def _read_value(numeral: str) -> float:
    """Return the value of a numeral: 1,200, 1.5万, 三百余, 两, 半, 九十八点五."""
    numeral = re.sub("[余多,]", "", numeral)
    whole, _, part = numeral.partition("点")
    if part:
        return _read_value(whole) + (read_number(part) or 0) / float(10 ** len(part))
    if numeral == "半":
        return 0.5
    multiple = 1.0
    while len(numeral) > 1 and (numeral[-1] in "万亿" or (numeral[-1] in _MULTIPLES and numeral[0].isdigit())):
        multiple *= _MULTIPLES[numeral[-1]]
        numeral = numeral[:-1]
    if numeral[0].isdigit():
        return round(float(numeral) * multiple, 6)
    return multiple * _MULTIPLES.get(numeral, float(read_number(numeral) or 0))
