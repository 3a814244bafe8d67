"""Choices: where the next line of a nesting may go on a path, and what each place costs.

Nothing is charged for what plans do all the time: the next number, and 1 in a new list.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from corpus_tools.structure.markers import BULLETS, RANKS, SELF_NAMED, STARS, Marker, read_numbers, read_word, shift
from corpus_tools.structure.periods import names_term, read_days

HEADING = "heading"  # the style of an unnumbered heading
_WORDED = "ordinal-"  # begins the styles of markers that count a word
_DEEPER = ">"  # ends the styles of lists in lists of the same mark, once for each
_TERM = "term"  # the style of a period that holds others: a half year, a term
_QUARTER = "quarter"  # ... and one that holds months, and lies in those
_PERIODS = frozenset(("period", _QUARTER, _TERM))

# What is printed: (3,) of 三、, (1, 2) of 1.2; None of bullets, headings, and periods without a month.
Number = tuple[int, ...] | None


class OpenList(NamedTuple):
    """A list that is open: its style, its highest number, and the lowest that was left out before it, or 0."""

    style: str
    last: Number
    skipped: int


# The lists of one depth, the current one last: several where months stand beside sections.
Level = tuple[OpenList, ...]
Levels = tuple[Level, ...]

# One way to place a line: what the step costs, its depth (None to pass it over), and what its level is then.
Choice = tuple[float, int | None, Level]

_DEEPEST = 12  # no plan goes deeper; it bounds the work of a line

# Costs of one step.
_GAP = 2.0  # 3 follows 1
_EACH_FURTHER_GAP = 0.25
_SWAPPED = 1.0  # 2 follows 3, which had followed 1
_REPEAT = 3.0  # 2 follows 2
_BACK = 5.0  # 2 follows 5
_RESTART = 5.75  # 1 follows 5 in the same list: rather that than a list beside another or inside itself
_LATE_START = 5.0  # a new list begins at 3
_RUN_ON = 0.5  # ... which goes on counting where its style stopped elsewhere
_WRONG_MARK = 3.5  # 1、 2、 （3） 4、: the number goes on, the mark is another's
_WRONG_SCRIPT = 4.5  # 1、 2、 三、 4、
_WRONG_PREFIX = 4.0  # 2.1 below 1.
_BESIDE = 6.0  # a list of another style in an open level
_PERIODS_BESIDE = 1.0  # a calendar beside sections
_PERIODS_BESIDE_ITEMS = 3.5
_AFTER_PERIODS = 2.5  # the numbered list goes on behind it
_TERMS_BESIDE = 0.5  # a term among months
_PERIODS_UNDER_TEXT = 3.0  # a calendar below a line that has text of its own
_STYLE_TWICE = 6.0  # a list inside another of the same style
_RANK_REVERSED = 1.5  # （一） above 一、
_SECTIONS_IN_WORDS = 7.0  # 一、 below the text of 首先，
_NAMES_REVERSED = 6.0  # 第二条 above 第一章
_PARTS_LATE = 0.5  # 第一条 is printed before 第一章
_HEADING_BESIDE = 1.5  # an unnumbered heading in a list of numbered ones
_HEADING_DEEPER = 0.25  # ... a little more at every depth
_AFTER_HEADING = 1.0  # the numbered list goes on beside it
_HEADING_UNDER_TEXT = 4.0  # ... below a numbered line that has text of its own
_HEADING_UNDER_NUMBER = 0.5
_EMPTY_HEADING = 3.0  # nothing stands below it


_T = TypeVar("_T")


class _OfStyles(dict[str, _T]):
    """What holds of each style; one that counts a word (``ordinal-任务``) or is deeper (``arabic>``) is as its kind."""

    def __missing__(self, style: str) -> _T:
        return self[style.rstrip(_DEEPER) if style.endswith(_DEEPER) else style.partition("-")[0]]


_RANKS = _OfStyles(
    {
        HEADING: -1.0,
        _TERM: 0.0,
        _QUARTER: 0.0,
        **RANKS,
        **{f"decimal-{n}": RANKS["decimal"] + n / 10 for n in (2, 3, 4)},
        **{f"bullet-{character}": RANKS["bullet"] for character in BULLETS + STARS + "-—"},
    }
)
# Styles whose lists a mark ends by its name: no 第一章 stands beside 第一条.
_ENDED_BY = _OfStyles(
    (style, frozenset(lower for lower in _RANKS if style in SELF_NAMED and _RANKS[lower] > _RANKS[style]))
    for style in _RANKS
)
_SCRIPTS = _OfStyles((style, style.partition("-")[0]) for style in _RANKS)


class Marked(NamedTuple):
    """What nesting needs to know of a line that is marked or may be a heading.

    Attributes
    ----------
    style, number
        Of its marker; ``HEADING`` and None for an unnumbered heading.
    has_text
        Whether it says more than a heading does.
    doubt
        What it costs to pass it over as text; None where it is marked for certain.
    """

    style: str
    number: Number
    has_text: bool
    doubt: float | None = None


class Asked(NamedTuple):
    """A marked line with what it costs on every path.

    Attributes
    ----------
    marked
        The line.
    opened
        The list that it opens where it continues none.
    before
        The number that it goes on from.
    first, under
        What it costs to open that list, and to open it below the line above.
    below_bare_heading
        Whether the line above may be a heading and has no text of its own.
    """

    marked: Marked
    opened: OpenList
    before: Number
    first: float
    under: float
    below_bare_heading: bool


def marked_by(marker: Marker, *, has_text: bool, doubt: float | None = None) -> Marked:
    """Return what nesting needs to know of a marked line.

    Terms, bullets of each kind, the words that count and decimals of each length are styles apart; the days of a month
    are numbers apart.
    """
    style, number = marker.style, read_numbers(marker)
    if style == "bullet":
        style = f"bullet-{marker.text[0]}"
    elif style == "ordinal":
        word = read_word(marker)
        style = f"{_WORDED}{word}" if word else style
    elif style == "period":
        style = _TERM if names_term(marker.text) else _QUARTER if "季度" in marker.text else style
        number = number and (*number, *read_days(marker.text))
    elif number and len(number) > 1:
        style = f"{style}-{len(number)}"
    return Marked(style, number, has_text, doubt)


def deeper(line: Marked, depth: int) -> Marked:
    """Return a marked line that lies in so many lists of its mark, as of a style apart."""
    return line._replace(style=line.style + _DEEPER * depth) if depth else line


def ask(line: Marked, above: Marked | None, before: Number) -> Asked:
    """Return a line with its costs; ``before`` is the last number of its style, anywhere above."""
    style, number, _has_text, _doubt = line
    expected, first, skipped, runs_on = None, 0.0, 0, False
    if number:
        expected = shift(number, -1)
        if number[-1] > 1:
            runs_on = before == expected
            skipped = 0 if runs_on else 1
            first = 0.0 if style in _PERIODS else _RUN_ON if runs_on else _LATE_START
    under = first + _cost_under(line, above, runs_on=runs_on) if above else first
    below_bare_heading = above is not None and above.style == HEADING and not above.has_text
    return Asked(line, OpenList(style, number, skipped), expected, first, under, below_bare_heading)


def choices(levels: Levels, asked: Asked, most: float) -> Iterator[Choice]:
    """Yield the line placed at every depth that is open, one below, and passed over, if that costs ``most`` or less."""
    style, number, _has_text, doubt = asked.marked
    is_decimal = number is not None and len(number) > 1 and style not in _PERIODS
    ended = _ENDED_BY[style]
    outer: Number = None  # the number around the depth that is looked at
    empty = _EMPTY_HEADING if asked.below_bare_heading and levels and levels[-1][-1].style == HEADING else 0.0
    for depth, level in enumerate(levels):
        current = level[-1]
        prefix = _cost_of_prefix(number, outer) if is_decimal else 0.0
        outer = current.last
        if current.style == style or (len(level) > 1 and _is_open(style, (level,))):
            place = next(place for place, one in enumerate(level) if one.style == style)
            cost, follower = _continue(level[place], number)
            cost += prefix + empty + _cost_of_return(style, current.style)
            if cost <= most:
                yield cost, depth, (*level[:place], *level[place + 1 :], follower)
        elif current.style in ended:
            cost = asked.first + _PARTS_LATE + (_STYLE_TWICE if _is_open(style, levels[:depth]) else 0.0)
            if cost <= most:
                yield cost, depth, (asked.opened,)
        else:
            cost = asked.first + prefix + empty + _cost_beside(style, current.style, depth)
            if cost <= most:
                yield cost, depth, (*level, asked.opened)
            if number and outer and _may_be_mismarked(asked, current, levels):
                cost = _WRONG_MARK if _SCRIPTS[style] == _SCRIPTS[current.style] else _WRONG_SCRIPT
                # The odd mark is this one, or was the one before.
                yield cost, depth, (*level[:-1], OpenList(current.style, (*outer[:-1], number[-1]), 0))
                yield cost, depth, (*level[:-1], OpenList(style, number, 0))
    cost = asked.under + (_cost_of_prefix(number, outer) if is_decimal else 0.0)
    if cost <= most and len(levels) < _DEEPEST:
        starts_anew = number is None or number[-1] == 1
        if style != HEADING and _is_open(style, _below_heading(levels) if starts_anew else levels):
            cost += _STYLE_TWICE
        if cost <= most:
            yield cost, len(levels), (asked.opened,)
    if doubt is not None:
        yield doubt, None, ()


def plain_choice(levels: Levels, asked: Asked) -> Choice | None:
    """Return the place of a line where every other one costs at least 5 more: next in an open list, or in a new one.

    Most lines have one, and need no more thought.
    """
    style, number, _has_text, doubt = asked.marked
    if doubt is not None or not number or style in _PERIODS:
        return None
    ended = _ENDED_BY[style]
    own: int | None = None  # the depth of the open list of this style
    is_rival = False  # whether it may be the next of a list of another style, too
    for depth, level in enumerate(levels):
        for one in level:
            if one.style == style:
                if own is not None or one is not level[-1] or one.last != asked.before:
                    return None
                own = depth
            elif own is None:
                is_rival = is_rival or (one.last is not None and one.last[-1] + 1 == number[-1])
                if one.style in ended:
                    return None
    outer = levels[: len(levels) if own is None else own]
    if outer and _cost_of_prefix(number, outer[-1][-1].last):
        return None
    if own is None:
        is_plain = asked.under == asked.first and len(levels) < _DEEPEST and not is_rival
        return (asked.first, len(levels), (asked.opened,)) if is_plain else None
    return None if asked.below_bare_heading else (0.0, own, (*levels[own][:-1], OpenList(style, number, 0)))


def goes_on(levels: Levels, asked: Asked) -> bool:
    """Tell whether a line is the next of a list that is open, which costs nothing."""
    expected = (asked.marked.style, asked.before)
    return any((one.style, one.last) == expected for level in levels for one in level)


def _may_be_mismarked(asked: Asked, current: OpenList, levels: Levels) -> bool:
    """Tell whether a line may be the next of a list of another style: （三） behind 1.2, but not 2.2 behind 1.1.

    It is not where it is the next of an open list of its own.
    """
    style, number, last = asked.marked.style, asked.marked.number, current.last
    if not number or not last or number[-1] != last[-1] + 1 or {style, current.style} & {HEADING, *_PERIODS}:
        return False
    return (len(number) != len(last) or number[:-1] == last[:-1]) and not goes_on(levels, asked)


def _is_open(style: str, levels: Sequence[Level]) -> bool:
    return any(one.style == style for level in levels for one in level)


def _below_heading(levels: Levels) -> Levels:
    """Return the levels below the innermost heading without a number or with a word: there numbering starts anew."""
    for depth in range(len(levels) - 1, -1, -1):
        if levels[depth][-1].style.startswith((HEADING, _WORDED)):
            return levels[depth + 1 :]
    return levels


def _continue(open_list: OpenList, number: Number) -> tuple[float, OpenList]:
    """Return the cost of ``number`` as the next of a list, and the list with it."""
    style, last, skipped = open_list
    follower = OpenList(style, number, 0)
    if number is None:
        return 0.0, open_list
    if last is None:
        return 0.0, follower
    if style in _PERIODS:  # months skip, overlap and run over the end of the year
        return (_REPEAT if number == last else 0.0), follower
    if number[:-1] != last[:-1]:  # 2.1 follows 1.3 where no 2. is printed
        return (_RUN_ON if number[-1] == 1 and number > last else _BACK), follower
    step = number[-1] - last[-1]
    if step == 1:
        return 0.0, follower
    if step > 1:
        return _GAP + _EACH_FURTHER_GAP * (step - 2), OpenList(style, number, last[-1] + 1)
    if step == 0:
        return _REPEAT, follower
    if skipped and number[-1] >= skipped:
        return _SWAPPED, open_list
    return (_RESTART if number[-1] == 1 else _BACK), follower


def _cost_of_prefix(number: Number, outer: Number) -> float:
    """Return the cost of a decimal whose prefix is not the number around it."""
    is_wrong = number and len(number) > 1 and outer and number[-2] != outer[-1]
    return _WRONG_PREFIX if is_wrong else 0.0


def _cost_of_return(style: str, current: str) -> float:
    """Return the cost of going on with a list beside the current one of its level."""
    if style == HEADING or style in _PERIODS:
        return 0.0
    return _AFTER_HEADING if current == HEADING else _AFTER_PERIODS if current in _PERIODS else 0.0


def _cost_beside(style: str, current: str, depth: int) -> float:
    if style == HEADING:
        return _HEADING_BESIDE + _HEADING_DEEPER * depth
    if style in _PERIODS:
        if current in _PERIODS:
            return _TERMS_BESIDE
        return _PERIODS_BESIDE_ITEMS if depth else _PERIODS_BESIDE
    return _BESIDE


def _cost_under(line: Marked, above: Marked, *, runs_on: bool) -> float:
    """Return the cost of opening a list below the line above, whatever the path.

    Numbers that run on below bullets (★ 板块二 above 7.) say that the bullets are headings.
    """
    if HEADING in (line.style, above.style):
        if line.style != HEADING:
            return 0.0
        if above.style == HEADING:
            return _STYLE_TWICE
        return _HEADING_UNDER_TEXT if above.has_text else _HEADING_UNDER_NUMBER
    if line.style in _PERIODS:
        is_longer = line.style == _TERM and above.style == "period"  # no term lies in a month
        return _PERIODS_UNDER_TEXT if above.has_text or is_longer else 0.0
    if above.style in _PERIODS:
        return 0.0
    if above.has_text and _SCRIPTS[above.style] == "ordinal" and _RANKS[line.style] <= RANKS["cjk"]:
        return _SECTIONS_IN_WORDS
    if (
        line.style == above.style + _DEEPER
        or _RANKS[line.style] > _RANKS[above.style]
        or (runs_on and _SCRIPTS[above.style] == "bullet")
    ):
        return 0.0
    return _NAMES_REVERSED if line.style in SELF_NAMED else _RANK_REVERSED
