"""Segmenting: the tokens are jieba's, whoever makes them; words of the user's are known."""

import marshal
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import jieba
import pytest

from corpus_tools import read_plans, segment
from corpus_tools.errors import InputFailedWarning, WordListError
from corpus_tools.words.lists import StopWords, UserDictionary
from corpus_tools.words.segmenting import segmenter, word_frequency
from tests.conftest import DATA, load_cases
from tests.words.strings import write_strings

_N_QUICK, _N_SLOW = 3_000, 100_000


@lru_cache(maxsize=1)
def reference() -> Any:
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def assert_parity(texts: Iterable[str]) -> None:
    for text in texts:
        tokens = segment(text)
        assert tokens == reference().lcut(text)
        assert "".join(tokens) == text


def fuzz(seed: int, n: int) -> Iterable[str]:
    return write_strings(seed, n, [word for word, count in reference().FREQ.items() if count])


def test_tokens_are_those_of_jieba() -> None:
    assert_parity(line for plan in read_plans(DATA / "plans") for line in plan.text.splitlines())
    assert_parity(fuzz(7, _N_QUICK))


def test_tokens_of_whole_documents_are_those_of_jieba(shared: Path) -> None:
    assert_parity(plan.text for plan in read_plans(shared / "corpus" / "seeds"))


@pytest.mark.slow
def test_tokens_of_any_string_are_those_of_jieba() -> None:
    assert_parity(fuzz(8, _N_SLOW))


@pytest.mark.slow
def test_every_character_is_read_as_jieba_reads_it() -> None:
    assert_parity(
        "".join(f"工会{chr(code)}工作1{chr(code)}a" for code in range(start, start + 64))
        for start in range(0, sys.maxunicode + 1, 64)
    )


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", ["government_work_reports.jsonl.xz", "school_site.tar.xz", "laws.tar.xz"])
@pytest.mark.filterwarnings(f"ignore::{InputFailedWarning.__module__}.{InputFailedWarning.__name__}")
def test_tokens_of_corpora_are_those_of_jieba(shared: Path, name: str) -> None:
    plans = read_plans(shared / "corpus" / name)
    assert_parity({line for plan in plans for line in plan.text.splitlines()})


def test_the_fast_segmenter_is_in_use() -> None:
    code = (
        "import sys; from corpus_tools.words.segmenting import segment, word_frequency; "
        "segment('工会O.K㐀'); word_frequency('工会'); print('rjieba' in sys.modules, 'jieba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("True False\n", "")


@pytest.mark.parametrize("missing", ["sys.modules['rjieba'] = None; ", ""])
def test_jieba_serves_and_touches_no_shared_cache(tmp_path: Path, missing: str) -> None:
    cache = tmp_path / "jieba.cache"
    cache.write_bytes(marshal.dumps(({"推": 0, "推进校务": 10**9}, 10**9)))
    before = cache.read_bytes()
    code = f"import sys; {missing}from corpus_tools import segment; print('/'.join(segment('推进校务公开')))"
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (run.stdout, run.stderr) == ("推进/校务/公开\n", "")
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]
    assert cache.read_bytes() == before


def test_frequencies_are_those_of_jieba() -> None:
    for word in ("学校", "AT&T", "龥", "校学", "学校工", ""):
        assert word_frequency(word) == reference().FREQ.get(word, 0)


def test_words_of_the_user() -> None:
    words = UserDictionary.parse("校务公开\n师德师风建设 30 n".encode())
    text = "深化校务公开，抓好师德师风建设"
    assert segmenter(words)(text) == ["深化", "校务公开", "，", "抓好", "师德师风建设"]
    assert segment(text) == reference().lcut(text)  # and nobody else's are changed


def test_tokens_with_a_user_dictionary_are_those_of_jieba() -> None:
    words = UserDictionary.parse("校务公开\n送温暖 3 n\n女教职工 800\nC++小组".encode())
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = dict(reference().FREQ), reference().total
    tokenizer.initialized = True
    for word, frequency in words.words:
        tokenizer.add_word(word, frequency)
    for text in ("女教职工送温暖，校务公开", "C++小组 2.5% O.K", *fuzz(9, 300)):
        assert segmenter(words)(text) == tokenizer.lcut(text)


@pytest.mark.parametrize("case", load_cases("word_lists", "dictionaries"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_dictionaries(tmp_path: Path, case: dict[str, Any], encoding: str) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(case["text"].encode(encoding))
    read = UserDictionary.open(path)
    assert [list(entry) for entry in read.words] == case["words"]
    assert read.digest and len(read.digest) == 64


@pytest.mark.parametrize("case", load_cases("word_lists", "stop_words"))
def test_stop_words(tmp_path: Path, case: dict[str, Any]) -> None:
    path = tmp_path / "stop.txt"
    path.write_text(case["text"], "utf-8")
    assert sorted(StopWords.open(path).words) == case["words"]


@pytest.mark.parametrize(
    ("parse", "case"),
    [
        *((UserDictionary.parse, case) for case in load_cases("word_lists", "bad_dictionaries")),
        *((StopWords.parse, case) for case in load_cases("word_lists", "bad_stop_words")),
    ],
)
def test_bad_lines_are_named(parse: Callable[[bytes, str], object], case: dict[str, Any]) -> None:
    with pytest.raises(WordListError, match=rf"w\.txt: line {case['line']}\b.*{case['why']}"):
        parse(case["text"].encode(), "w.txt")


def test_word_lists_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(WordListError, match="No such file"):
        UserDictionary.open(tmp_path / "none.txt")
    with pytest.raises(WordListError, match="no text"):
        StopWords.parse(bytes(range(256)) * 4)
