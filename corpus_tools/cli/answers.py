"""What commands ask of the plans that were read: found among them, or known to the corpus that they are of."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus_tools.cli.inputs import Loaded
from corpus_tools.copies import leave_out_copies
from corpus_tools.structure.plans import Plan

if TYPE_CHECKING:  # each takes a while to load, and no command needs all
    from corpus_tools.corpus.values import Values
    from corpus_tools.reuse.lexicon import Undoing
    from corpus_tools.reuse.node_pairs import PlanNodes
    from corpus_tools.reuse.results import Reuse, Thresholds
    from corpus_tools.reuse.slots import Template
    from corpus_tools.themes.clusters import Clustering, ClusterOptions
    from corpus_tools.themes.codebook import Codebook
    from corpus_tools.themes.coding import Code
    from corpus_tools.words.lists import UserDictionary
    from corpus_tools.words.terms import WordCounts


class Copies(NamedTuple):
    """What spun copies have swapped, and for each plan the number of its family."""

    undoing: "Undoing"
    family_numbers: list[int]


class Answers:
    """What is found among plans when it is asked for: they are compared, coded, grouped, counted."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._plans = loaded.plans

    @property
    def usual_thresholds(self) -> "Thresholds":
        """What makes a verdict where nothing else is asked for."""
        from corpus_tools.reuse.results import Thresholds

        return Thresholds()

    @property
    def known_undoing(self) -> "Undoing | None":
        """What spun copies have swapped, if that is known without a comparison."""
        return None

    def reuse(self, thresholds: "Thresholds", *, spin: bool = False) -> "Reuse":
        """Return who shares text with whom among all plans, and what of it is from the references.

        Parameters
        ----------
        spin
            Whether it shall tell which plans look spun; a corpus always does.
        """
        from corpus_tools.corpus.local import run_map
        from corpus_tools.corpus.reuse_of_rows import quotations_of_rows
        from corpus_tools.reuse.quotation import find_quotations
        from corpus_tools.reuse.verdicts import find_reuse, with_spin

        found = find_quotations(self._plans, self._loaded.references or ())
        recorded = quotations_of_rows(self._plans, self._loaded.quotations)
        reuse = find_reuse(self._plans, thresholds, sorted({*found, *recorded}), run_map)
        return with_spin(self._plans, reuse) if spin else reuse

    def templates(
        self, reuse: "Reuse", families: Iterable[int], share: float
    ) -> "list[tuple[Template, list[PlanNodes]]]":
        """Return the templates of some families, by their indexes, with which node of a plan is which of another."""
        from corpus_tools.reuse.atoms import PlanAtoms
        from corpus_tools.reuse.lexicon import Lexicon
        from corpus_tools.reuse.templates import find_templates

        atoms = PlanAtoms(self._plans, Lexicon(reuse.substitutions))
        return list(find_templates(atoms, (reuse.families[index] for index in families), share))

    def codes(self, codebook: "Codebook", undoing: "Undoing | None" = None) -> "list[Code]":
        """Return the codes of all plans, those that only headings show among them; spun copies are undone before."""
        from corpus_tools.themes.coding import code_plans

        return code_plans(self._plans, codebook, undoing, headings=True)

    def clusters(self, family_numbers: Sequence[int], options: "ClusterOptions") -> "Clustering":
        """Return groups of all plans or of their clauses, of copies one; see ``themes.clusters.find_clusters``."""
        from corpus_tools.themes.clusters import find_clusters

        return find_clusters(self._plans, family_numbers, options)

    def family_numbers(self, values: Sequence[str | None] | None = None) -> list[int]:
        """Return for each plan the number of the one that stands for its family.

        Where plans are counted in groups, ``values`` are the groups; only copies within one are of matter.
        """
        from corpus_tools.reuse.counting import number_families

        return number_families(self._plans, values)

    def word_counts(self, dictionary: "UserDictionary") -> "WordCounts":
        """Return how often each plan has each word."""
        from corpus_tools.words.terms import count_words

        return count_words(self._plans, dictionary)

    def thresholds(self, **asked: Any) -> "Thresholds":
        """Return what makes a verdict: as asked for, else as usual."""
        return replace(self.usual_thresholds, **{name: value for name, value in asked.items() if value is not None})

    def copies(self) -> Copies:
        """Return what is known of copies among all plans."""
        reuse = self.reuse(self.usual_thresholds)
        return Copies(reuse.undoing, reuse.family_numbers)

    def counted_plans(self, count_copies: bool) -> Sequence[Plan]:
        """Return the plans, or of each family of copies the one that stands for it."""
        return self._plans if count_copies else leave_out_copies(self._plans, self.family_numbers())


class StoredAnswers(Answers):
    """The same of the plans of one corpus: what was found when it was built is read, the rest is found now."""

    def __init__(self, loaded: Loaded, corpus: "Values") -> None:
        super().__init__(loaded)
        self._corpus = corpus

    @property
    def usual_thresholds(self) -> "Thresholds":
        """What made a verdict when the corpus was built."""
        return self._corpus.thresholds

    @property
    def known_undoing(self) -> "Undoing | None":
        """What spun copies have swapped."""
        return self._corpus.undoing

    def reuse(self, thresholds: "Thresholds", *, spin: bool = False) -> "Reuse":
        """Return who shares text with whom."""
        if thresholds == self._corpus.thresholds and self._loaded.references is None:
            return self._corpus.reuse
        return super().reuse(thresholds, spin=spin)

    def templates(
        self, reuse: "Reuse", families: Iterable[int], share: float
    ) -> "list[tuple[Template, list[PlanNodes]]]":
        """Return the templates of some families."""
        from corpus_tools.reuse.templates import SLOT_SHARE

        if reuse is self._corpus.reuse and share == SLOT_SHARE:
            return [self._corpus.templates[index] for index in families]
        return super().templates(reuse, families, share)

    def codes(self, codebook: "Codebook", undoing: "Undoing | None" = None) -> "list[Code]":
        """Return the codes of all plans."""
        return self._corpus.codes(codebook) if undoing == self._corpus.undoing else super().codes(codebook, undoing)

    def clusters(self, family_numbers: Sequence[int], options: "ClusterOptions") -> "Clustering":
        """Return groups of all plans or of their clauses."""
        is_own = list(family_numbers) == self._corpus.family_numbers
        return self._corpus.clusters(options) if is_own else super().clusters(family_numbers, options)

    def family_numbers(self, values: Sequence[str | None] | None = None) -> list[int]:
        """Return for each plan the number of the one that stands for its family, whatever the groups."""
        return self._corpus.family_numbers

    def word_counts(self, dictionary: "UserDictionary") -> "WordCounts":
        """Return how often each plan has each word."""
        return self._corpus.word_counts(dictionary)


def answers_of(loaded: Loaded) -> Answers:
    """Return who answers what is asked of the plans that were read."""
    return StoredAnswers(loaded, loaded.corpus) if loaded.corpus else Answers(loaded)
