"""Words that a user gives: a dictionary for the segmenter, and words that are not to be counted.

Both come from a file or are at hand. A file has a word a line, in any encoding that ``decode`` knows, with or without a
byte order mark, with any line ends. Empty lines and those that begin with ``#`` and a blank say nothing. Texts are
counted in simplified characters: words in traditional ones stand for those.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

from corpus_tools.errors import N_, NotTextError, Reason, WordListError
from corpus_tools.reading.encoding import decode
from corpus_tools.scripts import simplify

# What jieba may put together to a word; a word with anything else in it would never be found.
_WORD = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+")
_COMMENT = "# "


@dataclass(frozen=True, slots=True)
class UserDictionary:
    """Words that the segmenter shall know, as jieba's user dictionaries name them: ``word [frequency] [tag]``.

    Attributes
    ----------
    words
        Each word with its frequency; None, where the file gives none, is as much as it takes to keep it in one piece.
    digest
        SHA-256 of the file, in hexadecimal: which dictionary made a result, and all that two are compared by; None
        without a file.
    raw
        The bytes of the file.
    """

    words: tuple[tuple[str, int | None], ...] = field(compare=False, repr=False)
    digest: str | None
    raw: bytes = field(default=b"", compare=False, repr=False)

    @classmethod
    def open(cls, given: "str | Path | Iterable[str] | UserDictionary | None") -> "UserDictionary":
        """Read a user dictionary, of a file or of lines; None has no words, and one that was read stays as it is.

        Raises
        ------
        WordListError
            When the file cannot be read, or a line of it is none of a dictionary; the message says which and why.
        """
        if isinstance(given, UserDictionary):
            return given
        return NO_WORDS if given is None else cls.parse(*_raw(given))

    @classmethod
    def parse(cls, raw: bytes, path: str = "-") -> "UserDictionary":
        """Return the dictionary that the bytes of a file hold.

        Raises
        ------
        WordListError
            When they are no text, or a line is not as it must be; the message says which.
        """
        entries = (_entry(line, number, path) for number, line in _lines(raw, path))
        return cls(tuple(entries), hashlib.sha256(raw).hexdigest(), raw)


@dataclass(frozen=True, slots=True)
class StopWords:
    """Words that are not counted.

    Attributes
    ----------
    words
        As tokens of the segmenter.
    digest
        SHA-256 of the file, in hexadecimal; None without a file.
    """

    words: frozenset[str] = field(repr=False)
    digest: str | None

    @classmethod
    def open(cls, given: "str | Path | Iterable[str] | StopWords | None") -> "StopWords":
        """Read stop words, of a file or at hand; None is a list without words, and one that was read stays as it is.

        Raises
        ------
        WordListError
            When the file cannot be read, or a line of it holds more than a word.
        """
        if isinstance(given, StopWords):
            return given
        return NO_STOP_WORDS if given is None else cls.parse(*_raw(given))

    @classmethod
    def parse(cls, raw: bytes, path: str = "-") -> "StopWords":
        """Return the stop words that the bytes of a file hold.

        Raises
        ------
        WordListError
            When they are no text, or a line is not as it must be; the message says which.
        """
        words = set()
        for number, line in _lines(raw, path):
            if len(line.split()) > 1:
                held = Reason(N_("line {number} holds more than a word: {line}"), number=number, line=line)
                raise WordListError(path=path, reason=held)
            words.add(simplify(line))
        return cls(frozenset(words), hashlib.sha256(raw).hexdigest())


NO_WORDS = UserDictionary((), None)
NO_STOP_WORDS = StopWords(frozenset(), None)


def _raw(given: str | Path | Iterable[str]) -> tuple[bytes, str]:
    """Return the bytes of a file, or of one with the words at hand, a line each; and what it is called."""
    if isinstance(given, str | PathLike):
        try:
            return Path(given).read_bytes(), str(given)
        except OSError as error:
            raise WordListError(path=given, reason=error.strerror) from error
    if not isinstance(given, Iterable):
        raise WordListError(path="-", reason=Reason(N_("{value} is neither a file nor words"), value=repr(given)))
    words: list[Any] = list(given)
    if strange := [word for word in words if not isinstance(word, str)]:
        raise WordListError(path="-", reason=Reason(N_("{value} is no word"), value=repr(strange[0])))
    return "\n".join(sorted(words) if isinstance(given, Set) else words).encode("utf-8", "replace"), "-"


def _lines(raw: bytes, path: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, with their numbers."""
    try:
        text = decode(raw).text
    except NotTextError as error:
        raise WordListError(path=path, reason=Reason(N_("is no text in any known encoding"))) from error
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip().strip("\ufeff")
        if stripped and not (stripped + " ").startswith(_COMMENT):
            yield number, stripped


def _entry(line: str, number: int, path: str) -> tuple[str, int | None]:
    """Return the word and the frequency of a line ``word [frequency] [tag]``."""
    word, *rest = line.split()
    frequency = rest.pop(0) if rest and not rest[0].isalpha() else None
    if len(rest) > 1 or (rest and not rest[0].isalnum()):
        why = Reason(N_("is not: word, frequency, tag"))
    elif frequency is not None and not (frequency.isascii() and frequency.isdigit() and int(frequency)):
        why = Reason(N_("the frequency {frequency} is not a whole number from 1"), frequency=frequency)
    elif not _WORD.fullmatch(word):
        why = Reason(N_("no word of jieba's holds {character}"), character=_WORD.sub("", word)[0])
    else:
        return simplify(word), int(frequency) if frequency else None
    raise WordListError(path=path, reason=Reason(N_("line {number}, {line}: {why}"), number=number, line=line, why=why))
