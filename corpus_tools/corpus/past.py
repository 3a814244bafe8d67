"""The corpus that stands where one is built: what of it still holds."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from corpus_tools.corpus.batches import PER_FILE
from corpus_tools.corpus.gathering import FileKey, Piece, settled_pieces
from corpus_tools.corpus.store import Store
from corpus_tools.errors import DamagedCorpusError, NotCorpusError, OtherVersionError

_MAKING = "making"
_STAGES = "stages"


class Past(NamedTuple):
    """What an older corpus gives to the one that is built.

    Attributes
    ----------
    files
        The rows of its files, if what made them is what makes the new ones.
    changed
        Else what is not: names of ``recipe.describe_making``, or ``tables`` where they cannot be read.
    """

    files: Mapping[FileKey, Piece] = {}
    changed: tuple[str, ...] = ()
    store: Store | None = None

    def used(self, stage: str, digest: str) -> str | None:
        """Return the digest of what a stage used if it depended on the same then; else None."""
        known = self._stage(stage)
        return known["used"] if known and known["digest"] == digest else None

    def tables(self, stage: str, used: str) -> dict[str, pa.Table] | None:
        """Return the tables of a stage if it used the same then; else None."""
        known = self._stage(stage)
        if self.store is None or known is None or known["used"] != used:
            return None
        try:
            return {name: self.store.table(name) for name in known["tables"]}
        except DamagedCorpusError:
            return None

    def _stage(self, stage: str) -> Mapping[str, Any] | None:
        """Return what the manifest says of a stage."""
        stages: Mapping[str, Any] = self.store.manifest["made"].get(_STAGES, {}) if self.store else {}
        return stages.get(stage)


def open_past(target: str | Path, making: Mapping[str, Any]) -> Past:
    """Return what the folder ``target`` holds that was made with ``making``; nothing where it is no corpus."""
    try:
        store = Store(target)
        was = store.manifest["made"].get(_MAKING)
        if was is None:  # a version wrote it that kept nothing
            return Past(changed=("tables",))
        if changed := tuple(sorted(name for name in was | making if was.get(name) != making.get(name))):
            return Past(changed=changed)
        return Past(settled_pieces({name: store.table(name) for name in ("files", *PER_FILE)}), store=store)
    except NotCorpusError:
        return Past()
    except (OtherVersionError, DamagedCorpusError):
        return Past(changed=("tables",))


def remember(making: Mapping[str, Any], stages: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a manifest must say so that the corpus can be the past of another."""
    return {_MAKING: making, _STAGES: stages}
