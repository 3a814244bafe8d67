"""Options that are numbers: one table says what they may be, the library and the command line hold to it."""

import inspect
from collections.abc import Iterator
from math import inf, nan
from typing import Any, get_args

import click
import numpy as np
import pytest

import corpus_tools as ct
from corpus_tools.cli.app import group
from corpus_tools.errors import OptionError
from corpus_tools.options import OPTIONS, check_options
from corpus_tools.output.messages import explain, use_language
from corpus_tools.reuse.results import Thresholds

TEXT = "读书工作计划\n一、建设职工书屋，开展读书沙龙。\n二、慰问退休教师。\n三、开展教师跳绳比赛。"
NO_OPTIONS = {"level"}  # what is sought


def numbers_of(subject: object) -> Iterator[tuple[str, str]]:
    """Yield the names of the public functions of a module or class, each with a parameter that is a number."""
    for name, function in inspect.getmembers(subject, lambda own: inspect.isfunction(own) or inspect.ismethod(own)):
        if name in getattr(subject, "__all__", dir(subject)) and not name.startswith("_"):
            for parameter in inspect.signature(function).parameters.values():
                kinds = {parameter.annotation, *get_args(parameter.annotation)}
                if kinds & {int, float} and parameter.name not in NO_OPTIONS:
                    yield name, parameter.name


ASKED = [
    *(
        (subject.__name__.rpartition(".")[2], *own)
        for subject in (ct, ct.Corpus, ct.Plan)
        for own in numbers_of(subject)
    ),
    *(("Thresholds", "Thresholds", name) for name in inspect.signature(Thresholds).parameters),
]


def wrong_values(name: str) -> list[object]:
    """Return values that an option cannot have, foreign types among them."""
    bounds = OPTIONS[name]
    wrong: list[object] = [bounds.least - 1, "3", [3], nan, inf, -inf, True, 1j]
    wrong += [bounds.least] if bounds.is_open else []
    wrong += [bounds.most + 1] if bounds.most is not None else []
    wrong += [2.5] if bounds.kind is int else []
    return wrong if bounds.is_optional else [*wrong, None]


@pytest.fixture(scope="module")
def subjects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("plans") / "a.txt"
    path.write_text(TEXT, "utf-8")
    corpus = ct.Corpus.build(path)
    return {
        **{"corpus_tools": ct, "Corpus": corpus, "Plan": corpus.all_plans()[0]},
        **{"Thresholds": inspect.getmodule(Thresholds)},
        **{"path": path, "paths": path, "words": "读书", "sheet": "nowhere.csv"},
    }


@pytest.mark.parametrize(("subject", "function", "option"), ASKED)
def test_a_number_that_cannot_be_says_so(subjects: dict[str, Any], subject: str, function: str, option: str) -> None:
    call = getattr(subjects[subject], function)
    needed = [
        subjects[name]
        for name, own in inspect.signature(call).parameters.items()
        if own.default is own.empty and own.kind is own.POSITIONAL_OR_KEYWORD and name != option
    ]
    for value in wrong_values(option):
        with pytest.raises(OptionError, match=f"^{option} cannot be "):
            call(*needed, **{option: value})


def test_what_is_asked_is_known() -> None:
    asked = {option for _subject, _function, option in ASKED}
    assert asked >= {"alpha", "n_clusters", "n_clauses", "n_words", "n_workers", "near", "seed", "width", "time_limit"}


def test_numbers_of_other_libraries_are_numbers() -> None:
    check_options(n_clusters=np.int64(3), seed=np.uint32(0), alpha=np.float32(0.5), near=1, window=None)


@pytest.fixture
def chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("en")


def test_what_an_option_may_be_is_said_in_the_language_in_use(chinese: None) -> None:
    with pytest.raises(OptionError) as caught:
        check_options(n_clusters=2.5)
    assert str(caught.value) == "n_clusters cannot be 2.5; it may be a whole number, x >= 1"
    assert explain(caught.value) == "n_clusters 不能是 2.5；可以是 整数，x >= 1"
    with pytest.raises(OptionError, match=r"alpha cannot be '1'; it may be a number, 0 < x <= 1"):
        check_options(alpha="1")


def test_outlines_are_cut() -> None:
    [plan] = ct.parse_text(TEXT)
    assert plan.outline(3).split("\n") == ["读书工作计划", "  一、…", "  二、…", "  三、…"]
    assert plan.outline(1).split("\n")[1:] == ["  …"] * 3
    assert "".join(plan.outline(0).split("\n")[1:]).strip() == ""


def commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {own}", inner) for own, inner in command.commands.items())


def test_commands_have_the_same_bounds() -> None:
    found = set()
    for name, command in commands():
        for option in command.params:
            kind = option.type
            if isinstance(kind, click.types.IntParamType | click.types.FloatParamType):
                assert isinstance(kind, click.IntRange | click.FloatRange), (name, option.name)
                bounds = OPTIONS[option.name or ""]
                assert isinstance(kind, click.IntRange) == (bounds.kind is int)
                assert (kind.min, kind.max, kind.min_open) == (bounds.least, bounds.most, bounds.is_open)
                found.add(option.name)
    assert found >= {"n_clusters", "n_clauses", "n_terms", "alpha", "fewest", "shortest", "width", "window", "seed"}
    assert found >= {"near", "share", "boilerplate_families", "n_workers", "time_limit", "memory_limit"}
