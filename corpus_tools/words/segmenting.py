"""Text to words with jieba, without its module globals and without its shared cache.

jieba keeps its dictionary as a file of fixed name in the temporary folder that all users share, and loads whatever lies
there. Here a private tokenizer builds the dictionary in memory: no file is read but jieba's own, none is written.
"""

from functools import lru_cache
from typing import Protocol


class _Tokenizer(Protocol):
    FREQ: dict[str, int]
    total: int

    def lcut(self, sentence: str) -> list[str]: ...


@lru_cache(maxsize=1)
def _tokenizer() -> _Tokenizer:
    import jieba  # the dictionary costs half a second: only who segments pays

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer  # type: ignore[no-any-return]  # jieba has no types


def segment(text: str) -> list[str]:
    """Return the tokens of ``text``: what ``jieba.lcut`` gives in its default mode. Joined, they are the text again.

    >>> segment("推进校务公开")
    ['推进', '校务', '公开']
    """
    return _tokenizer().lcut(text)


def word_frequency(word: str) -> int:
    """Return how often jieba's dictionary counts a word; 0 for what is no word of it.

    >>> word_frequency("学校") > word_frequency("桌子") > word_frequency("校学") == 0
    True
    """
    return _tokenizer().FREQ.get(word, 0)


def dictionary_share(word: str) -> float:
    """Return which share of all occurrences in jieba's dictionary a word has: how common it is in general language."""
    tokenizer = _tokenizer()
    return tokenizer.FREQ.get(word, 0) / tokenizer.total
