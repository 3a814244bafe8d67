"""Errors: the message is for whoever calls; what to type on the command line is a hint that only it adds."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import corpus_tools as ct
from corpus_tools import errors
from corpus_tools.cli.app import group
from corpus_tools.errors import CorpusError, EmptyColumnError, GroupError, NoGroupsError, NotKeptError, TimeLimitError
from corpus_tools.output.messages import explain, use_language
from tests.test_floors import floor, modules

OPTION = re.compile(r"--[a-z-]+")
# Where a library is spoken of, the command line may stand beside it.
NAMES_BOTH = {errors.PlanFormatError.template}


def kinds(kind: type[CorpusError] = CorpusError) -> Iterator[type[CorpusError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from kinds(below)


def marked_messages() -> Iterator[str]:
    """Yield the messages of the floors that a library user calls."""
    for name, path in modules().items():
        if floor(name) < floor("output"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_":
                    yield from (str(own.value) for own in node.args if isinstance(own, ast.Constant))


def test_no_message_of_the_library_tells_what_to_type() -> None:
    hints = {kind.hint for kind in kinds()}
    messages = set(marked_messages()) - hints - NAMES_BOTH
    assert len(messages) > 100
    assert [message for message in messages if OPTION.search(message) or "corpus-tools " in message] == []


def test_hints_name_options_that_are_there() -> None:
    context = click.Context(group)
    commands = [group.get_command(context, name) for name in group.list_commands(context)]
    options = {flag for command in commands if command for option in command.params for flag in option.opts}
    hinted = {option for kind in kinds() for option in OPTION.findall(kind.hint)}
    assert {"--by", "--meta", "--text-column", "--time-limit", "--memory-limit"} <= hinted <= options


@pytest.mark.parametrize(
    ("error", "message", "hint"),
    [
        (NoGroupsError(), "which plans against which? Name a column to group by, or a target", "--by COLUMN, --target"),
        (
            GroupError(column="x", columns="y"),
            "no column x in plans; there are y; others come with a meta table",
            "--m",
        ),
        (EmptyColumnError(column="x", columns="y"), "column x is empty for all plans; there are y", ""),
        (
            NotKeptError(path="c", name="codebook.toml", option="--codebook"),
            "c: has not kept the codebook.toml",
            "--co",
        ),
        (
            TimeLimitError(path="a", seconds=1),
            "a: not done within 1 seconds; raise the time limit, or conv",
            "--time-l",
        ),
    ],
)
def test_the_command_line_adds_hints(error: CorpusError, message: str, hint: str) -> None:
    assert str(error).startswith(message)
    assert "--" not in str(error)
    told = explain(error)
    assert told == str(error) if not hint else told.startswith(f"{error} ({hint}")
    use_language("zh")
    try:
        assert hint in explain(error) and explain(error) != told
    finally:
        use_language("en")


def test_what_a_library_user_reads(tmp_path: Path) -> None:
    with pytest.raises(errors.NotCorpusError, match="is no corpus; build one first$") as caught:
        ct.Corpus.open(tmp_path)
    assert explain(caught.value).endswith("build one first (corpus-tools build PATH... -o CORPUS)")
    with pytest.raises(errors.NoSuchPathError, match="no such file or folder; check the spelling$"):
        ct.read_plans("nowhere")
