"""Measure all rows, print them and write ``RESULTS.md``."""

import argparse
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from benchmarks.building import measure_building
from benchmarks.coding import measure_second_coder
from benchmarks.commands import measure_commands
from benchmarks.copies import measure_lexicons, measure_passages, measure_sections, measure_whole
from benchmarks.directions import measure_directions
from benchmarks.documents import Documents, Kind, why_not_real
from benchmarks.folding import measure_folding
from benchmarks.joins import measure_growth, measure_joins, measure_versions
from benchmarks.quotation import measure_quotation
from benchmarks.reading import measure_decoding, measure_encodings, measure_lost_bytes, measure_pages, measure_word
from benchmarks.results import PAGE, describe_run, write_page
from benchmarks.reuse import measure_generated, measure_pairs, measure_scores
from benchmarks.rows import Row, format_table
from benchmarks.spinning import measure_spin
from benchmarks.structure import measure_laws, measure_markers, measure_outlines, measure_parsing, measure_plans
from benchmarks.templates import measure_templates
from benchmarks.themes import measure_codes, measure_coding
from benchmarks.words import measure_keyness, measure_segmenting, measure_segmenting_speed

Measure = Callable[[Documents], Iterable[Row]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmarks that the command line asks for."""
    options = _parse(arguments)
    measures = {name: measure for name, measure in _measures(options.seed).items() if name.startswith(options.only)}
    run = describe_run(options.seed)
    print(*run, sep="\n")
    tables: dict[Kind, Sequence[Row] | str] = {
        "made": _measure("made", measures),
        "real": why_not_real() or _measure("real", measures),
    }
    if isinstance(tables["real"], str):
        print(f"\nreal rows are skipped: {tables['real']}")
    if options.only:
        print(f"\nonly {', '.join(measures)}: {PAGE.name} is left as it was")
    else:
        write_page(run, tables)
        print(f"\n{PAGE.parent.name}/{PAGE.name} is written; it says what the rows mean")


def _measures(seed: int) -> dict[str, Measure]:
    """Return what can be measured, by the name of its rows."""
    return {
        "structure/markers": measure_markers,
        "structure/laws": measure_laws,
        "structure/outlines": lambda documents: measure_outlines(documents, seed),
        "structure/plans": measure_plans,
        "structure/speed": measure_parsing,
        "reading/encoding": lambda documents: measure_encodings(documents, seed),
        "reading/lost byte": lambda documents: measure_lost_bytes(documents, seed),
        "reading/speed": measure_decoding,
        "reading/pages": measure_pages,
        "reading/word": measure_word,
        "folding/speed": measure_folding,
        "words/segmenting": lambda documents: measure_segmenting(documents, seed),
        "words/speed": measure_segmenting_speed,
        "themes/speed": measure_coding,
        "words/keyness": measure_keyness,
        "reuse/score": measure_scores,
        "reuse/pairs": measure_pairs,
        "themes/second coder": measure_second_coder,
        "cli/seconds": measure_commands,
        "corpus/again": lambda documents: measure_building(documents, seed),
        "reuse/generated": lambda documents: measure_generated(documents, seed),
        "reuse/sections": lambda documents: measure_sections(documents, seed),
        "reuse/passages": lambda documents: measure_passages(documents, seed),
        "reuse/direction": lambda documents: measure_directions(documents, seed),
        "reuse/quotation": lambda documents: measure_quotation(documents, seed),
        "reuse/lexicon": lambda documents: measure_lexicons(documents, seed),
        "reuse/templates": lambda documents: measure_templates(documents, seed),
        "reuse/join": lambda documents: measure_joins(documents, seed),
        "reuse/versions": measure_versions,
        "reuse/whole": lambda documents: measure_whole(documents, seed),
        "reuse/spin": lambda documents: measure_spin(documents, seed),
        "reuse/growth": lambda documents: measure_growth(documents, seed),
        "themes": lambda documents: measure_codes(documents, seed),
    }


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    parser.add_argument("--only", metavar="NAME", default="", help="only rows whose name begins so: reading/encoding")
    parser.add_argument(
        "--seed", metavar="N", type=int, default=int(time.time()), help="of the slices; default: the time"
    )
    options = parser.parse_args(arguments)
    if not any(name.startswith(options.only) for name in _measures(0)):
        parser.error(f"--only {options.only}: no such rows; there are {', '.join(_measures(0))}")
    return options


def _measure(kind: Kind, measures: Mapping[str, Measure]) -> list[Row]:
    documents = Documents(kind)
    rows = [row for measure in measures.values() for row in measure(documents)]
    print(f"\n{kind}")
    print(*(format_table(rows) if rows else ["none of these rows"]), sep="\n")
    return rows


if __name__ == "__main__":
    main()
