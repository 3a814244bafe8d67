"""How plans, verdicts and decisions are called where people read them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus_tools.corpus.review import Reviewed
from corpus_tools.output.listings import Name
from corpus_tools.output.messages import _
from corpus_tools.reuse.direction import Direction
from corpus_tools.reuse.evidence import word_evidence
from corpus_tools.reuse.spin import Spin, count_words
from corpus_tools.structure.plans import Plan

if TYPE_CHECKING:
    from corpus_tools.themes.codebook_check import Misfit


def verdict_name(verdict: str) -> str:
    """Return a verdict as people read it."""
    names = {
        "exact": _("exact"),
        "spun": _("spun"),
        "near": _("near"),
        "partial": _("partial"),
        "boilerplate": _("boilerplate"),
    }
    return names[verdict]


def basis_name(basis: str) -> str:
    """Return by what a theme was found, as people read it."""
    return {"rules": _("rules"), "weights": _("weights")}[basis]


def column_name(column: str) -> str:
    """Return how a column of plans is called: those that the program itself knows have a name in each language."""
    return {"year": _("year"), "school": _("school")}.get(column, column)


def relation_name(relation: str) -> str:
    """Return whether two plans are of one school, as people read it."""
    names = {"same_school": _("same school"), "other_school": _("other school"), "unknown": _("unknown")}
    return names[relation]


def format_evidence(direction: Direction, names: tuple[str, str]) -> str:
    """Return what speaks for a source, and what against it, as people read it; ``names`` are those of the two plans."""
    return _("; ").join(word_evidence(direction.evidence, names, _))


def format_direction(direction: Direction, names: tuple[str, str]) -> str:
    """Return which plan is the likely source, how likely, and why, as people read it; nothing where none is."""
    if direction.source is None:
        return ""
    return _("Likely source: {source} ({confidence}), because: {reasons}").format(
        source=names[direction.source],
        confidence=f"{direction.confidence:.1%}",
        reasons=format_evidence(direction, names),
    )


def plan_title(plan: Plan) -> Name:
    """Return the title of a plan, for people the one given beside its text if need be, or that it has none."""
    return Name(plan.title_text or None, plan.shown_title or _("(no title)"))


def left_out_name(left_out: str) -> str:
    """Return what is left out of a share as people read it."""
    names = {
        "nothing": _("nothing"),
        "quotation": _("quotation"),
        "own_school": _("own school"),
        "boilerplate": _("boilerplate"),
        "all": _("all three"),
    }
    return names[left_out]


def decision_name(reviewed: Reviewed) -> str:
    """Return a decision as people read it, and that a plan has changed since."""
    names = {"copied": _("copied"), "legitimate": _("legitimate"), "unclear": _("unclear"), "": _("undecided")}
    shown = names[reviewed.decision]
    return f"{shown} ({_('changed since')})" if reviewed.is_changed and reviewed.decision else shown


def misfit_sentences(misfit: "Misfit") -> list[str]:
    """Return that a codebook codes little of the plans, and what to do."""
    little = _("{name} has a theme for {fit:.0%} of the text only").format(name=misfit.name, fit=misfit.fit)
    if misfit.is_another_better:
        other = _("{name} has one for {fit:.0%}: --codebook {name}").format(name=misfit.best, fit=misfit.best_fit)
    else:
        other = _("no bundled codebook fits these plans; write your own: corpus-tools codebook show > mine.toml")
    return [little, other]


def format_words(spins: Sequence[Spin]) -> str:
    """Return the pairs of words that plans show, as people read them."""
    return ", ".join(f"{original} → {replacement}" for (original, replacement), _n in count_words(spins))
