"""Lines of TOML files: every key and value stands where the file has it."""

import tomllib
from collections.abc import Iterator

import pytest

from corpus_tools.themes.lines import Lines

# Values are the numbers of their own lines.
FILE = (
    '''\
one = 1  # two = 9, "three = 9
'a.b'.c = 2
"\\u7532" = """
5
x "" = 1
""" # the first line of a string counts
after = 7
when = 2020-01-01 10:00:00.5
[ t . "u]" ] # [x]
k = [10, [10,
  11], {l = 11, m.n = 11}, # 1, 2
  "13,[]{",
'''
    + "'''\n\n\n''', 16]\n"
    + """\
[[rules]]
k = 18
[rules.below]
k = 20
[[rules.list]]
k = 22
[[rules]]
k = 24
[[rules.list]]
k = 26
[t]
k = 28
"""
)


def leaves(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], object]]:
    if isinstance(value, dict):
        for key, own in value.items():
            yield from leaves(own, (*path, key))
    elif isinstance(value, list):
        for nth, own in enumerate(value):
            yield from leaves(own, (*path, nth))
    else:
        yield path, value


def test_numbers_stand_on_their_lines() -> None:
    found = {path: value for path, value in leaves(tomllib.loads(FILE)) if isinstance(value, int)}
    assert len(found) == 15
    lines = Lines(FILE)
    assert {path: lines.find(path) for path in found} == found


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("甲",), 3),
        (("when",), 8),
        (("t",), 9),
        (("t", "u]"), 9),
        (("t", "u]", "k", 3), 12),
        (("t", "u]", "k", 4), 13),
        (("rules",), 17),
        (("rules", 1), 23),
        (("rules", 1, "list", 0), 25),
        (("rules", 1, "list", 0, "absent", 7), 25),
        (("absent",), 0),
        ((), 0),
    ],
)
def test_lines_of_tables_and_strings(path: tuple[str | int, ...], line: int) -> None:
    assert Lines(FILE).find(path) == line
