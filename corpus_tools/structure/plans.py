"""Plans: a source parsed into work plans and furniture. This is the front of the floor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import chain, takewhile
from textwrap import indent
from typing import Any, NamedTuple, Self

from corpus_tools.errors import PlanFormatError
from corpus_tools.facts.calendar import CalendarEntry, find_calendar
from corpus_tools.facts.commitments import Commitment, find_commitments
from corpus_tools.facts.dates import StatedDate, Years, find_dates, find_implied_years
from corpus_tools.facts.laws import Law, find_laws
from corpus_tools.facts.names import Name, find_names
from corpus_tools.facts.owners import find_own_name
from corpus_tools.facts.substance import Substance, find_facts, measure_substance
from corpus_tools.options import check_options
from corpus_tools.reading.source import Source, source_of_text
from corpus_tools.reading.titles import show_title, split_headings
from corpus_tools.scripts import fold_simplified, simplify
from corpus_tools.spans import Span, Stretch, gaps
from corpus_tools.structure.borders import Border, find_borders
from corpus_tools.structure.clauses import Clause, clauses_of
from corpus_tools.structure.dicts import fault_dict, nodes_of_dicts, printed_dict, tree_dicts
from corpus_tools.structure.drafts import NodeKind
from corpus_tools.structure.faults import Fault, find_faults
from corpus_tools.structure.furniture import is_furniture
from corpus_tools.structure.lines import CRAWL_MARKS, Line, mark_headings, split_lines
from corpus_tools.structure.markdown import format_markdown
from corpus_tools.structure.nodes import Node, Noise, build_nodes, find_noise, noise_lines, own_spans
from corpus_tools.structure.run_on import split_run_on
from corpus_tools.structure.sequences import settle_readings
from corpus_tools.structure.stops import BLANKS

SCHEMA = "corpus-tools/plan/1"
_MOST_HEAD_LINES, _LONGEST_HEAD = 10, 2000  # of a page: lines, with the blank ones, and code points
_WIDTH, _STEP = 40, "  "  # of outlines


class Branch(NamedTuple):
    """A node with what stands below it: the tree as a view of the rows.

    Attributes
    ----------
    line
        The first line of what the node prints itself.
    """

    node: Node
    children: tuple["Branch", ...]
    line: str

    def outline(self, width: int = _WIDTH) -> str:
        """Return one indented line a node, cut to ``width`` characters.

        Raises
        ------
        OptionError
        """
        check_options(width=width)
        below = (indent(branch.outline(width), _STEP) for branch in self.children)
        return "\n".join((_cut_off(self.line, width), *below))

    def __str__(self) -> str:
        """Return the outline."""
        return self.outline()

    def __repr__(self) -> str:
        return f"<Branch {_cut_off(self.line, _WIDTH)!r} {len(self.children)} children>"


class Furniture(NamedTuple):
    """What the site put around plans; span in the source text."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One work plan.

    Attributes
    ----------
    source
        Where it comes from.
    ordinal
        Its number in the source, from 1.
    start, end
        Its span in the source text (code points).
    title
        Span in the plan's own text; None where no title is printed.
    nodes
        Flat, in the order of the text.
    noise_lines
        The lines that are nothing but noise: page numbers, labels and repeated titles.
    """

    source: Source
    ordinal: int
    start: int
    end: int
    title: Span | None
    nodes: tuple[Node, ...] = field(hash=False)
    noise_lines: tuple[Noise, ...] = field(hash=False)

    @property
    def plan_id(self) -> str:
        """The path of the source, ``#``, the ordinal."""
        return f"{self.source.path}#{self.ordinal}"

    @property
    def text(self) -> str:
        """The plan's own characters; every span counts in them."""
        return self.source.text[self.start : self.end]

    def text_of(self, stretch: Stretch) -> str:
        """Return what the plan prints in a span of its own; of a node, with all that stands below it.

        Parameters
        ----------
        stretch
            A node, a clause, a heading, a date: anything with a start and an end in the plan's text.
        """
        return self.text[stretch.start : stretch.end]

    @property
    def title_text(self) -> str:
        """The title as printed, or an empty string."""
        return self.text[self.title.start : self.title.end] if self.title else ""

    @property
    def shown_title(self) -> str:
        """The title as people read it: as printed, else as the page or row gives it; or an empty string."""
        return show_title(self.title_text, self.meta, self.ordinal)

    @property
    def meta(self) -> Mapping[str, str]:
        """What is known about the source beside its text."""
        return self.source.meta

    @property
    def noise(self) -> tuple[Noise, ...]:
        """The noise lines, blanks and stray marks; with title, markers, headings and bodies they tile the text."""
        own = chain.from_iterable(map(own_spans, self.nodes))
        return find_noise(self.text, self.noise_lines, [self.title, *own] if self.title else own)

    @property
    def site_lines(self) -> tuple[Span, ...]:
        """The lines right below the title in which the site says where the plan is from and when it was published.

        They are the first of its nodes.
        """
        paragraphs = takewhile(lambda node: node.kind == "paragraph", self.nodes)
        spans = (Span(node.start, node.end) for node in paragraphs)
        return tuple(takewhile(lambda span: is_furniture(simplify(self.text_of(span))), spans))

    @property
    def page_lines(self) -> tuple[str, ...]:
        """The lines at the head of the page, above the plan, in which the site speaks; of all plans on the page."""
        lines = self.source.text[: min(self.start, _LONGEST_HEAD)].split("\n")[:_MOST_HEAD_LINES]
        return tuple(line for line in map(str.strip, lines) if is_furniture(simplify(line)))

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses, in the order of the nodes, without what the site says below the title."""
        return tuple(clauses_of(self.text, self.nodes, len(self.site_lines)))

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong in the numbering, in the order of the text."""
        return tuple(find_faults(self.text, self.nodes))

    @property
    def dates(self) -> tuple[StatedDate, ...]:
        """The dates and years that it states, in order."""
        return tuple(find_dates(self.text))

    @property
    def implied_years(self) -> Years | None:
        """The first and the last year that it says it is for; None where it does not say."""
        return find_implied_years(self.text, self.title, self.dates)

    @property
    def calendar(self) -> tuple[CalendarEntry, ...]:
        """Its months, weeks and terms with what is to be done in each, in order."""
        return tuple(find_calendar(self.text, self.nodes))

    @property
    def laws(self) -> tuple[Law, ...]:
        """The laws, rules and official papers that it cites, in order."""
        return tuple(find_laws(self.text))

    @property
    def names(self) -> tuple[Name, ...]:
        """The names of schools, places and organisations in it, in order."""
        return tuple(find_names(self.text))

    @property
    def own_name(self) -> Name | None:
        """The name of those whose plan it is; None where it does not say."""
        return find_own_name(self.text, self.title, self.names)

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """What it promises in numbers, in order."""
        return tuple(find_commitments(self.text, self.nodes, self.clauses))

    @property
    def substance(self) -> Substance:
        """How much of it states something that one can check."""
        clauses, names = self.clauses, self.names
        own_name = find_own_name(self.text, self.title, names)
        facts = find_facts(
            self.text, self.nodes, clauses, dates=self.dates, names=names, own_name=own_name, laws=self.laws
        )
        return measure_substance(clauses, facts)

    @property
    def tree(self) -> tuple[Branch, ...]:
        """The nodes nested by their parents."""
        text = self.text
        children: dict[int | None, list[Branch]] = {}
        for node in reversed(self.nodes):  # children come after their parent, so they are complete first
            below = tuple(reversed(children.get(node.node_id, ())))
            own_end = max(span.end for span in own_spans(node))
            line = " ".join(text[node.start : own_end].split("\n", 1)[0].split())
            children.setdefault(node.parent_id, []).append(Branch(node, below, line))
        return tuple(reversed(children.get(None, ())))

    def find(self, words: str = "", *, kind: NodeKind | None = None, level: int | None = None) -> list[Node]:
        """Return the nodes that print ``words`` in their own heading or body, and are of a kind and level if given.

        Width, case, white space, the form of punctuation and traditional characters do not count.
        """
        text, wanted = self.text, fold_simplified(words).text
        return [
            node
            for node in self.nodes
            if kind in (None, node.kind)
            and level in (None, node.level)
            and wanted in fold_simplified("".join(text[slice(*span)] for span in own_spans(node))).text
        ]

    def to_markdown(self) -> str:
        """Return the plan as Markdown: sections are headings, items nested lists, tables tables."""
        return format_markdown(self.text, self.title_text, self.nodes)

    def outline(self, width: int = _WIDTH) -> str:
        """Return the title and one indented line a node, the lines cut to ``width`` characters.

        Raises
        ------
        OptionError
        """
        check_options(width=width)
        below = (indent(branch.outline(width), _STEP) for branch in self.tree)
        return "\n".join((self.shown_title or self.plan_id, *below))

    def __str__(self) -> str:
        """Return the outline."""
        return self.outline()

    def __repr__(self) -> str:
        return f"<Plan {self.plan_id} {self.shown_title!r} {len(self.nodes)} nodes>"

    def _repr_html_(self) -> str:
        """Show the outline in a notebook."""
        return f"<pre>{escape(self.outline())}</pre>"

    def to_dict(self) -> dict[str, object]:
        """Return the plan as the JSON object of ``corpus-tools/plan/1``.

        ``findings`` is empty: a plan does not check itself; ``corpus_tools.check`` and ``corpus-tools extract`` do.
        """
        text, dates = self.text, self.dates
        years = find_implied_years(text, self.title, dates)
        return {
            "schema": SCHEMA,
            "plan_id": self.plan_id,
            "ordinal": self.ordinal,
            "source": self.source.to_dict(),
            "start": self.start,
            "end": self.end,
            "title": printed_dict(text, self.title) if self.title else None,
            "text": text,
            "meta": dict(self.meta),
            "tree": tree_dicts(text, self.nodes),
            "noise": [list(noise) for noise in self.noise],
            "calendar": [entry.to_dict(text) for entry in self.calendar],
            "dates": [date._asdict() for date in dates],
            "implied_years": list(years) if years else None,
            "laws": [law._asdict() for law in self.laws],
            "names": [name._asdict() for name in self.names],
            "commitments": [commitment.to_dict(text) for commitment in self.commitments],
            "faults": [fault_dict(fault) for fault in self.faults],
            "findings": [],
        }

    @classmethod
    def from_dict(cls, dictionary: Mapping[str, Any]) -> Self:
        """Return the plan of a JSON object; blanks stand for what the source prints before it.

        Raises
        ------
        PlanFormatError
            The object is no ``corpus-tools/plan/1``.
        """
        try:
            if dictionary["schema"] != SCHEMA:
                raise PlanFormatError(found=str(dictionary["schema"]), expected=SCHEMA)
            title = dictionary["title"]
            return cls(
                source=Source(
                    **dictionary["source"],
                    text=" " * dictionary["start"] + dictionary["text"],
                    meta=dictionary["meta"],
                ),
                ordinal=dictionary["ordinal"],
                start=dictionary["start"],
                end=dictionary["end"],
                title=Span(title["start"], title["end"]) if title else None,
                nodes=tuple(nodes_of_dicts(dictionary["tree"])),
                noise_lines=noise_lines(Noise(*noise) for noise in dictionary["noise"]),
            )
        except (KeyError, TypeError) as error:
            raise PlanFormatError(found=repr(error), expected=SCHEMA) from error


class ParsedSource(NamedTuple):
    """A source with its plans; plans, furniture and blanks tile its text."""

    source: Source
    plans: tuple[Plan, ...]
    furniture: tuple[Furniture, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the object that ``extract --format json`` prints for a source."""
        return {
            "source": self.source.to_dict(),
            "furniture": [
                {**furniture._asdict(), "text": self.source.text[furniture.start : furniture.end]}
                for furniture in self.furniture
            ],
            "plans": [plan.to_dict() for plan in self.plans],
        }


def parse_text(text: str) -> list[Plan]:
    r"""Parse the text of one document, which may hold several plans.

    >>> [plan] = parse_text("一、目标\n1.抓师德。\n2.送温暖。\n二、要求")
    >>> [(node.level, node.kind) for node in plan.nodes]
    [(1, 'section'), (2, 'item'), (2, 'item'), (1, 'item')]

    Raises
    ------
    OptionError
        When it is no text.
    """
    check_options(text=text)
    return list(parse_source(source_of_text(text)).plans)


def parse_source(source: Source) -> ParsedSource:
    """Split a source into plans and furniture and parse the plans."""
    text = simplify(source.text)
    lines = settle_readings(text, split_run_on(text, split_lines(text)))
    lines = mark_headings(text, lines, split_headings(simplify(source.meta.get("headings", ""))))
    borders = find_borders(text, lines, simplify(source.meta.get("title", ""))) if lines else []
    plans = tuple(_parse_plan(source, text, ordinal, border) for ordinal, border in enumerate(borders, 1))
    return ParsedSource(source, plans, tuple(_furniture(source.text, plans)))


def _cut_off(line: str, width: int) -> str:
    return line if len(line) <= width else (line[: width - 1] + "…")[:width]


def _furniture(text: str, plans: tuple[Plan, ...]) -> Iterator[Furniture]:
    for gap in gaps([Span(plan.start, plan.end) for plan in plans], 0, len(text)):
        printed = text[slice(*gap)].rstrip(BLANKS)
        start = gap.start + len(printed) - len(printed.lstrip(BLANKS))
        end = gap.start + len(printed)
        if start < end:
            yield Furniture(start, end, "preamble" if plans and end <= plans[0].start else "footer")


def _parse_plan(source: Source, simplified: str, ordinal: int, border: Border) -> Plan:
    start, end = _start_with_marks(source.text, border.lines[0].start), border.lines[-1].end
    text = simplified[start:end]
    lines = [_shift(line, -start) for line in border.lines] if start else border.lines
    title = Span(border.title.start - start, border.title.end - start) if border.title else None
    noise = [Noise(line.start, line.end, "page") for line in lines if line.is_page_number]
    noise += (Noise(span.start - start, span.end - start, "repeat") for span in border.repeats)
    if border.label:
        noise.append(Noise(border.label.start - start, border.label.end - start, "label"))
    apart = {line.start for line in noise}
    own = [line for line in lines if line.start not in apart and not (title and title.start <= line.start < title.end)]
    nodes = build_nodes(text, own)
    if simplified is not source.text:
        nodes = [_as_printed(source.text[start:end], node) for node in nodes]
    return Plan(
        source=source,
        ordinal=ordinal,
        start=start,
        end=end,
        title=title,
        nodes=tuple(nodes),
        noise_lines=tuple(sorted(noise)),
    )


def _start_with_marks(text: str, start: int) -> int:
    """Return where the stray marks begin that stand before a line, if any do."""
    ahead = text[text.rfind("\n", 0, start) + 1 : start].lstrip(BLANKS)
    return start if ahead.strip(BLANKS + CRAWL_MARKS) else start - len(ahead)


def _as_printed(text: str, node: Node) -> Node:
    """Return a node with the marker that ``text`` prints."""
    marker = node.marker
    return node._replace(marker=marker._replace(text=text[marker.start : marker.end])) if marker else node


def _shift(line: Line, offset: int) -> Line:
    """Return a line with its places counted from another: ``offset`` characters further on."""
    marker = line.marker
    if marker:
        marker = marker._replace(start=marker.start + offset, end=marker.end + offset)
    return line._replace(start=line.start + offset, end=line.end + offset, marker=marker)
