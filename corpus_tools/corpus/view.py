"""The corpus as a user holds it: tables as data frames, queries, new codes and new clusters without a rebuild."""

import shutil
import tempfile
import warnings
import weakref
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

import pandas as pd

from corpus_tools.corpus.build import OPENED, Built, build_store
from corpus_tools.corpus.given import files_of
from corpus_tools.corpus.meta import Meta, read_meta
from corpus_tools.corpus.recipe import Paths, Recipe
from corpus_tools.corpus.reuse_view import ReuseView
from corpus_tools.corpus.store import Store
from corpus_tools.corpus.theme_view import ThemeView
from corpus_tools.corpus.word_view import WordView
from corpus_tools.errors import N_, InputFailedWarning
from corpus_tools.options import FILE, FILES, Kinds, check_option, check_options
from corpus_tools.reading.limits import USUAL, Limits
from corpus_tools.reuse.results import Thresholds
from corpus_tools.tables import TABLES
from corpus_tools.themes.codebook import Codebook
from corpus_tools.words.lists import UserDictionary

_THRESHOLDS = Kinds((Thresholds,), N_("corpus_tools.reuse.results.Thresholds"), is_optional=True)


class Corpus(ReuseView, ThemeView, WordView):
    """A folder of plans, read, parsed and analysed. Made by ``Corpus.build`` or ``Corpus.open``.

    Every table of ``docs/tables.md`` but ``clusters``, which is a method, is an attribute: ``corpus.plans``,
    ``corpus.nodes``, ``corpus.pairs`` ...; ``corpus.table("clusters")`` gives any of them. Tables whose rows belong to
    a plan carry its path and title as well, those whose rows belong to two plans ``a_title`` and ``b_title``. Every
    access reads the table once more: keep the frame that you change, what is written into ``corpus.plans`` itself is
    lost.

    Attributes
    ----------
    built
        How many files were read to build it, and of how many the rows were kept; none where it was opened.
    """

    def __init__(self, store: Store, temporary: str | None = None, built: Built = OPENED) -> None:
        super().__init__(store)
        self.built = built
        if temporary:  # a corpus without a folder of its own goes with the last object that has its tables
            weakref.finalize(store, shutil.rmtree, temporary, ignore_errors=True)

    @classmethod
    def build(
        cls,
        paths: Paths | pd.DataFrame,
        path: str | Path | None = None,
        *,
        text_column: str | None = None,
        meta: str | Path | pd.DataFrame | Meta | None = None,
        reference: Paths = (),
        codebook: str | Path | Codebook | None = None,
        user_dictionary: str | Path | Iterable[str] | UserDictionary | None = None,
        thresholds: Thresholds | None = None,
        n_workers: int | None = None,
        time_limit: float = USUAL.seconds,
        memory_limit: int = USUAL.megabytes,
        progress: Callable[[int], None] | None = None,
    ) -> "Corpus":
        """Read, parse and analyse all inputs and write the tables.

        Where the folder holds a corpus already, only files with a new name or other bytes (by their SHA-256) are read;
        the rows of the others are kept if all that made them is the same: this package and its libraries, the user
        dictionary, the column of text. Analyses of all plans are made again unless nothing changed for them. The tables
        are those of a build into an empty folder, and until all of them are written the old corpus stays.

        Parameters
        ----------
        paths
            Files, folders, archives; or a data frame with a text a row, read as the file ``DataFrame.csv``: the other
            columns are what is known of the plans.
        path
            The folder to write, or to bring up to date; by default a temporary one.
        text_column
            Which column of a data frame, JSON lines, CSV and Parquet holds the text; by default one with a usual name.
        meta
            A CSV file or a data frame with a column ``path`` and any others; they become columns of ``plans``.
        reference
            Files, folders, archives of laws and notices: what plans have from them is quotation, not copying.
        codebook
            A file, the name of a bundled one, or one that was read; by default the bundled school-union. The corpus
            keeps it, and is analysed with it where no other is asked for.
        user_dictionary
            Words that the segmenter shall know, a file or the words. The corpus keeps it, as it does the codebook.
        time_limit, memory_limit
            Seconds and megabytes that one document may take; plain text of less than 64 KiB is not limited.
        progress
            Is called with the number of files that are done after each batch.

        Warns
        -----
        InputFailedWarning
            For every input that gave nothing, with the reason; the others are in the corpus, and these in ``failures``.

        Raises
        ------
        UsageError, NothingReadError, MetaError, OutputError
        """
        check_options(n_workers=n_workers, time_limit=time_limit, memory_limit=memory_limit)
        check_options(text_column=text_column)
        check_option("path", path, FILE._replace(is_optional=True))
        check_option("reference", reference, FILES)
        check_option("thresholds", thresholds, _THRESHOLDS)
        recipe = Recipe(
            Codebook.bundled() if codebook is None else Codebook.open(codebook),
            thresholds or Thresholds(),
            Meta() if meta is None else read_meta(meta),
            UserDictionary.open(user_dictionary),
            reference,
            text_column,
            Limits(time_limit, memory_limit),
        )
        temporary = None if path else tempfile.mkdtemp(prefix="corpus-tools-")
        try:
            with files_of(paths) as given:
                store, built = build_store(given, path or f"{temporary}/corpus", recipe, n_workers, progress)
        except BaseException:
            if temporary:
                shutil.rmtree(temporary, ignore_errors=True)
            raise
        corpus = cls(store, temporary, built)
        for reason in store.table("failures", ["reason"])["reason"].to_pylist():
            warnings.warn(reason, InputFailedWarning, stacklevel=2)
        return corpus

    @classmethod
    def open(cls, path: str | Path) -> "Corpus":
        """Open a corpus folder.

        Raises
        ------
        NotCorpusError, OtherVersionError
        """
        check_options(path=path)
        return cls(Store(path))

    def __repr__(self) -> str:
        n_families = len(self._store.table("families", ["family"])["family"].unique())
        n_failures = self._store.n_rows("failures")
        failed = f", {n_failures} failures" if n_failures else ""
        return f"<Corpus {self.path}: {self._store.n_rows('plans')} plans, {n_families} families{failed}>"

    def _repr_html_(self) -> str:
        sizes = {table.name: self._store.n_rows(table.name) for table in TABLES}
        cells = "".join(f"<tr><th>{name}</th><td>{size}</td></tr>" for name, size in sizes.items())
        return f"<p><b>Corpus</b> {escape(str(self.path))}</p><table>{cells}</table>"
