"""Codebooks: a researcher's themes, each with the rules that show it, read from a TOML file (docs/codebook.md).

::

    name = "mine"
    version = "1"

    [words]
    staff = ["(教|)职工", "教师"]

    [themes."送温暖"]
    any = ["送温暖", "慰问…{staff}"]
"""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from corpus_tools.errors import N_, CodebookError, NoSuchThemeError, Reason
from corpus_tools.options import Kinds, check_option
from corpus_tools.scripts import fold_regex
from corpus_tools.themes.lines import KeyPath, Lines
from corpus_tools.themes.names import COLUMNS_BESIDE, is_name
from corpus_tools.themes.terms import Term, WordLists, parse_list, parse_term
from corpus_tools.themes.weights import Weights, parse_weights

BUNDLED = "school-union"
_GAP, _WITHIN = 12, 8

_TERM_KEYS = ("any", "all", "not", "near", "plan", "under")
_RULE_KEYS = (*_TERM_KEYS, "regex", "within", "target", "below", "alone")
_KEYS_IN_RULE = (*_RULE_KEYS, "about")
_KEYS_IN_SUB_THEME = (*_KEYS_IN_RULE, "rules")
_KEYS_IN_THEME = (*_KEYS_IN_SUB_THEME, "mask", "sub_themes")
_ON_LINE = N_("line {line}: {reason}")
_NO_TABLE = N_("{name} is no table")
_CODEBOOK = Kinds((str, PathLike), N_("a file, the name of a bundled codebook, or a Codebook"))
_NO_FILE = N_("no such file; the codebooks of the package are: {names}")
_NOT_TOML = N_("this is not TOML: {error}")
_NOT_TOML_BUT = N_("this is not TOML: {error}; {hint}")
_PLACE = re.compile(r"(?P<error>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)")  # of tomllib's messages
_STRING = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'|#.*""")  # or a comment
_HINTS = (  # what the line of an error has outside of strings, and what to do about it
    (re.compile("[“”‘’＂＇，＝．［］｛｝【】]"), N_('write quotation marks, commas, brackets in half width: " , [ ]')),
    (re.compile("[^\0-\x7f]"), N_('names and terms that are not ASCII stand in quotation marks: [themes."师德"]')),
)
_NOT_BUNDLED = N_("does not come with the package; there are: {names}")
_KEYS_AT_TOP = ("name", "version", "about", "gap", "mask", "words", "targets", "assume", "weights", "themes")


class Written(NamedTuple):
    """A term or a pattern as the file has it.

    Attributes
    ----------
    place
        The keys that lead to the list that it stands in.
    text, line
        As written, and on which line.
    term
        What it says; of a pattern, how it is sought.
    """

    place: KeyPath
    text: str
    line: int
    term: Term | str

    @property
    def key(self) -> str:
        """The name of the list."""
        return str(self.place[-1])

    @property
    def section(self) -> str:
        """The table that has the list, as files write it."""
        return ".".join(_key(key) for key in self.place[:-1] if isinstance(key, str))

    @property
    def theme(self) -> str | None:
        """The theme that it is of."""
        return str(self.place[1]) if self.place[0] == "themes" else None


@dataclass(frozen=True, slots=True)
class Rule:
    """What a clause must have for a theme; all conditions that are given must hold.

    Attributes
    ----------
    sub_theme
        The part of the theme that it shows, None for the theme as a whole.
    any
        Terms one of which is there.
    all
        Terms all of which are there.
    not_
        Terms none of which is there.
    near, within
        Terms of ``any`` count only with one of ``near`` at most ``within`` folded characters away.
    regex
        Patterns on the folded text, themselves folded, case apart; a match counts as a term of ``any``.
    target
        Terms of ``any`` count only where they are said of this group.
    plan
        Terms one of which stands in a clause or the title of the plan.
    under
        Terms one of which stands in the title, or where there is none in the first clauses, or in a heading above.
    below
        Whether they count only below a heading that shows the theme.
    alone
        Whether they count only where no rule without this shows a theme.
    """

    sub_theme: str | None = None
    any: tuple[Term, ...] = ()
    all: tuple[Term, ...] = ()
    not_: tuple[Term, ...] = ()
    near: tuple[Term, ...] = ()
    within: int = _WITHIN
    regex: tuple[str, ...] = ()
    target: str | None = None
    plan: tuple[Term, ...] = ()
    under: tuple[Term, ...] = ()
    below: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: its rules, any of which shows it, the wordings in which its terms say nothing, and its line."""

    name: str
    about: str
    rules: tuple[Rule, ...] = field(repr=False)
    mask: tuple[Term, ...] = field(repr=False)
    line: int = field(default=0, repr=False)


@dataclass(frozen=True, slots=True)
class Codebook:
    """Themes and the rules that show them.

    Attributes
    ----------
    name, version, about
        As the file says.
    digest
        SHA-256 of the file and of its weights, in hexadecimal: which codebook made a result.
    gap
        The most folded characters that ``…`` in a term stands for.
    targets
        The groups that a clause can be about, each with the terms that name it.
    assume
        The group that is meant where neither the clause nor a heading nor the title names one.
    all_themes
        In the order of the file.
    written
        Every term and every pattern of the file.
    weights
        What characters say for and against themes, None where the file names no weights.
    files
        The bytes of the file, and of its weights if it names any.
    """

    name: str
    version: str
    digest: str
    about: str = ""
    gap: int = _GAP
    targets: Mapping[str, tuple[Term, ...]] = field(default_factory=dict, repr=False)
    assume: str | None = None
    mask: tuple[Term, ...] = field(default=(), repr=False)
    all_themes: tuple[Theme, ...] = field(default=(), repr=False)
    written: tuple[Written, ...] = field(default=(), repr=False)
    weights: Weights | None = field(default=None, repr=False)
    files: tuple[bytes, ...] = field(default=(), repr=False, compare=False)

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"<Codebook {self.full_name}: {len(self.all_themes)} themes>"

    @property
    def themes(self) -> tuple[str, ...]:
        """The names of the themes, in the order of the file."""
        return tuple(theme.name for theme in self.all_themes)

    @property
    def full_name(self) -> str:
        """The name, and the version if it has one."""
        return f"{self.name} {self.version}".strip()

    def check_theme(self, theme: str) -> None:
        """Raise NoSuchThemeError unless it has a theme."""
        if theme not in self.themes:
            raise NoSuchThemeError(theme=theme, codebook=self.name, themes=" ".join(self.themes))

    @classmethod
    def open(cls, path: "str | Path | Codebook") -> "Codebook":
        """Read a codebook file, or return the one of that name in the package; one that was read stays as it is.

        Raises
        ------
        CodebookError
            When the file cannot be read or is not such a codebook; the message says where.
        OptionError
            When it is neither file nor name.
        """
        if isinstance(path, Codebook):
            return path
        check_option("codebook", path, _CODEBOOK)
        try:
            raw = Path(path).read_bytes()
        except OSError as error:
            if str(path) in bundled_names():
                return cls.bundled(str(path))
            if isinstance(error, FileNotFoundError):
                missing = Reason(_NO_FILE, names=" ".join(bundled_names()))
                raise CodebookError(path=path, reason=missing) from error
            raise CodebookError(path=path, reason=error.strerror) from error
        return parse_codebook(raw, str(path), lambda name: _read_beside(Path(path), name))

    @classmethod
    @lru_cache
    def bundled(cls, name: str = BUNDLED) -> "Codebook":
        """Return a codebook that comes with the package.

        Raises
        ------
        CodebookError
            When there is none of that name.
        """
        return parse_codebook(read_bundled(name), name)


def bundled_names() -> list[str]:
    """Return the names of the codebooks that come with the package."""
    folder = files("corpus_tools.themes") / "codebooks"
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))


def bundled_themes() -> list[str]:
    """Return the themes of all codebooks that come with the package, each once."""
    books = map(Codebook.bundled, bundled_names())
    return list(dict.fromkeys(theme for book in books for theme in book.themes))


def read_bundled(name: str = BUNDLED) -> bytes:
    """Return the file of a codebook that comes with the package, to start one's own from.

    Raises
    ------
    CodebookError
        When there is none of that name.
    """
    if name not in bundled_names():
        raise CodebookError(path=name, reason=Reason(_NOT_BUNDLED, names=" ".join(bundled_names())))
    return _read_from_package(f"{name}.toml")


def _read_from_package(name: str) -> bytes:
    return (files("corpus_tools.themes") / "codebooks" / name).read_bytes()


def _read_beside(path: Path, name: str) -> bytes:
    """Return a file that a codebook names: of its folder, else of the package, as for a copy of a bundled codebook."""
    try:
        return (path.parent / name).read_bytes()
    except OSError:
        return _read_from_package(Path(name).name)


def parse_codebook(raw: bytes, path: str, read: Callable[[str], bytes] = _read_from_package) -> Codebook:
    """Return the codebook that the bytes of a file hold.

    Parameters
    ----------
    read
        Returns a file that the codebook names.

    Raises
    ------
    CodebookError
        When they do not; the message says on which line.
    """
    try:
        text = raw.decode("utf-8-sig")
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        reason = Reason(_ON_LINE, line=line, reason=Reason(N_("this is not UTF-8; save the file as UTF-8")))
        raise CodebookError(path=path, reason=reason) from error
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(path=path, reason=_explain(error, text)) from error
    files = [raw]

    def read_and_keep(name: str) -> bytes:
        files.append(read(name))
        return files[-1]

    book = _Reader(text, path, read_and_keep).read(table, hashlib.sha256(raw))
    return replace(book, files=tuple(files))


def _explain(error: tomllib.TOMLDecodeError, text: str) -> Reason:
    """Return on which line a text is not TOML, the parser's words, and what its author may have meant."""
    place, lines = _PLACE.fullmatch(str(error)), text.split("\n")
    if not place:
        return Reason(_NOT_TOML, error=error)
    line = int(place["line"] or len(lines))
    rest = _STRING.sub("", lines[line - 1])
    hint = next((hint for pattern, hint in _HINTS if pattern.search(rest)), None)
    reason = Reason(_NOT_TOML_BUT if hint else _NOT_TOML, error=place["error"], hint=Reason(hint or ""))
    return Reason(_ON_LINE, line=line, reason=reason)


class _Reader:
    """Turns the tables of one file into values; every complaint names the line."""

    def __init__(self, text: str, path: str, read: Callable[[str], bytes]) -> None:
        self._read = read
        self._lines = Lines(text)
        self._path = path
        self._words: WordLists = {}
        self._written: list[Written] = []

    def read(self, table: dict[str, Any], digest: "hashlib._Hash") -> Codebook:
        self._check_keys(table, _KEYS_AT_TOP, ())
        if not isinstance(table.get("themes"), dict) or not table["themes"]:
            raise self._error(N_("there is no [themes.NAME] table in it"), ("themes",))
        self._words = self._read_words(self._table(table, "words"))
        targets = {name: self._terms(found, ("targets", name)) for name, found in self._table(table, "targets").items()}
        assume = table.get("assume")
        if assume is not None and assume not in targets:
            raise self._error(N_("assume names no group of [targets]: {group}"), ("assume",), group=assume)
        mask = self._terms(table.get("mask", []), ("mask",))
        themes = tuple(self._theme(name, found, targets) for name, found in table["themes"].items())
        weights = self._weights(table["weights"], digest) if "weights" in table else None
        return Codebook(
            name=str(table.get("name", Path(self._path).stem)),
            version=str(table.get("version", "")),
            digest=digest.hexdigest(),
            about=str(table.get("about", "")),
            gap=self._number(table, "gap", _GAP, ()),
            targets=targets,
            assume=assume,
            mask=mask,
            all_themes=themes,
            written=tuple(self._written),
            weights=weights,
        )

    def _weights(self, name: Any, digest: "hashlib._Hash") -> Weights:
        """Return the weights of the file of that name, which is part of what the digest is of."""
        if not isinstance(name, str):
            raise self._error(N_("weights must be the name of a file"), ("weights",))
        try:
            raw = self._read(name)
        except OSError as error:
            reason = N_("the weights {name} cannot be read: {error}")
            raise self._error(reason, ("weights",), name=name, error=error.strerror) from error
        digest.update(raw)
        return parse_weights(raw, name)

    def _read_words(self, lists: Mapping[str, Any]) -> WordLists:
        words: dict[str, frozenset[str]] = {}
        for name, written in lists.items():
            where = ("words", name)
            self._strings(written, where)
            try:
                words[name] = parse_list(written, words)
            except ValueError as error:
                raise self._error("words.{name} {reason}", where, name=name, reason=error.args[0]) from error
        return words

    def _theme(self, name: str, found: Any, targets: Mapping[str, object]) -> Theme:
        where: KeyPath = ("themes", name)
        if not is_name(name):
            raise self._error(N_("{name!r} cannot be the name of a theme: sheets could not hold it"), where, name=name)
        if name in COLUMNS_BESIDE:
            raise self._error(N_("{name!r} cannot be the name of a theme: it is a column of tables"), where, name=name)
        if not isinstance(found, dict):
            raise self._error(_NO_TABLE, where, name=f"themes.{name}")
        self._check_keys(found, _KEYS_IN_THEME, where)
        rules = list(self._rules(found, targets, where, None))
        for part, own in self._table(found, "sub_themes", where).items():
            place = (*where, "sub_themes", part)
            if not isinstance(own, dict):
                raise self._error(_NO_TABLE, place, name=f"sub_themes.{part}")
            self._check_keys(own, _KEYS_IN_SUB_THEME, place)
            rules += self._rules(own, targets, place, part)
        if not rules:
            raise self._error(
                N_("themes.{name} must have any = [...] with at least one term, or other rules"), where, name=name
            )
        return Theme(
            name=name,
            about=str(found.get("about", "")),
            rules=tuple(rules),
            mask=self._terms(found.get("mask", []), (*where, "mask")),
            line=self._lines.find(where),
        )

    def _rules(
        self, found: dict[str, Any], targets: Mapping[str, object], where: KeyPath, sub_theme: str | None
    ) -> Iterator[Rule]:
        """Yield the rule that a table is, and those in its list ``rules``."""
        if any(key in found for key in _RULE_KEYS):
            yield self._rule(sub_theme, found, targets, where)
        lists = found.get("rules", [])
        if not isinstance(lists, list):
            raise self._error(N_("rules are a list of tables: [[themes.NAME.rules]]"), (*where, "rules"))
        for nth, rule in enumerate(lists):
            place = (*where, "rules", nth)
            if not isinstance(rule, dict):
                raise self._error(N_("a rule is no table"), place)
            self._check_keys(rule, _KEYS_IN_RULE, place)
            yield self._rule(sub_theme, rule, targets, place)

    def _rule(
        self, sub_theme: str | None, found: dict[str, Any], targets: Mapping[str, object], where: KeyPath
    ) -> Rule:
        terms = {key: self._terms(found[key], (*where, key)) for key in _TERM_KEYS if key in found}
        regex = found.get("regex", [])
        self._strings(regex, (*where, "regex"), fewest=0)
        patterns = tuple(self._pattern(one, (*where, "regex"), nth) for nth, one in enumerate(regex))
        if not (terms.get("any") or terms.get("all") or regex):
            raise self._error(
                N_("a rule must have any = [...], all = [...] or regex = [...] with at least one term"), where
            )
        for key in ("near", "target"):
            if key in found and not (terms.get("any") or regex):
                raise self._error(N_("{key} is asked of terms of any, and there is none"), (*where, key), key=key)
        if "within" in found and "near" not in found:
            raise self._error(N_("within says how far away near may be, and there is no near"), (*where, "within"))
        target = found.get("target")
        if target is not None and target not in targets:
            raise self._error(N_("target names no group of [targets]: {group}"), (*where, "target"), group=target)
        return Rule(
            sub_theme=sub_theme,
            any=terms.get("any", ()),
            all=terms.get("all", ()),
            not_=terms.get("not", ()),
            near=terms.get("near", ()),
            within=self._number(found, "within", _WITHIN, where),
            regex=patterns,
            target=target,
            plan=terms.get("plan", ()),
            under=terms.get("under", ()),
            below=self._flag(found, "below", where),
            alone=self._flag(found, "alone", where),
        )

    def _terms(self, written: Any, where: KeyPath) -> tuple[Term, ...]:
        self._strings(written, where, fewest=0 if where[-1] == "mask" else 1)
        return tuple(self._term(one, where, nth) for nth, one in enumerate(written))

    def _term(self, written: str, where: KeyPath, nth: int) -> Term:
        try:
            term = parse_term(written, self._words)
        except ValueError as error:
            reason = N_('the term "{term}" {reason}')
            raise self._error(reason, (*where, nth), term=written, reason=error.args[0]) from error
        self._written.append(Written(where, written, self._lines.find((*where, nth)), term))
        return term

    def _pattern(self, written: str, where: KeyPath, nth: int) -> str:
        """Return a pattern as it is sought."""
        pattern = fold_regex(written)
        try:
            matches_nothing = re.compile(pattern, re.IGNORECASE).match("") is not None
        except re.error as error:
            reason = N_("{pattern!r} is no regular expression: {error}")
            raise self._error(reason, (*where, nth), pattern=written, error=error) from error
        if matches_nothing:
            raise self._error(N_("{pattern!r} matches the empty string"), (*where, nth), pattern=written)
        self._written.append(Written(where, written, self._lines.find((*where, nth)), pattern))
        return pattern

    def _strings(self, written: Any, where: KeyPath, fewest: int = 1) -> None:
        if not isinstance(written, list) or len(written) < fewest or not all(isinstance(one, str) for one in written):
            raise self._error(N_("{key} must be a list of strings with at least one term"), where, key=where[-1])

    def _table(self, table: Mapping[str, Any], key: str, where: KeyPath = ()) -> Mapping[str, Any]:
        found = table.get(key, {})
        if not isinstance(found, dict):
            raise self._error(_NO_TABLE, (*where, key), name=key)
        return found

    def _number(self, table: Mapping[str, Any], key: str, default: int, where: KeyPath) -> int:
        found = table.get(key, default)
        if not isinstance(found, int) or isinstance(found, bool) or found < 0:
            raise self._error(N_("{key} must be a number of characters"), (*where, key), key=key)
        return found

    def _flag(self, table: Mapping[str, Any], key: str, where: KeyPath) -> bool:
        found = table.get(key, False)
        if not isinstance(found, bool):
            raise self._error(N_("{key} must be true or false"), (*where, key), key=key)
        return found

    def _check_keys(self, table: Mapping[str, Any], known: Sequence[str], where: KeyPath) -> None:
        for key in table:
            if key not in known:
                unknown = N_("there is no key {key}; keys here are: {keys}")
                raise self._error(unknown, (*where, key), key=key, keys=" ".join(known))

    def _error(self, template: str, where: KeyPath, **fields: object) -> CodebookError:
        """Return an error that names the line of a key or value, else of what it would be in."""
        line = self._lines.find(where)
        reason = Reason(template, **fields)
        return CodebookError(path=self._path, reason=Reason(_ON_LINE, line=line, reason=reason) if line else reason)


def _key(name: str) -> str:
    """Return a key as files write it: bare where TOML allows, else in quotation marks."""
    return name if re.fullmatch("[A-Za-z0-9_-]+", name) else f'"{name}"'
