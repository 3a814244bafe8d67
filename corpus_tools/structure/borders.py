"""Borders: where plans begin and end in a source, their titles, and the furniture that a site put around them.

Labels that count the plans of a page (篇一, 【篇2】, 范文三：) decide first. Without them a title line begins a plan
where the numbering starts again below it or a dated signature stands above it, and so does any short unmarked line
under which the top style starts again at one.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise, takewhile
from typing import Literal, NamedTuple

from corpus_tools.folding import fold
from corpus_tools.reading.titles import repeats_page_title
from corpus_tools.spans import Span
from corpus_tools.structure.furniture import is_furniture, is_rule, last_own_line
from corpus_tools.structure.labels import find_labels, is_only_label
from corpus_tools.structure.lines import (
    Line,
    is_attachment_heading,
    is_date,
    is_salutation,
    is_sentence,
    is_unnumbered_heading,
)
from corpus_tools.structure.markers import Marker
from corpus_tools.structure.titles import (
    LONGEST_TITLE,
    TITLE_DASH,
    announces_list,
    heads_plan,
    is_broken_title,
    is_fuller_title,
    is_later_title,
    is_part_title,
    is_short,
    is_subtitle,
    is_title,
    is_title_part,
    names_owner,
    names_two,
    says_whose,
    sends_plan_out,
    without_title_label,
)

_FEWEST_SECTIONS = 2
_FEWEST_SENTENCES = 2
_TOP_STYLES = ("part", "chapter", "cjk")
_OPENING = ("《", "“", "（", "(")

# What an unmarked line is: the head of a plan, a further title of it, the heading of an attachment, or text.
_Kind = Literal["head", "title", "attachment", "text"]


class Border(NamedTuple):
    """Where one plan lies in its source, in code points of the source text.

    Attributes
    ----------
    lines
        Its lines, title and label among them; never empty.
    title
        The lines that print the title; None where none is printed.
    label
        A label on a line of its own (篇一).
    repeats
        The title printed again.
    """

    lines: tuple[Line, ...]
    title: Span | None
    label: Span | None
    repeats: tuple[Span, ...]


class _Head(NamedTuple):
    """Where a plan starts; all three are indexes of lines."""

    first: int
    title: int | None
    label: int | None = None


class _Page:
    """The lines of a source, and what a look around one of them takes."""

    def __init__(self, text: str, lines: Sequence[Line], title: str) -> None:
        self.text = text
        self.lines = lines
        self.contents = [text[line.start : line.end] for line in lines]
        self.title = title
        self.below = _markers_below(lines)
        self.places: dict[str, list[int]] = {}  # of each style, the lines that it marks
        for index, line in enumerate(lines):
            if line.marker:
                self.places.setdefault(line.marker.style, []).append(index)

    @cached_property
    def last_print(self) -> dict[str, int]:
        return {content: index for index, content in enumerate(self.contents)}

    @cached_property
    def n_furniture(self) -> int:
        """The lines of a site above the first line that is none."""
        return sum(1 for _ in takewhile(is_furniture, self.contents))

    def is_title(self, index: int) -> bool:
        content = self.contents[index]
        if index and self.contents[index - 1].endswith(_OPENING):  # 关于《, and on the next line what it is about
            return False
        return is_title(content) or repeats_page_title(content, self.title) or self.is_broken_title(index)

    def is_broken_title(self, index: int) -> bool:
        """Tell whether the first title of a page breaks off in the line above."""
        is_first = 0 < index <= self.n_furniture + 1 and not self.lines[index - 1].marker
        return is_first and is_broken_title(*self.contents[index - 1 : index + 1]) and _follows(self, index)


def find_borders(text: str, lines: Sequence[Line], page_title: str = "") -> list[Border]:
    """Return the plans of a source, in order; at least one if there is a line at all.

    Lines in no border are furniture. A line that ``page_title`` begins with is a title, whatever its words.
    """
    page = _Page(text, _without_dashes_of_titles(text, lines), page_title)
    heads = list(_labelled_heads(page)) or list(_titled_heads(page))
    ends = [*(head.first for head in heads[1:]), len(lines)]
    return [_border(page, head, end) for head, end in zip(heads, ends, strict=True)]


def _without_dashes_of_titles(text: str, lines: Sequence[Line]) -> Sequence[Line]:
    """Take the marker from the dash before the second line of a title: a motto, and below it ——某校工会工作总结."""
    dashed = {
        index
        for index, (above, line) in enumerate(pairwise(lines), 1)
        if line.marker
        and line.marker.text == TITLE_DASH
        and above.marker is None
        and is_short(above.of(text))
        and is_title(line.of(text))
    }
    return [line._replace(marker=None) if i in dashed else line for i, line in enumerate(lines)] if dashed else lines


def _labelled_heads(page: _Page) -> Iterator[_Head]:
    for index in find_labels(page.lines, page.contents, page.below):
        if not is_only_label(page.contents[index]):
            yield _Head(index, index)
        else:
            below = page.lines[index + 1 : index + 2]
            is_titled = below and below[0].marker is None and is_title(page.contents[index + 1])
            yield _Head(index, index + 1 if is_titled else None, index)


class _Seen(NamedTuple):
    """What the plan that is open has shown so far.

    Attributes
    ----------
    top, first
        The style of its first marker, and the line of that.
    n_sections
        Markers of that style, counted no further than it matters.
    titled
        Whether it has a title.
    headed
        Whether an unnumbered heading stands above its first marker.
    has_text
        Whether it has a marked line or a sentence.
    attached
        Whether an attachment has begun.
    names_two
        Whether its title names a summary and a plan.
    """

    top: str = ""
    first: int = 0
    n_sections: int = 0
    titled: bool = False
    headed: bool = False
    has_text: bool = False
    attached: bool = False
    names_two: bool = False

    def may_be_over(self) -> bool:
        """Tell whether the plan may end without a title below: it has sections, and no parts that begin at one."""
        return not self.headed and not self.attached and self.top in _TOP_STYLES and self.n_sections >= _FEWEST_SECTIONS

    def after_marker(self, at: int, marker: Marker, above: str) -> "_Seen":
        """Return what it has shown with a marked line more; ``above`` is the unmarked line right above that."""
        if not self.top:
            headed = self.titled and is_unnumbered_heading(above)
            return self._replace(top=marker.style, first=at, n_sections=1, headed=headed, has_text=True)
        if marker.style == self.top and self.n_sections < _FEWEST_SECTIONS:
            return self._replace(n_sections=self.n_sections + 1)
        return self

    def after_text(self, content: str, kind: _Kind, *, is_title: bool) -> "_Seen":
        """Return what it has shown with an unmarked line more, or if that is a head, what the plan below it has."""
        shown = _Seen(titled=True) if kind == "head" else self
        if is_title:
            shown = shown._replace(titled=True, names_two=shown.names_two or names_two(content))
        if kind == "attachment":
            shown = shown._replace(attached=True)
        if not shown.has_text and is_sentence(content):
            shown = shown._replace(has_text=True)
        return shown


class _Unmarked(NamedTuple):
    """An unmarked line.

    Attributes
    ----------
    above
        The line before, if it is unmarked and no title.
    seen
        What the plan that is open has shown above it.
    """

    page: _Page
    at: int
    content: str
    is_title: bool
    above: str
    seen: _Seen


def _titled_heads(page: _Page) -> Iterator[_Head]:
    """Yield the heads of plans on a page without labels: the first plan may print no title."""
    starts = list(_starts(page))
    first_title = starts[0].first if starts else len(page.lines)
    if not starts or (_has_plan_text(page, first_title) and not _is_cover(page, first_title)):
        first = _first_own_line(page)
        yield _Head(first, first if _heads_all(page, first) else None)
    is_usual = False  # the first title has its unit or year on lines above, and so have those below
    for start in starts:
        if start.title is None:
            yield start
            continue
        printed = _own_title(page, start.title)
        first = _first_title_line(page, printed)
        is_first = start is starts[0]
        is_usual |= is_first and first < printed
        is_its_own = is_first or is_usual or _ends_signed(page, first) or _is_apart(page, first, printed)
        yield _Head(first if is_its_own else printed, printed)


def _is_apart(page: _Page, first: int, last: int) -> bool:
    """Tell whether a blank line stands above some lines and none among them."""
    ends = [line.end for line in page.lines[first - 1 : last]]
    starts = [line.start for line in page.lines[first : last + 1]]
    above, *among = (page.text.count("\n", end, start) for end, start in zip(ends, starts, strict=True))
    return above > 1 and all(n == 1 for n in among)


def _first_own_line(page: _Page) -> int:
    own = (index for index, line in enumerate(page.lines) if line.marker or not is_furniture(page.contents[index]))
    return next(own, 0)


def _heads_all(page: _Page, first: int) -> bool:
    """Tell whether the first line of a page is the title of the numbering or the calendar that begins right below."""
    below = page.lines[first + 1].marker if first + 1 < len(page.lines) else None
    begins = below is not None and (below.style == "period" or _is_first(below))
    return begins and page.lines[first].marker is None and heads_plan(page.contents[first])


def _starts(page: _Page) -> Iterator[_Head]:
    """Yield where plans begin: at the first title, then wherever numbering starts again, with a title or without."""
    seen, above = _Seen(), ""
    for at, (line, content) in enumerate(zip(page.lines, page.contents, strict=True)):
        if line.marker:
            if (
                _restarts(seen, line.marker)
                and seen.may_be_over()
                and _is_new_numbering(page, at)
                and not _is_announced(page, at)
            ):
                if not _lists_contents(page, seen.first, at):
                    yield _Head(_block_start(page, at), None)
                seen = _Seen(titled=True)
            seen, above = seen.after_marker(at, line.marker, above), ""
        else:
            unmarked = _Unmarked(page, at, content, page.is_title(at), above, seen)
            kind = _kind_of(unmarked)
            if kind == "head":
                yield _Head(at, at)
            seen = seen.after_text(content, kind, is_title=unmarked.is_title)
            above = "" if kind in ("head", "title") else content


def _is_titled_behind_signature(line: _Unmarked) -> bool:
    may_follow = line.is_title and line.seen.has_text and not line.seen.attached and not _is_part(line)
    return may_follow and _begins_behind_signature(line.page, line.at)


def _is_first_title(line: _Unmarked) -> bool:
    return line.is_title and not line.seen.titled and not _is_amid_text(line.page, line.at)


def _is_further_title(line: _Unmarked) -> bool:
    return line.is_title and line.seen.titled


def _is_of_attachment(line: _Unmarked) -> bool:
    """Tell whether a line is the heading of an attachment, or stands right below one."""
    return is_attachment_heading(line.content) or is_attachment_heading(line.above)


def _is_part(line: _Unmarked) -> bool:
    """Tell whether a line is the title of one part of a plan whose title names two."""
    return line.seen.names_two and is_part_title(line.content)


def _is_titled_numbering(line: _Unmarked) -> bool:
    """Tell whether a line is a later title, and a numbering of its own begins below."""
    if not line.is_title or not is_later_title(line.content):
        return False
    page, at, seen = line.page, line.at, line.seen
    begins = _restarts(seen, page.below[at]) or (_is_first(page.below[at]) and not _continues(page, seen.top, at))
    return begins and not _heads_list(page, at, seen)


def _is_untitled_numbering(line: _Unmarked) -> bool:
    return _restarts(line.seen, line.page.below[line.at]) and _may_head_plan(line.page, line.at, line.seen)


_Rules = tuple[tuple[Callable[[_Unmarked], bool], _Kind], ...]  # the first that applies decides

_ABOVE_MARKERS: _Rules = (
    (_is_titled_behind_signature, "head"),
    (_is_first_title, "head"),
    (_is_further_title, "title"),  # without a number since the first it begins no plan
)
_BELOW_MARKERS: _Rules = (
    (_is_of_attachment, "attachment"),
    (_is_part, "text"),
    (_is_titled_behind_signature, "head"),
    (_is_titled_numbering, "head"),
    (_is_untitled_numbering, "head"),
)


def _kind_of(line: _Unmarked) -> _Kind:
    for applies, kind in _BELOW_MARKERS if line.seen.top else _ABOVE_MARKERS:
        if applies(line):
            return kind
    return "text"


def _markers_below(lines: Sequence[Line]) -> list[Marker | None]:
    """Return for each line the first marker at or below it."""
    markers: list[Marker | None] = []
    for line in reversed(lines):
        markers.append(line.marker or (markers[-1] if markers else None))
    return markers[::-1]


def _is_first(marker: Marker | None) -> bool:
    return marker is not None and marker.value == 1


def _restarts(seen: _Seen, below: Marker | None) -> bool:
    return below is not None and _is_first(below) and below.style == seen.top


def _continues(page: _Page, style: str, index: int) -> bool:
    """Tell whether the list of ``style`` that stands above a line goes on below it."""
    places = page.places[style]
    behind = bisect_left(places, index)
    above, below = (
        (page.lines[place].marker for place in places[behind - 1 : behind + 1])
        if 0 < behind < len(places)
        else (None, None)
    )
    return above is not None and below is not None and below.value is not None and below.value == (above.value or 0) + 1


def _is_amid_text(page: _Page, title: int) -> bool:
    """Tell whether the first title on a page is a heading: the plan speaks above it, and prints another title or none.

    It speaks to somebody, or in sentences where no sections begin below; but a title that says whose plan it is begins
    that plan, and so does one that the lines above name or send out.
    """
    content, above = page.contents[title], page.contents[:title]
    is_named = repeats_page_title(content, page.title) or any(content in line for line in above)
    if is_named or says_whose(content) or _is_cover(page, title):
        return False
    own = [line for line in above if not is_furniture(line)]
    below = page.below[title]
    heads_sections = below is not None and _is_first(below) and below.style in _TOP_STYLES
    speaks = sum(map(is_sentence, own)) >= _FEWEST_SENTENCES and not heads_sections
    return speaks or any(map(is_salutation, own))


def _heads_list(page: _Page, title: int, seen: _Seen) -> bool:
    """Tell whether a later title is a heading right above its list, as those of the lists before are."""
    return seen.headed and page.lines[title + 1].marker is not None and not says_whose(page.contents[title])


def _begins_behind_signature(page: _Page, title: int) -> bool:
    """Tell whether a later title begins a plan whatever its numbers: a dated signature above, text below.

    A table or a calendar below the signature belongs to the plan above.
    """
    content, below = page.contents[title], range(title + 1, min(title + 6, len(page.lines)))
    if not is_later_title(content) or content.endswith(("表", "安排")):
        return False
    own = takewhile(lambda index: page.lines[index].marker or not is_furniture(page.contents[index]), below)
    has_text = any(page.lines[index].marker or is_sentence(page.contents[index]) for index in own)
    return has_text and (_ends_signed(page, _first_title_line(page, title)) or _ends_signed(page, title, by_date=True))


def _ends_signed(page: _Page, end: int, *, by_date: bool = False) -> bool:
    """Tell whether a signature and its date stand above a line, in either order; rules and a site's lines may follow.

    ``by_date``: a date alone behind a sentence is enough.
    """
    last = end - 1
    while last > 0 and (is_rule(page.contents[last]) or is_furniture(page.contents[last])):
        last -= 1
    if last < 1:
        return False
    above, content = page.contents[last - 1 : last + 1]
    if is_date(content):
        return (by_date and is_sentence(above)) or (page.lines[last - 1].marker is None and is_short(above))
    return is_date(content.split()[-1]) or (is_date(above) and page.lines[last].marker is None and is_short(content))


def _may_head_plan(page: _Page, index: int, seen: _Seen) -> bool:
    """Tell whether a line that is no title by its words may still be one: short, right above the first section."""
    content = page.contents[index]
    is_heading = is_unnumbered_heading(content) and is_short(content) and not is_rule(content)
    return seen.may_be_over() and is_heading and page.lines[index + 1].marker is not None


def _is_new_numbering(page: _Page, index: int) -> bool:
    """Tell whether the 1 at ``index`` begins a numbering of its own.

    It does if 2 follows, and the list above does not go on afterwards as it would around a list inside a section.
    """
    marker = page.lines[index].marker
    assert marker is not None
    places = page.places[marker.style]
    here = bisect_left(places, index)
    values = (line.marker.value for line in (page.lines[place] for place in places[here:]) if line.marker)
    run_length, after = _run_from_one(values)
    above = page.lines[places[here - 1]].marker
    goes_on = above is not None and above.value is not None and after == above.value + 1
    return run_length >= _FEWEST_SECTIONS and not goes_on


def _is_announced(page: _Page, index: int) -> bool:
    """Tell whether the line above a numbering announces a list (``具体做三件事：``) and no plan."""
    return announces_list(page.contents[index - 1]) and not _ends_signed(page, _block_start(page, index))


def _run_from_one(values: Iterator[int | None]) -> tuple[int, int | None]:
    """Return how many of ``values`` count 1, 2, 3 ..., and the value behind them."""
    expected = 1
    for value in values:
        if value != expected:
            return expected - 1, value
        expected += 1
    return expected - 1, None


def _lists_contents(page: _Page, first: int, index: int) -> bool:
    """Tell whether all lines from ``first`` on to ``index`` head something below: a list of contents."""
    headings = zip(page.lines[first:index], page.contents[first:index], strict=True)
    return all(line.marker and page.last_print[content] >= index for line, content in headings)


def _block_start(page: _Page, index: int) -> int:
    """Return the first of the unmarked lines above ``index`` that no blank line parts from it.

    The first of several goes with a heading right above them, which would else have no text.
    """
    first = index
    while page.lines[first - 1].marker is None and _follows(page, first):
        first -= 1
    is_headed = _follows(page, first) and not is_sentence(page.contents[first - 1])
    return first + 1 if is_headed and index - first > 1 and is_sentence(page.contents[first]) else first


def _follows(page: _Page, index: int) -> bool:
    """Tell whether no blank line stands above a line."""
    return page.text.count("\n", page.lines[index - 1].end, page.lines[index].start) == 1


def _is_cover(page: _Page, title: int) -> bool:
    """Tell whether the lines above a title only send the plan out: a notice or the head of an official letter."""
    return not any(line.marker for line in page.lines[:title]) and any(map(sends_plan_out, page.contents[:title]))


def _own_title(page: _Page, title: int) -> int:
    """Return where the plan prints its own title, if the site prints the title or a column above its own lines."""
    own, has_site_lines = title, False
    above = without_title_label(page.contents[title])
    may_be_column = not repeats_page_title(above, page.title)
    for index in range(title + 1, min(title + 6, len(page.lines))):
        content = page.contents[index]
        if page.lines[index].marker:
            break
        if is_furniture(content):
            has_site_lines = True
        elif _plain(content) == _plain(above):
            own = index if has_site_lines or above != page.contents[title] else own
        elif may_be_column and page.is_title(index) and is_fuller_title(content, above, is_parted=has_site_lines):
            return index
        elif not is_title_part(content) and not names_owner(content, "".join(page.contents[index + 1 : index + 2])):
            break
    return own


def _plain(title: str) -> str:
    return fold(title).text.strip('[]()《》"')


def _first_title_line(page: _Page, title: int) -> int:
    """Return where a title begins that prints its school, year or term on lines of their own."""
    is_second = title and (page.contents[title].startswith(TITLE_DASH) or page.is_broken_title(title))
    first = title - 1 if is_second else title
    above = _first_part(page, first)
    if above and page.lines[above - 1].marker is None and names_owner(page.contents[above - 1], page.contents[above]):
        owner = _first_part(page, above - 1)
        if owner == 0 or is_furniture(page.contents[owner - 1]):
            return owner
    return above


def _first_part(page: _Page, first: int) -> int:
    """Return the first of the lines that belong to a title right below them."""
    while first and page.lines[first - 1].marker is None and is_title_part(page.contents[first - 1]):
        first -= 1
    return first


def _has_plan_text(page: _Page, title: int) -> bool:
    """Tell whether a line above the first title belongs to a plan: marked, or prose that no site prints."""
    for line, content in zip(page.lines[:title], page.contents, strict=False):
        is_prose = len(content) > LONGEST_TITLE and "。" in content
        if line.marker or (is_prose and not is_furniture(content)):
            return True
    return False


def _border(page: _Page, head: _Head, end: int) -> Border:
    lines, contents = page.lines, page.contents
    end = last_own_line(lines, contents, head.first, end) + 1
    title, repeats = None, []
    if head.title is not None:
        below = head.title + 1
        repeats = _find_repeats(contents, head.title, end)
        is_long = below < end and below not in repeats and is_subtitle(contents[below])
        first = head.first if head.label is None else head.title
        title = Span(lines[first].start, lines[below if is_long else head.title].end)
    label = None if head.label is None else _span(lines[head.label])
    return Border(tuple(lines[head.first : end]), title, label, tuple(_span(lines[i]) for i in repeats))


def _find_repeats(contents: Sequence[str], title: int, end: int) -> list[int]:
    """Return which lines print the title of a plan again: right below it, or as the head of a page."""
    printed = fold(contents[title]).text
    lengths = range(len(printed), 2 * len(contents[title]) + 1)
    return [i for i in range(title + 1, end) if len(contents[i]) in lengths and fold(contents[i]).text == printed]


def _span(line: Line) -> Span:
    return Span(line.start, line.end)
