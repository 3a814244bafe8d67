"""The listings on words: which columns and rows a result shows to people."""

from collections.abc import Sequence
from math import isfinite

from corpus_tools.output.listings import Before, Listing, Printed
from corpus_tools.output.messages import _
from corpus_tools.output.names import plan_title
from corpus_tools.structure.plans import Plan
from corpus_tools.words.concordance import Collocate, Hit
from corpus_tools.words.frequencies import Frequencies
from corpus_tools.words.keyness import Keyness


def keyness_listings(groups: Sequence[Keyness]) -> list[Listing]:
    """Return the listings of ``keyness``: terms, groups."""
    return [
        Listing(
            "terms",
            _("Terms that mark a group against the others"),
            (
                *("group", "term", "n_target", "n_reference", "n_plans_target", "n_plans_reference"),
                *("conservative", "high", "log_ratio", "g2", "p", "dp", "low", "g2_plans", "dp_norm"),
            ),
            (
                *(_("group"), _("term"), _("times"), _("elsewhere"), _("plans"), _("elsewhere")),
                *(_("at least"), _("high"), _("log ratio"), "G2", "p", "DP", _("low"), _("G2 of plans"), "DP norm"),
            ),
            [
                (
                    *(group.name, one.term, one.n_target, one.n_reference, one.n_plans_target, one.n_plans_reference),
                    *(one.conservative, _finite(one.high), one.log_ratio, one.g2, f"{one.p:.3g}", one.dp),
                    *(_finite(value) for value in (one.low, one.g2_plans, one.dp_norm)),
                )
                for group in groups
                for one in group.keywords
            ],
            n_shown=12,
        ),
        Listing(
            "groups",
            _("Groups"),
            (
                *("group", "n_plans", "n_words", "n_plans_reference", "n_words_reference", "n_tested", "n_terms"),
                "terms",
            ),
            (
                *(_("group"), _("plans"), _("words"), _("other plans"), _("other words"), _("tested"), _("listed")),
                _("terms"),
            ),
            [(*group[:-1], len(group.keywords), " ".join(one.term for one in group.keywords)) for group in groups],
        ),
    ]


def frequencies_listings(groups: Sequence[Frequencies]) -> list[Listing]:
    """Return the listings of ``frequencies``: words, groups. A group of all plans is not named to people."""
    n_hidden = int(all(group.name is None for group in groups))
    return [
        Listing(
            "words",
            _("Words, the commonest first"),
            ("group", "term", "n", "n_plans", "per_10000", "dp", "dp_norm"),
            (_("group"), _("word"), _("times"), _("plans"), _("in 10,000"), "DP", "DP norm"),
            [(group.name, *one[:-1], _finite(one.dp_norm)) for group in groups for one in group.terms],
            n_shown=6,
            n_hidden=n_hidden,
        ),
        Listing(
            "groups",
            _("Groups"),
            ("group", "n_plans", "n_words", "n_different"),
            (_("group"), _("plans"), _("words"), _("different words")),
            [(group.name, *group[1:-1]) for group in groups],
            n_hidden=n_hidden,
        ),
    ]


def concordance_listings(plans: Sequence[Plan], hits: Sequence[Hit], collocates: Sequence[Collocate]) -> list[Listing]:
    """Return the listings of ``concordance``: hits, collocates."""
    return [
        Listing(
            "hits",
            _("Places"),
            ("left", "text", "right", "plan_id", "section", "title", "node_id", "start", "end"),
            (_("before"), "", _("behind"), _("plan"), _("section"), _("title"), _("node"), _("start"), _("end")),
            [
                (
                    *(Before(hit.left), Printed(hit.text), Printed(hit.right), plans[hit.plan].plan_id),
                    *(" / ".join(hit.path), plan_title(plans[hit.plan]), hit.node_id, hit.start, hit.end),
                )
                for hit in hits
            ],
            n_shown=5,
        ),
        Listing(
            "collocates",
            _("Terms near them"),
            ("term", "n_both", "n_left", "n_right", "n_term", "n_words", "n_plans", "log_dice"),
            (
                *(_("term"), _("together"), _("before"), _("behind"), _("of the term"), _("of the words")),
                *(_("plans"), "logDice"),
            ),
            [tuple(collocate) for collocate in collocates],
        ),
    ]


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None
