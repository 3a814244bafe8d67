"""Words: jieba's tokens from a private tokenizer, and the terms that mark a plan."""

import marshal
import subprocess
import sys
from pathlib import Path

import jieba

from corpus_tools.corpus.stages import read_plans
from corpus_tools.words.features import find_terms
from corpus_tools.words.segmenting import segment
from tests.conftest import DATA


def test_tokens_are_those_of_jieba(tmp_path: Path) -> None:
    reference = jieba.Tokenizer()
    reference.tmp_dir = str(tmp_path)
    for plan in read_plans(DATA / "plans"):
        for line in plan.text.splitlines():
            assert segment(line) == reference.lcut(line)
            assert "".join(segment(line)) == line


def test_a_poisoned_shared_cache_is_neither_read_nor_written(tmp_path: Path) -> None:
    cache = tmp_path / "jieba.cache"
    cache.write_bytes(marshal.dumps(({"推": 0, "推进校务": 10**9}, 10**9)))
    before = cache.read_bytes()
    code = "from corpus_tools import segment; print('/'.join(segment('推进校务公开')))"
    run = subprocess.run(
        [sys.executable, "-c", code], env={"TMPDIR": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert (run.stdout, run.stderr) == ("推进/校务/公开\n", "")
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]
    assert cache.read_bytes() == before


def test_terms_mark_their_plan() -> None:
    plans = read_plans(DATA / "plans")
    terms = {plan.plan_id: [term for term, _weight in own] for plan, own in zip(plans, find_terms(plans), strict=True)}
    assert "教研" in terms["04_yunpu_research.html#1"] or "教研组" in terms["04_yunpu_research.html#1"]
    assert {"班级", "德育", "班主任"} & set(terms["03_songyuan_moral_gbk.txt#1"])
    assert all(len(own) == 8 for own in terms.values())
    for own in find_terms(plans):
        weights = [weight for _term, weight in own]
        assert weights == sorted(weights, reverse=True)


def test_no_terms() -> None:
    from corpus_tools.structure.plans import parse_text

    assert find_terms([]) == []
    assert find_terms(parse_text("1、a\n2、b")) == [[]]
