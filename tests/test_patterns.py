"""Every regular expression of the package on hostile text: none may search back and forth.

The expressions are found by walking the modules. What is hostile to one is made of its own characters: each repeated,
pairs in turn, and texts that it would match but for one character, over and over.
"""

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import islice, pairwise
from re import _constants as sre  # type: ignore[attr-defined]  # the only parser of Python's own syntax
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import corpus_tools
from tests.test_floors import PACKAGE

pytestmark = pytest.mark.slow

N_CHARACTERS = 100_000
MOST_SECONDS = 0.1
_MOST_REPRESENTATIVES = 24
_OUTSIDE = "\x01"  # what no pattern looks for
_CATEGORIES = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_NOT_DIGIT: "a",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_WORD: "一",
    sre.CATEGORY_NOT_WORD: "。",
}
_SAMPLES = "a一1 。<\n"  # to try where a set is given by what is not in it

Pattern = re.Pattern[Any]


def all_patterns() -> dict[str, Pattern]:
    """Return the compiled expressions by where they are: of modules, and in tables of modules."""
    found: dict[tuple[object, int], tuple[str, Pattern]] = {}
    for module in pkgutil.walk_packages(corpus_tools.__path__, "corpus_tools."):
        if not module.name.endswith("__main__"):
            for name, value in sorted(vars(importlib.import_module(module.name)).items()):
                for number, pattern in enumerate(_patterns(value)):
                    found.setdefault((pattern.pattern, pattern.flags), (f"{module.name}.{name}.{number}", pattern))
    return {name.removeprefix("corpus_tools."): pattern for name, pattern in found.values()}


def _patterns(value: object, depth: int = 4) -> Iterator[Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, Mapping):
        for item in value.items():
            yield from _patterns(item, depth - 1)
    elif depth and isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from _patterns(item, depth - 1)
    elif depth and is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _patterns(getattr(value, field.name), depth - 1)


def sample_of(tree: Any) -> str:
    """Return a short text that the parsed expression matches, assertions left aside."""
    return "".join(_sample(kind, argument) for kind, argument in tree)


def _sample(kind: Any, argument: Any) -> str:
    match kind:
        case sre.LITERAL:
            return chr(argument)
        case sre.NOT_LITERAL:
            return "b" if argument == ord("a") else "a"
        case sre.ANY:
            return "a"
        case sre.IN:
            return str(members(argument)[0])
        case sre.BRANCH:
            return sample_of(argument[1][0])
        case sre.SUBPATTERN:
            return sample_of(argument[3])
        case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
            return sample_of(argument[2]) * max(1, int(argument[0]))
        case sre.ATOMIC_GROUP:
            return sample_of(argument)
    return ""


def members(items: Any) -> list[str]:
    """Return a few characters of a set: its literals, the ends of its ranges, one of each category."""
    if items[0][0] is sre.NEGATE:
        inside = re.compile(f"[{''.join(re.escape(c) for c in members(items[1:]))}]") if items[1:] else None
        return [c for c in _SAMPLES if not (inside and inside.match(c))][:2] or ["中"]
    found = []
    for kind, argument in items:
        if kind is sre.LITERAL:
            found.append(chr(argument))
        elif kind is sre.RANGE:
            found += [chr(argument[0]), chr(argument[1])]
        else:
            found.append(_CATEGORIES[argument])
    return found


def representatives(tree: Any) -> Iterator[str]:
    """Yield texts that parts of the expression match: characters of each set, each branch, each repeated part."""
    for kind, argument in tree:
        match kind:
            case sre.IN:
                found = members(argument)
                yield from (found[0], found[-1])
            case sre.BRANCH:
                for branch in argument[1]:
                    yield sample_of(branch)
                    yield from representatives(branch)
            case sre.SUBPATTERN:
                yield sample_of(argument[3])
                yield from representatives(argument[3])
            case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
                yield sample_of(argument[2])
                yield from representatives(argument[2])
            case sre.ASSERT | sre.ASSERT_NOT:
                yield from representatives(argument[1])
            case sre.ATOMIC_GROUP:
                yield from representatives(argument)
            case _:
                yield _sample(kind, argument)


def hostile_texts(pattern: Pattern, n: int) -> Iterator[str]:
    """Yield texts of ``n`` characters made of what the expression looks for, none of which it matches to the end."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = _parser.parse(source, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    whole = sample_of(tree)
    parts = list(islice(dict.fromkeys(part for part in representatives(tree) if part), _MOST_REPRESENTATIVES))
    nearly = [whole[:cut] + whole[cut + 1 :] for cut in range(min(len(whole), _MOST_REPRESENTATIVES))]
    for repeated in dict.fromkeys([*parts, *(a + b for a, b in pairwise(parts)), *nearly, whole, whole + " ", "\n"]):
        if repeated:
            text = repeated * (n // len(repeated)) + _OUTSIDE
            yield text
            yield whole + text


def _find_all(pattern: Pattern, text: Any) -> None:
    for _found in pattern.finditer(text):
        pass


# What the package does with expressions, and what is timed for it.
_WAYS: Mapping[str, Callable[[Pattern, Any], object]] = {
    "match": re.Pattern.match,
    "fullmatch": re.Pattern.fullmatch,
    **dict.fromkeys(("search", "finditer", "findall", "sub", "subn", "split"), _find_all),
}


def ways_of(name: str) -> set[Callable[[Pattern, Any], object]]:
    """Return how a module uses an expression: those in its tables, as it uses any that has no name of its own."""
    module, variable = name.rsplit(".", 2)[:2]
    tree = ast.parse((PACKAGE / f"{module.replace('.', '/')}.py").read_text("utf-8"))
    own: set[str] = set()
    others: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _WAYS:
            receiver = ast.unparse(node.value)
            if receiver == variable:
                own.add(node.attr)
            elif receiver != "re" and not receiver.isupper():
                others.add(node.attr)
    return {_WAYS[way] for way in own or others or _WAYS}


@pytest.mark.parametrize("name", sorted(PATTERNS := all_patterns()))
def test_hostile_text_is_searched_fast(name: str) -> None:
    pattern = PATTERNS[name]
    ways = ways_of(name)
    for n in (24, 500, 4_000, 20_000, N_CHARACTERS):  # the worst would never end
        for text in hostile_texts(pattern, n):
            content = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
            for way in ways:
                start = time.perf_counter()
                way(pattern, content)
                seconds = time.perf_counter() - start
                assert seconds <= MOST_SECONDS, f"{pattern.pattern!r} {way.__name__} {n} x {text[:12]!r}"


def test_expressions_are_found_everywhere() -> None:
    assert len(PATTERNS) > 80
    assert {name.split(".")[0] for name in PATTERNS} >= {"reading", "structure", "reuse", "themes"}


@pytest.mark.slow
@pytest.mark.parametrize("slow", [r"(a|a)*b", r"(?:\w+\s?)+$", r"a*a*b", r".*?x.*?y"])
def test_hostile_texts_find_slow_expressions(slow: str) -> None:
    pattern = re.compile(slow)
    start = time.perf_counter()
    for n in (20, 24, 2_000, 20_000):
        for text in hostile_texts(pattern, n):
            pattern.search(text)
            if time.perf_counter() - start > MOST_SECONDS:
                return
    pytest.fail(f"{slow} looked fast")
