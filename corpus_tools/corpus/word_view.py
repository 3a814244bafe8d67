"""What a corpus says of words: how often it has them, what marks groups of plans, places of words, words near them."""

from collections.abc import Iterable
from pathlib import Path
from typing import get_type_hints

import pandas as pd

from corpus_tools.copies import leave_out_copies
from corpus_tools.corpus.contents import Contents, warn_ungrouped
from corpus_tools.corpus.frames import WordFrame, frequency_frame, keyness_frame, typed_frame
from corpus_tools.options import check_choice, check_options
from corpus_tools.words.concordance import (
    SORTS,
    Collocate,
    Cooccurrence,
    Query,
    Sort,
    find_collocates,
    find_cooccurrences,
    find_hits,
)
from corpus_tools.words.frequencies import count_groups
from corpus_tools.words.keyness import ORDERS, Order, choose_contrasts, find_keywords
from corpus_tools.words.lists import StopWords, UserDictionary


class WordView(Contents):
    """Words of the plans of a corpus."""

    def frequencies(
        self,
        by: str | None = None,
        *,
        fewest: int = 1,
        shortest: int = 1,
        count_copies: bool = False,
        user_dictionary: str | Path | Iterable[str] | UserDictionary | None = None,
        stop_words: str | Path | Iterable[str] | StopWords | None = None,
    ) -> WordFrame:
        """Return how often the plans have each word; a row a word, with ``by`` a row a group and a word.

        Its ``groups`` has how many plans and words there are in all.

        Parameters
        ----------
        by
            As in ``groups``: each value is a group.
        fewest, shortest
            See ``words.frequencies.count_groups``; the columns are those of its ``Frequency``.
        count_copies, user_dictionary, stop_words
            As in ``keyness``.

        Raises
        ------
        GroupError, OptionError, WordListError

        Warns
        -----
        UngroupedWarning
            Where some plans have no value of ``by``.
        """
        check_options(fewest=fewest, shortest=shortest)
        values = None if by is None else self.values.groups(by)
        warn_ungrouped((values or []).count(None), f"value of {by}")
        family_numbers = None if count_copies else self.values.family_numbers
        counts = self.values.word_counts(self.values.open_dictionary(user_dictionary))
        stops = StopWords.open(stop_words)
        return frequency_frame(
            count_groups(counts, values, family_numbers, fewest=fewest, shortest=shortest, stop_words=stops)
        )

    def keyness(
        self,
        by: str | None = None,
        *,
        target: str | None = None,
        reference: str | None = None,
        order: Order = "conservative",
        fewest: int = 3,
        shortest: int = 2,
        alpha: float = 0.05,
        count_copies: bool = False,
        user_dictionary: str | Path | Iterable[str] | UserDictionary | None = None,
        stop_words: str | Path | Iterable[str] | StopWords | None = None,
    ) -> WordFrame:
        """Return the words that mark groups of plans against others; a row a group and a word.

        Its ``groups`` has a row a group: plans and words of it and of its reference.

        Parameters
        ----------
        by
            As in ``themes``: each value is a group against all others.
        target, reference
            Patterns of plan ids or paths, with ``by`` of its values: those against these (or all others), and these
            against those.
        order, fewest, shortest, alpha
            See ``words.keyness.find_keywords``; the columns are those of its ``Keyword``.
        count_copies
            Whether every copy counts; by default one plan of a family in each group.
        user_dictionary
            A file, or the words; by default the one that the corpus was built with.
        stop_words
            Words that are not tested: a file, or the words.

        Raises
        ------
        GroupError, NoGroupsError, NoPlanMatchesError, OptionError, WordListError

        Warns
        -----
        UngroupedWarning
            Where some plans have no value of ``by``.
        """
        check_choice("order", order, ORDERS)
        check_options(fewest=fewest, shortest=shortest, alpha=alpha, target=target, reference=reference)
        plans = self.values.plans
        values = None if by is None else self.values.groups(by)
        warn_ungrouped((values or []).count(None), f"value of {by}")
        names = [(plan.plan_id, plan.source.path) for plan in plans]
        family_numbers = None if count_copies else self.values.family_numbers
        counts = self.values.word_counts(self.values.open_dictionary(user_dictionary))
        stops = StopWords.open(stop_words)
        groups = [
            find_keywords(
                counts,
                contrast,
                family_numbers,
                order=order,
                fewest=fewest,
                shortest=shortest,
                stop_words=stops,
                alpha=alpha,
            )
            for contrast in choose_contrasts(names, values, target, reference)
        ]
        return keyness_frame(groups)

    def concordance(
        self,
        words: str | Iterable[str],
        *,
        regex: bool = False,
        whole_tokens: bool = False,
        width: int = 20,
        sort: Sort = "text",
        user_dictionary: str | Path | Iterable[str] | UserDictionary | None = None,
    ) -> pd.DataFrame:
        """Return every place of a word or of several, with ``width`` characters on either side; a row a place.

        See ``words.concordance``: ``plan_id``, ``title``, ``section`` (markers and headings, the outermost first),
        ``left``, ``text``, ``right``, ``node_id``, ``start``, ``end``.

        Raises
        ------
        OptionError, PatternError, WordListError
        """
        check_choice("sort", sort, SORTS)
        check_options(width=width)
        dictionary = self.values.open_dictionary(user_dictionary)
        query = Query.parse(words, regex=regex, whole_tokens=whole_tokens, dictionary=dictionary)
        plans = self.values.plans
        rows = [
            {
                "plan_id": plans[hit.plan].plan_id,
                "title": plans[hit.plan].shown_title or None,
                "section": list(hit.path),
                **{name: getattr(hit, name) for name in ("left", "text", "right", "node_id", "start", "end")},
            }
            for hit in find_hits(plans, query, width=width, sort=sort)
        ]
        texts = dict.fromkeys(("left", "text", "right"), str)
        places = dict.fromkeys(("node_id", "start", "end"), int)
        columns = {"plan_id": str, "title": str, "section": list, **texts, **places}
        return typed_frame(rows, columns).astype({"node_id": "Int32"})

    def collocations(
        self,
        words: str | Iterable[str] | None = None,
        *,
        regex: bool = False,
        window: int | None = None,
        fewest: int = 3,
        count_copies: bool = False,
        user_dictionary: str | Path | Iterable[str] | UserDictionary | None = None,
        stop_words: str | Path | Iterable[str] | StopWords | None = None,
    ) -> pd.DataFrame:
        """Return the terms near a word or several, or without words all pairs of terms that clauses have in common.

        A row a term (``words.concordance.Collocate``) or a pair (``Cooccurrence``), the highest logDice first. Of a
        family of copies one plan counts, unless ``count_copies``.

        Raises
        ------
        OptionError, PatternError, WordListError
        """
        check_options(window=window, fewest=fewest)
        plans = self.values.plans
        if not count_copies:
            plans = leave_out_copies(plans, self.values.family_numbers)
        dictionary, stops = self.values.open_dictionary(user_dictionary), StopWords.open(stop_words)
        if words is None:
            pairs = find_cooccurrences(plans, fewest=fewest, stop_words=stops, dictionary=dictionary)
            return typed_frame(pairs, get_type_hints(Cooccurrence))
        query = Query.parse(words, regex=regex)
        found = find_collocates(plans, query, window=window, fewest=fewest, stop_words=stops, dictionary=dictionary)
        return typed_frame(found, get_type_hints(Collocate))
