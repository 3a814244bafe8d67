"""What a corpus is made with, beside its files, and how its manifest tells that."""

import hashlib
import json
import platform
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NamedTuple

from corpus_tools.corpus.manifest import CODEBOOK, DICTIONARY, WEIGHTS
from corpus_tools.corpus.meta import Meta
from corpus_tools.reading.formats.legacy import installed_converters
from corpus_tools.reading.limits import USUAL, Limits
from corpus_tools.reuse.results import Thresholds
from corpus_tools.themes.codebook import Codebook
from corpus_tools.words.lists import NO_WORDS, UserDictionary

_PACKAGE = "corpus-tools"
_ABOVE = frozenset({"cli", "output", "__pycache__"})  # floors that no table depends on
_READS = re.compile(r"(?P<name>[\w.-]+)[^;]*(;\s*extra == 'pdf')?")  # a requirement of all, or of a format
Paths = str | Path | Iterable[str | Path]


class Recipe(NamedTuple):
    """What a corpus is made with, beside its files; see ``Corpus.build``."""

    codebook: Codebook
    thresholds: Thresholds = Thresholds()
    meta: Meta = Meta()
    dictionary: UserDictionary = NO_WORDS
    reference: Paths = ()
    text_column: str | None = None
    limits: Limits = USUAL


def describe_recipe(recipe: Recipe) -> dict[str, Any]:
    """Return what a manifest says of a recipe."""
    book = recipe.codebook
    return {
        "version": version(_PACKAGE),
        "codebook": {"name": book.name, "version": book.version, "digest": book.digest},
        "thresholds": asdict(recipe.thresholds),
        "meta": list(recipe.meta.columns),
        "user_dictionary": recipe.dictionary.digest,
    }


def kept_files(recipe: Recipe) -> dict[str, bytes]:
    """Return the files of a recipe that a corpus keeps, so that it is analysed with what it was built with."""
    kept = dict(zip((CODEBOOK, WEIGHTS), recipe.codebook.files, strict=False))
    return kept | ({} if recipe.dictionary.digest is None else {DICTIONARY: recipe.dictionary.raw})


def describe_making(recipe: Recipe) -> dict[str, Any]:
    """Return all that the rows of a file depend on beside its bytes and its name, each under the name users know.

    Limits are not among it: what was read stays read, and what was not is not settled.
    """
    return {
        _PACKAGE: version(_PACKAGE),
        "code": _digest_of_code(),
        "Python": platform.python_version(),
        **_libraries(),
        "converters": installed_converters(),
        "user dictionary": recipe.dictionary.digest,
        "text column": recipe.text_column,
    }


def digest_of(*values: object) -> str:
    """Return one digest of values that JSON can print."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


@cache
def _libraries() -> dict[str, str]:
    """Return the versions of the libraries that the package is installed with."""
    found = {}
    for requirement in requires(_PACKAGE) or ():
        if match := _READS.fullmatch(requirement):
            try:
                found[match["name"]] = version(match["name"])
            except PackageNotFoundError:  # a format that is not read here
                continue
    return found


@cache
def _digest_of_code() -> str:
    """Return one digest of the package's own files: a version in development has many states."""
    digest = hashlib.sha256()
    for name, content in _walk(files("corpus_tools"), ""):
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _walk(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name not in _ABOVE:
            yield from _walk(entry, f"{path}{entry.name}/")
        elif entry.is_file():
            yield f"{path}{entry.name}", entry.read_bytes()
