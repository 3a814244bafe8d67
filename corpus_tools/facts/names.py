"""Names in a text: schools, places, organisations, and names with marks in their place (XX小学).

There is no list of names. A name ends with what it is (小学, 区, 教育局) and begins behind what is no Chinese
character, behind a word that leads in (参观, 组织) or one that joins (和, 到); a general word is none (各学校, 城区).
What heads or signs a plan is a name by less: 县财政局 tells no county. All is read in simplified characters.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from corpus_tools.han_numerals import FROM_TWO, NONZERO, UP_TO_TEN
from corpus_tools.scripts import simplify
from corpus_tools.structure.periods import MASK

NameKind = Literal["school", "place", "organisation", "masked"]
_Ending = Literal["school", "place", "organisation", "seat"]


class Name(NamedTuple):
    """A name as a text prints it; span in code points."""

    text: str
    kind: NameKind
    start: int
    end: int


# What a name ends with. The first two kinds of words are met in every plan, and are names in few places.
_COMMON_SCHOOL = "学校|高中(?![生部组]|阶段)|学院|大学(?![生习])|技校"
_COMMON_ORGANISATION = "中?医院|集团|公司"
NUMERAL = f"[{UP_TO_TEN}]"
_MIDDLE = f"(?<!初)(?<!(?<![第{UP_TO_TEN}百]){NUMERAL})中"  # 一中 is a name of its own: 一中学科
ORDINAL = f"(?:(?:[{FROM_TWO}]?十)?[{NONZERO}]|[{FROM_TWO}]?十)"
_TO_LEARN = "习(?!惯)|到|懂|术|子(?![女弟])|会(?![议考计员堂场])"  # 在劳动中学会合作, 集中学习
# Of the title of a plan, behind whose it is.
_TASKS = f"安全|食堂|后勤|工作|教学|教务|总务|体育|卫生|艺术|心理|语文|数学|英语|科学|[{FROM_TWO}]年级"
# 一中, 三小, 二幼, 一高, 二职: abbreviated, and often no school at all (一中心, 三小时, 高一中考).
_NUMBERED = (
    f"(?<![第初高大其每有另任某之单唯统同专划归合万逐百千周期]|{NUMERAL})(?<![两{UP_TO_TEN}]米){ORDINAL}(?:[小幼](?={_TASKS})|"
    "中(?![心旬间期段考央国等专层秋华午药医队途长型文断止标选外西小产餐介]|全会)"
    "|[小幼高职](?![\u4e00-\u9fff])|[小幼高职](?=工会|保教|教[师研职育]|[校党团的全各]|德育|少先队|幼儿|家长|师生|班子|领导|集团))"
)
# What is a school where a place stands before it.
_OF_PLACE = (
    "委?党校|中心校(?![长区内外园门])|(?:职业(?:技术)?教育|职教|特殊教育|特教)中心|(?:教师)?进修学校|教师发展中心"
    "|职工子[女弟](?:学校|[小中]学)"
)
_NUMBERED_IN_FULL = "|".join(f"(?<=第{NUMERAL}{{{n}}}中学)" for n in (1, 2, 3))  # 第三十一中学
_OF_PUPILS = "[生部段组]|阶段"  # 小学生, 中学部
_SCHOOL = (
    f"(?=[委党中职特教进])(?:{_OF_PLACE})|(?={NUMERAL}){_NUMBERED}|{_COMMON_SCHOOL}|(?<!中)小学(?!{_OF_PUPILS})"
    f"|中学(?:{_NUMBERED_IN_FULL})(?!{_OF_PUPILS}|{_TO_LEARN})|{_MIDDLE}学(?!{_OF_PUPILS}|高级|{_TO_LEARN})"
    "|幼儿园"
    "|附[小中]|中专|完小"
)
_OFFICES = "教育(?:和?体育)?局|教体局|教育工会|总工会|卫健局"  # of a place
_ORGANISATION = f"{_COMMON_ORGANISATION}|{_OFFICES}|教育集团"
# What is an organisation where a line begins with its place: 石桥镇文化站.
_SEAT = (
    "(?:关(?:工委|心下一代工作委员会)|府(?<=政府)|中心(?!城|镇|小|校|组|区|工作(?!计划|要点|总结|方案)|任务)"
    "|室(?<=卫生室|警务室)|馆(?<!场.)|宫(?!颈)|院(?<!庭.)(?![校士子落])|站(?<!网.)(?![在起立岗位])"
    "|所(?<![场住厕会处寝].)(?![有以在需谓做得述示])|局(?<![布格大全结].)(?![面部限])"
    "|厂(?<!工.)(?![房区家商])|联(?<=[妇残文侨].))"
    "(?![\u4e00-\u9fff]{0,5}(?:[小中]学|学校|幼儿园))"  # 车站小学
)
_PLACE = (
    "自治[区州县]|(?:[市县]|镇(?![压定静痛])|省(?![际培力钱电时])|区(?!间|别|分(?![管局校会部组]))|乡(?![村镇土亲]))"
    "(?![级直属内外里长民场域容貌]|道(?!德))"
    "|社区|街道|村(?![容貌])"
)
# To look at one character is faster.
_IN_LINE, _AT_START = (
    re.compile(
        f"(?=[{UP_TO_TEN}委党职特进学高大技医集公小中幼附完教总卫自省市区县镇乡社街村{of_seats}])"
        f"(?:(?P<school>{_SCHOOL})|(?P<organisation>{_ORGANISATION})|(?P<place>{_PLACE}){seats})"
    )
    for of_seats, seats in (("", ""), ("关府室馆宫院站所局厂联", f"|(?P<seat>{_SEAT})"))
)
_COMMON = re.compile(f"{_COMMON_SCHOOL}|{_COMMON_ORGANISATION}")
_OFFICE = re.compile(_OFFICES)
_PLACED = re.compile(_OF_PLACE)
SHORT_SCHOOL = re.compile(f"{ORDINAL}[中小幼高职]$")
# What stands between the name and that.
_CLASSES = re.compile(
    f"(?:中心|实验|第[{UP_TO_TEN}百]{{1,3}}|外国语|职业|技术|技工|师范|民族|附属|完全"
    "|高级|初级|(?:九年|十二年)?一贯制|九年制|十二年制|寄宿制|特殊教育|双语|艺术|体育|教育|中等|高等|子弟|股份|有限"
    "|责任|人民|总){1,4}$"
)
_MARKS = f"(?<![0-9a-zA-Z○某{MASK}])(?:(?:[{MASK}○]{{1,6}}+|某{{1,2}}+)(?:[省市区县镇乡村]|街道)?+){{1,3}}+"  # XX市XX
_STRETCH = re.compile(
    f"(?P<masked>{_MARKS}(?:中心|实验|第.){{0,2}}(?:{_SCHOOL}|{_ORGANISATION}))"
    f"|(?P<places>(?:{_MARKS})?+)(?P<run>[\u4e00-\u9fff]{{3,}})"
)
_LEADING_UNIT = re.compile("[年月日号届度]+")

# A name begins behind these words, and behind these characters where at least two are left of it.
_LEADS = frozenset(
    (
        "参观 走进 走向 走访 前往 组织 学习 联合 邀请 结对 支援 帮扶 慰问 看望 来自 教师 老师 师生 职工 教工 员工 "
        "学生 同学 子女 代表 领导 校长 书记 主席 位于 成为 成立 创建 创设 创办 开展 开设 开始 举办 举行 承办 承接 "
        "协办 召开 毕业 推荐 推动 推进 推行 推广 选派 选送 选择 观摩 联系 联谊 对接 交流 考察 考上 考入 根据 按照 "
        "依照 遵照 依据 关于 关注 关心 关系 印发 转发 通知 全体 全面 今年 明年 去年 年度 学期 参加 参与 带领 带动 "
        "率领 争创 争做 建设 建成 建好 建立 做好 抓好 搞好 办好 当好 用好 管好 加强 维护 维修 热爱 围绕 结合 坚持 "
        "落实 贯彻 执行 服从 服务 配合 协助 支持 帮助 感谢 感受 欢迎 深入 深化 深知 入驻 入选 奔赴 返回 离开 以及 "
        "还有 包括 其中 升入 报考 报告 报送 报经 报名 就读 依托 利用 代替 评为 评选 提高 提升 完善 确保 优化 形成 "
        "实施 实现 实行 严明 遵守 探索 制定 制订 修订 介绍 通过 统筹 统一 了解 熟悉 体验 传承 呵护 负责 重视 调整 "
        "荣获 获奖 获得 获评 降低 减少 增加 增强 丰富 密切 处理 发现 发挥 发放 听取 接受 检验 检查 督查 督促 树立 "
        "着眼 打造 构建 营造 设立 展示 宣传 汇报 上报 需要 须要 必须 要求 请求 促进 引领 保证 保障 保持 巩固 充实 "
        "改善 改进 改革 放大 扩大 强化 注重 适应 胜任 担任 访问 清扫 打扫 审议 紧扣 紧跟 针对 面向 面对 指导 监督 "
        "管理 规范 享受 穿着 佩戴 分管 主管 受过 结束 打通 播放 张贴 悬挂 符合 超过 经过 聘用 布置 美化 净化 绿化 "
        "表彰 奖励 充分 一次 两次 三次 积极 认真 努力 不断 继续 同时 进行 共谋 事关 影响 爱护 这些 哪些 各位 如果 "
        "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 月份 半年 方面 取得 赢得 夺得 迎接 迎来 完成 提交 递交 呈报 "
        "协调 协同 战胜 采取 采用 沿用 参照 编制 编写 编印 部署 安排 展现 呈现 体现 反映 损害 毁损 破坏 沟通 请示 请教 "
        "汇总 收集 征集 选拔 抽调 借调 调入 转入 迁入 进入 走出 来到 赶赴 抵达 覆盖 辐射 纳入 列入 加入 融入 投入 引入 "
        "引进 引导 创造 获知 授予 喜获 承担 申报 申请 随着 一旦 由于 鉴于 基于 高考 中考 会考 中共 首批 首届 "
        "委托 认识 彰显 地处 坐落 毗邻 月起 日起 年起 续建 扩建 改建 修建 督导 调研 整治 严禁 杜绝 "
        "年底 年初 年末 月底 月初 月末 期末 "
        "青团 先队 产党"  # as 共青团, 少先队, 共产党 end
    ).split()
)
_JOINTS = (
    "在到赴去往与和及同向由从被把将让请给对为以于按据凡各全本我该此每两几多所等或但而且又再都也并"
    "即是有们这那其读办上进入出使借经报持送个名年月的了获除过辖批届委"
)
# Of a name, in spite of the first character.
_NO_JOINTS = re.compile("上海|向日葵|等[职专]业|年(?:一贯)?制|年宫|年活动|出所|(?<=完)全小学")
_FIRST_OF_NAMES = frozenset("向和同上月都多名")  # of these, too, at the head of a plan: 和雅苑小学2024年工作计划
# Places that end with one, where a run of characters begins with them.
_JOINED_PLACES = frozenset("成都 昌都 丰都 宁都 于都 望都 新都 武都 花都 江都 大同 会同 泰和 平和 政和 茂名".split())
_NEVER_NAMES = frozenset("的了们这那每该此")  # no name begins with these, however short the rest is
# With a general word before it nobody is named (家长学校, 城区学校), nor by what ends like a place and is none.
_GENERAL_CHARACTERS = frozenset(_JOINTS + UP_TO_TEN + "新老大小好外原母党团军级类省市区县校村中初希望")
_GENERAL_WORDS = tuple(
    (
        "家长 文明 示范 特色 先进 优秀 平安 绿色 和谐 书香 体育 传统 重点 农村 乡村 城镇 城乡 乡镇 城区 薄弱 寄宿 "
        "寄宿制 民办 公办 普通 普高 高等 高职 职业 中等 初等 中职 中专 特殊 教育 义务 基础 成人 网络 网上 "
        "人民 老年 少年 业余 定点 基地 试点 实验 同类 兄弟 友好 姊妹 联盟 成员 对口 手拉手 片区 区域 区内 市内 "
        "省内 国内 校内 校际 其他 其它 有关 相关 一些 部分 省级 市级 县级 区级 校级 国家级 国家 星级 一流 现代 "
        "现代化 智慧 数字 健康 安全 法治 无烟 节水 节水型 节约 节约型 学习 学习型 创新 科技 艺术 美术 音乐 足球 "
        "篮球 名牌 知名 著名 全国 周边 邻近 附近 所在 社区 市民 道德 党员 优质 品牌 规范 标准 标准化 达标 合格 "
        "样板 模范 少先队 卫生 环保 生态 园林 温馨 美丽 理想 大中 大中小 初中 高中 小学 中学 幼儿园 学校 中心 "
        "清廉 中央 市直 市属 招生 考点 行政 干部 有限 传染病 社会主义 良好 心目中 最新 新时代 未来 属地 设计 "
        "物业 保险 旅游 广告 处理 焚烧 化工 加工 发电 公共 服务 活动 接待 新建 新办 撤并 属"
    ).split()
)
# General words that kindergartens and schools are called by, too: 和谐幼儿园.
_PRAISE = frozenset("和谐 文明 温馨 美丽 理想 未来".split())
_NO_PLACES = tuple(  # the last characters of 图书区, 活动区 ... and of words with 区, 市, 县, 镇, 乡, 省, 村
    (
        "校区 城区 片区 辖区 学区 地区 山区 小区 园区 景区 厂区 老区 灾区 牧区 郊区 市区 县区 分区 雷区 误区 特区 "
        "专区 战区 盲区 街区 考区 赛区 院区 网区 政区 干区 点区 书区 览区 动区 公区 活区 舍区 共区 任区 生区 务区 "
        "示区 息区 发区 验区 范区 戏区 构区 演区 候区 送区 读区 货区 机区 戒区 城市 超市 门市 夜市 都市 县市 省市 "
        "集市 区市 郡县 市县 区县 城镇 乡镇 小镇 集镇 古镇 村镇 家乡 城乡 故乡 下乡 同乡 水乡 返乡 异乡 节省 反省 "
        "农村 乡村 新村 山村 渔村 围村 校社区 街社区 道社区 社区街道 属区 放区 易区 销区 矿区 库区 产区 "
        "工区 沙水区 戏水区 玩水区 "
        "灌区 棉区 藏区 户区 经济区 先行区 合作区 深水区 直辖市 级市 股市 楼市 地市 大省 大县 强省 强市 强县 岛县 "
        "困县 业县 管县 大镇 城中村 自然村 行政村 建制村 困村"
    ).split()
)
_OF_NO_PLACE = frozenset("各我该此每这那")
_SMALL_PLACES = ("镇", "乡", "村", "社区", "街道")  # of these even 石桥镇小学 is one school
_OURS = re.compile("[省市县区镇乡](?![级直属内外里长场域角间村镇乡县区市土亲风情钱]|民(?!政))")  # 县财政局
_COUNTED = frozenset(UP_TO_TEN + "百两几多各省市区县镇乡村")  # 五省一市
_SHORTEST, _LONGEST_PLACE, _LONGEST_COMMON, _LONGEST = 2, 3, 4, 6  # characters before the ending
_LONGEST_SEAT = 8
_SERVICES = frozenset("服务 管理 活动 指导 发展 监督 检验 检查 推广 保障 保护 控制".split())  # a seat may be of them
_PASSING = frozenset(("place", "seat"))  # a name may hold what ends like these: 车站小学
_BEFORE_NUMBER = frozenset(("实验", "市", "县", "区", "镇", "州"))  # 实验二小, 市三中
_PARTS = ("其中", "附件", "附录", "附表", "校门", "楼道")  # 附件三中的名单
_REACH = 20  # further left no name begins
# How a line goes on, or ends, where a plan is headed or signed by the name that it begins with.
HEADED = re.compile(
    "(?:(?P<title>[^\n，。；：、！？]{0,30}(?:计[划画]|要点|总结|安排|方案|打算|[事校周月]历)(?:[（(][^\n]{0,12}[）)])?)"
    "|(?:工会|党支部)?(?:委员会)?)[ \t\u3000]*(?![^\n])"
)
# What schools do with one another, and for what they are to become: 和松涛小学结对, 和谐幼儿园创建.
_AIMS = re.compile("结对|联|共[建享]|交流|学习|合作|对接|帮扶|跟岗|研学|参观|观摩|看齐|创[建办]|建设|评|达标|验收|申报")
_BLANKS = "\n\t \u00a0\u3000"
_ALONE = f"{_BLANKS}：:、“‘「（([【"  # behind these a common word may be a name


def find_names(text: str) -> list[Name]:
    """Return the names in a text in either script, in order, none over another, as printed.

    >>> [(name.text, name.kind) for name in find_names("柳岸小学与青溪区教育局到XX中学听课")]
    [('柳岸小学', 'school'), ('青溪区教育局', 'organisation'), ('XX中学', 'masked')]
    """
    simplified = simplify(text)
    names: list[Name] = []
    for found in _STRETCH.finditer(simplified):
        run = found["run"]
        if run is None:
            names.append(Name(found[0], "masked", *found.span()))
        elif _AT_START.search(run):
            names += _names_in_run(simplified, found)
    return names if simplified is text else [name._replace(text=text[name.start : name.end]) for name in names]


def _names_in_run(text: str, found: re.Match[str]) -> Iterator[Name]:
    """Yield the names in a run of Chinese characters, which marks in the place of a place may stand before."""
    first, (border, end) = found.start(), found.span("run")
    unit = _LEADING_UNIT.match(text, border, end) if text[border - 1 : border].isdigit() else None
    border = unit.end() if unit else border
    # A place goes on with a smaller one or with what lies in it, a university with its school.
    opened = Name(found["places"], "masked", first, border) if found["places"] else None
    clean, is_alone = border, bool(unit or opened) or text[first - 1 : first] in _ALONE
    begins_line = is_alone and opened is None and text[first - 1 : first] != "、"
    may_sign = begins_line and (unit is not None or text[first - 1 : first] in _BLANKS)
    for ending in (_AT_START if begins_line else _IN_LINE).finditer(text, border, end):
        what: _Ending = ending.lastgroup  # type: ignore[assignment]  # the groups are named so
        before = ending.start()
        if what == "seat" and text[before - 2 : before] in _SERVICES and before - 2 > border:
            before -= 2
        start = _start_of_core(text, border, before)
        before_it = opened if opened and opened.end == start else None
        begins = before_it.start if before_it and before_it.kind == "place" else start
        headed = HEADED.match(text, ending.end()) if begins_line and begins - clean <= 1 else None
        follows = headed[0] if headed and (may_sign or headed["title"]) else None
        if start == clean + 1 and text[clean] in _FIRST_OF_NAMES and follows is not None and not _AIMS.search(follows):
            start = begins = clean
        core = text[start : ending.start()]
        is_one_of_many = text.startswith("的", start - 1) and "一所" in text[max(0, start - _REACH) : start]
        place = before_it.text if before_it else ""
        if not is_one_of_many and _names_somebody(
            core, what, ending[0], place=place, is_alone=is_alone and begins <= clean, follows=follows
        ):
            if opened and not before_it and opened.kind != "masked":
                yield opened
            kind: NameKind = "organisation" if what == "seat" else what
            start = before_it.start if before_it else start
            opened = Name(text[start : ending.end()], kind, start, ending.end())
            border = ending.end()
        elif what not in _PASSING:
            border = ending.end()
    if opened and opened.kind != "masked":
        yield opened


def _start_of_core(text: str, border: int, end: int) -> int:
    """Return where what may be a name begins: behind the last word that leads in, or that joins."""
    for at in range(end, max(border, end - _REACH), -1):
        rest = text[at:end]
        is_short = len(rest) == 1 and rest not in _GENERAL_CHARACTERS and text[at - 1] not in _NEVER_NAMES
        joins = text[at - 1] in _JOINTS and not is_short and not _NO_JOINTS.match(text, at - 1)
        joins &= at - 2 != border or text[border:at] not in _JOINED_PLACES
        if joins or (at - 2 >= border and text[at - 2 : at] in _LEADS):
            return at
    return max(border, end - _REACH)


def _names_somebody(core: str, what: _Ending, ending: str, *, place: str, is_alone: bool, follows: str | None) -> bool:
    """Tell whether what stands before an ending names somebody.

    Parameters
    ----------
    place
        What stands before it, if that is a place.
    is_alone
        Whether it stands where a sentence hardly goes on: at the start of a line, behind a colon, in a list.
    follows
        How the line goes on where it may head or sign a plan, else None.
    """
    goes_on = bool(place)
    if follows is not None and _OURS.match(core) and _is_ours(core, what, ending, follows):
        return True
    if what == "seat":
        return is_alone and _seats_somebody(core, ending, goes_on=goes_on)
    if what == "place":
        is_general = core[:1] in _OF_NO_PLACE or _COUNTED.issuperset(core) or (core + ending).endswith(_NO_PLACES)
        is_general |= core[:1] == ending != "镇"  # 县情县况
        is_general |= ending == "社区" and core.endswith(_GENERAL_WORDS)
        return _SHORTEST <= len(core) <= _LONGEST_PLACE and not is_general
    own = _CLASSES.sub("", core)
    if follows is not None and own in _PRAISE and not _COMMON.fullmatch(ending) and not _AIMS.search(follows):
        return True
    is_numbered = SHORT_SCHOOL.fullmatch(ending) is not None
    if goes_on and not own:
        is_one = place.endswith(_SMALL_PLACES) and not _COMMON.fullmatch(ending)
        of_place = is_one or is_numbered or ending.startswith("附") or _PLACED.fullmatch(ending)
        return bool(core or of_place) or what == "organisation"
    if is_numbered:
        return _numbers_somebody(core, is_alone=is_alone)
    if goes_on and what == "school" and len(own) == 1:  # what seemed to end a place is of the name: 江北镇海中学
        return not _GENERAL_CHARACTERS.issuperset(own)
    if _OFFICE.fullmatch(ending) or not _SHORTEST <= len(own) <= _LONGEST:
        return False
    if own.endswith(_GENERAL_WORDS) or _GENERAL_CHARACTERS.issuperset(own) or own[2:].endswith("化"):  # 集成化学校
        return False
    return own != core or not _COMMON.fullmatch(ending) or (is_alone and len(own) <= _LONGEST_COMMON)


def _is_ours(core: str, what: _Ending, ending: str, follows: str) -> bool:
    """Tell whether a plan is headed or signed by what tells its kind of place only: 县财政局, 市人民医院.

    The offices that are above all others are named below plans of others, too: 抄送 市总工会.
    """
    if what == "seat":
        return _SHORTEST <= len(core) <= _LONGEST_SEAT and not _GENERAL_CHARACTERS.issuperset(core)
    is_office = _OFFICE.fullmatch(ending) and follows.strip()
    return len(_CLASSES.sub("", core)) == 1 and (bool(is_office) or ending.endswith("医院"))


def _seats_somebody(core: str, ending: str, *, goes_on: bool) -> bool:
    """Tell whether a place goes on to what has its seat there; of works the name will do: 苇塘轴承厂."""
    if goes_on:
        return ending[0] == "关" or (
            len(core) <= _LONGEST_SEAT and core[:1] not in _OF_NO_PLACE and not _GENERAL_CHARACTERS.issuperset(core)
        )
    return ending == "厂" and _LONGEST_COMMON <= len(core) <= _LONGEST and not core.endswith(_GENERAL_WORDS)


def _numbers_somebody(core: str, *, is_alone: bool) -> bool:
    """Tell whether what stands before the number of an abbreviated school names somebody: 云水 of 云水一中."""
    if core in _BEFORE_NUMBER:
        return True
    if _GENERAL_CHARACTERS.issuperset(core) or core.endswith(_PARTS + _GENERAL_WORDS):
        return False
    if is_alone:
        return core[0] not in _NEVER_NAMES and len(core) <= _LONGEST_COMMON
    return _SHORTEST <= len(core) <= _LONGEST_PLACE and core[0] not in _JOINTS
