"""Options that are numbers: one table says what they may be, the library and the command line hold to it."""

import inspect
from collections.abc import Callable, Iterator
from math import inf, nan
from typing import Any, get_args

import click
import numpy as np
import pandas as pd
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


FUNCTIONS = {
    "corpus_tools": ["read_plans", "read_source", "parse_text"],
    "Corpus": [name for name, _own in inspect.getmembers(ct.Corpus, inspect.isroutine) if not name.startswith("_")],
    "plots": ["theme_heatmap", "trend_lines", "distance_heatmap", "similarity_heatmap"],
}
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
    path.with_name("b.txt").write_text(f"2024年{TEXT}", "utf-8")
    of_years = ct.Corpus.build(path.with_name("b.txt"))
    return {
        **{"corpus_tools": ct, "Corpus": corpus, "Plan": corpus.all_plans()[0]},
        **{"Thresholds": inspect.getmodule(Thresholds)},
        **{
            "path": path,
            "paths": path,
            "draft": path,
            "words": "读书",
            "sheet": "nowhere.csv",
            "plots": ct.plots,
            "corpus": corpus,
        },
        **{"theme": "师德", "a": "a.txt", "b": "a.txt", "codebook": "school-union", "of_years": of_years},
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


NO_NAMES = {"level", "progress", "regex", "whole_tokens", "count_copies", "intervals"}  # yes or no, or what is called
LISTS = {"user_dictionary", "stop_words"}  # of words, in whatever holds them
STRANGE: tuple[object, ...] = (2020, b"x", {"a": 1}, object(), pd.Series([1, 2]), [["a"], 1])
NAMED = [
    (subject.__name__.rpartition(".")[2], function, name)
    for subject in (ct, ct.Corpus, ct.plots)
    for function in FUNCTIONS[subject.__name__.rpartition(".")[2]]
    for name, own in inspect.signature(getattr(subject, function)).parameters.items()
    if name not in NO_NAMES | LISTS | {"self", "cls"} and not {own.annotation, *get_args(own.annotation)} & {int, float}
]


@pytest.mark.parametrize(("subject", "function", "option"), NAMED)
def test_what_no_option_can_be_is_refused(subjects: dict[str, Any], subject: str, function: str, option: str) -> None:
    call = getattr(subjects[subject], function)
    parameters = inspect.signature(call).parameters
    needed = {
        name: subjects[name]
        for name, own in parameters.items()
        if own.default is own.empty and name != option and own.kind is not own.VAR_POSITIONAL
    }
    for value in STRANGE:
        with pytest.raises(ct.CorpusError) as caught:
            if parameters[option].kind is inspect.Parameter.VAR_POSITIONAL:
                call(*needed.values(), value)
            else:
                call(**needed, **{option: value})
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda own: own.concordance(2020), "words cannot be 2020; it may be a string, or a list of strings"),
        (lambda own: own.concordance(None), "words cannot be None"),
        (lambda own: own.themes(by=["school", "year"]), "may be the name of one column"),
        (lambda own: own.themes(by=own.plans["title"]), "by cannot be Series; it may be the name of one column"),
        (lambda own: own.trend(by=None), "by cannot be None"),
        (lambda own: own.keyness(target=["a"]), r"target cannot be \['a'\]; it may be a string"),
        (lambda own: own.code({"a": 1}), "codebook cannot be .* it may be a file, the name of a bundled codebook"),
        (lambda own: own.build(None), "paths cannot be None; it may be paths of files and folders"),
        (lambda own: ct.plots.theme_heatmap(own.themes()), "corpus cannot be DataFrame; it may be a Corpus"),
    ],
)
def test_errors_say_what_to_give(subjects: dict[str, Any], call: Callable[[Any], object], told: str) -> None:
    with pytest.raises(OptionError, match=told):
        call(subjects["Corpus"])


def test_nothing_is_the_default(subjects: dict[str, Any]) -> None:
    corpus = subjects["of_years"]
    pd.testing.assert_frame_equal(corpus.trend(None, None), corpus.trend())
    assert corpus.trend(terms=pd.Series(["读书"])).equals(corpus.trend(terms="读书"))


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
