"""Fit the weights of ``reuse/swaps.py``: which measures tell swapped words from others in plans that are spun here.

Run: PYTHONPATH=. python scripts/fit_spin.py SEED FOLDER_OR_ARCHIVE... (natural plans; their sentences go nowhere)

Half of the plans are the corpus at hand; each of the others is judged as it is and spun with a made lexicon, alone and
beside that corpus; and all plans are judged beside each other. A swap that is weighed is right where the lexicon has
it. What is printed goes into ``WEIGHTS`` and ``INTERCEPT``. Logistic regression; measures have unit variance in it.
"""

import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.corpora import SYNONYMS
from corpus_tools.corpus.stages import read_plans
from corpus_tools.reading.source import source_of_text
from corpus_tools.reuse.swaps import Measures, find_possible_swaps, read_words
from corpus_tools.reuse.verdicts import find_reuse
from corpus_tools.structure.plans import Plan, parse_source

_SHORTEST = 300
_LEXICONS = (12, 24)
_FEWEST_PAIRS = 3


def main(seed: str, paths: Sequence[str]) -> None:
    """Print the weights and the intercept."""
    rng = random.Random(seed)
    plans = [plan for plan in read_plans(paths) if len(plan.text) > _SHORTEST]
    rng.shuffle(plans)
    corpus, judged = plans[: len(plans) // 2], plans[len(plans) // 2 :]
    rows: list[Measures] = []
    is_right: list[bool] = []
    for around in ([], corpus):
        for plan in judged:
            for version, lexicon in _versions(rng, plan):
                words_of_plans = [read_words(one) for one in (*around, version)]
                [swaps] = find_possible_swaps(words_of_plans, range(len(words_of_plans)), [len(around)])
                rows += [swap.measures for swap in swaps]
                is_right += [lexicon.get(swap.original) == swap.replacement for swap in swaps]
    for swaps in find_possible_swaps(list(map(read_words, plans)), find_reuse(plans).family_numbers, range(len(plans))):
        rows += [swap.measures for swap in swaps]
        is_right += [False] * len(swaps)
    measured = np.array(rows)
    means, spreads = measured.mean(axis=0), measured.std(axis=0) + 1e-9
    fitted = LogisticRegression(max_iter=1000).fit((measured - means) / spreads, is_right)
    weights = fitted.coef_[0] / spreads
    intercept = float(fitted.intercept_[0] - means @ weights)
    named = Measures(*(round(float(weight), 2) for weight in weights))
    sys.stdout.write(f"{named}\nintercept {intercept:.2f}; {sum(is_right)} of the lexicons among {len(rows)} swaps\n")


def _versions(rng: random.Random, plan: Plan) -> Iterator[tuple[Plan, Mapping[str, str]]]:
    """Yield a plan as it is, and spun, each with what was swapped."""
    yield plan, {}
    for n_words in _LEXICONS:
        drawn = {word: rng.choice(SYNONYMS[word]) for word in rng.sample(sorted(SYNONYMS), n_words)}
        usable = {word: new for word, new in drawn.items() if word in plan.text and new not in plan.text}
        if len(usable) >= _FEWEST_PAIRS:
            text = re.sub("|".join(usable), lambda found, swaps=usable: swaps[found[0]], plan.text)  # type: ignore[misc]
            parsed = parse_source(source_of_text(text, plan.plan_id)).plans
            yield max(parsed, key=lambda spun: len(spun.text)), usable


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
