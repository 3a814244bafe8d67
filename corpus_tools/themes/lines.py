"""Lines: on which line of a TOML file each key and each value of a list stands."""

import re
import tomllib
from collections.abc import Iterator, Sequence

KeyPath = tuple[str | int, ...]  # keys, and positions in lists

_TOKEN = re.compile(
    r'"""(?:[^\\"]|\\.|"(?!""))*"{3,5}|\'\'\'(?:[^\']|\'(?!\'\'))*\'{3,5}'  # strings of several lines
    r'|"(?:[^\\"\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}=,.\n]|[^\s"\'#\[\]{}=,.]+',
    re.DOTALL,
)


class Lines:
    """The lines of a TOML file; counted from 1.

    Parameters
    ----------
    text
        What ``tomllib`` reads.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[KeyPath, int] = {}
        self._sizes: dict[KeyPath, int] = {}  # of the lists of tables
        self._tokens = _cut(text)
        self._next()
        table: KeyPath = ()
        while self._token:
            line = self._line
            if self._skip("["):
                is_list = self._skip("[")
                table = self._resolve(self._keys(), line)
                if is_list:
                    nth = self._sizes[table] = self._sizes.get(table, -1) + 1
                    table = (*table, nth)
                    self._lines[table] = line
                self._skip("]")
                self._skip("]")
            elif not self._skip("\n"):
                self._assign(table)

    def find(self, path: Sequence[str | int]) -> int:
        """Return the line of a key or value, else of what it is in; 0 for none."""
        sizes = range(len(path), 0, -1)
        return next((self._lines[place] for size in sizes if (place := tuple(path[:size])) in self._lines), 0)

    def _next(self) -> None:
        self._token, self._line = next(self._tokens, ("", 0))

    def _skip(self, token: str) -> bool:
        """Go beyond a token if it is the next."""
        is_next = self._token == token
        if is_next:
            self._next()
        return is_next

    def _keys(self) -> list[str]:
        """Return the parts of a key, behind which one is then."""
        keys = []
        while self._token not in ("=", "]", ""):
            if not self._skip("."):
                keys.append(next(iter(tomllib.loads(f"{self._token} = 0"))))
                self._next()
        return keys

    def _resolve(self, keys: Sequence[str], line: int) -> KeyPath:
        """Return where a header leads to: of lists of tables above it to the last; what it names first is there."""
        path: KeyPath = ()
        for nth, key in enumerate(keys):
            path = (*path, key)
            self._lines.setdefault(path, line)
            if path in self._sizes and nth < len(keys) - 1:
                path = (*path, self._sizes[path])
        return path

    def _assign(self, table: KeyPath) -> None:
        """Read a key and its value."""
        line = self._line
        for key in self._keys():
            table = (*table, key)
            self._lines.setdefault(table, line)
        self._skip("=")
        self._value(table)

    def _value(self, path: KeyPath) -> None:
        if self._skip("["):
            nth = 0
            while not self._skip("]"):
                if not self._skip("\n") and not self._skip(","):
                    self._lines[*path, nth] = self._line
                    self._value((*path, nth))
                    nth += 1
        elif self._skip("{"):
            while not self._skip("}"):
                if not self._skip("\n") and not self._skip(","):
                    self._assign(path)
        else:
            while self._token not in ("\n", ",", "]", "}", ""):  # a number may be several tokens
                self._next()


def _cut(text: str) -> Iterator[tuple[str, int]]:
    """Yield the tokens, each with its line; comments are none."""
    line = 1
    for found in _TOKEN.finditer(text):
        token = found[0]
        if not token.startswith("#"):
            yield token, line
        line += token.count("\n")
