"""The report: one HTML page with everything, that needs no server and no request to be read.

A small script of its own finds and sorts rows; without it the page is whole.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, chain
from statistics import fmean
from types import MappingProxyType
from typing import NamedTuple

from corpus_tools.corpus.result_rows import family_name, lexicon_name
from corpus_tools.corpus.review import NOT_REVIEWED, Matched
from corpus_tools.output.messages import _
from corpus_tools.output.names import (
    LEFT_OUT_NAMES,
    RELATION_NAMES,
    VERDICT_NAMES,
    column_name,
    common_folder,
    decision_name,
    format_direction,
    format_words,
    misfit_sentences,
    plan_title,
)
from corpus_tools.output.pages import fill_template
from corpus_tools.reading.source import Failure
from corpus_tools.reuse.comparison import Comparison, find_sides
from corpus_tools.reuse.direction import Direction
from corpus_tools.reuse.results import Pair, Reuse, between_schools_first
from corpus_tools.reuse.runs import Run, Side
from corpus_tools.reuse.shares import LEFT_OUT, PlanReuse
from corpus_tools.sorting import natural_key
from corpus_tools.spans import Span
from corpus_tools.structure.plans import Branch, Plan
from corpus_tools.themes.clusters import STABLE_CLUSTER, Clustering
from corpus_tools.themes.codebook import Codebook
from corpus_tools.themes.codebook_check import Misfit
from corpus_tools.themes.coding import Code, PlanThemes
from corpus_tools.themes.comparison import FEWEST_PLANS, GroupThemes
from corpus_tools.themes.resampling import Interval
from corpus_tools.themes.trends import ThemesBy, Trend

_N_EXAMPLES = 3
# The page says when there are more.
_MOST_DRAWN = 30  # groups in a figure, of a column that is none of years
_MOST_ALIKE = 80  # plans in the figure of all Jaccards: each is named
_MOST_PAIRS = 200  # side by side
_MOST_TEXT = 1_500_000  # characters of plans told as trees: a page of some 15 MB


class Analysis(NamedTuple):
    """All results that a report shows; everything runs parallel to ``plans``."""

    plans: Sequence[Plan]
    failures: Sequence[Failure]
    reuse: Reuse
    codebook: Codebook
    codes: Sequence[Code]
    measures: Sequence[PlanThemes]
    terms: Sequence[Sequence[tuple[str, float]]]
    plan_groups: Clustering
    clause_groups: Clustering
    version: str
    matched: Matched = NOT_REVIEWED
    compared: Sequence[ThemesBy] = ()
    misfit: Misfit | None = None
    said: Mapping[str, Sequence[str | None]] = MappingProxyType({})  # by column, as meta tables and documents have it


class EvidenceRun(NamedTuple):
    """A run of characters: plain, or evidence of a theme."""

    text: str
    is_evidence: bool


class PairView(NamedTuple):
    """Two plans side by side, cut into runs.

    ``copied`` says in short which is the likely source, ``direction`` also why; nothing where it is not known.
    """

    title: str
    verdict: str
    jaccard: float
    a_in_b: float
    b_in_a: float
    a: "PlanView"
    b: "PlanView"
    substitutions: list[str]
    relation: str
    copied: str
    direction: str
    decision: str
    note: str
    a_runs: Sequence[Run]
    b_runs: Sequence[Run]
    has_left_over: bool


class CellView(NamedTuple):
    """One plan and theme: the share, its shade from 0 to 1, and the clauses behind it, cut into runs."""

    theme: str
    share: float
    shade: float
    clauses: list[list[EvidenceRun]]


class ShareView(NamedTuple):
    """The share of one theme in a group of plans: its shade from 0 to 1, and its interval or nothing."""

    share: float
    shade: float
    interval: Interval | None


class GroupThemesView(NamedTuple):
    """One group of plans with a cell a theme."""

    group: GroupThemes
    cells: list[ShareView]


class ThemesByView(NamedTuple):
    """The themes of the groups of one column, which may be our own ``year``.

    ``figure`` is an SVG element with all years, or with the largest groups: ``n_drawn`` of them.
    """

    by: str
    is_own_year: bool
    groups: list[GroupThemesView]
    trends: Sequence[Trend]
    n_drawn: int
    n_left: int
    figure: str


class PlanView(NamedTuple):
    """One plan: what it is, what is said of it, what it shares, what it is about, and its tree if that is told."""

    anchor: str
    plan: Plan
    title: str
    family: str | None
    reuse: PlanReuse
    terms: list[str]
    cells: list[CellView]
    said: list[str]
    is_told: bool
    tree: list["NodeView"]


class FamilyView(NamedTuple):
    """A family of copies, the likeliest original first, and the mean share of its plans in listed pairs."""

    name: str | None
    share: float
    members: list[PlanView]


class SchoolView(NamedTuple):
    """A school: its plans, those with a source at another one, plans of others that its own are the source of."""

    name: str
    n_plans: int
    n_copied: int
    n_sources: int
    n_in_families: int
    share: float


class CopiedView(NamedTuple):
    """A plan and what it was likeliest copied from; how much of it stands there."""

    copy: PlanView
    source: PlanView
    verdict: str
    relation: str
    share: float
    confidence: float


class NodeView(NamedTuple):
    """A node as printed, with its children; ``run_in`` is the text on the line of the marker and heading."""

    kind: str
    marker: str
    heading: str
    run_in: str
    below: list[str]
    children: list["NodeView"]


class GroupView(NamedTuple):
    """A group of plans: its terms, the words that mark it, how stable it is, its members."""

    terms: list[str]
    label: Sequence[str]
    stability: float
    is_stable: bool
    members: list[PlanView]


class ClauseGroupView(NamedTuple):
    """A group of clauses: its terms, the words that mark it, how stable it is, how many clauses, some of the surest."""

    terms: list[str]
    label: Sequence[str]
    stability: float
    is_stable: bool
    n_members: int
    examples: list[str]


def format_report(analysis: Analysis, title: str = "") -> str:
    """Return the page in the language in use, under a title of its own if none is given."""
    plans = _plan_views(analysis)
    listed = between_schools_first(pair for pair in analysis.reuse.pairs if pair.verdict != "boilerplate")
    n_listed, listed = len(listed), listed[:_MOST_PAIRS]
    sides = find_sides(analysis.plans, analysis.reuse, {plan for pair in listed for plan in pair.score[:2]})
    copied = analysis.reuse.copied
    alike = _find_alike(analysis.reuse)
    return fill_template(
        "report.html",
        title=title or _("Work plans: copies and themes"),
        analysis=analysis,
        folder=common_folder([plan.plan_id for plan in analysis.plans]),
        plans=plans,
        n_untold=sum(not view.is_told for view in plans),
        share_headings=[_(LEFT_OUT_NAMES[left_out]) for left_out in LEFT_OUT],
        n_sources=len({plan.source.path for plan in analysis.plans}),
        shared=_mean([own.shares[0].total for own in analysis.reuse.plans], analysis.plans),
        copied_share=_mean([own.copied_share for own in analysis.reuse.plans], analysis.plans),
        boilerplate=_mean([own.boilerplate_share for own in analysis.reuse.plans], analysis.plans),
        leading=_leading_themes(analysis),
        misfit=misfit_sentences(analysis.misfit) if analysis.misfit else [],
        compared=[_themes_by_view(own, f"by{number}-") for number, own in enumerate(analysis.compared, 1)],
        families=_family_views(analysis.reuse, plans),
        schools=_school_views(analysis.reuse, plans, analysis.said.get("school", [None] * len(plans))),
        copied=[_copied_view(plans, pair) for pair in copied],
        n_copied=len(copied),
        n_by=Counter(pair.relation for pair in copied),
        pairs=[_pair_view(analysis, plans, sides, pair) for pair in listed],
        suspected=[
            (lexicon_name(own.spin.lexicon), view, format_words([own.spin]))
            for own, view in zip(analysis.reuse.plans, plans, strict=True)
            if own.spin.suspected
        ],
        n_same=sum(pair.verdict in ("exact", "near") for pair in analysis.reuse.pairs),
        n_spun=sum(pair.verdict == "spun" for pair in analysis.reuse.pairs),
        n_partial=sum(pair.verdict == "partial" for pair in analysis.reuse.pairs),
        similarity=_similarity(analysis, alike) if listed else "",
        n_alike=len(alike),
        n_more_pairs=n_listed - len(listed),
        groups=_group_views(analysis, plans),
        clause_groups=_clause_group_views(analysis.clause_groups),
        stable=STABLE_CLUSTER,
        fewest=FEWEST_PLANS,
    )


def _find_alike(reuse: Reuse) -> list[int]:
    """Return the plans whose Jaccards are drawn: all, or members of the largest families, then of the likest pairs."""
    if len(reuse.plans) <= _MOST_ALIKE:
        return list(range(len(reuse.plans)))
    families = sorted(reuse.families, key=lambda family: -len(family.members))
    pairs = sorted(reuse.pairs, key=lambda pair: -pair.score.jaccard)
    members = chain(*(family.members for family in families), *(pair.score[:2] for pair in pairs))
    return sorted(list(dict.fromkeys(members))[:_MOST_ALIKE])


def _similarity(analysis: Analysis, alike: Sequence[int]) -> str:
    """Return the figure of their Jaccards as an SVG element; its texts are outlines, so none of them needs escaping."""
    from corpus_tools.output.plots import draw_similarity, to_svg  # matplotlib takes half a second

    places = {plan: place for place, plan in enumerate(alike)}
    scores = [
        pair.score._replace(a=places[pair.score.a], b=places[pair.score.b])
        for pair in analysis.reuse.pairs
        if places.keys() >= {pair.score.a, pair.score.b}
    ]
    titles = [plan_title(analysis.plans[plan]).shown for plan in alike]
    return to_svg(draw_similarity(scores, titles, [analysis.reuse.plans[plan].family for plan in alike]))


def _family_views(reuse: Reuse, plans: Sequence[PlanView]) -> list[FamilyView]:
    """Return the families, the largest first."""

    def view(index: int) -> FamilyView:
        first, members = reuse.families[index].representative, reuse.families[index].members
        share = fmean(reuse.plans[member].copied_share for member in members)
        return FamilyView(family_name(index), share, [plans[plan] for plan in dict.fromkeys((first, *members))])

    return sorted(map(view, range(len(reuse.families))), key=lambda family: -len(family.members))


def _school_views(reuse: Reuse, plans: Sequence[PlanView], schools: Sequence[str | None]) -> list[SchoolView]:
    """Return the schools, those with most plans from others first."""
    between = [pair for pair in reuse.copied if pair.relation == "other_school"]
    n_copied = Counter(schools[pair.copy] for pair in between if pair.copy is not None)
    n_sources = Counter(schools[pair.source] for pair in between if pair.source is not None)
    members: dict[str, list[PlanView]] = {}
    for school, plan in zip(schools, plans, strict=True):
        if school:
            members.setdefault(school, []).append(plan)
    views = [
        SchoolView(
            school,
            len(own),
            n_copied[school],
            n_sources[school],
            sum(plan.family is not None for plan in own),
            _mean([plan.reuse.copied_share for plan in own], [plan.plan for plan in own]),
        )
        for school, own in members.items()
    ]
    return sorted(views, key=lambda view: (-view.n_copied, -view.share, natural_key(view.name)))


def _themes_by_view(compared: ThemesBy, prefix: str) -> ThemesByView:
    """Return all groups of a column; the figure shows all years, or the largest groups, and the themes they take up."""
    from corpus_tools.output.plots import draw_groups, draw_trend, to_svg  # matplotlib takes half a second

    shown = compared.groups
    highest = max((share for group in shown for share in group.shares.values()), default=0) or 1
    views = [
        GroupThemesView(
            group,
            [
                ShareView(share, (share / highest) ** 0.5, group.intervals[theme])
                for theme, share in group.shares.items()
            ],
        )
        for group in shown
    ]
    largest = sorted(shown, key=lambda group: -group.n_plans)[:_MOST_DRAWN]
    drawn = [group for group in shown if compared.trends or group in largest]
    taken_up = [theme for theme in drawn[0].shares if any(group.shares[theme] for group in drawn)]
    drawn = [group._replace(shares={theme: group.shares[theme] for theme in taken_up}) for group in drawn]
    figure = to_svg(draw_trend(drawn) if compared.trends else draw_groups(drawn), prefix) if taken_up else ""
    is_own_year = compared.by == "year"
    return ThemesByView(
        column_name(compared.by), is_own_year, views, compared.trends, len(drawn), compared.n_left, figure
    )


def _group_views(analysis: Analysis, plans: Sequence[PlanView]) -> list[GroupView]:
    views = {view.plan.plan_id: view for view in plans}
    clustering = analysis.plan_groups
    return [
        GroupView(
            [term for term, _weight in cluster.terms],
            cluster.label,
            cluster.stability,
            cluster.is_stable,
            [views[member.unit.plan_id] for member in clustering.members if member.cluster == number],
        )
        for number, cluster in enumerate(clustering.clusters)
        if cluster.n_members
    ]


def _clause_group_views(clustering: Clustering) -> list[ClauseGroupView]:
    if not any(cluster.is_stable for cluster in clustering.clusters):
        return []

    def examples(number: int) -> list[str]:
        members = [member for member in clustering.members if member.cluster == number]
        surest = sorted(members, key=lambda member: -member.weight)[:_N_EXAMPLES]
        return [member.unit.label for member in surest]

    return [
        ClauseGroupView(
            [term for term, _weight in cluster.terms],
            cluster.label,
            cluster.stability,
            cluster.is_stable,
            cluster.n_members,
            examples(number),
        )
        for number, cluster in enumerate(clustering.clusters)
        if cluster.n_members
    ]


def _mean(shares: Sequence[float], plans: Sequence[Plan]) -> float:
    """Return the mean share, weighted by the length of the plans: the share in the whole corpus."""
    sizes = [len(plan.text) for plan in plans]
    return sum(share * size for share, size in zip(shares, sizes, strict=True)) / max(1, sum(sizes))


def _leading_themes(analysis: Analysis) -> list[tuple[str, int]]:
    """Return the themes with the number of plans that take them up, the most widespread first."""
    n_plans = {
        theme: sum(measure.counts[theme] > 0 for measure in analysis.measures) for theme in analysis.codebook.themes
    }
    return sorted(n_plans.items(), key=lambda item: -item[1])


def _copied_view(plans: Sequence[PlanView], pair: Pair) -> CopiedView:
    copy, source = (plans[place] for place in (pair.copy, pair.source) if place is not None)
    verdict, relation = _(VERDICT_NAMES[pair.verdict]), _(RELATION_NAMES[pair.relation])
    return CopiedView(copy, source, verdict, relation, pair.containment, pair.direction.confidence)


def _format_copied(direction: Direction) -> str:
    if direction.source is None:
        return ""
    return f"{'AB'[direction.source]} → {'BA'[direction.source]} {direction.confidence:.1%}"


def _pair_view(analysis: Analysis, plans: Sequence[PlanView], sides: Mapping[int, Side], pair: Pair) -> PairView:
    a, b = sides[pair.score.a], sides[pair.score.b]
    comparison = Comparison(a, b, pair.score, pair.verdict, pair.passages, pair.substitutions)
    reviewed = analysis.matched.of(a.plan.plan_id, b.plan.plan_id)
    return PairView(
        title=f"{plan_title(a.plan).shown} · {plan_title(b.plan).shown}",
        verdict=_(VERDICT_NAMES[pair.verdict]),
        jaccard=pair.score.jaccard,
        a_in_b=pair.score.containment_a,
        b_in_a=pair.score.containment_b,
        a=plans[pair.score.a],
        b=plans[pair.score.b],
        substitutions=[f"{s.original} → {s.replacement} × {s.n_places}" for s in pair.substitutions],
        relation="" if pair.relation == "unknown" else _(RELATION_NAMES[pair.relation]),
        copied=_format_copied(pair.direction),
        direction=format_direction(pair.direction, ("A", "B")),
        decision=decision_name(reviewed) if reviewed and reviewed.decision else "",
        note=reviewed.note if reviewed else "",
        a_runs=comparison.runs[0],
        b_runs=comparison.runs[1],
        has_left_over=comparison.has_left_over,
    )


def _plan_views(analysis: Analysis) -> list[PlanView]:
    """Return a view of each plan; those that share most tell their text, as long as there is room."""
    own_shares = analysis.reuse.plans
    order = sorted(range(len(own_shares)), key=lambda index: -own_shares[index].copied_share)
    reached = accumulate(len(analysis.plans[index].text) for index in order)
    told = {index for index, n_characters in zip(order, reached, strict=True) if n_characters <= _MOST_TEXT}
    return [_plan_view(analysis, index, cells, index in told) for index, cells in enumerate(_cells(analysis))]


def _plan_view(analysis: Analysis, index: int, cells: list[CellView], is_told: bool) -> PlanView:
    plan, own = analysis.plans[index], analysis.reuse.plans[index]
    return PlanView(
        anchor=f"plan-{index + 1}",
        plan=plan,
        title=plan_title(plan).shown,
        family=family_name(own.family),
        reuse=own,
        terms=[term for term, _weight in analysis.terms[index]],
        cells=cells,
        said=[value for values in analysis.said.values() if (value := values[index])],
        is_told=is_told,
        tree=[_node_view(plan.text, branch) for branch in plan.tree] if is_told else [],
    )


def _cells(analysis: Analysis) -> Iterator[list[CellView]]:
    """Yield for each plan its cells."""
    codes: dict[tuple[int, str], list[Code]] = {}
    for code in analysis.codes:
        codes.setdefault((code.plan, code.theme), []).append(code)
    highest = max((share for m in analysis.measures for share in m.shares.values()), default=0) or 1
    for index, measure in enumerate(analysis.measures):
        text = analysis.plans[index].text
        cells = []
        for theme, share in measure.shares.items():
            clauses = [
                list(_runs(text[code.clause.start : code.clause.end], code.evidence, code.clause.start))
                for code in codes.get((index, theme), ())
            ]
            cells.append(CellView(theme, share, (share / highest) ** 0.5, clauses))
        yield cells


def _node_view(text: str, branch: Branch) -> NodeView:
    node = branch.node
    body = [text[slice(*span)] for span in node.body]
    runs_in = bool(body) and "\n" not in text[node.start : node.body[0].start]
    return NodeView(
        kind=node.kind,
        marker=node.marker.text if node.marker else "",
        heading=text[slice(*node.heading)] if node.heading else "",
        run_in=body[0] if runs_in else "",
        below=body[1:] if runs_in else body,
        children=[_node_view(text, child) for child in branch.children],
    )


def _runs(text: str, spans: Sequence[Span], offset: int) -> Iterator[EvidenceRun]:
    """Cut ``text``, which begins at ``offset``, at the spans; of overlapping ones the first is whole."""
    reached = 0
    for start, end in sorted(spans):
        start, end = max(reached, start - offset), end - offset
        if end > start:
            yield EvidenceRun(text[reached:start], False)
            yield EvidenceRun(text[start:end], True)
            reached = end
    yield EvidenceRun(text[reached:], False)
