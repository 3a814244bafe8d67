"""Where the documents of the rows come from: the project's own samples, and real ones beside the project."""

import io
import lzma
import os
import tarfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypeVar

from benchmarks.laws import Law, read_law
from benchmarks.truth import TrueFile, TruePage, read_pages_truth, read_truth
from corpus_tools.reading.files import InputFile, read_file
from corpus_tools.reading.limited import read_source
from corpus_tools.reading.source import Source, source_of_bytes

Kind = Literal["made", "real"]
T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("CORPUS_TOOLS_SHARED", ROOT.parent / "shared"))

_PLANS = ROOT / "data" / "plans"
_PLANS_TRUTH = ROOT / "data" / "truth"
_HARD_PLANS = ROOT / "data" / "hard" / "plans"
_HARD_TRUTH = ROOT / "data" / "hard" / "truth"
_PAGES_TRUTH = ROOT / "benchmarks" / "pages.json"
_SEEDS = SHARED / "corpus" / "seeds"
_SEEDS_TRUTH = SHARED / "gold" / "seeds.json"
_LAWS = SHARED / "corpus" / "laws.tar.xz"
_REPORTS = SHARED / "corpus" / "government_work_reports.jsonl.xz"
_SCHOOL_PAGES = SHARED / "corpus" / "school_site.tar.xz"

SPEED_BYTES = 20_000_000
_N_PARSED_LAWS = 200
_N_PAGES = 40


@dataclass(frozen=True)
class Documents:
    """The documents of one kind, read when they are first asked for.

    Attributes
    ----------
    kind
        ``made``: written with the project; ``real``: found beside it.
    """

    kind: Kind

    @cached_property
    def truths(self) -> list[TrueFile]:
        """The structure truth of the plan files."""
        if self.kind == "real":
            return read_truth(_SEEDS_TRUTH, self._source_text)
        files = [*_PLANS_TRUTH.glob("[0-9]*.json"), *_HARD_TRUTH.glob("*.json")]
        return [true for path in sorted(files) for true in read_truth(path, self._source_text)]

    @cached_property
    def plan_files(self) -> list[Source]:
        """The files that hold plans, in the order of ``truths``."""
        return [self._read(true.source) for true in self.truths]

    @cached_property
    def marked_pages(self) -> list[TruePage]:
        """Pages of a site with the truth of their markers; there are none among the made documents."""
        if self.kind == "made":
            return []
        raws = dict(_members(_SCHOOL_PAGES, lambda raw, name: (name, raw)))
        return read_pages_truth(_PAGES_TRUTH, lambda name: source_of_bytes(raws[name], name).text)

    @cached_property
    def laws(self) -> list[Law]:
        """Laws in Markdown; there are none among the made documents."""
        if self.kind == "made":
            return []
        return list(_members(_LAWS, lambda raw, name: read_law(name, raw.decode())))

    @cached_property
    def parsed_texts(self) -> dict[str, list[str]]:
        """Texts for the speed of parsing, by what they are."""
        plans = [source.text for source in self.plan_files]
        if self.kind == "made":
            return {"data/plans": plans}
        return {"the seeds": plans, f"{_N_PARSED_LAWS} laws": _law_texts()[:_N_PARSED_LAWS]}

    @cached_property
    def speed_texts(self) -> list[str]:
        """About 20 MB (UTF-8) of texts, repeated where there are fewer."""
        texts = _law_texts() if self.kind == "real" else [source.text for source in self.plan_files]
        return list(_repeated(texts, SPEED_BYTES))

    @cached_property
    def slice_pools(self) -> list[str]:
        """Long texts that slices are cut from, each as likely as the others."""
        if self.kind == "made":
            return ["\n".join(source.text for source in self.plan_files)]
        return ["\n".join(texts) for texts in (_law_texts(), _page_texts(), _report_texts())]

    @cached_property
    def reports(self) -> list[str]:
        """Long reports of many years, the newest first; there are none among the made documents."""
        return [] if self.kind == "made" else _report_texts()

    @cached_property
    def pages(self) -> list[str]:
        """HTML pages of a site; there are none among the made documents."""
        if self.kind == "made":
            return []
        return list(_members(_SCHOOL_PAGES, lambda raw, _: raw.decode("utf-8")))

    def coded_sources(self, names: Collection[str]) -> dict[str, Source]:
        """Return the sources of coded clauses by their names: files below ``data``, or real documents by sha256."""
        if self.kind == "made":
            return {name: read_source(ROOT / "data" / name) for name in names}
        pages = (source for source in _members(_SCHOOL_PAGES, partial(_page_of, names)) if source)
        return {source.sha256: source for source in (*self.plan_files, *pages) if source.sha256 in names}

    def _source_text(self, name: str) -> str:
        return self._read(name).text

    @property
    def folder(self) -> Path:
        """The folder with the plans' files."""
        return _SEEDS if self.kind == "real" else _PLANS

    def _read(self, name: str) -> Source:
        path = self.folder / name
        return read_source(path if path.exists() else _HARD_PLANS / name)


def copies_truth() -> Path:
    """Return the file that says who copied whom in the made plans."""
    return _PLANS_TRUTH / "copies.json"


def why_not_real() -> str | None:
    """Return why real rows cannot be measured, or None where they can."""
    missing = [
        path.relative_to(SHARED) for path in (_SEEDS, _SEEDS_TRUTH, _LAWS, _SCHOOL_PAGES, _REPORTS) if not path.exists()
    ]
    if not missing:
        return None
    return f"no {', '.join(map(str, missing))} in {os.path.relpath(SHARED, ROOT)} (set CORPUS_TOOLS_SHARED)"


@lru_cache(maxsize=1)
def _law_texts() -> list[str]:
    return list(_members(_LAWS, lambda raw, _: raw.decode("utf-8")))


@lru_cache(maxsize=1)
def _page_texts() -> list[str]:
    return list(_members(_SCHOOL_PAGES, lambda raw, name: source_of_bytes(raw, name).text, _N_PAGES))


@lru_cache(maxsize=1)
def _report_texts() -> list[str]:
    sources = read_file(InputFile(_REPORTS.name, _REPORTS))
    return [source.text for source in sources if isinstance(source, Source)]


def _members(archive: Path, read: Callable[[bytes, str], T], most: int | None = None) -> Iterator[T]:
    """Yield what is read of the files in an archive, by name; of ``most`` files at most."""
    unpacked = io.BytesIO(lzma.decompress(archive.read_bytes()))  # members are taken out of their order
    with tarfile.open(fileobj=unpacked) as members:
        files = sorted((member for member in members if member.isfile()), key=lambda member: member.name)
        for member in files[:most]:
            stream = members.extractfile(member)
            if stream:
                yield read(stream.read(), member.name)


def _page_of(sums: Collection[str], raw: bytes, name: str) -> Source | None:
    return source_of_bytes(raw, name) if sha256(raw).hexdigest() in sums else None


def _repeated(texts: list[str], n_bytes: int) -> Iterator[str]:
    sizes = [len(text.encode()) for text in texts]
    done = 0
    while done < n_bytes:
        for text, size in zip(texts, sizes, strict=True):
            yield text
            done += size
            if done >= n_bytes:
                return
