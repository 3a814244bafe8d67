"""The manifest of a corpus folder: how to tell one, and what it was made with."""

import json
from pathlib import Path
from typing import Any

from corpus_tools.errors import NotCorpusError, OtherVersionError

MANIFEST = "manifest.json"
SCHEMA = "corpus-tools/corpus/1"


def is_corpus(path: str | Path) -> bool:
    """Tell whether a path looks like a corpus folder, of whatever version."""
    return (Path(path) / MANIFEST).is_file()


def read_manifest(path: str | Path) -> dict[str, Any]:
    """Return the manifest of a corpus folder.

    Raises
    ------
    NotCorpusError
        When the folder holds no manifest.
    OtherVersionError
        When another version of the format made it.
    """
    try:
        manifest: dict[str, Any] = json.loads((Path(path) / MANIFEST).read_text("utf-8"))
        found = manifest.get("schema")
    except (OSError, ValueError, AttributeError) as error:
        raise NotCorpusError(path=path) from error
    if found != SCHEMA:
        raise OtherVersionError(path=path, found=found, wanted=SCHEMA)
    return manifest
