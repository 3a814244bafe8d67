"""The folded body of a plan: what all comparisons of wording look at."""

import numpy as np

from corpus_tools.folding import Folded, fold
from corpus_tools.structure.plans import Plan


def folded_body(plan: Plan) -> Folded:
    """Return the matching form of a plan without its title and noise; positions count in the plan's text.

    A plan that is nothing but a title is compared by it.
    """
    text = plan.text
    wanted = np.ones(len(text), dtype=bool)
    if plan.title:
        wanted[plan.title.start : plan.title.end] = False
    for noise in plan.noise:
        wanted[noise.start : noise.end] = False
    whole = fold(text)
    body = whole.select(wanted)
    return body if body.text else whole
