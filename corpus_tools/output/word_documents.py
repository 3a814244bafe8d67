"""The JSON documents on words, as plain values; ``docs/schemas`` describes each."""

from collections.abc import Mapping, Sequence

from corpus_tools.output.jsonl import rounded
from corpus_tools.structure.plans import Plan
from corpus_tools.words.concordance import Collocate, Hit
from corpus_tools.words.frequencies import Frequencies
from corpus_tools.words.keyness import Keyness


def keyness_document(groups: Sequence[Keyness], options: Mapping[str, object]) -> dict[str, object]:
    """Return the document ``corpus-tools/keyness/1``; ``options`` are those that made it."""
    return {
        "schema": "corpus-tools/keyness/1",
        "options": dict(options),
        "groups": [
            {
                "name": group.name,
                "n_plans": group.n_plans,
                "n_words": group.n_words,
                "n_plans_reference": group.n_plans_reference,
                "n_words_reference": group.n_words_reference,
                "n_tested": group.n_tested,
                "terms": [_rounded(keyword._asdict()) for keyword in group.keywords],
            }
            for group in groups
        ],
    }


def frequencies_document(groups: Sequence[Frequencies], options: Mapping[str, object]) -> dict[str, object]:
    """Return the document ``corpus-tools/frequencies/1``; ``options`` are those that made it."""
    return {
        "schema": "corpus-tools/frequencies/1",
        "options": dict(options),
        "groups": [
            {**group._asdict(), "terms": [_rounded(term._asdict()) for term in group.terms]} for group in groups
        ],
    }


def concordance_document(
    plans: Sequence[Plan], hits: Sequence[Hit], collocates: Sequence[Collocate], options: Mapping[str, object]
) -> dict[str, object]:
    """Return the document ``corpus-tools/concordance/1``; ``options`` are those that made it."""
    return {
        "schema": "corpus-tools/concordance/1",
        "options": dict(options),
        "hits": [
            {
                "plan_id": plans[hit.plan].plan_id,
                "title": plans[hit.plan].title_text or None,
                **{name: value for name, value in hit._asdict().items() if name != "plan"},
            }
            for hit in hits
        ],
        "collocates": [_rounded(collocate._asdict()) for collocate in collocates],
    }


def _rounded(values: Mapping[str, object]) -> dict[str, object]:
    """Return values with floats as short as they are shown; p keeps its digits, what is not finite is null."""
    return {name: rounded(value) if name != "p" else value for name, value in values.items()}
