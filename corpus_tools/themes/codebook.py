"""Codebooks: a researcher's themes, each with the terms that show it, read from a TOML file.

::

    name = "school-union"
    version = "1"

    [themes."师德"]
    any = ["师德", "职业道德"]
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from corpus_tools.errors import CodebookError
from corpus_tools.folding import fold

BUNDLED = "school-union"


@dataclass(frozen=True, slots=True)
class Codebook:
    """Themes and the terms that show them.

    Attributes
    ----------
    name, version
        As the file says.
    digest
        SHA-256 of the file, in hexadecimal: which codebook made a result.
    terms
        For each theme the terms any of which shows it, in the order of the file.
    """

    name: str
    version: str
    digest: str
    terms: Mapping[str, tuple[str, ...]] = field(repr=False)

    @property
    def themes(self) -> tuple[str, ...]:
        """The names of the themes, in the order of the file."""
        return tuple(self.terms)

    @classmethod
    def open(cls, path: str | Path) -> "Codebook":
        """Read a codebook file.

        Raises
        ------
        CodebookError
            When the file cannot be read or is not such a codebook; the message says where.
        """
        try:
            return cls._parse(Path(path).read_bytes(), str(path))
        except OSError as error:
            raise CodebookError(path=path, reason=error.strerror) from error

    @classmethod
    def bundled(cls, name: str = BUNDLED) -> "Codebook":
        """Return a codebook that comes with the package."""
        resource = files("corpus_tools.themes") / "codebooks" / f"{name}.toml"
        return cls._parse(resource.read_bytes(), name)

    @classmethod
    def _parse(cls, raw: bytes, path: str) -> "Codebook":
        try:
            table = tomllib.loads(raw.decode("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CodebookError(path=path, reason=error) from error
        themes = table.get("themes")
        if not isinstance(themes, dict) or not themes:
            raise CodebookError(path=path, reason="there is no [themes.NAME] table in it")
        for theme, rule in themes.items():
            terms = rule.get("any") if isinstance(rule, dict) else None
            if not isinstance(terms, list) or not terms or not all(isinstance(term, str) for term in terms):
                raise CodebookError(path=path, reason=f"[themes.{theme}] must have any = [...] with at least one term")
            blank = [term for term in terms if not fold(term).text]
            if blank:
                raise CodebookError(
                    path=path, reason=f"[themes.{theme}] has a term without a character to match: {blank}"
                )
        return cls(
            name=str(table.get("name", Path(path).stem)),
            version=str(table.get("version", "")),
            digest=hashlib.sha256(raw).hexdigest(),
            terms={theme: tuple(rule["any"]) for theme, rule in themes.items()},
        )
