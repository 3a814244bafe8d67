"""The generator of corpora: the same for a seed, and its truth is true of its texts."""

import re
from collections import Counter

from benchmarks.corpora import make_corpus, read_sample_plans


def test_the_same_seed_gives_the_same_corpus() -> None:
    plans = read_sample_plans()
    assert make_corpus(3, 60, plans) == make_corpus(3, 60, plans)
    assert make_corpus(3, 60, plans) != make_corpus(4, 60, plans)


def wording(text: str) -> str:
    """Return the Chinese characters of a text without its numbers: those are each plan's own, as are stops."""
    return re.sub("[^\u4e00-\u9fff]|[一二三四五六七八九十]", "", text)


def test_the_truth_holds_in_the_texts() -> None:
    made = make_corpus(5, 200, read_sample_plans())
    texts = {document.path: document.text for document in made.documents}
    assert len(texts) == 200
    assert set(Counter(copy.kind for copy in made.copies)) == {"exact", "near", "spun", "partial"}
    for copy in made.copies:
        for passage in copy.passages:
            copied = wording(texts[copy.copy][passage.copy_start : passage.copy_end])
            source = wording(texts[copy.source][passage.source_start : passage.source_end])
            assert len(copied) == len(source) >= 8
            assert copied == source or copy.kind == "spun"
        for substitution in copy.lexicon:
            assert texts[copy.copy].count(substitution.replacement) >= substitution.n_places
    for clause in made.boilerplate:
        assert all(wording(clause.text) in wording(texts[path]) for path in clause.paths)
