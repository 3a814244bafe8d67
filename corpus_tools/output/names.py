"""How plans, verdicts, decisions and all other kinds of things are called where people read them."""

from collections.abc import Mapping, Sequence
from os.path import commonprefix
from typing import TYPE_CHECKING

from corpus_tools.corpus.review import Reviewed
from corpus_tools.errors import N_
from corpus_tools.output.listings import Name
from corpus_tools.output.messages import _
from corpus_tools.reuse.direction import Direction
from corpus_tools.reuse.evidence import word_evidence
from corpus_tools.reuse.spin import Spin, count_swaps
from corpus_tools.structure.plans import Plan

if TYPE_CHECKING:
    from corpus_tools.themes.codebook import Codebook
    from corpus_tools.themes.codebook_check import Misfit


# What kinds of things are called: English here, put into the language in use where people read it.
VERDICT_NAMES: Mapping[str, str] = {
    "exact": N_("exact"),
    "spun": N_("spun"),
    "near": N_("near"),
    "partial": N_("partial"),
    "boilerplate": N_("boilerplate"),
}
RELATION_NAMES: Mapping[str, str] = {
    "same_school": N_("same school"),
    "other_school": N_("other school"),
    "unknown": N_("unknown"),
}
DECISION_NAMES: Mapping[str, str] = {
    "copied": N_("copied"),
    "legitimate": N_("legitimate"),
    "unclear": N_("unclear"),
    "": N_("undecided"),
}
# What is left out of a share.
LEFT_OUT_NAMES: Mapping[str, str] = {
    "nothing": N_("nothing"),
    "quotation": N_("quotation"),
    "own_school": N_("own school"),
    "boilerplate": N_("boilerplate"),
    "all": N_("all three"),
}
# Of two plans side by side: rows, and what they state.
ROW_NAMES: Mapping[str, str] = {
    "same": N_("the same"),
    "substituted": N_("some words differ"),
    "only_a": N_("only in A"),
    "only_b": N_("only in B"),
    "different": N_("different"),
}
FACT_NAMES: Mapping[str, str] = {
    "owner": N_("whose plan"),
    "years_for": N_("for the years"),
    "other_name": N_("the other's name"),
    "past_year": N_("earlier years than its own"),
    "year": N_("years"),
    "date": N_("dates"),
    "school": N_("schools"),
    "place": N_("place names"),
    "organisation": N_("organisations"),
    "masked": N_("masked names"),
}
# Of a family: the slots of its template, what plans fill in, and where its nodes have gone.
SLOT_KIND_NAMES: Mapping[str, str] = {
    "year": N_("year"),
    "month": N_("month"),
    "date": N_("date"),
    "school": N_("school"),
    "organisation": N_("organisation"),
    "place": N_("place"),
    "person": N_("person"),
    "number": N_("number"),
    "other": N_("other wording"),
    "optional": N_("optional"),
}
FILL_NAMES: Mapping[str, str] = {"filled": N_("filled in"), "masked": N_("mask"), "empty": N_("not there")}
CHANGE_NAMES: Mapping[str, str] = {
    "same": N_("same place"),
    "renumbered": N_("renumbered"),
    "moved": N_("moved"),
    "merged": N_("merged"),
    "split": N_("split"),
    "replaced": N_("replaced"),
    "dropped": N_("dropped"),
    "added": N_("added"),
}
# By what a theme was found, and what is wrong with a codebook.
VIA_NAMES: Mapping[str, str] = {"text": N_("the clause itself"), "heading": N_("its heading alone")}
BASIS_NAMES: Mapping[str, str] = {"rules": N_("rules"), "weights": N_("weights")}
FINDING_NAMES: Mapping[str, str] = {
    "repeated": N_("stands twice in its list"),
    "covered": N_("a shorter term finds all that it finds"),
    "barred": N_("never counts: what `not` lists is in it"),
    "shared": N_("two themes have it"),
    "idle": N_("never holds: below a heading that shows it"),
    "unweighed": N_("no column of the weights: left to rules"),
    "strange": N_("a column of the weights that is no theme"),
    "dead": N_("in no clause"),
    "masked": N_("hidden by a mask in every clause that has it"),
    "overlap": N_("two themes on mostly the same clauses"),
}


def named(kind: str, names: Mapping[str, str]) -> Name:
    """Return a kind with what people call it, by the table of its names."""
    return Name(kind, _(names[kind]))


def column_name(column: str) -> str:
    """Return how a column of plans is called: those that the program itself knows have a name in each language."""
    return {"year": _("year"), "school": _("school")}.get(column, column)


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
    """Return the title of a plan; for people the one given beside its text if need be, or that it has none."""
    return Name(plan.title_text or None, plan.shown_title or _("(no title)"))


def common_folder(plan_ids: Sequence[str]) -> str:
    """Return what the names of all plans begin with: a folder, an archive or a table, with the mark behind it.

    >>> common_folder(["a.zip!x/1.txt#1", "a.zip!x/12.txt#1"]), common_folder(["1.txt#1", "1.txt#2"])
    ('a.zip!x/', '')
    """
    prefix = commonprefix(plan_ids)
    return prefix[: max(map(prefix.rfind, "/!")) + 1]


def decision_name(reviewed: Reviewed) -> str:
    """Return a decision as people read it, and that a plan has changed since."""
    shown = _(DECISION_NAMES[reviewed.decision])
    return f"{shown} ({_('changed since')})" if reviewed.is_changed and reviewed.decision else shown


def codebook_name(codebook: "Codebook") -> str:
    """Return which codebook made a result, as people read it."""
    told = _("codebook {name} (SHA-256 {digest})")
    return told.format(name=codebook.full_name, digest=f"{codebook.digest[:12]}…")


def codebook_id(codebook: "Codebook") -> str:
    """Return the name, the version and the digest of a codebook, as CSV has them."""
    return " ".join(filter(None, (codebook.name, codebook.version, f"sha256:{codebook.digest}")))


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
    return ", ".join(f"{original} → {replacement}" for (original, replacement), _n in count_swaps(spins))
