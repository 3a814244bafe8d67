r"""Text to words: the tokens of jieba, from jieba-rs where it gives the same ones many times faster.

jieba (its default mode, with HMM) defines the tokens. jieba-rs, as ``rjieba``, has its dictionary and model and differs
at two places only, which are mended here; the tests hold both against each other.

================================  =============================  =======================================
where                             jieba                          jieba-rs
================================  =============================  =======================================
Han outside U+4E00 to U+9FD5      tokens of one character        part of words: taken out beforehand
``O.K``, ``2023-2024``, ``a_b``   ``([a-z0-9]+(\.\d+)?%?)``       one token: split again, if it is no word
================================  =============================  =======================================

jieba itself runs where a user dictionary is given (jieba-rs counts added words in another way), and where ``rjieba``
cannot be imported. Its cache is a file of fixed name in the temporary folder that all users share, and it loads
whatever lies there: here a private tokenizer builds the dictionary in memory, reads no file but jieba's own, and writes
none. What other code does to the tokenizers of the two modules changes nothing here.
"""

import re
import warnings
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from sys import intern
from typing import Any, Protocol

from corpus_tools.words.lists import NO_WORDS, UserDictionary

Segment = Callable[[str], list[str]]

# Han that jieba does not count as such, and surrogates, of which jieba-rs has none.
_NOT_OF_JIEBA = re.compile("([\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\ud800-\udfff\U00010000-\U0010ffff]+)")
_JOINING = re.compile(r"[+#&._%-]")
_PIECES = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")


class _RustTokenizer(Protocol):
    def cut(self, text: str) -> list[str]: ...

    def has_word(self, word: str) -> bool: ...


def segment(text: str) -> list[str]:
    """Return the tokens of ``text``: what ``jieba.lcut`` gives in its default mode. Joined, they are the text again.

    >>> segment("推进校务公开")
    ['推进', '校务', '公开']
    """
    return segmenter()(text)


@lru_cache(maxsize=4)
def segmenter(dictionary: UserDictionary = NO_WORDS) -> Segment:
    """Return the function that segments with jieba's dictionary, and the words of the user's beside it.

    >>> words = UserDictionary.parse("校务公开".encode())
    >>> segmenter(words)("推进校务公开")
    ['推进', '校务公开']
    """
    if not dictionary.words:
        try:
            from rjieba import Jieba
        except ImportError:
            pass
        else:
            return _parity(Jieba())
    return _jieba(dictionary)


@lru_cache(maxsize=1)
def _frequencies() -> dict[str, int]:
    """Return the words of jieba's dictionary with their counts; jieba itself need not be loaded for that."""
    fields = _read_dictionary()
    return dict(zip(fields[::3], map(int, fields[1::3]), strict=True))


@lru_cache(maxsize=1)
def _tags() -> dict[str, str]:
    fields = _read_dictionary()
    return dict(zip(fields[::3], map(intern, fields[2::3]), strict=True))


def _read_dictionary() -> list[str]:
    """Return word, count and tag of each line, one behind another."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba is not installed", name="jieba")
    return Path(spec.origin).with_name("dict.txt").read_text("utf-8").split()


def word_frequency(word: str) -> int:
    """Return how often jieba's dictionary counts a word; 0 for what is no word of it.

    >>> word_frequency("学校") > word_frequency("桌子") > word_frequency("校学") == 0
    True
    """
    return _frequencies().get(word, 0)


def word_tag(word: str) -> str:
    """Return which part of speech jieba's dictionary gives a word, as ICTCLAS writes it; empty for no word of it.

    >>> word_tag("学校"), word_tag("上午"), word_tag("校学")
    ('n', 't', '')
    """
    return _tags().get(word, "")


def dictionary_share(word: str) -> float:
    """Return which share of all occurrences in jieba's dictionary a word has: how common it is in general language."""
    return word_frequency(word) / _n_occurrences()


@lru_cache(maxsize=1)
def _n_occurrences() -> int:
    return sum(_frequencies().values())


def _parity(tokenizer: _RustTokenizer) -> Segment:
    """Return the function that gives jieba's tokens with a tokenizer of jieba-rs."""

    def segment_by_rust(text: str) -> list[str]:
        if not _NOT_OF_JIEBA.search(text):
            return cut(text)
        pieces = _NOT_OF_JIEBA.split(text)  # every second one is what was sought
        return [token for i, piece in enumerate(pieces) for token in (piece if i % 2 else cut(piece))]

    def cut(text: str) -> list[str]:
        tokens = tokenizer.cut(text)
        if not _JOINING.search(text):
            return tokens
        mended: list[str] = []
        for token in tokens:
            if len(token) == 1 or token.isalpha() or not _JOINING.search(token) or tokenizer.has_word(token):
                mended.append(token)
            else:
                mended.extend(filter(None, _PIECES.split(token)))
        return mended

    return segment_by_rust


def _jieba(dictionary: UserDictionary) -> Segment:
    """Return the function of a private tokenizer of jieba's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its last release is older than what Python warns of
        import jieba
    tokenizer: Any = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word, frequency in dictionary.words:
        tokenizer.add_word(word, frequency)
    segment_by_jieba: Segment = tokenizer.lcut
    return segment_by_jieba
