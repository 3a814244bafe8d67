"""The page of results: what ran, where, and the two tables."""

import os
import platform
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version

from benchmarks.documents import ROOT, Kind
from benchmarks.rows import Row, format_table

PAGE = ROOT / "benchmarks" / "RESULTS.md"

_LIBRARIES = (
    "corpus-tools",
    "numpy",
    "scipy",
    "lxml",
    "chardet",
    "charset-normalizer",
    "datasketch",
    "gaoya",
    "rensa",
    "rapidfuzz",
    "trafilatura",
)
_TITLES: Mapping[Kind, str] = {
    "made": "Made: documents written with the project, in data/",
    "real": "Real: documents beside the project, in ../shared/corpus",
}
_NOTES = """\
- Every competitor gets the same input as ours, in the same run and process, on one thread. Speeds are the best of
  seven rounds, measured in turn; MB are 10^6 bytes of UTF-8. "Ours beside it" is a ratio for speeds, else a
  difference.
- structure/markers: a marker is found when its line is given as marked. The right parent is the nearest marked line
  around it; the level is 1 + the number of marked lines around it. The competitors get the whole text and know no
  plans. "GB/T 9704 regex": four marks at line starts, one depth each. "One family per file": of five families of
  patterns the one that hits most lines is taken; reimplemented from the description of RAGFlow's rule.
- structure/plans: "split at title words" starts a plan at every line of at most 30 characters with one of three
  title words. The truth of the HTML page has no line numbers, so its title alone decides.
- structure on data/plans and the seeds: these documents were at hand while the parser was written. Their rows show what
  is solved on them, and guard it; they do not foretell new documents.
- structure/speed: the regex only finds and nests markers; `parse_text` also finds plans, titles, headings and
  noise.
- reading/encoding: slices of 30, 66, 340 and 2,000 characters. GB answers of the detectors are widened to GB18030.
  Damaged slices are right with or without U+FFFD at the damage. Big5 slices are the text without the characters
  Big5 lacks. Ours asks chardet itself where its own scores do not decide. All slices are chosen by the seed of the run.
- reading/lost byte: one byte within a slice of GB text is left out; a character is back when it stands in the part that
  the answer and the text have in common from either end. The place of a lost byte is known to a character at best.
- reading/speed: the competitor is told the encoding; it is the floor of what decoding costs.
- reading/pages: the pages mark what they print with comments, which no reader is told of. A numbered line is kept when
  the text holds it, in the order of the page. What 50 pages print is the site's, not a plan's.
- reading/word: Word files written by the tests, part by part; the lists are those of `tests/cases/word_numbers.json`.
- folding/speed: the competitor gives no way back to the original text.
- words/segmenting: jieba-rs is what our tokens are taken from; the row shows what it takes to make them jieba's.
- words/keyness: the competitor segments with jieba, counts, and computes G2 alone, a word at a time.
- reuse/score: the exact score needs no competitor to be right; the second row shows what an estimate of it is off
  by.
- reuse/pairs: the competitor compares the plans as ours splits them, raw, and knows no verdicts. There is one copy pair
  and one independent pair: an example, not a rate.
- reuse/sections: a stretch of one plan is pasted into another that shares nothing else with it on purpose; then a share
  of its words of two characters is replaced by random characters. Found: 90 % of its characters lie in passages.
- reuse/passages: as before, in four corpora of plans of which a quarter is boilerplate, which counts as neither found
  nor wrong. A passage of 13 characters makes a pair, as for the competitor. "Spun by a lexicon": other plans show the
  lexicon.
- reuse/direction: pairs of a plan and its copy, or of two copies of a plan that is not there. Spun copies and those
  with a left-over name mostly are for the same or a later year, one in twenty for an earlier one. A pair does not show
  its direction where only the school is another, where nothing is, and where both are spun copies. The competitors
  name the plan of the earlier year, or the longer one; a tie is left open. Families are a source with two to five
  copies, of it or of a copy.
- reuse/quotation: whole sentences of laws stand in plans; the laws are made of few phrases, so that every sentence is
  nearly another's. The rule of 13 characters looks runs up in a set; it says whether they are quoted, not from where.
- reuse/lexicon: sources and their copies with 24 words swapped; words swapped at two places or more count.
- reuse/templates: a slot is found when in every plan that has it at least 80 % of its characters and of those given are
  the same. Some plans leave masks, move a section, leave items out, or come with a crawler's marks. What differs in
  fewer than a fifth of the plans is no slot, in the truth as in the answer.
- reuse/join: the truth is a join of sets (prefix filter, then counting; it leaves no pair out). The competitors get
  folded texts, ours the raw ones; ours are checked pairs, theirs are not. Large families are those of more than 64
  plans; of them the plans count that the pairs found connect. Times are those of the processor, one thread. datasketch
  gets all shingles of a text at once, which is faster; its own examples give it one by one, as the last row does.
- reuse/versions: laws that have the same name and another date. Versions may differ much, and laws may be alike.
- reuse/whole: the time is that of the larger corpus, beside that of the smaller.
- corpus/again: a corpus that is built once more; the tables are the same, byte for byte.
- reuse/growth: a process that reads the texts from a file whenever it needs them; it has no competitor.
- reuse/spin: plans are spun with a list of synonyms that the package does not have, and their sources are taken away.
  The competitor is told the spinner's own list, which no user has: what a bare list finds, and how many it accuses
  wrongly. The weights of ours were fitted on plans spun with other words (``benchmarks/spinners.py``).
- themes/speed: coding goes from parsed plans to codes; the competitor is given folded plans and finds the strings of
  the codebook alone. Both are timed before the rows that fill the memory: in a process that has grown to 2 GB, coding
  takes about a quarter longer.
"""


def describe_run(seed: int) -> list[str]:
    """Return what is needed to understand and repeat a run, one statement a line."""
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    return [
        f"date {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {_commit()}, seed {seed}",
        f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
        f"{os.cpu_count()} cores, load average {load} at the start",
    ]


def _commit() -> str:
    """Return the short commit, marked where files under version control have changed."""
    try:
        command = ["git", "describe", "--always", "--dirty=, with changes", "--exclude=*"]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def write_page(run: Sequence[str], tables: Mapping[Kind, Sequence[Row] | str]) -> None:
    """Write ``RESULTS.md``.

    Parameters
    ----------
    run
        Lines of ``describe_run``.
    tables
        For each kind its rows, or why there are none.
    """
    PAGE.write_text("\n".join(_page(run, tables)), "utf-8")


def _page(run: Sequence[str], tables: Mapping[Kind, Sequence[Row] | str]) -> Iterator[str]:
    yield "# Results of `make bench`\n"
    yield "Written by the run; not edited by hand.\n"
    yield from (f"- {line}" for line in run)
    for kind, table in tables.items():
        yield f"\n## {_TITLES[kind]}\n"
        yield from [f"Skipped: {table}."] if isinstance(table, str) else format_table(table)
    yield f"\n## What the rows mean\n\n{_NOTES}"
