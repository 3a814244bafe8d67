"""The manifest of a corpus folder: how to tell one, and what it was made with."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from corpus_tools.errors import NotCorpusError, OtherVersionError

MANIFEST = "manifest.json"
_FAMILY = "corpus-tools/corpus/"
SCHEMA = f"{_FAMILY}1"
# What a corpus was built with and keeps beside its tables: the codebook with its weights, the words of the segmenter.
CODEBOOK, WEIGHTS, DICTIONARY = KEPT = ("codebook.toml", "codebook.weights.csv", "user-dictionary.txt")
_TABLES = ("sources", "plans", "nodes", "noise")  # of every version


def is_corpus(path: str | Path) -> bool:
    """Tell whether a path is a corpus folder, of whatever version, or one that has lost its manifest."""
    folder = Path(path)
    with suppress(OSError, ValueError, TypeError, KeyError):
        return str(json.loads((folder / MANIFEST).read_bytes())["schema"]).startswith(_FAMILY)
    with suppress(OSError):
        return all((folder / f"{name}.parquet").is_file() for name in _TABLES)
    return False


def read_manifest(path: str | Path) -> dict[str, Any]:
    """Return the manifest of a corpus folder.

    Raises
    ------
    NotCorpusError
        When the folder holds no manifest.
    OtherVersionError
        When another version of the format made it.
    """
    found = None
    try:
        manifest: dict[str, Any] = json.loads((Path(path) / MANIFEST).read_text("utf-8"))
        found = manifest.get("schema")
        _ = manifest["made"]["thresholds"], manifest["tables"]
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        if found is not None and found != SCHEMA:
            raise OtherVersionError(path=path, found=found, wanted=SCHEMA) from error
        raise NotCorpusError(path=path) from error
    if found != SCHEMA:
        raise OtherVersionError(path=path, found=found, wanted=SCHEMA)
    return manifest
